"""What a run is played on, and what every act of the merchant needs."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.cj.character_server import Clock
from tests.cj.record import RecordedRequest
from tests.cj.simulation.cj import CREATE, Ask, Cj
from tests.cj.simulation.run_log import Belief, Choice, Denial
from tests.data_files import new_file
from tests.faults.plan import DEADLINE, Moment, Plan
from tests.faults.programs.draft_json import Json
from tests.faults.programs.factories import Dead, LiveProgram, ProgramFactory
from tests.faults.programs.program import DATA_FILE
from tests.faults.run_log import Round, RunLog, Unsent
from tests.faults.stand_in import StandIn

LEDGER = "L0"
PRESS = "press"
ANOTHER = "file another"
THAT = "that is it"
AGAIN = "send again"
THIS_ONE = "this one"
BACK = "back to draft"
SENDING_KINDS = (PRESS, ANOTHER, AGAIN)
_PATIENCE, _LITTLE_PATIENCE = 5.0, 0.02
"""Seconds that a program waits for others to finish writing; little where the file gets locked."""


class Stage:
    """CJ, a folder, the programs on it, and the log of what they do and believe."""

    def __init__(
        self, plan: Plan, factory: ProgramFactory, folder: Path, sabotage: str = ""
    ) -> None:
        self.run_log = RunLog()
        self.plan = plan
        self._factory = factory
        self._folder = folder
        self._sabotage = sabotage
        self._server = StandIn(plan.character, random.Random(f"cj {plan.seed}"))  # noqa: S311 - no secret
        self._tokens = ("access-0", "refresh-0")
        self._programs: list[LiveProgram] = []
        self._starts = 0
        self._drafts: dict[str, Json] = {}
        """What was saved last, as far as that was told as done."""
        self._others: dict[str, list[str]] = {}
        """Which disputes stood in the way of a filing when it was pressed for."""
        self._trouble_ended = 0.0
        self._pressed_at: dict[str, float] = {}
        self._late_kill = plan.late_kill
        self._file_lock = _FileLock(folder / DATA_FILE)
        # That a file is made and killed meanwhile is played by itself: `storage_kills`.
        (folder / DATA_FILE).write_bytes(new_file())

    @property
    def cj(self) -> Cj:
        """CJ itself, with its record."""
        return self._server.cj

    @property
    def world(self) -> Clock:
        """The time by which CJ lives."""
        return self._server.time

    def last_trouble(self) -> float:
        """When what hinders all looks was last over."""
        return self._trouble_ended

    @property
    def _first(self) -> LiveProgram:
        return self._programs[0]

    @property
    def _reference(self) -> str:
        return self.plan.draft.reference

    @property
    def _references(self) -> list[str]:
        rival = self.plan.rival
        return [self._reference, rival.reference] if rival else [self._reference]

    @contextmanager
    def _round(self, kind: str) -> Iterator[None]:
        """An act, with all the `create` requests that it causes."""
        before, drafts = len(self._creates()), dict(self._drafts)
        yield
        self._server.when_quiet(len(self._programs))
        creates = tuple(self._creates()[before:])
        self.run_log.rounds.append(Round(kind, creates, drafts))
        arrived = ", ".join(each.scenario or str(each.answered_code) for each in creates)
        self.run_log.note(f"{kind}: {len(creates)} create {arrived}".rstrip())

    def _creates(self) -> list[RecordedRequest]:
        return self._server.record.of(CREATE)

    def _pass_time(self, seconds: float) -> None:
        """Let time pass at once, for CJ and for the computer."""
        self._server.time.shift(seconds)
        for program in self._programs:
            self._tell(program, "pass_time", seconds=seconds)

    def _choose(self, kind: str, reference: str, *ids: str, by: LiveProgram | None = None) -> None:
        program = by or self._first
        self.run_log.choices.append(Choice(self.world.now, program.name, kind, reference, ids))

    def _start(self, place: str) -> LiveProgram:
        self._starts += 1
        name = f"{place}{self._starts}"
        access, refresh = self._tokens
        self.run_log.ledgers[name] = LEDGER
        real = datetime.now(UTC)
        program = self._factory.start(
            {
                "name": name,
                "folder": str(self._folder),
                "address": self._server.address_of(name),
                "deadline": DEADLINE,
                "patience": _LITTLE_PATIENCE if self.plan.lock else _PATIENCE,
                "ahead": (self._server.clock() - real).total_seconds() + self.plan.clock,
                "access": access,
                "refresh": refresh,
                "sabotage": self._sabotage,
            }
        )
        ready = program.wait_event("ready", 60)
        if ready is None:
            raise TimeoutError("a program did not start")
        if ready["set_aside"]:
            self.run_log.troubles.append("the data file was taken for damaged")
        self._trouble_ended = self.world.now
        return program

    def _kill(self, program: LiveProgram) -> None:
        program.kill()
        self.run_log.kills += 1
        self.run_log.deaths.append((self.world.now, program.name))
        self.run_log.note("kill -9")

    def _restart(self) -> None:
        """The merchant starts the program anew. Its start sends nothing."""
        self._file_lock.free()
        with self._round("start"):
            self._programs[0] = self._start("A")
        self._look(self._reference)

    def _await(self, moment: Moment, number: int, arrived: int) -> None:
        """Wait for the moment, or until the program has answered before it came."""
        program, record = self._first, self._server.record
        if moment.at == "delay":
            self._after(program, number, moment.seconds)
            return
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if moment.at == "arrived" and record.wait_for(CREATE, count=arrived + 1, timeout=0.01):
                return
            if moment.at != "arrived" and program.wait_event("at", 0.01):
                return
            if self._after(program, number, 0.001):
                return

    @staticmethod
    def _after(program: LiveProgram, number: int, seconds: float) -> bool:
        """Whether the program answered within so many seconds. The answer stays to be read."""
        reply = program.wait_event("reply", seconds, to=number)
        if reply is not None:
            program.events.append(reply)
        return reply is not None

    def _tell(self, program: LiveProgram, do: str, **given: object) -> Json:
        number = program.post({"do": do, "with": given})
        return self._reply(program, number)

    def _reply(self, program: LiveProgram, number: int) -> Json:
        try:
            reply = program.reply(number)
        except Dead:
            self.run_log.troubles.append("a program died by itself")
            reply = {}
        if reply is None:
            raise TimeoutError("a program does not answer")
        for each in outcomes_of(reply):
            if "bug" in each:
                self.run_log.troubles.append(each["bug"])
            elif "error" in each:
                self.run_log.note(f"  error {each['error']}")
        return reply

    def _look(self, reference: str, program: LiveProgram | None = None) -> Json:
        """What a program tells of a filing while nothing is under way."""
        asked = program or self._first
        view = self._tell(asked, "look", reference=reference)
        self._hear(asked, view)
        if view.get("state", "?") in (None, "draft", "refused"):
            self.run_log.unsent.append(Unsent(self.world.now, reference, view["state"]))
        return {"state": "?", "nothing_found": False, "choices": []} | view

    def _hear(self, program: LiveProgram, view: Json) -> None:
        if not view.get("state"):
            return
        reference, state = view["reference"], view["state"]
        if state == "unknown":
            self._count_as_sent(reference, view["draft"], program.name)
        self.run_log.beliefs.append(
            Belief(self.world.now, program.name, reference, state, view["dispute_id"])
        )
        found = " nothing found" if view["nothing_found"] else ""
        number = view["dispute_id"] or ""
        held = [each.dispute_id for each in self.cj.of(reference)]
        self.run_log.note(f"  {self.world.now:7.1f} {state}{found} {number}; CJ has {held}")

    def _count_as_sent(self, reference: str, draft: Json, program: str) -> None:
        """A request that broke off before CJ read it has left all the same."""
        if all(each.body["businessDisputeId"] != reference for each in self.cj.sent):
            lines = [{"lineItemId": line[0]} for line in draft["lines"]]
            body = {"businessDisputeId": reference, "productInfoList": lines}
            self.cj.sent.append(Ask(program, CREATE, (), body, "", self._pressed_at[reference]))

    def _hear_all(
        self, program: LiveProgram, reference: str, reply: Json, begun: float | None
    ) -> None:
        """Take in what a program answers; to a press that began then, errors are denials."""
        outcomes = outcomes_of(reply)
        for each in outcomes:
            self._hear(program, each)
            if "others" in each:
                self._others[reference] = each["others"]
        if begun is None or len(outcomes) != 1:
            return  # which of several presses met what is not told
        error = outcomes[0].get("error")
        if error and error not in ("AlreadyBeingFiled", "NotAllowedNow"):
            self.run_log.denials.append(
                Denial(begun, self.world.now, program.name, reference, error)
            )


def outcomes_of(reply: Json) -> list[Json]:
    """What came of a command, of each press apart."""
    outcomes: list[Json] = reply.get("outcomes", [reply])
    return outcomes


def wants_sign_in(reply: Json) -> bool:
    """Whether nothing goes on without new tokens."""
    return any(each.get("error") == "SignInRequired" for each in outcomes_of(reply))


class _FileLock:
    """Another program that holds the data file, as a backup does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._holder: sqlite3.Connection | None = None

    def take(self) -> None:
        """Nobody can write from here on."""
        holder = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        holder.execute("BEGIN IMMEDIATE")
        with self._guard:
            self._holder = holder

    def free(self) -> None:
        """Let go, if it is held."""
        with self._guard:
            holder, self._holder = self._holder, None
        if holder is not None:
            holder.close()
