"""The arithmetic of a chart's axis: round marks that hold every value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_WANTED_MARKS = 4


@dataclass(frozen=True, slots=True)
class Axis:
    """Marks at round values, evenly apart, from the lowest to the highest."""

    marks: tuple[Decimal, ...]

    @property
    def low(self) -> Decimal:
        """The lowest mark: zero, unless values are negative."""
        return self.marks[0]

    @property
    def high(self) -> Decimal:
        """The highest mark."""
        return self.marks[-1]

    def place(self, value: Decimal) -> float:
        """How far up the axis a value stands, 0 to 1. For drawing only: money is never a float."""
        return float((value - self.low) / (self.high - self.low))


def axis_for(low: Decimal, high: Decimal, *, least_step: Decimal) -> Axis:
    """An axis from zero, or below it, to a mark that is not below `high`.

    `least_step` keeps marks whole where values are: no half disputes, no tenth of a cent.
    """
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    rough = max((high - low) / _WANTED_MARKS, least_step)
    power = Decimal(1).scaleb(rough.adjusted())
    step = max(next(each * power for each in _STEPS if each * power >= rough), least_step)
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR")
    last = max((high / step).to_integral_value(rounding="ROUND_CEILING"), first + 1)
    return Axis(tuple((first + place) * step for place in range(int(last - first) + 1)))


def mark_texts(axis: Axis) -> tuple[str, ...]:
    """The marks as short as they can be said, all in the same unit: `25,000`, `250k`, `1.5M`."""
    largest = max(abs(axis.low), abs(axis.high))
    step = axis.marks[1] - axis.marks[0]
    for size, letter in ((10**9, "bn"), (10**6, "M"), (10**3, "k")):
        if largest >= max(size, 100_000):
            return tuple(f"{mark / size:,f}{letter}" if mark else "0" for mark in axis.marks)
    places = 0 if step == step.to_integral_value() else 2
    return tuple(f"{mark:,.{places}f}" for mark in axis.marks)
