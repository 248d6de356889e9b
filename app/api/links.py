"""Opens product pictures and evidence links: without any token, and off the pace of CJ's API.

Links are kept from reaching into the user's own network: resolved first, then looked at, then
connected to. The connection is made to the very address that was looked at, so that a name which
resolves differently a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import re
import threading
import time
from contextlib import contextmanager
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import httpx

from app.api import errors as translate
from app.api.http import proxies
from app.api.http.connection import (
    Address,
    as_address,
    is_loopback_host,
    parsed,
    tls_context,
)
from app.api.http.deadline import ConnectionGuard, InFlight
from app.api.http.dialing import Resolver, SideBySide, resolve
from app.api.http.pool import PooledTransport
from app.api.http.response import (
    BodyRefused,
    check_headers,
    declared_length,
    is_page,
    media_type,
    read_body,
)
from app.api.http.transport import USER_AGENT, no_cookies
from app.domain.errors import (
    AddressRefused,
    AppError,
    Interrupted,
    NotFound,
    Offline,
    OfflineCause,
    RequestInfo,
    ServerFailed,
    TimedOut,
    UnexpectedResponse,
)
from app.domain.links import LinkReport, expiry_of

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

_log = logging.getLogger(__name__)

PICTURE_LIMIT = 3_000_000
"""Most bytes of a picture."""
LINK_DEADLINE = 20.0
"""Seconds for one link, with all its redirects."""
_REDIRECT_LIMIT = 5
_TELLING = 64
"""Bytes that are read to tell what an evidence link serves."""
_TIMEOUTS = httpx.Timeout(connect=5.0, read=10.0, write=10.0, pool=5.0)

_LOGIN = re.compile(r"(^|[/._-])(log-?in|sign-?in|auth|accounts?|sso)([/._-]|$)", re.IGNORECASE)
_NUMBER_AT_END = re.compile(r"(^|\.)(\d+|0x[0-9a-f]*)$")
_Result = TypeVar("_Result")


class FileKind(Enum):
    """What a file is, as its first bytes show."""

    SHOWN = "a picture that can be shown here"
    PICTURE = "another picture"
    VIDEO = "video"
    OTHER = "other"


class LinkClient:
    """Opens links on the open web, and on this computer only where that is allowed.

    Refused with `AddressRefused`: other schemes than http and https, a name or password in the
    address, anything inside the user's network. Each redirect is checked like the first address.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        transport: httpx.BaseTransport | None = None,
        resolver: Resolver = resolve,
        deadline: float = LINK_DEADLINE,
        proxy_choice: Callable[[], str] = lambda: proxies.SYSTEM,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._inner = transport
        self._resolver = resolver
        self._deadline = deadline
        self._proxy_choice = proxy_choice
        self._clock = clock
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._calls: set[InFlight] = set()

    def fetch_picture(self, url: str) -> bytes:
        """The bytes of what begins like a PNG, JPEG, WebP or GIF, at most 3 MB.

        Raises `NotFound` where the server has none, `UnexpectedResponse` for anything else.
        """
        return self._open(url, self._picture_in)

    def check(self, url: str) -> LinkReport:
        """What opening the link shows. A link that no server answers is not reachable, no error.

        The file itself is not downloaded: only its first bytes are read. Raises
        `AddressRefused` for an address that nobody else could open.
        """
        try:
            return self._open(url, lambda response, due: self._report_on(url, response, due))
        except (Offline, TimedOut, UnexpectedResponse):
            return LinkReport(reachable=False, expiry=expiry_of(url))

    def close(self) -> None:
        """End what is being read, with `Interrupted`, and let nothing begin any more."""
        self._closing.set()
        with self._lock:
            for call in self._calls:
                call.cut()

    def _picture_in(self, response: httpx.Response, due: float) -> bytes:
        exchange = _exchange(response)
        if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
            raise NotFound(exchange)
        if response.is_server_error:
            raise ServerFailed(exchange)
        if not response.is_success:
            raise UnexpectedResponse(exchange)
        data = read_body(response, PICTURE_LIMIT, lambda: self._go_on(due))
        # Cut at the deadline, a picture without a declared length would just end early.
        self._go_on(due)
        if kind_of(data) is not FileKind.SHOWN:
            raise UnexpectedResponse(exchange)
        return data

    def _report_on(self, asked: str, response: httpx.Response, due: float) -> LinkReport:
        kind = kind_of(self._first_bytes(response, due)) if response.is_success else FileKind.OTHER
        final = httpx.URL(response.extensions["final_url"])
        was_sent_to_login = is_page(response) and bool(_LOGIN.search(f"{final.host}{final.path}"))
        return LinkReport(
            reachable=response.is_success,
            http_status=response.status_code,
            content_type=media_type(response)[:100],
            bytes=declared_length(response) if response.status_code == httpx.codes.OK else None,
            is_image=kind in (FileKind.SHOWN, FileKind.PICTURE),
            is_video=kind is FileKind.VIDEO,
            needs_login=response.status_code in (401, 403) or was_sent_to_login,
            expiry=expiry_of(asked) or expiry_of(str(final)),
        )

    def _first_bytes(self, response: httpx.Response, due: float) -> bytes:
        start = b""
        with contextlib.suppress(BodyRefused):
            # Of a packed file nothing is unfolded that nests: what it holds is not told.
            check_headers(response, limit=1 << 62)
            for piece in response.iter_bytes():
                self._go_on(due)
                start += piece[:_TELLING]
                if len(start) >= _TELLING:
                    break
        return start

    def _open(self, url: str, use: Callable[[httpx.Response, float], _Result]) -> _Result:
        due = self._clock() + self._deadline
        address = parsed(url)
        for _hop in range(_REDIRECT_LIMIT + 1):
            self._go_on(due)
            with self._response(address, due) as response:
                if not response.has_redirect_location:
                    response.extensions["final_url"] = str(address)
                    return use(response, due)
                address = self._next_address(address, response)
        raise UnexpectedResponse(RequestInfo(endpoint=address.host))

    def _next_address(self, address: httpx.URL, response: httpx.Response) -> httpx.URL:
        try:
            return parsed(str(address.join(response.headers["location"])))
        except (httpx.InvalidURL, ValueError) as error:
            raise UnexpectedResponse(_exchange(response)) from error

    @contextmanager
    def _response(self, address: httpx.URL, due: float) -> Iterator[httpx.Response]:
        exchange = RequestInfo(endpoint=address.host)
        _refuse_odd_forms(address)
        with self._calling(max(0.0, due - self._clock())) as call:
            proxy = ""
            try:
                # Asked once: changed in between, it would let an unchecked name out without one.
                proxy = self._proxy_for(address)
                with (
                    self._client(proxy) as client,
                    contextlib.closing(self._send(client, address, call)) as response,
                ):
                    response.extensions["host"] = address.host
                    yield response
            except BodyRefused as error:
                raise UnexpectedResponse(_exchange(error.response)) from error
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
                raise self._failed(error, call, exchange, is_proxied=bool(proxy)) from error

    @contextmanager
    def _calling(self, seconds: float) -> Iterator[InFlight]:
        with ConnectionGuard().call(seconds, lambda: None) as call:
            with self._lock:
                if self._closing.is_set():
                    raise Interrupted
                self._calls.add(call)
            try:
                yield call
            finally:
                with self._lock:
                    self._calls.discard(call)

    def _failed(
        self, error: Exception, call: InFlight, exchange: RequestInfo, *, is_proxied: bool
    ) -> AppError:
        if self._closing.is_set():
            return Interrupted(exchange)
        if call.is_cut:
            return TimedOut(exchange, request_left=call.has_left)
        return translate.failure(error, exchange, clock_skew=None, is_proxied=is_proxied)

    def _send(self, client: httpx.Client, address: httpx.URL, call: InFlight) -> httpx.Response:
        if self._inner is not None:
            # Nobody connects, and so nobody looks at the numbers.
            self._numbers(address.host, address.port or 443)
        request = client.build_request(
            "GET",
            address.copy_with(fragment=None),
            headers={"User-Agent": USER_AGENT},
            extensions={"trace": call.trace},
        )
        return client.send(request, stream=True)

    def _numbers(self, host: str, port: int) -> list[str]:
        """The numbers of a host that may be connected to; asked by whoever connects."""
        return checked_addresses(
            host, port, allow_loopback=self._allow_loopback, resolver=self._resolver
        )

    def _proxy_for(self, address: httpx.URL) -> str:
        """The proxy that opens the link. It resolves the name, so only numbers are checked.

        What a name means inside the proxy's network is the proxy's to guard.
        """
        proxy = "" if self._inner else proxies.proxy_for(self._proxy_choice(), address)
        if proxy and as_address(address.host):
            check_address(address.host, allow_loopback=False)
        return proxy

    def _go_on(self, due: float) -> None:
        if self._closing.is_set():
            raise Interrupted
        if self._clock() >= due:
            raise TimedOut(request_left=True)

    def _client(self, proxy: str) -> httpx.Client:
        """For one request: a number that was looked at counts for no other.

        It connects to such numbers only, or to a proxy, which may be anywhere.
        """
        network = SideBySide() if proxy else SideBySide(self._numbers)
        return httpx.Client(
            transport=self._inner or PooledTransport(proxy, verify=self._verify, network=network),
            trust_env=False,
            follow_redirects=False,
            timeout=_TIMEOUTS,
            cookies=no_cookies(),
        )

    @cached_property
    def _verify(self) -> ssl.SSLContext:
        return tls_context()


def checked_addresses(
    host: str, port: int, *, allow_loopback: bool, resolver: Resolver
) -> list[str]:
    """The host's addresses, all of them public (or loopback, if allowed).

    Raises `AddressRefused` where one is not, and `Offline` where the name is unknown.
    """
    try:
        found = [host] if as_address(host) else resolver(host, port)
    except (OSError, UnicodeError) as error:
        raise Offline(
            RequestInfo(endpoint=host), cause=OfflineCause.NAME_NOT_FOUND, request_left=False
        ) from error
    for each in found:
        check_address(each, allow_loopback=allow_loopback)
    return found


def check_address(text: str, *, allow_loopback: bool) -> None:
    """Raises `AddressRefused` for a number inside this computer or its network."""
    address = as_address(text.partition("%")[0])
    if address is None:
        raise AddressRefused(RequestInfo(endpoint=text))
    inner = _inner(address)
    is_public = inner.is_global and not inner.is_multicast and not inner.is_reserved
    if not (is_public or (allow_loopback and inner.is_loopback)):
        raise AddressRefused(RequestInfo(endpoint=text))


def _refuse_odd_forms(address: httpx.URL) -> None:
    """Only http and https, no name or password in the address, and no number in disguise.

    `2130706433`, `127.1` and `0x7f.1` are this computer to a resolver, which a proxy has of its
    own. No name ends in a number.
    """
    host = address.host.rstrip(".").casefold()
    is_disguised = bool(_NUMBER_AT_END.search(host)) and as_address(address.host) is None
    is_local_name = host != address.host.casefold() and is_loopback_host(host)
    is_local_name |= host.endswith(".localhost")
    is_plain = address.scheme in ("http", "https") and not address.userinfo
    if not is_plain or is_disguised or is_local_name:
        raise AddressRefused(RequestInfo(endpoint=address.host))


def _exchange(response: httpx.Response) -> RequestInfo:
    host = str(response.extensions.get("host", ""))
    return RequestInfo(endpoint=host, http_status=response.status_code)


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address.sixtofour or _behind_nat64(address) or address
    return address


def _behind_nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in ipaddress.IPv6Network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


# What lies in the container of MP4 (`ftyp`) may be pictures of HEIF, or sound. The last line is
# Matroska and WebM, Ogg, MPEG, Flash, Windows Media.
_STARTS = tuple(
    (re.compile(start, re.DOTALL), kind)
    for start, kind in (
        (rb"\x89PNG\r\n\x1a\n", FileKind.SHOWN),
        (rb"\xff\xd8\xff", FileKind.SHOWN),  # JPEG
        (rb"GIF8[79]a", FileKind.SHOWN),
        (rb"RIFF....WEBP", FileKind.SHOWN),
        (rb"II\*\0|MM\0\*", FileKind.PICTURE),  # TIFF
        (rb"BM....\0\0\0\0", FileKind.PICTURE),  # BMP
        (rb"....ftyp(hei[cxms]|hev[cxms]|m[is]f1|avi[fs])", FileKind.PICTURE),  # HEIF, AVIF
        (rb"....ftypM4[ABP] ", FileKind.OTHER),
        (rb"....(ftyp|moov|mdat|wide|free|skip|pnot)|RIFF....AVI ", FileKind.VIDEO),
        (rb"\x1aE\xdf\xa3|OggS|\0\0\x01\xba|FLV\x01|0&\xb2u\x8ef\xcf\x11", FileKind.VIDEO),
    )
)


def kind_of(data: bytes) -> FileKind:
    """The kind of file that begins with these bytes; twelve are enough."""
    return next((kind for start, kind in _STARTS if start.match(data)), FileKind.OTHER)
