"""Where a dispute stands, as far as CJ's outcome and its status word tell."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Outcome

if TYPE_CHECKING:
    from decimal import Decimal

    from app.domain.disputes.disputes import Dispute

# CJ publishes no list of status words: these say in any order of words that nothing more comes.
_ENDED = re.compile(
    r"\b(?:close[ds]?|cancell?ed|finish(?:ed)?|completed?|withdrawn|revoked|terminated|ended"
    r"|refunded|reissued|rejected)\b|关闭|取消|撤销|撤回|完成|结束",
    re.IGNORECASE,
)
# What is said not to have come yet, or not to count any longer, says nothing of an end.
_NOT_YET = re.compile(
    r"\b(?:(?:not|never)(?: (?!\w*ed\b)\w+)?|to be|being|will be|pending|awaiting|before|until)"
    rf" (?:{_ENDED.pattern})|.*\bre ?open\w*.*"
    rf"|(?:未|待|不|没|没有|尚未|即将)(?:被|能)?(?:{_ENDED.pattern})|.*重新(?:打开|开启|处理)",
    re.IGNORECASE,
)
_WAITS = r"\b(?:await\w*|wait(?:s|ing)?|pending|needs?|requires?|to be)\b.{0,24}?"
# They name the merchant, or what nobody else can do: agree to a proposal, add what is missing.
_ASKS = re.compile(
    _WAITS + r"\b(?:you|your|merchants?|sellers?|buyers?|customers?|clients?|users?"
    r"|agree\w*|evidence)\b"
    r"|\b(?:your|merchant|seller|buyer|customer|client|user) (?:to )?"
    r"(?:respon[ds]|reply|answer|agree|accept|confirm)\w*"
    r"|\bpropos(?:al|ed)\b|\bnegotiat\w+|\bincomplete\b"
    r"|待(?:您|你|客户|商家|卖家|买家|用户)|待(?:同意|补充)|协商",
    re.IGNORECASE,
)
# "Awaiting response" is where CJ's pages keep what was just opened: it may be CJ that is to answer.
_ASKS_SOMEBODY = re.compile(
    _WAITS + r"\b(?:respon[ds]\w*|repl(?:y|ies)|answer\w*|accept\w*|confirm\w*)\b"
    r"|待(?:确认|回复|答复)",
    re.IGNORECASE,
)
_ASKS_OTHERS = re.compile(
    r"\b(?:(?:for|by|from) cj|cj (?:to|repl\w+|respon\w+|review\w*|confirm\w*|team|agents?)"
    r"|agents?|suppliers?|warehouses?|factory|carriers?|platform|customer service"
    r"|(?<!to be )(?:agreed|accepted|approved|confirmed)|declined)\b"
    r"|待(?:平台|客服|仓库|供应商|审核)|已(?:确认|同意|回复)",
    re.IGNORECASE,
)
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def has_ended(status: str) -> bool:
    """Whether a status word says that nothing more comes."""
    return _ENDED.search(_NOT_YET.sub(" ", _BETWEEN_WORDS.sub(" ", status))) is not None


@lru_cache(maxsize=256)  # asked for every row that is painted, and words are few
def waits_for_merchant(status: str) -> bool:
    """Whether a status word says that CJ waits for an answer, which is given in My CJ only."""
    return _asks(_ASKS, status)


def waits_for_somebody(status: str) -> bool:
    """Whether a status word says that an answer is waited for, and not whose."""
    return _asks(_ASKS_SOMEBODY, status) and not waits_for_merchant(status)


def decision(dispute: Dispute) -> Outcome | None:
    """What CJ decided; None as long as it has not, or only proposes it to the merchant.

    A proposal counts once the merchant has agreed. Says nothing of payment.
    """
    return None if waits_for_merchant(dispute.status) else dispute.outcome


def received(dispute: Dispute) -> Decimal | None:
    """What CJ gave by its decision, in USD; None where it has not decided or told it."""
    return None if decision(dispute) is None else dispute.refund


def is_open(dispute: Dispute) -> bool:
    """Whether CJ, or the merchant who is asked to agree, still has to decide."""
    return decision(dispute) is None and not has_ended(dispute.status)


def may_be_open(dispute: Dispute) -> bool:
    """Whether it may still be under way, whatever decision stands beside its status.

    CJ's own sample has a refund beside "Processing": what stands there may be what was asked for.
    """
    is_refused = decision(dispute) is Outcome.REJECT
    return not (is_refused or has_ended(dispute.status))


def is_withdrawn(dispute: Dispute) -> bool:
    """Whether it ended without a decision: cancelled by the merchant, or closed by CJ."""
    return dispute.outcome is None and has_ended(dispute.status)


def is_settled(dispute: Dispute) -> bool:
    """Whether nothing more is to be expected: decided and paid are two things at CJ."""
    return has_ended(dispute.status)


def _asks(whom: re.Pattern[str], status: str) -> bool:
    words = _BETWEEN_WORDS.sub(" ", status)
    is_said = whom.search(words) is not None and _ASKS_OTHERS.search(words) is None
    return is_said and not has_ended(words)
