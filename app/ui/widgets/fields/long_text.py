"""A field for text of several lines: as many as it was made for at every text size, and no more
than it can show without a hitch.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit

from app.ui.widgets.layouts import bring_into_sight

if TYPE_CHECKING:
    from PySide6.QtGui import QInputMethodEvent, QKeyEvent

_LINE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def cut_sentence() -> str:
    """That only the beginning of what was pasted was taken."""
    return QCoreApplication.translate(
        "LongTextEdit", "What was pasted is too long: only its beginning was taken."
    )


def full_sentence() -> str:
    """That a letter was not taken."""
    return QCoreApplication.translate(
        "LongTextEdit", "No more fits in here: what was typed last was not taken."
    )


class LongTextEdit(QPlainTextEdit):
    """Never lower than `lines` lines, and higher where its layout gives it more.

    The text grows to `limit` UTF-16 units. What is pasted or dropped is cut there: megabytes in it
    would freeze the window for seconds, at once and with each letter after it. What is typed
    beyond it is not taken, wherever in the text that is, and nothing else changes.
    """

    was_cut = Signal()
    """Only the beginning of what was pasted was taken; `cut_sentence` says so."""
    is_full = Signal()
    """Something was typed and not taken; `full_sentence` says so."""

    def __init__(self, limit: int, lines: int) -> None:
        super().__init__()
        self._limit = limit
        self._lines = lines
        self._line_height = 0.0
        self._keep_lines()

        self.textChanged.connect(self._take_line_height)
        # Once it is laid out: until then the cursor is where it was.
        self._moved = QTimer(self, singleShot=True, interval=0)
        self._moved.timeout.connect(self._keep_in_sight)
        self.cursorPositionChanged.connect(self._moved.start)

    def sizeHint(self) -> QSize:
        # No more than the lines it is made for: a layout whose labels wrap takes a widget's hint
        # for the least that it needs.
        return QSize(super().sizeHint().width(), self._height_of_lines())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._line_height = 0.0  # of the font before
            self._take_line_height()
            self._keep_lines()

    def _keep_in_sight(self) -> None:
        """Have a page that scrolls follow the cursor, which Qt does within the field only."""
        if self.hasFocus():
            bring_into_sight(self)

    def _take_line_height(self) -> None:
        """Lines of other scripts than the font's own are higher."""
        block = self.document().firstBlock()
        self.document().documentLayout().blockBoundingRect(block)  # has it laid out
        lines = (block.layout().lineAt(place) for place in range(block.layout().lineCount()))
        highest = max((line.height() for line in lines), default=0.0)
        if highest != self._line_height:
            self._line_height = highest
            self._keep_lines()

    def _keep_lines(self) -> None:
        self.setMinimumHeight(self._height_of_lines())
        self.updateGeometry()

    def _height_of_lines(self) -> int:
        around = self.frameWidth() + self.document().documentMargin()
        line = max(self.fontMetrics().lineSpacing(), self._line_height)
        return math.ceil(self._lines * line + 2 * around)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = "\n" if event.key() in _LINE_KEYS else event.text()
        if (text.isprintable() or text == "\n") and self._fitting(text) != text:
            self.is_full.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        typed = event.commitString()
        fitting = self._fitting(typed)
        if fitting != typed:
            start, length = event.replacementStart(), event.replacementLength()
            event.setCommitString(fitting, start, length)
            self.is_full.emit()
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        text = source.text()
        taken = self._fitting(text)
        if taken == text:
            super().insertFromMimeData(source)
            return
        beginning = QMimeData()
        beginning.setText(taken)
        super().insertFromMimeData(beginning)
        self.was_cut.emit()

    def _fitting(self, text: str) -> str:
        """As much of a text as there is room for in the place of what is selected."""
        cursor = self.textCursor()
        replaced = cursor.selectionEnd() - cursor.selectionStart()
        room = max(self._limit - (self.document().characterCount() - 1 - replaced), 0)
        units = text[:room].encode("utf-16-le", "surrogatepass")[: 2 * room]
        return units.decode("utf-16-le", "ignore")
