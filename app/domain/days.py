"""Days, counted one way everywhere: from day to day of UTC, so that all zones count the same."""

from __future__ import annotations

from datetime import UTC, date, datetime


def utc_day(then: date) -> date:
    """The day of an aware moment in UTC; a day without a time stays what it is."""
    return then.astimezone(UTC).date() if isinstance(then, datetime) else then


def days_since(then: date, now: date) -> int:
    """How many days ago a moment or a day was; negative before it."""
    return (utc_day(now) - utc_day(then)).days
