from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from app.domain.deadlines import (
    ClaimRule,
    Timing,
    claim_window,
    days_since,
    is_refused_as_delivered,
    rule_for,
)
from app.domain.reasons import ReasonFamily

SENT = datetime(2026, 10, 1, 12, tzinfo=UTC)
LATE = ReasonFamily.NOT_RECEIVED


@pytest.mark.parametrize(
    ("country", "carrier", "rule", "days"),
    [
        ("US", "CJPacket Ordinary", ClaimRule.USA, 45),
        ("United States of America (the)", "", ClaimRule.USA, 45),
        ("BR", "CJPacket Liquid Line", ClaimRule.BRAZIL, 110),
        ("DE", "CJPacket Liquid Line", ClaimRule.SLOW_LINE, 100),
        ("US", "China Post Registered Air Mail", ClaimRule.SLOW_LINE, 100),
        ("FR", "China Post", ClaimRule.GENERAL, 60),
        ("", "", ClaimRule.GENERAL, 60),
    ],
)
def test_the_published_number_of_days(
    country: str, carrier: str, rule: ClaimRule, days: int
) -> None:
    assert rule_for(country, carrier) is rule
    assert rule.days == days


def test_what_has_not_arrived_waits_and_ends_after_the_longest_delivery() -> None:
    window = claim_window(LATE, SENT, country="US")
    assert window is not None
    assert window.earliest == date(2026, 11, 15)
    assert window.last == date(2026, 12, 30)
    assert not window.is_from_delivery
    assert window.timing(datetime(2026, 11, 14, 12, tzinfo=UTC)) is Timing.TOO_EARLY
    assert window.timing(datetime(2026, 11, 15, 12, tzinfo=UTC)) is Timing.OPEN
    assert window.timing(datetime(2026, 12, 30, 12, tzinfo=UTC)) is Timing.OPEN
    assert window.timing(datetime(2026, 12, 31, 12, tzinfo=UTC)) is Timing.LATE


def test_damage_may_be_claimed_at_once_and_ends_after_delivery() -> None:
    delivered = SENT + timedelta(days=10)
    window = claim_window(ReasonFamily.DAMAGED, SENT, delivered=delivered)
    assert window is not None
    assert window.earliest is None
    assert window.is_from_delivery
    assert window.last == date(2026, 11, 25)
    assert window.timing(datetime(2026, 10, 2, 12, tzinfo=UTC)) is Timing.OPEN


def test_a_cancellation_has_no_window() -> None:
    assert claim_window(ReasonFamily.CANCEL, SENT) is None


def test_a_date_at_the_end_of_time_is_no_crash() -> None:
    window = claim_window(LATE, datetime(9999, 12, 30, tzinfo=UTC))
    assert window is not None
    assert window.last == date.max


@pytest.mark.parametrize(
    ("status", "delivered", "is_refused"),
    [
        ("Delivered", None, True),
        ("In transit", SENT, True),
        ("已签收", None, True),
        ("Undelivered", None, False),
        ("In transit", None, False),
        ("", None, False),
    ],
)
def test_not_received_against_tracking(
    status: str,
    delivered: datetime | None,
    is_refused: bool,  # noqa: FBT001 - a table column
) -> None:
    assert is_refused_as_delivered(LATE, status, delivered) is is_refused
    assert not is_refused_as_delivered(ReasonFamily.DAMAGED, status, delivered)


SHANGHAI, LOS_ANGELES = timezone(timedelta(hours=8)), timezone(timedelta(hours=-8))


@pytest.mark.parametrize("zone", [SHANGHAI, LOS_ANGELES, UTC])
@pytest.mark.parametrize(
    "sent", [datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 1, 23, 59, 59, tzinfo=UTC)]
)
def test_a_window_counts_days_of_utc_wherever_its_times_were_written(
    zone: timezone, sent: datetime
) -> None:
    window = claim_window(LATE, sent.astimezone(zone), country="US")
    assert window == claim_window(LATE, SENT, country="US")
    delivered = claim_window(ReasonFamily.DAMAGED, SENT, delivered=sent.astimezone(zone))
    assert delivered is not None
    assert delivered.last == date(2026, 11, 15)


@pytest.mark.parametrize("zone", [SHANGHAI, LOS_ANGELES, UTC])
def test_both_edges_of_a_day_are_that_day_in_every_zone(zone: timezone) -> None:
    window = claim_window(LATE, SENT, country="US")
    assert window is not None
    first = datetime(2026, 11, 15, tzinfo=UTC)
    after = datetime(2026, 12, 31, tzinfo=UTC)
    instant = timedelta(microseconds=1)
    timings = [
        window.timing(each.astimezone(zone))
        for each in (first - instant, first, after - instant, after)
    ]
    assert timings == [Timing.TOO_EARLY, Timing.OPEN, Timing.OPEN, Timing.LATE]


@pytest.mark.parametrize("zone", [SHANGHAI, LOS_ANGELES, UTC])
def test_days_ago_are_counted_like_the_days_of_the_rule(zone: timezone) -> None:
    sent = datetime(2026, 10, 1, 23, 59, 59, tzinfo=UTC).astimezone(zone)
    assert days_since(sent, datetime(2026, 10, 1, 23, 59, 59, tzinfo=UTC)) == 0
    assert days_since(sent, datetime(2026, 10, 2, tzinfo=UTC)) == 1
    assert days_since(sent, datetime(2026, 11, 15, tzinfo=UTC).astimezone(zone)) == 45
