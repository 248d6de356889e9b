"""The fault harness in short: every kind of fault once, some mixed runs, and proof that it bites.

The long version, with a table at its end: `python3 dev.py faults`.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.domain.disputes.disputes import ExpectedOutcome, Reason
from app.domain.filing.filing import DraftLine
from app.domain.ids import LineItemId, OrderId
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.practice.world.state import World
from tests.cj.record import RecordedRequest, read_record
from tests.cj.server import FaultyServer
from tests.cj.simulation.character import Character
from tests.cj.simulation.cj import CREATE
from tests.cj.simulation.judge import FORGOTTEN, LOST_DRAFT, NONE_THERE, TOO_SOON
from tests.faults import judge, report, sabotage
from tests.faults.__main__ import main
from tests.faults.harness import Outcome, play, seeds_from
from tests.faults.plan import FAULTS, Arming, Elsewhere, Moment, Patience, Plan, plan_of
from tests.faults.programs.draft_json import to_json
from tests.faults.programs.factories import ROOT, ProgramFactory
from tests.faults.stand_in import wait_until
from tests.faults.storage_kills import kill_while_writing

MIXED = (
    161515652535806,  # no verdict, a mood of CJ's, many presses, a wrong clock
    173353928826229,  # no verdict, filed elsewhere too, dead tokens
    116576244251841,  # 5xx before and after, code 1600200, filed elsewhere too
    219378016843788,  # timeout, HTML pages, CJ restarts
    216309056969206,  # two programs, slow body, timeout
)
"""Runs whose doubts end soon: looks through half an hour of them are played by the long version."""
KILLS = seeds_from(8, 3)
CARELESS = Character(recognises=False, holds_lines=False)
HURRY = Patience(thinking=(10, 30, 30), moves=4, last_looks=3)
"""Looks enough to send again, and to see what CJ lists at the end. The long version has more."""


def hurried(seed: int, *faults: str) -> Plan:
    """The run of a seed, with fewer looks."""
    return replace(plan_of(seed, *faults), patience=HURRY)


def told(outcome: Outcome) -> str:
    return "\n".join(report.story(outcome))


def careless(seed: int, *faults: str, **changes: Any) -> Plan:
    """A run with a CJ that checks nothing, so that the program alone keeps its promises.

    Nobody helps while the trouble lasts.
    """
    plan = replace(hurried(seed, *faults), character=CARELESS, presses=1, moves=0)
    return replace(plan, **changes)


HELD = Arming("refuse", CREATE, params=(("message", "The product cannot be disputed"),))
LISTS_LATE = replace(CARELESS, filtered_lag=400.0, plain_lag=400.0, order_lag=400.0)
"""Long after a second request may be sent; then what became of the first one is known."""
BEFORE = Elsewhere("before", same_lines=False)
ARRIVED = Elsewhere("arrived", same_lines=False)
SEEDS = {fault: number for number, fault in enumerate(FAULTS)} | {
    "timeout before": 32,
    "5xx before": 31,
    "HTML page": 32,
    "no verdict": 31,
    "code 1600200": 33,
    "expired token": 31,
    "dead refresh token": 33,
    "lists late": 33,
    "network gone": 32,
    "two programs": 33,
}
"""Here, too, the doubts end soon."""
PLANS = {fault: hurried(seed, fault) for fault, seed in SEEDS.items()} | {
    "reset before": careless(1, "reset before"),
    "reset after": careless(
        1, "reset after", favourite="send again", character=LISTS_LATE, moves=3
    ),
    "half JSON": careless(1, "half JSON"),
    "kill -9": careless(1, "kill -9", kill=Moment("before end")),
    "timeout after": careless(1, "timeout after"),
    "429": careless(1, "429"),
    "a mood of CJ's": careless(1, "a mood of CJ's", moods=("no such reference",)),
    "data file locked": careless(1, "data file locked", lock=60.0),
    "filed elsewhere too": careless(
        1, "filed elsewhere too", elsewhere=Elsewhere("before", same_lines=True)
    ),
    "others before": careless(1, "filed elsewhere too", "reset before", elsewhere=BEFORE),
    "others meanwhile": careless(1, "filed elsewhere too", "reset before", elsewhere=ARRIVED),
    "second request fails": careless(
        1,
        "second request fails",
        armed=(Arming("reset_after", CREATE), HELD),
        character=LISTS_LATE,
        moves=8,
    ),
}
"""Every kind of fault once. What shows that something is broken meets a CJ that checks nothing."""
SABOTAGES = {
    "repeats-create": ("reset before", judge.UNASKED),
    "new-reference": ("half JSON", judge.UNASKED),
    "sends-at-start": ("kill -9", judge.UNASKED),
    "ignores-the-guard": ("filed elsewhere too", judge.PAST_THE_GUARD),
    "failure-is-unsent": ("data file locked", FORGOTTEN),
    "second-decides": ("second request fails", FORGOTTEN),
    "doubt-is-yes": ("reset before", NONE_THERE),
    "forgets-the-row": ("timeout after", FORGOTTEN),
    "saves-late": ("429", LOST_DRAFT),
    "adopts-anything": ("others before", NONE_THERE),
    "adopts-the-new": ("others meanwhile", NONE_THERE),
    "sends-after-one-look": ("reset after", TOO_SOON),
    "text-proves-it": ("a mood of CJ's", NONE_THERE),
}
"""How a program is broken -> a run that must show it, and as what."""


@pytest.mark.parametrize("name", PLANS)
def test_a_fault_neither_files_twice_nor_loses_anything(name: str, factory: ProgramFactory) -> None:
    outcome = play(PLANS[name], factory)
    assert not outcome.verdict.breaches, told(outcome)


@pytest.mark.parametrize("broken", sabotage.NAMES)
def test_a_program_broken_on_purpose_is_caught(broken: str, factory: ProgramFactory) -> None:
    plan, rule = SABOTAGES[broken]
    outcome = play(PLANS[plan], factory, broken)
    assert rule in {each.rule for each in outcome.verdict.breaches}, told(outcome)


@pytest.mark.parametrize("seed", MIXED)
def test_mixed_faults_neither_file_twice_nor_lose_anything(
    seed: int, factory: ProgramFactory
) -> None:
    outcome = play(hurried(seed), factory)
    assert not outcome.verdict.breaches, f"python3 dev.py faults --replay {seed}\n{told(outcome)}"


@pytest.mark.parametrize("seed", KILLS)
def test_a_kill_while_writing_leaves_a_sound_file(
    seed: int, factory: ProgramFactory, tmp_path: Path
) -> None:
    wrong = kill_while_writing(seed, factory, tmp_path)
    assert not wrong, f"python3 dev.py faults --replay-kill {seed}"


def test_a_seed_always_means_the_same_run() -> None:
    assert plan_of(5) == plan_of(5)
    assert plan_of(5) != plan_of(6)
    assert {fault for seed in range(200) for fault in plan_of(seed).faults} == set(FAULTS)


def test_the_command_fails_and_names_the_seed_when_a_promise_is_broken(
    capsys: pytest.CaptureFixture[str],
) -> None:
    few = ["--simulated", "0", "--runs", "1", "--kills", "0", "--seed", "6"]
    code = main([*few, "--jobs", "1", "--sabotage", "saves-late"])
    shown = capsys.readouterr().out
    assert code == 1
    assert shown.startswith("seed 6, ")
    assert "python3 dev.py faults --replay " in shown
    assert f"FAIL  {LOST_DRAFT}" in shown


@contextmanager
def cj_process(folder: Path, port: int, *scenarios: str) -> Iterator[tuple[Popen[str], str]]:
    """CJ as a process of its own, and its address."""
    command = [sys.executable, "-m", "tests.cj", "--pace", "0", "--no-life"]
    command += ["--state", str(folder / "cj.json"), "--record", str(folder / "record.jsonl")]
    command += ["--port", str(port), *(["--scenario", *scenarios] if scenarios else [])]
    with Popen(  # noqa: S603 - our own interpreter and module
        command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def signed_in_at(address: str) -> dict[str, str]:
    api = CjApi(address, access_token=lambda: "", renew=lambda _: "", pace=RateLimiter(math.inf))
    tokens = api.account.sign_in(FaultyServer.API_KEY)
    api.close()
    return {"access": tokens.access, "refresh": tokens.refresh}


def test_cj_itself_is_killed_with_the_request_in_its_hands(
    factory: ProgramFactory, tmp_path: Path
) -> None:
    """Two processes, no shared memory: the witness is the file that CJ wrote."""
    order = World(life=False).order(TUTORIAL_ORDER)
    line = DraftLine(LineItemId(order.lines[0].line_id), 1, order.lines[0].price)
    draft = replace(
        plan_of(1).draft,
        order_id=OrderId(order.code),
        lines=(line,),
        reason=Reason(8, "Product Damaged"),
        expected=ExpectedOutcome.REFUND,
    )
    job = {"folder": str(tmp_path), "deadline": 20.0, "patience": 5.0, "ahead": 0.0}

    def creates() -> list[RecordedRequest]:
        return [each for each in read_record(tmp_path / "record.jsonl") if each.path == CREATE]

    with factory.family():
        with cj_process(tmp_path, 0, f"timeout_after@{CREATE}") as (process, address):
            tokens = signed_in_at(address)
            program = factory.start(job | {"address": address, "sabotage": ""} | tokens)
            program.ask("type", drafts=[to_json(draft)])
            given = {"reference": draft.reference, "presses": 1}
            number = program.post({"do": "submit", "with": given})
            wait_until(lambda: any(each.processed for each in creates()), "the create")
            process.kill()
            reply = program.reply(number)
        assert reply is not None
        assert [each["state"] for each in reply["outcomes"]] == ["unknown"]
        with cj_process(tmp_path, int(address.split(":")[2].split("/")[0])):
            found = program.ask("read_back", reference=draft.reference)
            program.quit()
    assert (found["state"], found["dispute_id"][:2]) == ("confirmed", "SH")
    assert len(creates()) == 1
