"""The base of tables whose columns a person chooses, moves, copies from and finds again.

With it the menus of columns and of copying.
Until the first rows are shown nothing asks for the viewport: Qt made it, so that PySide6 would
load every class of widgets to find out which of them it is.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import (
    QByteArray,
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QKeyCombination,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu

from app.ui.theme import SPACE_M, SPACE_S, icon
from app.ui.widgets.labels import grown
from app.ui.widgets.spoken_rows import SpokenTable
from app.ui.widgets.table_model import ALIGNMENT, RAW_ROLE, HeadedModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


translate = QCoreApplication.translate

_LEAST_ROWS = 3
_COPY_ROW = QKeyCombination(
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_C
)
_BESIDE_TEXT = 3
"""Pixels that the style leaves on either side in a cell, as in all sizes. To ask it would make
hundreds of names before the first rows are shown, which takes 8 ms."""


class ColumnLook(Protocol):
    """What the table has to know of a column."""

    @property
    def heading(self) -> Callable[[], str]:
        """Its name."""

    @property
    def width(self) -> int:
        """In pixels, where the text is as high as usual."""

    @property
    def is_number(self) -> bool:
        """Whether its values stand on the right."""

    @property
    def is_default(self) -> bool:
        """Whether it is shown until a person chooses."""

    @property
    def widest(self) -> Callable[[], tuple[str, ...]] | None:
        """Values that a width that was saved must not cut; None where there is none such."""


class Sorting(NamedTuple):
    """An order of the rows, by its name."""

    name: Callable[[], str]
    column: int
    order: Qt.SortOrder


def tabbed(cells: Iterable[tuple[str, bool]]) -> str:
    """Cells as a line that a spreadsheet takes apart again. It runs nothing of it, as in exports.

    With each cell stands whether it is a figure of ours: a minus before one is meant.
    """
    from app.domain.history.exports import CellKind, CsvGuards

    guards = CsvGuards(numbers=False)  # ids are pasted into other places, too
    lines = ((" ".join(text.split()), is_number) for text, is_number in cells)
    guarded = (
        text if is_number else guards.guarded(text, CellKind.TEXT) for text, is_number in lines
    )
    # One that begins with a quote would go on, over cells and rows, up to the next quote.
    return "\t".join(
        '"' + text.replace('"', '""') + '"' if text.startswith('"') else text for text in guarded
    )


class ColumnTable(SpokenTable):
    """Shows a model under these columns, which it knows by their places in the beginning."""

    typed = Signal(str)
    """A letter: the user wants to search."""
    elastic: int | None = None
    """The column that takes the room that the others leave, and its own width at least."""
    narrowed: Mapping[int, int] = MappingProxyType({})
    """Columns that have as little room as this, in pixels, before one is left out."""
    left_out: tuple[int, ...] = ()
    """Columns that are not shown where the window is too narrow for them, the first one first.

    They count as shown all the same: they are copied, and come back with the room.
    """

    def __init__(
        self,
        model: HeadedModel,
        columns: Sequence[ColumnLook],
        usual: Sorting,
    ) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._usual = usual
        self._text_height = self.fontMetrics().height()
        self._is_fitting = False
        self._widths = [each.width for each in self._columns]
        """As somebody has made them, or as in the beginning; of the elastic one, the least."""
        self._fitted: dict[int, int] = {}
        """As wide as they are now at least."""
        self._without: frozenset[int] = frozenset()
        """Those that are left out now."""
        self._set_up(model)
        self.restore_columns()
        self.doubleClicked.connect(lambda _index: self.open_current())

    def build_sorting(self) -> None:
        """Sort by clicks and offer the menu of columns, once."""
        header = self.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_columns)
        if not header.isSortIndicatorShown():  # else it is where the last visit left it
            header.setSortIndicator(self._usual.column, self._usual.order)
        self.setSortingEnabled(True)

    def choose_first(self) -> None:
        """Select the topmost row."""

    def open_current(self) -> None:
        """Enter or a double click on a row."""

    def row_menu(self) -> QMenu | None:
        """What can be done with the row; None where there is no row."""
        return None

    def show_usual_order(self) -> None:
        """Sort as in the beginning."""
        self.sortByColumn(self._usual.column, self._usual.order)

    def restore_columns(self) -> None:
        """Order, widths and choice of columns as in the beginning. Leaves the sorting alone."""
        header = self.horizontalHeader()
        self._without, self.left_out = frozenset(), type(self).left_out
        for column, look in enumerate(self._columns):
            header.moveSection(header.visualIndex(column), column)
            header.setSectionHidden(column, not look.is_default)
            header.resizeSection(column, self._scaled(look.width))
            self._widths[column] = self._scaled(look.width)
        self._fit()

    def shown_columns(self) -> tuple[int, ...]:
        """The columns that are shown where there is room, from left to right."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        return tuple(
            each for each in order if each in self._without or not header.isSectionHidden(each)
        )

    def copy_cell(self, column: int | None = None) -> None:
        """The raw value of the current cell, or of the row's cell in a column."""
        index = self.currentIndex()
        if column is not None:
            index = index.siblingAtColumn(column)
        if index.isValid():
            QGuiApplication.clipboard().setText(index.data(RAW_ROLE))

    def copy_row(self) -> None:
        """The raw values of the columns shown, with tabs between them; a line a selected row."""
        places = self.selected_places()
        current = self.currentIndex()
        if not places and current.isValid():
            places = [current.row()]
        model = self.model()
        columns = [(each, self._columns[each].is_number) for each in self.shown_columns()]
        lines = [
            tabbed(
                (model.index(place, column).data(RAW_ROLE), is_number)
                for column, is_number in columns
            )
            for place in places
        ]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def selected_places(self) -> list[int]:
        """The rows that are selected, from top to bottom.

        By ranges, of which there are few: all rows are selected with one key.
        """
        places: set[int] = set()
        selection = self.selectionModel().selection()
        for part in map(selection.at, range(selection.count())):
            places.update(range(part.top(), part.bottom() + 1))
        return sorted(places)

    def select_places(self, current: QModelIndex, places: Sequence[int]) -> None:
        """Select these rows, which rise, in as few ranges as there are."""
        # Not `index`, which asks for the model's size each time: ranges may be thousands.
        cell, selection = self.model().createIndex, QItemSelection()
        end = len(self._columns) - 1
        first = last = places[0]
        for place in (*places[1:], None):
            if place is not None and place == last + 1:
                last = place
                continue
            selection.append(QItemSelectionRange(cell(first, 0), cell(last, end)))
            if place is not None:
                first = last = place
        flags = QItemSelectionModel.SelectionFlag
        kept = self.selectionModel()
        kept.setCurrentIndex(current, flags.NoUpdate)
        # Or it works out where each range is on the screen, all of which is drawn anew anyway.
        self.setUpdatesEnabled(False)
        kept.select(selection, flags.ClearAndSelect)
        self.setUpdatesEnabled(True)

    def save_layout(self) -> QByteArray:
        """Columns and sorting, for the next start, whatever room there is now."""
        self._show(self._wanted())
        state = self.horizontalHeader().saveState()
        self._fit()
        return state

    def restore_layout(self, state: QByteArray) -> bool:
        """Columns and sorting as they were saved. False where the state is not ours."""
        header = self.horizontalHeader()
        is_ours = header.restoreState(state)
        if is_ours:
            self._without = frozenset()
            for column in self.shown_columns():
                if column != self.elastic:
                    kept = header.sectionSize(column)
                    # It may be of a smaller text, or of a version that asked for less.
                    self._widths[column] = max(kept, self._needed(self._columns[column]))
        self._fit()
        return is_ours

    def add_copying(self, menu: QMenu) -> None:
        """Offer to copy a cell of the row, or all of it; the rows, where several are selected."""
        if len(self.selected_places()) > 1:
            menu.addAction(icon("copy"), translate("TableMenu", "Copy rows"), self.copy_row)
            return
        copy = menu.addMenu(icon("copy"), translate("TableMenu", "Copy"))
        for column in self.shown_columns():
            copy.addAction(self._columns[column].heading(), partial(self.copy_cell, column))
        menu.addAction(translate("TableMenu", "Copy row"), self.copy_row)

    def add_columns(self, menu: QMenu) -> None:
        """Offer the usual order and the choice of columns."""
        menu.addAction(self._usual.name(), self.show_usual_order)
        self._add_columns(menu.addMenu(icon("columns"), translate("TableMenu", "Columns")))

    def column_menu(self) -> QMenu:
        """Which columns are shown, and the way back."""
        menu = self.make_menu()
        self._add_columns(menu)
        menu.addSeparator()
        menu.addAction(self._usual.name(), self.show_usual_order)
        return menu

    def make_menu(self) -> QMenu:
        """A menu that is gone once it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def focusInEvent(self, event: QFocusEvent) -> None:
        is_by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if is_by_key and not self.currentIndex().isValid():
            self.choose_first()  # Qt would make it current and not show that
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtGui import QKeySequence  # which has its standard keys made

        is_copy = event.matches(QKeySequence.StandardKey.Copy)
        if is_copy and len(self.selected_places()) < 2:
            self.copy_cell()
        elif is_copy or event.keyCombination() == _COPY_ROW:
            self.copy_row()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        self.typed.emit(search)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.row_menu()
        if menu is not None:
            is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
            if is_by_key:
                menu.setActiveAction(menu.actions()[0])  # of a menu alone nothing is heard
            menu.popup(self.place_below_row() if is_by_key else event.globalPos())

    def place_below_row(self) -> QPoint:
        """Where a menu of the current row may open, on the screen."""
        cell = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(cell.bottomLeft())

    def minimumSizeHint(self) -> QSize:
        """Room for some rows at every text size: in a small window what is around it scrolls."""
        rows = _LEAST_ROWS * self.verticalHeader().defaultSectionSize()
        header = self.horizontalHeader().sizeHint().height()
        least = super().minimumSizeHint()
        return least.expandedTo(QSize(0, header + rows + 2 * self.frameWidth()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._grow_with_text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def scrollContentsBy(self, right: int, down: int) -> None:  # noqa: N802 - Qt's name
        # The style sheet takes this away whenever it polishes. Without it a view behind which
        # something might show is painted anew for every notch of the wheel: 10 ms instead of 3.
        self.viewport().setAutoFillBackground(True)
        super().scrollContentsBy(right, down)

    def _set_up(self, model: HeadedModel) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._text_height + 2 * SPACE_M - 4)
        header = self.horizontalHeader()
        header.hide()  # or it asks the model, before it has one of its own
        self.setModel(model)
        header.setModel(_headings(model, header))
        header.show()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(True)
        header.setSortIndicatorClearable(False)
        header.setMinimumSectionSize(48)
        header.sectionResized.connect(self._take_width)

    def _scaled(self, width: int) -> int:
        """As many pixels as the text has need of."""
        return grown(width, self.fontMetrics())

    def _needed(self, column: ColumnLook) -> int:
        if column.widest is None:
            return 0
        font = self.font()
        font.setBold(True)  # as that of a row that has changed
        text = max(map(QFontMetrics(font).horizontalAdvance, column.widest()))
        return text + 1 + 2 * (SPACE_S + _BESIDE_TEXT)  # Qt rounds up

    def _wanted(self) -> dict[int, int]:
        """How wide each of the columns is to be, if there is the room."""
        return {each: self._widths[each] for each in self.shown_columns()}

    def _take_width(self, column: int, _before: int, now: int) -> None:
        if self._is_fitting or column == self.elastic:
            return  # that one is as wide as somebody makes it, for the time being
        if now:
            self._widths[column] = now
        self._stretch()

    def _stretch(self) -> None:
        """Give the elastic column what the others leave; where it is not shown, the last one."""
        column, header = self.elastic, self.horizontalHeader()
        if column is not None and header.isSectionHidden(column):
            shown = [each for each in self.shown_columns() if each not in self._without]
            column = shown[-1] if shown else None
        if column is None:
            return
        others = header.length() - header.sectionSize(column)
        self._is_fitting = True
        header.resizeSection(column, max(self._fitted.get(column, 0), header.width() - others))
        self._is_fitting = False

    def _fit(self) -> None:
        """Narrow columns, and then leave some out, until the others fit."""
        wanted, room = self._wanted(), self.horizontalHeader().width()
        shown = {
            each: min(width, self._scaled(self.narrowed.get(each, width)))
            for each, width in wanted.items()
        }
        for column in self.left_out:
            if sum(shown.values()) <= room:
                break
            shown.pop(column, None)
        for column in self.narrowed:
            if column in shown:
                spare = max(0, room - sum(shown.values()))
                shown[column] = min(wanted[column], shown[column] + spare)
        self._show(shown)
        self._fitted = shown
        self._stretch()

    def _show(self, widths: Mapping[int, int]) -> None:
        """Show these columns only, of those that somebody wants to see."""
        header, wanted = self.horizontalHeader(), self.shown_columns()
        self._without = frozenset(wanted) - frozenset(widths)
        self._is_fitting = True
        for column in wanted:
            header.setSectionHidden(column, column not in widths)
            if column in widths:
                header.resizeSection(column, widths[column])
        self._is_fitting = False

    def _grow_with_text(self) -> None:
        """Keep showing as much of each cell as before."""
        before, self._text_height = self._text_height, self.fontMetrics().height()
        if before == self._text_height:
            return
        self.verticalHeader().setDefaultSectionSize(self._text_height + 2 * SPACE_M - 4)
        self._widths = [round(each * self._text_height / before) for each in self._widths]
        self._fit()

    @Slot(QPoint)
    def _offer_columns(self, position: QPoint) -> None:
        self.column_menu().popup(self.horizontalHeader().mapToGlobal(position))

    def _add_columns(self, menu: QMenu) -> None:
        shown = self.shown_columns()
        for column, look in enumerate(self._columns):
            action = menu.addAction(look.heading())
            action.setCheckable(True)
            action.setChecked(column in shown and column not in self._without)
            # The last one stays: without a column there would be no header to bring one back with.
            action.setEnabled(shown != (column,))
            action.toggled.connect(partial(self._show_column, column))
        menu.addSeparator()
        restore = translate("TableMenu", "Restore default columns")
        menu.addAction(restore, self.restore_columns)

    def _show_column(self, column: int, is_shown: bool) -> None:  # noqa: FBT001 - Qt's
        self._without -= {column}
        # What somebody has just asked for is shown, though it may have to be scrolled to.
        self.left_out = tuple(each for each in self.left_out if each != column)
        self.horizontalHeader().setSectionHidden(column, not is_shown)
        self._fit()
        if is_shown:
            self._scroll_to(column)

    def _scroll_to(self, column: int) -> None:
        header, bar = self.horizontalHeader(), self.horizontalScrollBar()
        self.updateGeometries()  # or the bar ends where the columns of before did
        first = header.sectionPosition(column)
        past = first + header.sectionSize(column) - self.viewport().width()
        bar.setValue(min(max(bar.value(), past), first))


def _headings(model: HeadedModel, header: QHeaderView) -> QStandardItemModel:
    """What the header shows. It asks often, and a model of Qt's own answers it without Python."""
    headings = QStandardItemModel(0, len(model.headings), header)
    for column, (name, side) in enumerate(zip(model.headings, model.sides, strict=True)):
        heading = QStandardItem(name)
        heading.setData(side, ALIGNMENT)
        headings.setHorizontalHeaderItem(column, heading)
    return headings
