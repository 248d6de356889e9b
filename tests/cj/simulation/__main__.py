"""File claims with a CJ of many characters, in simulated time.

python -m tests.cj.simulation [--runs N] [--seed S] [--jobs J]
python -m tests.cj.simulation --replay SEED
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.cj.simulation import judge
from tests.cj.simulation.simulation import Sums, quiet, run, run_many

_MODULE = "tests.cj.simulation"
_PORTION = 100
_SHOWN = 5
_LEAST_BY_ITSELF = 0.99


def main(argv: Sequence[str]) -> int:
    """Run, print the bars, and tell by the exit code whether they hold."""
    parser = argparse.ArgumentParser(prog=f"python -m {_MODULE}", description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1, help="another one plays other runs")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--replay", type=int, help="tell the story of one run")
    options = parser.parse_args(argv)
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of sets of texts is the seed's to decide, too.
        command = [sys.executable, "-m", _MODULE, *argv]
        env = {**os.environ, "PYTHONHASHSEED": "0"}
        return subprocess.call(command, env=env)  # noqa: S603 - our own interpreter and module
    if options.replay is not None:
        return _replay(options.replay)
    began = time.monotonic()
    sums = _all(options.seed * 1_000_000, options.runs, max(1, options.jobs))
    _print(sums, time.monotonic() - began)
    return 0 if _holds(sums) else 1


def _replay(seed: int) -> int:
    with quiet():
        outcome = run(seed, is_told=True)
    _say("\n".join(outcome.story))
    return 1 if any(each.is_breach for each in outcome.findings) else 0


def _all(first: int, runs: int, jobs: int) -> Sums:
    portions = [
        range(start, min(start + _PORTION, first + runs))
        for start in range(first, first + runs, _PORTION)
    ]
    sums = Sums()
    if jobs == 1:
        for portion in portions:
            sums.join(_portion(portion))
        return sums
    with ProcessPoolExecutor(jobs) as pool:
        for part in pool.map(_portion, portions):
            sums.join(part)
            sys.stderr.write(f"\r{sums.runs} runs")
    sys.stderr.write("\n")
    return sums


def _portion(seeds: range) -> Sums:
    began = time.process_time()
    sums = run_many(seeds)
    sums.cpu = time.process_time() - began
    return sums


def _rate(sums: Sums) -> float:
    return sums.confirmed_by_itself / sums.listed_in_time if sums.listed_in_time else 1.0


def _holds(sums: Sums) -> bool:
    strict = [each for each in judge.RULES if each != judge.UNCONFIRMED]
    return not any(sums.findings[each] for each in strict) and _rate(sums) >= _LEAST_BY_ITSELF


def _print(sums: Sums, seconds: float) -> None:
    _say(
        f"{sums.runs} runs with {sums.filings} filings in {seconds:.0f} s,"
        f" {1000 * sums.cpu / max(sums.runs, 1):.1f} ms of one core each"
    )
    _say(f"\n{'':<60}{'runs':>8}{'bar':>8}")
    for rule in judge.RULES:
        if rule != judge.UNCONFIRMED:
            _say(f"{rule:<60}{sums.findings[rule]:>8}{0:>8}")
    rate = f"listed within a minute: confirmed by itself, of {sums.listed_in_time}"
    _say(f"{rate:<60}{_rate(sums):>8.2%}{'99 %':>8}")
    _say("\nnot to be known by any program:")
    for rule in judge.UNKNOWABLE:
        _say(f"{rule:<60}{sums.findings[rule]:>8}")
    _say(f"{'a second dispute by a choice of a person':<60}{sums.second_by_choice:>8}")
    for rule in judge.RULES:
        for seed, what in sums.seeds.get(rule, [])[:_SHOWN]:
            _say(f"\n{rule}: {what}\n    python -m {_MODULE} --replay {seed}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
