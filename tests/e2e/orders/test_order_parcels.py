"""Where an order's parcels are, in the whole program: asked by itself, kept over a new start."""

from __future__ import annotations

import math
from functools import partial

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.api.http.rate_limiter import RateLimiter
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.program import Program
from tests.cj.server import FaultyServer
from tests.e2e.conftest import Start, close

PATIENCE = 15_000


def words(program: Program) -> str:
    labels = program.window.orders.findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisible())


def test_the_last_day_is_told_without_a_press_and_holds_after_a_new_start(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.composition.RateLimiter", partial(RateLimiter, math.inf))
    monkeypatch.setattr(RateLimiter, "note_limit", lambda _pace, _limit: None)
    server = FaultyServer(pace=0, life=False)
    monkeypatch.setattr("app.practice.server.PracticeServer", lambda _world: server)

    def shown() -> str:
        program = start("--practice")
        qtbot.waitUntil(lambda: program.window.desk is not None, timeout=PATIENCE)
        program.window.look_up(TUTORIAL_ORDER)
        qtbot.waitUntil(lambda: "days after delivery" in words(program), timeout=PATIENCE)
        found = words(program)
        close(program)
        return found.split("until ")[1].split(",")[0]

    first = shown()
    asked = [each for each in server.record.endpoints() if "disputeProducts" in each]
    server = FaultyServer(pace=0, life=False)
    server.scenarios.arm("timeout_before", "logistic/trackInfo", times=None)
    server.scenarios.arm("timeout_before", "shopping/order/getOrderDetail", times=None)
    assert shown() == first
    assert asked
