"""A client on real sockets, and answers as they go over the line."""

from __future__ import annotations

import math
from collections.abc import Callable

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.domain.errors import AppError, RequestInfo
from tests.api.prepared_cj import TOKEN

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
EMPTY_LIST = b'{"code": 200, "data": {"list": [], "total": 0}}'


def client(
    base: str,
    *,
    access_token: Callable[[], str] = lambda: TOKEN,
    renew: Callable[[str], str] = lambda stale: stale,
    deadline: float = 5.0,
    pace: RateLimiter | None = None,
    note: Callable[[RequestInfo, AppError | None], object] = lambda _exchange, _error: None,
) -> CjApi:
    return CjApi(
        base,
        access_token=access_token,
        renew=renew,
        pace=pace or RateLimiter(math.inf),
        deadline=deadline,
        note=note,
    )


def whole(body: bytes) -> bytes:
    # It says what `RawServer` does, or the next request may go where nobody listens any more.
    headers = b"Connection: close\r\nContent-Length: " + str(len(body)).encode()
    return HEAD + headers + b"\r\n\r\n" + body


OK_TRUE = b'{"code": 200, "data": true}'
