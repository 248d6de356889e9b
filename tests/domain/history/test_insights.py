from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import Outcome
from app.domain.history.insights import Grain, ResultKind, Totals, TotalsByResult, periods
from app.domain.history.spans import EVER, Days

TODAY = date(2026, 11, 22)


def one(fate: ResultKind = ResultKind.OPEN, **values: object) -> TotalsByResult:
    return TotalsByResult({fate: Totals(1, **values)})  # type: ignore[arg-type]  # a test's own


def test_every_dispute_has_one_fate() -> None:
    found = {
        ResultKind.of(outcome, is_open=is_open)
        for outcome in (None, *Outcome)
        for is_open in (False, True)
    }
    assert found == set(ResultKind)
    assert ResultKind.of(Outcome.REJECT, is_open=True) is ResultKind.REFUSED


def test_months_have_no_gaps_and_end_today() -> None:
    found, left = periods({date(2026, 2, 1): one()}, Days(date(2025, 12, 1)), TODAY)
    assert len(found) == 12
    assert [each.tally.count for each in found] == [0, 0, 1] + [0] * 9
    assert (found[0].first_day, found[-1].first_day) == (date(2025, 12, 1), date(2026, 11, 1))
    assert left == 0


def test_days_that_ended_have_no_bar_after_them() -> None:
    months = {date(2026, 9, 1): one(), date(2026, 10, 1): one()}
    found, left = periods(months, Days(date(2026, 9, 12), date(2026, 10, 3)), TODAY)
    assert [(each.first_day, each.tally.count) for each in found] == [
        (date(2026, 9, 1), 1),
        (date(2026, 10, 1), 1),
    ]
    assert left == 0


@pytest.mark.parametrize(
    ("first", "grain", "count"),
    [
        (date(2026, 11, 1), Grain.MONTH, 1),
        (date(2023, 12, 1), Grain.MONTH, 36),
        (date(2023, 11, 1), Grain.QUARTER, 13),
        (date(2017, 1, 1), Grain.QUARTER, 40),
        (date(2014, 5, 1), Grain.YEAR, 13),
    ],
)
def test_a_long_history_has_longer_periods(first: date, grain: Grain, count: int) -> None:
    months = {first: one(), TODAY.replace(day=1): one()}
    found, left = periods(months, EVER, TODAY)
    assert {each.grain for each in found} == {grain}
    assert len(found) == count
    assert sum(each.tally.count for each in found) == len(months)
    assert left == 0


def test_impossible_dates_are_in_no_period_but_counted() -> None:
    months = {date(1970, 1, 1): one(), date(9999, 1, 1): one(), date(2026, 11, 1): one()}
    found, left = periods(months, EVER, TODAY)
    assert len(found) == 1
    assert left == 2


def test_nothing_at_all_is_one_empty_month() -> None:
    found, left = periods({}, EVER, TODAY)
    assert [each.tally.count for each in found] == [0]
    assert left == 0


def test_rates_of_nothing_are_unknown() -> None:
    assert TotalsByResult().win_rate is None
    assert TotalsByResult().return_rate is None
    assert one(ResultKind.CLOSED).win_rate is None


def test_the_rates_by_hand() -> None:
    ten, four = Decimal("10.00"), Decimal("4.00")
    tally = TotalsByResult(
        {
            # Two refunds; for one of them, 4 of 10 came back.
            ResultKind.REFUNDED: Totals(2, refunded=Decimal("9.00"), asked=ten, asked_known=1,
                                 refunded_of_asked=four),
            ResultKind.REISSUED: Totals(1, reissued=Decimal("7.00")),
            ResultKind.REFUSED: Totals(1, asked=ten, asked_known=1),
            ResultKind.OPEN: Totals(3, asked=ten, asked_known=1),
        }
    )  # fmt: skip
    assert tally.recovered == Decimal("9.00")
    assert (tally.won, tally.decided, tally.count) == (3, 4, 7)
    assert tally.win_rate == Decimal("0.75")
    assert tally.return_rate == Decimal("0.2")
    assert tally.money(ResultKind.REISSUED) == Decimal("7.00")
    assert tally.money(ResultKind.OPEN) == ten
    assert tally.asked_known == 3
