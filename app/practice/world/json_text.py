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
    if isinstance(value, str):  # most of what there is
        return _quote(value)
    if isinstance(value, dict):
        return f"{{{', '.join([f'{_quote(str(name))}: {encode(value[name])}' for name in value])}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join([encode(member) for member in value])}]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return _quote(value.isoformat())
    raise TypeError(f"practice answers hold no {type(value).__name__}")


def decode(text: str | bytes) -> object:
    """The value of a JSON text, fractions as Decimal.

    Raises ValueError if it is not JSON, or nested deeper than the interpreter goes.
    """
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _refuse_constant(name: str) -> object:
    """NaN and Infinity are not JSON, though Python's reader takes them."""
    raise ValueError(f"{name} is not JSON")
