"""A merchant who plays one run: types, presses the button, meets trouble, and goes on after it."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from typing import Any

from tests.cj.simulation.run_log import Ending
from tests.faults.plan import Moment
from tests.faults.programs.draft_json import Json, to_json
from tests.faults.programs.factories import LiveProgram
from tests.faults.run_log import RunLog, Saved
from tests.faults.stage import (
    AGAIN,
    ANOTHER,
    BACK,
    LEDGER,
    PRESS,
    THAT,
    THIS_ONE,
    Stage,
    outcomes_of,
    wants_sign_in,
)

CHECK = "check"
EDIT = "edit"
LOOKS = (1, 6, 31, 31, 31, 31, 31)
"""Seconds between the looks that a window takes by itself once CJ is healthy."""
MOST_PRESSES = 5
_UNDER_WAY = ("unknown", "filed", "sending")


class Merchant(Stage):
    """One run. `play` gives its log."""

    def play(self) -> RunLog:
        """From an empty folder to the end of every doubt."""
        self.run_log.note(", ".join(self.plan.faults))
        self._chance = random.Random(f"merchant {self.plan.seed}")  # noqa: S311 - no secret
        self._pressed = 0
        self._fill_cj()
        self._server.start()
        try:
            with self._factory.family():
                self._programs = [self._start("A")]
                self._write()
                self._prepare()
                self._press()
                for _ in range(self.plan.moves):
                    self._think(self._chance.choice((1, 31, 31, 61, 121)))
                    self._move(self._reference)
                self._heal()
                self._settle_all()
                self._look_back()
        except TimeoutError as error:
            self.run_log.troubles.append(f"hangs: {error}")
        finally:
            self._file_lock.free()
            self._server.stop()
        self.run_log.troubles += [f"the server: {each!r}" for each in self._server.internal_errors]
        return self.run_log

    def _fill_cj(self) -> None:
        """The orders of the account, and the disputes it has had about others of them."""
        account, cj = self.plan.account, self.cj
        cj.orders.extend(account.orders)
        for _ in range(account.older):
            order = self._chance.choice(account.orders[1:])
            line = self._chance.choice(order.lines)
            ago = -self._chance.uniform(3600, 80 * 86400)
            dispute = cj.add(
                order, {line.line_id: 1}, self._chance.choice((1, 2, 3, 4)), created=ago
            )
            if self._chance.random() < 0.8:
                cj.decide(dispute, self._chance.choice((1, 2, 3)), 0)

    # Writing

    def _write(self) -> None:
        typed = [to_json(each) for each in self.plan.typed]
        kill = self.plan.kill
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
        self.run_log.saves.append(Saved(tuple(typed), max(told, default=-1), found))
        self._type(self._first, typed[typed.index(found) + 1 :] if found in typed else typed)
        self._note_saved(typed[-1])

    def _type(self, program: LiveProgram, drafts: list[Json]) -> None:
        self._tell(program, "type", drafts=drafts)

    def _note_saved(self, draft: Json) -> None:
        self._drafts[draft["reference"]] = draft
        self.run_log.saved[LEDGER, draft["reference"]] = draft["message"]

    def _prepare(self) -> None:
        """What the dialog asks of CJ before the button can be pressed; and a second program."""
        plan = self.plan
        self._plan_elsewhere()
        note = self._reference if plan.notes_known else ""
        self._tell(self._first, "look_up", order=plan.draft.order_id, note=note)
        if plan.programs > 1:
            self._programs.append(self._start("B"))
        if plan.rival:
            other, rival = self._programs[1], to_json(plan.rival)
            self._type(other, [rival])
            self._note_saved(rival)
            self._tell(other, "look_up", order=plan.draft.order_id, note=plan.rival.reference)
        for each in plan.armed:
            params: dict[str, Any] = dict(each.params)
            self._server.scenarios.arm(
                each.scenario, each.endpoint, times=each.times, skip=each.skip, **params
            )
        self.cj.moods.extend(plan.moods)
        if plan.lock:
            self.cj.on_create.append(self._lock_file)
        if plan.tokens:
            self.cj.kill_tokens(refresh_too=plan.tokens == "dead")

    def _lock_file(self) -> None:
        """Another program takes hold of the data file while CJ has the request."""
        self._file_lock.take()
        if self.plan.lock < 1:
            threading.Timer(self.plan.lock, self._file_lock.free).start()

    def _plan_elsewhere(self) -> None:
        elsewhere = self.plan.elsewhere
        if elsewhere is None:
            return
        if elsewhere.when == "before":
            self._file_elsewhere()
            return
        hooks = {
            "listed": self.cj.after_list,
            "arrived": self.cj.on_create,
            "done": self.cj.after_create,
        }
        hooks[elsewhere.when].append(self._file_elsewhere)

    def _file_elsewhere(self) -> None:
        account, elsewhere = self.plan.account, self.plan.elsewhere
        assert elsewhere is not None
        ours, order = dict(account.lines), account.orders[0]
        others = {line.line_id: 1 for line in order.lines if line.line_id not in ours}
        pieces = ours if elsewhere.same_lines or not others else others
        dispute = self.cj.add(order, pieces, account.reason)
        self.run_log.note(f"filed on CJ's pages: {dispute.dispute_id} about {sorted(pieces)}")

    # The button

    def _press(self) -> None:
        plan = self.plan
        kill = plan.kill if plan.kill and plan.kill.at != "typing" else None
        pressing = self._who_presses()
        with self._round(PRESS):
            arrived, begun = len(self._creates()), self.world.now
            numbers = []
            for program, reference in pressing:
                self._choose(PRESS, reference, by=program)
                self._pressed_at[reference] = begun
                command = {"reference": reference, "presses": plan.presses}
                pause_at = kill.at if kill and program is self._first else ""
                numbers.append(
                    program.post({"do": "submit", "with": command, "pause_at": pause_at})
                )
            if plan.cj:
                self._await(plan.cj_moment, numbers[0], arrived)
                self._server.restart() if plan.cj == "restarts" else self._server.stop()
                self.run_log.note(f"CJ {plan.cj}")
            if kill:
                self._await(kill, numbers[0], arrived)
                self._kill(self._first)
            replies = [
                {} if kill and program is self._first else self._reply(program, number)
                for (program, _), number in zip(pressing, numbers, strict=True)
            ]
        for (program, reference), reply in zip(pressing, replies, strict=True):
            self._hear_all(program, reference, reply, begun)
        if kill:
            self._restart()
        for reference in self._references:
            self._look(reference)
        self._sign_in_again(replies)

    def _who_presses(self) -> list[tuple[LiveProgram, str]]:
        references = [self._reference, self._references[-1]]
        return list(zip(self._programs, references, strict=False))

    def _sign_in_again(self, replies: list[Json]) -> None:
        """The panel over the dialog: sign in, and press once more."""
        if not any(wants_sign_in(each) for each in replies):
            return
        self._sign_in()
        for program, reference in self._who_presses():
            self._commit(PRESS, "submit", reference, by=program, presses=1)

    def _sign_in(self) -> None:
        if self._server.is_up:
            self._tokens = self._server.sign_in()
            access, refresh = self._tokens
            for program in self._programs:
                self._tell(program, "sign_in", access=access, refresh=refresh)

    # Trouble

    def _move(self, reference: str) -> None:
        """Do one of the things that are open: the favourite, or any."""
        view = self._look(reference)
        ways = self._ways(reference, view)
        favourite = self.plan.favourite
        self._take(favourite if favourite in ways else self._chance.choice(ways), reference, view)

    def _ways(self, reference: str, view: Json) -> list[str]:
        """What a person can do, in a fixed order."""
        if view["state"] not in ("draft", "refused"):
            return [CHECK, CHECK, *self._ways_on(view)]
        others = self._others.get(reference)
        if others is None:
            return [PRESS, PRESS, EDIT]
        return [ANOTHER, EDIT, *([THAT] if others else [])]

    @staticmethod
    def _ways_on(view: Json) -> list[str]:
        """What is open for a filing in doubt besides looking again."""
        if view["state"] not in _UNDER_WAY:
            return []
        open_now = {
            AGAIN: view["nothing_found"] and view["state"] == "unknown",
            THIS_ONE: bool(view["choices"]),
            BACK: view["may_be_taken_back"],
        }
        return [way for way, is_open in open_now.items() if is_open]

    def _take(self, way: str, reference: str, view: Json) -> None:
        if way == CHECK:
            self._check(reference)
        elif way == EDIT:
            self._edit(reference, view)
        elif way == PRESS:
            self._commit(way, "submit", reference, presses=self.plan.presses)
        elif way == ANOTHER:
            shown = self._others.pop(reference)
            self._choose(way, reference, *shown)
            self._commit(way, "submit", reference, presses=1, besides=shown)
        elif way == AGAIN:
            self._commit(way, "send_again", reference)
        elif way == BACK:
            self._choose(way, reference)
            self._decide(way, "take_back", reference)
        else:
            candidates = view["choices"] if way == THIS_ONE else self._others.pop(reference)
            chosen = self._chance.choice(candidates)
            self._choose(way, reference, chosen)
            self._decide(way, "adopt", reference, dispute_id=chosen)

    def _edit(self, reference: str, view: Json) -> None:
        text = f"{view['draft']['message'][:470]} (edited {len(self.run_log.saves)})"
        reply = self._tell(self._first, "edit", reference=reference, message=text)
        self._others.pop(reference, None)
        if "draft" in reply:
            self._note_saved(reply["draft"])
            found = self._look(reference).get("draft")
            self.run_log.saves.append(Saved((reply["draft"],), 0, found))

    def _check(self, reference: str) -> Json:
        """Press "Check again"; in some runs the program dies while it does."""
        with self._round(CHECK):
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
        self._hear_all(self._first, reference, reply, None)
        if wants_sign_in(reply):
            self._sign_in()
        return self._look(reference)

    def _commit(
        self, kind: str, do: str, reference: str, by: LiveProgram | None = None, **given: object
    ) -> None:
        """An act that may send a request."""
        program = by or self._first
        self._pressed += 1
        if kind != ANOTHER:
            self._choose(kind, reference, by=program)
        begun = self._pressed_at[reference] = self.world.now
        with self._round(kind):
            reply = self._tell(program, do, reference=reference, **given)
        self._hear_all(program, reference, reply, begun if do == "submit" else None)
        if kind == AGAIN:
            self._must_work(kind, reply)
        self._look(reference)
        if wants_sign_in(reply):
            self._sign_in()

    def _decide(self, kind: str, do: str, reference: str, **given: object) -> None:
        """An act that only a person can do, and that sends nothing."""
        with self._round(kind):
            reply = self._tell(self._first, do, reference=reference, **given)
        self._hear_all(self._first, reference, reply, None)
        self._must_work(kind, reply)
        self._look(reference)

    def _must_work(self, way: str, reply: Json) -> None:
        errors = {each.get("error") for each in outcomes_of(reply)}
        if "NotAllowedNow" in errors and len(self._programs) == 1:
            self.run_log.troubles.append(f"{way} was offered, and then not allowed")

    def _heal(self) -> None:
        if self._lock_file in self.cj.on_create:
            self.cj.on_create.remove(self._lock_file)
        self._file_lock.free()
        self._server.heal()
        self._trouble_ended = self.world.now
        self.run_log.note("CJ is healthy")
        if len(self._programs) > 1:
            # What the second program believes must hold for the first one, too.
            for program in self._programs:
                for reference in self._references:
                    self._look(reference, program)

    # The end

    def _settle_all(self) -> None:
        """What the window does by itself, then what a person decides, then a long time."""
        self._look_again(LOOKS)
        waiting = self._references
        for _ in range(self.plan.patience.moves):
            waiting = [each for each in waiting if self._goes_on(each)]
            if not waiting:
                break
            self._think(self._chance.choice((31, 31, 61)))
            for reference in waiting:
                self._move(reference)
        self._look_again((150,) * self.plan.patience.last_looks)

    def _think(self, seconds: float) -> None:
        """A person does nothing for so long; the window goes on looking for what is not settled."""
        waiting = [each for each in self._references if _is_under_way(self._look(each))]
        for wait in self.plan.patience.thinking:
            if wait > seconds or not waiting:
                break
            self._pass_time(wait)
            seconds -= wait
            waiting = [each for each in waiting if _is_under_way(self._check(each))]
        self._pass_time(seconds)

    def _look_again(self, waits: Sequence[float]) -> None:
        """Look after each of so many seconds for what is not settled yet."""
        waiting = [each for each in self._references if _is_under_way(self._look(each))]
        for seconds in waits:
            if not waiting:
                break
            self._pass_time(seconds)
            waiting = [each for each in waiting if _is_under_way(self._check(each))]

    def _goes_on(self, reference: str) -> bool:
        state = self._look(reference)["state"]
        is_with_person = state in ("draft", "refused")
        return state != "confirmed" and not (is_with_person and self._pressed >= MOST_PRESSES)

    def _look_back(self) -> None:
        for reference in self._references:
            view = self._look(reference)
            if "draft" not in view:
                self.run_log.troubles.append(f"{reference} is not told of: {view}")
                continue
            self.run_log.endings.append(
                Ending(
                    self._first.name,
                    LEDGER,
                    reference,
                    view["state"],
                    view["dispute_id"],
                    view["draft"]["message"],
                    tuple(self._ways_on(view)),
                )
            )
        for program in self._programs:
            program.quit()
        # Whether CJ has listed something in time shows only when the time is over.
        self._server.time.shift(300)


def _is_under_way(view: Json) -> bool:
    """Whether a program still has to find out, or could not tell."""
    return view["state"] in (*_UNDER_WAY, "?")
