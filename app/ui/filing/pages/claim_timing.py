"""When the claim is taken, as far as can be told: a part of the card beside the form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.reasons import family_of
from app.services.parcels import Parcel
from app.ui.filing import messages as words
from app.ui.filing.pages import timing_messages as timing_words
from app.ui.theme import SPACE_S, SPACE_XS
from app.ui.widgets.announce import announce
from app.ui.widgets.labels import muted_label, plain_label, section_label, set_property

if TYPE_CHECKING:
    from app.domain.disputes import Reason


class ClaimTiming(QWidget):
    """Estimates only. Asking CJ for the dates is left to a button: filing needs none of them."""

    dates_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._warned = ""
        self._title = section_label(self.tr("When to claim"))
        self._facts = plain_label(wraps=True)
        self._warning = plain_label(wraps=True)
        self._estimate = muted_label()
        self._trouble = muted_label()
        self._ask = QPushButton(self.tr("Get the dispatch date"))
        self._ask.setProperty("flat", True)
        set_property(self._warning, "tone", "warn")

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_XS)
        for widget in (self._title, self._facts, self._warning, self._estimate, self._trouble):
            layout.addWidget(widget)
        layout.addWidget(self._ask, 0, Qt.AlignmentFlag.AlignLeft)

        self._trouble.hide()
        self._ask.clicked.connect(self.dates_requested)
        self.show_parcel(Parcel(), None)

    def show_parcel(self, parcel: Parcel, reason: Reason | None) -> None:
        """Show what this parcel means for a claim with this reason."""
        family = family_of(reason.name) if reason else None
        warning = timing_words.warning(family, parcel, datetime.now(UTC)) if family else ""
        _say(self._facts, "\n".join(timing_words.parcel_sentences(parcel)))
        _say(self._estimate, timing_words.estimate(family, parcel) if family else "")
        _say(self._warning, warning)
        if warning and warning != self._warned:
            announce(self, warning)
        self._warned = warning
        is_asked = parcel.facts is not None and (
            bool(parcel.tracking) or not parcel.facts.tracking_number
        )
        if parcel.facts is not None:
            self._ask.setText(self.tr("Get the tracking status"))
        self._ask.setVisible(not is_asked)
        self.setVisible(reason is not None)

    def show_asking(self) -> None:
        """Say that CJ is asked."""
        self._ask.setEnabled(False)
        _say(self._trouble, self.tr("Asking CJ…"))

    def show_answered(self, trouble: str = "") -> None:
        """Say that CJ has answered, or what came between."""
        self._ask.setEnabled(True)
        _say(self._trouble, trouble)
        if trouble:
            announce(self, trouble)


def _say(label: QLabel, text: str) -> None:
    label.setText(words.breakable(text))
    label.setVisible(bool(text))
