"""Notes about disputes. They stay on this computer; the search finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.notes import NOTE_LIMIT, Note
from app.domain.text import storable
from app.storage.history.rows import load, write_search_text
from app.storage.timestamps import from_ms, to_ms

if TYPE_CHECKING:
    from datetime import datetime

    from app.domain.ids import DisputeId
    from app.storage.database.database import Database


class NoteStore:
    """One note a dispute. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, dispute_id: DisputeId) -> Note:
        """The note about a dispute; an empty one where there is none."""
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT text, saved FROM notes WHERE dispute_id = ?", (storable(dispute_id),)
            ).fetchone()
        return Note(found["text"], from_ms(found["saved"])) if found else Note()

    def save(self, dispute_id: DisputeId, text: str, now: datetime) -> Note:
        """Store a note in the place of the one before; blank text takes it away."""
        key, kept = storable(dispute_id), storable(text[:NOTE_LIMIT])
        with self._database.write() as connection:
            if kept.strip():
                connection.execute(
                    "INSERT INTO notes (dispute_id, text, saved) VALUES (?, ?, ?)"
                    " ON CONFLICT (dispute_id) DO UPDATE SET text = excluded.text,"
                    " saved = excluded.saved",
                    (key, kept, to_ms(now)),
                )
            else:
                connection.execute("DELETE FROM notes WHERE dispute_id = ?", (key,))
            row = load(connection, [key]).get(key)
            if row:
                write_search_text(connection, row.dispute)
        return Note(kept, now) if kept.strip() else Note()
