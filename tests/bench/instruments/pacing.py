"""A server of our own has no limit: what CJ's would add is counted in calls, not waited for."""

from __future__ import annotations

import math

from app.api.http.rate_limiter import RateLimiter


class NoRateLimit(RateLimiter):
    """Lets every call through at once, whatever is told of the account."""

    def __init__(self) -> None:
        super().__init__(math.inf)

    def note_limit(self, requests_per_second: float | None) -> None:
        """Stay as it is."""
