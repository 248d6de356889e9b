"""Rows of `filings`, `attempts` and `draft_versions` as domain objects, and back.

A draft is kept as JSON text: amounts are exact, and a field that an older version did not know is
empty. Of each draft the last ten versions stay, for whoever deleted too much.
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.disputes import Ceiling, ExpectedOutcome, Reason, RefundTarget
from app.domain.errors import StorageCause, StorageFailed
from app.domain.filing import (
    UNDECIDED,
    Attempt,
    AttemptKind,
    DisputeDraft,
    DraftLine,
    DraftVersion,
    Evidence,
    EvidenceKind,
    Filing,
    FilingState,
    Place,
    Step,
)
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.money import NotAnAmount, from_cents, usd
from app.domain.text import storable
from app.storage.timestamps import from_ms, maybe_moment, maybe_ms, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

HOLDING = UNDECIDED | {FilingState.FILED}
"""States in which a filing holds its line items: until its number is known, too.

Otherwise a second claim for them, itself in doubt, would take the first one's number for its own.
"""

_PARTS = ("product", "postage", "ioss_tax", "ioss_fee", "total")
_LARGEST = 2**63 - 1
# Enough for any answer worth keeping; CJ's text is not ours to bound otherwise.
_TEXT_LIMIT = 4000
_AT_ONCE = 500

_Choice = TypeVar("_Choice", bound=Enum)
_STEPS_OF_0_1_0 = {0: "ITEMS", 1: "REASON", 2: "REVIEW"}

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
    found = connection.execute(
        "SELECT number, draft, saved FROM draft_versions WHERE reference = ? ORDER BY number DESC",
        (reference,),
    )
    return tuple(
        DraftVersion(row["number"], draft_from_text(row["draft"]), from_ms(row["saved"]))
        for row in found
    )


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


class DraftUnreadable(ValueError):
    """The text is not a draft."""


def draft_to_text(draft: DisputeDraft) -> str:
    """The draft as text; equal drafts give equal texts."""
    reason = draft.reason
    content = {
        "reference": draft.reference,
        "order_id": draft.order_id,
        "order_number": draft.order_number,
        "lines": [
            {
                "line_item_id": line.line_item_id,
                "quantity": line.quantity,
                "unit_price": str(line.unit_price),
                "product_name": line.product_name,
                "sku": line.sku,
            }
            for line in draft.lines
        ],
        "reason": reason and {"id": reason.reason_id, "name": reason.name},
        "expected": draft.expected and draft.expected.value,
        "refund_target": draft.refund_target.value,
        "message": draft.message,
        "message_is_own": draft.message_is_own,
        "evidence": [{"url": each.url, "kind": each.kind.value} for each in draft.evidence],
        "link_text": draft.link_text,
        "step": draft.step.name,
        "template": draft.template,
        "seen_total": None if draft.seen_total is None else str(draft.seen_total),
        "place": draft.place and [draft.place.anchor, draft.place.cursor, draft.place.field],
    }
    return storable(json.dumps(content, ensure_ascii=False))


def draft_from_text(text: str) -> DisputeDraft:
    """The draft that a text was made from. Raises `DraftUnreadable`.

    Fields that are missing or hold a choice this version does not know get their default.
    """
    try:
        content = json.loads(text, parse_float=Decimal)
        return DisputeDraft(
            reference=BusinessDisputeId(str(content["reference"])),
            order_id=OrderId(str(content["order_id"])),
            order_number=OrderNumber(str(content.get("order_number", ""))),
            lines=tuple(_line(each) for each in content.get("lines") or ()),
            reason=_reason(content.get("reason")),
            expected=_choice(ExpectedOutcome, content.get("expected")),
            refund_target=_choice(RefundTarget, content.get("refund_target"))
            or RefundTarget.BALANCE,
            message=str(content.get("message", "")),
            message_is_own=bool(content.get("message_is_own", False)),
            evidence=tuple(
                Evidence(
                    str(each["url"]), _choice(EvidenceKind, each["kind"]) or EvidenceKind.IMAGE
                )
                for each in content.get("evidence") or ()
            ),
            link_text=str(content.get("link_text", "")),
            step=_step(content.get("step")),
            template=str(content.get("template") or ""),
            seen_total=_amount(content.get("seen_total")),
            place=_place(content.get("place")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise DraftUnreadable(text[:80]) from error


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


def _sent_of(draft: DisputeDraft) -> str:
    return draft_to_text(replace(draft, step=Step.ITEMS, template="", seen_total=None, place=None))


def _amount(content: object) -> Decimal | None:
    """An amount as text. One that cannot be read is no reason to lose a draft."""
    try:
        amount = Decimal(content) if isinstance(content, str) else None
    except ArithmeticError:
        return None
    return amount if amount is not None and amount.is_finite() else None


def _place(content: object) -> Place | None:
    if not isinstance(content, list) or len(content) != 3:
        return None
    anchor, cursor, field = content
    if type(anchor) is not int or type(cursor) is not int or not isinstance(field, str):
        return None
    return Place(anchor, cursor, field)


def _line(content: Mapping[str, Any]) -> DraftLine:
    return DraftLine(
        LineItemId(str(content["line_item_id"])),
        int(content["quantity"]),
        Decimal(content["unit_price"]),
        str(content.get("product_name", "")),
        str(content.get("sku", "")),
    )


def _reason(content: Mapping[str, Any] | None) -> Reason | None:
    return Reason(int(content["id"]), str(content["name"])) if content else None


def _step(value: object) -> Step:
    """A step by its name; version 0.1.0 kept the number that it had then."""
    name = _STEPS_OF_0_1_0.get(value, value) if isinstance(value, int) else value
    return Step.__members__.get(str(name), Step.ITEMS)


def _choice(kind: type[_Choice], value: object) -> _Choice | None:
    try:
        return kind(value)
    except ValueError:
        return None


def _belongs_to(last: sqlite3.Row, draft: DisputeDraft, moment: int) -> bool:
    age = moment - last["begun"]
    # A clock that was set back must not keep one version open for hours.
    is_recent = 0 <= age <= VERSION_SPAN // timedelta(milliseconds=1)
    return is_recent and draft_from_text(last["draft"]).step == draft.step
