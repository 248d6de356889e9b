"""The bar above the disputes: heading, search, choice, refresh, and how old the list is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.history import Show
from app.ui.history.freshness import FreshnessLabel
from app.ui.theme import SPACE_S, SPACE_XS, icon
from app.ui.widgets.labels import plain_label, section_label

translate = QCoreApplication.translate


class HistoryBar(QWidget):
    """Where the user says which disputes to see."""

    narrowed = Signal()
    """Search or choice changed."""
    refresh_requested = Signal()
    table_requested = Signal()
    """The user is done typing and wants to go into the table."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = section_label(self.tr("Disputes"))
        self.search = SearchField()
        show_label = plain_label(self.tr("Show"))
        self.show_choice = QComboBox()
        self.freshness = FreshnessLabel(now)
        self.refresh_button = QPushButton(self.tr("Refresh"))
        self._busy = QProgressBar()
        for show, name in show_names():
            self.show_choice.addItem(name, show)
        show_label.setBuddy(self.show_choice)
        self.show_choice.setAccessibleName(self.tr("Show"))
        self.refresh_button.setIcon(icon("refresh"))
        self.refresh_button.setToolTip(self.tr("Ask CJ for news (F5)"))
        heading.setWordWrap(False)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Asking CJ"))

        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(heading)
        row.addSpacing(SPACE_S)
        row.addWidget(self.search, 1)
        row.addWidget(show_label)
        row.addWidget(self.show_choice)
        row.addSpacing(SPACE_S)
        row.addWidget(self.freshness)
        row.addWidget(self.refresh_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addLayout(row)
        layout.addWidget(self._busy)
        self._reserve_room_for_busy()

        self.search.textChanged.connect(self.narrowed)
        self.search.down_pressed.connect(self.table_requested)
        self.show_choice.currentIndexChanged.connect(self.narrowed)
        self.refresh_button.clicked.connect(self.refresh_requested)

    @property
    def text(self) -> str:
        """The words to search for."""
        return self.search.text()

    @property
    def shown(self) -> Show:
        """Which disputes to show."""
        chosen = self.show_choice.currentData()
        return chosen if isinstance(chosen, Show) else Show.ALL

    def set_busy(self, *, is_busy: bool) -> None:
        """Say whether CJ is being asked; one question at a time."""
        self._busy.setVisible(is_busy)
        self.refresh_button.setEnabled(not is_busy)

    def clear_filter(self) -> None:
        """Hide no dispute any more; says so once."""
        was_blocked = self.blockSignals(True)
        self.search.clear()
        self.show_choice.setCurrentIndex(self.show_choice.findData(Show.ALL))
        self.blockSignals(was_blocked)
        self.narrowed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self.refresh_button.setIcon(icon("refresh"))
        super().changeEvent(event)

    def _reserve_room_for_busy(self) -> None:
        # What is below must not jump by some pixels at every refresh.
        policy = self._busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(policy)
        self._busy.setFixedHeight(3)
        self._busy.hide()


class SearchField(QLineEdit):
    """Searches with every key; Esc clears it, Down goes on to the table."""

    down_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Search disputes"))
        self.setPlaceholderText(self.tr("Search disputes"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(140)
        self._magnifier = self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        # The buttons inside the field are tool buttons too; at their full size they hang out of it.
        self.setStyleSheet("QToolButton { min-width: 0; min-height: 0; padding: 0; border: none; }")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._magnifier.setIcon(icon("search"))
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)


def show_names() -> tuple[tuple[Show, str], ...]:
    """The choices in words, in order."""
    return (
        (Show.ALL, translate("HistoryBar", "All")),
        (Show.OPEN, translate("HistoryBar", "Open")),
        (Show.REFUNDED, translate("HistoryBar", "Refunded")),
        (Show.REISSUED, translate("HistoryBar", "Reissued")),
        (Show.REJECTED, translate("HistoryBar", "Rejected")),
        (Show.CHANGED, translate("HistoryBar", "Changed since last visit")),
    )
