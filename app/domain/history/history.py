"""The dispute history as it is asked for and shown: a query, and rows that answer it.

A named tuple is made in a tenth of the time of a dataclass, and the start waits for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from app.domain.history.spans import EVER, Days

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from app.domain.disputes.disputes import Dispute
    from app.domain.ids import DisputeId


class Show(Enum):
    """Which disputes to list."""

    ALL = "all"
    OPEN = "open"
    WAITING = "waiting"
    """CJ waits for the merchant."""
    REFUNDED = "refunded"
    REISSUED = "reissued"
    REJECTED = "rejected"
    BUYER_REFUNDED = "buyer refunded"
    """The buyer has the money back, and CJ has not decided or waits for the merchant."""
    CHANGED = "changed"
    """Changed since the user last looked."""


class SortKey(Enum):
    """What to sort by, each by its native value: dates as dates, amounts as amounts."""

    DISPUTE = "dispute"
    ORDER = "order"
    CREATED = "created"
    REASON = "reason"
    STATUS = "status"
    OUTCOME = "outcome"
    REFUND = "refund"
    ASKED = "asked"
    PRODUCT = "product"
    SUPPLIER = "supplier"
    CHANGED = "changed"
    REISSUE_ORDER = "reissue order"
    BUYER_REFUND = "buyer refund"
    NET_LOSS = "net loss"


class HistoryQuery(NamedTuple):
    """One request for rows. Every word of `text` must occur somewhere in a row.

    With `only`, these disputes are asked for, whatever the text.
    """

    text: str = ""
    show: Show = Show.ALL
    sort: SortKey = SortKey.CREATED
    descending: bool = True
    limit: int = 200
    offset: int = 0
    created: Days = EVER
    """On which days. Once these have an end, disputes that CJ gave no date answer no more."""
    only: tuple[DisputeId, ...] | None = None


class Followed(NamedTuple):
    """A dispute that may still change, for whoever decides which of them to ask CJ about.

    `place` counts from 0 among all disputes, the newest first, as CJ lists them; `read` is when
    CJ last told of it (aware UTC).
    """

    dispute_id: DisputeId
    place: int
    read: datetime


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A dispute with what this computer knows besides. Times are aware UTC."""

    dispute: Dispute
    asked: Decimal | None
    """The ceiling (USD) when it was filed here; None for disputes filed elsewhere."""
    last_changed: datetime | None
    """When status, outcome, money or reissue order last changed under our eyes; None for never."""
    is_unseen_change: bool = False
    is_gone: bool = False
    """Whether CJ's list, when last read to its end, did not have it any more."""
    refunded_to_buyer: Decimal | None = None
    """What the merchant gave back to the buyer (USD), as it was entered; None for not entered."""


class HistoryPage(NamedTuple):
    """Rows that answer a query, from its offset on; `total` counts all that match."""

    total: int
    rows: tuple[HistoryRow, ...]


class Sum(NamedTuple):
    """An amount (USD) over several disputes, and how many of them have one."""

    amount: Decimal
    known: int


class Sums(NamedTuple):
    """Several disputes as one: how many have a change not seen yet, and their money."""

    unseen: int
    refund: Sum
    """What CJ gave by its decisions."""
    asked: Sum
    refunded_to_buyer: Sum
    net_loss: Sum


class Coverage(NamedTuple):
    """How many disputes CJ counts, and how many of them it lists, as far as is known."""

    counted: int
    listed: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is known to be missing here."""
        return self.counted <= self.listed


class Change(NamedTuple):
    """A dispute that is new, or differs in status, outcome, money or reissue order."""

    before: Dispute | None
    """As it was known until now; None for one that is new."""
    after: Dispute
