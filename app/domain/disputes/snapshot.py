"""What CJ has said, answer by answer: what is told is taken over, and silence erases nothing.

CJ leaves fields out, sends null, or words one status differently in its list and its detail, and
either may lag behind the other. So every answer is compared with the one before from the *same*
endpoint: only what differs there is taken over. Two answers that never agree cannot take turns.
A field that is missing, null or unreadable is not told: "", None or () here, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from app.domain.disputes.disputes import CostKind, Dispute, DisputeLine, Outcome, RefundPart
from app.domain.disputes.state import has_ended, waits_for_merchant

if TYPE_CHECKING:
    from decimal import Decimal


Told = TypeVar("Told", bound=Any)
_NOT_TOLD = ("", None, ())
_TURNS = (has_ended, waits_for_merchant)
"""What a status word may say that counts, however it is worded."""


class Source(Enum):
    """Which endpoint an answer came from."""

    LIST = "list"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one endpoint has said of a dispute; "" and None where it never did."""

    status: str = ""
    reason: str = ""
    outcome: Outcome | None = None
    refund: Decimal | None = None
    reissue_amount: Decimal | None = None
    reissue_order_id: str = ""

    @classmethod
    def of(cls, dispute: Dispute) -> Snapshot:
        """What this dispute's answer says."""
        return cls(**{name: getattr(dispute, name) for name in _SAID})


_SAID = tuple(each.name for each in fields(Snapshot))


class Merged(NamedTuple):
    """A dispute as it is known now, and whether that is news."""

    dispute: Dispute
    is_news: bool


def merge(known: Dispute | None, said: Snapshot, seen: Dispute) -> Merged:
    """What is known of a dispute after an answer; `said` is what its endpoint said before.

    What it says in the same words as before leaves the known facts alone. News are outcome, money,
    reissue order and status; but the first status of an endpoint may be only another wording, and
    is news only where one word says that the dispute is over, or waits for the merchant, and the
    other does not.
    """
    told = {name: value for name in _SAID if is_told(value := getattr(seen, name))}
    if seen.outcome is None:
        # CJ fills in zeros as long as nothing is decided.
        told = {name: value for name, value in told.items() if value != 0}
    if known is None:
        refund, reissue = told.get("refund"), told.get("reissue_amount")
        return Merged(replace(seen, refund=refund, reissue_amount=reissue), is_news=False)
    taken = {
        name: value
        for name, value in told.items()
        if value != getattr(said, name) or not is_told(getattr(known, name))
    }
    keep_time = seen.created is None or (known.created_is_exact and not seen.created_is_exact)
    after = replace(
        known,
        **taken,
        created=known.created if keep_time else seen.created,
        created_is_exact=known.created_is_exact if keep_time else seen.created_is_exact,
        lines=merged_lines(known.lines, seen.lines),
        # Which order it is for is known better than any row can tell.
        order_id=known.order_id or seen.order_id,
        order_number=known.order_number or seen.order_number,
    )
    is_wording = not (said.status and known.status)
    before, now = (_facts(each, with_status=not is_wording) for each in (known, after))
    is_turn = any(says(known.status) is not says(after.status) for says in _TURNS)
    return Merged(after, before != now or is_turn)


def is_told(value: object) -> bool:
    """Whether a field's value is one; a mark that is not set is none."""
    return value is not False and value not in _NOT_TOLD


def completed(later: Told, earlier: Told | None) -> Told:
    """The later one of two dataclasses or named tuples, where it tells nothing as the earlier."""
    if earlier is None:
        return later
    item: Any = later
    names = type(item).__annotations__
    missing = {name: getattr(earlier, name) for name in names if not is_told(getattr(item, name))}
    is_tuple = isinstance(item, tuple)
    made: Told = item._replace(**missing) if is_tuple else replace(item, **missing)
    return made


def merged_lines(
    known: tuple[DisputeLine, ...], seen: tuple[DisputeLine, ...]
) -> tuple[DisputeLine, ...]:
    """A dispute's products after an answer.

    The detail's lack the line items by which orders are found: then the list's stay.
    """
    had_items = any(line.line_item_id for line in known)
    if not seen or (had_items and not any(line.line_item_id for line in seen)):
        return known
    before = {_key(line): line for line in known}
    return tuple(completed(line, before.get(_key(line))) for line in seen)


def merged_parts(
    known: tuple[RefundPart, ...], seen: tuple[RefundPart, ...]
) -> tuple[RefundPart, ...]:
    """The parts of a refund after an answer."""
    before = {_part_key(part): part for part in known}
    return tuple(completed(part, before.get(_part_key(part))) for part in seen) or known


def _key(line: DisputeLine) -> tuple[str, ...]:
    if line.line_item_id:
        return (line.line_item_id,)
    return ("", line.variant_id, line.product_id, line.product_code, line.product_name)


def _part_key(part: RefundPart) -> tuple[CostKind, str]:
    return part.kind, part.name if part.kind is CostKind.OTHER else ""


def _facts(dispute: Dispute, *, with_status: bool) -> tuple[object, ...]:
    """What a merchant wants to be told of. That nothing came is no news after no word of it."""
    return (
        dispute.status if with_status else "",
        dispute.outcome,
        dispute.refund or None,
        dispute.reissue_amount or None,
        dispute.reissue_order_id,
    )
