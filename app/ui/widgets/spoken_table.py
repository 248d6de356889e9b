"""Tables as a screen reader tells them: row by row, without the headings of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QTableView

if TYPE_CHECKING:
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


class SpokenTable(QTableView):
    """Has its current row told when the focus comes."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt makes a row current without selecting it, and tells readers of the whole table alone.
        if QAccessible.isActive() and not self.selectionModel().hasSelection():
            QTimer.singleShot(0, self, self._tell_current)

    def _tell_current(self) -> None:
        current = self.currentIndex()
        if not self.hasFocus() or not current.isValid():
            return
        focused = QAccessibleEvent(self, QAccessible.Event.Focus)
        # Readers count the headings as a row and as a column.
        columns = self.model().columnCount() + 1
        focused.setChild((current.row() + 1) * columns + current.column() + 1)
        QAccessible.updateAccessibility(focused)
