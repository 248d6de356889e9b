"""A time in this computer's zone, whatever its year."""

from __future__ import annotations

from datetime import UTC, datetime


def local_time(moment: datetime) -> datetime:
    """An aware time in this computer's zone; in UTC where the system cannot tell it there.

    Windows knows no local time before 1970, and the last hours of the year 9999 have none east of
    Greenwich. A server may tell either.
    """
    try:
        return moment.astimezone()
    except (OSError, OverflowError):
        return moment.astimezone(UTC)
