"""The most CJ may refund, in its four parts and in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.filing.flow import TermsState
from app.ui.messages import formatting
from app.ui.theme import SPACE_L, SPACE_S
from app.ui.widgets.labels import (
    muted_label,
    plain_label,
    scale,
    section_label,
    set_property,
    show_text,
)
from app.ui.widgets.layouts import STRETCH, fill

if TYPE_CHECKING:
    from decimal import Decimal

    from app.domain.disputes.disputes import DisputeTerms

BUSY_HINT_MS = 1000
"""How long an answer may take before the card says that it waits."""


def ceiling_text(state: TermsState, terms: DisputeTerms | None) -> str:
    """The ceiling in a line, whatever is known of it."""
    if state is TermsState.NOTHING_CHOSEN:
        return formatting.translate("Filing", "Choose items")
    if terms is not None:
        return formatting.up_to(terms.ceiling.total)
    if state is TermsState.FAILED:
        return formatting.translate("Filing", "Amount not known yet")
    return formatting.translate("Filing", "Asking CJ for the amount…")


class CeilingCard(QFrame):
    """Shows the parts of the ceiling; greyed while CJ is asked about a new selection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        names = {
            "product": muted_label(self.tr("Products")),
            "postage": muted_label(self.tr("Shipping")),
            "ioss_tax": muted_label(self.tr("IOSS tax")),
            "ioss_fee": muted_label(self.tr("IOSS handling fee")),
            "total": plain_label(self.tr("Total")),
        }
        self._amounts = {part: _amount_label() for part in names}
        self._hint = muted_label()
        for label in (names["total"], self._amounts["total"]):
            scale(label, 1.0, bold=True)
        self._busy_timer = QTimer(self, singleShot=True, interval=BUSY_HINT_MS)

        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        for row, (part, name) in enumerate(names.items()):
            grid.addWidget(name, row, 0)
            grid.addWidget(self._amounts[part], row, 1)
        grid.setColumnStretch(0, 1)
        fill(
            QVBoxLayout(self),
            section_label(self.tr("The most CJ may refund")),
            grid,
            self._hint,
            muted_label(self.tr("CJ decides how much it pays. This is the upper limit.")),
            STRETCH,
            margins=(SPACE_L, SPACE_L, SPACE_L, SPACE_L),
            spacing=SPACE_S,
        )

        self._hint.hide()
        waiting = self.tr("Waiting for CJ: it takes one request a second…")
        self._busy_timer.timeout.connect(lambda: show_text(self._hint, waiting))

    def show_terms(self, state: TermsState, terms: DisputeTerms | None) -> None:
        """Show these terms; they are old ones unless the state is `KNOWN`."""
        ceiling = None if terms is None or state is TermsState.NOTHING_CHOSEN else terms.ceiling
        for part, label in self._amounts.items():
            label.setText(_money(getattr(ceiling, part, None)))
            set_property(label, "muted", state is not TermsState.KNOWN)
        if state is TermsState.ASKING:
            if not self._busy_timer.isActive() and not self._hint.text():
                self._busy_timer.start()
            return
        self._busy_timer.stop()
        failure = self.tr("CJ did not answer for this selection.")
        show_text(self._hint, failure if state is TermsState.FAILED else "")


def _amount_label() -> QLabel:
    label = plain_label()
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else formatting.money(amount)
