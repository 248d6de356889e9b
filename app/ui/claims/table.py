"""The table of orders: several may be selected, and stay so wherever they move to."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QMenu

from app.ui.claims.columns import COLUMNS, Column
from app.ui.widgets.column_table import ColumnTable, Sorting
from app.ui.widgets.keys import DELETE

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from app.domain.ids import OrderId
    from app.ui.claims.model import ClaimTableModel
    from app.ui.claims.rows import ClaimRow

translate = QCoreApplication.translate


class ClaimTable(ColumnTable):
    """Shows the model's orders."""

    row_opened = Signal(object)
    """A `ClaimRow` by Enter or double click."""
    row_changed = Signal(object)
    """The `ClaimRow` that is current, or None; also when it has new values."""
    mute_requested = Signal()
    """The rows selected are to be muted, or to count again."""

    elastic = int(Column.PRODUCT)
    narrowed = MappingProxyType({int(Column.WHY): 190, int(Column.TRACKING): 180})
    left_out = (
        int(Column.SHOP),
        int(Column.SENT),
        int(Column.SINCE),
        int(Column.DAYS),
        int(Column.TRACKING),
        int(Column.PRODUCT),
    )

    def __init__(self, model: ClaimTableModel) -> None:
        usual = Sorting(
            lambda: translate("ClaimTable", "Most urgent first"),
            Column.SINCE,
            Qt.SortOrder.AscendingOrder,
        )
        super().__init__(model, tuple(COLUMNS.values()), usual)
        self._rows = model
        self._kept: tuple[OrderId | None, frozenset[OrderId]] = (None, frozenset())
        self._place = -1
        self.setAccessibleName(self.tr("Orders to claim"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.build_sorting()

        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._select_again)
        model.dataChanged.connect(lambda *_places: self.row_changed.emit(self.current_row))
        self.selectionModel().currentRowChanged.connect(
            lambda *_places: self.row_changed.emit(self.current_row)
        )

    @property
    def current_row(self) -> ClaimRow | None:
        """The order that has the focus."""
        return self._rows.row_at(self.currentIndex().row())

    @property
    def chosen(self) -> tuple[ClaimRow, ...]:
        """The orders that are selected, from top to bottom."""
        rows = map(self._rows.row_at, self.selected_places())
        return tuple(row for row in rows if row is not None)

    def choose_first(self) -> None:
        """Select the current order, or the topmost, unless there is a selection."""
        if self._rows.rowCount() and not self.selectionModel().hasSelection():
            place = max(self.currentIndex().row(), 0)
            self.select_places(self._rows.index(place, 0), (place,))

    def open_current(self) -> None:
        row = self.current_row
        if row is not None:
            self.row_opened.emit(row)

    def row_menu(self) -> QMenu | None:
        row = self.current_row
        if row is None:
            return None
        menu = self.make_menu()
        menu.addAction(self.tr("Claim…"), self.open_current)
        mute = self.tr("Unmute") if row.is_muted else self.tr("Mute…")
        menu.addAction(mute, self.mute_requested.emit)
        menu.addSeparator()
        self.add_copying(menu)
        menu.addSeparator()
        self.add_columns(menu)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in DELETE and self.chosen:
            self.mute_requested.emit()
        else:
            super().keyPressEvent(event)

    def _remember(self) -> None:
        row = self.current_row
        chosen = frozenset(each.order_id for each in self.chosen)
        self._kept = (row.order_id if row else None, chosen)
        self._place = self.currentIndex().row()

    def _select_again(self) -> None:
        current, chosen = self._kept
        if current is not None or chosen:
            places = self._rows.places()
            found = sorted(places[each] for each in chosen if each in places)
            place = places.get(current) if current is not None else None
            if place is None and found:
                place = found[0]
            elif place is None and self.hasFocus() and self._rows.rowCount():
                # It was muted or claimed: on to the next one.
                place = min(self._place, self._rows.rowCount() - 1)
            if place is not None:
                self.select_places(self._rows.index(place, 0), found or (place,))
        self.row_changed.emit(self.current_row)
