"""CJ's codes and HTTP's failures turned into `app.domain.errors`: the only place that does it."""

from __future__ import annotations

import re
import socket
import ssl
from typing import TYPE_CHECKING

import httpx

from app.api.http.proxies import ProxyKindUnknown
from app.domain.errors import (
    ApiDisabled,
    AppError,
    InterfaceOffline,
    InvalidInput,
    KeyRejected,
    NotFound,
    Offline,
    OfflineCause,
    QuotaUsedUp,
    RateLimited,
    Refused,
    RequestInfo,
    ServerFailed,
    TimedOut,
    TokenRejected,
    UnexpectedResponse,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.api.http.envelope import Envelope

OFFLINE_OR_PARAM = 1600100
"""Officially "interface offline"; the dispute page's samples all say "Param error" (row 32)."""

# CJ's error code page, and codes seen besides. What is not named here is a business refusal, as an
# unknown code is.
_BY_CODE: dict[int | None, type[AppError]] = {
    **dict.fromkeys((401, 1600001, 1600002, 1600031), TokenRejected),
    **dict.fromkeys(
        (
            *range(1600003, 1600009),
            *(1600012, 1600013, 1601000),
            *(300001, 300003, 300006),
        ),
        KeyRejected,
    ),
    **dict.fromkeys((429, 1600200), RateLimited),
    **dict.fromkeys((1600201, 16900500), QuotaUsedUp),
    # The first may come from behind the gate: CJ may have acted before it was "busy".
    **dict.fromkeys((1600000, 1600301, 1608002, *range(500, 600)), ServerFailed),
    **dict.fromkeys((400, 1600300, *range(16900202, 16900206), 16900403, 16070002), InvalidInput),
    **dict.fromkeys((1603100, 1605000, 1609005), NotFound),
    1600101: InterfaceOffline,
    1600014: ApiDisabled,
    **dict.fromkeys(
        (
            *(801, 803, 811, 812, *range(818, 822), 5027, 5030, 8002, 9009, 9060),
            *(1600009, 1600010, 1600011, 1600030),
            *(*range(1602000, 1602005), *range(1603000, 1603004), 1603101, 1603102),
            *(1604000, 1604001, 1605001, 1605002, 1605003, 1606000, 1606001),
            *range(1606010, 1606014),
            *(*range(1607000, 1607005), *range(1607006, 1607011), 1608001),
            *(each for each in range(1609000, 1609017) if each != 1609005),
        ),
        Refused,
    ),
}

_STOPPED_AT_THE_DOOR = frozenset({1600001, 1600002})
"""The access token is invalid, or missing (code page)."""

_PARAMETER_WORDS = re.compile(r"\bparam|参数", re.IGNORECASE)
_TOKEN_WORDS = re.compile(r"token|令牌", re.IGNORECASE)
_MISSING_WORDS = re.compile(
    r"(order|dispute|订单|纠纷).{0,20}(not (be )?(found|exist)|does ?n.t exist|不存在)"
    r"|not found.{0,20}(order|dispute)",
    re.IGNORECASE,
)
_DAY_WORDS = re.compile(
    r"\bpoints?\b|daily|/day|per day|tomorrow|quota|积分|每日|明天", re.IGNORECASE
)
_TOO_EARLY_WORDS = ("not yet valid", "validity period")
_TOO_LATE_WORDS = ("expired", "validity period")

_SKEW_LIMIT = 3600.0
"""Seconds by which this computer's clock must be off before it is blamed."""


def refusal(
    envelope: Envelope, exchange: RequestInfo, *, is_commit: bool, retry_after: float | None
) -> AppError:
    """The error for an envelope that says no. `retry_after` is the header's hint in seconds.

    Of a call that commits to something a failing server's no proves nothing, and a refused
    token only where CJ's own code for it says that the call was stopped at the door.
    """
    status = exchange.http_status or 0
    kind = _kind_of(envelope, status)
    if is_commit and status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return ServerFailed(exchange)
    if is_commit and kind is TokenRejected and envelope.code not in _STOPPED_AT_THE_DOOR:
        return UnexpectedResponse(exchange)
    if kind is RateLimited:
        if envelope.has_points or _DAY_WORDS.search(envelope.message):
            return QuotaUsedUp(exchange)
        return RateLimited(exchange, retry_after=retry_after)
    return kind(exchange)


def _kind_of(envelope: Envelope, status: int) -> type[AppError]:
    code, message = envelope.code, envelope.message
    if code == OFFLINE_OR_PARAM:
        if _PARAMETER_WORDS.search(message):
            return InvalidInput
        return TokenRejected if _TOKEN_WORDS.search(message) else InterfaceOffline
    if code == 1600300 and _MISSING_WORDS.search(message):
        return NotFound
    return _BY_CODE.get(code) or _BY_STATUS.get(status, Refused)


# For a refusal whose code says nothing: what HTTP adds to it. An unknown code from a failing server
# proves nothing about what it did before.
_BY_STATUS: dict[int, type[AppError]] = {
    httpx.codes.BAD_REQUEST: InvalidInput,
    httpx.codes.UNAUTHORIZED: TokenRejected,
    httpx.codes.TOO_MANY_REQUESTS: RateLimited,
    **dict.fromkeys(range(500, 1000), ServerFailed),
}


def unreadable(exchange: RequestInfo, *, is_commit: bool, retry_after: float | None) -> AppError:
    """The error for an answer that is not CJ's envelope: a proxy's page, a gateway's error.

    A bare 401 or 429 is taken at its word, since asking again is harmless; but not for a call
    that commits to something, where it proves nothing.
    """
    status = exchange.http_status or 0
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return ServerFailed(exchange)
    if status == httpx.codes.UNAUTHORIZED and not is_commit:
        return TokenRejected(exchange)
    if status == httpx.codes.TOO_MANY_REQUESTS and not is_commit:
        return RateLimited(exchange, retry_after=retry_after)
    return UnexpectedResponse(exchange)


def failure(
    error: Exception, exchange: RequestInfo, *, clock_skew: float | None, is_proxied: bool
) -> AppError:
    """The error for a request that got no whole answer. `clock_skew` is in seconds, if known."""
    if isinstance(error, httpx.TimeoutException):
        has_left = not isinstance(error, (httpx.ConnectTimeout, httpx.PoolTimeout))
        return TimedOut(exchange, request_left=has_left)
    if isinstance(error, httpx.ProxyError):
        is_odd = isinstance(error, ProxyKindUnknown)
        cause = OfflineCause.PROXY_KIND if is_odd else OfflineCause.PROXY
        return Offline(exchange, cause=cause, request_left=False)
    if isinstance(error, (httpx.ConnectError, httpx.UnsupportedProtocol)):
        cause = _connect_cause(error, clock_skew, is_proxied=is_proxied)
        return Offline(exchange, cause=cause, request_left=False)
    if isinstance(error, httpx.DecodingError):
        return UnexpectedResponse(exchange)
    return Offline(exchange, cause=OfflineCause.CONNECTION_LOST, request_left=True)


def _connect_cause(
    error: BaseException, clock_skew: float | None, *, is_proxied: bool
) -> OfflineCause:
    for each in _chain(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            return _certificate_cause(each, clock_skew)
        if isinstance(each, socket.gaierror) and not is_proxied:
            return OfflineCause.NAME_NOT_FOUND
    return OfflineCause.PROXY if is_proxied else OfflineCause.NOT_CONNECTED


def _certificate_cause(
    error: ssl.SSLCertVerificationError, clock_skew: float | None
) -> OfflineCause:
    """Blame this computer's clock where the certificate's dates are the only thing wrong.

    With the skew known from an earlier answer's `Date` it decides. Without it, "not yet valid"
    is all but always a clock that lags; "expired" may be the server's own neglect.
    """
    words = f"{getattr(error, 'verify_message', '')} {error}".casefold()
    too_early = any(each in words for each in _TOO_EARLY_WORDS)
    too_late = any(each in words for each in _TOO_LATE_WORDS)
    is_off = too_early if clock_skew is None else abs(clock_skew) > _SKEW_LIMIT
    return OfflineCause.CLOCK if (too_early or too_late) and is_off else OfflineCause.CERTIFICATE


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
