from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import keyring
import keyring.backend
import keyring.errors
import pytest
from keyring.backends import chainer, fail, null

from app.domain.account.accounts import PRACTICE, AccountId
from app.domain.account.tokens import Tokens
from app.domain.errors import KeyringCause, KeyringUnavailable
from app.storage.account.credentials import Credentials
from app.storage.account.keyring_calls import find_keyring
from app.storage.account.token_entries import SERVICE
from tests.builders import NOON
from tests.conftest import MemoryKeyring

ME = AccountId("a1")
TOKENS = Tokens("access-secret", "refresh-secret", NOON, "77")
ROOT = Path(__file__).resolve().parents[3]


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
    assert credentials.save(ME, TOKENS) is None
    assert set(backend.entries) == {"a1/access", "a1/refresh"}
    again = Credentials()
    assert again.load(ME) == TOKENS
    assert again.why_in_memory(ME) is None
    assert again.load(AccountId("a2")) is None


def test_expiry_may_be_unknown(backend: TestKeyring) -> None:
    Credentials().save(ME, Tokens("a", "r"))
    assert Credentials().load(ME) == Tokens("a", "r")


@pytest.mark.parametrize("limit", [0, 2560], ids=["no limit", "as on Windows"])
@pytest.mark.parametrize("length", [1, 625, 2000, 5000])
def test_tokens_of_any_length_are_kept(
    memory_keyring: MemoryKeyring, limit: int, length: int
) -> None:
    memory_keyring.most_bytes = limit
    tokens = Tokens("a" * length, "r" * length, NOON, "77", NOON)
    assert Credentials().save(ME, tokens) is None
    assert Credentials().load(ME) == tokens
    whole = len(memory_keyring.entries) == 2
    assert whole is (limit == 0 or length <= 625)
    assert Credentials().save(ME, TOKENS) is None
    assert len(memory_keyring.entries) == 2
    assert Credentials().load(ME) == TOKENS


@pytest.mark.parametrize("limit", [0, 2560], ids=["no limit", "as on Windows"])
def test_long_tokens_are_forgotten_whole(memory_keyring: MemoryKeyring, limit: int) -> None:
    memory_keyring.most_bytes = limit
    credentials = Credentials()
    assert credentials.save(ME, Tokens("a" * 5000, "r" * 5000)) is None
    credentials.forget(ME)
    assert memory_keyring.entries == {}


def test_parts_of_two_tokens_make_none(memory_keyring: MemoryKeyring) -> None:
    memory_keyring.most_bytes = 2560
    Credentials().save(ME, Tokens("a" * 5000, "r"))
    memory_keyring.entries[SERVICE, "a1/access/1"] = "b" * 1200
    assert Credentials().load(ME) is None


OLD = {"a": "access-secret", "r": "refresh-secret", "x": 1795867200000, "o": "77"}
"""The one entry of an account that the first versions wrote."""


def test_the_one_entry_of_the_first_versions_is_read_and_written_anew(
    backend: TestKeyring,
) -> None:
    backend.entries["a1"] = json.dumps(OLD)
    first = Credentials().load(ME)
    assert first is not None
    assert (first.access, first.refresh, first.open_id) == ("access-secret", "refresh-secret", "77")
    assert set(backend.entries) == {"a1/access", "a1/refresh"}
    assert Credentials().load(ME) == first


def test_signing_out_removes_both_forms(backend: TestKeyring) -> None:
    Credentials().save(ME, TOKENS)
    backend.entries["a1"] = json.dumps(OLD)
    Credentials().forget(ME)
    assert backend.entries == {}


def test_a_token_is_for_the_host_that_gave_it(backend: TestKeyring) -> None:
    other = Credentials(host="localhost:8080")
    Credentials().save(ME, TOKENS)
    assert other.load(ME) is None
    assert Credentials().load(ME) == TOKENS
    theirs = Tokens("theirs", "r")
    other.save(ME, theirs)
    assert Credentials().load(ME) is None
    assert Credentials(host="localhost:8081").load(ME) is None
    assert Credentials(host="localhost:8080").load(ME) == theirs


def test_an_entry_without_a_host_is_for_cj(backend: TestKeyring) -> None:
    backend.entries["a1"] = json.dumps(OLD)
    assert Credentials(host="localhost:8080").load(ME) is None
    assert set(backend.entries) == {"a1"}
    assert Credentials().load(ME) is not None


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


MISSING, LOCKED, REFUSED = KeyringCause.MISSING, KeyringCause.LOCKED, KeyringCause.REFUSED
FAILURES = [
    (keyring.errors.KeyringLocked("locked"), LOCKED),
    (keyring.errors.InitError("dismissed"), LOCKED),
    (keyring.errors.NoKeyringError(), MISSING),
    (keyring.errors.PasswordSetError(1783, "stub"), REFUSED),
    (RuntimeError("D-Bus is gone"), REFUSED),
    (OSError("no such file"), REFUSED),
]


@pytest.mark.parametrize(
    ("failure", "cause"), FAILURES, ids=[type(e).__name__ for e, _ in FAILURES]
)
def test_without_a_usable_keyring_memory_is_used(failure: Exception, cause: KeyringCause) -> None:
    broken = TestKeyring(failure)
    credentials = Credentials(lambda: broken)
    assert credentials.save(ME, TOKENS) is cause
    assert credentials.why_in_memory(ME) is cause
    assert credentials.load(ME) == TOKENS
    if cause is LOCKED:
        with pytest.raises(KeyringUnavailable):
            credentials.forget(ME)  # an older token may be in it
    else:
        credentials.forget(ME)
    for without in (credentials, Credentials(lambda: broken)):
        if cause is LOCKED:
            with pytest.raises(KeyringUnavailable):
                without.load(ME)
        else:
            assert without.load(ME) is None


def test_a_keyring_that_comes_back_is_used_again(backend: TestKeyring) -> None:
    credentials = Credentials()
    backend.failure = keyring.errors.KeyringLocked()
    credentials.save(ME, TOKENS)
    backend.failure = None
    newer = Tokens("newer", "r")
    assert credentials.save(ME, newer) is None
    assert credentials.load(ME) == newer
    assert Credentials().load(ME) == newer


def test_a_keyring_that_keeps_nothing_is_found_out() -> None:
    credentials = Credentials(Forgetful)
    assert credentials.save(ME, TOKENS) is KeyringCause.REFUSED


def test_a_failing_search_for_a_keyring_is_no_error() -> None:
    def fail_to_find() -> TestKeyring:
        raise ImportError("no module named jeepney")

    assert Credentials(fail_to_find).save(ME, TOKENS) is KeyringCause.MISSING


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
    assert credentials.save(PRACTICE, TOKENS) is None
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
    assert json.loads(backend.entries["a1/access"])["a"] == "access-secret"


def test_keyring_is_not_imported_before_it_is_used() -> None:
    code = (
        "import sys; import app.storage.account.credentials, app.storage.ledger.ledger;"
        "import app.storage.preferences, app.support.paths, app.support.log_setup;"
        "sys.exit(any(m.split('.')[0] in ('keyring', 'platformdirs') for m in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)  # noqa: S603 - our own interpreter
