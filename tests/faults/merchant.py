"""A merchant who plays one run: types, presses the button, meets trouble, and goes on after it."""

from __future__ import annotations

import time
from typing import Any

from tests.cj.server import FaultyServer
from tests.faults.diary import Diary, Doubt, Saved
from tests.faults.draft_json import Json, to_json
from tests.faults.nursery import LiveProgram
from tests.faults.plan import Moment
from tests.faults.stage import Stage, wants_sign_in
from tests.faults.stand_in import CREATE

PATIENCE = 60.0
"""Seconds within which a doubt must have ended once CJ is healthy (ux.md section 4)."""
ONCE_A_CLAIM = 25
"""Steps after which a filing that has not settled never will."""


class Merchant(Stage):
    """One run. `play` gives its diary."""

    def play(self) -> Diary:
        """From an empty folder to the end of every doubt."""
        self.diary.note(f"{', '.join(self._plan.faults)}; {self._plan.draft.order_id}")
        self._cj.start()
        try:
            with self._nursery.family():
                self._tokens = self._cj.tokens()
                self._programs = [self._start()]
                self._write()
                self._prepare()
                self._press()
                for move in self._plan.moves:
                    self._move(move)
                self._heal()
                self._settle_all()
                self._look_back()
        except TimeoutError as error:
            self.diary.troubles.append(f"hangs: {error}")
        finally:
            self._cj.stop()
        self.diary.troubles += [f"the stand-in: {each!r}" for each in self._cj.faults]
        return self.diary

    # Writing

    def _write(self) -> None:
        typed = [to_json(each) for each in self._plan.typed]
        kill = self._plan.kill
        with self._round("typing"):
            number = self._first.post({"do": "type", "with": {"drafts": typed}})
            if kill and kill.at == "typing":
                self._first.wait_event("saved", 10)
                self._after(self._first, number, kill.seconds)
                self._kill(self._first)
            else:
                self._reply(self._first, number)
        told = [each["number"] for each in self._first.events if each["event"] == "saved"]
        if kill and kill.at == "typing":
            self._restart()
        found = self._first.ask("look", reference=self._reference).get("draft")
        self.diary.saves.append(Saved(tuple(typed), max(told, default=-1), found))
        rest = typed[typed.index(found) + 1 :] if found in typed else typed
        self._tell(self._first, "type", drafts=rest)

    def _prepare(self) -> None:
        """What the dialog asks of CJ before the button can be pressed; and a second program."""
        plan = self._plan
        note = self._reference if plan.notes_known else ""
        self._tell(self._first, "look_up", order=plan.draft.order_id, note=note)
        if plan.programs > 1:
            self._programs.append(self._start())
        if plan.rival:
            other = self._programs[1]
            self._tell(other, "type", drafts=[to_json(plan.rival)])
            self._tell(other, "look_up", order=plan.draft.order_id, note=plan.rival.reference)
        if plan.elsewhere:
            self._file_elsewhere()
        for each in plan.armed:
            params: dict[str, Any] = dict(each.params)
            self._cj.server.scenarios.arm(
                each.scenario, each.endpoint, times=each.times, skip=each.skip, **params
            )
        if plan.tokens:
            self._cj.kill_tokens(refresh=plan.tokens == "dead")

    def _file_elsewhere(self) -> None:
        world = self._cj.server.world
        order = world.order(self._plan.draft.order_id)
        ours = self._plan.draft.line_ids
        free = [each.line_id for each in order.lines if each.line_id not in ours]
        if free:
            world.file_elsewhere(order.code, {free[0]: 1})
            self.diary.note("another dispute of the order was filed on CJ's pages")

    # The button

    def _press(self) -> None:
        plan = self._plan
        kill = plan.kill if plan.kill and plan.kill.at != "typing" else None
        with self._round("press"):
            arrived = len(self._cj.server.record.of(CREATE))
            numbers = [
                program.post(
                    {
                        "do": "submit",
                        "with": {"reference": reference, "presses": plan.presses},
                        "pause_at": kill.at if kill and program is self._first else "",
                    }
                )
                for program, reference in self._who_presses()
            ]
            if plan.cj:
                self._await(plan.cj_moment, numbers[0], arrived)
                self._cj.restart() if plan.cj == "restarts" else self._cj.stop()
                self.diary.note(f"CJ {plan.cj}")
            if kill:
                self._await(kill, numbers[0], arrived)
                self._kill(self._first)
            replies = [
                self._reply(program, number)
                for program, number in zip(self._programs, numbers, strict=True)
                if not (kill and program is self._first)
            ]
        if kill:
            self._restart()
        self._see_all(replies)
        self._sign_in_again(replies)

    def _who_presses(self) -> list[tuple[LiveProgram, str]]:
        references = [self._reference, self._references[-1]]
        return list(zip(self._programs, references, strict=False))

    def _sign_in_again(self, replies: list[Json]) -> None:
        """The panel over the dialog: sign in, and press once more."""
        if not any(wants_sign_in(each) for each in replies):
            return
        self._sign_in()
        if self._is_signed_in:
            with self._round("press"):
                replies = [
                    self._tell(program, "submit", reference=reference, presses=1)
                    for program, reference in self._who_presses()
                ]
            self._see_all(replies)

    def _sign_in(self) -> None:
        self._is_signed_in = True
        for program in self._programs:
            reply = self._tell(program, "sign_in", key=FaultyServer.API_KEY)
            if "access" in reply:
                self._tokens = (reply["access"], reply["refresh"])
            else:
                self._is_signed_in = False

    # Trouble

    def _move(self, move: str) -> None:
        view = self._look(self._reference)
        if move == "check":
            self._check(self._reference)
        elif move == "again" and view["state"] == "unknown" and view["nothing_found"]:
            self._commit("send again", "send_again", self._reference)
        elif move == "again" and view["state"] in ("draft", "refused"):
            self._commit("press", "submit", self._reference, presses=self._plan.presses)
        elif move == "edit" and view["state"] in ("draft", "refused"):
            text = f"{view['draft']['message'][:470]} (edited)"
            reply = self._tell(self._first, "edit", reference=self._reference, message=text)
            found = self._look(self._reference)["draft"]
            if "draft" in reply:
                self.diary.saves.append(Saved((reply["draft"],), 0, found))

    def _check(self, reference: str) -> Json:
        """Press "Check again"; in some runs the program dies while it does."""
        with self._round("check"):
            if not self._late_kill:
                reply = self._tell(self._first, "read_back", reference=reference)
            else:
                point, self._late_kill = self._late_kill, ""
                number = self._first.post(
                    {"do": "read_back", "with": {"reference": reference}, "pause_at": point}
                )
                self._await(Moment(point), number, 0)
                self._kill(self._first)
                reply = {}
        if not reply:
            self._restart()
        self._see_all([reply])
        return reply

    def _commit(self, kind: str, do: str, reference: str, **given: int) -> Json:
        with self._round(kind):
            reply = self._tell(self._first, do, reference=reference, **given)
        self._see_all([reply])
        if wants_sign_in(reply):
            self._sign_in()
        return reply

    def _heal(self) -> None:
        self._cj.heal()
        if self._plan.rival or self._plan.programs > 1:
            # What the second program believes must hold for the first one, too.
            self.diary.note("both programs look")
            for program in self._programs:
                for reference in self._references:
                    self._see(program.ask("look", reference=reference))
        self.diary.note("CJ is healthy")

    # The end

    def _settle_all(self) -> None:
        healthy_at = time.monotonic()
        waiting = self._references
        while waiting:
            before, waiting = (
                waiting,
                [each for each in waiting if not self._settle(each, healthy_at)],
            )
            if waiting == before:
                break  # the judge will find it

    def _settle(self, reference: str, healthy_at: float) -> bool:
        """Go on until the filing is settled. False where another one has to be settled first."""
        self._end_doubt(reference, healthy_at)
        refusals = 0
        for _ in range(ONCE_A_CLAIM):
            view = self._look(reference)
            if view["state"] == "confirmed" or refusals > 1:
                break
            if view["state"] in ("draft", "refused"):
                outcomes = self._commit("press", "submit", reference, presses=1).get("outcomes", [])
                errors = {each.get("error") for each in outcomes}
                if "AlreadyBeingFiled" in errors:
                    return False
                refusals += "Refused" in errors
            elif view["nothing_found"]:
                self._commit("send again", "send_again", reference)
            else:
                self._check(reference)
        return True

    def _end_doubt(self, reference: str, healthy_at: float) -> None:
        """Read back, as the open window does by itself, until the doubt has an end.

        What was found before CJ was healthy does not count.
        """
        before = self._look(reference)["state"]
        if before not in ("unknown", "filed", "sending"):
            return
        had_it = bool(self._cj.held(reference))
        end = "silence"
        for _ in range(ONCE_A_CLAIM):
            if wants_sign_in(self._check(reference)):
                self._sign_in()
            view = self._look(reference)
            if view["state"] == "confirmed":
                end = "number"
            elif view["nothing_found"]:
                end = "choices"
            if end != "silence" or time.monotonic() - healthy_at > PATIENCE:
                break
        passed = time.monotonic() - healthy_at
        self.diary.doubts.append(Doubt(before, had_it, end, passed))

    def _look_back(self) -> None:
        draft = self._plan.draft
        for reference in self._references:
            self.diary.final[reference] = self._look(reference)
            self.diary.at_end[reference] = self._cj.held(reference)
        self.diary.about_the_lines = self._cj.disputes_of(
            draft.order_id, frozenset(map(str, draft.line_ids))
        )
        for program in self._programs:
            program.quit()
