"""The field above a table in which one types what to look for in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal

from app.ui.widgets.fields.line_edit import LineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QKeyEvent
    from PySide6.QtWidgets import QWidget

_LONGEST_SEARCH = 1_000
_USUAL_SEARCH = 40
"""Characters: a dispute's number, what is drawn beside it, and what may be given away."""
LEAST_SEARCH_WIDTH = 140
"""In pixels, where the text is as large as usual."""


class SearchField(LineEdit):
    """Searches with every key; Esc clears it, Down goes on to the table."""

    down_pressed = Signal()

    _magnifier: QAction | None = None

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(_LONGEST_SEARCH, parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setMinimumWidth(LEAST_SEARCH_WIDTH)

    def sizeHint(self) -> QSize:
        # Qt's own is 17 characters. Where there is too little room, what asks for more keeps more.
        room = _USUAL_SEARCH * self.fontMetrics().averageCharWidth()
        return super().sizeHint().expandedTo(QSize(room, 0))

    def build_deferred(self) -> None:
        """Add what the rows need not wait for, once."""
        from app.ui.theme import icon
        from app.ui.widgets.fields.clear_button import ClearButton

        self._magnifier = self.addAction(icon("search"), LineEdit.ActionPosition.LeadingPosition)
        ClearButton(self)

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
