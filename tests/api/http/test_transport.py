"""The transport: deadlines, broken lines, redirects, tokens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from app.api.client import CjApi
from app.api.http import rate_limiter
from app.api.http.rate_limiter import Urgency, urgency
from app.domain.disputes.disputes import DisputePage
from app.domain.errors import (
    AppError,
    InvalidInput,
    KeyringUnavailable,
    Offline,
    OfflineCause,
    SignInRequired,
    TimedOut,
    UnexpectedResponse,
)
from app.domain.ids import DisputeId
from tests.api.on_line import EMPTY_LIST, HEAD, OK_TRUE, client, whole
from tests.api.prepared_cj import OK, ORDER, TOKEN, PreparedCj, draft
from tests.api.raw_server import RawServer, dripping


def test_a_call_as_it_goes_over_the_line(raw_server: RawServer) -> None:
    raw_server.reply(whole(EMPTY_LIST))
    api = client(raw_server.base_url + "/api2.0/v1/")
    assert api.disputes.page().counted == 0
    api.close()
    head = raw_server.received[0].decode().lower()
    assert head.startswith("get /api2.0/v1/disputes/getdisputelist?pagenum=1&pagesize=50 http/1.1")
    assert f"cj-access-token: {TOKEN}" in head
    assert "user-agent: dispute-desk/" in head
    assert "accept: application/json" in head


@pytest.mark.parametrize(
    "slow",
    [
        (HEAD + b"Content-Length: 1000\r\n\r\n", *dripping(b" ")),
        (HEAD + b"\r\n", *dripping(b" ")),
        (b"HTTP/1.1 200 OK\r\n", *dripping(b"X: y\r\n")),
        (30.0,),
        (HEAD + b"Content-Length: 1000\r\n\r\n", 30.0),
    ],
    ids=["body", "body without a length", "headers", "nothing at all", "no body"],
)
def test_a_call_ends_at_its_deadline_wherever_it_is_stuck(
    raw_server: RawServer, slow: tuple[bytes | float, ...]
) -> None:
    raw_server.reply(*slow)
    api = client(raw_server.base_url, deadline=0.3)
    started = time.monotonic()
    with pytest.raises(TimedOut) as caught:
        api.disputes.create(ORDER, draft())
    assert 0.2 < time.monotonic() - started < 1.5
    assert not caught.value.not_processed
    api.close()
    assert len(raw_server.received) == 1


def _begin(api: CjApi, level: Urgency, call: Callable[[], object]) -> threading.Thread:
    """Have another thread make a call; gives it once the request is on its way."""
    is_sent = threading.Event()
    api.pace.watch_sent(is_sent.set)

    def make() -> None:
        with urgency(level):
            call()

    thread = threading.Thread(target=make)
    thread.start()
    assert is_sent.wait(5)
    return thread


def test_a_slow_read_of_the_background_gives_way_to_the_user_and_is_repeated(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limiter, "PATIENCE", 0.2)
    raw_server.reply(30.0)
    raw_server.reply(whole(OK_TRUE))
    raw_server.reply(whole(EMPTY_LIST))
    told: list[AppError | None] = []
    api = client(raw_server.base_url, note=lambda _exchange, error: told.append(error))
    pages: list[DisputePage] = []

    looking = _begin(api, Urgency.BACKGROUND, lambda: pages.append(api.disputes.page()))
    started = time.monotonic()
    api.disputes.create(ORDER, draft())

    assert time.monotonic() - started < 2
    looking.join(5)
    assert len(pages) == 1
    assert told == [None, None]  # of what was cut nobody hears
    calls = [each.split(b"?")[0].split(b" ")[1] for each in raw_server.received]
    assert [each.rsplit(b"/")[-1] for each in calls] == [
        *(b"getDisputeList", b"create", b"getDisputeList"),
    ]
    api.close()


@pytest.mark.parametrize("level", Urgency)
def test_neither_a_users_read_nor_what_changes_something_gives_way(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch, level: Urgency
) -> None:
    monkeypatch.setattr(rate_limiter, "PATIENCE", 0.1)
    is_user = level is Urgency.USER
    raw_server.reply(0.3, whole(EMPTY_LIST if is_user else OK_TRUE))
    raw_server.reply(whole(OK_TRUE))
    api = client(raw_server.base_url)

    def call() -> object:
        return api.disputes.page() if is_user else api.disputes.create(ORDER, draft())

    first = _begin(api, level, call)
    api.disputes.create(ORDER, draft())

    first.join(5)
    assert len(raw_server.received) == 2
    api.close()


def test_after_a_cut_call_the_next_one_works(raw_server: RawServer) -> None:
    raw_server.reply(30.0)
    raw_server.reply(whole(OK_TRUE))
    api = client(raw_server.base_url, deadline=0.3)
    with pytest.raises(TimedOut):
        api.disputes.create(ORDER, draft())
    assert api.disputes.create(ORDER, draft()).request_id == ""
    api.close()


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"HTTP/1.1 200 OK\r\n",),
        (HEAD + b'Content-Length: 1000\r\n\r\n{"code": 200',),
        (b"SSH-2.0-OpenSSH_9.2\r\n",),
        (b"\x00" * 100,),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",),
    ],
    ids=lambda pieces: str(pieces)[:30],
)
def test_a_line_that_breaks_leaves_a_filing_open(
    raw_server: RawServer, pieces: tuple[bytes, ...]
) -> None:
    raw_server.reply(*pieces)
    api = client(raw_server.base_url)
    with pytest.raises(Offline) as caught:
        api.disputes.create(ORDER, draft())
    assert caught.value.cause is OfflineCause.CONNECTION_LOST
    assert not caught.value.not_processed
    api.close()


def test_nobody_listening_means_nothing_was_sent() -> None:
    with RawServer() as server:
        base = server.base_url
    api = client(base)
    with pytest.raises(Offline) as caught:
        api.disputes.create(ORDER, draft())
    assert caught.value.cause is OfflineCause.NOT_CONNECTED
    assert caught.value.not_processed
    api.close()


def test_plain_text_where_tls_should_be_sends_nothing(raw_server: RawServer) -> None:
    raw_server.reads_first = False
    raw_server.reply(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    api = client(raw_server.base_url.replace("http:", "https:"))
    with pytest.raises(Offline) as caught:
        api.disputes.create(ORDER, draft())
    assert caught.value.not_processed
    api.close()


def test_a_redirect_carries_no_token_anywhere(raw_server: RawServer) -> None:
    with RawServer() as elsewhere:
        location = f"Location: {elsewhere.base_url}/take\r\n".encode()
        raw_server.reply(b"HTTP/1.1 307 T\r\nContent-Length: 0\r\n" + location + b"\r\n")
        api = client(raw_server.base_url)
        with pytest.raises(Offline):
            api.disputes.create(ORDER, draft())
        api.close()
        assert elsewhere.received == []


def test_a_stale_token_is_renewed_once_and_the_read_repeated(cj: PreparedCj) -> None:
    cj.answer({"code": 1600001}, status=401)
    cj.data({"list": []})
    cj.api.disputes.page()
    tokens = [request.headers["cj-access-token"] for request in cj.requests]
    assert tokens == [cj.token, cj.fresh]
    assert cj.renewals == [cj.token]


def test_a_bare_401_renews_a_read_once_and_is_then_no_word_of_cjs(cj: PreparedCj) -> None:
    for _ in range(2):
        cj.answer("<html>401</html>", status=401)
    with pytest.raises(UnexpectedResponse):
        cj.api.disputes.page()
    assert len(cj.renewals) == 1


def test_signing_in_and_renewing_carry_no_token(cj: PreparedCj) -> None:
    for _ in range(3):
        cj.data({"accessToken": "a", "refreshToken": "r"})
    cj.api.account.sign_in("k")
    cj.api.account.sign_in_legacy("e", "k")
    cj.api.account.refresh("r")
    assert all("cj-access-token" not in request.headers for request in cj.requests)


@pytest.mark.parametrize("token", ["", "a b", "a\nb", "tökén", "a\r\nX: y"])
def test_a_token_that_no_header_can_carry_is_none(cj: PreparedCj, token: str) -> None:
    cj.token = token
    with pytest.raises(SignInRequired) as caught:
        cj.api.disputes.page()
    assert cj.requests == []
    assert caught.value.not_processed


def test_a_locked_keyring_sends_nothing_and_says_so(cj: PreparedCj) -> None:
    def locked() -> str:
        raise KeyringUnavailable

    cj.api._transport._access_token = locked
    with pytest.raises(KeyringUnavailable) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert caught.value.not_processed


def test_a_renewal_without_an_answer_leaves_a_cancellation_unsent(cj: PreparedCj) -> None:
    def lost(stale: str) -> str:
        raise TimedOut(request_left=True)

    cj.api._transport._renew = lost
    cj.answer({"code": 1600001})
    with pytest.raises(TimedOut) as caught:
        cj.api.disputes.cancel(ORDER, DisputeId("SH1"))
    assert caught.value.not_processed
    assert len(cj.requests) == 1


def test_renewing_goes_through_the_same_pace_without_a_deadlock(cj: PreparedCj) -> None:
    def refresh(stale: str) -> str:
        return cj.api.account.refresh("refresh-token").access

    cj.api._transport._renew = refresh
    cj.answer({"code": 1600001})
    cj.data({"accessToken": "newer"})
    cj.answer({**OK, "data": True})
    assert cj.api.disputes.cancel(ORDER, DisputeId("SH1")).request_id == ""
    assert cj.last.headers["cj-access-token"] == "newer"


def test_an_error_carries_what_is_known_and_is_capped(cj: PreparedCj) -> None:
    message = "no\x00\x1b[31m \ud800" + "x" * 1000
    cj.answer({"code": 1600300, "message": message, "requestId": "r" * 100})
    with pytest.raises(InvalidInput) as caught:
        cj.api.disputes.create(ORDER, draft())
    exchange = caught.value.exchange
    assert exchange.text.startswith("no[31m xxx")
    assert len(exchange.text) == 500
    assert len(exchange.request_id) == 48
    assert exchange.http_status == 200
