"""The rules by which an order is judged, and the judging. Pure; CJ alone decides.

The rules are a table: which comes first is decided by `_settled`, `_by_tracking` and `_by_dates`,
and what follows from each, with its family, source and how sure it is, stands in its row; days of
waiting by country and carrier are `WaitLimit`s.
CJ's texts disagree in places and name no last day for a parcel that did not arrive, so no date here
ever blocks anything.

Days are days of UTC, so that a judgement is the same wherever it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

from app.domain.disputes.reasons import ReasonFamily
from app.domain.disputes.state import decision, is_open
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
from app.domain.orders.orders import OrderFacts, OrderStage, Tracking, TrackingEventKind, stage_of

READ_ON = date(2026, 11, 22)
"""When CJ's texts were read."""
FIRST_SCAN_DAYS = 11
"""The longest way of a healthy order from its payment to the first scan."""
WATCH_DAYS, PUSH_DAYS = 7, 12
"""Days after the payment from which a parcel that did not leave is watched, and claimed."""
CLOSING_DAYS, ENDING_DAYS = 38, 45
"""Days after the delivery until CJ completes an order, and until it closes it."""
REFUND_DAYS = 3
"""Working days in which CJ refunds what it closed by itself."""
NOT_ARRIVED = frozenset(
    {
        ReasonFamily.NOT_RECEIVED,
        ReasonFamily.DELAYED,
        ReasonFamily.NO_TRACKING,
        ReasonFamily.FROZEN,
        ReasonFamily.RETURNED,
    }
)
"""The families that say that the parcel did not arrive, and so have to wait for it."""

_FRESH_DAYS = 2
"""How old facts may be before a judgement is only "as of" their day."""
_TRACKING_GONE_DAYS = 14
"""Of a parcel about which CJ is silent for longer, while it tells of the order, it is no outage."""
_SLACK = 1
"""Days by which two days of different places may differ."""
_SILENCES = ((30, Silence.DEAD), (20, Silence.MAYBE_LOST), (7, Silence.QUIET))
_LAST_ORDINAL = date.max.toordinal()
_NONE = Decimal(0)


_Said = tuple[ClaimRule, Verdict, Confidence]


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A row of the table: what it says, and what once so many days are over."""

    source: Source
    first: _Said
    watched: _Said | None = None
    """What it says from `WATCH_DAYS` on."""
    beyond: _Said | None = None
    """What it says once the limit is passed."""
    family: ReasonFamily | None = None
    limit: int | None = None
    """The days after which it can be claimed; None where no day counts."""
    slack: int = 0
    is_wait: bool = False
    """The limit is the one of line and country."""
    is_end: bool = False
    """The limit is the last day to claim, and not the first."""
    has_amount: bool = True
    """Something can be claimed, now or later."""
    tells_of_delivery: bool = False
    """Order and tracking may disagree about it."""


_V, _C, _R, _S = Verdict, Confidence, ClaimRule, Source
_STALE, _NOT_PAID, _IN_DISPUTE, _UNLISTED_DISPUTE, _DECIDED, _CJ_REFUSES = (
    _Row(_S.CJ_ITSELF, said, has_amount=False)
    for said in (
        (_R.STALE, _V.NOT_KNOWN, _C.LOW),
        (_R.NOT_PAID, _V.NOTHING_TO_DO, _C.HIGH),
        (_R.DISPUTED, _V.IN_DISPUTE, _C.HIGH),
        (_R.DISPUTED, _V.IN_DISPUTE, _C.MEDIUM),
        (_R.DISPUTED, _V.DECIDED, _C.HIGH),
        (_R.CJ_REFUSES, _V.NOT_COVERED, _C.HIGH),
    )
)
_CJ_ALLOWS = _Row(_S.CJ_ITSELF, (_R.CJ_ALLOWS, _V.WATCH, _C.HIGH))
_CLOSED = _Row(_S.OLDER_TEXT, (_R.CLOSED, _V.TOO_LATE, _C.HIGH), has_amount=False)
_UNTRACKED = _Row(_S.ARTICLE_120, (_R.UNTRACKED, _V.NOT_COVERED, _C.MEDIUM), has_amount=False)
_CLOSED_UNREFUNDED = _Row(
    _S.REFUND_TEXT,
    first=(_R.CLOSED_UNREFUNDED, _V.WAIT, _C.MEDIUM),
    beyond=(_R.CLOSED_UNREFUNDED, _V.LOOK_IN_WALLET, _C.MEDIUM),
    family=ReasonFamily.OUT_OF_STOCK,
    limit=0,
)
_NOT_SHIPPED = _Row(
    _S.ARTICLE_172,
    first=(_R.NOT_SHIPPED, _V.CANCELLABLE, _C.HIGH),
    watched=(_R.NOT_SHIPPED, _V.WATCH, _C.LOW),
    beyond=(_R.NOT_SHIPPED, _V.CLAIM_NOW, _C.MEDIUM),
    family=ReasonFamily.CANCEL,
    limit=PUSH_DAYS,
)
_LABEL_ONLY = _Row(
    _S.MEASURED,
    first=(_R.LABEL_ONLY, _V.WAIT, _C.MEDIUM),
    watched=(_R.LABEL_ONLY, _V.WATCH, _C.MEDIUM),
    beyond=(_R.LABEL_ONLY, _V.CLAIM_NOW, _C.MEDIUM),
    family=ReasonFamily.NO_TRACKING,
    limit=PUSH_DAYS,
)
_LABEL_UNTOLD = _Row(
    _S.MEASURED,
    first=(_R.LABEL_ONLY, _V.WAIT, _C.LOW),
    watched=(_R.LABEL_ONLY, _V.WATCH, _C.LOW),
    family=ReasonFamily.NO_TRACKING,
    limit=PUSH_DAYS,
)
_LOST, _DAMAGED, _RETURNED = (
    _Row(
        _S.ARTICLE_120,
        first=(rule, _V.CLAIM_NOW, _C.MEDIUM),
        family=family,
        limit=0,
        tells_of_delivery=True,
    )
    for rule, family in (
        (_R.LOST_OR_DAMAGED, ReasonFamily.NOT_RECEIVED),
        (_R.LOST_OR_DAMAGED, ReasonFamily.DAMAGED),
        (_R.RETURNED, ReasonFamily.RETURNED),
    )
)
_BUYER_MUST_ACT = _Row(
    _S.TRACKING,
    first=(_R.BUYER_MUST_ACT, _V.WAIT, _C.MEDIUM),
    watched=(_R.BUYER_MUST_ACT, _V.WATCH, _C.MEDIUM),
)
_UNDER_WAY, _SHIP_DAY_UNKNOWN = (
    _Row(
        _S.ARTICLE_120,
        first=(within, _V.WAIT, sure),
        beyond=(over, _V.CLAIM_NOW, sure),
        family=ReasonFamily.NOT_RECEIVED,
        slack=_SLACK,
        is_wait=True,
    )
    for within, over, sure in (
        (_R.WITHIN_THE_LIMIT, _R.OVER_THE_LIMIT, _C.MEDIUM),
        (_R.SHIP_DAY_UNKNOWN, _R.SHIP_DAY_UNKNOWN, _C.LOW),
    )
)
_DELIVERED = _Row(
    _S.OLDER_TEXT,
    first=(_R.DELIVERED, _V.DELIVERED, _C.HIGH),
    beyond=(_R.DELIVERED, _V.TOO_LATE, _C.LOW),
    limit=ENDING_DAYS,
    slack=_SLACK,
    is_end=True,
    tells_of_delivery=True,
)

_ROWS = (
    *(_STALE, _NOT_PAID, _IN_DISPUTE, _CLOSED_UNREFUNDED, _CLOSED, _NOT_SHIPPED, _LABEL_ONLY),
    *(_LOST, _RETURNED, _BUYER_MUST_ACT, _UNDER_WAY, _SHIP_DAY_UNKNOWN, _DELIVERED, _UNTRACKED),
    *(_CJ_ALLOWS, _CJ_REFUSES),
)
SOURCES: dict[ClaimRule, Source] = {
    said[0]: row.source for row in _ROWS for said in (row.first, row.beyond) if said is not None
}
"""Where each rule comes from."""

_MOVING_WORDS = ("en route", "in transit", "transit", "out for delivery", "运输", "派送")
_CAN_BE_REFUSED = (_V.CLAIM_NOW, _V.WATCH, _V.CANCELLABLE, _V.DELIVERED)
# Named here: a member of an enumeration is looked up slowly, and ten thousand orders are judged.
_LABEL, _MOVING = TrackingEventKind.LABEL, TrackingEventKind.MOVING
_NEVER_PAID = (OrderStage.NOT_PAID, OrderStage.DELETED)
_UNSENT, _SENT, _ARRIVED = OrderStage.NOT_SHIPPED, OrderStage.SHIPPED, OrderStage.DELIVERED
_CLOSED_BY_CJ, _CANCELLED = OrderStage.CLOSED, OrderStage.CANCELLED
_OF_EVENTS = {
    TrackingEventKind.LOST: _LOST,
    TrackingEventKind.DAMAGED: _DAMAGED,
    TrackingEventKind.RETURNED: _RETURNED,
    TrackingEventKind.ATTEMPTED: _BUYER_MUST_ACT,
    TrackingEventKind.WAITING: _BUYER_MUST_ACT,
    TrackingEventKind.CUSTOMS: _BUYER_MUST_ACT,
}
_WORST_FIRST = (
    *(_V.IN_DISPUTE, _V.DECIDED, _V.NOTHING_TO_DO, _V.LOOK_IN_WALLET, _V.CLAIM_NOW, _V.WATCH),
    *(_V.NOT_KNOWN, _V.WAIT, _V.NOT_COVERED, _V.CANCELLABLE, _V.DELIVERED, _V.TOO_LATE),
)
"""The first four hold for an order whatever its parcels do."""


def judge(order: TrackedOrder, today: date) -> Judgement:
    """What can be claimed of an order on a day (UTC).

    Facts that are older than they should be are judged by the day on which they were true: time
    alone turns nothing into something else while CJ does not answer.
    """
    day = today.toordinal()
    as_of = _true_on(order, day)
    is_parcel_gone = False
    if as_of is not None:
        is_parcel_gone = _is_parcel_gone(order, as_of, day)
        day = day if is_parcel_gone else min(day, _ordinal(as_of))
    tracking = order.tracking
    number = order.facts.tracking_number
    if not tracking and "," not in number and ";" not in number:
        found = _judged(order, None, day)
    elif len(tracking) == 1 and tracking[0].tracking_number == number:
        found = _judged(order, tracking[0], day)
    else:
        found = _worst([_judged(order, each, day) for each in _parcels(order)])
    if as_of is not None:
        sure = Confidence.LOW if is_parcel_gone else found.confidence
        return found._replace(as_of=as_of, confidence=sure)
    return found


@lru_cache(maxsize=1024)
def limit_for(country: str, carrier: str) -> WaitLimit:
    """The number that holds. Where two do, the longer wait: claimed too early is refused."""
    place = country.strip().casefold()
    line = carrier.casefold()
    if place in ("br", "bra") or place.startswith(("brazil", "brasil")):
        return WaitLimit.BRAZIL
    if "liquid" in line or "液体" in line or ("china post" in line and "regist" in line):
        return WaitLimit.SLOW_LINE
    if place in ("us", "usa") or place.startswith("united states of america"):
        return WaitLimit.USA
    return WaitLimit.GENERAL


def _ordinal(moment: datetime) -> int:
    """The number of a moment's day, in UTC."""
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).toordinal()


def _true_on(order: TrackedOrder, today: int) -> datetime | None:
    """When the facts were true, where they are older than they should be."""
    looked, tracked = order.looked, order.tracking_looked
    if looked is None:
        return None
    is_old = order.is_incomplete or today - _ordinal(looked) > _FRESH_DAYS
    if tracked is not None and today - _ordinal(tracked) > _FRESH_DAYS and _can_move(order):
        return min(looked, tracked) if is_old else tracked
    return looked if is_old else None


def _can_move(order: TrackedOrder) -> bool:
    """Whether tracking can bring news: of what arrived or ended CJ is not asked any more."""
    stage = order.facts.stage
    return stage in (_UNSENT, _SENT, OrderStage.OTHER) and not (
        order.tracking and all(each.is_delivered for each in order.tracking)
    )


def _is_parcel_gone(order: TrackedOrder, as_of: datetime, today: int) -> bool:
    """Whether CJ still tells of the order, and for long has not of its parcel.

    Then the order's own status and the days since it left are the two signs that count.
    """
    looked = order.looked
    return (
        looked is not None
        and not order.is_incomplete
        and today - _ordinal(looked) <= _FRESH_DAYS
        and today - _ordinal(as_of) > _TRACKING_GONE_DAYS
    )


def _parcels(order: TrackedOrder) -> list[Tracking | None]:
    """The tracking of each parcel; None for one that CJ tells nothing of."""
    numbers = order.facts.tracking_numbers
    if not numbers:
        return list(order.tracking) or [None]
    told = {
        number.casefold(): each
        for each in order.tracking
        for number in (each.last_mile_number, each.other_number, each.tracking_number)
    }
    found: list[Tracking | None] = []
    for number in numbers:
        parcel = told.get(number.casefold())
        if parcel is None or not any(parcel is each for each in found):
            found.append(parcel)
    return found


def _worst(parcels: list[Judgement]) -> Judgement:
    """What is to be said of an order with several parcels: the worst of them decides."""
    worst = min(
        parcels,
        key=lambda each: (
            _WORST_FIRST.index(each.verdict),
            each.rule is not ClaimRule.LOST_OR_DAMAGED,
            -each.days_over,
        ),
    )
    is_part = any(
        each.verdict is not worst.verdict or each.rule is not worst.rule for each in parcels
    )
    return worst._replace(is_part=True) if is_part else worst


class _Case:
    """What the rules ask of an order and one of its parcels. Days are ordinals, 0 for unknown."""

    __slots__ = (
        *("delivered", "has_left", "is_allowed", "is_delivered", "kind", "latest", "order"),
        *("paid", "ship", "stage", "tracking"),
    )

    def __init__(self, order: TrackedOrder, tracking: Tracking | None) -> None:
        facts = order.facts
        self.order = order
        self.tracking = tracking
        self.stage = stage_of(facts.status)
        self.is_allowed = order.can_dispute is True
        self.paid = _ordinal(facts.paid) if facts.paid else 0
        self.ship = _ordinal(facts.dispatched) if facts.dispatched else 0
        self.kind: TrackingEventKind | None = None
        self.latest = self.delivered = 0
        self.is_delivered = self.stage is _ARRIVED
        self.has_left = self.is_delivered or bool(self.ship)
        if tracking is not None:
            self._read(tracking)

    def _read(self, tracking: Tracking) -> None:
        """Take over what the newest event says, and when the first one was that is no label."""
        for event in tracking.events:
            if event.kind is not _LABEL:
                self.kind, self.latest = event.kind, event.day.toordinal()
                break
        if self.latest and not self.ship:
            left = tracking.left_on
            self.ship = left.toordinal() if left else 0
        if tracking.is_delivered:
            self.is_delivered = True
            on = tracking.delivered_on
            self.delivered = on.toordinal() if on else 0
        if not self.has_left:
            self.has_left = bool(self.latest) or self.is_delivered or _says_moving(tracking.status)


@lru_cache(maxsize=1024)
def _says_moving(status: str) -> bool:
    word = status.casefold().replace("-", " ")
    return any(each in word for each in _MOVING_WORDS)


def _judged(order: TrackedOrder, tracking: Tracking | None, today: int) -> Judgement:
    """The judgement on an order, as if this were its only parcel."""
    facts = order.facts
    case = _Case(order, tracking)
    row, start = _settled(case) or _by_tracking(case) or _by_dates(case)
    wait = limit_for(facts.country, facts.carrier) if row.is_wait else None
    limit = row.limit if wait is None else wait
    elapsed = today - start if start else -1
    rule, verdict, sure = row.first
    is_beyond = False
    if row.beyond is not None and elapsed >= (limit or 0) + row.slack:
        rule, verdict, sure = row.beyond
        is_beyond = True
    elif row.watched is not None and elapsed >= WATCH_DAYS:
        rule, verdict, sure = row.watched
    first = last = None
    if limit is None or not start:
        over = 0
    else:
        over = elapsed - limit
        if row.is_end:
            last = _day(start + limit)
        else:
            first = _day(start + limit + row.slack)
    found = Judgement(
        verdict,
        rule,
        sure,
        row.family,
        first,
        last,
        over,
        _amount(facts) if row.has_amount else None,
        _silence(case.latest, today) if row.is_wait else None,
        sources_disagree=row.tells_of_delivery and _sources_disagree(case),
        limit=wait,
        is_refund_uncertain=row is _NOT_SHIPPED
        and "PROCESSING" in (facts.sub_status, facts.status.upper()),
        is_closing=row.is_end and elapsed >= CLOSING_DAYS and not is_beyond,
    )
    return found if order.can_dispute is None else _as_cj_says(found, can=order.can_dispute)


def _as_cj_says(found: Judgement, *, can: bool) -> Judgement:
    """CJ's own word overrules every rule; that an order is in dispute or waits is none of it."""
    if can and found.verdict is Verdict.TOO_LATE:
        return found._replace(
            verdict=Verdict.DELIVERED,
            rule=ClaimRule.CJ_ALLOWS,
            confidence=Confidence.HIGH,
            last_day=None,
        )
    if not can and found.verdict in _CAN_BE_REFUSED:
        return Judgement(Verdict.NOT_COVERED, ClaimRule.CJ_REFUSES, Confidence.HIGH)
    return found


_Fit = tuple[_Row, int]
"""The row that fits, and the day from which its days count (0 where not known)."""


def _settled(case: _Case) -> _Fit | None:
    """What holds whatever the parcel does."""
    order, stage = case.order, case.stage
    facts = order.facts
    if not case.is_allowed and (
        stage in _NEVER_PAID
        # That its row of the list tells no payment is no sign that there was none.
        or not (case.paid or case.has_left or stage is _SENT or order.looked is None)
    ):
        return _NOT_PAID, 0
    if order.disputes or facts.is_marked_disputed or facts.dispute_id:
        row = _dispute_row(order)
        if row is not None:
            return row, 0
    if order.looked is None and not case.is_delivered:
        return _STALE, 0  # the row of the list alone tells too little
    if stage is _CLOSED_BY_CJ or stage is _CANCELLED:
        if not case.has_left and not order.refund_known:
            return _CLOSED_UNREFUNDED, _working_day(case.paid, REFUND_DAYS)
        if not case.is_allowed and (stage is _CLOSED_BY_CJ or not case.has_left):
            return _CLOSED, 0
    return None


def _by_tracking(case: _Case) -> _Fit | None:
    """What the newest event decides: every parcel passes customs, and some are found again."""
    kind = case.kind
    row = None if kind is None or kind is _MOVING else _OF_EVENTS.get(kind)
    if row is not None and not (case.is_delivered and row is _BUYER_MUST_ACT):
        return row, case.latest
    return (_DELIVERED, case.delivered) if case.is_delivered else None


def _by_dates(case: _Case) -> _Fit:
    """What the days since it left or was paid decide."""
    order, stage = case.order, case.stage
    has_number = case.tracking is not None or bool(order.facts.tracking_number)
    if not (has_number or case.is_allowed) and (case.has_left or stage is _SENT):
        return _UNTRACKED, 0
    if case.ship:
        return _UNDER_WAY, case.ship
    if case.has_left:
        return _SHIP_DAY_UNKNOWN, case.paid + FIRST_SCAN_DAYS if case.paid else 0
    if has_number:
        is_untold = case.tracking is None and order.tracking_looked is None
        return (_LABEL_UNTOLD if is_untold else _LABEL_ONLY), case.paid
    if stage is _UNSENT:
        return _NOT_SHIPPED, case.paid
    return (_CJ_ALLOWS if case.is_allowed else _STALE), 0


def _dispute_row(order: TrackedOrder) -> _Row | None:
    """What the disputes about an order mean; None where all were withdrawn."""
    if any(map(is_open, order.disputes)):
        return _IN_DISPUTE
    if any(decision(each) is not None for each in order.disputes):
        return _DECIDED
    marked = order.facts.dispute_id
    listed = {each.dispute_id for each in order.disputes}
    is_listed = marked in listed if marked else bool(listed)
    return None if is_listed else _UNLISTED_DISPUTE


def _working_day(start: int, count: int) -> int:
    """The day that is so many working days later, Monday to Friday; 0 for an unknown start."""
    if not start:
        return 0
    while count:
        start += 1
        count -= start % 7 not in (6, 0)
    return start


def _day(number: int) -> date:
    return date.fromordinal(min(number, _LAST_ORDINAL))


def _sources_disagree(case: _Case) -> bool:
    """Whether order and tracking say different things."""
    is_arrived = case.stage is _ARRIVED
    return case.tracking is not None and case.tracking.is_delivered is not is_arrived


def _silence(latest: int, today: int) -> Silence | None:
    """For how long nothing was told since the latest event, which a label is none of."""
    gap = today - latest if latest else 0
    return next((silence for days, silence in _SILENCES if gap >= days + _SLACK), None)


def _amount(facts: OrderFacts) -> Decimal | None:
    """What was paid for the goods and their postage; for the order, where no prices are told."""
    total = facts.postage or _NONE
    for each in facts.products:
        price = each.unit_price
        if price is None or not each.quantity:
            return facts.amount
        total += price * each.quantity
    return total if facts.products else facts.amount
