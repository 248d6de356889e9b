"""CJ's limit of calls per second, kept by one queue: what the user waits for goes first.

Standard library only, so that services can name an urgency before httpx is loaded.
"""

from __future__ import annotations

import itertools
import math
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import TYPE_CHECKING

from app.domain.account.pace import NOTICEABLE, Wait
from app.domain.errors import Interrupted
from app.support.cancellation import is_cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLACK = 0.05
"""Seconds added to the interval, because CJ counts arrivals and the network shifts them."""
PATIENCE = 2.0
"""Seconds from its start that a call of the background may keep one back that the user waits for.
CJ answers most calls sooner."""


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


def current_urgency() -> Urgency:
    """The urgency of calls made now, on this thread."""
    return _urgency.get()


class RateLimiter:
    """Lets one call through at a time, so many a second, by urgency and then by arrival.

    One account has one limiter, whoever opens it again: CJ counts by account.
    `requests_per_second` is the most that is ever made of it, whatever CJ allows; it may be
    `math.inf` for a server without a limit. The interval runs from one call's start to the next
    one's. After a user's call the background keeps back for one interval more: what the user does
    takes several calls, and the next one may only be named when the answer is there.
    """

    def __init__(
        self, requests_per_second: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fastest = self._rate = requests_per_second
        self._clock = clock
        self._condition = threading.Condition()
        self._waiting: list[tuple[Urgency, int]] = []
        """Each with its number, never given twice, which decides between equals."""
        self._numbers = itertools.count()
        self._last_start = -math.inf
        self._held_until = -math.inf
        self._user_ended = -math.inf
        self._is_busy = False
        self._give_way: Callable[[], object] | None = None
        self._on_wait: Callable[[], object] = lambda: None
        self._on_sent: Callable[[], object] = lambda: None

    @contextmanager
    def acquire(
        self,
        is_over: Callable[[], bool] = lambda: False,
        give_way: Callable[[], object] | None = None,
    ) -> Iterator[None]:
        """Wait until a call may start; no other is let through before the block ends.

        Raises `Interrupted` where `is_over` says so before that, or the work of this thread was
        cancelled; who waits asks after `wake`, and when it is their turn. Where this is a call of
        the background and a user's has waited for `PATIENCE`, `give_way` is called once, on any
        thread, and is to end the block soon.
        """
        self._take(is_over, give_way)
        try:
            yield
        finally:
            with self._condition:
                self._is_busy, self._give_way = False, None
                if _urgency.get() is Urgency.USER:
                    self._user_ended = self._clock()
                self._condition.notify_all()

    def mark_sent(self) -> None:
        """The request of the current block leaves only now: count the interval from here.

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

    def pause_for(self, seconds: float) -> None:
        """Let nothing start for so many seconds: CJ asked for a pause."""
        with self._condition:
            self._held_until = max(self._held_until, self._clock() + seconds)
            self._condition.notify_all()

    def note_limit(self, requests_per_second: float | None) -> None:
        """CJ told its limit (`qpsLimit`): kept where it is the slower one. None changes nothing."""
        if requests_per_second is None:
            return
        with self._condition:
            self._rate = min(requests_per_second, self._fastest)
            self._condition.notify_all()

    def user_wait(self) -> Wait | None:
        """What keeps the call back that the user has waited for longest; None where none waits."""
        with self._condition:
            is_waiting = any(whose is Urgency.USER for whose, _ in self._waiting)
            seconds = self._remaining()
            if not is_waiting or seconds <= 0:
                return None
            is_pause = self._held_until > self._last_start + self._interval
            return Wait(seconds, self._rate, is_pause)

    def watch_waits(self, on_wait: Callable[[], object]) -> None:
        """Call this when the user begins to wait noticeably, on the thread that waits."""
        self._on_wait = on_wait

    def watch_sent(self, on_sent: Callable[[], object]) -> None:
        """Call this as each request leaves, on the thread that sends it: it leaves after that."""
        self._on_sent = on_sent

    def wake(self) -> None:
        """Let everyone who waits look whether their call is over."""
        with self._condition:
            self._condition.notify_all()

    def _take(self, is_over: Callable[[], bool], give_way: Callable[[], object] | None) -> None:
        with self._condition:
            whose = _urgency.get()
            ticket = (whose, next(self._numbers))
            self._waiting.append(ticket)
            is_user, was_told = whose is Urgency.USER, False
            try:
                while True:
                    if is_over() or is_cancelled():
                        raise Interrupted
                    seconds = self._remaining(whose)
                    is_next = not self._is_busy and min(self._waiting) == ticket
                    if is_next and seconds <= 0:
                        break
                    if is_user and seconds > NOTICEABLE and not was_told:
                        was_told = True
                        self._tell_of_wait()
                    elif is_user and self._give_way is not None:
                        self._press_on(self._give_way)
                    else:
                        self._pause(seconds if is_next else None)
                self._is_busy = True
                self._give_way = None if is_user else give_way
                self._last_start = self._clock()
            finally:
                self._waiting.remove(ticket)
                self._condition.notify_all()

    def _press_on(self, give_way: Callable[[], object]) -> None:
        """A user waits for a call of the background."""
        seconds = self._last_start + PATIENCE - self._clock()
        if seconds > 0:
            self._pause(seconds)
        else:
            self._give_way = None
            give_way()

    def _tell_of_wait(self) -> None:
        """Without the lock: the user interface takes it too, to say how long one waits."""
        self._condition.release()
        try:
            self._on_wait()
        finally:
            self._condition.acquire()

    @property
    def _interval(self) -> float:
        return 1 / self._rate + SLACK if math.isfinite(self._rate) else 0.0

    def _remaining(self, whose: Urgency = Urgency.USER) -> float:
        free_at = max(self._last_start + self._interval, self._held_until)
        if whose is Urgency.BACKGROUND:
            free_at = max(free_at, self._user_ended + self._interval)
        return max(0.0, free_at - self._clock())

    def _pause(self, seconds: float | None) -> None:
        # A method of its own so that a test's clock can move instead of time passing.
        self._condition.wait(seconds)
