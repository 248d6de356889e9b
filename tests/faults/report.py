"""The table at the end, and whether every bar is met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.cj.simulation.judge import UNKNOWABLE
from tests.faults import judge
from tests.faults.harness import KillOutcome, Outcome
from tests.faults.plan import FAULTS

SHARE = 0.99
"""Of what CJ lists within a minute, how much must be confirmed by itself."""
_COLUMNS = ("runs", "sent", "kills", "ended", "filed", "refused", "draft", "doubt", "breaches")


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that has to hold, and whether it does."""

    what: str
    found: str
    is_met: bool


def bars(outcomes: Sequence[Outcome], kills: Sequence[KillOutcome]) -> list[Bar]:
    """The bars, measured."""
    runs = len(outcomes)
    checked = []
    for rule in judge.RULES:
        broken = sum(any(b.rule == rule for b in each.verdict.breaches) for each in outcomes)
        checked.append(Bar(rule, f"{broken} of {runs} runs", broken == 0))
    listed = sum(each.verdict.tally.listed_in_time for each in outcomes)
    confirmed = sum(each.verdict.tally.confirmed_by_itself for each in outcomes)
    share = f"{confirmed} of {listed} ({100 * confirmed / listed if listed else 100:.1f} %)"
    checked.append(
        Bar("listed within a minute: confirmed by itself", share, confirmed >= SHARE * listed)
    )
    if kills:
        good = sum(not each.wrong for each in kills)
        what = "kill -9 while writing: file sound, nothing lost"
        checked.append(Bar(what, f"{good} of {len(kills)}", good == len(kills)))
    return checked


def table(outcomes: Sequence[Outcome], kills: Sequence[KillOutcome]) -> str:
    """Faults by runs and outcome, the bars, and what no program could have known."""
    head = f"{'fault':<22}" + "".join(f"{each:>9}" for each in _COLUMNS)
    lines = [head, "-" * len(head)]
    lines += [_row(fault, [o for o in outcomes if fault in o.plan.faults]) for fault in FAULTS]
    lines += ["-" * len(head), _row("all", outcomes), ""]
    lines += [
        f"{'PASS' if each.is_met else 'FAIL'}  {each.what:<54} {each.found}"
        for each in bars(outcomes, kills)
    ]
    lines += ["", "not to be known by any program:"]
    for rule in UNKNOWABLE:
        met = sum(any(u.rule == rule for u in each.verdict.unknowable) for each in outcomes)
        lines.append(f"      {rule:<54} {met} runs")
    chosen = sum(each.verdict.tally.second_by_choice for each in outcomes)
    lines.append(f"      {'a second dispute by a choice of a person':<54} {chosen}")
    return "\n".join(lines)


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    ends = [each.state for outcome in outcomes for each in outcome.diary.endings]
    cells = (
        len(outcomes),
        sum(len(played.creates) for each in outcomes for played in each.diary.rounds),
        sum(each.diary.kills for each in outcomes),
        len(ends),
        ends.count("confirmed"),
        ends.count("refused"),
        ends.count("draft"),
        ends.count("unknown") + ends.count("filed"),
        sum(len(each.verdict.breaches) for each in outcomes),
    )
    return f"{name:<22}" + "".join(f"{each:>9}" for each in cells)


def story(outcome: Outcome) -> Iterable[str]:
    """The course of a run, for whoever replays it."""
    plan, verdict = outcome.plan, outcome.verdict
    yield f"seed {plan.seed}: {', '.join(plan.faults)}"
    yield f"  programs: {plan.programs}, presses: {plan.presses}, likes {plan.favourite or 'any way'}"
    yield f"  kill: {plan.kill}, later: {plan.late_kill or '-'}, CJ: {plan.cj or '-'}"
    yield f"  {plan.armed} {plan.moods} {plan.elsewhere} lock {plan.lock} clock {plan.clock}"
    yield from (f"  this CJ: {each}" for each in plan.character.story())
    yield from (f"  {each}" for each in outcome.diary.notes)
    yield from (f"  chosen: {each}" for each in outcome.diary.choices)
    yield from (f"  ended: {each}" for each in outcome.diary.endings)
    yield from (f"  UNKNOWABLE {each.rule}: {each.what}" for each in verdict.unknowable)
    yield from (f"  UNCONFIRMED {each.rule}: {each.what}" for each in verdict.unconfirmed)
    yield from (f"  BREACH {each.rule}: {each.what}" for each in verdict.breaches)
