"""The system or a person ends the program in the middle of something: nothing of it is lost."""

from __future__ import annotations

import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.practice.http_server import HttpReply, RequestInfo
from app.support.paths import DataFolder
from tests.cj.server import FaultyServer
from tests.e2e.system.leaving_program import TYPED
from tests.e2e.system.own_process import PATIENCE, OwnProcess

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process there gets no signals")

CREATE = "disputes/create"


class HoldingServer(FaultyServer):
    """Has every filing wait for the test."""

    def __init__(self) -> None:
        super().__init__(pace=1.0, life=False)
        self.is_asked, self.may_answer = threading.Event(), threading.Event()

    def right_reply(self, request: RequestInfo) -> HttpReply:
        if request.endpoint == CREATE:
            self.is_asked.set()
            assert self.may_answer.wait(PATIENCE)
        return super().right_reply(request)


@pytest.fixture
def server() -> Iterator[HoldingServer]:
    with HoldingServer() as running:
        yield running
        running.may_answer.set()
        assert running.internal_errors == []


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture
def start(folder: DataFolder) -> Iterator[Callable[..., OwnProcess]]:
    started: list[OwnProcess] = []

    def start_program(*options: str) -> OwnProcess:
        module, keyring = "tests.e2e.system.leaving_program", "keyring.backends.null.Keyring"
        where = ("--data-dir", str(folder.root))
        started.append(OwnProcess(module, *where, *options, keyring=keyring))
        return started[-1]

    yield start_program
    for each in started:
        each.kill()


def kept(folder: DataFolder) -> list[tuple[str, str]]:
    """The state and the draft of each filing."""
    (path,) = folder.root.glob("**/*.sqlite3")
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT state, draft FROM filings").fetchall()


def test_the_answer_to_what_is_sent_is_awaited_and_written_down(
    start: Callable[..., OwnProcess], server: HoldingServer, folder: DataFolder
) -> None:
    program = start("--base-url", server.base_url)
    assert server.is_asked.wait(PATIENCE)
    program.process.send_signal(signal.SIGINT)
    program.until("ending")
    program.tell("Stay open")
    program.until("staying")
    program.process.send_signal(signal.SIGTERM)
    program.until("ending")
    server.may_answer.set()
    assert program.end() == 0
    assert len(server.record.of(CREATE)) == 1
    ((state, _draft),) = kept(folder)
    assert state in ("filed", "confirmed")


def test_what_was_typed_last_is_saved_first(
    start: Callable[..., OwnProcess], folder: DataFolder
) -> None:
    program = start("--practice")
    program.until("typed")
    assert program.end() == 0
    ((state, draft),) = kept(folder)
    assert state == "draft"
    assert TYPED in draft
