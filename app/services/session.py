"""The tokens of the account in use: loaded from the keyring, renewed once, hidden from view."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.accounts import AccountId, Tokens
from app.domain.errors import InvalidInput, KeyRejected, SignInRequired
from app.storage.credentials import Credentials, Where

if TYPE_CHECKING:
    from app.services.connection import Connection


class Session:
    """Gives the transport its access token and renews it, one renewal whoever is waiting.

    All methods may block on the keyring or the network: background threads only.
    """

    def __init__(
        self, account_id: AccountId, credentials: Credentials, connection: Callable[[], Connection]
    ) -> None:
        self._account_id = account_id
        self._credentials = credentials
        self._connection = connection
        self._lock = threading.Lock()
        self._tokens: Tokens | None = None
        self._dead_access = ""
        """The access token that could not be renewed: it is not tried again."""

    def __repr__(self) -> str:
        return f"Session({self._account_id})"

    def access_token(self) -> str:
        """The token for the next call. Raises `SignInRequired` where there is none."""
        with self._lock:
            return self._current().access

    def renew(self, stale: str) -> str:
        """A token newer than `stale`. Raises `SignInRequired` where CJ gives no more.

        Callers that come while one is renewing wait for it and get its result.
        """
        with self._lock:
            tokens = self._current()
            if tokens.access != stale:
                return tokens.access
            try:
                renewed = self._connection().api.account.refresh(tokens.refresh)
            except (KeyRejected, InvalidInput) as error:
                self._tokens, self._dead_access = None, stale
                raise SignInRequired(error.exchange) from error
            self._keep(renewed)
            return renewed.access

    def adopt(self, tokens: Tokens) -> bool:
        """Use and keep these tokens from now on. False where only memory holds them."""
        with self._lock:
            return self._keep(tokens)

    def forget(self) -> None:
        """Sign out on this computer. CJ is not told: that would end other programs' tokens too."""
        with self._lock:
            self._tokens = None
            self._credentials.forget(self._account_id)

    def _current(self) -> Tokens:
        if self._tokens is None:
            self._tokens = self._credentials.load(self._account_id)
        if self._tokens is None or self._tokens.access == self._dead_access:
            # What the keyring holds may have been replaced by a new sign-in: look again next time.
            self._tokens = None
            raise SignInRequired
        return self._tokens

    def _keep(self, tokens: Tokens) -> bool:
        self._tokens = tokens
        return self._credentials.save(self._account_id, tokens) is Where.KEYRING
