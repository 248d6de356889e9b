"""Measures, next to the limit of this machine.

    python3 dev.py bench [word ...] [--runs N] [--json FILE] [--compare BEFORE AFTER]

Words: start, freeze, memory, filing, size, history, reports; none means all of them. What is
measured against an empty window is measured in turn with it, each time in a new process, and told
as the median, the least and the most. `--json` keeps all numbers; `--compare` shows two such files
side by side. Frozen programs are measured where `python3 dev.py package` has made one.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import filing, freeze, memory, size, start
from tests.bench.instruments import machine, programs, spawning
from tests.bench.instruments.totals import Totals, compare

WORDS = ("start", "freeze", "memory", "filing", "size", "history", "reports")


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks that are named."""
    parser = argparse.ArgumentParser(
        prog="dev.py bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="word", help="see above")
    parser.add_argument("--runs", type=int, default=0, help="how often; each part has its own")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep all numbers here")
    parser.add_argument(
        "--compare", type=Path, nargs=2, metavar=("BEFORE", "AFTER"), help="measure nothing"
    )
    options = parser.parse_args(arguments)
    if options.compare:
        compare(*options.compare)
        return 0
    words = [each for each in options.words if not each.replace(",", "").isdigit()]
    counts = [each for each in options.words if each not in words]
    unknown = sorted(set(words) - set(WORDS))
    if unknown:
        parser.error(f"which benchmark is {', '.join(unknown)}? There are {', '.join(WORDS)}")
    totals = Totals(machine.facts())
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        programs.keep_bytecode(folder)
        data = programs.DataFolders(folder)
        makes = []
        if {"start", "memory"} & set(words or WORDS):
            makes.append(programs.source(programs.runtime_python(folder)))
            frozen = stack.enter_context(programs.frozen(folder))
            makes += [frozen] if frozen else []
            if not frozen:
                totals.say("Frozen: not measured, nothing is packaged here")
        for word in words or WORDS:
            _measure(word, totals, data, makes, options.runs, counts)
    if options.json:
        totals.write(options.json)
    return 0


def _measure(
    word: str,
    totals: Totals,
    data: programs.DataFolders,
    makes: list[programs.Make],
    runs: int,
    counts: list[str],
) -> None:
    if word == "start":
        for platform in spawning.platforms():
            start.measure(totals, data, makes, platform, runs or 11)
    elif word == "freeze":
        freeze.measure(totals, data, runs or 3)
    elif word == "memory":
        memory.measure(totals, data, makes, runs or 3)
    elif word == "filing":
        filing.measure(totals, data, runs or 3)
    elif word == "size":
        size.measure(totals)
    else:
        _tell(word, totals, counts)


def _tell(word: str, totals: Totals, counts: list[str]) -> None:
    """A benchmark that prints its own numbers; what it prints is kept."""
    code = f"import sys; from tests.bench import {word} as it; sys.exit(it.main(sys.argv[1:]))"
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-c", code, *counts], stdout=subprocess.PIPE, text=True, cwd=machine.ROOT
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            totals.say(line.rstrip())
            lines.append(line.rstrip())
    if process.returncode:
        raise SystemExit(f"The benchmark {word} failed.")
    totals.told[word] = lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
