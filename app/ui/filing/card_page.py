"""A page of cards, one below the other, that scrolls where they do not fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.theme import SPACE_L, SPACE_M, SPACE_XL


class CardPage(QScrollArea):
    """Never scrolls sideways, and takes no focus of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

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
