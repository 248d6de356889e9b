"""What links a dispute to its order, and the text it is found by.

CJ's list names no order. It is learnt from our own filings, from lists that were asked for by
order, and from the line items of orders that were looked up.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.ids import OrderId, OrderNumber
from app.domain.text import folded, storable
from app.storage.dispute_rows import load, order_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from app.domain.disputes import Dispute


def link(
    connection: sqlite3.Connection,
    dispute_ids: Iterable[str],
    order_id: OrderId,
    order_number: OrderNumber | None,
) -> None:
    """Note which order disputes are for, where that was not known better."""
    for dispute_id, row in load(connection, list(dispute_ids)).items():
        number = order_number or row.dispute.order_number
        linked = replace(row.dispute, order_id=order_id, order_number=number)
        connection.execute(
            "UPDATE disputes SET order_id = ?, order_number = ?, order_key = ?"
            " WHERE dispute_id = ?",
            (storable(order_id), storable(number or ""), order_key(linked), dispute_id),
        )
        write_search_text(connection, linked)


def link_by_lines(connection: sqlite3.Connection, dispute_id: str) -> None:
    """Find the order of a dispute by its line items, where an order with them was looked up."""
    found = connection.execute(
        "SELECT order_id, order_number FROM dispute_lines JOIN order_lines USING (line_item_id)"
        " JOIN orders USING (order_id) WHERE dispute_id = ? ORDER BY fetched DESC LIMIT 1",
        (dispute_id,),
    ).fetchone()
    if found:
        number = OrderNumber(found["order_number"])
        link(connection, [dispute_id], OrderId(found["order_id"]), number)


def link_order(connection: sqlite3.Connection, order_id: OrderId) -> None:
    """Link the disputes that have line items of an order which was just looked up."""
    found = connection.execute(
        "SELECT DISTINCT dispute_id, disputes.order_id AS known"
        " FROM order_lines JOIN dispute_lines USING (line_item_id)"
        " JOIN disputes USING (dispute_id) WHERE order_lines.order_id = ?",
        (storable(order_id),),
    ).fetchall()
    for row in found:
        if row["known"] is None:
            link_by_lines(connection, row["dispute_id"])
        else:
            dispute = load(connection, [row["dispute_id"]])[row["dispute_id"]].dispute
            write_search_text(connection, dispute)  # the lines' SKUs are known now


def write_search_text(connection: sqlite3.Connection, dispute: Dispute) -> None:
    """Collect everything that is shown of a dispute, for the search."""
    words: list[str] = [
        dispute.dispute_id,
        dispute.order_id or "",
        dispute.order_number or "",
        dispute.status,
        dispute.reason,
        dispute.reissue_order_id,
        str(dispute.refund),
        str(dispute.reissue_amount),
    ]
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
