"""The numbers of a run: medians with their spread, the limit beside them, and the bar."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median as middle
from typing import Any

_WIDTH = 50


@dataclass(frozen=True)
class Bar:
    """What a median has to stay under: so many of its unit, or so many times the limit's median."""

    most: float
    is_ratio: bool = False


@dataclass
class Series:
    """One thing measured several times. `limit` names the series that it is compared with."""

    name: str
    unit: str
    values: list[float] = field(default_factory=list)
    limit: str = ""
    bar: Bar | None = None

    @property
    def median(self) -> float:
        return middle(self.values)


class Totals:
    """Collects series, prints each, and keeps all of them for a file."""

    def __init__(self, facts: dict[str, str]) -> None:
        self.facts = facts
        self.series: dict[str, Series] = {}
        self.told: dict[str, list[str]] = {}
        """What benchmarks print that have numbers of their own."""
        for name, value in facts.items():
            self.say(f"{name:<14}{value}")

    def say(self, text: str = "") -> None:
        """One line of the report."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def add(self, series: Series) -> None:
        """Keep and print it. Nothing was measured, where it is empty: said, too."""
        self.series[series.name] = series
        if not series.values:
            self.say(f"  {series.name:<{_WIDTH}} nothing measured")
            return
        self.say(f"  {series.name:<{_WIDTH}} {self._text(series)}")

    def is_met(self, series: Series) -> bool | None:
        """Whether the median stays under the bar; None where there is none, or no number."""
        ratio = self.ratio(series)
        if series.bar is None or not series.values or (series.bar.is_ratio and ratio is None):
            return None
        value = ratio if series.bar.is_ratio and ratio is not None else series.median
        return value <= series.bar.most

    def ratio(self, series: Series) -> float | None:
        """How many times the limit."""
        limit = self.series.get(series.limit)
        if limit is None or not limit.values or not limit.median or not series.values:
            return None
        return series.median / limit.median

    def write(self, path: Path) -> None:
        """All numbers of this run, to be compared with another one's."""
        series = [asdict(each) for each in self.series.values()]
        content = {"facts": self.facts, "series": series, "told": self.told}
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")

    def _text(self, series: Series) -> str:
        unit, values = series.unit, series.values
        text = (
            f"{series.median:8.4g} {unit} ({min(values):.4g} to {max(values):.4g}, {len(values)}x)"
        )
        ratio = self.ratio(series)
        if ratio is not None:
            text += f"  {ratio:.2f} times"
        if series.bar is not None:
            most = f"{series.bar.most:g} {'times' if series.bar.is_ratio else unit}"
            verdict = {True: "met", False: "MISSED", None: "unknown"}[self.is_met(series)]
            text += f"  [bar {most}: {verdict}]"
        return text


def compare(before: Path, after: Path) -> None:
    """Print what changed from one run's file to another's."""
    old, new = (json.loads(path.read_text("utf-8")) for path in (before, after))
    for name in old["facts"].keys() | new["facts"].keys():
        pair = [each["facts"].get(name, "unknown") for each in (old, new)]
        if pair[0] != pair[1]:
            sys.stdout.write(f"{name:<14}{pair[0]} -> {pair[1]}\n")
    medians = _medians(new)
    for name, (value, unit) in _medians(old).items():
        if name not in medians:
            sys.stdout.write(f"  {name:<{_WIDTH}} {value:8.4g} {unit} -> not measured\n")
            continue
        now = medians[name][0]
        change = f"{(now - value) / value:+7.1%}" if value else ""
        sys.stdout.write(f"  {name:<{_WIDTH}} {value:8.4g} -> {now:8.4g} {unit} {change}\n")


def _medians(content: Any) -> dict[str, tuple[float, str]]:
    return {
        each["name"]: (middle(each["values"]), each["unit"])
        for each in content["series"]
        if each["values"]
    }
