"""Sentences about an order: what can be disputed, or what stands in the way and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.eligibility import Obstacle, Verdict
from app.domain.money import ZERO
from app.ui import formatting
from app.ui.notices import Tone

if TYPE_CHECKING:
    from app.domain.orders import DisputableOrder, OrderLine
    from app.services.orders import LookUp

translate = QCoreApplication.translate


def verdict_sentence(order: DisputableOrder, verdict: Verdict) -> str:
    """How much of an order can be disputed, and what its goods are worth."""
    open_lines = [line for line in order.lines if line.is_open_to_dispute]
    goods = formatting.money(sum((line.unit_price * line.quantity for line in open_lines), ZERO))
    if verdict is Verdict.ALL and len(open_lines) == 1:
        text = translate("OrderPane", "This item can be disputed. Goods: {goods}.")
    elif verdict is Verdict.ALL:
        text = translate("OrderPane", "All {count} items can be disputed. Goods: {goods}.")
    else:
        text = translate("OrderPane", "{count} of {all} items can be disputed. Goods: {goods}.")
    return text.format(count=len(open_lines), all=len(order.lines), goods=goods)


def obstacle_sentence(found: LookUp, obstacle: Obstacle) -> str:
    """What stands in the way, as far as CJ tells, and the next step."""
    table = {
        Obstacle.HELD_OR_CLOSED: translate(
            "OrderPane",
            "Nothing in this order can be disputed now. Either a dispute about it is still open, "
            "or the time to claim is over; CJ does not say which.",
        ),
        Obstacle.SHOP_MADE: translate(
            "OrderPane",
            "This order came in through a shop connection. CJ takes disputes about such orders "
            "only on its website: open it in My CJ.",
        ),
        Obstacle.NOT_PAID: translate(
            "OrderPane", "This order is not paid yet, so there is nothing to claim."
        ),
        Obstacle.CANCELLED: translate(
            "OrderPane", "This order was cancelled, so it cannot be disputed."
        ),
        Obstacle.NOTHING_LISTED: translate(
            "OrderPane",
            "CJ lists no items for this order. Look it up again later, or open it in My CJ.",
        ),
        Obstacle.REFUSED: translate(
            "OrderPane", "CJ knows this order but will not open it for disputes here."
        ),
    }
    sentence = table[obstacle]
    if obstacle is Obstacle.REFUSED and found.refusal and found.refusal.text:
        said = formatting.one_line(found.refusal.text, 160)
        sentence += " " + translate("OrderPane", "CJ says: “{text}”").format(text=said)
    return sentence


def obstacle_tone(obstacle: Obstacle) -> Tone:
    """How serious an obstacle is: none of them is a failure of the program."""
    return Tone.INFO if obstacle in (Obstacle.NOT_PAID, Obstacle.CANCELLED) else Tone.WARN


def line_state(line: OrderLine) -> str:
    """The state of a line in the table."""
    if line.is_open_to_dispute:
        return translate("OrderPane", "Can be disputed")
    return translate("OrderPane", "Held by a dispute, or too late")
