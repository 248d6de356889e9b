"""How far the history on this computer follows CJ's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.history.history import Followed
from app.domain.ids import DisputeId
from app.domain.text import storable
from app.storage.timestamps import from_ms, maybe_moment, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from app.storage.database.database import Database

_LAST_CHECKED = "last checked"
_LAST_COMPLETE = "last complete"
_NEXT_PAGE = "full sync: next page"
_STARTED = "full sync: started"
_TOTAL = "full sync: total"
_SIZE = "full sync: page size"
_LEFT_OUT = "full sync: left out"
_SURPLUS = "full sync: surplus"
_UNLISTED = "full sync: unlisted"
_EXPECTED = "refresh: expected"
_NEWS_READ = "refresh: news read"
_RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class FullSync:
    """A walk through all of CJ's list that is not at its end yet. Pages count from 1."""

    next_page: int
    started: datetime
    total: int = 0
    """CJ's count when the walk was there; 0 for not known."""
    size: int = 0
    """Rows a page; 0 for not known."""
    left_out: int = 0
    """Rows of the pages before that CJ has and that could not be had."""


class SyncState:
    """What the program must remember between refreshes. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last_checked(self) -> datetime | None:
        """When CJ's list was last looked at with success."""
        return maybe_moment(self._value(_LAST_CHECKED))

    def note_checked(self, now: datetime) -> None:
        """CJ's list was looked at just now."""
        self._write({_LAST_CHECKED: to_ms(now)})

    def last_complete(self) -> datetime | None:
        """When a walk through all of CJ's list last came to its end; None for never."""
        return maybe_moment(self._value(_LAST_COMPLETE))

    def full_sync(self) -> FullSync | None:
        """The walk to be gone on with, if one was interrupted."""
        with self._database.read() as connection:
            page, started = value_of(connection, _NEXT_PAGE), value_of(connection, _STARTED)
            total, size, left_out = (
                value_of(connection, key) or 0 for key in (_TOTAL, _SIZE, _LEFT_OUT)
            )
        if page is None or started is None:
            return None
        return FullSync(page, from_ms(started), total, size, left_out)

    def save_full_sync(self, progress: FullSync) -> None:
        """Remember how far a walk has come. All in front of that was read since it began."""
        self._write(
            {
                _NEXT_PAGE: progress.next_page,
                _STARTED: to_ms(progress.started),
                _TOTAL: progress.total,
                _SIZE: progress.size,
                _LEFT_OUT: progress.left_out,
            },
            is_news_read=True,
        )

    def are_news(self, ids: Iterable[DisputeId]) -> bool:
        """Whether one of these was stored after the news were last read to their end.

        Whoever stored it may have read no page behind it: a refresh that broke off, a process that
        was killed, or a look for something else.
        """
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT 1 FROM disputes JOIN json_each(?) ON dispute_id = value"
                " WHERE number > ? LIMIT 1",
                (
                    json.dumps([storable(each) for each in ids]),
                    value_of(connection, _NEWS_READ) or 0,
                ),
            )
            return found.fetchone() is not None

    def note_news_read(self) -> None:
        """All pages were read that may have news: what is stored by now is none any more."""
        self._write({}, is_news_read=True)

    def finish_full_sync(
        self, now: datetime, surplus: int | None = 0, *, unlisted: int = 0
    ) -> None:
        """A walk has come to its end.

        `surplus` is how many more CJ counts than are known of its list, which a later count is
        compared with; None where it told no count. `unlisted` are known to be missing.
        """
        values: dict[str, int | None] = {
            _LAST_COMPLETE: to_ms(now),
            _LAST_CHECKED: to_ms(now),
            _UNLISTED: unlisted,
            _SURPLUS: surplus,
        }
        over = dict.fromkeys((_NEXT_PAGE, _STARTED, _TOTAL, _SIZE, _LEFT_OUT, _EXPECTED))
        self._write(values | over, is_news_read=True)

    def surplus(self) -> int | None:
        """How many more disputes CJ counted than were known, when all were last read."""
        return self._value(_SURPLUS)

    def note_expected(self, count: int | None) -> None:
        """CJ's list should have so many by now; None where that is not known."""
        self._write({_EXPECTED: count})

    def unlisted(self, listed: int) -> int:
        """How many disputes are missing, where so many are stored that CJ lists.

        Those that were missing when all were last read, and what CJ counts more since.
        """
        with self._database.read() as connection:
            missing, expected = value_of(connection, _UNLISTED), value_of(connection, _EXPECTED)
        return (missing or 0) + max((expected or 0) - listed, 0)

    def _value(self, key: str) -> int | None:
        with self._database.read() as connection:
            return value_of(connection, key)

    def _write(self, values: Mapping[str, int | None], *, is_news_read: bool = False) -> None:
        with self._database.write() as connection:
            put(connection, values)
            if is_news_read:
                newest = connection.execute("SELECT max(number) FROM disputes").fetchone()[0]
                put(connection, {_NEWS_READ: newest or 0})


class FollowingStore:
    """Answers what a refresh must know of all disputes. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def listed_count(self) -> int:
        """How many disputes are stored that CJ still lists, as far as is known."""
        with self._database.read() as connection:
            stored, gone = connection.execute(
                "SELECT (SELECT count(*) FROM disputes),"
                " (SELECT count(*) FROM disputes WHERE gone IS NOT NULL)"
            ).fetchone()
            return int(stored) - int(gone)

    def are_newest(self, ids: Sequence[DisputeId]) -> bool:
        """Whether these stand newest first, and no other that CJ lists may be newer.

        By the times that CJ told; one that has none may be any. No rows at all show nothing.
        """
        if not ids:
            return False
        with self._database.read() as connection:
            told = connection.execute(
                "SELECT dispute_id, created FROM json_each(?)"
                " CROSS JOIN disputes ON dispute_id = value ORDER BY json_each.key",
                (json.dumps([storable(each) for each in ids]),),
            ).fetchall()
            times = [created for _, created in told if created is not None]
            if len(times) < len(ids) or times != sorted(times, reverse=True):
                return False
            newer = connection.execute(
                "SELECT dispute_id FROM disputes WHERE gone IS NULL"
                " AND (created IS NULL OR created > ?) LIMIT ?",
                (times[-1], len(ids) + 1),
            ).fetchall()
            return {each for each, _ in told} >= {row["dispute_id"] for row in newer}

    def unsettled(
        self, now: datetime, *, undecided_since: datetime, decided_since: datetime, limit: int
    ) -> tuple[Followed, ...]:
        """Disputes that may still change, those that CJ told of the longest ago first.

        A time after `now` was told by a clock that has been set right since: it counts as long ago.

        An undecided one counts while it was created or changed after the one moment, a decided
        one whose status word does not say that it is over, after the other.
        """
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT dispute_id, created,"
                " CASE WHEN max(sync_mark, asked) > ? THEN 0 ELSE max(sync_mark, asked) END AS read"
                " FROM disputes WHERE is_unsettled = 1 AND gone IS NULL"
                " AND max(coalesce(created, first_seen), coalesce(last_changed, 0))"
                " >= CASE WHEN decision IS NULL THEN ? ELSE ? END"
                " ORDER BY read, dispute_id LIMIT ?",
                (to_ms(now), to_ms(undecided_since), to_ms(decided_since), limit),
            ).fetchall()
            followed = []
            for dispute_id, created, read in found:
                newer = connection.execute(
                    "SELECT (SELECT count(*) FROM disputes WHERE created > :created)"
                    " + (SELECT count(*) FROM disputes"
                    " WHERE created = :created AND dispute_id > :id)",
                    {"created": created or 0, "id": dispute_id},
                ).fetchone()[0]
                followed.append(Followed(DisputeId(dispute_id), newer, from_ms(read)))
            return tuple(followed)

    def note_asked(self, dispute_id: DisputeId, now: datetime) -> None:
        """CJ was asked about it and would not tell: others come first the next time."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE disputes SET asked = ? WHERE dispute_id = ?",
                (to_ms(now), storable(dispute_id)),
            )

    def read_since(self, moment: datetime) -> int:
        """How many disputes stood in what CJ listed since then."""
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT count(*) FROM disputes WHERE listed >= ?", (to_ms(moment),)
            )
            return int(found.fetchone()[0])

    def mark_gone(self, started: datetime, now: datetime) -> int:
        """A walk through all of CJ's list has ended: note what it did not meet since it began.

        Nothing is deleted. What CJ lists again later counts as listed again.
        """
        with self._database.write() as connection:
            return connection.execute(
                "UPDATE disputes SET gone = ? WHERE gone IS NULL AND listed < ?",
                (to_ms(now), to_ms(started)),
            ).rowcount


def value_of(connection: sqlite3.Connection, key: str) -> int | None:
    """What is remembered under this key; None where nothing is."""
    row = connection.execute("SELECT value FROM sync_state WHERE key = ?", (key,)).fetchone()
    return int(row["value"]) if row else None


def put(connection: sqlite3.Connection, values: Mapping[str, int | None]) -> None:
    """Remember these under their keys; None forgets what was there."""
    connection.executemany(
        "INSERT INTO sync_state (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [(key, str(value)) for key, value in values.items() if value is not None],
    )
    connection.executemany(
        "DELETE FROM sync_state WHERE key = ?",
        [(key,) for key, value in values.items() if value is None],
    )


def note_restored(connection: sqlite3.Connection, now: datetime) -> None:
    """All filings come from a backup: CJ may have more of them by now than they tell."""
    connection.execute(
        "INSERT INTO sync_state (key, value)"
        " SELECT ?, max(?, coalesce(max(created), 0)) FROM filings WHERE TRUE"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_RESTORED, to_ms(now)),
    )


def is_from_backup(connection: sqlite3.Connection, reference: str) -> bool:
    """Whether a filing was there when a backup was restored."""
    found = connection.execute(
        "SELECT 1 FROM filings JOIN sync_state ON key = ? AND created <= CAST(value AS INTEGER)"
        " WHERE reference = ?",
        (_RESTORED, reference),
    )
    return found.fetchone() is not None
