"""A Windows of its own, made by Wine in a folder, with what Wine lacks put in."""

from __future__ import annotations

import os
from pathlib import Path

from system_tests.isolated import Finished, run_isolated
from tools import PackagingError, missing, need, run

HERE = Path(__file__).resolve().parent
_WINE = Path("/usr/lib/wine/wine64")
SKIPPED = 77
"""The exit code of a test that could not be run, as automake and Meson read it."""
_GCC = "x86_64-w64-mingw32-gcc"
# Our mscms before Wine's; no .NET and no browser engine, which Wine would ask to download; no
# window of a debugger, for which there is no screen.
_OVERRIDES = "mscoree=;mshtml=;mscms=n,b;winedbg.exe="


def obstacle() -> str:
    """Why there can be no Windows here, and how to get it; "" where there can be one."""
    lacking = missing(["unshare", "xvfb-run"])
    if os.geteuid() != 0:
        return "a system without a network takes root"
    if _WINE.exists() and not lacking:
        return ""
    return "it takes Wine: apt-get install --no-install-recommends wine64 xvfb util-linux"


class Windows:
    """A Windows of its own. Its drive C: is a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drive = folder / "prefix" / "drive_c"

    def make(self) -> None:
        """Start it for the first time, and put the stand-ins in."""
        need(_GCC)
        self.run("wineboot", "--init")
        system = self.drive / "windows" / "system32"
        for source in sorted((HERE / "wine_shims").glob("*.c")):
            libraries = ["-ladvapi32"] if source.stem == "bcryptprimitives" else []
            target = system / f"{source.stem}.dll"
            target.unlink(missing_ok=True)
            run([_GCC, "-shared", "-Os", "-s", "-o", target, source, *libraries])

    def run(
        self,
        *command: str | Path,
        timeout: int = 300,
        with_screen: bool = True,
        folder: Path | None = None,
        is_shown: bool = False,
    ) -> Finished:
        """Run a program without a network, in a folder, until Windows has come to rest."""
        screen = "xvfb-run -a " if with_screen else ""
        # Pipes on both sides: Python wants standard streams, and Wine has none to give.
        script = (
            f'cd "{folder or self.folder}"; echo | {screen}{_WINE} "$@" 2>&1 | sed -u "s/\\r//g"; '
            "status=${PIPESTATUS[1]}; wineserver -w; exit $status"
        )
        env = {
            "PATH": f"{_WINE.parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "WINEPREFIX": str(self.folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _OVERRIDES,
            "LANG": "C.UTF-8",
        }
        words = ["bash", "-c", script, "bash", *map(str, command)]
        return run_isolated(words, env, uid=os.geteuid(), timeout=timeout, is_shown=is_shown)

    def count(self, name: str) -> int:
        """How many programs of this name run in it."""
        mark, found = f"WINEPREFIX={self.folder / 'prefix'}".encode(), 0
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes().split(b"\0")[0]
                is_ours = mark in (process / "environ").read_bytes().split(b"\0")
            except OSError:  # it has ended meanwhile
                continue
            found += is_ours and command.endswith(name.encode())
        return found

    def local(self) -> Path:
        """The user's folder for programs and their data."""
        found = sorted((self.drive / "users").glob("*/AppData/Local"))
        found = [path for path in found if path.parts[-3] != "Public"]
        if not found:
            raise PackagingError("Wine made no folder for its user.")
        return found[0]

    def registry(self) -> str:
        """The user's part of the registry, as Wine writes it down."""
        return (self.folder / "prefix" / "user.reg").read_text("utf-8", errors="replace")


def windows_path(path: Path, drive: Path) -> str:
    """A path below drive C: as Windows writes it."""
    return "C:\\" + str(path.relative_to(drive)).replace("/", "\\")
