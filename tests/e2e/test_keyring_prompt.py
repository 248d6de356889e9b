"""A keyring that asks for its password, and nobody answers: nothing of the program waits for it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.domain.accounts import Account, AccountId
from app.services.account_registry import AccountRegistry
from app.storage.preferences import Preferences
from app.support.paths import DataFolder
from tests.e2e.unanswered_keyring import VARIABLE

ROOT = Path(__file__).resolve().parents[2]
BAR = 2.0
"""Seconds in which a window is there, and in which it is closed."""


class Started:
    """A program of its own, with what it says."""

    def __init__(self, folder: Path, unlocked: Path) -> None:
        backend = "tests.e2e.unanswered_keyring.UnansweredKeyring"
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            [
                sys.executable,
                "-m",
                "tests.e2e.keyring_prompt_program",
                *("--data-dir", str(folder), "--base-url", "http://127.0.0.1:9", "--lang", "en"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHON_KEYRING_BACKEND": backend,
                "QT_QPA_PLATFORM": "offscreen",
                VARIABLE: str(unlocked),
            },
        )
        self._said: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(line)
        self._said.put("")

    def until(self, word: str) -> float:
        """The seconds after which it said so, by its own clock."""
        with suppress(queue.Empty):
            while line := self._said.get(timeout=20):
                said, seconds = line.split()
                if said == word:
                    return float(seconds)
        pytest.fail(f"without a word of {word!r}")

    def tell(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def end(self, within: float) -> float | None:
        """The seconds that it takes to be gone; None where that is longer."""
        begun = time.monotonic()
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            return None
        return time.monotonic() - begun


Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Started] = []

    def start_program(name: str = "data") -> Started:
        folder = DataFolder(tmp_path / name)
        folder.create()
        AccountRegistry(Preferences(folder.preferences)).use(Account(AccountId("a1"), "CJ1"))
        program = Started(folder.root, tmp_path / "unlocked")
        started.append(program)
        return program

    yield start_program
    for each in started:
        each.process.kill()
        each.process.communicate()


def test_the_window_is_there_and_says_what_it_waits_for(start: Start, tmp_path: Path) -> None:
    program = start()
    with_prompt = program.until("window")
    program.until("waiting")
    (tmp_path / "unlocked").touch()
    without = start("other").until("window")
    assert with_prompt < max(BAR, 2 * without)  # a busy computer is no fault of the program's


def test_the_window_closes_and_the_next_start_has_one(start: Start) -> None:
    first = start()
    first.until("prompt")
    first.tell("close")
    first.until("closing")
    second = start()  # while the first is ending
    ended = first.end(5 * BAR)
    second.until("window")
    assert ended is not None
    assert ended < BAR
    second.until("prompt")
    second.tell("close")
    second.until("closing")
    ended = second.end(5 * BAR)
    assert ended is not None
    assert ended < BAR
    assert (first.process.returncode, second.process.returncode) == (0, 0)


def test_waiting_can_be_given_up_and_goes_on_by_itself_once_unlocked(
    start: Start, tmp_path: Path
) -> None:
    program = start()
    program.until("waiting")
    program.tell("stop")
    program.until("waited")
    program.until("locked")
    (tmp_path / "unlocked").touch()
    program.until("asked")  # for a sign-in: what the keyring holds was read, and is nothing
