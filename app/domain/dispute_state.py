"""Where a dispute stands, as far as CJ's outcome and its status word tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.disputes import Dispute

# CJ publishes no list of status words: these say in any order of words that nothing more comes.
_ENDED = re.compile(
    r"\b(?:close[ds]?|cancell?ed|finish(?:ed)?|completed?|withdrawn|revoked|terminated|ended"
    r"|refunded|reissued|rejected)\b|关闭|取消|撤销|撤回|完成|结束",
    re.IGNORECASE,
)


def has_ended(status: str) -> bool:
    """Whether a status word says that nothing more comes."""
    return _ENDED.search(status) is not None


def is_open(dispute: Dispute) -> bool:
    """Whether CJ still has to decide."""
    return dispute.outcome is None and not has_ended(dispute.status)


def is_withdrawn(dispute: Dispute) -> bool:
    """Whether it ended without a decision: cancelled by the merchant, or closed by CJ."""
    return dispute.outcome is None and has_ended(dispute.status)


def is_settled(dispute: Dispute) -> bool:
    """Whether nothing more is to be expected: decided and paid are two things at CJ."""
    return has_ended(dispute.status)
