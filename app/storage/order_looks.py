"""How the looks through the merchant's own orders stand, and whether a person wants them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.storage.history.sync_state import put
from app.storage.timestamps import maybe_moment, to_ms

if TYPE_CHECKING:
    from datetime import datetime

    from app.storage.database.database import Database

_CHOICE = "orders: looks are on"
_PUT_OFF = "orders: put off"
_STARTED = "orders: look started"
_ROWS_DONE = "orders: rows done"
_FINISHED = "orders: look finished"
_LISTED = "orders: all listed"
_FAILED = "orders: look failed"


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
            values = dict(
                connection.execute(
                    "SELECT key, value FROM sync_state WHERE key LIKE 'orders: %'"
                ).fetchall()
            )

        def whole(key: str) -> int | None:
            return int(values[key]) if key in values else None

        choice = whole(_CHOICE)
        return LookState(
            is_on=None if choice is None else bool(choice),
            put_off=maybe_moment(whole(_PUT_OFF)),
            started=maybe_moment(whole(_STARTED)),
            rows_done=whole(_ROWS_DONE),
            finished=maybe_moment(whole(_FINISHED)),
            is_all_listed=bool(whole(_LISTED)),
            failed=maybe_moment(whole(_FAILED)),
        )

    def choose(self, *, is_on: bool) -> None:
        """A person said whether orders may be looked through."""
        self._set({_CHOICE: int(is_on), _PUT_OFF: None})

    def put_off(self, now: datetime) -> None:
        """A person will choose later."""
        self._set({_PUT_OFF: to_ms(now)})

    def begin(self, now: datetime, rows_done: int = 0) -> None:
        """A look begins; so many rows of the list were read by the one before."""
        self._set({_STARTED: to_ms(now), _ROWS_DONE: rows_done})

    def note_rows(self, done: int | None) -> None:
        """The look has read so many rows of the list; None for all that it needs."""
        self._set({_ROWS_DONE: done, **({_LISTED: 1} if done is None else {})})

    def note_failed(self, now: datetime) -> None:
        """The look failed: what was known stays as it is, and is older than the look."""
        self._set({_FAILED: to_ms(now)})

    def finish(self, now: datetime) -> None:
        """The look is at its end."""
        self._set({_STARTED: None, _ROWS_DONE: None, _FAILED: None, _FINISHED: to_ms(now)})

    def _set(self, values: dict[str, int | None]) -> None:
        with self._database.write() as connection:
            put(connection, values)
