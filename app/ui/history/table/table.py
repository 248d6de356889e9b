"""The dispute table: keeps its selection by dispute, copies cells, and remembers its columns.

With it the menus of its rows and of its header, and what stands in its place while it is empty.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QByteArray,
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QShowEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.dispute_state import is_open
from app.ui.history.table.cells import ALIGNMENT, ALIGNMENTS, RAW_ROLE
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.theme import SPACE_M, SPACE_S, icon
from app.ui.widgets.labels import muted_label

if TYPE_CHECKING:
    from app.domain.history import HistoryRow
    from app.domain.ids import DisputeId
    from app.ui.history.table.empty_state import EmptyReason, EmptyState
    from app.ui.history.table.model import DisputeTableModel

translate = QCoreApplication.translate

_COPY_ROW = QKeySequence("Ctrl+Shift+C")
_WIDTHS_ARE_FOR = 15
"""The height of the text, in pixels, that the widths of the columns were chosen for."""


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


class DisputeTable(QTableView):
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
    typed = Signal(str)
    """A letter: the user wants to search."""

    def __init__(self, model: DisputeTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._chosen: DisputeId | None = None
        self._is_following = False
        self._is_ready = False
        self._column = int(Column.DISPUTE)
        self._text_height = self.fontMetrics().height()
        self._set_up_header(model)
        self.setAccessibleName(self.tr("Disputes"))

        self._set_up_view()
        self.restore_columns()

        model.loaded.connect(self._follow_model)
        model.filled.connect(self._take_filled)
        self.selectionModel().currentRowChanged.connect(self._take_current)
        self.selectionModel().currentColumnChanged.connect(self._take_column)
        self.doubleClicked.connect(lambda _index: self._open_current())

    def build_deferred(self) -> None:
        """Sort by clicks, offer menus, and draw outcomes as pills, once.

        Until here these are words, which are there sooner.
        """
        from app.ui.history.table.cells import OutcomeDelegate

        header = self.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_columns)
        if not header.isSortIndicatorShown():  # else it is where the last visit left it
            header.setSortIndicator(Column.CREATED, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
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

    def choose_first(self) -> None:
        """Select what stands on top."""
        first = self._model.row_at(0)
        if first is not None:
            self.choose(first.dispute.dispute_id, 0)

    def show_newest_first(self) -> None:
        """Sort as in the beginning."""
        self.sortByColumn(Column.CREATED, Qt.SortOrder.DescendingOrder)

    def restore_columns(self) -> None:
        """Order, widths and choice of columns as in the beginning. Leaves the sorting alone."""
        header = self.horizontalHeader()
        larger = max(1.0, self._text_height / _WIDTHS_ARE_FOR)
        for column, spec in COLUMNS.items():
            header.moveSection(header.visualIndex(column), column)
            header.setSectionHidden(column, not spec.is_default)
            header.resizeSection(column, round(spec.width * larger))

    def shown_columns(self) -> tuple[Column, ...]:
        """The columns that are shown, from left to right."""
        header = self.horizontalHeader()
        order = (Column(header.logicalIndex(place)) for place in range(header.count()))
        return tuple(each for each in order if not header.isSectionHidden(each))

    def copy_cell(self, column: Column | None = None) -> None:
        """The raw value of the current cell, or of the row's cell in a column."""
        index = self.currentIndex()
        if column is not None:
            index = index.siblingAtColumn(column)
        if index.isValid():
            QGuiApplication.clipboard().setText(index.data(RAW_ROLE))

    def copy_row(self) -> None:
        """The raw values of the columns shown, with tabs between them."""
        index = self.currentIndex()
        if index.isValid():
            cells = (index.siblingAtColumn(each).data(RAW_ROLE) for each in self.shown_columns())
            QGuiApplication.clipboard().setText("\t".join(" ".join(each.split()) for each in cells))

    def save_layout(self) -> QByteArray:
        """Columns and sorting, for the next start."""
        return self.horizontalHeader().saveState()

    def restore_layout(self, state: QByteArray) -> bool:
        """Columns and sorting as they were saved. False where the state is not ours."""
        return self.horizontalHeader().restoreState(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_cell()
        elif QKeySequence(event.keyCombination()) == _COPY_ROW:
            self.copy_row()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_current()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        self.typed.emit(search)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current_row is None:
            return
        position = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            cell = self.visualRect(self.currentIndex())
            position = self.viewport().mapToGlobal(cell.bottomLeft())

        build_row_menu(self).popup(position)

    def _offer_columns(self, position: QPoint) -> None:

        build_column_menu(self).popup(self.horizontalHeader().mapToGlobal(position))

    def _set_up_view(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._text_height + 2 * SPACE_M - 4)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._grow_with_text()

    def _grow_with_text(self) -> None:
        """Keep showing as much of each cell as before."""
        before, self._text_height = self._text_height, self.fontMetrics().height()
        if before == self._text_height:
            return
        self.verticalHeader().setDefaultSectionSize(self._text_height + 2 * SPACE_M - 4)
        header = self.horizontalHeader()
        for column in self.shown_columns():
            width = header.sectionSize(column) * self._text_height / before
            header.resizeSection(column, round(width))

    def _set_up_header(self, model: DisputeTableModel) -> None:
        header = self.horizontalHeader()
        header.hide()  # or it asks the model, before it has one of its own
        self.setModel(model)
        header.setModel(_headings(header))
        header.show()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(False)
        header.setMinimumSectionSize(48)

    def _open_current(self) -> None:
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

    def paintEvent(self, event: QPaintEvent) -> None:
        # The style sheet takes this away whenever it polishes. Without it a view behind which
        # something might show is painted anew for every notch of the wheel: 10 ms instead of 3.
        self.viewport().setAutoFillBackground(True)
        super().paintEvent(event)

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
        last = rows.visualIndexAt(self.viewport().height())
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
    menu = _menu(table)
    row = table.current_row
    details = menu.addAction(translate("DisputeMenu", "Show details"))
    details.triggered.connect(lambda: table.row_opened.emit(row))
    menu.addSeparator()
    copy = menu.addMenu(icon("copy"), translate("DisputeMenu", "Copy"))
    for column in table.shown_columns():
        entry = copy.addAction(COLUMNS[column].heading())
        entry.triggered.connect(partial(table.copy_cell, column))
    whole = menu.addAction(translate("DisputeMenu", "Copy row"))
    whole.triggered.connect(table.copy_row)
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
    menu.addAction(_newest_first(table, menu))
    columns = menu.addMenu(icon("columns"), translate("DisputeMenu", "Columns"))
    _add_columns(table, columns)
    return menu


def build_column_menu(table: DisputeTable) -> QMenu:
    """Which columns are shown, and the way back."""
    menu = _menu(table)
    _add_columns(table, menu)
    menu.addSeparator()
    menu.addAction(_newest_first(table, menu))
    return menu


def _headings(header: QHeaderView) -> QStandardItemModel:
    """What the header shows. It asks often, and a model of Qt's own answers it without Python."""
    headings = QStandardItemModel(0, len(COLUMNS), header)
    for column, spec in COLUMNS.items():
        heading = QStandardItem(spec.heading())
        heading.setData(ALIGNMENTS[column], ALIGNMENT)
        headings.setHorizontalHeaderItem(column, heading)
    return headings


def _menu(table: DisputeTable) -> QMenu:
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _newest_first(table: DisputeTable, menu: QMenu) -> QAction:
    action = QAction(translate("DisputeMenu", "Newest first"), menu)
    action.triggered.connect(table.show_newest_first)
    return action


def _add_columns(table: DisputeTable, menu: QMenu) -> None:
    shown = table.shown_columns()
    for column, spec in COLUMNS.items():
        action = menu.addAction(spec.heading())
        action.setCheckable(True)
        action.setChecked(column in shown)
        # The last one stays: without a column there would be no header to bring one back with.
        action.setEnabled(shown != (column,))
        action.toggled.connect(partial(_show_column, table, column))
    menu.addSeparator()
    restore = menu.addAction(translate("DisputeMenu", "Restore default columns"))
    restore.triggered.connect(table.restore_columns)


def _show_column(table: DisputeTable, column: Column, is_shown: bool) -> None:  # noqa: FBT001 - Qt's
    header = table.horizontalHeader()
    header.setSectionHidden(column, not is_shown)
    if is_shown and header.sectionSize(column) < header.minimumSectionSize():
        header.resizeSection(column, COLUMNS[column].width)
