"""What stands where there is nothing to show: why, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import SPACE_M, SPACE_S, current_scheme, icon
from app.ui.widgets.labels import muted_label, section_label
from app.ui.widgets.layouts import STRETCH, fill

_ICON_SIDE = 40


class Placeholder(QWidget):
    """A picture, a heading, a sentence, and at most one button."""

    acted = Signal()
    """The button was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel()
        self._heading = section_label()
        self._text = muted_label()
        self._button = QPushButton()
        for label in (self._picture, self._heading, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)

        parts = (self._picture, self._heading, self._text)
        margins = (SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        layout = fill(QVBoxLayout(self), STRETCH, *parts, margins=margins, spacing=SPACE_S)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)

        self._button.clicked.connect(self.acted)

    def say(self, heading: str, text: str, *, button: str = "", picture: str = "parcel") -> None:
        """Show these words; no button where it has none."""
        self._picture.setPixmap(
            icon(picture, current_scheme().muted).pixmap(_ICON_SIDE, _ICON_SIDE)
        )
        self._heading.setText(heading)
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(f"{heading} {text}")

    @property
    def heading(self) -> str:
        """What it says in short."""
        return self._heading.text()

    @property
    def button(self) -> QPushButton:
        """The one thing to do."""
        return self._button
