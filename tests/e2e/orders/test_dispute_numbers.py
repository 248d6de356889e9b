"""A dispute's number in the order box, in the whole program."""

from __future__ import annotations

import math
from functools import partial

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from app.api.http.rate_limiter import RateLimiter
from app.domain.history.history import HistoryQuery
from app.domain.ids import DisputeId
from app.practice.world.sample_data import PARTLY_ORDER
from app.program import Program
from app.ui.history.cancel import CancelDialog
from app.ui.history.details.panel import DetailsPanel
from app.ui.orders.items_model import Column
from app.ui.orders.result import OrderAnswer
from app.ui.widgets.notices.notice_bar import NoticeBar
from tests.cj.server import FaultyServer
from tests.e2e.conftest import Start, find

PATIENCE = 15_000


def test_what_holds_an_order_is_named_by_itself_once_the_history_is_read(
    qtbot: QtBot, start: Start, practice_server: FaultyServer
) -> None:
    practice_server.scenarios.arm("http_503", "disputes/getDisputeList", times=None)
    program = start("--practice")
    with qtbot.waitSignal(program.window.orders.order_shown, timeout=PATIENCE):
        program.window.look_up(PARTLY_ORDER)
    assert "In a dispute already, or too late" in states(program)
    assert numbers(program) == []

    practice_server.scenarios.clear()
    program.window.history.refresh()

    qtbot.waitUntil(
        lambda: any("in dispute SH" in each for each in states(program)), timeout=PATIENCE
    )
    find(program.window.orders, QPushButton, "Show it").click()
    qtbot.waitUntil(lambda: shown(program) is not None, timeout=PATIENCE)


def states(program: Program) -> list[str]:
    """What is said of each line of the order that is shown."""
    (table,) = program.window.orders.findChildren(QTableView)
    model = table.model()
    return [model.index(row, Column.STATE).data() for row in range(model.rowCount())]


@pytest.fixture
def program(qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch) -> Program:
    """In practice mode without waits, once the history is read."""
    monkeypatch.setattr("app.composition.RateLimiter", partial(RateLimiter, math.inf))
    monkeypatch.setattr(RateLimiter, "note_limit", lambda _pace, _limit: None)
    server = FaultyServer(pace=0, life=False)
    monkeypatch.setattr("app.practice.server.PracticeServer", lambda _world: server)
    program = start("--practice")
    qtbot.waitUntil(lambda: bool(numbers(program)), timeout=PATIENCE)
    return program


def numbers(program: Program) -> list[str]:
    desk = program.window.desk
    rows = desk.history.rows(HistoryQuery()).rows if desk else ()
    return [row.dispute.dispute_id for row in rows]


def shown(program: Program) -> str | None:
    panels = program.window.findChildren(DetailsPanel)
    return next((each.dispute_id for each in panels if each.isVisible()), None)


def test_an_order_is_not_said_to_be_held_by_a_dispute_that_was_just_cancelled(
    qtbot: QtBot, program: Program
) -> None:
    window = program.window
    with qtbot.waitSignal(window.orders.order_shown, timeout=PATIENCE):
        window.look_up(PARTLY_ORDER)
    qtbot.waitUntil(
        lambda: any("in dispute SH" in each for each in states(program)), timeout=PATIENCE
    )
    find(window.orders, QPushButton, "Show it").click()
    qtbot.waitUntil(lambda: shown(program) is not None, timeout=PATIENCE)
    holder = DisputeId(shown(program) or "")
    window.history.cancel_dispute(holder)
    qtbot.waitUntil(lambda: bool(window.findChildren(CancelDialog)), timeout=PATIENCE)
    window.findChildren(CancelDialog)[0]._cancel.click()

    (card,) = window.findChildren(OrderAnswer)
    qtbot.waitUntil(lambda: not card._card.isVisible(), timeout=PATIENCE)
    assert window.orders._box.text() == PARTLY_ORDER


def test_a_pasted_dispute_is_selected_and_shown_whatever_was_in_front(
    qtbot: QtBot, program: Program
) -> None:
    wanted = numbers(program)[-1]
    program.window.tabs.show_insights()
    program.window.look_up(f"Dispute {wanted.lower()}, please")
    qtbot.waitUntil(lambda: shown(program) == wanted, timeout=PATIENCE)
    program.window.look_up("SH2699990000009999999")
    (bar, *_) = program.window.orders.findChildren(NoticeBar)
    qtbot.waitUntil(lambda: "CJ tells of no such dispute" in bar.text, timeout=PATIENCE)


def test_the_dispute_that_holds_a_line_is_shown_by_one_press(
    qtbot: QtBot, program: Program
) -> None:
    with qtbot.waitSignal(program.window.orders.order_shown, timeout=PATIENCE):
        program.window.look_up(PARTLY_ORDER)
    find(program.window.orders, QPushButton, "Show it").click()
    qtbot.waitUntil(lambda: shown(program) is not None, timeout=PATIENCE)
    labels = program.window.orders.findChildren(QLabel)
    assert any(f"The rest: {shown(program)}." in each.text() for each in labels)
