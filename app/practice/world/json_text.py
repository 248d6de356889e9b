"""JSON with exact money: a Decimal goes out with two places and comes in digit for digit.

The standard encoder knows no Decimal and would write 23.00 as 23.0 by way of float, so the few
cases of JSON are written out here. Text that is not ASCII stays readable.
"""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

_quote: Callable[[str], str] = json.encoder.encode_basestring


def encode(value: object) -> str:
    """The JSON text of nested dicts, lists, tuples and plain values; Decimals with two places."""
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts)


def decode(text: str | bytes) -> object:
    """The value of a JSON text, fractions as Decimal.

    Raises ValueError if it is not JSON, or nested deeper than the interpreter goes.
    """
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except RecursionError:
        msg = "nested too deeply"
        raise ValueError(msg) from None


def _write(value: object, parts: list[str]) -> None:
    if value is None:
        parts.append("null")
    elif isinstance(value, bool):
        parts.append("true" if value else "false")
    elif isinstance(value, int):
        parts.append(str(value))
    elif isinstance(value, Decimal):
        parts.append(f"{value:.2f}")
    elif isinstance(value, str):
        parts.append(_quote(value))
    elif isinstance(value, datetime):
        parts.append(_quote(value.isoformat()))
    elif isinstance(value, dict):
        _write_object(value, parts)
    elif isinstance(value, (list, tuple)):
        _write_array(value, parts)
    else:
        msg = f"practice answers hold no {type(value).__name__}"
        raise TypeError(msg)


def _write_object(value: dict[object, object], parts: list[str]) -> None:
    parts.append("{")
    for position, (name, member) in enumerate(value.items()):
        parts.append(", " if position else "")
        parts.append(_quote(str(name)))
        parts.append(": ")
        _write(member, parts)
    parts.append("}")


def _write_array(value: list[object] | tuple[object, ...], parts: list[str]) -> None:
    parts.append("[")
    for position, member in enumerate(value):
        parts.append(", " if position else "")
        _write(member, parts)
    parts.append("]")


def _refuse_constant(name: str) -> object:
    """NaN and Infinity are not JSON, though Python's reader takes them."""
    msg = f"{name} is not JSON"
    raise ValueError(msg)
