"""A field for text of several lines: as many as it was made for at every text size, and no more
than it can show without a hitch.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QSize, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit

from app.ui.widgets.layouts import bring_into_sight


def cut_sentence() -> str:
    """That only the beginning of what was pasted was taken."""
    return QCoreApplication.translate(
        "LongTextEdit", "What was pasted is too long: only its beginning was taken."
    )


class LongTextEdit(QPlainTextEdit):
    """Never lower than `lines` lines, and higher where its layout gives it more.

    What is pasted or dropped is cut where the text would grow beyond `limit` UTF-16 units:
    megabytes in it would freeze the window for seconds, at once and with each letter after it.
    """

    was_cut = Signal()
    """Only the beginning of what was pasted was taken; `cut_sentence` says so."""

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
