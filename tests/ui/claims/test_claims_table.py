"""What the table of orders shows, in which order, and what the keys do in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from app.domain.filing.filing import Filing, FilingState
from app.domain.orders.orders import TrackingEventKind
from app.storage.preferences import PreferenceValues
from app.ui.claims.columns import COLUMNS, Column
from app.ui.claims.muting import MuteDialog
from app.ui.claims.pane import ClaimsPane
from app.ui.claims.rows import Show
from app.ui.claims.watch import ClaimsWatch
from app.ui.theme import SPACE_S
from app.ui.widgets.fields.search_field import SearchField
from app.ui.widgets.keys import DELETE
from app.ui.widgets.table_model import SPOKEN
from tests.builders import NOON, draft
from tests.ui.claims.kept_orders import TODAY, ClaimsDesk, facts, order_id, told
from tests.ui.pages import dressed


def table(pane: ClaimsPane) -> QTableView:
    found = pane.findChildren(QTableView)
    assert [each.accessibleName() for each in found] == ["Orders to claim"]
    return found[0]


def column(pane: ClaimsPane, which: Column) -> list[str]:
    model = table(pane).model()
    return [model.index(row, which).data() for row in range(model.rowCount())]


def button(pane: ClaimsPane, text: str) -> QPushButton:
    return next(each for each in pane.findChildren(QPushButton) if each.text() == text)


def show(pane: ClaimsPane, choice: Show) -> None:
    box = next(each for each in pane.findChildren(QComboBox) if each.accessibleName() == "Show")
    box.setCurrentIndex(box.findData(choice))


def search(pane: ClaimsPane, text: str) -> None:
    pane.findChildren(SearchField)[0].setText(text)


def select(pane: ClaimsPane, *rows: int) -> None:
    view = table(pane)
    view.clearSelection()
    for row in rows:
        flag = view.selectionModel().SelectionFlag
        view.selectionModel().setCurrentIndex(view.model().index(row, 0), flag.NoUpdate)
        view.selectionModel().select(view.model().index(row, 0), flag.Select | flag.Rows)


def mute_menu(pane: ClaimsPane, press: Callable[[], object]) -> list[QAction]:
    press()
    menus = [each for each in pane.findChildren(QMenu) if each.objectName() == "mute"]
    menus[-1].close()
    return menus[-1].actions()


def test_the_columns_are_those_that_were_promised(pane: ClaimsPane) -> None:
    header = table(pane).horizontalHeader()
    shown = [each for each in Column if not header.isSectionHidden(each)]
    assert [COLUMNS[each].heading() for each in shown] == [
        *("Order", "Shop", "Product", "Sent", "Days", "Tracking", "Why", "Since", "Up to USD")
    ]
    assert [table(pane).model().index(0, each).data() for each in shown] == [
        *("N2", "Finch", "Mug, blue", "24 Aug 2026", "90", "Under way, 17 Nov 2026"),
        *("90 days under way, limit 60", "24 Oct 2026", "12.40"),
    ]


@pytest.mark.parametrize(
    ("width", "kept"),
    [
        (910, ("Order", "Product", "Days", "Tracking", "Why", "Since", "Up to USD")),
        (600, ("Order", "Product", "Why", "Up to USD")),
    ],
)
def test_why_and_how_much_stay_in_sight_in_narrow_windows(
    pane: ClaimsPane, width: int, kept: tuple[str, ...]
) -> None:
    view = table(pane)
    pane.resize(width, 560)
    QApplication.processEvents()
    shown = [each for each in Column if not view.isColumnHidden(each)]
    assert tuple(COLUMNS[each].heading() for each in shown) == kept
    assert view.horizontalScrollBar().maximum() == 0


def test_the_reason_takes_no_more_room_than_its_lines(qapp: QApplication, pane: ClaimsPane) -> None:
    pane.resize(1248, 560)
    table(pane).selectRow(0)
    for _ in range(3):
        qapp.processEvents()
    rule = pane._rule
    assert rule.isVisible()
    parts = (pane._bar.minimumSizeHint().height(), table(pane).minimumSizeHint().height())
    needed = sum(parts) + rule.heightForWidth(pane.width()) + 2 * SPACE_S
    assert pane.minimumSizeHint().height() <= needed


@pytest.mark.parametrize(("percent", "width"), [(100, 1248), (150, 960), (200, 960)])
def test_why_is_read_before_the_product_takes_what_room_is_left(
    qapp: QApplication, pane: ClaimsPane, percent: int, width: int
) -> None:
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        view = table(pane)
        pane.resize(width, 560)
        for _ in range(3):  # a larger text and the room for it come with events
            QApplication.processEvents()
        needed = view.fontMetrics().horizontalAdvance("about 105 days under way, limit 45")
        assert needed + 2 * SPACE_S < view.columnWidth(Column.WHY)
        assert view.horizontalScrollBar().maximum() == 0


def test_a_width_that_was_saved_cuts_no_reason_and_no_amount(
    qapp: QApplication, pane: ClaimsPane, watch: ClaimsWatch, qtbot: QtBot
) -> None:
    for each in (Column.WHY, Column.SINCE, Column.AMOUNT):
        table(pane).horizontalHeader().resizeSection(each, 60)
    with dressed(qapp, PreferenceValues(text_percent=150)):
        other = ClaimsPane(watch, now=lambda: NOON)
        qtbot.addWidget(other)
        other.resize(2400, 560)
        other.show()
        other.restore_layout(pane.save_layout())
        for each in (Column.WHY, Column.SINCE, Column.AMOUNT):
            assert 0 < table(other).sizeHintForColumn(each) <= table(other).columnWidth(each)


def test_products_without_a_name_are_counted_and_parcels_that_arrived_say_nothing(
    pane: ClaimsPane, desk: ClaimsDesk, watch: ClaimsWatch
) -> None:
    order = facts(9, sent=100, name="")
    unnamed = replace(order.products[0], sku="")
    numbers = "YT00000009,YT00000010"
    desk.keep(replace(order, products=(unnamed, unnamed), tracking_number=numbers))
    desk.track(told(9, 40), told(10, 2, TrackingEventKind.DELIVERED))
    watch.reload()
    assert column(pane, Column.PRODUCT)[0] == "Products: 2"
    assert column(pane, Column.TRACKING)[0] == "Under way, 13 Oct 2026 · no news"
    assert column(pane, Column.WHY)[0] == "100 days under way, limit 60 (part of the order)"


def test_a_reader_that_reads_no_headings_is_told_what_a_number_is(pane: ClaimsPane) -> None:
    model = table(pane).model()
    said = [model.index(0, each).data(SPOKEN) for each in Column]
    assert said == [
        *("N2", "Finch", "Mug, blue", "Sent: 24 Aug 2026", "Days: 90", "Under way, 17 Nov 2026"),
        *("Why: 90 days under way, limit 60", "Since: 24 Oct 2026", "Up to USD: 12.40"),
        *("YT00000002", "Last day: none", "DE", "CJSJ1-A"),
    ]


def test_the_longest_over_the_limit_come_first_and_of_these_the_dearest(pane: ClaimsPane) -> None:
    assert column(pane, Column.ORDER) == ["N2", "N3", "N1"]


@pytest.mark.parametrize(
    ("choice", "heading", "orders"),
    [
        (Show.CLAIM_NOW, "3 to claim, up to USD 63.40", ["N2", "N3", "N1"]),
        (Show.WATCH, "1 to watch, up to USD 20.00", ["N4"]),
        (Show.WAITING, "1 waiting, up to USD 20.00", ["N5"]),
        (Show.MUTED, "0 muted", []),
        (Show.ALL, "Orders: 6", ["N2", "N3", "N1", "N4", "N6", "N5"]),
    ],
)
def test_each_choice_has_its_orders_and_their_sum(
    pane: ClaimsPane, choice: Show, heading: str, orders: list[str]
) -> None:
    show(pane, choice)
    assert pane._bar.heading.text() == heading
    assert column(pane, Column.ORDER) == orders


def test_a_price_that_is_not_known_is_not_counted_as_nothing(
    pane: ClaimsPane, desk: ClaimsDesk, watch: ClaimsWatch
) -> None:
    desk.keep(facts(7, sent=80, price=None))
    desk.track(told(7))
    watch.reload()
    assert pane._bar.heading.text() == "4 to claim, up to USD 63.40 and 1 of unknown price"
    assert column(pane, Column.AMOUNT)[1] == "–"


@pytest.mark.parametrize("text", ["N2", "blue MUG", "YT00000002", "finch", "SD26111000000000002"])
def test_an_order_is_found_by_number_product_tracking_and_shop(pane: ClaimsPane, text: str) -> None:
    search(pane, text)
    assert column(pane, Column.ORDER) == ["N2"]
    assert pane._bar.heading.text() == "3 to claim, up to USD 63.40"
    assert pane._count.text() == "Orders: 1 of 3"


def test_what_the_search_hides_can_be_had_back(pane: ClaimsPane) -> None:
    search(pane, "nowhere")
    assert pane._empty.heading.text() == "No order matches"
    pane._empty.button.click()
    assert column(pane, Column.ORDER) == ["N2", "N3", "N1"]


def test_what_a_search_or_choice_leaves_is_heard_once_it_is_made(
    heard: list[str], pane: ClaimsPane, qtbot: QtBot
) -> None:
    for text, said in (
        ("mug", "Orders: 1 of 3"),
        ("nowhere", "No order matches. The search hides all of them."),
        ("", "3 to claim, up to USD 63.40"),
    ):
        heard.clear()
        search(pane, text)
        qtbot.waitUntil(lambda: bool(heard))
        assert heard == [said]
    show(pane, Show.MUTED)
    qtbot.waitUntil(lambda: len(heard) > 1)
    assert heard[1].startswith("No order is muted")


def test_a_click_on_a_heading_sorts_and_what_is_not_known_comes_last(pane: ClaimsPane) -> None:
    show(pane, Show.ALL)
    view = table(pane)
    view.sortByColumn(Column.DAYS, Qt.SortOrder.AscendingOrder)
    assert column(pane, Column.DAYS) == ["20", "30", "70", "70", "90", "–"]
    view.sortByColumn(Column.DAYS, Qt.SortOrder.DescendingOrder)
    assert column(pane, Column.DAYS) == ["90", "70", "70", "30", "20", "–"]


def test_one_click_sorts_once(pane: ClaimsPane) -> None:
    resets: list[None] = []
    table(pane).model().modelReset.connect(lambda: resets.append(None))
    table(pane).sortByColumn(Column.ORDER, Qt.SortOrder.DescendingOrder)
    assert column(pane, Column.ORDER) == ["N3", "N2", "N1"]
    assert len(resets) == 1


def test_rows_are_set_anew_only_where_others_came(
    pane: ClaimsPane, desk: ClaimsDesk, watch: ClaimsWatch
) -> None:
    resets: list[None] = []
    pane._model.modelReset.connect(lambda: resets.append(None))
    watch.reload()
    assert resets == []
    desk.keep(facts(8, sent=120))
    watch.reload()
    assert len(resets) == 1


def test_the_rule_is_told_with_its_source_as_an_estimate(pane: ClaimsPane) -> None:
    select(pane, 0)
    told = pane._rule.text()
    assert "Not received" in told
    assert "60 days" in told
    assert "Estimate" in told
    assert "article 120" in told
    tooltip = table(pane).model().index(0, Column.WHY).data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip.split() == told.split()


def test_what_is_stale_says_as_of_when(
    pane: ClaimsPane, desk: ClaimsDesk, watch: ClaimsWatch
) -> None:
    desk.kept.looks.begin(NOON + timedelta(days=3))
    desk.kept.looks.note_failed(NOON + timedelta(days=3))
    desk.now = NOON + timedelta(days=3)
    watch._now = lambda: desk.now
    watch.reload()
    select(pane, 0)
    assert "As of 22 Nov 2026" in pane._rule.text()
    assert pane._bar.freshness.text().startswith("The last look failed. Orders looked at: 6, as of")


def test_enter_begins_the_claim(pane: ClaimsPane, qtbot: QtBot) -> None:
    pane.focus_rows()
    with qtbot.waitSignal(pane.claim_requested) as asked:
        QTest.keyClick(table(pane), Qt.Key.Key_Return)
    assert asked.args[0].order_id == order_id(2)


def test_a_button_begins_the_claim_of_the_order_that_is_selected(
    pane: ClaimsPane, qtbot: QtBot
) -> None:
    claim = button(pane, "Claim…")
    assert not claim.isEnabled()
    select(pane, 1)
    with qtbot.waitSignal(pane.claim_requested) as asked:
        claim.click()
    assert asked.args[0].order_id == order_id(3)


def test_cells_and_rows_are_copied_whole(pane: ClaimsPane) -> None:
    clipboard = QGuiApplication.clipboard()
    view = table(pane)
    select(pane, 0)
    view.setCurrentIndex(view.model().index(0, Column.SINCE))
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "2026-10-24"
    select(pane, 0, 2)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view, Qt.Key.Key_C, both)
    lines = [each.split("\t") for each in clipboard.text().split("\n")]
    assert [(each[0], each[-1]) for each in lines] == [("N2", "12.40"), ("N1", "20.00")]


def test_columns_and_sorting_are_found_again(
    pane: ClaimsPane, watch: ClaimsWatch, qtbot: QtBot
) -> None:
    view = table(pane)
    view.horizontalHeader().setSectionHidden(Column.SHOP, True)
    view.horizontalHeader().setSectionHidden(Column.SKU, False)
    view.sortByColumn(Column.AMOUNT, Qt.SortOrder.DescendingOrder)
    other = ClaimsPane(watch, now=lambda: NOON)
    qtbot.addWidget(other)
    other.restore_layout(pane.save_layout())
    assert table(other).horizontalHeader().isSectionHidden(Column.SHOP)
    assert not table(other).horizontalHeader().isSectionHidden(Column.SKU)
    assert column(other, Column.ORDER) == ["N3", "N1", "N2"]
    other.restore_layout(["columns: 3", view.save_layout()])  # type: ignore[attr-defined]  # ours


def test_letters_go_into_the_search_and_down_comes_back(pane: ClaimsPane) -> None:
    pane.activateWindow()
    pane.focus_rows()
    QTest.keyClick(table(pane), Qt.Key.Key_F)
    field = pane.findChildren(SearchField)[0]
    assert field.text() == "f"
    QTest.keyClicks(field, "inch")
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert column(pane, Column.ORDER) == ["N2"]
    assert pane._table.current_row is not None


@pytest.mark.parametrize("key", DELETE)
def test_several_orders_are_muted_at_once_for_good_and_that_is_undone(
    pane: ClaimsPane, desk: ClaimsDesk, key: Qt.Key
) -> None:
    select(pane, 0, 1)
    press = lambda: QTest.keyClick(table(pane), key)  # noqa: E731 - shorter than a function
    actions = mute_menu(pane, press)
    assert actions[0].text() == "For good: the buyer has it"
    actions[0].trigger()
    assert column(pane, Column.ORDER) == ["N1"]
    assert pane._bar.heading.text() == "1 to claim, up to USD 20.00"
    assert desk.kept.muted() == {order_id(2): None, order_id(3): None}
    assert pane._notice.text == "2 orders are muted."
    pane._notice.buttons[0].click()
    assert column(pane, Column.ORDER) == ["N2", "N3", "N1"]
    assert desk.kept.muted() == {}


def test_after_an_order_was_muted_the_keys_go_on_with_the_next(
    pane: ClaimsPane, qtbot: QtBot
) -> None:
    with qtbot.waitActive(pane):
        pane.activateWindow()
    pane.focus_rows()
    mute_menu(pane, lambda: QTest.keyClick(table(pane), Qt.Key.Key_Delete))[0].trigger()
    row = pane._table.current_row
    assert row is not None
    assert row.name == "N3"
    assert [each.name for each in pane._table.chosen] == ["N3"]


def test_an_order_is_muted_until_a_day_on_which_it_counts_again(
    pane: ClaimsPane, desk: ClaimsDesk, watch: ClaimsWatch
) -> None:
    select(pane, 0)
    actions = mute_menu(pane, button(pane, "Mute").click)
    assert actions[1].text() == "For 7 days, until 29 Nov 2026"
    actions[1].trigger()
    assert desk.kept.muted() == {order_id(2): TODAY + timedelta(days=7)}
    watch._now = lambda: NOON + timedelta(days=7)
    watch.reload()
    assert column(pane, Column.ORDER)[0] == "N2"


def test_any_other_day_can_be_chosen(pane: ClaimsPane, desk: ClaimsDesk) -> None:
    select(pane, 2)
    mute_menu(pane, button(pane, "Mute").click)[-1].trigger()
    dialog = pane.findChildren(MuteDialog)[0]
    dialog._day.setDate(dialog._day.date().addDays(1))
    wanted: Any = dialog._day.date().toPython()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert desk.kept.muted() == {order_id(1): wanted}


def test_muted_orders_are_shown_with_until_when_and_can_be_unmuted(
    pane: ClaimsPane, desk: ClaimsDesk
) -> None:
    select(pane, 0)
    mute_menu(pane, button(pane, "Mute").click)[0].trigger()
    button(pane, "Show muted").click()
    assert pane._bar.heading.text() == "1 muted, up to USD 12.40"
    assert column(pane, Column.WHY) == ["Muted: 90 days under way, limit 60"]
    select(pane, 0)
    button(pane, "Unmute").click()
    assert desk.kept.muted() == {}
    assert pane._empty.heading.text() == "No order is muted"
    button(pane, "Hide muted").click()
    assert column(pane, Column.ORDER) == ["N2", "N3", "N1"]


def test_a_selection_stays_with_its_orders_when_others_come(
    pane: ClaimsPane, desk: ClaimsDesk, watch: ClaimsWatch
) -> None:
    select(pane, 1, 2)
    desk.keep(facts(8, sent=120))
    desk.track(told(8))
    watch.reload()
    assert column(pane, Column.ORDER) == ["N8", "N2", "N3", "N1"]
    assert [each.name for each in pane._table.chosen] == ["N3", "N1"]


@pytest.mark.parametrize("state", [FilingState.FILED, FilingState.HANDED_OVER])
def test_an_order_that_was_just_filed_is_no_longer_to_be_claimed(
    pane: ClaimsPane, desk: ClaimsDesk, watch: ClaimsWatch, state: FilingState
) -> None:
    made = draft()
    of_order = made.__class__(made.reference, order_id(2), made.order_number, made.lines)
    desk.drafts.filings.append(Filing(of_order, state, NOON, NOON))
    watch.reload()
    assert column(pane, Column.ORDER) == ["N3", "N1"]
    show(pane, Show.ALL)
    assert "A dispute is under way; CJ does not list it yet" in column(pane, Column.WHY)


def test_a_row_has_a_menu_with_the_claim_muting_copying_and_columns(pane: ClaimsPane) -> None:
    select(pane, 0)
    view = table(pane)
    reason = QContextMenuEvent.Reason.Keyboard
    view.contextMenuEvent(QContextMenuEvent(reason, QPoint(), QPoint()))
    QApplication.processEvents()
    menu = next(each for each in view.findChildren(QMenu) if each.isVisible())
    texts = [each.text() for each in menu.actions() if each.text()]
    assert menu.activeAction() is menu.actions()[0], "a screen reader tells where it is"
    menu.close()
    wanted = ["Claim…", "Mute…", "Copy", "Copy row", "Most urgent first", "Columns"]
    assert texts == wanted


def test_what_was_told_of_one_account_is_not_told_of_the_next(
    pane: ClaimsPane, desk: ClaimsDesk, watch: ClaimsWatch, tmp_path: Path
) -> None:
    watch.mute((order_id(1), order_id(2)), None)
    assert pane._notice.text == "2 orders are muted."
    watch.open_desk(ClaimsDesk(tmp_path, "next").as_desk)
    assert pane._notice.text == ""
    assert set(desk.kept.muted()) == {order_id(1), order_id(2)}
