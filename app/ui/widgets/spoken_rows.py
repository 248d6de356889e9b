"""Tables and lists as a screen reader tells them: row by row, without the headings of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtGui  # whose classes PySide6 makes when they are named: not at the start
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QTableView

from app.ui.theme import SPACE_XS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent

translate = QCoreApplication.translate

NOTHING = "–"
"""Stands in a cell for which there is no value."""


def spoken(heading: str, text: str, *, is_number: bool = False) -> str:
    """What to say for a cell: with its heading where it does not tell by itself what it is."""
    if text in ("", NOTHING):
        return translate("SpokenTable", "{heading}: none").format(heading=heading)
    if is_number or text[0].isdigit():
        return translate("SpokenTable", "{heading}: {text}").format(heading=heading, text=text)
    return text


class SpokenList(QListWidget):
    """Has its current entry told when the focus comes. What is too wide ends in an ellipsis."""

    def __init__(self) -> None:
        super().__init__()
        self._most = 0
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit_rows(self, most: int) -> None:
        """Be as high as its rows, up to so many of them, from now on at every size of text."""
        self._most = most
        self.ensurePolished()
        rows = max(self.sizeHintForRow(0), 1) * min(self.count(), most)
        self.setFixedHeight(rows + 2 * self.frameWidth() + SPACE_XS)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self._most and event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit_rows(self._most)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        _tell_current(self, QModelIndex.row)


class SpokenTable(QTableView):
    """Rows to be read, under headings. Has its current row told when the focus comes."""

    def __init__(self) -> None:
        super().__init__(showGrid=False, wordWrap=False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        _tell_current(self, self._accessible_child)

    def _accessible_child(self, cell: QModelIndex) -> int:
        # Readers count the headings as a row and as a column.
        columns = self.model().columnCount() + 1
        return (cell.row() + 1) * columns + cell.column() + 1


def _tell_current(view: QAbstractItemView, place: Callable[[QModelIndex], int]) -> None:
    """Tell what Qt makes current without selecting it: by itself it tells of the whole view."""

    def tell() -> None:
        current = view.currentIndex()
        if view.hasFocus() and current.isValid():
            focused = QtGui.QAccessibleEvent(view, QtGui.QAccessible.Event.Focus)
            focused.setChild(place(current))
            QtGui.QAccessible.updateAccessibility(focused)

    if QtGui.QAccessible.isActive() and not view.selectionModel().hasSelection():
        QTimer.singleShot(0, view, tell)
