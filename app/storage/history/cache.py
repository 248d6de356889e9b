"""The disputes of an account as last seen, to be searched and shown without asking CJ.

What CJ tells of a dispute is merged with what is known of it (`app.domain.disputes.snapshot`).
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Dispute, DisputeDetail, DisputeLine, Outcome, RefundPart
from app.domain.disputes.snapshot import (
    Snapshot,
    Source,
    completed,
    merge,
    merged_lines,
    merged_parts,
)
from app.domain.history.history import Change, HistoryPage, HistoryQuery, HistoryRow, Sums
from app.domain.history.notes import NOTE_LIMIT, Note
from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.money import maybe_amount, maybe_cents
from app.domain.text import storable
from app.storage.history import rows
from app.storage.history.query import answer, ids_of, place_of, sums_of
from app.storage.json_text import from_text, to_text
from app.storage.timestamps import from_ms, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from app.domain.filing.filing import Filing
    from app.storage.database.database import Database

_SNAPSHOT_OF = {Source.LIST: "list_reading", Source.DETAIL: "detail_reading"}
_UPSERT = """
INSERT INTO disputes (
    dispute_id, status, reason, outcome, refund_cents, reissue_cents, reissue_order_id, created,
    created_is_exact, order_id, order_number, asked_cents, buyer_refund_cents, is_open,
    is_unsettled, is_waiting, first_seen, last_changed, unseen, sync_mark, listed, dispute_key,
    order_key, reason_key, status_key, reissue_key, product_key, supplier_key
) VALUES (
    :dispute_id, :status, :reason, :outcome, :refund_cents, :reissue_cents, :reissue_order_id,
    :created, :created_is_exact, :order_id, :order_number,
    (SELECT ceiling_cents FROM filings WHERE dispute_id = :dispute_id),
    (SELECT cents FROM buyer_refunds WHERE dispute_id = :dispute_id),
    :is_open, :is_unsettled, :is_waiting, :now, NULL, 0, :now, :listed, :dispute_key,
    :order_key, :reason_key, :status_key, :reissue_key, :product_key, :supplier_key
)
ON CONFLICT (dispute_id) DO UPDATE SET
    status = excluded.status, reason = excluded.reason, outcome = excluded.outcome,
    refund_cents = excluded.refund_cents, reissue_cents = excluded.reissue_cents,
    reissue_order_id = excluded.reissue_order_id, created = excluded.created,
    created_is_exact = excluded.created_is_exact, order_id = excluded.order_id,
    order_number = excluded.order_number, asked_cents = excluded.asked_cents,
    is_open = excluded.is_open, is_unsettled = excluded.is_unsettled,
    is_waiting = excluded.is_waiting,
    gone = NULL, sync_mark = excluded.sync_mark,
    listed = max(listed, excluded.listed),
    last_changed = CASE WHEN :changed THEN :now ELSE last_changed END,
    unseen = max(unseen, :changed),
    order_key = excluded.order_key, reason_key = excluded.reason_key,
    status_key = excluded.status_key, reissue_key = excluded.reissue_key,
    product_key = excluded.product_key, supplier_key = excluded.supplier_key
"""


class DisputeCache:
    """Disputes with what this computer learnt about them. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def opened(self) -> AbstractContextManager[None]:
        """Units of work within it open the data file once: see `Database.opened`."""
        return self._database.opened()

    def save_page(
        self, disputes: Iterable[Dispute], now: datetime, *, asked_for: OrderId | None = None
    ) -> tuple[Change, ...]:
        """Store rows as CJ lists them now; gives those that are new or changed.

        Which order a row is for is told by its line items alone, whatever the list was asked for:
        CJ may ignore that, so `asked_for` is kept as a hint. What was known of a dispute survives
        rows that lack it.
        """
        with self._database.write() as connection:
            listed = tuple(disputes)
            changes = store(connection, listed, now)
            rows.link_by_lines(connection, [storable(each.dispute_id) for each in listed])
            if asked_for:
                connection.executemany(
                    "INSERT OR IGNORE INTO listed_for (order_id, dispute_id) VALUES (?, ?)",
                    [(storable(asked_for), storable(each.dispute_id)) for each in listed],
                )
            return changes

    def query(self, query: HistoryQuery) -> HistoryPage:
        """The rows that answer a query, and how many do in all."""
        with self._database.read() as connection:
            return answer(connection, query)

    def place(self, query: HistoryQuery, dispute_id: DisputeId) -> int | None:
        """Where a dispute stands among all rows that match, from 0; None where it does not."""
        with self._database.read() as connection:
            return place_of(connection, query, storable(dispute_id))

    def ids(self, query: HistoryQuery) -> tuple[DisputeId, ...]:
        """All disputes that match, in their order; limit and offset do not count."""
        with self._database.read() as connection:
            return ids_of(connection, query)

    def sums(self, ids: Collection[DisputeId]) -> Sums:
        """What these disputes come to."""
        with self._database.read() as connection:
            return sums_of(connection, ids)

    def get(self, dispute_id: DisputeId) -> HistoryRow | None:
        """The row of one dispute."""
        return next(iter(self.of_ids([dispute_id])), None)

    def of_ids(self, ids: Iterable[DisputeId]) -> tuple[HistoryRow, ...]:
        """The rows of these disputes, in this order; those that are not stored are left out."""
        with self._database.read() as connection:
            return tuple(rows.load(connection, [storable(each) for each in ids]).values())

    def save_detail(self, detail: DisputeDetail, now: datetime) -> Change | None:
        """Store the answer to a question about one dispute; gives what it changed."""
        dispute, key = detail.dispute, storable(detail.dispute.dispute_id)
        with self._database.write() as connection:
            changes = store(connection, [dispute], now, Source.DETAIL, is_listed=False)
            known_lines, known_parts = _told_in_full(connection, key) or ((), ())
            plain = tuple(rows.storable_line(line) for line in dispute.lines)
            lines = merged_lines(known_lines, plain)
            parts = merged_parts(known_parts, detail.refund_parts)
            connection.execute(
                "INSERT INTO dispute_details (dispute_id, refund_parts, lines, fetched)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (dispute_id) DO UPDATE SET"
                " refund_parts = excluded.refund_parts, lines = excluded.lines,"
                " fetched = excluded.fetched",
                (
                    key,
                    to_text([part._asdict() for part in parts]),
                    to_text([line._asdict() for line in lines]),
                    to_ms(now),
                ),
            )
            rows.renew_search_text(connection, key)
            return changes[0] if changes else None

    def detail(self, dispute_id: DisputeId) -> DisputeDetail | None:
        """What was told about one dispute when it was asked for, with the lines as told then."""
        key = storable(dispute_id)
        with self._database.read() as connection:
            told = _told_in_full(connection, key)
            if told is None:
                return None
            dispute = rows.load(connection, [key])[key].dispute
        lines, parts = told
        return DisputeDetail(replace(dispute, lines=lines or dispute.lines), parts)

    def about(self, order_id: OrderId, lines: Collection[LineItemId]) -> tuple[Dispute, ...]:
        """The disputes that are known to be about an order or any of these line items."""
        with self._database.read() as connection:
            found = rows.load(connection, rows.ids_about(connection, order_id, lines))
            return tuple(row.dispute for row in found.values())

    def names_items_as_orders_do(self) -> bool:
        """Whether a dispute was seen to name a line item as an order that was looked up does."""
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT EXISTS (SELECT 1 FROM order_lines JOIN dispute_lines USING (line_item_id))"
            )
            return bool(found.fetchone()[0])

    def lines_of_order(self, order_id: OrderId) -> frozenset[LineItemId]:
        """The line items that an order was seen to have."""
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT line_item_id FROM order_lines WHERE order_id = ?", (order_id,)
            )
            return frozenset(LineItemId(line) for (line,) in found)

    def listed_for(self, order_id: OrderId) -> frozenset[DisputeId]:
        """The disputes that CJ's list has shown when it was asked for an order."""
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT dispute_id FROM listed_for WHERE order_id = ?", (storable(order_id),)
            )
            return frozenset(DisputeId(row["dispute_id"]) for row in found)

    def listed_count(self, order_id: OrderId | None = None) -> int:
        """How many disputes CJ's list has shown, of an order or of all, that are not gone since."""
        condition = "TRUE" if order_id is None else "order_id = :order_id"
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT count(*) FROM disputes"  # noqa: S608 - our own words
                f" WHERE listed > 0 AND gone IS NULL AND {condition}",
                {"order_id": storable(order_id or "")},
            )
            return int(found.fetchone()[0])

    def of_order(self, order_id: OrderId) -> tuple[HistoryRow, ...]:
        """The disputes known to be about an order, the newest first."""
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT dispute_id FROM disputes WHERE order_id = ?"
                " ORDER BY created DESC, dispute_id DESC",
                (storable(order_id),),
            )
            return tuple(rows.load(connection, [row[0] for row in found]).values())

    def mark_seen(self, ids: Iterable[DisputeId] | None = None) -> None:
        """Take the mark of an unseen change from these disputes, or from all."""
        some = None if ids is None else json.dumps([storable(each) for each in ids])
        with self._database.write() as connection:
            connection.execute(
                "UPDATE disputes SET unseen = 0 WHERE unseen = 1"
                " AND (:some IS NULL OR dispute_id IN (SELECT value FROM json_each(:some)))",
                {"some": some},
            )

    def link_order(
        self, dispute_id: DisputeId, order_id: OrderId, order_number: OrderNumber | None = None
    ) -> None:
        """Note which order a dispute is about; see `rows.link` for when it is not."""
        with self._database.write() as connection:
            rows.link(connection, storable(dispute_id), order_id, order_number)

    def note(self, dispute_id: DisputeId) -> Note:
        """What the user wrote down about a dispute; an empty note where that is nothing."""
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT text, saved FROM notes WHERE dispute_id = ?", (storable(dispute_id),)
            ).fetchone()
        return Note(found["text"], from_ms(found["saved"])) if found else Note()

    def save_note(self, dispute_id: DisputeId, text: str, now: datetime) -> Note:
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
            rows.renew_search_text(connection, key)
        return Note(kept, now) if kept.strip() else Note()


def store(
    connection: sqlite3.Connection,
    disputes: Iterable[Dispute],
    now: datetime,
    source: Source = Source.LIST,
    *,
    is_listed: bool = True,
) -> tuple[Change, ...]:
    """Write disputes as CJ now has them; gives those that are new or changed.

    `is_listed` where CJ's list has shown them just now.
    """
    listed = to_ms(now) if is_listed else 0
    fresh = {each.dispute_id: each for each in map(rows.storable_dispute, disputes)}
    known = rows.load(connection, list(fresh))
    snapshot = _SNAPSHOT_OF[source]
    said_before = rows.select(connection, f"dispute_id, {snapshot} FROM disputes", list(known))
    texts = {row["dispute_id"]: row[snapshot] for row in said_before}
    changes = []
    for dispute_id, seen in fresh.items():
        row = known.get(dispute_id)
        said = _snapshot(texts.get(dispute_id))
        after, is_news = merge(row.dispute if row else None, said, seen)
        if row is None:
            _write(connection, None, after, now, listed, is_changed=False)
            changes.append(Change(None, after))
        elif row.dispute == after and not row.is_gone:  # the usual case of a refresh
            connection.execute(
                "UPDATE disputes SET sync_mark = ?, listed = max(listed, ?) WHERE dispute_id = ?",
                (to_ms(now), listed, dispute_id),
            )
        else:
            _write(connection, row.dispute, after, now, listed, is_changed=is_news)
        if row and is_news:
            changes.append(Change(row.dispute, after))
        text = _snapshot_text(completed(Snapshot.of(seen), said))
        if texts.get(dispute_id) != text:
            connection.execute(
                f"UPDATE disputes SET {snapshot} = ? WHERE dispute_id = ?",  # noqa: S608 - our own words
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
        number = filing.draft.order_number or None
        dispute = replace(dispute, order_id=filing.draft.order_id, order_number=number)
    store(connection, [dispute], now, is_listed=False)
    # The read-back may have listed it before it was known to be ours; then nothing in it changed.
    connection.execute(
        "UPDATE disputes SET asked_cents = ? WHERE dispute_id = ?",
        (maybe_cents(filing.ceiling), key),
    )
    rows.renew_search_text(connection, key)


def _told_in_full(
    connection: sqlite3.Connection, key: str
) -> tuple[tuple[DisputeLine, ...], tuple[RefundPart, ...]] | None:
    """Lines and parts of the refund as details told them; None where none was ever asked for."""
    found = connection.execute(
        "SELECT lines, refund_parts FROM dispute_details WHERE dispute_id = ?", (key,)
    ).fetchone()
    if not found:
        return None
    parts = from_text(tuple[RefundPart, ...], found["refund_parts"])
    return from_text(tuple[DisputeLine, ...], found["lines"]), parts


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


def _write(
    connection: sqlite3.Connection,
    before: Dispute | None,
    after: Dispute,
    now: datetime,
    listed: int,
    *,
    is_changed: bool,
) -> None:
    times = {"now": to_ms(now), "listed": listed}
    connection.execute(_UPSERT, rows.columns_of(after) | times | {"changed": is_changed})
    if before is None or before.lines != after.lines:
        connection.execute("DELETE FROM dispute_lines WHERE dispute_id = ?", (after.dispute_id,))
        connection.executemany(
            "INSERT INTO dispute_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [rows.line_columns(after, position) for position in range(len(after.lines))],
        )
    rows.write_search_text(connection, after)
