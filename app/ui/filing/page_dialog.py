"""A dialog of several pages, and the window that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal

from app.ui.widgets.keys import Dialog

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

_SIZE = QSize(880, 660)
_LEAST = QSize(560, 400)


class PageDialog(Dialog):
    """Belongs to its window, has room for a form with a card beside it, and can be resized."""

    next_wanted = Signal()
    """Enter was pressed, on anything that is no button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setSizeGripEnabled(True)
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE.boundedTo(self.screen().availableSize()))
        self.windowTitleChanged.connect(self.setAccessibleName)

    def press_enter(self, _event: QKeyEvent) -> None:
        self.next_wanted.emit()
