"""What Python needs under Wine and nowhere else. Only the test's own Windows has this file."""

import _winapi
import errno
import msvcrt
import os
import sys
from collections.abc import Callable
from typing import Any

FONTS = r"C:\fonts"
windows: Any = msvcrt  # seen from another system, it has no names


def _with_errno(lock: Callable[..., None]) -> Callable[..., None]:
    """Wine refuses a lock without saying why; Windows says EACCES, or EDEADLOCK after a wait."""

    def locking(file: int, mode: int, size: int) -> None:
        try:
            lock(file, mode, size)
        except OSError as error:
            if error.errno:
                raise
            is_waiting = mode in (windows.LK_LOCK, windows.LK_RLCK)
            code = errno.EDEADLOCK if is_waiting else errno.EACCES
            raise OSError(code, os.strerror(code)) from None

    return locking


windows.locking = _with_errno(windows.locking)
# Wine keeps every QT_* variable of Linux to itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QPA_FONTDIR", FONTS)
# Wine 8 has no CopyFile2; without it Python copies by itself.
if hasattr(_winapi, "CopyFile2"):
    del _winapi.CopyFile2
# Qt's tools for translations find their libraries there.
os.environ["PATH"] += rf";{sys.prefix}\Lib\site-packages\PySide6"
