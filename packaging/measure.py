"""Weighs the packages against those of an empty window, for `dev.py bench size`.

Takes the results of `dev.py package` for Linux, and for Windows where there are any, in dist/ and
build/. The empty window goes through the same spec and the same packaging. How fast both start is
measured by `dev.py bench start`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from build import ROOT, Build, freeze, moment, step, version_of, windows_python
from linux import deb, portable
from windows import installer


def here() -> Build:
    """Where this checkout's packages are made."""
    return Build(version_of(ROOT), moment(), ROOT / "build", ROOT / "dist", is_quick=False)


def size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    if path.is_file():
        return path.stat().st_size
    files = (each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
    return sum(each.stat().st_size for each in files)


def empty_window(build: Build) -> Build:
    """The build of an empty window, frozen now unless one is there that is newer than ours."""
    work = build.work / "empty"
    empty = replace(build, work=work, target=work / "dist")
    is_there = empty.bundle.exists() and build.bundle.exists()
    if not is_there or empty.bundle.stat().st_mtime < build.bundle.stat().st_mtime:
        empty.target.mkdir(parents=True, exist_ok=True)
        freeze(empty, "--empty-window")
    return empty


def sizes(build: Build) -> Iterator[tuple[str, int, int]]:
    """What is weighed, the bytes of ours, and those of the empty window."""
    empty = empty_window(build)
    yield "folder", size(build.bundle), size(empty.bundle)
    run_file = portable.build(empty.bundle, empty.target, build.version, build.epoch)
    yield ".run", size(build.target / run_file.name), size(run_file)
    tree = empty.work / "deb"
    package = deb.build(empty.bundle, empty.target, tree, build.version, build.epoch, 6)
    yield ".deb", size(build.target / package.name), size(package)
    if (build.work / "windows" / "tree").is_dir():
        work = empty.work / "windows"
        setup = installer.build(
            build.version,
            build.epoch,
            work,
            empty.target,
            windows_python(build),
            step,
            is_empty_window=True,
        )
        yield "tree", size(build.work / "windows" / "tree"), size(work / "tree")
        yield "setup", size(build.target / setup.name), size(setup)
