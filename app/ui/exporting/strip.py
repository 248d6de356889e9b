"""A line that shows how far an export has come, with a button to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from app.ui.theme import SPACE_S
from app.ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from app.services.exporting import ExportProgress

_TICK_MS = 100


class ExportStrip(QWidget):
    """Takes no room while nothing is exported. Looks at the progress; it is told nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: ExportProgress | None = None
        self._text = plain_label()
        self._bar = QProgressBar()
        self._stop = QPushButton(self.tr("Stop"))
        self._timer = QTimer(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Export"))
        self._timer.setInterval(_TICK_MS)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)

        self._stop.clicked.connect(self._ask_to_stop)
        self._timer.timeout.connect(self.look)
        self.hide()

    def watch(self, progress: ExportProgress) -> None:
        """Show this export until `clear`."""
        self._progress = progress
        self._stop.setEnabled(True)
        self.look()
        self.show()
        self._timer.start()

    def clear(self) -> None:
        """Show none."""
        self._progress = None
        self._timer.stop()
        self.hide()

    def take_focus(self) -> None:
        """Put the focus on the way out."""
        self._stop.setFocus()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def look(self) -> None:
        """Show how far it has come by now."""
        progress = self._progress
        if progress is None:
            return
        self._bar.setRange(0, max(progress.total, 1))  # 0 until they are counted
        self._bar.setValue(progress.done)
        if progress.is_stopped:
            self._text.setText(self.tr("Stopping…"))
        elif progress.total and progress.done >= progress.total:
            self._text.setText(self.tr("Putting the file together…"))
        else:
            said = self.tr("Exporting: {done} of {total}")
            self._text.setText(said.format(done=f"{progress.done:,}", total=f"{progress.total:,}"))

    def _ask_to_stop(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._stop.setEnabled(False)
            self.look()
