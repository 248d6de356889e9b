"""A dispute that a person opens in My CJ: never sent from here, and found again in CJ's list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.errors import NotAllowedNow
from app.domain.filing import doubt
from app.domain.filing.doubt import is_in_doubt_of_my_cj, is_to_be_asked_for
from app.domain.filing.filing import (
    MY_CJ,
    REASON,
    DisputeDraft,
    Door,
    DraftLine,
    Filing,
    FilingState,
    OtherDisputesFound,
)
from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber, new_business_dispute_id
from app.domain.orders.orders import DisputableOrder
from app.practice.world.sample_data import MANY_LINES_ORDER, TUTORIAL_ORDER
from tests.refreshing import refresh
from tests.services.conftest import Stack
from tests.services.filing.test_filing_service import prepared as prepared_for_api
from tests.services.scripted_cj import Merchant, ScriptedCj, a_draft

CREATE = "disputes/create"
CEILING = Decimal("28.32")
DAY = 24 * 3600


def prepared(stack: Stack, order: str = TUTORIAL_ORDER, quantity: int = 2) -> DisputeDraft:
    """A draft as it is on the last page before My CJ."""
    return replace(prepared_for_api(stack, order, quantity), door=Door.MY_CJ)


def handed_over(stack: Stack, draft: DisputeDraft | None = None) -> Filing:
    draft = draft or prepared(stack)
    stack.drafts.save(draft)
    return stack.filing.hand_over(draft, CEILING)


def open_in_my_cj(stack: Stack, draft: DisputeDraft, seconds: float = 30) -> DisputeId:
    stack.pass_time(seconds)
    pieces = {str(line.line_item_id): line.quantity for line in draft.lines}
    found = stack.server.world.file_elsewhere(draft.order_id, pieces or None)
    return DisputeId(found.dispute_id)


def after_reading_the_list(stack: Stack, filing: Filing) -> Filing:
    """How it stands once the history has read CJ's list, and whatever follows from that."""
    refresh(stack.history)
    stack.filing.match_listed()
    found = stack.filing.filing(filing.reference)
    assert found is not None
    return found


def test_handing_over_sends_nothing_and_holds_no_items(stack: Stack) -> None:
    draft = prepared(stack)
    stack.server.record.clear()
    filing = handed_over(stack, draft)
    assert (filing.state, filing.ceiling) == (FilingState.HANDED_OVER, CEILING)
    assert stack.server.record.endpoints() == []
    assert stack.ledger.holder_of(draft.line_ids) is None
    assert [each.reference for each in stack.drafts.listed()] == [draft.reference]


def test_what_was_opened_in_my_cj_is_filed_once_more_only_where_a_person_wants_that(
    stack: Stack,
) -> None:
    filing = handed_over(stack)
    other = prepared_for_api(stack)
    assert stack.drafts.prepared(other) == (filing,)
    for besides in (None, ()):
        with pytest.raises(OtherDisputesFound) as caught:
            stack.filing.submit(other, CEILING, besides=besides)
        assert (caught.value.disputes, caught.value.prepared) == ((), (filing,))
    assert stack.server.record.of(CREATE) == []
    filed = stack.filing.submit(other, CEILING, besides=[filing.reference])
    assert filed.state is FilingState.CONFIRMED
    assert len(stack.server.record.of(CREATE)) == 1


def test_what_was_opened_in_my_cj_is_in_the_way_of_its_own_items_alone(stack: Stack) -> None:
    draft = prepared(stack, MANY_LINES_ORDER, 1)
    filing = handed_over(stack, draft)
    order = stack.orders.kept(draft.order_id)
    assert order is not None
    other = next(each for each in order.lines if each.line_item_id not in draft.line_ids)
    beside = replace(prepared_for_api(stack, MANY_LINES_ORDER, 1), lines=(DraftLine.of(other, 1),))
    assert stack.filing.submit(beside, CEILING).state is FilingState.CONFIRMED
    # What has its number is in CJ's list, or decided: the list tells.
    number = open_in_my_cj(stack, draft)
    assert after_reading_the_list(stack, filing).dispute_id == number
    assert stack.drafts.prepared(beside) == ()


def test_what_was_handed_over_is_chosen_by_itself_in_no_other_draft(stack: Stack) -> None:
    draft = prepared(stack)
    handed_over(stack, draft)
    order = stack.orders.kept(draft.order_id)
    assert order is not None
    for takes_all in (False, True):
        begun = stack.drafts.begin(order, takes_all=takes_all)
        assert not begun.line_ids & draft.line_ids
    number = open_in_my_cj(stack, draft)
    refresh(stack.history)
    stack.filing.adopt(draft.reference, number)
    assert stack.drafts.begin(order, takes_all=True).line_ids >= draft.line_ids


def test_nothing_sends_what_is_prepared_for_my_cj(stack: Stack) -> None:
    draft = prepared(stack)
    with pytest.raises(ValueError, match="My CJ"):
        stack.filing.submit(draft, CEILING)
    filing = handed_over(stack, draft)
    for door in Door:
        with pytest.raises(NotAllowedNow):
            stack.filing.submit(replace(draft, door=door), CEILING)
    with pytest.raises(ValueError, match="My CJ"):
        stack.filing.send_again(draft.reference)
    with pytest.raises(NotAllowedNow):
        stack.drafts.save(replace(draft, message="Something else"))
    assert stack.filing.filing(draft.reference) == filing
    assert stack.server.record.of(CREATE) == []


def test_what_is_sent_from_here_cannot_be_said_to_be_opened_in_my_cj(stack: Stack) -> None:
    draft = prepared_for_api(stack)
    with pytest.raises(ValueError, match="sent from here"):
        stack.filing.hand_over(draft, CEILING)


def test_it_takes_the_number_as_soon_as_any_list_shows_the_dispute(stack: Stack) -> None:
    filing = handed_over(stack)
    assert after_reading_the_list(stack, filing).state is FilingState.HANDED_OVER
    number = open_in_my_cj(stack, filing.draft)
    after = after_reading_the_list(stack, filing)
    assert (after.state, after.dispute_id) == (FilingState.CONFIRMED, number)
    row = stack.history._disputes.get(number)
    assert row is not None
    assert row.dispute.order_id == TUTORIAL_ORDER, "its order is known from here"
    assert stack.server.record.of(CREATE) == []


def test_a_look_of_its_own_finds_it_too(stack: Stack) -> None:
    filing = handed_over(stack)
    number = open_in_my_cj(stack, filing.draft)
    looked = stack.filing.read_back(filing.reference)
    assert (looked.state, looked.dispute_id) == (FilingState.CONFIRMED, number)


def test_a_dispute_opened_before_that_was_said_here_is_the_one(stack: Stack) -> None:
    draft = prepared(stack)
    stack.drafts.save(draft)
    number = open_in_my_cj(stack, draft)
    refresh(stack.history)  # listed already, while the page is still open
    for step in (REASON, MY_CJ):
        stack.drafts.save(replace(draft, step=step))
    filing = stack.filing.hand_over(draft, CEILING)
    assert after_reading_the_list(stack, filing).dispute_id == number


def test_a_dispute_from_before_it_was_prepared_is_not_taken_by_itself(stack: Stack) -> None:
    draft = prepared(stack)
    number = open_in_my_cj(stack, draft)
    stack.pass_time(3600)
    filing = handed_over(stack, draft)
    after = after_reading_the_list(stack, filing)
    looked = stack.filing.read_back(filing.reference)
    for each in (after, looked):
        assert (each.state, each.candidates) == (FilingState.HANDED_OVER, ())
    assert [each.dispute_id for each in stack.filing.choices(filing.reference)] == [number]
    assert stack.filing.adopt(filing.reference, number).state is FilingState.CONFIRMED


def test_by_a_clock_that_nothing_of_cj_confirms_no_number_is_taken(tmp_path: Path) -> None:
    cj = ScriptedCj()
    merchant = Merchant(cj, tmp_path, ahead=timedelta(hours=-5))
    older = cj.list_one(at=cj.now - timedelta(hours=2))
    merchant.filing.hand_over(replace(a_draft(), door=Door.MY_CJ), CEILING)
    refresh(merchant.history)
    looked = merchant.look()
    assert (looked.state, looked.candidates) == (FilingState.HANDED_OVER, (older,))


def test_a_dispute_opened_before_the_last_change_here_is_offered(tmp_path: Path) -> None:
    cj = ScriptedCj()
    merchant = Merchant(cj, tmp_path)
    draft = replace(a_draft(), door=Door.MY_CJ)
    older = cj.list_one(serial=1)
    cj.pass_time(600)
    merchant.ledger.save_draft(draft, cj.now)
    cj.pass_time(600)
    number = cj.list_one(serial=2)
    cj.pass_time(60)
    merchant.filing.hand_over(replace(draft, message="A word put right"), CEILING)
    looked = merchant.look()
    assert (looked.state, looked.candidates) == (FilingState.HANDED_OVER, (number,))
    assert older in {each.dispute_id for each in merchant.filing.choices(draft.reference)}
    confirmed = merchant.filing.adopt(draft.reference, DisputeId(number))
    assert confirmed.state is FilingState.CONFIRMED


def test_of_two_that_may_be_it_a_person_chooses(stack: Stack) -> None:
    filing = handed_over(stack)
    numbers = [open_in_my_cj(stack, filing.draft)]
    stack.server.world.cancel(stack.server.world.dispute(numbers[0]))
    numbers.append(open_in_my_cj(stack, filing.draft))
    refresh(stack.history)
    looked = stack.filing.read_back(filing.reference)
    assert looked.state is FilingState.HANDED_OVER
    assert set(looked.candidates) == set(numbers)


def test_disputes_about_other_items_or_orders_are_none_of_it(stack: Stack) -> None:
    draft = prepared(stack, MANY_LINES_ORDER, 1)
    filing = handed_over(stack, draft)
    lines = stack.server.world.order(MANY_LINES_ORDER).lines
    other = next(each for each in lines if LineItemId(each.line_id) not in draft.line_ids)
    stack.server.world.file_elsewhere(MANY_LINES_ORDER, {other.line_id: 1})
    stack.server.world.file_elsewhere(TUTORIAL_ORDER)
    refresh(stack.history)
    looked = stack.filing.read_back(filing.reference)
    assert (looked.state, looked.candidates) == (FilingState.HANDED_OVER, ())


def test_where_the_items_are_not_known_here_the_order_decides(stack: Stack) -> None:
    order = DisputableOrder(OrderId(TUTORIAL_ORDER), OrderNumber(""), ())
    draft = replace(
        DisputeDraft.begin(order),
        reference=new_business_dispute_id(),
        message="Broken",
        message_is_own=True,
        door=Door.MY_CJ,
    )
    filing = handed_over(stack, draft)
    stack.server.world.file_elsewhere(MANY_LINES_ORDER)
    number = open_in_my_cj(stack, draft)
    assert stack.filing.read_back(filing.reference).dispute_id == number


def test_two_prepared_for_the_same_items_do_not_take_each_others_number(stack: Stack) -> None:
    first, second = handed_over(stack), handed_over(stack)
    number = open_in_my_cj(stack, first.draft)
    refresh(stack.history)
    looked = [stack.filing.read_back(each.reference) for each in (first, second)]
    assert [each.state for each in looked] == [FilingState.HANDED_OVER] * 2
    assert [each.candidates for each in looked] == [(number,)] * 2
    stack.filing.adopt(second.reference, number)
    again = stack.filing.read_back(first.reference)
    assert (again.state, again.candidates) == (FilingState.HANDED_OVER, ())


def test_nor_where_the_order_was_looked_up_by_another_of_its_ids(stack: Stack) -> None:
    first = handed_over(stack)
    other_id = replace(prepared(stack), order_id=OrderId("2611200001234567"))
    second = handed_over(stack, other_id)
    open_in_my_cj(stack, first.draft)
    looked = [after_reading_the_list(stack, each) for each in (first, second)]
    assert [each.state for each in looked] == [FilingState.HANDED_OVER] * 2


def test_what_no_look_of_14_days_has_shown_is_asked_for_once(tmp_path: Path) -> None:
    cj = ScriptedCj()
    merchant = Merchant(cj, tmp_path)
    draft = replace(a_draft(), door=Door.MY_CJ)
    refresh(merchant.history)
    merchant.filing.hand_over(draft, CEILING)
    assert not is_to_be_asked_for(merchant.look())
    cj.pass_time(14 * DAY)
    assert not is_to_be_asked_for(merchant.stored()), "nobody has looked since"
    assert is_to_be_asked_for(merchant.look())
    assert not is_to_be_asked_for(merchant.filing.keep_waiting(draft.reference))
    cj.pass_time(365 * DAY)
    assert not is_to_be_asked_for(merchant.look())
    number = cj.list_one()
    assert merchant.look().dispute_id == number


def test_what_cj_lists_something_for_is_not_said_to_be_unlisted(tmp_path: Path) -> None:
    cj = ScriptedCj()
    merchant = Merchant(cj, tmp_path)
    merchant.filing.hand_over(replace(a_draft(), door=Door.MY_CJ), CEILING)
    cj.pass_time(14 * DAY)
    cj.list_one(serial=1)
    cj.list_one(serial=2)
    looked = merchant.look()
    assert len(looked.candidates) == 2
    assert not is_to_be_asked_for(looked)


def test_what_was_not_opened_is_a_draft_again_and_may_be_handed_over_anew(stack: Stack) -> None:
    filing = handed_over(stack)
    taken = stack.filing.take_back(filing.reference)
    assert (taken.state, taken.draft) == (FilingState.DRAFT, filing.draft)
    stack.pass_time(60)
    again = stack.filing.hand_over(replace(taken.draft, message="Better words"), CEILING)
    number = open_in_my_cj(stack, again.draft)
    assert after_reading_the_list(stack, again).dispute_id == number


def test_a_refused_one_is_handed_over_with_all_that_was_typed(stack: Stack) -> None:
    stack.server.scenarios.arm("refuse", CREATE, code=9009, message="Order cannot be disputed")
    draft = replace(prepared_for_api(stack), message="My own words", message_is_own=True)
    with pytest.raises(Exception, match="9009"):
        stack.filing.submit(draft, CEILING)
    filing = stack.filing.hand_over(replace(draft, door=Door.MY_CJ), CEILING)
    assert filing.draft.message == "My own words"
    number = open_in_my_cj(stack, draft, 3600)
    after = after_reading_the_list(stack, filing)
    assert after.dispute_id == number
    assert after.handed_over
    assert stack.ledger.zone_of_list() is None, "nothing tells when it was opened"
    assert len(stack.server.record.of(CREATE)) == 1


def test_what_is_in_doubt_keeps_its_doubt_beside_a_copy_for_my_cj(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubt, "SENDING_AGAIN_AFTER", timedelta(minutes=-1))
    monkeypatch.setattr(doubt, "LOOKS_BEFORE_SENDING", 1)
    draft = prepared_for_api(stack)
    stack.server.scenarios.arm("reset_before", CREATE)
    first = stack.filing.submit(draft, CEILING)
    assert stack.filing.read_back(first.reference).nothing_found
    stack.server.scenarios.arm("refuse", CREATE, code=9009, message="Order cannot be disputed")
    doubtful = stack.filing.send_again(first.reference)
    assert is_in_doubt_of_my_cj(doubtful)
    assert not is_in_doubt_of_my_cj(first)

    copy = replace(draft, reference=new_business_dispute_id(), door=Door.MY_CJ)
    handed = handed_over(stack, copy)
    number = open_in_my_cj(stack, copy, 3600)
    refresh(stack.history)
    looked = [stack.filing.read_back(each.reference) for each in (doubtful, handed)]
    assert [each.state for each in looked] == [FilingState.UNKNOWN, FilingState.HANDED_OVER]
    assert looked[1].candidates == (number,)
    assert stack.filing.adopt(handed.reference, number).state is FilingState.CONFIRMED
    assert len(stack.server.record.of(CREATE)) == 2


def test_what_was_sent_from_here_after_all_was_not_opened_in_my_cj(stack: Stack) -> None:
    filing = handed_over(stack)
    stack.filing.take_back(filing.reference)
    sent = stack.filing.submit(replace(filing.draft, door=Door.API), CEILING)
    assert sent.state is FilingState.CONFIRMED
    assert sent.handed_over is None
    assert [each.is_for_my_cj for each in stack.ledger.answers()] == [False]
