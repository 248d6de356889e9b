"""The columns of the dispute table: one specification each, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from app.domain.disputes.state import has_ended, is_withdrawn, received, waits_for_merchant
from app.domain.history.history import HistoryRow, SortKey
from app.domain.local_time import local_time
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.widgets.spoken_rows import NOTHING

if TYPE_CHECKING:
    from app.domain.disputes.disputes import Dispute

translate = QCoreApplication.translate

RowText = Callable[[HistoryRow, datetime], str]
"""Makes a row's text for a column; the second value is the time now."""


class Column(IntEnum):
    """The columns, in their default order."""

    DISPUTE = 0
    ORDER = 1
    CREATED = 2
    REASON = 3
    STATUS = 4
    OUTCOME = 5
    REFUND = 6
    PRODUCT = 7
    ASKED = 8
    AGE = 9
    REISSUE_ORDER = 10
    SUPPLIER = 11
    CHANGED = 12
    BUYER_REFUND = 13
    NET_LOSS = 14


class ColumnSpec(NamedTuple):
    """What a column shows, copies and sorts by."""

    heading: Callable[[], str]
    text: RowText
    raw: RowText
    """The value for the clipboard: whole, without currency or words, empty for none."""
    sort: SortKey
    width: int
    is_number: bool = False
    is_default: bool = True
    widest: Callable[[], tuple[str, ...]] | None = None
    sorts_backwards: bool = False
    """Whether the key falls where the column rises: the older, the earlier it was created."""


def stand_text(dispute: Dispute) -> str:
    """What CJ decided, unless it waits for the merchant: before that nothing is paid.

    One that was withdrawn is not said to wait for a decision.
    """
    if waits_for_merchant(dispute.status):
        return translate("HistoryColumns", "Your turn")
    if is_withdrawn(dispute):
        return translate("HistoryColumns", "Closed")
    return formatting.outcome(dispute.outcome)


def status_beside(dispute: Dispute) -> str:
    """CJ's own word, where it says more than the outcome; else ""."""
    word = one_line(dispute.status)
    is_said = word.casefold() == stand_text(dispute).casefold()
    return "" if is_said or (dispute.outcome is not None and has_ended(word)) else word


def _shown(text: str) -> str:
    return one_line(text) or NOTHING


def _money(amount: Decimal | None) -> str:
    return NOTHING if amount is None else formatting.money(amount)


def _wide_amounts() -> tuple[str, ...]:
    return (formatting.money(Decimal("12345.67")),)


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def _loss(row: HistoryRow) -> Decimal | None:
    # Not by the start: its column is shown by choice only.
    from app.domain.history.buyer_refunds import net_loss

    return net_loss(row.dispute, row.refunded_to_buyer)


def _loss_text(row: HistoryRow, _now: datetime) -> str:
    loss = _loss(row)
    if loss is None and row.refunded_to_buyer is not None:
        return translate("HistoryColumns", "Not known yet")
    return _money(loss)


def _utc(time: datetime | None) -> str:
    return time.astimezone(UTC).isoformat(sep=" ", timespec="seconds") if time else ""


def _day(time: datetime | None) -> str:
    """The day in the user's zone; the time of day stands in the tooltip and the details."""
    if time is None:
        return NOTHING
    return formatting.day(local_time(time))


def _order(row: HistoryRow, _now: datetime) -> str:
    return row.dispute.order_number or row.dispute.order_id or ""


def _products(row: HistoryRow, _now: datetime) -> str:
    return ", ".join(line.product_name for line in row.dispute.lines)


def _first_product(row: HistoryRow, _now: datetime) -> str:
    lines = row.dispute.lines
    if not lines:
        return NOTHING
    more = f" (+{len(lines) - 1})" if len(lines) > 1 else ""
    return _shown(lines[0].product_name) + more


def _suppliers(row: HistoryRow, _now: datetime) -> str:
    names = (line.supplier for line in row.dispute.lines)
    return ", ".join(dict.fromkeys(name for name in names if name))


def _age(row: HistoryRow, now: datetime) -> str:
    return formatting.days_old(row.dispute.created, now)


def _text(value: RowText) -> tuple[RowText, RowText]:
    """Shown on one line, and copied as it is."""
    return lambda row, now: _shown(value(row, now)), value


def _dollars(
    heading: Callable[[], str],
    amount: Callable[[HistoryRow], Decimal | None],
    sort: SortKey,
    width: int,
    *,
    is_default: bool = False,
) -> ColumnSpec:
    """A column of amounts in USD."""
    return ColumnSpec(
        heading,
        lambda row, _now: _money(amount(row)),
        lambda row, _now: _amount(amount(row)),
        sort,
        width,
        is_number=True,
        is_default=is_default,
        widest=_wide_amounts,
    )


COLUMNS: Mapping[Column, ColumnSpec] = {
    Column.DISPUTE: ColumnSpec(
        lambda: translate("HistoryColumns", "Dispute"),
        *_text(lambda row, _now: row.dispute.dispute_id),
        SortKey.DISPUTE,
        222,
    ),
    Column.ORDER: ColumnSpec(
        lambda: translate("HistoryColumns", "Order"), *_text(_order), SortKey.ORDER, 80
    ),
    Column.CREATED: ColumnSpec(
        lambda: translate("HistoryColumns", "Created"),
        lambda row, _now: _day(row.dispute.created),
        lambda row, _now: _utc(row.dispute.created),
        SortKey.CREATED,
        116,
        widest=formatting.wide_days,
    ),
    Column.REASON: ColumnSpec(
        lambda: translate("HistoryColumns", "Reason"),
        *_text(lambda row, _now: row.dispute.reason),
        SortKey.REASON,
        200,
    ),
    Column.STATUS: ColumnSpec(
        lambda: translate("HistoryColumns", "Status"),
        *_text(lambda row, _now: row.dispute.status),
        SortKey.STATUS,
        130,
        is_default=False,  # the outcome shows it where it says more
    ),
    Column.OUTCOME: ColumnSpec(
        lambda: translate("HistoryColumns", "Outcome"),
        lambda row, _now: stand_text(row.dispute),
        lambda row, _now: stand_text(row.dispute),
        SortKey.OUTCOME,
        230,
    ),
    Column.REFUND: _dollars(
        lambda: translate("HistoryColumns", "Refund"),
        lambda row: received(row.dispute),
        SortKey.REFUND,
        122,
        is_default=True,
    ),
    Column.PRODUCT: ColumnSpec(
        lambda: translate("HistoryColumns", "Product"),
        _first_product,
        _products,
        SortKey.PRODUCT,
        80,
    ),
    Column.ASKED: _dollars(
        lambda: translate("HistoryColumns", "Asked (up to)"),
        lambda row: row.asked,
        SortKey.ASKED,
        122,
    ),
    Column.AGE: ColumnSpec(
        lambda: translate("HistoryColumns", "Age (days)"),
        _age,
        lambda row, now: "" if row.dispute.created is None else _age(row, now),
        SortKey.CREATED,
        100,
        is_number=True,
        is_default=False,
        sorts_backwards=True,
    ),
    Column.REISSUE_ORDER: ColumnSpec(
        lambda: translate("HistoryColumns", "Reissue order"),
        *_text(lambda row, _now: row.dispute.reissue_order_id),
        SortKey.REISSUE_ORDER,
        160,
        is_default=False,
    ),
    Column.SUPPLIER: ColumnSpec(
        lambda: translate("HistoryColumns", "Supplier"),
        *_text(_suppliers),
        SortKey.SUPPLIER,
        160,
        is_default=False,
    ),
    Column.CHANGED: ColumnSpec(
        lambda: translate("HistoryColumns", "Last change"),
        lambda row, _now: formatting.moment(row.last_changed),
        lambda row, _now: _utc(row.last_changed),
        SortKey.CHANGED,
        170,
        is_default=False,
    ),
    Column.BUYER_REFUND: _dollars(
        lambda: translate("HistoryColumns", "Refunded to buyer"),
        lambda row: row.refunded_to_buyer,
        SortKey.BUYER_REFUND,
        150,
    ),
    Column.NET_LOSS: ColumnSpec(
        lambda: translate("HistoryColumns", "Net loss"),
        _loss_text,
        lambda row, _now: _amount(_loss(row)),
        SortKey.NET_LOSS,
        120,
        is_number=True,
        is_default=False,
        widest=_wide_amounts,
    ),
}
