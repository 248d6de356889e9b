"""What the harness found in the filing service: the second request must not hide the first one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import (
    AlreadyBeingFiled,
    AppError,
    NotAllowedNow,
    Offline,
    RateLimited,
    Refused,
    SignInRequired,
)
from app.domain.filing import DisputeDraft, Filing, FilingState
from app.domain.ids import new_business_dispute_id
from app.practice.orders_data import SHOP_MADE_REFUSED_LATE_ORDER, TUTORIAL_ORDER
from app.storage.credentials import Credentials
from tests.cj.server import FaultyServer
from tests.faults.stand_in import CREATE, LIST
from tests.services.conftest import Stack, build_stack, signed_in
from tests.services.test_filing_service import filed_at_server, prepared


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    with FaultyServer(pace=0, life=False) as server, signed_in(server, tmp_path) as stack:
        yield stack


def taken_in_but_hidden(stack: Stack) -> DisputeDraft:
    """A filing that CJ has, whose answer got lost, and which CJ's list did not show yet."""
    draft = prepared(stack)
    stack.server.scenarios.arm("reset_after", endpoint=CREATE)
    stack.server.scenarios.arm("list_lags", endpoint=LIST)
    filing = stack.filing.submit(draft, None)
    assert (filing.state, filing.nothing_found) == (FilingState.UNKNOWN, True)
    assert filed_at_server(stack, draft) == 1
    return draft


def state_of(stack: Stack, draft: DisputeDraft) -> FilingState:
    filing = stack.filing.filing(draft.reference)
    assert filing is not None
    return filing.state


def test_a_second_click_is_no_send_again(stack: Stack) -> None:
    """Two clicks; the first ends in doubt before the second one's turn comes."""
    draft = prepared(stack)
    stack.server.scenarios.arm("reset_before", endpoint=CREATE)
    is_saved, may_go_on = threading.Event(), threading.Event()
    late = build_stack(stack.server, stack.ledger._database.path.parent, Credentials())
    late.session.adopt(late.connection.api.account.sign_in(stack.server.API_KEY))
    begin = late.ledger.begin_sending
    outcomes: list[Filing | AppError] = []

    def begin_late(*args: object, **options: object) -> int:
        is_saved.set()
        may_go_on.wait(20)
        return begin(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    def click() -> None:
        try:
            outcomes.append(late.filing.submit(draft, None))
        except AppError as error:
            outcomes.append(error)

    vars(late.ledger)["begin_sending"] = begin_late
    second = threading.Thread(target=click)
    second.start()
    assert is_saved.wait(20)
    first = stack.filing.submit(draft, None)
    may_go_on.set()
    second.join(20)
    late.connection.close()
    assert (first.state, first.nothing_found) == (FilingState.UNKNOWN, True)
    assert isinstance(outcomes[0], NotAllowedNow)
    assert len(stack.server.record.of(CREATE)) == 1


@pytest.mark.parametrize("scenario", ["http_429", "code_1600200"])
def test_sending_again_too_fast_leaves_the_doubt(stack: Stack, scenario: str) -> None:
    draft = taken_in_but_hidden(stack)
    stack.server.scenarios.arm(scenario, endpoint=CREATE)
    with pytest.raises(RateLimited):
        stack.filing.send_again(draft.reference)
    assert state_of(stack, draft) is FilingState.UNKNOWN
    assert stack.filing.read_back(draft.reference).state is FilingState.CONFIRMED


def test_sending_again_without_a_network_leaves_the_doubt(stack: Stack) -> None:
    draft = taken_in_but_hidden(stack)
    stack.server.stop()
    with pytest.raises(Offline):
        stack.filing.send_again(draft.reference)
    assert state_of(stack, draft) is FilingState.UNKNOWN
    stack.server.start()
    assert stack.filing.read_back(draft.reference).state is FilingState.CONFIRMED


def test_sending_again_with_dead_tokens_leaves_the_doubt(stack: Stack) -> None:
    draft = taken_in_but_hidden(stack)
    stack.server.world.expire_access_tokens()
    stack.server.world.kill_refresh_tokens()
    with pytest.raises(SignInRequired):
        stack.filing.send_again(draft.reference)
    assert state_of(stack, draft) is FilingState.UNKNOWN
    stack.session.adopt(stack.connection.api.account.sign_in(stack.server.API_KEY))
    assert stack.filing.read_back(draft.reference).state is FilingState.CONFIRMED


def taken_in_and_refused_next_time(stack: Stack) -> DisputeDraft:
    """CJ has it and holds the lines for it, which is why it will refuse a second request."""
    draft = taken_in_but_hidden(stack)
    held = "The product cannot be disputed"
    stack.server.scenarios.arm("refuse", endpoint=CREATE, code=1607008, message=held)
    return draft


def test_a_refusal_because_the_first_request_holds_the_lines_is_no_refusal(stack: Stack) -> None:
    draft = taken_in_and_refused_next_time(stack)
    filing = stack.filing.send_again(draft.reference)
    assert filing.state is FilingState.CONFIRMED
    assert filing.dispute_id in {each.dispute_id for each in stack.server.world.disputes()}


def test_a_refusal_that_cannot_be_looked_up_leaves_the_doubt(stack: Stack) -> None:
    draft = taken_in_and_refused_next_time(stack)
    stack.server.scenarios.arm("html_200", endpoint=LIST, times=9)
    filing = stack.filing.send_again(draft.reference)
    assert (filing.state, filing.nothing_found) == (FilingState.UNKNOWN, False)
    stack.server.scenarios.clear()
    assert stack.filing.read_back(draft.reference).state is FilingState.CONFIRMED


def test_a_refusal_while_the_list_lags_and_lines_are_held_leaves_the_doubt(stack: Stack) -> None:
    draft = taken_in_and_refused_next_time(stack)
    stack.server.scenarios.arm("list_lags", endpoint=LIST, times=2)
    filing = stack.filing.send_again(draft.reference)
    assert (filing.state, filing.nothing_found) == (FilingState.UNKNOWN, True)
    assert stack.filing.read_back(draft.reference).state is FilingState.CONFIRMED


def test_a_refusal_of_what_cj_never_took_in_is_one(stack: Stack) -> None:
    draft = prepared(stack, SHOP_MADE_REFUSED_LATE_ORDER)
    stack.server.scenarios.arm("reset_before", endpoint=CREATE)
    assert stack.filing.submit(draft, None).nothing_found
    with pytest.raises(Refused):
        stack.filing.send_again(draft.reference)
    assert state_of(stack, draft) is FilingState.REFUSED


def test_a_list_from_before_the_second_request_is_no_proof(stack: Stack) -> None:
    """One window reads back, another sends again meanwhile: the first one's list is too old."""
    draft = prepared(stack)
    stack.server.scenarios.arm("reset_before", endpoint=CREATE)
    assert stack.filing.submit(draft, None).nothing_found
    other = build_stack(stack.server, stack.ledger._database.path.parent, Credentials())
    other.session.adopt(other.connection.api.account.sign_in(stack.server.API_KEY))
    has_list, may_go_on = threading.Event(), threading.Event()
    record = other.ledger.record_read_back

    def record_late(*args: object, **options: object) -> Filing:
        has_list.set()
        may_go_on.wait(20)
        return record(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    vars(other.ledger)["record_read_back"] = record_late
    window = threading.Thread(target=other.filing.read_back, args=(draft.reference,))
    window.start()
    assert has_list.wait(20)
    stack.server.scenarios.arm("timeout_after", endpoint=CREATE)
    stack.server.scenarios.arm("html_200", endpoint=LIST)
    assert not stack.filing.send_again(draft.reference).nothing_found
    may_go_on.set()
    window.join(20)
    other.connection.close()
    filing = stack.filing.filing(draft.reference)
    assert filing is not None
    assert (filing.state, filing.nothing_found) == (FilingState.UNKNOWN, False)


def test_a_filing_without_its_number_yet_keeps_its_lines(stack: Stack) -> None:
    """Or a second claim for them, itself in doubt, would take the first one's number."""
    first = prepared(stack, TUTORIAL_ORDER)
    second = replace(first, reference=new_business_dispute_id(), message="Once more.")
    stack.filing.note_known_disputes(second)
    stack.server.scenarios.arm("html_200", endpoint=LIST)
    assert stack.filing.submit(first, None).state is FilingState.FILED
    stack.server.scenarios.arm("reset_before", endpoint=CREATE)
    with pytest.raises(AlreadyBeingFiled) as caught:
        stack.filing.submit(second, None)
    assert caught.value.reference == first.reference
    assert stack.filing.read_back(first.reference).state is FilingState.CONFIRMED
