"""The tokens of the account in use: loaded from the keyring, renewed once, hidden from view."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import (
    AppError,
    InvalidInput,
    KeyRejected,
    KeyringUnavailable,
    SignInRequired,
)
from app.support.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.account.accounts import AccountId
    from app.domain.account.tokens import Tokens
    from app.services.account.connection import Connection
    from app.storage.account.credentials import Credentials

EARLY_PAUSE = 300.0
"""Least seconds between two renewals that nobody waits for."""
SETTLED_PAUSE = 6 * 3600.0
"""The same where CJ gave a token that nears its end too: it gives the same one for a day."""
_SAVE_PATIENCE = 5.0
"""Seconds for which a call waits until the keyring has a token that works already."""
_MOST_A_MINUTE = 5
"""Renewals that CJ's older limit page allows."""

_log = logging.getLogger(__name__)


class Session:
    """Gives the transport its access token and renews it, one renewal whoever is waiting.

    All methods may block on the keyring or the network: background threads only. `now` is this
    computer's clock, which may be wrong; `clock` counts seconds and is never set.
    """

    def __init__(
        self,
        account_id: AccountId,
        credentials: Credentials,
        connection: Callable[[], Connection],
        *,
        now: Callable[[], datetime] = utc_now,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._account_id = account_id
        self._credentials = credentials
        self._connection = connection
        self._now = now
        self._clock = clock
        self._lock = threading.Lock()
        self._renewing = threading.Lock()
        self._tokens: Tokens | None = None
        self._dead_access = ""
        """The access token that could not be renewed: it is not tried again."""
        self._renewals: deque[float] = deque(maxlen=_MOST_A_MINUTE)
        self._early_from = clock()

    def access_token(self) -> str:
        """The token for the next call.

        Raises `SignInRequired` where there is none, `KeyringUnavailable` where it is locked up.
        """
        with self._lock:
            return self._current().access

    def renew(self, stale: str) -> str:
        """A token newer than `stale`. Raises `SignInRequired` where CJ gives no more.

        Callers that come while one is renewing wait for it and get its result.
        """
        with self._renewing:
            with self._lock:
                tokens = self._current()
            if tokens.access != stale:
                return tokens.access
            if self._is_too_often():
                raise SignInRequired
            return self._renew(tokens).access

    def renew_early(self) -> bool:
        """Renew the token if it nears its end, so that no call has to wait for it later.

        Whether it was renewed. Nobody is kept waiting meanwhile, and a failure changes nothing:
        the token in use still works, and its rejection renews it as well.
        """
        with self._renewing:
            if self._clock() < self._early_from:
                return False
            with self._lock:
                try:
                    tokens = self._current()
                except (SignInRequired, KeyringUnavailable):
                    return False
            if not tokens.should_be_renewed(self._now()) or self._is_too_often():
                return False
            self._early_from = self._clock() + EARLY_PAUSE
            try:
                renewed = self._renew(tokens, is_early=True)
            except AppError as error:
                _log.info("renewing early failed: %s", type(error).__name__)
                return False
            if renewed.should_be_renewed(self._now()):
                self._early_from = self._clock() + SETTLED_PAUSE
            return True

    def reload(self) -> None:
        """Somebody has signed in anew: take the tokens from where they are kept."""
        with self._lock:
            self._tokens = None

    def forget(self) -> None:
        """Sign out on this computer. CJ is not told: that would end other programs' tokens too."""
        with self._lock:
            self._tokens = None
            self._credentials.forget(self._account_id)

    def _renew(self, tokens: Tokens, *, is_early: bool = False) -> Tokens:
        """Ask CJ once and keep what it gives. The lock of renewals is held, the other is not."""
        if not tokens.refresh:
            return self._give_up(tokens, SignInRequired())
        self._renewals.append(self._clock())
        try:
            renewed = self._connection().api.account.refresh(tokens.refresh)
        except (KeyRejected, InvalidInput) as error:
            if is_early:
                raise
            return self._give_up(tokens, error)
        with self._lock:
            if self._tokens is not tokens:
                # Signed out, or in again, while CJ was answering: that counts.
                return self._current()
            renewed = replace(renewed, open_id=renewed.open_id or tokens.open_id)
            self._tokens = renewed
            self._credentials.save(self._account_id, renewed, _SAVE_PATIENCE)
            return renewed

    def _give_up(self, tokens: Tokens, error: AppError) -> Tokens:
        """These tokens are dead. What the keyring holds may be newer."""
        with self._lock:
            self._dead_access, self._tokens = tokens.access, None
            try:
                return self._current()
            except SignInRequired as nothing_newer:
                raise SignInRequired(error.exchange) from nothing_newer

    def _is_too_often(self) -> bool:
        is_full = len(self._renewals) == _MOST_A_MINUTE
        return is_full and self._clock() - self._renewals[0] < 60

    def _current(self) -> Tokens:
        if self._tokens is None:
            self._tokens = self._credentials.load(self._account_id)
        if self._tokens is None or self._tokens.access == self._dead_access:
            # What the keyring holds may have been replaced by a new sign-in: look again next time.
            self._tokens = None
            raise SignInRequired
        return self._tokens
