"""The last ten versions of each draft, for whoever deleted too much."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.filing import DisputeDraft, DraftVersion
from app.storage.draft_text import draft_from_text, draft_to_text
from app.storage.timestamps import from_ms, to_ms

if TYPE_CHECKING:
    import sqlite3

    from app.domain.ids import BusinessDisputeId

KEPT = 10
"""How many versions of a draft are kept."""
VERSION_SPAN = timedelta(seconds=30)
"""Saves within this time go into one version, so that ten versions reach back minutes."""


def is_empty(draft: DisputeDraft) -> bool:
    """Whether there is nothing at all in a draft that a person could miss."""
    return draft.is_blank and not draft.lines


def loses_something(before: DisputeDraft, after: DisputeDraft) -> bool:
    """Whether a change takes away all of something that a person had put in."""
    own_text = before.message_is_own and bool(before.message.strip())
    return bool(
        (own_text and not after.message.strip())
        or (before.lines and not after.lines)
        or (before.evidence and not after.evidence)
        or (before.link_text and not (after.link_text or after.evidence))
    )


def add_version(
    connection: sqlite3.Connection, draft: DisputeDraft, now: datetime, *, apart: bool
) -> None:
    """Record a draft as the present version.

    It takes the place of the version before, unless that has had its time, another step is open,
    or `apart` demands a version of its own.
    """
    moment = to_ms(now)
    last = connection.execute(
        "SELECT number, draft, begun FROM draft_versions WHERE reference = ?"
        " ORDER BY number DESC LIMIT 1",
        (draft.reference,),
    ).fetchone()
    if last and not apart and _belongs_to(last, draft, moment):
        connection.execute(
            "UPDATE draft_versions SET draft = ?, saved = ? WHERE reference = ? AND number = ?",
            (draft_to_text(draft), moment, draft.reference, last["number"]),
        )
        return
    number = last["number"] + 1 if last else 1
    connection.execute(
        "INSERT INTO draft_versions (reference, number, draft, begun, saved)"
        " VALUES (?, ?, ?, ?, ?)",
        (draft.reference, number, draft_to_text(draft), moment, moment),
    )
    connection.execute(
        "DELETE FROM draft_versions WHERE reference = ? AND number <= ?",
        (draft.reference, number - KEPT),
    )


def versions_of(
    connection: sqlite3.Connection, reference: BusinessDisputeId
) -> tuple[DraftVersion, ...]:
    """The versions of a draft, the newest first."""
    rows = connection.execute(
        "SELECT number, draft, saved FROM draft_versions WHERE reference = ? ORDER BY number DESC",
        (reference,),
    )
    return tuple(
        DraftVersion(row["number"], draft_from_text(row["draft"]), from_ms(row["saved"]))
        for row in rows
    )


def _belongs_to(last: sqlite3.Row, draft: DisputeDraft, moment: int) -> bool:
    age = moment - last["begun"]
    # A clock that was set back must not keep one version open for hours.
    is_recent = 0 <= age <= VERSION_SPAN // timedelta(milliseconds=1)
    return is_recent and draft_from_text(last["draft"]).step == draft.step
