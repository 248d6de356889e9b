from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain.disputes.disputes import Outcome
from app.domain.history.history import Change, Followed
from app.domain.ids import DisputeId
from app.services.history.watch import (
    Announcements,
    full_pass_is_due,
    looks_to_take,
    pages_back,
    seconds_between_polls,
)
from tests import builders
from tests.builders import NOON

HOUR = timedelta(hours=1)


def followed(number: int, place: int, age: timedelta = HOUR) -> Followed:
    return Followed(DisputeId(f"SH{number}"), place, NOON - age)


def look(
    *disputes: Followed, read: tuple[str, ...] = (), most: int = 5
) -> tuple[int | DisputeId, ...]:
    ids = tuple(map(DisputeId, read))
    return looks_to_take(disputes, ids, NOON, page_size=50, most=most)


def test_what_was_on_the_pages_just_read_needs_no_call() -> None:
    assert look(followed(1, 3), followed(2, 60), read=("SH1", "SH2")) == ()


def test_one_on_a_page_of_its_own_is_asked_for_alone() -> None:
    assert look(followed(1, 60)) == (DisputeId("SH1"),)


def test_several_on_one_page_share_a_call() -> None:
    due = (followed(1, 149), followed(2, 60), followed(3, 100), followed(4, 60))
    assert look(*due) == (3, 2)


def test_those_read_the_longest_ago_come_first_and_only_a_few() -> None:
    due = [followed(n, 1000 + 50 * n, age=n * HOUR) for n in range(1, 9)]
    looks = look(*due, most=3)
    assert looks == ("SH8", "SH7", "SH6")


def test_what_was_read_lately_is_left_in_peace() -> None:
    assert look(followed(1, 60, age=timedelta(minutes=4))) == ()
    assert look(followed(1, 60, age=timedelta(minutes=5))) != ()


@pytest.mark.parametrize(
    ("age", "counted", "listed", "surplus", "is_due"),
    [
        (None, 10, 10, 0, True),  # never read to its end
        (2 * HOUR, 10, 10, 0, False),
        (25 * HOUR, 10, 10, 0, True),
        (2 * HOUR, 9, 10, 0, True),  # one has vanished
        (2 * HOUR, 11, 10, 0, True),  # one was missed
        (2 * HOUR, 12, 10, 2, False),  # it always counts two more than it lists
        (HOUR / 2, 9, 10, 0, False),  # not again so soon
        (2 * HOUR, None, 10, 0, False),  # it counts nothing now
        (2 * HOUR, 10, 10, None, False),  # it counted nothing then
        (25 * HOUR, None, 10, None, True),
        (25 * HOUR, 10_000, 10_000, 0, False),  # 200 calls: every other day
        (49 * HOUR, 10_000, 10_000, 0, True),
        (25 * HOUR, 999_999_999, 120, 999_999_879, True),  # what it lists has few pages
        (19 * 24 * HOUR, 100_000, 100_000, 0, False),
        (-400 * 24 * HOUR, 10, 10, 0, True),  # by a clock that was a year ahead
        (-HOUR / 60, 10, 10, 0, False),  # it was a little fast
    ],
)
def test_all_is_read_again_now_and_then(
    age: timedelta | None, counted: int | None, listed: int, surplus: int | None, *, is_due: bool
) -> None:
    last = None if age is None else NOON - age
    due = full_pass_is_due(
        last,
        NOON,
        counted=counted,
        listed=listed,
        surplus=surplus,
        size=50,
        is_all_read=False,
    )
    assert due is is_due


@pytest.mark.parametrize(("surplus", "is_due"), [(0, True), (-1, False)])
def test_a_list_whose_count_differs_is_read_at_once_where_that_costs_a_call(
    surplus: int, *, is_due: bool
) -> None:
    due = full_pass_is_due(
        NOON - HOUR / 60, NOON, counted=9, listed=10, surplus=surplus, size=50, is_all_read=True
    )
    assert due is is_due


@pytest.mark.parametrize(
    ("before", "now", "pages"),
    [(0, 100, 0), (100, 100, 0), (100, 150, 0), (100, 99, 1), (200, 99, 3), (100, None, 0)],
)
def test_a_walk_steps_back_where_the_list_became_shorter(
    before: int, now: int | None, pages: int
) -> None:
    assert pages_back(before, now, 50) == pages


def test_practice_is_polled_so_that_a_newcomer_sees_it_move() -> None:
    assert seconds_between_polls(10, is_practice=False) == 600
    assert seconds_between_polls(0, is_practice=False) == 0
    assert seconds_between_polls(0, is_practice=True) == 15


def change(dispute_id: str, status: str = "Finished") -> Change:
    after = builders.dispute(dispute_id, status=status, outcome=Outcome.REFUND)
    return Change(builders.dispute(dispute_id), after)


def at(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_changes_are_announced_together_and_not_too_often() -> None:
    news = Announcements()
    assert news.wait(NOON) is None
    assert news.take(NOON) == ()
    news.add([change("SH1"), change("SH2")])
    assert news.wait(NOON) == timedelta()
    assert news.take(NOON) == (change("SH1"), change("SH2"))

    news.add([change("SH3")])
    assert news.wait(at(5)) == timedelta(seconds=15)
    assert news.take(at(5)) == ()
    news.add([change("SH1", "Paid"), change("SH3", "Paid")])
    assert news.take(at(20)) == (change("SH1", "Paid"), change("SH3", "Paid"))


def test_a_clock_that_is_set_back_holds_no_announcement_up() -> None:
    news = Announcements()
    news.add([change("SH1")])
    news.take(NOON + timedelta(days=365))
    news.add([change("SH2")])
    assert news.wait(NOON) == timedelta()
    assert news.take(NOON) == (change("SH2"),)
    news.add([change("SH3")])
    assert news.wait(at(5)) == timedelta(seconds=15)


def test_what_is_new_in_the_list_or_was_seen_is_not_announced() -> None:
    news = Announcements()
    news.add([change("SH1")._replace(before=None), change("SH2"), change("SH3")])
    news.drop({DisputeId("SH2")})
    assert news.take(NOON) == (change("SH3"),)
    news.add([change("SH4")])
    news.clear()
    assert news.wait(at(60)) is None
