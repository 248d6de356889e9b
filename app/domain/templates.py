"""Ready messages by family of reasons. They are English because CJ's agents read them.

This is the text of a claim, not of the interface, so it is not translated.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.filing import MESSAGE_LIMIT, DisputeDraft, DraftLine
from app.domain.reasons import ReasonFamily, family_of


@dataclass(frozen=True, slots=True)
class Template:
    """A message with `{order}` and `{items}` to be filled in. `key` is its stable name."""

    key: str
    family: ReasonFamily
    body: str


BUILT_IN: tuple[Template, ...] = (
    Template(
        "cancel",
        ReasonFamily.CANCEL,
        "Please cancel order {order} and refund it. It has not been dispatched yet. "
        "Items: {items}.",
    ),
    Template(
        "not-received",
        ReasonFamily.NOT_RECEIVED,
        "The buyer of order {order} has not received the parcel and asks for their money back. "
        "Items: {items}. The buyer's message and the tracking record are in the evidence links.",
    ),
    Template(
        "delayed",
        ReasonFamily.DELAYED,
        "Order {order} is far beyond its delivery time and the buyer no longer wants to wait. "
        "Items: {items}. The tracking record shows where it stopped.",
    ),
    Template(
        "damaged",
        ReasonFamily.DAMAGED,
        "Order {order} reached the buyer damaged and cannot be used. Items: {items}. "
        "The pictures show the fault, the parcel and its label.",
    ),
    Template(
        "wrong",
        ReasonFamily.WRONG,
        "The buyer of order {order} was sent something other than what was ordered. "
        "Ordered: {items}. The pictures show what arrived and the parcel's label.",
    ),
    Template(
        "missing",
        ReasonFamily.MISSING,
        "Order {order} arrived incomplete. Missing: {items}. "
        "The pictures show everything that was in the parcel, and its label.",
    ),
    Template(
        "quality",
        ReasonFamily.QUALITY,
        "The goods of order {order} are not as described and the buyer complains. "
        "Items: {items}. The pictures show the fault beside the product page.",
    ),
    Template(
        "other",
        ReasonFamily.OTHER,
        "There is a problem with order {order}. Items: {items}. "
        "The details and the buyer's message are in the evidence links.",
    ),
)


def template_for(reason_name: str) -> Template:
    """The template whose family the reason's name belongs to; the general one otherwise."""
    family = family_of(reason_name)
    return next(each for each in BUILT_IN if each.family is family)


def template_named(key: str) -> Template | None:
    """The built-in template with this key, if there is one."""
    return next((each for each in BUILT_IN if each.key == key), None)


def fill(template: Template, draft: DisputeDraft) -> str:
    """The message for a draft, at most 500 characters whatever is filled in.

    Where the items do not fit, product names are shortened first, then items are left out with
    a count of them, so that the sentence around them always stays whole.
    """
    order = draft.order_number or draft.order_id
    for name_limit in (80, 40, 20):
        for shown in range(len(draft.lines), 0, -1):
            if name_limit > 20 and shown < len(draft.lines):
                break  # shorten the names before anything is left out
            text = template.body.format(order=order, items=_items(draft, shown, name_limit))
            if len(text) <= MESSAGE_LIMIT:
                return text
    return template.body.format(order=order[:60], items=f"{len(draft.lines)} lines")[:MESSAGE_LIMIT]


def _items(draft: DisputeDraft, shown: int, name_limit: int) -> str:
    words = [f"{line.quantity} x {_short(_name(line), name_limit)}" for line in draft.lines[:shown]]
    left = len(draft.lines) - shown
    if left:
        words.append(f"and {left} more")
    return ", ".join(words)


def _name(line: DraftLine) -> str:
    return line.product_name or line.sku or line.line_item_id


def _short(name: str, limit: int) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"
