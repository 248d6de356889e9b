"""The columns of the table of orders: one specification each, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import IntEnum
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication

from app.domain.orders.claims import ClaimRule
from app.domain.text import one_line
from app.ui.claims import messages
from app.ui.claims.rows import ClaimRow
from app.ui.messages import formatting
from app.ui.widgets.spoken_rows import NOTHING

translate = QCoreApplication.translate

_RULES = {rule: place for place, rule in enumerate(ClaimRule)}

V = TypeVar("V")
RowText = Callable[[ClaimRow], str]
Key = Callable[[ClaimRow], object]


class Column(IntEnum):
    """The columns, in their default order."""

    ORDER = 0
    SHOP = 1
    PRODUCT = 2
    SENT = 3
    DAYS = 4
    TRACKING = 5
    WHY = 6
    SINCE = 7
    AMOUNT = 8
    TRACKING_NUMBER = 9
    LAST_DAY = 10
    COUNTRY = 11
    SKU = 12


class ColumnSpec(NamedTuple):
    """What a column shows, copies and sorts by."""

    heading: Callable[[], str]
    text: RowText
    raw: RowText
    """The value for the clipboard: whole, without currency or words, empty for none."""
    key: Key
    """What it is sorted by; None for rows that have no value, which come last either way."""
    width: int
    is_number: bool = False
    is_default: bool = True
    widest: Callable[[], tuple[str, ...]] | None = None


def _shown(value: RowText) -> tuple[RowText, RowText, Key]:
    """A text: on one line, copied as it is, sorted without regard to case."""
    return (
        lambda row: one_line(value(row)) or NOTHING,
        value,
        lambda row: value(row).casefold() or None,
    )


def _known(
    value: Callable[[ClaimRow], V | None], show: Callable[[V], str], copy: Callable[[V], str]
) -> tuple[RowText, RowText, Key]:
    """A value that not every row has."""

    def shown(row: ClaimRow) -> str:
        known = value(row)
        return NOTHING if known is None else show(known)

    def raw(row: ClaimRow) -> str:
        known = value(row)
        return "" if known is None else copy(known)

    return shown, raw, value


def _day(value: Callable[[ClaimRow], date | None]) -> tuple[RowText, RowText, Key]:
    return _known(value, formatting.day, date.isoformat)


def _products(row: ClaimRow) -> str:
    return ", ".join(each.name or each.sku for each in row.order.facts.products)


def _first_product(row: ClaimRow) -> str:
    """One that has a name: CJ tells none with an order, so that it may not be known here."""
    products = row.order.facts.products
    names = (one_line(each.name or each.sku) for each in products)
    name = next(filter(None, names), "")
    if not name:
        count = translate("ClaimColumns", "Products: {count}").format(count=f"{len(products):,}")
        return count if products else NOTHING
    return name + (f" (+{len(products) - 1})" if len(products) > 1 else "")


def _product_key(row: ClaimRow) -> str | None:
    names = (each.name or each.sku for each in row.order.facts.products)
    return next(filter(None, names), "").casefold() or None


def _skus(row: ClaimRow) -> str:
    return ", ".join(dict.fromkeys(each.sku for each in row.order.facts.products if each.sku))


def _long_reason() -> tuple[str, ...]:
    days = formatting.days_long(105)
    return (translate("Claims", "{days} under way, limit {limit}").format(days=days, limit=45),)


COLUMNS: Mapping[Column, ColumnSpec] = {
    Column.ORDER: ColumnSpec(
        lambda: translate("ClaimColumns", "Order"), *_shown(lambda row: row.name), 100
    ),
    Column.SHOP: ColumnSpec(
        lambda: translate("ClaimColumns", "Shop"),
        *_shown(lambda row: row.order.facts.shop_name),
        100,
    ),
    Column.PRODUCT: ColumnSpec(
        lambda: translate("ClaimColumns", "Product"),
        _first_product,
        _products,
        _product_key,
        180,
    ),
    Column.SENT: ColumnSpec(
        lambda: translate("ClaimColumns", "Sent"),
        *_day(lambda row: row.sent),
        104,
        widest=formatting.wide_days,
    ),
    Column.DAYS: ColumnSpec(
        lambda: translate("ClaimColumns", "Days"),
        *_known(lambda row: row.days, "{:,}".format, str),
        56,
        is_number=True,
    ),
    Column.TRACKING: ColumnSpec(
        lambda: translate("ClaimColumns", "Tracking"),
        *_shown(messages.tracking)[:2],
        lambda row: row.event.day if row.event else None,
        270,
    ),
    Column.WHY: ColumnSpec(
        lambda: translate("ClaimColumns", "Why"),
        *_shown(messages.why)[:2],
        lambda row: (_RULES[row.judgement.rule], -row.judgement.days_over),
        264,
        widest=_long_reason,
    ),
    Column.SINCE: ColumnSpec(
        lambda: translate("ClaimColumns", "Since"),
        *_day(lambda row: row.judgement.first_day),
        104,
        widest=formatting.wide_days,
    ),
    Column.AMOUNT: ColumnSpec(
        lambda: translate("ClaimColumns", "Up to USD"),
        *_known(lambda row: row.judgement.amount, "{:,.2f}".format, "{:.2f}".format),
        90,
        is_number=True,
        widest=lambda: ("12,345.67",),
    ),
    Column.TRACKING_NUMBER: ColumnSpec(
        lambda: translate("ClaimColumns", "Tracking number"),
        *_shown(lambda row: row.order.facts.tracking_number),
        160,
        is_default=False,
    ),
    Column.LAST_DAY: ColumnSpec(
        lambda: translate("ClaimColumns", "Last day"),
        *_day(lambda row: row.judgement.last_day),
        104,
        widest=formatting.wide_days,
        is_default=False,
    ),
    Column.COUNTRY: ColumnSpec(
        lambda: translate("ClaimColumns", "Country"),
        *_shown(lambda row: row.order.facts.country),
        90,
        is_default=False,
    ),
    Column.SKU: ColumnSpec(
        lambda: translate("ClaimColumns", "SKU"), *_shown(_skus), 150, is_default=False
    ),
}
