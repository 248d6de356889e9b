"""The draft of a dispute, and the states a filing goes through on its way to CJ.

Every move is stored before the next thing happens, and only a trustworthy answer closes a filing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal  # noqa: TC003 - read when a stored draft is
from enum import Enum
from typing import TYPE_CHECKING, NewType

from app.domain.disputes.disputes import Ceiling, ExpectedOutcome, Reason, RefundTarget
from app.domain.errors import AppError, Declined
from app.domain.ids import (
    BusinessDisputeId,
    DisputeId,
    LineItemId,
    OrderId,
    OrderNumber,
    new_business_dispute_id,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute
    from app.domain.orders.orders import DisputableOrder, OrderLine

MESSAGE_LIMIT = 500
"""Longest `messageText`, in UTF-16 units: CJ does not say what it counts, and none is more."""
LINK_LIMIT = 200
"""Longest evidence link, counted likewise. CJ does not say whether per link or in all."""


Step = NewType("Step", str)
"""The name of a page of the filing dialog. Which there are, and in what order, the dialog says."""
ITEMS, REASON, REVIEW = Step("ITEMS"), Step("REASON"), Step("REVIEW")
MY_CJ = Step("MY_CJ")


class Door(Enum):
    """How a dispute gets to CJ."""

    API = "api"
    """This program sends it: CJ takes that for orders made through its API."""
    MY_CJ = "my cj"
    """A person opens it in My CJ, with what was prepared here."""


class EvidenceKind(Enum):
    """Which of CJ's two lists a link goes into."""

    IMAGE = "image"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A public link to a picture or video. CJ takes no files."""

    url: str
    kind: EvidenceKind = EvidenceKind.IMAGE


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A chosen line item, with the unit price (USD) that CJ gave for it."""

    line_item_id: LineItemId
    quantity: int
    unit_price: Decimal
    product_name: str = ""
    sku: str = ""

    @classmethod
    def of(cls, line: OrderLine, quantity: int) -> DraftLine:
        """So many pieces of this line, whose price must be known."""
        if line.unit_price is None:
            raise ValueError("a line without a price cannot be disputed")
        return cls(line.line_item_id, quantity, line.unit_price, line.product_name, line.sku)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the author of a draft was when it was left. Never sent."""

    anchor: int = 0
    cursor: int = 0
    """Where the selection in the message begins and ends, counted as Qt does (UTF-16)."""
    field: str = ""
    """The input that had the focus, by the name that the dialog gives it."""


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """All that a person has decided about one dispute so far. Changing it means making another.

    `reference` is made once and is both the draft's identity here and the `businessDisputeId`
    of every attempt to file it.
    """

    reference: BusinessDisputeId
    order_id: OrderId
    order_number: OrderNumber
    lines: tuple[DraftLine, ...] = ()
    reason: Reason | None = None
    expected: ExpectedOutcome | None = None
    refund_target: RefundTarget = RefundTarget.BALANCE
    message: str = ""
    message_is_own: bool = False
    """Whether a person changed the message; then no template may replace it."""
    evidence: tuple[Evidence, ...] = ()
    link_text: str = ""
    """What stands in the link field and was not added yet: it is not lost either."""
    step: Step = ITEMS
    template: str = ""
    """Key of the template that the message is, or began as where a person changed it since."""
    seen_total: Decimal | None = None
    """The ceiling (USD) that was last shown for just this selection."""
    place: Place | None = None
    door: Door = Door.API

    @classmethod
    def begin(
        cls,
        order: DisputableOrder,
        elsewhere: Collection[LineItemId] = (),
        *,
        takes_all: bool = False,
    ) -> DisputeDraft:
        """A new draft for an order, with the line chosen where only one can be, or with all lines.

        Lines `elsewhere` are in another draft and not chosen here.
        """
        open_lines = [
            line
            for line in order.lines
            if line.is_open_to_dispute and line.line_item_id not in elsewhere
        ]
        if len(open_lines) > 1 and not takes_all:
            open_lines = []
        chosen = tuple(DraftLine.of(each, each.quantity) for each in open_lines)
        return cls(new_business_dispute_id(), order.order_id, order.order_number, chosen)

    def with_line(self, line: OrderLine, quantity: int) -> DisputeDraft:
        """The draft with so many pieces of a line chosen; none for a quantity of 0."""
        kept = {each.line_item_id: each for each in self.lines}
        if quantity > 0:
            kept[line.line_item_id] = DraftLine.of(line, quantity)
        else:
            kept.pop(line.line_item_id, None)
        return replace(self, lines=tuple(kept.values()))

    @property
    def line_ids(self) -> frozenset[LineItemId]:
        """The chosen line items."""
        return frozenset(line.line_item_id for line in self.lines)

    def may_be_about_items_of(self, other: DisputeDraft) -> bool:
        """Whether a dispute that one becomes may be about the other's items, too.

        An order has several ids: where both know their items, these decide.
        """
        if self.lines and other.lines:
            return not self.line_ids.isdisjoint(other.line_ids)
        return self.order_id == other.order_id

    @property
    def is_blank(self) -> bool:
        """Whether nothing in it was typed or decided beyond choosing lines."""
        return not any(
            (self.message_is_own, self.template, self.evidence, self.link_text, self.reason)
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all in it that a person could miss."""
        return self.is_blank and not self.lines


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """A draft as it was at some time; the one with the highest number is the present one."""

    number: int
    draft: DisputeDraft
    saved: datetime


class FilingState(Enum):
    """Where a filing stands."""

    DRAFT = "draft"
    SENDING = "sending"
    UNKNOWN = "unknown"
    """Sent, but no trustworthy answer came: CJ may have it or not."""
    REFUSED = "refused"
    FILED = "filed"
    """CJ said yes; its number is not read back yet."""
    CONFIRMED = "confirmed"
    """Found in CJ's list: its number is known."""
    HANDED_OVER = "handed over"
    """A person has opened it in My CJ, and nothing was sent from here; its number is not known."""


_MOVES: dict[FilingState, frozenset[FilingState]] = {
    # From draft, refused or filed to confirmed only by a person, who knows the dispute.
    FilingState.DRAFT: frozenset(
        {FilingState.SENDING, FilingState.CONFIRMED, FilingState.HANDED_OVER}
    ),
    FilingState.SENDING: frozenset(
        {FilingState.FILED, FilingState.REFUSED, FilingState.UNKNOWN, FilingState.DRAFT}
    ),
    FilingState.UNKNOWN: frozenset({FilingState.CONFIRMED, FilingState.SENDING, FilingState.DRAFT}),
    FilingState.REFUSED: frozenset(
        {
            FilingState.SENDING,
            FilingState.DRAFT,
            FilingState.CONFIRMED,
            FilingState.HANDED_OVER,
        }
    ),
    FilingState.FILED: frozenset({FilingState.CONFIRMED, FilingState.DRAFT}),
    FilingState.CONFIRMED: frozenset(),
    FilingState.HANDED_OVER: frozenset({FilingState.CONFIRMED, FilingState.DRAFT}),
}

EDITABLE = frozenset({FilingState.DRAFT, FilingState.REFUSED})
"""States in which the draft may still change."""
UNDECIDED = frozenset({FilingState.SENDING, FilingState.UNKNOWN})
"""States in which CJ may or may not have the dispute: its line items are held."""


def may_move(current: FilingState, to: FilingState) -> bool:
    """Whether the ledger allows this move."""
    return to in _MOVES[current]


_DECLINED = frozenset(each.__name__ for each in Declined.__subclasses__())
"""Results that are CJ's whole no to the dispute itself."""


class AttemptKind(Enum):
    """What was sent to CJ for a filing."""

    CREATE = "create"
    READ_BACK = "read back"
    CANCEL = "cancel"
    HAND_OVER = "hand over"
    """Nothing: what was prepared (since when the record begins) was opened in My CJ by its end."""
    KEEP_WAITING = "keep waiting"
    """Nothing: asked whether it was opened in My CJ, a person wanted to wait for it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request made for a filing, for the case's record. Times are aware UTC."""

    kind: AttemptKind
    started: datetime
    ended: datetime | None = None
    result: str = ""
    """One word for what came of it: a `FilingState` value, an error's name, or "not found"."""
    code: int | None = None
    text: str = ""
    request_id: str = ""
    cj_started: datetime | None = None
    cj_ended: datetime | None = None
    """The same by CJ's own clock, as its answers tell it: ours may be wrong, or be set meanwhile.
    An answer is on its way for some time: the start is the earliest it can be, the end the latest.
    """
    not_processed: bool = False
    """Whether CJ certainly did nothing of it."""
    http_status: int | None = None
    """Of its answer, whoever gave it; None where none came, or none was noted."""

    @property
    def was_declined(self) -> bool:
        """Whether CJ looked at it and said no, be it because it has the dispute already."""
        return self.result in _DECLINED

    @property
    def was_taken_in(self) -> bool:
        """Whether CJ may have looked at it: so not where it never left, or came too soon."""
        return self.was_declined or not self.not_processed

    @property
    def was_answered(self) -> bool:
        """Whether an answer came, a gateway's too: the request is no longer on its way."""
        return self.code is not None or self.http_status is not None


@dataclass(frozen=True, slots=True)
class Filing:
    """A row of the ledger."""

    draft: DisputeDraft
    state: FilingState
    created: datetime
    changed: datetime
    known_dispute_ids: frozenset[DisputeId] | None = None
    """The order's disputes seen before sending; None where the list was never fetched."""
    dispute_id: DisputeId | None = None
    ceiling: Decimal | None = None
    """The most that could be asked for when it was sent, in USD."""
    asked: Ceiling | None = None
    """The same by cost line; None where only the total was kept."""
    nothing_found: bool = False
    """Whether CJ has nothing of it, as far as all it tells goes: sending again is allowed."""
    candidates: tuple[DisputeId, ...] = ()
    """Disputes that may be what it became: a person has to say."""
    is_recorded: bool = True
    """False where what came of sending could not be written down yet."""
    attempts: tuple[Attempt, ...] = field(default=())

    @property
    def reference(self) -> BusinessDisputeId:
        """The filing's identity."""
        return self.draft.reference

    @property
    def requests(self) -> tuple[Attempt, ...]:
        """All that were made to file it."""
        return tuple(each for each in self.attempts if each.kind is AttemptKind.CREATE)

    @property
    def times_sent(self) -> int:
        """How many requests were made to file it."""
        return len(self.requests)

    @property
    def sent(self) -> tuple[Attempt, ...]:
        """The requests to file it of which a dispute may have come."""
        return tuple(each for each in self.requests if not each.not_processed)

    @property
    def handed_over(self) -> Attempt | None:
        """How it was handed over, where that was its last way to CJ."""
        ways = (AttemptKind.CREATE, AttemptKind.HAND_OVER)
        last = next((each for each in reversed(self.attempts) if each.kind in ways), None)
        return last if last and last.kind is AttemptKind.HAND_OVER else None


class OtherDisputesFound(AppError):
    """CJ has, or may have, undecided disputes about these line items: nothing was sent.

    A person has to say whether one of them is this claim, or another one is to be filed. In
    `disputes` is what CJ lists; those `filed_here` are the numbers of other filings of ours.
    `prepared` was opened in My CJ, as a person said, and is not listed yet. Both are empty where
    CJ only says that there is a dispute, or holds the items for it.
    """

    not_processed = True

    def __init__(
        self,
        disputes: tuple[Dispute, ...],
        filed_here: frozenset[DisputeId] = frozenset(),
        prepared: tuple[Filing, ...] = (),
    ) -> None:
        super().__init__()
        self.disputes = disputes
        self.filed_here = filed_here
        self.prepared = prepared
