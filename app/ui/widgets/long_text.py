"""A field for text of several lines that takes no more than it can show without a hitch."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class LongTextEdit(QPlainTextEdit):
    """What is pasted or dropped is cut where the text would grow beyond `limit` UTF-16 units.

    Megabytes in it would freeze the window for seconds, at once and with each letter after it.
    """

    was_cut = Signal()
    """Only the beginning of what was pasted was taken."""

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = limit

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        cursor = self.textCursor()
        replaced = cursor.selectionEnd() - cursor.selectionStart()
        room = max(self._limit - (self.document().characterCount() - 1 - replaced), 0)
        text = source.text()
        units = text[:room].encode("utf-16-le", "surrogatepass")[: 2 * room]
        taken = units.decode("utf-16-le", "ignore")
        if taken == text:
            super().insertFromMimeData(source)
            return
        beginning = QMimeData()
        beginning.setText(taken)
        super().insertFromMimeData(beginning)
        self.was_cut.emit()
