"""The bar for work of unknown length: of all that the program draws, what moves by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QStyle, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class BusyBar(QProgressBar):
    """Moves while it is shown; stands still where the system asks for less motion.

    Qt takes that wish from the system and tells it as an animation of no duration.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, textVisible=False)

    def showEvent(self, event: QShowEvent) -> None:
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        if self.style().styleHint(hint, None, self) > 0:
            self.setRange(0, 0)
        else:
            self.setRange(0, 1)
            self.setValue(1)
        super().showEvent(event)
