"""The field above a table in which one types what to look for in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal

from app.ui.theme import SPACE_XS, icon
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.labels import grown

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

_LONGEST_SEARCH = 1_000
_USUAL_SEARCH = 44
"""Characters: a dispute's number, what is drawn beside it, and what may be given away."""
_MAGNIFIER_SIDE, _FROM_EDGE = 16, 10
LEAST_SEARCH_WIDTH = 140
"""In pixels, where the text is as large as usual."""


class SearchField(LineEdit):
    """Searches with every key; Esc clears it, Down goes on to the table."""

    down_pressed = Signal()

    _has_magnifier = False

    def __init__(self, name: str) -> None:
        super().__init__(_LONGEST_SEARCH)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setMinimumWidth(LEAST_SEARCH_WIDTH)

    def sizeHint(self) -> QSize:
        # Qt's own is 17 characters. Where there is too little room, what asks for more keeps more.
        room = _USUAL_SEARCH * self.fontMetrics().averageCharWidth()
        return super().sizeHint().expandedTo(QSize(room, 0))

    def build_deferred(self) -> None:
        """Add what the rows need not wait for, once."""
        from app.ui.widgets.fields.clear_button import ClearButton

        self._has_magnifier = True
        self._make_room()
        ClearButton(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self._has_magnifier:
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._has_magnifier:
            from PySide6.QtGui import QPainter

            side = self._side
            painter = QPainter(self)
            icon("search").paint(
                painter, QRect(_FROM_EDGE, (self.height() - side) // 2, side, side)
            )
            painter.end()

    @property
    def _side(self) -> int:
        return grown(_MAGNIFIER_SIDE, self.fontMetrics())

    def _make_room(self) -> None:
        margins = self.textMargins()
        margins.setLeft(self._side + SPACE_XS)
        self.setTextMargins(margins)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)
