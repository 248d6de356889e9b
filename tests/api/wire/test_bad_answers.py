"""Answers that are wrong in every way end in one error, soon, and nothing else."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Callable, Iterator

import httpx
import pytest

from app.api.http.transport import BODY_LIMIT
from app.domain.errors import (
    AppError,
    Offline,
    OfflineCause,
    RateLimited,
    ServerFailed,
    UnexpectedResponse,
)
from app.domain.ids import DisputeId
from tests.api.prepared_cj import ORDER, PreparedCj, draft, line

READS: dict[str, Callable[[PreparedCj], object]] = {
    "products": lambda cj: cj.api.disputes.products(ORDER),
    "terms": lambda cj: cj.api.disputes.terms(ORDER, [line()]),
    "list": lambda cj: cj.api.disputes.page(),
    "detail": lambda cj: cj.api.disputes.detail(DisputeId("SH1")),
    "orders": lambda cj: cj.api.orders.page(),
    "order": lambda cj: cj.api.orders.detail("SD1"),
    "settings": lambda cj: cj.api.account.settings(),
    "sign in": lambda cj: cj.api.account.sign_in("key"),
}
WRONG_DATA = [42, "text", True, None, "", "[]", 1.5]
WRONG_BODIES = [
    b"",
    b"null",
    b"42",
    b'"text"',
    b"[]",
    b'{"code": 200, "data": {"li',
    b"\x00" * 1000,
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"code": 200, "data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"code": 200, "data": ' + b'{"a": ' * 5_000 + b"1" + b"}" * 5_000 + b"}",
    b'{"code": 200, "data": {"list": [], "productInfoList": [{"lineItemId": "L1", "a": '
    + b'{"a": ' * 600
    + b"1"
    + b"}" * 600
    + b"}]}}",
    b'{"code": 200, "data": 1e999999999}',
    b'{"code": 200, "data": NaN}',
    b'{"code": ' + b"9" * 100_000 + b"}",
    b'{"code": 200.5, "data": {}}',
    b'{"code": 200}{"code": 200}',
]


@pytest.mark.parametrize("call", READS)
def test_data_of_the_wrong_type(cj: PreparedCj, call: str) -> None:
    for data in WRONG_DATA:
        cj.data(data)
        with pytest.raises(UnexpectedResponse) as caught:
            READS[call](cj)
        assert caught.value.exchange.code == 200, data


@pytest.mark.parametrize("call", READS)
def test_bodies_that_are_no_envelope(cj: PreparedCj, call: str) -> None:
    for count, body in enumerate(WRONG_BODIES, 1):
        cj.answer(body)
        started = time.perf_counter()
        with pytest.raises(UnexpectedResponse):
            READS[call](cj)
        assert time.perf_counter() - started < 2, body[:24]
        assert len(cj.requests) == count, body[:24]


@pytest.mark.parametrize("body", WRONG_BODIES, ids=lambda body: str(body[:24]))
def test_bodies_that_are_no_envelope_leave_a_filing_open(cj: PreparedCj, body: bytes) -> None:
    cj.answer(body)
    with pytest.raises(UnexpectedResponse) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert not caught.value.not_processed


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_pages_of_a_failing_server(cj: PreparedCj, status: int) -> None:
    for _ in range(3):
        cj.answer("<html>Bad gateway</html>", status=status)
    with pytest.raises(ServerFailed):
        cj.api.disputes.page()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304, 300])
def test_a_redirect_is_a_captive_portal_and_is_not_followed(cj: PreparedCj, status: int) -> None:
    cj.answer('{"code": 200, "data": true}', status=status, Location="https://evil.test/")
    with pytest.raises(Offline) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert caught.value.cause is OfflineCause.REDIRECTED
    assert not caught.value.not_processed
    assert [request.url.host for request in cj.requests] == ["cj.test"]


PAGE = "<!DOCTYPE html><html>Attention Required! | Cloudflare</html>"


@pytest.mark.parametrize("status", [200, 400, 403, 404, 451])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, {}),
        ("\ufeff\n <HTML>blocked</HTML>", {}),
        ("", {"Content_Type": "text/html; charset=utf-8"}),
        ("Blocked", {"Content_Type": "Text/HTML"}),
        ("One moment", {"cf_mitigated": "challenge"}),
    ],
    ids=["page", "mark and blanks before it", "empty page", "text", "challenge"],
)
def test_a_page_comes_from_something_in_between(
    cj: PreparedCj, status: int, body: str, headers: dict[str, str]
) -> None:
    for _ in range(2):
        cj.answer(body, status=status, **headers)
    for act in (cj.api.disputes.page, lambda: cj.api.disputes.create(ORDER, draft())):
        with pytest.raises(Offline) as caught:
            act()
        assert caught.value.cause is OfflineCause.WEB_PAGE
        assert caught.value.exchange.http_status == status
        assert not caught.value.not_processed
    assert len(cj.requests) == 2


def test_a_challenge_is_no_failure_of_cjs_server(cj: PreparedCj) -> None:
    cj.answer(PAGE, status=503, cf_mitigated="challenge")
    with pytest.raises(Offline) as caught:
        cj.api.disputes.page()
    assert caught.value.cause is OfflineCause.WEB_PAGE


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_an_envelope_counts_whatever_it_calls_itself(cj: PreparedCj, kind: str) -> None:
    cj.answer('{"code": 200, "data": {"list": [], "total": 0}}', Content_Type=kind)
    assert cj.api.disputes.page().counted == 0


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (200, {"Content-Length": "50000000"}, UnexpectedResponse),
        (200, {"Content-Encoding": "br"}, UnexpectedResponse),
        (200, {"Content-Encoding": "gzip"}, UnexpectedResponse),
        (403, {"Content-Encoding": "br", "Content-Type": "text/html"}, Offline),
        (429, {"Content-Encoding": "br", "Retry-After": "7"}, RateLimited),
        (511, {"Content-Encoding": "br"}, Offline),
        (503, {"Content-Encoding": "br"}, ServerFailed),
    ],
    ids=str,
)
def test_a_refused_body_keeps_what_the_status_says(
    cj: PreparedCj, status: int, headers: dict[str, str], error: type[AppError]
) -> None:
    for _ in range(3):
        cj.answers.append(
            lambda _: httpx.Response(status, headers=headers, stream=Pieces(b"no gzip"))
        )
    with pytest.raises(error) as caught:
        cj.api.disputes.page()
    assert caught.value.exchange.http_status == status


class Drip(httpx.SyncByteStream):
    """A body that goes on for ever."""

    def __init__(self, piece: bytes) -> None:
        self.piece = piece
        self.given = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.given += len(self.piece)
            yield self.piece


def test_fifty_megabytes_are_given_up_at_the_limit(cj: PreparedCj) -> None:
    endless = Drip(b"[1, " * 16_000)
    cj.answers.append(lambda _: httpx.Response(200, stream=endless))
    with pytest.raises(UnexpectedResponse):
        cj.api.disputes.page()
    assert endless.given <= BODY_LIMIT + 200_000


def test_fifty_megabytes_announced_are_not_even_begun(cj: PreparedCj) -> None:
    endless = Drip(b"x" * 64_000)
    headers = {"Content-Length": "50000000"}
    cj.answers.append(lambda _: httpx.Response(200, headers=headers, stream=endless))
    with pytest.raises(UnexpectedResponse):
        cj.api.disputes.page()
    assert endless.given == 0


class Pieces(httpx.SyncByteStream):
    """A body in pieces of the size that the network gives."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __iter__(self) -> Iterator[bytes]:
        for at in range(0, len(self.data), 65536):
            yield self.data[at : at + 65536]


def test_a_decompression_bomb_is_refused_early(cj: PreparedCj) -> None:
    bomb = gzip.compress(b"[" + b" " * 200_000_000 + b"]", compresslevel=1)
    headers = {"Content-Encoding": "gzip"}
    cj.answers.append(lambda _: httpx.Response(200, headers=headers, stream=Pieces(bomb)))
    tracemalloc.start()
    try:
        with pytest.raises(UnexpectedResponse):
            cj.api.disputes.page()
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


def test_nested_compression_is_refused_unopened(cj: PreparedCj) -> None:
    data = gzip.compress(gzip.compress(b"{}"))
    headers = {"Content-Encoding": "gzip, gzip"}
    cj.answers.append(lambda _: httpx.Response(200, headers=headers, stream=Pieces(data)))
    with pytest.raises(UnexpectedResponse):
        cj.api.disputes.page()


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", " X-GZIP "])
def test_honest_compression_is_read(cj: PreparedCj, coding: str) -> None:
    data = gzip.compress(b'{"code": 200, "data": {"list": [], "total": 0}}')
    headers = {"Content-Encoding": coding}
    cj.answers.append(lambda _: httpx.Response(200, headers=headers, stream=Pieces(data)))
    assert cj.api.disputes.page().counted == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "soon"},
        {"Retry-After": "-1"},
        {"Retry-After": "9" * 400},
        {"Date": "yesterday"},
        {"Date": "Sun, 99 Nov 2026 99:99:99 GMT"},
        {"Content-Length": "x"},
        {"Set-Cookie": "a=b; Domain=.test"},
    ],
    ids=str,
)
def test_odd_headers_do_no_harm(cj: PreparedCj, headers: dict[str, str]) -> None:
    for status in (200, 429):
        body = b'{"code": 200, "data": {"list": []}}' if status == 200 else b"x"
        cj.answers.append(
            lambda _, status=status, body=body: httpx.Response(  # type: ignore[misc]
                status, headers=headers, stream=Pieces(body)
            )
        )
    cj.api.disputes.page()
    with pytest.raises(AppError):
        cj.api.disputes.create(ORDER, draft())
    assert "cookie" not in cj.last.headers


class Broken(httpx.SyncByteStream):
    """A body that breaks off."""

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"code": 2'
        raise httpx.ReadError("reset")


def test_an_answer_that_breaks_off_has_its_status(cj: PreparedCj) -> None:
    cj.answers.append(lambda _: httpx.Response(200, stream=Broken()))
    with pytest.raises(AppError) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert (caught.value.exchange.http_status, caught.value.not_processed) == (200, False)


def test_a_request_without_an_answer_has_no_status(cj: PreparedCj) -> None:
    def reset(_request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("reset")

    cj.answers.append(reset)
    with pytest.raises(AppError) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert caught.value.exchange.http_status is None
