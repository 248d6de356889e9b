"""The CJ of many characters answers over a socket as it does in simulated runs."""

import random
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import httpx
import pytest

from tests.cj.character_server import CharacterServer
from tests.cj.simulation.character import Character
from tests.cj.simulation.cj import CREATE, EPOCH, LIST, Line, Order

LINE = Line("1990000000000000001", "Lamp", "CJ1", 1250, 2)
ORDER = Order("SD2611200001234567", "260000000000000001", "1001", (LINE,))
CLAIM = {
    "businessDisputeId": "DD-1",
    "orderId": ORDER.code,
    "disputeReasonId": 1,
    "productInfoList": [{"lineItemId": LINE.line_id, "quantity": 1}],
}


def served(character: Character) -> Iterator[CharacterServer]:
    server = CharacterServer(character, random.Random(1))  # noqa: S311 - no secret is made of it
    server.cj.orders.append(ORDER)
    with server:
        yield server
    assert server.internal_errors == []


@pytest.fixture
def server() -> Iterator[CharacterServer]:
    yield from served(Character(recognises=False, holds_lines=False))


def ask(server: CharacterServer, endpoint: str, body: object = None) -> httpx.Response:
    address = f"{server.address_of('A1')}/{endpoint}"
    method = "GET" if body is None else "POST"
    with httpx.Client(trust_env=False) as client:
        return client.request(method, address, json=body, headers={"CJ-Access-Token": "access-0"})


def test_the_record_tells_who_asked_what_was_filed_and_what_was_shown(
    server: CharacterServer,
) -> None:
    assert ask(server, CREATE, CLAIM).json()["code"] == 200
    assert ask(server, f"{LIST}?orderId={ORDER.code}&pageNum=1").json()["data"]["total"] == 1
    created, listed = server.cj.record
    assert (created.ask.program, created.ask.endpoint, created.is_told) == ("A1", CREATE, True)
    assert created.filed is not None
    assert listed.shown == (created.filed,)
    assert [each.body["businessDisputeId"] for each in server.cj.sent] == ["DD-1"]


def test_a_fault_of_the_connection_keeps_the_answer_back_and_not_the_deed(
    server: CharacterServer,
) -> None:
    server.scenarios.arm("reset_after", endpoint=CREATE)
    with pytest.raises(httpx.TransportError):
        ask(server, CREATE, CLAIM)
    (created,) = server.cj.record
    assert (created.filed is not None, created.is_told) == (True, False)
    assert len(server.cj.sent) == 1


@pytest.mark.parametrize("scenario", ["code_1600200", "http_429", "http_401"])
def test_a_request_that_cj_did_not_look_at_counts_as_none(
    server: CharacterServer, scenario: str
) -> None:
    server.scenarios.arm(scenario, endpoint=CREATE)
    assert ask(server, CREATE, CLAIM).json()["result"] is False
    assert (server.cj.record, server.cj.sent) == ([], [])


def test_time_passes_for_the_answers_and_for_what_is_filed(server: CharacterServer) -> None:
    server.time.shift(3600)
    answer = ask(server, CREATE, CLAIM)
    told = parsedate_to_datetime(answer.headers["Date"])
    assert 3600 <= (told - EPOCH).total_seconds() < 3700
    (dispute,) = server.cj.disputes
    assert 3600 <= dispute.created < 3700


def test_a_cj_that_sends_no_date_sends_none() -> None:
    for server in served(Character(sends_date=False)):
        assert "Date" not in ask(server, f"{LIST}?pageNum=1").headers
