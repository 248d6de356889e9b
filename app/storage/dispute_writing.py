"""Disputes as CJ tells of them, merged with what is known of them (`app.domain.snapshot`)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.disputes import Dispute, Outcome
from app.domain.history import Change, ChangeKind
from app.domain.money import maybe_amount, maybe_cents
from app.domain.snapshot import Snapshot, Source, completed, merge
from app.domain.text import storable
from app.storage.dispute_links import write_search_text
from app.storage.history.rows import columns_of, line_columns, load, storable_dispute
from app.storage.timestamps import to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from app.domain.filing import Filing

_SNAPSHOT_OF = {Source.LIST: "list_reading", Source.DETAIL: "detail_reading"}

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
    texts = _snapshots(connection, known, source)
    changes = []
    for dispute_id, seen in fresh.items():
        row = known.get(dispute_id)
        said = _snapshot(texts.get(dispute_id))
        after, is_news = merge(row.dispute if row else None, said, seen)
        if row is None:
            _write(connection, None, after, now, is_changed=False)
            changes.append(Change(ChangeKind.NEW, None, after))
        elif row.dispute == after and not row.is_gone:  # the usual case of a refresh
            _touch(connection, after, now)
        else:
            _write(connection, row.dispute, after, now, is_changed=is_news)
        if row and is_news:
            changes.append(Change(ChangeKind.CHANGED, row.dispute, after))
        text = _snapshot_text(completed(Snapshot.of(seen), said))
        if texts.get(dispute_id) != text:
            connection.execute(
                f"UPDATE disputes SET {_SNAPSHOT_OF[source]} = ? WHERE dispute_id = ?",  # noqa: S608 - our own words
                (text, dispute_id),
            )
    return tuple(changes)


def adopt(connection: sqlite3.Connection, dispute: Dispute, filing: Filing, now: datetime) -> None:
    """Write the dispute that a filing of ours became, with the order that we know it is for.

    CJ took the line items under this order: that outweighs what was known, unless the dispute has
    none of them.
    """
    key, items = storable(dispute.dispute_id), [each.line_item_id for each in dispute.lines]
    if not any(items) or not filing.draft.line_ids.isdisjoint(filter(None, items)):
        connection.execute(
            "UPDATE disputes SET order_id = NULL, order_number = NULL"
            " WHERE dispute_id = ? AND order_id <> ?",
            (key, storable(filing.draft.order_id)),
        )
        order = (filing.draft.order_id, filing.draft.order_number or None)
        dispute = replace(dispute, order_id=order[0], order_number=order[1])
    store(connection, [dispute], now)
    # The read-back may have listed it before it was known to be ours; then nothing in it changed.
    asked = maybe_cents(filing.ceiling)
    connection.execute(
        "UPDATE disputes SET is_own = 1, asked_cents = ? WHERE dispute_id = ?",
        (asked, key),
    )


def _snapshots(
    connection: sqlite3.Connection, known: Collection[str], source: Source
) -> dict[str, str | None]:
    """What this endpoint has said of disputes, as it is stored."""
    marks = ", ".join("?" * len(known))
    return dict(
        connection.execute(
            f"SELECT dispute_id, {_SNAPSHOT_OF[source]} FROM disputes"  # noqa: S608 - our own words
            f" WHERE dispute_id IN ({marks})",
            tuple(known),
        ).fetchall()
    )


def _snapshot_text(said: Snapshot) -> str:
    content = (
        said.status,
        said.outcome,
        maybe_cents(said.refund),
        maybe_cents(said.reissue_amount),
        said.reissue_order_id,
        said.reason,
    )
    return json.dumps(content, ensure_ascii=False)


def _snapshot(text: str | None) -> Snapshot:
    if text is None:
        return Snapshot()
    status, outcome, refund, reissue, order, *more = json.loads(text)
    return Snapshot(
        status=status,
        reason=more[0] if more else "",  # version 0.1.0 kept none
        outcome=None if outcome is None else Outcome(outcome),
        refund=maybe_amount(refund),
        reissue_amount=maybe_amount(reissue),
        reissue_order_id=order,
    )


def _touch(connection: sqlite3.Connection, dispute: Dispute, now: datetime) -> None:
    connection.execute(
        "UPDATE disputes SET sync_mark = ? WHERE dispute_id = ?", (to_ms(now), dispute.dispute_id)
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
