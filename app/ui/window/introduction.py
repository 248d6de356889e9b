"""The first thing a new user reads: three steps, above the order box, until it is put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.messages.my_cj import what_is_for_whom
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, icon
from app.ui.widgets.labels import grown, muted_label, plain_label, scale, title_label
from app.ui.widgets.layouts import fill

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_ICON_SIDE = 24


class Introduction(QFrame):
    """Shown at the first run, and from the menu Help. Takes no focus by itself.

    Whoever looks up an order has understood, and need not put it away. Made only where it is shown.
    """

    put_away = Signal()
    """Its button, or Esc, was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = {name: QLabel() for name in ("search", "parcel", "success")}
        self._close = QPushButton(self.tr("Got it"))
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Introduction"))
        self._close.setAccessibleDescription(
            self.tr("Puts the introduction away. The menu Help shows it again.")
        )

        steps = (
            (
                self.tr("1 Paste an order number"),
                self.tr("CJ's or your own, even inside a mail. Press Enter."),
            ),
            (
                self.tr("2 See what can be claimed"),
                self.tr("Which items, and up to how much."),
            ),
            (
                self.tr("3 File in three short pages"),
                self.tr("Never sent twice by itself, and followed until decided."),
            ),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_S)
        grid.setVerticalSpacing(0)
        for place, (picture, (name, meaning)) in enumerate(
            zip(self._pictures.values(), steps, strict=True)
        ):
            heading, column = plain_label(name, wraps=True), place * 3
            scale(heading, 1.0, bold=True)
            heading.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(picture, 0, column, 2, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(heading, 0, column + 1)
            grid.addWidget(muted_label(meaning), 1, column + 1, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column + 1, 1)
            grid.setColumnMinimumWidth(column + 2, SPACE_L)
        title = title_label(self.tr("From an order number to a dispute"))
        row = fill(QHBoxLayout(), (title, 1), (self._close, Qt.AlignmentFlag.AlignTop))
        parts = (row, grid, muted_label(what_is_for_whom()))
        margins = (SPACE_XL, SPACE_L, SPACE_L, SPACE_L)
        fill(QVBoxLayout(self), *parts, margins=margins, spacing=SPACE_M)
        self.hide()

        self._close.clicked.connect(self.put_away)
        self._draw()

    def show_again(self) -> None:
        """Show it because it was asked for, and put the focus where it can be put away."""
        self.show()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._draw()

    def _draw(self) -> None:
        side = grown(_ICON_SIDE, self.fontMetrics())
        for name, label in self._pictures.items():
            label.setPixmap(icon(name, "accent").pixmap(side, side))
