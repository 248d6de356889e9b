"""A dialog of several pages that a held Enter does not rush through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_SIZE = QSize(880, 660)
_LEAST = QSize(560, 400)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PageDialog(QDialog):
    """Belongs to its window, has room for a form with a card beside it, and can be resized."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setSizeGripEnabled(True)
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE.boundedTo(self.screen().availableSize()))
        self.windowTitleChanged.connect(self.setAccessibleName)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and event.key() in _ENTER:
            event.accept()  # a held Enter goes through one page, not through all of them
            return
        super().keyPressEvent(event)
