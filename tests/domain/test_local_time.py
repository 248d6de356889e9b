"""No time is beyond what a computer can show, whatever its system and zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

import pytest

from app.domain.history.search_words import shown_words
from app.domain.local_time import local_time

FIRST = datetime(1, 1, 1, tzinfo=UTC)
ANCIENT = datetime(1899, 1, 1, 12, tzinfo=UTC)
LAST = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize("moment", [FIRST, ANCIENT, LAST])
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Shanghai", "UTC"])
def test_a_time_of_any_year_is_shown_in_any_zone(
    moment: datetime, zone: str, in_zone: Callable[[str], None]
) -> None:
    in_zone(zone)
    local = local_time(moment)
    assert local == moment
    assert local.date().isoformat() in shown_words("", None, moment, ())


def test_what_the_system_cannot_convert_stays_in_utc() -> None:
    class Windows(datetime):
        """Its C library refuses a local time before 1970."""

        def astimezone(self, tz: tzinfo | None = None) -> Self:
            if tz is None:
                raise OSError(22, "Invalid argument")
            return super().astimezone(UTC)

    moment = Windows(1899, 1, 1, tzinfo=UTC)
    assert local_time(moment).utcoffset() == timedelta(0)
    assert shown_words("", None, moment, ())
