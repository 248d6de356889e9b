"""The bar above the disputes: search, choice, refresh, export, and how old the list is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.history import Show
from app.ui.theme import SPACE_S, SPACE_XS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QAction, QKeyEvent


_BUSY_HEIGHT = 3


class HistoryBar(QWidget):
    """Where the user says which disputes to see. Until it is built there is no choice yet."""

    narrowed = Signal()
    """Search or choice changed."""
    refresh_requested = Signal()
    export_requested = Signal()
    table_requested = Signal()
    """The user is done typing and wants to go into the table."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._is_ready = False
        self.search = SearchField()
        self.refresh_button = QPushButton(self.tr("Refresh"))
        self.export_button = QPushButton(self.tr("Export…"))
        self.refresh_button.setToolTip(self.tr("Ask CJ for news (F5)"))
        self.export_button.setToolTip(self.tr("Write the disputes to a file (Ctrl+E)"))

        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE_S)
        self._row.addWidget(self.search, 1)
        self._row.addWidget(self.refresh_button)
        self._row.addWidget(self.export_button)
        self._layout = QVBoxLayout(self)
        # What is below must not jump by some pixels when the bar for work comes, or at a refresh.
        self._layout.setContentsMargins(0, 0, 0, SPACE_XS + _BUSY_HEIGHT)
        self._layout.setSpacing(SPACE_XS)
        self._layout.addLayout(self._row)

        self.search.textChanged.connect(self.narrowed)
        self.search.down_pressed.connect(self.table_requested)
        self.refresh_button.clicked.connect(self.refresh_requested)
        self.export_button.clicked.connect(self.export_requested)

    def build_deferred(self) -> None:
        """Build what the rows need not wait for, once: the choice, what CJ said when, pictures."""
        if self._is_ready:
            return
        from PySide6.QtWidgets import QComboBox

        from app.ui.history.updates.freshness import FreshnessLabel
        from app.ui.history.updates.sync_progress import SyncProgress
        from app.ui.widgets.busy_bar import BusyBar
        from app.ui.widgets.labels import plain_label

        self._is_ready = True
        show_label = plain_label(self.tr("Show"))
        self.show_choice = QComboBox(self)
        for show, name in self._show_names():
            self.show_choice.addItem(name, show)
        self.progress = SyncProgress(self)
        self.freshness = FreshnessLabel(self._now, self)
        self._busy = BusyBar(self)
        show_label.setBuddy(self.show_choice)
        self.show_choice.setAccessibleName(self.tr("Show"))
        self._busy.setAccessibleName(self.tr("Asking CJ"))
        self._busy.setFixedHeight(_BUSY_HEIGHT)
        self.search.build_deferred()
        self._draw_icons()

        widgets = (show_label, self.show_choice, self.progress, self.freshness)
        for place, widget in enumerate(widgets, 1):
            self._row.insertWidget(place, widget)
        self._row.insertSpacing(3, SPACE_S)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._busy)
        policy = self._busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(policy)
        self._busy.hide()
        stops = (self.search, self.show_choice, self.progress.button)
        for before, after in pairwise((*stops, self.refresh_button)):
            QWidget.setTabOrder(before, after)

        self.show_choice.currentIndexChanged.connect(self.narrowed)

    @property
    def text(self) -> str:
        """The words to search for."""
        return self.search.text()

    @property
    def shown(self) -> Show:
        """Which disputes to show."""
        return Show(self.show_choice.currentData()) if self._is_ready else Show.ALL

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
        if event.type() is QEvent.Type.PaletteChange and self._is_ready:
            self._draw_icons()
        super().changeEvent(event)

    def _draw_icons(self) -> None:
        from app.ui.theme import icon

        self.refresh_button.setIcon(icon("refresh"))

    def _show_names(self) -> tuple[tuple[Show, str], ...]:
        """The filters in words, in order."""
        return (
            (Show.ALL, self.tr("All")),
            (Show.OPEN, self.tr("Open")),
            (Show.REFUNDED, self.tr("Refunded")),
            (Show.REISSUED, self.tr("Reissued")),
            (Show.REJECTED, self.tr("Rejected")),
            (Show.CHANGED, self.tr("Changed since last visit")),
        )


class SearchField(QLineEdit):
    """Searches with every key; Esc clears it, Down goes on to the table."""

    down_pressed = Signal()

    _magnifier: QAction | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Search disputes"))
        self.setPlaceholderText(self.tr("Search disputes"))
        self.setMinimumWidth(140)

    def build_deferred(self) -> None:
        """Add what the rows need not wait for, once."""
        from app.ui.theme import icon

        self._magnifier = self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange and self._magnifier is not None:
            from app.ui.theme import icon

            self._magnifier.setIcon(icon("search"))
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)
