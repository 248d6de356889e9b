"""How a dispute moves on: from filed to reviewed, decided and finished.

Nothing runs in the background. The state is worked out from the time since filing whenever somebody
asks, so a world that was asleep in a file wakes up where it would be by now.
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.practice.world.models import (
    CENT,
    CLOSED,
    FINISHED,
    PROCESSING,
    REFUND,
    REISSUE,
    REJECT,
    REVIEWING,
    ZERO,
    Ceiling,
    Dispute,
)

REVIEW_AFTER = timedelta(seconds=20)
DECISION_AFTER = timedelta(seconds=65)
FINISH_AFTER = timedelta(seconds=90)

#: A word of the message that decides the outcome, for demonstrations.
KEYWORDS = {
    "[reject]": "rejected",
    "[reissue]": "reissued",
    "[partial]": "refunded_in_part",
    "[refund]": "refunded",
}


def lived_on(dispute: Dispute, now: datetime) -> Dispute:
    """The dispute as it stands at `now`; the same object where nothing has changed."""
    if not dispute.lives or not dispute.is_open:
        return dispute
    age = now - dispute.created
    if age >= FINISH_AFTER:
        return settled(dispute, outcome_of(dispute), status=FINISHED)
    if age >= DECISION_AFTER:
        wanted = settled(dispute, outcome_of(dispute), status=REVIEWING)
        return dispute if wanted == dispute else wanted
    if age >= REVIEW_AFTER and dispute.status == PROCESSING:
        return replace(dispute, status=REVIEWING)
    return dispute


def outcome_of(dispute: Dispute) -> str:
    """What CJ will decide: by a keyword in the message, else by a stable hash."""
    for keyword, outcome in KEYWORDS.items():
        if keyword in dispute.message.lower():
            return outcome
    digest = hashlib.sha256(f"{dispute.order_code}\n{dispute.message}".encode()).digest()[0]
    if digest % 8 == 0:
        return "rejected"
    if dispute.expect_type == REISSUE:
        return "reissued"
    return "refunded_in_part" if digest % 8 in {1, 2} else "refunded"


def advanced(dispute: Dispute, to: str) -> Dispute:
    """The dispute moved to a named state by hand; from then on time leaves it alone.

    `to` is "processing", "reviewing", "refunded", "refunded_in_part", "reissued", "rejected" or
    "closed".
    """
    if to == "closed":
        return closed(dispute)
    held = replace(dispute, lives=False)
    if to in {"processing", "reviewing"}:
        return replace(
            held,
            status=PROCESSING if to == "processing" else REVIEWING,
            finally_deal=None,
            refund=None,
            replacement_amount=ZERO,
            resend_order_code="",
        )
    return settled(held, to, status=FINISHED)


def closed(dispute: Dispute) -> Dispute:
    """The dispute as its cancellation leaves it: still listed, nothing decided.

    What CJ really does is unknown.
    """
    return replace(dispute, status=CLOSED, cancelled=True, lives=False)


def settled(dispute: Dispute, outcome: str, *, status: str) -> Dispute:
    """The dispute with CJ's decision. Raises KeyError for an outcome that does not exist."""
    decisions: dict[str, dict[str, Any]] = {
        "refunded": {"finally_deal": REFUND, "refund": dispute.ceiling},
        "refunded_in_part": {"finally_deal": REFUND, "refund": in_part(dispute.ceiling)},
        "reissued": {
            "finally_deal": REISSUE,
            "replacement_amount": dispute.ceiling.product,
            "resend_order_code": resend_code(dispute.dispute_id),
        },
        "rejected": {"finally_deal": REJECT},
    }
    return replace(dispute, status=status, **decisions[outcome])


def in_part(ceiling: Ceiling) -> Ceiling:
    """Less than the ceiling: the postage stays unpaid; without postage, half of the goods."""
    goods = ceiling.product
    if not ceiling.postage:
        goods = (goods / Decimal(2)).quantize(CENT, ROUND_HALF_UP)
    return Ceiling(goods, ZERO, ceiling.ioss_tax, ceiling.ioss_fee)


def resend_code(dispute_id: str) -> str:
    """The code of the order that replaces the goods, the same for the same dispute."""
    number = int.from_bytes(hashlib.sha256(dispute_id.encode()).digest()[:6], "big") % 10**15
    return f"SD9{number:015d}"
