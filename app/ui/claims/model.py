"""The table's model: all orders in memory, of which it shows those that were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from app.domain.text import folded
from app.ui.claims import messages
from app.ui.claims.columns import COLUMNS, Column
from app.ui.claims.rows import ClaimRow, Show
from app.ui.widgets import table_model
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.spoken_rows import spoken
from app.ui.widgets.table_model import DISPLAY, ROOT, AnyIndex, HeadedModel

if TYPE_CHECKING:
    from app.domain.ids import OrderId

_SPECS = tuple(COLUMNS.values())


class ClaimTableModel(HeadedModel):
    """Read-only rows, filtered and sorted here: ten thousand take less than a frame."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.put_headings((each.heading(), each.is_number) for each in _SPECS)
        self._all: tuple[ClaimRow, ...] = ()
        self._shown: list[ClaimRow] = []
        self._words: tuple[str, ...] = ()
        self._show = Show.CLAIM_NOW
        self._column: Column = Column.SINCE
        self._is_descending = False

    @property
    def is_searched(self) -> bool:
        """Whether words are looked for, which may hide rows."""
        return bool(self._words)

    def listed(self, show: Show) -> tuple[ClaimRow, ...]:
        """The orders of a choice, without the search."""
        return tuple(row for row in self._all if show in (row.listed, Show.ALL))

    def take(self, rows: tuple[ClaimRow, ...]) -> None:
        """Show these, which come with the most urgent first, from now on."""
        if rows is not self._all:
            self._all = rows
            self._fill()

    def narrow(self, text: str, show: Show) -> None:
        """Show the orders of this choice that have every word."""
        sought = tuple(folded(text).split())
        if (sought, show) != (self._words, self._show):
            self._words, self._show = sought, show
            self._fill()

    def sort(self, column: int, order: Qt.SortOrder | None = None) -> None:
        wanted = (column, order is Qt.SortOrder.DescendingOrder)
        # Qt asks twice: for the view, and for its header's arrow.
        if column >= 0 and wanted != (self._column, self._is_descending):
            self._column, self._is_descending = Column(column), wanted[1]
            self._fill()

    def row_at(self, place: int) -> ClaimRow | None:
        """What stands there."""
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def places(self) -> dict[OrderId, int]:
        """Where each order stands that is shown."""
        return {row.order_id: place for place, row in enumerate(self._shown)}

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: AnyIndex, role: int = DISPLAY) -> Any:
        if role in table_model.NEVER_GIVEN or not index.isValid():
            return None
        column = index.column()
        if role == table_model.ALIGNMENT:
            return self.sides[column]
        row, spec = self._shown[index.row()], _SPECS[column]
        match role:
            case table_model.DISPLAY:
                return spec.text(row)
            case table_model.RAW_ROLE:
                return spec.raw(row)
            case table_model.TOOLTIP:
                return plain_tooltip(_tooltip(row, Column(column)))
            case table_model.SPOKEN:
                return spoken(spec.heading(), spec.text(row), is_number=spec.is_number)
            case table_model.ROW_ROLE:
                return row
        return None

    def _fill(self) -> None:
        found = [
            row for row in self.listed(self._show) if all(word in row.text for word in self._words)
        ]
        # The usual order is that in which the rows came; it also decides between equals.
        if (self._column, self._is_descending) != (Column.SINCE, False):
            key = COLUMNS[self._column].key
            keys: list[Any] = [key(row) for row in found]
            known = [place for place, value in enumerate(keys) if value is not None]
            known.sort(key=keys.__getitem__, reverse=self._is_descending)
            unknown = [row for row, value in zip(found, keys, strict=True) if value is None]
            found = [*(found[place] for place in known), *unknown]
        is_same = len(found) == len(self._shown) and all(
            row.order_id == other.order_id for row, other in zip(found, self._shown, strict=True)
        )
        if is_same:  # what is selected and looked at stays where it is
            self._shown = found
            if found:
                last = self.index(len(found) - 1, len(_SPECS) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._shown = found
        self.endResetModel()


def _tooltip(row: ClaimRow, column: Column) -> str:
    if column in (Column.WHY, Column.SINCE, Column.DAYS, Column.LAST_DAY):
        return messages.explanation(row)
    spec = COLUMNS[column]
    return spec.raw(row) if column is Column.PRODUCT else spec.text(row)
