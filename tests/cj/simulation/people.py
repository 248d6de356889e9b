"""Who acts on the stage: the person at a program, and what its window does by itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from app.domain.disputes.disputes import Ceiling, ExpectedOutcome, Reason
from app.domain.errors import AlreadyBeingFiled, AppError, NotAllowedNow, SignInRequired
from app.domain.filing.filing import EDITABLE, DisputeDraft, DraftLine, Filing, FilingState
from app.domain.ids import BusinessDisputeId, DisputeId, OrderId
from app.domain.orders.orders import DisputableOrder
from app.services.filing.filing import is_settled
from tests.cj.simulation.acts import BACK, SEND_AGAIN, THIS_ONE
from tests.cj.simulation.plan import Temper
from tests.cj.simulation.run_log import Belief, Choice, Denial
from tests.cj.simulation.scheduler import Host, World

if TYPE_CHECKING:
    from tests.cj.simulation.stage import Seat, Stage

DELAYS = (2, 5, 10, 20, 40, 50)
"""Seconds between two looks at an open filing, as the window has them."""
RECOVER_AGAIN_S = 30
HASTE = 100.0
PATIENCE = 1900.0
"""Seconds of doubt after which a hasty person, and a patient one, takes a way on that is open."""
_MOST_PRESSES = 4

Value = TypeVar("Value")


class Person:
    """Fills in one dispute, presses the button, and deals with what comes of it.

    A person outlives programs: after a start they go on with what they find.
    """

    def __init__(self, stage: Stage, temper: Temper, chance: random.Random) -> None:
        self.stage = stage
        self.temper = temper
        self.chance = chance
        self.draft: DisputeDraft | None = None
        self.ceiling: Ceiling | None = None
        self.since = 0.0
        """Since when the filing has been in doubt, as far as they know."""
        self.presses_at_all = True
        self.seat: Seat
        self._presses = 0

    def take_seat(self, seat: Seat) -> None:
        """Sit down at a program."""
        self.seat = seat

    @property
    def world(self) -> World:
        """Where time passes."""
        return self.stage.world

    def live(self) -> None:
        """What the person does from a start of the program on."""
        if self.draft is None:
            if self._open() and self.presses_at_all:
                self._press()
            return
        self.world.sleep(self.chance.uniform(2, 20))
        filing = self._look()
        if filing is None:
            # What was never saved, or is in no copy, is not there to go on with.
            return
        if filing.state in EDITABLE:
            if self.presses_at_all:
                self._note_known(filing.draft)
                self.world.sleep(self.chance.uniform(1, 30))
                self._press()
        else:
            self._see_through(filing)

    def hear(self, filing: Filing) -> None:
        """The program tells of a filing."""
        stage = self.stage
        assert self.seat.program is not None
        stage.run_log.beliefs.append(
            Belief(
                stage.world.now,
                self.seat.program.host.name,
                filing.reference,
                filing.state.value,
                filing.dispute_id,
            )
        )
        stage.tell(
            self.seat.program.host.name,
            f"believes {filing.reference[:9]} {filing.state.value} {filing.dispute_id or ''}",
        )

    # The dialog

    def _open(self) -> bool:
        """Look the order up, fill the dialog in, read it. Whether there is something to press."""
        plan, program = self.stage.plan, self.seat.program
        assert program is not None
        self.world.sleep(self.chance.uniform(0.5, 5))
        order = self._looked_up()
        if order is None:
            return False
        lines = []
        for line_id, quantity in plan.lines:
            line = order.line(line_id)  # type: ignore[arg-type]  # ids are texts
            if line is not None and line.is_open_to_dispute:
                lines.append(DraftLine.of(line, min(quantity, line.quantity)))
        if not lines:
            return False
        reference = BusinessDisputeId(f"DD-{self.chance.getrandbits(128):032x}")
        draft = DisputeDraft(reference, order.order_id, order.order_number, tuple(lines))
        self._save(draft)
        terms = self._retried("terms", lambda: program.filing.terms(order.order_id, draft.lines))
        if terms is None:
            return False
        self.ceiling = terms.ceiling
        reason = next((each for each in terms.reasons if each.reason_id == plan.reason), None)
        draft = replace(
            draft,
            reason=reason or Reason(plan.reason, "Product Damaged"),
            expected=ExpectedOutcome.REFUND,
        )
        self._save(draft)
        self._note_known(draft)
        for text in ("It arrived bro", f"It arrived broken ({self.chance.randrange(10**6)})"):
            draft = replace(draft, message=text, message_is_own=True)
            self._save(draft)
        self.draft = draft
        self.stage.on_saved(self)
        self.world.sleep(self.temper.reads * self.chance.uniform(0.8, 1.2))
        return True

    def _looked_up(self) -> DisputableOrder | None:
        program = self.seat.program
        assert program is not None
        code = self.stage.plan.orders[0].code
        found = self._retried("look up", lambda: program.orders.look_up_id(OrderId(code)))
        return found.order if found else None

    def _retried(self, doing: str, act: Callable[[], Value]) -> Value | None:
        """Try a few times, and sign in where that is asked for."""
        for _ in range(4):
            value, error = self._do(doing, act)
            if error is None:
                return value
            if isinstance(error, SignInRequired):
                self.stage.sign_in()
            self.world.sleep(self.chance.uniform(5, 30))
        return None

    def _note_known(self, draft: DisputeDraft) -> None:
        """The dialog asks for the order's disputes while its owner reads."""
        self._beside("list", lambda: self._do("list", lambda: self.seat.acts.note_known(draft)))

    def _save(self, draft: DisputeDraft) -> None:
        program = self.seat.program
        assert program is not None
        _, error = self._do("save", lambda: program.drafts.save(draft))
        self.stage.run_log.note_saved(
            self.seat.folder.ledger, draft.reference, draft.message, is_told=error is None
        )

    # The button

    def _press(self, besides: Collection[DisputeId] | None = None) -> None:
        """Press the commit button, and go on from what the program says."""
        draft = self.draft
        assert draft is not None
        if self._presses == 0:
            self.stage.on_press(self)
        self._presses += 1
        self._choose("press")
        is_double = self.temper.double_click and self._presses == 1
        if is_double:
            self._beside("click", lambda: self._submit(draft, besides, is_judged=False))
        filing, error = self._submit(draft, besides, is_judged=not is_double)
        if filing is not None:
            self.seat.watch.follow(filing)
            self._see_through(filing)
        elif error is not None:
            self._take_error(draft, error)

    def _submit(
        self, draft: DisputeDraft, besides: Collection[DisputeId] | None, *, is_judged: bool
    ) -> tuple[Filing | None, AppError | None]:
        begun = self.world.now
        acts = self.seat.acts
        run_log, ledger = self.stage.run_log, self.seat.folder.ledger
        run_log.note_saved(ledger, draft.reference, draft.message, is_told=False)
        filing, error = self._do("submit", lambda: acts.submit(draft, self.ceiling, besides))
        if filing is not None:
            self.hear(filing)
            self.since = self.world.now
        elif error is not None:
            if is_judged:  # of two clicks, one tells of its own request only
                self._denied(draft, begun, error)
            self._beside("recover", self.seat.recover)
        return filing, error

    def _denied(self, draft: DisputeDraft, begun: float, error: AppError) -> None:
        if isinstance(error, (AlreadyBeingFiled, NotAllowedNow)):
            return  # these speak of another request
        assert self.seat.program is not None
        name = type(error).__name__
        self.stage.run_log.denials.append(
            Denial(begun, self.world.now, self.seat.program.host.name, draft.reference, name)
        )

    def _take_error(self, draft: DisputeDraft, error: AppError) -> None:
        others = self.seat.acts.others_in(error)
        if others is not None:
            self._meet_others(draft, others)
            return
        if isinstance(error, AlreadyBeingFiled):
            return
        if isinstance(error, NotAllowedNow):
            filing = self._look()
            if filing is not None and filing.state not in EDITABLE:
                self.seat.watch.follow(filing)
                self._see_through(filing)
            return
        if isinstance(error, SignInRequired):
            self.stage.sign_in()
        self._maybe_press_again()

    def _meet_others(self, draft: DisputeDraft, others: tuple[DisputeId, ...]) -> None:
        says = self.temper.says
        self.world.sleep(self.chance.uniform(2, 20))
        likely = self._likely(others)
        if says == "that is it" and likely:
            chosen = self.chance.choice(likely)
            self._choose("that is it", (chosen,))
            filing, error = self._do("adopt", lambda: self.seat.acts.adopt(draft, chosen))
            if filing is not None:
                self.hear(filing)
            self._must_work("that is it", error)
        elif says != "leave" and self._presses < _MOST_PRESSES:
            self._choose("file another", others)
            self._press(others)

    def _likely(self, disputes: tuple[DisputeId, ...]) -> list[DisputeId]:
        """Those that a person takes for theirs: which order one is about can be seen in My CJ."""
        cj = self.stage.cj
        order = self.stage.plan.orders[0]
        known = ((each, cj.with_id(each)) for each in disputes)
        return [each for each, dispute in known if dispute and dispute.order is order]

    def _maybe_press_again(self) -> None:
        """Nothing was filed, as far as the person was told."""
        if self._presses >= _MOST_PRESSES or self.chance.random() >= self.temper.presses_again:
            return
        self.world.sleep(self.chance.uniform(3, 90))
        self._press()

    # Doubt

    def _see_through(self, filing: Filing) -> None:
        """Follow a filing that has left, until it is settled or back with the person."""
        self.since = self.world.now
        pause = 5.0
        while not is_settled(filing):
            self.world.sleep(pause * self.chance.uniform(0.7, 1.3))
            pause = min(pause * 1.5, 120.0)
            looked = self._look()
            if looked is None:
                return
            filing = looked
            if is_settled(filing):
                break
            if self.chance.random() < 0.15:
                self._check(filing)
                continue
            ways = self.seat.acts.ways(filing)
            patience = HASTE if self.temper.is_hasty else PATIENCE
            if ways and self.world.now - self.since > patience:
                filing = self._take(self._way(ways), filing)
        self.hear(filing)
        if filing.state in EDITABLE and self.presses_at_all:
            self._maybe_press_again()

    def _way(self, ways: tuple[str, ...]) -> str:
        favourite = self.temper.favourite
        return favourite if favourite in ways else self.chance.choice(ways)

    def _check(self, filing: Filing) -> None:
        acts, reference = self.seat.acts, filing.reference
        found, _ = self._do("check", lambda: acts.read_back(reference, in_background=False))
        if found is not None:
            self.hear(found)

    def _take(self, way: str, filing: Filing) -> Filing:
        """Take a way on; gives how the filing stands then."""
        acts, reference = self.seat.acts, filing.reference
        if way == SEND_AGAIN:
            self._choose(way)
            found, error = self._do(way, lambda: acts.send_again(reference))
            self.since = self.world.now
        elif way == THIS_ONE:
            likely = self._likely(acts.choices(reference))
            if not likely:
                return filing
            chosen = self.chance.choice(likely)
            self._choose(way, (chosen,))
            found, error = self._do(way, lambda: acts.adopt(filing.draft, chosen))
        else:
            assert way == BACK
            self._choose(way)
            found, error = self._do(way, lambda: acts.take_back(reference))
        self._must_work(way, error)
        if found is None:
            return self._look() or filing
        self.hear(found)
        return found

    def _must_work(self, way: str, error: AppError | None) -> None:
        # With two clicks or two windows, another one may have been faster.
        is_alone = len(self.stage.seats) == 1 and not self.temper.double_click
        if isinstance(error, NotAllowedNow) and is_alone:
            self.stage.run_log.troubles.append(f"{way} was offered, and then not allowed")

    # How they act

    def _look(self) -> Filing | None:
        """What the ledger says; touches no network."""
        program, draft = self.seat.program, self.draft
        assert program is not None
        assert draft is not None
        while True:
            filing, error = self._do("look", lambda: program.filing.filing(draft.reference))
            if error is None:
                return filing
            self.world.sleep(20)

    def _choose(self, kind: str, ids: tuple[DisputeId, ...] = ()) -> None:
        assert self.draft is not None
        assert self.seat.program is not None
        name = self.seat.program.host.name
        self.stage.run_log.choices.append(
            Choice(self.world.now, name, kind, self.draft.reference, ids)
        )
        self.stage.tell(f"{name} person", f"{kind} {' '.join(ids)}")

    def _do(self, doing: str, act: Callable[[], Value]) -> tuple[Value | None, AppError | None]:
        try:
            return act(), None
        except AppError as error:
            assert self.seat.program is not None
            name = self.seat.program.host.name
            self.stage.tell(f"{name} person", f"{doing}: {type(error).__name__} {error}")
            return None, error

    def _beside(self, name: str, act: Callable[[], object]) -> None:
        program = self.seat.program
        assert program is not None
        host: Host = program.host

        def body() -> None:
            act()

        self.world.spawn(f"{host.name} {name}", body, host)


class Watch:
    """Reads open filings back by itself, as the window does, ever more slowly."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._followed: set[str] = set()

    def follow(self, filing: Filing) -> None:
        """Look after a filing until it is settled."""
        program = self._seat.program
        assert program is not None
        if is_settled(filing) or filing.reference in self._followed:
            return
        self._followed.add(filing.reference)
        self._seat.stage.world.spawn(
            f"{program.host.name} watch", lambda: self._watch(filing.reference), program.host
        )

    def _watch(self, reference: BusinessDisputeId) -> None:
        seat = self._seat
        looks = 0
        while True:
            seat.stage.world.sleep(DELAYS[min(looks, len(DELAYS) - 1)])
            looks += 1
            try:
                filing = seat.acts.read_back(reference, in_background=True)
            except AppError as error:
                seat.stage.tell(f"{seat.name} watch", f"{type(error).__name__} {error}")
                if isinstance(error, SignInRequired):  # the panel over the window asks for it
                    seat.stage.world.sleep(15)
                    seat.stage.sign_in()
                continue
            seat.person.hear(filing)
            if is_settled(filing) or filing.state is FilingState.CONFIRMED:
                break
        self._followed.discard(reference)


class Reader:
    """Brings the history up to date now and then, and opens a dispute."""

    def __init__(self, stage: Stage, seat: Seat) -> None:
        self._stage = stage
        self._seat = seat
        self._chance = stage.chance("reader")

    def begin(self) -> None:
        """Come back at the planned times, whichever program runs then."""
        for at in self._stage.plan.syncs:
            self._stage.world.at(at, self._call)

    def _call(self) -> None:
        program = self._seat.program
        if program is not None and not program.host.is_dead:
            self._stage.world.spawn(f"{program.host.name} sync", self._refresh, program.host)

    def _refresh(self) -> None:
        stage, seat = self._stage, self._seat
        program = seat.program
        assert program is not None
        begun, checked = stage.world.now, program.history.last_checked()
        sync = program.history.begin_sync(in_background=self._chance.random() < 0.7)
        is_done = False
        while not is_done:
            try:
                is_done = sync.step() is None
            except AppError as error:
                stage.tell(f"{seat.name} sync", f"{type(error).__name__} {error}")
                break
            stage.look_at_history(seat)
        if is_done:
            stage.note_sync(seat, begun, says_so=program.history.last_checked() != checked)
        shown = stage.older + [each for each in stage.cj.disputes if each.is_ours]
        for _ in range(stage.plan.detail_reads if shown else 0):
            dispute = self._chance.choice(shown)
            try:
                program.history.detail(DisputeId(dispute.dispute_id))
            except AppError as error:
                stage.tell(f"{seat.name} detail", f"{type(error).__name__} {error}")
            stage.look_at_history(seat)
