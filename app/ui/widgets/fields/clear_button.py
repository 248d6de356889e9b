"""The button in a field that empties it, as large as the field's text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from app.ui.theme import SPACE_XS, icon


class ClearButton(QToolButton):
    """Shown while there is something to clear. Qt's own stays at 16 pixels at every text size."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        self.setAccessibleName(self.tr("Clear"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._draw()

        field.installEventFilter(self)
        field.textChanged.connect(self._show)
        self.clicked.connect(self._clear)
        self._show(field.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place()
        elif kind is QEvent.Type.PaletteChange:
            self._draw()
        return super().eventFilter(watched, event)

    def _draw(self) -> None:
        self.setIcon(icon("clear"))

    def _show(self, text: str) -> None:
        self.setVisible(bool(text))
        self._place()

    def _place(self) -> None:
        field, size = self._field, self.sizeHint()
        self.resize(size)
        self.move(field.width() - size.width() - SPACE_XS, (field.height() - size.height()) // 2)
        margins = field.textMargins()
        margins.setRight(0 if self.isHidden() else size.width())
        field.setTextMargins(margins)

    def _clear(self) -> None:
        self._field.clear()
        self._field.textEdited.emit("")
