"""The words for what can be claimed: the judgement, its rule with its source, and how sure it is.

Every judgement is told as an estimate: CJ alone decides.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.disputes.reasons import ReasonFamily
from app.domain.orders.claim_rules import (
    ENDING_DAYS,
    FIRST_SCAN_DAYS,
    PUSH_DAYS,
    READ_ON,
    REFUND_DAYS,
    SOURCES,
    WATCH_DAYS,
)
from app.domain.orders.claims import (
    ClaimRule,
    Confidence,
    Judgement,
    Silence,
    Source,
    Verdict,
    WaitLimit,
)
from app.ui.messages import formatting

if TYPE_CHECKING:
    from collections.abc import Callable

translate = QCoreApplication.translate

Words = tuple[str, str]
"""Of a judgement: a few words, as a column has room for, and a sentence."""


def verdict_word(verdict: Verdict) -> str:
    """What can be done about an order, in a word or two."""
    return {
        Verdict.CLAIM_NOW: translate("Claims", "Claim now"),
        Verdict.WATCH: translate("Claims", "Watch"),
        Verdict.WAIT: translate("Claims", "Wait"),
        Verdict.CANCELLABLE: translate("Claims", "Can be cancelled"),
        Verdict.LOOK_IN_WALLET: translate("Claims", "Look in the wallet"),
        Verdict.DELIVERED: translate("Claims", "Delivered"),
        Verdict.IN_DISPUTE: translate("Claims", "In dispute"),
        Verdict.DECIDED: translate("Claims", "Decided"),
        Verdict.NOT_COVERED: translate("Claims", "Not covered"),
        Verdict.TOO_LATE: translate("Claims", "Probably too late"),
        Verdict.NOTHING_TO_DO: translate("Claims", "Nothing to do"),
        Verdict.NOT_KNOWN: translate("Claims", "Not known"),
    }[verdict]


def confidence_word(confidence: Confidence) -> str:
    """How sure a judgement is."""
    return {
        Confidence.HIGH: translate("Claims", "quite sure"),
        Confidence.MEDIUM: translate("Claims", "fairly sure"),
        Confidence.LOW: translate("Claims", "not sure"),
    }[confidence]


def silence_word(silence: Silence | None) -> str:
    """For how long a parcel under way has had no event, as a badge; empty for not long."""
    return {
        None: "",
        Silence.QUIET: translate("Claims", "quiet"),
        Silence.MAYBE_LOST: translate("Claims", "may be lost"),
        Silence.DEAD: translate("Claims", "no news"),
    }[silence]


def family_word(family: ReasonFamily | None) -> str:
    """What to claim; empty where nothing is."""
    return {
        None: "",
        ReasonFamily.CANCEL: translate("Claims", "Cancel before dispatch"),
        ReasonFamily.NOT_RECEIVED: translate("Claims", "Not received"),
        ReasonFamily.DELAYED: translate("Claims", "Delayed"),
        ReasonFamily.DAMAGED: translate("Claims", "Damaged"),
        ReasonFamily.WRONG: translate("Claims", "Wrong item"),
        ReasonFamily.MISSING: translate("Claims", "Something missing"),
        ReasonFamily.QUALITY: translate("Claims", "Not as described"),
        ReasonFamily.NO_TRACKING: translate("Claims", "No tracking information"),
        ReasonFamily.FROZEN: translate("Claims", "Tracking stands still"),
        ReasonFamily.RETURNED: translate("Claims", "Returned to sender"),
        ReasonFamily.OUT_OF_STOCK: translate("Claims", "Out of stock"),
        ReasonFamily.OTHER: translate("Claims", "Other"),
    }[family]


def why_word(judgement: Judgement) -> str:
    """Why it is judged so, in the few words that a column has room for."""
    words, _ = _RULES[judgement.rule](judgement)
    if judgement.is_part:
        words = translate("Claims", "{words} (part of the order)").format(words=words)
    return words


def rule_sentence(judgement: Judgement) -> str:
    """The rule that it follows, in words: what holds, from when or until when it can be claimed."""
    _, sentence = _RULES[judgement.rule](judgement)
    said = [sentence]
    if judgement.is_refund_uncertain:
        said.append(translate("Claims", "CJ prepares it already: a refund is not certain."))
    if judgement.is_part:
        said.append(translate("Claims", "Only a part of the order is meant."))
    if judgement.sources_disagree:
        said.append(translate("Claims", "The order and its tracking disagree about the delivery."))
    return formatting.sentences(*said)


def source_sentence(judgement: Judgement) -> str:
    """Where the rule comes from, how sure the judgement is, and that it is an estimate."""
    return translate("Claims", "Estimate ({sure}). Source: {source}.").format(
        sure=confidence_word(judgement.confidence), source=_source_words(judgement.rule)
    )


def as_of_sentence(judgement: Judgement) -> str:
    """How old the facts are; empty where they are fresh."""
    if judgement.as_of is None:
        return ""
    return translate("Claims", "As of {time}: CJ has told nothing newer.").format(
        time=formatting.moment(judgement.as_of)
    )


def judgement_text(judgement: Judgement) -> str:
    """All that there is to say: the rule, its source with how sure it is, and its age."""
    return formatting.sentences(
        rule_sentence(judgement), source_sentence(judgement), as_of_sentence(judgement)
    )


def limit_words(limit: WaitLimit) -> str:
    """Which number of days after dispatch holds."""
    return {
        WaitLimit.GENERAL: translate("Claims", "{count} days after dispatch"),
        WaitLimit.USA: translate("Claims", "{count} days after dispatch to the USA"),
        WaitLimit.BRAZIL: translate("Claims", "{count} days after dispatch to Brazil"),
        WaitLimit.SLOW_LINE: translate(
            "Claims",
            "{count} days after dispatch by China Post Registered or CJ's liquid line",
        ),
    }[limit].format(count=int(limit))


def _source_words(rule: ClaimRule) -> str:
    dated = translate("Claims", "{source} of {day}, read {read}")
    article = translate("Claims", "CJ's article {number}")
    read = formatting.day(READ_ON)
    return {
        Source.ARTICLE_120: dated.format(
            source=article.format(number=120), day=formatting.day(date(2023, 3, 3)), read=read
        ),
        Source.ARTICLE_172: dated.format(
            source=article.format(number=172), day=formatting.day(date(2024, 3, 6)), read=read
        ),
        Source.REFUND_TEXT: dated.format(
            source=translate("Claims", "CJ's text on refunds"),
            day=formatting.day(date(2023, 9, 20)),
            read=read,
        ),
        Source.OLDER_TEXT: translate("Claims", "an older page of CJ's, read {read}").format(
            read=read
        ),
        Source.CJ_ITSELF: translate("Claims", "what CJ says of this order"),
        Source.MEASURED: translate("Claims", "CJ names no day; measured on orders that arrived"),
        Source.TRACKING: translate("Claims", "the parcel's tracking"),
    }[SOURCES[rule]]


def _disputed(judgement: Judgement) -> Words:
    if judgement.verdict is Verdict.DECIDED:
        return (
            translate("Claims", "dispute decided"),
            translate("Claims", "CJ has decided a dispute about it."),
        )
    if judgement.confidence is Confidence.HIGH:
        return (
            translate("Claims", "dispute open"),
            translate("Claims", "A dispute about it is open."),
        )
    return (
        translate("Claims", "in dispute, number not listed"),
        translate("Claims", "CJ marks it as in dispute, but does not list the dispute's number."),
    )


def _unrefunded(judgement: Judgement) -> Words:
    if judgement.verdict is Verdict.WAIT:
        text = translate(
            "Claims",
            "Paid, never sent, and closed. CJ refunds this by itself: allow {count} working days.",
        )
    else:
        text = translate(
            "Claims",
            "Paid, never sent, and closed. {count} working days are over, and no refund is known "
            "here: look whether it is in your CJ wallet.",
        )
    return translate("Claims", "closed, no refund known"), text.format(count=REFUND_DAYS)


def _not_shipped(judgement: Judgement) -> Words:
    ago = formatting.days_ago(judgement.days_over + PUSH_DAYS)
    words = translate("Claims", "paid {ago}, not sent").format(ago=ago)
    if judgement.first_day is None:  # CJ does not say when it was paid
        words = translate("Claims", "not sent yet")
    if judgement.verdict is not Verdict.CANCELLABLE:
        text = translate("Claims", "Paid {ago} and not sent yet: it can be cancelled.")
    elif judgement.is_refund_uncertain:
        text = translate("Claims", "Paid and not sent yet: it can be cancelled.")
    else:
        text = translate("Claims", "Paid and not sent yet: it can be cancelled with a full refund.")
    return words, text.format(ago=ago)


def _label_only(judgement: Judgement) -> Words:
    if judgement.first_day is None:
        return (
            translate("Claims", "no scan yet"),
            translate("Claims", "It has a tracking number, and no scan yet."),
        )
    days = judgement.days_over + PUSH_DAYS
    if judgement.verdict is Verdict.CLAIM_NOW:
        text = translate(
            "Claims",
            "It has a tracking number, but no scan {days} days after the payment. Orders that "
            "arrived had their first scan after {healthy} days at the latest.",
        )
    else:
        text = translate(
            "Claims",
            "It has a tracking number, and no scan {days} days after the payment. A first scan "
            "may take up to {healthy} days; it is watched from day {watch} on.",
        )
    return (
        translate("Claims", "paid {ago}, no scan").format(ago=formatting.days_ago(days)),
        text.format(days=days, healthy=FIRST_SCAN_DAYS, watch=WATCH_DAYS),
    )


def _lost(judgement: Judgement) -> Words:
    if judgement.family is ReasonFamily.DAMAGED:
        return (
            translate("Claims", "damaged or destroyed"),
            translate("Claims", "Tracking says that the parcel was damaged or destroyed."),
        )
    return (
        translate("Claims", "lost"),
        translate("Claims", "Tracking says that the parcel was lost."),
    )


def _ship_day_unknown(judgement: Judgement) -> Words:
    if judgement.first_day is None:
        return (
            translate("Claims", "under way, not known since when"),
            translate("Claims", "On its way; CJ does not say since when."),
        )
    if judgement.verdict is Verdict.CLAIM_NOW:
        text = translate(
            "Claims",
            "Not delivered. CJ does not say when it left: counted from {healthy} days after the "
            "payment. CJ's rule: {rule}.",
        )
    else:
        text = translate(
            "Claims",
            "On its way. CJ does not say when it left: counted from {healthy} days after the "
            "payment, it can be claimed from {first}. CJ's rule: {rule}.",
        )
    words = translate("Claims", "about {days} under way, limit {limit}")
    return _with_limit(words, text, judgement)


def _with_limit(words: str, text: str, judgement: Judgement) -> Words:
    days = judgement.days_over + (judgement.limit or 0)  # from the start of the rule
    limit, first = judgement.limit or WaitLimit.GENERAL, judgement.first_day
    return (
        words.format(days=formatting.days_long(days), limit=int(limit)),
        text.format(
            days=days,
            first=formatting.day(first) if first else "–",
            rule=limit_words(limit),
            healthy=FIRST_SCAN_DAYS,
        ),
    )


def _delivered(judgement: Judgement) -> Words:
    last = formatting.day(judgement.last_day) if judgement.last_day else "–"
    words = translate("Claims", "delivered")
    if judgement.is_closing and judgement.last_day is not None:
        words = translate("Claims", "delivered, only until {last}").format(last=last)
    if judgement.verdict is Verdict.TOO_LATE:
        text = translate("Claims", "Delivered more than {count} days ago.")
    elif judgement.last_day is None:
        text = translate(
            "Claims",
            "Delivered; CJ does not say when. Wrong, damaged or missing items can be claimed for "
            "{count} days after delivery.",
        )
    else:
        text = translate(
            "Claims",
            "Delivered. Wrong, damaged or missing items can be claimed until {last}, {count} days "
            "after delivery.",
        )
    return words, text.format(count=ENDING_DAYS, last=last)


_RULES: dict[ClaimRule, Callable[[Judgement], Words]] = {
    ClaimRule.STALE: lambda _: (
        translate("Claims", "not known yet"),
        translate("Claims", "CJ has not told enough about this order yet."),
    ),
    ClaimRule.NOT_PAID: lambda _: (
        translate("Claims", "not paid, or deleted"),
        translate("Claims", "Not paid, or deleted: there is nothing to claim."),
    ),
    ClaimRule.DISPUTED: _disputed,
    ClaimRule.CLOSED_UNREFUNDED: _unrefunded,
    ClaimRule.CLOSED: lambda _: (
        translate("Claims", "closed by CJ"),
        translate("Claims", "CJ closed this order and takes no more disputes about it."),
    ),
    ClaimRule.NOT_SHIPPED: _not_shipped,
    ClaimRule.LABEL_ONLY: _label_only,
    ClaimRule.LOST_OR_DAMAGED: _lost,
    ClaimRule.RETURNED: lambda _: (
        translate("Claims", "returned to sender"),
        translate(
            "Claims",
            "Tracking says that the parcel goes back to the sender. CJ pays nothing where the "
            "address was wrong, or the buyer refused it, did not collect it or did not clear it "
            "through customs.",
        ),
    ),
    ClaimRule.BUYER_MUST_ACT: lambda _: (
        translate("Claims", "the buyer may have to act"),
        translate(
            "Claims",
            "Tracking says that a delivery failed, or that the parcel waits for collection or is "
            "in customs: the buyer may have to act.",
        ),
    ),
    ClaimRule.OVER_THE_LIMIT: lambda judgement: _with_limit(
        translate("Claims", "{days} under way, limit {limit}"),
        translate("Claims", "Not delivered {days} days after dispatch. CJ's rule: {rule}."),
        judgement,
    ),
    ClaimRule.WITHIN_THE_LIMIT: lambda judgement: _with_limit(
        translate("Claims", "{days} under way, limit {limit}"),
        translate("Claims", "On its way: it can be claimed from {first}. CJ's rule: {rule}."),
        judgement,
    ),
    ClaimRule.SHIP_DAY_UNKNOWN: _ship_day_unknown,
    ClaimRule.DELIVERED: _delivered,
    ClaimRule.UNTRACKED: lambda _: (
        translate("Claims", "sent without a number"),
        translate("Claims", "Sent without a tracking number: CJ does not cover such parcels."),
    ),
    ClaimRule.CJ_ALLOWS: lambda _: (
        translate("Claims", "CJ still takes a dispute"),
        translate("Claims", "CJ itself still takes a dispute about it."),
    ),
    ClaimRule.CJ_REFUSES: lambda _: (
        translate("Claims", "CJ takes no dispute now"),
        translate("Claims", "CJ itself takes no dispute about it now."),
    ),
}
