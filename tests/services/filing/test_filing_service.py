"""Exactly once, whatever the network does. The server's own record is the judge."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import (
    AlreadyBeingFiled,
    AppError,
    NotAllowedNow,
    Offline,
    RateLimited,
    Refused,
)
from app.domain.filing.draft_rules import with_terms
from app.domain.filing.filing import DisputeDraft, Filing, FilingState
from app.domain.ids import OrderId, new_business_dispute_id
from app.practice.world.sample_data import (
    PARTLY_ORDER,
    SHOP_MADE_REFUSED_LATE_ORDER,
    TUTORIAL_ORDER,
)
from app.storage.account.credentials import Credentials
from tests.fakes.signed_in import give_tokens
from tests.services.conftest import Stack, build_stack

CREATE = "disputes/create"


def prepared(stack: Stack, order: str = TUTORIAL_ORDER, quantity: int = 2) -> DisputeDraft:
    """A draft as the dialog would have it at the last page."""
    found = stack.orders.look_up_id(OrderId(order)).order
    assert found is not None
    line = next(each for each in found.lines if each.is_open_to_dispute)
    draft = DisputeDraft.begin(found).with_line(line, min(quantity, line.quantity))
    terms = stack.filing.terms(draft.order_id, draft.lines)
    draft = with_terms(replace(draft, reason=terms.reasons[0]), terms)
    stack.filing.note_known_disputes(draft)
    return draft


def filed_at_server(stack: Stack, draft: DisputeDraft) -> int:
    """How many disputes the server holds for this reference."""
    held = stack.server.world.disputes()
    return sum(each.business_dispute_id == draft.reference for each in held)


def test_one_filing_costs_five_calls_and_gets_its_number(stack: Stack) -> None:
    draft = prepared(stack)
    filing = stack.filing.submit(draft, Decimal("28.32"))
    assert filing.state is FilingState.CONFIRMED
    assert filing.dispute_id is not None
    assert filing.dispute_id.startswith("SH")
    assert stack.server.record.endpoints() == [
        "disputes/disputeProducts",
        "disputes/disputeConfirmInfo",
        "disputes/getDisputeList",
        "disputes/create",
        "disputes/getDisputeList",
    ]
    assert filed_at_server(stack, draft) == 1
    assert stack.history.order_of(filing.dispute_id) == TUTORIAL_ORDER
    row = stack.history._disputes.get(filing.dispute_id)
    assert row is not None
    assert row.asked == Decimal("28.32")


@pytest.mark.parametrize(
    "scenario",
    [
        "timeout_after",
        "reset_after",
        "broken_json",
        "verdictless",
        "null_answer",
        "slow_body",
        "http_500",
        "http_502_html",
        "http_503",
        "html_200",
        "empty_body",
        "reset_before",
        "timeout_before",
        "wrong_type",
    ],
)
def test_a_doubtful_answer_never_sends_twice(stack: Stack, scenario: str) -> None:
    draft = prepared(stack)
    stack.server.scenarios.arm(scenario, endpoint=CREATE)
    filing = stack.filing.submit(draft, None)
    assert len(stack.server.record.of(CREATE)) == 1
    at_server = filed_at_server(stack, draft)
    assert at_server in (0, 1)
    assert filing.state is (FilingState.CONFIRMED if at_server else FilingState.UNKNOWN)


def test_sending_again_before_a_read_back_is_refused(stack: Stack) -> None:
    draft = prepared(stack)
    stack.server.scenarios.arm("timeout_before", endpoint=CREATE)
    stack.server.scenarios.arm("http_500", endpoint="disputes/getDisputeList", times=9)
    unknown = stack.filing.submit(draft, None)
    assert (unknown.state, unknown.nothing_found) == (FilingState.UNKNOWN, False)
    with pytest.raises(NotAllowedNow):
        stack.filing.send_again(draft.reference)
    assert len(stack.server.record.of(CREATE)) == 1


def test_a_business_refusal_keeps_every_field(stack: Stack) -> None:
    draft = prepared(stack, SHOP_MADE_REFUSED_LATE_ORDER)
    with pytest.raises(Refused) as caught:
        stack.filing.submit(draft, None)
    assert caught.value.exchange.code == 1607008
    kept = stack.filing.filing(draft.reference)
    assert kept is not None
    assert kept.state is FilingState.REFUSED
    assert kept.draft == draft
    assert kept.attempts[-1].code == 1607008
    assert kept.attempts[-1].request_id


@pytest.mark.parametrize(
    ("scenario", "error"), [("http_429", RateLimited), ("code_1600200", RateLimited)]
)
def test_an_answer_about_the_connection_leaves_a_draft(
    stack: Stack, scenario: str, error: type[AppError]
) -> None:
    draft = prepared(stack)
    stack.server.scenarios.arm(scenario, endpoint=CREATE)
    with pytest.raises(error):
        stack.filing.submit(draft, None)
    kept = stack.filing.filing(draft.reference)
    assert kept is not None
    assert kept.state is FilingState.DRAFT
    assert len(stack.server.record.of(CREATE)) == 1
    assert stack.filing.submit(draft, None).state is FilingState.CONFIRMED


def test_an_expired_token_is_renewed_and_the_filing_goes_through_once(stack: Stack) -> None:
    draft = prepared(stack)
    stack.server.world.expire_access_tokens()
    assert stack.filing.submit(draft, None).state is FilingState.CONFIRMED
    assert filed_at_server(stack, draft) == 1


def test_without_a_network_nothing_is_sent_and_the_draft_stays(stack: Stack) -> None:
    draft = prepared(stack)
    stack.server.stop()
    with pytest.raises(Offline) as caught:
        stack.filing.submit(draft, None)
    assert caught.value.not_processed
    kept = stack.filing.filing(draft.reference)
    assert kept is not None
    assert kept.state is FilingState.DRAFT


def test_two_programs_and_a_double_click_send_one_request(stack: Stack, tmp_path: Path) -> None:
    draft = prepared(stack)
    other = build_stack(stack.server, tmp_path, Credentials())
    give_tokens(other.session, other.connection.api.account.sign_in(stack.server.API_KEY))
    outcomes: list[Filing | AppError] = []
    start = threading.Barrier(6)

    def press(service: Stack) -> None:
        start.wait()
        try:
            outcomes.append(service.filing.submit(draft, None))
        except AppError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=press, args=(each,)) for each in (stack, other) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    other.connection.close()
    assert len(outcomes) == 6
    assert len(stack.server.record.of(CREATE)) == 1
    assert filed_at_server(stack, draft) == 1
    assert sum(isinstance(each, Filing) for each in outcomes) == 1
    refused = [each for each in outcomes if isinstance(each, AppError)]
    assert all(isinstance(each, NotAllowedNow) for each in refused)


def test_a_press_that_writes_the_answer_down_first_takes_it_from_nobody(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = prepared(stack)
    end_attempt = stack.ledger.end_attempt

    def second_press(*args: Any, **given: Any) -> Filing:
        monkeypatch.setattr(stack.ledger, "end_attempt", end_attempt)
        with pytest.raises(NotAllowedNow):
            stack.filing.submit(draft, None)
        return end_attempt(*args, **given)

    monkeypatch.setattr(stack.ledger, "end_attempt", second_press)
    assert stack.filing.submit(draft, None).state is FilingState.CONFIRMED
    assert len(stack.server.record.of(CREATE)) == 1


def test_a_second_claim_for_a_line_under_way_is_refused_with_the_first_ones_reference(
    stack: Stack,
) -> None:
    first = prepared(stack)
    second = replace(first, reference=new_business_dispute_id())
    stack.server.scenarios.arm("timeout_before", endpoint=CREATE)
    stack.server.scenarios.arm("http_500", endpoint="disputes/getDisputeList", times=9)
    assert stack.filing.submit(first, None).state is FilingState.UNKNOWN
    stack.server.scenarios.clear()
    with pytest.raises(AlreadyBeingFiled) as caught:
        stack.filing.submit(second, None)
    assert caught.value.reference == first.reference
    assert len(stack.server.record.of(CREATE)) == 1


def test_a_dispute_filed_elsewhere_meanwhile_is_not_taken_for_ours(stack: Stack) -> None:
    draft = prepared(stack, PARTLY_ORDER, quantity=1)
    stack.server.scenarios.arm("timeout_before", endpoint=CREATE)
    taken = {line.line_item_id for line in draft.lines}
    other_lines = {
        line.line_id: 1
        for line in stack.server.world.order(PARTLY_ORDER).lines
        if line.line_id not in taken
    }
    filing = stack.filing.submit(draft, None)
    assert filing.state is FilingState.UNKNOWN
    stack.server.world.file_elsewhere(PARTLY_ORDER, other_lines)
    assert stack.filing.read_back(draft.reference).state is FilingState.UNKNOWN


def test_what_a_dead_process_was_sending_is_read_back_after_a_start(
    stack: Stack, tmp_path: Path
) -> None:
    draft = prepared(stack)
    stack.server.scenarios.arm("timeout_after", endpoint=CREATE)
    stack.server.scenarios.arm("http_500", endpoint="disputes/getDisputeList", times=9)
    stack.filing.submit(draft, None)
    stack.server.scenarios.clear()
    restarted = build_stack(stack.server, tmp_path, Credentials())
    give_tokens(restarted.session, restarted.connection.api.account.sign_in(stack.server.API_KEY))
    waiting = restarted.filing.recover()
    assert [each.reference for each in waiting] == [draft.reference]
    assert restarted.filing.read_back(draft.reference).state is FilingState.CONFIRMED
    restarted.connection.close()
    assert len(stack.server.record.of(CREATE)) == 1
