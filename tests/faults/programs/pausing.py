"""A ledger that can stand still between two steps, so that a kill hits exactly there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from app.domain.filing.filing import Filing
from app.storage.database.database import Database
from app.storage.ledger.ledger import FilingLedger
from tests.faults.programs.draft_json import Json

POINTS = (
    "before begin",  # nothing is written, nothing is sent
    "after begin",  # written as being sent, the request has not left
    "before end",  # CJ has answered, the answer is not yet written
    "after end",  # written, not looked for
    "before found",  # CJ's lists are here, what they tell is not yet written
    "after found",
)
"""Where a program can be stopped on its way from the button to the dispute's number."""


class PausingLedger(FilingLedger):
    """The program's ledger. At `pause_at` it says so and waits for its end."""

    def __init__(self, database: Database, say: Callable[[Json], None]) -> None:
        super().__init__(database)
        self.pause_at = ""
        self._say = say

    def begin_sending(self, *args: Any, **options: Any) -> Filing:
        self._pause("before begin")
        filing = super().begin_sending(*args, **options)
        self._pause("after begin")
        return filing

    def end_attempt(self, *args: Any, **options: Any) -> Filing:
        self._pause("before end")
        filing = super().end_attempt(*args, **options)
        self._pause("after end")
        return filing

    def record_look(self, *args: Any, **options: Any) -> Filing:
        self._pause("before found")
        filing = super().record_look(*args, **options)
        self._pause("after found")
        return filing

    def _pause(self, point: str) -> None:
        if point == self.pause_at:
            self._say({"event": "at", "point": point})
            threading.Event().wait()
