"""Secrets stand in headers and bodies on the line and nowhere else."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

import httpx
import pytest

from app.domain.errors import AppError
from tests.api.prepared_cj import FRESH, OK, ORDER, TOKEN, PreparedCj, draft

KEY = "CJ123456@api@0123456789abcdef"
REFRESH = "refresh-token-000000000000009"
OPEN_ID = "987654321012345"
PRIVATE = "The customer Jane Doe lives in 1 Main Street."
SECRETS = (KEY, REFRESH, OPEN_ID, TOKEN, FRESH, PRIVATE, "Jane Doe", "0000000000000001")


def clean(text: str) -> bool:
    return not any(secret in text for secret in SECRETS)


def walk_through(cj: PreparedCj) -> list[object]:
    """Calls of every kind, with every kind of end."""
    seen: list[object] = []
    tokens = {"accessToken": TOKEN, "refreshToken": REFRESH, "openId": OPEN_ID}
    api = cj.api
    cj.data(tokens)
    seen.append(api.account.sign_in(KEY))
    cj.data({**tokens, "openId": int(OPEN_ID)})
    seen.append(api.account.refresh(REFRESH))
    cj.data({"openId": OPEN_ID, "openName": "shop"})
    seen.append(api.account.settings())
    cj.answer({**OK, "data": True})
    seen.append(api.disputes.create(ORDER, draft(message=PRIVATE)))

    def refuse_token(_: httpx.Request) -> httpx.Response:
        return httpx.Response(401, json={"code": 1600001, "message": "no"})

    broken: list[Callable[[], object]] = [
        lambda: cj.answer({"code": 1607008, "message": "no"}),
        lambda: cj.answers.extend([refuse_token, refuse_token]),
        lambda: cj.answer("<html>"),
        lambda: cj.answer({**OK, "data": False}),
        lambda: cj.fail(httpx.ReadTimeout("t")),
        lambda: cj.fail(httpx.ConnectError("c")),
    ]
    for prepare in broken:
        prepare()
        with pytest.raises(AppError) as caught:
            api.disputes.create(ORDER, draft(message=PRIVATE))
        seen.append(caught.value)
    for data in ({"accessToken": [TOKEN]}, {"refreshToken": REFRESH}, {"accessToken": "a b"}):
        cj.data({**data, "openId": OPEN_ID})
        with pytest.raises(AppError) as caught:
            api.account.sign_in(KEY)
        seen.append(caught.value)
    cj.token = TOKEN + "\n"
    with pytest.raises(AppError) as caught:
        api.disputes.page()
    seen.append(caught.value)
    return seen


def test_no_secret_in_repr_str_traceback_or_log(
    cj: PreparedCj, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        seen = walk_through(cj)
    for each in seen:
        assert clean(repr(each))
        assert clean(str(each))
        if isinstance(each, AppError):
            assert clean(repr(each.exchange))
            assert clean("".join(traceback.format_exception(each)))
    assert len(caplog.records) > len(seen) / 2
    for record in caplog.records:
        assert clean(record.getMessage())
        assert clean(repr(record.args))


def test_one_line_a_call_without_query_or_body(
    cj: PreparedCj, caplog: pytest.LogCaptureFixture
) -> None:
    cj.answer({**OK, "requestId": "abc", "data": {"productInfoList": []}})
    with caplog.at_level(logging.DEBUG):
        cj.api.disputes.products(ORDER)
    (record,) = caplog.records
    assert record.name == "app.api.http.transport"
    text = record.getMessage()
    assert text.startswith("disputes/disputeProducts ok: HTTP 200, code 200, ")
    assert text.endswith(" ms, request id abc")
    assert ORDER not in text


def test_the_libraries_that_log_addresses_are_quiet() -> None:
    assert logging.getLogger("httpx").level == logging.WARNING
    assert logging.getLogger("httpcore").level == logging.WARNING
