"""Signing in, in CJ's two ways and no oftener than it helps.

What is given is tried at CJ before anything is kept.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
import unicodedata
from collections import deque
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.domain.account.accounts import PRACTICE, Account, AccountId
from app.domain.errors import (
    ApiDisabled,
    AppError,
    Declined,
    InvalidInput,
    KeyRejected,
    KeyringCause,
    KeyringUnavailable,
    Offline,
    SignInTooSoon,
    StorageCause,
    StorageFailed,
    TimedOut,
    TokenRejected,
)
from app.services.account.registry import SEPARATOR, AccountRegistry
from app.support.log_setup import hide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.api.client import CjApi
    from app.api.http.rate_limiter import RateLimiter
    from app.domain.account.pace import AccountSettings
    from app.domain.account.tokens import Tokens
    from app.storage.account.credentials import Credentials

KEY_LIMIT = 200
"""Longest API key (authentication page)."""

PERIOD = 300.0
"""Seconds for which a refusal of a sign-in counts."""
MOST = 5
"""Sign-ins with any credentials in that time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account that is open now, and why no keyring could keep its token, if none could."""

    account: Account
    not_kept: KeyringCause | None = None


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account in the list of them. `is_signed_in` where there are tokens, dead or alive."""

    account: Account
    is_signed_in: bool


class Connect(Protocol):
    """Makes a client that is closed after use; without a token it can only sign in."""

    def __call__(self, access_token: str = "", pace: RateLimiter | None = None) -> CjApi: ...


class SignInLimit:
    """How often signing in may ask CJ, which documents one `getAccessToken` in five minutes.

    The number is CJ's older limit page's; the newer page says one a second. Nobody is locked out
    for a slip of the hand by it: what CJ has refused is not sent again for that long, since it
    would be refused again; something else may be tried, a few times. What was tried in this run of
    the program is remembered as digests only. For any thread.
    """

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
        except (KeyRejected, Declined):
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


class AccountService:
    """Signs in, and remembers to what. Background threads only.

    `limiter_of` gives the one pace of an account, `delete_data` removes its files.
    """

    def __init__(
        self,
        credentials: Credentials,
        book: AccountRegistry,
        connect: Connect,
        limiter_of: Callable[[AccountId], RateLimiter],
        delete_data: Callable[[AccountId], None],
        limit: SignInLimit | None = None,
    ) -> None:
        self._limit = limit or SignInLimit()
        self._credentials = credentials
        self.keyring = credentials.keyring
        """How the keyring is waited for. Does not block."""
        self._book = book
        self._connect = connect
        self._limiter_of = limiter_of
        self._delete_data = delete_data

    def sign_in(self, api_key: str, email: str = "") -> SignedIn:
        """Exchange an API key for tokens and keep these in the keyring; the key is not kept.

        `email` is for the older form: accounts whose key CJ takes only beside its e-mail address.
        Raises `KeyRejected` where CJ does not take it, `InvalidInput` for a key that cannot be
        one, `SignInTooSoon` where CJ has just refused it.
        """
        key = _checked(api_key)
        if not email:
            return self._exchange(lambda api: api.account.sign_in(key), key)
        address = _checked(email)
        return self._exchange(lambda api: api.account.sign_in_legacy(address, key), key, address)

    def use_practice(self, tokens: Tokens) -> Account:
        """Practice mode's account, to be opened at the next start as well."""
        self._credentials.save(PRACTICE, tokens)
        return self._book.use(Account(PRACTICE, "practice"))

    def known(self) -> tuple[KnownAccount, ...]:
        """All accounts of this computer, in the order in which they came."""
        return tuple(
            KnownAccount(each, self._may_have_tokens(each.account_id))
            for each in self._book.known()
        )

    def sign_out(self, account_id: AccountId) -> None:
        """Forget the tokens of an account that is not open. Raises `KeyringUnavailable`."""
        self._credentials.forget(account_id)

    def remove(self, account_id: AccountId, *, with_data: bool) -> None:
        """Sign out, forget the account, and delete what is kept of it here where that is wanted.

        Raises `KeyringUnavailable` before anything is gone.
        """
        self._credentials.forget(account_id)
        if with_data:
            try:
                self._delete_data(account_id)
            except PermissionError as error:
                # Windows deletes nothing that is open, such as an attached file in its viewer.
                raise StorageFailed(StorageCause.LOCKED) from error
            except OSError as error:
                raise StorageFailed(StorageCause.OTHER) from error
        # Last: while it is known, what could not be deleted can be once more.
        self._book.drop(account_id)

    def _exchange(self, ask: Callable[[CjApi], Tokens], key: str, email: str = "") -> SignedIn:
        number, _, _ = key.partition("@")
        signed_in = self._open_as_before(key, email)
        if signed_in is not None:
            return signed_in
        with self._limit.attempt(key, email), closing(self._connect()) as api:
            tokens = ask(api)
        account_id = _id_from(tokens.open_id or email.casefold() or number)
        self._limit.note_opened(account_id, key, email)
        try:
            settings = self._settings(tokens.access, self._limiter_of(account_id))
        except AppError as error:
            # The account's name and limits: good to know, and no reason to fail.
            _log.info("the account's settings could not be read: %s", type(error).__name__)
            settings = None
        return self._keep(tokens, account_id, _number_in(key), settings)

    def _open_as_before(self, key: str, email: str) -> SignedIn | None:
        """The account that the key opened minutes ago, where the tokens of then still work.

        CJ would give the same ones for a day, so it is not asked for them again.
        """
        account_id = self._limit.just_opened(key, email)
        try:
            tokens = self._credentials.load(account_id) if account_id is not None else None
        except KeyringUnavailable:
            tokens = None
        if account_id is None or tokens is None or not tokens.refresh:
            return None
        try:
            settings = self._settings(tokens.access, self._limiter_of(account_id))
        except TokenRejected:
            return None
        except ApiDisabled:
            settings = None  # the tokens work, and CJ would give no better ones
        return self._keep(tokens, account_id, _number_in(key), settings)

    def _may_have_tokens(self, account_id: AccountId) -> bool:
        try:
            return self._credentials.load(account_id) is not None
        except KeyringUnavailable:
            return True

    def _settings(self, access_token: str, pace: RateLimiter) -> AccountSettings:
        """What CJ says of the account. Raises `TokenRejected` where it does not take the token."""
        with closing(self._connect(access_token, pace)) as api:
            return api.account.settings(may_renew=False)

    def _keep(
        self,
        tokens: Tokens,
        account_id: AccountId,
        number: str,
        settings: AccountSettings | None,
    ) -> SignedIn:
        not_kept = self._credentials.save(account_id, tokens)
        if settings is not None:
            self._limiter_of(account_id).note_limit(settings.requests_per_second)
        name = settings.name if settings else ""
        label = SEPARATOR.join(each for each in (number, name[:40]) if each) or "CJ"
        return SignedIn(self._book.use(Account(account_id, label)), not_kept)


def _checked(text: str) -> str:
    """What was pasted, without the spaces, line ends and invisible marks that came along."""
    found = "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")
    if not found or len(found) > KEY_LIMIT or not found.isascii() or not found.isprintable():
        raise InvalidInput
    hide(found)  # whatever a library may write of it one day
    return found


def _id_from(identity: str) -> AccountId:
    """A file name's worth of the account's identity. Hashed: CJ's `openId` is itself a secret."""
    return AccountId(hashlib.sha256(identity.encode()).hexdigest()[:16])


def _number_in(key: str) -> str:
    """The account number that CJ's keys begin with (`CJ…@api@…`); never more of the key."""
    number, separator, _ = key.partition("@api@")
    return number[:40] if separator else ""


def _digest(credentials: tuple[str, ...]) -> bytes:
    """Tells credentials apart without keeping them."""
    return hashlib.sha256("\0".join(credentials).encode()).digest()
