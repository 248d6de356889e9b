"""Entries of a list that have several lines of text, all of them shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class RoomyRows(QStyledItemDelegate):
    """Gives each entry half a line more than Qt asks for.

    Where Chinese stands above Latin letters, Qt asks for less height than it wants when it paints,
    and then leaves the last line out.
    """

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        wanted = super().sizeHint(option, index)
        return wanted + QSize(0, option.fontMetrics.lineSpacing() // 2)


class RoomyList(QListWidget):
    """A list of such entries. What is too wide ends in an ellipsis."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(RoomyRows(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.doItemsLayout()  # only now does the style say how high an entry is
