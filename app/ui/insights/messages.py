"""The words of the insights: names of periods and fates, and sentences about them."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.history.insights import Grain, Overview, Period, ResultKind, TotalsByResult
from app.ui.messages import formatting

if TYPE_CHECKING:
    from datetime import timedelta

translate = QCoreApplication.translate


class Measure(Enum):
    """What the chart counts."""

    MONEY = "money"
    DISPUTES = "disputes"
    LOSS = "loss"
    """Of refunds to buyers, what CJ did not give back."""


def value_of(tally: TotalsByResult, fate: ResultKind, measure: Measure) -> Decimal:
    """One fate of a tally by the measure."""
    if measure is Measure.LOSS:
        return tally[fate].net_loss
    return tally.money(fate) if measure is Measure.MONEY else Decimal(tally[fate].count)


def value_text(value: Decimal, measure: Measure) -> str:
    """The value with its unit, where it has one."""
    return f"{value:,.0f}" if measure is Measure.DISPUTES else formatting.money(value)


def measure_names() -> tuple[tuple[Measure, str], ...]:
    """The choices of a measure, in order."""
    return (
        (Measure.MONEY, translate("Insights", "Money (USD)")),
        (Measure.DISPUTES, translate("Insights", "Number of disputes")),
        (Measure.LOSS, translate("Insights", "Net loss (USD)")),
    )


def fate_name(fate: ResultKind, measure: Measure = Measure.MONEY) -> str:
    """What became of it, for a legend or a heading; of a loss, what it is left after."""
    names = {
        ResultKind.REFUNDED: translate("Insights", "Recovered"),
        ResultKind.REISSUED: translate("Insights", "Reissued"),
        ResultKind.OPEN: translate("Insights", "Open"),
        ResultKind.REFUSED: translate("Insights", "Rejected"),
        ResultKind.CLOSED: translate("Insights", "Closed"),
    }
    if measure is Measure.LOSS:
        names |= {
            ResultKind.REFUNDED: translate("Insights", "After a refund"),
            ResultKind.REISSUED: translate("Insights", "After a reissue"),
            ResultKind.REFUSED: translate("Insights", "After a rejection"),
        }
    return names[fate]


def period_name(period: Period) -> str:
    """The whole name: `March 2026`, `Q1 2026`, `2026`."""
    if period.grain is Grain.MONTH:
        return formatting.month(period.first_day)
    year = str(period.first_day.year)
    if period.grain is Grain.QUARTER:
        return translate("Insights", "Q{quarter} {year}").format(
            quarter=_quarter(period), year=year
        )
    return year


def period_label(period: Period) -> str:
    """What stands under its bar; the year stands below it once."""
    if period.grain is Grain.MONTH:
        return formatting.dated(period.first_day, "MMM")
    if period.grain is Grain.QUARTER:
        return translate("Insights", "Q{quarter}").format(quarter=_quarter(period))
    return str(period.first_day.year)


def _quarter(period: Period) -> int:
    return (period.first_day.month - 1) // Grain.QUARTER.value + 1


def period_sentence(period: Period, measure: Measure) -> str:
    """A period in one line, for a screen reader."""
    parts = (
        f"{fate_name(fate, measure)}: {value_text(value, measure)}"
        for fate in ResultKind
        if (value := value_of(period.tally, fate, measure))
    )
    said = ", ".join(parts) or translate("Insights", "nothing")
    return f"{period_name(period)}: {said}"


def percent(rate: Decimal) -> str:
    """A rate as whole percents; less than one is said, not rounded away."""
    whole = (rate * 100).quantize(Decimal(1))
    if not whole and rate > 0:
        return "< 1 %"
    if whole == 100 and rate < 1:
        return "> 99 %"
    return f"{whole} %"


def duration(time: timedelta) -> str:
    """How long, in the unit that fits."""
    hours = time.total_seconds() / 3600
    if hours < 1:
        return translate("Insights", "under an hour")
    if round(hours) == 1:
        return translate("Insights", "1 hour")
    if hours < 48:
        return translate("Insights", "{count} hours").format(count=round(hours))
    return translate("Insights", "{count} days").format(
        count=f"{hours / 24:.1f}".removesuffix(".0")
    )


def unknown_sentences(overview: Overview, measure: Measure) -> str:
    """What the figures leave out, and why."""
    total = overview.total
    said = []
    if total.asked_known < total.count:
        said.append(
            translate(
                "Insights",
                "The amount asked for is known for {known} of {all} disputes: those filed with "
                "this program.",
            ).format(known=f"{total.asked_known:,}", all=f"{total.count:,}")
        )
    if total.untold_refunds:
        said.append(
            translate(
                "Insights", "Refunds in no sum, as CJ has not told the amount: {count}."
            ).format(count=f"{total.untold_refunds:,}")
        )
    said.append(_loss_sentence(total, measure))
    if overview.undated:
        said.append(
            translate(
                "Insights", "In no bar, but in the sums: {count} without a usable date."
            ).format(count=f"{overview.undated:,}")
        )
    amounts = (
        translate(
            "Insights",
            "All amounts are USD. A dispute counts in the month in which it was created.",
        )
        if measure is Measure.LOSS
        else translate(
            "Insights",
            "All amounts are USD; of open and rejected disputes they are what was asked for. "
            "A dispute counts in the month in which it was created.",
        )
    )
    return formatting.sentences(*said, amounts)


def _loss_sentence(total: TotalsByResult, measure: Measure) -> str:
    """What went back to buyers, and how much of the loss is known."""
    losses = total.losses
    if losses.buyers_known:
        return translate(
            "Insights",
            "Refunded to buyers: {amount} in {count} disputes. The net loss is known for {known} "
            "of them: {loss}. Goods that were sent again are not counted in it.",
        ).format(
            amount=formatting.money(losses.to_buyers),
            count=f"{losses.buyers_known:,}",
            known=f"{losses.loss_known:,}",
            loss=formatting.money(losses.net_loss) if losses.loss_known else "–",
        )
    if measure is Measure.LOSS:
        return translate(
            "Insights",
            "Enter what you refunded to buyers beside each dispute, or paste it from a list.",
        )
    return ""
