"""Closing the client: what ends at once, and what is let finish."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

import httpx
import pytest

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.api.links import LinkClient
from app.domain.errors import (
    AppError,
    Interrupted,
)
from tests.api.on_line import OK_TRUE, client, whole
from tests.api.prepared_cj import BASE, ORDER, TOKEN, PreparedCj, draft
from tests.api.raw_server import RawServer


def in_thread(act: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """Run this aside; what it returns or raises ends up in the list."""
    result: list[object] = []

    def run() -> None:
        try:
            result.append(act())
        except AppError as error:
            result.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, result


class Marker(RateLimiter):
    """A pace that tells when a request leaves."""

    def __init__(self) -> None:
        super().__init__(math.inf)
        self.left = threading.Event()

    def mark_sent(self) -> None:
        super().mark_sent()
        self.left.set()


def test_closing_ends_a_read_on_the_line_at_once(raw_server: RawServer) -> None:
    raw_server.reply(30.0)
    pace = Marker()
    api = client(raw_server.base_url, pace=pace)
    thread, result = in_thread(api.disputes.page)
    assert pace.left.wait(5)
    started = time.monotonic()
    api.close()
    thread.join(5)
    assert isinstance(result[0], Interrupted)
    assert time.monotonic() - started < 2


def test_closing_lets_a_filing_on_the_line_hear_its_answer(raw_server: RawServer) -> None:
    raw_server.reply(0.3, whole(OK_TRUE))
    pace = Marker()
    api = client(raw_server.base_url, pace=pace)
    thread, result = in_thread(lambda: api.disputes.create(ORDER, draft()))
    assert pace.left.wait(5)
    api.close()
    thread.join(5)
    assert not isinstance(result[0], AppError)


def test_closing_ends_the_wait_before_another_try() -> None:
    answered = threading.Event()

    def refuse(request: httpx.Request) -> httpx.Response:
        answered.set()
        return httpx.Response(429, headers={"Retry-After": "60"})

    api = CjApi(
        BASE,
        access_token=lambda: TOKEN,
        renew=lambda stale: stale,
        pace=RateLimiter(math.inf),
        transport=httpx.MockTransport(refuse),
    )
    thread, result = in_thread(api.disputes.page)
    assert answered.wait(5)
    api.close()
    thread.join(5)
    assert isinstance(result[0], Interrupted)


def test_after_closing_nothing_is_sent(cj: PreparedCj) -> None:
    cj.api.close()
    with pytest.raises(Interrupted):
        cj.api.disputes.create(ORDER, draft())
    with pytest.raises(Interrupted):
        cj.api.links.fetch_picture("https://cj.test/a.png")
    assert cj.requests == []


@pytest.mark.parametrize("moment", ["while the name is resolved", "while it connects"])
def test_closing_while_a_picture_is_asked_for_is_no_bug(moment: str) -> None:
    tried: list[str] = []

    def resolve(_host: str, _port: int) -> list[str]:
        if moment == "while the name is resolved":
            links.close()
        return ["8.8.8.8", "8.8.4.4"]

    def connect(request: httpx.Request) -> httpx.Response:
        tried.append(request.url.host)
        if moment == "while it connects":
            links.close()
        raise httpx.ConnectError("nobody there")

    links = LinkClient(transport=httpx.MockTransport(connect), resolver=resolve)
    with pytest.raises(Interrupted):
        links.fetch_picture("https://cj.test/a.png")
