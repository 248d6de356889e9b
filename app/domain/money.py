"""Amounts of money. CJ counts in US dollars with two decimals, up to 18 digits: `(18,2)`."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal

ZERO = Decimal("0.00")
_CENT = Decimal("0.01")
_LIMIT = Decimal(10) ** 16
_DOLLARS = re.compile(r"\A(?:USD|US\$|\$)\s*|\s*(?:USD|US\$|\$)\Z", re.IGNORECASE)
_TYPED = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?:(?P<mark>[., '\u2019])[0-9]{3})(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?P<point>[.,])(?P<cents>[0-9]{1,2}))?"
)


class NotAnAmount(ValueError):
    """The number is not an amount of `(18,2)`: not finite, or too large."""


class AmbiguousAmount(NotAnAmount):
    """The text may be one amount or a thousand times as much: `1,250`."""


def typed_usd(text: str) -> Decimal:
    """US dollars as people of any country type them: `12.50`, `12,50`, `$1,250.00`, `1.250,00`.

    Raises `AmbiguousAmount` where one mark has three digits behind it, which may be thousands or
    decimals, and `NotAnAmount` for all else: another currency, a sign, more than two decimals.
    """
    bare = _DOLLARS.sub("", unicodedata.normalize("NFKC", text).strip())
    found = _TYPED.fullmatch(bare)
    if found is None:
        raise NotAnAmount(text[:40])
    whole, mark, point, cents = found.group("whole", "mark", "point", "cents")
    if mark in (".", ","):
        if point == mark:
            raise NotAnAmount(text[:40])
        if point is None and whole.count(mark) == 1:
            raise AmbiguousAmount(text[:40])
    digits = whole.replace(mark, "") if mark else whole
    return usd(f"{digits}.{cents or 0}")


def usd(value: Decimal | int | str) -> Decimal:
    """The value as US dollars with exactly two decimals.

    Further decimals are rounded half to even. Raises `NotAnAmount` where the value is no finite
    number below 10**16.
    """
    try:
        amount = Decimal(value)
        if amount.is_finite() and abs(amount) < _LIMIT:
            return amount.quantize(_CENT, rounding=ROUND_HALF_EVEN)
    except ArithmeticError as error:
        raise NotAnAmount(str(value)[:40]) from error
    raise NotAnAmount(str(value)[:40])


def maybe_cents(amount: Decimal | None) -> int | None:
    """Whole cents; None for an amount that is not known."""
    return None if amount is None else to_cents(amount)


def maybe_amount(cents: int | None) -> Decimal | None:
    """The amount that `maybe_cents` came from."""
    return None if cents is None else from_cents(cents)


def to_cents(amount: Decimal) -> int:
    """Whole cents, for columns that sort natively. Exact for every `(18,2)` amount."""
    return int(usd(amount) * 100)


def from_cents(cents: int) -> Decimal:
    """The amount that `to_cents` came from."""
    return Decimal(cents).scaleb(-2)
