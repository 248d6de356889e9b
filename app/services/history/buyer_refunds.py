"""What buyers got back: entered by dispute, or pasted by order number. Touches no network."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.disputes.state import is_withdrawn
from app.domain.history.buyer_refunds import (
    BuyerRefund,
    LineProblem,
    PastedLine,
    order_key,
    read_lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute
    from app.domain.ids import DisputeId
    from app.storage.history.buyer_refunds import BuyerRefundStore


class BuyerRefundService:
    """Keeps the refunds of one account. Call it off the UI thread; raises `StorageFailed`."""

    def __init__(self, store: BuyerRefundStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def of(self, dispute_id: DisputeId) -> BuyerRefund | None:
        """What the buyer got back; None where nothing was entered."""
        return self._store.of([dispute_id]).get(dispute_id)

    def save(self, dispute_id: DisputeId, refund: BuyerRefund | None) -> BuyerRefund | None:
        """Keep what was entered; None takes it away."""
        self._store.save({dispute_id: refund}, self._now())
        return refund

    def read_pasted(self, text: str) -> tuple[PastedLine, ...]:
        """What was pasted, each line with the one dispute that it is for, or with its problem."""
        lines = read_lines(text)
        disputes = self._store.disputes_of([each.order for each in lines if each.refund])
        matched = [
            _match(each, disputes.get(order_key(each.order), ())) if each.refund else each
            for each in lines
        ]
        kept = self._store.of(each.dispute_id for each in matched if each.dispute_id)
        first: dict[DisputeId | None, PastedLine] = {
            each.dispute_id: each for each in reversed(matched) if each.dispute_id
        }
        return tuple(
            replace(each, before=kept.get(each.dispute_id or ""))
            if first.get(each.dispute_id, each) is each
            # By the shop's number and by CJ's.
            else PastedLine(each.number, each.order, problem=LineProblem.TWICE)
            for each in matched
        )

    def save_pasted(self, lines: Iterable[PastedLine]) -> None:
        """Keep all that have a dispute, or none where that fails."""
        refunds = {each.dispute_id: each.refund for each in lines if each.dispute_id}
        self._store.save(refunds, self._now())


def _match(line: PastedLine, disputes: tuple[Dispute, ...]) -> PastedLine:
    """Of an order's disputes, those that were withdrawn count only where there is no other."""
    alive = [each for each in disputes if not is_withdrawn(each)] or disputes
    if len(alive) != 1:
        problem = LineProblem.SEVERAL if alive else LineProblem.NO_DISPUTE
        return PastedLine(line.number, line.order, problem=problem)
    return replace(line, dispute_id=alive[0].dispute_id)
