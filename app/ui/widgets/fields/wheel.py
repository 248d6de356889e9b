"""Boxes that the wheel changes only while they have the focus, not in passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QWidget

    _Box = QWidget
else:
    _Box = object


class WheelNeedsFocus(_Box):
    """To be named before the class of Qt's that it is for; then the page scrolls on."""

    def refuse_focus_by_wheel(self) -> None:
        """Qt would give a box the focus before it tells it of the wheel."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
