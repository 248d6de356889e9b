from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from app.domain.history.spans import EVER, FIRST_DAY, LAST_DAY, Days, Span, span_of, span_text

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("span", "today", "first", "last"),
    [
        (Span.ALL, TODAY, None, None),
        (Span.THIS_MONTH, TODAY, date(2026, 11, 1), None),
        (Span.THIS_MONTH, date(2026, 12, 1), date(2026, 12, 1), None),
        (Span.LAST_MONTH, TODAY, date(2026, 10, 1), date(2026, 10, 31)),
        (Span.LAST_MONTH, date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31)),
        (Span.LAST_MONTH, date(2028, 3, 31), date(2028, 2, 1), date(2028, 2, 29)),
        (Span.THIS_YEAR, TODAY, date(2026, 1, 1), None),
        (Span.TWELVE_MONTHS, TODAY, date(2025, 12, 1), None),
        (Span.TWELVE_MONTHS, date(2026, 12, 31), date(2026, 1, 1), None),
        (Span.TWELVE_MONTHS, date(2026, 1, 1), date(2025, 2, 1), None),
    ],
)
def test_a_span_is_days_as_of_today(
    span: Span, today: date, first: date | None, last: date | None
) -> None:
    assert span.on(today) == Days(first, last)


def test_days_that_were_chosen_are_the_same_on_every_day() -> None:
    days = Days(TODAY, TODAY)
    assert days.on(date(2027, 5, 5)) == days


@pytest.mark.parametrize(
    ("zone", "since", "before"),
    [
        ("UTC", (25, 0), (26, 0)),
        ("Asia/Shanghai", (24, 16), (25, 16)),
        ("America/Los_Angeles", (25, 7), (26, 7)),
        ("Europe/Berlin", (24, 22), (25, 23)),  # the clock goes back: 25 hours
    ],
)
def test_a_day_lasts_from_midnight_to_midnight_in_this_computers_zone(
    in_zone: Callable[[str], None], zone: str, since: tuple[int, int], before: tuple[int, int]
) -> None:
    in_zone(zone)
    day = date(2026, 10, 25)
    edges = tuple(datetime(2026, 10, *each, tzinfo=UTC) for each in (since, before))
    assert Days(day, day).edges == edges


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_every_day_that_can_be_chosen_has_its_moments(
    in_zone: Callable[[str], None], zone: str
) -> None:
    in_zone(zone)
    since, before = Days(FIRST_DAY, LAST_DAY).edges
    assert since is not None
    assert before is not None
    assert before.astimezone(UTC).year in (2099, 2100)
    assert EVER.edges == (None, None)


@pytest.mark.parametrize("span", [*Span, Days(date(2026, 3, 1), date(2026, 5, 31))], ids=span_text)
def test_days_are_kept_as_text(span: Span | Days) -> None:
    assert span_of(span_text(span), otherwise=Span.TWELVE_MONTHS) == span


@pytest.mark.parametrize(
    "text",
    ["", "/", "yesterday", "2026-03-01", "2026-03-01/", "2026-03-02/2026-03-01", "0001-01-01/x"],
)
def test_days_that_no_person_could_choose_are_not_taken(text: str) -> None:
    assert span_of(text, otherwise=Span.THIS_YEAR) is Span.THIS_YEAR
