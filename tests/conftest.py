"""What holds for every test: offscreen, no keyring of the user's, no warning, no window left."""

from __future__ import annotations

import builtins
import gc
import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import keyring
import keyring.backend
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_pythons_import = builtins.__import__


_ended = count()
_ALLOCATIONS = 20_000
"""Objects made between two collections of garbage: most tests end before."""
_OFTEN = 50
"""Tests after which what is there is set aside, windows or not."""


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts this computer into a time zone, until the test ends."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system's zone cannot be changed for one process")

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes a disk of a size, such as "16k", and gives its folder."""
    folder = tmp_path / "small"

    def make(size: str) -> Path:
        mount = shutil.which("mount")
        if mount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
            pytest.skip("making a small disk takes root")
        folder.mkdir()
        made = subprocess.run(  # noqa: S603 - fixed arguments
            [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
            check=False,
            capture_output=True,
        )
        if made.returncode:
            pytest.skip("this system mounts no tmpfs for us")
        return folder

    yield make
    if folder.is_mount():
        # What still has a file open there may end later.
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607 - as above


def fill_up(disk: Path) -> None:
    """Take every byte that is free on it, which deleting the file gives back."""
    with suppress(OSError), (disk / "filling").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that works and forgets. Tests never touch the one of whoever runs them."""

    priority = 10
    most_bytes = 0
    """What it takes in one entry, as UTF-16; 0 for whatever there is. Windows' takes 2560."""

    def __init__(self) -> None:
        # Not keyring's own, which goes through the whole environment for what might be set.
        self.entries: dict[tuple[str, str], str] = {}

    @property
    def accounts(self) -> set[str]:
        """The ids of the accounts that it has anything of."""
        return {name.partition("/")[0] for _, name in self.entries}

    @property
    def tokens(self) -> dict[str, str]:
        """All that its entries hold, by the names that these give it."""
        return {
            name: str(value)
            for text in self.entries.values()
            for name, value in json.loads(text).items()
        }

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.most_bytes and len(password.encode("utf-16-le")) > self.most_bytes:
            raise OSError("(1783, 'CredWrite', 'The stub received bad data.')")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.entries.pop((service, username), None)


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[MemoryKeyring]:
    backend = MemoryKeyring()
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """What pytest makes of all tests stays to the end: no collection of garbage walks it."""
    # PySide6, which pytest-qt has loaded, replaces it: the program takes that back, as here.
    builtins.__import__ = _pythons_import
    gc.disable()
    try:
        with _after_the_first(session.config):
            return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(_ALLOCATIONS)


@contextmanager
def _after_the_first(config: pytest.Config) -> Iterator[None]:
    """The first of several workers collects alone: what it compiles, the others need only load."""
    if sys.platform == "win32" or not hasattr(config, "workerinput"):
        yield
        return
    import fcntl

    with Path(__file__).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(file, fcntl.LOCK_SH)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Nothing is collected in the middle of a test with windows, nor left to the next one.

    A window that nobody holds any more is on the screen all the same: to collect it while Qt is
    painting it, or going through all that there are, is a segmentation fault, then or later on.

    What is still there at the end stays, such as the reports: later collections pass it by. So it
    is after some tests without windows, too.
    """
    if _has_windows(item):
        gc.disable()
    try:
        result = yield
    finally:
        gc.enable()
    if _has_windows(item):
        gc.collect()
        _delete_windows()
        gc.freeze()
    elif next(_ended) % _OFTEN == 0:
        gc.collect()
        gc.freeze()
    return result


def _delete_windows() -> None:
    """What is connected to Qt's own objects outlives its test, and each later look dresses it."""
    from PySide6.QtWidgets import QApplication
    from shiboken6 import delete, isValid

    for window in QApplication.topLevelWidgets():
        if isValid(window) and window.parent() is None:
            delete(window)


def _has_windows(item: pytest.Item) -> bool:
    return "qtbot" in getattr(item, "fixturenames", ())


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.split(".")[0] == "app" and not getattr(record, "expected", False):
            self.seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def fail_on_logged_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in our own log fails the test, unless it is marked `logs_warnings`."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if request.node.get_closest_marker("logs_warnings") is None:
        assert not collector.seen, f"unexpected log entries: {collector.seen}"


@pytest.fixture(autouse=True)
def fail_on_open_window(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that leaves a window on the screen fails."""
    yield
    if not _has_windows(request.node):
        return
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    # What was closed is deleted by an event loop, of which there is none between two tests: a later
    # one would dress and undress it, and Qt crashes on that.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if QGuiApplication.keyboardModifiers() is not Qt.KeyboardModifier.NoModifier:
        # Qt goes on holding what the last key was pressed with: the next test would select by it.
        QTest.keyClick(QWidget(), Qt.Key.Key_F35)

    def visible() -> list[QWidget]:
        return [each for each in QApplication.topLevelWidgets() if each.isVisible()]

    if visible():
        gc.collect()  # what nobody has a reference to any more is not left
    left = visible()
    for widget in left:
        widget.hide()
    assert not left, f"windows left open: {left}"
