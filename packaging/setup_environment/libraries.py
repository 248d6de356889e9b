"""The system libraries that Qt loads on Linux: which are missing, and how to get them."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from .telling import SetupError, demand, say

Row = tuple[str, str, str, str]

# What the plugins of the locked PySide6 name as NEEDED and do not carry themselves:
# (who needs it, soname, package on Debian and Ubuntu, package on Arch). No font is listed: Debian's
# libfontconfig1 depends on one, and where fonts live on other systems cannot be told from here.
LIBRARIES: tuple[Row, ...] = (
    ("base", "libEGL.so.1", "libegl1", "libglvnd"),
    ("base", "libGL.so.1", "libgl1", "libglvnd"),
    ("base", "libX11.so.6", "libx11-6", "libx11"),
    ("base", "libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    ("base", "libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    ("base", "libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    ("base", "libfreetype.so.6", "libfreetype6", "freetype2"),
    ("base", "libdbus-1.so.3", "libdbus-1-3", "dbus"),
    ("xcb", "libX11-xcb.so.1", "libx11-xcb1", "libx11"),
    ("xcb", "libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    ("xcb", "libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    ("xcb", "libxcb-glx.so.0", "libxcb-glx0", "libxcb"),
    ("xcb", "libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    ("xcb", "libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    ("xcb", "libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    ("xcb", "libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    ("xcb", "libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    ("xcb", "libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    ("xcb", "libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    ("xcb", "libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    ("xcb", "libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    ("xcb", "libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    ("wayland", "libwayland-client.so.0", "libwayland-client0", "wayland"),
    ("wayland", "libwayland-cursor.so.0", "libwayland-cursor0", "wayland"),
    ("wayland", "libwayland-egl.so.1", "libwayland-egl1", "wayland"),
)


def missing(qt_platform: str, cache: bytes | None = None) -> list[Row]:
    """Return the rows of LIBRARIES to install: none while all that ``qt_platform`` needs is there.

    As soon as one is needed, all that are missing come along, so that the next start with a window
    does not ask again.
    """
    if cache is None:
        file = Path("/etc/ld.so.cache")
        # Systems without it (NixOS, musl) keep libraries in their own way: Qt then speaks itself.
        if not file.exists():
            return []
        # Looking into it takes a tenth of a millisecond; starting ldconfig, or loading them, many.
        cache = file.read_bytes()
    rows = [row for row in LIBRARIES if not _is_there(row[1], cache)]
    needed = {"base", qt_platform.split("-", maxsplit=1)[0]}
    return rows if any(row[0] in needed for row in rows) else []


def _is_there(soname: str, cache: bytes) -> bool:
    if f"/{soname}\0".encode() in cache:
        return True
    import ctypes  # late: this far comes only a machine that lacks something

    # What LD_LIBRARY_PATH adds (conda and its like) is not in the cache.
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def command_for(rows: Sequence[Row], *, without_pip: bool) -> list[str]:
    """Return the command that installs what is missing here; empty where none is known."""
    if shutil.which("apt-get"):
        # Debian's Python comes without the means to install anything into a virtual environment.
        venv = [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"] if without_pip else []
        names = [*dict.fromkeys(row[2] for row in rows), *venv]
        return ["apt-get", "install", "--yes", "--no-install-recommends", *names]
    if shutil.which("pacman"):
        names = [*dict.fromkeys(row[3] for row in rows), *(["python-pip"] * without_pip)]
        return ["pacman", "-S", "--needed", *names]
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):
            # Both take a library's name for the package that has it, whatever that is called.
            names = [f"{row[1]}()(64bit)" for row in rows]
            return [tool, "install", *names, *(["python3-pip"] * without_pip)]
    return []


def install(rows: Sequence[Row], *, without_pip: bool) -> None:
    """Install what is missing with apt where root may; otherwise say the one line that does it."""
    command = command_for(rows, without_pip=without_pip)
    if not command:
        lacking = [row[1] for row in rows] + ["pip"] * without_pip
        raise SetupError(f"This system lacks {', '.join(lacking)}: install it, then run it again.")
    if command[0] != "apt-get" or os.geteuid() != 0:
        import shlex

        raise SetupError(
            f"System packages are missing: run this, then it again: sudo {shlex.join(command)}"
        )
    started = time.monotonic()
    say("Installing the system packages that are missing, with apt-get …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Someone else's apt (an unattended upgrade, say) may hold the lock for a while.
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    demand([*apt, "update"], env)
    demand([*apt, *command[1:]], env)
    say(f"System packages installed after {time.monotonic() - started:.1f} s.")
