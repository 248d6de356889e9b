"""What follows from a change to a draft. Pure functions."""

from __future__ import annotations

from dataclasses import replace

from app.domain.dispute_flow import ProblemKind, problems_in, with_message
from app.domain.filing import DisputeDraft, DraftLine, Step
from app.domain.ids import LineItemId
from app.domain.orders import DisputableOrder
from app.domain.templates import BUILT_IN, Template, fill

Selection = frozenset[tuple[LineItemId, int]]
"""Line items with their quantities: what CJ's terms depend on."""


def template_of(draft: DisputeDraft) -> Template | None:
    """The built-in template that the message is, word for word; None for a person's own."""
    for template in BUILT_IN:
        opening = template.body.partition("{")[0]
        if draft.message.startswith(opening) and draft.message == fill(template, draft):
            return template
    return None


def with_following_message(before: DisputeDraft, draft: DisputeDraft) -> DisputeDraft:
    """The draft with its message following the reason, and the lines where it is a template."""
    if not draft.message_is_own:
        return with_message(draft)
    template = template_of(before) if draft.message == before.message else None
    return replace(draft, message=fill(template, draft)) if template else draft


def fitted(draft: DisputeDraft, order: DisputableOrder) -> DisputeDraft:
    """A stored draft with its lines as the order has them now: present prices and quantities."""
    lines = []
    for chosen in draft.lines:
        line = order.line(chosen.line_item_id)
        if line is not None:
            lines.append(DraftLine.of(line, min(chosen.quantity, max(line.quantity, 1))))
    return replace(draft, lines=tuple(lines))


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
