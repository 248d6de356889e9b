"""The table: selection by dispute, copying, columns, menus."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.domain.disputes.disputes import Outcome
from app.domain.history.history import Show, SortKey
from app.domain.ids import DisputeId
from app.storage.preferences import PreferenceValues
from app.ui.history.pane import HistoryPane
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.history.table.table import DisputeTable
from app.ui.theme import SPACE_S
from app.ui.widgets.keys import ButtonKeys
from tests.ui.history.fake_desk import FakeDesk, make_row
from tests.ui.pages import dressed

FIRST, THIRD = DisputeId("SH26112000000001"), DisputeId("SH26112000000003")


@pytest.fixture
def table(pane: HistoryPane) -> DisputeTable:
    return pane._table


def test_selection_follows_its_dispute(
    pane: HistoryPane, table: DisputeTable, desk: FakeDesk
) -> None:
    table.choose(THIRD)
    desk.history.kept.insert(0, make_row(0))

    pane.reload()

    assert table.current_row is not None
    assert table.current_row.dispute.dispute_id == THIRD
    assert table.currentIndex().row() == 3


def test_selection_survives_sorting_and_a_filter_that_hid_it(
    pane: HistoryPane, table: DisputeTable
) -> None:
    table.choose(FIRST)
    table.sortByColumn(Column.DISPUTE, Qt.SortOrder.DescendingOrder)
    assert table.currentIndex().row() == 4

    pane.search("00003")
    assert table.current_row is None
    assert pane._details.dispute_id is None

    pane.search("")
    assert table.currentIndex().row() == 4
    assert pane._details.dispute_id == FIRST


def test_column_and_scrolling_stay_on_a_reload(
    open_pane: Callable[[FakeDesk], HistoryPane], desk: FakeDesk
) -> None:
    desk.history.kept = [make_row(number) for number in range(1, 150)]
    pane = open_pane(desk)
    table = pane._table
    table.setCurrentIndex(pane._model.index(2, Column.REASON))
    table.verticalScrollBar().setValue(500)
    desk.history.kept.insert(0, make_row(0))

    pane.reload()

    assert table.currentIndex().column() == Column.REASON
    assert table.verticalScrollBar().value() == 500


def test_reload_never_changes_the_sorting(pane: HistoryPane, table: DisputeTable) -> None:
    table.sortByColumn(Column.REASON, Qt.SortOrder.AscendingOrder)

    pane.reload()
    pane.refresh()
    pane.search("lamp")
    table.restore_columns()

    assert pane._model.query.sort is SortKey.REASON
    table.show_usual_order()
    assert (pane._model.query.sort, pane._model.query.descending) == (SortKey.CREATED, True)
    assert table.horizontalHeader().sortIndicatorSection() == Column.CREATED


def test_rows_are_read_as_they_are_scrolled_to(
    open_pane: Callable[[FakeDesk], HistoryPane], desk: FakeDesk, qtbot: QtBot
) -> None:
    desk.history.kept = [make_row(number) for number in range(1, 451)]
    pane = open_pane(desk)
    assert pane._model.rowCount() == 450
    assert pane._model.row_at(449) is None

    pane._table.scrollToBottom()

    qtbot.waitUntil(lambda: pane._model.row_at(449) is not None, timeout=3000)
    assert pane._model.index(449, 0).data() == "SH26112000000450"


def test_a_row_that_was_jumped_to_is_selected_once_it_is_read(
    open_pane: Callable[[FakeDesk], HistoryPane], desk: FakeDesk, qtbot: QtBot
) -> None:
    desk.history.kept = [make_row(number) for number in range(1, 451)]
    pane = open_pane(desk)
    pane._table.choose(FIRST)
    QTest.keyClick(pane._table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: pane._details.dispute_id == "SH26112000000450", timeout=3000)
    assert pane._table.currentIndex().row() == 449


def test_a_selection_far_from_the_screen_survives_a_refresh(
    open_pane: Callable[[FakeDesk], HistoryPane], desk: FakeDesk, qtbot: QtBot
) -> None:
    desk.history.kept = [make_row(number) for number in range(1, 451)]
    pane = open_pane(desk)
    far = DisputeId("SH26112000000437")
    pane.show_dispute(far)
    pane._table.verticalScrollBar().setValue(0)
    desk.history.kept.insert(0, make_row(0))
    desk.history.change(far, status="Finished")

    pane.reload()

    assert pane._table.currentIndex().row() == 437
    assert pane._table.verticalScrollBar().value() == 0
    assert pane._details.dispute_id == far
    assert pane._table.current_row is not None
    assert pane._table.current_row.dispute.status == "Finished"


def test_a_selection_that_matches_no_more_is_let_go(
    pane: HistoryPane, table: DisputeTable, desk: FakeDesk
) -> None:
    choice = pane._bar.show_choice
    choice.setCurrentIndex(choice.findData(Show.OPEN))
    table.choose(THIRD)
    desk.history.change(THIRD, outcome=Outcome.REJECT)

    pane.reload()

    assert table.current_row is None
    assert pane._details.dispute_id is None


def test_tab_comes_to_the_first_row(pane: HistoryPane, table: DisputeTable) -> None:
    pane._bar.search.setFocus()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert table.selectionModel().isRowSelected(0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.selectionModel().isRowSelected(1)


def test_who_is_in_the_table_before_the_search_is_answered_comes_to_its_first_row(
    pane: HistoryPane, table: DisputeTable
) -> None:
    table.choose(FIRST)
    table.setFocus()
    pane.search("00003")
    assert table.current_row is not None
    assert table.current_row.dispute.dispute_id == THIRD


def test_copying_a_cell_and_a_row(table: DisputeTable, desk: FakeDesk) -> None:
    table.choose(FIRST)
    table.setCurrentIndex(table.source.index(0, Column.CREATED))
    clipboard = QGuiApplication.clipboard()

    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "2026-11-20 11:59:00+00:00"

    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(table, Qt.Key.Key_C, both)
    cells = clipboard.text().split("\t")
    assert len(cells) == len(table.shown_columns())
    assert cells[0] == FIRST


def test_row_menu_copies_each_column_shown(table: DisputeTable) -> None:
    table.choose(FIRST)
    menu = _row_menu(table)
    copy = _submenu(menu, "Copy")
    headings = [COLUMNS[Column(each)].heading() for each in table.shown_columns()]

    assert [action.text() for action in copy.actions()] == headings
    copy.actions()[headings.index("Reason")].trigger()
    assert QGuiApplication.clipboard().text() == "Product Damaged"


def test_row_menu_offers_cancelling_only_while_undecided(
    pane: HistoryPane, table: DisputeTable, desk: FakeDesk
) -> None:
    table.choose(FIRST)
    texts = [action.text() for action in _row_menu(table).actions()]
    expected = ["Show details", "Copy row", "Cancel dispute…", "Open in My CJ", "Newest first"]
    assert [text for text in texts if text in expected] == expected
    assert _action(_row_menu(table), "Cancel dispute…").isEnabled()

    desk.history.change(FIRST, outcome=Outcome.REJECT)
    pane.reload()

    assert not _action(_row_menu(table), "Cancel dispute…").isEnabled()


def test_context_menu_opens_by_keyboard(table: DisputeTable) -> None:
    table.choose(FIRST)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))

    table.contextMenuEvent(event)

    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    popup.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for the menu itself")
def test_the_keys_that_are_named_open_the_menu_of_the_row(
    pane: HistoryPane, table: DisputeTable
) -> None:
    ButtonKeys(pane)
    table.choose(FIRST)
    pane.activateWindow()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert _action(popup, "Cancel dispute…").isEnabled()
    popup.close()


def test_columns_are_chosen_and_restored(table: DisputeTable) -> None:
    menu = table.column_menu()
    _action(menu, "Supplier").trigger()
    _action(menu, "Reason").trigger()
    assert Column.SUPPLIER in table.shown_columns()
    assert Column.REASON not in table.shown_columns()
    table.horizontalHeader().moveSection(0, 3)

    _action(menu, "Restore default columns").trigger()

    assert table.shown_columns() == tuple(each for each in Column if COLUMNS[each].is_default)


def test_larger_text_gets_more_room(table: DisputeTable) -> None:
    header, rows = table.horizontalHeader(), table.verticalHeader()
    text, row = table.fontMetrics().height(), rows.defaultSectionSize()
    before = header.sectionSize(Column.DISPUTE)
    font = table.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    table.setFont(font)
    ratio = table.fontMetrics().height() / text
    assert header.sectionSize(Column.DISPUTE) == round(before * ratio)
    assert rows.defaultSectionSize() == row + table.fontMetrics().height() - text
    table.restore_columns()
    assert header.sectionSize(Column.DISPUTE) > COLUMNS[Column.DISPUTE].width


def test_the_last_column_cannot_be_hidden(table: DisputeTable) -> None:
    for column in Column:
        table.horizontalHeader().setSectionHidden(column, column is not Column.ORDER)

    assert not _action(table.column_menu(), "Order").isEnabled()


def seen(table: DisputeTable) -> list[Column]:
    return [each for each in Column if not table.isColumnHidden(each)]


def test_columns_give_way_to_what_became_of_a_dispute_and_come_back(
    pane: HistoryPane, table: DisputeTable
) -> None:
    pane.resize(1180, 560)
    usual = seen(table)
    assert Column.REASON in usual
    number = table.columnWidth(Column.DISPUTE)
    table.choose_first()  # its details stand beside the table
    for width, kept in (
        (950, [Column.DISPUTE, Column.CREATED, Column.OUTCOME, Column.REFUND]),
        (790, [Column.DISPUTE, Column.OUTCOME]),
    ):
        pane.resize(width, 560)
        QApplication.processEvents()
        assert seen(table) == kept
        assert table.columnWidth(Column.DISPUTE) == number
        assert table.horizontalScrollBar().maximum() == 0
        assert table.horizontalHeader().length() == table.horizontalHeader().width()
        assert list(table.shown_columns()) == usual, "copied and chosen as before"
    pane.resize(1300, 560)
    QApplication.processEvents()
    assert seen(table) == usual


def test_where_there_is_room_reasons_and_statuses_are_read_whole(
    pane: HistoryPane, table: DisputeTable
) -> None:
    pane.resize(1248, 560)
    QApplication.processEvents()
    metrics = table.fontMetrics()
    reason = metrics.horizontalAdvance("Unfulfilled Order Cancellation")
    assert reason + 2 * SPACE_S < table.columnWidth(Column.REASON)
    status = metrics.horizontalAdvance("Dispute reviewing")
    assert 112 + status < table.columnWidth(Column.OUTCOME)
    assert table.columnWidth(Column.PRODUCT) >= 160


def test_a_column_that_is_switched_on_is_shown_where_there_is_no_room(
    pane: HistoryPane, table: DisputeTable
) -> None:
    pane.resize(680, 560)
    QApplication.processEvents()
    assert not _action(table.column_menu(), "Reason").isChecked()
    _action(table.column_menu(), "Reason").trigger()
    assert Column.REASON in seen(table)
    assert _action(table.column_menu(), "Reason").isChecked()
    table.restore_columns()
    assert Column.REASON not in seen(table)


@pytest.mark.parametrize("name", ["Supplier", "Net loss", "Reason"])
def test_what_is_switched_on_is_seen_at_once(
    pane: HistoryPane, table: DisputeTable, name: str
) -> None:
    pane.resize(680, 560)
    QApplication.processEvents()
    for each in ("Asked (up to)", "Reissue order", "Last change"):
        _action(table.column_menu(), each).trigger()
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum() // 2)
    _action(table.column_menu(), name).trigger()
    (shown,) = [each for each in Column if COLUMNS[each].heading() == name]
    left, width = table.columnViewportPosition(shown), table.columnWidth(shown)
    assert 0 <= left <= left + width <= table.viewport().width()


@pytest.mark.parametrize("percent", [100, 200])
def test_a_width_that_was_saved_cuts_no_day_and_no_amount(
    qapp: QApplication, desk: FakeDesk, open_pane: Callable[[FakeDesk], HistoryPane], percent: int
) -> None:
    desk.history.kept = [make_row(1, outcome=Outcome.REFUND, refund="12345.67", is_unseen=True)]
    with dressed(qapp):
        before = open_pane(desk)
        for column in (Column.CREATED, Column.REFUND):
            before._table.horizontalHeader().resizeSection(column, 60)
        state = before.save_layout()
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        pane = open_pane(desk)
        pane.resize(2400, 560)
        pane.restore_layout(state)
        for column in (Column.CREATED, Column.REFUND):
            needed = pane._table.sizeHintForColumn(column)
            assert 0 < needed <= pane._table.columnWidth(column)


def test_what_gave_way_is_not_taken_away_for_good(
    pane: HistoryPane,
    table: DisputeTable,
    desk: FakeDesk,
    open_pane: Callable[[FakeDesk], HistoryPane],
) -> None:
    table.horizontalHeader().resizeSection(Column.REASON, 150)
    pane.resize(680, 560)
    QApplication.processEvents()
    assert Column.REASON not in seen(table)
    other = open_pane(desk)

    other.restore_layout(pane.save_layout())

    assert other._table.columnWidth(Column.REASON) == 150
    assert Column.REASON not in seen(table)
    for _ in range(2):  # it is shown again, and then not
        _action(table.column_menu(), "Reason").trigger()
    pane.resize(1180, 560)
    QApplication.processEvents()
    assert Column.REASON not in seen(table)


def test_days_and_amounts_have_their_room(
    qapp: QApplication, desk: FakeDesk, open_pane: Callable[[FakeDesk], HistoryPane]
) -> None:
    desk.history.kept = [make_row(1, outcome=Outcome.REFUND, refund="12345.67", is_unseen=True)]
    with dressed(qapp):
        table = open_pane(desk)._table
        for column in (Column.CREATED, Column.REFUND):
            needed = table.sizeHintForColumn(column)
            assert 0 < needed <= table.columnWidth(column)


def test_layout_is_saved_and_brought_back(
    pane: HistoryPane, desk: FakeDesk, open_pane: Callable[[FakeDesk], HistoryPane]
) -> None:
    pane._table.horizontalHeader().resizeSection(Column.REASON, 221)
    pane._table.horizontalHeader().setSectionHidden(Column.SUPPLIER, False)
    pane._table.sortByColumn(Column.REFUND, Qt.SortOrder.DescendingOrder)
    other = open_pane(desk)

    other.restore_layout(pane.save_layout())

    assert other._table.columnWidth(Column.REASON) == 221
    assert Column.SUPPLIER in other._table.shown_columns()
    assert other._model.query.sort is SortKey.REFUND
    assert other._model.query.descending


@pytest.mark.parametrize(
    "state",
    [
        QByteArray(b"nonsense"),
        "nonsense",
        ["columns: 2", QByteArray(b""), QByteArray(b"")],
        ["columns: 13", "nonsense", None],
        ["columns: 13", QByteArray(b"nonsense"), QByteArray(b"\x00\x00")],
    ],
)
def test_foreign_layout_is_left_alone(pane: HistoryPane, state: object) -> None:
    before = pane._table.shown_columns()

    pane.restore_layout(state)

    assert pane._table.shown_columns() == before


def test_enter_and_double_click_go_to_the_details(
    pane: HistoryPane, table: DisputeTable, qtbot: QtBot
) -> None:
    table.choose(FIRST)
    with qtbot.waitSignal(table.opened, timeout=1000):
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert pane._details.isAncestorOf(pane.focusWidget())

    spot = table.visualRect(table.source.index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    with qtbot.waitSignal(table.opened, timeout=1000):
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_typing_in_the_table_searches(pane: HistoryPane, table: DisputeTable) -> None:
    QTest.keyClick(table, Qt.Key.Key_L)

    assert pane._bar.text == "l"
    assert pane.focusWidget() is pane._bar.search


def test_a_column_as_wide_as_its_content_holds_the_whole_pill(table: DisputeTable) -> None:
    table.resizeColumnToContents(Column.OUTCOME)

    words = table.fontMetrics().horizontalAdvance("Undecided")
    assert table.columnWidth(Column.OUTCOME) > words + table.fontMetrics().height()


@pytest.mark.usefixtures("painted")
def test_every_outcome_has_its_own_shape(open_pane: Callable[[FakeDesk], HistoryPane]) -> None:
    def painted(value: Outcome | None) -> QImage:
        desk = FakeDesk()
        desk.history.kept = [make_row(outcome=value)]
        table = open_pane(desk)._table
        return table.grab(table.visualRect(table.source.index(0, Column.OUTCOME))).toImage()

    pictures = [painted(each) for each in (None, *Outcome)]
    assert all(one != other for one, other in combinations(pictures, 2))


def _action(menu: QMenu, text: str) -> QAction:
    return next(each for each in menu.actions() if each.text() == text)


def _row_menu(table: DisputeTable) -> QMenu:
    menu = table.row_menu()
    assert menu is not None
    return menu


def _submenu(menu: QMenu, title: str) -> QMenu:
    found = next(each.menu() for each in menu.actions() if each.text() == title)
    assert isinstance(found, QMenu)
    return found
