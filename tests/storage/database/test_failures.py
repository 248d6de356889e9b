from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from app.domain.errors import StorageCause
from app.storage.database.failures import cause_of


def failure(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("told by its code, never by its words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OSError(errno.ENOSPC, ""), StorageCause.DISK_FULL),
        (OSError(errno.EDQUOT, ""), StorageCause.DISK_FULL),
        (PermissionError(errno.EACCES, ""), StorageCause.READ_ONLY),
        (OSError(errno.EROFS, ""), StorageCause.READ_ONLY),
        (FileNotFoundError(errno.ENOENT, ""), StorageCause.OTHER),
        (failure(sqlite3.SQLITE_FULL), StorageCause.DISK_FULL),
        (failure(sqlite3.SQLITE_IOERR_SHMSIZE), StorageCause.DISK_FULL),
        (failure(sqlite3.SQLITE_READONLY_DBMOVED), StorageCause.READ_ONLY),
        (failure(sqlite3.SQLITE_BUSY_SNAPSHOT), StorageCause.LOCKED),
        (failure(sqlite3.SQLITE_LOCKED), StorageCause.LOCKED),
        (failure(sqlite3.SQLITE_CORRUPT_VTAB), StorageCause.CORRUPT),
        (failure(sqlite3.SQLITE_NOTADB), StorageCause.CORRUPT),
        (failure(sqlite3.SQLITE_IOERR_READ), StorageCause.OTHER),
        (failure(sqlite3.SQLITE_CANTOPEN_ISDIR), StorageCause.OTHER),
        (failure(sqlite3.SQLITE_ERROR), None),
        (failure(sqlite3.SQLITE_CONSTRAINT_UNIQUE), None),
        (sqlite3.ProgrammingError("Cannot operate on a closed database."), None),
        (sqlite3.OperationalError("Could not decode to UTF-8 column 'a'"), StorageCause.CORRUPT),
    ],
)
def test_failures_are_told_by_their_code(
    tmp_path: Path, error: sqlite3.Error | OSError, cause: StorageCause | None
) -> None:
    assert cause_of(error, tmp_path / "a.sqlite3") is cause


def test_a_drive_that_is_gone_is_no_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: object, **_more: object) -> None:
        raise OSError(errno.ENOTCONN, "Transport endpoint is not connected")

    monkeypatch.setattr("os.stat", fail)
    monkeypatch.setattr("os.access", lambda _path, _mode, **_more: False)
    cause = cause_of(failure(sqlite3.SQLITE_CANTOPEN), tmp_path / "a.sqlite3")
    assert cause is StorageCause.OTHER


@pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions")
@pytest.mark.parametrize(
    ("forbidden", "cause"),
    [
        (os.R_OK, StorageCause.NO_ACCESS),
        (os.X_OK, StorageCause.NO_ACCESS),
        (os.W_OK, StorageCause.READ_ONLY),
        (-1, StorageCause.OTHER),
    ],
)
def test_what_may_not_be_read_is_not_called_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forbidden: int, cause: StorageCause
) -> None:
    monkeypatch.setattr("os.access", lambda _path, mode, **_more: mode != forbidden)
    assert cause_of(failure(sqlite3.SQLITE_CANTOPEN), tmp_path / "a.sqlite3") is cause
    if forbidden in (os.R_OK, os.X_OK):
        assert cause_of(PermissionError(errno.EACCES, ""), tmp_path / "a" / "b") is cause
