"""Kills a program again and again while it writes, and looks at the file that it leaves."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import StorageFailed
from app.domain.ids import BusinessDisputeId
from app.storage.database.database import Database
from app.storage.ledger.ledger import FilingLedger
from tests.faults.programs.draft_json import Json, to_json
from tests.faults.programs.factories import LiveProgram, ProgramFactory
from tests.faults.programs.program import DATA_FILE

AFTERWARDS = {
    "draft": {"draft", "unknown", "filed"},
    "sending": {"unknown", "filed"},
    "unknown": {"unknown"},
    "filed": {"filed"},
}
"""State told as stored -> states after the kill and a new start. The next step may be done too."""

_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def kill_while_writing(seed: int, factory: ProgramFactory, folder: Path) -> list[str]:
    """One to three kills of programs that write to one file; gives what was wrong afterwards."""
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it
    wrong: list[str] = []
    for turn in range(chance.randint(1, 3)):
        with factory.family():
            program = factory.start(
                {
                    "folder": str(folder),
                    "address": "http://127.0.0.1:9",
                    "deadline": 1.0,
                    "patience": 5.0,
                    "ahead": 0.0,
                    "access": "a",
                    "refresh": "r",
                    "sabotage": "",
                }
            )
            program.post({"do": "churn", "with": {"name": f"{seed}-{turn}"}})
            told = _let_write(program, chance)
        wrong += _look_at(folder / DATA_FILE, told)
    return wrong


def _let_write(program: LiveProgram, chance: random.Random) -> dict[str, tuple[Json, str]]:
    """Kill at some instant; gives the drafts and states that were told as stored until then."""
    if chance.random() < 0.2:  # while the file is made, or opened
        program.wait_event("never", 0.02 * chance.random())
    else:
        program.wait_event("ready", 20)
        program.wait_event("stored", 20)
        program.wait_event("never", chance.choice((0.02, 0.15)) * chance.random())
    program.kill()
    stored = [each for each in program.events if each["event"] == "stored"]
    return {each["draft"]["reference"]: (each["draft"], each["state"]) for each in stored}


def _look_at(path: Path, told: dict[str, tuple[Json, str]]) -> list[str]:
    database = Database(path)
    try:
        set_aside = database.prepare()
    except StorageFailed as error:
        return [f"the file does not open: {error.cause.value}"]
    wrong = ["the file was set aside"] if set_aside else []
    with closing(sqlite3.connect(path)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchall()
        if verdict != [("ok",)]:
            wrong.append(f"integrity_check: {verdict}")
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            wrong.append("foreign keys are broken")
    ledger = FilingLedger(database)
    ledger.recover(_NOON)
    for reference, (draft, state) in told.items():
        filing = ledger.get(BusinessDisputeId(reference))
        if filing is None:
            wrong.append(f"{reference}, stored as {state}, is gone")
        elif filing.state.value not in AFTERWARDS[state]:
            wrong.append(f"{reference}, stored as {state}, is {filing.state.value}")
        elif not _is_kept(draft, to_json(filing.draft)):
            wrong.append(f"{reference} has an older text")
    return wrong


def _is_kept(told: Json, found: Json) -> bool:
    """Every field as told; the text may be longer by the one save that was under way."""
    grown = len(found["message"]) - len(told["message"])
    return (
        found | {"message": ""} == told | {"message": ""}
        and found["message"].startswith(told["message"])
        and grown in (0, 90)
    )
