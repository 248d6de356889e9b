"""The frozen folder and the installers beside an empty window's, packaged the same way."""

from __future__ import annotations

import sys

from tests.bench.instruments.machine import ROOT
from tests.bench.instruments.totals import Bar, Series, Totals

LARGEST = Bar(1.35, is_ratio=True)


def measure(totals: Totals) -> None:
    """Weigh what `python3 dev.py package` has made; the empty window is packaged now."""
    sys.path.insert(0, str(ROOT / "packaging"))
    import measure as packages

    totals.say("\nSize")
    build = packages.here()
    if not build.bundle.exists():
        totals.say("  nothing is packaged here: python3 dev.py package")
        return
    for name, ours, empty in packages.sizes(build):
        limit = Series(f"{name}, empty window", "MB", [empty / 1e6])
        totals.add(limit)
        totals.add(Series(name, "MB", [ours / 1e6], limit.name, LARGEST))
