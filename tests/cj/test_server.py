"""What the CJ of the tests has beyond the practice server, but for its faults."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from app.practice.world.sample_data import EU_ORDER, TUTORIAL_ORDER
from tests.cj.record import read_record
from tests.cj.server import FaultyServer
from tests.cj.world import ControlledWorld

Ask = Callable[..., dict[str, Any]]
Fetch = Callable[..., tuple[int, dict[str, str], bytes]]
Json = dict[str, Any]


def test_generated_history_is_found_everywhere(ask: Ask) -> None:
    with FaultyServer(pace=0, life=False, extra_disputes=100_000) as big:
        first = ask("disputes/getDisputeList?pageSize=50", to=big)["data"]
        told = first["total"] - 100_000
        assert told >= 12
        last = ask("disputes/getDisputeList?pageNum=2001&pageSize=50", to=big)["data"]["list"]
        assert len(last) == told
        edge = ask("disputes/getDisputeList?pageNum=1&pageSize=50", to=big)["data"]["list"]
        assert len({row["id"] for row in edge}) == 50
        dates = [row["createDate"] for row in edge]
        assert dates == sorted(dates, reverse=True)
        some = last[3]["id"]
        assert ask(f"disputes/getDisputeDetail?disputeId={some}", to=big)["data"]["id"] == some
        order = big.world.order(big.world.dispute(some).order_code)
        for name in (order.code, order.order_id, order.cj_order_id):
            found = ask(f"disputes/getDisputeList?orderId={name}", to=big)["data"]["list"]
            assert [row["id"] for row in found] == [some]
        assert ask(f"disputes/disputeProducts?orderId={order.code}", to=big)["code"] == 200
        assert ask(f"disputes/disputeProducts?orderId={order.number}", to=big)["code"] == 1603100
        listed = ask(f"shopping/order/list?orderNumbers={order.number}", to=big)["data"]["list"]
        assert [row["cjOrderId"] for row in listed] == [order.code]
        big.world.advance(some, to="rejected", status="Strange")
        row = ask(f"disputes/getDisputeList?disputeId={some}", to=big)["data"]["list"][0]
        assert (row["status"], row["finallyDeal"]) == ("Strange", 3)


def test_a_hand_stops_the_clock() -> None:
    world = ControlledWorld()
    dispute = world.file_elsewhere(EU_ORDER)
    world.advance(dispute.dispute_id, to="processing")
    world.shift_clock(timedelta(days=1))
    assert world.dispute(dispute.dispute_id).status == "Processing"
    with pytest.raises(KeyError, match="nonsense"):
        world.advance(dispute.dispute_id, to="nonsense")
    with pytest.raises(KeyError):
        world.advance("SH0", to="refunded")
    assert world.advance(dispute.dispute_id, to="same", status="Odd word").status == "Odd word"
    assert world.advance(dispute.dispute_id, to="closed").cancelled


def test_the_chinese_shape(ask: Ask, server: FaultyServer, filing: Json) -> None:
    server.dialect = "zh"
    answer = ask(f"disputes/disputeProducts?orderId={TUTORIAL_ORDER}")
    assert set(answer) == {"code", "result", "message", "data", "redirectUri"}
    assert answer["data"]["productInfoList"]
    assert ask("disputes/create", filing)["data"] == ""
    assert "requestId" in ask("disputes/disputeProducts")


def test_where_the_api_is_disabled_only_sign_in_works(ask: Ask, server: FaultyServer) -> None:
    server.world.is_api_disabled = True
    for path in ("setting/get", "shopping/order/list", "disputes/getDisputeList"):
        answer = ask(path)
        assert (answer["code"], "my.html#/authorize/APIStores" in answer["message"]) == (
            1600014,
            True,
        )
    body = {"apiKey": server.API_KEY}
    plain = {"Content-Type": "application/json"}
    token = ask("authentication/getAccessToken", body, headers=plain)["data"]["accessToken"]
    assert ask("setting/get", headers={"CJ-Access-Token": token})["code"] == 1600014
    server.world.is_api_disabled = False
    assert ask("setting/get")["code"] == 200


def test_one_account_knows_orders_by_their_codes_alone(ask: Ask, server: FaultyServer) -> None:
    order = server.world.orders()[0]
    server.world.refuses_numeric_ids = True
    assert ask(f"shopping/order/getOrderDetail?orderId={order.order_id}")["code"] == 1600300
    assert ask(f"shopping/order/getOrderDetail?orderId={order.code}")["code"] == 200


def test_the_record_has_it_as_sent(ask: Ask, server: FaultyServer) -> None:
    ask("disputes/getDisputeList?pageSize=7&pageSize=8&orderId=")
    ask("disputes/cancel", b'{"orderId": "A",  "disputeId": "B"}')
    ask("disputes/cancel", b"{")
    assert server.record.endpoints() == ["disputes/getDisputeList"] + ["disputes/cancel"] * 2
    listing, cancel, broken = server.record.requests
    assert listing.query == {"pageSize": ["7", "8"], "orderId": [""]}
    assert listing.headers["cj-access-token"]
    assert listing.at.tzinfo is not None
    assert cancel.body_text == '{"orderId": "A",  "disputeId": "B"}'
    assert cancel.body == {"orderId": "A", "disputeId": "B"}
    assert (broken.body_text, broken.body, broken.answered_code) == ("{", None, 16900205)
    server.record.clear()
    assert len(server.record) == 0


def test_the_record_has_pictures_and_what_is_not_there(fetch: Fetch, server: FaultyServer) -> None:
    fetch("/pictures/mug.png")
    fetch("/elsewhere")
    assert server.record.endpoints() == ["elsewhere"]
    picture, elsewhere = server.record.requests
    assert (picture.path, picture.http_status, picture.processed) == (
        "pictures/mug.png", 200, True,
    )  # fmt: skip
    assert (elsewhere.http_status, elsewhere.processed) == (404, False)


def test_why_stands_in_the_record_only(ask: Ask, filing: Json, server: FaultyServer) -> None:
    answer = ask("disputes/create", filing | {"refundType": 3})
    assert answer["message"] == "Param error"
    (request,) = server.record.of("disputes/create")
    assert request.why == "refundType must be 1 or 2, not 3"
    assert (request.answered_code, request.http_status, request.processed) == (1600100, 200, False)


@pytest.mark.skipif(os.name != "posix", reason="asks for POSIX signals")
@pytest.mark.parametrize("ending", ["signal", "input"])
def test_as_a_process(tmp_path: Path, ending: str) -> None:
    record = tmp_path / "record.jsonl"
    command = [
        *(sys.executable, "-m", "tests.cj", "--port", "0", "--pace", "0"),
        *("--state", str(tmp_path / "world.json"), "--record", str(record)),
        *("--scenario", "refuse@setting/get?code=4711"),
    ]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        base = process.stdout.readline().strip()
        assert base.startswith("http://127.0.0.1:")
        assert base.endswith("/api2.0/v1")
        for code in (4711, 1600002):
            with urllib.request.urlopen(f"{base}/setting/get", timeout=5) as response:  # noqa: S310 - loopback
                assert json.load(response)["code"] == code
        if ending == "signal":
            process.send_signal(signal.SIGTERM)
        else:
            process.stdin.close()
        assert process.wait(5) == 0
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    first, second = read_record(record)
    assert (first.path, first.scenario, first.answered_code) == ("setting/get", "refuse", 4711)
    assert (second.scenario, second.answered_code) == (None, 1600002)


def test_a_request_that_breaks_off_is_none(server: FaultyServer) -> None:
    port = int(server.origin.rpartition(":")[2])
    head = (
        f"POST /api2.0/v1/disputes/create HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Content-Length: 20\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(head + b'{"half": ')
        client.shutdown(socket.SHUT_WR)
        assert client.recv(100) == b""
    assert server.record.requests == []


def test_the_clock_of_the_world_is_what_the_answers_and_new_numbers_tell(
    fetch: Fetch, server: FaultyServer
) -> None:
    def told() -> datetime:
        _, headers, _ = fetch("disputes/getDisputeList?pageNum=1&pageSize=10")
        return parsedate_to_datetime(headers["Date"])

    before = told()
    server.world.shift_clock(timedelta(minutes=30))
    assert timedelta(minutes=29) < told() - before < timedelta(minutes=31)
    number = server.world.file_elsewhere(TUTORIAL_ORDER).dispute_id
    made = datetime.strptime(number[2:14], "%y%m%d%H%M%S").replace(tzinfo=UTC)
    assert abs(made - told()) <= timedelta(seconds=2)
