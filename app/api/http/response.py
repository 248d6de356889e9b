"""One HTTP answer: its body read piece by piece, then good data or the error that it stands for.

Too much of a body is refused while it comes in. What it holds is read in CJ's order: the HTTP
status decides only where the envelope does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

from app.api import errors as translate
from app.api.http.envelope import SUCCESS, Envelope, Verdict, open_envelope
from app.api.http.exact_json import NotJson
from app.domain.errors import (
    AppError,
    Offline,
    OfflineCause,
    RequestInfo,
    UnexpectedResponse,
)

if TYPE_CHECKING:
    from collections.abc import Callable


_CODINGS = frozenset({"", "identity", "gzip", "deflate"})
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
_CHALLENGE = "cf-mitigated"
"""Cloudflare's header on a page of its own, in whose place a browser is to solve a puzzle."""


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """A good answer. `exchange` serves the errors that reading `data` may still end in."""

    data: object = field(repr=False)
    exchange: RequestInfo
    is_plain: bool = True
    """Whether CJ said yes whole: in the envelope, spoken against by nothing, on a good status."""


def read_answer(
    response: httpx.Response, body: bytes, exchange: RequestInfo, *, is_commit: bool
) -> ApiResponse:
    """The answer, or the error raised for it.

    Of a call that commits to something (`create`, `cancel`) a plain yes is demanded: said in
    the envelope, spoken against by nothing in it, on a good HTTP status. Anything less leaves
    open whether CJ acted.
    """
    exchange = replace(exchange, http_status=response.status_code)
    retry_after = _retry_after(response)
    if _is_no_answer(response.status_code):
        raise without_envelope(response, exchange, is_commit=is_commit)
    try:
        envelope = open_envelope(body)
    except NotJson as error:
        raise without_envelope(response, exchange, body, is_commit=is_commit) from error
    exchange = replace(
        exchange,
        code=envelope.code,
        text=envelope.message,
        request_id=envelope.request_id,
        points=envelope.points,
    )
    if envelope.verdict is Verdict.NO:
        raise translate.refusal(envelope, exchange, is_commit=is_commit, retry_after=retry_after)
    is_plain = envelope.verdict is Verdict.YES and httpx.codes.is_success(response.status_code)
    if not is_plain and (is_commit or not _is_readable(envelope, response.status_code)):
        raise translate.unreadable(exchange, is_commit=is_commit, retry_after=retry_after)
    return ApiResponse(envelope.data, exchange, is_plain)


def without_envelope(
    response: httpx.Response, exchange: RequestInfo, body: bytes = b"", *, is_commit: bool
) -> AppError:
    """The error for an answer whose body is no envelope of CJ's, or was not even read."""
    status = response.status_code
    exchange = replace(exchange, http_status=status)
    if _is_no_answer(status):
        return Offline(exchange, cause=OfflineCause.REDIRECTED, request_left=True)
    error = translate.unreadable(exchange, is_commit=is_commit, retry_after=_retry_after(response))
    is_html = isinstance(error, UnexpectedResponse) and _is_html(response, body)
    if is_html or _CHALLENGE in response.headers:
        return Offline(exchange, cause=OfflineCause.WEB_PAGE, request_left=True)
    return error


def server_time(response: httpx.Response) -> datetime | None:
    """The server's clock when it answered, by its `Date`: UTC, whole seconds."""
    return _http_date(response.headers.get("date", ""))


class BodyRefused(Exception):
    """The body is larger than allowed, or packed so that it cannot be read within bounds."""

    def __init__(self, why: str, response: httpx.Response) -> None:
        super().__init__(why)
        self.response = response
        """Whose body it is; its status and headers count all the same."""


def read_body(
    response: httpx.Response, limit: int, go_on: Callable[[], None] = lambda: None
) -> bytes:
    """The decoded body of at most `limit` bytes. Raises `BodyRefused`.

    `go_on` is called before each piece and may raise. One piece comes from at most 64 KiB on the
    line, which bounds what a compressed one can unfold to; nested compression has no such bound
    and is refused.
    """
    check_headers(response, limit)
    body = bytearray()
    try:
        for piece in response.iter_bytes():
            go_on()
            body += piece
            if len(body) > limit:
                raise BodyRefused("longer than allowed", response)
    except httpx.DecodingError as error:
        raise BodyRefused("not packed as it says", response) from error
    return bytes(body)


def check_headers(response: httpx.Response, limit: int) -> None:
    """Refuse by what the headers declare. Raises `BodyRefused`."""
    coding = response.headers.get("content-encoding", "").strip().casefold()
    if coding == "x-gzip":
        # The same by its older name (RFC 9110, 8.4.1.3), which httpx does not know.
        response.headers["content-encoding"] = coding = "gzip"
    if coding not in _CODINGS:
        raise BodyRefused("unknown or nested compression", response)
    declared = declared_length(response)
    if declared is not None and declared > limit:
        raise BodyRefused("declared longer than allowed", response)


def declared_length(response: httpx.Response) -> int | None:
    """`Content-Length`, where it is a number."""
    text = response.headers.get("content-length", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def media_type(response: httpx.Response) -> str:
    """The media type that the headers name, in lower case and without parameters."""
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().casefold()


def is_page(response: httpx.Response) -> bool:
    """Whether the headers call it a web page."""
    return media_type(response) in _HTML


def _is_no_answer(status: int) -> bool:
    """Whether it cannot be CJ's: nothing of CJ's redirects. A portal or a proxy's block does."""
    return 300 <= status < 400 or status == httpx.codes.NETWORK_AUTHENTICATION_REQUIRED


def _is_html(response: httpx.Response, body: bytes) -> bool:
    start = body[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return is_page(response) or start.startswith(_HTML_STARTS)


def _is_readable(envelope: Envelope, status: int) -> bool:
    """Whether what an odd answer holds may be read, though nothing follows from what it lacks."""
    if envelope.code == SUCCESS:
        return True
    return status == httpx.codes.OK and envelope.verdict is not Verdict.CONTRADICTORY


def _retry_after(response: httpx.Response) -> float | None:
    """`Retry-After` in seconds, from a number or a date. CJ does not promise the header."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    at = _http_date(text)
    return max(0.0, (at - datetime.now(UTC)).total_seconds()) if at else None


def _http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
