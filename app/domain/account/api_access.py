"""CJ's rule on unused API access: suspended after 30 days without an order (limits page)."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.days import days_since

SUSPENDED_AFTER = timedelta(days=30)
_TOLD_AFTER = timedelta(days=21)


def days_without_order(newest: datetime | None, now: datetime) -> int | None:
    """How many days ago the newest order was made, once it is three weeks or more.

    None where it is not known when that was, and where it was lately.
    """
    days = 0 if newest is None else days_since(newest, now)
    return days if days >= _TOLD_AFTER.days else None
