"""The menus of the dispute table: every act of a row, and the choice of columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.domain.dispute_state import is_open
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.theme import icon

if TYPE_CHECKING:
    from app.ui.history.table.table import DisputeTable

translate = QCoreApplication.translate


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
