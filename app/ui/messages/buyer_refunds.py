"""The words for what the merchant gave back to buyers: the loss, and what is not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.disputes.disputes import Dispute, Outcome
from app.domain.disputes.state import is_withdrawn, waits_for_merchant
from app.domain.history.buyer_refunds import LineProblem, net_loss, settled_refund
from app.ui.messages import formatting

if TYPE_CHECKING:
    from decimal import Decimal


translate = QCoreApplication.translate


def loss_sentence(dispute: Dispute, refunded: Decimal) -> str:
    """What the dispute cost so far, or why that is not known yet. Goods are told apart."""
    loss, settled = net_loss(dispute, refunded), settled_refund(dispute)
    if loss is None or settled is None:
        return translate("BuyerRefunds", "Net loss not known yet: {why}").format(
            why=_why_unknown(dispute)
        )
    text = translate(
        "BuyerRefunds", "Net loss {loss}: {refunded} to the buyer, {settled} from CJ."
    ).format(
        loss=formatting.money(loss),
        refunded=formatting.money(refunded),
        settled=formatting.money(settled),
    )
    return formatting.sentences(text, _goods(dispute))


def _goods(dispute: Dispute) -> str:
    if dispute.outcome is not Outcome.REISSUE:
        return ""
    if dispute.reissue_amount:
        return translate(
            "BuyerRefunds", "CJ sends goods worth {amount} again, which are not counted in it."
        ).format(amount=formatting.money(dispute.reissue_amount))
    return translate("BuyerRefunds", "CJ sends goods again, which are not counted in it.")


def _why_unknown(dispute: Dispute) -> str:
    if is_withdrawn(dispute):
        return translate("BuyerRefunds", "the dispute was closed without a decision.")
    if waits_for_merchant(dispute.status):
        return translate("BuyerRefunds", "CJ pays only once you have agreed in My CJ.")
    if dispute.outcome is None:
        return translate("BuyerRefunds", "CJ has not decided.")
    return translate("BuyerRefunds", "CJ has not told what it refunds.")


def problem_text(problem: LineProblem) -> str:
    """Why what was typed or pasted is not taken."""
    return {
        LineProblem.NO_ORDER: translate("BuyerRefunds", "No order number."),
        LineProblem.NO_AMOUNT: translate(
            "BuyerRefunds",
            "Not an amount in USD. Write it such as 12.50, without another currency.",
        ),
        LineProblem.AMBIGUOUS: translate(
            "BuyerRefunds",
            "This may be thousands or decimals. Write it with two decimals, such as 1250.00.",
        ),
        LineProblem.NOT_ABOVE_ZERO: translate(
            "BuyerRefunds", "Nothing was refunded with 0: leave the amount empty."
        ),
        LineProblem.NO_DAY: translate("BuyerRefunds", "Not a day. Write it such as 2026-11-20."),
        LineProblem.DECIMAL_COMMA: translate(
            "BuyerRefunds",
            "The amount may have a comma in it. Put semicolons between the cells, or the amount "
            "in quotation marks.",
        ),
        LineProblem.TOO_MANY_CELLS: translate("BuyerRefunds", "More than four cells."),
        LineProblem.TWICE: translate(
            "BuyerRefunds", "A line above is about the same order: write their sum in one line."
        ),
        LineProblem.NO_DISPUTE: translate(
            "BuyerRefunds",
            "No dispute about this order is known here. CJ's list does not name orders: look the "
            "order up once, then paste it again.",
        ),
        LineProblem.SEVERAL: translate(
            "BuyerRefunds",
            "The order has several disputes: type it beside the one that it belongs to.",
        ),
    }[problem]
