"""Disputes as CJ lists them, written over what is known of them.

CJ's list row is not the whole truth: the order is learnt elsewhere, and lines or the reason may
be missing from one answer and present in the next. What is known is never lost to an answer that
lacks it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.disputes import Dispute, Outcome
from app.domain.history import Change, ChangeKind
from app.domain.money import from_cents, to_cents
from app.domain.readings import Reading, Source, settle
from app.domain.text import storable
from app.storage.dispute_links import write_search_text
from app.storage.dispute_rows import columns_of, line_columns, load, storable_dispute
from app.storage.moments import to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from app.domain.filing import Filing

_READING_OF = {Source.LIST: "list_reading", Source.DETAIL: "detail_reading"}

_UPSERT = """
INSERT INTO disputes (
    dispute_id, status, reason, outcome, refund_cents, reissue_cents, reissue_order_id, created,
    created_is_exact, order_id, order_number, asked_cents, is_own, is_open, is_unsettled,
    first_seen, last_changed, unseen, sync_mark, dispute_key, order_key, reason_key, status_key,
    reissue_key, product_key, supplier_key
) VALUES (
    :dispute_id, :status, :reason, :outcome, :refund_cents, :reissue_cents, :reissue_order_id,
    :created, :created_is_exact, :order_id, :order_number,
    (SELECT ceiling_cents FROM filings WHERE dispute_id = :dispute_id),
    EXISTS (SELECT 1 FROM filings WHERE dispute_id = :dispute_id),
    :is_open, :is_unsettled, :now, NULL, 0, :now, :dispute_key, :order_key, :reason_key,
    :status_key, :reissue_key, :product_key, :supplier_key
)
ON CONFLICT (dispute_id) DO UPDATE SET
    status = excluded.status, reason = excluded.reason, outcome = excluded.outcome,
    refund_cents = excluded.refund_cents, reissue_cents = excluded.reissue_cents,
    reissue_order_id = excluded.reissue_order_id, created = excluded.created,
    created_is_exact = excluded.created_is_exact, order_id = excluded.order_id,
    order_number = excluded.order_number, asked_cents = excluded.asked_cents,
    is_own = excluded.is_own, is_open = excluded.is_open,
    is_unsettled = excluded.is_unsettled, gone = NULL, sync_mark = excluded.sync_mark,
    last_changed = CASE WHEN :changed THEN :now ELSE last_changed END,
    unseen = max(unseen, :changed),
    order_key = excluded.order_key, reason_key = excluded.reason_key,
    status_key = excluded.status_key, reissue_key = excluded.reissue_key,
    product_key = excluded.product_key, supplier_key = excluded.supplier_key
"""


def store(
    connection: sqlite3.Connection,
    disputes: Iterable[Dispute],
    now: datetime,
    source: Source = Source.LIST,
) -> tuple[Change, ...]:
    """Write disputes as CJ now has them; gives those that are new or changed."""
    fresh = {each.dispute_id: each for each in map(storable_dispute, disputes)}
    known = load(connection, list(fresh))
    readings = _readings(connection, known, source)
    changes = []
    for dispute_id, seen in fresh.items():
        text = _reading_text(Reading.of(seen))
        if dispute_id not in known:
            _write(connection, None, seen, now, is_changed=False)
            changes.append(Change(ChangeKind.NEW, None, seen))
        else:
            row = known[dispute_id]
            told, is_news = settle(row.dispute, _reading(readings[dispute_id]), seen)
            after = _merged(row.dispute, told)
            if row.dispute == after and not row.is_gone:  # the usual case of a refresh
                _touch(connection, after, now)
            else:
                _write(connection, row.dispute, after, now, is_changed=is_news)
            if is_news:
                changes.append(Change(ChangeKind.CHANGED, row.dispute, after))
        if readings.get(dispute_id) != text:
            connection.execute(
                f"UPDATE disputes SET {_READING_OF[source]} = ? WHERE dispute_id = ?",  # noqa: S608 - our own words
                (text, dispute_id),
            )
    return tuple(changes)


def adopt(connection: sqlite3.Connection, dispute: Dispute, filing: Filing, now: datetime) -> None:
    """Write the dispute that a filing of ours became, with the order that we know it is for."""
    order = (filing.draft.order_id, filing.draft.order_number or None)
    store(connection, [replace(dispute, order_id=order[0], order_number=order[1])], now)
    # The read-back may have listed it before it was known to be ours; then nothing in it changed.
    asked = None if filing.ceiling is None else to_cents(filing.ceiling)
    connection.execute(
        "UPDATE disputes SET is_own = 1, asked_cents = ? WHERE dispute_id = ?",
        (asked, storable(dispute.dispute_id)),
    )


def _readings(
    connection: sqlite3.Connection, known: Collection[str], source: Source
) -> dict[str, str | None]:
    """What this endpoint last said of disputes, as it is stored."""
    marks = ", ".join("?" * len(known))
    return dict(
        connection.execute(
            f"SELECT dispute_id, {_READING_OF[source]} FROM disputes"  # noqa: S608 - our own words
            f" WHERE dispute_id IN ({marks})",
            tuple(known),
        ).fetchall()
    )


def _reading_text(reading: Reading) -> str:
    content = (
        reading.status,
        reading.outcome,
        to_cents(reading.refund),
        to_cents(reading.reissue_amount),
        reading.reissue_order_id,
    )
    return json.dumps(content, ensure_ascii=False)


def _reading(text: str | None) -> Reading | None:
    if text is None:
        return None
    status, outcome, refund, reissue, order = json.loads(text)
    return Reading(
        status,
        None if outcome is None else Outcome(outcome),
        from_cents(refund),
        from_cents(reissue),
        order,
    )


def _touch(connection: sqlite3.Connection, dispute: Dispute, now: datetime) -> None:
    connection.execute(
        "UPDATE disputes SET sync_mark = ? WHERE dispute_id = ?", (to_ms(now), dispute.dispute_id)
    )


def _merged(before: Dispute, seen: Dispute) -> Dispute:
    keep_time = seen.created is None or (before.created_is_exact and not seen.created_is_exact)
    # The detail's lines lack the item ids by which orders are found.
    had_items = any(line.line_item_id for line in before.lines)
    has_items = any(line.line_item_id for line in seen.lines)
    keep_lines = not seen.lines or (had_items and not has_items)
    return replace(
        seen,
        reason=seen.reason or before.reason,
        created=before.created if keep_time else seen.created,
        created_is_exact=before.created_is_exact if keep_time else seen.created_is_exact,
        lines=before.lines if keep_lines else seen.lines,
        order_id=seen.order_id or before.order_id,
        order_number=seen.order_number or before.order_number,
    )


def _write(
    connection: sqlite3.Connection,
    before: Dispute | None,
    after: Dispute,
    now: datetime,
    *,
    is_changed: bool,
) -> None:
    connection.execute(_UPSERT, columns_of(after) | {"now": to_ms(now), "changed": is_changed})
    if before is None or before.lines != after.lines:
        connection.execute("DELETE FROM dispute_lines WHERE dispute_id = ?", (after.dispute_id,))
        connection.executemany(
            "INSERT INTO dispute_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [line_columns(after, position) for position in range(len(after.lines))],
        )
    write_search_text(connection, after)
