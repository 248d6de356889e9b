"""Changes in words: in short for a notification that others may see, at length for the window."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.disputes import Dispute, Outcome
from app.domain.text import one_line
from app.ui.messages import formatting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.history import Change

translate = QCoreApplication.translate

_MOST_LINES = 4


def headline(changes: Sequence[Change]) -> str:
    """How many disputes changed."""
    if len(changes) == 1:
        return translate("News", "A dispute changed")
    return translate("News", "{count} disputes changed").format(count=f"{len(changes):,}")


def summary(changes: Sequence[Change]) -> str:
    """What CJ decided, by number alone: no ids, names or amounts."""
    counts = Counter(_decision(change) for change in changes)
    words = (
        (Outcome.REFUND, translate("News", "Refunded: {count}")),
        (Outcome.REISSUE, translate("News", "Sent again: {count}")),
        (Outcome.REJECT, translate("News", "Rejected: {count}")),
        (None, translate("News", "Other changes: {count}")),
    )
    return " · ".join(word.format(count=counts[key]) for key, word in words if counts[key])


def in_full(changes: Sequence[Change]) -> str:
    """One line a dispute, with its number and the amount; a few of many."""
    lines = [line_for(change) for change in changes[:_MOST_LINES]]
    left = len(changes) - len(lines)
    if left:
        lines.append(translate("News", "and {count} more").format(count=f"{left:,}"))
    return "\n".join(lines)


def line_for(change: Change) -> str:
    """One change: what is other than before."""
    after = change.after
    number = one_line(after.dispute_id, 40)
    return translate("News", "{dispute}: {what}").format(dispute=number, what=_what(change))


def _what(change: Change) -> str:
    before, after = change.before, change.after
    is_decision = before is None or before.outcome is not after.outcome
    if after.outcome is Outcome.REFUND and (is_decision or _money(before) != _money(after)):
        if after.refund is None:
            return translate("News", "CJ refunds, and has not told how much")
        return translate("News", "CJ refunds {amount}").format(
            amount=formatting.money(after.refund)
        )
    if after.outcome is Outcome.REISSUE and (is_decision or _order(before) != _order(after)):
        if after.reissue_order_id:
            return translate("News", "CJ sends the goods again with order {order}").format(
                order=one_line(after.reissue_order_id, 40)
            )
        return translate("News", "CJ sends the goods again")
    if after.outcome is Outcome.REJECT and is_decision:
        return translate("News", "CJ rejected it")
    return translate("News", "now “{status}”").format(status=one_line(after.status, 40))


def _decision(change: Change) -> Outcome | None:
    """The outcome that this change brought; None where it was decided before or still is not."""
    before = change.before.outcome if change.before else None
    return change.after.outcome if change.after.outcome is not before else None


def _money(dispute: Dispute | None) -> object:
    return dispute and (dispute.refund, dispute.reissue_amount)


def _order(dispute: Dispute | None) -> object:
    return dispute and dispute.reissue_order_id
