"""Which disputes are still to be followed, and which CJ lists no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.history import Followed
from app.domain.ids import DisputeId
from app.domain.text import storable
from app.storage.timestamps import from_ms, to_ms

if TYPE_CHECKING:
    from datetime import datetime

    from app.storage.database.database import Database


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

    def unsettled(
        self, *, undecided_since: datetime, decided_since: datetime, limit: int
    ) -> tuple[Followed, ...]:
        """Disputes that may still change, those that CJ told of the longest ago first.

        An undecided one counts while it was created or changed after the one moment, a decided
        one whose status word does not say that it is over, after the other.
        """
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT dispute_id, created, max(sync_mark, asked) FROM disputes"
                " WHERE is_unsettled = 1 AND gone IS NULL"
                " AND max(coalesce(created, first_seen), coalesce(last_changed, 0))"
                " >= CASE WHEN outcome IS NULL THEN ? ELSE ? END"
                " ORDER BY max(sync_mark, asked), dispute_id LIMIT ?",
                (to_ms(undecided_since), to_ms(decided_since), limit),
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
        """How many disputes CJ has told of since then."""
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT count(*) FROM disputes WHERE sync_mark >= ?", (to_ms(moment),)
            )
            return int(found.fetchone()[0])

    def mark_gone(self, started: datetime, now: datetime) -> int:
        """A walk through all of CJ's list has ended: note what it did not meet since it began.

        Nothing is deleted. What CJ lists again later counts as listed again.
        """
        with self._database.write() as connection:
            return connection.execute(
                "UPDATE disputes SET gone = ? WHERE gone IS NULL AND sync_mark < ?",
                (to_ms(now), to_ms(started)),
            ).rowcount
