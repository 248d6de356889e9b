"""`python3 dev.py faults`: thousands of runs with random faults, judged by CJ's own record.

Most are simulated (tests/cj/simulation), some are played by real processes and sockets, and some
programs are killed while they write.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from tests.cj.simulation import __main__ as simulated
from tests.cj.simulation.simulation import Sums
from tests.faults import report, sabotage
from tests.faults.harness import (
    KillOutcome,
    Outcome,
    in_parallel,
    kill_seed,
    play_seed,
    seeds_from,
)
from tests.faults.programs.factories import ProgramFactory

_Result = TypeVar("_Result")
_SHOWN = 5
"""Most seeds that are printed for one rule of the simulated runs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, print, and tell by the exit code whether a promise was broken."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser().parse_args(given)
    if options.replay is not None:
        return _replay(options.replay, options.sabotage)
    if options.replay_kill is not None:
        return _replay_kill(options.replay_kill)
    if options.replay_simulated is not None:
        return simulated.main(["--replay", str(options.replay_simulated)])
    if options.simulated and os.environ.get("PYTHONHASHSEED") != "0":
        # Simulated runs are the same for a seed only where sets of texts have the same order.
        command = [sys.executable, "-m", "tests.faults", *given]
        env = {**os.environ, "PYTHONHASHSEED": "0"}
        return subprocess.call(command, env=env)  # noqa: S603 - our own interpreter and module
    seed = secrets.randbelow(2**32) if options.seed is None else options.seed
    _say(f"seed {seed}, {options.jobs} at a time")
    sums = _timed("simulated runs", options.simulated, lambda: _simulate(options, seed))
    outcomes = _timed("real runs", options.runs, lambda: _play(options, seed))
    kills = _timed("kills while writing", options.kills, lambda: _kill(options, seed))
    measured = report.bars(sums, outcomes, kills)
    if not options.brief:
        _say("")
        _say(report.table(sums, outcomes, measured))
    for each in measured:
        if options.brief and not each.is_met:
            _say(each.line())
    return 0 if all(each.is_met for each in measured) else 1


def _timed(what: str, count: int, act: Callable[[], _Result]) -> _Result:
    """Do it, and tell in a line how long it took."""
    started = time.monotonic()
    result = act()
    if count:
        _say(f"{count:6} {what}: {time.monotonic() - started:.0f} s")
    return result


def _simulate(options: argparse.Namespace, seed: int) -> Sums:
    if not options.simulated:
        return Sums()
    sums = simulated._all(seed * 1_000_000, options.simulated, options.jobs)
    for rule in report.SIMULATED_RULES:
        for broken, what in sums.seeds.get(rule, [])[:_SHOWN]:
            _say(f"BREACH {rule}: {what}")
            _say(f"       python3 dev.py faults --replay-simulated {broken}")
    return sums


def _play(options: argparse.Namespace, seed: int) -> list[Outcome]:
    outcomes: list[Outcome] = []
    act = partial(play_seed, sabotage=options.sabotage)
    for each in in_parallel(seeds_from(seed, options.runs), options.jobs, act):
        outcomes.append(each)
        for breach in each.verdict.breaches:
            _say(f"BREACH {breach.rule}: {breach.what.strip().splitlines()[-1]}")
        if each.verdict.breaches:
            _say(f"       python3 dev.py faults --replay {each.plan.seed}")
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{len(outcomes)} runs\r")
    return outcomes


def _kill(options: argparse.Namespace, seed: int) -> list[KillOutcome]:
    seeds = seeds_from(~seed & 0xFFFF_FFFF, options.kills)
    kills = list(in_parallel(seeds, options.jobs, kill_seed))
    for each in kills:
        for wrong in each.wrong:
            _say(f"BREACH {wrong}")
        if each.wrong:
            _say(f"       python3 dev.py faults --replay-kill {each.seed}")
    return kills


def _replay(seed: int, broken: str) -> int:
    with ProgramFactory() as factory:
        outcome = play_seed(seed, factory, broken)
    for line in report.story(outcome):
        _say(line)
    return 1 if outcome.verdict.breaches else 0


def _replay_kill(seed: int) -> int:
    with ProgramFactory() as factory:
        outcome = kill_seed(seed, factory)
    for line in outcome.wrong or ("The file is sound and nothing is lost.",):
        _say(line)
    return 1 if outcome.wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 dev.py faults", description=__doc__)
    add = parser.add_argument
    add("--simulated", type=int, default=20_000, help="runs in simulated time (20,000)")
    add("--runs", type=int, default=1000, help="runs of real processes (1,000)")
    add("--kills", type=int, default=200, help="kills while writing (200)")
    add("--seed", type=int, help="of all runs; printed first")
    add("--jobs", type=int, default=2, help="runs at a time (2)")
    add("--brief", action="store_true", help="a line for each kind of run, and what broke")
    add("--replay", type=int, metavar="SEED", help="one real run, told step by step")
    add("--replay-simulated", type=int, metavar="SEED", help="one simulated run, likewise")
    add("--replay-kill", type=int, metavar="SEED", help="one kill while writing")
    add(
        "--sabotage",
        choices=sabotage.NAMES,
        default="",
        help="play real runs with a program that is broken on purpose: the judge must find it",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
