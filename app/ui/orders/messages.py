"""Sentences about an order: what can be disputed, or what stands in the way and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.days import utc_day
from app.domain.errors import ApiDisabled
from app.domain.local_time import local_time
from app.domain.money import ZERO
from app.domain.orders.claims import ClaimRule
from app.domain.orders.eligibility import Obstacle, Verdict
from app.domain.text import one_line
from app.services.account_services import PracticeCase
from app.services.orders.orders import LookUp
from app.ui.messages import formatting
from app.ui.messages.judgements import judgement_text
from app.ui.messages.notices import Severity, with_cjs_text
from app.ui.messages.parcels import parcel_sentences
from app.ui.orders.parcel_updates import ParcelNews

if TYPE_CHECKING:
    from datetime import datetime

    from app.domain.ids import DisputeId
    from app.domain.orders.orders import DisputableOrder, LineDispute, OrderLine
    from app.services.orders.orders import KeptOrder, OrderChoice, OrderOption
    from app.services.orders.parcels import Parcel

translate = QCoreApplication.translate

_DISPUTES_NAMED = 3


def verdict_sentence(order: DisputableOrder, verdict: Verdict) -> str:
    """How much of an order can be disputed, and what its goods are worth."""
    open_lines = [line for line in order.lines if line.is_open_to_dispute]
    held_by = disputes_of(order)
    worth = ((line.unit_price or ZERO) * line.quantity for line in open_lines)
    goods = formatting.money(sum(worth, ZERO))
    if verdict is Verdict.ALL and len(open_lines) == 1:
        text = translate("OrderPane", "This item can be disputed. Goods: {goods}.")
    elif verdict is Verdict.ALL:
        text = translate("OrderPane", "All {count} items can be disputed. Goods: {goods}.")
    else:
        text = translate("OrderPane", "{count} of {all} items can be disputed. Goods: {goods}.")
    said = text.format(count=len(open_lines), all=len(order.lines), goods=goods)
    if not held_by:
        return said
    rest = translate("OrderPane", "The rest: {disputes}.").format(disputes=_listed(held_by))
    return formatting.sentences(said, rest)


def disputes_of(order: DisputableOrder | None) -> tuple[LineDispute, ...]:
    """The disputes that are known to hold lines of an order, each once, undecided ones first."""
    found: dict[DisputeId, LineDispute] = {}
    for line in order.lines if order else ():
        each = line.dispute
        if each is not None and (each.is_open is not None or each.dispute_id not in found):
            found[each.dispute_id] = each
    return tuple(sorted(found.values(), key=lambda each: each.is_open is not True))


def _listed(disputes: tuple[LineDispute, ...]) -> str:
    """Their numbers, some of them where there are many."""
    numbers = [one_line(each.dispute_id, 60) for each in disputes]
    more = len(numbers) - _DISPUTES_NAMED
    listed = ", ".join(numbers[:_DISPUTES_NAMED])
    return (
        translate("OrderPane", "{disputes} and {count} more").format(disputes=listed, count=more)
        if more > 0
        else listed
    )


def _held_sentence(disputes: tuple[LineDispute, ...]) -> str:
    """That disputes about an order are why nothing in it can be disputed."""
    first = disputes[0]
    same = tuple(each for each in disputes if each.is_open is first.is_open)
    text = {
        True: translate(
            "OrderPane",
            "Nothing in this order can be disputed now: CJ has not decided {disputes} about it.",
        ),
        False: translate(
            "OrderPane",
            "Nothing in this order can be disputed now: CJ has decided {disputes} about it.",
        ),
        None: translate(
            "OrderPane",
            "Nothing in this order can be disputed now: CJ says that it is in dispute {disputes}.",
        ),
    }[first.is_open]
    return text.format(disputes=_listed(same))


def practice_case(case: PracticeCase) -> str:
    """What an order of practice mode shows."""
    table = {
        PracticeCase.ONE_LINE: translate("OrderPane", "one item, all can be disputed"),
        PracticeCase.MANY_LINES: translate("OrderPane", "many items"),
        PracticeCase.TOO_LATE: translate("OrderPane", "too late for a dispute"),
        PracticeCase.NOT_OF_THE_API: translate(
            "OrderPane", "not made through the API: refused when it is sent"
        ),
        PracticeCase.API_OFF: translate("OrderPane", "CJ switches off API access for a minute"),
    }
    return table[case]


def my_cj_sentence() -> str:
    """That CJ will hardly take a dispute about this order from here."""
    return translate(
        "OrderPane", "CJ takes disputes for this order in My CJ only, as far as we know."
    )


def kept_sentence(kept: KeptOrder) -> str:
    """How old the lines are that are shown while CJ cannot be asked."""
    if isinstance(kept.error, ApiDisabled):
        text = translate(
            "OrderPane",
            "As of {time}. It may have changed since, so it can be filed only once API access is "
            "on again.",
        )
    else:
        text = translate(
            "OrderPane",
            "As of {time}. It may have changed since, so it can be filed only once CJ can be "
            "reached again.",
        )
    return text.format(time=formatting.moment(kept.fetched))


def instead_sentence(shown: LookUp | OrderChoice) -> str:
    """That what is shown was found by a piece of what was pasted; "" where it was not."""
    if not shown.instead_of:
        return ""
    pasted = one_line(shown.instead_of, 60)
    text = translate(
        "OrderPane",
        "CJ knows no order “{pasted}”. What is shown was found by “{part}” in it: make sure that "
        "it is the order you mean.",
    )
    return text.format(pasted=pasted, part=one_line(shown.asked, 60))


def choice_sentence(choice: OrderChoice) -> str:
    """What a person has to decide where a number does not name one order."""
    if choice.is_all:
        text = translate("OrderPane", "{count} orders have the number {number}. Which one is it?")
    else:
        text = translate(
            "OrderPane",
            "CJ listed only some of your orders, so more of them may have the number {number} than "
            "are shown here. Which one is it?",
        )
    number = one_line(choice.asked, 60)
    return text.format(count=len(choice.options), number=number)


def option_lines(option: OrderOption) -> tuple[str, str]:
    """Two lines that tell an order from others of its number: shop, day, amount; product, id."""
    facts = option.facts
    created = facts.created
    first = (
        one_line(facts.shop_name, 40) or translate("OrderPane", "No shop named"),
        formatting.day(local_time(created)) if created else translate("OrderPane", "no date"),
        translate("OrderPane", "no amount")
        if facts.amount is None
        else formatting.money(facts.amount),
        one_line(facts.order_id, 60),
    )
    product = one_line(option.first_product)
    return " · ".join(first), product or translate("OrderPane", "CJ names no product")


def parcel_text(parcel: Parcel | None, news: ParcelNews, now: datetime) -> str:
    """Where an order's parcels are, as of when, and whether CJ is being asked."""
    said = list(parcel_sentences(parcel)) if parcel else []
    if said and parcel and parcel.as_of is not None:
        as_of = translate("OrderPane", "As of {time}.")
        said.append(as_of.format(time=formatting.short_moment(parcel.as_of, now)))
    if news is ParcelNews.AWAITED:
        said.append(translate("OrderPane", "Asking CJ where it is…"))
    elif news is ParcelNews.FAILED:
        said.append(translate("OrderPane", "CJ could not be asked where it is now."))
    return formatting.sentences(*said)


def claim_estimate(found: LookUp | KeptOrder, now: datetime) -> str:
    """What the rules say of an order, as an estimate, where CJ does not say as much itself."""
    obstacle = found.obstacle if isinstance(found, LookUp) else None
    if found.parcel is None or obstacle not in (None, Obstacle.HELD_OR_CLOSED):
        return ""
    if obstacle is not None and disputes_of(found.order):
        return ""  # it is known what counts
    is_allowed = isinstance(found, LookUp) and obstacle is None
    judgement = found.parcel.judgement(utc_day(now), can_dispute=is_allowed or None)
    if judgement is None or judgement.rule is ClaimRule.STALE:
        return ""
    return judgement_text(judgement)


def obstacle_sentence(found: LookUp, obstacle: Obstacle) -> str:
    """What stands in the way, as far as CJ tells, and the next step."""
    table = {
        Obstacle.HELD_OR_CLOSED: translate(
            "OrderPane",
            "No item of this order can be disputed now, and CJ gives no reason. No dispute about "
            "it is known here, so the time to claim is most likely over. To be sure, look in My "
            "CJ.",
        ),
        Obstacle.UNUSABLE: translate(
            "OrderPane",
            "CJ would take a dispute about this order, but describes its items so that they "
            "cannot be named in a request. Their state says why. Open it in My CJ.",
        ),
        Obstacle.NOT_PAID: translate(
            "OrderPane", "This order is not paid yet, so there is nothing to claim."
        ),
        Obstacle.CANCELLED: translate(
            "OrderPane", "This order was cancelled, so it cannot be disputed."
        ),
        Obstacle.CLOSED: translate(
            "OrderPane",
            "CJ has closed this order, so it cannot be disputed any more. If it was closed without "
            "being shipped, look for the refund in your wallet in My CJ.",
        ),
        Obstacle.DELETED: translate(
            "OrderPane", "This order was deleted at CJ, so there is nothing to claim."
        ),
        Obstacle.NOTHING_LISTED: translate(
            "OrderPane",
            "CJ's answer names no items of this order. That is no refusal: look it up again later, "
            "or open it in My CJ.",
        ),
        Obstacle.REFUSED: translate(
            "OrderPane", "CJ knows this order but will not open it for disputes here."
        ),
    }
    sentence = table[obstacle]
    held_by = disputes_of(found.order)
    if obstacle is Obstacle.HELD_OR_CLOSED and held_by:
        return _held_sentence(held_by)
    if obstacle is Obstacle.REFUSED and found.refusal and found.refusal.text:
        return with_cjs_text(sentence, found.refusal.text)
    return sentence


def obstacle_tone(obstacle: Obstacle) -> Severity:
    """How serious an obstacle is: none of them is a failure of the program."""
    is_over = obstacle in (Obstacle.NOT_PAID, Obstacle.CANCELLED, Obstacle.DELETED)
    return Severity.INFO if is_over else Severity.WARN


def line_state(line: OrderLine, obstacle: Obstacle | None = None) -> str:
    """The state of a line in the table, by what stands in the way of all of the order."""
    if line.is_open_to_dispute:
        return translate("OrderPane", "Can be disputed")
    by_order: dict[Obstacle | None, str] = {
        Obstacle.NOT_PAID: translate("OrderPane", "Order not paid"),
        Obstacle.CANCELLED: translate("OrderPane", "Order cancelled"),
        Obstacle.CLOSED: translate("OrderPane", "Order closed by CJ"),
        Obstacle.DELETED: translate("OrderPane", "Order deleted"),
    }
    if obstacle in by_order and line.obstacle is None:
        return by_order[obstacle]
    known = formatting.line_cause(line)
    return known or translate("OrderPane", "In a dispute already, or too late")
