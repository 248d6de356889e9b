"""The line below every page: what can be had at most, what is saved, and the buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.filing import Step
from app.ui.filing import messages
from app.ui.filing.pages.ceiling_card import ceiling_text
from app.ui.filing.terms_state import TermsState
from app.ui.messages import formatting
from app.ui.theme import SECTION_SCALE, SPACE_M, SPACE_S
from app.ui.widgets.buttons import OncePushButton
from app.ui.widgets.labels import muted_label, plain_label, scale, set_property

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent

    from app.domain.disputes import DisputeTerms, ExpectedOutcome


class Footer(QWidget):
    """Ceiling and saved state on the left, buttons on the right."""

    cancel_pressed = Signal()
    back_pressed = Signal()
    next_pressed = Signal()
    commit_pressed = Signal()
    versions_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_versions = self._is_over = False
        self._ceiling = plain_label()
        self._saved = muted_label(wraps=False)
        self._versions = QPushButton(self.tr("Earlier versions…"))
        self._cancel = OncePushButton(self.tr("Cancel"))
        self._back = OncePushButton(self.tr("Back"))
        self._next = OncePushButton(self.tr("Next"))
        self._commit = OncePushButton()
        scale(self._ceiling, SECTION_SCALE, bold=True)
        self._next.setProperty("primary", True)
        self._commit.setProperty("primary", True)
        self._next.setAccessibleName(self.tr("Next"))  # also while it says that it waits
        self._commit.hide()
        self._saved.hide()
        self._versions.setProperty("flat", True)
        self._versions.hide()

        saved = QHBoxLayout()
        saved.setSpacing(0)
        saved.addWidget(self._saved)
        saved.addWidget(self._versions)
        saved.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        left.addWidget(self._ceiling)
        left.addLayout(saved)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addStretch(1)
        for button in (self._cancel, self._back, self._next, self._commit):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_S)
        self._layout.addLayout(left)
        self._layout.addLayout(buttons, 1)
        self._parts = (left, buttons)

        self._versions.clicked.connect(self.versions_pressed)
        self._cancel.clicked.connect(self.cancel_pressed)
        self._back.clicked.connect(self.back_pressed)
        self._next.clicked.connect(self.next_pressed)
        self._commit.clicked.connect(self.commit_pressed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        widest = max(part.minimumSize().width() for part in self._parts)
        return QSize(widest, self._layout.minimumSize().height())

    def _arrange(self) -> None:
        """Put the buttons below the rest where large text leaves no room beside it."""
        for part in self._parts:
            part.invalidate()  # what was just shown or hidden counts at once
        needed = sum(part.sizeHint().width() for part in self._parts) + SPACE_M
        has_room = needed <= self.width()
        way = QBoxLayout.Direction.LeftToRight if has_room else QBoxLayout.Direction.TopToBottom
        if self._layout.direction() is not way:
            self._layout.setDirection(way)
            self.updateGeometry()

    def press_next(self) -> None:
        """Press `Next`, on a page that has it."""
        if self._next.isVisible():
            self._next.click()

    def press_onward(self) -> None:
        """Press `Next`; on the last page the button that sends."""
        (self._commit if self._commit.isVisible() else self._next).click()

    @property
    def next_button(self) -> QPushButton:
        """`Next`."""
        return self._next

    @property
    def commit_button(self) -> QPushButton:
        """`File … dispute`."""
        return self._commit

    @property
    def back_button(self) -> QPushButton:
        """`Back`."""
        return self._back

    @property
    def cancel_button(self) -> QPushButton:
        """`Cancel`, and `Close` once there is nothing left to cancel."""
        return self._cancel

    def show_step(self, step: Step | None) -> None:
        """Offer the ways on from a page. After the last, `Cancel` is `Close`."""
        self._is_over = is_over = step is None
        self._versions.setVisible(self._has_versions and not is_over)
        self._ceiling.setVisible(not is_over)
        self._back.setVisible(step in (Step.REASON, Step.REVIEW))
        self._next.setVisible(step in (Step.ITEMS, Step.REASON))
        self._commit.setVisible(step is Step.REVIEW)
        self._cancel.setText(self.tr("Close") if is_over else self.tr("Cancel"))
        self._arrange()

    def show_question(self) -> None:
        """Offer the way back to the draft: what is asked is answered on the page."""
        self.show_step(None)
        self._back.show()
        self._ceiling.show()
        self._cancel.setText(self.tr("Cancel"))
        self._arrange()

    def offer_versions(self, *, is_offered: bool) -> None:
        """Offer the draft's earlier versions, or not."""
        self._has_versions = is_offered
        self._versions.setVisible(is_offered and not self._is_over)
        self._arrange()

    def show_commit(
        self, expected: ExpectedOutcome | None, terms: DisputeTerms | None, *, is_sending: bool
    ) -> None:
        """Name what the commit button does, and for how much at most."""
        label = messages.commit_label(
            expected, formatting.money(terms.ceiling.total) if terms else ""
        )
        self._commit.setText(self.tr("Sending…") if is_sending else label)
        self._arrange()

    def set_waiting(self, *, is_waiting: bool) -> None:
        """Say on `Next` that it goes on as soon as CJ has answered."""
        self._next.setText(self.tr("Waiting for CJ…") if is_waiting else self.tr("Next"))

    def set_sending(self, *, is_sending: bool) -> None:
        """Allow nothing while a dispute is on its way."""
        for button in (self._versions, self._cancel, self._back, self._next, self._commit):
            button.setEnabled(not is_sending)

    def show_ceiling(self, state: TermsState, terms: DisputeTerms | None) -> None:
        """Show the ceiling, greyed where it is an old one."""
        self._ceiling.setText(ceiling_text(state, terms))
        set_property(self._ceiling, "muted", state is not TermsState.KNOWN)

    def show_saved(self, time: datetime) -> None:
        """Say when the draft was last saved."""
        self._saved.show()
        set_property(self._saved, "tone", "")
        self._saved.setText(self.tr("Saved {time}").format(time=formatting.clock_time(time)))
        self._arrange()

    def show_not_saved(self) -> None:
        """Say that it could not be saved."""
        self._saved.show()
        set_property(self._saved, "tone", "bad")
        self._saved.setText(self.tr("Not saved"))
        self._arrange()
