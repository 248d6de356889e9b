"""Several disputes selected: by mouse and keys, what is done with them, and that they stay so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner, Lane
from app.domain.history.history import Show
from app.domain.ids import DisputeId
from app.ui.history.pane import HistoryPane
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.history.table.table import DisputeTable
from app.ui.widgets.pictures import PictureLoader
from tests.builders import NOON
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.ui.history.fake_desk import FakeDesk, make_row

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def number(of: int) -> DisputeId:
    return DisputeId(f"SH26112000{of:06}")


@pytest.fixture
def table(pane: HistoryPane) -> DisputeTable:
    return pane._table


def click(table: DisputeTable, row: int, keys: Qt.KeyboardModifier) -> None:
    spot = table.visualRect(table.source.index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, spot)


def press(pane: HistoryPane, name: str) -> None:
    (button,) = [
        each
        for each in pane._details.panel.summary.findChildren(QPushButton)
        if each.text() == name
    ]
    button.click()


def entry(menu: QMenu | None, text: str) -> QAction:
    assert menu is not None
    return next(each for each in menu.actions() if each.text() == text)


def said(pane: HistoryPane) -> list[str]:
    """What the summary says, from top to bottom."""
    summary = pane._details.panel.summary
    assert summary.isVisible()
    return [each.text() for each in summary.findChildren(QLabel)]


def test_several_are_selected_by_clicks_and_summed_up(
    pane: HistoryPane, table: DisputeTable, desk: FakeDesk
) -> None:
    desk.history.kept = [
        make_row(1, asked="20.00"),
        make_row(2, asked=None),
        make_row(3, asked="0.50"),
    ]
    pane.reload()
    click(table, 0, Qt.KeyboardModifier.NoModifier)
    click(table, 2, CTRL)

    assert table.several.ids == (number(1), number(3))
    assert pane.chosen_several == (number(1), number(3))
    assert pane.chosen is None
    assert {"2 disputes selected", "USD 20.50"} <= set(said(pane))

    click(table, 1, CTRL)
    assert "USD 20.50 (from 2 of 3)" in said(pane)

    click(table, 0, CTRL)
    click(table, 1, CTRL)
    assert table.several.count == 0
    assert pane._details.dispute_id == number(3)


def test_several_are_selected_by_keys(pane: HistoryPane, table: DisputeTable) -> None:
    table.choose(number(2))
    QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
    assert table.several.ids == (number(2), number(3))

    QTest.keyClick(table, Qt.Key.Key_A, CTRL)
    assert table.several.ids == tuple(map(number, range(1, 6)))

    QTest.keyClick(table, Qt.Key.Key_Return)
    assert pane._details.panel.summary.isAncestorOf(pane.focusWidget())

    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert table.several.count == 0
    assert not pane._details.isVisible()


def test_copying_gives_the_rows_as_they_stand(table: DisputeTable) -> None:
    table.sortByColumn(Column.DISPUTE, Qt.SortOrder.DescendingOrder)
    table.horizontalHeader().moveSection(0, 1)
    click(table, 0, Qt.KeyboardModifier.NoModifier)
    click(table, 2, CTRL)

    QTest.keyClick(table, Qt.Key.Key_C, CTRL)

    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert [line[1] for line in lines] == [number(5), number(3)]
    assert {len(line) for line in lines} == {len(table.shown_columns())}
    amounts = [each.isdecimal() for line in lines for each in line[0].split(".")]
    assert all(amounts), lines  # the order, which was moved to the front


def test_rows_that_were_never_read_are_copied_as_well(
    open_pane: Callable[[FakeDesk], HistoryPane], desk: FakeDesk
) -> None:
    desk.history.kept = [make_row(each) for each in range(1, 451)]
    pane = open_pane(desk)
    assert pane._model.row_at(449) is None

    pane._table.selectAll()
    QTest.keyClick(pane._table, Qt.Key.Key_C, CTRL)

    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == [number(each) for each in range(1, 451)]
    assert "450 disputes selected" in said(pane)


def test_what_is_seen_loses_its_mark_and_nothing_else(
    pane: HistoryPane, table: DisputeTable, desk: FakeDesk
) -> None:
    desk.history.kept = [make_row(each, is_unseen=each != 2) for each in range(1, 5)]
    pane.reload()
    told: list[object] = []
    pane.seen.connect(told.append)
    click(table, 0, Qt.KeyboardModifier.NoModifier)
    click(table, 1, SHIFT)

    press(pane, "Mark as seen")

    assert told == [frozenset({number(1), number(2)})]
    assert [row.is_unseen_change for row in desk.history.kept] == [False, False, True, True]
    assert table.several.ids == (number(1), number(2))
    seen = entry(table.row_menu(), "Mark as seen")
    assert not seen.isEnabled()
    assert seen.toolTip() == "None of them has changed since your last visit."


def test_my_cj_is_opened_once_with_the_numbers_at_hand(
    pane: HistoryPane, table: DisputeTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", opened.append)
    table.selectAll()

    entry(table.row_menu(), "Copy numbers, open My CJ").trigger()

    assert len(opened) == 1
    assert QGuiApplication.clipboard().text().split("\n") == [number(each) for each in range(1, 6)]


def test_what_works_with_one_dispute_is_greyed_with_the_reason(
    pane: HistoryPane, table: DisputeTable
) -> None:
    pane.offer(QAction("Save &case file…", pane))
    table.selectAll()
    menu = table.row_menu()

    for name in ("Cancel dispute…", "Save &case file…"):
        assert not entry(menu, name).isEnabled()
        assert entry(menu, name).toolTip() == "One dispute at a time: select it alone."
    assert menu is not None
    assert menu.toolTipsVisible()


def test_an_export_is_asked_for_from_the_menu_and_the_summary(
    pane: HistoryPane, table: DisputeTable
) -> None:
    asked: list[int] = []
    pane.export_requested.connect(lambda: asked.append(1))
    table.selectAll()

    press(pane, "Export selected…")
    entry(table.row_menu(), "Export selected…").trigger()

    assert len(asked) == 2


def test_they_stay_selected_wherever_they_move_to(
    pane: HistoryPane, table: DisputeTable, desk: FakeDesk
) -> None:
    click(table, 1, Qt.KeyboardModifier.NoModifier)
    click(table, 3, CTRL)

    desk.history.kept.insert(0, make_row(0))
    pane.reload()
    assert table.selected_places() == [2, 4]

    table.sortByColumn(Column.DISPUTE, Qt.SortOrder.DescendingOrder)
    assert table.selected_places() == [1, 3]
    assert table.several.ids == (number(4), number(2))
    assert "2 disputes selected" in said(pane)


@pytest.mark.usefixtures("painted")
def test_a_row_between_others_costs_little_to_be_selected_again(
    table: DisputeTable,
) -> None:
    drawn: list[bool] = []
    table.selectionModel().selectionChanged.connect(lambda: drawn.append(table.updatesEnabled()))

    table.select_places(table.source.index(0, 0), range(0, 5, 2))

    assert table.selected_places() == [0, 2, 4]
    assert drawn == [False], "Qt would work out where each of them stands"
    assert table.updatesEnabled()


def test_a_reload_leaves_the_row_that_the_keys_go_on_from(
    pane: HistoryPane, table: DisputeTable
) -> None:
    click(table, 0, Qt.KeyboardModifier.NoModifier)
    for row in (1, 3, 3):  # the last one takes it out again
        click(table, row, CTRL)

    pane.reload()

    assert table.selected_places() == [0, 1]
    assert table.currentIndex().row() == 3


def test_one_that_matches_no_more_is_let_go(
    pane: HistoryPane, table: DisputeTable, desk: FakeDesk
) -> None:
    table.selectAll()
    del desk.history.kept[4]
    pane.reload()
    assert table.several.ids == tuple(map(number, range(1, 5)))

    pane.search("00002")
    assert (table.several.count, pane._details.dispute_id) == (0, number(2))

    pane.search("")
    assert pane._details.dispute_id == number(2)


def test_none_of_them_is_left_where_none_matches(pane: HistoryPane, table: DisputeTable) -> None:
    choice = pane._bar.show_choice
    table.selectAll()

    choice.setCurrentIndex(choice.findData(Show.REJECTED))

    assert table.several.count == 0
    assert not pane._details.isVisible()


@pytest.mark.parametrize("several", [False, True], ids=["one", "several"])
def test_the_last_rows_stay_selected_where_one_above_them_goes(
    pane: HistoryPane, table: DisputeTable, desk: FakeDesk, *, several: bool
) -> None:
    table.choose(number(5))
    if several:
        QTest.keyClick(table, Qt.Key.Key_Up, SHIFT)
    del desk.history.kept[0]

    pane.reload()

    assert table.selected_places() == ([2, 3] if several else [3])
    if several:
        assert table.several.ids == (number(4), number(5))
    else:
        assert pane._details.dispute_id == number(5)


def test_rows_that_moved_meanwhile_are_not_taken_for_those_selected(
    qtbot: QtBot, desk: FakeDesk, runner: BackgroundRunner
) -> None:
    desk.history.kept = [make_row(each) for each in range(1, 451)]
    held = HeldExecutor()
    slow = inline_runner({Lane.REPORTS: held})
    pane = HistoryPane(slow, now=lambda: NOON)
    qtbot.addWidget(pane)
    pane.show()
    pane.open_desk(desk.as_desk, PictureLoader(runner, lambda _url: b""))
    table = pane._table
    table.selectAll()
    assert table.several.ids == ()
    assert not entry(table.row_menu(), "Export selected…").isEnabled()

    desk.history.kept.insert(0, make_row(0))
    while held.held:  # first the numbers of 451 rows, where the table has 450
        held.release()

    assert table.several.count == len(table.several.ids)
    assert pane._model.total == 451
    slow.close()


def test_the_menu_of_one_dispute_stays_as_it_was(table: DisputeTable) -> None:
    table.choose(number(1))
    menu = table.row_menu()
    assert entry(menu, "Copy row").isEnabled()
    assert entry(menu, "Cancel dispute…").isEnabled()
    headings = [COLUMNS[Column(each)].heading() for each in table.shown_columns()]
    copy = entry(menu, "Copy").menu()
    assert isinstance(copy, QMenu)
    assert [each.text() for each in copy.actions()] == headings
