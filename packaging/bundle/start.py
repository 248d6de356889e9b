"""The program's first lines where it is frozen: what `python -m app` does from source."""

import os
import sys
from pathlib import Path

from app.__main__ import main, prepare


def restore_environment() -> None:
    """Set the variables back to what they were before the bundle's starter changed them.

    It names the bundle's libraries and Qt's plugins in variables that every child inherits: the
    browser, file manager and mail program that are opened from here would load them in place of
    their own. What needed these variables has read them by now: the loader when the process began,
    Qt below.
    """
    given = Path("/proc/self/environ")
    if not given.exists():
        return
    pairs = (each.partition(b"=") for each in given.read_bytes().split(b"\0") if b"=" in each)
    before = {name: value for name, _, value in pairs if not name.startswith(b"_PYI_")}
    before.pop(b"LD_LIBRARY_PATH", None)
    if b"LD_LIBRARY_PATH_ORIG" in before:
        before[b"LD_LIBRARY_PATH"] = before.pop(b"LD_LIBRARY_PATH_ORIG")
    os.environb.clear()
    os.environb.update(before)


if __name__ == "__main__":
    prepare()
    if sys.platform == "linux":
        from PySide6.QtCore import QCoreApplication

        # Asked for once, Qt keeps them: plugins of another Qt, named outside, stay out of this one.
        QCoreApplication.libraryPaths()
        restore_environment()
    sys.exit(main())
