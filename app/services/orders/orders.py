"""Looking up an order from whatever was pasted, and what of it can be claimed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.errors import ApiDisabled, NoOrderInText, NotFound, Offline, RequestInfo
from app.domain.filing.doors import FilingAnswer, door_of
from app.domain.filing.filing import Door
from app.domain.ids import (
    LineItemId,
    OrderCandidate,
    OrderId,
    OrderNumber,
    find_dispute_ids,
    find_order_ids,
    is_dispute_id,
)
from app.domain.orders.eligibility import Obstacle, Verdict, obstacle_of, verdict_of, with_disputes
from app.services.keeping import where_possible
from app.services.orders.search import Hit, OrderSearch, has_any_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute
    from app.domain.orders.orders import DisputableOrder, OrderFacts
    from app.services.account.connection import Connection
    from app.services.orders.parcels import Parcel, ParcelService
    from app.storage.order_cache import CachedOrder, OrderCache


@dataclass(frozen=True, slots=True)
class LookUp:
    """What is known of an order. `order` is None where CJ does not list its lines."""

    asked: str
    order: DisputableOrder | None
    facts: OrderFacts | None
    obstacle: Obstacle | None
    refusal: RequestInfo | None
    fetched: datetime
    door: Door = Door.API
    """How a dispute about it gets to CJ, as far as is known."""
    instead_of: str = ""
    """What was pasted, where CJ knows no such order and `asked` is a piece of it; else empty."""
    parcel: Parcel | None = None
    """What this computer knows of its way to the buyer; None where nobody keeps that."""

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


@dataclass(frozen=True, slots=True)
class OrderOption:
    """One of the orders that a text may mean. `found` is None where CJ has yet to be asked."""

    facts: OrderFacts
    found: LookUp | None

    @property
    def first_product(self) -> str:
        """The name of its first product; empty where CJ has not told it."""
        lines = self.found.order.lines if self.found and self.found.order else ()
        return lines[0].product_name if lines else ""


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """Orders with the number that was asked for: a person says which is meant, the newest first.

    `is_all` is False where CJ did not list all orders, so that there may be more with this number.
    """

    asked: str
    options: tuple[OrderOption, ...]
    is_all: bool
    instead_of: str = ""
    """As in `LookUp`."""


@dataclass(frozen=True, slots=True)
class KeptOrder:
    """The order as CJ described it at `fetched` (UTC), because CJ cannot be asked now: there is no
    way to it, or API access is off.
    """

    order: DisputableOrder
    fetched: datetime
    error: Offline | ApiDisabled
    parcel: Parcel | None = None
    """As in `LookUp`."""


LookUpResult = LookUp | OrderChoice | KeptOrder


def _no_disputes(_order_id: OrderId, _lines: Collection[LineItemId]) -> Iterable[Dispute]:
    return ()


class OrderService:
    """Finds orders. One call for an id that the dispute calls take, at most six otherwise.

    `answers` gives what CJ answered to disputes of this account, `disputes` those that are known
    here to be about an order or its lines.
    """

    def __init__(
        self,
        connection: Connection,
        cache: OrderCache,
        now: Callable[[], datetime],
        parcels: ParcelService | None = None,
        answers: Callable[[], Sequence[FilingAnswer]] = tuple,
        disputes: Callable[[OrderId, Collection[LineItemId]], Iterable[Dispute]] = _no_disputes,
    ) -> None:
        self._connection = connection
        self._cache = cache
        self._now = now
        self._parcels = parcels
        self._answers = answers
        self._disputes = disputes

    def look_up(self, text: str) -> LookUpResult:
        """The first order that the text names, or a choice where several have the number.

        Offline, or with API access off, the order as it was last seen here, where it was. Raises
        `NoOrderInText` where the text names none, `NotFound` where CJ knows none of them, and
        whatever the connection meets.
        """
        candidates = find_order_ids(text)
        if not candidates:
            disputes = find_dispute_ids(text)
            raise NoOrderInText(disputes[0] if disputes else "")
        try:
            return self._search(OrderSearch(self._connection.api, candidates))
        except (Offline, ApiDisabled) as error:
            return self._offline(self._kept_of(candidates), error)

    def look_up_id(self, order_id: OrderId) -> LookUp:
        """The order with exactly this id. Raises `NotFound`, and what the connection meets."""
        search = OrderSearch(self._connection.api)
        order = search.products((order_id,))
        facts = None if order else search.detail((order_id,))
        if facts is not None and not has_any_id(facts, (order_id,)):
            facts = None  # CJ took the id for a shop's number: that is another order
        if order is None and facts is None:
            raise NotFound(search.refusal())
        return self._opened(search, order_id, order, facts)

    def open_order(self, facts: OrderFacts) -> LookUp | KeptOrder:
        """What can be claimed for an order that was chosen; offline, or with API access off,
        the order as last seen here.

        Raises what the connection meets.
        """
        try:
            return self._opened(OrderSearch(self._connection.api), facts.order_id, None, facts)
        except (Offline, ApiDisabled) as error:
            kept = map(self._cache.get, (facts.order_id, *facts.other_ids))
            return self._offline(next(filter(None, kept), None), error)

    def kept(self, order_id: OrderId) -> DisputableOrder | None:
        """The order as it was last seen here. Touches no network."""
        cached = self._cache.get(order_id)
        return self._held(cached.order) if cached else None

    def _search(self, search: OrderSearch) -> LookUp | OrderChoice:
        likeliest = search.likeliest()
        if likeliest is None:
            raise search.switched_off or NotFound(search.refusal())
        candidate, hit = likeliest
        return replace(self._settle(search, candidate, hit), instead_of=candidate.cut_from)

    def _settle(
        self, search: OrderSearch, candidate: OrderCandidate, hit: Hit
    ) -> LookUp | OrderChoice:
        """Open the order of a hit, unless others have the same number."""
        asked, order = candidate.text, hit.order
        if order is not None and not candidate.is_number(order.order_number):
            return self._opened(search, asked, order, None)
        exact = [each for each in hit.rows if has_any_id(each, candidate.ids)]
        rows = exact[:1] or search.all_with_number(candidate, hit.rows)
        if len(rows) == 1 and (exact or search.is_list_whole):
            return self._opened(search, asked, None, rows[0])
        if not rows:
            return self._opened(search, asked, order, None)
        rows.sort(key=lambda each: each.created.timestamp() if each.created else 0, reverse=True)
        options = tuple(self._option(search, each) for each in rows)
        return OrderChoice(asked, options, search.is_list_whole)

    def _option(self, search: OrderSearch, facts: OrderFacts) -> OrderOption:
        order = search.products((facts.order_id,))
        if order is None:
            return OrderOption(facts, None)
        return OrderOption(facts, self._opened(search, facts.order_id, order, facts))

    def _opened(
        self,
        search: OrderSearch,
        asked: str,
        order: DisputableOrder | None,
        facts: OrderFacts | None,
    ) -> LookUp:
        """All that is known of one order, with its lines under any id for which CJ lists them."""
        ids = (facts.order_id, *facts.other_ids) if facts else ()
        if order is None:
            order = search.products(ids)
        elif facts is None and verdict_of(order) in (Verdict.NONE, Verdict.EMPTY):
            # Something is in the way; what CJ knows of the order itself may tell what.
            facts = search.detail((order.order_id,), is_last=True)
        if order is not None:
            with where_possible("an order"):
                self._cache.save(order, self._now())
            order = self._held(order, facts)
        if facts is not None:
            kept = replace(facts, order_id=order.order_id) if order else facts
            # A row of the list names no products, and may lack what else is in the detail.
            with where_possible("an order"):
                self._cache.save_facts(kept, self._now(), is_whole=bool(facts.products))
        refusal = None if order else search.refusal((OrderId(asked), *ids))
        obstacle = obstacle_of(order, facts)
        known_as = (order.order_id, *ids) if order else ids or (OrderId(asked),)
        door = door_of(known_as, self._answers())
        found = LookUp(asked, order, facts, obstacle, refusal, self._now(), door)
        return replace(found, parcel=self._parcel_of(found.order_id))

    def _offline(self, kept: CachedOrder | None, error: Offline | ApiDisabled) -> KeptOrder:
        """The order as it was last seen here. Raises the error where it never was."""
        if kept is None:
            raise error
        parcel = self._parcel_of(kept.order.order_id)
        return KeptOrder(self._held(kept.order), kept.fetched, error, parcel)

    def _held(self, order: DisputableOrder, facts: OrderFacts | None = None) -> DisputableOrder:
        """The order, its closed lines with what holds them."""
        if verdict_of(order) is Verdict.ALL:
            return order
        lines = [line.line_item_id for line in order.lines if line.line_item_id]
        marked = facts.dispute_id if facts else None
        told = marked if marked and is_dispute_id(marked) else None
        return with_disputes(order, self._disputes(order.order_id, lines), told)

    def _parcel_of(self, order_id: OrderId) -> Parcel | None:
        return self._parcels.known(order_id) if self._parcels else None

    def _kept_of(self, candidates: Iterable[OrderCandidate]) -> CachedOrder | None:
        """The one kept order that has this id or number; None where there are none or several."""
        for candidate in candidates:
            if candidate.cut_from:
                continue
            named = self._cache.named(candidate.key)
            kept = [each for each in named if each.order.order_id in candidate.ids] or named
            # One order may have been looked up by several of its ids: it has the same lines.
            lines = {frozenset(line.line_item_id for line in each.order.lines) for each in kept}
            if len(lines) > 1:
                return None
            if kept:
                return max(kept, key=lambda each: each.fetched)
        return None
