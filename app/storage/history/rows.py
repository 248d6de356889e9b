"""Rows of `disputes` and `dispute_lines` as domain objects and back, linked to their orders.

CJ's list names no order, and may ignore the one it is asked for. The order is learnt from our own
filings and from the line items of orders that were looked up. Once known it stays.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Dispute, DisputeLine, Outcome
from app.domain.disputes.state import is_open, is_settled, waits_for_merchant
from app.domain.history.history import HistoryRow
from app.domain.history.search_words import shown_words
from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.money import maybe_amount, maybe_cents
from app.domain.text import folded, sort_key, storable
from app.storage.timestamps import maybe_moment, maybe_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

_AT_ONCE = 500
COLUMNS = (
    "dispute_id, status, reason, outcome, refund_cents, reissue_cents, reissue_order_id, created,"
    " created_is_exact, order_id, order_number, asked_cents, buyer_refund_cents,"
    " last_changed, unseen, gone"
)
"""What `from_rows` needs of `disputes`. By position: names are looked up slowly in every row."""
_LINE_COLUMNS = (
    "dispute_id, product_name, supplier, unit_cents, image_url, line_item_id, product_id,"
    " variant_id, product_code"
)


def load(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, HistoryRow]:
    """The rows of these disputes by id, in the order of the ids."""
    found = from_rows(connection, select(connection, f"{COLUMNS} FROM disputes", ids))
    rows: dict[str, HistoryRow] = {row.dispute.dispute_id: row for row in found}
    return {each: rows[each] for each in ids if each in rows}


def from_rows(
    connection: sqlite3.Connection, found: Sequence[sqlite3.Row]
) -> tuple[HistoryRow, ...]:
    """Rows of `disputes`, selected as `COLUMNS`, as domain objects with their lines."""
    lines: defaultdict[str, list[DisputeLine]] = defaultdict(list)
    wanted = f"{_LINE_COLUMNS} FROM dispute_lines"
    for line in select(connection, wanted, [row[0] for row in found], "ORDER BY position"):
        lines[line[0]].append(_line_from_row(line))
    return tuple(_from_row(row, lines[row[0]]) for row in found)


def select(
    connection: sqlite3.Connection, wanted: str, ids: Sequence[str], order: str = ""
) -> list[sqlite3.Row]:
    """Columns of a table for these disputes, read before any is worked on: see `in_portions`."""
    found: list[sqlite3.Row] = []
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        found += connection.execute(
            f"SELECT {wanted} WHERE dispute_id IN ({marks}) {order}",
            part,
        )
    return found


def ids_about(
    connection: sqlite3.Connection, order_id: OrderId, lines: Collection[LineItemId]
) -> list[DisputeId]:
    """The disputes that are stored about an order or any of these line items."""
    marks = ", ".join("?" * len(lines))  # not JSON: SQLite ends its texts at a NUL
    found = connection.execute(
        f"SELECT dispute_id FROM dispute_lines WHERE line_item_id IN ({marks})"  # noqa: S608 - question marks
        " UNION SELECT dispute_id FROM disputes WHERE order_id = ?",
        (*map(storable, lines), storable(order_id)),
    )
    return [DisputeId(row[0]) for row in found]


def columns_of(dispute: Dispute) -> dict[str, object]:
    """The values of a row of `disputes` that come from CJ, by column."""
    first = dispute.lines[0] if dispute.lines else DisputeLine("")
    return {
        "dispute_id": dispute.dispute_id,
        "status": dispute.status,
        "reason": dispute.reason,
        "outcome": dispute.outcome,
        "refund_cents": maybe_cents(dispute.refund),
        "reissue_cents": maybe_cents(dispute.reissue_amount),
        "reissue_order_id": dispute.reissue_order_id,
        "created": maybe_ms(dispute.created),
        "created_is_exact": dispute.created_is_exact,
        "order_id": dispute.order_id,
        "order_number": dispute.order_number,
        "is_open": is_open(dispute),
        "is_unsettled": not is_settled(dispute),
        "is_waiting": waits_for_merchant(dispute.status),
        "dispute_key": sort_key(dispute.dispute_id),
        "order_key": order_key(dispute),
        "reason_key": sort_key(dispute.reason),
        "status_key": sort_key(dispute.status),
        "reissue_key": sort_key(dispute.reissue_order_id),
        "product_key": sort_key(first.product_name),
        "supplier_key": sort_key(first.supplier),
    }


def line_columns(dispute: Dispute, position: int) -> tuple[object, ...]:
    """A row of `dispute_lines`."""
    line = dispute.lines[position]
    return (
        dispute.dispute_id,
        position,
        line.line_item_id,
        line.product_name,
        line.supplier,
        maybe_cents(line.unit_price),
        line.image_url,
        line.product_id,
        line.variant_id,
        line.product_code,
    )


def order_key(dispute: Dispute) -> str | None:
    """What to sort by order: the shop's number where it is known."""
    return sort_key(dispute.order_number) or sort_key(dispute.order_id)


def storable_dispute(dispute: Dispute) -> Dispute:
    """The dispute as it will be read again: whole characters, cents, milliseconds."""
    return replace(
        dispute,
        dispute_id=DisputeId(storable(dispute.dispute_id)),
        status=storable(dispute.status),
        reason=storable(dispute.reason),
        refund=maybe_amount(maybe_cents(dispute.refund)),
        reissue_amount=maybe_amount(maybe_cents(dispute.reissue_amount)),
        reissue_order_id=storable(dispute.reissue_order_id),
        created=maybe_moment(maybe_ms(dispute.created)),
        lines=tuple(storable_line(line) for line in dispute.lines),
        order_id=OrderId(storable(dispute.order_id)) if dispute.order_id else None,
        order_number=OrderNumber(storable(dispute.order_number)) if dispute.order_number else None,
    )


def storable_line(line: DisputeLine) -> DisputeLine:
    """The line as it will be read again."""
    return DisputeLine(
        product_name=storable(line.product_name),
        supplier=storable(line.supplier),
        unit_price=maybe_amount(maybe_cents(line.unit_price)),
        image_url=storable(line.image_url),
        line_item_id=LineItemId(storable(line.line_item_id)) if line.line_item_id else None,
        product_id=storable(line.product_id),
        variant_id=storable(line.variant_id),
        product_code=storable(line.product_code),
    )


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
            renew_search_text(connection, row["dispute_id"])  # the lines' SKUs are known now


def order_with(
    connection: sqlite3.Connection, line_item_ids: Collection[str]
) -> tuple[OrderId, OrderNumber] | None:
    """The order that has the most of these line items, of several the one looked up last."""
    wanted = list(line_item_ids)[:_AT_ONCE]  # one would do, unless it was never looked up
    found = connection.execute(
        "SELECT order_id, order_number FROM order_lines JOIN orders USING (order_id)"  # noqa: S608 - question marks
        f" WHERE line_item_id IN ({', '.join('?' * len(wanted))})"
        " GROUP BY order_id ORDER BY count(*) DESC, fetched DESC, order_id LIMIT 1",
        wanted,
    ).fetchone()
    return (OrderId(found[0]), OrderNumber(found[1])) if found else None


def renew_search_text(connection: sqlite3.Connection, dispute_id: str) -> None:
    """Collect it anew for a dispute of which something else is known now, if it is stored."""
    for row in load(connection, [dispute_id]).values():
        write_search_text(connection, row.dispute)


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
    kept = connection.execute(
        "SELECT asked_cents, buyer_refund_cents, net_loss_cents FROM disputes WHERE dispute_id = ?",
        (dispute.dispute_id,),
    ).fetchone()
    amounts = (dispute.refund, *map(maybe_amount, kept or ()))
    words.extend(shown_words(dispute.status, dispute.outcome, dispute.created, amounts))
    text = "\n".join(dict.fromkeys(folded(word) for word in words if word))
    connection.execute(
        "INSERT INTO dispute_search (number, text)"
        " VALUES ((SELECT number FROM disputes WHERE dispute_id = ?), ?)"
        " ON CONFLICT (number) DO UPDATE SET text = excluded.text WHERE text <> excluded.text",
        (dispute.dispute_id, text),
    )


def _from_row(row: sqlite3.Row, lines: Sequence[DisputeLine]) -> HistoryRow:
    dispute_id, status, reason, outcome, refund, reissue, reissue_order, *others = row
    created, is_exact, order_id, order_number, asked, to_buyer, *marks = others
    changed, unseen, gone = marks
    return HistoryRow(
        dispute=Dispute(
            dispute_id=DisputeId(dispute_id),
            status=status,
            reason=reason,
            outcome=None if outcome is None else Outcome(outcome),
            refund=maybe_amount(refund),
            reissue_amount=maybe_amount(reissue),
            reissue_order_id=reissue_order,
            created=maybe_moment(created),
            created_is_exact=bool(is_exact),
            lines=tuple(lines),
            order_id=OrderId(order_id) if order_id else None,
            order_number=OrderNumber(order_number) if order_number else None,
        ),
        asked=maybe_amount(asked),
        last_changed=maybe_moment(changed),
        is_unseen_change=bool(unseen),
        is_gone=gone is not None,
        refunded_to_buyer=maybe_amount(to_buyer),
    )


def _line_from_row(row: sqlite3.Row) -> DisputeLine:
    _, name, supplier, price, image_url, item, product_id, variant_id, code = row
    return DisputeLine(
        product_name=name,
        supplier=supplier,
        unit_price=maybe_amount(price),
        image_url=image_url,
        line_item_id=LineItemId(item) if item else None,
        product_id=product_id,
        variant_id=variant_id,
        product_code=code,
    )


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


def _learnt_words(connection: sqlite3.Connection, dispute_id: str) -> list[str]:
    found = connection.execute(
        "SELECT sku FROM dispute_lines JOIN order_lines USING (line_item_id)"
        " WHERE dispute_id = :id UNION ALL SELECT text FROM notes WHERE dispute_id = :id",
        {"id": dispute_id},
    )
    words = [row[0] for row in found]
    for row in connection.execute(
        "SELECT lines FROM dispute_details WHERE dispute_id = ?", (dispute_id,)
    ):
        for line in json.loads(row["lines"]):
            words += (line["product_name"], line["supplier"], line["product_code"])
    return words
