"""Whether there is a screen to open a window on, told before Qt ends the process over it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of this computer's own X11 displays, which have a socket each: ":0", ":0.0", "unix:1".
_LOCAL_DISPLAY = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")
_WAYLAND_LIBRARIES = ("libwayland-client.so.0", "libwayland-cursor.so.0")


def screen_trouble(environ: Mapping[str, str], system: str) -> str:
    """One sentence on why no window can be opened; "" where nothing speaks against it."""
    if not system.startswith("linux") or environ.get("QT_QPA_PLATFORM"):
        return ""
    display, wayland = environ.get("DISPLAY", ""), environ.get("WAYLAND_DISPLAY", "")
    if wayland and Path(environ.get("XDG_RUNTIME_DIR", ""), wayland).exists():
        # Where it cannot use Wayland, Qt tries X11.
        lacking = "" if display else " and ".join(filter(_is_missing, _WAYLAND_LIBRARIES))
        return f"A window on this Wayland desktop needs {lacking}: install it." if lacking else ""
    if not display and not wayland:
        return (
            "There is no screen to open the window on (DISPLAY is not set): "
            "start Dispute Desk from a desktop."
        )
    local = _LOCAL_DISPLAY.fullmatch(display)
    if display and (local is None or _answers(f"/tmp/.X11-unix/X{local[1]}")):  # noqa: S108 - X11's own place
        return ""
    which = f"{display} (DISPLAY)" if display else f"{wayland} (WAYLAND_DISPLAY)"
    return f"The screen {which} does not answer: start Dispute Desk from a desktop."


def _is_missing(library: str) -> bool:
    import ctypes  # late: most desktops with Wayland have X11 as well

    try:
        ctypes.CDLL(library)
    except OSError:
        return True
    return False


def _answers(path: str) -> bool:
    import socket  # late: most starts have Wayland

    # X11 listens on both; a program in a container may see only the one without a file.
    for address in (path, f"\0{path}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as display:
            try:
                display.connect(address)
            except OSError:
                continue
            return True
    return False
