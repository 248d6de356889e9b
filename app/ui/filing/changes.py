"""What follows from a change to a draft, or to its order since it was saved, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.dispute_flow import ProblemKind, problems_in
from app.domain.disputes import ExpectedOutcome
from app.domain.filing import DisputeDraft, DraftLine, Step
from app.domain.ids import LineItemId
from app.domain.text import one_line
from app.ui.messages import formatting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.disputes import DisputeTerms
    from app.domain.orders import DisputableOrder

translate = QCoreApplication.translate

Selection = frozenset[tuple[LineItemId, int]]
"""Line items with their quantities: what CJ's terms depend on."""
_MOST = 4


class ChangeKind(Enum):
    """What is not as it was when the draft was saved."""

    LINE_GONE = "line gone"
    LINE_CLOSED = "line closed"
    FEWER = "fewer"
    PRICE = "price"
    CEILING = "ceiling"
    REASON_WITHDRAWN = "reason withdrawn"
    OUTCOME_WITHDRAWN = "outcome withdrawn"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that has changed. Amounts are in USD."""

    kind: ChangeKind
    subject: str = ""
    """The product, or the reason."""
    number: int = 0
    """How many pieces can still be disputed."""
    before: Decimal = Decimal(0)
    now: Decimal = Decimal(0)
    outcome: ExpectedOutcome | None = None
    """What was asked for and is not offered."""


def fitted(draft: DisputeDraft, order: DisputableOrder) -> DisputeDraft:
    """A stored draft with its lines as the order has them now: present prices and quantities."""
    lines = []
    for chosen in draft.lines:
        line = order.line(chosen.line_item_id)
        if line is not None:
            lines.append(DraftLine.of(line, min(chosen.quantity, max(line.quantity, 1))))
    return replace(draft, lines=tuple(lines))


def line_changes(draft: DisputeDraft, order: DisputableOrder) -> tuple[Change, ...]:
    """What the order has changed about a stored draft's lines."""
    found = []
    for chosen in draft.lines:
        name = chosen.product_name or chosen.sku or chosen.line_item_id
        line = order.line(chosen.line_item_id)
        if line is None:
            found.append(Change(ChangeKind.LINE_GONE, name))
        elif not line.is_open_to_dispute:
            found.append(Change(ChangeKind.LINE_CLOSED, name))
        else:
            if chosen.quantity > line.quantity:
                found.append(Change(ChangeKind.FEWER, name, line.quantity))
            old, new = chosen.unit_price, line.unit_price
            if new is not None and old != new:
                found.append(Change(ChangeKind.PRICE, name, before=old, now=new))
    return tuple(found)


def terms_changes(draft: DisputeDraft, terms: DisputeTerms) -> tuple[Change, ...]:
    """What CJ offers otherwise than the draft has it."""
    found = []
    total = terms.ceiling.total
    if draft.seen_total is not None and draft.seen_total != total:
        found.append(Change(ChangeKind.CEILING, before=draft.seen_total, now=total))
    if draft.reason is not None and not terms.offers_reason(draft.reason):
        found.append(Change(ChangeKind.REASON_WITHDRAWN, draft.reason.name))
    if draft.expected is not None and terms.outcomes and draft.expected not in terms.outcomes:
        found.append(Change(ChangeKind.OUTCOME_WITHDRAWN, outcome=draft.expected))
    return tuple(found)


def lines_left(draft: DisputeDraft, order: DisputableOrder) -> bool:
    """Whether the order has lines to dispute that this draft does not speak of."""
    return any(
        line.is_open_to_dispute and line.line_item_id not in draft.line_ids for line in order.lines
    )


def selection_of(draft: DisputeDraft) -> Selection:
    """What is chosen in a draft, for CJ's terms."""
    return frozenset((line.line_item_id, line.quantity) for line in draft.lines)


def first_step(draft: DisputeDraft, order: DisputableOrder) -> Step:
    """Where the draft was left, unless something before that must be put right first."""
    for step in (Step.ITEMS, Step.REASON):
        kinds = {each.kind for each in problems_in(step, draft, order, None)}
        if step >= draft.step or kinds - {ProblemKind.TERMS_UNKNOWN}:
            return step
    return draft.step


def changes_text(changes: Iterable[Change]) -> str:
    """The changes, a line each; of many the first few and how many more there are."""
    every = tuple(changes)
    said = [_sentence(each) for each in every[:_MOST]]
    if len(every) > _MOST:
        more = translate("Changes", "{count} more things have changed: look through the pages.")
        said.append(more.format(count=len(every) - _MOST))
    return "\n".join(said)


def _sentence(change: Change) -> str:
    return _words(change).format(
        subject=one_line(change.subject, 60),
        number=change.number,
        now=formatting.money(change.now),
        before=formatting.money(change.before),
    )


def _words(change: Change) -> str:
    if change.kind is ChangeKind.OUTCOME_WITHDRAWN:
        if change.outcome is ExpectedOutcome.REISSUE:
            return translate(
                "Changes", "CJ does not offer a reissue for these items: a refund is chosen now."
            )
        return translate(
            "Changes", "CJ does not offer a refund for these items: a reissue is chosen now."
        )
    return {
        ChangeKind.LINE_GONE: translate(
            "Changes", "“{subject}” is no longer in the order and was taken out."
        ),
        ChangeKind.LINE_CLOSED: translate("Changes", "“{subject}” can no longer be disputed."),
        ChangeKind.FEWER: translate(
            "Changes", "Only {number} of “{subject}” can still be disputed."
        ),
        ChangeKind.PRICE: translate(
            "Changes", "The price of “{subject}” is now {now}; it was {before}."
        ),
        ChangeKind.CEILING: translate(
            "Changes", "The most CJ may refund is now {now}; it was {before}."
        ),
        ChangeKind.REASON_WITHDRAWN: translate(
            "Changes",
            "CJ no longer offers the reason “{subject}” for these items. Choose another.",
        ),
    }[change.kind]
