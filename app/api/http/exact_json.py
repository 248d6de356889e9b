"""JSON without `float`: money comes in as `Decimal` digit for digit and goes out with two places.

Reading refuses what no answer of CJ's needs and what would cost time or memory without end: NaN
and Infinity, numbers of absurd length or exponent, nesting without end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

_DIGIT_LIMIT = 60
_EXPONENT_LIMIT = 40
_WHOLE_DIGITS = 20
_DEPTH_LIMIT = 100
"""Values within values. How many the interpreter itself reads differs from one Python to another,
and is more than what goes through them later could stand."""


class RepeatedKeys(dict[str, object]):
    """A JSON object that named a key twice; which of the two counts, nobody can tell."""


class Digits(str):
    """A number of a JSON text, digit for digit as it was read, to be written as it is."""

    __slots__ = ()


class NotJson(ValueError):
    """The text is not JSON that this program reads. Never quotes the text."""


def decode(body: bytes) -> object:
    """The value of a JSON text in UTF-8, fractions as `Decimal`. Raises `NotJson`."""
    try:
        value = json.loads(
            body.decode("utf-8-sig"),
            parse_float=_fraction,
            parse_int=_whole,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except NotJson:
        raise
    except (ValueError, RecursionError, MemoryError):
        # Not chained: a decoding error carries the whole text with it.
        raise NotJson("not readable as JSON") from None
    _check_depth(value)
    return value


def encode(value: object) -> bytes:
    """The JSON text of dicts, lists, texts, whole numbers, truth values and amounts of money.

    Keys keep their order. A `Decimal` is written as a number with exactly two decimals; one
    that does not fit them is a bug of ours (`ValueError`), as is any other type (`TypeError`).
    """
    return _text_of(value).encode("utf-8")


def as_it_came(value: object) -> object:
    """A decoded value so that `encode` writes it back as it was read, whatever its decimals."""
    if isinstance(value, Decimal):
        return Digits(value)
    if isinstance(value, Mapping):
        return {name: as_it_came(each) for name, each in value.items()}
    return [as_it_came(each) for each in value] if isinstance(value, list) else value


def _text_of(value: object) -> str:
    if isinstance(value, Digits):
        return str(value)
    if isinstance(value, Decimal):
        return _money_text(value)
    if value is None or isinstance(value, (bool, int, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        members = (f"{_text_of(str(key))}: {_text_of(each)}" for key, each in value.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return "[" + ", ".join(_text_of(each) for each in value) + "]"
    raise TypeError(f"no JSON for {type(value).__name__}")


def _money_text(amount: Decimal) -> str:
    if not amount.is_finite() or amount.adjusted() >= 16 or amount != amount.quantize(_CENT):
        raise ValueError("not an amount with two decimals")
    return f"{amount:.2f}"


_CENT = Decimal("0.01")


def _check_depth(value: object) -> None:
    level = [value]
    for _ in range(_DEPTH_LIMIT):
        level = [
            part
            for each in level
            if isinstance(each, (dict, list))
            for part in (each.values() if isinstance(each, dict) else each)
        ]
    if level:
        raise NotJson("nested too deeply")


def _fraction(digits: str) -> Decimal:
    try:
        number = Decimal(digits) if len(digits) <= _DIGIT_LIMIT else None
    except ArithmeticError:
        number = None
    if number is None or abs(number.adjusted()) > _EXPONENT_LIMIT:
        raise NotJson("a number beyond any amount")
    return number


def _whole(digits: str) -> int:
    if len(digits) > _DIGIT_LIMIT:
        raise NotJson("a number beyond any id")
    return int(digits)


def whole_or_none(value: object) -> int | None:
    """A whole number from a number or digits, `1.0` and "1.0" too; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        digits = value.strip()
        head, dot, tail = digits.partition(".")
        if dot and tail.strip("0"):
            return None
        is_digits = head.removeprefix("-").isdigit() and digits.isascii()
        return int(head) if is_digits and len(head) <= _WHOLE_DIGITS else None
    if isinstance(value, Decimal):
        is_whole = value.is_finite() and value.adjusted() < _WHOLE_DIGITS
        return int(value) if is_whole and value == value.to_integral_value() else None
    return value if isinstance(value, int) and len(str(value)) <= _WHOLE_DIGITS else None


def _object(members: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(members)
    return found if len(found) == len(members) else RepeatedKeys(found)


def _refuse_constant(_name: str) -> object:
    raise NotJson("a constant that is not JSON")
