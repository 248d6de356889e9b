"""The fault harness in short: every kind of fault once, some mixed runs, and proof that it bites.

The long version, with a table at its end: `python3 dev.py faults`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests.cj.record import RecordedRequest, read_record
from tests.cj.server import FaultyServer
from tests.faults import judge, report, sabotage
from tests.faults.__main__ import main
from tests.faults.draft_json import to_json
from tests.faults.harness import Outcome, play, play_seed, seeds_from
from tests.faults.nursery import ROOT, Nursery
from tests.faults.plan import FAULTS, Moment, plan_of
from tests.faults.stand_in import CREATE, wait_until
from tests.faults.storage_kills import kill_while_writing

MIXED = seeds_from(20261122, 15)
KILLS = seeds_from(8, 8)


def told(outcome: Outcome) -> str:
    return "\n".join(report.story(outcome))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_neither_files_twice_nor_loses_anything(fault: str, nursery: Nursery) -> None:
    outcome = play(plan_of(list(FAULTS).index(fault), fault), nursery)
    assert not outcome.breaches, told(outcome)


@pytest.mark.parametrize("seed", MIXED)
def test_mixed_faults_neither_file_twice_nor_lose_anything(seed: int, nursery: Nursery) -> None:
    outcome = play_seed(seed, nursery)
    assert not outcome.breaches, f"python3 dev.py faults --replay {seed}\n{told(outcome)}"


@pytest.mark.parametrize("seed", KILLS)
def test_a_kill_while_writing_leaves_a_sound_file(
    seed: int, nursery: Nursery, tmp_path: Path
) -> None:
    wrong = kill_while_writing(seed, nursery, tmp_path)
    assert not wrong, f"python3 dev.py faults --replay-kill {seed}"


SABOTAGES = {
    "repeats-create": (plan_of(1, "reset before"), judge.UNASKED),
    "new-reference": (replace(plan_of(1, "half JSON"), careless=True), judge.DUPLICATE),
    "sends-at-start": (replace(plan_of(1, "kill -9"), kill=Moment("before end")), judge.UNASKED),
    "second-decides": (plan_of(1, "second request fails"), judge.FORGOTTEN),
    "doubt-is-yes": (plan_of(1, "reset before"), judge.FALSE_BELIEF),
    "forgets-the-row": (plan_of(1, "timeout after"), judge.FORGOTTEN),
    "saves-late": (plan_of(1, "429"), judge.LOST_DRAFT),
    "adopts-anything": (plan_of(1, "filed elsewhere too", "reset before"), judge.FALSE_BELIEF),
}
"""How a program is broken -> a run that must show it, and as what."""


@pytest.mark.parametrize("broken", sabotage.NAMES)
def test_a_program_broken_on_purpose_is_caught(broken: str, nursery: Nursery) -> None:
    plan, rule = SABOTAGES[broken]
    assert not play(plan, nursery).breaches
    outcome = play(plan, nursery, broken)
    assert rule in {each.rule for each in outcome.breaches}, told(outcome)


def test_a_seed_always_means_the_same_run() -> None:
    assert plan_of(5) == plan_of(5)
    assert plan_of(5) != plan_of(6)
    assert {fault for seed in range(200) for fault in plan_of(seed).faults} == set(FAULTS)


def test_the_command_fails_and_names_the_seed_when_a_promise_is_broken(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["--runs", "2", "--kills", "0", "--seed", "3", "--sabotage", "saves-late"])
    shown = capsys.readouterr().out
    assert code == 1
    assert shown.startswith("seed 3: ")
    assert "python3 dev.py faults --replay " in shown
    assert "FAIL  drafts lost" in shown


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


def test_cj_itself_is_killed_with_the_request_in_its_hands(
    nursery: Nursery, tmp_path: Path
) -> None:
    """Two processes, no shared memory: the witness is the file that CJ wrote."""
    draft = plan_of(1).typed[-1]
    job = {"folder": str(tmp_path), "deadline": 20.0, "sabotage": ""}
    job |= {"access": "none", "refresh": "none"}

    def creates() -> list[RecordedRequest]:
        return [each for each in read_record(tmp_path / "record.jsonl") if each.path == CREATE]

    with nursery.family():
        with cj_process(tmp_path, 0, f"timeout_after@{CREATE}") as (process, address):
            program = nursery.start(job | {"address": address})
            program.ask("sign_in", key=FaultyServer.API_KEY)
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
