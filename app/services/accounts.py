"""Signing in: a key is tried at CJ before anything is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.accounts import PRACTICE, Account, AccountId, Tokens
from app.domain.errors import InvalidInput
from app.storage.credentials import Credentials, Where

if TYPE_CHECKING:
    from app.api.client import CjApi
    from app.storage.preferences import Preferences

KEY_LIMIT = 200
"""Longest API key (authentication page)."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account that is open now. `is_lasting` is False where no keyring could keep its token."""

    account: Account
    is_lasting: bool


class AccountService:
    """Signs in and remembers which account was last in use. Background threads only."""

    def __init__(
        self,
        credentials: Credentials,
        preferences: Preferences,
        connect: Callable[[], CjApi],
    ) -> None:
        self._credentials = credentials
        self._preferences = preferences
        self._connect = connect

    def last_used(self) -> Account | None:
        """The account to open at start."""
        values = self._preferences.load()
        known = (each for each in values.accounts if each.account_id == values.last_account)
        return next(known, None)

    def sign_in(self, api_key: str) -> SignedIn:
        """Exchange an API key for tokens and keep these in the keyring; the key is not kept.

        Raises `KeyRejected` where CJ does not take it, `InvalidInput` for a key that cannot be
        one.
        """
        key = api_key.strip()
        if not key or len(key) > KEY_LIMIT or not key.isascii() or not key.isprintable():
            raise InvalidInput
        api = self._connect()
        try:
            tokens = api.account.sign_in(key)
        finally:
            api.close()
        account = Account(_id_from(tokens, key), _label_from(key))
        where = self._credentials.save(account.account_id, tokens)
        self._remember(account)
        return SignedIn(account, where is Where.KEYRING)

    def remember_practice(self) -> Account:
        """Practice mode's account, to be opened at the next start as well."""
        account = Account(PRACTICE, "practice")
        self._remember(account)
        return account

    def _remember(self, account: Account) -> None:
        values = self._preferences.load()
        others = (each for each in values.accounts if each.account_id != account.account_id)
        self._preferences.save(
            replace(values, last_account=account.account_id, accounts=(*others, account))
        )


def _id_from(tokens: Tokens, key: str) -> AccountId:
    """A file name's worth of the account's identity. Hashed: CJ's `openId` is itself a secret."""
    identity = tokens.open_id or key.partition("@")[0]
    return AccountId(hashlib.sha256(identity.encode()).hexdigest()[:16])


def _label_from(key: str) -> str:
    """The account number that CJ's keys begin with (`CJ…@api@…`); never more of the key."""
    number, separator, _ = key.partition("@api@")
    return number[:40] if separator else "CJ"
