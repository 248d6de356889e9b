"""When to claim: estimates with their rule, and dates only from what is known or asked for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QPushButton

from app.domain.disputes import Reason
from app.domain.errors import NotFound, SignInRequired
from app.domain.filing import REASON, REVIEW
from app.domain.ids import OrderId, OrderNumber
from app.domain.orders import OrderFacts, Tracking
from app.domain.reasons import ReasonFamily
from app.domain.templates import context_of
from app.services.parcels import Parcel
from app.ui.filing.pages.checklist_card import claim_estimate, claim_warning, parcel_sentences
from tests.builders import DAMAGED, LATE, draft, terms
from tests.ui.filing.stage import FakeDesk, FakeFiling, MakeStage, Stage

CANCEL = Reason(1, "Unfulfilled Order Cancellation")


def _parcel(
    days: int | None,
    *,
    country: str = "US",
    status: str = "",
    delivered_days: int | None = None,
    tracking: str = "CJ1",
) -> Parcel:
    now = datetime.now(UTC)
    facts = OrderFacts(
        OrderId("SD2611200001234567"),
        (),
        OrderNumber("1001"),
        "SHIPPED",
        dispatched=None if days is None else now - timedelta(days=days),
        country=country,
        tracking_number=tracking,
    )
    delivered = None if delivered_days is None else now - timedelta(days=delivered_days)
    rows = (Tracking("CJ1", "CJPacket", status, delivered),) if status else ()
    return Parcel(facts, rows, context_of(facts, now))


def _open(make_stage: MakeStage, reason: Reason, desk: FakeDesk) -> Stage:
    desk.filing = FakeFiling(answer=terms(DAMAGED, LATE, CANCEL))
    stage: Stage = make_stage(desk=desk, draft=replace(draft(reason=reason), step=REASON))
    return stage


def test_nothing_is_asked_of_cj_by_itself(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    stage = _open(make_stage, LATE, desk)
    assert stage.has(QPushButton, "Get the dispatch date")
    assert not stage.says("Estimate")
    assert desk.parcels.fetched == 0


def test_the_dates_are_fetched_on_demand_and_named_with_their_rule(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.parcels.at_cj = _parcel(60, status="In transit")
    stage = _open(make_stage, LATE, desk)
    stage.press("Get the dispatch date")
    assert desk.parcels.fetched == 1
    assert stage.says("60 days ago")
    assert stage.says("Tracking: In transit.")
    assert stage.says("CJ's rule: 45 days after dispatch to the USA, read 22 Nov 2026")
    assert not stage.says("Probably too")
    assert not stage.has(QPushButton, "Get the dispatch date")


def test_what_is_known_already_is_shown_and_speaks_in_the_message(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.parcels.here = _parcel(20)
    desk.filing = FakeFiling(answer=terms(LATE, DAMAGED))
    stage: Stage = make_stage(desk=desk)
    stage.to_reason()
    stage.dialog._choose_by_number(0)
    message = stage.message.toPlainText()
    assert "It was dispatched 20 days ago. The tracking number is CJ1." in message
    assert stage.says("Probably too early: CJ may ask you to wait until ")
    assert stage.has(QPushButton, "Get the tracking status")


def test_a_message_of_ones_own_is_left_alone(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.parcels.at_cj = _parcel(20, status="In transit")
    stage = _open(make_stage, LATE, desk)
    stage.press("Get the dispatch date")
    assert stage.dialog.draft.message == draft().message


def test_delivered_by_tracking_is_worth_a_warning(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.parcels.here = _parcel(60, status="Delivered", delivered_days=5)
    stage = _open(make_stage, LATE, desk)
    assert stage.says("Tracking says delivered: CJ normally refuses")
    assert stage.says("45 days after delivery")
    stage.press("Next")
    assert stage.page == REVIEW


def test_damage_may_be_claimed_until_a_day(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.parcels.here = _parcel(400, status="Delivered", delivered_days=300)
    stage = _open(make_stage, DAMAGED, desk)
    assert stage.says("Estimate: until ")
    assert stage.says("Probably too late. CJ alone decides.")


def test_cancelling_what_has_left_is_worth_a_warning(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.parcels.here = _parcel(2)
    stage = _open(make_stage, CANCEL, desk)
    assert stage.says("The order has been dispatched")
    assert not stage.says("Estimate")


def test_an_order_without_a_date_says_so(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.parcels.at_cj = _parcel(None, tracking="")
    stage = _open(make_stage, LATE, desk)
    stage.press("Get the dispatch date")
    assert stage.says("CJ gives no dispatch date for this order.")
    assert not stage.has(QPushButton, "Get the dispatch date")


def test_a_failure_is_told_beside_the_button(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.parcels.errors = [NotFound()]
    stage = _open(make_stage, LATE, desk)
    stage.press("Get the dispatch date")
    assert stage.says("CJ knows no such order")
    stage.press("Get the dispatch date")
    assert desk.parcels.fetched == 2


def test_a_dead_token_asks_for_a_sign_in_and_goes_on(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.parcels.errors = [SignInRequired()]
    desk.parcels.at_cj = _parcel(60, status="In transit")
    stage = _open(make_stage, LATE, desk)
    stage.press("Get the dispatch date")
    assert len(stage.sign_ins) == 1
    stage.dialog.resume_after_sign_in()
    assert stage.says("60 days ago")


@pytest.fixture(params=["America/Los_Angeles", "Asia/Shanghai", "UTC"])
def _zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system's zone cannot be changed for one process")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_zone")
@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 14, 23, 59, 59, tzinfo=UTC), "Probably too early"),
        (datetime(2026, 11, 15, tzinfo=UTC), ""),
        (datetime(2026, 12, 30, 23, 59, 59, tzinfo=UTC), ""),
        (datetime(2026, 12, 31, tzinfo=UTC), "Probably too late"),
    ],
)
@pytest.mark.parametrize("hour", [0, 23])
def test_a_deadline_is_the_same_day_everywhere(now: datetime, said: str, hour: int) -> None:
    sent = datetime(2026, 10, 1, hour, 30, tzinfo=UTC)
    facts = OrderFacts(
        OrderId("SD1"), (), OrderNumber("1"), "SHIPPED", dispatched=sent, country="US"
    )
    parcel = Parcel(facts, (), context_of(facts, now))
    warning = claim_warning(ReasonFamily.NOT_RECEIVED, parcel, now)
    assert warning.startswith(said)
    assert bool(warning) is bool(said)
    estimate = claim_estimate(ReasonFamily.NOT_RECEIVED, parcel)
    assert "from 15 Nov 2026 to 30 Dec 2026" in estimate
    days = (now.date() - sent.date()).days
    assert parcel_sentences(parcel) == (f"Dispatched 1 Oct 2026, {days} days ago.",)
