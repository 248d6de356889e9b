"""How the looks through the merchant's own orders stand, and whether a person wants them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.storage.history.sync_state import put, value_of
from app.storage.timestamps import maybe_moment, to_ms

if TYPE_CHECKING:
    from datetime import datetime

    from app.storage.database.database import Database

_KEYS = {
    "is_on": "orders: looks are on",
    "put_off": "orders: put off",
    "started": "orders: look started",
    "rows_done": "orders: rows done",
    "finished": "orders: look finished",
    "is_all_listed": "orders: all listed",
    "failed": "orders: look failed",
}
"""Under which each is kept."""


@dataclass(frozen=True, slots=True)
class LookState:
    """How the looks through all orders stand. Times are UTC; None where there is none."""

    is_on: bool | None = None
    """A person's choice; None where nobody chose yet."""
    put_off: datetime | None = None
    """When a person said that they would choose later."""
    started: datetime | None = None
    """When the look began that is not at its end."""
    rows_done: int | None = None
    """How many rows of CJ's list that look has read; None where it read all that it needs."""
    finished: datetime | None = None
    """When a look last came to its end."""
    is_all_listed: bool = False
    """Whether CJ's list was ever read to its end."""
    failed: datetime | None = None
    """When the look that is not at its end failed."""


class OrderLooks:
    """Remembers the looks of one account. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self) -> LookState:
        """How the looks stand."""
        with self._database.read() as connection:
            kept = {name: value_of(connection, key) for name, key in _KEYS.items()}
        return LookState(
            is_on=None if kept["is_on"] is None else bool(kept["is_on"]),
            put_off=maybe_moment(kept["put_off"]),
            started=maybe_moment(kept["started"]),
            rows_done=kept["rows_done"],
            finished=maybe_moment(kept["finished"]),
            is_all_listed=bool(kept["is_all_listed"]),
            failed=maybe_moment(kept["failed"]),
        )

    def choose(self, *, is_on: bool) -> None:
        """A person said whether orders may be looked through."""
        self._set(is_on=int(is_on), put_off=None)

    def put_off(self, now: datetime) -> None:
        """A person will choose later."""
        self._set(put_off=to_ms(now))

    def begin(self, now: datetime, rows_done: int = 0) -> None:
        """A look begins; so many rows of the list were read by the one before."""
        self._set(started=to_ms(now), rows_done=rows_done)

    def note_rows(self, done: int | None) -> None:
        """The look has read so many rows of the list; None for all that it needs."""
        self._set(rows_done=done, **({"is_all_listed": 1} if done is None else {}))

    def note_failed(self, now: datetime) -> None:
        """The look failed: what was known stays as it is, and is older than the look."""
        self._set(failed=to_ms(now))

    def finish(self, now: datetime) -> None:
        """The look is at its end."""
        self._set(started=None, rows_done=None, failed=None, finished=to_ms(now))

    def _set(self, **values: int | None) -> None:
        with self._database.write() as connection:
            put(connection, {_KEYS[name]: value for name, value in values.items()})
