"""The whole program on real threads and real HTTP, against a practice server outside of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from app.api.http.rate_limiter import RateLimiter
from app.command_line import parse
from app.composition import AccountComposer
from app.program import Program
from app.support.paths import DataFolder
from app.ui.filing import flow_runner
from tests.cj.server import FaultyServer
from tests.data_files import CopiedDatabase

Start = Callable[..., Program]
SignIn = Callable[..., None]
W = TypeVar("W", bound=QWidget)


class PatientBot(QtBot):
    """Looks thirty times a second at what it waits for, not a hundred times.

    These tests wait for seconds, as CJ answers one call a second; each look goes through a window.
    """

    def wait(self, ms: int) -> None:
        super().wait(max(ms, 30))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture
def pace() -> float:
    """Calls a second that CJ takes; 1 where the pace is what the test is about."""
    return 10.0


@pytest.fixture
def server(pace: float, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyServer]:
    monkeypatch.setattr("app.composition.RateLimiter", partial(RateLimiter, pace))
    monkeypatch.setattr("app.composition.Database", CopiedDatabase)
    with FaultyServer(pace=pace, life=False) as running:
        yield running
        assert running.internal_errors == []


@pytest.fixture
def start(
    qapp: QApplication, qtbot: QtBot, server: FaultyServer, tmp_path: Path
) -> Iterator[Start]:
    """Starts the program; it is closed at the end of the test."""
    programs: list[Program] = []

    def start_program(*arguments: str, folder: DataFolder | None = None) -> Program:
        folder = folder or DataFolder(tmp_path / "data")
        folder.create()
        options = parse(["--base-url", server.base_url, *arguments])
        program = Program(qapp, folder, options)
        programs.append(program)
        with qtbot.waitSignal(program.window.ready, timeout=20_000):
            program.window.show()
        return program

    locale = QLocale()
    yield start_program
    for program in programs:
        close(program)
    # A language that was chosen in it holds for the whole application.
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        delete(translator)
    QLocale.setDefault(locale)


@pytest.fixture
def sign_in_before(server: FaultyServer, tmp_path: Path) -> SignIn:
    """Signs in with these keys, as on another day: no window is opened for it."""

    def sign_in(*keys: str) -> None:
        folder = DataFolder(tmp_path / "data")
        folder.create()
        opener = AccountComposer(folder, server.base_url)
        for key in keys:
            assert opener.accounts.sign_in(key).not_kept is None
        opener.close()

    return sign_in


@pytest.fixture
def practice_server(monkeypatch: pytest.MonkeyPatch) -> FaultyServer:
    """The server of practice mode, where neither it nor the program waits."""
    monkeypatch.setattr(flow_runner, "SAVE_DELAY_MS", 0)
    monkeypatch.setattr(flow_runner, "TERMS_DELAY_MS", 0)
    monkeypatch.setattr("app.composition.RateLimiter", partial(RateLimiter, math.inf))
    monkeypatch.setattr(RateLimiter, "note_limit", lambda _pace, _limit: None)
    server = FaultyServer(pace=0, life=False)
    monkeypatch.setattr("app.practice.server.PracticeServer", lambda _world: server)
    return server


@pytest.fixture
def practice(qtbot: QtBot, start: Start, practice_server: FaultyServer) -> Program:
    """The program in practice mode, without waits."""
    program = start("--practice")
    qtbot.waitUntil(lambda: program.window.desk is not None, timeout=15_000)
    return program


def close(program: Program) -> None:
    """End a program as its user does, and wait for its threads. Twice is once."""
    if not isValid(program.window):
        return
    program.window.close()
    program.close()
    delete(program.window)


def find(root: QWidget, kind: type[W], name: str) -> W:
    """The one visible widget of a kind with this accessible name or text."""
    found: list[W] = [
        each
        for each in root.findChildren(kind)
        if each.isVisible() and name in (each.accessibleName(), getattr(each, "text", str)())
    ]
    assert len(found) == 1, f"{len(found)} visible {kind.__name__} named {name!r}"
    return found[0]
