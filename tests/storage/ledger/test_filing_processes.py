"""Several processes on one data file, and processes that die.

DISPUTE_DESK_KILLS sets how many, DISPUTE_DESK_SEED at which times.
"""

from __future__ import annotations

import os
import random
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.filing.filing import FilingState
from app.domain.ids import BusinessDisputeId
from app.storage.database.database import Database
from app.storage.ledger.ledger import INTERRUPTED, FilingLedger
from app.storage.ledger.rows import HOLDING
from tests.builders import NOON

ROOT = Path(__file__).resolve().parents[3]
KILLS = int(os.environ.get("DISPUTE_DESK_KILLS", "6"))
STEPS = {
    "saved": (FilingState.DRAFT, FilingState.SENDING, FilingState.UNKNOWN),
    "sending": (
        FilingState.SENDING,
        FilingState.UNKNOWN,
        FilingState.FILED,
        FilingState.REFUSED,
    ),
    "ended": (FilingState.FILED, FilingState.REFUSED, FilingState.UNKNOWN),
}


@contextmanager
def program(task: str, path: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.storage.ledger.filing_process", task, str(path), name]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin
    process.stdin.write(line + "\n")
    process.stdin.flush()


def answer(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    return process.stdout.readline().split()


def check_ledger(database: Database) -> None:
    """What must hold whatever happened."""
    with database.read() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        held = {row[0] for row in connection.execute("SELECT DISTINCT reference FROM held_lines")}
        holding = connection.execute(
            "SELECT reference FROM filings WHERE state IN (?, ?, ?)",
            [state.value for state in HOLDING],
        )
        assert held == {row[0] for row in holding}


def test_of_two_processes_exactly_one_files_a_line(database: Database) -> None:
    with (
        program("race", database.path, "one") as one,
        program("race", database.path, "two") as two,
    ):
        assert answer(one) == answer(two) == ["ready"]
        winners = set()
        for turn in range(25):
            for process in (one, two) if turn % 2 else (two, one):
                ask(process, f"L{turn}")
            answers = {"one": answer(one), "two": answer(two)}
            won = [name for name, words in answers.items() if words == ["won"]]
            lost = [words[1] for words in answers.values() if words[0] == "lost"]
            assert len(won) == 1, answers
            assert lost == [f"DD-{won[0]}-L{turn}"]
            winners.add(won[0])
    check_ledger(database)


def test_only_what_a_dead_process_sent_is_recovered(database: Database) -> None:
    ledger = FilingLedger(database)
    with program("race", database.path, "other") as other:
        assert answer(other) == ["ready"]
        ask(other, "L1")
        assert answer(other) == ["won"]
        assert ledger.recover(NOON) == ()
        assert [each.state for each in ledger.open_filings()] == [FilingState.SENDING]
        other.kill()
        other.wait()
        # It may be a while until that can be written down: nobody is sending all the same.
        assert [each.state for each in ledger.open_filings()] == [FilingState.UNKNOWN]
        recovered = ledger.recover(NOON)
    assert [each.state for each in recovered] == [FilingState.UNKNOWN]
    assert recovered[0].attempts[0].result == INTERRUPTED
    assert list((database.path.parent / "running").iterdir()) == []


def test_the_file_survives_kills_at_any_moment(tmp_path: Path) -> None:
    seed = int(os.environ.get("DISPUTE_DESK_SEED") or secrets.randbits(32))
    print("seed", seed)  # noqa: T201 - shown where the test fails
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it
    path = tmp_path / "account.sqlite3"
    Database(path).prepare()
    for kill in range(KILLS):
        told: dict[str, str] = {}
        with program("write", path, f"{kill}") as process:
            for _ in range(chance.randrange(1, 40)):
                step, subject = answer(process)
                told[subject] = step
            process.kill()
            process.wait()
            assert process.stdout
            for line in process.stdout:  # what it said before it died holds too
                if line.endswith("\n"):
                    step, subject = line.split()
                    told[subject] = step
        check_after_kill(path, told, f"seed {seed}, kill {kill}")


def check_after_kill(path: Path, told: dict[str, str], which: str) -> None:
    database = Database(path)
    assert database.prepare() is None, which
    check_ledger(database)
    ledger = FilingLedger(database)
    ledger.recover(NOON)
    check_ledger(database)
    for subject, step in told.items():
        if step == "listed":
            continue
        filing = ledger.get(BusinessDisputeId(subject))
        assert filing, (which, subject)
        assert filing.state in STEPS[step], (which, subject, step, filing.state)
        assert filing.state is not FilingState.SENDING, (which, subject)
        assert filing.draft.message == f"text {subject.rpartition('-')[2]}"


@pytest.mark.parametrize("name", ["", "no such mark"])
def test_a_mark_that_nobody_set_is_dead(ledger: FilingLedger, name: str) -> None:
    assert not ledger._mark.is_alive(name)
