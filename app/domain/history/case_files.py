"""The case file: everything this computer knows of one dispute, to be handed to somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute, RefundPart
    from app.domain.filing.filing import Filing
    from app.domain.history.attachments import Attachment
    from app.domain.history.buyer_refunds import BuyerRefund
    from app.domain.history.history import HistoryRow


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One dispute with its record. `made` is aware UTC: what came later is not in it."""

    row: HistoryRow
    dispute: Dispute
    """As CJ last told it in full, or else as its list has it; with the products as told then."""
    refund_parts: tuple[RefundPart, ...]
    filing: Filing | None
    """None for a dispute that was not filed with this program."""
    made: datetime
    skus: tuple[str, ...] = ()
    note: str = ""
    attachments: tuple[Attachment, ...] = ()
    """Files that the user put beside the filing."""
    buyer_refund: BuyerRefund | None = None
