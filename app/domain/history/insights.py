"""What became of many disputes: counted, added up, and honest about what is not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Outcome
from app.domain.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.history.spans import Days


class ResultKind(Enum):
    """What became of a dispute so far. Every dispute has exactly one."""

    REFUNDED = "refunded"
    REISSUED = "reissued"
    OPEN = "open"
    REFUSED = "refused"
    CLOSED = "closed"
    """Over without a decision, as far as CJ's status word tells: withdrawn, mostly."""

    @classmethod
    def of(cls, outcome: Outcome | None, *, is_open: bool) -> ResultKind:
        """What became of a dispute with this outcome."""
        if outcome is None:
            return cls.OPEN if is_open else cls.CLOSED
        return _BY_OUTCOME[outcome]


_BY_OUTCOME = {
    Outcome.REFUND: ResultKind.REFUNDED,
    Outcome.REISSUE: ResultKind.REISSUED,
    Outcome.REJECT: ResultKind.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Totals:
    """The disputes of which one thing became, in USD where it is money."""

    count: int = 0
    refunded: Decimal = ZERO
    reissued: Decimal = ZERO
    """What CJ says the goods are worth that it sends again."""
    asked: Decimal = ZERO
    """The ceilings of those for which one is known."""
    asked_known: int = 0
    refunded_of_asked: Decimal = ZERO
    """The refunds of those for which the ceiling is known."""
    refund_known: int = 0
    """Those whose refund CJ told."""
    asked_untold: Decimal = ZERO
    """The ceilings of those whose refund CJ did not tell."""
    to_buyers: Decimal = ZERO
    """What the merchant gave back to buyers, where it was entered."""
    buyers_known: int = 0
    """Those for which it was."""
    net_loss: Decimal = ZERO
    """Buyers' refunds less CJ's, of those for which both are known."""
    loss_known: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.count + other.count,
            self.refunded + other.refunded,
            self.reissued + other.reissued,
            self.asked + other.asked,
            self.asked_known + other.asked_known,
            self.refunded_of_asked + other.refunded_of_asked,
            self.refund_known + other.refund_known,
            self.asked_untold + other.asked_untold,
            self.to_buyers + other.to_buyers,
            self.buyers_known + other.buyers_known,
            self.net_loss + other.net_loss,
            self.loss_known + other.loss_known,
        )


NONE = Totals()


@dataclass(frozen=True, slots=True)
class TotalsByResult:
    """Disputes by what became of them."""

    totals: Mapping[ResultKind, Totals] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Iterable[tuple[ResultKind, Totals]]) -> TotalsByResult:
        """The sum of the parts."""
        totals: dict[ResultKind, Totals] = {}
        for kind, part in parts:
            totals[kind] = totals.get(kind, NONE) + part
        return cls(totals)

    def __getitem__(self, kind: ResultKind) -> Totals:
        return self.totals.get(kind, NONE)

    def money(self, kind: ResultKind) -> Decimal:
        """What was received, sent again, or asked for as far as that is known."""
        part = self[kind]
        if kind is ResultKind.REFUNDED:
            return part.refunded
        return part.reissued if kind is ResultKind.REISSUED else part.asked

    @property
    def count(self) -> int:
        """All disputes."""
        return sum(part.count for part in self.totals.values())

    @property
    def asked_known(self) -> int:
        """Disputes for which it is known what was asked for."""
        return sum(part.asked_known for part in self.totals.values())

    @property
    def losses(self) -> Totals:
        """All disputes as one, for what buyers got back and what was lost."""
        return sum(self.totals.values(), NONE)

    @property
    def recovered(self) -> Decimal:
        """The money that CJ gave back. Goods that were sent again are not money."""
        return self[ResultKind.REFUNDED].refunded

    @property
    def won(self) -> int:
        """Disputes that CJ decided for the merchant, whatever the amount."""
        return self[ResultKind.REFUNDED].count + self[ResultKind.REISSUED].count

    @property
    def decided(self) -> int:
        """Disputes that CJ decided."""
        return self.won + self[ResultKind.REFUSED].count

    @property
    def win_rate(self) -> Decimal | None:
        """Won of decided, 0 to 1; None where nothing was decided."""
        return Decimal(self.won) / self.decided if self.decided else None

    @property
    def return_rate(self) -> Decimal | None:
        """Refunded of asked, over refunds and refusals; None for none.

        Only those count whose ceiling is known, and of the refunds those whose amount CJ told.
        """
        refunds = self[ResultKind.REFUNDED]
        asked = refunds.asked - refunds.asked_untold + self[ResultKind.REFUSED].asked
        return refunds.refunded_of_asked / asked if asked > 0 else None

    @property
    def untold_refunds(self) -> int:
        """Refunds whose amount CJ did not tell: they are in no sum."""
        return self[ResultKind.REFUNDED].count - self[ResultKind.REFUNDED].refund_known


class Grain(Enum):
    """How long a period of the chart is, in months."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year of disputes, by when they were opened, in this computer's zone."""

    first_day: date
    grain: Grain
    tally: TotalsByResult


@dataclass(frozen=True, slots=True)
class Group:
    """Disputes that share a reason, supplier or SKU."""

    name: str
    """Empty for those where it is not known."""
    tally: TotalsByResult


@dataclass(frozen=True, slots=True)
class DecisionTimes:
    """How long CJ took, for the disputes whose decision was seen to come."""

    median: timedelta | None
    known: int
    decided: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The disputes of some days by period and by reason."""

    total: TotalsByResult
    periods: tuple[Period, ...]
    """Without gaps, the oldest first, up to the present one at most."""
    reasons: tuple[Group, ...]
    times: DecisionTimes
    undated: int = 0
    """Disputes in the total that no period has: CJ gave no date, or an impossible one."""
    overall: int = 0
    """All disputes that are kept, of whatever days."""


@dataclass(frozen=True, slots=True)
class Rankings:
    """The disputes of some days by what they are about; one about two suppliers counts for each."""

    suppliers: tuple[Group, ...]
    skus: tuple[Group, ...]


_MOST = {Grain.MONTH: 36, Grain.QUARTER: 40, Grain.YEAR: 40}
"""So many periods of a length are enough for a chart."""


def periods(
    months: Mapping[date, TotalsByResult], days: Days, today: date
) -> tuple[tuple[Period, ...], int]:
    """Months as periods of a length of which a chart holds enough, and how many fit into none.

    Starts with the first of the days, or else with the first month that has disputes.
    """
    present = min(days.last or today, today).replace(day=1)
    usable = [
        each for each in months if date(today.year - _MOST[Grain.YEAR], 1, 1) <= each <= present
    ]
    first = days.first or min(usable, default=present)
    span = (present.year - first.year) * 12 + present.month - first.month + 1
    fitting = (each for each, most in _MOST.items() if span <= most * each.value)
    grain = next(fitting, Grain.YEAR)
    found: dict[date, list[tuple[ResultKind, Totals]]] = {}
    day = _start_of(first, grain)
    while day <= present:
        found[day] = []
        year, month = divmod(day.year * 12 + day.month - 1 + grain.value, 12)
        day = date(year, month + 1, 1)
    left = 0
    for month_start, tally in months.items():
        place = _start_of(month_start, grain)
        if place in found:
            found[place].extend(tally.totals.items())
        else:
            left += tally.count
    return tuple(
        Period(each, grain, TotalsByResult.of(parts)) for each, parts in found.items()
    ), left


def _start_of(day: date, grain: Grain) -> date:
    return date(day.year, (day.month - 1) // grain.value * grain.value + 1, 1)
