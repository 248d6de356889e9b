"""Time for clients over prepared answers, none of which is ever late."""

from __future__ import annotations

from collections.abc import Callable

from app.api.timing import Timing


class NoAlarms(Timing):
    """The machine's time, without a thread for each call that would end it."""

    def alarm(self, seconds: float, ring: Callable[[], None]) -> Callable[[], None]:
        return lambda: None
