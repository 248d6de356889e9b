"""What the window shows of a history of 120 where CJ's answers are incomplete or wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from app import composition
from app.api.http.rate_limiter import RateLimiter
from app.practice.http_server import HttpReply, RequestInfo
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.program import Program
from app.ui.history.bar import FreshnessLabel
from app.ui.history.details.panel import DetailsPanel
from app.ui.history.table.columns import Column
from tests.cj.faults import envelope_of
from tests.cj.server import FaultyServer
from tests.e2e.conftest import find
from tests.e2e.test_main_job import PATIENCE, press, signed_in, table_texts, texts

__all__ = ["signed_in"]  # a fixture that pytest finds by its name here

LIST, DETAIL = "disputes/getDisputeList", "disputes/getDisputeDetail"
TRUE = object()
ALL = 120
_TOLD = 14
"""Disputes of the practice world itself; the rest is generated."""


@dataclass(frozen=True)
class Lie:
    """What CJ's list does otherwise than it says."""

    total: object = TRUE
    most: int = 50
    empty: int = 0
    """A page that comes without rows."""
    is_once: bool = True
    """Whether only the first time."""
    ignores_page: bool = False
    ignores_order: bool = False


class LyingServer(FaultyServer):
    """A CJ on a real socket with 120 disputes and a list that is told how to lie."""

    def __init__(self) -> None:
        super().__init__(pace=0, life=False, extra_disputes=ALL - _TOLD)
        self.lie = Lie()
        self.untold: frozenset[str] = frozenset()
        """Fields that details leave out."""
        self._emptied = False

    def right_reply(self, request: RequestInfo) -> HttpReply:
        lie = self.lie
        if request.endpoint == DETAIL and self.untold:
            reply = super().right_reply(request)
            content = envelope_of(reply)
            detail = content["data"]
            assert isinstance(detail, dict)
            kept = {name: value for name, value in detail.items() if name not in self.untold}
            return replace(reply, content=content | {"data": kept})
        if request.endpoint != LIST:
            return super().right_reply(request)
        query = dict(request.query)
        query["pageSize"] = [str(min(int(query["pageSize"][0]), lie.most))]
        if lie.ignores_page:
            query["pageNum"] = ["1"]
        if lie.ignores_order:
            query.pop("orderId", None)
        reply = super().right_reply(replace(request, query=query))
        content = envelope_of(reply)
        data = content["data"]
        assert isinstance(data, dict)
        data = dict(data)
        if int(query["pageNum"][0]) == lie.empty and not (lie.is_once and self._emptied):
            data["list"], self._emptied = [], True
        if lie.total is not TRUE:
            data["total"] = lie.total
        return replace(reply, content=content | {"data": data})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyServer]:
    monkeypatch.setattr(composition, "RateLimiter", partial(RateLimiter, math.inf))
    with LyingServer() as running:
        yield running
        assert running.internal_errors == []


@pytest.fixture
def lying(server: FaultyServer) -> LyingServer:
    assert isinstance(server, LyingServer)
    return server


@pytest.fixture
def lie(request: pytest.FixtureRequest, lying: LyingServer) -> Lie:
    """Told before the program first asks."""
    lying.lie = request.param
    return lying.lie


def freshness(program: Program) -> str:
    (shown,) = (each for each in program.window.findChildren(FreshnessLabel) if each.isVisible())
    return shown.text()


def disputes(program: Program) -> QTableView:
    return find(program.window, QTableView, "Disputes")


def wait_for_rows(qtbot: QtBot, program: Program, count: int) -> None:
    qtbot.waitUntil(lambda: disputes(program).model().rowCount() == count, timeout=PATIENCE)


WHOLE = {  # all that a list may say: tests/services/history/test_whole_history.py
    "total 0": Lie(total=0),
    "pages of 10": Lie(most=10),
    "an empty page in between": Lie(empty=2),
    "the order is ignored": Lie(ignores_order=True),
}
CUT = {
    "page 1 again and again": (Lie(ignores_page=True), 50),
    "a page that stays empty": (Lie(empty=2, is_once=False), 70),
}


@pytest.mark.parametrize("lie", WHOLE.values(), ids=WHOLE, indirect=True)
def test_a_history_of_120_is_whole_and_checked_just_now_whatever_the_list_says(
    qtbot: QtBot, lie: Lie, signed_in: Program
) -> None:
    program = signed_in
    wait_for_rows(qtbot, program, ALL)
    qtbot.waitUntil(lambda: "just now" in freshness(program), timeout=PATIENCE)
    assert freshness(program).startswith("Checked ")
    assert "CJ counts" not in texts(program)
    assert f"Disputes: {ALL}" in texts(program)


@pytest.mark.parametrize(("lie", "listed"), CUT.values(), ids=CUT, indirect=["lie"])
def test_a_history_that_cannot_be_had_whole_says_so(
    qtbot: QtBot, lie: Lie, signed_in: Program, listed: int
) -> None:
    program = signed_in
    wait_for_rows(qtbot, program, listed)
    qtbot.waitUntil(
        lambda: freshness(program).startswith(f"CJ counts {ALL}, lists {listed}."),
        timeout=PATIENCE,
    )


@pytest.mark.parametrize("lie", [Lie(ignores_order=True)], indirect=True)
def test_no_foreign_dispute_is_shown_under_the_order_that_cj_was_asked_for(
    qtbot: QtBot, lying: LyingServer, lie: Lie, signed_in: Program
) -> None:
    program = signed_in
    wait_for_rows(qtbot, program, ALL)
    QTest.keyClicks(find(program.window, QLineEdit, "Order number"), TUTORIAL_ORDER)
    press(qtbot, program, "Look up")
    press(qtbot, program, "File dispute…")
    qtbot.waitUntil(
        lambda: any("orderId" in each.query for each in lying.record.of(LIST)), timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: "Up to USD 42.48" in texts(program), timeout=PATIENCE)
    lying.record.clear()
    program.window.history.refresh()
    qtbot.waitUntil(lambda: bool(lying.record.of(LIST)), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "just now" in freshness(program), timeout=PATIENCE)
    assert not any(TUTORIAL_ORDER in each for each in table_texts(disputes(program), Column.ORDER))


def test_details_that_tell_no_refund_take_none_away(
    qtbot: QtBot, lying: LyingServer, signed_in: Program
) -> None:
    program = signed_in
    wait_for_rows(qtbot, program, ALL)
    table = disputes(program)
    refunds = table_texts(table, Column.REFUND)
    at = next(row for row, text in enumerate(refunds) if text.startswith("USD "))
    outcome = table_texts(table, Column.OUTCOME)[at]
    lying.untold = frozenset({"money", "refundAmount", "refundDetails", "finallyDeal"})
    table.selectRow(at)
    number = table_texts(table)[at]
    qtbot.waitUntil(
        lambda: any(number in str(each.query) for each in lying.record.of(DETAIL)),
        timeout=PATIENCE,
    )
    lying.record.clear()
    program.window.history.refresh()
    qtbot.waitUntil(lambda: bool(lying.record.of(LIST)), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "just now" in freshness(program), timeout=PATIENCE)
    assert table_texts(table, Column.REFUND)[at] == refunds[at]
    assert table_texts(table, Column.OUTCOME)[at] == outcome
    panel = program.window.findChild(DetailsPanel)
    assert panel is not None
    words = "\n".join(each.text() for each in panel.findChildren(QLabel) if each.isVisible())
    assert refunds[at] in words
    assert outcome in words
