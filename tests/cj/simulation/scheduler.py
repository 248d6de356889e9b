"""Actors that take turns: threads of which one runs at a time, in an order that the seed decides.

Whoever holds the baton runs until it sleeps, blocks or ends; then the next event in simulated
time is due. No real time passes in between, and nothing but the seed decides who comes next, so a
run can be had again to the letter. Real locks must not be held where the baton is passed; what
needs one there takes a `Lock` or a `Condition` of this module.
"""

from __future__ import annotations

import faulthandler
import heapq
import random
import sys
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

_HANGS_AFTER = 60.0
"""Real seconds without the baton coming back: somebody waits outside of the simulation."""


class Killed(BaseException):
    """The process that this actor belongs to is dead: it does nothing more."""


class Host:
    """What dies as one: a process with its threads."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_dead = False


class Actor:
    """A thread of a host, or of nobody."""

    def __init__(self, name: str, host: Host | None, body: Callable[[], None]) -> None:
        self.name = name
        self.host = host
        self.body = body
        self.ticket = 0
        """The number of the event that may wake it; older ones are void."""
        self.is_over = False
        self.worker: _Worker | None = None

    @property
    def is_dead(self) -> bool:
        """Whether its process has been killed."""
        return self.host is not None and self.host.is_dead


class World:
    """Simulated time and whose turn it is. Seconds count from the start of the run."""

    def __init__(self, chance: random.Random) -> None:
        self.now = 0.0
        self.chance = chance
        self.current: Actor | None = None
        self.errors: list[tuple[str, BaseException]] = []
        """Exceptions that actors did not handle: bugs of the program or of the simulation."""
        self._queue: list[tuple[float, int, int, Actor | Callable[[], None]]] = []
        self._numbers = 0
        self._end = 0.0
        self._main = threading.Lock()
        self._main.acquire()
        self._actors: list[Actor] = []
        self._only: set[Actor] | None = None

    def at(self, time: float, act: Callable[[], None]) -> None:
        """Do this at a time, or now where it has passed. It must neither sleep nor block."""
        self._push(max(time, self.now), 0, act)

    def spawn(
        self, name: str, body: Callable[[], None], host: Host | None = None, delay: float = 0.0
    ) -> Actor:
        """Begin a new actor after so many seconds."""
        actor = Actor(name, host, body)
        self._actors.append(actor)
        self._push(self.now + delay, actor.ticket, actor)
        return actor

    def run(self, until: float) -> None:
        """Let everybody act until nothing is left to happen, or to this time."""
        self._end = until
        self._pass_on(None)
        if not self._main.acquire(timeout=_HANGS_AFTER):
            faulthandler.dump_traceback(file=sys.stderr, all_threads=True)
            raise RuntimeError("an actor waits for something outside of the simulation")

    def finish(self, actors: Iterable[Actor], seconds: float) -> None:
        """Let only these go on, for so long: the others stand still from here on."""
        self._only = set(actors)
        self.run(self.now + seconds)

    def end(self) -> None:
        """Kill whoever is left, so that no thread stays in the middle of something."""
        self._only = None
        for actor in self._actors:
            if not actor.is_over:
                actor.host = actor.host or Host("nobody")
                self.kill(actor.host)
        self.run(self.now)

    def sleep(self, seconds: float) -> None:
        """Let time pass for the actor that calls this. Raises `Killed`."""
        actor = self._caller()
        actor.ticket += 1
        due = self.now + seconds
        if due <= self._end and (not self._queue or self._queue[0][0] > due):
            self.now = due  # nobody else is due before
            return
        self._push(due, actor.ticket, actor)
        self._wait(actor)

    def block(self, seconds: float | None = None) -> None:
        """Wait to be woken, or for so many seconds. Raises `Killed`."""
        actor = self._caller()
        actor.ticket += 1
        if seconds is not None:
            self._push(self.now + seconds, actor.ticket, actor)
        self._wait(actor)

    def wake(self, actor: Actor) -> None:
        """Let an actor that sleeps or blocks go on."""
        if not actor.is_over:
            self._push(self.now, actor.ticket, actor)

    def kill(self, host: Host) -> None:
        """End a process as `kill -9` does: none of its threads does anything from here on."""
        host.is_dead = True
        for actor in self._actors:
            if actor.host is host and actor is not self.current:
                self.wake(actor)

    def seam(self) -> None:
        """A point at which others may come first: a moment passes, rarely a long one."""
        draw = self.chance.random()
        if draw < 0.6:
            self.sleep(0.002 * draw)
        elif draw < 0.995:
            self.sleep(0.1 * (draw - 0.6))
        else:
            self.sleep(400 * (draw - 0.995))  # the computer was busy with something else

    def _caller(self) -> Actor:
        actor = self.current
        assert actor is not None, "only actors wait"
        if actor.is_dead:
            raise Killed
        return actor

    def _push(self, time: float, ticket: int, who: Actor | Callable[[], None]) -> None:
        self._numbers += 1
        heapq.heappush(self._queue, (time, self._numbers, ticket, who))

    def _wait(self, actor: Actor) -> None:
        self._pass_on(actor)
        if actor.is_dead:
            raise Killed

    def _pass_on(self, giver: Actor | None) -> None:
        """Hand the baton to whoever is next; returns when it is the giver's turn again."""
        while self._queue and self._queue[0][0] <= self._end:
            time, _, ticket, who = heapq.heappop(self._queue)
            if not isinstance(who, Actor):
                if self._only is not None:
                    continue
                self.now = time
                self.current = None
                who()
                continue
            if who.is_over or ticket != who.ticket or (self._only and who not in self._only):
                continue
            self.now = time
            who.ticket += 1
            self.current = who
            if who is giver:
                return
            self._hand_to(who)
            break
        else:
            self.current = None
            self._main.release()
        if giver is not None and not giver.is_over:
            assert giver.worker is not None
            giver.worker.go.acquire()

    def _hand_to(self, actor: Actor) -> None:
        if actor.worker is None:
            actor.worker = _idle_worker()
            actor.worker.take(self, actor)
        actor.worker.go.release()

    def perform(self, actor: Actor) -> None:
        """Run an actor to its end and pass the baton on. Called by its worker."""
        try:
            if not actor.is_dead:
                actor.body()
        except Killed:
            pass
        except BaseException as error:  # noqa: BLE001 - the judge looks at them
            self.errors.append((actor.name, error))
        actor.is_over = True
        _IDLE.append(actor.worker)  # type: ignore[arg-type]  # it is the one that runs this
        self._pass_on(actor)


class _Worker:
    """A thread that plays one actor after the other, run after run."""

    def __init__(self) -> None:
        self.go = threading.Lock()
        self.go.acquire()
        self._part: tuple[World, Actor] | None = None
        threading.Thread(target=self._play, daemon=True).start()

    def take(self, world: World, actor: Actor) -> None:
        """Play this actor once the baton is handed over."""
        self._part = (world, actor)

    def _play(self) -> None:
        while True:
            self.go.acquire()
            assert self._part is not None
            world, actor = self._part
            self._part = None
            world.perform(actor)


_IDLE: list[_Worker] = []


def _idle_worker() -> _Worker:
    return _IDLE.pop() if _IDLE else _Worker()


class Lock:
    """A lock for code that passes the baton while it holds it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._is_held = False
        self._waiting: list[Actor] = []

    def __enter__(self) -> Self:
        while self._is_held:
            assert self._world.current is not None
            self._waiting.append(self._world.current)
            self._world.block()
        self._is_held = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_held = False
        waiting, self._waiting = self._waiting, []
        for actor in waiting:
            self._world.wake(actor)


class Condition:
    """What a `threading.Condition` is where only one thread runs at a time anyway."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: list[Actor] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing was held."""

    def acquire(self) -> bool:
        """Nobody else has it."""
        return True

    def release(self) -> None:
        """Nothing was held."""

    def wait(self, seconds: float | None = None) -> None:
        """Wait for a notification, or for so many seconds."""
        actor = self._world.current
        assert actor is not None
        self._waiting.append(actor)
        try:
            self._world.block(seconds)
        finally:
            if actor in self._waiting:
                self._waiting.remove(actor)

    def notify_all(self) -> None:
        """Wake everybody who waits."""
        waiting, self._waiting = self._waiting, []
        for actor in waiting:
            self._world.wake(actor)
