"""What the Linux bundle asks of the system it runs on, read from its own files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tools import run

_FILE = re.compile(r"^File: (.*)$", re.MULTILINE)
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC = re.compile(r"Name: GLIBC_(\d+)\.(\d+)(?:\.\d+)?\b")


@dataclass(frozen=True)
class Demands:
    """What a folder of programs and libraries needs from outside of itself."""

    libraries: dict[str, set[str]]
    """Library name -> the files in the folder that load it."""
    glibc: tuple[int, int]


def elf_files(folder: Path) -> list[Path]:
    """The programs and libraries in a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in files if _magic(path) == b"\x7fELF"]


def demands_of(folder: Path) -> Demands:
    """Read every program and library of a folder."""
    files = elf_files(folder)
    inside = {path.name for path in folder.rglob("*")}
    # The bundle's folder is not searched yet when the starter itself is loaded.
    starters = {path.name for path in files if path.parent == folder}
    text = run(["readelf", "--wide", "--dynamic", "--version-info", *files])
    libraries: dict[str, set[str]] = {}
    glibc = (0, 0)
    parts = _FILE.split(text)[1:] or [str(files[0]), text]
    for name, part in zip(parts[::2], parts[1::2], strict=True):
        file = Path(name).name
        for needed in _NEEDED.findall(part):
            if needed not in inside or file in starters:
                libraries.setdefault(needed, set()).add(file)
        versions = [(int(major), int(minor)) for major, minor in _GLIBC.findall(part)]
        glibc = max([glibc, *versions])
    return Demands(libraries, glibc)


def _magic(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)
