"""Entries of a list that have several lines of text, all of them shown."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem


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
