"""Sentences about an order's way to the buyer: when it left, whether it arrived, where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.days import utc_day
from app.domain.orders.orders import OrderFacts, OrderStage, as_asked
from app.domain.text import one_line
from app.ui.messages.formatting import day, days_ago

if TYPE_CHECKING:
    from app.services.orders.parcels import Parcel

translate = QCoreApplication.translate

_NEVER_SENT = frozenset(
    {OrderStage.NOT_PAID, OrderStage.CANCELLED, OrderStage.CLOSED, OrderStage.DELETED}
)
_NUMBERS_SHOWN = 3


def parcel_sentences(parcel: Parcel) -> tuple[str, ...]:
    """What is known of the order's parcels."""
    facts = parcel.facts
    if facts is None:
        return ()
    said = (_sent(parcel, facts), _arrived(parcel, facts), *_tracked(parcel, facts))
    return tuple(filter(None, said))


def _sent(parcel: Parcel, facts: OrderFacts) -> str:
    sent, days = parcel.sent, parcel.known.days or 0
    if facts.dispatched is not None:
        return translate("Timing", "Dispatched {day}, {ago}.").format(
            day=day(utc_day(facts.dispatched)), ago=days_ago(days)
        )
    if sent is not None:
        return translate("Timing", "First scanned {day}, {ago}; CJ gives no dispatch date.").format(
            day=day(sent), ago=days_ago(days)
        )
    if facts.stage is OrderStage.NOT_SHIPPED:
        return translate("Timing", "Not dispatched yet.")
    if facts.stage in _NEVER_SENT:
        return ""
    return translate("Timing", "CJ gives no dispatch date for this order.")


def _arrived(parcel: Parcel, facts: OrderFacts) -> str:
    if parcel.delivered is not None:
        return translate("Timing", "Delivered {day}.").format(day=day(parcel.delivered))
    if parcel.is_delivered:
        return translate("Timing", "Delivered; CJ does not say when.")
    if facts.stage is OrderStage.SHIPPED or parcel.sent is not None:
        return translate("Timing", "Not delivered, as far as CJ says.")
    return ""


def _tracked(parcel: Parcel, facts: OrderFacts) -> list[str]:
    numbers = facts.tracking_numbers
    told = {each.tracking_number: each.status for each in as_asked(parcel.tracking, numbers)}
    said = []
    for number in numbers[:_NUMBERS_SHOWN]:
        status = one_line(told.get(number, ""), 80)
        text = (
            translate("Timing", "Tracking {number}: {status}.")
            if status
            else translate("Timing", "Tracking {number}: CJ has no news of it yet.")
        )
        said.append(text.format(number=one_line(number, 40), status=status))
    more = len(numbers) - len(said)
    if more > 0:
        said.append(translate("Timing", "Parcels besides: {count}.").format(count=more))
    return said
