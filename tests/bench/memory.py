"""Memory beside an empty window's, and whether an hour of looking for news makes it grow.

Proportional set size. The program is online and has asked CJ for news, so that all its libraries
are loaded; it is measured once no processor has worked for it for some seconds.
"""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress

from tests.bench.instruments.acting import Act, play
from tests.bench.instruments.programs import DataFolders, Make
from tests.bench.instruments.proportional import pss
from tests.bench.instruments.serving import practice_server
from tests.bench.instruments.spawning import screen, started, work_of
from tests.bench.instruments.totals import Bar, Series, Totals

COUNTS = (0, 10_000)
AFTER_START = Bar(110.0)
"""In MB; an empty window has 40 to 45."""
NO_GROWTH = Bar(2.0)
"""What 120 more polls may add, in MB: less than the pools of an allocator move."""
_IDLE = 8.0
"""Seconds without work, after which nothing more comes: its first look for news begins sooner, and
the orders are read six seconds after an account is open."""
_TIMERS = 40.0
"""Milliseconds of work in that time that are no more than its clocks going on."""
_PATIENCE = 60.0


def measure(totals: Totals, data: DataFolders, makes: list[Make], runs: int) -> None:
    """Measure after starts, and then through an hour of polling."""
    totals.say("\nMemory: proportional set size")
    with screen("offscreen") as env:
        for make in makes:
            for series in _after_start(data, make, env, runs):
                totals.add(series)
    with practice_server("--pace", "0", "--extra-disputes", "10000") as address:
        played = play(Act("poll", 10_000), data, address)
    for name in ("first poll", "half", "end"):
        totals.add(Series(f"polling for an hour, {name}", "MB", [played[name]]))
    totals.add(
        Series(
            "polling for an hour, growth in the second half",
            "MB",
            [played["growth"]],
            "",
            NO_GROWTH,
        )
    )


def wait_until_idle(process: subprocess.Popen[str]) -> None:
    """Return once a program has come to rest. Raises `TimeoutError` where it never does."""
    give_up = time.monotonic() + _PATIENCE
    worked, since = -1.0, time.monotonic()
    while time.monotonic() - since < _IDLE:
        now = work_of(process.pid)
        if abs(now - worked) > _TIMERS:
            worked, since = now, time.monotonic()
        if since > give_up:
            raise TimeoutError(f"{process.args!r} works on")
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
            raise RuntimeError(f"{process.args!r} has ended")


def _after_start(data: DataFolders, make: Make, env: dict[str, str], runs: int) -> list[Series]:
    empty = Series(f"{make.name}: empty window", "MB")
    ours = {n: Series(f"{make.name}: after start, {n:,}", "MB", [], empty.name) for n in COUNTS}
    ours[10_000].bar = AFTER_START
    with practice_server("--pace", "0", "--no-life", "--extra-disputes", "10000") as address:
        for _ in range(runs):
            with started(make.empty, env, until_rows=False) as begun:
                wait_until_idle(begun.process)
                empty.values.append(pss(begun.process.pid))
            for count in COUNTS:
                with data.copy(make, count, address if count else "") as (folder, more):
                    arguments = ["--data-dir", str(folder), "--base-url", address, "--lang", "en"]
                    command = [*make.ours, *arguments]
                    with started(command, env | more, until_rows=count > 0) as begun:
                        wait_until_idle(begun.process)
                        ours[count].values.append(pss(begun.process.pid))
    return [empty, *ours.values()]
