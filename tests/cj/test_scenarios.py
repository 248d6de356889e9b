"""Each fault does to the client what it says, and to the world what it says."""

import http.client
import json
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.cj.scenarios import SCENARIO_NAMES, Armed, Scenarios
from tests.cj.server import FaultyServer

Ask = Callable[..., dict[str, Any]]
Fetch = Callable[..., tuple[int, dict[str, str], bytes]]
Json = dict[str, Any]

CREATE = "disputes/create"


def was_filed(server: FaultyServer) -> bool:
    return server.world.disputes()[0].business_dispute_id == "DD-1"


@pytest.mark.parametrize(
    ("name", "filed"),
    [("timeout_before", False), ("timeout_after", True)],
)
def test_timeouts_hold_until_the_client_leaves(
    fetch: Fetch, server: FaultyServer, filing: Json, *, name: str, filed: bool
) -> None:
    server.scenarios.arm(name, endpoint=CREATE)
    with pytest.raises(TimeoutError):
        fetch(CREATE, filing, timeout=0.1)
    assert was_filed(server) is filed
    (request,) = server.record.of(CREATE)
    assert (request.scenario, request.answered_code, request.http_status) == (name, None, None)
    assert request.processed is filed
    assert server.scenarios.pending() == []


def test_a_hold_ends_by_itself(fetch: Fetch, server: FaultyServer, filing: Json) -> None:
    server.scenarios.arm("timeout_after", endpoint=CREATE, hold=0.01)
    with pytest.raises(http.client.RemoteDisconnected):
        fetch(CREATE, filing)


@pytest.mark.parametrize(("name", "filed"), [("reset_before", False), ("reset_after", True)])
def test_resets(
    fetch: Fetch, server: FaultyServer, filing: Json, *, name: str, filed: bool
) -> None:
    server.scenarios.arm(name, endpoint=CREATE)
    with pytest.raises(ConnectionResetError) as caught:
        fetch(CREATE, filing)
    # RemoteDisconnected is a ConnectionResetError, too, but would mean a polite goodbye.
    assert not isinstance(caught.value, http.client.RemoteDisconnected)
    assert was_filed(server) is filed


@pytest.mark.parametrize(
    ("name", "status", "filed"),
    [
        ("http_500", 500, False),
        ("http_502_html", 502, False),
        ("http_503", 503, False),
        ("http_429", 429, False),
        ("http_401", 401, False),
        ("code_1600200", 200, False),
        ("points_exhausted", 429, False),
        ("expired_token", 200, False),
        ("broken_json", 200, True),
        ("html_200", 200, False),
        ("wrong_type", 200, True),
        ("null_answer", 200, True),
        ("empty_body", 200, True),
        ("refuse", 200, False),
        ("redirect", 302, False),
        ("verdictless", 200, True),
    ],
)
def test_answers_and_what_became_of_the_request(
    fetch: Fetch, server: FaultyServer, filing: Json, *, name: str, status: int, filed: bool
) -> None:
    server.scenarios.arm(name, endpoint=CREATE)
    assert fetch(CREATE, filing)[0] == status
    assert was_filed(server) is filed
    (request,) = server.record.of(CREATE)
    assert (request.scenario, request.http_status, request.processed) == (name, status, filed)
    server.scenarios.arm("http_500", endpoint="setting/get")
    server.scenarios.clear()
    assert fetch("setting/get")[0] == 200


def test_every_scenario_is_tested_here() -> None:
    text = test_answers_and_what_became_of_the_request.pytestmark[0].args[1]  # type: ignore[attr-defined]  # pytest sets it
    elsewhere = {
        "slow", "slow_body", "timeout_before", "timeout_after", "reset_before", "reset_after",
        "huge", "list_lags", "empty_data", "wrong_total", "leaves_out", "knows_no_number",
    }  # fmt: skip
    assert {row[0] for row in text} | elsewhere == set(SCENARIO_NAMES)


def test_bodies(fetch: Fetch, ask: Ask, server: FaultyServer, filing: Json) -> None:
    arm = server.scenarios.arm
    arm("broken_json", endpoint="setting/get")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(fetch("setting/get")[2])
    arm("wrong_type", endpoint="setting/get", value="surprise")
    assert ask("setting/get")["data"] == "surprise"
    arm("null_answer", endpoint="setting/get")
    assert fetch("setting/get")[2] == b"null"
    arm("empty_body", endpoint="setting/get")
    assert fetch("setting/get")[2] == b""
    arm("verdictless", endpoint=CREATE)
    assert set(ask(CREATE, filing)) == {"message", "data", "requestId"}
    arm("points_exhausted")
    answer = ask("setting/get")
    assert (answer["code"], answer["pointsInfo"]["remaining"]) == (429, 0)
    arm("points_exhausted", code=16900500)
    answer = ask("setting/get")
    assert (answer["code"], server.record.requests[-1].http_status) == (16900500, 200)
    assert "pointsInfo" not in answer
    arm("html_200")
    _, headers, body = fetch("setting/get")
    assert headers["Content-Type"].startswith("text/html")
    assert body.startswith(b"<!DOCTYPE html>")
    arm("code_1600200")
    assert ask("setting/get")["message"] == "Too Many Requests, QPS limit is 1 time/1second"
    arm("refuse", code=9060, message="Order cannot be disputed", http_status=400)
    assert (ask("setting/get")["code"], server.record.requests[-1].http_status) == (9060, 400)


def test_headers(fetch: Fetch, server: FaultyServer) -> None:
    server.scenarios.arm("http_429", retry_after=7)
    assert fetch("setting/get")[1]["Retry-After"] == "7"
    server.scenarios.arm("http_429", retry_after=None)
    assert "Retry-After" not in fetch("setting/get")[1]
    server.scenarios.arm("redirect", location="http://127.0.0.1:9/x", status=307)
    status, headers, _ = fetch("setting/get")
    assert (status, headers["Location"]) == (307, "http://127.0.0.1:9/x")


def test_an_expired_token_stays_dead(ask: Ask, server: FaultyServer) -> None:
    body = {"apiKey": server.API_KEY}
    plain = {"Content-Type": "application/json"}
    data = ask("authentication/getAccessToken", body, headers=plain)["data"]
    headers = {"CJ-Access-Token": data["accessToken"]}
    server.scenarios.arm("expired_token", endpoint="setting/get")
    assert ask("setting/get", headers=headers)["code"] == 1600001
    assert ask("setting/get", headers=headers)["code"] == 1600001
    refresh = {"refreshToken": data["refreshToken"]}
    assert ask("authentication/refreshAccessToken", refresh, headers=plain)["code"] == 200


def test_slow_answers_late(ask: Ask, server: FaultyServer, filing: Json) -> None:
    server.scenarios.arm("slow", endpoint=CREATE, delay=0.05)
    begun = time.monotonic()
    assert ask(CREATE, filing)["data"] is True
    assert time.monotonic() - begun >= 0.05


def test_slow_body_arrives_whole(ask: Ask, server: FaultyServer) -> None:
    server.scenarios.arm("slow_body", pieces=5, delay=0.01)
    begun = time.monotonic()
    assert ask("setting/get")["code"] == 200
    assert time.monotonic() - begun >= 0.05


def test_huge(fetch: Fetch, server: FaultyServer) -> None:
    server.scenarios.arm("huge", size=3_000_000)
    assert len(fetch("setting/get")[2]) == 3_000_000


def test_the_list_can_lag_behind(ask: Ask, server: FaultyServer, filing: Json) -> None:
    before = ask("disputes/getDisputeList")["data"]
    ask(CREATE, filing)
    server.scenarios.arm("list_lags", endpoint="disputes/getDisputeList")
    lagging = ask("disputes/getDisputeList")["data"]
    assert lagging["total"] == before["total"]
    assert lagging["list"] == before["list"][:9]
    assert ask("disputes/getDisputeList")["data"]["total"] == before["total"] + 1


def test_a_list_can_be_empty_miscounted_or_cut_short(ask: Ask, server: FaultyServer) -> None:
    path = "shopping/order/list?pageSize=10"
    whole = ask(path)["data"]
    server.scenarios.arm("empty_data", endpoint="shopping/order/list")
    assert ask(path)["data"] == whole | {"total": 0, "list": []}
    for total in (0, 3, None):
        server.scenarios.arm("wrong_total", endpoint="shopping/order/list", total=total)
        assert ask(path)["data"] == whole | {"total": total}
    server.scenarios.arm("leaves_out", endpoint="shopping/order/list", rows=4)
    assert ask(path)["data"] == whole | {"list": whole["list"][:6]}


def test_a_batch_can_be_empty_cut_short_or_refused(ask: Ask, server: FaultyServer) -> None:
    path = "shopping/order/getOrderDetailBatch"
    body = {"orderIds": server.world.order_codes()[:5]}
    whole = ask(path, body)["data"]
    server.scenarios.arm("leaves_out", endpoint=path, rows=2)
    assert ask(path, body)["data"] == whole[:3]
    server.scenarios.arm("empty_data", endpoint=path)
    assert ask(path, body)["data"] == []
    server.scenarios.arm("refuse", endpoint=path, code=1600300)
    assert ask(path, body)["code"] == 1600300


def test_an_unknown_number_has_four_answers(ask: Ask, server: FaultyServer) -> None:
    known = next(order for order in server.world.orders() if order.parcels).tracks[0]
    for answer, data in (("null", None), ("empty", []), ("text", "")):
        server.scenarios.arm("knows_no_number", endpoint="logistic/trackInfo", answer=answer)
        assert ask(f"logistic/trackInfo?trackNumber={known},X")["data"] == data
    server.scenarios.arm("knows_no_number", endpoint="logistic/trackInfo", answer="row")
    rows = ask(f"logistic/trackInfo?trackNumber={known}&trackNumber=X")["data"]
    assert [row.pop("trackingNumber") for row in rows] == [known, "X"]
    assert {value for row in rows for value in row.values()} == {None}


def test_counting_skipping_and_order(ask: Ask, server: FaultyServer) -> None:
    server.scenarios.arm("refuse", endpoint="setting/get", times=2, skip=1, code=1)
    server.scenarios.arm("refuse", endpoint="setting/get", code=2)
    codes = [ask("setting/get")["code"] for _ in range(5)]
    # What comes first in the queue and is to be skipped lets the next one have its turn.
    assert codes == [2, 1, 1, 200, 200]
    server.scenarios.arm("refuse", times=None, code=3)
    assert {ask("setting/get")["code"] for _ in range(3)} == {3}
    assert server.scenarios.pending() == ["refuse"]


def test_processing_first_can_be_asked_for(
    fetch: Fetch, server: FaultyServer, filing: Json
) -> None:
    server.scenarios.arm("http_502_html", endpoint=CREATE, processed=True)
    assert fetch(CREATE, filing)[0] == 502
    assert was_filed(server)


def test_arming_from_text() -> None:
    scenarios = Scenarios()
    scenarios.arm_from_text("refuse@disputes/create*2?code=9009&message=Order cannot be disputed")
    expected = Armed("refuse", {"code": 9009, "message": "Order cannot be disputed"})
    assert scenarios.take("disputes/cancel") is None
    assert [scenarios.take(CREATE) for _ in range(3)] == [expected, expected, None]
    scenarios.arm_from_text("http_503*0")
    assert all(scenarios.take(CREATE) for _ in range(9))
    with pytest.raises(ValueError, match="no scenario"):
        scenarios.arm("nonsense")


def test_stop_ends_a_hold_at_once(filing: Json) -> None:
    server = FaultyServer(pace=0)
    server.start()
    server.scenarios.arm("timeout_before")
    port = int(server.origin.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as client:
        host = f"127.0.0.1:{port}".encode()
        client.sendall(b"GET /api2.0/v1/setting/get HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
        assert server.record.wait_for("setting/get")
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < 1
        assert client.recv(1) == b""
