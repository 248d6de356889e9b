"""Drafts: saved at once, kept in versions, taken back when discarded by mistake."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.errors import NotAllowedNow, StorageFailed
from app.domain.filing import EDITABLE, DisputeDraft, DraftVersion, Filing, FilingState
from app.storage.attachments import AttachmentStore
from app.storage.draft_text import draft_to_text
from app.storage.draft_versions import (
    add_version,
    is_empty,
    loses_something,
    versions_of,
)
from app.storage.ledger import rows
from app.storage.timestamps import to_ms

if TYPE_CHECKING:
    import sqlite3

    from app.domain.ids import BusinessDisputeId
    from app.storage.database.database import Database

_log = logging.getLogger(__name__)

DISCARDED_KEPT = timedelta(days=30)
"""How long a discarded draft can be taken back."""
IN_EDITABLE = "state IN ('draft', 'refused') AND discarded IS NULL"
"""The condition for a draft that may change, in SQL."""

_DISCARDED = "discarded"


class DraftStore:
    """The drafts of one account.

    Methods raise `NotAllowedNow` where the filing's state forbids the change, `StorageFailed`
    where the file cannot be used; then nothing was changed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._files = AttachmentStore.beside(database)

    def get(self, reference: BusinessDisputeId) -> Filing | None:
        """The filing with this reference; None where there is none or it was discarded."""
        with self._database.read() as connection:
            return rows.load_one(connection, reference)

    def editable(self) -> tuple[Filing, ...]:
        """Drafts and refused filings, the one changed last first."""
        return self._load(f"WHERE {IN_EDITABLE} ORDER BY changed DESC, reference")

    def last_sent(self) -> Filing | None:
        """The filing that was sent last, whatever became of it."""
        found = self._load("WHERE state <> 'draft' ORDER BY changed DESC, reference LIMIT 1")
        return found[0] if found else None

    def save_draft(self, draft: DisputeDraft, now: datetime) -> Filing:
        """Store a draft, new or changed; gives the filing as it is stored then.

        Nothing is written where nothing changed. A draft with nothing in it never replaces one
        with something in it: the stored one is given back. One that lost a part keeps the draft
        before it as a version.
        """
        stored = self.get(draft.reference)
        if stored and stored.state in EDITABLE and not _replaces(draft, stored.draft):
            return stored
        with self._database.write() as connection:
            store_draft(connection, draft, now)
            return existing(connection, draft.reference)

    def versions(self, reference: BusinessDisputeId) -> tuple[DraftVersion, ...]:
        """The last ten versions of a draft, the newest first, which is the present one."""
        with self._database.read() as connection:
            return versions_of(connection, reference)

    def restore(self, reference: BusinessDisputeId, number: int, now: datetime) -> Filing:
        """Make an earlier version the present one; the one it replaces stays a version.

        Raises `LookupError` where there is no such version (any more).
        """
        with self._database.write() as connection:
            require(existing(connection, reference).state, *EDITABLE)
            found = (each for each in versions_of(connection, reference) if each.number == number)
            version = next(found, None)
            if version is None:
                raise LookupError(f"no version {number}")
            rows.update_draft(connection, version.draft, now)
            add_version(connection, version.draft, now, apart=True)
            return existing(connection, reference)

    def discard(self, reference: BusinessDisputeId, now: datetime) -> None:
        """Put a draft away: to be taken back for 30 days, or for good once it was sent."""
        with self._database.write() as connection:
            require(existing(connection, reference).state, *EDITABLE)
            connection.execute(
                "UPDATE filings SET discarded = ? WHERE reference = ?", (to_ms(now), reference)
            )

    def undo_discard(self, reference: BusinessDisputeId) -> Filing:
        """Take a discarded draft back."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE filings SET discarded = NULL WHERE reference = ?", (reference,)
            )
            return existing(connection, reference)

    def delete_discarded(self, now: datetime) -> None:
        """Delete drafts that were discarded long ago and never sent, and the files with them.

        One whose files cannot be deleted, because another program has them open, waits.
        """
        with self._database.write() as connection:  # nobody may take one back meanwhile
            found = connection.execute(
                "SELECT reference FROM filings WHERE discarded < ?"
                " AND reference NOT IN (SELECT reference FROM attempts)",
                (to_ms(now - DISCARDED_KEPT),),
            ).fetchall()
            for (reference,) in found:
                try:
                    self._files.delete_all(reference)
                except StorageFailed as error:
                    _log.info("The files of a discarded draft stay for now: %s", error.cause.value)
                    continue
                connection.execute("DELETE FROM filings WHERE reference = ?", (reference,))

    def _load(self, clause: str, *parameters: object) -> tuple[Filing, ...]:
        with self._database.read() as connection:
            return rows.load(connection, clause, parameters)


def store_draft(connection: sqlite3.Connection, draft: DisputeDraft, now: datetime) -> None:
    """Write a draft within a unit of work; nothing where it does not replace the stored one."""
    stored = rows.load_one(connection, draft.reference)
    if stored is None:
        if _is_discarded(connection, draft.reference):
            raise NotAllowedNow(_DISCARDED)
        rows.insert_draft(connection, draft, now)
        add_version(connection, draft, now, apart=True)
        return
    require(stored.state, *EDITABLE)
    if _replaces(draft, stored.draft):
        is_moved_only = _without_place(draft) == _without_place(stored.draft)
        rows.update_draft(connection, draft, stored.changed if is_moved_only else now)
        if not is_moved_only:
            add_version(connection, draft, now, apart=loses_something(stored.draft, draft))


def existing(connection: sqlite3.Connection, reference: BusinessDisputeId) -> Filing:
    """The filing, which must be there and not discarded."""
    filing = rows.load_one(connection, reference)
    if filing is None:
        raise NotAllowedNow(_DISCARDED)
    return filing


def require(state: FilingState, *allowed: FilingState) -> None:
    """Raise `NotAllowedNow` unless the state is one of those allowed."""
    if state not in allowed:
        raise NotAllowedNow(state.value)


def _replaces(draft: DisputeDraft, stored: DisputeDraft) -> bool:
    if is_empty(draft) and not is_empty(stored):
        return stored.is_blank  # chosen lines alone may be taken back
    return draft_to_text(draft) != draft_to_text(stored)


def _without_place(draft: DisputeDraft) -> DisputeDraft:
    """The draft apart from where its author was, which is no version of it."""
    return replace(draft, place=None, seen_total=None)


def _is_discarded(connection: sqlite3.Connection, reference: BusinessDisputeId) -> bool:
    found = connection.execute("SELECT 1 FROM filings WHERE reference = ?", (reference,))
    return found.fetchone() is not None
