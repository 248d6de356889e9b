"""Beside the table: the details of the dispute selected, and nothing until one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.deferred import BETWEEN_MS, call_in_turns
from app.ui.widgets.layouts import fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.ids import DisputeId
    from app.ui.history.details.buyer_refunds import BuyerRefundBox
    from app.ui.history.details.note_box import NoteBox
    from app.ui.history.details.panel import DetailsPanel
    from app.ui.history.details.reply_box import ReplyBox
    from app.ui.history.table.selection import SelectionSummary
    from app.ui.settings.choices import Choices
    from app.ui.widgets.pictures import PictureLoader

    _Parts = tuple[NoteBox, BuyerRefundBox, ReplyBox, SelectionSummary]


class DetailsArea(QWidget):
    """Makes the panel once it is asked for: a start without it takes three megabytes less.

    In one go it would hold up the window for longer than anything else does.
    """

    panel_made = Signal(object)
    """The `DetailsPanel`, to be connected before it shows anything."""

    def __init__(self, now: Callable[[], datetime], choices: Choices | None) -> None:
        super().__init__()
        self._now = now
        self._choices = choices
        self._pictures: PictureLoader | None = None
        self._parts: _Parts | None = None
        self._panel: DetailsPanel | None = None
        self._layout = fill(QVBoxLayout(self), margins=0)
        self.hide()

    @property
    def panel(self) -> DetailsPanel:
        """What shows the details."""
        panel = self._make()
        self._put()
        return panel

    def prepare(self, then: Callable[[], object]) -> None:
        """Have the panel made in turns, then go on: at once where it is there."""
        if self._layout.count():
            then()
        else:
            # Not in the turn that selects the row, and that draws it.
            parts = (self._make_parts, self._make, self._put, then)
            QTimer.singleShot(BETWEEN_MS, self, lambda: call_in_turns(self, *parts))

    def _make_parts(self) -> _Parts:
        from app.ui.history.details.buyer_refunds import BuyerRefundBox
        from app.ui.history.details.note_box import NoteBox
        from app.ui.history.details.reply_box import ReplyBox
        from app.ui.history.table.selection import SelectionSummary

        if self._parts is None:
            self._parts = (
                NoteBox(self),
                BuyerRefundBox(self, now=self._now),
                ReplyBox(self, self._choices),
                SelectionSummary(self),
            )
        return self._parts

    def _make(self) -> DetailsPanel:
        from app.ui.history.details.panel import DetailsPanel

        if self._panel is None:
            self._panel = DetailsPanel(*self._make_parts(), self)
        return self._panel

    def _put(self) -> None:
        if self._panel is None or self._layout.count():
            return
        if self._pictures is not None:
            self._panel.pictures = self._pictures
        self._layout.addWidget(self._panel)
        self._panel.show()  # a layout would do so later, where this is in sight already
        self.panel_made.emit(self._panel)

    @property
    def dispute_id(self) -> DisputeId | None:
        """The dispute shown."""
        return self._panel.dispute_id if self._panel is not None else None

    def clear(self) -> None:
        """Show no dispute."""
        if self._panel is not None:
            self._panel.clear()

    def use(self, pictures: PictureLoader, *, is_other_account: bool) -> None:
        """Show no dispute, and pictures of this account from now on."""
        self._pictures = pictures
        self.clear()
        if self._panel is not None:
            self._panel.pictures = pictures
            if is_other_account:
                self._panel.forget_unsaved()

    @property
    def has_failed(self) -> bool:
        """Whether something that was typed could not be saved until now."""
        panel = self._panel
        return panel is not None and (panel.note.has_failed or panel.buyer_refund.has_failed)

    def save_all(self) -> None:
        """Save at once what was typed, with what could not be saved before."""
        if self._panel is not None:
            self._panel.note.save_all()
            self._panel.buyer_refund.save_all()
