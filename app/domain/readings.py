"""What two answers about one dispute say together, and whether that is news.

CJ's list and its detail may word one status differently, and either may lag behind the other
(cj-api section 7, row 30). So every answer is compared with the one before from the *same*
endpoint: only what differs there is taken over. Two answers that never agree cannot take turns.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.dispute_state import has_ended

if TYPE_CHECKING:
    from decimal import Decimal

    from app.domain.disputes import Dispute, Outcome


class Source(Enum):
    """Which endpoint an answer came from."""

    LIST = "list"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Reading:
    """The facts of a dispute that a merchant wants to be told of, as one answer had them."""

    status: str
    outcome: Outcome | None
    refund: Decimal
    reissue_amount: Decimal
    reissue_order_id: str

    @classmethod
    def of(cls, dispute: Dispute) -> Reading:
        """The facts of this dispute."""
        return cls(
            dispute.status,
            dispute.outcome,
            dispute.refund,
            dispute.reissue_amount,
            dispute.reissue_order_id,
        )


def settle(before: Dispute, previous: Reading | None, seen: Dispute) -> tuple[Dispute, bool]:
    """The facts of `seen` as far as they are newer than `before`, and whether they are news.

    `previous` is what the same endpoint said the last time. What it still says in the same way
    leaves the known facts alone. Its first answer is taken over; that is news where outcome,
    money or reissue order differ, while another status may be another wording of the same: it is
    news only where one word says that the dispute is over and the other does not.
    """
    known, fresh = Reading.of(before), Reading.of(seen)
    if previous is None:
        is_worded = replace(fresh, status=known.status) == known
        is_news = not is_worded or has_ended(known.status) is not has_ended(fresh.status)
        return seen, is_news
    told = asdict(fresh).items()
    taken = replace(known, **{name: it for name, it in told if it != getattr(previous, name)})
    return replace(seen, **asdict(taken)), taken != known
