"""The tokens of an account, in the operating system's keyring or else in memory only.

There is no file with a token in it, ever: where the system offers no keyring that encrypts, or it
stays locked, the tokens last until the program ends. Every call may block, for instance while
the system asks the user to unlock the keyring, so none belongs on the UI thread.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

from app.domain.account.accounts import PRACTICE, AccountId
from app.domain.errors import KeyringCause, KeyringUnavailable
from app.storage.account import token_entries
from app.storage.account.keyring_calls import PATIENCE, Keyring, KeyringCalls, find_keyring
from app.storage.account.token_entries import KeptTokens
from app.support.log_setup import hide

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.account.tokens import Tokens


class _Held(NamedTuple):
    """Tokens in memory, and why they are not in the keyring; None where they need not be."""

    tokens: Tokens
    cause: KeyringCause | None


class Credentials:
    """The tokens of every account. What no keyring keeps is held in memory.

    Tokens belong to the `host` that gave them, "" for CJ's own: none other is given them.
    """

    def __init__(
        self, find: Callable[[], Keyring | None] = find_keyring, *, host: str = ""
    ) -> None:
        self.keyring = KeyringCalls(find)
        self._host = host
        self._turn = threading.Lock()
        self._held: dict[AccountId, _Held] = {}
        self.keyring.after_return(self._catch_up)

    def why_in_memory(self, account_id: AccountId) -> KeyringCause | None:
        """Why the account's tokens are lost with the end of the program; None where they are not.

        Does not block.
        """
        held = self._held.get(account_id)
        return held.cause if held else None

    def load(self, account_id: AccountId) -> Tokens | None:
        """The account's tokens; None where there are none to be had.

        Raises `KeyringUnavailable` where they may be in a keyring that is locked.
        """
        if account_id == PRACTICE:
            return self._held[PRACTICE].tokens if PRACTICE in self._held else None
        with self._turn:
            held = self._held.get(account_id)
            if held is not None:
                return held.tokens
            try:
                tokens = self.keyring.ask(lambda keyring: self._read(keyring, account_id))
            except KeyringUnavailable as error:
                if error.cause is KeyringCause.LOCKED:
                    raise
                return None
            if tokens:
                _keep_out_of_the_log(tokens)
            return tokens

    def save(
        self, account_id: AccountId, tokens: Tokens, patience: float = PATIENCE
    ) -> KeyringCause | None:
        """Keep tokens in the place of those before. Why they are in memory only, if they are.

        They get into the keyring later where it comes back after so many seconds.
        """
        _keep_out_of_the_log(tokens)
        if account_id == PRACTICE:
            self._held[PRACTICE] = _Held(tokens, None)
            return None
        with self._turn:
            cause = self._write(account_id, tokens, patience)
            if cause is None:
                self._held.pop(account_id, None)
            else:
                self._held[account_id] = _Held(tokens, cause)
            return cause

    def forget(self, account_id: AccountId) -> None:
        """Delete the account's tokens wherever they are.

        Raises `KeyringUnavailable` where a keyring may still hold them: who signs out must not
        be told that they are gone.
        """
        if account_id == PRACTICE:
            self._held.pop(PRACTICE, None)
            return
        with self._turn:
            was_held = self._held.pop(account_id, None) is not None
            try:
                is_gone = self.keyring.ask(lambda each: token_entries.delete(each, account_id))
            except KeyringUnavailable as error:
                is_gone = error.cause is KeyringCause.MISSING
                if error.cause is KeyringCause.LOCKED:
                    raise  # an older token may be in it, whatever was held here
            if not is_gone and not was_held:
                raise KeyringUnavailable(KeyringCause.REFUSED)

    def _read(self, keyring: Keyring, account_id: AccountId) -> Tokens | None:
        kept = token_entries.read(keyring, account_id)
        if kept is None or kept.host != self._host:
            return None
        if kept.is_old:
            # Fails where there is no room: it is found as it is next time.
            token_entries.write(keyring, account_id, kept)
        return kept.tokens

    def _write(
        self, account_id: AccountId, tokens: Tokens, patience: float = PATIENCE
    ) -> KeyringCause | None:
        """Why the keyring has not got these tokens; None where it has."""
        kept = KeptTokens(tokens, self._host)
        try:
            is_kept = self.keyring.ask(
                lambda each: token_entries.write(each, account_id, kept), patience
            )
        except KeyringUnavailable as error:
            return error.cause
        return None if is_kept else KeyringCause.REFUSED

    def _catch_up(self) -> None:
        """The keyring has come back: it takes what came while it could not be waited for."""
        with self._turn:
            for account_id, held in tuple(self._held.items()):
                if account_id != PRACTICE and self._write(account_id, held.tokens) is None:
                    del self._held[account_id]


def _keep_out_of_the_log(tokens: Tokens) -> None:
    """Whatever a library may write of them one day."""
    for secret in (tokens.access, tokens.refresh, tokens.open_id):
        hide(secret)
