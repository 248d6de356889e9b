"""A person's own templates, and what came of the disputes that were filed with each."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Outcome
from app.domain.disputes.reasons import ReasonFamily
from app.domain.filing.templates import Template, TrackRecord
from app.domain.text import folded, storable
from app.storage.timestamps import to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from app.storage.database.database import Database

DELETED_KEPT = timedelta(days=30)
"""How long a deleted template can be taken back."""


class TemplateStore:
    """The templates of one account. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Template, ...]:
        """The templates, by name."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT * FROM templates WHERE deleted IS NULL").fetchall()
        found = (_from_row(row) for row in rows)
        return tuple(sorted(found, key=lambda each: (folded(each.name), each.key)))

    def save(self, template: Template, now: datetime) -> None:
        """Store a template, new, changed or deleted before."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO templates (key, name, family, body, saved) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET name = excluded.name, body = excluded.body,"
                " family = excluded.family, saved = excluded.saved, deleted = NULL",
                (
                    template.key,
                    storable(template.name),
                    template.family.value,
                    storable(template.body),
                    to_ms(now),
                ),
            )

    def delete(self, key: str, now: datetime) -> None:
        """Take a template away; those that were long ago go for good."""
        with self._database.write() as connection:
            connection.execute("UPDATE templates SET deleted = ? WHERE key = ?", (to_ms(now), key))
            connection.execute(
                "DELETE FROM templates WHERE deleted < ?", (to_ms(now - DELETED_KEPT),)
            )

    def undo_delete(self, key: str) -> None:
        """Bring a deleted template back."""
        with self._database.write() as connection:
            connection.execute("UPDATE templates SET deleted = NULL WHERE key = ?", (key,))

    def track_records(self) -> Mapping[str, TrackRecord]:
        """By key of a template, built-in or own: how many of its disputes CJ has refunded."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT json_extract(filings.draft, '$.template') AS key,"
                " sum(disputes.decision = ?) AS refunded, count(*) AS decided"
                " FROM filings JOIN disputes USING (dispute_id)"
                " WHERE disputes.decision IS NOT NULL AND json_valid(filings.draft)"
                " GROUP BY key HAVING key <> ''",
                (Outcome.REFUND.value,),
            ).fetchall()
        return {str(row["key"]): TrackRecord(row["refunded"], row["decided"]) for row in rows}


def _from_row(row: sqlite3.Row) -> Template:
    family = ReasonFamily.OTHER
    with suppress(ValueError):  # one that a newer version knows
        family = ReasonFamily(row["family"])
    return Template(row["key"], family, row["body"], row["name"])
