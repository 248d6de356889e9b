"""The table at the end, and whether every bar is met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.faults import judge
from tests.faults.diary import Doubt
from tests.faults.harness import KillOutcome, Outcome
from tests.faults.plan import FAULTS

SHARE = 0.99
"""Of the filings in doubt, how many must be resolved by reading back within a minute."""
_COLUMNS = ("runs", "sent", "kills", "doubts", "found", "choices", "filed", "refused", "breaches")


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that has to hold, and whether it does."""

    what: str
    found: str
    is_met: bool


def bars(outcomes: Sequence[Outcome], kills: Sequence[KillOutcome]) -> list[Bar]:
    """The bars, measured."""
    rules = [rule for each in outcomes for rule in {breach.rule for breach in each.breaches}]
    runs = len(outcomes)
    doubts = [doubt for each in outcomes for doubt in each.diary.doubts]
    had = [each for each in doubts if each.cj_had_it]
    had_not = [each for each in doubts if not each.cj_had_it]
    found = [each for each in had if each.end == "number"]
    offered = [each for each in had_not if each.end == "choices"]
    slowest = max((each.seconds for each in doubts), default=0.0)
    saves = [each for outcome in outcomes for each in outcome.diary.saves]
    presses = sum(len(each.diary.rounds) for each in outcomes)

    def none_of(what: str, rule: str, of: str) -> Bar:
        return Bar(what, f"{rules.count(rule)} of {of}", rule not in rules)

    checked = [
        none_of("duplicate filings in CJ's record", judge.DUPLICATE, f"{runs} runs"),
        none_of("believed filed, but CJ has none", judge.FALSE_BELIEF, f"{runs} runs"),
        none_of("confirmed with a wrong number", judge.WRONG_NUMBER, f"{runs} runs"),
        none_of("believed unsent, but CJ has it", judge.FORGOTTEN, f"{runs} runs"),
        none_of("create that nobody pressed for", judge.UNASKED, f"{presses} acts"),
        none_of("other words sent than typed", judge.CHANGED, f"{runs} runs"),
        none_of("drafts lost, or older than one save", judge.LOST_DRAFT, f"{len(saves)} checks"),
        none_of("claims that never got through", judge.UNFILED, f"{runs} runs"),
        none_of("bugs, hangs, damaged files", judge.TROUBLE, f"{runs} runs"),
        Bar(
            "in doubt, CJ had it: number read back in 60 s",
            _share(found, had),
            len(found) >= SHARE * len(had),
        ),
        Bar(
            "in doubt, CJ had none: the two choices in 60 s",
            _share(offered, had_not),
            len(offered) == len(had_not),
        ),
        Bar(
            "doubts that ended in silence; slowest end",
            f"{rules.count(judge.SILENCE)}; {slowest:.2f} s",
            judge.SILENCE not in rules,
        ),
    ]
    if kills:
        good = sum(not each.wrong for each in kills)
        what = "kill -9 while writing: file sound, nothing lost"
        checked.append(Bar(what, f"{good} of {len(kills)}", good == len(kills)))
    return checked


def table(outcomes: Sequence[Outcome], kills: Sequence[KillOutcome]) -> str:
    """Faults by runs and outcome, and the bars."""
    head = f"{'fault':<22}" + "".join(f"{each:>9}" for each in _COLUMNS)
    lines = [head, "-" * len(head)]
    lines += [_row(fault, [o for o in outcomes if fault in o.plan.faults]) for fault in FAULTS]
    lines += ["-" * len(head), _row("all", outcomes), ""]
    measured = bars(outcomes, kills)
    lines += [
        f"{'PASS' if each.is_met else 'FAIL'}  {each.what:<50} {each.found}" for each in measured
    ]
    return "\n".join(lines)


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    doubts = [doubt for each in outcomes for doubt in each.diary.doubts]
    ends = [view["state"] for each in outcomes for view in each.diary.final.values()]
    cells = (
        len(outcomes),
        sum(len(played.creates) for each in outcomes for played in each.diary.rounds),
        sum(each.diary.kills for each in outcomes),
        len(doubts),
        sum(each.end == "number" for each in doubts),
        sum(each.end == "choices" for each in doubts),
        ends.count("confirmed"),
        ends.count("refused"),
        sum(len(each.breaches) for each in outcomes),
    )
    return f"{name:<22}" + "".join(f"{each:>9}" for each in cells)


def _share(some: Sequence[Doubt], of: Sequence[Doubt]) -> str:
    share = 100 * len(some) / len(of) if of else 100.0
    return f"{len(some)} of {len(of)} ({share:.1f} %)"


def story(outcome: Outcome) -> Iterable[str]:
    """The course of a run, for whoever replays it."""
    plan = outcome.plan
    yield f"seed {plan.seed}: {', '.join(plan.faults)}"
    yield f"  careless CJ: {plan.careless}, programs: {plan.programs}, presses: {plan.presses}"
    yield f"  kill: {plan.kill}, later: {plan.late_kill or '-'}, CJ: {plan.cj or '-'}"
    yield from (f"  {each}" for each in outcome.diary.notes)
    yield from (f"  BREACH {each.rule}: {each.what}" for each in outcome.breaches)
