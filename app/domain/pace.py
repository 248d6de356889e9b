"""How fast CJ lets an account ask, and what it says of points: told by CJ, tried with care."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

FASTEST = 6
"""Most requests a second that any level of account has (limits page)."""
NOTICEABLE = 0.7
"""Seconds of waiting that the user is told of."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """The requests a second of one account. Starts at CJ's least and is raised by good answers."""

    told: int = 1
    """`qpsLimit` of `setting/get`; its sample says 100, so it is no promise."""
    ceiling: int = 1
    """How far it may be raised: what CJ told, less what has failed."""
    rate: int = 1

    def told_limit(self, limit: int | None) -> Allowance:
        """CJ names its limit. The same as before changes nothing: what failed has still failed."""
        if limit is None or limit < 1 or limit == self.told:
            return self
        ceiling = min(limit, FASTEST)
        return Allowance(limit, ceiling, min(self.rate, ceiling))

    def raised(self) -> Allowance:
        """One step faster, where that is allowed."""
        return replace(self, rate=min(self.rate + 1, self.ceiling))

    def refused(self) -> Allowance:
        """CJ said "too many requests": back to the start, and never again as fast as this.

        Where it was said at the slowest rate, somebody else used the account: nothing is learnt.
        """
        return self if self.rate == 1 else replace(self, rate=1, ceiling=self.rate - 1)


@dataclass(frozen=True, slots=True)
class Wait:
    """Why the user's next call does not start yet."""

    seconds: float
    rate: int
    """Requests a second now."""
    is_pause: bool
    """CJ asked for this pause itself."""


@dataclass(frozen=True, slots=True)
class Points:
    """`pointsInfo` of an answer (points page): how much of the day's allowance is left."""

    used_today: int
    remaining: int
    total: int


@dataclass(frozen=True, slots=True)
class Quota:
    """One entry of `quotaLimits` (settings page)."""

    path: str
    limit: int
    period: int
    """CJ's number for the period; its two pages disagree on some of them. 4 is a day."""


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """The answer of `setting/get` (settings page): limits and the account's rank."""

    name: str
    requests_per_second: int | None
    rank: str
    is_sandbox: bool
    quotas: tuple[Quota, ...] = ()
    open_id: str = field(default="", repr=False)
