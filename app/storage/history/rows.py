"""Rows of `disputes` and `dispute_lines` as domain objects, and back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.dispute_state import is_open, is_settled
from app.domain.disputes import Dispute, DisputeLine, Outcome
from app.domain.history import HistoryRow
from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.money import maybe_amount, maybe_cents
from app.domain.text import sort_key, storable
from app.storage.timestamps import from_ms, maybe_moment, maybe_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_AT_ONCE = 500

COLUMNS = (
    "dispute_id, status, reason, outcome, refund_cents, reissue_cents, reissue_order_id, created,"
    " created_is_exact, order_id, order_number, asked_cents, first_seen, last_changed, unseen,"
    " is_own, gone"
)
"""What `from_rows` needs of `disputes`. By position: names are looked up slowly in every row."""

_LINE_COLUMNS = (
    "dispute_id, product_name, supplier, unit_cents, image_url, line_item_id, product_id,"
    " variant_id, product_code"
)


def load(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, HistoryRow]:
    """The rows of these disputes by id, in the order of the ids."""
    found: list[sqlite3.Row] = []
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        found += connection.execute(
            f"SELECT {COLUMNS} FROM disputes WHERE dispute_id IN ({marks})",  # noqa: S608 - question marks
            part,
        )
    rows: dict[str, HistoryRow] = {
        row.dispute.dispute_id: row for row in from_rows(connection, found)
    }
    return {each: rows[each] for each in ids if each in rows}


def from_rows(
    connection: sqlite3.Connection, found: Sequence[sqlite3.Row]
) -> tuple[HistoryRow, ...]:
    """Rows of `disputes`, selected as `COLUMNS`, as domain objects with their lines."""
    lines: defaultdict[str, list[DisputeLine]] = defaultdict(list)
    for start in range(0, len(found), _AT_ONCE):
        part = [row[0] for row in found[start : start + _AT_ONCE]]
        marks = ", ".join("?" * len(part))
        for line in connection.execute(
            f"SELECT {_LINE_COLUMNS} FROM dispute_lines WHERE dispute_id IN ({marks})"  # noqa: S608 - our own words
            " ORDER BY dispute_id, position",
            part,
        ):
            lines[line[0]].append(_line_from_row(line))
    return tuple(_from_row(row, lines[row[0]]) for row in found)


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
        "dispute_key": sort_key(dispute.dispute_id),
        "order_key": order_key(dispute),
        "reason_key": sort_key(dispute.reason),
        "status_key": sort_key(dispute.status),
        "reissue_key": sort_key(dispute.reissue_order_id),
        "product_key": sort_key(first.product_name),
        "supplier_key": sort_key(first.supplier),
    }


def order_key(dispute: Dispute) -> str | None:
    """What to sort by order: the shop's number where it is known."""
    return sort_key(dispute.order_number) or sort_key(dispute.order_id)


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


def _from_row(row: sqlite3.Row, lines: Sequence[DisputeLine]) -> HistoryRow:
    dispute_id, status, reason, outcome, refund, reissue, reissue_order, *others = row
    created, is_exact, order_id, order_number, asked, first_seen, changed, unseen, is_own, gone = (
        others
    )
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
        first_seen=from_ms(first_seen),
        last_changed=maybe_moment(changed),
        is_unseen_change=bool(unseen),
        is_own=bool(is_own),
        is_gone=gone is not None,
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
