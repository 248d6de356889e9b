"""The table at the end, and whether every bar is met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.cj.simulation import judge as simulated_judge
from tests.cj.simulation.judge import UNCONFIRMED, UNKNOWABLE
from tests.cj.simulation.simulation import Sums
from tests.faults import judge
from tests.faults.harness import KillOutcome, Outcome
from tests.faults.plan import FAULTS

SHARE = 0.99
"""Of what CJ lists within a minute, how much must be confirmed by itself."""
FEWEST_FOR_A_SHARE = 300
"""Of fewer a single one more or less would decide: then the share is told and not judged."""
SIMULATED_RULES = tuple(each for each in simulated_judge.RULES if each != UNCONFIRMED)
_COLUMNS = ("runs", "sent", "kills", "ended", "filed", "refused", "draft", "doubt", "breaches")


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that has to hold, what was found in both kinds of run, and whether it holds."""

    what: str
    simulated: str
    real: str
    is_met: bool

    def line(self) -> str:
        """The bar as a line of the table."""
        verdict = "PASS" if self.is_met else "FAIL"
        return f"{verdict}  {self.what:<58}{self.simulated:>12}{self.real:>12}"


def bars(sums: Sums, outcomes: Sequence[Outcome], kills: Sequence[KillOutcome]) -> list[Bar]:
    """The bars, measured. A cell is the number of runs that broke the promise."""
    checked = []
    for rule in dict.fromkeys((*SIMULATED_RULES, *judge.RULES)):
        broken = sum(any(b.rule == rule for b in each.verdict.breaches) for each in outcomes)
        checked.append(
            Bar(
                rule,
                str(sums.findings[rule]) if sums.runs and rule in SIMULATED_RULES else "-",
                str(broken) if outcomes and rule in judge.RULES else "-",
                is_met=not broken and not sums.findings[rule],
            )
        )
    tallies = [each.verdict.totals for each in outcomes]
    in_time = sum(each.listed_in_time for each in tallies)
    by_itself = sum(each.confirmed_by_itself for each in tallies)
    shares = ((sums.confirmed_by_itself, sums.listed_in_time), (by_itself, in_time))
    cells = [f"{100 * some / of:.1f} %" if of else "-" for some, of in shares]
    is_met = all(some >= SHARE * of for some, of in shares if of >= FEWEST_FOR_A_SHARE)
    checked.append(Bar("listed within a minute: confirmed by itself", cells[0], cells[1], is_met))
    if kills:
        bad = sum(bool(each.wrong) for each in kills)
        what = "kill -9 while writing: file damaged, or something lost"
        checked.append(Bar(what, "-", str(bad), is_met=not bad))
    return checked


def table(sums: Sums, outcomes: Sequence[Outcome], measured: Sequence[Bar]) -> str:
    """Faults by runs and outcome, the bars, and what no program could have known."""
    head = f"{'fault':<22}" + "".join(f"{each:>9}" for each in _COLUMNS)
    lines = []
    if outcomes:
        rows = [_row(name, [o for o in outcomes if name in o.plan.faults]) for name in FAULTS]
        lines += [head, "-" * len(head), *rows, "-" * len(head), _row("all", outcomes), ""]
    lines += [f"{'':<64}{'simulated':>12}{'real':>12}"]
    lines += [f"      {'runs':<58}{sums.runs:>12}{len(outcomes):>12}"]
    lines += [each.line() for each in measured]
    lines += ["", "not to be known by any program:"]
    for rule in UNKNOWABLE:
        met = sum(any(u.rule == rule for u in each.verdict.unknowable) for each in outcomes)
        lines.append(f"      {rule:<58}{sums.findings[rule]:>12}{met:>12}")
    chosen = sum(each.verdict.totals.second_by_choice for each in outcomes)
    what = "a second dispute by a choice of a person"
    lines.append(f"      {what:<58}{sums.second_by_choice:>12}{chosen:>12}")
    return "\n".join(lines)


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    ends = [each.state for outcome in outcomes for each in outcome.run_log.endings]
    cells = (
        len(outcomes),
        sum(len(played.creates) for each in outcomes for played in each.run_log.rounds),
        sum(each.run_log.kills for each in outcomes),
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
    yield f"  programs: {plan.programs}, presses: {plan.presses}, likes: {plan.favourite or '-'}"
    yield f"  kill: {plan.kill}, later: {plan.late_kill or '-'}, CJ: {plan.cj or '-'}"
    yield f"  {plan.armed} {plan.moods} {plan.elsewhere} lock {plan.lock} clock {plan.clock}"
    yield from (f"  this CJ: {each}" for each in plan.character.story())
    yield from (f"  {each}" for each in outcome.run_log.notes)
    yield from (f"  chosen: {each}" for each in outcome.run_log.choices)
    yield from (f"  ended: {each}" for each in outcome.run_log.endings)
    yield from (f"  UNKNOWABLE {each.rule}: {each.what}" for each in verdict.unknowable)
    yield from (f"  UNCONFIRMED {each.rule}: {each.what}" for each in verdict.unconfirmed)
    yield from (f"  BREACH {each.rule}: {each.what}" for each in verdict.breaches)
