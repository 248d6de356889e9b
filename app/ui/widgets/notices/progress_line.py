"""How far something is that takes a while: a few words, a line, and a button."""

from __future__ import annotations

from PySide6 import QtGui  # whose classes PySide6 makes when they are named: not at the start
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import SMALL_SCALE, SPACE_S, SPACE_XL, SPACE_XS
from app.ui.widgets.accessible_role import set_role
from app.ui.widgets.labels import LineLabel, scale
from app.ui.widgets.layouts import STRETCH, fill


class ProgressLine(QWidget):
    """Takes no room until something is said."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = LineLabel()
        set_role(self._text, QtGui.QAccessible.Role.Paragraph)
        self._text.setProperty("muted", True)
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        scale(self._text, SMALL_SCALE)
        self._line = QProgressBar(textVisible=False)
        self.button = QPushButton(flat=True)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._line.setFixedHeight(4)
        self._line.setMinimumWidth(2 * SPACE_XL)  # the words beside it may be cut short
        self._line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._line.setAccessibleName(name)

        parts = (STRETCH, self._text, self._line, STRETCH)
        column = fill(QVBoxLayout(), *parts, margins=0, spacing=SPACE_XS)
        fill(QHBoxLayout(self), column, self.button, margins=0, spacing=SPACE_S)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str, done: int, total: int | None) -> None:
        """Say how far it is; without a line where nobody knows of how much."""
        self._text.say(text)
        self._text.setAccessibleName(text)
        self._line.setVisible(total is not None)
        # Left to itself it draws each value at once, and all of the window that waits to be drawn.
        self._line.setUpdatesEnabled(False)
        self._line.setRange(0, max(total or 0, 1))
        self._line.setValue(done)
        self._line.setUpdatesEnabled(True)
        self.show()
