"""The rows of the table of orders: what is judged, made ready to be shown, sorted and searched.

Nothing of Qt: the rows are made on a background thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from app.domain.days import days_since
from app.domain.filing.filing import EDITABLE, Filing
from app.domain.orders.claims import Judgement, TrackedOrder, Verdict
from app.domain.orders.orders import OrderStage, TrackingEvent, sent_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from app.domain.ids import OrderId
    from app.services.orders.claims import JudgedOrder


class Show(Enum):
    """Which orders are shown."""

    CLAIM_NOW = "claim now"
    WATCH = "watch"
    WAITING = "waiting"
    MUTED = "muted"
    ALL = "all"


_LISTED = {
    Verdict.CLAIM_NOW: Show.CLAIM_NOW,
    Verdict.WATCH: Show.WATCH,
    Verdict.LOOK_IN_WALLET: Show.WATCH,
    Verdict.WAIT: Show.WAITING,
    Verdict.CANCELLABLE: Show.WAITING,
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One order."""

    order: TrackedOrder
    judgement: Judgement
    is_muted: bool
    muted_until: date | None
    is_under_way: bool
    """A dispute about it was sent from here, or handed over, that CJ does not list yet."""
    sent: date | None
    """The day on which it left: an order's is one of UTC, an event's one of its place."""
    days: int | None
    """How many days ago that was."""
    event: TrackingEvent | None
    """The latest thing that was told of a parcel."""
    listed: Show | None
    """Under which choice it is shown, beside all; None where there is nothing to do about it."""
    text: str
    """All by which it is found, folded."""

    @property
    def order_id(self) -> OrderId:
        """Its key."""
        return self.order.facts.order_id

    @property
    def name(self) -> str:
        """The shop's number of it, or else CJ's."""
        return self.order.facts.order_number or self.order.facts.order_id


class Claim(NamedTuple):
    """An order to claim: what is told of it where no rows are shown."""

    order_id: OrderId
    name: str
    """The shop's number of it, or else CJ's."""
    amount: Decimal | None
    """USD; None where the price is not known."""


class Claims(NamedTuple):
    """What all orders come to."""

    to_claim: tuple[Claim, ...] = ()
    """What can be claimed now and is not muted, the most urgent first."""
    newest: datetime | None = None
    """When the newest order was paid, or made where that was not told; None without any."""
    rows: tuple[ClaimRow, ...] | None = None
    """All orders, the most urgent first; None where they are not shown."""


class Sum(NamedTuple):
    """What some rows come to."""

    orders: int
    amount: Decimal
    """USD, of those whose price is known."""
    unknown: int
    """How many have no price that is known."""


def claims_of(
    judged: Iterable[JudgedOrder], filings: Iterable[Filing], today: date, *, with_rows: bool
) -> Claims:
    """What the orders come to. `filings` are those that are not settled.

    Without rows no order outlives its turn: ten thousand would be 26 MB.
    """
    under_way = {each.draft.order_id.casefold() for each in filings if each.state not in EDITABLE}
    rows: list[ClaimRow] = []
    to_claim: list[tuple[tuple[int, Decimal, float], Claim]] = []
    newest: datetime | None = None
    for each in judged:
        row = _row(each, under_way, today)
        facts = row.order.facts
        time = None if facts.stage is OrderStage.NOT_PAID else facts.paid or facts.created
        if time is not None and (newest is None or newest < time):
            newest = time
        if row.listed is Show.CLAIM_NOW:
            to_claim.append((_urgency(row), Claim(row.order_id, row.name, row.judgement.amount)))
        if with_rows:
            rows.append(row)
    to_claim.sort(key=itemgetter(0))
    rows.sort(key=_urgency)
    return Claims(tuple(claim for _, claim in to_claim), newest, tuple(rows) if with_rows else None)


def sum_of(amounts: Iterable[Decimal | None]) -> Sum:
    """How many there are, and what may be claimed for them at most."""
    told = tuple(amounts)
    known = [amount for amount in told if amount is not None]
    return Sum(len(told), sum(known, Decimal(0)), len(told) - len(known))


def _row(judged: JudgedOrder, under_way: Collection[str], today: date) -> ClaimRow:
    order, judgement = judged.order, judged.judgement
    ids = (order.facts.order_id, *order.facts.other_ids)
    is_under_way = any(each.casefold() in under_way for each in ids)
    left = sent_on(order.facts, order.tracking)
    return ClaimRow(
        order=order,
        judgement=judgement,
        is_muted=judged.is_muted,
        muted_until=judged.muted_until,
        is_under_way=is_under_way,
        sent=left,
        days=None if left is None else max(days_since(left, today), 0),
        event=_latest(order),
        listed=_listed(judged, is_under_way=is_under_way),
        text=judged.text,
    )


def _listed(judged: JudgedOrder, *, is_under_way: bool) -> Show | None:
    if judged.is_muted:
        return Show.MUTED
    return None if is_under_way else _LISTED.get(judged.judgement.verdict)


def _latest(order: TrackedOrder) -> TrackingEvent | None:
    """The latest event. Of several parcels those count that have not arrived."""
    parcels = [each for each in order.tracking if not each.is_delivered] or order.tracking
    events = (event for parcel in parcels for event in parcel.events)
    # Newest first: of one day the first that CJ told is the latest.
    return max(events, key=attrgetter("day"), default=None)


def _urgency(row: ClaimRow) -> tuple[int, Decimal, float]:
    """By days over the limit, then by money, then the newest first."""
    created = row.order.facts.created
    amount = row.judgement.amount or Decimal(0)
    return -row.judgement.days_over, -amount, -created.timestamp() if created else 0
