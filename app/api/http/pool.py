"""httpx's transport on httpcore's public pools, so that we say how connections are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl

_KEPT_FOR = 5.0
"""Seconds that a connection is kept open after its last use."""


class PooledTransport(httpx.BaseTransport):
    """One connection at a time, directly or by the `proxy` of this address ("" for none)."""

    def __init__(
        self,
        proxy: str,
        *,
        verify: ssl.SSLContext,
        network: httpcore.NetworkBackend,
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=verify,
            proxy=_proxy(httpx.Proxy(proxy)) if proxy else None,
            max_connections=1,
            keepalive_expiry=_KEPT_FOR,
            network_backend=network,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, its body still to be read. Raises httpx's errors."""
        if not isinstance(request.stream, httpx.SyncByteStream):
            raise TypeError("no body for a client that blocks")
        with _errors_of_httpx():
            answer = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    _address(request.url),
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


def _proxy(proxy: httpx.Proxy) -> httpcore.Proxy:
    return httpcore.Proxy(_address(proxy.url), proxy.raw_auth)


def _address(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


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
