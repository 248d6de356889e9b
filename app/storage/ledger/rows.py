"""Rows of `filings`, `attempts` and `draft_versions` as domain objects, and back.

A draft is kept as JSON text: amounts are exact, and a field that an older version did not know is
empty. Of each draft the last ten versions stay, for whoever deleted too much.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from app.domain.disputes.disputes import Ceiling
from app.domain.errors import AlreadyBeingFiled, StorageCause, StorageFailed
from app.domain.filing.filing import (
    ITEMS,
    REASON,
    REVIEW,
    UNDECIDED,
    Attempt,
    AttemptKind,
    DisputeDraft,
    Door,
    DraftVersion,
    Filing,
    FilingState,
    Place,
)
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId
from app.domain.money import from_cents
from app.domain.text import storable
from app.storage.json_text import content_of, from_content, from_text, to_text
from app.storage.timestamps import from_ms, maybe_moment, maybe_ms, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

HOLDING = UNDECIDED | {FilingState.FILED}
"""States in which a filing holds its line items: until its number is known, too.

Otherwise a second claim for them, itself in doubt, would take the first one's number for its own.
"""

_LARGEST = 2**63 - 1
# Enough for any answer worth keeping; CJ's text is not ours to bound otherwise.
_TEXT_LIMIT = 4000
_AT_ONCE = 500

_Kind = TypeVar("_Kind")
_STEPS_OF_0_1_0 = {0: ITEMS, 1: REASON, 2: REVIEW}
_FORGIVABLE = frozenset(
    {"expected", "refund_target", "kind", "template", "seen_total", "place", "door"}
)
"""Fields whose choices a newer version may have added to, or that tell only where one was."""

KEPT = 10
"""How many versions of a draft are kept."""
VERSION_SPAN = timedelta(seconds=30)
"""Saves within this time go into one version, so that ten versions reach back minutes."""


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
    return next(iter(found), None)


def put_draft(connection: sqlite3.Connection, draft: DisputeDraft, now: datetime) -> None:
    """Add a new filing in state draft, or store another content for one."""
    moment = to_ms(now)
    connection.execute(
        "INSERT INTO filings (reference, state, draft, order_id, order_number, created, changed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (reference) DO UPDATE SET"
        " draft = excluded.draft, order_id = excluded.order_id,"
        " order_number = excluded.order_number, changed = excluded.changed",
        (
            draft.reference,
            FilingState.DRAFT.value,
            to_text(draft),
            storable(draft.order_id),
            storable(draft.order_number),
            moment,
            moment,
        ),
    )


def move(
    connection: sqlite3.Connection, reference: BusinessDisputeId, to: FilingState, now: datetime
) -> None:
    """Write the state, and let go of the line items where nothing more has to be found out.

    What looks have told was of the state before.
    """
    connection.execute(
        "UPDATE filings SET state = ?, changed = ?, owner = NULL, nothing_found = 0,"
        " candidates = NULL WHERE reference = ?",
        (to.value, to_ms(now), reference),
    )
    if to not in HOLDING:
        connection.execute("DELETE FROM held_lines WHERE reference = ?", (reference,))


def hold_lines(
    connection: sqlite3.Connection, reference: BusinessDisputeId, lines: Collection[LineItemId]
) -> None:
    """Take hold of line items. Raises `AlreadyBeingFiled` where another filing has one of them."""
    for line in sorted(lines):
        connection.execute(
            "INSERT INTO held_lines (line_item_id, reference) VALUES (?, ?)"
            " ON CONFLICT (line_item_id) DO NOTHING",
            (storable(line), reference),
        )
        holder = holder_of(connection, line)
        if holder and holder != reference:
            raise AlreadyBeingFiled(holder)


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
        "UPDATE attempts SET started = ?, cj_started = ?, ended = ?, cj_ended = ?,"
        " not_processed = ?, http_status = ?, result = ?, code = ?, text = ?, request_id = ?"
        " WHERE reference = ? AND number = ? AND ended IS NULL",
        (
            to_ms(attempt.started),
            maybe_ms(attempt.cj_started),
            maybe_ms(attempt.ended),
            maybe_ms(attempt.cj_ended),
            attempt.not_processed,
            attempt.http_status,
            *_answer(attempt),
            reference,
            number,
        ),
    )
    return closed.rowcount == 1


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
            (to_text(draft), moment, draft.reference, last["number"]),
        )
        return
    number = last["number"] + 1 if last else 1
    connection.execute(
        "INSERT INTO draft_versions (reference, number, draft, begun, saved)"
        " VALUES (?, ?, ?, ?, ?)",
        (draft.reference, number, to_text(draft), moment, moment),
    )
    connection.execute(
        "DELETE FROM draft_versions WHERE reference = ? AND number <= ?",
        (draft.reference, number - KEPT),
    )


def versions_of(
    connection: sqlite3.Connection, reference: BusinessDisputeId
) -> tuple[DraftVersion, ...]:
    """The versions of a draft, the newest first."""
    found = connection.execute(
        "SELECT number, draft, saved FROM draft_versions WHERE reference = ? ORDER BY number DESC",
        (reference,),
    )
    return tuple(
        DraftVersion(row["number"], draft_from_text(row["draft"]), from_ms(row["saved"]))
        for row in found
    )


def draft_from_text(text: str) -> DisputeDraft:
    """The draft that a text was made from. Raises `ValueError`.

    Choices that this version does not know, and where its author was, are as if never told.
    """
    content = content_of(text)
    if not isinstance(content, dict):
        raise ValueError("a draft is an object")  # noqa: TRY004 - as of all that is no draft
    step, reason, place = (content.get(name) for name in ("step", "reason", "place"))
    name = _STEPS_OF_0_1_0.get(step) if isinstance(step, int) else step
    content["step"] = name if isinstance(name, str) else ITEMS
    # What was written before these were kept as they are.
    content.setdefault("order_number", "")
    if isinstance(reason, dict):
        content["reason"] = [reason.get("id"), reason.get("name")]
    if isinstance(place, list) and len(place) == len(fields(Place)):
        content["place"] = dict(zip((each.name for each in fields(Place)), place, strict=True))
    return from_content(DisputeDraft, content, forgivable=_FORGIVABLE)


def same_filing(one: DisputeDraft, other: DisputeDraft) -> bool:
    """Whether two drafts would send the same: what tells only where its author was may differ."""
    return _sent_of(one) == _sent_of(other)


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
        row["http_status"],
    )


def _from_row(row: sqlite3.Row, attempts: Sequence[Attempt]) -> Filing:
    try:
        draft = draft_from_text(row["draft"])
    except (TypeError, ValueError) as error:
        raise StorageFailed(StorageCause.CORRUPT) from error
    ceiling = row["ceiling_cents"]
    return Filing(
        draft=draft,
        state=FilingState(row["state"]),
        created=from_ms(row["created"]),
        changed=from_ms(row["changed"]),
        known_dispute_ids=_told(frozenset[DisputeId], row["known_ids"]),
        dispute_id=row["dispute_id"] and DisputeId(row["dispute_id"]),
        ceiling=None if ceiling is None else from_cents(ceiling),
        asked=_told(Ceiling, row["ceiling_parts"]),
        nothing_found=bool(row["nothing_found"]),
        candidates=_told(tuple[DisputeId, ...], row["candidates"]) or (),
        attempts=tuple(attempts),
    )


def _sent_of(draft: DisputeDraft) -> str:
    return to_text(
        replace(draft, step=ITEMS, template="", seen_total=None, place=None, door=Door.API)
    )


def _told(kind: type[_Kind], text: str | None) -> _Kind | None:
    """What a text tells; None where there is none or it is damaged: the same for who asks."""
    with suppress(ValueError):
        return from_text(kind, text) if text else None
    return None


def _belongs_to(last: sqlite3.Row, draft: DisputeDraft, moment: int) -> bool:
    age = moment - last["begun"]
    # A clock that was set back must not keep one version open for hours.
    is_recent = 0 <= age <= VERSION_SPAN // timedelta(milliseconds=1)
    return is_recent and draft_from_text(last["draft"]).step == draft.step
