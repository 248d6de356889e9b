"""How often signing in may ask CJ, which documents one `getAccessToken` in five minutes.

The number is CJ's older limit page's; the newer page says one a second. Nobody is locked
out for a slip of the hand by it: what CJ has refused is not sent again for that long, since it
would be refused again; something else may be tried, a few times.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.domain.errors import (
    InvalidInput,
    KeyRejected,
    NotFound,
    Offline,
    Refused,
    SignInTooSoon,
    TimedOut,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.domain.accounts import AccountId

PERIOD = 300.0
"""Seconds for which a refusal counts."""
MOST = 5
"""Exchanges of any credentials in that time."""


class SignInLimit:
    """Remembers, as digests only, what was tried in this run of the program. For any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sent: deque[float] = deque(maxlen=MOST)
        self._refused: dict[bytes, float] = {}
        self._opened: dict[bytes, tuple[float, AccountId]] = {}

    @contextmanager
    def attempt(self, *credentials: str) -> Iterator[None]:
        """A try with these credentials. Raises `SignInTooSoon` instead where it is too early.

        A try that never reached CJ does not count.
        """
        name, is_sent = _digest(credentials), True
        self._check(name)
        try:
            yield
        except (KeyRejected, InvalidInput, NotFound, Refused):
            with self._lock:
                self._refused[name] = self._clock()
            raise
        except (Offline, TimedOut) as error:
            is_sent = not error.not_processed
            raise
        finally:
            if is_sent:
                with self._lock:
                    self._sent.append(self._clock())

    def note_opened(self, account_id: AccountId, *credentials: str) -> None:
        """These credentials have opened this account."""
        with self._lock:
            self._opened[_digest(credentials)] = (self._clock(), account_id)

    def just_opened(self, *credentials: str) -> AccountId | None:
        """The account that they opened a short while ago: CJ would give the same tokens again."""
        with self._lock:
            at, account_id = self._opened.get(_digest(credentials), (None, None))
            return account_id if at is not None and self._left(at) > 0 else None

    def _check(self, name: bytes) -> None:
        with self._lock:
            refused_at = self._refused.get(name)
            if refused_at is not None and self._left(refused_at) > 0:
                raise SignInTooSoon(self._left(refused_at), is_repeated=True)
            if len(self._sent) == MOST and self._left(self._sent[0]) > 0:
                raise SignInTooSoon(self._left(self._sent[0]), is_repeated=False)

    def _left(self, since: float) -> float:
        return since + PERIOD - self._clock()


def _digest(credentials: tuple[str, ...]) -> bytes:
    """Tells credentials apart without keeping them."""
    return hashlib.sha256("\0".join(credentials).encode()).digest()
