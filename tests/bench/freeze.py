"""How long the UI thread is kept from its work in what users do, beside one that does nothing.

A timer that ought to fire every 5 ms tells. Offscreen; CJ's stand-in is another process and
answers as fast as it can, which is harder on the window than CJ's pace of one page a second.
"""

from __future__ import annotations

from tests.bench.instruments.acting import Act, play
from tests.bench.instruments.programs import DataFolders
from tests.bench.instruments.serving import practice_server
from tests.bench.instruments.totals import Bar, Series, Totals

LONGEST = Bar(50)
ACTS = (
    Act("start", 10_000),
    Act("look-up", 10_000),
    Act("sync", 0),
    Act("search", 10_000),
    Act("windows", 10_000),
    Act("claims", 10_000),
    Act("export-csv", 100_000, is_online=False),
    Act("export-xlsx", 100_000, is_online=False),
)
OWN_WORK = ": own work"


def measure(totals: Totals, data: DataFolders, runs: int) -> None:
    """Play every scene so many times in turn."""
    totals.say("\nLongest pause of the UI thread in each run (aim: 16 ms)")
    found: dict[str, Series] = {}
    with practice_server("--pace", "0", "--no-life", "--extra-disputes", "10000") as address:
        for _ in range(runs):
            for act in ACTS:
                take_pauses(found, play(act, data, address))
    for series in found.values():
        totals.add(series)


def take_pauses(found: dict[str, Series], numbers: dict[str, float]) -> None:
    """Keep the pauses among a scene's numbers, by name."""
    for name, value in numbers.items():
        if name + OWN_WORK in numbers:
            bar = LONGEST if name != "idle" else None
            series = found.setdefault(name, Series(f"pause, {name}", "ms", [], "", bar))
            series.values.append(value)
            more = found.setdefault(name + OWN_WORK, Series(f"pause, {name}{OWN_WORK}", "ms"))
            more.values.append(numbers[name + OWN_WORK])
