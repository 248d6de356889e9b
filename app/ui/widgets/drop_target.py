"""What is dropped on a widget or pasted there comes the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeySequence, QShortcut

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class DropTarget(QObject):
    """Serves one widget. What its fields can take themselves, they take first."""

    given = Signal(object)
    """The `QMimeData` that was dropped or pasted."""

    def __init__(self, widget: QWidget, is_wanted: Callable[[QMimeData], bool]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._is_wanted = is_wanted
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), widget)
        paste.activated.connect(lambda: self.given.emit(QGuiApplication.clipboard().mimeData()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._widget and isinstance(event, QDropEvent):
            if event.type() is QEvent.Type.DragEnter:
                if self._is_wanted(event.mimeData()):
                    event.acceptProposedAction()
                return True
            if event.type() is QEvent.Type.Drop:
                event.acceptProposedAction()
                self.given.emit(event.mimeData())
                return True
        return super().eventFilter(watched, event)
