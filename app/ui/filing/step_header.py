"""The three steps above the pages: where one is, and a way back to what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QWidget

from app.domain.filing.flow import LOCKED
from app.domain.text import one_line
from app.ui.filing import messages
from app.ui.filing.pages.pages import PAGES
from app.ui.theme import SMALL_SCALE, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.labels import muted_label, plain_label, scale

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.domain.filing.flow import FilingFlow
    from app.ui.filing.pages.pages import PageEntry

_INSET = 5
"""As far as a flat button's text is from its edge: a step stays in place when it becomes one."""


class StepHeader(QWidget):
    """Names the steps. A step before the open one can be clicked, the others are plain text."""

    step_chosen = Signal(object)
    """The `Step` to go back to."""

    def __init__(self, order_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = {each.rules.step: _StepMark(each) for each in PAGES}
        self._between = {each: muted_label("›", wraps=False) for each in self._marks}
        self._order = muted_label(
            self.tr("Order {number}").format(number=one_line(order_name, 40)), wraps=False
        )

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        for step, mark in self._marks.items():
            layout.addWidget(self._between[step])
            layout.addWidget(mark)
        layout.addStretch(1)
        layout.addSpacing(SPACE_M)
        layout.addWidget(self._order)

        for mark in self._marks.values():
            mark.chosen.connect(self.step_chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = [mark for mark in self._marks.values() if not mark.isHidden()]
        steps = sum(mark.sizeHint().width() + SPACE_XL for mark in shown)
        self._order.setVisible(steps + self._order.sizeHint().width() <= self.width())

    def render_flow(self, flow: FilingFlow) -> None:
        """Mark the open step; none once all are done and nothing can be changed any more."""
        self.setEnabled(flow.phase not in LOCKED)
        steps = [each.step for each in flow.steps]
        open_ = -1 if flow.filing is not None else steps.index(flow.step)
        for step, mark in self._marks.items():
            mark.setVisible(step in steps)
            self._between[step].setVisible(step in steps[1:])
        for place, step in enumerate(steps):
            mark = self._marks[step]
            mark.show_state(place + 1, is_current=place == open_, is_done=place < open_)
            mark.name_step(place + 1, len(steps))


class _StepMark(QWidget):
    """One step: bold while open, a button once done, muted while it is still to come."""

    chosen = Signal(object)

    def __init__(self, page: PageEntry) -> None:
        super().__init__()
        self._step = page.rules.step
        self._title = page.title()
        self._current = plain_label(self._title)
        self._coming = muted_label(self._title, wraps=False)
        self._done = QPushButton(self._title)
        scale(self._current, 1.0, bold=True)
        scale(self._coming, 1 / SMALL_SCALE)
        for label in (self._current, self._coming):
            label.setContentsMargins(_INSET, 0, _INSET, 0)
        self._done.setProperty("flat", True)
        # Back does the same from the keyboard; one Tab stop less on each page.
        self._done.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        self._layout = QStackedLayout(self)
        for widget in (self._coming, self._current, self._done):
            self._layout.addWidget(widget)

        self._done.clicked.connect(self._choose)

    def show_state(self, number: int, *, is_current: bool, is_done: bool) -> None:
        """Show the step as open, done, or still to come."""
        for each in (self._current, self._coming, self._done):
            each.setText(f"{number} {self._title}")
        shown = self._current if is_current else self._done if is_done else self._coming
        self._layout.setCurrentWidget(shown)

    def name_step(self, number: int, count: int) -> None:
        """Have a screen reader tell, with the window, where in it one is."""
        self._current.setAccessibleName(messages.step_announcement(number, count, self._title))

    def _choose(self) -> None:
        self.chosen.emit(self._step)
