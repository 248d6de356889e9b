"""Readers of single values. CJ's two pages and its servers disagree on types; these do not.

Two kinds: a strict reader raises `ValueError` (pydantic makes it part of a `ValidationError`)
for what an object cannot do without; a lenient one answers with an empty value, so that one odd
field never costs the rest of an answer. Error texts never quote what was read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Annotated, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, ValidationInfo

from app.api.http.envelope import flag
from app.api.http.exact_json import whole_or_none
from app.domain.money import NotAnAmount, usd
from app.domain.text import cleaned

ID_LIMIT = 200
NAME_LIMIT = 1_000
URL_LIMIT = 4_000
WORD_LIMIT = 100
COUNT_LIMIT = 10**9
"""A number of things from here on is no number of things."""
_WHOLE_DIGITS = 20
_SECONDS_BELOW = Decimal(10) ** 11
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class WireModel(BaseModel):
    """Base of all shapes: unknown fields pass, and errors hide what was read."""

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        # The server's names, as pages and answers write them, stay visible at each field.
        validate_by_alias=True,
        validate_by_name=False,
    )


class Moment(NamedTuple):
    """A time as read. `is_exact` where CJ's text left no doubt about its zone."""

    at: datetime | None = None
    is_exact: bool = False


def _required_id(value: object) -> str:
    """Text of at least one character, from text or a whole number (19 digits stay exact)."""
    text = _id(value)
    if not text:
        raise ValueError("no id")
    return text


def _id(value: object) -> str:
    if isinstance(value, int):
        return "" if isinstance(value, bool) else str(value)
    if not isinstance(value, str) or len(value) > 2 * ID_LIMIT:
        return ""
    text = cleaned(value, 2 * ID_LIMIT)
    # An id cut to size would name something else: too long is none at all.
    return text if len(text) <= ID_LIMIT else ""


def _text_up_to(limit: int) -> PlainValidator:
    def read(value: object) -> str:
        if isinstance(value, str):
            return cleaned(value, limit)
        is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
        return str(value)[:limit] if is_number else ""

    return PlainValidator(read)


_log = logging.getLogger(__name__)
_DIGITS = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*", re.ASCII)


@cache
def _note_unreadable(field: str | None) -> None:
    """Once a field and run of the program; never with what was read."""
    _log.info("unreadable, so not told: %s", field)


def _noting(read: Callable[[object], object]) -> PlainValidator:
    """A lenient reader that leaves a note of what it could not read."""

    def noted(value: object, info: ValidationInfo) -> object:
        found = read(value)
        if found is None and value not in (None, ""):
            _note_unreadable(info.field_name)
        return found

    return PlainValidator(noted)


def _amount_or_none(value: object) -> Decimal | None:
    """An amount from a number or its digits. "1,234.50" or "$23.00" could be read in two ways."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        return None
    if isinstance(value, str) and not (len(value) <= WORD_LIMIT and _DIGITS.fullmatch(value)):
        return None
    try:
        number = Decimal(value.strip()) if isinstance(value, str) else Decimal(value)
        # Before `usd`: its arithmetic overflows on absurd exponents.
        return usd(number) if number.is_finite() and number.adjusted() < 16 else None
    except (ArithmeticError, NotAnAmount):
        return None


def _optional_count(value: object) -> int | None:
    """A number of things: whole, digits, or a decimal that is whole."""
    number = whole_or_none(value)
    return number if number is not None and 0 <= number < COUNT_LIMIT else None


def _required_whole(value: object) -> int:
    number = whole_or_none(value)
    if number is None:
        raise ValueError("no whole number")
    return number


def moment(value: object) -> Moment:
    """A time from milliseconds, seconds (below 1e11), digits, a formatted text or ISO 8601.

    A text without a zone is taken as UTC, which CJ does not promise (rows 14 and 15). Null and
    what cannot be read give no time.
    """
    if isinstance(value, str):
        text = value.strip()
        if text.isascii() and text.isdigit() and len(text) <= _WHOLE_DIGITS:
            return _since_epoch(Decimal(text))
        return _written_out(text) if len(text) <= WORD_LIMIT else Moment()
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return Moment()
    return _since_epoch(Decimal(value))


def _since_epoch(number: Decimal) -> Moment:
    if not (number.is_finite() and 0 < number < Decimal(10) ** 14):
        return Moment()
    milliseconds = number * 1000 if number < _SECONDS_BELOW else number
    return _plausible(_EPOCH + timedelta(milliseconds=int(milliseconds)), is_exact=True)


def _written_out(text: str) -> Moment:
    try:
        read = datetime.fromisoformat(text.replace("/", "-"))
        is_exact = read.tzinfo is not None
        at = read.astimezone(UTC) if is_exact else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return Moment()
    return _plausible(at, is_exact=is_exact)


def _plausible(at: datetime, *, is_exact: bool) -> Moment:
    return Moment(at, is_exact) if _EARLIEST <= at < _LATEST else Moment()


RequiredId = Annotated[str, PlainValidator(_required_id)]
OptionalId = Annotated[str, PlainValidator(_id)]
Name = Annotated[str, _text_up_to(NAME_LIMIT)]
Link = Annotated[str, _text_up_to(URL_LIMIT)]
Word = Annotated[str, _text_up_to(WORD_LIMIT)]
OptionalAmount = Annotated[Decimal | None, _noting(_amount_or_none)]
RequiredWhole = Annotated[int, PlainValidator(_required_whole)]
OptionalWhole = Annotated[int | None, _noting(whole_or_none)]
OptionalCount = Annotated[int | None, PlainValidator(_optional_count)]
Flag = Annotated[bool, PlainValidator(lambda value: flag(value) is True)]
When = Annotated[Moment, PlainValidator(moment)]
Items = Annotated[
    list[object], PlainValidator(lambda value: value if isinstance(value, list) else [])
]
"""The elements of a list; none for null, a missing field or another type (row 19)."""
RequiredItems = Annotated[
    list[object], BeforeValidator(lambda value: [] if value is None else value)
]
"""A list that must be named, though it may be null."""
