"""What is sent in bodies and queries, written strictly, since CJ's pages disagree on what it reads.

Key order is fixed, arrays are never null, ids are text, prices are numbers with two decimals.
What does not fit is a bug of ours, found by `draft_rules` long before: `ValueError`. Ids and
prices are CJ's own or typed: one that no request can carry is an expected failure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.domain.errors import InvalidInput, NotFound
from app.domain.filing.evidence_rules import is_web_link
from app.domain.filing.filing import (
    LINK_LIMIT,
    MESSAGE_LIMIT,
    DisputeDraft,
    DraftLine,
    EvidenceKind,
)
from app.domain.ids import ORDER_ID_LIMIT, DisputeId, OrderId
from app.domain.money import NotAnAmount, usd
from app.domain.text import repaired, utf16_length


def confirm_body(order_id: OrderId, lines: Sequence[DraftLine]) -> dict[str, object]:
    """The body of `disputes/disputeConfirmInfo` (dispute page, section 2)."""
    return {"orderId": usable_id(order_id), "productInfoList": _items(lines)}


def confirm_body_of_entries(
    order_id: OrderId, lines: Sequence[DraftLine], entries: Mapping[str, Mapping[str, object]]
) -> dict[str, object] | None:
    """The same of CJ's own entries as they came, quantity changed; None where one is not known."""
    if any(line.line_item_id not in entries for line in lines):
        return None
    items = [{**entries[line.line_item_id], "quantity": line.quantity} for line in lines]
    return {"orderId": usable_id(order_id), "productInfoList": items}


def create_body(order_id: OrderId, draft: DisputeDraft) -> dict[str, object]:
    """The body of `disputes/create` (dispute page, section 3)."""
    if draft.reason is None or draft.expected is None:
        raise ValueError("a dispute needs a reason and an expected outcome")
    if not (draft.reference.isascii() and is_usable_id(draft.reference)):
        raise ValueError("a reference is plain ASCII, at most 100 characters without spaces")
    message = repaired(draft.message)
    if not 1 <= utf16_length(message) <= MESSAGE_LIMIT:
        raise ValueError("a message has 1 to 500 characters")
    return {
        "businessDisputeId": draft.reference,
        "orderId": usable_id(order_id),
        "disputeReasonId": int(draft.reason.reason_id),
        "expectType": int(draft.expected),
        "refundType": int(draft.refund_target),
        "messageText": message,
        "imageUrl": _links(draft, EvidenceKind.IMAGE),
        "videoUrl": _links(draft, EvidenceKind.VIDEO),
        "productInfoList": _items(draft.lines),
    }


def cancel_body(order_id: OrderId, dispute_id: DisputeId) -> dict[str, object]:
    """The body of `disputes/cancel` (dispute page, section 4)."""
    return {"orderId": usable_id(order_id), "disputeId": usable_id(dispute_id)}


def is_usable_id(text: str) -> bool:
    """Whether a request can carry an id: 1 to 100 printable characters without spaces."""
    has_space = any(each.isspace() or not each.isprintable() for each in text)
    return 1 <= len(text) <= ORDER_ID_LIMIT and not has_space


def is_usable_price(price: Decimal) -> bool:
    """Whether a request can carry a price: no less than nothing, with at most two decimals."""
    try:
        return usd(price) == price and price >= 0
    except NotAnAmount:
        return False


def usable_id(text: str) -> str:
    """The id. Raises `NotFound` where no request could carry it: CJ has none such."""
    if not is_usable_id(text):
        raise NotFound
    return text


def usable_number(text: str) -> str:
    """A shop's own number, which may hold spaces. Raises `NotFound` like `usable_id`."""
    if not 1 <= len(text) <= ORDER_ID_LIMIT or not text.isprintable():
        raise NotFound
    return text


def _items(lines: Sequence[DraftLine]) -> list[dict[str, object]]:
    if not lines:
        raise ValueError("a dispute names at least one line item")
    return [_item(line) for line in lines]


def _item(line: DraftLine) -> dict[str, object]:
    """One line item. The price is the one that step 1 gave, unchanged."""
    if line.quantity < 1:
        raise ValueError("a line item is disputed for at least one piece")
    if not is_usable_price(line.unit_price):
        raise InvalidInput
    return {
        "lineItemId": usable_id(line.line_item_id),
        "quantity": int(line.quantity),
        "price": usd(line.unit_price),
    }


def _links(draft: DisputeDraft, kind: EvidenceKind) -> list[str]:
    links = [each.url for each in draft.evidence if each.kind is kind]
    if any(not is_web_link(link) or utf16_length(link) > LINK_LIMIT for link in links):
        raise ValueError("an evidence link is a web address of at most 200 characters")
    return links
