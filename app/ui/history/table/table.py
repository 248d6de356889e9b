"""The dispute table: keeps its selection by dispute.

With it the menu of its rows, and what stands in its place while it is empty.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.domain.dispute_state import is_open
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.theme import SPACE_S, icon
from app.ui.widgets.column_table import ColumnTable, Sorting
from app.ui.widgets.labels import muted_label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from app.domain.history import HistoryRow
    from app.domain.ids import DisputeId
    from app.ui.history.table.empty_state import EmptyReason, EmptyState
    from app.ui.history.table.model import DisputeTableModel

translate = QCoreApplication.translate


class TableArea(QWidget):
    """Shows rows where there are any, and otherwise why there are none."""

    def __init__(self, table: DisputeTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.count = muted_label()
        self._stack = QStackedWidget(self)

        self._stack.addWidget(QWidget())  # until it is known what there is
        self._stack.addWidget(table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.count)

    @cached_property
    def empty(self) -> EmptyState:
        """What stands in the table's place. The first paint does without."""
        from app.ui.history.table.empty_state import EmptyState

        state = EmptyState(self._stack)
        self._stack.addWidget(state)
        return state

    def show_rows(self) -> None:
        """Show the table, and how many disputes match."""
        model = self._table.source
        self._stack.setCurrentWidget(self._table)
        self.count.show()
        if model.is_filtered:
            text = self.tr("Disputes: {shown} of {all}")
        else:
            text = self.tr("Disputes: {all}")
        self.count.setText(text.format(shown=f"{model.total:,}", all=f"{model.overall:,}"))

    def show_reason(self, reason: EmptyReason) -> None:
        """Show why there is nothing."""
        self._stack.setCurrentWidget(self.empty)
        self.count.hide()
        self.empty.show_reason(reason)


class DisputeTable(ColumnTable):
    """Shows the model. The dispute the user chose stays chosen, wherever it moves to."""

    row_selected = Signal(object)
    """A `HistoryRow`, or None; also when the same row has new values."""
    row_opened = Signal(object)
    """A `HistoryRow` by Enter or double click."""
    cancel_requested = Signal(object)
    """The `DisputeId` to withdraw."""
    my_cj_requested = Signal()
    all_seen_requested = Signal()
    """No dispute is to count as changed any more."""

    elastic = int(Column.PRODUCT)

    _is_ready = False

    def __init__(self, model: DisputeTableModel, parent: QWidget | None = None) -> None:
        usual = Sorting(_newest_first, Column.CREATED, Qt.SortOrder.DescendingOrder)
        super().__init__(model, tuple(COLUMNS.values()), usual, parent)
        self._model = model
        self._chosen: DisputeId | None = None
        self._is_following = False
        self._column = int(Column.DISPUTE)
        self.setAccessibleName(self.tr("Disputes"))

        model.loaded.connect(self._follow_model)
        model.filled.connect(self._take_filled)
        self.selectionModel().currentRowChanged.connect(self._take_current)
        self.selectionModel().currentColumnChanged.connect(self._take_column)

    def build_deferred(self) -> None:
        """Sort by clicks, offer menus, and draw outcomes as pills, once.

        Until here these are words, which are there sooner.
        """
        from app.ui.history.table.outcome_pill import OutcomeDelegate

        self.build_sorting()
        self.setItemDelegateForColumn(Column.OUTCOME, OutcomeDelegate(self))
        self._is_ready = True
        self.tell_window()

    @property
    def source(self) -> DisputeTableModel:
        """The rows."""
        return self._model

    @property
    def current_row(self) -> HistoryRow | None:
        """The dispute selected, if it is among the rows."""
        row = self.currentIndex().row()
        return self._model.row_at(row) if row >= 0 else None

    def choose(self, dispute_id: DisputeId | None, place: int | None = None) -> bool:
        """Select a dispute now, or as soon as it is read. Gives whether it is there.

        `place` is its row, where who calls this has found out.
        """
        self._set_chosen(dispute_id)
        row = self._model.row_of(dispute_id) if place is None else place
        if row is None:
            return False
        self._select(row)
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def choose_none(self) -> None:
        """Take the selection away."""
        self._set_chosen(None)
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()
        self.row_selected.emit(None)

    def choose_first(self) -> None:
        """Select what stands on top."""
        first = self._model.row_at(0)
        if first is not None:
            self.choose(first.dispute.dispute_id, 0)

    def row_menu(self) -> QMenu | None:
        return None if self.current_row is None else build_row_menu(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.currentIndex().isValid():
            self.choose_none()
        else:
            super().keyPressEvent(event)

    def open_current(self) -> None:
        row = self.current_row
        if row is not None:
            self.row_opened.emit(row)

    def _take_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._is_following and current.isValid():
            row = self.current_row
            # One that was jumped to is not read yet: `_take_filled` sees to it.
            self._set_chosen(row.dispute.dispute_id if row else None)
            if row is not None:
                self.row_selected.emit(row)

    def _take_column(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._column = current.column()

    def updateGeometries(self) -> None:  # noqa: N802 - Qt's name
        super().updateGeometries()
        if self.isVisible():  # while it is put together, this is called for every column
            self.tell_window()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tell_window()

    def verticalScrollbarValueChanged(self, value: int) -> None:  # noqa: N802 - Qt's name
        super().verticalScrollbarValueChanged(value)
        self.tell_window()

    @property
    def rows_in_view(self) -> tuple[int, int]:
        """The first and the last row on the screen; the last is before the first for none."""
        rows = self.verticalHeader()
        first = max(rows.visualIndexAt(0), 0)
        last = rows.visualIndexAt(rows.height())
        return first, last if last >= 0 else self._model.rowCount() - 1

    def tell_window(self) -> None:
        """Let the model know what is on the screen, once there is more to read than was seen."""
        if not self._is_ready:
            return
        first, last = self.rows_in_view
        if last >= first:
            self._model.look_at(first, last)

    def _set_chosen(self, dispute_id: DisputeId | None) -> None:
        self._chosen = dispute_id
        self._model.hold(dispute_id)

    def _take_filled(self) -> None:
        if self._chosen is None:
            row = self.current_row
            if row is not None:
                self._set_chosen(row.dispute.dispute_id)
                self.row_selected.emit(row)
        elif not self.currentIndex().isValid():
            self._follow_chosen()  # scrolled to after a search that did not show it at once

    def _follow_model(self) -> None:
        """After an answer: the chosen dispute stays selected, and nothing jumps on a reload."""
        self._follow_chosen()
        if self._model.is_new_answer:
            if self.currentIndex().isValid():
                self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)
            else:
                self.scrollToTop()
        self.row_selected.emit(self.current_row)

    def _follow_chosen(self) -> None:
        if self._chosen is None:
            return
        row = self._model.row_of(self._chosen)
        if row is None:
            self._is_following = True
            self.setCurrentIndex(QModelIndex())
            self._is_following = False
        elif row != self.currentIndex().row():
            self._select(row)

    def _select(self, row: int) -> None:
        self._is_following = True
        self.setAutoScroll(False)  # who wants it in view scrolls to it
        try:
            self.selectionModel().setCurrentIndex(
                self._model.index(row, self._column),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
        finally:
            self._is_following = False
            self.setAutoScroll(True)
        self.row_selected.emit(self.current_row)


def build_row_menu(table: DisputeTable) -> QMenu:
    """What can be done with the current dispute."""
    menu = table.make_menu()
    row = table.current_row
    details = menu.addAction(translate("DisputeMenu", "Show details"))
    details.triggered.connect(lambda: table.row_opened.emit(row))
    menu.addSeparator()
    table.add_copying(menu)
    menu.addSeparator()
    cancel = menu.addAction(translate("DisputeMenu", "Cancel dispute…"))
    cancel.setEnabled(row is not None and is_open(row.dispute))
    if row is not None:
        dispute_id = row.dispute.dispute_id
        cancel.triggered.connect(lambda: table.cancel_requested.emit(dispute_id))
    my_cj = menu.addAction(icon("open"), translate("DisputeMenu", "Open in My CJ"))
    my_cj.triggered.connect(table.my_cj_requested)
    menu.addActions(table.actions())  # what others offer for a dispute
    menu.addSeparator()
    seen = menu.addAction(translate("DisputeMenu", "Mark all as seen"))
    seen.triggered.connect(table.all_seen_requested)
    menu.addSeparator()
    table.add_columns(menu)
    return menu


def _newest_first() -> str:
    return translate("DisputeMenu", "Newest first")
