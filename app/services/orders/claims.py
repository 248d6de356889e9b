"""The merchant's own orders, kept here and looked at once a day for what can be claimed.

Everything but `begin_look` and the steps of what it gives touches no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.days import utc_day
from app.services.orders.looks import LOOK_EVERY, OrderLook, is_near

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from app.domain.account.pace import Points
    from app.domain.ids import OrderId
    from app.domain.orders.claims import Judgement, TrackedOrder
    from app.services.account.connection import Connection
    from app.storage.tracked_orders import TrackedOrders

RECENT_SHOWN = 8
"""How many orders are offered while typing."""
_ASK_EVERY = timedelta(days=7)
"""How long after "not now" a person is asked again."""
_ANNOUNCE_EVERY = timedelta(hours=20)
"""The desktop announces orders to claim once a day, at whatever hour the program is opened."""
TRY_EVERY = timedelta(hours=1)
"""How long after a look that failed the next is due."""


@dataclass(frozen=True, slots=True)
class JudgedOrder:
    """An order with what can be claimed of it."""

    order: TrackedOrder
    judgement: Judgement
    is_muted: bool = False
    muted_until: date | None = None
    """The first day on which it counts again; None where it is muted for good, or not at all."""
    text: str = ""
    """All by which it is found, folded."""


@dataclass(frozen=True, slots=True)
class LookStatus:
    """How the orders kept here stand. Times are UTC."""

    is_on: bool | None
    """Whether orders may be looked through; None while nobody was asked, or put it off."""
    may_ask: bool
    """Whether now is the time to ask: nobody answered, and it was not put off lately."""
    is_due: bool
    """Whether the next look is due by itself, or one is to be gone on with."""
    finished: datetime | None
    """When a look last came to its end; None for never."""
    failed: datetime | None
    """When the latest look failed; None where none did since the last one that ended."""
    orders: int
    """How many orders are kept."""


@dataclass(frozen=True, slots=True)
class ClaimNews:
    """What a person knows of orders to claim."""

    told: frozenset[OrderId] = frozenset()
    """Those that they were told of."""
    may_announce: bool = True
    """Whether the desktop has announced none today."""


class ClaimService:
    """What can be claimed of the orders kept here."""

    def __init__(
        self,
        connection: Connection,
        orders: TrackedOrders,
        now: Callable[[], datetime],
        points: Callable[[], Points | None],
        judge: Callable[[TrackedOrder, date], Judgement],
    ) -> None:
        self._connection = connection
        self._orders = orders
        self._now = now
        self._points = points
        self._judge = judge

    def judged(self, now: datetime | None = None, *, stays: bool = True) -> Iterator[JudgedOrder]:
        """All orders with what can be claimed of them on a day (UTC), read one after the other.

        They stay in memory for the next time where that is wanted, and come newest first then.
        """
        today = utc_day(now or self._now())
        muted = self._orders.muted()
        for order, text, _ in self._orders.all(self._now(), stays=stays):
            order_id = order.facts.order_id
            until = muted.get(order_id)
            is_muted = order_id in muted and (until is None or today < until)
            judgement = self._judge(order, today)
            yield JudgedOrder(order, judgement, is_muted, until if is_muted else None, text)

    def mute(self, ids: Collection[OrderId], until: date | None = None) -> None:
        """Leave orders alone until that day, on which they count again; None for good."""
        self._orders.mute(ids, until)

    def unmute(self, ids: Collection[OrderId]) -> None:
        """Let orders count again."""
        self._orders.unmute(ids)

    def news(self) -> ClaimNews:
        """What a person was told of orders to claim."""
        told, announced = self._orders.told()
        return ClaimNews(told, not is_near(announced, self._now(), _ANNOUNCE_EVERY))

    def note_told(self, ids: Collection[OrderId], *, is_announced: bool) -> None:
        """A person was told of these orders: by the desktop, or because they saw them here."""
        self._orders.note_told(ids, self._now() if is_announced else None)

    def recent(self, text: str = "", limit: int = RECENT_SHOWN) -> tuple[TrackedOrder, ...]:
        """The newest orders with every word of the text in number, product, SKU, tracking number
        or shop; without disputes.

        Quick from the second time on: all orders are then in memory.
        """
        return self._orders.find(text, limit)

    def status(self) -> LookStatus:
        """How the orders kept here stand."""
        state, now = self._orders.looks.state(), self._now()
        is_put_off = is_near(state.put_off, now, _ASK_EVERY)
        is_over = state.started is None
        is_recent = is_over and is_near(state.finished, now, LOOK_EVERY)
        has_just_failed = is_near(state.failed, now, TRY_EVERY)
        return LookStatus(
            is_on=state.is_on,
            may_ask=state.is_on is None and not is_put_off,
            is_due=bool(state.is_on) and not is_recent and not has_just_failed,
            finished=state.finished,
            failed=state.failed,
            orders=self._orders.count(),
        )

    def set_on(self, *, is_on: bool) -> None:
        """A person said whether their orders may be looked through."""
        self._orders.looks.choose(is_on=is_on)

    def not_now(self) -> None:
        """A person puts the question off: they are asked again in a week."""
        self._orders.looks.put_off(self._now())

    def begin_look(self, *, is_asked_for: bool = False) -> OrderLook:
        """A look to be taken step by step; one that was stopped is gone on with.

        Where a person asked for it, orders that were read today are read again.
        """
        return OrderLook(
            self._connection, self._orders, self._now, self._points, is_asked_for=is_asked_for
        )
