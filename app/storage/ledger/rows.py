"""Rows of `filings` and `attempts` as domain objects, and back."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from app.domain.disputes import Ceiling
from app.domain.errors import StorageCause, StorageFailed
from app.domain.filing import UNDECIDED, Attempt, AttemptKind, DisputeDraft, Filing, FilingState
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId
from app.domain.money import NotAnAmount, from_cents, usd
from app.domain.text import storable
from app.storage.draft_text import DraftUnreadable, draft_from_text, draft_to_text
from app.storage.timestamps import from_ms, maybe_moment, maybe_ms, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

HOLDING = UNDECIDED | {FilingState.FILED}
"""States in which a filing holds its line items: until its number is known, too.

Otherwise a second claim for them, itself in doubt, would take the first one's number for its own.
"""

_PARTS = ("product", "postage", "ioss_tax", "ioss_fee", "total")
_LARGEST = 2**63 - 1
# Enough for any answer worth keeping; CJ's text is not ours to bound otherwise.
_TEXT_LIMIT = 4000
_AT_ONCE = 500


def load(
    connection: sqlite3.Connection, clause: str, parameters: Sequence[object] = ()
) -> tuple[Filing, ...]:
    """The filings that a `WHERE …` clause selects. The clause is ours, never a person's text."""
    rows = connection.execute(f"SELECT * FROM filings {clause}", parameters).fetchall()  # noqa: S608 - see above
    attempts = _attempts_of(connection, [row["reference"] for row in rows])
    return tuple(_from_row(row, attempts[row["reference"]]) for row in rows)


def load_one(connection: sqlite3.Connection, reference: BusinessDisputeId) -> Filing | None:
    """The filing with this reference, unless it was discarded."""
    found = load(connection, "WHERE reference = ? AND discarded IS NULL", (reference,))
    return found[0] if found else None


def insert_draft(connection: sqlite3.Connection, draft: DisputeDraft, now: datetime) -> None:
    """Add a new filing in state draft."""
    moment = to_ms(now)
    connection.execute(
        "INSERT INTO filings (reference, state, draft, order_id, order_number, created, changed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            draft.reference,
            FilingState.DRAFT.value,
            draft_to_text(draft),
            storable(draft.order_id),
            storable(draft.order_number),
            moment,
            moment,
        ),
    )


def update_draft(connection: sqlite3.Connection, draft: DisputeDraft, now: datetime) -> None:
    """Store another content for a filing."""
    connection.execute(
        "UPDATE filings SET draft = ?, order_id = ?, order_number = ?, changed = ?"
        " WHERE reference = ?",
        (
            draft_to_text(draft),
            storable(draft.order_id),
            storable(draft.order_number),
            to_ms(now),
            draft.reference,
        ),
    )


def move(
    connection: sqlite3.Connection, reference: BusinessDisputeId, to: FilingState, now: datetime
) -> None:
    """Write the state, and let go of the line items where nothing more has to be found out."""
    connection.execute(
        "UPDATE filings SET state = ?, changed = ?, owner = NULL WHERE reference = ?",
        (to.value, to_ms(now), reference),
    )
    if to not in HOLDING:
        connection.execute("DELETE FROM held_lines WHERE reference = ?", (reference,))


def hold_lines(
    connection: sqlite3.Connection, reference: BusinessDisputeId, lines: Collection[LineItemId]
) -> BusinessDisputeId | None:
    """Take hold of line items. Gives the filing that has one of them already, if there is one."""
    for line in sorted(lines):
        connection.execute(
            "INSERT INTO held_lines (line_item_id, reference) VALUES (?, ?)"
            " ON CONFLICT (line_item_id) DO NOTHING",
            (storable(line), reference),
        )
        holder = holder_of(connection, line)
        if holder != reference:
            return holder
    return None


def holder_of(connection: sqlite3.Connection, line: LineItemId) -> BusinessDisputeId | None:
    """The filing under way that has this line item."""
    row = connection.execute(
        "SELECT reference FROM held_lines WHERE line_item_id = ?", (storable(line),)
    ).fetchone()
    return BusinessDisputeId(row["reference"]) if row else None


def add_attempt(
    connection: sqlite3.Connection, reference: BusinessDisputeId, attempt: Attempt
) -> int:
    """Add a request to the record of a filing; gives its number, from 1."""
    highest = connection.execute(
        "SELECT coalesce(max(number), 0) FROM attempts WHERE reference = ?", (reference,)
    ).fetchone()[0]
    connection.execute(
        "INSERT INTO attempts (reference, number, kind, started, ended, cj_started, cj_ended,"
        " result, code, text, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            reference,
            highest + 1,
            attempt.kind.value,
            to_ms(attempt.started),
            maybe_ms(attempt.ended),
            maybe_ms(attempt.cj_started),
            maybe_ms(attempt.cj_ended),
            *_answer(attempt),
        ),
    )
    return int(highest) + 1


def close_attempt(
    connection: sqlite3.Connection, reference: BusinessDisputeId, number: int, attempt: Attempt
) -> bool:
    """Write what came of an attempt that is under way; False where none is."""
    closed = connection.execute(
        "UPDATE attempts SET ended = ?, cj_ended = ?, not_processed = ?, result = ?, code = ?,"
        " text = ?, request_id = ? WHERE reference = ? AND number = ? AND ended IS NULL",
        (
            maybe_ms(attempt.ended),
            maybe_ms(attempt.cj_ended),
            attempt.not_processed,
            *_answer(attempt),
            reference,
            number,
        ),
    )
    return closed.rowcount == 1


def ids_to_text(ids: Iterable[DisputeId]) -> str:
    """Dispute ids as JSON, in their order."""
    return storable(json.dumps(list(ids), ensure_ascii=False))


def ids_from_text(text: str | None) -> tuple[DisputeId, ...] | None:
    """Dispute ids; None where there are none, or damaged ones: the same for who asks."""
    with suppress(TypeError, ValueError):
        return tuple(DisputeId(str(each)) for each in json.loads(text or ""))
    return None


def ceiling_to_text(ceiling: Ceiling) -> str:
    """The parts of a ceiling as JSON; amounts stay exact as text."""
    parts = {part: getattr(ceiling, part) for part in _PARTS}
    return json.dumps({part: None if it is None else str(it) for part, it in parts.items()})


def ceiling_from_text(text: str | None) -> Ceiling | None:
    """The ceiling; None where there is none, or not all of its parts can be read."""
    with suppress(TypeError, ValueError, KeyError, NotAnAmount):
        content = json.loads(text or "")
        *parts, total = (content[part] for part in _PARTS)
        product, postage, tax, fee = (None if each is None else usd(each) for each in parts)
        return Ceiling(product, postage, tax, fee, usd(total))
    return None


def _answer(attempt: Attempt) -> tuple[str, int | None, str, str]:
    code = attempt.code
    return (
        storable(attempt.result),
        code if code is None or abs(code) <= _LARGEST else None,
        storable(attempt.text[:_TEXT_LIMIT]),
        storable(attempt.request_id[:_TEXT_LIMIT]),
    )


def _attempts_of(
    connection: sqlite3.Connection, references: Sequence[str]
) -> defaultdict[str, list[Attempt]]:
    found: defaultdict[str, list[Attempt]] = defaultdict(list)
    for start in range(0, len(references), _AT_ONCE):
        part = references[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        for row in connection.execute(
            f"SELECT * FROM attempts WHERE reference IN ({marks}) ORDER BY number",  # noqa: S608 - question marks
            part,
        ):
            found[row["reference"]].append(_attempt_from_row(row))
    return found


def _attempt_from_row(row: sqlite3.Row) -> Attempt:
    return Attempt(
        AttemptKind(row["kind"]),
        from_ms(row["started"]),
        maybe_moment(row["ended"]),
        row["result"],
        row["code"],
        row["text"],
        row["request_id"],
        maybe_moment(row["cj_started"]),
        maybe_moment(row["cj_ended"]),
        bool(row["not_processed"]),
    )


def _from_row(row: sqlite3.Row, attempts: Sequence[Attempt]) -> Filing:
    try:
        draft = draft_from_text(row["draft"])
    except DraftUnreadable as error:
        raise StorageFailed(StorageCause.CORRUPT) from error
    known = ids_from_text(row["known_ids"])
    ceiling = row["ceiling_cents"]
    return Filing(
        draft=draft,
        state=FilingState(row["state"]),
        created=from_ms(row["created"]),
        changed=from_ms(row["changed"]),
        known_dispute_ids=None if known is None else frozenset(known),
        dispute_id=row["dispute_id"] and DisputeId(row["dispute_id"]),
        ceiling=None if ceiling is None else from_cents(ceiling),
        asked=ceiling_from_text(row["ceiling_parts"]),
        nothing_found=bool(row["nothing_found"]),
        candidates=ids_from_text(row["candidates"]) or (),
        attempts=tuple(attempts),
    )
