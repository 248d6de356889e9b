"""Writing a file so that it is the old one or the new one, whenever the power fails.

`replace_file` is for the program's own files; `replacing` for one that the user asked for, written
beside its place and moved there once it is whole. `put_in_place` is the last step of both.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.domain.history.exports import ExportCause, ExportFailed
from app.domain.text import is_device_name, utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAUSES = {
    errno.ENOSPC: ExportCause.DISK_FULL,
    errno.EDQUOT: ExportCause.DISK_FULL,
    errno.EFBIG: ExportCause.DISK_FULL,
    errno.ENOENT: ExportCause.FOLDER_GONE,
    errno.ENOTDIR: ExportCause.FOLDER_GONE,
    errno.EACCES: ExportCause.READ_ONLY,
    errno.EPERM: ExportCause.READ_ONLY,
    errno.EROFS: ExportCause.READ_ONLY,
    errno.ENAMETOOLONG: ExportCause.BAD_NAME,
    errno.EINVAL: ExportCause.BAD_NAME,
    errno.EISDIR: ExportCause.BAD_NAME,
    errno.ENOTEMPTY: ExportCause.BAD_NAME,
    errno.EILSEQ: ExportCause.BAD_NAME,
    errno.EBUSY: ExportCause.IN_USE,
    errno.ETXTBSY: ExportCause.IN_USE,
}


_LONGEST_NAME = 255
# Seconds to wait before each further try: virus scanners, indexers and what synchronises folders
# look at a new file for a moment, and Windows replaces none that anybody has open.
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8) if sys.platform == "win32" else ()


def put_in_place(finished: Path, path: Path) -> None:
    """Rename a finished file over another, waiting on Windows until both are free.

    Takes up to two seconds. Raises `OSError`: with EBUSY where one of them stays in use.
    """
    for pause in _PAUSES:
        with suppress(PermissionError):
            finished.replace(path)
            return
        time.sleep(pause)
    try:
        finished.replace(path)
    except PermissionError as error:
        if not _PAUSES:
            raise
        raise OSError(errno.EBUSY, "in use by another program", str(path)) from error


def replace_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Put new content in the place of a file. Raises `OSError`, and then the old one is intact.

    `durable` waits for the disk; without it the file may be lost with the power, never torn by
    the program's death.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # private by itself
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        put_in_place(unfinished, path)
    finally:
        with suppress(OSError):  # it is not there any more where all went well
            unfinished.unlink()


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` when the block ends well.

    Otherwise nothing is left of it and whatever was at `path` is as it was. Raises `ExportFailed`
    for what the machine or the name is to blame for.
    """
    if sys.platform == "win32":
        if is_device_name(path.name) or path.is_dir():
            raise ExportFailed(ExportCause.BAD_NAME, path=str(path))
        # A write-protected one cannot be replaced there, and would be told as open elsewhere.
        if path.exists() and not os.access(path, os.W_OK):
            raise ExportFailed(ExportCause.READ_ONLY, path=str(path))
    with export_failures(path):
        target = Path(os.path.realpath(path))  # a link stays one
        unfinished = target.with_name(f".{secrets.token_hex(8)}.part")
        # Not mkstemp: it makes files for our eyes only, and this one may be for a shared folder.
        descriptor = os.open(
            unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
        )
    try:
        with export_failures(path):
            with os.fdopen(descriptor, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            with suppress(OSError):
                shutil.copymode(target, unfinished)
        with export_failures(path, is_last_step=True):
            put_in_place(unfinished, target)
    finally:
        with suppress(OSError):  # it is not there any more where all went well
            unfinished.unlink()
    _sync_folder(target.parent)


def cause_of(error: OSError, *, is_last_step: bool = False) -> ExportCause:
    """Why the file could not be written."""
    cause = _CAUSES.get(error.errno or 0, ExportCause.OTHER)
    if is_last_step and cause is ExportCause.READ_ONLY:
        # The folder took the new file: it is the old one that cannot be replaced, which on
        # Windows means that somebody has it open.
        return ExportCause.IN_USE
    return cause


@contextmanager
def export_failures(path: Path, *, is_last_step: bool = False) -> Iterator[None]:
    """Raise `ExportFailed` of this file for what the machine or its name is to blame for."""
    try:
        yield
    except OSError as error:
        cause = cause_of(error, is_last_step=is_last_step)
        if cause is ExportCause.FOLDER_GONE and utf16_length(path.name) > _LONGEST_NAME:
            # Windows says of it that its folder is not there.
            cause = ExportCause.BAD_NAME
        raise ExportFailed(cause, path=str(path)) from error
    except ValueError as error:
        if "null" not in str(error):  # the one complaint about a name that is no OSError
            raise
        raise ExportFailed(ExportCause.BAD_NAME, path=str(path)) from error


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where the system lets a folder be synced."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
