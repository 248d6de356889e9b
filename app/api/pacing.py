"""CJ's limit of calls per second, kept by one queue: what the user waits for goes first.

Standard library only, so that services can name an urgency before httpx is loaded.
"""

from __future__ import annotations

import heapq
import itertools
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum

from app.domain.errors import Interrupted

SLACK = 0.05
"""Seconds added to the interval, because CJ counts arrivals and the network shifts them."""


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


class Pace:
    """Lets one call through at a time, so many a second, by urgency and then by arrival.

    `requests_per_second` may be `math.inf` for a server without a limit. The interval runs from
    one call's start to the next one's.
    """

    def __init__(
        self, requests_per_second: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._interval = _interval(requests_per_second)
        self._clock = clock
        self._condition = threading.Condition()
        self._waiting: list[tuple[Urgency, int]] = []
        self._numbers = itertools.count()
        self._last_start = -math.inf
        self._held_until = -math.inf
        self._is_busy = False
        self._is_closed = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it: no other call is let through meanwhile.

        Raises `Interrupted` when the pace is closed before the turn came.
        """
        self._take()
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
        with self._condition:
            self._last_start = self._clock()

    def hold(self, seconds: float) -> None:
        """Let nothing start for so many seconds: CJ asked for a pause."""
        with self._condition:
            self._held_until = max(self._held_until, self._clock() + seconds)
            self._condition.notify_all()

    def set_rate(self, requests_per_second: float) -> None:
        """Another limit from now on, also for those who wait."""
        with self._condition:
            self._interval = _interval(requests_per_second)
            self._condition.notify_all()

    def seconds_until_free(self) -> float:
        """How long CJ's limit still keeps the next call back; 0 where it does not."""
        with self._condition:
            return self._remaining()

    def close(self) -> None:
        """Wake everyone who waits, with `Interrupted`, and let nobody in again."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()

    def _take(self) -> None:
        with self._condition:
            ticket = (_urgency.get(), next(self._numbers))
            heapq.heappush(self._waiting, ticket)
            try:
                while not self._may_start(ticket):
                    self._pause(self._remaining() if self._is_next(ticket) else None)
                self._is_busy = True
                self._last_start = self._clock()
            finally:
                self._waiting.remove(ticket)
                heapq.heapify(self._waiting)
                self._condition.notify_all()

    def _may_start(self, ticket: tuple[Urgency, int]) -> bool:
        if self._is_closed:
            raise Interrupted
        return self._is_next(ticket) and self._remaining() <= 0

    def _is_next(self, ticket: tuple[Urgency, int]) -> bool:
        return not self._is_busy and self._waiting[0] == ticket

    def _remaining(self) -> float:
        free_at = max(self._last_start + self._interval, self._held_until)
        return max(0.0, free_at - self._clock())

    def _pause(self, seconds: float | None) -> None:
        # A method of its own so that a test's clock can move instead of time passing.
        self._condition.wait(seconds)


def _interval(requests_per_second: float) -> float:
    if not requests_per_second > 0:
        raise ValueError("a rate is more than nothing")
    return 1 / requests_per_second + SLACK if math.isfinite(requests_per_second) else 0.0
