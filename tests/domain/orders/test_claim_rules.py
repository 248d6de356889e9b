"""Each row of the rules, and where one gives way to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from app.domain.days import days_since
from app.domain.disputes.disputes import Dispute, Outcome
from app.domain.disputes.reasons import ReasonFamily
from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.orders.claim_rules import SOURCES, judge, limit_for
from app.domain.orders.claims import (
    ClaimRule,
    Confidence,
    Judgement,
    Silence,
    Source,
    TrackedOrder,
    Verdict,
    WaitLimit,
)
from app.domain.orders.orders import (
    OrderedProduct,
    OrderFacts,
    OrderStage,
    Tracking,
    TrackingEvent,
    stage_of,
)
from app.domain.orders.orders import TrackingEventKind as Kind

TODAY = date(2026, 11, 28)
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
PRODUCTS = (
    OrderedProduct(LineItemId("L1"), "V1", 2, Decimal("5.25")),
    OrderedProduct(LineItemId("L2"), "V2", 1, Decimal("3.00")),
)


def _at(days: int | None) -> datetime | None:
    return None if days is None else NOON - timedelta(days=days)


def _parcel(*events: tuple[Kind, int], status: str = "En Route", number: str = "YT1") -> Tracking:
    told = tuple(TrackingEvent(TODAY - timedelta(days=days), kind) for kind, days in events)
    return Tracking(number, "CJPacket", status, None, events=told)


def _order(
    status: str = "SHIPPED",
    *parcels: Tracking,
    paid: int | None = 30,
    left: int | None = None,
    number: str = "YT1",
    country: str = "DE",
    facts: dict[str, Any] | None = None,
    **more: Any,
) -> TrackedOrder:
    told = OrderFacts(
        *(OrderId("SD1"), (), OrderNumber("1"), status),
        paid=_at(paid),
        dispatched=_at(left),
        country=country,
        tracking_number=number,
        carrier="CJPacket Ordinary",
        amount=Decimal("20.00"),
        products=PRODUCTS,
    )
    known: dict[str, Any] = {"looked": NOON, "tracking_looked": NOON if parcels else None}
    return TrackedOrder(replace(told, **(facts or {})), parcels, **(known | more))


def _unsent(paid: int | None, **more: Any) -> TrackedOrder:
    return _order("UNSHIPPED", paid=paid, number="", **more)


def _dispute(status: str = "Processing", outcome: Outcome | None = None) -> Dispute:
    return Dispute(DisputeId("SH1"), status, "", outcome, None, None, "", None)


MOVING = _parcel((Kind.MOVING, 2))
LABEL = _parcel((Kind.LABEL, 3), status="Processing")
V, R, F = Verdict, ClaimRule, ReasonFamily
ROWS: list[tuple[str, TrackedOrder, Verdict, ClaimRule, ReasonFamily | None, Confidence]] = [
    ("1 never paid", _unsent(None), V.NOTHING_TO_DO, R.NOT_PAID, None, HIGH),
    ("1 deleted", _order("TRASH"), V.NOTHING_TO_DO, R.NOT_PAID, None, HIGH),
    ("2 open", _order(disputes=(_dispute(),)), V.IN_DISPUTE, R.DISPUTED, None, HIGH),
    (
        "2 decided",
        _order(disputes=(_dispute(outcome=Outcome.REJECT),)),
        *(V.DECIDED, R.DISPUTED, None, HIGH),
    ),
    (
        "2 a flag",
        _order(facts={"is_marked_disputed": True}),
        *(V.IN_DISPUTE, R.DISPUTED, None, MEDIUM),
    ),
    (
        "2 a number that is not listed",
        _order(disputes=(_dispute("Cancelled"),), facts={"dispute_id": DisputeId("SH9")}),
        *(V.IN_DISPUTE, R.DISPUTED, None, MEDIUM),
    ),
    (
        "2 withdrawn",
        _order("SHIPPED", MOVING, left=20, disputes=(_dispute("Cancelled"),)),
        *(V.WAIT, R.WITHIN_THE_LIMIT, F.NOT_RECEIVED, MEDIUM),
    ),
    (
        "3",
        _order("CANCELLED", number="", paid=8),
        *(V.LOOK_IN_WALLET, R.CLOSED_UNREFUNDED, F.OUT_OF_STOCK, MEDIUM),
    ),
    (
        "3 within three working days",
        _order("CLOSED", number="", paid=2),
        *(V.WAIT, R.CLOSED_UNREFUNDED, F.OUT_OF_STOCK, MEDIUM),
    ),
    ("4", _order("CLOSED", MOVING, left=80), V.TOO_LATE, R.CLOSED, None, HIGH),
    ("4 refunded", _order("CLOSED", refund_known=True), V.TOO_LATE, R.CLOSED, None, HIGH),
    ("5 from 0", _unsent(6), V.CANCELLABLE, R.NOT_SHIPPED, F.CANCEL, HIGH),
    ("5 from 7", _unsent(7), V.WATCH, R.NOT_SHIPPED, F.CANCEL, LOW),
    ("5 from 12", _unsent(12), V.CLAIM_NOW, R.NOT_SHIPPED, F.CANCEL, MEDIUM),
    ("6 below 7", _order("SHIPPED", LABEL, paid=6), V.WAIT, R.LABEL_ONLY, F.NO_TRACKING, MEDIUM),
    ("6 from 7", _order("SHIPPED", LABEL, paid=7), V.WATCH, R.LABEL_ONLY, F.NO_TRACKING, MEDIUM),
    (
        "6 from 12",
        _order("UNSHIPPED", LABEL, paid=12),
        *(V.CLAIM_NOW, R.LABEL_ONLY, F.NO_TRACKING, MEDIUM),
    ),
    (
        "6 not told of",
        _order("UNSHIPPED", paid=40),
        *(V.WATCH, R.LABEL_ONLY, F.NO_TRACKING, LOW),
    ),
    (
        "7 lost",
        _order("SHIPPED", _parcel((Kind.LOST, 1), (Kind.MOVING, 9)), left=10),
        *(V.CLAIM_NOW, R.LOST_OR_DAMAGED, F.NOT_RECEIVED, MEDIUM),
    ),
    (
        "7 damaged",
        _order("SHIPPED", _parcel((Kind.DAMAGED, 1)), left=10),
        *(V.CLAIM_NOW, R.LOST_OR_DAMAGED, F.DAMAGED, MEDIUM),
    ),
    (
        "7 found again",
        _order("SHIPPED", _parcel((Kind.MOVING, 1), (Kind.LOST, 4)), left=10),
        *(V.WAIT, R.WITHIN_THE_LIMIT, F.NOT_RECEIVED, MEDIUM),
    ),
    (
        "8",
        _order("SHIPPED", _parcel((Kind.RETURNED, 1), (Kind.ATTEMPTED, 9)), left=15),
        *(V.CLAIM_NOW, R.RETURNED, F.RETURNED, MEDIUM),
    ),
    (
        "9 below 7",
        _order("SHIPPED", _parcel((Kind.WAITING, 6)), left=90),
        *(V.WAIT, R.BUYER_MUST_ACT, None, MEDIUM),
    ),
    (
        "9 from 7",
        _order("SHIPPED", _parcel((Kind.CUSTOMS, 7)), left=90),
        *(V.WATCH, R.BUYER_MUST_ACT, None, MEDIUM),
    ),
    (
        "10",
        _order("SHIPPED", MOVING, left=61),
        *(V.CLAIM_NOW, R.OVER_THE_LIMIT, F.NOT_RECEIVED, MEDIUM),
    ),
    (
        "11",
        _order("SHIPPED", MOVING, left=60),
        *(V.WAIT, R.WITHIN_THE_LIMIT, F.NOT_RECEIVED, MEDIUM),
    ),
    (
        "12 within",
        _order("SHIPPED", _parcel(status="In transit"), paid=71),
        *(V.WAIT, R.SHIP_DAY_UNKNOWN, F.NOT_RECEIVED, LOW),
    ),
    (
        "12 over",
        _order("SHIPPED", _parcel(status="In transit"), paid=72),
        *(V.CLAIM_NOW, R.SHIP_DAY_UNKNOWN, F.NOT_RECEIVED, LOW),
    ),
    (
        "13",
        _order("DELIVERED", _parcel((Kind.DELIVERED, 45)), left=60),
        *(V.DELIVERED, R.DELIVERED, None, HIGH),
    ),
    (
        "13 too late",
        _order("DELIVERED", _parcel((Kind.DELIVERED, 46)), left=60),
        *(V.TOO_LATE, R.DELIVERED, None, LOW),
    ),
    ("14", _order(number="", left=90), V.NOT_COVERED, R.UNTRACKED, None, MEDIUM),
    ("an unknown word", _order("ON HOLD", number=""), V.NOT_KNOWN, R.STALE, None, LOW),
]


@pytest.mark.parametrize(
    ("order", "verdict", "rule", "family", "sure"),
    [each[1:] for each in ROWS],
    ids=[each[0] for each in ROWS],
)
def test_each_row_of_the_rules(
    order: TrackedOrder,
    verdict: Verdict,
    rule: ClaimRule,
    family: ReasonFamily | None,
    sure: Confidence,
) -> None:
    found = judge(order, TODAY)
    assert (found.verdict, found.rule) == (verdict, rule)
    assert (found.family, found.confidence) == (family, sure)


def test_every_rule_names_its_source() -> None:
    assert set(SOURCES) == set(ClaimRule)
    assert SOURCES[ClaimRule.OVER_THE_LIMIT] is Source.ARTICLE_120


def test_working_days_leave_out_the_weekend() -> None:
    # 2026-11-28 is a Saturday: three working days after Wednesday are over on Monday.
    order = _order("CLOSED", number="", paid=3)
    assert judge(order, TODAY).first_day == date(2026, 11, 30)
    sunday, monday = (
        judge(replace(order, looked=NOON + timedelta(days=days)), TODAY + timedelta(days=days))
        for days in (1, 2)
    )
    assert (sunday.verdict, monday.verdict) == (Verdict.WAIT, Verdict.LOOK_IN_WALLET)


@pytest.mark.parametrize(
    ("country", "carrier", "limit"),
    [
        ("US", "CJPacket Ordinary", WaitLimit.USA),
        ("United States of America (the)", "", WaitLimit.USA),
        ("BR", "CJPacket Liquid Line", WaitLimit.BRAZIL),
        ("DE", "CJPacket Liquid Line", WaitLimit.SLOW_LINE),
        ("US", "China Post Registered Air Mail", WaitLimit.SLOW_LINE),
        ("FR", "China Post", WaitLimit.GENERAL),
        ("", "", WaitLimit.GENERAL),
    ],
)
def test_the_published_number_of_days(country: str, carrier: str, limit: WaitLimit) -> None:
    assert limit_for(country, carrier) is limit
    order = _order("SHIPPED", MOVING, left=limit, country=country, facts={"carrier": carrier})
    found = judge(order, TODAY)
    assert (found.limit, found.days_over) == (limit, 0)
    assert found.first_day == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "silence"),
    [
        (7, None),
        (8, Silence.QUIET),
        (20, Silence.QUIET),
        (21, Silence.MAYBE_LOST),
        (30, Silence.MAYBE_LOST),
        (31, Silence.DEAD),
    ],
)
def test_a_silence_has_a_day_of_slack(days: int, silence: Silence | None) -> None:
    order = _order("SHIPPED", _parcel((Kind.MOVING, days)), left=40)
    assert judge(order, TODAY).silence is silence


def test_a_delivered_order_is_closing_before_it_ends() -> None:
    found = [
        judge(_order("DELIVERED", _parcel((Kind.DELIVERED, days))), TODAY)
        for days in (37, 38, 45, 46)
    ]
    assert [each.is_closing for each in found] == [False, True, True, False]
    assert found[1].last_day == TODAY + timedelta(days=7)


def test_a_delivery_time_counts_only_where_the_status_says_delivered() -> None:
    parcel = replace(_parcel(status="In transit"), delivered=_at(60))
    assert judge(_order("SHIPPED", parcel, left=70), TODAY).verdict is Verdict.CLAIM_NOW
    arrived = replace(parcel, status="Delivered", delivered=_at(50))
    assert judge(_order("SHIPPED", arrived, left=70), TODAY).verdict is Verdict.TOO_LATE


@pytest.mark.parametrize("status", ["Undelivered", "To be delivered", "Not delivered", "未妥投"])
def test_a_word_that_only_looks_like_delivered_is_none(status: str) -> None:
    order = _order("SHIPPED", _parcel((Kind.MOVING, 30), status=status), left=70)
    assert judge(order, TODAY).verdict is Verdict.CLAIM_NOW


@pytest.mark.parametrize(
    ("order_says", "tracking_says", "disagree"),
    [
        ("DELIVERED", Kind.DELIVERED, False),
        ("DELIVERED", Kind.MOVING, True),
        ("DELIVERED", Kind.CUSTOMS, True),
        ("SHIPPED", Kind.DELIVERED, True),
        ("DELIVERED", Kind.RETURNED, True),
    ],
)
def test_sources_that_disagree_about_the_delivery(
    order_says: str,
    tracking_says: Kind,
    disagree: bool,  # noqa: FBT001 - a table column
) -> None:
    found = judge(_order(order_says, _parcel((tracking_says, 9)), left=30), TODAY)
    assert found.sources_disagree is disagree
    is_return = tracking_says is Kind.RETURNED
    assert found.rule is (ClaimRule.RETURNED if is_return else ClaimRule.DELIVERED)


def _of_two(first: Tracking | None, second: Tracking | None, **more: Any) -> Judgement:
    parcels = [each for each in (first, second) if each]
    return judge(_order("SHIPPED", *parcels, number="YT1, LP2", **more), TODAY)


def test_the_worst_of_several_parcels_decides() -> None:
    arrived = _parcel((Kind.DELIVERED, 30))
    lost = _parcel((Kind.LOST, 5), number="LP2")
    found = _of_two(arrived, lost, left=40)
    assert (found.rule, found.is_part) == (ClaimRule.LOST_OR_DAMAGED, True)
    late = _of_two(arrived, _parcel((Kind.MOVING, 30), number="LP2"), left=70)
    assert (late.rule, late.is_part) == (ClaimRule.OVER_THE_LIMIT, True)
    both = _of_two(arrived, replace(arrived, tracking_number="LP2"), left=40)
    assert (both.rule, both.is_part) == (ClaimRule.DELIVERED, False)
    untold = _of_two(arrived, None, left=70)
    assert (untold.rule, untold.is_part) == (ClaimRule.OVER_THE_LIMIT, True)


def test_a_parcel_is_known_by_either_of_its_numbers() -> None:
    other = replace(_parcel((Kind.DELIVERED, 3), number="LP9"), other_number="yt1")
    assert judge(_order("SHIPPED", other, left=40), TODAY).verdict is Verdict.DELIVERED
    foreign = _parcel((Kind.DELIVERED, 3), number="XX5")
    assert judge(_order("SHIPPED", foreign, left=40), TODAY).verdict is Verdict.WAIT


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ({}, "13.50"),
        ({"postage": Decimal("2.40")}, "15.90"),
        ({"products": (*PRODUCTS, OrderedProduct(LineItemId("L3"), "V3", 1, None))}, "20.00"),
        ({"products": (*PRODUCTS, OrderedProduct(LineItemId("L3"), "V3", 0, Decimal(9)))}, "20.00"),
        ({"products": ()}, "20.00"),
        ({"products": (), "amount": None}, None),
    ],
)
def test_the_money_is_price_by_quantity_with_postage(
    facts: dict[str, Any], amount: str | None
) -> None:
    found = judge(_order("SHIPPED", MOVING, left=70, facts=facts), TODAY)
    assert found.amount == (None if amount is None else Decimal(amount))


def test_cjs_own_yes_overrules_what_ends_a_claim() -> None:
    late = _order("DELIVERED", _parcel((Kind.DELIVERED, 90)), can_dispute=True)
    found = judge(late, TODAY)
    assert (found.verdict, found.rule, found.last_day) == (
        *(Verdict.DELIVERED, ClaimRule.CJ_ALLOWS),
        None,
    )
    closed = judge(_order("CLOSED", MOVING, left=80, can_dispute=True), TODAY)
    assert (closed.verdict, closed.rule) == (Verdict.CLAIM_NOW, ClaimRule.OVER_THE_LIMIT)
    untracked = judge(_order(number="", left=70, can_dispute=True), TODAY)
    assert untracked.verdict is Verdict.CLAIM_NOW
    healthy = judge(_order("SHIPPED", LABEL, paid=8, can_dispute=True), TODAY)
    assert healthy.verdict is Verdict.WATCH  # that it may be claimed is no reason to


@pytest.mark.parametrize(
    ("order", "is_refused"),
    [
        (_order("SHIPPED", MOVING, left=80), True),
        (_unsent(3), True),
        (_order("DELIVERED", _parcel((Kind.DELIVERED, 3))), True),
        (_order("SHIPPED", MOVING, left=8), False),
        (_order(disputes=(_dispute(),)), False),
        (_order("CLOSED", number="", paid=20), False),
    ],
)
def test_cjs_own_no_leaves_nothing_to_claim(
    order: TrackedOrder,
    is_refused: bool,  # noqa: FBT001 - a table column
) -> None:
    found, free = judge(replace(order, can_dispute=False), TODAY), judge(order, TODAY)
    assert (found.rule is ClaimRule.CJ_REFUSES) is is_refused
    assert found.verdict is (Verdict.NOT_COVERED if is_refused else free.verdict)


def test_facts_are_fresh_for_two_days() -> None:
    order = _order("SHIPPED", MOVING, left=60)
    fresh, stale = (judge(order, TODAY + timedelta(days=days)) for days in (2, 3))
    assert (fresh.verdict, fresh.as_of) == (Verdict.CLAIM_NOW, None)
    assert (stale.verdict, stale.as_of) == (Verdict.WAIT, NOON)


def test_a_parcel_that_cj_is_silent_about_is_an_outage_for_two_weeks_and_no_longer() -> None:
    order = _order("SHIPPED", MOVING, left=50)
    found = []
    for days in (14, 15):
        later = TODAY + timedelta(days=days)
        found.append(judge(replace(order, looked=NOON + timedelta(days=days)), later))
    assert [each.verdict for each in found] == [Verdict.WAIT, Verdict.CLAIM_NOW]
    assert [each.confidence for each in found] == [Confidence.MEDIUM, Confidence.LOW]
    assert {each.as_of for each in found} == {NOON}


def test_what_arrived_needs_no_fresh_tracking() -> None:
    order = _order("DELIVERED", _parcel((Kind.DELIVERED, 10)), tracking_looked=_at(9))
    assert judge(order, TODAY).as_of is None


def test_its_row_of_the_list_alone_tells_too_little() -> None:
    for status in ("UNSHIPPED", "SHIPPED", "CLOSED", "CANCELLED"):
        bare = _order(status, paid=None, number="", looked=None)
        assert judge(bare, TODAY).verdict is Verdict.NOT_KNOWN
    assert judge(_order("UNPAID", looked=None), TODAY).verdict is Verdict.NOTHING_TO_DO
    assert judge(_order("DELIVERED", looked=None), TODAY).verdict is Verdict.DELIVERED


def test_a_day_at_the_end_of_time_is_no_crash() -> None:
    order = _order(facts={"dispatched": datetime(9999, 12, 30, tzinfo=UTC)})
    assert judge(order, TODAY).first_day == date.max


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("Pending", OrderStage.NOT_SHIPPED),
        ("In Cart", OrderStage.NOT_PAID),
        ("COMPLETED", OrderStage.DELIVERED),
        ("closed", OrderStage.CLOSED),
        ("TRASH", OrderStage.DELETED),
        ("Canceled", OrderStage.CANCELLED),
        ("Something new", OrderStage.OTHER),
        ("", OrderStage.OTHER),
    ],
)
def test_stages_of_cjs_words(status: str, stage: OrderStage) -> None:
    assert stage_of(status) is stage


@pytest.mark.parametrize("hours", [8, -8, 14, 0])
def test_days_are_those_of_utc_wherever_times_were_written(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    sent = datetime(2026, 10, 1, 23, 59, 59, tzinfo=UTC).astimezone(zone)
    assert days_since(sent, datetime(2026, 10, 1, 23, 59, 59, tzinfo=UTC)) == 0
    assert days_since(sent, datetime(2026, 10, 2, tzinfo=UTC)) == 1
    assert days_since(sent, datetime(2026, 11, 15, tzinfo=UTC).astimezone(zone)) == 45
    order = _order(facts={"dispatched": sent}, looked=NOON.astimezone(zone))
    assert judge(order, TODAY).first_day == date(2026, 12, 1)
