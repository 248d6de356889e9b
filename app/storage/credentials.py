"""The tokens of an account, in the operating system's keyring or else in memory only.

There is no file with a token in it, ever: where the system offers no keyring that encrypts, or it
stays locked, the tokens last until the program ends. Every call may block, for instance while
the system asks the user to unlock the keyring, so none belongs on the UI thread.
"""

from __future__ import annotations

import json
import logging
import threading
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.domain.accounts import PRACTICE, AccountId
from app.domain.errors import KeyringUnavailable
from app.domain.tokens import Tokens
from app.storage.timestamps import maybe_moment, maybe_ms
from app.support.log_setup import hide

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

SERVICE = "dispute-desk"
"""The service name of our entries in the keyring; the user name is the account's id."""

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")
# Windows takes 2560 bytes and keyring writes two for each character.
_LENGTH_LIMIT = 1280
# What keyring itself recommends: real keyrings have 4 and more, files less than 1.
_LEAST_PRIORITY = 1
# They keep secrets in files that any program can read, keep nothing, or only fail.
_REFUSED_MODULES = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")


class Where(Enum):
    """Where an account's tokens are kept."""

    KEYRING = "keyring"
    MEMORY = "memory"
    """Until the program ends: the user must be told."""


class Keyring(Protocol):
    """What is used of a keyring."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


def find_keyring() -> Keyring | None:
    """The system's keyring; None where there is none that keeps a secret."""
    import keyring

    found = keyring.get_keyring()
    for backend in getattr(found, "backends", None) or [found]:
        module = type(backend).__module__
        is_safe = not module.startswith(_REFUSED_MODULES) and "Plaintext" not in str(type(backend))
        if is_safe and not hasattr(backend, "backends") and backend.priority >= _LEAST_PRIORITY:
            usable: Keyring = backend
            return usable
    return None


class Credentials:
    """The tokens of every account. What no keyring keeps is held in memory."""

    def __init__(self, find: Callable[[], Keyring | None] = find_keyring) -> None:
        self._find = find
        self._guard = threading.Lock()
        self._held: dict[AccountId, Tokens] = {}

    def __repr__(self) -> str:
        return f"Credentials({len(self._held)} in memory)"

    def is_in_memory(self, account_id: AccountId) -> bool:
        """Whether the account's tokens are lost with the end of the program."""
        with self._guard:
            return account_id in self._held

    def load(self, account_id: AccountId) -> Tokens | None:
        """The account's tokens; None where there are none to be had."""
        with self._guard:
            if account_id in self._held or account_id == PRACTICE:
                return self._held.get(account_id)
            text = self._ask(lambda keyring: keyring.get_password(SERVICE, account_id))
            tokens = _from_text(text) if text else None
            if tokens:
                _keep_out_of_the_log(tokens)
            return tokens

    def save(self, account_id: AccountId, tokens: Tokens) -> Where:
        """Keep tokens in the place of those before, and tell where they are now."""
        _keep_out_of_the_log(tokens)
        with self._guard:
            if account_id != PRACTICE and self._store(account_id, _to_text(tokens)):
                self._held.pop(account_id, None)
                return Where.KEYRING
            self._held[account_id] = tokens
            return Where.MEMORY

    def forget(self, account_id: AccountId) -> None:
        """Delete the account's tokens wherever they are.

        Raises `KeyringUnavailable` where a keyring may still hold them: who signs out must not
        be told that they are gone.
        """
        with self._guard:
            was_held = self._held.pop(account_id, None) is not None
            if account_id != PRACTICE and not self._delete(account_id) and not was_held:
                raise KeyringUnavailable

    def _store(self, account_id: AccountId, text: str) -> bool:
        if len(text) > _LENGTH_LIMIT:
            _log.info("the tokens are too long for a keyring: kept in memory")
            return False

        def store_and_look(keyring: Keyring) -> str | None:
            keyring.set_password(SERVICE, account_id, text)
            return keyring.get_password(SERVICE, account_id)  # some keep nothing and say nothing

        return self._ask(store_and_look) == text

    def _delete(self, account_id: AccountId) -> bool:
        """Whether no keyring holds the account's tokens now."""

        def delete_and_look(keyring: Keyring) -> bool:
            # Keyrings differ in whether deleting what is not there is an error.
            if keyring.get_password(SERVICE, account_id) is None:
                return True
            keyring.delete_password(SERVICE, account_id)
            return keyring.get_password(SERVICE, account_id) is None

        return self._ask(delete_and_look, without=True) or False

    def _ask(
        self, request: Callable[[Keyring], _Answer], without: _Answer | None = None
    ) -> _Answer | None:
        """The keyring's answer; `without` where there is no keyring, None where it fails."""
        try:
            keyring = self._find()
            return request(keyring) if keyring else without
        except Exception as error:  # noqa: BLE001 - keyrings raise whatever their system does
            # The text of a foreign error may hold what it was given.
            _log.info("the keyring cannot be used: %s", type(error).__name__)
            return None


def _keep_out_of_the_log(tokens: Tokens) -> None:
    """Whatever a library may write of them one day."""
    for secret in (tokens.access, tokens.refresh, tokens.open_id):
        hide(secret)


def _to_text(tokens: Tokens) -> str:
    content = {
        "a": tokens.access,
        "r": tokens.refresh,
        "x": maybe_ms(tokens.access_expires),
        "y": maybe_ms(tokens.refresh_expires),
        "i": maybe_ms(tokens.issued),
        "o": tokens.open_id,
    }
    return json.dumps(content, separators=(",", ":"))


def _from_text(text: str) -> Tokens | None:
    """The tokens in an entry; None for an entry of another make, which is left alone."""
    try:
        content = json.loads(text)
        access, refresh, open_id = content["a"], content["r"], content.get("o", "")
        if not all(isinstance(each, str) for each in (access, refresh, open_id)):
            return None
        expire = (_moment(content, "x"), _moment(content, "y"))
        return Tokens(access, refresh, *expire, open_id, _moment(content, "i"))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _moment(content: dict[str, int | None], key: str) -> datetime | None:
    return maybe_moment(content.get(key))
