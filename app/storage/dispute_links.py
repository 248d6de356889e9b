"""What links a dispute to its order, and the text it is found by.

CJ's list names no order, and may ignore the one it is asked for. The order is learnt from our own
filings and from the line items of orders that were looked up. Once known it stays.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.ids import OrderId, OrderNumber
from app.domain.text import folded, storable
from app.storage.history.rows import load, order_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

    from app.domain.disputes import Dispute

_LINES_ASKED = 500
"""One line item would do: more are asked for in case the first was never looked up."""


def link(
    connection: sqlite3.Connection,
    dispute_id: str,
    order_id: OrderId,
    order_number: OrderNumber | None = None,
) -> None:
    """Note which order a dispute is for, where none is known and its line items do not object."""
    row = load(connection, [dispute_id]).get(dispute_id)
    if row is None or row.dispute.order_id or _is_of_others(connection, dispute_id, order_id):
        return
    number = order_number or row.dispute.order_number
    linked = replace(row.dispute, order_id=order_id, order_number=number)
    connection.execute(
        "UPDATE disputes SET order_id = ?, order_number = ?, order_key = ? WHERE dispute_id = ?",
        (storable(order_id), storable(number or ""), order_key(linked), dispute_id),
    )
    write_search_text(connection, linked)


def link_by_lines(connection: sqlite3.Connection, dispute_ids: Iterable[str]) -> None:
    """Find the order of disputes by their line items, where one with them was looked up."""
    unknown = connection.execute(
        "SELECT dispute_id, line_item_id FROM json_each(?) JOIN disputes ON dispute_id = value"
        " JOIN dispute_lines USING (dispute_id)"
        " WHERE order_id IS NULL AND line_item_id IS NOT NULL",
        (json.dumps(list(dispute_ids)),),
    )
    items: dict[str, list[str]] = {}
    for dispute_id, item in unknown.fetchall():
        items.setdefault(dispute_id, []).append(item)
    for dispute_id, each in items.items():
        if found := order_with(connection, each):
            link(connection, dispute_id, *found)


def order_with(
    connection: sqlite3.Connection, line_item_ids: Collection[str]
) -> tuple[OrderId, OrderNumber] | None:
    """The order that has the most of these line items, of several the one looked up last."""
    wanted = list(line_item_ids)[:_LINES_ASKED]
    found = connection.execute(
        "SELECT order_id, order_number FROM order_lines JOIN orders USING (order_id)"  # noqa: S608 - question marks
        f" WHERE line_item_id IN ({', '.join('?' * len(wanted))})"
        " GROUP BY order_id ORDER BY count(*) DESC, fetched DESC, order_id LIMIT 1",
        wanted,
    ).fetchone()
    return (OrderId(found[0]), OrderNumber(found[1])) if found else None


def link_order(connection: sqlite3.Connection, order_id: OrderId) -> None:
    """Link the disputes that have line items of an order which was just looked up."""
    found = connection.execute(
        "SELECT DISTINCT dispute_id, disputes.order_id AS known"
        " FROM order_lines JOIN dispute_lines USING (line_item_id)"
        " JOIN disputes USING (dispute_id) WHERE order_lines.order_id = ?",
        (storable(order_id),),
    ).fetchall()
    link_by_lines(connection, [row["dispute_id"] for row in found])
    for row in found:
        if row["known"] is not None:
            dispute = load(connection, [row["dispute_id"]])[row["dispute_id"]].dispute
            write_search_text(connection, dispute)  # the lines' SKUs are known now


def _is_of_others(connection: sqlite3.Connection, dispute_id: str, order_id: OrderId) -> bool:
    """Whether the line items of both are known, and none is common to both."""
    of_dispute, of_order, of_both = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM dispute_lines"
        " WHERE dispute_id = :dispute AND line_item_id IS NOT NULL),"
        " EXISTS (SELECT 1 FROM order_lines WHERE order_id = :order),"
        " EXISTS (SELECT 1 FROM dispute_lines JOIN order_lines USING (line_item_id)"
        " WHERE dispute_id = :dispute AND order_id = :order)",
        {"dispute": dispute_id, "order": storable(order_id)},
    ).fetchone()
    return bool(of_dispute and of_order and not of_both)


def write_search_text(connection: sqlite3.Connection, dispute: Dispute) -> None:
    """Collect everything that is shown of a dispute, for the search."""
    words: list[str] = [
        dispute.dispute_id,
        dispute.order_id or "",
        dispute.order_number or "",
        dispute.status,
        dispute.reason,
        dispute.reissue_order_id,
    ]
    words += (str(each) for each in (dispute.refund, dispute.reissue_amount) if each is not None)
    for line in dispute.lines:
        words += (line.product_name, line.supplier, line.product_code, line.line_item_id or "")
        words += (line.product_id, line.variant_id)
    words.extend(_learnt_words(connection, dispute.dispute_id))
    text = "\n".join(dict.fromkeys(folded(word) for word in words if word))
    connection.execute(
        "INSERT INTO dispute_search (number, text)"
        " VALUES ((SELECT number FROM disputes WHERE dispute_id = ?), ?)"
        " ON CONFLICT (number) DO UPDATE SET text = excluded.text WHERE text <> excluded.text",
        (dispute.dispute_id, text),
    )


def _learnt_words(connection: sqlite3.Connection, dispute_id: str) -> Iterator[str]:
    for row in connection.execute(
        "SELECT DISTINCT sku FROM dispute_lines JOIN order_lines USING (line_item_id)"
        " WHERE dispute_id = ?",
        (dispute_id,),
    ):
        yield row["sku"]
    for row in connection.execute("SELECT text FROM notes WHERE dispute_id = ?", (dispute_id,)):
        yield row["text"]
    for row in connection.execute(
        "SELECT lines FROM dispute_details WHERE dispute_id = ?", (dispute_id,)
    ):
        for line in json.loads(row["lines"]):
            yield from (line["product_name"], line["supplier"], line["product_code"])
