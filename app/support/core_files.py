"""What a crash leaves on the disk: nothing of the memory, where tokens are."""

from __future__ import annotations

import sys
from contextlib import suppress


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
