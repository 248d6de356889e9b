"""Calls to the system's keyring, which may wait for a person for as long as it likes.

No thread of the program's waits in the keyring itself: whoever asks can stop waiting.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, cast

from app.domain.errors import KeyringCause, KeyringUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 60.0
"""Seconds for which an answer is waited for: long enough to look up a password."""

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")
# What keyring itself recommends: real keyrings have 4 and more, files less than 1.
_LEAST_PRIORITY = 1
# They keep secrets in files that any program can read, keep nothing, or only fail.
_REFUSED_MODULES = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")
_CAUSES = {
    # keyring's own, then those of secretstorage, which it lets through
    "KeyringLocked": KeyringCause.LOCKED,
    "InitError": KeyringCause.LOCKED,
    "LockedException": KeyringCause.LOCKED,
    "PromptDismissedException": KeyringCause.LOCKED,
    "NoKeyringError": KeyringCause.MISSING,
}


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
            return cast("Keyring", backend)
    return None


class _Call(NamedTuple):
    request: Callable[[Keyring], Any]
    answer: Future[Any]


class KeyringCalls:
    """Makes one call after the other, on a thread of its own that nothing waits for at the end.

    A call that nobody waits for any more may still be under way: until it has come back, every
    other fails at once.
    """

    def __init__(self, find: Callable[[], Keyring | None] = find_keyring) -> None:
        self._find = find
        self._guard = threading.Lock()
        self._calls: deque[_Call] = deque()
        self._is_busy = False
        self.is_given_up = False
        """Whether the keyring has not come back from a call that nobody waits for any more."""
        self._on_news: Callable[[], object] = lambda: None
        self._on_return: Callable[[], object] = lambda: None

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody waits for the keyring now."""
        return self._is_busy and not self.is_given_up

    def watch(self, on_news: Callable[[], object]) -> None:
        """Call this whenever waiting began or ended; on any thread, so it must be quick."""
        self._on_news = on_news

    def after_return(self, on_return: Callable[[], object]) -> None:
        """Call this, on a thread that may ask, when the keyring has come back after all."""
        self._on_return = on_return

    def ask(self, request: Callable[[Keyring], _Answer], patience: float = PATIENCE) -> _Answer:
        """The keyring's answer. Raises `KeyringUnavailable` where there is none, or not in time."""
        call = _Call(request, Future())
        with self._guard:
            if self.is_given_up:
                raise KeyringUnavailable(KeyringCause.LOCKED)
            self._calls.append(call)
            must_start, self._is_busy = not self._is_busy, True
        if must_start:
            # A daemon: the program must be able to end while a keyring waits.
            threading.Thread(target=self._work, name="keyring", daemon=True).start()
        self._on_news()
        try:
            answer: _Answer = call.answer.result(patience)
        except TimeoutError:
            self.give_up()
            raise KeyringUnavailable(KeyringCause.LOCKED) from None
        return answer

    def give_up(self) -> None:
        """Have nobody wait any longer."""
        with self._guard:
            self.is_given_up = self._is_busy
            for call in self._calls:
                if not call.answer.done():
                    call.answer.set_exception(KeyringUnavailable(KeyringCause.LOCKED))
        self._on_news()

    def close(self, patience: float) -> None:
        """The program ends: nobody waits for longer than so many seconds from now."""
        ending = threading.Timer(patience, self.give_up)
        ending.daemon = True
        ending.start()

    def _work(self) -> None:
        """Make the calls that are there, and end."""
        while (call := self._next()) is not None:
            outcome = None if call.answer.done() else self._make(call.request)
            with self._guard:
                self._calls.popleft()
                if outcome is not None and not call.answer.done():
                    _settle(call.answer, *outcome)

    def _next(self) -> _Call | None:
        with self._guard:
            if self._calls:
                return self._calls[0]
            was_given_up, self._is_busy, self.is_given_up = self.is_given_up, False, False
        self._on_news()
        if was_given_up:
            self._on_return()
        return None

    def _make(self, request: Callable[[Keyring], Any]) -> tuple[Any, KeyringCause | None]:
        """The answer, or why there is none."""
        try:
            keyring = self._find()
        except Exception as error:  # noqa: BLE001 - keyrings raise whatever their system does
            _log.info("no keyring can be found: %s", type(error).__name__)
            return None, KeyringCause.MISSING
        if keyring is None:
            return None, KeyringCause.MISSING
        try:
            return request(keyring), None
        except Exception as error:  # noqa: BLE001 - likewise
            # The text of a foreign error may hold what it was given.
            _log.info("the keyring cannot be used: %s", type(error).__name__)
            return None, _CAUSES.get(type(error).__name__, KeyringCause.REFUSED)


def _settle(answer: Future[Any], value: object, cause: KeyringCause | None) -> None:
    if cause is None:
        answer.set_result(value)
    else:
        answer.set_exception(KeyringUnavailable(cause))
