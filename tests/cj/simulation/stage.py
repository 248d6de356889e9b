"""One run on its stage: CJ, computers, folders, programs, and when each of them comes on."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from functools import partial

from app.domain.errors import AppError, StorageFailed
from app.domain.filing.filing import Filing
from tests.cj.simulation.acts import Acts
from tests.cj.simulation.cj import LIST, Ask, Cj, Dispute, Recorded, Reply
from tests.cj.simulation.people import RECOVER_AGAIN_S, Person, Reader, Watch
from tests.cj.simulation.plan import Elsewhere, Plan, Second
from tests.cj.simulation.program import Computer, Folder, Parts, Program, SavedBackup, template
from tests.cj.simulation.run_log import Ending, RunLog
from tests.cj.simulation.scheduler import Host, World


class Seat:
    """A place where somebody works: a program that is started again when it dies."""

    def __init__(
        self,
        stage: Stage,
        name: str,
        folder: Folder,
        computer: Computer,
        person: Person,
        kills: tuple[int, ...] = (),
    ) -> None:
        self.stage = stage
        self.name = name
        self.folder = folder
        self.computer = computer
        self.person = person
        self.program: Program | None = None
        self.acts: Acts
        self.watch: Watch
        self.is_closed = False
        """Whether its program is not to be started: somebody is at the folder."""
        self._kills = list(kills)
        self._starts = 0
        person.take_seat(self)

    def start(self) -> None:
        """Start the program."""
        self._starts += 1
        stage = self.stage
        stage.last_start = stage.world.now
        host = Host(f"{self.name}{self._starts}")
        self.program = Program(
            stage.world,
            host,
            self.folder,
            self.computer,
            stage.cj,
            stage.plan.weather,
            stage.chance("network"),
            stage.parts,
        )
        self.program.on_death = self._died
        self.program.sign_in(stage.tokens)
        self.program.network.on_answer.append(stage.disk_fails)
        self.program.network.tell = partial(stage.tell, f"{host.name} net")
        self.acts = stage.make_acts(self.program)
        self.watch = Watch(self)
        stage.run_log.ledgers[host.name] = self.folder.ledger
        if self._starts > 1:
            self.arm()
        stage.world.spawn(host.name, self._live, host)

    def arm(self) -> None:
        """From now on the points at which it dies are counted."""
        if self._kills and self.program is not None:
            self.program.dies_after = self._kills.pop(0)

    def stop(self) -> None:
        """Kill the program, if it runs."""
        if self.program is not None and not self.program.host.is_dead:
            self.stage.world.kill(self.program.host)

    def _live(self) -> None:
        assert self.program is not None
        self.recover()
        self.person.live()

    def recover(self) -> None:
        """After a start and a press: have it written down how filings stand, and follow those open.

        While nothing can be written, it is tried again.
        """
        assert self.program is not None
        for filing in self._recovered(self.program):
            self.person.hear(filing)
            self.watch.follow(filing)

    def _recovered(self, program: Program) -> tuple[Filing, ...]:
        while True:
            try:
                return program.filing.recover()
            except StorageFailed:
                self.stage.world.sleep(RECOVER_AGAIN_S)

    def _died(self) -> None:
        stage = self.stage
        assert self.program is not None
        stage.tell(self.program.host.name, "dies")
        stage.run_log.deaths.append((stage.world.now, self.program.host.name))
        stage.world.at(stage.world.now + stage.chance("death").choice((2.0, 30.0)), self._again)

    def _again(self) -> None:
        is_dead = self.program is not None and self.program.host.is_dead
        if is_dead and not self.is_closed:
            self.start()


class Stage:
    """Builds a run out of its plan and plays it."""

    def __init__(
        self,
        plan: Plan,
        *,
        parts: Parts | None = None,
        make_acts: Callable[[Program], Acts] = Acts,
        is_told: bool = False,
    ) -> None:
        self.plan = plan
        self.run_log = RunLog()
        self.parts = parts or Parts()
        self.make_acts = make_acts
        self.world = World(random.Random(f"turns {plan.seed}"))  # noqa: S311 - no secret
        self.cj = Cj(self.world, plan.character, self.chance("cj"))
        self.tokens = ("access-0", "refresh-0")
        self.seats: list[Seat] = []
        self.older: list[Dispute] = []
        self.last_start = 0.0
        self._copied: sqlite3.Connection | None = None
        """The data file as it was copied."""
        self._backup: SavedBackup | None = None
        self._is_told = is_told
        self._disk = plan.disk
        self._computer = Computer(self.world, plan.jumps)
        self._checked: dict[str, float] = {}
        """Ledger -> when the last refresh began that said it has checked all."""
        self._snapshots: dict[str, dict[str, tuple[str, int | None, int | None]]] = {}

    def chance(self, name: str) -> random.Random:
        """A stream of chance of its own, so that one part of a run does not shift another's."""
        return random.Random(f"{name} {self.plan.seed} {len(self.run_log.ledgers)}")  # noqa: S311

    def tell(self, who: str, what: str) -> None:
        """Write down what happens, where somebody wants to read it."""
        if self._is_told:
            self.run_log.notes.append(f"{self.world.now:9.3f}  {who:<10} {what}")

    def play(self) -> None:
        """The whole run."""
        plan = self.plan
        random.seed(f"jitter {plan.seed}")  # retries draw their jitter from the common stream
        self.cj.orders.extend(plan.orders)
        self.cj.moods.extend(plan.moods)
        self._fill_history()
        for each in plan.elsewhere:
            self._plan_elsewhere(each)
        if plan.tokens is not None:
            at, with_refresh = plan.tokens
            self.world.at(at, lambda: self.cj.kill_tokens(refresh_too=with_refresh))
        if plan.second is not None:
            self._plan_backup(plan.second)
        for at in plan.decisions:
            self.world.at(at, self._decide)
        if self._is_told:
            self._watch_cj()
        folder = Folder("L0", template())
        person = Person(self, plan.temper, self.chance("person"))
        first = Seat(self, "A", folder, self._computer, person, plan.kills)
        self.seats.append(first)
        first.start()
        Reader(self, first).begin()
        begins = max(0.0, plan.second.begins) if plan.second else 0.0
        begins += plan.disk.lasts if plan.disk else 0.0
        try:
            self.world.run(plan.temper.reads + begins + plan.length)
            self._close()
        finally:
            self.world.end()
            for seat in self.seats:
                seat.folder.file.close()
            if self._copied is not None:
                self._copied.close()
            if self._backup is not None:
                self._backup.close()
        for who, error in self.world.errors:
            self.run_log.troubles.append(f"{who}: {type(error).__name__}: {error}")

    # What persons cause

    def on_saved(self, person: Person) -> None:
        """The first person's draft has been saved as it will be filed."""
        second = self.plan.second
        if second is None or person is not self.seats[0].person:
            return
        if second.backed_up == "saved":
            self._back_up()
        elif second.folder in ("copy", "restored"):
            self.world.at(self.world.now + second.copied, self._copy)

    def on_press(self, person: Person) -> None:
        """The first person is about to press the button for the first time."""
        if person is not self.seats[0].person:
            return
        self.seats[0].arm()
        second = self.plan.second
        if second is not None:
            self.world.at(self.world.now + second.begins, self._bring_second)

    def disk_fails(self) -> None:
        """A `create` has ended: from now on, or soon, nothing can be written for a while."""
        disk, self._disk = self._disk, None
        if disk is not None:
            begins = self.world.now + disk.begins
            self._computer.troubles.append(
                (begins, max(begins, self.world.now) + disk.lasts, disk.kind)
            )
            self.tell("disk", f"{disk.kind} for {disk.lasts} s from {disk.begins:+} s")

    def sign_in(self) -> None:
        """A person signs in; every program on the computer takes the new tokens."""
        self.run_log.sign_ins += 1
        self.tokens = self.cj.sign_in()
        for seat in self.seats:
            if seat.program is not None and not seat.program.host.is_dead:
                seat.program.sign_in(self.tokens)

    def last_trouble(self) -> float:
        """When what hinders all looks was last over."""
        ends = [end for _, end, _ in self._computer.troubles]
        ends += [end for _, end in self.plan.weather.outages]
        return max((*ends, self.last_start), default=0.0)

    # The second program

    def _copy(self) -> None:
        first = self.seats[0]
        self._copied = first.folder.copy()
        self.run_log.forks["L1"] = ("L0", self.world.now)
        self.tell("copy", "the data folder is copied")

    def _plan_backup(self, second: Second) -> None:
        hooks = {"create arrives": self.cj.on_create, "create is done": self.cj.after_create}
        if second.backed_up in hooks:
            hooks[second.backed_up].append(self._back_up)

    def _back_up(self) -> None:
        if self._backup is None:
            self._backup = SavedBackup(self.seats[0].folder, self._computer.now)
            self.run_log.forks["L1"] = ("L0", self.world.now)
            self.tell("backup", "a backup is made")

    def _older_content(self) -> sqlite3.Connection | None:
        """What the folder had when it was copied or backed up; None where it was not yet."""
        if self._backup is not None and self._copied is None:
            self._copied = self._backup.restored()
        return self._copied

    def _bring_second(self) -> None:
        second = self.plan.second
        assert second is not None
        if second.folder in ("restored", "backup"):
            self._put_back()
            return
        first = self.seats[0]
        folder, computer = first.folder, self._computer
        if second.folder != "shared":
            content = self._older_content()
            if content is None:
                return  # it was to be copied later than used
            folder, computer = Folder("L1", content), Computer(self.world)
        person = Person(self, self.plan.temper, self.chance("second person"))
        person.presses_at_all = second.presses
        if second.same_draft:
            person.draft = first.person.draft
            person.ceiling = first.person.ceiling
        seat = Seat(self, "B", folder, computer, person)
        self.seats.append(seat)
        self.tell("B", f"comes, folder {second.folder}")
        seat.start()

    def _put_back(self) -> None:
        first = self.seats[0]
        if self._copied is None and self._backup is None:
            return
        first.stop()
        first.is_closed = True
        self.tell(first.name, "the folder is put back to what it was")

        def replace() -> None:
            content = self._older_content()
            assert content is not None
            first.folder.put_back(content, "L1")
            first.is_closed = False
            first.start()

        self.world.at(self.world.now + 5.0, replace)

    # What happens at CJ

    def _fill_history(self) -> None:
        chance = self.chance("history")
        others = self.plan.orders[1:]
        for _ in range(self.plan.older):
            order = chance.choice(others)
            line = chance.choice(order.lines)
            ago = -chance.uniform(3600, 80 * 86400)
            dispute = self.cj.add(
                order, {line.line_id: 1}, chance.choice((1, 2, 3, 4)), created=ago
            )
            self.older.append(dispute)
            if chance.random() < 0.8:
                outcome = chance.choice((1, 1, 2, 3))
                self.cj.decide(dispute, outcome, line.price if outcome == 1 else 0)

    def _decide(self) -> None:
        chance = self.chance("decision")
        open_ones = [each for each in self.older if each.outcome is None]
        if open_ones:
            dispute = chance.choice(open_ones)
            self.cj.decide(dispute, 1, 1250)
            self.tell("CJ", f"decides on {dispute.dispute_id}")

    def _plan_elsewhere(self, each: Elsewhere) -> None:
        def file() -> None:
            self._file_elsewhere(each)

        def later() -> None:
            self.world.at(self.world.now + each.delay, file) if each.delay else file()

        if each.when == "before":
            self._file_elsewhere(each, created=each.delay)
        else:
            hooks = {
                "the list": self.cj.after_list,
                "create arrives": self.cj.on_create,
                "create is done": self.cj.after_create,
            }
            hooks[each.when].append(later)

    def _file_elsewhere(self, each: Elsewhere, created: float | None = None) -> None:
        plan = self.plan
        order = plan.orders[0]
        ours = dict(plan.lines)
        if each.lines == "one of them":
            pieces = dict(list(ours.items())[:1])
        elif each.lines == "others":
            pieces = {line.line_id: 1 for line in order.lines if line.line_id not in ours}
        else:
            pieces = dict(ours)
        if not pieces:
            return
        reason = plan.reason if each.same_reason else plan.reason % 4 + 1
        dispute = self.cj.add(order, pieces, reason, created=created)
        self.tell("elsewhere", f"{dispute.dispute_id} about {each.lines} lines")

    def _watch_cj(self) -> None:
        usual = self.cj.handle

        def handle(ask: Ask) -> tuple[Reply, Recorded]:
            reply, recorded = usual(ask)
            self.tell("CJ", _told(reply, recorded))
            return reply, recorded

        self.cj.handle = handle  # type: ignore[method-assign]  # for the story alone

    # The history

    def look_at_history(self, seat: Seat) -> None:
        """Compare what is stored with what was stored before, and with the truth."""
        assert seat.program is not None
        before = self._snapshots.setdefault(seat.folder.ledger, {})
        rows = seat.program.database.inspect(
            "SELECT dispute_id, status, outcome, refund_cents, order_id FROM disputes"
        )
        for dispute_id, status, outcome, refund, order_id in rows:
            truth = self.cj.with_id(dispute_id)
            if truth is None:
                continue
            known = before.get(dispute_id, ("", None, None))
            self._compare(dispute_id, "status", known[0], status, truth.status)
            self._compare(dispute_id, "outcome", known[1], outcome, truth.outcome)
            self._compare(dispute_id, "refund", known[2], refund, truth.money)
            if order_id and not truth.order.is_called(order_id):
                self.run_log.wrong_orders.append(f"{dispute_id} under {order_id}")
            before[dispute_id] = (status, outcome, refund)

    def _compare(
        self, dispute_id: str, name: str, before: object, after: object, truth: object
    ) -> None:
        if before and not after and truth:
            self.run_log.erased.append(f"{dispute_id}: {name} was {before!r}, is {after!r}")

    def note_sync(self, seat: Seat, begun: float, *, says_so: bool) -> None:
        """A refresh has come to its end: is all stored that CJ listed when it was last checked?

        `says_so` where it has moved the time of the last check. One that may have missed something
        leaves that as it was.
        """
        assert seat.program is not None
        self.run_log.syncs += 1
        if says_so:
            self._checked[seat.folder.ledger] = begun
        checked = self._checked.get(seat.folder.ledger)
        if checked is None:
            return
        lag = self.plan.character.plain_lag
        listed = [each for each in self.cj.disputes if self.cj.shows(each, checked, lag)]
        stored = seat.program.database.inspect("SELECT count(*) FROM disputes WHERE gone IS NULL")[
            0
        ][0]
        if stored < len(listed) and not seat.acts.tells_shortfall():
            self.run_log.shortfalls.append(f"{stored} stored, CJ lists {len(listed)}")

    # The end

    def _close(self) -> None:
        last = [
            self.world.spawn(
                f"{seat.name} end", partial(self._write_ending, seat), seat.program.host
            )
            for seat in self.seats
            if seat.program is not None and not seat.program.host.is_dead
        ]
        self.world.finish(last, 600)

    def _write_ending(self, seat: Seat) -> None:
        program = seat.program
        assert program is not None
        while seat.computer.trouble()[1]:
            self.world.sleep(5)
        references = {key[1] for key in self.run_log.saved if self._has(seat, key)}
        for reference in sorted(references):
            filing = program.filing.filing(reference)  # type: ignore[arg-type]
            if filing is None:
                continue
            try:
                ways = seat.acts.ways(filing)
            except AppError as error:
                ways = (f"{type(error).__name__}",)
            seat.person.hear(filing)
            self.run_log.endings.append(
                Ending(
                    program.host.name,
                    seat.folder.ledger,
                    reference,
                    filing.state.value,
                    filing.dispute_id,
                    filing.draft.message,
                    ways,
                )
            )
        self.look_at_history(seat)

    def _has(self, seat: Seat, key: tuple[str, str]) -> bool:
        """Whether a draft that was saved in some folder may be in this one."""
        ledger = seat.folder.ledger
        return key[0] in (ledger, self.run_log.forks.get(ledger, ("",))[0])


def _told(reply: Reply, recorded: Recorded) -> str:
    """A request and its answer, in a line."""
    ask = recorded.ask
    asked = ", ".join(value for _, value in ask.query) or str(ask.body.get("businessDisputeId", ""))
    words = f"{ask.program} asks {ask.endpoint.split('/')[-1]} {asked[:60]}:"
    if recorded.filed is not None:
        words += f" FILES {recorded.filed.dispute_id},"
    if recorded.shown:
        shown = [each.dispute_id for each in recorded.shown[:4]]
        return f"{words} shows {' '.join(shown)}{' ...' if recorded.shown[4:] else ''}"
    text = reply.body.decode()
    if ask.endpoint == LIST and recorded.is_whole:
        return f"{words} shows nothing"
    return f"{words} HTTP {reply.status} {text[:160]}"
