"""What stands where there is nothing to show: why, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.messages.formatting import sentences
from app.ui.theme import SPACE_M, SPACE_S, icon
from app.ui.widgets.accessible_role import set_role
from app.ui.widgets.labels import grown, muted_label, section_label
from app.ui.widgets.layouts import STRETCH, fill, is_low

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    Way = tuple[str, Callable[[], object]]
    """A button: its label and what it does."""

_ICON_SIDE = 40
_NO_WAY: Way = ("", lambda: None)


class Placeholder(QWidget):
    """A picture, a heading, a sentence, and a button or two."""

    _drawing = ""
    _ways = (_NO_WAY, _NO_WAY)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        set_role(self, QAccessible.Role.Grouping)  # before there is a parent: then Qt asks
        if parent is not None:
            self.setParent(parent)
        self._picture = QLabel()
        self.heading = section_label()
        self._text = muted_label()
        self.button = QPushButton()
        self._other = QPushButton(flat=True)
        labels = (self._picture, self.heading, self._text)
        for label in labels:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)

        buttons = fill(QHBoxLayout(), STRETCH, self.button, self._other, STRETCH, spacing=SPACE_S)
        parts = (STRETCH, *labels, buttons, STRETCH, STRETCH)
        fill(QVBoxLayout(self), *parts, margins=SPACE_M, spacing=SPACE_S)

        self.button.clicked.connect(lambda: self._go(0))
        self._other.clicked.connect(lambda: self._go(1))

    def say(
        self,
        heading: str,
        text: str,
        *,
        button: Way = _NO_WAY,
        other: Way = _NO_WAY,
        picture: str = "parcel",
    ) -> None:
        """Show these words; no button where there is nothing to do, the other for not doing it."""
        self._drawing = picture
        self._draw()
        self.heading.setText(heading)
        self._text.setText(text)
        self._ways = (button, other)
        for shown, (label, _act) in zip((self.button, self._other), self._ways, strict=True):
            shown.setText(label)
            shown.setVisible(bool(label))
        has_end = not text or heading.endswith(("?", "？", "…"))
        self.setAccessibleName(sentences(heading if has_end else f"{heading}.", text))

    def say_unopened(self, again: Callable[[], object]) -> None:
        """Say that the account could not be opened, of which the window tells why."""
        self.say(
            self.tr("The account could not be opened"),
            self.tr("Nothing of it is lost by that. Below stands what is in the way."),
            button=(self.tr("Try again"), again),
            picture="refresh",
        )

    def _go(self, place: int) -> None:
        _label, act = self._ways[place]
        act()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self._drawing:
            self._draw()

    def _draw(self) -> None:
        side = grown(_ICON_SIDE, self.fontMetrics())
        self._picture.setPixmap(icon(self._drawing, "muted").pixmap(side, side))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture.setVisible(not is_low(self))  # the words and the button come first
