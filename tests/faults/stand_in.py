"""CJ as the harness needs it: it can lose its network, restart, and say when it is quiet."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from tests.cj.character_server import CharacterServer
from tests.cj.simulation.character import Character


class StandIn(CharacterServer):
    """The CJ of one run. What it knows outlives its restarts."""

    def __init__(self, character: Character, chance: random.Random | None = None) -> None:
        super().__init__(character, chance or random.Random(0))  # noqa: S311 - no secret is made of it

    @property
    def is_up(self) -> bool:
        """Whether anybody answers."""
        return self._http is not None

    def restart(self) -> None:
        """Connections break, and new ones are taken."""
        self.stop()
        self.start()

    def heal(self) -> None:
        """Healthy from now on."""
        self.scenarios.clear()
        self.cj.moods.clear()
        self.start()

    def sign_in(self) -> tuple[str, str]:
        """Access and refresh token of a merchant who has just signed in."""
        with self.lock:
            return self.cj.sign_in()

    def when_quiet(self, programs: int) -> None:
        """Wait until no more connections are open than programs live.

        A request of a program that was killed is still read, and counts.
        """
        http = self._http
        if http is not None:
            wait_until(lambda: len(http._open) <= programs, "the stand-in to be quiet")


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Wait for a condition that nobody announces. Raises `TimeoutError`."""
    tick, deadline = threading.Event(), time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        tick.wait(0.002)
