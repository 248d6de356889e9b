"""One HTTP answer, its envelope before its status: good data, or the error that it stands for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from app.api import errors as translate
from app.api.http.envelope import SUCCESS, Envelope, Verdict, open_envelope
from app.api.http.exact_json import NotJson
from app.domain.errors import Exchange, Offline, OfflineCause

_LOG_IN_TO_NETWORK = httpx.codes.NETWORK_AUTHENTICATION_REQUIRED


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer. `exchange` serves the errors that reading `data` may still end in."""

    data: object = field(repr=False)
    exchange: Exchange
    is_plain: bool = True
    """Whether CJ said yes whole: in the envelope, spoken against by nothing, on a good status."""

    @property
    def request_id(self) -> str:
        """CJ's trace id of the call."""
        return self.exchange.request_id


def read_answer(
    response: httpx.Response, body: bytes, exchange: Exchange, *, is_commit: bool
) -> Answer:
    """The answer, or the error raised for it.

    Of a call that commits to something (`create`, `cancel`) a plain yes is demanded: said in
    the envelope, spoken against by nothing in it, on a good HTTP status. Anything less leaves
    open whether CJ acted.
    """
    exchange = replace(exchange, http_status=response.status_code)
    if 300 <= response.status_code < 400 or response.status_code == _LOG_IN_TO_NETWORK:
        # Nothing of CJ's redirects: this is a captive portal or a proxy's block page.
        raise Offline(exchange, cause=OfflineCause.REDIRECTED, request_left=True)
    retry_after = _retry_after(response)
    try:
        envelope = open_envelope(body)
    except NotJson as error:
        raise translate.unreadable(
            exchange, is_commit=is_commit, retry_after=retry_after
        ) from error
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
    return Answer(envelope.data, exchange, is_plain)


def server_time(response: httpx.Response) -> datetime | None:
    """The server's clock when it answered, by its `Date`: UTC, whole seconds."""
    return _http_date(response.headers.get("date", ""))


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
