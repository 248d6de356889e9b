"""Runs by the thousand: played, judged and summed up; one seed is one exact replay."""

from __future__ import annotations

import gc
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.cj.simulation.acts import Acts
from tests.cj.simulation.judge import Finding, Totals, judge
from tests.cj.simulation.plan import draw_plan
from tests.cj.simulation.program import Parts, Program
from tests.cj.simulation.stage import Stage

_KEPT = 200
"""Most breaches of which the seeds are kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run."""

    seed: int
    findings: list[Finding]
    totals: Totals
    story: list[str]


@dataclass(slots=True)
class Sums:
    """Many runs."""

    runs: int = 0
    filings: int = 0
    listed_in_time: int = 0
    confirmed_by_itself: int = 0
    second_by_choice: int = 0
    cpu: float = 0.0
    findings: Counter[str] = field(default_factory=Counter)
    """Rule -> runs in which it was met."""
    seeds: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """Rule -> seeds that meet it, and what was found."""

    def add(self, outcome: Outcome) -> None:
        """Count a run."""
        self.runs += 1
        totals = outcome.totals
        self.filings += totals.filings
        self.listed_in_time += totals.listed_in_time
        self.confirmed_by_itself += totals.confirmed_by_itself
        self.second_by_choice += totals.second_by_choice
        for rule in {each.rule: None for each in outcome.findings}:
            self.findings[rule] += 1
            first = next(each for each in outcome.findings if each.rule == rule)
            known = self.seeds.setdefault(rule, [])
            if len(known) < _KEPT:
                known.append((outcome.seed, first.what))

    def join(self, other: Sums) -> None:
        """Count what another one has counted."""
        for name in (
            "runs",
            "filings",
            "listed_in_time",
            "confirmed_by_itself",
            "second_by_choice",
            "cpu",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.findings.update(other.findings)
        for rule, seeds in other.seeds.items():
            self.seeds[rule] = sorted([*self.seeds.get(rule, []), *seeds])[:_KEPT]


def run(
    seed: int,
    *,
    parts: Parts | None = None,
    make_acts: Callable[[Program], Acts] = Acts,
    is_told: bool = False,
) -> Outcome:
    """Play the run of a seed and judge it."""
    stage = Stage(draw_plan(seed), parts=parts, make_acts=make_acts, is_told=is_told)
    stage.play()
    findings, totals = judge(stage)
    return Outcome(seed, findings, totals, _story(stage, findings) if is_told else [])


def run_many(seeds: Iterable[int]) -> Sums:
    """Play many runs."""
    sums = Sums()
    with quiet():
        for seed in seeds:
            sums.add(run(seed))
    return sums


class quiet:  # noqa: N801 - used like a function
    """No log and no garbage collection in the middle of a thousand runs.

    What was there before stays frozen: thawed, all of it would be gone through each time.
    """

    def __enter__(self) -> None:
        logging.disable(logging.CRITICAL)
        self._threshold = gc.get_threshold()
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, 50, 100)

    def __exit__(self, *_: object) -> None:
        gc.set_threshold(*self._threshold)
        logging.disable(logging.NOTSET)


def _story(stage: Stage, findings: list[Finding]) -> list[str]:
    """A run for a reader: who CJ was, what happened, and how it ended."""
    return [
        f"seed {stage.plan.seed}",
        "this CJ: "
        + ("obliging" if stage.plan.character.is_obliging else "a character of its own"),
        *(f"  {each}" for each in stage.plan.character.story()),
        f"lines {stage.plan.lines} of {stage.plan.orders[0].code}, {stage.plan.temper}",
        *(f"  {name}: {value!r}" for name, value in _planned(stage) if value),
        "",
        *stage.run_log.notes,
        "",
        "CJ has:",
        *(
            f"  {each.dispute_id} {sorted(each.pieces)} at {each.created:.3f} by {each.by[:12]}"
            for each in stage.cj.disputes
            if each.order is stage.plan.orders[0]
        ),
        "the programs believe:",
        *(
            f"  {each.program}: {each.reference[:9]} {each.state} {each.dispute_id or ''}"
            f" {', '.join(each.ways)}"
            for each in stage.run_log.endings
        ),
        "findings:",
        *(f"  {each.rule}: {each.what}" for each in findings),
    ]


def _planned(stage: Stage) -> list[tuple[str, object]]:
    plan = stage.plan
    return [
        ("moods", tuple(filter(None, plan.moods))),
        ("elsewhere", plan.elsewhere),
        ("kills", plan.kills),
        ("disk", plan.disk),
        ("clock", plan.jumps),
        ("tokens", plan.tokens),
        ("second program", plan.second),
        ("older disputes", plan.older),
    ]
