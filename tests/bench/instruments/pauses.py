"""How long the UI thread was kept from its work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer

BEAT_MS = 5


class PauseMeter:
    """A timer that ought to beat every 5 ms, and how long it was kept from it."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last = self._last_work = 0.0
        self.pauses: list[float] = []
        self.works: list[float] = []
        """How much of each pause this thread worked itself, in milliseconds. The rest it waited:
        for Python's lock, or for a processor that others had."""

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Measure inside the block."""
        self.start()
        yield
        self._timer.stop()

    def start(self) -> None:
        """Measure from now on, nothing before."""
        self.pauses.clear()
        self.works.clear()
        self._last, self._last_work = time.perf_counter(), time.thread_time()
        self._timer.start()

    @property
    def longest(self) -> float:
        """The longest pause in milliseconds beyond the beat itself."""
        return max(self.pauses, default=0.0)

    @property
    def longest_work(self) -> float:
        """The most that the thread worked between two beats, in milliseconds."""
        return max(self.works, default=0.0)

    def over(self, milliseconds: float) -> int:
        """How many pauses were longer."""
        return sum(pause > milliseconds for pause in self.pauses)

    def _beat(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        self.pauses.append((now - self._last) * 1000 - BEAT_MS)
        self.works.append((work - self._last_work) * 1000)
        self._last, self._last_work = now, work
