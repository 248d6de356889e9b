"""The main job against a server that minds CJ's pace: calls used, and the time that they take.

The user of this scene needs no time at all, so that all waiting is the program's: four seconds lie
between five calls at one a second, however fast the program is.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.freeze import take_pauses
from tests.bench.instruments.acting import Act, play
from tests.bench.instruments.programs import DataFolders
from tests.bench.instruments.serving import practice_server
from tests.bench.instruments.totals import Bar, Series, Totals
from tests.cj.record import read_record

CALLS = Bar(5)
ACT = Act("file", 1)
_JOB = "disputes/"


def measure(totals: Totals, data: DataFolders, runs: int) -> None:
    """File once in each run, each time at a server that has seen nothing."""
    totals.say("\nFiling: from Enter on the order number to CJ's number of the dispute")
    calls = Series("filing, calls", "calls", [], "", CALLS)
    floor = Series("filing, floor of one call a second", "s")
    took = Series("filing, in all", "s", [], floor.name, Bar(1.15, is_ratio=True))
    last = Series("filing, from the button to the number", "s")
    pauses: dict[str, Series] = {}
    for _ in range(runs):
        with TemporaryDirectory() as name:
            record = Path(name) / "record.jsonl"
            with practice_server("--no-life", "--record", str(record)) as address:
                numbers = play(ACT, data, address)
            began = numbers["began"]
            made = [
                each
                for each in read_record(record)
                if each.path.startswith(_JOB) and each.at.timestamp() >= began
            ]
        job = made[
            : 1 + next(n for n, each in enumerate(made) if each.path.endswith("List") and n > 2)
        ]
        calls.values.append(len(job))
        floor.values.append(len(job) - 1)
        took.values.append(numbers["seconds"])
        last.values.append(numbers["seconds from the button"])
        take_pauses(pauses, numbers)
    for series in (calls, floor, took, last, *pauses.values()):
        totals.add(series)
