"""CJ's limit of calls per second, kept by one queue: what the user waits for goes first.

Standard library only, so that services can name an urgency before httpx is loaded.
"""

from __future__ import annotations

import heapq
import itertools
import math
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from app.domain.errors import Interrupted
from app.domain.pace import NOTICEABLE, Allowance, Wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLACK = 0.05
"""Seconds added to the interval, because CJ counts arrivals and the network shifts them."""
RAISE_AFTER = 20
"""Good answers in a row before one more request a second is tried."""


class Urgency(IntEnum):
    """Who waits for a call. The lower number goes first."""

    USER = 0
    BACKGROUND = 1


_urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.USER)


@contextmanager
def urgency(value: Urgency) -> Iterator[None]:
    """Calls made inside the block, on this thread, queue with this urgency."""
    token = _urgency.set(value)
    try:
        yield
    finally:
        _urgency.reset(token)


class _Ticket(NamedTuple):
    """A place in the queue. The number, never given twice, decides between equals."""

    urgency: Urgency
    number: int
    is_commit: bool


class Pace:
    """Lets one call through at a time, so many a second, by urgency and then by arrival.

    One account has one pace, whoever opens it again: CJ counts by account.
    `requests_per_second` may be `math.inf` for a server without a limit. The interval runs from
    one call's start to the next one's.
    """

    def __init__(
        self, requests_per_second: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._interval = _interval(requests_per_second)
        self._clock = clock
        self._condition = threading.Condition()
        self._waiting: list[_Ticket] = []
        self._numbers = itertools.count()
        self._last_start = -math.inf
        self._held_until = -math.inf
        self._is_busy = False
        self._allowance: Allowance | None = None
        self._good_answers = 0
        self._on_learnt: Callable[[Allowance], object] = lambda _: None
        self._on_wait: Callable[[], object] = lambda: None
        self._on_sent: Callable[[], object] = lambda: None

    @contextmanager
    def turn(
        self, is_over: Callable[[], bool] = lambda: False, *, is_commit: bool = False
    ) -> Iterator[None]:
        """Wait for a turn and hold it: no other call is let through meanwhile.

        Raises `Interrupted` where `is_over` says so before the turn came; who waits asks it after
        `wake`. A commit keeps CJ's least distance even where a faster rate is on trial: it is
        never repeated, so it must not be what finds the limit.
        """
        self._take(is_over, is_commit=is_commit)
        try:
            yield
        finally:
            with self._condition:
                self._is_busy = False
                self._condition.notify_all()

    def mark_sent(self) -> None:
        """The request of the current turn leaves only now: count the interval from here.

        Opening a connection takes time; counted from before it, the next request on the same
        connection would reach CJ too early.
        """
        self._on_sent()
        with self._condition:
            self._last_start = self._clock()

    def go_on_from(self, seconds_ago: float) -> None:
        """The last run of the program sent its last request so many seconds ago: CJ counts on."""
        with self._condition:
            self._last_start = max(self._last_start, self._clock() - seconds_ago)

    def hold(self, seconds: float) -> None:
        """Let nothing start for so many seconds: CJ asked for a pause."""
        with self._condition:
            self._held_until = max(self._held_until, self._clock() + seconds)
            self._condition.notify_all()

    def adopt(self, allowance: Allowance) -> None:
        """Go by what is known of the account, and learn more from its answers."""
        with self._condition:
            self._change(allowance)

    @property
    def allowance(self) -> Allowance | None:
        """What is known of the account by now; None for a pace that learns nothing."""
        return self._allowance

    def note_limit(self, limit: int | None) -> None:
        """CJ told its limit (`qpsLimit`)."""
        with self._condition:
            self._change((self._allowance or Allowance()).told_limit(limit))

    def note_answer(self) -> None:
        """CJ answered without minding the rate."""
        with self._condition:
            self._good_answers += 1
            if self._allowance and self._good_answers >= RAISE_AFTER:
                self._change(self._allowance.raised())

    def note_refusal(self) -> None:
        """CJ said "too many requests"."""
        with self._condition:
            if self._allowance:
                self._change(self._allowance.refused())

    def seconds_until_free(self) -> float:
        """How long CJ's limit still keeps the next call back; 0 where it does not."""
        with self._condition:
            return self._remaining()

    def user_wait(self) -> Wait | None:
        """What keeps the call back that the user has waited for longest; None where none waits."""
        with self._condition:
            is_waiting = any(each.urgency is Urgency.USER for each in self._waiting)
            seconds = self._remaining()
            if not is_waiting or seconds <= 0:
                return None
            is_pause = self._held_until > self._last_start + self._interval
            return Wait(seconds, self._allowance.rate if self._allowance else 1, is_pause)

    def watch_waits(self, on_wait: Callable[[], object]) -> None:
        """Call this when the user begins to wait noticeably, on the thread that waits: be quick."""
        self._on_wait = on_wait

    def watch_sent(self, on_sent: Callable[[], object]) -> None:
        """Call this as each request leaves, on the thread that sends it: be quick."""
        self._on_sent = on_sent

    def watch_learning(self, on_learnt: Callable[[Allowance], object]) -> None:
        """Call this with what was learnt, on the thread that was answered."""
        self._on_learnt = on_learnt

    def wake(self) -> None:
        """Let everyone who waits look whether their call is over."""
        with self._condition:
            self._condition.notify_all()

    def _take(self, is_over: Callable[[], bool], *, is_commit: bool) -> None:
        with self._condition:
            ticket = _Ticket(_urgency.get(), next(self._numbers), is_commit)
            heapq.heappush(self._waiting, ticket)
            was_told = False
            try:
                while True:
                    if is_over():
                        raise Interrupted
                    if self._may_start(ticket):
                        break
                    seconds = self._remaining(is_commit=is_commit)
                    if ticket.urgency is Urgency.USER and seconds > NOTICEABLE and not was_told:
                        was_told = True
                        self._on_wait()
                    self._pause(seconds if self._is_next(ticket) else None)
                self._is_busy = True
                self._last_start = self._clock()
            finally:
                self._waiting.remove(ticket)
                heapq.heapify(self._waiting)
                self._condition.notify_all()

    def _may_start(self, ticket: _Ticket) -> bool:
        return self._is_next(ticket) and self._remaining(is_commit=ticket.is_commit) <= 0

    def _is_next(self, ticket: _Ticket) -> bool:
        return not self._is_busy and self._waiting[0] == ticket

    def _remaining(self, *, is_commit: bool = False) -> float:
        interval = _interval(1) if is_commit and self._allowance else self._interval
        free_at = max(self._last_start + interval, self._held_until)
        return max(0.0, free_at - self._clock())

    def _change(self, allowance: Allowance) -> None:
        self._good_answers = 0
        if allowance == self._allowance:
            return
        self._allowance = allowance
        self._interval = _interval(allowance.rate)
        self._condition.notify_all()
        self._on_learnt(allowance)

    def _pause(self, seconds: float | None) -> None:
        # A method of its own so that a test's clock can move instead of time passing.
        self._condition.wait(seconds)


def _interval(requests_per_second: float) -> float:
    if not requests_per_second > 0:
        raise ValueError("a rate is more than nothing")
    return 1 / requests_per_second + SLACK if math.isfinite(requests_per_second) else 0.0
