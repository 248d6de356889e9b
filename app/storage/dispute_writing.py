"""Disputes as CJ lists them, written over what is known of them.

CJ's list row is not the whole truth: the order is learnt elsewhere, and lines or the reason may
be missing from one answer and present in the next. What is known is never lost to an answer that
lacks it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.domain.disputes import Dispute
from app.domain.filing import Filing
from app.domain.history import Change, ChangeKind
from app.storage.dispute_links import write_search_text
from app.storage.dispute_rows import columns_of, line_columns, load, storable_dispute
from app.storage.moments import to_ms

_UPSERT = """
INSERT INTO disputes (
    dispute_id, status, reason, outcome, refund_cents, reissue_cents, reissue_order_id, created,
    created_is_exact, order_id, order_number, asked_cents, is_own, is_open, first_seen,
    last_changed, unseen, sync_mark, dispute_key, order_key, reason_key, status_key, reissue_key,
    product_key, supplier_key
) VALUES (
    :dispute_id, :status, :reason, :outcome, :refund_cents, :reissue_cents, :reissue_order_id,
    :created, :created_is_exact, :order_id, :order_number,
    (SELECT ceiling_cents FROM filings WHERE dispute_id = :dispute_id),
    EXISTS (SELECT 1 FROM filings WHERE dispute_id = :dispute_id),
    :is_open, :now, NULL, 0, :now, :dispute_key, :order_key, :reason_key, :status_key,
    :reissue_key, :product_key, :supplier_key
)
ON CONFLICT (dispute_id) DO UPDATE SET
    status = excluded.status, reason = excluded.reason, outcome = excluded.outcome,
    refund_cents = excluded.refund_cents, reissue_cents = excluded.reissue_cents,
    reissue_order_id = excluded.reissue_order_id, created = excluded.created,
    created_is_exact = excluded.created_is_exact, order_id = excluded.order_id,
    order_number = excluded.order_number, asked_cents = excluded.asked_cents,
    is_own = excluded.is_own, is_open = excluded.is_open, sync_mark = excluded.sync_mark,
    last_changed = CASE WHEN :changed THEN :now ELSE last_changed END,
    unseen = max(unseen, :changed),
    order_key = excluded.order_key, reason_key = excluded.reason_key,
    status_key = excluded.status_key, reissue_key = excluded.reissue_key,
    product_key = excluded.product_key, supplier_key = excluded.supplier_key
"""


def store(
    connection: sqlite3.Connection, disputes: Iterable[Dispute], now: datetime
) -> tuple[Change, ...]:
    """Write disputes as CJ now has them; gives those that are new or changed."""
    fresh = {each.dispute_id: each for each in map(storable_dispute, disputes)}
    known = load(connection, list(fresh))
    changes = []
    for dispute_id, seen in fresh.items():
        before = known[dispute_id].dispute if dispute_id in known else None
        after = _merged(before, seen)
        is_changed = before is not None and _vital(before) != _vital(after)
        _write(connection, before, after, now, is_changed=is_changed)
        if before is None or is_changed:
            kind = ChangeKind.CHANGED if before else ChangeKind.NEW
            changes.append(Change(kind, before, after))
    return tuple(changes)


def adopt(connection: sqlite3.Connection, dispute: Dispute, filing: Filing, now: datetime) -> None:
    """Write the dispute that a filing of ours became, with the order that we know it is for."""
    order = (filing.draft.order_id, filing.draft.order_number or None)
    store(connection, [replace(dispute, order_id=order[0], order_number=order[1])], now)


def _vital(dispute: Dispute) -> tuple[object, ...]:
    """What a merchant wants to be told of when it changes."""
    return (
        dispute.status,
        dispute.outcome,
        dispute.refund,
        dispute.reissue_amount,
        dispute.reissue_order_id,
    )


def _merged(before: Dispute | None, seen: Dispute) -> Dispute:
    if before is None:
        return seen
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
    if before == after:  # the usual case of a refresh
        connection.execute(
            "UPDATE disputes SET sync_mark = ? WHERE dispute_id = ?",
            (to_ms(now), after.dispute_id),
        )
        return
    connection.execute(_UPSERT, columns_of(after) | {"now": to_ms(now), "changed": is_changed})
    if before is None or before.lines != after.lines:
        connection.execute("DELETE FROM dispute_lines WHERE dispute_id = ?", (after.dispute_id,))
        connection.executemany(
            "INSERT INTO dispute_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [line_columns(after, position) for position in range(len(after.lines))],
        )
    write_search_text(connection, after)
