"""What one cell of the dispute table shows, says and gives, by role."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
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

# Qt's roles and alignments as numbers, which a test compares with Qt's: naming an enum of `Qt`
# makes all of them, and the rows would wait for that.
DISPLAY = 0
DECORATION = 1
TOOLTIP = 3
FONT = 6
ALIGNMENT = 7
SPOKEN = 11
ROW_ROLE = 0x100
"""Gives the `HistoryRow` behind a cell; None while it is not read yet."""
RAW_ROLE = ROW_ROLE + 1
"""Gives the cell's value for the clipboard."""
NEVER_GIVEN = frozenset((8, 9, 10, 13))
"""Roles that a view asks for in every cell it paints, and that no cell has: background,
foreground, check mark and size."""
LEFT = 0x81
RIGHT = 0x82
"""Beside that both stand in the middle of the row's height."""
ALIGNMENTS = tuple(RIGHT if COLUMNS[column].is_number else LEFT for column in Column)
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
