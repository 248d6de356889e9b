from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TypeVar

import pytest

from app.domain.account.accounts import PRACTICE, AccountId
from app.domain.account.tokens import Tokens
from app.domain.errors import KeyringCause, KeyringUnavailable
from app.storage.account.credentials import Credentials
from app.storage.account.keyring_calls import KeyringCalls
from tests.conftest import MemoryKeyring

ME = AccountId("a1")
T = TypeVar("T")


class PromptingKeyring(MemoryKeyring):
    """Waits in every call until it is unlocked."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()
        self.prompted = threading.Event()
        self.threads: set[int] = set()

    def get_password(self, service: str, username: str) -> str | None:
        self._wait()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._wait()
        super().set_password(service, username, password)

    def _wait(self) -> None:
        self.threads.add(threading.get_ident())
        self.prompted.set()
        assert self.unlocked.wait(20)


@pytest.fixture
def backend() -> Iterator[PromptingKeyring]:
    used = PromptingKeyring()
    yield used
    used.unlocked.set()


def begin(work: Callable[[], T]) -> Future[T]:
    """The work on a thread of its own."""
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except KeyringUnavailable as error:
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return outcome


def cause_of(outcome: Future[T]) -> KeyringCause:
    with pytest.raises(KeyringUnavailable) as caught:
        outcome.result(5)
    return caught.value.cause


def until_over(keyring: KeyringCalls) -> Callable[[], None]:
    """A wait until the keyring has come back from all calls."""
    over = threading.Event()
    keyring.watch(
        lambda: over.set() if not (keyring.is_waited_for or keyring.is_given_up) else None
    )

    def wait() -> None:
        assert over.wait(5)

    return wait


def test_a_call_that_is_given_up_ends_for_all_who_wait(backend: PromptingKeyring) -> None:
    credentials = Credentials(lambda: backend)
    waiting = [begin(lambda: credentials.load(ME)) for _ in range(3)]
    assert backend.prompted.wait(5)
    was_waited_for = credentials.keyring.is_waited_for
    credentials.keyring.give_up()
    assert [cause_of(each) for each in waiting] == [KeyringCause.LOCKED] * 3
    assert (was_waited_for, credentials.keyring.is_waited_for) == (True, False)
    assert cause_of(begin(lambda: credentials.load(ME))) is KeyringCause.LOCKED  # at once
    assert threading.get_ident() not in backend.threads


def test_practice_does_not_wait_for_a_keyring(backend: PromptingKeyring) -> None:
    credentials = Credentials(lambda: backend)
    begin(lambda: credentials.load(ME))
    assert backend.prompted.wait(5)
    tokens = Tokens("a", "r")
    assert credentials.save(PRACTICE, tokens) is None
    assert credentials.load(PRACTICE) == tokens
    assert credentials.why_in_memory(ME) is None


def test_the_end_waits_for_a_keyring_no_longer_than_told(backend: PromptingKeyring) -> None:
    credentials = Credentials(lambda: backend)
    waiting = begin(lambda: credentials.load(ME))
    assert backend.prompted.wait(5)
    credentials.keyring.close(0.05)
    assert cause_of(waiting) is KeyringCause.LOCKED


def test_tokens_that_were_not_waited_for_are_kept_once_the_keyring_comes_back(
    backend: PromptingKeyring,
) -> None:
    credentials = Credentials(lambda: backend)
    assert credentials.save(ME, Tokens("first", "r"), patience=0.05) is KeyringCause.LOCKED
    assert credentials.save(ME, Tokens("second", "r")) is KeyringCause.LOCKED  # at once
    assert credentials.load(ME) == Tokens("second", "r")
    kept = threading.Event()
    catch_up = credentials._catch_up

    def after_return() -> None:
        catch_up()
        kept.set()

    credentials.keyring.after_return(after_return)
    backend.unlocked.set()
    assert kept.wait(5)
    assert credentials.why_in_memory(ME) is None
    assert Credentials(lambda: backend).load(ME) == Tokens("second", "r")


def test_a_keyring_that_has_come_back_is_asked_again(backend: PromptingKeyring) -> None:
    credentials = Credentials(lambda: backend)
    waiting = begin(lambda: credentials.load(ME))
    assert backend.prompted.wait(5)
    credentials.keyring.give_up()
    cause_of(waiting)
    wait = until_over(credentials.keyring)
    backend.unlocked.set()
    wait()
    assert credentials.load(ME) is None
