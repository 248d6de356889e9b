"""Every failure the program expects, as data. Its sentences are in `app.ui.messages`.

An exception that is not an `AppError` is a bug of ours and goes to the crash dialog.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from app.domain.account.pace import Points


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """What is known of the request that failed, for Details: never a token, never a body."""

    endpoint: str = ""
    code: int | None = None
    text: str = ""
    """CJ's own message, plain text, untrusted."""
    request_id: str = ""
    http_status: int | None = None
    at: datetime | None = None
    cj_at: datetime | None = None
    """When the request left, by this computer's clock and by CJ's; the latter as earlier answers
    told it (UTC)."""
    points: Points | None = None
    """CJ's word on the day's points, which any answer may carry."""


class AppError(Exception):
    """Root of every expected failure."""

    not_processed: bool = False
    """Whether CJ certainly did not act on the request. Decides if a filing is lost or open."""

    def __init__(self, exchange: RequestInfo | None = None) -> None:
        self.exchange = exchange or RequestInfo()
        parts = [self.exchange.endpoint, str(self.exchange.code or self.exchange.http_status or "")]
        super().__init__(" ".join(part for part in parts if part))


class AnsweredError(AppError):
    """CJ answered with a code of its own: it read the request and declined it."""

    not_processed = True


class SignInRequired(AnsweredError):
    """There is no token, or none that CJ still takes, and renewing it failed."""


class TokenRejected(AnsweredError):
    """CJ refused the access token; it may be renewed once."""


class KeyRejected(AnsweredError):
    """CJ refused the API key, the refresh token or the account behind it."""


class ApiDisabled(AnsweredError):
    """CJ has switched off API access for the account (1600014), as after 30 days without an order.

    Signing in still works, and a new token changes nothing.
    """


class Declined(AnsweredError):
    """CJ looked at what it was asked for and said no; other answers speak of the connection."""


class NotFound(Declined):
    """CJ knows no such order or dispute."""


class InvalidInput(Declined):
    """CJ refused the request's form: a field missing, of the wrong type, or no longer valid."""


class Refused(Declined):
    """CJ declined for a business reason, or with a code that has no published meaning."""


class InterfaceOffline(AnsweredError):
    """CJ says that this interface is switched off."""


class RateLimited(AnsweredError):
    """Too many requests. `retry_after` is CJ's hint in seconds, if it gave one."""

    def __init__(
        self, exchange: RequestInfo | None = None, *, retry_after: float | None = None
    ) -> None:
        super().__init__(exchange)
        self.retry_after = retry_after


class QuotaUsedUp(AnsweredError):
    """The day's calls or points are spent."""


class ServerFailed(AppError):
    """CJ failed while answering (HTTP 5xx, "system busy", "read timed out"): it may have acted."""


class TimedOut(AppError):
    """No answer within the time allowed. `not_processed` where the request never left."""

    def __init__(self, exchange: RequestInfo | None = None, *, request_left: bool) -> None:
        super().__init__(exchange)
        self.not_processed = not request_left


class UnexpectedResponse(AppError):
    """The answer could not be read: not JSON, too large, of the wrong shape, without a verdict."""


class OfflineCause(Enum):
    """Why CJ could not be reached."""

    NAME_NOT_FOUND = "name not found"
    NOT_CONNECTED = "not connected"
    CONNECTION_LOST = "connection lost"
    CERTIFICATE = "certificate"
    PROXY = "proxy"
    PROXY_KIND = "proxy kind"
    """The proxy that is set is of a kind that cannot be used, such as SOCKS."""
    REDIRECTED = "redirected"
    WEB_PAGE = "web page"
    """A page for people came where CJ answers in JSON: a portal, a firewall, CJ's own shield."""
    CLOCK = "clock"


class Offline(AppError):
    """CJ could not be reached, or the connection broke."""

    def __init__(
        self, exchange: RequestInfo | None = None, *, cause: OfflineCause, request_left: bool
    ) -> None:
        super().__init__(exchange)
        self.cause = cause
        self.not_processed = not request_left


class LocalFailure(AppError):
    """Something on this computer stood in the way: CJ acted on nothing."""

    not_processed = True


class AddressRefused(LocalFailure):
    """We refuse to talk to this address: not https, or not the configured host."""


class Interrupted(LocalFailure):
    """The program is closing or the user stopped it: say nothing."""


class NoOrderInText(AppError):
    """The pasted text holds nothing that could name an order.

    `dispute_id` is set where it names a dispute instead.
    """

    def __init__(self, dispute_id: str = "") -> None:
        super().__init__()
        self.dispute_id = dispute_id


class AlreadyBeingFiled(LocalFailure):
    """Another filing for one of these line items is on its way. `reference` is the first one's."""

    def __init__(self, reference: str) -> None:
        super().__init__()
        self.reference = reference


class NotAllowedNow(LocalFailure):
    """The filing is in a state that does not allow this move; `state` names it."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state


class StorageCause(Enum):
    """Why the data file could not be used."""

    DISK_FULL = "disk full"
    READ_ONLY = "read only"
    NO_ACCESS = "no access"
    """It may not even be read."""
    PATH_TOO_LONG = "path too long"
    LOCKED = "locked"
    CORRUPT = "corrupt"
    NEWER = "newer"
    OTHER = "other"


class StorageFailed(LocalFailure):
    """The data file could not be read or written; nothing of it was lost by trying.

    `is_reading` where nothing was to be saved.
    """

    def __init__(self, cause: StorageCause, *, path: str = "", is_reading: bool = False) -> None:
        super().__init__()
        self.cause = cause
        self.path = path
        self.is_reading = is_reading


class SignInTooSoon(LocalFailure):
    """CJ is not asked for tokens yet: it allows few such calls. `seconds` are left to wait.

    `is_repeated` where CJ has just refused the same; something else may be tried at once.
    """

    def __init__(self, seconds: float, *, is_repeated: bool) -> None:
        super().__init__()
        self.seconds = seconds
        self.is_repeated = is_repeated


class KeyringCause(Enum):
    """Why the system's keyring could not be used."""

    MISSING = "missing"
    LOCKED = "locked"
    """Or it was not unlocked in the time that somebody waited."""
    REFUSED = "refused"


class KeyringUnavailable(LocalFailure):
    """The system's keyring could not be used, so a token that it holds stays there."""

    def __init__(self, cause: KeyringCause = KeyringCause.LOCKED) -> None:
        super().__init__()
        self.cause = cause


NOT_MADE_THROUGH_API = 9009
"""CJ takes disputes about the order in My CJ only: a code of its back end, from `create` alone."""


def is_for_my_cj(error: AppError) -> bool:
    """Whether CJ declined because it takes disputes about the order in My CJ only."""
    return isinstance(error, Refused) and error.exchange.code == NOT_MADE_THROUGH_API
