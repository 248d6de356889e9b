"""CJ switches off API access but still signs the account in: its record is the judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.api.http.rate_limiter import Urgency, urgency
from app.composition import AccountComposer
from app.domain.account.tokens import Tokens
from app.domain.errors import ApiDisabled
from app.domain.filing.draft_rules import with_terms
from app.domain.filing.filing import DisputeDraft, FilingState
from app.domain.ids import OrderId
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.services.account_services import AccountServices
from tests.cj.server import FaultyServer
from tests.refreshing import run_to_end

CREATE = "disputes/create"
DATA_CALLS = (
    "setting/get",
    "shopping/order/list",
    "shopping/order/getOrderDetail",
    "disputes/disputeProducts",
    "disputes/disputeConfirmInfo",
    "disputes/getDisputeList",
    "disputes/getDisputeDetail",
    CREATE,
)


@pytest.fixture
def desk(opener: AccountComposer, server: FaultyServer) -> Iterator[AccountServices]:
    opened = opener.open_account(opener.accounts.sign_in(server.API_KEY).account).desk
    server.record.clear()
    yield opened
    opened.close()


def switch_off(server: FaultyServer, http_status: int = 200) -> None:
    for endpoint in DATA_CALLS:
        server.scenarios.arm(
            "refuse", endpoint, times=None, code=1600014, http_status=http_status, message="Off"
        )


def prepared(desk: AccountServices) -> DisputeDraft:
    """A draft as the dialog has it at the last page."""
    order = desk.orders.look_up_id(OrderId(TUTORIAL_ORDER)).order
    assert order is not None
    draft = DisputeDraft.begin(order).with_line(order.lines[0], 1)
    terms = desk.filing.terms(draft.order_id, draft.lines)
    draft = with_terms(replace(draft, reason=terms.reasons[0], message="It is broken."), terms)
    desk.filing.note_known_disputes(draft)
    return draft


@pytest.mark.parametrize("http_status", [200, 401, 403])
def test_no_renewal_is_tried_and_no_other_key_is_asked_for(
    desk: AccountServices, server: FaultyServer, http_status: int
) -> None:
    switch_off(server, http_status)
    with pytest.raises(ApiDisabled) as caught:
        desk.orders.look_up(TUTORIAL_ORDER)
    assert caught.value.not_processed
    assert server.record.endpoints() == ["disputes/disputeProducts"]
    assert desk.link.is_disabled


def test_nothing_is_asked_in_the_background_until_cj_answers_a_person(
    desk: AccountServices, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_off(server)
    with pytest.raises(ApiDisabled):
        desk.orders.look_up(TUTORIAL_ORDER)
    server.record.clear()
    with pytest.raises(ApiDisabled):
        run_to_end(desk.history.begin_sync(in_background=True, goes_through_all=True))
    with urgency(Urgency.BACKGROUND), pytest.raises(ApiDisabled):
        desk.orders.look_up(TUTORIAL_ORDER)
    monkeypatch.setattr(Tokens, "should_be_renewed", lambda _tokens, _now: True)
    assert not desk.link.renew_early()
    assert server.record.endpoints() == []

    server.scenarios.clear()
    with pytest.raises(ApiDisabled):
        run_to_end(desk.history.begin_sync(in_background=True, goes_through_all=True))
    desk.orders.look_up(TUTORIAL_ORDER)
    assert not desk.link.is_disabled
    assert desk.link.renew_early()
    run_to_end(desk.history.begin_sync(in_background=True, goes_through_all=True))


def test_a_persons_return_asks_once_and_finds_out(
    desk: AccountServices, server: FaultyServer
) -> None:
    switch_off(server)
    with pytest.raises(ApiDisabled):
        desk.link.probe()
    with pytest.raises(ApiDisabled):
        desk.link.probe()
    assert desk.link.is_disabled
    server.scenarios.clear()
    desk.link.probe()
    assert not desk.link.is_disabled


def test_what_cj_answers_to_a_sign_in_says_nothing_of_access(
    desk: AccountServices, opener: AccountComposer, server: FaultyServer
) -> None:
    switch_off(server)
    with pytest.raises(ApiDisabled):
        desk.orders.look_up(TUTORIAL_ORDER)
    signed = opener.accounts.sign_in(server.API_KEY)
    assert signed.account.account_id == desk.account.account_id
    assert desk.link.is_disabled


def test_a_filing_that_meets_it_is_kept_and_sent_later(
    desk: AccountServices, server: FaultyServer
) -> None:
    draft = prepared(desk)
    switch_off(server)
    with pytest.raises(ApiDisabled):
        desk.filing.submit(draft, None)
    kept = desk.filing.filing(draft.reference)
    assert kept is not None
    assert (kept.state, kept.draft) == (FilingState.DRAFT, draft)
    assert server.world.disputes_of(draft.order_id) == []

    server.scenarios.clear()
    filed = desk.filing.submit(draft, None)
    assert filed.state is FilingState.CONFIRMED
    assert [each.code for each in filed.attempts[:1]] == [1600014]
