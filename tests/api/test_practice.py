"""The client against the practice server: real HTTP, the whole way of a dispute, and its faults."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from threading import Event

import pytest

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.api.timing import Timing
from app.domain.disputes.disputes import ExpectedOutcome
from app.domain.errors import (
    AppError,
    KeyRejected,
    NotFound,
    Offline,
    QuotaUsedUp,
    RateLimited,
    Refused,
    ServerFailed,
    TimedOut,
    TokenRejected,
    UnexpectedResponse,
)
from app.domain.filing.filing import DisputeDraft
from app.domain.ids import OrderId
from tests.api.prepared_cj import QuietRateLimiter
from tests.cj.server import FaultyServer

ORDER = OrderId("SD2611200001234567")


class NoPauses(Timing):
    """Between two tries no time passes."""

    def wait(self, end: Event, seconds: float) -> bool:
        return end.is_set()


class Practice:
    """A signed-in client and the server it talks to."""

    def __init__(
        self, server: FaultyServer, deadline: float = 5.0, pace: RateLimiter | None = None
    ) -> None:
        self.server = server
        self.token = "none-yet"
        self.api = CjApi(
            server.base_url,
            access_token=lambda: self.token,
            renew=self._renew,
            pace=pace or QuietRateLimiter(),
            deadline=deadline,
            timing=NoPauses(),
        )
        self.tokens = self.api.account.sign_in(server.API_KEY)
        self.token = self.tokens.access

    def _renew(self, stale: str) -> str:
        self.tokens = self.api.account.refresh(self.tokens.refresh)
        self.token = self.tokens.access
        return self.token

    def draft(self) -> DisputeDraft:
        order = self.api.disputes.products(ORDER)
        draft = DisputeDraft.begin(order).with_line(order.lines[0], 1)
        terms = self.api.disputes.terms(ORDER, draft.lines)
        return DisputeDraft(
            reference=draft.reference,
            order_id=draft.order_id,
            order_number=draft.order_number,
            lines=draft.lines,
            reason=terms.reasons[0],
            expected=ExpectedOutcome.REFUND,
            message="It came broken.",
        )


@pytest.fixture
def practice() -> Iterator[Practice]:
    with FaultyServer(pace=0, life=False) as server:
        made = Practice(server)
        yield made
        made.api.close()
        assert server.internal_errors == []


def test_a_dispute_from_order_to_cancellation(practice: Practice) -> None:
    api = practice.api
    before = api.disputes.page(order_id=ORDER)
    draft = practice.draft()
    assert api.disputes.terms(ORDER, draft.lines).ceiling.total >= Decimal("14.16")
    assert api.disputes.create(ORDER, draft).request_id
    after = api.disputes.page(order_id=ORDER)
    (fresh,) = {each.dispute_id for each in after.disputes} - {
        each.dispute_id for each in before.disputes
    }
    detail = api.disputes.detail(fresh)
    assert detail.dispute.status
    assert detail.dispute.created_is_exact
    assert api.disputes.cancel(ORDER, fresh).request_id
    with pytest.raises(Refused):
        api.disputes.cancel(ORDER, fresh)


def test_the_same_reference_twice_is_refused(practice: Practice) -> None:
    draft = practice.draft()
    practice.api.disputes.create(ORDER, draft)
    with pytest.raises(Refused) as caught:
        practice.api.disputes.create(ORDER, draft)
    assert "already exists" in caught.value.exchange.text


def test_orders_settings_and_pages(practice: Practice) -> None:
    orders = practice.api.orders.page(1, 5)
    assert len(orders.orders) == 5
    assert orders.counted is not None
    assert orders.counted > 5
    facts = practice.api.orders.detail(ORDER)
    assert facts.order_id == ORDER
    assert practice.api.orders.tracking([facts.tracking_number])[0].carrier
    assert practice.api.account.settings().name
    first, second = (practice.api.disputes.page(number, 3) for number in (1, 2))
    assert {each.dispute_id for each in first.disputes}.isdisjoint(
        each.dispute_id for each in second.disputes
    )
    with pytest.raises(NotFound):
        practice.api.disputes.products(OrderId("SD0000000000000000"))


def test_in_the_chinese_dialect_pages_still_turn(practice: Practice) -> None:
    practice.server.dialect = "zh"
    first, second = (practice.api.disputes.page(number, 3) for number in (1, 2))
    assert first.disputes
    assert {each.dispute_id for each in first.disputes}.isdisjoint(
        each.dispute_id for each in second.disputes
    )
    practice.api.disputes.create(ORDER, practice.draft())


def test_pictures_come_from_the_practice_server(practice: Practice) -> None:
    url = practice.api.disputes.products(ORDER).lines[0].image_url
    assert practice.api.links.fetch_picture(url)
    assert practice.api.links.check(url).is_image


def test_a_wrong_key(practice: Practice) -> None:
    with pytest.raises(KeyRejected):
        practice.api.account.sign_in("CJ0@api@wrong")


@pytest.mark.parametrize("name", ["expired_token", "http_401"])
def test_a_token_that_dies_is_renewed_for_reads_and_tells_create_to_look_first(
    practice: Practice, name: str
) -> None:
    practice.server.scenarios.arm(name, endpoint="disputes/getDisputeList")
    assert practice.api.disputes.page().disputes
    draft = practice.draft()
    practice.server.scenarios.arm(name, endpoint="disputes/create")
    with pytest.raises(TokenRejected) as caught:
        practice.api.disputes.create(ORDER, draft)
    assert caught.value.not_processed
    assert practice.server.scenarios.pending() == []


FAULTS: dict[str, type[AppError]] = {
    "reset_before": Offline,
    "reset_after": Offline,
    "timeout_after": TimedOut,
    "timeout_before": TimedOut,
    "slow_body": TimedOut,
    "http_500": ServerFailed,
    "http_502_html": ServerFailed,
    "http_503": ServerFailed,
    "http_429": RateLimited,
    "code_1600200": RateLimited,
    "points_exhausted": QuotaUsedUp,
    "broken_json": UnexpectedResponse,
    "html_200": Offline,
    "null_answer": UnexpectedResponse,
    "empty_body": UnexpectedResponse,
    "huge": UnexpectedResponse,
    "refuse": Refused,
    "verdictless": UnexpectedResponse,
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_of_create(name: str) -> None:
    with FaultyServer(pace=0, life=False) as server:
        practice = Practice(server, deadline=0.5)
        draft = practice.draft()
        server.scenarios.arm(name, endpoint="disputes/create")
        with pytest.raises(FAULTS[name]) as caught:
            practice.api.disputes.create(ORDER, draft)
        # Where CJ may have acted the error must not say that it did not.
        is_certain = FAULTS[name] in (RateLimited, QuotaUsedUp, Refused)
        assert caught.value.not_processed is is_certain
        practice.api.close()


@pytest.mark.parametrize(
    "name", ["reset_before", "http_500", "http_502_html", "code_1600200", "http_429"]
)
def test_faults_of_reads_pass_unnoticed(practice: Practice, name: str) -> None:
    practice.server.scenarios.arm(name, endpoint="disputes/getDisputeList", times=2)
    assert practice.api.disputes.page().disputes


def test_the_pace_of_one_a_second_is_never_too_fast() -> None:
    with FaultyServer(pace=20, life=False) as server:
        practice = Practice(server, pace=RateLimiter(20))
        for _ in range(6):
            practice.api.disputes.page(1, 1)
        practice.api.close()
        assert [each.answered_code for each in server.record.requests] == [200] * 7
