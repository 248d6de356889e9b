"""A page's main part with a card beside it, or below it where the text is too large for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from app.ui.theme import SPACE_L
from app.ui.widgets.page_scroll import PageScroll

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_CARD_CHARACTERS = 48
_ROOM_FOR_BOTH = 100
"""Widths in characters of the font in use, so that they grow with it."""


class SideBySide(PageScroll):
    """Made before its parts, which are made as children of `body`.

    A tree of widgets that moves into another one is styled all over again.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._beside: QWidget | None = None
        self.body = body = QWidget(self.viewport())
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(SPACE_L)
        self.setWidget(body)

    def hold(self, main: QWidget, beside: QWidget) -> None:
        """Put these two beside each other."""
        self._beside = beside
        self._columns.addWidget(main, 1)
        self._columns.addWidget(beside)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        if self._beside is None:
            return
        character = self.fontMetrics().averageCharWidth()
        has_room = self.width() >= character * _ROOM_FOR_BOTH
        way = QBoxLayout.Direction.LeftToRight if has_room else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() is not way:
            self._columns.setDirection(way)
        if has_room:
            self._beside.setFixedWidth(character * _CARD_CHARACTERS)
        else:
            self._beside.setMinimumWidth(0)
            self._beside.setMaximumWidth(self.width())
