"""Looking up an order from whatever was pasted, and telling what can be claimed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.eligibility import Obstacle, Verdict, obstacle_of, verdict_of
from app.domain.errors import Exchange, InvalidInput, NoOrderInText, NotFound, Refused
from app.domain.ids import OrderId, OrderNumber, find_dispute_ids, find_order_ids, is_cj_order_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.api.client import CjApi
    from app.domain.orders import DisputableOrder, OrderFacts
    from app.services.connection import Connection
    from app.storage.order_cache import OrderCache

_MOST_CANDIDATES = 3
"""How many ids of one text are tried: each may cost three calls at one a second."""
_DECLINED = (NotFound, Refused, InvalidInput)


@dataclass(frozen=True, slots=True)
class LookUp:
    """What is known of an order. `order` is None where CJ does not list its lines."""

    asked: str
    order: DisputableOrder | None
    facts: OrderFacts | None
    obstacle: Obstacle | None
    refusal: Exchange | None
    fetched: datetime

    @property
    def verdict(self) -> Verdict:
        """How much of it can be disputed."""
        return verdict_of(self.order) if self.order else Verdict.NONE

    @property
    def order_id(self) -> OrderId:
        """The id for dispute calls, or what was asked for where there is none."""
        if self.order:
            return self.order.order_id
        return self.facts.order_id if self.facts else OrderId(self.asked)

    @property
    def order_number(self) -> OrderNumber:
        """The shop's own number of the order, if CJ told it."""
        if self.order and self.order.order_number:
            return self.order.order_number
        return self.facts.order_number if self.facts else OrderNumber("")


class OrderService:
    """Finds orders. One call for an id that the dispute calls take, up to three otherwise."""

    def __init__(
        self, connection: Connection, cache: OrderCache, now: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._cache = cache
        self._now = now

    def look_up(self, text: str) -> LookUp:
        """The first order that the text names.

        Raises `NoOrderInText` where it names none, `NotFound` where CJ knows none of them, and
        whatever the connection meets.
        """
        candidates = find_order_ids(text)
        if not candidates:
            disputes = find_dispute_ids(text)
            raise NoOrderInText(disputes[0] if disputes else "")
        api = self._connection.api
        last_refusal: Exchange | None = None
        for candidate in candidates[:_MOST_CANDIDATES]:
            found, refusal = self._look_up_one(api, candidate)
            if found is not None:
                return found
            last_refusal = refusal or last_refusal
        raise NotFound(last_refusal)

    def kept(self, order_id: OrderId) -> DisputableOrder | None:
        """The order as it was last seen here. Touches no network."""
        cached = self._cache.get(order_id)
        return cached.order if cached else None

    def _look_up_one(self, api: CjApi, candidate: str) -> tuple[LookUp | None, Exchange | None]:
        order, refusal = None, None
        if is_cj_order_id(candidate):
            order, refusal = self._products(api, OrderId(candidate))
        facts = None
        if order is None or verdict_of(order) in (Verdict.NONE, Verdict.EMPTY):
            # Something is in the way; what CJ knows of the order itself may tell what.
            facts = self._facts(api, candidate)
            if facts is None and order is None:
                return None, refusal
        if order is None and facts is not None:
            for order_id in (facts.order_id, *facts.other_ids):
                if order_id != candidate:
                    order, refusal = self._products(api, order_id)
                if order is not None:
                    break
        if order is not None:
            self._cache.save(order, self._now())
        if facts is not None:
            kept = replace(facts, order_id=order.order_id) if order else facts
            self._cache.save_facts(kept, self._now())
        obstacle = obstacle_of(order, facts)
        return LookUp(candidate, order, facts, obstacle, refusal, self._now()), refusal

    def _products(
        self, api: CjApi, order_id: OrderId
    ) -> tuple[DisputableOrder | None, Exchange | None]:
        try:
            return api.disputes.products(order_id), None
        except _DECLINED as error:
            return None, error.exchange

    def _facts(self, api: CjApi, candidate: str) -> OrderFacts | None:
        """The order by CJ's id or, through the list, by the shop's own number."""
        try:
            return api.orders.detail(candidate)
        except _DECLINED:
            # Not an id CJ knows: it may still be the shop's own number, which only the list takes.
            page = api.orders.page(order_numbers=[OrderNumber(candidate)])
        wanted = candidate.lstrip("#").casefold()
        # The filter is undocumented and may be ignored: compare here.
        return next(
            (each for each in page.orders if each.order_number.lstrip("#").casefold() == wanted),
            None,
        )
