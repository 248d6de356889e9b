"""The programs that packaging calls: which are missing, and the one line that gets them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

# The Debian package of each program that does not have its name.
_PACKAGES = {
    "as": "binutils",
    "ld": "binutils",
    "readelf": "binutils",
    "strip": "binutils",
    "objdump": "binutils",
    "objcopy": "binutils",
    "dpkg-deb": "dpkg",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "makensis": "nsis",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "x86_64-w64-mingw32-windres": "binutils-mingw-w64-x86-64",
    "xvfb-run": "xvfb",
    "unshare": "util-linux",
}


class PackagingError(SystemExit):
    """Why packaging stopped, as one sentence; Python itself prints it and exits with 1."""


def say(text: str) -> None:
    """Tell what takes its time."""
    print(text, file=sys.stderr, flush=True)


def missing(programs: Sequence[str]) -> list[str]:
    """Those of these programs that are not here."""
    # Debian keeps some that users need not see outside of a user's PATH.
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
    return [name for name in programs if not shutil.which(name, path=path)]


def need(*programs: str) -> None:
    """Have these programs: install the missing ones where root may, else stop and name them."""
    lacking = missing(programs)
    if not lacking:
        return
    packages = sorted({_PACKAGES.get(name, name) for name in lacking})
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise PackagingError(f"These programs are missing: {', '.join(lacking)}.")
    if os.geteuid() != 0:
        raise PackagingError(
            f"Programs are missing: run this, then it again: sudo {shlex.join(command)}"
        )
    say(f"Installing {', '.join(packages)} with apt-get …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    run([*apt, "update"], env=env)
    run([*apt, *command[1:]], env=env)


def run(
    command: Iterable[object],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    allowed: Sequence[int] = (0,),
) -> str:
    """Run a program without input and give what it printed; stop with that where it failed."""
    words = [str(part) for part in command]
    done = subprocess.run(  # noqa: S603 - commands are put together in this folder
        words,
        # Their words are read: they must be English.
        env={**(os.environ if env is None else env), "LC_ALL": "C.UTF-8"},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode not in allowed:
        line = shlex.join(words)
        raise PackagingError(f"This failed with {done.returncode}: {line}\n{done.stdout[-4000:]}")
    return done.stdout
