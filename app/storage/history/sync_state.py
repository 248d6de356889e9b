"""How far the history on this computer follows CJ's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.storage.timestamps import from_ms, to_ms

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from app.storage.database.database import Database

_LAST_CHECKED = "last checked"
_LAST_COMPLETE = "last complete"
_NEXT_PAGE = "full sync: next page"
_STARTED = "full sync: started"
_TOTAL = "full sync: total"
_SIZE = "full sync: page size"
_SURPLUS = "full sync: surplus"
_UNLISTED = "full sync: unlisted"


@dataclass(frozen=True, slots=True)
class FullSync:
    """A walk through all of CJ's list that is not at its end yet. Pages count from 1."""

    next_page: int
    started: datetime
    total: int = 0
    """CJ's count when the walk was there; 0 for not known."""
    size: int = 0
    """Rows a page; 0 for not known."""


class SyncState:
    """What the program must remember between refreshes. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last_checked(self) -> datetime | None:
        """When CJ's list was last looked at with success."""
        return self._moment(_LAST_CHECKED)

    def note_checked(self, now: datetime) -> None:
        """CJ's list was looked at just now."""
        self._write({_LAST_CHECKED: to_ms(now)})

    def last_complete(self) -> datetime | None:
        """When a walk through all of CJ's list last came to its end; None for never."""
        return self._moment(_LAST_COMPLETE)

    def full_sync(self) -> FullSync | None:
        """The walk to be gone on with, if one was interrupted."""
        with self._database.read() as connection:
            page, started = _value(connection, _NEXT_PAGE), _value(connection, _STARTED)
            total, size = _value(connection, _TOTAL) or 0, _value(connection, _SIZE) or 0
        if page is None or started is None:
            return None
        return FullSync(page, from_ms(started), total, size)

    def save_full_sync(self, progress: FullSync) -> None:
        """Remember how far a walk has come."""
        self._write(
            {
                _NEXT_PAGE: progress.next_page,
                _STARTED: to_ms(progress.started),
                _TOTAL: progress.total,
                _SIZE: progress.size,
            }
        )

    def finish_full_sync(
        self, now: datetime, surplus: int | None = 0, *, unlisted: int = 0
    ) -> None:
        """A walk has come to its end.

        `surplus` is how many more CJ counts than are known of its list, which a later count is
        compared with; None where it told no count. `unlisted` are known to be missing.
        """
        values = {_LAST_COMPLETE: to_ms(now), _LAST_CHECKED: to_ms(now), _UNLISTED: unlisted}
        gone = (_NEXT_PAGE, _STARTED, _TOTAL, _SIZE)
        if surplus is None:
            self._write(values, gone=(*gone, _SURPLUS))
        else:
            self._write(values | {_SURPLUS: surplus}, gone=gone)

    def surplus(self) -> int | None:
        """How many more disputes CJ counted than were known, when all were last read."""
        with self._database.read() as connection:
            return _value(connection, _SURPLUS)

    def unlisted(self) -> int:
        """How many disputes were known to be missing when all were last read."""
        with self._database.read() as connection:
            return _value(connection, _UNLISTED) or 0

    def _moment(self, key: str) -> datetime | None:
        with self._database.read() as connection:
            value = _value(connection, key)
        return None if value is None else from_ms(value)

    def _write(self, values: dict[str, int], gone: tuple[str, ...] = ()) -> None:
        with self._database.write() as connection:
            connection.executemany(
                "INSERT INTO sync_state (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [(key, str(value)) for key, value in values.items()],
            )
            connection.executemany("DELETE FROM sync_state WHERE key = ?", [(key,) for key in gone])


def _value(connection: sqlite3.Connection, key: str) -> int | None:
    row = connection.execute("SELECT value FROM sync_state WHERE key = ?", (key,)).fetchone()
    return int(row["value"]) if row else None
