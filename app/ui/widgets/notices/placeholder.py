"""What stands where there is nothing to show: why, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.messages.formatting import sentences
from app.ui.theme import SPACE_M, SPACE_S, current_scheme, icon
from app.ui.widgets.accessible_role import set_role
from app.ui.widgets.labels import grown, muted_label, section_label
from app.ui.widgets.layouts import STRETCH, fill, is_low

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_ICON_SIDE = 40


class Placeholder(QWidget):
    """A picture, a heading, a sentence, and a button or two."""

    acted = Signal()
    """The button was pressed."""
    declined = Signal()
    """The other one was, which is for not doing it."""

    _drawing = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        set_role(
            self, QAccessible.Role.Grouping
        )  # before there is a parent: then Qt may ask for it
        if parent is not None:
            self.setParent(parent)
        self._picture = QLabel()
        self._heading = section_label()
        self._text = muted_label()
        self.button = QPushButton()
        self._other = QPushButton(flat=True)
        for label in (self._picture, self._heading, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)

        parts = (self._picture, self._heading, self._text)
        margins = (SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        layout = fill(QVBoxLayout(self), STRETCH, *parts, margins=margins, spacing=SPACE_S)
        buttons = fill(QHBoxLayout(), STRETCH, self.button, self._other, STRETCH, spacing=SPACE_S)
        layout.addLayout(buttons)
        layout.addStretch(2)

        self.button.clicked.connect(self.acted)
        self._other.clicked.connect(self.declined)

    def say(
        self,
        heading: str,
        text: str,
        *,
        button: str = "",
        other: str = "",
        picture: str = "parcel",
    ) -> None:
        """Show these words; no button where it has none."""
        self._drawing = picture
        self._draw()
        self._heading.setText(heading)
        self._text.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self.setAccessibleName(sentences(heading, text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self._drawing:
            self._draw()

    def _draw(self) -> None:
        side = grown(_ICON_SIDE, self.fontMetrics())
        self._picture.setPixmap(icon(self._drawing, current_scheme().muted).pixmap(side, side))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture.setVisible(not is_low(self))  # the words and the button come first

    @property
    def heading(self) -> str:
        """What it says in short."""
        return self._heading.text()
