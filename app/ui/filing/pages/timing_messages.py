"""The words about when a claim is taken: estimates, with the rule and the day it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.deadlines import (
    CLOSING_DAYS,
    READ_ON,
    ClaimRule,
    ClaimWindow,
    Timing,
    claim_window,
    is_refused_as_delivered,
    utc_day,
)
from app.domain.reasons import ReasonFamily
from app.domain.text import one_line
from app.ui.messages.formatting import day

if TYPE_CHECKING:
    from datetime import datetime

    from app.services.parcels import Parcel

translate = QCoreApplication.translate


def parcel_sentences(parcel: Parcel) -> tuple[str, ...]:
    """What is known of the parcel."""
    facts = parcel.facts
    if facts is None:
        return ()
    said = []
    if facts.dispatched is None:
        said.append(translate("Timing", "CJ gives no dispatch date for this order."))
    else:
        said.append(
            translate("Timing", "Dispatched {day}, {days} days ago.").format(
                day=day(utc_day(facts.dispatched)), days=parcel.known.days or 0
            )
        )
    if parcel.delivered is not None:
        said.append(
            translate("Timing", "Tracking: delivered {day}.").format(
                day=day(utc_day(parcel.delivered))
            )
        )
    elif parcel.status:
        said.append(
            translate("Timing", "Tracking: {status}.").format(status=one_line(parcel.status, 80))
        )
    return tuple(said)


def estimate(family: ReasonFamily, parcel: Parcel) -> str:
    """From when until when a claim is probably taken, with the rule; empty where unknown."""
    window = _window(family, parcel)
    if window is None:
        return ""
    end = (
        translate("Timing", "{count} days after delivery, by an older text of CJ")
        if window.is_from_delivery
        else translate("Timing", "{count} days after the longest delivery, by an older text of CJ")
    ).format(count=CLOSING_DAYS)
    if window.earliest is None:
        text = translate("Timing", "Estimate: until {last} ({end}).")
    else:
        text = translate(
            "Timing",
            "Estimate: from {earliest} to {last}. CJ's rule: {rule}, read {read}; the end is "
            "{end}.",
        )
    return text.format(
        earliest=day(window.earliest or window.last),
        last=day(window.last),
        rule=_rule(window.rule),
        read=day(READ_ON),
        end=end,
    )


def warning(family: ReasonFamily, parcel: Parcel, now: datetime) -> str:
    """What speaks against the claim by the calendar or by tracking; empty where nothing does."""
    facts = parcel.facts
    if facts is None:
        return ""
    if family is ReasonFamily.CANCEL:
        if facts.dispatched is None:
            return ""
        return translate(
            "Timing", "The order has been dispatched: CJ cancels only what has not left yet."
        )
    if is_refused_as_delivered(family, parcel.status, parcel.delivered):
        return translate(
            "Timing",
            "Tracking says delivered: CJ normally refuses “not received”, unless the post office "
            "certifies in writing that it did not deliver.",
        )
    window = _window(family, parcel)
    timing = window.timing(now) if window else Timing.OPEN
    if window and window.earliest and timing is Timing.TOO_EARLY:
        early = translate("Timing", "Probably too early: CJ may ask you to wait until {day}.")
        return early.format(day=day(window.earliest))
    if timing is Timing.LATE:
        return translate("Timing", "Probably too late. CJ alone decides.")
    return ""


def _window(family: ReasonFamily, parcel: Parcel) -> ClaimWindow | None:
    facts = parcel.facts
    if facts is None or facts.dispatched is None:
        return None
    return claim_window(
        family,
        facts.dispatched,
        country=facts.country,
        carrier=facts.carrier,
        delivered=parcel.delivered,
    )


def _rule(rule: ClaimRule) -> str:
    return {
        ClaimRule.GENERAL: translate("Timing", "{count} days after dispatch"),
        ClaimRule.USA: translate("Timing", "{count} days after dispatch to the USA"),
        ClaimRule.BRAZIL: translate("Timing", "{count} days after dispatch to Brazil"),
        ClaimRule.SLOW_LINE: translate(
            "Timing",
            "{count} days after dispatch by China Post Registered or CJ's liquid line",
        ),
    }[rule].format(count=rule.days)
