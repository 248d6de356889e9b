from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.account.api_access import days_without_order
from tests.builders import NOON


@pytest.mark.parametrize(
    ("age", "days"),
    [
        (timedelta(days=20, hours=12), None),
        (timedelta(days=21), 21),
        (timedelta(days=29, hours=5), 29),
        (timedelta(days=-1), None),
    ],
)
def test_a_word_comes_after_three_weeks_without_an_order(age: timedelta, days: int | None) -> None:
    assert days_without_order(NOON - age, NOON) == days


def test_nothing_is_said_where_no_order_is_known() -> None:
    assert days_without_order(None, NOON) is None
