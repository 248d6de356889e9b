"""`python -m app` starts the program: what the process needs, before Qt, and then the window."""

from __future__ import annotations

import builtins
import gc
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.command_line import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of this computer's own X11 displays, which have a socket each: ":0", ":0.0", "unix:1".
_LOCAL_DISPLAY = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")
_WAYLAND_LIBRARIES = ("libwayland-client.so.0", "libwayland-cursor.so.0")


def leave_no_core_file() -> None:
    """Have the system write no core file of this process, also where it hands them to a program.

    `PR_SET_DUMPABLE` would do it, too, but closes the process to the desktop's portals, which tell
    Qt of the colour scheme and open its file dialogs. Windows writes dumps of a whole process only
    where an administrator has asked for them, and has no way to refuse.
    """
    if sys.platform == "win32":
        return
    import resource

    # Linux hands core files to a program that collects them whatever the limit, but for a limit
    # of 1, and writes no file that small either.
    least = 1 if sys.platform == "linux" else 0
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    if most != resource.RLIM_INFINITY:
        least = min(least, most)
    with suppress(OSError, ValueError):  # a sandbox may forbid it
        resource.setrlimit(resource.RLIMIT_CORE, (least, most))


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
    # Python's own way is ctypes, which the Linux packages do without: see packaging/bundle.
    from PySide6.QtCore import QLibrary

    return not QLibrary(library).load()


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


def prepare() -> None:
    """Import Qt, and keep Python's own `import`. To be called before anything of PySide6 is there.

    PySide6 replaces `import` by one for `from __feature__ import …`, which nothing here uses. It
    reads the source of every module imported from then on, and keeps it: 17 MB.
    """
    collect_seldom()
    python_import = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - this is what replaces it

    builtins.__import__ = python_import
    gc.freeze()  # Qt and what it brought along stay to the end: nobody need look for garbage there


def collect_seldom() -> None:
    """Have garbage collected less often: hardly anything here has cycles.

    A full collection walks all objects, and holds up all threads for 100 ms where many orders are
    kept: it comes after some 40 million new ones. One of the 40,000 newest takes 13 ms.
    """
    gc.set_threshold(20_000, 0, 1_000)


def print_to_console() -> None:
    """Print to the console into which options were typed, on Windows.

    The launcher has attached the process to it; Python's own streams lead nowhere even so, as the C
    library looks for them before that.
    """
    if sys.platform == "win32" and sys.stdout is None and sys.argv[1:]:
        with suppress(OSError):  # a browser started it, which has none
            console = Path("CONOUT$").open("w", encoding="utf-8")  # noqa: SIM115 - to the end
            sys.stdout = sys.stderr = console


def tell_unloadable(error: ImportError) -> None:
    """Say that a part of the program does not load, where nobody would be told.

    Qt's own dialogs may be that part. Raises the error where there is a console.
    """
    if sys.platform == "win32":
        import ctypes

        if sys.stderr is None:
            text = (
                f"Dispute Desk cannot start: {error}.\n\nThis part is missing, such as where a "
                "virus scanner took it away, or it does not fit this Windows. Install the program "
                "again, and have the scanner leave its folder alone."
            )
            icon = 0x10  # an error's
            ctypes.windll.user32.MessageBoxW(None, text, "Dispute Desk", icon)
            return
    raise error


def main() -> int:
    """Run the program and return its exit status."""
    try:
        return start()
    except ImportError as error:
        tell_unloadable(error)
        return 1


def start() -> int:
    """The same. Raises `ImportError` where a part of it does not load."""
    print_to_console()
    leave_no_core_file()
    options = parse()
    prepare()
    trouble = screen_trouble(os.environ, sys.platform)
    if trouble and not options.self_test:
        sys.exit(trouble)
    if trouble:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.self_test:
        from app.self_test import self_test

        return self_test(options)
    from app.program import run

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
