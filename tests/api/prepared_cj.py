"""A client for CJ whose network is a list of prepared answers."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.domain.disputes.disputes import ExpectedOutcome, Reason
from app.domain.filing.filing import DisputeDraft, DraftLine
from app.domain.ids import BusinessDisputeId, LineItemId, OrderId, OrderNumber
from app.domain.money import usd
from tests.fakes.no_alarms import NoTime

SAMPLES = Path(__file__).parent / "wire" / "samples"
TOKEN = "access-token-0000000000000001"
FRESH = "access-token-0000000000000002"
BASE = "https://cj.test/api2.0/v1"
ORDER = OrderId("SD2611200001234567")
OK = {"code": 200, "result": True, "message": "Success"}


def sample(name: str) -> bytes:
    """The bytes of one of CJ's own samples."""
    return (SAMPLES / f"{name}.json").read_bytes()


def line(price: str = "23.00", quantity: int = 1) -> DraftLine:
    return DraftLine(LineItemId("27572784056172547"), quantity, usd(price))


def draft(**changes: object) -> DisputeDraft:
    """A draft that is complete."""
    values: dict[str, object] = {
        "reference": BusinessDisputeId("DD-0123456789abcdef0123456789abcdef"),
        "order_id": ORDER,
        "order_number": OrderNumber("1001"),
        "lines": (line(),),
        "reason": Reason(8, "Product Damaged"),
        "expected": ExpectedOutcome.REFUND,
        "message": "The lamp came broken.",
    }
    return DisputeDraft(**(values | changes))  # type: ignore[arg-type]  # by name, from a table


class QuietRateLimiter(RateLimiter):
    """A pace without a limit, which notes a hold and takes no time over it."""

    def __init__(self) -> None:
        super().__init__(math.inf)
        self.holds: list[float] = []

    def pause_for(self, seconds: float) -> None:
        self.holds.append(seconds)


@dataclass
class PreparedCj:
    """A client, what it sent, and what it will be answered."""

    requests: list[httpx.Request] = field(default_factory=list)
    answers: list[Callable[[httpx.Request], httpx.Response]] = field(default_factory=list)
    renewals: list[str] = field(default_factory=list)
    token: str = TOKEN
    fresh: str = FRESH
    api: CjApi = field(init=False)

    def __post_init__(self) -> None:
        self.pace = QuietRateLimiter()
        self.holds = self.pace.holds
        timing = NoTime()
        self.waits = timing.waits
        """Seconds between tries: noted, not waited for."""
        self.api = CjApi(
            BASE,
            access_token=lambda: self.token,
            renew=self._renew,
            pace=self.pace,
            transport=httpx.MockTransport(self._handle),
            timing=timing,
        )

    def answer(self, body: object, status: int = 200, **headers: str) -> None:
        """The next answer: bytes and text as they are, anything else as JSON."""
        if isinstance(body, bytes):
            content = body
        else:
            content = (body if isinstance(body, str) else json.dumps(body)).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.append(lambda _: httpx.Response(status, content=content, headers=named))

    def fail(self, error: Exception) -> None:
        """Let the next request fail with this."""

        def raise_it(_: httpx.Request) -> httpx.Response:
            raise error

        self.answers.append(raise_it)

    def data(self, data: object) -> None:
        """The next answer: success with this data."""
        self.answer({**OK, "data": data})

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answers.pop(0)(request)

    def _renew(self, stale: str) -> str:
        self.renewals.append(stale)
        return self.fresh
