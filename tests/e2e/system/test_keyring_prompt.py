"""A keyring that asks for its password, and nobody answers: nothing of the program waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.account.accounts import Account, AccountId
from app.services.account.registry import AccountRegistry
from app.storage.preferences import Preferences
from app.support.paths import DataFolder
from tests.e2e.system.own_process import OwnProcess
from tests.e2e.system.unanswered_keyring import VARIABLE

BAR = 2.0
"""Seconds in which a window is there, and in which it is closed."""

Start = Callable[..., OwnProcess]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[OwnProcess] = []

    def start_program(name: str = "data") -> OwnProcess:
        folder = DataFolder(tmp_path / name)
        folder.create()
        AccountRegistry(Preferences(folder.preferences)).use(Account(AccountId("a1"), "CJ1"))
        program = OwnProcess(
            "tests.e2e.system.keyring_prompt_program",
            *("--data-dir", str(folder.root), "--base-url", "http://127.0.0.1:9"),
            keyring="tests.e2e.system.unanswered_keyring.UnansweredKeyring",
            **{VARIABLE: str(tmp_path / "unlocked")},
        )
        started.append(program)
        return program

    yield start_program
    for each in started:
        each.kill()


def test_the_window_is_there_and_waiting_can_be_given_up(start: Start, tmp_path: Path) -> None:
    program = start()
    with_prompt = program.until("window")
    program.until("waiting")
    program.tell("stop")
    program.until("waited")
    program.until("locked")
    (tmp_path / "unlocked").touch()
    program.until("asked")  # for a sign-in: what the keyring holds was read, and is nothing
    if with_prompt >= BAR:  # a busy computer is no fault of the program's
        assert with_prompt < 2 * start("other").until("window")


def test_the_window_closes_and_the_next_start_has_one(start: Start, tmp_path: Path) -> None:
    first = start()
    first.until("prompt")
    first.tell("close")
    first.until("closing")
    second = start()  # while the first is ending
    ended = [first.end(5 * BAR)]
    second.until("window")
    second.until("prompt")
    second.tell("close")
    second.until("closing")
    ended.append(second.end(5 * BAR))
    # The keyring is waited for a second and no more; a busy computer takes its time for the rest.
    assert all(each is not None and each < 2 * BAR for each in ended), ended
    assert (first.process.returncode, second.process.returncode) == (0, 0)
