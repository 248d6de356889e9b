"""What is known of the server's clock, by which a dispute made at our press is told from others."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.api.timing import Timing

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
EMPTY = {
    "code": 200,
    "result": True,
    "data": {"pageNum": 1, "pageSize": 50, "total": 0, "list": []},
}


class Servers:
    """They stamp an answer when they make it; `way_back` later it arrives."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.way_back = 0.2
        self.api = CjApi(
            "https://cj.example",
            access_token=lambda: "token",
            renew=lambda _: "token",
            pace=RateLimiter(math.inf),
            transport=httpx.MockTransport(self._answer),
            timing=Timing(lambda: self.seconds),
        )

    @property
    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)

    @property
    def error(self) -> float:
        """By how many seconds the program is wrong about the servers' clock."""
        told = self.api.server_time()
        assert told is not None
        return abs((told - self.now).total_seconds())

    def ask(self) -> None:
        self.api.disputes.page()

    def _answer(self, _: httpx.Request) -> httpx.Response:
        stamp = format_datetime(self.now.replace(microsecond=0), usegmt=True)
        self.seconds += self.way_back
        return httpx.Response(200, json=EMPTY, headers={"date": stamp})


def test_an_answer_that_was_long_on_its_way_does_not_set_the_clock_back() -> None:
    servers = Servers()
    servers.ask()
    servers.way_back = 8.0
    servers.ask()
    assert servers.error < 1.5


def test_a_quicker_answer_corrects_what_a_slow_one_told() -> None:
    servers = Servers()
    servers.way_back = 8.0
    servers.ask()
    servers.way_back = 0.2
    servers.ask()
    assert servers.error < 1.5


def test_after_a_while_even_a_slow_answer_tells_the_time_anew() -> None:
    servers = Servers()
    servers.ask()
    servers.seconds += 3600
    servers.way_back = 0.4
    servers.ask()
    told = servers.api.server_time()
    servers.seconds += 5
    assert told is not None
    assert servers.error < 1.5
    assert servers.api.server_time() == told + timedelta(seconds=5)
    latest = servers.api.server_time(latest=True)
    assert latest is not None
    assert latest >= told + timedelta(seconds=5)
