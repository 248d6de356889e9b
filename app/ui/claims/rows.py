"""The rows of the table of orders: what is judged, made ready to be shown, sorted and searched.

Nothing of Qt: the rows are made on a background thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from app.domain.claims import Verdict
from app.domain.filing import EDITABLE
from app.domain.orders import OrderStage, TrackingEventKind
from app.domain.text import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from app.domain.claims import Judgement, TrackedOrder
    from app.domain.filing import Filing
    from app.domain.ids import OrderId
    from app.domain.orders import TrackingEvent
    from app.services.claims import JudgedOrder


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
    is_filed: bool
    """A dispute about it was sent from here that CJ does not list yet."""
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


class Sum(NamedTuple):
    """What some rows come to."""

    orders: int
    amount: Decimal
    """USD, of those whose price is known."""
    unknown: int
    """How many have no price that is known."""


def rows_of(
    judged: Iterable[JudgedOrder], filings: Iterable[Filing], today: date
) -> tuple[ClaimRow, ...]:
    """The rows, the most urgent first. `filings` are those that are not settled."""
    under_way = {each.draft.order_id.casefold() for each in filings if each.state not in EDITABLE}
    rows = [_row(each, under_way, today) for each in judged]
    rows.sort(key=_urgency)
    return tuple(rows)


def newest_order(rows: Iterable[ClaimRow]) -> datetime | None:
    """When the newest order was paid, or made where that was not told; None without any."""
    facts = (row.order.facts for row in rows)
    paid = (each for each in facts if each.stage is not OrderStage.NOT_PAID)
    times = (each.paid or each.created for each in paid)
    return max((each for each in times if each is not None), default=None)


def sum_of(rows: Iterable[ClaimRow]) -> Sum:
    """How many there are, and what may be claimed for them at most."""
    count, unknown, amount = 0, 0, Decimal(0)
    for row in rows:
        count += 1
        if row.judgement.amount is None:
            unknown += 1
        else:
            amount += row.judgement.amount
    return Sum(count, amount, unknown)


def _row(judged: JudgedOrder, under_way: Collection[str], today: date) -> ClaimRow:
    order, judgement = judged.order, judged.judgement
    ids = (order.facts.order_id, *order.facts.other_ids)
    is_filed = bool(under_way) and any(each.casefold() in under_way for each in ids)
    listed = None if is_filed else _LISTED.get(judgement.verdict)
    events = [event for parcel in order.tracking for event in parcel.events]
    sent = _sent(order, events)
    return ClaimRow(
        order=order,
        judgement=judgement,
        is_muted=judged.is_muted,
        muted_until=judged.muted_until,
        is_filed=is_filed,
        sent=sent,
        days=None if sent is None else max((today - sent).days, 0),
        # Newest first; of one day the first that CJ told, which is the latest.
        event=max(events, key=lambda event: event.day, default=None),
        listed=Show.MUTED if judged.is_muted else listed,
        text=_searched(order),
    )


def _sent(order: TrackedOrder, events: Iterable[TrackingEvent]) -> date | None:
    """A label is no proof that a parcel left."""
    if order.facts.dispatched is not None:
        return order.facts.dispatched.astimezone(UTC).date()
    moved = (each.day for each in events if each.kind is not TrackingEventKind.LABEL)
    return min(moved, default=None)


def _urgency(row: ClaimRow) -> tuple[int, Decimal]:
    """By days over the limit, then by money."""
    return -row.judgement.days_over, -(row.judgement.amount or Decimal(0))


def _searched(order: TrackedOrder) -> str:
    facts = order.facts
    words = [facts.order_number, facts.order_id, *facts.other_ids]
    words += [facts.tracking_number, facts.shop_name]
    words += [word for each in facts.products for word in (each.name, each.sku)]
    return folded("\n".join(words))
