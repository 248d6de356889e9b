"""Packs the Python that runs this on Windows as an embeddable one, for `package windows --python`.

    python packaging/windows/collect.py python-for-windows.zip

The workflow takes the newest Python that there is for a release. Each program and library is one of
the installation that runs this, whose signature Windows verifies here.
"""

from __future__ import annotations

import py_compile
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

_NOT_IN_AN_EMBEDDABLE = ("idlelib", "lib2to3", "site-packages", "test", "tkinter", "turtledemo")
_NOT_RUN = ("_ctypes_test", "_test", "_tkinter", "tcl", "tk", "zlib1")
_VERIFY = (
    "Get-ChildItem -File -Path $args | ForEach-Object { Get-AuthenticodeSignature $_.FullName }"
    " | Where-Object Status -ne Valid | ForEach-Object { $_.Path }"
)


def programs(prefix: Path) -> list[Path]:
    """The libraries and extensions of an installation."""
    extensions = prefix / "DLLs"
    found = [*prefix.glob("*.dll"), *extensions.glob("*.dll"), *extensions.glob("*.pyd")]
    return sorted(path for path in found if not path.name.startswith(_NOT_RUN))


def standard_library(folder: Path, scratch: Path) -> Iterator[tuple[str, bytes]]:
    """Python's own modules as byte code: name and content."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        if name.split("/")[0] in _NOT_IN_AN_EMBEDDABLE or "/test/" in name or "/tests/" in name:
            continue
        made = scratch / "module.pyc"
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(
            str(path), cfile=str(made), dfile=name, doraise=True, invalidation_mode=mode
        )
        yield f"{name}c", made.read_bytes()


def pack(prefix: Path, target: Path) -> None:
    """Write the archive."""
    stem = f"python{sys.version_info[0]}{sys.version_info[1]}"
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(target, "w") as archive:
        library = Path(name) / f"{stem}.zip"
        with zipfile.ZipFile(library, "w") as modules:
            for module, content in standard_library(prefix / "Lib", Path(name)):
                modules.writestr(module, content)
        for path in [*programs(prefix), library]:
            archive.write(path, path.name)
        archive.write(prefix / "LICENSE.txt", "LICENSE.txt")


def unsigned(paths: Sequence[Path]) -> str:
    """Those whose signature Windows does not accept, one on a line."""
    done = subprocess.run(  # noqa: S603 - fixed words, our own paths
        ["powershell", "-NoProfile", "-Command", f"& {{ {_VERIFY} }}", *map(str, paths)],  # noqa: S607 - Windows' own
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def main(argv: Sequence[str]) -> int:
    """Verify and pack."""
    prefix = Path(sys.base_prefix)
    refused = unsigned(programs(prefix))
    if refused:
        raise SystemExit(f"Windows does not accept the signatures of:\n{refused}")
    pack(prefix, Path(argv[0]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
