"""Amounts of money. CJ counts in US dollars with two decimals, up to 18 digits: `(18,2)`."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

ZERO = Decimal("0.00")
_CENT = Decimal("0.01")
_LIMIT = Decimal(10) ** 16


class NotAnAmount(ValueError):
    """The number is not an amount of `(18,2)`: not finite, or too large."""


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
