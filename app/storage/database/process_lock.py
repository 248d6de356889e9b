"""Which processes work on a data file: marks that end with the process, and one turn at a time."""

from __future__ import annotations

import os
import secrets
import threading
import time
import weakref
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from app.domain.errors import StorageCause, StorageFailed
from app.support.file_lock import got_lock, lock
from app.support.paths import make_private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ENDING = ".running"
_POLL = 0.01


class ProcessMark:
    """Tells other processes that this one lives: a file it keeps locked until it ends.

    A number of a process is not enough, as the system gives it to another one later. The mark
    is set when its name is first asked for.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._guard = threading.Lock()

    def name(self) -> str:
        """The name under which `is_alive` finds this process. Raises `OSError`."""
        with self._guard:
            if not self._name:
                self._name = self._set()
            return self._name

    def is_alive(self, name: str) -> bool:
        """Whether the process that set this mark still runs."""
        return bool(name) and (name == self._name or _is_locked(self._folder / (name + _ENDING)))

    def sweep(self) -> None:
        """Delete the marks of processes that are gone."""
        for path in self._folder.glob("*" + _ENDING):
            if path.stem != self._name and not _is_locked(path):
                with suppress(OSError):  # another process may be sweeping too
                    path.unlink()

    def _set(self) -> str:
        make_private(self._folder)
        while True:
            name = secrets.token_hex(8)
            path = self._folder / (name + _ENDING)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with suppress(OSError):  # where files cannot be locked, others take us for dead
                lock(descriptor)
            # Another process may have swept the file away in the moment before it was locked.
            if path.exists():
                weakref.finalize(self, _lift, descriptor, path)
                return name
            os.close(descriptor)


@contextmanager
def only_one_process(path: Path, patience: float) -> Iterator[None]:
    """Let one process at a time into the block.

    Raises `StorageFailed` (`LOCKED`) where the others take longer than `patience` seconds.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + patience
        while not got_lock(descriptor):
            if time.monotonic() > deadline:
                raise StorageFailed(StorageCause.LOCKED, path=str(path))
            time.sleep(_POLL)
        yield
    finally:
        os.close(descriptor)  # and with it the lock


def _is_locked(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not got_lock(descriptor)
    finally:
        os.close(descriptor)


def _lift(descriptor: int, path: Path) -> None:
    with suppress(OSError):
        os.close(descriptor)
    with suppress(OSError):  # Windows deletes only what nobody has open; the next sweep takes it
        path.unlink()
