"""What the merchant asks for: a refund and where it shall go, or a reissue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.domain.disputes import DisputeTerms, ExpectedOutcome, RefundTarget
from app.ui.messages import formatting
from app.ui.theme import SPACE_XS
from app.ui.widgets.labels import muted_label
from app.ui.widgets.layouts import FlowRow

if TYPE_CHECKING:
    from app.domain.filing import DisputeDraft


class OutcomeChoice(QWidget):
    """Radio buttons for the outcomes; only those that CJ offers can be chosen."""

    draft_edited = Signal(object)
    """The changed `DisputeDraft`."""

    def __init__(self, draft: DisputeDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._is_rendering = False
        self._outcomes = {each: QRadioButton(formatting.expected(each)) for each in ExpectedOutcome}
        self._group = QButtonGroup(self)
        self._only = muted_label()

        for button in self._outcomes.values():
            self._group.addButton(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(FlowRow(*self._outcomes.values()))
        layout.addWidget(self._only)

        for button in self._outcomes.values():
            button.toggled.connect(self._report)

    def render_draft(self, draft: DisputeDraft, terms: DisputeTerms | None) -> None:
        """Show the draft's choice among what these terms offer."""
        self._draft = draft
        self._is_rendering = True
        offered = terms.outcomes if terms else tuple(filter(None, (draft.expected,)))
        self._group.setExclusive(False)  # an exclusive group cannot show that none is chosen
        for outcome, button in self._outcomes.items():
            button.setEnabled(outcome in offered)
            button.setChecked(outcome is draft.expected)
        self._group.setExclusive(True)
        self._only.setText(self._limits(offered) if terms else "")
        self._only.setVisible(bool(self._only.text()))
        self._is_rendering = False

    def _limits(self, offered: tuple[ExpectedOutcome, ...]) -> str:
        """That not both are offered; "" where they are."""
        if not offered:
            return self.tr("CJ offers neither for these items.")
        if len(offered) > 1:
            return ""
        if offered[0] is ExpectedOutcome.REISSUE:
            return self.tr("CJ offers only a reissue for these items.")
        return self.tr("CJ offers only a refund for these items.")

    def focus_choice(self) -> None:
        """Go to the outcome that is chosen, or to the first that can be."""
        for button in self._outcomes.values():
            if button.isEnabled() and (button.isChecked() or self._draft.expected is None):
                button.setFocus()
                return

    def _report(self) -> None:
        chosen = next((each for each, b in self._outcomes.items() if b.isChecked()), None)
        if not self._is_rendering and chosen is not None and chosen is not self._draft.expected:
            self.draft_edited.emit(replace(self._draft, expected=chosen))


class TargetChoice(QWidget):
    """Radio buttons for where a refund shall go."""

    draft_edited = Signal(object)
    """The changed `DisputeDraft`."""

    def __init__(self, draft: DisputeDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._is_rendering = False
        self._targets = {
            each: QRadioButton(formatting.refund_target(each)) for each in RefundTarget
        }
        self._group = QButtonGroup(self)

        for button in self._targets.values():
            self._group.addButton(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(FlowRow(*self._targets.values()))

        for button in self._targets.values():
            button.toggled.connect(self._report)

    def render_draft(self, draft: DisputeDraft) -> None:
        """Show the draft's choice."""
        self._draft = draft
        self._is_rendering = True
        self._targets[draft.refund_target].setChecked(True)
        self._is_rendering = False

    def _report(self) -> None:
        chosen = next(each for each, button in self._targets.items() if button.isChecked())
        if not self._is_rendering and chosen is not self._draft.refund_target:
            self.draft_edited.emit(replace(self._draft, refund_target=chosen))
