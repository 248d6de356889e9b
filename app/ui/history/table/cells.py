"""What one cell of the dispute table shows, says and gives, by role."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont

from app.ui.history.table.columns import COLUMNS, Column
from app.ui.history.table.marks import change_mark
from app.ui.messages import formatting
from app.ui.widgets.tooltips import plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.history import HistoryRow

translate = QCoreApplication.translate

# Looked up and made numbers once: a view asks for them a thousand times a frame.
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
DECORATION = int(Qt.ItemDataRole.DecorationRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
FONT = int(Qt.ItemDataRole.FontRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""Gives the `HistoryRow` behind a cell; None while it is not read yet."""
RAW_ROLE = ROW_ROLE + 1
"""Gives the cell's value for the clipboard."""
NEVER_GIVEN = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.BackgroundRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.CheckStateRole,
        Qt.ItemDataRole.SizeHintRole,
    )
)
"""Roles that a view asks for in every cell it paints, and that no cell has."""
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
ALIGNMENTS = tuple(_RIGHT if COLUMNS[column].is_number else _LEFT for column in Column)
"""By column: numbers stand on the right, all else on the left."""


class Cells:
    """Makes the values of cells."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def value(self, row: HistoryRow, column: Column, role: int) -> object:
        """The value for a role; None where the cell has none."""
        spec = COLUMNS[column]
        if role == DISPLAY:
            return spec.text(row, self._now())
        if role == FONT:
            return _bold() if row.is_unseen_change else None
        if role == DECORATION and column is Column.DISPUTE:
            return change_mark(is_shown=row.is_unseen_change)
        if role == TOOLTIP:
            return plain_tooltip(self._tooltip(row, column))
        if role == SPOKEN:
            return self._spoken(row, column)
        if role == ROW_ROLE:
            return row
        return spec.raw(row, self._now()) if role == RAW_ROLE else None

    def _tooltip(self, row: HistoryRow, column: Column) -> str:
        dispute = row.dispute
        if column is Column.ORDER and dispute.order_number and dispute.order_id:
            return translate("DisputeTableModel", "{number}, at CJ {order}").format(
                number=dispute.order_number, order=dispute.order_id
            )
        if column is Column.CREATED and dispute.created is not None:
            time = formatting.moment(dispute.created)
            if dispute.created_is_exact:
                return time
            return translate(
                "DisputeTableModel", "About {time}: CJ's list does not name the time zone."
            ).format(time=time)
        if column is Column.DISPUTE and row.is_unseen_change:
            return self._spoken(row, column)
        raw = COLUMNS[column].raw(row, self._now())
        return raw if column is Column.PRODUCT else COLUMNS[column].text(row, self._now())

    def _spoken(self, row: HistoryRow, column: Column) -> str:
        text = COLUMNS[column].text(row, self._now())
        if column is Column.DISPUTE and row.is_unseen_change:
            return translate("DisputeTableModel", "{dispute}, changed since last visit").format(
                dispute=text
            )
        return text


@lru_cache(maxsize=1)
def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
