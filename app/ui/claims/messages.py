"""What the tab says of an order, of the sums, and of the looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.orders.orders import TrackingEventKind
from app.domain.text import one_line
from app.services.orders.looks import LookStep, Stage
from app.ui.claims.rows import ClaimRow, Show, Sum
from app.ui.messages import formatting, judgements

if TYPE_CHECKING:
    from datetime import datetime

    from app.services.orders.claims import LookStatus

translate = QCoreApplication.translate


def show_names() -> tuple[tuple[Show, str], ...]:
    """The choices in words, in order."""
    return (
        (Show.CLAIM_NOW, translate("Claims", "Claim now")),
        (Show.WATCH, translate("Claims", "Watch")),
        (Show.WAITING, translate("Claims", "Waiting")),
        (Show.MUTED, translate("Claims", "Muted")),
        (Show.ALL, translate("Claims", "All orders")),
    )


def heading(show: Show, found: Sum) -> str:
    """How many orders there are of a choice, and what they come to."""
    text = {
        Show.CLAIM_NOW: translate("Claims", "{count} to claim"),
        Show.WATCH: translate("Claims", "{count} to watch"),
        Show.WAITING: translate("Claims", "{count} waiting"),
        Show.MUTED: translate("Claims", "{count} muted"),
        Show.ALL: translate("Claims", "Orders: {count}"),
    }[show].format(count=f"{found.orders:,}")
    if show is Show.ALL or found.orders == found.unknown:
        return text
    text = translate("Claims", "{count}, up to {amount}").format(
        count=text, amount=formatting.money(found.amount)
    )
    if found.unknown:
        text = translate("Claims", "{sum} and {count} of unknown price").format(
            sum=text, count=f"{found.unknown:,}"
        )
    return text


def tracking(row: ClaimRow) -> str:
    """Where the parcel is, and since when nothing was heard of it."""
    facts = row.order.facts
    if row.event is not None:
        text = translate("Claims", "{event}, {day}").format(
            event=_event(row.event.kind), day=formatting.day(row.event.day)
        )
    elif not facts.tracking_number:
        text = translate("Claims", "No tracking number")
    else:
        told = (one_line(each.status, 60) for each in row.order.tracking if each.status)
        text = next(told, translate("Claims", "No news yet"))
    silence = judgements.silence_word(row.judgement.silence)
    if silence:
        text = f"{text} · {silence}"
    return text


def why(row: ClaimRow) -> str:
    """The judgement in a few words."""
    if row.is_under_way:
        return translate("Claims", "A dispute is under way; CJ does not list it yet")
    text = judgements.why_word(row.judgement)
    if row.listed not in (Show.MUTED, None):
        return text  # the choice above the table says what can be done
    verdict = _muted(row) or judgements.verdict_word(row.judgement.verdict)
    if verdict.casefold() == text.casefold():
        return verdict
    return translate("Claims", "{verdict}: {why}").format(verdict=verdict, why=text)


def explanation(row: ClaimRow) -> str:
    """All that is to be said of the judgement: the rule, its source, how sure and how old it is."""
    judgement = row.judgement
    verdict, family = (
        judgements.verdict_word(judgement.verdict),
        judgements.family_word(judgement.family),
    )
    if family:
        verdict = translate("Claims", "{verdict}, as “{reason}”").format(
            verdict=verdict, reason=family
        )
    filed = ""
    if row.is_under_way:
        filed = translate(
            "Claims", "A dispute about it is under way from here; CJ does not list it yet."
        )
    said = (_muted(row), filed, verdict, judgements.judgement_text(judgement))
    return "\n".join(filter(None, said))


def progress(step: LookStep | None) -> str:
    """What a look is at."""
    if step is None:
        return translate("Claims", "Asking CJ…")
    done = f"{step.done:,}"
    total = None if step.total is None else f"{step.total:,}"
    if step.stage is Stage.LIST:
        if total is None or not step.is_first:
            return translate("Claims", "Orders listed: {done}").format(done=done)
        return translate("Claims", "Orders listed: {done} of {total}").format(
            done=done, total=total
        )
    return {
        Stage.DETAILS: translate("Claims", "Orders read: {done} of {total}"),
        Stage.TRACKING: translate("Claims", "Parcels looked up: {done} of {total}"),
    }[step.stage].format(done=done, total=total or done)


def freshness(status: LookStatus, now: datetime) -> str:
    """What was looked at, and when."""
    if status.finished is None:
        if not status.orders:
            return translate("Claims", "Not looked yet")
        return translate("Claims", "Orders known: {count}, not all looked at yet").format(
            count=f"{status.orders:,}"
        )
    looked = translate("Claims", "Orders looked at: {count}, as of {time}, {age}").format(
        count=f"{status.orders:,}",
        time=formatting.short_moment(status.finished, now),
        age=formatting.age(status.finished, now),
    )
    if status.failed is None:
        return looked
    return translate("Claims", "The last look failed. {looked}").format(looked=looked)


def _muted(row: ClaimRow) -> str:
    """That it is muted, and until when; empty where it is not."""
    if not row.is_muted:
        return ""
    if row.muted_until is None:
        return translate("Claims", "Muted")
    return translate("Claims", "Muted until {day}").format(day=formatting.day(row.muted_until))


def _event(kind: TrackingEventKind) -> str:
    return {
        TrackingEventKind.LABEL: translate("Claims", "Label made"),
        TrackingEventKind.MOVING: translate("Claims", "Under way"),
        TrackingEventKind.ATTEMPTED: translate("Claims", "Delivery attempted"),
        TrackingEventKind.WAITING: translate("Claims", "Waits for collection"),
        TrackingEventKind.CUSTOMS: translate("Claims", "At customs"),
        TrackingEventKind.RETURNED: translate("Claims", "Returned to sender"),
        TrackingEventKind.LOST: translate("Claims", "Lost"),
        TrackingEventKind.DAMAGED: translate("Claims", "Damaged"),
        TrackingEventKind.DELIVERED: translate("Claims", "Delivered"),
    }[kind]
