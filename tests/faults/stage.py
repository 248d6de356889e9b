"""What a run is played on, and what every act of the merchant needs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.diary import Belief, Diary, Round
from tests.faults.draft_json import Json
from tests.faults.nursery import Dead, LiveProgram, Nursery
from tests.faults.plan import DEADLINE, Moment, Plan
from tests.faults.stand_in import CREATE, StandIn


class Stage:
    """CJ, a folder, the programs on it, and the diary of what they do and believe."""

    def __init__(self, plan: Plan, nursery: Nursery, folder: Path, sabotage: str = "") -> None:
        self.diary = Diary()
        self._plan = plan
        self._nursery = nursery
        self._folder = folder
        self._sabotage = sabotage
        self._cj = StandIn(folder, careless=plan.careless)
        self._tokens = ("", "")
        self._programs: list[LiveProgram] = []
        self._is_signed_in = True
        self._late_kill = plan.late_kill

    @property
    def _first(self) -> LiveProgram:
        return self._programs[0]

    @property
    def _reference(self) -> str:
        return self._plan.draft.reference

    @property
    def _references(self) -> list[str]:
        rival = self._plan.rival
        return [self._reference, rival.reference] if rival else [self._reference]

    @contextmanager
    def _round(self, kind: str) -> Iterator[None]:
        """An act, with all the `create` requests that it causes."""
        before = len(self._cj.creates())
        yield
        self._cj.when_quiet(len(self._programs))
        creates = tuple(self._cj.creates()[before:])
        self.diary.rounds.append(Round(kind, creates))
        arrived = ", ".join(each.scenario or "well" for each in creates)
        self.diary.note(f"{kind}: {len(creates)} create {arrived}".rstrip())

    def _start(self) -> LiveProgram:
        access, refresh = self._tokens
        program = self._nursery.start(
            {
                "folder": str(self._folder),
                "address": self._cj.address,
                "deadline": DEADLINE,
                "access": access,
                "refresh": refresh,
                "sabotage": self._sabotage,
            }
        )
        ready = program.wait_event("ready", 60)
        if ready is None:
            raise TimeoutError("a program did not start")
        if ready["set_aside"]:
            self.diary.troubles.append("the data file was taken for damaged")
        return program

    def _kill(self, program: LiveProgram) -> None:
        program.kill()
        self.diary.kills += 1
        self.diary.note("kill -9")

    def _restart(self) -> None:
        """The merchant starts the program anew. Its start sends nothing."""
        with self._round("start"):
            self._programs[0] = self._start()
        self._look(self._reference)

    def _await(self, moment: Moment, number: int, arrived: int) -> None:
        """Wait for the moment, or until the program has answered before it came."""
        program, record = self._first, self._cj.server.record
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
            self.diary.troubles.append("a program died by itself")
            reply = {}
        if reply is None:
            raise TimeoutError("a program does not answer")
        for each in (reply, *reply.get("outcomes", ())):
            if "bug" in each:
                self.diary.troubles.append(each["bug"])
            elif "error" in each:
                self.diary.note(f"  error {each['error']}")
        return reply

    def _look(self, reference: str) -> Json:
        view = self._tell(self._first, "look", reference=reference)
        self._see(view)
        return {"state": None, "nothing_found": False} | view

    def _see_all(self, replies: list[Json]) -> None:
        for reply in replies:
            for each in (reply, *reply.get("outcomes", ())):
                self._see(each, is_settled=False)
        for reference in self._references:
            self._look(reference)

    def _see(self, view: Json, *, is_settled: bool = True) -> None:
        if "state" in view:
            held = self._cj.held(view.get("reference", self._reference))
            self.diary.beliefs.append(Belief(view, tuple(held), is_settled))
            found = " nothing found" if view.get("nothing_found") else ""
            self.diary.note(f"  {view['state']}{found}; CJ has {len(held)}")


def wants_sign_in(reply: Json) -> bool:
    return any(
        each.get("error") == "SignInRequired" for each in (reply, *reply.get("outcomes", ()))
    )
