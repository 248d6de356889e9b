"""`python -m app` starts the program."""

from __future__ import annotations

import builtins
import gc
import os
import sys

from app.command_line import parse
from app.support.core_files import leave_no_core_file
from app.support.screen import screen_trouble


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


def main() -> int:
    """Run the program and return its exit status."""
    leave_no_core_file()
    options = parse()
    trouble = screen_trouble(os.environ, sys.platform)
    if trouble and not options.self_test:
        sys.exit(trouble)
    if trouble:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare()
    if options.self_test:
        from app.self_test import self_test

        return self_test(options)
    from app.program import run

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
