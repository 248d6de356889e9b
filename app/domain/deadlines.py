"""When a claim is taken, estimated by CJ's published rule. Pure; CJ alone decides.

Source: CJ's refund policy (edited 2023-03-03) as read on 2026-11-22: what has not arrived can be
disputed 60 days after it left CJ's warehouse; to the USA 45, to Brazil 110, by China Post
Registered and CJ's liquid line 100. The end comes from an older edition: 45 days after the latest
delivery date (38 as completed and 7 as closed). CJ's texts disagree in places, so no date here ever
blocks anything.

Days are days of UTC, so that an estimate is the same wherever it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from app.domain.reasons import ReasonFamily

READ_ON = date(2026, 11, 22)
"""When the rule was read."""
CLOSING_DAYS = 45
"""Days from the latest delivery date until a dispute can no longer be opened."""

NOT_ARRIVED = frozenset({ReasonFamily.NOT_RECEIVED, ReasonFamily.DELAYED})
"""The families that have to wait for the parcel."""


class ClaimRule(Enum):
    """Which of CJ's numbers of days after dispatch holds."""

    GENERAL = "general"
    USA = "USA"
    BRAZIL = "Brazil"
    SLOW_LINE = "slow line"

    @property
    def days(self) -> int:
        """Days after dispatch."""
        return _DAYS[self]


_DAYS = {
    ClaimRule.GENERAL: 60,
    ClaimRule.USA: 45,
    ClaimRule.BRAZIL: 110,
    ClaimRule.SLOW_LINE: 100,
}


class Timing(Enum):
    """Where a day lies in the window of a claim."""

    TOO_EARLY = "too early"
    OPEN = "open"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class ClaimWindow:
    """From when and until when a claim is probably taken. `earliest` is None where it may be made
    as soon as the parcel has arrived.
    """

    rule: ClaimRule
    earliest: date | None
    last: date
    is_from_delivery: bool
    """Whether `last` counts from a known delivery; otherwise from the longest one by the rule."""

    def timing(self, now: datetime) -> Timing:
        """Where the day of this moment lies."""
        today = utc_day(now)
        if self.earliest is not None and today < self.earliest:
            return Timing.TOO_EARLY
        return Timing.LATE if today > self.last else Timing.OPEN


def rule_for(country: str, carrier: str) -> ClaimRule:
    """The number that holds. Where two do, the longer wait: claimed too early is refused."""
    place = country.strip().casefold()
    line = carrier.casefold()
    if place in ("br", "bra") or place.startswith(("brazil", "brasil")):
        return ClaimRule.BRAZIL
    if "liquid" in line or "液体" in line or ("china post" in line and "regist" in line):
        return ClaimRule.SLOW_LINE
    if place in ("us", "usa") or place.startswith("united states of america"):
        return ClaimRule.USA
    return ClaimRule.GENERAL


def claim_window(
    family: ReasonFamily,
    dispatched: datetime,
    *,
    country: str = "",
    carrier: str = "",
    delivered: datetime | None = None,
) -> ClaimWindow | None:
    """The window for a reason of this family; None for a cancellation, which has to be earlier."""
    if family is ReasonFamily.CANCEL:
        return None
    rule = rule_for(country, carrier)
    longest = _day_after(dispatched, rule.days)
    return ClaimWindow(
        rule,
        longest if family in NOT_ARRIVED else None,
        _day_after(delivered, CLOSING_DAYS)
        if delivered
        else _day_after(dispatched, rule.days + CLOSING_DAYS),
        is_from_delivery=delivered is not None,
    )


def is_refused_as_delivered(family: ReasonFamily, status: str, delivered: datetime | None) -> bool:
    """Whether CJ normally refuses the claim: it says not arrived, tracking says delivered."""
    word = status.casefold()
    says_so = delivered is not None or "delivered" in word.replace("undelivered", "")
    return family in NOT_ARRIVED and (says_so or "签收" in word)


def utc_day(moment: datetime) -> date:
    """The day of an aware moment, in UTC."""
    return moment.astimezone(UTC).date()


def days_since(moment: datetime, now: datetime) -> int:
    """How many days ago that was, counted as the rules count them: from day to day."""
    return (utc_day(now) - utc_day(moment)).days


def _day_after(moment: datetime, days: int) -> date:
    try:
        return utc_day(moment) + timedelta(days=days)
    except OverflowError:
        return date.max
