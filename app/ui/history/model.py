"""The table's model: as many rows as were scrolled to, searched and sorted by the data file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError
from app.domain.history import HistoryPage, HistoryQuery, HistoryRow, Show, SortKey
from app.domain.ids import DisputeId
from app.ui import formatting
from app.ui.history.columns import COLUMNS, Column
from app.ui.history.marks import change_mark
from app.ui.widgets.tooltips import plain_tooltip

Fetch = Callable[[HistoryQuery], HistoryPage]
AnyIndex = QModelIndex | QPersistentModelIndex

PAGE_SIZE = 200
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""Gives the `HistoryRow` behind a cell."""
RAW_ROLE = ROW_ROLE + 1
"""Gives the cell's value for the clipboard."""

_MANY = 1000
"""Few enough that reading them does not hold up the thread that draws."""
_ROOT = QModelIndex()
_ROLES_THAT_CHANGE: list[int] = []  # empty means all of them


class DisputeTableModel(QAbstractTableModel):
    """Read-only rows of one query. Every question goes to the storage lane, none is asked here."""

    loaded = Signal()
    """An answer came in, whether or not it changed anything."""
    failed = Signal(object)

    def __init__(
        self, runner: BackgroundRunner, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._latest = Latest(runner, self, Lane.STORAGE)
        self._fetch: Fetch | None = None
        self._query = HistoryQuery(limit=PAGE_SIZE)
        self._answered: HistoryQuery | None = None
        self._rows: list[HistoryRow] = []
        self._positions: dict[DisputeId, int] = {}
        self._is_waiting = False
        self.total = 0
        """How many rows match the query."""
        self.overall = 0
        """How many there are without search and filter."""
        self.is_new_answer = True
        """Whether the latest answer is to another question than the one before."""

    @property
    def query(self) -> HistoryQuery:
        """What was asked for last."""
        return self._query

    @property
    def is_loaded(self) -> bool:
        """Whether the latest question has its answer."""
        return self._answered is not None and not self._is_waiting

    @property
    def is_filtered(self) -> bool:
        """Whether search or filter may hide rows."""
        return bool(self._query.text.strip()) or self._query.show is not Show.ALL

    def use(self, fetch: Fetch) -> None:
        """Ask here from now on, and forget what another source said."""
        self._latest.cancel()
        self._fetch = fetch
        self._answered = None
        self._put_all([], 0, 0)
        self.reload()

    def narrow(self, text: str, show: Show) -> None:
        """Show the rows that hold every word and are of this kind."""
        self._ask(replace(self._query, text=text, show=show))

    def sort_by(self, key: SortKey, *, descending: bool) -> None:
        """Show the rows in this order."""
        self._ask(replace(self._query, sort=key, descending=descending))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0:
            return
        spec = COLUMNS[Column(column)]
        is_descending = order is Qt.SortOrder.DescendingOrder
        self.sort_by(spec.sort, descending=is_descending is not spec.sorts_backwards)

    def reload(self) -> None:
        """Ask the same again, for as many rows as there are now."""
        self._load(0, max(PAGE_SIZE, len(self._rows)))

    def load_further(self) -> None:
        """Ask for many more rows at once, for whoever looks for one of them."""
        self._load(len(self._rows), _MANY)

    def row_of(self, dispute_id: DisputeId | None) -> int | None:
        """Where the dispute stands, if it is among the rows loaded."""
        return None if dispute_id is None else self._positions.get(dispute_id)

    def row_at(self, row: int) -> HistoryRow:
        """What stands there."""
        return self._rows[row]

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: AnyIndex) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and not self._is_waiting and len(self._rows) < self.total

    def fetchMore(self, parent: AnyIndex) -> None:  # noqa: N802 - Qt's name
        if self.canFetchMore(parent):
            self._load(len(self._rows), PAGE_SIZE)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        spec = COLUMNS[Column(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return spec.heading()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(is_number=spec.is_number)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        spec = COLUMNS[column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return spec.text(row, self._now())
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self._tooltip(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(is_number=spec.is_number)
            case Qt.ItemDataRole.FontRole:
                return _bold() if row.is_unseen_change else None
            case Qt.ItemDataRole.DecorationRole if column is Column.DISPUTE:
                return change_mark(is_shown=row.is_unseen_change)
            case _ if role == ROW_ROLE:
                return row
            case _ if role == RAW_ROLE:
                return spec.raw(row, self._now())
        return None

    def _tooltip(self, row: HistoryRow, column: Column) -> str:
        dispute = row.dispute
        if column is Column.ORDER and dispute.order_number and dispute.order_id:
            return self.tr("{number}, at CJ {order}").format(
                number=dispute.order_number, order=dispute.order_id
            )
        if column is Column.CREATED and dispute.created is not None:
            time = formatting.moment(dispute.created)
            if dispute.created_is_exact:
                return time
            return self.tr("About {time}: CJ's list does not name the time zone.").format(time=time)
        if column is Column.DISPUTE and row.is_unseen_change:
            return self._spoken(row, column)
        raw = COLUMNS[column].raw(row, self._now())
        return raw if column is Column.PRODUCT else COLUMNS[column].text(row, self._now())

    def _spoken(self, row: HistoryRow, column: Column) -> str:
        text = COLUMNS[column].text(row, self._now())
        if column is Column.DISPUTE and row.is_unseen_change:
            return self.tr("{dispute}, changed since last visit").format(dispute=text)
        return text

    def _ask(self, query: HistoryQuery) -> None:
        if query == self._query and self._answered is not None:
            return
        self._query = query
        self._load(0, PAGE_SIZE)

    def _load(self, offset: int, limit: int) -> None:
        if self._fetch is None:
            return
        fetch, query = self._fetch, replace(self._query, offset=offset, limit=limit)
        counts_all = self.is_filtered and offset == 0
        self._is_waiting = True
        self._latest.run(
            lambda: (fetch(query), fetch(HistoryQuery(limit=1)).total if counts_all else None),
            on_success=lambda answer: self._take(query, *answer),
            on_error=self._fail,
        )

    def _take(self, query: HistoryQuery, page: HistoryPage, overall: int | None) -> None:
        self._is_waiting = False
        if query.offset:
            self._append(page)
        else:
            question = replace(query, limit=0)
            self.is_new_answer = question != self._answered
            self._answered = question
            self._put_all(list(page.rows), page.total, page.total if overall is None else overall)
        self.loaded.emit()

    def _put_all(self, rows: list[HistoryRow], total: int, overall: int) -> None:
        self.total, self.overall = total, overall
        ids = [row.dispute.dispute_id for row in rows]
        if ids and ids == list(self._positions):
            # The same disputes in the same places: no reset, and nothing moves under the user.
            self._rows = rows
            last = self.index(len(rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last, _ROLES_THAT_CHANGE)
            return
        self.beginResetModel()
        self._rows = rows
        self._positions = {each: row for row, each in enumerate(ids)}
        self.endResetModel()

    def _append(self, page: HistoryPage) -> None:
        # What was stored meanwhile may have pushed rows down: take none of them twice.
        fresh = [row for row in page.rows if row.dispute.dispute_id not in self._positions]
        self.total = page.total if fresh else len(self._rows)
        if not fresh:
            return
        first = len(self._rows)
        self.beginInsertRows(_ROOT, first, first + len(fresh) - 1)
        self._rows.extend(fresh)
        for row, each in enumerate(fresh, first):
            self._positions[each.dispute.dispute_id] = row
        self.endInsertRows()

    def _fail(self, error: AppError) -> None:
        self._is_waiting = False
        self.failed.emit(error)


def _alignment(*, is_number: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
