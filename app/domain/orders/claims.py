"""What can be claimed of an order, estimated: nothing here ever blocks anything, CJ alone decides.

Days are days of UTC for orders and of an unknown place for events of a parcel, so that every
comparison allows for one day of slack.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from app.domain.disputes.disputes import Dispute
    from app.domain.disputes.reasons import ReasonFamily
    from app.domain.orders.orders import OrderFacts, Tracking


class Verdict(Enum):
    """What a merchant can do about an order."""

    CLAIM_NOW = "claim now"
    WATCH = "watch"
    WAIT = "wait"
    CANCELLABLE = "can be cancelled"
    LOOK_IN_WALLET = "look in the wallet"
    DELIVERED = "delivered"
    IN_DISPUTE = "in dispute"
    DECIDED = "decided"
    NOT_COVERED = "not covered"
    TOO_LATE = "too late"
    NOTHING_TO_DO = "nothing to do"
    NOT_KNOWN = "not known"


class Confidence(Enum):
    """How sure a judgement is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Silence(Enum):
    """For how long a parcel under way has had no event."""

    QUIET = "quiet"
    MAYBE_LOST = "may be lost"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class TrackedOrder:
    """An order as kept on this computer, with all that a judgement needs."""

    facts: OrderFacts
    tracking: tuple[Tracking, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    looked: datetime | None = None
    """When the order itself was last known whole (UTC); None where only its row of the list is."""
    tracking_looked: datetime | None = None
    """When its tracking was last answered (UTC)."""
    is_incomplete: bool = False
    """The last look failed or was cut short: all facts are older than it."""
    refund_known: bool = False
    """Whether a refund for it is known."""
    can_dispute: bool | None = None
    """CJ's own word (`canChoose`), which overrules every rule; None where it was not asked."""


class WaitLimit(IntEnum):
    """Days after dispatch from which a parcel that has not arrived can be claimed."""

    GENERAL = 60
    USA = 45
    BRAZIL = 110
    SLOW_LINE = 100
    """China Post Registered and CJ's liquid line."""


class ClaimRule(Enum):
    """The rules by which orders are judged."""

    STALE = "CJ has not told enough"
    NOT_PAID = "not paid"
    DISPUTED = "in the list of disputes"
    CLOSED_UNREFUNDED = "closed, never left, no refund known"
    CLOSED = "closed"
    NOT_SHIPPED = "paid and not shipped"
    LABEL_ONLY = "a number without a scan"
    LOST_OR_DAMAGED = "an event says lost or damaged"
    RETURNED = "returned to sender"
    BUYER_MUST_ACT = "attempted, waiting or in customs"
    OVER_THE_LIMIT = "under way beyond the limit"
    WITHIN_THE_LIMIT = "under way within the limit"
    SHIP_DAY_UNKNOWN = "under way, the day it left not known"
    DELIVERED = "delivered"
    UNTRACKED = "shipped without a number"
    CJ_ALLOWS = "CJ itself takes a dispute"
    CJ_REFUSES = "CJ itself takes none"


class Source(Enum):
    """Where a rule comes from."""

    ARTICLE_120 = "CJ's article 120"
    """Its refund policy, dated 2023-03-03: the newest text with a date."""
    ARTICLE_172 = "CJ's article 172"
    """How disputes are opened, dated 2024-03-06."""
    REFUND_TEXT = "CJ's text on refunds"
    """Dated 2023-09-20."""
    OLDER_TEXT = "an older text of CJ"
    CJ_ITSELF = "what CJ says of the order"
    MEASURED = "healthy orders"
    """No text of CJ's names a day: how long orders took that arrived."""
    TRACKING = "the parcel's tracking"


class Judgement(NamedTuple):
    """What is to be done about an order on a day. Every one is an estimate.

    A named tuple, as ten thousand are made at once.
    """

    verdict: Verdict
    rule: ClaimRule
    """Which rule it follows; `ui` words it, with its source."""
    confidence: Confidence
    family: ReasonFamily | None = None
    """The family of reason to claim with; None where nothing is to be claimed."""
    first_day: date | None = None
    """From when it can be claimed."""
    last_day: date | None = None
    """Until when it can be claimed; None where no rule names an end."""
    days_over: int = 0
    """Days by which the limit is passed; negative before it."""
    amount: Decimal | None = None
    """USD that can be claimed at most; None where no price is known."""
    silence: Silence | None = None
    is_part: bool = False
    """Only some of the order's parcels are meant."""
    sources_disagree: bool = False
    """Order and tracking say different things about the delivery."""
    as_of: datetime | None = None
    """Set where the facts are older than they should be: when they were true (UTC)."""
    limit: WaitLimit | None = None
    """Which number of days after dispatch it counts by; None where the rule counts otherwise."""
    is_refund_uncertain: bool = False
    """CJ prepares the order already: cancelling it may not bring the whole refund."""
    is_closing: bool = False
    """Only some days are left until the last one."""
