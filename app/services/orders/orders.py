"""Looking up an order from whatever was pasted, and what of it can be claimed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from app.api.orders import ORDER_PAGE_LIMIT
from app.domain.errors import (
    ApiDisabled,
    AppError,
    Declined,
    InterfaceOffline,
    NoOrderInText,
    NotFound,
    Offline,
    Refused,
    RequestInfo,
)
from app.domain.filing.doors import door_of
from app.domain.filing.filing import Door
from app.domain.ids import (
    ORDER_ID_LIMIT,
    OrderId,
    OrderNumber,
    find_dispute_ids,
    find_order_ids,
    is_cj_order_id,
    is_dispute_id,
)
from app.domain.orders.eligibility import Obstacle, Verdict, obstacle_of, verdict_of, with_disputes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime
    from typing import TypeVar

    from app.api.client import CjApi
    from app.domain.disputes.disputes import Dispute
    from app.domain.filing.doors import FilingAnswer
    from app.domain.ids import LineItemId, OrderCandidate
    from app.domain.orders.orders import DisputableOrder, OrderFacts
    from app.services.account.connection import Connection
    from app.services.orders.parcels import Parcel, ParcelService
    from app.storage.order_cache import CachedOrder, OrderCache

    T = TypeVar("T")

MOST_CALLS = 6
"""How often CJ is asked for one look-up: it takes one call a second, and somebody waits."""
_NUMBERS_ASKED = 100


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
            return self._search(_Search(self._connection.api, candidates))
        except (Offline, ApiDisabled) as error:
            kept = self._kept_of(candidates)
            if kept is None:
                raise
            return self._offline(kept, error)

    def look_up_id(self, order_id: OrderId) -> LookUp:
        """The order with exactly this id. Raises `NotFound`, and what the connection meets."""
        search = _Search(self._connection.api)
        order = search.products((order_id,))
        facts = None if order else search.detail((order_id,))
        if facts is not None and not _has_id(facts, order_id):
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
            return self._opened(_Search(self._connection.api), facts.order_id, None, facts)
        except (Offline, ApiDisabled) as error:
            found = map(self._cache.get, (facts.order_id, *facts.other_ids))
            kept = next(filter(None, found), None)
            if kept is None:
                raise
            return self._offline(kept, error)

    def kept(self, order_id: OrderId) -> DisputableOrder | None:
        """The order as it was last seen here. Touches no network."""
        cached = self._cache.get(order_id)
        return self._held(cached.order) if cached else None

    def _search(self, search: _Search) -> LookUp | OrderChoice:
        likeliest = next(search.hits(), None)
        if likeliest is None:
            raise search.switched_off or NotFound(search.refusal())
        candidate, hit = likeliest
        return replace(self._settle(search, candidate, hit), instead_of=candidate.cut_from)

    def _settle(
        self, search: _Search, candidate: OrderCandidate, hit: _Hit
    ) -> LookUp | OrderChoice:
        """Open the order of a hit, unless others have the same number."""
        asked, order = candidate.text, hit.order
        if order is not None and not candidate.is_number(order.order_number):
            return self._opened(search, asked, order, None)
        exact = [each for each in hit.rows if _has_any_id(each, candidate.ids)]
        rows = exact[:1] or search.all_with_number(candidate, hit.rows)
        if len(rows) == 1 and (exact or search.is_list_whole):
            return self._opened(search, asked, None, rows[0])
        if not rows:
            return self._opened(search, asked, order, None)
        rows.sort(key=lambda each: each.created.timestamp() if each.created else 0, reverse=True)
        options = tuple(self._option(search, each) for each in rows)
        return OrderChoice(asked, options, search.is_list_whole)

    def _option(self, search: _Search, facts: OrderFacts) -> OrderOption:
        order = search.products((facts.order_id,))
        if order is None:
            return OrderOption(facts, None)
        return OrderOption(facts, self._opened(search, facts.order_id, order, facts))

    def _opened(
        self,
        search: _Search,
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
            self._cache.save(order, self._now())
            order = self._held(order, facts)
        if facts is not None:
            kept = replace(facts, order_id=order.order_id) if order else facts
            # A row of the list names no products, and may lack what else is in the detail.
            self._cache.save_facts(kept, self._now(), is_whole=bool(facts.products))
        refusal = None if order else search.refusal((OrderId(asked), *ids))
        obstacle = obstacle_of(order, facts)
        known_as = (order.order_id, *ids) if order else ids or (OrderId(asked),)
        door = door_of(known_as, self._answers())
        found = LookUp(asked, order, facts, obstacle, refusal, self._now(), door)
        return replace(found, parcel=self._parcel_of(found.order_id))

    def _offline(self, kept: CachedOrder, error: Offline | ApiDisabled) -> KeptOrder:
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


@dataclass(frozen=True, slots=True)
class _Hit:
    """What CJ answered to an id or a number: an order's lines, or rows that describe orders."""

    order: DisputableOrder | None = None
    rows: tuple[OrderFacts, ...] = ()


class _Search:
    """The questions of one look-up, the likeliest first, six at most.

    What only finds an order is asked while a call is left for its lines: nothing is said of an
    order before `disputeProducts` was asked.
    """

    def __init__(self, api: CjApi, candidates: Sequence[OrderCandidate] = ()) -> None:
        self._api = api
        self._candidates = candidates
        self._left = MOST_CALLS
        self._declined: dict[str, AppError] = {}
        self._rows: list[OrderFacts] = []
        self._pages = 0
        self._received = 0
        self.is_list_whole = False
        """Whether no order with one of the numbers can have been left out of CJ's list."""
        self.switched_off: InterfaceOffline | None = None
        """CJ's word that it does not answer one of the questions for now."""

    def hits(self) -> Iterator[tuple[OrderCandidate, _Hit]]:
        """What CJ knows, in order of likelihood. What was pasted is asked before its pieces."""
        for candidate, ask in self._questions():
            hit = ask(candidate)
            if hit.order or hit.rows:
                yield candidate, hit

    def products(self, ids: Iterable[OrderId]) -> DisputableOrder | None:
        """The lines under the first id for which CJ lists them; no id is asked twice."""
        for each in ids:
            if each not in self._declined:
                order = self._ask(partial(self._api.disputes.products, each), each)
                if order is not None:
                    return order
        return None

    def detail(self, ids: Iterable[str], *, is_last: bool = False) -> OrderFacts | None:
        """The order under the first id that CJ knows."""
        for each in ids:
            if is_last or self._left > 1:
                facts = self._ask(partial(self._api.orders.detail, each))
                if facts is not None:
                    return facts
        return None

    def all_with_number(
        self, candidate: OrderCandidate, known: Iterable[OrderFacts]
    ) -> list[OrderFacts]:
        """Every order with this number, each once, as far as CJ lists them."""
        self._read_list()
        while not self.is_list_whole and self._left > max(1, len(self._matching(candidate))):
            self._read_on()
        each_once: list[OrderFacts] = []
        for row in (*self._matching(candidate), *known):
            if not any(_has_any_id(row, (each.order_id, *each.other_ids)) for each in each_once):
                each_once.append(row)
        return each_once

    def refusal(self, ids: Sequence[str] = ()) -> RequestInfo | None:
        """Why CJ did not list the lines of these ids, or of any; its reason before a mere "no"."""
        errors = [error for each, error in self._declined.items() if not ids or each in ids]
        said = [each for each in errors if isinstance(each, Refused)] or errors[-1:]
        return said[0].exchange if said else None

    def _questions(
        self,
    ) -> Iterator[tuple[OrderCandidate, Callable[[OrderCandidate], _Hit]]]:
        found_in_text = []
        for candidate in self._candidates:
            if candidate.is_cj_id:
                yield candidate, self._by_id
                yield candidate, self._by_number
            else:
                yield candidate, self._by_number
                if candidate.is_whole:
                    yield candidate, self._by_id
                else:
                    found_in_text.append(candidate)
        for candidate in found_in_text:
            yield candidate, self._by_id
        for candidate in self._candidates:
            yield candidate, self._by_more_rows

    def _by_id(self, candidate: OrderCandidate) -> _Hit:
        shaped = tuple(each for each in candidate.ids if is_cj_order_id(each))
        order = self.products(shaped or candidate.ids)
        if order is not None:
            return _Hit(order)
        numbers = () if shaped else (each for each in candidate.numbers if " " not in each)
        facts = self.detail(dict.fromkeys((*candidate.ids, *numbers)))
        return _Hit(rows=(facts,)) if facts else _Hit()

    def _by_number(self, candidate: OrderCandidate) -> _Hit:
        self._read_list()
        return _Hit(rows=self._matching(candidate))

    def _by_more_rows(self, candidate: OrderCandidate) -> _Hit:
        """The rest of a list that CJ did not filter, or the number alone if several were asked."""
        while not self.is_list_whole and self._left > 1 and not self._matching(candidate):
            self._read_on()
        if not self._rows and len(self._numbers()) > 1 and candidate is self._candidates[0]:
            self._read_page(1, candidate.numbers[:1])
        return _Hit(rows=self._matching(candidate))

    def _matching(self, candidate: OrderCandidate) -> tuple[OrderFacts, ...]:
        return tuple(each for each in self._rows if _is_named(each, candidate))

    def _numbers(self) -> tuple[OrderNumber, ...]:
        """Every spelling of every candidate, so that one call finds any of them."""
        every = (number for each in self._candidates for number in each.numbers)
        usable = (each for each in every if len(each) <= ORDER_ID_LIMIT and each.isprintable())
        return tuple(dict.fromkeys(usable))[:_NUMBERS_ASKED]

    def _read_list(self) -> None:
        if not self._pages:
            self._read_page(1, self._numbers())

    def _read_on(self) -> None:
        before = len(self._rows)
        self._read_page(self._pages + 1, self._numbers())
        if len(self._rows) == before:
            self.is_list_whole = True  # CJ has no more, whatever it counts

    def _read_page(self, number: int, wanted: Sequence[OrderNumber]) -> None:
        if self._left < 2:  # one is kept for the lines
            return
        self._pages = number
        page = self._ask(partial(self._api.orders.page, number, order_numbers=wanted))
        if page is None:
            self.is_list_whole = True  # as much as CJ tells
            return
        known = {each.order_id for each in self._rows}
        self._rows += [each for each in page.orders if each.order_id not in known]
        # The filter is undocumented: where it was ignored, a number may be on any page.
        is_filtered = all(
            any(_is_named(row, each) for each in self._candidates) for row in page.orders
        )
        # Its count may be that of the page: only a page with room left is the last one.
        self._received += page.received
        is_last = page.received < ORDER_PAGE_LIMIT and page.counted == self._received
        self.is_list_whole = is_filtered or is_last

    def _ask(self, call: Callable[[], T], order_id: str = "") -> T | None:
        """CJ's answer; None where it declines, or where enough was asked."""
        if not self._left:
            return None
        self._left -= 1
        try:
            return call()
        except Declined as error:
            if order_id:
                self._declined[order_id] = error
        except InterfaceOffline as error:
            self.switched_off = error
        return None


def _is_named(facts: OrderFacts, candidate: OrderCandidate) -> bool:
    """Whether a row has the number or an id that was asked for. CJ's filter may be ignored."""
    names = (facts.order_number, facts.shop_order_id)
    return any(map(candidate.is_number, names)) or _has_any_id(facts, candidate.ids)


def _has_id(facts: OrderFacts, order_id: str) -> bool:
    wanted = order_id.casefold()
    return any(each.casefold() == wanted for each in (facts.order_id, *facts.other_ids))


def _has_any_id(facts: OrderFacts, ids: Iterable[str]) -> bool:
    return any(_has_id(facts, each) for each in ids)
