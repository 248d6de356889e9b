"""Time as the transport sees it: its clocks, its waits, and the alarm that ends a call."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Timing:
    """The machine's own time. Tests give another one, in which hours pass at once.

    `monotonic` gives seconds on a clock that is never set.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.monotonic = monotonic

    def now(self) -> datetime:
        """The time of day by this computer's clock, which may be wrong; aware UTC."""
        return datetime.now(UTC)

    def wait(self, end: threading.Event, seconds: float) -> bool:
        """Let so many seconds pass, unless `end` comes first; whether it came."""
        return end.wait(seconds)

    def alarm(self, seconds: float, ring: Callable[[], None]) -> Callable[[], None]:
        """Call `ring` from another thread after so many seconds; gives what calls that off."""
        timer = threading.Timer(seconds, ring)
        timer.daemon = True
        timer.start()
        return timer.cancel
