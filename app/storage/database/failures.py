"""The one place where SQLite's and the file system's failures become `StorageFailed`."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from app.domain.errors import StorageCause, StorageFailed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CAUSES = {
    sqlite3.SQLITE_FULL: StorageCause.DISK_FULL,
    sqlite3.SQLITE_READONLY: StorageCause.READ_ONLY,
    sqlite3.SQLITE_PERM: StorageCause.READ_ONLY,
    sqlite3.SQLITE_BUSY: StorageCause.LOCKED,
    sqlite3.SQLITE_LOCKED: StorageCause.LOCKED,
    sqlite3.SQLITE_CORRUPT: StorageCause.CORRUPT,
    sqlite3.SQLITE_NOTADB: StorageCause.CORRUPT,
    sqlite3.SQLITE_FORMAT: StorageCause.CORRUPT,
    sqlite3.SQLITE_IOERR: StorageCause.OTHER,
    sqlite3.SQLITE_CANTOPEN: StorageCause.OTHER,
    sqlite3.SQLITE_NOMEM: StorageCause.OTHER,
    sqlite3.SQLITE_PROTOCOL: StorageCause.LOCKED,
    sqlite3.SQLITE_NOLFS: StorageCause.OTHER,
}
_LEAST_ROOM = 64 * 1024
"""Bytes that the index of a log and its first pages take."""
_NO_ACCESS = StorageCause.NO_ACCESS
_LONGEST_PATH = 250 if os.name == "nt" else 500
"""Bytes in the path of a data file that SQLite certainly opens; it allows a few more."""
_EXTENDED_CAUSES = {
    # The index of the write-ahead log could not grow.
    sqlite3.SQLITE_IOERR_SHMSIZE: StorageCause.DISK_FULL,
    sqlite3.SQLITE_IOERR_SHORT_READ: StorageCause.CORRUPT,
}
_CAUSES_OF_THE_SYSTEM = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), StorageCause.DISK_FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), StorageCause.READ_ONLY),
    errno.ENAMETOOLONG: StorageCause.PATH_TOO_LONG,
    errno.EBUSY: StorageCause.LOCKED,
}
FAILURES = (sqlite3.Error, OSError, UnicodeDecodeError)
"""What working on a data file raises: a decoding error where SQLite names what is damaged, too."""

WRITING_FAILED = (StorageCause.DISK_FULL, StorageCause.READ_ONLY)
"""What stands in the way of writing only; SQLite usually writes where it is to read, too."""


@contextmanager
def storage_failures(path: Path, *, is_reading: bool = False) -> Iterator[None]:
    """Raise `StorageFailed` for what the machine or the file is to blame for.

    `is_reading` says that nothing was to be saved. Failures that only a mistake of ours can cause
    (SQL that is wrong, a broken constraint) pass as they are: they belong in a crash report.
    """
    try:
        yield
    except FAILURES as error:
        cause = cause_of(error, path)
        if cause is None:
            raise
        raise StorageFailed(cause, path=str(path), is_reading=is_reading) from error


def cause_of(
    error: sqlite3.Error | OSError | UnicodeDecodeError, path: Path
) -> StorageCause | None:
    """Why the file could not be used; None where the program is to blame."""
    if isinstance(error, UnicodeDecodeError):
        return StorageCause.CORRUPT
    if isinstance(error, OSError):
        told = _CAUSES_OF_THE_SYSTEM.get(error.errno or 0, StorageCause.OTHER)
        is_closed = told is StorageCause.READ_ONLY and _cause_by_place(path) is _NO_ACCESS
        return _NO_ACCESS if is_closed else told
    code = getattr(error, "sqlite_errorcode", None)  # the module's own complaints have none
    if code is None:
        # Text that is no UTF-8: nothing of ours wrote it.
        is_garbled = "decode to UTF-8" in str(error)
        return StorageCause.CORRUPT if is_garbled else None
    cause = _EXTENDED_CAUSES.get(code) or _CAUSES.get(code & 0xFF)
    if cause is StorageCause.OTHER and code & 0xFF == sqlite3.SQLITE_CANTOPEN:
        return _cause_by_place(path)
    return cause


def _cause_by_place(path: Path) -> StorageCause:
    path = path.absolute()
    if len(os.fsencode(path)) > _LONGEST_PATH:
        return StorageCause.PATH_TOO_LONG
    seen = next((each for each in path.parents if _may(each, os.F_OK)), None)
    if seen is None:
        return StorageCause.OTHER  # its drive is gone
    present = path if _may(path, os.F_OK) else seen
    if not _may(seen, os.X_OK) or not _may(present, os.R_OK):
        return _NO_ACCESS
    if seen != path.parent:
        return StorageCause.OTHER
    if not _may(present, os.W_OK) or not _may(seen, os.W_OK):
        return StorageCause.READ_ONLY
    return StorageCause.DISK_FULL if _takes_no_file(seen) else StorageCause.OTHER


def _takes_no_file(folder: Path) -> bool:
    """Whether the disk has no room for another file: SQLite does not say so of those beside its."""
    with suppress(OSError):
        if not hasattr(os, "statvfs"):
            return shutil.disk_usage(folder).free < _LEAST_ROOM
        disk = os.statvfs(folder)
        has_no_name = disk.f_files > 0 and disk.f_favail == 0
        return has_no_name or disk.f_bavail * disk.f_frsize < _LEAST_ROOM
    return False


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)
