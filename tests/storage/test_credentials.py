from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import keyring
import keyring.backend
import keyring.errors
import pytest
from keyring.backends import chainer, fail, null

from app.domain.accounts import PRACTICE, AccountId
from app.domain.errors import KeyringUnavailable
from app.domain.tokens import Tokens
from app.storage.credentials import SERVICE, Credentials, Where, find_keyring
from tests.builders import NOON

ME = AccountId("a1")
TOKENS = Tokens("access-secret", "refresh-secret", NOON, datetime(2027, 1, 1, tzinfo=UTC), "77")
ROOT = Path(__file__).resolve().parents[2]


class TestKeyring(keyring.backend.KeyringBackend):
    """A keyring in memory, or one that fails the way it is told to."""

    __test__ = False
    priority = 5

    def __init__(self, failure: Exception | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's base has no annotations
        self.failure = failure
        self.entries: dict[str, str] = {}
        self.calls: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:
        self._call("get", service)
        return self.entries.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._call("set", service)
        self.entries[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._call("delete", service)
        if username not in self.entries:
            raise keyring.errors.PasswordDeleteError
        del self.entries[username]

    def _call(self, name: str, service: str) -> None:
        assert service == SERVICE == "dispute-desk"
        self.calls.append(name)
        if self.failure:
            raise self.failure


class Forgetful(TestKeyring):
    """Says nothing and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        self.calls.append("set")


class PlaintextKeyring(TestKeyring):
    """Named like the one of keyrings.alt."""


class LowPriority(TestKeyring):
    """Not recommended by its own makers, as files are."""

    priority = 0.5  # type: ignore[assignment]  # numbers of either kind are used


class Chain(TestKeyring):
    """Several keyrings behind one, as keyring's own chainer."""

    backends: ClassVar[list[keyring.backend.KeyringBackend]] = []


@pytest.fixture
def backend() -> TestKeyring:
    used = TestKeyring()
    keyring.set_keyring(used)  # the fixture of all tests puts the one before back
    return used


def test_tokens_are_kept_in_the_keyring(backend: TestKeyring) -> None:
    credentials = Credentials()
    assert credentials.save(ME, TOKENS) is Where.KEYRING
    assert list(backend.entries) == ["a1"]
    again = Credentials()
    assert again.load(ME) == TOKENS
    assert not again.is_in_memory(ME)
    assert again.load(AccountId("a2")) is None


def test_expiry_may_be_unknown(backend: TestKeyring) -> None:
    Credentials().save(ME, Tokens("a", "r"))
    assert Credentials().load(ME) == Tokens("a", "r")


def test_an_entry_fits_into_the_smallest_keyring(backend: TestKeyring) -> None:
    long = Tokens("a" * 550, "r" * 550, NOON, NOON, "1" * 20)
    assert Credentials().save(ME, long) is Where.KEYRING
    assert len(backend.entries["a1"].encode("utf-16-le")) <= 2560


def test_what_is_too_long_for_windows_is_kept_in_memory(backend: TestKeyring) -> None:
    credentials = Credentials()
    long = Tokens("a" * 2000, "r")
    assert credentials.save(ME, long) is Where.MEMORY
    assert backend.entries == {}
    assert credentials.load(ME) == long


def test_forgotten_tokens_are_gone(backend: TestKeyring) -> None:
    credentials = Credentials()
    credentials.save(ME, TOKENS)
    credentials.forget(ME)
    assert backend.entries == {}
    assert credentials.load(ME) is None
    credentials.forget(ME)  # there is nothing, and that is no error
    assert "delete" not in backend.calls[-1]


class Stubborn(TestKeyring):
    """Says that it deletes, and does not."""

    def delete_password(self, service: str, username: str) -> None:
        self.calls.append("delete")


@pytest.mark.parametrize("reason", ["locked", "stubborn"])
def test_tokens_that_stay_in_the_keyring_are_not_called_forgotten(reason: str) -> None:
    used = Stubborn() if reason == "stubborn" else TestKeyring()
    credentials = Credentials(lambda: used)
    credentials.save(ME, TOKENS)
    used.failure = keyring.errors.KeyringLocked() if reason == "locked" else None
    with pytest.raises(KeyringUnavailable):
        credentials.forget(ME)
    used.failure = None
    assert credentials.load(ME) == TOKENS


def test_without_any_keyring_there_is_nothing_left_to_forget() -> None:
    credentials = Credentials(lambda: None)
    credentials.save(ME, TOKENS)
    credentials.forget(ME)
    credentials.forget(ME)
    assert credentials.load(ME) is None


@pytest.mark.parametrize(
    "failure",
    [
        keyring.errors.KeyringLocked("locked"),
        keyring.errors.InitError("dismissed"),
        keyring.errors.NoKeyringError(),
        keyring.errors.PasswordSetError(1783, "stub"),
        RuntimeError("D-Bus is gone"),
        OSError("no such file"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_without_a_usable_keyring_memory_is_used(failure: Exception) -> None:
    broken = TestKeyring(failure)
    credentials = Credentials(lambda: broken)
    assert credentials.load(ME) is None
    assert credentials.save(ME, TOKENS) is Where.MEMORY
    assert credentials.is_in_memory(ME)
    assert credentials.load(ME) == TOKENS
    credentials.forget(ME)
    assert credentials.load(ME) is None
    assert Credentials(lambda: broken).load(ME) is None


def test_a_keyring_that_comes_back_is_used_again(backend: TestKeyring) -> None:
    credentials = Credentials()
    backend.failure = keyring.errors.KeyringLocked()
    credentials.save(ME, TOKENS)
    backend.failure = None
    newer = Tokens("newer", "r")
    assert credentials.save(ME, newer) is Where.KEYRING
    assert credentials.load(ME) == newer
    assert Credentials().load(ME) == newer


def test_a_keyring_that_keeps_nothing_is_found_out() -> None:
    credentials = Credentials(Forgetful)
    assert credentials.save(ME, TOKENS) is Where.MEMORY


def test_a_failing_search_for_a_keyring_is_no_error() -> None:
    def fail_to_find() -> TestKeyring:
        raise ImportError("no module named jeepney")

    assert Credentials(fail_to_find).save(ME, TOKENS) is Where.MEMORY


@pytest.mark.parametrize(
    "refused",
    [fail.Keyring, null.Keyring, chainer.ChainerBackend, PlaintextKeyring, LowPriority, Chain],
)
def test_what_keeps_no_secret_is_refused(refused: type[keyring.backend.KeyringBackend]) -> None:
    keyring.set_keyring(refused())
    if refused is not chainer.ChainerBackend:  # it holds whatever this computer has
        assert find_keyring() is None


def test_of_a_chain_the_first_that_keeps_secrets_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    safe = TestKeyring()
    monkeypatch.setattr(Chain, "backends", [PlaintextKeyring(), safe])
    keyring.set_keyring(Chain())
    assert find_keyring() is safe


def test_keyrings_of_files_are_refused_by_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TestKeyring, "__module__", "keyrings.alt.file")
    keyring.set_keyring(TestKeyring())
    assert find_keyring() is None


def test_practice_never_touches_the_keyring(backend: TestKeyring) -> None:
    credentials = Credentials()
    assert credentials.load(PRACTICE) is None
    assert credentials.save(PRACTICE, TOKENS) is Where.MEMORY
    assert credentials.load(PRACTICE) == TOKENS
    credentials.forget(PRACTICE)
    assert credentials.load(PRACTICE) is None
    assert backend.calls == []


@pytest.mark.parametrize(
    "entry",
    ["", "{", "[]", "null", '"x"', '{"a":1,"r":2}', '{"a":"x"}', '{"a":"x","r":"y","x":1e99}'],
)
def test_a_foreign_entry_is_left_alone(backend: TestKeyring, entry: str) -> None:
    backend.entries["a1"] = entry
    assert Credentials().load(ME) is None
    assert backend.entries["a1"] == entry


def test_nothing_shows_a_token(backend: TestKeyring, caplog: pytest.LogCaptureFixture) -> None:
    backend.failure = RuntimeError("could not store access-secret")
    credentials = Credentials()
    with caplog.at_level("DEBUG"):
        credentials.save(ME, TOKENS)
    shown = f"{credentials!r} {TOKENS!r} {caplog.text}"
    assert "secret" not in shown
    assert "RuntimeError" in shown


def test_an_entry_is_plain_json(backend: TestKeyring) -> None:
    Credentials().save(ME, TOKENS)
    assert json.loads(backend.entries["a1"])["a"] == "access-secret"


def test_keyring_is_not_imported_before_it_is_used() -> None:
    code = (
        "import sys; import app.storage.credentials, app.storage.ledger.ledger;"
        "import app.storage.preferences, app.support.paths, app.support.log_setup;"
        "sys.exit(any(m.split('.')[0] in ('keyring', 'platformdirs') for m in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)  # noqa: S603 - our own interpreter
