from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.disputes.disputes import Dispute, DisputeLine, Outcome
from app.domain.filing.filing import Attempt, AttemptKind, Filing, FilingState
from app.domain.filing.match import (
    Cover,
    cover_of,
    match,
    others_about,
    time_in_id,
    was_made_in,
    window_of,
    zone_between,
)
from app.domain.ids import DisputeId, LineItemId
from tests import builders
from tests.builders import NOON

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SENT = Attempt(AttemptKind.CREATE, NOON, NOON + SECOND, code=200)
L1 = {LineItemId("L1")}


def filing(sent: Attempt = SENT) -> Filing:
    known = frozenset({DisputeId("SH-known")})
    state = FilingState.UNKNOWN
    return Filing(builders.draft(), state, NOON, NOON, known_dispute_ids=known, attempts=(sent,))


def listed(name: str = "SH-new", at: datetime | None = NOON, **changes: object) -> Dispute:
    """A row whose time leaves no doubt."""
    row = replace(builders.dispute(name, created=at), created_is_exact=True)
    return replace(row, **changes)  # type: ignore[arg-type]  # the fields of a dispute


def ours(*rows: Dispute, claimed: str = "", named: str = "") -> str | None:
    """The number of the row that is ours."""
    found = match(filing(), rows, claimed=[DisputeId(claimed)], named=[DisputeId(named)])
    return found.ours.dispute_id if found.ours else None


def test_a_new_dispute_about_the_same_items_made_at_the_press_is_ours() -> None:
    assert ours(listed("SH-known"), listed()) == "SH-new"
    assert ours(listed("SH-known")) is None
    assert ours(listed(), claimed="SH-new") is None
    assert ours(listed(lines=(DisputeLine("", line_item_id=LineItemId("L2")),))) is None
    assert ours(listed(), listed("SH-other")) is None


def test_another_one_about_the_same_items_leaves_the_one_that_fits_to_a_person() -> None:
    fits, other = listed(), listed("SH-other", NOON + 9 * MINUTE)
    found = match(filing(), [fits, other], claimed=())
    assert (found.ours, found.candidates) == (None, (fits, other))
    # Unless that one is known to be another filing's, or is about other items.
    assert ours(fits, other, claimed="SH-other") == "SH-new"
    assert ours(fits, replace(other, lines=(DisputeLine("", line_item_id=LineItemId("L2")),)))
    found = match(filing(), [other], claimed=())
    assert found.candidates == (other,)


def test_what_cj_made_while_it_declined_a_repeated_reference_is_not_ours() -> None:
    declined = replace(SENT, code=1603003, text="Duplicate businessDisputeId", result="Refused")
    earlier, later = listed("SH-first", NOON - MINUTE), listed("SH-stranger")
    found = match(filing(sent=declined), [earlier, later], claimed=())
    assert found.ours is None
    assert {each.dispute_id for each in found.candidates} == {"SH-first", "SH-stranger"}
    # An earlier request whose answer was lost goes on proving.
    lost = replace(SENT, started=NOON - MINUTE, ended=NOON - MINUTE, code=None, result="Timeout")
    again = replace(declined, started=NOON + 9 * MINUTE, ended=NOON + 9 * MINUTE)
    both = replace(filing(sent=lost), attempts=(lost, again))
    found = match(both, [earlier], claimed=())
    assert found.ours == earlier


def test_one_that_does_not_tell_its_time_may_be_ours_and_is_not_taken_for_it() -> None:
    assert ours(listed(at=None)) is None
    assert ours(listed(), listed("SH-other", at=None)) is None


def test_a_row_of_the_orders_list_that_tells_nothing_leaves_the_one_that_fits_to_a_person() -> None:
    fits, untold = listed(), listed("SH-other", at=None, lines=())
    assert match(filing(), [fits, untold], claimed=()).ours == fits
    listed_for = [untold.dispute_id]
    found = match(filing(), [fits, untold], claimed=(), listed_for=listed_for)
    assert (found.ours, found.candidates) == (None, (fits, untold))
    found = match(filing(), [fits, untold], claimed=listed_for, listed_for=listed_for)
    assert found.ours is None


def test_a_row_of_the_orders_list_that_calls_its_items_otherwise_leaves_it_to_a_person() -> None:
    fits = listed()
    other = listed("SH-other", lines=(DisputeLine("", line_item_id=LineItemId("L1 as a double")),))
    assert match(filing(), [fits, other], claimed=()).ours == fits
    listed_for = [other.dispute_id]
    found = match(filing(), [fits, other], claimed=(), listed_for=listed_for)
    assert (found.ours, found.candidates) == (None, (fits, other))
    assert match(filing(), [fits, other], claimed=listed_for, listed_for=listed_for).ours == fits
    second = replace(other, lines=(DisputeLine("", line_item_id=LineItemId("L2")),))
    known = [LineItemId("L1"), LineItemId("L2")]
    found = match(filing(), [fits, second], claimed=(), listed_for=listed_for, order_lines=known)
    assert found.ours == fits, "the order is known to have that other item"
    before = replace(other, created=NOON - timedelta(days=1))
    assert match(filing(), [fits, before], claimed=(), listed_for=listed_for).ours == fits


def test_a_row_that_does_not_tell_its_items_may_be_ours_and_is_left_to_a_person() -> None:
    bare = listed(lines=())
    assert ours(bare) is None
    assert match(filing(), [bare], claimed=()).candidates == (bare,)
    assert ours(bare, named="SH-new") is None
    untimed = listed(at=None, lines=())
    assert match(filing(), [untimed], claimed=()).candidates == ()
    named = match(filing(), [untimed], claimed=(), named=[untimed.dispute_id])
    assert named.candidates == (untimed,)
    # Another one that tells as little may be ours just as well, whichever the order names.
    both = (bare, listed("SH-other", lines=()))
    assert ours(*both, named="SH-new") is None
    assert set(match(filing(), both, claimed=(), named=[DisputeId("SH-new")]).candidates) == set(
        both
    )
    # One that says when it was made, and not at our press, is somebody else's.
    assert match(filing(), [listed(at=NOON + 9 * MINUTE, lines=())], claimed=()).candidates == ()


@pytest.mark.parametrize(
    ("items", "cover"),
    [
        (("L1",), Cover.SAME),
        (("L1", "L2"), Cover.PART),
        (("L1", "L2", None), Cover.PART),
        (("L2",), Cover.OTHER),
        ((), Cover.UNTOLD),
        ((None,), Cover.UNTOLD),
        (("L1", None), Cover.UNTOLD),
        (("L2", None), Cover.OTHER),
    ],
)
def test_what_a_dispute_tells_of_its_items(items: tuple[str | None, ...], cover: Cover) -> None:
    lines = tuple(
        DisputeLine("", line_item_id=LineItemId(each) if each else None) for each in items
    )
    assert cover_of(listed(lines=lines), L1) is cover


@pytest.mark.parametrize(
    ("number", "at"),
    [
        ("SH2609092134331295100", datetime(2026, 9, 9, 21, 34, 33, tzinfo=UTC)),
        ("SH2611281200001", datetime(2026, 11, 28, 12, 0, tzinfo=UTC)),
        ("SH1623673863466725376", None),
        ("SH12345", None),
        ("SH991399999999000", None),
        ("", None),
    ],
)
def test_the_time_in_a_number(number: str, at: datetime | None) -> None:
    assert time_in_id(number) == at


def test_a_time_of_the_list_fits_in_any_zone_until_one_is_learnt() -> None:
    windows = [window_of(SENT)]
    shanghai = timedelta(hours=8)
    row = builders.dispute(created=NOON + shanghai)
    assert was_made_in(row, windows) is True
    assert was_made_in(row, windows, shanghai) is True
    assert was_made_in(row, windows, timedelta()) is False
    assert was_made_in(builders.dispute(created=NOON + 7 * MINUTE), windows) is False
    assert was_made_in(builders.dispute(created=None), windows) is None


def test_a_time_without_a_zone_does_not_tell_where_the_request_may_have_come_at_any_time() -> None:
    given_up = window_of(replace(SENT, code=None))
    earlier = builders.dispute(created=NOON - timedelta(minutes=14, seconds=30))
    assert was_made_in(earlier, [given_up]) is None
    assert was_made_in(earlier, [given_up], zone=timedelta()) is False
    at_once = builders.dispute(created=NOON + timedelta(hours=8))
    assert was_made_in(at_once, [given_up]) is True
    dead = window_of(replace(SENT, code=None, ended=NOON + timedelta(days=1)))
    assert was_made_in(at_once, [dead]) is None
    assert was_made_in(earlier, [window_of(SENT)]) is False
    assert was_made_in(builders.dispute(created=NOON - 5 * MINUTE), [given_up]) is False


def test_a_zone_is_learnt_from_whole_quarters_of_an_hour() -> None:
    assert zone_between(NOON + timedelta(hours=8, seconds=2), NOON) == timedelta(hours=8)
    assert zone_between(NOON - timedelta(hours=3, minutes=30), NOON) == -timedelta(hours=3.5)
    assert zone_between(NOON + 7 * MINUTE, NOON) is None
    assert zone_between(NOON + timedelta(days=2), NOON) is None


def test_the_window_is_by_cjs_clock_and_no_longer_than_a_request_lives() -> None:
    ahead = timedelta(hours=2)
    sent = replace(SENT, cj_started=NOON - ahead, cj_ended=NOON - ahead + SECOND)
    assert window_of(sent).holds(NOON - ahead)
    assert not window_of(sent).holds(NOON)
    dead = replace(SENT, ended=NOON + timedelta(days=1))
    assert window_of(dead).holds(NOON + MINUTE)
    assert not window_of(dead).holds(NOON + 2 * MINUTE)
    floored = replace(SENT, started=NOON + SECOND / 2, ended=NOON)
    assert not window_of(floored).holds(NOON + 10 * SECOND)
    set_back = replace(SENT, ended=NOON - timedelta(hours=1))
    assert window_of(set_back).holds(NOON + SECOND)


def test_where_its_own_answer_is_the_first_to_tell_cjs_time_the_window_follows_from_that() -> None:
    ahead = timedelta(hours=2)
    first = replace(SENT, started=NOON + ahead, ended=NOON + ahead + SECOND, cj_ended=NOON + SECOND)
    assert window_of(first).holds(NOON)
    assert not window_of(first).holds(NOON + 10 * SECOND)
    assert not window_of(first).holds(NOON - 10 * SECOND)
    assert not window_of(first).holds(NOON + ahead)


def test_a_request_that_was_given_up_may_reach_cj_later() -> None:
    given_up = replace(SENT, ended=NOON + 20 * SECOND, code=None, result="TimedOut")
    assert window_of(given_up).holds(NOON + 45 * SECOND)
    assert not window_of(replace(given_up, code=1607008)).holds(NOON + 45 * SECOND)


def test_in_the_way_is_what_is_undecided_and_may_be_about_the_items() -> None:
    rows = [
        listed("SH-1"),
        listed("SH-decided", outcome=Outcome.REJECT),
        listed("SH-closed", status="Closed"),
        listed("SH-asked", outcome=Outcome.REFUND),
        listed("SH-paid", outcome=Outcome.REFUND, status="Finished"),
        listed("SH-offer", outcome=Outcome.REFUND, status="Awaiting your response"),
        listed("SH-mine"),
        listed("SH-bare", lines=()),
        listed("SH-rest", lines=(DisputeLine("", line_item_id=LineItemId("L2")),)),
    ]
    found = others_about(L1, rows, accepted={DisputeId("SH-mine")})
    assert {each.dispute_id for each in found} == {"SH-1", "SH-asked", "SH-offer", "SH-bare"}
