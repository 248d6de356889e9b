"""A draft as JSON text. Amounts are exact; a field that an older version did not know is empty."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.disputes import ExpectedOutcome, Reason, RefundTarget
from app.domain.filing import DisputeDraft, DraftLine, Evidence, EvidenceKind, Place, Step
from app.domain.ids import BusinessDisputeId, LineItemId, OrderId, OrderNumber
from app.domain.text import storable

if TYPE_CHECKING:
    from collections.abc import Mapping

_Choice = TypeVar("_Choice", bound=Enum)


class DraftUnreadable(ValueError):
    """The text is not a draft."""


def draft_to_text(draft: DisputeDraft) -> str:
    """The draft as text; equal drafts give equal texts."""
    reason = draft.reason
    content = {
        "reference": draft.reference,
        "order_id": draft.order_id,
        "order_number": draft.order_number,
        "lines": [
            {
                "line_item_id": line.line_item_id,
                "quantity": line.quantity,
                "unit_price": str(line.unit_price),
                "product_name": line.product_name,
                "sku": line.sku,
            }
            for line in draft.lines
        ],
        "reason": reason and {"id": reason.reason_id, "name": reason.name},
        "expected": draft.expected and draft.expected.value,
        "refund_target": draft.refund_target.value,
        "message": draft.message,
        "message_is_own": draft.message_is_own,
        "evidence": [{"url": each.url, "kind": each.kind.value} for each in draft.evidence],
        "link_text": draft.link_text,
        "step": draft.step.value,
        "template": draft.template,
        "seen_total": None if draft.seen_total is None else str(draft.seen_total),
        "place": draft.place and [draft.place.anchor, draft.place.cursor, draft.place.field],
    }
    return storable(json.dumps(content, ensure_ascii=False))


def draft_from_text(text: str) -> DisputeDraft:
    """The draft that a text was made from. Raises `DraftUnreadable`.

    Fields that are missing or hold a choice this version does not know get their default.
    """
    try:
        content = json.loads(text, parse_float=Decimal)
        return DisputeDraft(
            reference=BusinessDisputeId(str(content["reference"])),
            order_id=OrderId(str(content["order_id"])),
            order_number=OrderNumber(str(content.get("order_number", ""))),
            lines=tuple(_line(each) for each in content.get("lines") or ()),
            reason=_reason(content.get("reason")),
            expected=_choice(ExpectedOutcome, content.get("expected")),
            refund_target=_choice(RefundTarget, content.get("refund_target"))
            or RefundTarget.BALANCE,
            message=str(content.get("message", "")),
            message_is_own=bool(content.get("message_is_own", False)),
            evidence=tuple(
                Evidence(
                    str(each["url"]), _choice(EvidenceKind, each["kind"]) or EvidenceKind.IMAGE
                )
                for each in content.get("evidence") or ()
            ),
            link_text=str(content.get("link_text", "")),
            step=_choice(Step, content.get("step")) or Step.ITEMS,
            template=str(content.get("template") or ""),
            seen_total=_amount(content.get("seen_total")),
            place=_place(content.get("place")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise DraftUnreadable(text[:80]) from error


def same_filing(one: DisputeDraft, other: DisputeDraft) -> bool:
    """Whether two drafts would send the same: what tells only where its author was may differ."""
    return _sent_of(one) == _sent_of(other)


def _sent_of(draft: DisputeDraft) -> str:
    return draft_to_text(replace(draft, step=Step.ITEMS, template="", seen_total=None, place=None))


def _amount(content: object) -> Decimal | None:
    """An amount as text. One that cannot be read is no reason to lose a draft."""
    try:
        amount = Decimal(content) if isinstance(content, str) else None
    except ArithmeticError:
        return None
    return amount if amount is not None and amount.is_finite() else None


def _place(content: object) -> Place | None:
    if not isinstance(content, list) or len(content) != 3:
        return None
    anchor, cursor, field = content
    if type(anchor) is not int or type(cursor) is not int or not isinstance(field, str):
        return None
    return Place(anchor, cursor, field)


def _line(content: Mapping[str, Any]) -> DraftLine:
    return DraftLine(
        LineItemId(str(content["line_item_id"])),
        int(content["quantity"]),
        Decimal(content["unit_price"]),
        str(content.get("product_name", "")),
        str(content.get("sku", "")),
    )


def _reason(content: Mapping[str, Any] | None) -> Reason | None:
    return Reason(int(content["id"]), str(content["name"])) if content else None


def _choice(kind: type[_Choice], value: object) -> _Choice | None:
    try:
        return kind(value)
    except ValueError:
        return None
