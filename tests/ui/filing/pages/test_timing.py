"""When to claim: estimates with their rule, and dates only from what is known or asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.disputes.disputes import Reason
from app.domain.disputes.reasons import ReasonFamily
from app.domain.errors import NotFound, SignInRequired
from app.domain.filing.filing import REASON, REVIEW
from app.domain.filing.templates import context_of
from app.domain.ids import OrderId, OrderNumber
from app.domain.orders.orders import OrderFacts, Tracking
from app.services.orders.parcels import Parcel
from app.ui.filing.pages.claim_advice import claim_estimate, claim_warning
from app.ui.messages.parcels import parcel_sentences
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
        paid=now - timedelta(days=(days or 0) + 2),
        dispatched=None if days is None else now - timedelta(days=days),
        country=country,
        tracking_number=tracking,
    )
    delivered = None if delivered_days is None else now - timedelta(days=delivered_days)
    rows = (Tracking("CJ1", "CJPacket", status, delivered),) if status else ()
    return Parcel(facts, rows, context_of(facts, now), now, now if rows else None)


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


def test_the_dates_are_fetched_on_demand_and_named_with_their_rule(
    heard: list[str], make_stage: MakeStage, qtbot: QtBot
) -> None:
    desk = FakeDesk()
    desk.parcels.at_cj = _parcel(60, status="In transit")
    stage = _open(make_stage, LATE, desk)
    heard.clear()
    stage.press("Get the dispatch date")
    assert desk.parcels.fetched == 1
    assert stage.says("60 days ago")
    qtbot.waitUntil(lambda: len(heard) > 1)
    assert heard[0] == "Asking CJ…"
    assert re.search("60 days ago.* Tracking CJ1: In transit.*CJ's rule: 45 days", heard[1])
    assert stage.says("Tracking CJ1: In transit.")
    assert stage.says("CJ's rule: 45 days after dispatch to the USA.")
    assert stage.says("Estimate (fairly sure). Source: CJ's article 120")
    assert stage.says("read 22 Nov 2026")
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
    assert stage.says("Delivered more than 45 days ago.")
    assert stage.says("The order and its tracking disagree about the delivery.")
    assert stage.says("Estimate (not sure).")
    assert stage.says("Probably too late. CJ alone decides.")


def test_damage_on_the_way_may_be_claimed_for_some_time_after_delivery(
    make_stage: MakeStage,
) -> None:
    desk = FakeDesk()
    desk.parcels.here = _parcel(300, status="In transit")
    stage = _open(make_stage, DAMAGED, desk)
    assert stage.says("Estimate: until 45 days after delivery")
    assert not stage.says("Probably too")


def test_what_was_paid_and_never_sent_can_be_cancelled(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    parcel = _parcel(None, tracking="")
    assert parcel.facts
    waiting = replace(parcel.facts, status="UNSHIPPED", sub_status="PROCESSING")
    desk.parcels.here = replace(parcel, facts=waiting)
    stage = _open(make_stage, CANCEL, desk)
    assert stage.says("Paid and not sent yet: it can be cancelled.")
    assert stage.says("a refund is not certain")
    assert not stage.says("The order has been dispatched")


def test_old_facts_are_told_as_of_their_day_and_dates_go_on(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    parcel = _parcel(60, status="In transit")
    assert parcel.looked
    old = parcel.looked - timedelta(days=30)
    desk.parcels.here = replace(parcel, looked=old, tracking_looked=old)
    stage = _open(make_stage, LATE, desk)
    assert stage.says("On its way: it can be claimed from")
    assert stage.says("As of ")
    assert not stage.says("Probably too early")


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
    assert stage.says("CJ lists no such order")
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
def _zone(request: pytest.FixtureRequest, in_zone: Callable[[str], None]) -> None:
    in_zone(request.param)


@pytest.mark.usefixtures("_zone")
@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 15, 23, 59, 59, tzinfo=UTC), "Probably too early"),
        (datetime(2026, 11, 16, tzinfo=UTC), ""),
        (datetime(2027, 11, 16, tzinfo=UTC), ""),
    ],
)
@pytest.mark.parametrize("hour", [0, 23])
def test_a_first_day_is_the_same_everywhere(now: datetime, said: str, hour: int) -> None:
    sent = datetime(2026, 10, 1, hour, 30, tzinfo=UTC)
    facts = OrderFacts(
        *(OrderId("SD1"), (), OrderNumber("1"), "SHIPPED"),
        dispatched=sent,
        country="US",
        tracking_number="CJ1",
    )
    parcel = Parcel(facts, (), context_of(facts, now), now)
    warning = claim_warning(ReasonFamily.NOT_RECEIVED, parcel, now)
    assert warning.startswith(said)
    assert bool(warning) is bool(said)
    if said:
        estimate = claim_estimate(ReasonFamily.NOT_RECEIVED, parcel, now)
        assert "from 16 Nov 2026" in estimate
        assert "16 Nov 2026" in warning
    days = (now.date() - sent.date()).days
    assert parcel_sentences(parcel) == (
        f"Dispatched 1 Oct 2026, {days} days ago.",
        "Not delivered, as far as CJ says.",
        "Tracking CJ1: CJ has no news of it yet.",
    )


@pytest.mark.usefixtures("_zone")
@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC), ""),
        (datetime(2026, 11, 25, tzinfo=UTC), "Probably too late"),
    ],
)
@pytest.mark.parametrize("hour", [0, 23])
def test_a_last_day_is_the_same_everywhere(now: datetime, said: str, hour: int) -> None:
    arrived = datetime(2026, 10, 10, hour, 30, tzinfo=UTC)
    facts = OrderFacts(
        *(OrderId("SD1"), (), OrderNumber("1"), "DELIVERED"), tracking_number="CJ1", country="US"
    )
    tracking = (Tracking("CJ1", "CJPacket", "Delivered", arrived),)
    parcel = Parcel(facts, tracking, context_of(facts, now), now, now)
    assert claim_warning(ReasonFamily.DAMAGED, parcel, now).startswith(said)
    estimate = claim_estimate(ReasonFamily.DAMAGED, parcel, datetime(2026, 11, 1, tzinfo=UTC))
    assert "until 24 Nov 2026, 45 days after delivery" in estimate
    assert parcel_sentences(parcel)[1] == "Delivered 10 Oct 2026."
