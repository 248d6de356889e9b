"""A server of our own has no limit: what CJ's would add is counted in calls, not waited for."""

from __future__ import annotations

import math

from app.api.http.rate_limiter import Pace
from app.domain.pace import Allowance


class NoPace(Pace):
    """Lets every call through at once, whatever is told or remembered of the account."""

    def __init__(self) -> None:
        super().__init__(math.inf)

    def adopt(self, allowance: Allowance) -> None:
        """Stay as it is."""

    def note_limit(self, limit: int | None) -> None:
        """Stay as it is."""
