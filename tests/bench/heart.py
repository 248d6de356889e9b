"""How long the UI thread was kept from its work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer

BEAT_MS = 5


class Heart:
    """A timer that ought to beat every 5 ms, and how long it was kept from it."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self.pauses: list[float] = []

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Listen inside the block."""
        self.pauses.clear()
        self._last = time.perf_counter()
        self._timer.start()
        yield
        self._timer.stop()

    @property
    def longest(self) -> float:
        """The longest pause in milliseconds beyond the beat itself."""
        return max(self.pauses, default=0.0)

    def over(self, milliseconds: float) -> int:
        """How many pauses were longer."""
        return sum(pause > milliseconds for pause in self.pauses)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.pauses.append((now - self._last) * 1000 - BEAT_MS)
        self._last = now
