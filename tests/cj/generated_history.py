"""Any number of settled disputes made by rule, for measuring long histories.

They are worked out when asked for and never stored; each has an order of its own, which the order
list does not show but every lookup finds.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from app.practice.world import dispute_life
from app.practice.world.models import Buyer, Ceiling, Dispute, DisputedLine, Order, Parcel
from app.practice.world.reasons import NAMES
from app.practice.world.sample_data import ORDINARY, line_of

_OUTCOMES = (
    "refunded",
    "refunded_in_part",
    "refunded",
    "reissued",
    "refunded",
    "rejected",
    "closed",
)
_REASONS = (8, 9, 10, 11, 13)


class GeneratedHistory:
    """So many settled disputes by rule, all older than the told ones; index 0 is the newest."""

    def __init__(self, count: int, birth: datetime) -> None:
        self.count = count
        self._newest = birth - timedelta(days=120)
        # Three years, however many there are.
        self._step = timedelta(days=3 * 365) / max(count, 1)
        self._changed: dict[int, Dispute] = {}

    def __iter__(self) -> Iterator[Dispute]:
        return (self.dispute(index) for index in range(self.count))

    def index_of_dispute(self, dispute_id: str) -> int | None:
        return self._index(dispute_id, prefix="SH20")

    def index_of_order(self, identifier: str) -> int | None:
        """By any name of the order: code, numeric ids, own number."""
        for prefix in ("SD20", "2010", "1900", "GH-"):
            index = self._index(identifier, prefix=prefix)
            if index is not None:
                return index
        return None

    def _index(self, text: str, *, prefix: str) -> int | None:
        digits = text.removeprefix(prefix)
        if digits == text or not digits.isdecimal() or not digits.isascii():
            return None
        rank = int(digits)
        index = self.count - rank
        return index if 0 <= index < self.count and digits == self._digits(prefix, rank) else None

    @staticmethod
    def _digits(prefix: str, rank: int) -> str:
        return str(rank) if prefix == "GH-" else f"{rank:014d}"

    def replace(self, dispute: Dispute) -> None:
        """Put a changed record in the place of the one made by rule."""
        index = self.index_of_dispute(dispute.dispute_id)
        if index is None:
            raise KeyError(dispute.dispute_id)
        self._changed[index] = dispute

    def dispute(self, index: int) -> Dispute:
        changed = self._changed.get(index)
        if changed is not None:
            return changed
        order = self.order(index)
        line = order.lines[0]
        pieces = 1 + index % line.quantity
        reason = _REASONS[index % len(_REASONS)]
        outcome = _OUTCOMES[index % len(_OUTCOMES)]
        dispute = Dispute(
            dispute_id=f"SH20{self.count - index:014d}",
            business_dispute_id=f"GEN-{self.count - index}",
            order_code=order.code,
            lines=(DisputedLine(line.line_id, pieces, line.price),),
            reason_id=reason,
            reason_name=NAMES[reason],
            expect_type=2 if outcome == "reissued" else 1,
            refund_type=1,
            message="Made for measuring.",
            image_urls=(),
            video_urls=(),
            created=self._newest - self._step * index,
            ceiling=Ceiling.of(order, {line.line_id: pieces}),
            lives=False,
        )
        return dispute_life.advanced(dispute, outcome)

    def order(self, index: int) -> Order:
        rank = self.count - index
        filed = self._newest - self._step * index
        key = ORDINARY[index % len(ORDINARY)]
        line = line_of(key, f"1500{rank:015d}", 1 + index % 4)
        return Order(
            code=f"SD20{rank:014d}",
            cj_order_id=f"2010{rank:014d}",
            order_id=f"1900{rank:014d}",
            number=f"GH-{rank}",
            stage="delivered",
            lines=(line,),
            postage=Decimal("3.50"),
            created=filed - timedelta(days=20),
            paid=filed - timedelta(days=20),
            dispatched=filed - timedelta(days=18),
            delivered=filed - timedelta(days=6),
            buyer=Buyer(f"Customer {rank}", "Columbus", "Ohio"),
            country_code="US",
            country="United States of America (the)",
            logistic="CJPacket Ordinary",
            parcels=(Parcel(f"CJPKG{rank:010d}YQ", "Delivered"),),
        )
