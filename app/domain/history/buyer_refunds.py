"""What the merchant gave back to buyers: entered by hand or pasted, and what it cost in the end."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Dispute, Outcome
from app.domain.disputes.state import decision, received
from app.domain.money import ZERO, AmbiguousAmount, NotAnAmount, typed_usd
from app.domain.text import plain_text

if TYPE_CHECKING:
    from decimal import Decimal

    from app.domain.ids import DisputeId

ORIGINAL_LIMIT = 100
"""Longest note of the original currency and amount, in characters."""

# The order number is the first cell: what ends it parts all cells of the line.
_SEPARATOR = re.compile(r"\s*(?:\"[^\"]*\"|[^\t;,；，\"]*)([\t;,；，])")
_DAY = re.compile(r"(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?(?:[T ].*)?")
_CELLS = 4
_LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class BuyerRefund:
    """What a buyer got back: USD, the day where it is known, and the original as a note."""

    amount: Decimal
    day: date | None = None
    original: str = ""
    """Currency and amount as they were paid, such as `EUR 11.50`. Nothing is worked out from it."""


class LineProblem(Enum):
    """Why a pasted line was not taken."""

    NO_ORDER = "no order"
    NO_AMOUNT = "no amount"
    AMBIGUOUS = "ambiguous"
    """The amount may be a thousand times another one."""
    NOT_ABOVE_ZERO = "not above zero"
    NO_DAY = "no day"
    DECIMAL_COMMA = "decimal comma"
    """Commas part the cells, and what follows the amount may be its other half."""
    TOO_MANY_CELLS = "too many cells"
    TWICE = "twice"
    """An earlier line is about the same order."""
    NO_DISPUTE = "no dispute"
    SEVERAL = "several"
    """The order has several disputes: a person has to say which."""


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line that was pasted, with what came of it: a refund for a dispute, or a problem."""

    number: int
    """As people count, from 1."""
    order: str
    refund: BuyerRefund | None = None
    problem: LineProblem | None = None
    dispute_id: DisputeId | None = None
    before: BuyerRefund | None = None
    """What was kept for the dispute until now: it is replaced."""


def settled_refund(dispute: Dispute) -> Decimal | None:
    """What CJ's decision brought, in USD; None as long as that is not known.

    A rejection brings nothing, also where CJ tells no amount. Goods that are sent again are not
    money.
    """
    if dispute.refund is None and decision(dispute) is Outcome.REJECT:
        return ZERO
    return received(dispute)


def net_loss(dispute: Dispute, refunded: Decimal | None) -> Decimal | None:
    """What the buyer got less what CJ gave, in USD; None where either is not known."""
    settled = settled_refund(dispute)
    return None if refunded is None or settled is None else refunded - settled


def amount_above_zero(text: str) -> Decimal:
    """The amount that somebody typed. Raises as `typed_usd` does, and `NotAboveZero`."""
    amount = typed_usd(text)
    if not amount:
        raise NotAboveZero
    return amount


class NotAboveZero(NotAnAmount):
    """The amount is zero: then nothing was refunded."""


def problem_of(error: ValueError) -> LineProblem:
    """What is wrong with an amount or a day that could not be read."""
    if isinstance(error, AmbiguousAmount):
        return LineProblem.AMBIGUOUS
    if isinstance(error, NotAboveZero):
        return LineProblem.NOT_ABOVE_ZERO
    return LineProblem.NO_AMOUNT if isinstance(error, NotAnAmount) else LineProblem.NO_DAY


def read_lines(text: str) -> tuple[PastedLine, ...]:
    """Lines of CSV: order number, amount (USD), and, as far as known, the day and the original.

    Cells are parted by tabs, semicolons or commas, Chinese ones too, each line by its own. A first
    line without any digit is a heading. Blank lines are left out.
    """
    found: list[PastedLine] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or (not found and not any(each.isdigit() for each in line)):
            continue
        each = _read_line(number, line)
        key = order_key(each.order)
        if each.problem is None and key in seen:
            each = PastedLine(number, each.order, problem=LineProblem.TWICE)
        seen.add(key)
        found.append(each)
    return tuple(found)


def order_key(number: str) -> str:
    """An order number as it is compared: shops write `#1001` and `1001` for the same order.

    So do Chinese keyboards that are set to wide letters, `＃１００１`.
    """
    return plain_text(number).removeprefix("#").casefold()


def _read_line(number: int, line: str) -> PastedLine:
    separator = _SEPARATOR.match(line)
    parted_by = separator[1] if separator else ","
    cells = [each.strip() for each in next(csv.reader([line[:_LONGEST_LINE]], delimiter=parted_by))]
    order, amount, day, original, *more = cells + [""] * (_CELLS - len(cells))
    try:
        if not order:
            return PastedLine(number, order, problem=LineProblem.NO_ORDER)
        if any(more):
            return PastedLine(number, order, problem=LineProblem.TOO_MANY_CELLS)
        if parted_by in ",，" and day and day[0].isdigit() and not _DAY.fullmatch(day):
            return PastedLine(number, order, problem=LineProblem.DECIMAL_COMMA)
        refund = BuyerRefund(
            amount_above_zero(amount), day_of(day) if day else None, original[:ORIGINAL_LIMIT]
        )
    except ValueError as error:
        return PastedLine(number, order, problem=problem_of(error))
    return PastedLine(number, order, refund)


def day_of(text: str) -> date:
    """The day of `2026-11-20`, of a time of that day, or written with other marks.

    Raises `ValueError` for all that does not begin with the year: elsewhere the month comes first
    in one country and the day in the next.
    """
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text[:40])
    year, month, day = map(int, found.groups())
    return date(year, month, day)
