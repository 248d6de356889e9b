"""httpx's transport on httpcore's public pools, so that we say how connections are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypedDict

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl

_KEPT_FOR = 5.0
"""Seconds that a connection is kept open after its last use."""


class _Options(TypedDict):
    ssl_context: ssl.SSLContext
    max_connections: int
    max_keepalive_connections: int
    keepalive_expiry: float
    network_backend: httpcore.NetworkBackend


class PooledTransport(httpx.BaseTransport):
    """Connections to any host, directly or by the `proxy` of this address ("" for none)."""

    def __init__(
        self,
        proxy: str,
        *,
        verify: ssl.SSLContext,
        network: httpcore.NetworkBackend,
        connections: int,
        kept: int,
    ) -> None:
        options = _Options(
            ssl_context=verify,
            max_connections=connections,
            max_keepalive_connections=kept,
            keepalive_expiry=_KEPT_FOR,
            network_backend=network,
        )
        self._pool = _by_proxy(httpx.URL(proxy), options) if proxy else _direct(options)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, its body still to be read. Raises httpx's errors."""
        if not isinstance(request.stream, httpx.SyncByteStream):
            raise TypeError("no body for a client that blocks")
        with _errors_of_httpx():
            answer = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


def _direct(options: _Options) -> httpcore.ConnectionPool:
    return httpcore.ConnectionPool(**options)


def _by_proxy(url: httpx.URL, options: _Options) -> httpcore.ConnectionPool:
    auth = (url.username.encode(), url.password.encode()) if url.userinfo else None
    address = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    if url.scheme in ("http", "https"):
        return httpcore.HTTPProxy(address, auth, **options)
    return httpcore.SOCKSProxy(address, auth, **options)


class _Body(httpx.SyncByteStream):
    """An answer's body, read from the connection as it is asked for."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._answer.stream, Iterable)  # noqa: S101 - it is no async one
        with _errors_of_httpx():
            yield from self._answer.stream

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _errors_of_httpx() -> Iterator[None]:
    """httpx has an error for each of httpcore's, of the same name."""
    try:
        yield
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpcore.UnsupportedProtocol,
    ) as error:
        kind: type[httpx.TransportError] = getattr(httpx, type(error).__name__)
        raise kind(str(error)) from error
