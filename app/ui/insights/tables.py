"""The rows of the insights' tables: periods, and what disputes are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.insights import Group, Overview, ResultKind, TotalsByResult
from app.domain.text import one_line
from app.ui.insights.messages import Measure, fate_name, percent, period_name, value_of
from app.ui.insights.numbers import Figure

if TYPE_CHECKING:
    from decimal import Decimal

translate = QCoreApplication.translate

MOST_GROUPS = 8

_MONEY_FATES = (ResultKind.REFUNDED, ResultKind.REISSUED, ResultKind.OPEN, ResultKind.REFUSED)


def period_headings() -> tuple[str, ...]:
    """The headings of the table behind the chart."""
    return (
        translate("Insights", "Period"),
        translate("Insights", "Disputes"),
        *(fate_name(fate) for fate in ResultKind),
        translate("Insights", "USD recovered"),
        translate("Insights", "USD sent again"),
        translate("Insights", "USD open"),
        translate("Insights", "USD refused"),
    )


def period_rows(overview: Overview) -> tuple[tuple[Figure, ...], ...]:
    """The latest period first, and the sum of all below."""
    rows = [_period_row(period_name(period), period.tally) for period in reversed(overview.periods)]
    return (*rows, _period_row(translate("Insights", "Total"), overview.total))


def group_headings(name: str) -> tuple[str, ...]:
    """The headings of a ranking by something."""
    return (
        name,
        translate("Insights", "Disputes"),
        translate("Insights", "USD back"),
        translate("Insights", "Won"),
    )


def group_rows(groups: tuple[Group, ...]) -> tuple[tuple[Figure, ...], ...]:
    """The largest groups, and all others in one row."""
    named = [group for group in groups if group.name]
    shown = named[:MOST_GROUPS]
    longest = max((group.tally.count for group in shown), default=1)
    rows = [
        _group_row(one_line(group.name, 120), group.tally, group.tally.count / longest)
        for group in shown
    ]
    rest = named[MOST_GROUPS:]
    if rest:
        name = translate("Insights", "Others: {count}").format(count=f"{len(rest):,}")
        rows.append(_group_row(name, _sum(rest)))
    unnamed = [group for group in groups if not group.name]
    if unnamed:
        rows.append(_group_row(translate("Insights", "Not known"), _sum(unnamed)))
    return tuple(rows)


def _sum(groups: list[Group]) -> TotalsByResult:
    return TotalsByResult.of(part for group in groups for part in group.tally.totals.items())


def _period_row(name: str, tally: TotalsByResult) -> tuple[Figure, ...]:
    return (
        Figure(name, name),
        _count(tally.count),
        *(_count(tally[fate].count) for fate in ResultKind),
        *(_amount(value_of(tally, fate, Measure.MONEY)) for fate in _MONEY_FATES),
    )


def _group_row(name: str, tally: TotalsByResult, bar: float | None = None) -> tuple[Figure, ...]:
    rate = tally.win_rate
    return (
        Figure(name, name, bar),
        _count(tally.count),
        _amount(tally.recovered),
        Figure("–", "") if rate is None else Figure(percent(rate), percent(rate)),
    )


def _count(number: int) -> Figure:
    return Figure(f"{number:,}" if number else "–", str(number))


def _amount(amount: Decimal) -> Figure:
    return Figure(f"{amount:,.2f}" if amount else "–", f"{amount:.2f}")
