"""Time for clients over prepared answers, none of which is ever late."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from app.api.timing import Timing


class NoAlarms(Timing):
    """The machine's time, without a thread for each call that would end it."""

    def alarm(self, seconds: float, ring: Callable[[], None]) -> Callable[[], None]:
        return lambda: None


class NoTime(NoAlarms):
    """The same, and no time passes between two tries: how much would have is noted."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, end: Event, seconds: float) -> bool:
        self.waits.append(seconds)
        return end.is_set()
