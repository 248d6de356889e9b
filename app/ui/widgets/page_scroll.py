"""A page that scrolls up and down as a whole where it does not fit, and never sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.theme import SPACE_L, SPACE_M, SPACE_XL

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class PageScroll(QScrollArea):
    """As high as the text needs at its width. It takes no focus of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_handled = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit_height()
        return is_handled

    def _fit_height(self) -> None:
        """Be as high as the text needs at this width: a scroll area does not ask for that."""
        body: QWidget | None = self.widget()
        layout = body.layout() if body is not None else None
        if body is None or layout is None:
            return
        least = max(layout.minimumHeightForWidth(self.viewport().width()), 0)
        if body.minimumHeight() != least:
            body.setMinimumHeight(least)


class CardPage(PageScroll):
    """Cards, one below the other."""

    def hold(self, *cards: QWidget) -> None:
        """Show these cards."""
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, SPACE_L, 0, 0)
        layout.setSpacing(SPACE_L)
        for each in cards:
            layout.addWidget(each)
        layout.addStretch(1)
        self.setWidget(body)


def card(*parts: QWidget) -> QFrame:
    """A card with these parts, one below the other."""
    frame = QFrame()
    frame.setProperty("card", True)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
    layout.setSpacing(SPACE_M)
    for part in parts:
        layout.addWidget(part)
    return frame
