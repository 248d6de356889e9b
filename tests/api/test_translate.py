"""Every code of CJ's tables and every failure of the network, mapped to one class."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from app.api import errors as translate
from app.domain.errors import (
    ApiDisabled,
    AppError,
    InterfaceOffline,
    InvalidInput,
    KeyRejected,
    NotFound,
    Offline,
    OfflineCause,
    QuotaUsedUp,
    RateLimited,
    Refused,
    RequestInfo,
    ServerFailed,
    SignInRequired,
    TimedOut,
    TokenRejected,
    UnexpectedResponse,
)
from tests.api.prepared_cj import ORDER, PreparedCj, draft

# CJ's error code page, line by line, and codes that were seen besides.
TABLE: list[tuple[type[AppError], list[int]]] = [
    (SignInRequired, [1600001, 1600002, 1600031, 401]),
    (KeyRejected, [*range(1600003, 1600009), 1600012, 1600013, 1601000, 300001, 300003, 300006]),
    (RateLimited, [1600200, 429]),
    (QuotaUsedUp, [1600201, 16900500]),
    (ServerFailed, [1600000, 1600301, 1608002, 500, 502, 503, 504, 599]),
    (InvalidInput, [1600300, *range(16900202, 16900206), 16900403, 16070002, 400]),
    (NotFound, [1603100]),
    (InterfaceOffline, [1600100, 1600101]),
    (ApiDisabled, [1600014]),
    (Refused, [1607006, 1607007, 1607008, 1607009, 1607010, 9009, 9060, 801, 803, 811, 812]),
    (Refused, [*range(818, 822), 5027, 5030, 8002, 1600009, 1600010, 1600011, 1600030]),
    (Refused, [*range(1602000, 1602005), *range(1603000, 1603004), 1603101, 1603102]),
    (Refused, [1604000, 1604001, 1605001, 1605002, 1605003, 1606000, 1606001, 1608001]),
    (Refused, [*range(1606010, 1606014), *range(1607000, 1607005), 1609000, 1609016]),
    # Not in any table.
    (Refused, [123, 999999999, -1]),
]
CODES = [(kind, code) for kind, codes in TABLE for code in codes]


def test_each_code_on_a_read(cj: PreparedCj) -> None:
    for kind, code in CODES:
        cj.answers.clear()
        for _ in range(3):
            cj.answer({"code": code, "result": False, "message": "CJ's words", "requestId": "r"})
        with pytest.raises(AppError) as caught:
            cj.api.disputes.products(ORDER)
        exchange = caught.value.exchange
        assert type(caught.value) is kind, code
        assert (exchange.code, exchange.text, exchange.request_id) == (code, "CJ's words", "r")
        assert exchange.endpoint == "disputes/disputeProducts"
        assert exchange.at is not None
        assert exchange.at.tzinfo is UTC


def test_each_code_on_create_is_asked_once_and_tells_whether_cj_acted(cj: PreparedCj) -> None:
    for times, (of_table, code) in enumerate(CODES, start=1):
        cj.answer({"code": code, "result": False, "message": "no"})
        kind = of_table
        if kind is SignInRequired:
            # Only CJ's two codes for it say that the request was stopped at the door.
            kind = TokenRejected if code in (1600001, 1600002) else UnexpectedResponse
        with pytest.raises(AppError) as caught:
            cj.api.disputes.create(ORDER, draft())
        assert type(caught.value) is kind, code
        may_have_acted = kind in (ServerFailed, UnexpectedResponse)
        assert caught.value.not_processed is not may_have_acted, code
        assert len(cj.requests) == times, code
    assert cj.waits == []


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        (1600100, "Param error", InvalidInput),
        (1600100, "参数错误", InvalidInput),
        (1600100, "Parameter orderId is wrong", InvalidInput),
        (1600100, "", InterfaceOffline),
        (1600100, "The interface is offline", InterfaceOffline),
        (1600300, "order not found", NotFound),
        (1600300, "Order not found", NotFound),
        (1600300, "The dispute does not exist", NotFound),
        (1600300, "订单不存在", NotFound),
        (1600300, "orderId must be not empty", InvalidInput),
        (1600300, "maximum number of features is 20", InvalidInput),
        (1600200, "Too Many Requests, QPS limit is 1 time/1second", RateLimited),
        (
            1600200,
            "Too Many Requests, reached the daily request limit (1000 times/day), try tomorrow",
            QuotaUsedUp,
        ),
        (429, "Insufficient API points", QuotaUsedUp),
        (429, "Too many requests", RateLimited),
    ],
)
def test_codes_that_go_by_their_message(
    cj: PreparedCj, code: int, message: str, kind: type[AppError]
) -> None:
    cj.answer({"code": code, "message": message})
    with pytest.raises(kind):
        cj.api.disputes.create(ORDER, draft())


def test_spent_points_are_no_matter_of_pace(cj: PreparedCj) -> None:
    body = {"code": 429, "result": False, "message": "No", "pointsInfo": {"remaining": 0}}
    cj.answer(body, status=429)
    with pytest.raises(QuotaUsedUp):
        cj.api.disputes.page()
    assert len(cj.requests) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"success": False, "message": "no"}, InvalidInput),
        (400, {"code": 77, "message": "no"}, InvalidInput),
        (429, {"code": 77}, RateLimited),
        (500, {"code": 77}, ServerFailed),
        (500, {"code": 1607008}, ServerFailed),
        (500, {"code": 1600100, "message": "Param error"}, ServerFailed),
        (200, {"success": False, "message": "no"}, Refused),
        (503, {"success": False}, ServerFailed),
        (404, {"result": False}, Refused),
    ],
)
def test_where_the_code_says_nothing_http_does(
    cj: PreparedCj, status: int, body: dict[str, object], kind: type[AppError]
) -> None:
    cj.answer(body, status=status)
    with pytest.raises(kind):
        cj.api.disputes.create(ORDER, draft())


def test_retry_after_in_seconds_and_as_a_date(cj: PreparedCj) -> None:
    cj.answer({"code": 1600200}, Retry_After="7")
    with pytest.raises(RateLimited) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert caught.value.retry_after == 7
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    cj.answer({"code": 1600200}, Retry_After=later)
    with pytest.raises(RateLimited) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert 25 < (caught.value.retry_after or 0) <= 30
    assert cj.holds[0] == 7


def caused(error: httpx.TransportError, *causes: BaseException) -> httpx.TransportError:
    """The error with a chain of causes, as httpx and httpcore leave it."""
    current: BaseException = error
    for cause in causes:
        current.__cause__ = cause
        current = cause
    return error


def certificate(message: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, f"certificate verify failed: {message}")
    error.verify_message = message
    return error


NO_NAME = socket.gaierror(-2, "Name or service not known")


@pytest.mark.parametrize(
    ("error", "cause", "left"),
    [
        (httpx.ConnectError("refused"), OfflineCause.NOT_CONNECTED, False),
        (
            caused(httpx.ConnectError("x"), httpx.ConnectError("y"), NO_NAME),
            OfflineCause.NAME_NOT_FOUND,
            False,
        ),
        (
            caused(httpx.ConnectError("x"), certificate("self-signed certificate")),
            OfflineCause.CERTIFICATE,
            False,
        ),
        (
            caused(httpx.ConnectError("x"), certificate("certificate is not yet valid")),
            OfflineCause.CLOCK,
            False,
        ),
        (
            caused(httpx.ConnectError("x"), certificate("certificate has expired")),
            OfflineCause.CERTIFICATE,
            False,
        ),
        (caused(httpx.ConnectError("x"), ssl.SSLError(1, "?")), OfflineCause.NOT_CONNECTED, False),
        (httpx.ProxyError("407"), OfflineCause.PROXY, False),
        (httpx.ReadError("reset"), OfflineCause.CONNECTION_LOST, True),
        (httpx.WriteError("reset"), OfflineCause.CONNECTION_LOST, True),
        (httpx.RemoteProtocolError("gone"), OfflineCause.CONNECTION_LOST, True),
    ],
)
def test_failures_to_reach_cj(
    cj: PreparedCj, error: httpx.TransportError, cause: OfflineCause, *, left: bool
) -> None:
    cj.fail(error)
    with pytest.raises(Offline) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert caught.value.cause is cause
    assert caught.value.not_processed is not left
    assert caught.value.__cause__ is error
    assert caught.value.exchange.endpoint == "disputes/create"
    assert len(cj.requests) == 1


@pytest.mark.parametrize(
    ("error", "left"),
    [
        (httpx.ConnectTimeout("t"), False),
        (httpx.PoolTimeout("t"), False),
        (httpx.ReadTimeout("t"), True),
        (httpx.WriteTimeout("t"), True),
    ],
)
def test_timeouts(cj: PreparedCj, error: httpx.TimeoutException, *, left: bool) -> None:
    cj.fail(error)
    with pytest.raises(TimedOut) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert caught.value.not_processed is not left
    assert len(cj.requests) == 1


def test_a_body_that_cannot_be_unpacked_is_unexpected(cj: PreparedCj) -> None:
    # A ready-made response unpacks at once: inside the handler, as a network would later.
    cj.answer(b"no gzip", Content_Encoding="gzip")
    with pytest.raises(UnexpectedResponse):
        cj.api.disputes.create(ORDER, draft())


@pytest.mark.parametrize(
    ("hours", "cause"), [(0, OfflineCause.CERTIFICATE), (48, OfflineCause.CLOCK)]
)
def test_a_known_clock_decides_about_expired_certificates(
    cj: PreparedCj, hours: int, cause: OfflineCause
) -> None:
    server_time = datetime.now(UTC) - timedelta(hours=hours)
    cj.answer({"code": 200, "data": {"list": []}}, Date=format_datetime(server_time, usegmt=True))
    cj.api.disputes.page()
    cj.fail(caused(httpx.ConnectError("x"), certificate("certificate has expired")))
    with pytest.raises(Offline) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert caught.value.cause is cause


def test_a_proxy_in_between_is_named(monkeypatch: pytest.MonkeyPatch, cj: PreparedCj) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    cj.fail(caused(httpx.ConnectError("x"), NO_NAME))
    with pytest.raises(Offline) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert caught.value.cause is OfflineCause.PROXY


def test_a_certificate_behind_a_proxy_is_still_a_certificate() -> None:
    error = caused(httpx.ConnectError("x"), certificate("unable to get local issuer certificate"))
    found = translate.failure(error, RequestInfo(), clock_skew=None, is_proxied=True)
    assert isinstance(found, Offline)
    assert found.cause is OfflineCause.CERTIFICATE


def test_words_of_windows_about_dates_count_as_dates() -> None:
    words = "A required certificate is not within its validity period when verifying"
    error = caused(httpx.ConnectError("x"), certificate(words))
    found = translate.failure(error, RequestInfo(), clock_skew=None, is_proxied=False)
    assert isinstance(found, Offline)
    assert found.cause is OfflineCause.CLOCK


def test_a_token_rejection_never_escapes_as_such(cj: PreparedCj) -> None:
    for _ in range(2):
        cj.answer({"code": 1600001})
    with pytest.raises(SignInRequired) as caught:
        cj.api.disputes.page()
    assert isinstance(caught.value.__cause__, TokenRejected)
