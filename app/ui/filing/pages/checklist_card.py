"""The card beside the form: what helps a claim with the chosen reason, as advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.disputes.reasons import family_of
from app.domain.filing.evidence_rules import SOURCE_URL, EvidenceItem, checklist_for
from app.ui.filing import messages
from app.ui.filing.pages.claim_timing import ClaimTiming
from app.ui.theme import SPACE_L, SPACE_S, icon
from app.ui.widgets.labels import muted_label, plain_label, section_label
from app.ui.widgets.layouts import clear

if TYPE_CHECKING:
    from app.domain.disputes.disputes import Reason


class ChecklistCard(QFrame):
    """Lists the evidence for the family that the reason belongs to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        # Else a long word would make the layout count on more room than there is beside the form.
        self.setMinimumWidth(1)
        self._shown: tuple[EvidenceItem, ...] | None = None
        self._title = section_label(self.tr("What helps this claim"))
        self._empty = plain_label(self.tr("Choose a reason to see what CJ looks at."), wraps=True)
        self._items = QVBoxLayout()
        self._timing = ClaimTiming()
        self._source = QPushButton(self.tr("CJ's policy"))
        self._source.setIcon(icon("open"))
        self._source.setProperty("flat", True)
        self._items.setSpacing(SPACE_S)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._title)
        layout.addWidget(self._empty)
        layout.addLayout(self._items)
        layout.addWidget(self._timing)
        layout.addStretch(1)
        layout.addWidget(muted_label(messages.evidence_date()))
        layout.addWidget(self._source, 0, Qt.AlignmentFlag.AlignLeft)

        self._source.clicked.connect(_open_source)

    @property
    def timing(self) -> ClaimTiming:
        """When the claim is taken."""
        return self._timing

    def show_reason(self, reason: Reason | None) -> None:
        """List what helps with this reason."""
        items = checklist_for(family_of(reason.name)).items if reason else ()
        if items == self._shown:
            return
        self._shown = items
        clear(self._items)
        for item in items:
            self._items.addWidget(_point(messages.evidence_sentence(item)))
        self._empty.setVisible(not items)


def _point(sentence: str) -> QWidget:
    """A point of the list, its lines one below the other."""
    point = QWidget()
    row = QHBoxLayout(point)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_S)
    row.addWidget(plain_label("•"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(plain_label(sentence, wraps=True), 1)
    return point


def _open_source() -> None:
    QDesktopServices.openUrl(QUrl(SOURCE_URL))
