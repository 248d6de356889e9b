"""A practice server and two ways to talk to it, from the standard library alone."""

import http.client
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from app.practice.world.json_text import encode
from app.practice.world.sample_data import TUTORIAL_ORDER
from tests.cj.server import FaultyServer

Reply = tuple[int, dict[str, str], bytes]


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer(pace=0, life=False) as running:
        yield running
    assert running.internal_errors == []


@pytest.fixture
def token_of() -> Callable[[FaultyServer], str]:
    def token(server: FaultyServer) -> str:
        world = server.world
        with world.lock:
            return world.tokens.issue(server.API_KEY, world.now()).access

    return token


@pytest.fixture
def fetch(server: FaultyServer, token_of: Callable[[FaultyServer], str]) -> Callable[..., Reply]:
    """fetch(endpoint, body, method=, headers=, to=, timeout=) -> (status, headers, body)."""

    def send(
        endpoint: str,
        body: object = None,
        *,
        method: str | None = None,
        headers: dict[str, str] | None = None,
        to: FaultyServer | None = None,
        timeout: float = 5,
    ) -> Reply:
        target = to or server
        if headers is None:
            headers = {"CJ-Access-Token": token_of(target), "Content-Type": "application/json"}
        text = body if isinstance(body, (bytes, type(None))) else encode(body).encode()
        port = int(target.origin.rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        try:
            verb = method or ("GET" if body is None else "POST")
            path = endpoint if endpoint.startswith("/") else f"/api2.0/v1/{endpoint}"
            connection.request(verb, path, text, headers)
            with connection.getresponse() as response:
                return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    return send


@pytest.fixture
def ask(fetch: Callable[..., Reply]) -> Callable[..., dict[str, Any]]:
    """The same, giving back the envelope with exact numbers."""

    def envelope(endpoint: str, body: object = None, **options: object) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(
            fetch(endpoint, body, **options)[2], parse_float=Decimal
        )
        return content

    return envelope


@pytest.fixture
def filing(server: FaultyServer) -> dict[str, Any]:
    """A body that create takes: one of the three pieces of the tutorial order."""
    line = server.world.order(TUTORIAL_ORDER).lines[0]
    return {
        "businessDisputeId": "DD-1",
        "orderId": TUTORIAL_ORDER,
        "disputeReasonId": 8,
        "expectType": 1,
        "refundType": 1,
        "messageText": "The shade is cracked.",
        "imageUrl": ["https://example.invalid/crack.jpg"],
        "videoUrl": [],
        "productInfoList": [{"lineItemId": line.line_id, "quantity": 1, "price": line.price}],
    }
