"""A pace that learns: faster step by step while CJ goes along, slow at once when it does not."""

from __future__ import annotations

import threading

import pytest

from app.api.http.rate_limiter import RAISE_AFTER, SLACK, Pace, Urgency, urgency
from app.domain.errors import Interrupted, RateLimited
from app.domain.pace import FASTEST, NOTICEABLE, Allowance, Points
from tests.api.stand import OK, ORDER, Stand, draft
from tests.api.test_pacing import FakePace, gaps, starts


def answered(pace: Pace, count: int) -> None:
    for _ in range(count):
        pace.note_answer()


def rate(pace: Pace) -> int:
    assert pace.allowance is not None
    return pace.allowance.rate


def test_without_a_limit_told_it_stays_at_one_a_second() -> None:
    pace = FakePace()
    pace.adopt(Allowance())
    answered(pace, 500)
    assert rate(pace) == 1
    assert gaps(starts(pace, 3)) == [1 + SLACK] * 2


@pytest.mark.parametrize(("told", "most"), [(2, 2), (4, 4), (100, FASTEST)])
def test_it_is_raised_step_by_step_to_what_cj_told_and_six_at_most(told: int, most: int) -> None:
    pace = FakePace()
    pace.note_limit(told)
    assert rate(pace) == 1
    seen = []
    for _ in range(8):
        answered(pace, RAISE_AFTER)
        seen.append(rate(pace))
    assert seen == [min(step, most) for step in range(2, 10)]
    assert gaps(starts(pace, 2)) == [pytest.approx(1 / most + SLACK, abs=1e-5)]


def test_a_refusal_falls_back_at_once_and_is_remembered() -> None:
    pace, learnt = FakePace(), list[Allowance]()
    pace.watch_learning(learnt.append)
    pace.note_limit(100)
    answered(pace, 3 * RAISE_AFTER)
    assert rate(pace) == 4
    pace.note_refusal()
    assert pace.allowance == Allowance(told=100, ceiling=3, rate=1)
    pace.note_limit(100)
    answered(pace, 20 * RAISE_AFTER)
    assert rate(pace) == 3
    assert learnt[-1] == pace.allowance
    pace.note_limit(5)  # another level of account: the old refusal says nothing of it
    assert pace.allowance == Allowance(told=5, ceiling=5, rate=3)


def test_a_refusal_at_the_slowest_rate_is_somebody_elses_doing() -> None:
    pace = FakePace()
    pace.note_limit(4)
    pace.note_refusal()
    assert pace.allowance == Allowance(told=4, ceiling=4, rate=1)


def test_a_commit_keeps_the_least_distance_while_a_faster_rate_is_on_trial() -> None:
    pace = FakePace()
    pace.adopt(Allowance(6, 6, 6))
    starts(pace, 1)
    before = pace.clock.now
    with pace.turn(is_commit=True):
        assert pace.clock.now - before == pytest.approx(1 + SLACK)


def test_the_transport_teaches_it(stand: Stand) -> None:
    stand.pace.note_limit(4)
    for _ in range(RAISE_AFTER):
        stand.data({"list": [], "total": 0})
        stand.api.disputes.page()
    assert rate(stand.pace) == 2
    stand.answer({"code": 1600200, "message": "Too Many Requests, QPS limit is 1 time/1second"})
    with pytest.raises(RateLimited):
        stand.api.disputes.create(ORDER, draft())
    assert rate(stand.pace) == 1


def test_a_user_who_waits_is_told_once_and_a_background_call_is_not() -> None:
    pace, told = FakePace(), list[object]()
    pace.watch_waits(lambda: told.append(pace.user_wait()))
    starts(pace, 1)
    with urgency(Urgency.BACKGROUND):
        starts(pace, 1)
    assert told == []
    starts(pace, 1)
    (wait,) = told
    assert wait is not None
    assert wait.seconds == pytest.approx(1 + SLACK)  # type: ignore[attr-defined]  # a Wait
    assert not wait.is_pause  # type: ignore[attr-defined]  # a Wait
    assert pace.user_wait() is None
    pace.clock.now += 1.15 - NOTICEABLE
    starts(pace, 1)
    assert len(told) == 1
    pace.hold(20)
    starts(pace, 1)
    assert told[-1].is_pause  # type: ignore[attr-defined]  # a Wait


def test_a_closed_client_ends_its_own_waits_and_leaves_the_pace_to_the_next() -> None:
    pace, over, ended = Pace(), threading.Event(), threading.Event()
    pace.hold(3600)

    def wait() -> None:
        with pytest.raises(Interrupted), pace.turn(over.is_set):
            pytest.fail("let in")
        ended.set()

    thread = threading.Thread(target=wait)
    thread.start()
    over.set()
    pace.wake()
    assert ended.wait(5)
    thread.join(5)
    assert pace.seconds_until_free() > 3000


@pytest.mark.parametrize(
    ("info", "points"),
    [
        ({"usedToday": 10, "remaining": 90, "total": 100}, Points(10, 90, 100)),
        ({"usedToday": "10", "remaining": "90", "total": "100"}, Points(10, 90, 100)),
        ({"usedToday": 10, "remaining": 90}, None),
        ({"usedToday": -1, "remaining": 90, "total": 100}, None),
        ({"usedToday": 10, "remaining": 10**30, "total": 100}, None),
        ("points", None),
    ],
)
def test_points_are_read_from_any_answer(stand: Stand, info: object, points: Points | None) -> None:
    seen: list[object] = []
    stand.api._transport._tell = lambda exchange, _error: seen.append(exchange.points)
    stand.answer({**OK, "data": {"list": [], "total": 0}, "pointsInfo": info})
    stand.api.disputes.page()
    assert seen == [points]


@pytest.mark.parametrize(
    ("setting", "limit", "count"),
    [
        (
            {"qpsLimit": 4, "quotaLimits": [{"quotaUrl": "*", "quotaLimit": 9, "quotaType": 4}]},
            4,
            1,
        ),
        ([{"qpsLimit": 0}, {"qpsLimit": 2}], 2, 0),
        ({"quotaLimits": [None, 3, {"quotaLimit": -1, "quotaUrl": "x"}, {"quotaUrl": 1}]}, None, 0),
        ("none", None, 0),
    ],
)
def test_limits_in_both_shapes(
    stand: Stand, setting: object, limit: int | None, count: int
) -> None:
    stand.data({"openName": "shop", "setting": setting})
    settings = stand.api.account.settings()
    assert settings.requests_per_second == limit
    assert len(settings.quotas) == count
