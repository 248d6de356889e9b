"""The policy of trying again, and that the transport keeps to it."""

from __future__ import annotations

import httpx
import pytest

from app.api.http.retry import LONGEST_PAUSE, TRIES, next_delay
from app.domain.errors import (
    AppError,
    InvalidInput,
    Offline,
    OfflineCause,
    RateLimited,
    Refused,
    ServerFailed,
    TimedOut,
    UnexpectedResponse,
)
from tests.api.prepared_cj import ORDER, PreparedCj, draft, line

LOST = Offline(cause=OfflineCause.CONNECTION_LOST, request_left=True)
PASSING: list[AppError] = [
    ServerFailed(),
    RateLimited(),
    TimedOut(request_left=True),
    TimedOut(request_left=False),
    Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False),
    LOST,
]
LASTING: list[AppError] = [
    Refused(),
    InvalidInput(),
    UnexpectedResponse(),
    *(
        Offline(cause=cause, request_left=False)
        for cause in OfflineCause
        if cause not in (OfflineCause.NOT_CONNECTED, OfflineCause.CONNECTION_LOST)
    ),
]


@pytest.mark.parametrize("error", PASSING, ids=repr)
def test_reads_are_tried_three_times_a_doubling_second_apart(error: AppError) -> None:
    delays = [
        next_delay(error, attempt, is_read=True, jitter=lambda: 0.0)
        for attempt in range(1, TRIES + 1)
    ]
    assert delays == [1.0, 2.0, None]


@pytest.mark.parametrize("error", LASTING, ids=repr)
def test_what_will_not_pass_is_not_tried_again(error: AppError) -> None:
    assert next_delay(error, 1, is_read=True) is None


@pytest.mark.parametrize("error", PASSING + LASTING, ids=repr)
def test_writes_never_are(error: AppError) -> None:
    assert next_delay(error, 1, is_read=False) is None


def test_jitter_only_lengthens_by_a_quarter_at_most() -> None:
    for _ in range(100):
        assert 1.0 <= (next_delay(LOST, 1, is_read=True) or 0) <= 1.25


@pytest.mark.parametrize(
    ("asked", "delay"), [(None, 1.0), (0.0, 1.0), (7.0, 7.0), (9e9, LONGEST_PAUSE), (-5.0, 1.0)]
)
def test_retry_after_is_honoured_within_reason(asked: float | None, delay: float) -> None:
    error = RateLimited(retry_after=asked)
    assert next_delay(error, 1, is_read=True, jitter=lambda: 0.0) == delay


def test_a_read_recovers(cj: PreparedCj) -> None:
    cj.fail(httpx.ReadError("reset"))
    cj.answer("<html>", status=503)
    cj.data({"list": []})
    assert cj.api.disputes.page().disputes == ()
    assert [round(wait) for wait in cj.waits] == [1, 2]


def test_a_read_gives_up_after_three(cj: PreparedCj) -> None:
    for _ in range(3):
        cj.answer({"code": 1600000})
    with pytest.raises(ServerFailed):
        cj.api.disputes.products(ORDER)
    assert len(cj.requests) == 3


def test_terms_are_a_read_in_spite_of_post(cj: PreparedCj) -> None:
    cj.answer({"code": 1600200}, Retry_After="9")
    cj.data({"maxAmount": 1})
    assert cj.api.disputes.terms(ORDER, [line()]).ceiling.total == 1
    assert cj.waits == [9]
    assert cj.holds == [9]


def test_too_many_requests_without_a_hint_hold_the_pace_for_a_second(cj: PreparedCj) -> None:
    cj.answer("slow down", status=429)
    cj.data({"list": []})
    cj.api.disputes.page()
    assert cj.holds == [1]


def test_create_is_never_repeated(cj: PreparedCj) -> None:
    for fault in (httpx.ConnectError("x"), httpx.ReadTimeout("x"), httpx.ReadError("x")):
        cj.fail(fault)
        with pytest.raises(AppError):
            cj.api.disputes.create(ORDER, draft())
    assert len(cj.requests) == 3
    assert cj.waits == []
