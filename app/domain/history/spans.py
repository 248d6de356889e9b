"""Stretches of days, as disputes are chosen by when they were created: one idea for every place.

Days are those of this computer's zone, as the column `Created` shows them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum
from typing import NamedTuple

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2099, 12, 31)
"""What a person can choose: days that every calendar here and every system's clock knows."""


class Days(NamedTuple):
    """From one day to another, both included; None for no beginning, or no end."""

    first: date | None = None
    last: date | None = None

    def on(self, _today: date) -> Days:
        """The same on every day."""
        return self

    @property
    def edges(self) -> tuple[datetime | None, datetime | None]:
        """The moment from which on, and the one before which it is."""
        after = None if self.last is None else self.last + timedelta(days=1)
        return _midnight(self.first), _midnight(after)


EVER = Days()


class Span(Enum):
    """Days that are named after today."""

    ALL = "all"
    THIS_MONTH = "this month"
    LAST_MONTH = "last month"
    THIS_YEAR = "this year"
    TWELVE_MONTHS = "12 months"

    def on(self, today: date) -> Days:
        """Which days these are. Those that reach up to today have no end."""
        month = today.replace(day=1)
        if self is Span.LAST_MONTH:
            last = month - timedelta(days=1)
            return Days(last.replace(day=1), last)
        if self is Span.THIS_MONTH:
            return Days(month)
        if self is Span.THIS_YEAR:
            return Days(date(today.year, 1, 1))
        if self is Span.TWELVE_MONTHS:
            year, number = divmod(today.year * 12 + today.month - 12, 12)
            return Days(date(year, number + 1, 1))
        return EVER


def span_text(span: Span | Days) -> str:
    """Days as they are kept: a name such as "this month", or the first and the last day."""
    if isinstance(span, Span):
        return span.value
    return "/".join(day.isoformat() if day else "" for day in span)


def span_of(text: str, otherwise: Span) -> Span | Days:
    """What `span_text` told; `otherwise` for anything else: a file can hold anything."""
    named = next((each for each in Span if each.value == text), None)
    if named is not None:
        return named
    try:
        first, last = map(date.fromisoformat, text.split("/"))
    except ValueError:
        return otherwise
    return Days(first, last) if FIRST_DAY <= first <= last <= LAST_DAY else otherwise


def _midnight(day: date | None) -> datetime | None:
    """When a day begins on this computer, aware."""
    if day is None:
        return None
    return datetime(day.year, day.month, day.day).astimezone()
