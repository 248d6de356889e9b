"""Moments as the data file keeps them: UTC milliseconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """The moment as a whole number; parts of a millisecond are dropped.

    Raises `ValueError` for a moment without a zone: it would mean another one elsewhere.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return (moment - _START) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """The moment that `to_ms` came from, in UTC."""
    return _START + milliseconds * _MILLISECOND


def maybe_ms(moment: datetime | None) -> int | None:
    """`to_ms` where there is a moment."""
    return None if moment is None else to_ms(moment)


def maybe_moment(milliseconds: int | None) -> datetime | None:
    """`from_ms` where there is a number."""
    return None if milliseconds is None else from_ms(milliseconds)
