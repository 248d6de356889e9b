"""Values as people read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.ui.messages.formatting import moment, zone_name


@pytest.mark.parametrize(
    ("hours", "name", "shown"),
    [
        (1, "CET", "CET"),
        (8, "CST", "CST"),
        (3, "+03", "+03"),
        (1, "W. Europe Standard Time", "UTC+01:00"),
        (8, "中国标准时间", "UTC+08:00"),
        (-3.5, "Newfoundland Standard Time", "UTC-03:30"),
    ],
)
def test_a_zone_has_a_short_name_or_its_distance(hours: float, name: str, shown: str) -> None:
    zone = timezone(timedelta(hours=hours), name)
    assert zone_name(datetime(2026, 11, 22, tzinfo=zone)) == shown


def test_utc_is_utc() -> None:
    assert zone_name(datetime(2026, 11, 22, tzinfo=UTC)) == "UTC"


@pytest.mark.parametrize("year", [1, 1899, 9999])
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Shanghai"])
def test_a_time_of_any_year_can_be_shown(
    year: int, zone: str, in_zone: Callable[[str], None]
) -> None:
    in_zone(zone)
    assert moment(datetime(year, 12, 31, 23, 59, tzinfo=UTC))
    assert moment(datetime(year, 1, 1, tzinfo=UTC))
