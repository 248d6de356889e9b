from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.background.runner import Lane
from app.domain.disputes.disputes import Dispute, DisputeLine, Outcome
from app.domain.errors import StorageCause, StorageFailed
from app.domain.history.buyer_refunds import BuyerRefund
from app.domain.history.insights import Overview, Rankings
from app.domain.history.spans import Days, Span
from app.domain.ids import DisputeId
from app.services.account_services import AccountServices
from app.services.history.reports import InsightsService
from app.storage.database.database import Database
from app.storage.history.buyer_refunds import BuyerRefundStore
from app.storage.history.cache import DisputeCache
from app.storage.history.insights_query import InsightsReader
from app.storage.preferences import PreferenceValues
from app.ui.insights.pane import InsightsPane
from app.ui.insights.tables import BAR_ROLE
from app.ui.widgets.layouts import fill
from tests import builders
from tests.builders import NOON
from tests.data_files import ready_database
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.ui.pages import dressed

Show = Callable[..., InsightsPane]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return ready_database(tmp_path / "a1.sqlite3")


def a_few() -> list[Dispute]:
    line = (DisputeLine("Lamp", "<b>Hengtai</b>", product_code="CJ-1"),)
    refund = builders.dispute("SH1", outcome=Outcome.REFUND, refund="12.50")
    return [
        replace(refund, lines=line),
        replace(builders.dispute("SH2", outcome=Outcome.REJECT), lines=line),
        builders.dispute("SH3"),
        builders.dispute("SH4", created=NOON - timedelta(days=800)),
    ]


@pytest.fixture
def show(qtbot: QtBot, database: Database) -> Show:
    """Makes a pane on these disputes."""

    def show_it(disputes: list[Dispute], service: object = None) -> InsightsPane:
        DisputeCache(database).save_page(disputes, NOON)
        pane = InsightsPane(inline_runner(), now=lambda: NOON)
        qtbot.addWidget(pane)
        pane.resize(1240, 900)
        pane.show()
        insights = service or InsightsService(InsightsReader(database), lambda: NOON)
        reports = SimpleNamespace(insights=insights)
        pane.open_desk(cast("AccountServices", SimpleNamespace(reports=reports)))
        return pane

    return show_it


def named(pane: QWidget, kind: type[QWidget], name: str) -> QWidget:
    children: list[QWidget] = pane.findChildren(kind)
    found = [
        each
        for each in children
        if name == QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
        and each.isVisible()
    ]
    assert len(found) == 1, name
    return found[0]


def combo(pane: QWidget, name: str) -> QComboBox:
    """By its own name: to a screen reader on X11 its name is the current text."""
    return next(each for each in pane.findChildren(QComboBox) if each.accessibleName() == name)


def texts(table: QTableView) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_focus_comes_along_from_another_pane_while_nothing_is_counted_yet(
    qtbot: QtBot, database: Database
) -> None:
    held = HeldExecutor()
    runner = inline_runner({Lane.REPORTS: held})
    pane, before, panes = InsightsPane(runner, now=lambda: NOON), QLineEdit(), QStackedWidget()
    qtbot.addWidget(panes)
    panes.addWidget(before)
    panes.addWidget(pane)
    reports = SimpleNamespace(insights=InsightsService(InsightsReader(database), lambda: NOON))
    pane.open_desk(cast("AccountServices", SimpleNamespace(reports=reports)))
    with qtbot.waitActive(panes):
        panes.show()
    before.setFocus()
    panes.setCurrentWidget(pane)
    while held.held:
        held.release()
    assert panes.focusWidget() is combo(pane, "Created")
    runner.close()


def test_the_figures_are_shown(show: Show) -> None:
    pane = show(a_few())
    tiles = pane._tiles
    assert tiles.recovered._figure.text() == "USD 12.50"
    assert tiles.open._figure.text() == "1"
    assert tiles.won._figure.text() == "50 %"
    assert tiles.won._sentence.text() == "1 of 2 decided; 1 rejected."
    assert tiles.time._figure.text() == "–"
    assert "Known for 0 of 2" in tiles.time._sentence.text()
    asked = "The amount asked for is known for 0 of 3 disputes: those filed with this program."
    assert asked in pane._unknown.text()


def test_refunds_whose_amount_is_not_told_are_not_zero(show: Show) -> None:
    untold = builders.dispute("SH1", outcome=Outcome.REFUND)
    pane = show([untold, builders.dispute("SH2", outcome=Outcome.REISSUE)])
    assert pane._tiles.recovered._figure.text() == "–"
    assert pane._tiles.recovered._sentence.text() == "Refunds: 1. Reissued: 1."
    assert "Refunds in no sum, as CJ has not told the amount: 1." in pane._unknown.text()


def test_larger_text_gives_each_figure_its_room(show: Show, qapp: QApplication) -> None:
    def places(widgets: Iterable[QWidget]) -> list[tuple[int, int]]:
        return [each.mapTo(pane, QPoint()).toTuple() for each in widgets]

    pane = show(a_few())
    tiles = pane._tiles
    four = (tiles.recovered, tiles.open, tiles.won, tiles.time)
    with dressed(qapp, PreferenceValues(text_percent=200)):
        for width, columns in ((1240, 4), (800, 2)):
            pane.resize(width, 900)
            QApplication.processEvents()
            assert len({x for x, _ in places(pane._rankings.values())}) == 1
            assert len({x for x, _ in places(four)}) == columns


def test_the_total_is_seen_above_the_bar_that_scrolls_sideways(
    show: Show, qapp: QApplication
) -> None:
    pane = show(a_few())
    with dressed(qapp):
        pane.resize(560, 900)
        for _ in range(10):
            QApplication.processEvents()
        table = pane._table
        bar = table.horizontalScrollBar()
        assert bar.maximum() > 0
        last = table.visualRect(table.model().index(table.model().rowCount() - 1, 0))
        assert last.bottom() <= table.viewport().height()


def test_the_table_behind_the_chart_has_every_month_and_the_total(show: Show) -> None:
    pane = show(a_few())
    table = cast("QTableView", named(pane, QTableView, "Insights table"))
    rows = texts(table)
    assert len(rows) == 13
    assert rows[0][:7] == ["November 2026", "3", "1", "–", "1", "1", "–"]
    assert rows[0][7] == "12.50"
    assert rows[-1][:2] == ["Total", "3"]


def test_reason_supplier_and_sku_are_ranked(show: Show) -> None:
    pane = show(a_few())
    suppliers = cast("QTableView", named(pane, QTableView, "Supplier"))
    assert texts(suppliers) == [
        ["<b>Hengtai</b>", "2", "12.50", "50 %"],
        ["Not known", "1", "–", "–"],
    ]
    assert suppliers.model().index(0, 0).data(BAR_ROLE) == 1
    tooltip = suppliers.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;Hengtai" in tooltip  # shown as it is, not in bold
    assert texts(cast("QTableView", named(pane, QTableView, "SKU")))[0][0] == "CJ-1"
    reasons = texts(cast("QTableView", named(pane, QTableView, "Reason")))
    assert reasons == [["Product Damaged", "3", "12.50", "50 %"]]


def test_many_suppliers_are_the_largest_and_the_others(show: Show) -> None:
    disputes = [
        replace(
            builders.dispute(f"SH{number}"),
            lines=(DisputeLine("Lamp", f"Supplier {number % 12:02}"),),
        )
        for number in range(18)
    ]
    rows = texts(cast("QTableView", named(show(disputes), QTableView, "Supplier")))
    assert [row[0] for row in rows] == [f"Supplier {n:02}" for n in range(8)] + ["Others: 4"]
    assert rows[-1][1] == "4"


def test_the_span_is_chosen(show: Show) -> None:
    pane = show(a_few())
    span = combo(pane, "Created")
    assert span.currentText() == "12 months"
    span.setCurrentIndex(span.findText("Any time"))
    assert texts(cast("QTableView", named(pane, QTableView, "Insights table")))[-1][1] == "4"
    assert len(pane._chart._periods) == 27


def test_days_are_chosen_from_one_to_another(show: Show, qtbot: QtBot) -> None:
    pane = show(a_few())
    span = combo(pane, "Created")
    assert not pane._span.dates.isVisible()
    span.setCurrentIndex(span.findText("From – to"))
    assert pane._span.span == Days(date(2025, 12, 1), date(2026, 11, 22))
    start, end = (cast("QDateEdit", named(pane, QDateEdit, name)) for name in ("From", "To"))
    start.setDate(QDate(2024, 9, 13))
    end.setDate(QDate(2024, 9, 13))
    assert texts(cast("QTableView", named(pane, QTableView, "Insights table")))[-1][1] == "1"
    assert len(pane._chart._periods) == 1
    end.setDate(QDate(2024, 9, 12))
    assert start.date() == QDate(2024, 9, 12)
    assert pane._empty.isVisible()
    assert pane._empty.button.text() == "Show all"
    pane._empty.button.click()
    assert span.currentText() == "Any time"
    assert not pane._span.dates.isVisible()


def test_the_chart_shows_money_or_numbers(show: Show, qtbot: QtBot) -> None:
    pane = show(a_few())
    measure = combo(pane, "Chart shows")
    pane.activateWindow()
    pane._chart.setFocus()
    qtbot.waitUntil(pane._chart.hasFocus)
    assert "Recovered: USD 12.50" in pane._chart.accessibleDescription()
    measure.setCurrentIndex(1)
    assert "Recovered: 1, Open: 1, Rejected: 1" in pane._chart.accessibleDescription()


def test_a_table_is_copied_whole_or_in_part(show: Show, qtbot: QtBot) -> None:
    pane = show(a_few())
    QTest.mouseClick(named(pane, QPushButton, "Copy table"), Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Period\tDisputes\tRecovered")
    assert lines[1].startswith("November 2026\t3\t1\t0\t1\t1\t0\t12.50")
    assert len(lines) == 14
    table = cast("QTableView", named(pane, QTableView, "Reason"))
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Product Damaged\t3\t12.50\t50 %"


def test_a_spreadsheet_runs_nothing_of_a_copied_table(show: Show) -> None:
    pane = show([replace(builders.dispute("SH1"), reason="=1+1")])
    table = cast("QTableView", named(pane, QTableView, "Reason"))
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("'=1+1\t1\t")


def test_without_disputes_it_says_what_will_be_here(show: Show) -> None:
    pane = show([])
    assert pane._empty.isVisible()
    assert pane._empty.heading.text() == "No figures yet"
    assert not pane._choices.isVisible()


def test_where_all_are_older_it_offers_to_show_them(show: Show) -> None:
    pane = show(a_few()[3:])
    assert pane._empty.heading.text() == "No dispute was created in this time"
    assert pane._choices.isVisible()
    pane._empty.button.click()
    assert pane._tiles.open._figure.text() == "1"
    assert not pane._empty.isVisible()


def test_signed_out_it_offers_to_sign_in(qtbot: QtBot) -> None:
    pane = InsightsPane(inline_runner())
    qtbot.addWidget(pane)
    pane.show()
    with qtbot.waitSignal(pane.sign_in_requested):
        pane._empty.button.click()


class CountingService:
    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.error: StorageFailed | None = None

    def overview(self, span: Span) -> Overview:
        self.spans.append(span)
        raise self.error or StorageFailed(StorageCause.LOCKED)

    def rankings(self, span: Span) -> Rankings:
        return Rankings((), ())


def test_a_failure_is_told_and_tried_again_when_looked_at(show: Show) -> None:
    service = CountingService()
    pane = show([], service)
    assert "Another program holds the data file" in pane._notice.text
    pane.hide()
    pane.show()
    assert len(service.spans) == 2


def test_what_nobody_looks_at_is_not_counted(show: Show) -> None:
    service = CountingService()
    pane = show([], service)
    pane.hide()
    pane.reload()
    pane.reload()
    assert len(service.spans) == 1
    pane.show()
    assert len(service.spans) == 2


def test_narrow_or_wide_the_rankings_fit(show: Show, qtbot: QtBot) -> None:
    pane = show(a_few())
    tops = {card.y() for card in pane._ranking_cards}
    assert len(tops) == 1
    pane.resize(700, 900)
    qtbot.waitUntil(lambda: len({card.y() for card in pane._ranking_cards}) == 3)


def test_losses_are_shown_once_a_refund_to_a_buyer_was_entered(
    show: Show, database: Database
) -> None:
    def headings(name: str) -> list[str]:
        model = cast("QTableView", named(pane, QTableView, name)).model()
        return [
            str(model.headerData(column, Qt.Orientation.Horizontal))
            for column in range(model.columnCount())
        ]

    pane = show(a_few())
    assert "USD net loss" not in headings("Insights table")
    assert "Net loss" not in headings("Supplier")
    choice = combo(pane, "Chart shows")
    choice.setCurrentIndex(choice.findText("Net loss (USD)"))
    assert pane._chart.fates == ()
    assert "Enter what you refunded to buyers" in pane._unknown.text()

    refunds = {DisputeId(f"SH{number}"): BuyerRefund(Decimal("20.00")) for number in (1, 2, 3)}
    BuyerRefundStore(database).save(refunds, NOON)
    pane.reload()
    assert headings("Insights table")[-2:] == ["USD to buyers", "USD net loss"]
    table = cast("QTableView", named(pane, QTableView, "Insights table"))
    assert texts(table)[-1][-2:] == ["60.00", "27.50"]
    assert texts(table)[1][-2:] == ["–", "–"]
    assert headings("Supplier")[-1] == "Net loss"
    suppliers = texts(cast("QTableView", named(pane, QTableView, "Supplier")))
    assert [row[-1] for row in suppliers] == ["27.50", "–"]
    assert "Refunded to buyers: USD 60.00 in 3 disputes." in pane._unknown.text()
    assert "known for 2 of them: USD 27.50." in pane._unknown.text()
    assert pane._chart.accessibleName() == "Chart of net losses by month"
    QTest.keyClick(pane._chart, Qt.Key.Key_End)
    assert (
        "After a refund: USD 7.50, After a rejection: USD 20.00"
        in pane._chart.accessibleDescription()
    )


@pytest.mark.parametrize(("percent", "scrolling"), [(100, "figures"), (200, "window")])
def test_nothing_scrolls_inside_of_a_window_that_scrolls(
    qtbot: QtBot, qapp: QApplication, show: Show, percent: int, scrolling: str
) -> None:
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        pane = show(a_few())
        window = QScrollArea()
        window.setWidgetResizable(True)
        body, order = QWidget(), QWidget()
        order.setFixedHeight(3 * percent)
        fill(QVBoxLayout(body), order, (pane, 1))
        window.setWidget(body)
        window.resize(1280, 720)
        window.show()
        for _ in range(10):  # a layout passes its new size on in the next round of events
            qapp.processEvents()
        areas = {"window": window, "figures": pane._scroll}
        found = [name for name, each in areas.items() if each.verticalScrollBar().maximum() > 0]
        pane.setParent(None)
        delete(window)
        assert found == [scrolling]
