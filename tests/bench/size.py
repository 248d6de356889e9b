"""The frozen folder and the installers beside an empty window's, packaged the same way."""

from __future__ import annotations

import sys

from tests.bench.machine import ROOT
from tests.bench.tally import Bar, Series, Tally

LARGEST = Bar(1.35, is_ratio=True)


def measure(tally: Tally) -> None:
    """Weigh what `python3 dev.py package` has made; the empty window is packaged now."""
    sys.path.insert(0, str(ROOT / "packaging"))
    import measure as packages

    tally.say("\nSize")
    build = packages.here()
    if not build.bundle.exists():
        tally.say("  nothing is packaged here: python3 dev.py package")
        return
    for name, ours, empty in packages.sizes(build):
        limit = Series(f"{name}, empty window", "MB", [empty / 1e6])
        tally.add(limit)
        tally.add(Series(name, "MB", [ours / 1e6], limit.name, LARGEST))
