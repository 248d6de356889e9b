"""Measures the packages against an empty window, and the frozen start against the source.

    python packaging/measure.py

Takes the results of `dev.py package` for Linux, and for Windows where there are any, in dist/ and
build/. The empty window goes through the same spec and the same packaging. Starts are interleaved,
because machines change their speed.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import contents
from build import ROOT, Build, freeze, moment, step, version_of
from linux import deb, portable
from tools import run
from windows import installer

_PAINT = re.compile(r"^first paint: (\d+) ms$", re.MULTILINE)


def size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    if path.is_file():
        return path.stat().st_size
    files = (each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
    return sum(each.stat().st_size for each in files)


def compare_sizes(build: Build) -> None:
    """Package an empty window the same way, and print both."""
    empty = replace(build, work=build.work / "empty", target=build.work / "empty" / "dist")
    empty.target.mkdir(parents=True, exist_ok=True)
    freeze(empty, "--empty-window")
    pairs = [("folder", build.bundle, empty.bundle)]
    run_file = portable.build(empty.bundle, empty.target, build.version, build.epoch)
    pairs.append((".run", build.target / run_file.name, run_file))
    tree = empty.work / "deb"
    package = deb.build(empty.bundle, empty.target, tree, build.version, build.epoch, 6)
    pairs.append((".deb", build.target / package.name, package))
    if (build.work / "windows" / "tree").is_dir():
        work = empty.work / "windows"
        setup = installer.build(
            build.version, build.epoch, work, empty.target, step, is_empty_window=True
        )
        pairs.append(("tree", build.work / "windows" / "tree", work / "tree"))
        pairs.append(("setup", build.target / setup.name, setup))
    for name, ours, theirs in pairs:
        mine, other = size(ours) / 1e6, size(theirs) / 1e6
        print(f"{name:7} {mine:6.1f} MB, empty window {other:6.1f} MB: {mine / other:.2f} times")


def compare_starts(build: Build, runs: int) -> None:
    """Time the first paint of both, turn by turn, and print the medians."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    commands: dict[str, list[object]] = {
        "source": [sys.executable, "-m", "app"],
        "frozen": [build.bundle / contents.APP_ID],
    }
    times: dict[str, list[int]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            with tempfile.TemporaryDirectory() as home:
                output = run([*command, "--self-test"], env=env | {"HOME": home}, cwd=ROOT)
            found = _PAINT.search(output)
            # The first turn fills the caches of the disk.
            if found and turn:
                times[name].append(int(found[1]))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        print(
            f"{name}: first paint {medians[name]:.0f} ms (least {min(values)}), {len(values)} runs"
        )
    print(f"frozen against source: {medians['frozen'] / medians['source']:.2f} times")


def main(argv: Sequence[str]) -> int:
    """Print both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11, help="starts of each")
    parser.add_argument("--only", choices=["sizes", "starts"], default="")
    options = parser.parse_args(argv)
    build = Build(version_of(ROOT), moment(), ROOT / "build", ROOT / "dist", is_quick=False)
    if options.only != "starts":
        compare_sizes(build)
    if options.only != "sizes":
        compare_starts(build, options.runs)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
