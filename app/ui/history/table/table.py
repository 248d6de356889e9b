"""The dispute table: keeps its selection by dispute, of one or several.

With it the menus of its rows, and what stands in its place while it is empty.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QKeyCombination, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.domain.disputes.state import is_open
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.theme import SPACE_S, icon
from app.ui.widgets.column_table import ColumnTable, Sorting
from app.ui.widgets.labels import muted_label
from app.ui.widgets.layouts import fill, is_low, tab_through

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from app.background.runner import BackgroundRunner
    from app.domain.history.history import HistoryRow
    from app.domain.ids import DisputeId
    from app.ui.history.table.empty_state import EmptyReason, EmptyState
    from app.ui.history.table.model import DisputeTableModel
    from app.ui.history.table.selection import SelectedDisputes

translate = QCoreApplication.translate

_CTRL = Qt.KeyboardModifier.ControlModifier
_JUMPS = (QKeyCombination(_CTRL, Qt.Key.Key_Home), QKeyCombination(_CTRL, Qt.Key.Key_End))


class TableArea(QWidget):
    """Shows rows where there are any, and otherwise why there are none."""

    def __init__(self, table: DisputeTable) -> None:
        super().__init__()
        self._table = table
        self.count = muted_label()
        self._stack = QStackedWidget(self)

        self._stack.addWidget(QWidget())  # until it is known what there is
        self._stack.addWidget(table)
        fill(QVBoxLayout(self), (self._stack, 1), self.count, margins=0, spacing=SPACE_S)

    @cached_property
    def empty(self) -> EmptyState:
        """What stands in the table's place. The first paint does without."""
        from app.ui.history.table.empty_state import EmptyState

        state = EmptyState(self._stack)
        self._stack.addWidget(state)
        tab_through(self._table, state)
        return state

    def show_rows(self) -> None:
        """Show the table, and how many disputes match."""
        model = self._table.source
        self._stack.setCurrentWidget(self._table)
        self._show_count()
        text = (
            self.tr("Disputes: {shown} of {all}")
            if model.is_filtered
            else self.tr("Disputes: {all}")
        )
        self.count.setText(text.format(shown=f"{model.total:,}", all=f"{model.overall:,}"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._stack.currentWidget() is self._table:
            self._show_count()

    def _show_count(self) -> None:
        """How many match is told in a low window, too; how many there are gives way to rows."""
        self.count.setVisible(self._table.source.is_filtered or not is_low(self))

    def show_reason(self, reason: EmptyReason, act: Callable[[], object]) -> None:
        """Show why there is nothing, and what helps."""
        self._stack.setCurrentWidget(self.empty)
        self.count.hide()
        self.empty.show_reason(reason, act)


class DisputeTable(ColumnTable):
    """Shows the model. What the user selected stays selected, wherever it moves to."""

    row_selected = Signal(object)
    """A `HistoryRow`, or None; also when the same row has new values. Not of several."""
    opened = Signal()
    """What is selected is to be read: Enter or a double click."""
    cancel_requested = Signal(object)
    """The `DisputeId` to withdraw."""
    export_requested = Signal()
    seen_requested = Signal(object)
    """The `DisputeId`s that are not to count as changed any more, as a frozenset."""
    all_seen_requested = Signal()
    """No dispute is to count as changed any more."""

    elastic = int(Column.PRODUCT)
    # Of the outcome its pill, without CJ's own word.
    narrowed = MappingProxyType({int(Column.REASON): 120, int(Column.OUTCOME): 112})
    left_out = (
        int(Column.REASON),
        int(Column.PRODUCT),
        int(Column.ORDER),
        int(Column.CREATED),
        int(Column.REFUND),
    )

    several: SelectedDisputes
    """The disputes selected, where they are several."""

    _is_ready = False

    def __init__(self, model: DisputeTableModel) -> None:
        usual = Sorting(_newest_first, Column.CREATED, Qt.SortOrder.DescendingOrder)
        super().__init__(model, tuple(COLUMNS.values()), usual)
        self.source = model
        """The rows."""
        self._chosen: DisputeId | None = None
        self._is_following = False
        self._column = int(Column.DISPUTE)
        self.setAccessibleName(self.tr("Disputes"))

        model.loaded.connect(self._follow_model)
        model.filled.connect(self._take_filled)
        self.selectionModel().selectionChanged.connect(self._take_change)
        self.selectionModel().currentColumnChanged.connect(self._take_column)

    def build_deferred(self, runner: BackgroundRunner, now: Callable[[], datetime]) -> None:
        """Select several, sort by clicks, offer menus, and draw outcomes as pills, once.

        Until here these are words, which are there sooner.
        """
        from app.ui.history.table.outcome_pill import OutcomeDelegate
        from app.ui.history.table.selection import SelectedDisputes

        self.several = SelectedDisputes(self.source, runner, now, self)
        self.several.moved.connect(self._select_again)
        self.several.left.connect(self._take_left)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

        self.build_sorting()
        self.setItemDelegateForColumn(Column.OUTCOME, OutcomeDelegate(self))
        self._is_ready = True
        self.tell_window()

    @property
    def current_row(self) -> HistoryRow | None:
        """The dispute selected, if it is one alone and its row is read."""
        parts = self.selectionModel().selection()
        is_one = parts.count() == 1 and parts.at(0).height() == 1
        return self.source.row_at(parts.at(0).top()) if is_one else None

    @property
    def has_several(self) -> bool:
        """Whether two or more disputes are selected."""
        return self._is_ready and self.several.count > 0

    def choose(self, dispute_id: DisputeId | None, place: int | None = None) -> None:
        """Select a dispute now, or as soon as it is read.

        `place` is its row, where who calls this has found out.
        """
        self._set_chosen(dispute_id)
        row = self.source.row_of(dispute_id) if place is None else place
        if row is not None:
            self._select(row)
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    def choose_none(self) -> None:
        """Take the selection away."""
        self._set_chosen(None)
        self._clear()
        self.row_selected.emit(None)

    def choose_first(self) -> None:
        """Select what stands on top."""
        first = self.source.row_at(0)
        if first is not None:
            self.choose(first.dispute.dispute_id, 0)

    def row_menu(self) -> QMenu | None:
        if self.has_several:
            return build_menu_of_several(self)
        row = self.current_row
        return None if row is None else build_row_menu(self, row)

    @Slot()
    def copy_row(self) -> None:
        if self.has_several:
            self.several.copy_rows(self.selected_places(), self.shown_columns())
        else:
            super().copy_row()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.currentIndex().isValid():
            self.choose_none()
        else:
            super().keyPressEvent(event)

    def open_current(self) -> None:
        if self.has_several or self.current_row is not None:
            self.opened.emit()

    @Slot()
    def mark_seen(self) -> None:
        """The disputes selected are not to count as changed any more."""
        self.seen_requested.emit(frozenset(self.several.ids))

    @Slot()
    def open_my_cj(self) -> None:
        """Open My CJ, where single disputes have no address, with the numbers on the clipboard."""
        from app.ui.messages.my_cj import open_my_cj

        QGuiApplication.clipboard().setText("\n".join(self.several.ids))
        open_my_cj()

    def _take_selection(self) -> None:
        """What is selected now is meant, whatever was before."""
        places = self.selected_places()
        if len(places) > 1 and self._is_ready:
            self._set_chosen(None)
            self.several.take(places)
            return
        row = self.current_row
        self._set_chosen(row.dispute.dispute_id if row else None)
        # One that was jumped to is not read yet: `_take_filled` sees to it.
        if row is not None or not places:
            self.row_selected.emit(row)

    @Slot(object)
    def _select_again(self, places: Sequence[int]) -> None:
        """The disputes selected stand in these rows now, which rise."""
        if list(places) == self.selected_places():
            return
        row = self.currentIndex().row()
        nearest = min(places, key=lambda each: abs(each - row))
        with self._following():
            self.select_places(self.source.index(nearest, self._column), places)

    @Slot(object, object)
    def _take_left(self, dispute_id: DisputeId | None, place: int | None) -> None:
        if dispute_id is None:
            self.choose_none()
        else:
            self.choose(dispute_id, place)

    def _take_change(self) -> None:
        if not self._is_following and not self.source.is_changing_total:
            self._take_selection()

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
        return first, last if last >= 0 else self.source.rowCount() - 1

    def tell_window(self) -> None:
        """Let the model know what is on the screen, once there is more to read than was seen."""
        if not self._is_ready:
            return
        first, last = self.rows_in_view
        if last >= first:
            self.source.look_at(first, last)

    def _set_chosen(self, dispute_id: DisputeId | None) -> None:
        self._chosen = dispute_id
        self.source.anchor = dispute_id
        if self._is_ready:
            self.several.forget()

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
        if self.has_several:
            if self.source.is_new_answer:
                self.scrollToTop()
            if self.several.ids:
                self.several.follow()
            else:  # they were still asked for: what is selected now is meant
                self._take_selection()
            return
        self._follow_chosen()
        if self.source.is_new_answer:
            if self.currentIndex().isValid():
                self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)
            else:
                self.scrollToTop()
                if self.hasFocus() and self.source.is_filtered:
                    self.choose_first()  # who came here before the answer goes on with its rows
        self.row_selected.emit(self.current_row)

    def _follow_chosen(self) -> None:
        if self._chosen is None:
            return
        row = self.source.row_of(self._chosen)
        if row is None:
            self._clear()
        elif [row] != self.selected_places():
            self._select(row)

    def _select(self, row: int) -> None:
        with self._following():
            self.selectionModel().setCurrentIndex(
                self.source.index(row, self._column),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
        self.row_selected.emit(self.current_row)

    def _clear(self) -> None:
        with self._following():
            self.selectionModel().clear()

    def selectionCommand(  # noqa: N802 - Qt's name
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        flags = QItemSelectionModel.SelectionFlag
        is_jump = isinstance(event, QKeyEvent) and event.keyCombination() in _JUMPS
        # Qt would move the current cell alone, as it does for a selection of scattered rows.
        return (
            flags.ClearAndSelect | flags.Rows if is_jump else super().selectionCommand(index, event)
        )

    @contextmanager
    def _following(self) -> Iterator[None]:
        """Select what was selected before: that is no choice of the user's."""
        self._is_following = True
        self.setAutoScroll(False)  # who wants it in view scrolls to it
        try:
            yield
        finally:
            self._is_following = False
            self.setAutoScroll(True)


def build_row_menu(table: DisputeTable, row: HistoryRow) -> QMenu:
    """What can be done with the dispute selected."""
    from app.ui.messages.my_cj import HOME, open_my_cj

    menu = table.make_menu()
    menu.addAction(translate("DisputeMenu", "Show details"), table.open_current)
    menu.addSeparator()
    table.add_copying(menu)
    menu.addSeparator()
    cancel = menu.addAction(
        translate("DisputeMenu", "Cancel dispute…"),
        lambda: table.cancel_requested.emit(row.dispute.dispute_id),
    )
    cancel.setEnabled(is_open(row.dispute))
    menu.addAction(
        icon("open"), translate("DisputeMenu", "Open in My CJ"), lambda: open_my_cj(HOME)
    )
    menu.addActions(table.actions())  # what others offer for a dispute
    menu.addSeparator()
    _add_common(menu, table)
    return menu


def build_menu_of_several(table: DisputeTable) -> QMenu:
    """What can be done with the disputes selected, and why the rest cannot."""
    from app.ui.history.table.selection import offer_seen

    menu, several = table.make_menu(), table.several
    menu.setToolTipsVisible(True)
    table.add_copying(menu)
    export = menu.addAction(translate("DisputeMenu", "Export selected…"))
    export.triggered.connect(table.export_requested)
    offer_seen(
        menu.addAction(translate("DisputeMenu", "Mark as seen"), table.mark_seen), several.sums
    )
    my_cj = menu.addAction(
        icon("open"), translate("DisputeMenu", "Copy numbers, open My CJ"), table.open_my_cj
    )
    for each in (export, my_cj):
        each.setEnabled(bool(several.ids))
    menu.addSeparator()
    names = (
        translate("DisputeMenu", "Cancel dispute…"),
        *(each.text() for each in table.actions()),
    )
    for name in names:
        single = menu.addAction(name)
        single.setEnabled(False)
        single.setToolTip(translate("DisputeMenu", "One dispute at a time: select it alone."))
    menu.addSeparator()
    _add_common(menu, table)
    return menu


def _add_common(menu: QMenu, table: DisputeTable) -> None:
    seen = menu.addAction(translate("DisputeMenu", "Mark all as seen"))
    seen.triggered.connect(table.all_seen_requested)
    menu.addSeparator()
    table.add_columns(menu)


def _newest_first() -> str:
    return translate("DisputeMenu", "Newest first")
