from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from app.services.history.syncing import HistorySync
from tests.cj.simulation import judge, simulation
from tests.cj.simulation.character import Character
from tests.cj.simulation.network import Weather
from tests.cj.simulation.plan import Plan, Temper, draw_plan
from tests.cj.simulation.sabotage import BROKEN
from tests.cj.simulation.simulation import quiet, run, run_many

ROOT = Path(__file__).resolve().parents[3]
PORTION = 30
MOST = 100
"""Runs within which a broken program has to be caught. Most are within the first ten."""
FIRST = {
    "adopts anything new": 12,
    "minds no time": 235,
    "sends again at once": 2,
    "sends under a new reference": 2,
    "sends at start": 53,
    "has no guard": 545,
    "guards with an old list": 6,
    "fails with its ledger": 41,
    "takes a doubt for a no": 5,
    "takes a doubt for a yes": 23,
    "offers to send again at once": 106,
    "offers no way on": 371,
    "reads one page": 470,
    "restores what was being sent as drafts": 409,
}
"""Seeds from which on runs are tried: the first of them is short and shows it today."""


@pytest.mark.parametrize("first", range(0, 4 * PORTION, PORTION))
def test_no_promise_is_broken_with_a_cj_of_any_character(first: int) -> None:
    sums = run_many(range(first, first + PORTION))
    strict = (each for each in judge.RULES if each != judge.UNCONFIRMED)
    assert {rule: sums.seeds[rule] for rule in strict if rule in sums.seeds} == {}
    assert sums.filings >= PORTION / 2
    # What CJ lists soon is confirmed by itself: 99 % of it, says the promise.
    assert sums.listed_in_time >= PORTION / 5
    assert sums.listed_in_time - sums.confirmed_by_itself <= 1, sums.seeds[judge.UNCONFIRMED]


@pytest.mark.parametrize(
    "habit",
    [
        {"lines": "other ids"},
        {"clock": -300.0, "lines": "empty"},
        {"clock": 90.0},
        {"dates": "local ms", "zone": 8, "timed_ids": False, "lines": "empty"},
        {"splits": True},
        {"row_for": "item"},
        {"tells_wish": True},
    ],
)
def test_what_the_list_shows_in_an_unusual_way_is_not_sent_again(
    monkeypatch: pytest.MonkeyPatch, habit: dict[str, Any]
) -> None:
    # The answer is lost, and the person sends again as soon as that is offered.
    plan = draw_plan(3003)
    told = Character(recognises=False, holds_lines=False, order_dispute="null", plain_lag=5.0)
    character = replace(told, filtered_lag=5.0, **habit)
    lines = tuple((each.line_id, 1) for each in plan.orders[0].lines[:2])
    temper = Temper(
        reads=10.0,
        is_hasty=True,
        presses_again=0.0,
        favourite="send again",
        says="leave",
        double_click=False,
    )
    bare = Plan(3003, character, plan.orders, lines, 1, 3, temper, Weather(0.0, ["page after"], []))
    monkeypatch.setattr(simulation, "draw_plan", lambda _seed: bare)
    with quiet():
        outcome = run(3003)
    assert outcome.findings == []
    assert outcome.totals.filings == 1


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_program_is_caught(name: str) -> None:
    broken = BROKEN[name]
    with quiet(), broken.patched():
        fitting = (seed for seed in count(FIRST.get(name, 0)) if broken.fits(draw_plan(seed)))
        for seed in islice(fitting, MOST):
            outcome = run(seed, parts=broken.parts, make_acts=broken.acts)
            if any(each.rule == broken.rule for each in outcome.findings):
                return
    pytest.fail(f"{MOST} runs without {broken.rule!r}")


def test_a_poll_that_may_have_missed_something_is_not_judged_by_what_it_does_not_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def shortfalls() -> list[str]:
        found = run(1657057101005382).findings
        return [each.what for each in found if each.rule == judge.SHORTFALL]

    with quiet():
        assert shortfalls() == []
        monkeypatch.setattr(HistorySync, "_nothing_new_is_behind", lambda _sync: True)
        assert shortfalls() == ["90 stored, CJ lists 91"]


def test_a_seed_is_one_exact_replay() -> None:
    with quiet():
        for seed in range(2000, 2003):
            first, second = (run(seed, is_told=True) for _ in range(2))
            assert first.story == second.story
            assert first.findings == run(seed).findings, "a run that is described goes otherwise"


def test_another_process_replays_the_same_run() -> None:
    command = [sys.executable, "-m", "tests.cj.simulation", "--replay", "2001"]
    told = [
        subprocess.run(  # noqa: S603
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": order_of_sets},
            capture_output=True,
            check=False,
        ).stdout
        for order_of_sets in ("random", "0")
    ]
    assert told[0] == told[1]
    assert b"seed 2001" in told[0]
