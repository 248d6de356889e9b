from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.filing.doubt import (
    CANDIDATES_FOUND,
    NOT_FOUND,
    NOT_WHOLE,
    is_ready_to_be_sent_again,
    may_be_taken_back,
)
from app.domain.filing.filing import Attempt, AttemptKind, Filing, FilingState
from tests import builders
from tests.builders import NOON

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SENT = Attempt(AttemptKind.CREATE, NOON, NOON + SECOND, code=200)


def filing(
    *looks: Attempt, state: FilingState = FilingState.UNKNOWN, sent: Attempt = SENT
) -> Filing:
    return Filing(builders.draft(), state, NOON, NOON, attempts=(sent, *looks))


def look(seconds: float, result: str = NOT_FOUND) -> Attempt:
    at = NOON + timedelta(seconds=seconds)
    return Attempt(AttemptKind.READ_BACK, at, at, result)


@pytest.mark.parametrize(
    ("looks", "is_ready"),
    [
        ((), False),
        ((130,), False),
        ((60, 90, 119), False),
        ((60, 90, 121), True),
        ((60, 70, 80, 90, 100, 110, 119), False),
        ((100, 110, 121), False),
        ((61, 91, 122, 123), True),
    ],
)
def test_sending_again_takes_two_minutes_and_three_looks_apart(
    looks: tuple[float, ...], *, is_ready: bool
) -> None:
    assert is_ready_to_be_sent_again(filing(*map(look, looks))) is is_ready


def test_looks_that_proved_nothing_begin_anew() -> None:
    for result in (NOT_WHOLE, CANDIDATES_FOUND):
        broken = filing(look(30), look(60), look(90, result), look(130), look(161))
        assert not is_ready_to_be_sent_again(broken)
        assert is_ready_to_be_sent_again(replace(broken, attempts=(*broken.attempts, look(195))))
    failed = filing(look(30), look(60), look(90, "Offline"), look(130))
    assert is_ready_to_be_sent_again(failed)


def test_looks_before_the_last_sending_do_not_count() -> None:
    again = replace(SENT, started=NOON + 10 * MINUTE, ended=NOON + 10 * MINUTE)
    resent = replace(
        filing(look(60), look(90), look(121)), attempts=(SENT, look(60), look(90), look(121), again)
    )
    assert not is_ready_to_be_sent_again(resent)


def test_a_request_that_cj_has_not_looked_at_ends_no_looking() -> None:
    at = NOON + 10 * MINUTE
    offline = replace(SENT, started=at, ended=at, result="Offline", not_processed=True)
    looks = (look(60), look(90), look(121))
    assert is_ready_to_be_sent_again(filing(*looks, offline))
    refused = replace(offline, result="Refused")  # it may be because CJ has the first one
    assert not is_ready_to_be_sent_again(filing(*looks, refused))


@pytest.mark.parametrize("state", [FilingState.UNKNOWN, FilingState.FILED])
def test_five_looks_over_half_an_hour_give_a_sent_filing_back(state: FilingState) -> None:
    looks = [look(minutes * 60, NOT_WHOLE) for minutes in (1, 8, 16, 24, 31)]
    assert may_be_taken_back(filing(*looks, state=state))
    assert not may_be_taken_back(filing(*looks[:4], state=state))
    assert not may_be_taken_back(filing(*looks[:4], look(29 * 60), state=state))


def test_a_clock_that_is_set_back_between_looks_does_not_undo_the_wait() -> None:
    days_back = -3 * 24 * 60
    minutes = (0, 20, days_back, days_back + 6, days_back + 12)
    looks = [look(each * 60, NOT_WHOLE) for each in minutes]
    assert may_be_taken_back(filing(*looks))
    assert not may_be_taken_back(filing(*looks[:-1], look((days_back + 9) * 60, NOT_WHOLE)))


@pytest.mark.parametrize("state", [FilingState.DRAFT, FilingState.SENDING, FilingState.CONFIRMED])
def test_what_is_not_open_is_not_taken_back(state: FilingState) -> None:
    looks = [look(minutes * 60) for minutes in (1, 8, 16, 24, 61)]
    assert not may_be_taken_back(filing(*looks, state=state))


def test_a_look_before_which_cj_told_no_time_counts_by_its_time_afterwards() -> None:
    """So the first one after a start, where this computer's clock is days ahead."""
    wrong = timedelta(days=3)
    sent = replace(SENT, cj_started=SENT.started, cj_ended=SENT.ended)

    def told(at: timedelta, *, is_first: bool = False) -> Attempt:
        cjs, own = NOON + at, NOON + at + wrong
        started = None if is_first else cjs
        return Attempt(AttemptKind.READ_BACK, own, own, NOT_FOUND, cj_started=started, cj_ended=cjs)

    first = told(2 * MINUTE, is_first=True)
    soon = (first, told(2 * MINUTE + SECOND), told(3 * MINUTE))
    assert not is_ready_to_be_sent_again(filing(*soon, sent=sent))
    assert is_ready_to_be_sent_again(filing(*soon, told(4 * MINUTE), sent=sent))
    late = [told((2 + 10 * each) * MINUTE) for each in range(1, 5)]
    assert may_be_taken_back(filing(first, *late, sent=sent))
