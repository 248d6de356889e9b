"""How far a walk through all of CJ's list is, with the button that stops it or goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import SPACE_S, SPACE_XS
from app.ui.widgets.labels import muted_label

if TYPE_CHECKING:
    from app.services.syncing import Progress


class SyncProgress(QWidget):
    """Takes no room while no walk is under way."""

    stop_requested = Signal()
    resume_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = muted_label(wraps=False)
        self._line = QProgressBar()
        self.button = QPushButton()
        self._is_resting = False
        self._line.setTextVisible(False)
        self._line.setFixedHeight(4)
        self._line.setAccessibleName(self.tr("Disputes loaded"))
        self.button.setProperty("flat", True)

        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addStretch(1)
        column.addWidget(self._text)
        column.addWidget(self._line)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addLayout(column)
        row.addWidget(self.button)

        self.button.clicked.connect(self._act)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def show_progress(self, progress: Progress | None, *, is_resting: bool) -> None:
        """Say how far it is."""
        self.setVisible(progress is not None)
        if progress is None:
            return
        self._is_resting = is_resting
        self._text.setText(self._words(progress))
        self._line.setVisible(progress.total is not None)
        # Left to itself it draws each value at once, and all of the window that waits to be drawn.
        self._line.setUpdatesEnabled(False)
        self._line.setRange(0, max(progress.total or 0, 1))
        self._line.setValue(progress.done)
        self._line.setUpdatesEnabled(True)
        self.button.setText(self.tr("Load the rest") if is_resting else self.tr("Stop"))

    def _words(self, progress: Progress) -> str:
        done = f"{progress.done:,}"
        if progress.total is None:
            text = self.tr("{done} loaded") if progress.is_first else self.tr("{done} compared")
            return text.format(done=done)
        if progress.is_first:
            text = self.tr("{done} of {total} loaded")
        else:
            text = self.tr("{done} of {total} compared with CJ")
        return text.format(done=done, total=f"{progress.total:,}")

    def _act(self) -> None:
        (self.resume_requested if self._is_resting else self.stop_requested).emit()
