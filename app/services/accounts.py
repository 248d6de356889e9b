"""Signing in, in CJ's three ways: what is given is tried at CJ before anything is kept."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.api.pacing import Pace
from app.domain.accounts import PRACTICE, Account, AccountId, AccountSettings, Tokens
from app.domain.errors import (
    AppError,
    InvalidInput,
    KeyRejected,
    StorageCause,
    StorageFailed,
    TokenRejected,
)
from app.storage.credentials import Credentials, Where

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.api.client import CjApi
    from app.services.account_book import AccountBook

KEY_LIMIT = 200
"""Longest API key (authentication page)."""
TOKEN_LIMIT = 4_000
"""Longest access token that is taken. CJ's page names no length; its samples have some 300."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account that is open now. `is_lasting` is False where no keyring could keep its token."""

    account: Account
    is_lasting: bool


class Connect(Protocol):
    """Makes a client that is closed after use; without a token it can only sign in."""

    def __call__(self, access_token: str = "", pace: Pace | None = None) -> CjApi: ...


class AccountService:
    """Signs in, and remembers to what. Background threads only.

    `pace_of` gives the one pace of an account, `delete_data` removes its files.
    """

    def __init__(
        self,
        credentials: Credentials,
        book: AccountBook,
        connect: Connect,
        pace_of: Callable[[AccountId], Pace],
        delete_data: Callable[[AccountId], None],
    ) -> None:
        self._credentials = credentials
        self._book = book
        self._connect = connect
        self._pace_of = pace_of
        self._delete_data = delete_data

    def sign_in(self, api_key: str) -> SignedIn:
        """Exchange an API key for tokens and keep these in the keyring; the key is not kept.

        Raises `KeyRejected` where CJ does not take it, `InvalidInput` for a key that cannot be
        one.
        """
        key = _checked(api_key, KEY_LIMIT)
        tokens = self._exchange(lambda api: api.account.sign_in(key))
        return self._take(tokens, key)

    def sign_in_with_email(self, email: str, api_key: str) -> SignedIn:
        """The older form, for accounts whose key CJ takes only beside its e-mail address."""
        key, address = _checked(api_key, KEY_LIMIT), _checked(email, KEY_LIMIT)
        tokens = self._exchange(lambda api: api.account.sign_in_legacy(address, key))
        return self._take(tokens, key, identity=address.casefold())

    def sign_in_with_token(self, access_token: str) -> SignedIn:
        """Use an access token from elsewhere, once CJ has taken it (`setting/get`).

        It cannot be renewed: when it ends, signing in again is all there is. Raises `KeyRejected`
        where CJ does not take it.
        """
        token = _checked(access_token, TOKEN_LIMIT)
        if " " in token:
            raise InvalidInput
        pace = Pace()
        api = self._connect(token, pace)
        try:
            settings = api.account.settings(may_renew=False)
        except TokenRejected as error:
            raise KeyRejected(error.exchange) from error
        finally:
            api.close()
        tokens = Tokens(token, "", open_id=settings.open_id)
        account_id = _id_from(settings.open_id or settings.name or token)
        # An account that is open has a pace already: this call counts there.
        self._pace_of(account_id).mark_sent()
        return self._keep(tokens, account_id, "", settings)

    def use_practice(self, tokens: Tokens) -> Account:
        """Practice mode's account, to be opened at the next start as well."""
        self._credentials.save(PRACTICE, tokens)
        return self._book.use(Account(PRACTICE, "practice"))

    def remove(self, account_id: AccountId, *, with_data: bool) -> None:
        """Sign out, forget the account, and delete what is kept of it here where that is wanted."""
        self._credentials.forget(account_id)
        self._book.drop(account_id)
        if with_data:
            try:
                self._delete_data(account_id)
            except OSError as error:
                raise StorageFailed(StorageCause.OTHER) from error

    def _exchange(self, ask: Callable[[CjApi], Tokens]) -> Tokens:
        api = self._connect()
        try:
            return ask(api)
        finally:
            api.close()

    def _take(self, tokens: Tokens, key: str, identity: str = "") -> SignedIn:
        number = _number_in(key)
        account_id = _id_from(tokens.open_id or identity or key.partition("@")[0])
        return self._keep(tokens, account_id, number, self._settings(tokens, account_id))

    def _settings(self, tokens: Tokens, account_id: AccountId) -> AccountSettings | None:
        """The account's name and limits: good to know, and no reason to fail."""
        api = self._connect(tokens.access, self._pace_of(account_id))
        try:
            return api.account.settings(may_renew=False)
        except AppError as error:
            _log.info("the account's settings could not be read: %s", type(error).__name__)
            return None
        finally:
            api.close()

    def _keep(
        self,
        tokens: Tokens,
        account_id: AccountId,
        number: str,
        settings: AccountSettings | None,
    ) -> SignedIn:
        where = self._credentials.save(account_id, tokens)
        if settings is not None:
            self._pace_of(account_id).note_limit(settings.requests_per_second)
        name = settings.name if settings else ""
        label = " · ".join(each for each in (number, name[:40]) if each) or "CJ"
        return SignedIn(self._book.use(Account(account_id, label)), where is Where.KEYRING)


def _checked(text: str, limit: int) -> str:
    found = text.strip()
    if not found or len(found) > limit or not found.isascii() or not found.isprintable():
        raise InvalidInput
    return found


def _id_from(identity: str) -> AccountId:
    """A file name's worth of the account's identity. Hashed: CJ's `openId` is itself a secret."""
    return AccountId(hashlib.sha256(identity.encode()).hexdigest()[:16])


def _number_in(key: str) -> str:
    """The account number that CJ's keys begin with (`CJ…@api@…`); never more of the key."""
    number, separator, _ = key.partition("@api@")
    return number[:40] if separator else ""
