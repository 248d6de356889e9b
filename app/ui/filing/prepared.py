"""Says above a page that its items were opened in My CJ before, and leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.ui.filing import messages
from app.ui.theme import SPACE_M, SPACE_S
from app.ui.widgets.labels import plain_label, set_property
from app.ui.widgets.layouts import fill
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from app.domain.filing.flow import FilingFlow


class PreparedNotice(QFrame):
    """Shown where items are chosen and where the draft is sent or handed over."""

    other_filing_requested = Signal(object)
    """A `BusinessDisputeId`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = plain_label(wraps=True)
        self._button = QPushButton(self.tr("Show the other one"))
        self._flow: FilingFlow | None = None
        self._said = ""
        self.setProperty("card", True)
        set_property(self._text, "tone", "warn")
        margins = (SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        row = fill(QHBoxLayout(self), (self._text, 1), margins=margins, spacing=SPACE_M)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

        self._button.clicked.connect(self._show_other)

    def render_flow(self, flow: FilingFlow) -> None:
        """Show what holds for the items chosen."""
        self._flow = flow
        is_place = flow.step == flow.steps[0].step or flow.is_last_step
        is_page = flow.filing is None and flow.found is None
        text = messages.prepared_sentence(flow.prepared) if is_page and is_place else ""
        is_news = bool(text) and text != self._said
        self._said = text
        self._text.setText(messages.breakable(text))
        self.setVisible(bool(text))
        if is_news:
            announce(self, text)

    def _show_other(self) -> None:
        if self._flow is not None and self._flow.prepared:
            self.other_filing_requested.emit(self._flow.prepared[0].reference)
