"""What the disputes brought in, from this computer's copy."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.domain.insights import Overview, Rankings, Span, periods, utc_midnight

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.storage.history.insights_query import InsightsReader


class InsightsService:
    """Counts and adds up. Touches no network; call it off the UI thread."""

    def __init__(self, reader: InsightsReader, now: Callable[[], datetime]) -> None:
        self._reader = reader
        self._now = now

    def overview(self, span: Span) -> Overview:
        """Disputes by period and reason. Months are those of UTC, as CJ names no zone."""
        today = self._now().astimezone(UTC).date()
        first = span.first_day(today)
        sums = self._reader.sums(utc_midnight(first) if first else None)
        dated = {month: tally for month, tally in sums.months.items() if month is not None}
        found, left = periods(dated, first, today)
        undated = sums.months[None].count if None in sums.months else 0
        return Overview(
            span, sums.total, found, sums.reasons, sums.times, undated + left, sums.overall
        )

    def rankings(self, span: Span) -> Rankings:
        """The same disputes by supplier and SKU."""
        first = span.first_day(self._now().astimezone(UTC).date())
        return self._reader.rankings(utc_midnight(first) if first else None)
