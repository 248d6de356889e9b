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

Start = Callable[..., OwnProcess]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[OwnProcess] = []

    def start_program() -> OwnProcess:
        folder = DataFolder(tmp_path / "data")
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
    program.until("window")
    program.until("waiting")  # nobody has given up yet, and the window is there
    program.tell("stop")
    program.until("waited")
    program.until("locked")
    (tmp_path / "unlocked").touch()
    program.until("asked")  # for a sign-in: what the keyring holds was read, and is nothing


def test_the_window_closes_and_the_next_start_has_one(start: Start, tmp_path: Path) -> None:
    first = start()
    first.until("prompt")
    first.tell("close")
    first.until("closing")
    second = start()  # while the first is ending
    assert first.until("patience") == 1
    assert first.end() == 0
    second.until("window")
    second.until("prompt")
    second.tell("close")
    second.until("closing")
    assert second.until("patience") == 1
    assert second.end() == 0
