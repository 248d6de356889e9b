"""Locks on files that the operating system takes back when a process dies, however it dies."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Under Wine the C library says no more than that it failed: what stands there is 0, or what the
# call before has left, that of a file which was not there yet.
_TAKEN = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK, errno.EWOULDBLOCK, 0, errno.ENOENT})

if sys.platform == "win32":
    import msvcrt

    def lock(descriptor: int) -> None:
        """Lock an open file. Raises `OSError` where another process has it, or nothing can."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def lock(descriptor: int) -> None:
        """Lock an open file. Raises `OSError` where another process has it, or nothing can."""
        # flock, not lockf: that one lets go when any handle of this process is closed.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def got_lock(descriptor: int) -> bool:
    """Lock an open file. False where another process has it."""
    try:
        lock(descriptor)
    except OSError as error:
        return error.errno not in _TAKEN  # no locks at all here: go on without
    return True


class FileLock:
    """A file that one process at a time holds.

    Only the lock counts, never that there is a file or what is in it: what a program left that
    was killed, or was brought here from another computer, is taken over and removed at the end.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Hold the file from now on. False where another process does."""
        while self._descriptor is None:
            try:
                descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError:
                return True  # nothing can be locked here, by nobody: go on without
            if not got_lock(descriptor):
                os.close(descriptor)
                return False
            # Windows removes no file that is open, and numbers those of some network drives anew
            # at each look: none would ever be the one of this name.
            if sys.platform == "win32" or _is_file(descriptor, self._path):
                self._descriptor = descriptor
            else:  # removed by the one before, between opening and locking
                os.close(descriptor)
        return True

    def release(self) -> None:
        """Let another process hold it."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if sys.platform == "win32":  # deletes only what nobody has open: not the next one's
            os.close(descriptor)
            self._remove()
        else:
            self._remove()
            os.close(descriptor)

    def _remove(self) -> None:
        with suppress(OSError):
            self._path.unlink()


def _is_file(descriptor: int, path: Path) -> bool:
    """Whether the open file is the one of this name."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
