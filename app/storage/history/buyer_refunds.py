"""What buyers got back, as it was entered, by dispute."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.domain.history.buyer_refunds import ORIGINAL_LIMIT, BuyerRefund, order_key
from app.domain.money import from_cents, to_cents
from app.domain.text import plain_text, sort_key, storable
from app.storage.history import rows
from app.storage.timestamps import to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping

    from app.domain.disputes.disputes import Dispute
    from app.domain.ids import DisputeId
    from app.storage.database.database import Database


class BuyerRefundStore:
    """One refund a dispute. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, ids: Iterable[DisputeId]) -> dict[str, BuyerRefund]:
        """What is kept for these disputes, by id."""
        with self._database.read() as connection:
            return load(connection, [storable(each) for each in ids])

    def save(self, refunds: Mapping[DisputeId, BuyerRefund | None], now: datetime) -> None:
        """Keep these, all or none, in the place of those before; None takes one away."""
        with self._database.write() as connection:
            for dispute_id, refund in refunds.items():
                _save(connection, storable(dispute_id), refund, now)

    def disputes_of(self, orders: Collection[str]) -> dict[str, tuple[Dispute, ...]]:
        """The disputes about these orders, by `order_key` of the number as it was asked for.

        An order is meant by the shop's number, with `#` or without, or by CJ's own.
        """
        wanted = {key: storable(plain_text(each)) for each in orders if (key := order_key(each))}
        spellings = [sort_key(each) for key in wanted for each in (key, f"#{key}")]
        ids = [spelling for each in wanted.values() for spelling in (each, each.upper())]
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT dispute_id FROM disputes"
                " WHERE order_key IN (SELECT value FROM json_each(?))"
                " UNION SELECT dispute_id FROM disputes"
                " WHERE order_id IN (SELECT value FROM json_each(?))",
                (json.dumps(spellings), json.dumps(ids)),
            )
            kept = rows.load(connection, [row[0] for row in found])
        disputes: defaultdict[str, list[Dispute]] = defaultdict(list)
        for row in kept.values():
            numbers = (row.dispute.order_number, row.dispute.order_id)
            for key in {order_key(each) for each in numbers if each} & wanted.keys():
                disputes[key].append(row.dispute)
        return {key: tuple(each) for key, each in disputes.items()}


def load(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, BuyerRefund]:
    """What is kept for these disputes, by id."""
    found = connection.execute(
        "SELECT dispute_id, cents, day, original FROM json_each(?)"
        " JOIN buyer_refunds ON dispute_id = value",
        (json.dumps(list(ids)),),
    )
    return {
        dispute_id: BuyerRefund(
            from_cents(cents), date.fromisoformat(day) if day else None, original
        )
        for dispute_id, cents, day, original in found
    }


def _save(
    connection: sqlite3.Connection, key: str, refund: BuyerRefund | None, now: datetime
) -> None:
    cents = None
    if refund is None:
        connection.execute("DELETE FROM buyer_refunds WHERE dispute_id = ?", (key,))
    else:
        cents = to_cents(refund.amount)
        day = refund.day.isoformat() if refund.day else None
        original = storable(refund.original[:ORIGINAL_LIMIT]).strip()
        connection.execute(
            "INSERT OR REPLACE INTO buyer_refunds VALUES (?, ?, ?, ?, ?)",
            (key, cents, day, original, to_ms(now)),
        )
    connection.execute(
        "UPDATE disputes SET buyer_refund_cents = ? WHERE dispute_id = ?", (cents, key)
    )
    rows.renew_search_text(connection, key)
