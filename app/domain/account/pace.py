"""How fast CJ lets an account ask, and what it says of points."""

from __future__ import annotations

from dataclasses import dataclass

NOTICEABLE = 0.7
"""Seconds of waiting that the user is told of."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Why the user's next call does not start yet."""

    seconds: float
    rate: float
    """Requests a second."""
    is_pause: bool
    """CJ asked for this pause itself."""


@dataclass(frozen=True, slots=True)
class Points:
    """`pointsInfo` of an answer (points page): how much of the day's allowance is left."""

    remaining: int
    total: int


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """What is used of the answer of `setting/get` (settings page)."""

    name: str
    requests_per_second: float | None
    """`qpsLimit`; its sample says 100, so it is no promise."""
