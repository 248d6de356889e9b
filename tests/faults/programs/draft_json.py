"""A draft as plain JSON, written apart from the program's own storage.

The harness compares what it gave with what it gets back, so it must not share a mistake with
`app.storage.ledger.rows`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.domain.disputes.disputes import ExpectedOutcome, Reason, RefundTarget
from app.domain.filing.filing import DisputeDraft, DraftLine, Evidence, EvidenceKind, Step
from app.domain.ids import BusinessDisputeId, LineItemId, OrderId, OrderNumber

Json = dict[str, Any]


def to_json(draft: DisputeDraft) -> Json:
    """Every field of the draft."""
    return {
        "reference": draft.reference,
        "order_id": draft.order_id,
        "order_number": draft.order_number,
        "lines": [
            [each.line_item_id, each.quantity, str(each.unit_price), each.product_name, each.sku]
            for each in draft.lines
        ],
        "reason": [draft.reason.reason_id, draft.reason.name] if draft.reason else None,
        "expected": draft.expected.name if draft.expected else None,
        "refund_target": draft.refund_target.name,
        "message": draft.message,
        "message_is_own": draft.message_is_own,
        "evidence": [[each.url, each.kind.name] for each in draft.evidence],
        "link_text": draft.link_text,
        "step": draft.step,
    }


def from_json(content: Json) -> DisputeDraft:
    """The draft that `to_json` was given."""
    reason, expected = content["reason"], content["expected"]
    return DisputeDraft(
        BusinessDisputeId(content["reference"]),
        OrderId(content["order_id"]),
        OrderNumber(content["order_number"]),
        tuple(
            DraftLine(LineItemId(line), quantity, Decimal(price), name, sku)
            for line, quantity, price, name, sku in content["lines"]
        ),
        Reason(*reason) if reason else None,
        ExpectedOutcome[expected] if expected else None,
        RefundTarget[content["refund_target"]],
        content["message"],
        content["message_is_own"],
        tuple(Evidence(url, EvidenceKind[kind]) for url, kind in content["evidence"]),
        content["link_text"],
        Step(content["step"]),
    )
