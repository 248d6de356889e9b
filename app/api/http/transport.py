"""Sends requests to CJ: pace, token, deadline, retries of reads. Knows no endpoint."""

from __future__ import annotations

import contextlib
import logging
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, NamedTuple

import httpx

from app import __version__
from app.api import errors as translate
from app.api.http import proxies
from app.api.http.connection import base_url, tls_context
from app.api.http.deadline import ConnectionGuard, InFlight
from app.api.http.dialing import SideBySide
from app.api.http.exact_json import encode
from app.api.http.pool import PooledTransport
from app.api.http.response import (
    ApiResponse,
    BodyRefused,
    read_answer,
    read_body,
    server_time,
    without_envelope,
)
from app.api.http.retry import next_delay, pause_asked
from app.api.timing import Timing
from app.api.wire.account import is_header_text
from app.domain.errors import (
    AppError,
    InterfaceOffline,
    Interrupted,
    RateLimited,
    RequestInfo,
    SignInRequired,
    TimedOut,
    TokenRejected,
    UnexpectedResponse,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from app.api.http.rate_limiter import RateLimiter

DEADLINE = 30.0
"""Seconds for one request from start to end. Only resolving a name cannot be ended by us."""
BODY_LIMIT = 5_000_000
"""Most bytes of a decoded answer. A full page of disputes has some 50,000."""
USER_AGENT = f"dispute-desk/{__version__}"

_TIME_KEPT = 600.0
"""Seconds after which an answer that was longer on its way tells the server's time anew: two clocks
drift apart."""

_PAUSE = 1.0
"""Seconds to hold the pace after "too many requests" without a hint."""

_log = logging.getLogger(__name__)
# At INFO httpx logs whole addresses with their queries, at DEBUG httpcore every header.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Request:
    """One call. `endpoint` is its path below the base address."""

    method: str
    endpoint: str
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: Mapping[str, object] | None = field(default=None, repr=False)
    is_read: bool = False
    """Whether it changes nothing, so that a failure may be tried again."""
    is_commit: bool = False
    """Whether it changes something at CJ that must not happen twice."""
    is_private: bool = False
    """Whether CJ's own message may name a buyer, so that no error carries it."""
    with_token: bool = True
    may_renew: bool = True
    """Whether a rejected token is renewed for it."""


class _ServerTime(NamedTuple):
    """The server's time in an answer, and our clock's when it came."""

    at: datetime
    then: float
    delay: float
    """Seconds from the request to the answer: so much may be wrong."""


class _GaveWay(Interrupted):
    """A call of the background was cut, because the user waits for another one."""


class Transport:
    """One HTTP client for one base address. Safe to use from several threads.

    `access_token` gives the token for a call, `renew` a newer one for a stale one; both may raise
    `SignInRequired`. `proxy_choice` is asked before each request, `note` is told how each one
    ended. `inner` and `timing` replace the network and the time in tests.
    """

    def __init__(
        self,
        base: str,
        *,
        access_token: Callable[[], str],
        renew: Callable[[str], str],
        pace: RateLimiter,
        inner: httpx.BaseTransport | None = None,
        deadline: float = DEADLINE,
        proxy_choice: Callable[[], str] = lambda: proxies.SYSTEM,
        note: Callable[[RequestInfo, AppError | None], object] = lambda _exchange, _error: None,
        timing: Timing | None = None,
    ) -> None:
        self._base = base_url(base)
        self._access_token = access_token
        self._renew = renew
        self._pace = pace
        self._inner = inner
        self._deadline = deadline
        self._proxy_choice = proxy_choice
        self._tell = note
        self._timing = timing or Timing()
        self._clock = self._timing.monotonic
        self._line = ConnectionGuard(self._timing)
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None
        self._network = SideBySide()
        self._client_choice = proxies.SYSTEM
        self._client_proxy = ""
        self._current: tuple[InFlight, Request] | None = None
        self._server_clock: _ServerTime | None = None

    def send(self, request: Request) -> ApiResponse:
        """The answer to a request. Raises an `AppError`; `not_processed` in it is truthful.

        A rejected token is renewed once and the request then repeated once, unless it may not:
        CJ's own envelope said that it was not processed.
        """
        if not request.with_token:
            return self._with_retries(request, "")
        with _nothing_sent():
            token = self._usable(self._access_token())
        try:
            return self._with_retries(request, token)
        except TokenRejected:
            if not request.may_renew:
                raise
        with _nothing_sent():
            fresh = self._usable(self._renew(token))
        try:
            return self._with_retries(request, fresh)
        except TokenRejected as rejection:
            raise _after_renewal(rejection) from rejection

    def close(self) -> None:
        """End what waits and what reads, with `Interrupted`.

        A `create` or `cancel` on its way is left alone: its answer is worth waiting for.
        """
        self._closing.set()
        self._pace.wake()
        with self._lock:
            if self._current is None:
                self._close_client()
            elif not self._current[1].is_commit:
                self._current[0].cut()

    def server_time(self, *, latest: bool = False) -> datetime | None:
        """The server's clock now (UTC), counted on from an answer; None before one.

        It does not jump where somebody sets this computer's clock. As the answer was on its way
        for some time, this is the earliest that the server's clock can show, or the latest.
        """
        told = self._server_clock
        if told is None:
            return None
        passed = self._clock() - told.then + (told.delay if latest else 0.0)
        return told.at + timedelta(seconds=passed)

    def _note_server_time(self, at: datetime | None, left: float) -> None:
        """Keep the time that was least long on its way: in a slow answer it is old by then."""
        kept, now = self._server_clock, self._clock()
        is_better = kept is None or now - left <= kept.delay or now - kept.then > _TIME_KEPT
        if at is not None and is_better:
            self._server_clock = _ServerTime(at, now, now - left)

    def _usable(self, token: str) -> str:
        """The token, if a header can carry it; httpx's own error would quote it."""
        if not is_header_text(token):
            raise SignInRequired
        return token

    def _with_retries(self, request: Request, token: str) -> ApiResponse:
        started = self._clock()
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._once(request, token)
            except AppError as error:
                delay = next_delay(error, attempt, is_read=request.is_read)
                # A read that took its whole time once is not worth as much again.
                if delay is None or self._clock() - started >= self._deadline:
                    raise
            if self._timing.wait(self._closing, delay):
                raise Interrupted

    def _once(self, request: Request, token: str) -> ApiResponse:
        give_way = self._give_way if request.is_read else None
        with self._pace.acquire(self._closing.is_set, give_way):
            started = self._clock()
            try:
                answer = self._exchange(request, token)
            except _GaveWay as error:
                self._note(request, error.exchange, started, "gave way")
            except AppError as error:
                self._note(request, error.exchange, started, type(error).__name__)
                self._tell(error.exchange, error)
                if isinstance(error, RateLimited):
                    self._pace.pause_for(max(_PAUSE, pause_asked(error)))
                raise
            else:
                self._note(request, answer.exchange, started, "ok")
                self._tell(answer.exchange, None)
                return answer
        return self._once(request, token)  # behind whom it gave way to

    def _give_way(self) -> None:
        """Cut the call in favour of one that the user waits for. It only reads, and is repeated."""
        with self._lock:
            if self._current is not None:
                self._current[0].gives_way = True
                self._current[0].cut()

    def _exchange(self, request: Request, token: str) -> ApiResponse:
        exchange = RequestInfo(
            endpoint=request.endpoint, at=self._timing.now(), cj_at=self.server_time()
        )
        left = self._clock()
        with self._calling(request) as call:
            try:
                response, body = self._send(request, token, call)
            except BodyRefused as error:
                raise without_envelope(
                    error.response, exchange, is_commit=request.is_commit
                ) from error
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
                raise self._failed(error, call, request, exchange) from error
        self._note_server_time(server_time(response), left)
        try:
            return read_answer(response, body, exchange, is_commit=request.is_commit)
        except AppError as error:
            if request.is_private:
                error.exchange = replace(error.exchange, text="")
            raise

    def _send(self, request: Request, token: str, call: InFlight) -> tuple[httpx.Response, bytes]:
        client = self._open_client()
        due = self._clock() + self._deadline

        def go_on() -> None:
            if call.is_cut or self._clock() >= due:
                raise httpx.ReadTimeout("the whole call took too long")

        response = client.send(self._build(client, request, token, call), stream=True)
        call.http_status = response.status_code
        with contextlib.closing(response):
            if 300 <= response.status_code < 400:
                return response, b""
            body = read_body(response, BODY_LIMIT, go_on)
        if call.is_cut:
            # A body without a length ends where the connection does: this one is a part.
            go_on()
        return response, body

    def _build(
        self, client: httpx.Client, request: Request, token: str, call: InFlight
    ) -> httpx.Request:
        path = f"{self._base.path.rstrip('/')}/{request.endpoint}"
        headers = {"CJ-Access-Token": token} if request.with_token else {}
        content = None if request.body is None else encode(request.body)
        if content is not None:
            headers["Content-Type"] = "application/json"
        return client.build_request(
            request.method,
            # At once: httpx reads an address anew for each part that is put into it.
            self._base.copy_with(path=path, params=list(request.query)),
            headers=headers,
            content=content,
            extensions={"trace": call.trace},
        )

    def _failed(
        self, error: Exception, call: InFlight, request: Request, exchange: RequestInfo
    ) -> AppError:
        exchange = replace(exchange, http_status=call.http_status)
        if call.is_cut and self._closing.is_set() and not request.is_commit:
            return Interrupted(exchange)
        if call.is_cut and call.gives_way:
            return _GaveWay(exchange)
        if call.is_cut:
            return TimedOut(exchange, request_left=call.has_left)
        cj_at = self.server_time()
        found = translate.failure(
            error,
            exchange,
            clock_skew=(self._timing.now() - cj_at).total_seconds() if cj_at else None,
            is_proxied=bool(self._client_proxy),
        )
        if self._inner is None and not call.has_left:
            # Known better than by the kind of error: a proxy may break before our request began.
            found.not_processed = True
        return found

    @contextmanager
    def _calling(self, request: Request) -> Iterator[InFlight]:
        with self._line.call(self._deadline, self._pace.mark_sent) as call:
            with self._lock:
                if self._closing.is_set():
                    raise Interrupted
                self._current = (call, request)
            try:
                yield call
            finally:
                with self._lock:
                    self._current = None
                    if self._closing.is_set():
                        self._close_client()

    def _open_client(self) -> httpx.Client:
        choice = self._proxy_choice()
        with self._lock:
            if choice != self._client_choice:
                # Only the holder of the turn is here, so nobody is reading from the old one.
                self._close_client()
            if self._client is None:
                short = min(5.0, self._deadline)
                self._client_choice = choice
                self._client_proxy = proxies.proxy_for(choice, self._base)
                self._client = httpx.Client(
                    transport=self._inner or self._pool(self._client_proxy),
                    # The system's proxies were asked; nothing else of the environment counts.
                    trust_env=False,
                    follow_redirects=False,
                    timeout=httpx.Timeout(min(20.0, self._deadline), connect=short, pool=short),
                    headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
                    cookies=no_cookies(),
                )
            return self._client

    def _pool(self, proxy: str) -> PooledTransport:
        """A single connection: CJ is asked one thing at a time."""
        # A stand-in needs no certificates.
        is_plain = self._base.scheme == "http"
        verify = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if is_plain else tls_context()
        return PooledTransport(proxy, verify=verify, network=self._network)

    def _close_client(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _note(self, request: Request, exchange: RequestInfo, started: float, outcome: str) -> None:
        _log.info(
            "%s %s: HTTP %s, code %s, %d ms, request id %s",
            request.endpoint,
            outcome,
            exchange.http_status or "-",
            exchange.code if exchange.code is not None else "-",
            (self._clock() - started) * 1000,
            exchange.request_id or "-",
        )


def no_cookies() -> CookieJar:
    """A jar that takes and gives nothing: no call shall depend on the one before."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


@contextmanager
def _nothing_sent() -> Iterator[None]:
    """What fails in here (the keyring, a renewal without an answer) is not the request itself."""
    try:
        yield
    except AppError as error:
        error.not_processed = True
        raise


def _after_renewal(rejection: TokenRejected) -> AppError:
    """What a rejection means once the token is fresh."""
    exchange = rejection.exchange
    if exchange.code == translate.OFFLINE_OR_PARAM:
        return InterfaceOffline(exchange)
    # A bare HTTP 401 for a fresh token is not CJ's word on it but some gateway's.
    return UnexpectedResponse(exchange) if exchange.code is None else SignInRequired(exchange)
