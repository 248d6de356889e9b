"""How soon the window is there, and how soon the disputes in it, beside an empty window.

Each turn starts every program once, each in a process of its own; the first turn only fills the
disk's caches. Without a network: what is kept on this computer is what a start can show.
"""

from __future__ import annotations

from tests.bench.instruments.programs import NOBODY, DataFolders, Make
from tests.bench.instruments.spawning import screen, started
from tests.bench.instruments.totals import Bar, Series, Totals

COUNTS = (0, 10_000, 100_000)
FIRST_PAINT = Bar(1.6, is_ratio=True)
ROWS = Bar(2.2, is_ratio=True)


def measure(totals: Totals, data: DataFolders, makes: list[Make], platform: str, runs: int) -> None:
    """Time the starts of all makes on one platform."""
    totals.say(f"\nStart, {platform}: milliseconds from making the process")
    with screen(platform) as env:
        for make in makes:
            found = _start(data, make, env, platform, runs)
            for series in found:
                totals.add(series)


def _start(
    data: DataFolders, make: Make, env: dict[str, str], platform: str, runs: int
) -> list[Series]:
    head = f"{platform}, {make.name}:"
    empty = Series(f"{head} empty window", "ms")
    empty_work = Series(f"{head} empty window, processor time", "ms")
    paints, works, rows = (
        {count: Series(f"{head} {what}, {count:,}", "ms", [], limit.name, bar) for count in COUNTS}
        for what, limit, bar in (
            ("first paint", empty, FIRST_PAINT),
            ("first paint, processor time", empty_work, None),
            ("rows", empty, ROWS),
        )
    )
    for turn in range(runs + 1):
        with started(make.empty, env, until_rows=False) as begun:
            pass
        if turn:
            empty.values.append(begun.first_paint)
            empty_work.values.append(begun.work)
        for count in COUNTS:
            with data.copy(make, count) as (folder, more):
                # Without an argument, as from the menu.
                more |= {"XDG_DATA_HOME": str(folder.parent), "HTTPS_PROXY": NOBODY}
                with started(make.ours, env | more, until_rows=count > 0) as begun:
                    pass
            if turn:
                paints[count].values.append(begun.first_paint)
                works[count].values.append(begun.work)
                if count:
                    rows[count].values.append(begun.rows)
    del rows[0]
    return [empty, *paints.values(), *rows.values(), empty_work, *works.values()]
