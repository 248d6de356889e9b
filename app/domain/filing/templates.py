"""Ready messages by family of reasons. They are English because CJ's agents read them.

This is the text of a claim, not of the interface, so it is not translated. A sentence with a
variable whose value is not known is left out: a body is written so that it reads without it.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.days import days_since
from app.domain.disputes.reasons import ReasonFamily, family_of
from app.domain.filing.filing import MESSAGE_LIMIT, DisputeDraft, DraftLine
from app.domain.orders.orders import sent_on
from app.domain.text import one_line, repaired, shortened, utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from app.domain.orders.orders import OrderFacts, Tracking

NAME_LIMIT = 60
"""Longest name of a person's own template."""

_VARIABLE = re.compile(r"\{([a-z]+)\}")
_GAP = re.compile(r"((?<=[.!?])\s+|(?<=[。！？])\s*|\n+)")
_MOST_ITEMS = MESSAGE_LIMIT // len("1 x a, ") + 1
"""More do not fit into a message, however short their names are."""
_OPTIONAL = ("tracking", "days", "evidence")


@dataclass(frozen=True, slots=True)
class Template:
    """A message with variables to be filled in: `{order}`, `{items}`, `{quantity}`, `{tracking}`,
    `{days}` since dispatch, and `{evidence}` for the links, where there are any.

    `key` is its stable name; `name` is what a person called their own one.
    """

    key: str
    family: ReasonFamily
    body: str
    name: str = ""

    @property
    def is_own(self) -> bool:
        """Whether a person made it."""
        return bool(self.name)


@dataclass(frozen=True, slots=True)
class TemplateContext:
    """What is known of an order beside its lines, for the variables."""

    tracking: str = ""
    days: int | None = None
    """Days since it left, counted as everywhere."""


NO_CONTEXT = TemplateContext()


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """What came of the disputes that were filed with a template and that CJ has decided."""

    refunded: int
    decided: int


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
        "Items: {items}. It was dispatched {days} days ago. The tracking number is {tracking}. "
        "For the buyer's message and the tracking record see the {evidence}.",
    ),
    Template(
        "delayed",
        ReasonFamily.DELAYED,
        "Order {order} is far beyond its delivery time and the buyer no longer wants to wait. "
        "Items: {items}. It was dispatched {days} days ago. The tracking number is {tracking}. "
        "For the place where it stopped see the {evidence}.",
    ),
    Template(
        "damaged",
        ReasonFamily.DAMAGED,
        "Order {order} reached the buyer damaged and cannot be used. Items: {items}. "
        "For the fault, the parcel and its label see the {evidence}.",
    ),
    Template(
        "wrong",
        ReasonFamily.WRONG,
        "The buyer of order {order} was sent something other than what was ordered. "
        "Ordered: {items}. For what arrived and the parcel's label see the {evidence}.",
    ),
    Template(
        "missing",
        ReasonFamily.MISSING,
        "Order {order} arrived incomplete. Missing: {items}. "
        "For everything that was in the parcel, and its label, see the {evidence}.",
    ),
    Template(
        "quality",
        ReasonFamily.QUALITY,
        "The goods of order {order} are not as described and the buyer complains. "
        "Items: {items}. For the fault beside the product page see the {evidence}.",
    ),
    Template(
        "returned",
        ReasonFamily.RETURNED,
        "The parcel of order {order} went back to its sender and the buyer has not received it. "
        "Items: {items}. It was dispatched {days} days ago. The tracking number is {tracking}. "
        "For the tracking record and the address see the {evidence}.",
    ),
    Template(
        "no-tracking",
        ReasonFamily.NO_TRACKING,
        "For order {order} there is no tracking information and the buyer has not received it. "
        "Items: {items}. The tracking number is {tracking}. "
        "For the tracking record see the {evidence}.",
    ),
    Template(
        "frozen",
        ReasonFamily.FROZEN,
        "The tracking of order {order} no longer moves and the buyer has not received it. "
        "Items: {items}. It was dispatched {days} days ago. The tracking number is {tracking}. "
        "For the place where it stopped see the {evidence}.",
    ),
    Template(
        "out-of-stock",
        ReasonFamily.OUT_OF_STOCK,
        "Order {order} was paid and not dispatched for lack of inventory. Please refund it. "
        "Items: {items}.",
    ),
    Template(
        "other",
        ReasonFamily.OTHER,
        "There is a problem with order {order}. Items: {items}. "
        "For the details and the buyer's message see the {evidence}.",
    ),
)


def own_template(name: str, family: ReasonFamily, body: str) -> Template:
    """A new one of a person's own."""
    return Template("own-" + secrets.token_hex(8), family, body, name)


def template_for(reason_name: str) -> Template:
    """The template whose family the reason's name belongs to; the general one otherwise."""
    family = family_of(reason_name)
    return next(each for each in BUILT_IN if each.family is family)


def context_of(
    facts: OrderFacts | None, now: datetime, tracking: Iterable[Tracking] = ()
) -> TemplateContext:
    """What an order's facts and its parcels tell for the variables."""
    if facts is None:
        return NO_CONTEXT
    sent = sent_on(facts, tracking)
    days = days_since(sent, now) if sent else -1
    return TemplateContext(
        " ".join(facts.tracking_number.split())[:80], days if days >= 0 else None
    )


def fill(template: Template, draft: DisputeDraft, known: TemplateContext = NO_CONTEXT) -> str:
    """The message for a draft, within its limit whatever is filled in.

    Where the items do not fit, product names are shortened first, then items are left out with
    a count of them, so that the sentence around them always stays whole. Then go the sentences
    that can be missed; a person's own text that is still too long is cut, with a mark.
    """
    whole = values(draft, known)
    short = {**whole, **dict.fromkeys(_OPTIONAL, "")}
    lists = tuple(_item_lists(draft))
    text = ""
    for chosen, ways in ((whole, lists[:-1] or lists), (short, lists)):
        for items in ways:
            text = put_in(template.body, {**chosen, "items": items})
            if utf16_length(text) <= MESSAGE_LIMIT:
                return text
    return shortened(text, MESSAGE_LIMIT)


def as_body(message: str, draft: DisputeDraft, known: TemplateContext = NO_CONTEXT) -> str:
    """A message with what belongs to its order alone turned back into variables.

    The order's number and the list of items, in whichever length `fill` gave it; then the
    tracking number and the days since dispatch.
    """
    text = message
    for items in sorted(set(_item_lists(draft)), key=len, reverse=True):
        text = text.replace(items, "{items}")
    if len(draft.lines) == 1:
        name = " ".join(_name(draft.lines[0]).split())
        text = re.sub(rf"(\d+\s*[x×]?\s*)?{re.escape(name)}", "{items}", text) if name else text
    if known.tracking:
        text = text.replace(known.tracking, "{tracking}")
    if known.days is not None:
        text = re.sub(rf"(?<!\w){known.days} days? ago", "{days} days ago", text)
    for order in filter(None, (draft.order_id, draft.order_number)):
        # A shop's number may be as short as "5": then only where a word says what it is.
        lead = r"(?<!\w)" if len(order) > 3 else r"(?<=order )"
        text = re.sub(rf"{lead}{re.escape(order)}(?!\w)", "{order}", text, flags=re.IGNORECASE)
    return text


def clean_name(text: str) -> str:
    """A template's name: one line, nothing invisible, of a length that a list can show."""
    return one_line(text[:1000], 1000)[:NAME_LIMIT].strip()


def clean_body(text: str) -> str:
    """A template's text as it may be stored; empty where it is too long or has nothing in it."""
    body = repaired(text) if len(text) <= 10 * MESSAGE_LIMIT else ""
    return body if utf16_length(body) <= MESSAGE_LIMIT else ""


def values(draft: DisputeDraft, known: TemplateContext = NO_CONTEXT) -> dict[str, str]:
    """What stands for each variable in a draft's message; empty for what is not known."""
    links = len(draft.evidence)
    return {
        "order": (draft.order_number or draft.order_id)[:60],
        "items": next(_item_lists(draft)),
        "quantity": str(sum(line.quantity for line in draft.lines)),
        "tracking": known.tracking,
        "days": "" if known.days is None else str(known.days),
        "evidence": "" if not links else "evidence link" if links == 1 else "evidence links",
    }


def put_in(body: str, known: Mapping[str, str]) -> str:
    """The body with its variables filled in, without the sentences that have an empty one.

    What stands in braces and is no variable stays as it is.
    `str.format` would look into the values' attributes, and stumble over a lone brace.
    """
    if known.get("days") == "1":
        body = body.replace("{days} days", "{days} day")
    pieces = _GAP.split(body)
    kept = [
        sentence + gap
        for sentence, gap in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
        if all(known.get(name, name) for name in _VARIABLE.findall(sentence))
    ]
    return _VARIABLE.sub(lambda found: known.get(found[1], found[0]), "".join(kept)).strip()


def _item_lists(draft: DisputeDraft) -> Iterator[str]:
    """The list of items in ever shorter forms: names are shortened before anything is left out."""
    count = len(draft.lines)
    sizes = [(count, 80), (count, 40)] if count else []
    sizes += [(shown, 20) for shown in range(min(count, _MOST_ITEMS), 0, -1)]
    for shown, name_limit in sizes:
        yield _items(draft, shown, name_limit)
    yield f"{count} lines"


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
