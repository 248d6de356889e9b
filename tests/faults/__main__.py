"""`python3 dev.py faults`: a thousand runs with random faults, judged by CJ's own record."""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections.abc import Sequence
from functools import partial

from tests.faults import report, sabotage
from tests.faults.harness import (
    KillOutcome,
    Outcome,
    in_parallel,
    kill_seed,
    play_seed,
    seeds_from,
)
from tests.faults.nursery import Nursery


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, print, and tell by the exit code whether a promise was broken."""
    options = _parser().parse_args(arguments)
    if options.replay is not None:
        return _replay(options.replay, options.sabotage)
    if options.replay_kill is not None:
        return _replay_kill(options.replay_kill)
    seed = secrets.randbelow(2**32) if options.seed is None else options.seed
    _say(f"seed {seed}: {options.runs} runs, {options.kills} kills, {options.jobs} at a time")
    started = time.monotonic()
    outcomes = _play(options, seed)
    halfway = time.monotonic()
    kills = _kill(options, seed)
    _say("")
    _say(report.table(outcomes, kills))
    _say("")
    _say(
        f"{halfway - started:.0f} s for the runs, {time.monotonic() - halfway:.0f} s for the kills"
    )
    return 0 if all(each.is_met for each in report.bars(outcomes, kills)) else 1


def _play(options: argparse.Namespace, seed: int) -> list[Outcome]:
    outcomes: list[Outcome] = []
    started, step = time.monotonic(), max(1, options.runs // 10)
    act = partial(play_seed, sabotage=options.sabotage)
    for each in in_parallel(seeds_from(seed, options.runs), options.jobs, act):
        outcomes.append(each)
        for breach in each.verdict.breaches:
            _say(f"BREACH {breach.rule}: {breach.what.strip().splitlines()[-1]}")
        if each.verdict.breaches:
            _say(f"       python3 dev.py faults --replay {each.plan.seed}")
        if len(outcomes) % step == 0:
            broken = sum(bool(outcome.verdict.breaches) for outcome in outcomes)
            passed = time.monotonic() - started
            _say(f"{len(outcomes):5} runs, {passed:4.0f} s, {broken} with a breach")
    return outcomes


def _kill(options: argparse.Namespace, seed: int) -> list[KillOutcome]:
    kills = list(
        in_parallel(seeds_from(~seed & 0xFFFF_FFFF, options.kills), options.jobs, kill_seed)
    )
    for each in kills:
        for wrong in each.wrong:
            _say(f"BREACH {wrong}")
        if each.wrong:
            _say(f"       python3 dev.py faults --replay-kill {each.seed}")
    _say(f"{len(kills):5} kills, {sum(bool(each.wrong) for each in kills)} with a breach")
    return kills


def _replay(seed: int, broken: str) -> int:
    with Nursery() as nursery:
        outcome = play_seed(seed, nursery, broken)
    for line in report.story(outcome):
        _say(line)
    return 1 if outcome.verdict.breaches else 0


def _replay_kill(seed: int) -> int:
    with Nursery() as nursery:
        outcome = kill_seed(seed, nursery)
    for line in outcome.wrong or ("The file is sound and nothing is lost.",):
        _say(line)
    return 1 if outcome.wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 dev.py faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000, help="random fault runs (1000)")
    parser.add_argument("--kills", type=int, default=200, help="kills while writing (200)")
    parser.add_argument("--seed", type=int, help="of all runs; printed first")
    parser.add_argument("--jobs", type=int, default=2, help="runs at a time (2)")
    parser.add_argument("--replay", type=int, metavar="SEED", help="one run, told step by step")
    parser.add_argument("--replay-kill", type=int, metavar="SEED", help="one kill while writing")
    parser.add_argument(
        "--sabotage",
        choices=sabotage.NAMES,
        default="",
        help="play with a program that is broken on purpose: the judge must find it",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
