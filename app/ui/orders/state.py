"""What the order pane shows: always of the order asked for, never of the one before."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from app.domain.errors import AppError
    from app.domain.ids import OrderId
    from app.domain.orders.orders import DisputableOrder
    from app.services.orders.orders import LookUp, LookUpResult
    from app.services.orders.parcels import Parcel


class Phase(Enum):
    """How far a look-up has come."""

    IDLE = "idle"
    WAITING = "waiting"
    """No account is open yet to look it up in."""
    ASKING = "asking"
    ANSWERED = "answered"
    FAILED = "failed"


class LookUpState(NamedTuple):
    """One look-up. While CJ is asked, `answer` is the one before: shown dimmed, not to be filed."""

    phase: Phase = Phase.IDLE
    asked: str = ""
    answer: LookUpResult | None = None
    error: AppError | None = None

    def begun(self, text: str) -> LookUpState:
        """CJ is being asked for this text."""
        return self._replace(phase=Phase.ASKING, asked=text, error=None)

    def answered(self, answer: LookUpResult) -> LookUpState:
        """CJ answered, or offline a kept order has to do."""
        return LookUpState(Phase.ANSWERED, self.asked, answer)

    def failed(self, error: AppError) -> LookUpState:
        """There is no answer."""
        return LookUpState(Phase.FAILED, self.asked, error=error)

    def with_parcel(self, parcel: Parcel) -> LookUpState:
        """More is known of the parcels of the order that is shown."""
        from dataclasses import replace

        found = self.found
        return self if found is None else self._replace(answer=replace(found, parcel=parcel))

    def with_holders(self, kept: DisputableOrder) -> LookUpState:
        """It is known by now which disputes hold the lines of the order that is shown."""
        from dataclasses import replace

        found = self.found
        if found is None or found.order is None:
            return self
        holders = {line.line_item_id: line.dispute for line in kept.lines}
        lines = (
            replace(line, dispute=holders.get(line.line_item_id) or line.dispute)
            for line in found.order.lines
        )
        order = replace(found.order, lines=tuple(lines))
        return self._replace(answer=replace(found, order=order))

    @property
    def found(self) -> LookUp | None:
        """The one order that CJ told of, as an answer to what was asked."""
        from app.services.orders.orders import LookUp

        is_found = self.phase is Phase.ANSWERED and isinstance(self.answer, LookUp)
        return self.answer if is_found else None  # type: ignore[return-value]  # told by `is_found`

    @property
    def order_under_way(self) -> OrderId | None:
        """The order of which it is worth asking where its parcels are."""
        from app.domain.orders.eligibility import OVER

        found = self.found
        if found is None or found.parcel is None or found.obstacle in OVER:
            return None
        return found.order_id

    @property
    def order_to_file(self) -> DisputableOrder | None:
        """The order that can be disputed now."""
        found = self.found
        return found.order if found and found.obstacle is None else None

    @property
    def order_to_prepare(self) -> DisputableOrder | None:
        """The order that may be disputed in My CJ: without lines where CJ does not list them."""
        from app.domain.orders.eligibility import FOR_MY_CJ
        from app.domain.orders.orders import DisputableOrder

        found = self.found
        if found is None or found.obstacle not in (None, *FOR_MY_CJ):
            return None
        return found.order or DisputableOrder(found.order_id, found.order_number, ())

    @property
    def is_for_my_cj(self) -> bool:
        """Whether CJ will hardly take a dispute about it from here."""
        from app.domain.filing.filing import Door

        return self.found is not None and self.found.door is Door.MY_CJ

    @property
    def is_offline(self) -> bool:
        """Whether it is worth asking again once CJ answers."""
        from app.domain.errors import ApiDisabled, Offline
        from app.services.orders.orders import KeptOrder

        return isinstance(self.error, (Offline, ApiDisabled)) or isinstance(self.answer, KeptOrder)
