"""The way through the pages: the steps above them, and the line with the buttons below."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.domain.filing.flow import LOCKED, Phase, TermsState
from app.domain.text import one_line
from app.ui.filing import messages
from app.ui.filing.pages.ceiling_card import ceiling_text
from app.ui.messages import formatting
from app.ui.theme import SECTION_SCALE, SMALL_SCALE, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.buttons import OncePushButton, leaves_first
from app.ui.widgets.labels import muted_label, plain_label, scale, set_property
from app.ui.widgets.layouts import STRETCH, fill

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from app.domain.filing.flow import FilingFlow
    from app.ui.filing.pages.pages import PageEntry

_INSET = 5
"""As far as a flat button's text is from its edge: a step stays in place when it becomes one."""


class StepHeader(QWidget):
    """Names the steps: where one is, and a way back to what is done.

    A step before the open one can be clicked, the others are plain text.
    """

    step_chosen = Signal(object)
    """The `Step` to go back to."""

    def __init__(
        self, pages: Iterable[PageEntry], order_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._marks = {each.rules.step: _StepMark(each) for each in pages}
        self._between = {each: muted_label("›", wraps=False) for each in self._marks}
        self._order = muted_label(
            self.tr("Order {number}").format(number=one_line(order_name, 40)), wraps=False
        )

        steps = chain.from_iterable(zip(self._between.values(), self._marks.values(), strict=True))
        parts = (*steps, STRETCH, SPACE_M, self._order)
        fill(QHBoxLayout(self), *parts, margins=(0, 0, 0, 0), spacing=SPACE_S)

        for step, mark in self._marks.items():
            mark.done.clicked.connect(lambda _=False, step=step: self.step_chosen.emit(step))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = [mark for mark in self._marks.values() if not mark.isHidden()]
        steps = sum(mark.sizeHint().width() + SPACE_XL for mark in shown)
        self._order.setVisible(steps + self._order.sizeHint().width() <= self.width())

    def render_flow(self, flow: FilingFlow) -> None:
        """Mark the open step; none once all are done and nothing can be changed any more."""
        self.setEnabled(flow.phase not in LOCKED)
        steps = [each.step for each in flow.steps]
        open_ = -1 if flow.filing is not None else flow.place
        for step, mark in self._marks.items():
            mark.setVisible(step in steps)
            self._between[step].setVisible(step in steps[1:])
        for place, step in enumerate(steps):
            self._marks[step].show_state(
                place + 1, len(steps), is_current=place == open_, is_done=place < open_
            )


class _StepMark(QWidget):
    """One step: bold while open, a button once done, muted while it is still to come."""

    def __init__(self, page: PageEntry) -> None:
        super().__init__()
        self._title = page.title()
        self._current = plain_label(self._title)
        self._coming = muted_label(self._title, wraps=False)
        self.done = QPushButton(self._title, flat=True)
        scale(self._current, 1.0, bold=True)
        scale(self._coming, 1 / SMALL_SCALE)
        for label in (self._current, self._coming):
            label.setContentsMargins(_INSET, 0, _INSET, 0)
            # Each has the room of the bold one: nothing moves from page to page.
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # Back does the same from the keyboard; one Tab stop less on each page.
        self.done.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        self._layout = QStackedLayout(self)
        for widget in (self._coming, self._current, self.done):
            self._layout.addWidget(widget)

    def show_state(self, number: int, count: int, *, is_current: bool, is_done: bool) -> None:
        """Show the step, which is one of so many, as open, done, or still to come.

        A screen reader tells with the window where in it one is.
        """
        for each in (self._current, self._coming, self.done):
            each.setText(f"{number} {self._title}")
        self._current.setAccessibleName(messages.step_announcement(number, count, self._title))
        shown = self._current if is_current else self.done if is_done else self._coming
        self._layout.setCurrentWidget(shown)


class Footer(QWidget):
    """Ceiling and saved state on the left, buttons on the right, in the order of the system."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ceiling = plain_label()
        self._saved = muted_label(wraps=False)
        self.versions_button = QPushButton(self.tr("Earlier versions…"), flat=True)
        self.close_button = OncePushButton(self.tr("Close"))
        self.back_button = OncePushButton(self.tr("Back"))
        self.next_button = OncePushButton(self.tr("Next"))
        self.commit_button = OncePushButton()
        self._commit_labels = ("", "")
        self.next_order_button = OncePushButton(self.tr("Next order"))
        scale(self._ceiling, SECTION_SCALE, bold=True)
        for button in (self.next_button, self.commit_button, self.next_order_button):
            button.setProperty("primary", True)
        self.next_button.setAccessibleName(self.tr("Next"))  # also while it says that it waits

        saved = fill(QHBoxLayout(), self._saved, self.versions_button, STRETCH, spacing=0)
        left = fill(QVBoxLayout(), self._ceiling, saved, spacing=0)
        left.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._row = fill(QHBoxLayout(), spacing=SPACE_S)
        buttons = fill(QHBoxLayout(), STRETCH, self._row, spacing=SPACE_S)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        fill(self._layout, left, (buttons, 1), margins=(0, 0, 0, 0), spacing=SPACE_S)
        self._parts = (left, buttons)
        self._order()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self._order()
        super().changeEvent(event)

    def _order(self) -> None:
        """Put the buttons, and the way of Tab through them, as the system has them."""
        onward = (self.next_order_button, self.back_button, self.next_button, self.commit_button)
        buttons = (
            (self.close_button, *onward) if leaves_first(self) else (*onward, self.close_button)
        )
        for button in buttons:
            self._row.removeWidget(button)
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        for before, after in pairwise((self.versions_button, *buttons)):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        widest = max(part.minimumSize().width() for part in self._parts)
        # With room for earlier versions from the start: the page would become lower under the hand.
        left = (self._ceiling, self.versions_button)
        least = 0 if self._ceiling.isHidden() else sum(each.sizeHint().height() for each in left)
        return QSize(widest, max(self._layout.minimumSize().height(), least))

    def _arrange(self) -> None:
        """Put the buttons below the rest where large text leaves no room beside it."""
        whole, short = self._commit_labels
        self.commit_button.setText(whole)
        self._count_anew()
        if self._parts[1].sizeHint().width() > self.width():
            self.commit_button.setText(short)  # the amount stands above it
            self._count_anew()
        needed = sum(part.sizeHint().width() for part in self._parts) + SPACE_M
        has_room = needed <= self.width()
        way = QBoxLayout.Direction.LeftToRight if has_room else QBoxLayout.Direction.TopToBottom
        if self._layout.direction() is not way:
            self._layout.setDirection(way)
            self.updateGeometry()

    def _count_anew(self) -> None:
        for part in (*self._parts, self._row):
            part.invalidate()  # what was just shown, hidden or renamed counts at once

    def press_next(self) -> None:
        """Press `Next`, on a page that has it."""
        if self.next_button.isVisible():
            self.next_button.click()

    def press_onward(self) -> None:
        """Press `Next`; on the last page the button that sends."""
        (self.commit_button if self.commit_button.isVisible() else self.next_button).click()

    def render_flow(self, flow: FilingFlow) -> None:
        """Offer the ways on from what is open."""
        is_over, is_page = flow.filing is not None, flow.filing is None and flow.found is None
        is_locked = flow.phase in LOCKED
        amount = formatting.money(flow.terms.ceiling.total) if flow.terms else ""
        self.versions_button.setVisible(is_page and flow.versions > 1)
        self._ceiling.setVisible(not is_over)
        self.back_button.setVisible(not is_over and (not is_page or flow.neighbour(-1) is not None))
        self.next_button.setVisible(is_page and not flow.is_last_step)
        self.commit_button.setVisible(is_page and flow.is_last_step)
        self.next_order_button.setVisible(is_over)
        progress = messages.commit_progress(flow.draft.door)
        is_waiting = flow.phase is Phase.WAITING
        self.next_button.setText(self.tr("Waiting for CJ…") if is_waiting else self.tr("Next"))
        whole, short = (messages.commit_label(flow.draft, each) for each in (amount, ""))
        self._commit_labels = (progress, progress) if is_locked else (whole, short)
        for button in (
            self.versions_button,
            self.close_button,
            self.back_button,
            self.next_button,
            self.commit_button,
        ):
            button.setEnabled(not is_locked)
        self._ceiling.setText(ceiling_text(flow.terms_state, flow.last_offer))
        set_property(self._ceiling, "muted", flow.terms_state is not TermsState.KNOWN)
        self._show_saved(flow)
        self._arrange()

    def _show_saved(self, flow: FilingFlow) -> None:
        """Say when the draft was last saved, or that it could not be."""
        if flow.filing is not None:
            self._saved.setText("")  # what has left is no draft
        elif flow.save_error is not None:
            self._saved.setText(self.tr("Not saved yet"))
        elif flow.saved is not None:
            time = formatting.clock_time(flow.saved)
            self._saved.setText(self.tr("Saved {time}").format(time=time))
        set_property(self._saved, "tone", "bad" if flow.save_error else "")
        self._saved.setVisible(bool(self._saved.text()))
