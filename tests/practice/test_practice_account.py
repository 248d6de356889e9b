"""Sign-in, tokens, settings, and the gate in front of every endpoint."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.practice.world.sample_data import API_OFF_ORDER
from tests.cj.server import FaultyServer

Ask = Callable[..., dict[str, Any]]

PLAIN = {"Content-Type": "application/json"}


def sign_in(ask: Ask) -> dict[str, Any]:
    body = {"apiKey": FaultyServer.API_KEY}
    data: dict[str, Any] = ask("authentication/getAccessToken", body, headers=PLAIN)["data"]
    return data


def accepted(ask: Ask, token: str) -> bool:
    code: int = ask("setting/get", headers={"CJ-Access-Token": token})["code"]
    assert code in {200, 1600001}
    return code == 200


def test_tokens_and_their_dates(ask: Ask) -> None:
    data = sign_in(ask)
    assert set(data) == {
        "openId", "accessToken", "accessTokenExpiryDate", "refreshToken",
        "refreshTokenExpiryDate", "createDate",
    }  # fmt: skip
    created = datetime.fromisoformat(data["createDate"])
    assert data["createDate"].endswith("+08:00")
    access = datetime.fromisoformat(data["accessTokenExpiryDate"])
    refresh = datetime.fromisoformat(data["refreshTokenExpiryDate"])
    assert (access - created, refresh - created) == (timedelta(days=15), timedelta(days=180))
    assert accepted(ask, data["accessToken"])


def test_the_older_body_still_works(ask: Ask) -> None:
    body = {"email": "a@example.invalid", "password": FaultyServer.API_KEY}
    answer = ask("authentication/getAccessToken", body, headers=PLAIN)
    assert answer["data"]["accessToken"] == sign_in(ask)["accessToken"]
    del body["email"]
    assert ask("authentication/getAccessToken", body, headers=PLAIN)["code"] == 16900403


def test_wrong_key(ask: Ask) -> None:
    answer = ask("authentication/getAccessToken", {"apiKey": "CJ1@api@x"}, headers=PLAIN)
    assert (answer["code"], answer["data"]) == (1600005, None)
    assert ask("authentication/getAccessToken", {}, headers=PLAIN)["code"] == 16900403


def test_the_same_tokens_for_a_day(ask: Ask, server: FaultyServer) -> None:
    first = sign_in(ask)
    server.world.shift_clock(timedelta(hours=23, minutes=59))
    assert sign_in(ask)["accessToken"] == first["accessToken"]
    server.world.shift_clock(timedelta(minutes=2))
    assert sign_in(ask)["accessToken"] != first["accessToken"]


def test_access_tokens_run_out(ask: Ask, server: FaultyServer) -> None:
    token = sign_in(ask)["accessToken"]
    server.world.shift_clock(timedelta(days=15, seconds=1))
    assert not accepted(ask, token)


def test_refresh_brings_a_new_access_token(ask: Ask, server: FaultyServer) -> None:
    old = sign_in(ask)
    body = {"refreshToken": old["refreshToken"]}
    new = ask("authentication/refreshAccessToken", body, headers=PLAIN)["data"]
    assert "openId" not in new
    assert new["accessToken"] != old["accessToken"]
    assert accepted(ask, new["accessToken"])
    assert not accepted(ask, old["accessToken"])
    server.world.kill_refresh_tokens()
    answer = ask("authentication/refreshAccessToken", body, headers=PLAIN)
    assert answer["code"] == 1600003


def test_expired_access_tokens_can_be_refreshed(ask: Ask, server: FaultyServer) -> None:
    old = sign_in(ask)
    server.world.expire_access_tokens()
    assert not accepted(ask, old["accessToken"])
    body = {"refreshToken": old["refreshToken"]}
    new = ask("authentication/refreshAccessToken", body, headers=PLAIN)["data"]
    assert accepted(ask, new["accessToken"])


def test_logout_ends_both_tokens(ask: Ask) -> None:
    old = sign_in(ask)
    headers = {"CJ-Access-Token": old["accessToken"]}
    assert ask("authentication/logout", method="POST", headers=headers)["data"] is True
    assert not accepted(ask, old["accessToken"])
    body = {"refreshToken": old["refreshToken"]}
    assert ask("authentication/refreshAccessToken", body, headers=PLAIN)["code"] == 1600003


def test_another_account_has_other_tokens(ask: Ask) -> None:
    body = {"apiKey": FaultyServer.OTHER_API_KEY}
    other = ask("authentication/getAccessToken", body, headers=PLAIN)["data"]
    mine = sign_in(ask)
    assert other["openId"] != mine["openId"]
    assert other["accessToken"] != mine["accessToken"]


def test_settings(ask: Ask) -> None:
    data = ask("setting/get")["data"]
    assert set(data) == {
        "openId", "openName", "openEmail", "setting", "callback", "root", "isSandbox",
    }  # fmt: skip
    assert data["setting"]["qpsLimit"] == 100


@pytest.mark.parametrize(
    ("endpoint", "method", "headers", "body", "code"),
    [
        ("disputes/nothing", "GET", None, None, 1600101),
        ("disputes/Create", "POST", None, None, 1600101),
        ("disputes/create", "GET", None, None, 16900202),
        ("disputes/getDisputeList", "POST", None, {}, 16900202),
        ("disputes/getDisputeList", "GET", {}, None, 1600002),
        ("disputes/getDisputeList", "GET", {"CJ-Access-Token": "x"}, None, 1600001),
        ("disputes/create", "POST", PLAIN, {}, 1600002),
        ("authentication/getAccessToken", "POST", {}, {}, 16900203),
        ("authentication/getAccessToken", "POST", {"Content-Type": "text/plain"}, {}, 16900203),
        ("authentication/getAccessToken", "POST", PLAIN, None, 16900204),
        ("authentication/getAccessToken", "POST", PLAIN, b'{"apiKey": ', 16900205),
        ("authentication/getAccessToken", "POST", PLAIN, b'{"apiKey": NaN}', 16900205),
        ("authentication/getAccessToken", "POST", PLAIN, b"\xff\xfe", 16900205),
        ("authentication/getAccessToken", "POST", PLAIN, b"[]", 1600100),
    ],
)
def test_the_gate(
    ask: Ask,
    endpoint: str,
    method: str,
    headers: dict[str, str] | None,
    body: object,
    code: int,
) -> None:
    answer = ask(endpoint, body, method=method, headers=headers)
    assert (answer["code"], answer["result"], answer["data"]) == (code, False, None)
    assert "success" not in answer


def test_pace_is_kept_by_token(ask: Ask, token_of: Callable[[FaultyServer], str]) -> None:
    with FaultyServer(life=False) as slow:
        assert ask("setting/get", to=slow)["data"]["setting"]["qpsLimit"] == 1
        answer = ask("setting/get", to=slow)
        assert answer["code"] == 1600200
        assert answer["message"] == "Too Many Requests, QPS limit is 1 time/1second"
        body = {"apiKey": slow.OTHER_API_KEY}
        other = ask("authentication/getAccessToken", body, to=slow, headers=PLAIN)["data"]
        headers = {"CJ-Access-Token": other["accessToken"]}
        assert ask("setting/get", to=slow, headers=headers)["code"] == 200


def test_an_order_to_practise_with_switches_off_api_access_for_a_minute(
    ask: Ask, server: FaultyServer
) -> None:
    look_up = f"disputes/disputeProducts?orderId={API_OFF_ORDER}"
    first = ask(look_up)
    assert (first["code"], "my.html#/authorize/APIStores" in first["message"]) == (1600014, True)
    for path in (look_up, "setting/get", "shopping/order/list", "disputes/getDisputeList"):
        assert ask(path)["code"] == 1600014, path
    token = sign_in(ask)["accessToken"]
    assert ask("setting/get", headers={"CJ-Access-Token": token})["code"] == 1600014

    server.world.shift_clock(timedelta(seconds=61))
    assert ask("setting/get")["code"] == 200
    # It can be looked up now; a while later it shows the same once more.
    assert ask(look_up)["data"]["productInfoList"][0]["canChoose"]
    assert ask("disputes/getDisputeList")["code"] == 200
    server.world.shift_clock(timedelta(minutes=11))
    assert ask(look_up)["code"] == 1600014
