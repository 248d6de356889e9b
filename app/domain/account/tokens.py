"""The tokens that open an account at CJ."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

_EARLY = timedelta(days=2)
_FAR_OFF = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What `authentication/getAccessToken` returns. Expiry dates are as returned, aware.

    The secrets are kept out of `repr`, and so out of logs and tracebacks.
    """

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_expires: datetime | None = None
    open_id: str = field(default="", repr=False)
    """CJ's id of the account. It doubles as a signing secret (webhook page): kept like one."""
    issued: datetime | None = None
    """By CJ's clock, so that the lifetime is known whatever this computer's clock says."""

    def should_be_renewed(self, now: datetime) -> bool:
        """Whether the access token nears its end: two days, or a tenth of a shorter life.

        The dates in CJ's answers have contradicted each other and this computer's clock may be
        wrong, so a date that is far off says nothing. A token without a refresh token stays.
        """
        if not self.refresh or self.access_expires is None:
            return False
        left = self.access_expires - now
        if not -_FAR_OFF < left < _FAR_OFF:
            return False
        early = _EARLY
        if self.issued is not None and self.issued < self.access_expires:
            early = min(early, (self.access_expires - self.issued) / 10)
        return left < early
