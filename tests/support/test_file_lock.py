from __future__ import annotations

import errno
import os
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.support import file_lock
from app.support.file_lock import FileLock


@pytest.mark.parametrize(
    "code",
    [errno.EACCES, errno.EAGAIN, 0, errno.ENOENT],
    ids=["Windows", "POSIX", "Wine", "Wine, after a new file"],
)
def test_a_lock_that_the_system_refuses_is_another_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(code, "refused")

    monkeypatch.setattr(file_lock, "lock", refuse)
    assert not FileLock(tmp_path / "window.lock").take()


def test_where_nothing_can_be_locked_the_program_goes_on_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def has_no_locks(_descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(file_lock, "lock", has_no_locks)
    assert FileLock(tmp_path / "window.lock").take()


def test_a_drive_that_numbers_its_files_anew_at_each_look_holds_no_start_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = count()

    def differ(*_args: object) -> bool:
        assert next(looks) < 3
        return False

    monkeypatch.setattr(os.path, "samestat", differ)
    monkeypatch.setattr(file_lock, "sys", SimpleNamespace(platform="win32"))
    lock, other = FileLock(tmp_path / "window.lock"), FileLock(tmp_path / "window.lock")
    assert lock.take()
    assert not other.take()
    lock.release()
    assert other.take()
    other.release()
