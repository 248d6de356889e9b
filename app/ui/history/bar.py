"""The bar above the disputes: search, choice, refresh, export, and how old the list is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.history import SavedView, Show
from app.ui.history.freshness import FreshnessLabel
from app.ui.history.sync_progress import SyncProgress
from app.ui.history.view_choice import ViewChoice
from app.ui.theme import SPACE_S, SPACE_XS, icon
from app.ui.widgets.busy_bar import BusyBar
from app.ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent


class HistoryBar(QWidget):
    """Where the user says which disputes to see."""

    narrowed = Signal()
    """Search or choice changed."""
    refresh_requested = Signal()
    export_requested = Signal()
    table_requested = Signal()
    """The user is done typing and wants to go into the table."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField()
        show_label = plain_label(self.tr("Show"))
        self.show_choice = ViewChoice()
        self.views_button = QToolButton()
        self.freshness = FreshnessLabel(now)
        self.refresh_button = QPushButton(self.tr("Refresh"))
        self.progress = SyncProgress()
        self.export_button = QPushButton(self.tr("Export…"))
        self._busy = BusyBar()
        self.views_button.setIcon(icon("more"))
        self.views_button.setAccessibleName(self.tr("Saved views"))
        self.views_button.setToolTip(self.tr("Save this search as a view, or delete one"))
        show_label.setBuddy(self.show_choice)
        self.show_choice.setAccessibleName(self.tr("Show"))
        self.refresh_button.setIcon(icon("refresh"))
        self.refresh_button.setToolTip(self.tr("Ask CJ for news (F5)"))
        self.export_button.setToolTip(self.tr("Write the disputes to a file (Ctrl+E)"))
        self._busy.setAccessibleName(self.tr("Asking CJ"))

        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.search, 1)
        row.addWidget(show_label)
        row.addWidget(self.show_choice)
        row.addWidget(self.views_button)
        row.addSpacing(SPACE_S)
        row.addWidget(self.progress)
        row.addWidget(self.freshness)
        row.addWidget(self.refresh_button)
        row.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addLayout(row)
        layout.addWidget(self._busy)
        self._reserve_room_for_busy()

        self.search.textChanged.connect(self.narrowed)
        self.search.down_pressed.connect(self.table_requested)
        self.show_choice.currentIndexChanged.connect(self.narrowed)
        self.show_choice.activated.connect(self.narrowed)
        self.show_choice.view_chosen.connect(self._take_view)
        self.refresh_button.clicked.connect(self.refresh_requested)
        self.export_button.clicked.connect(self.export_requested)

    @property
    def text(self) -> str:
        """The words to search for."""
        return self.search.text()

    @property
    def shown(self) -> Show:
        """Which disputes to show."""
        return self.show_choice.shown

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
            self.views_button.setIcon(icon("more"))
        super().changeEvent(event)

    def _take_view(self, view: SavedView) -> None:
        with QSignalBlocker(self.search):
            self.search.setText(view.text)

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
        self.setMinimumWidth(140)
        self._magnifier = self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)

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
