"""The questions to CJ of one look-up: which order is meant by what was pasted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from app.api.orders import ORDER_PAGE_LIMIT
from app.domain.errors import AppError, Declined, InterfaceOffline, Refused, RequestInfo
from app.domain.ids import ORDER_ID_LIMIT, OrderCandidate, OrderId, OrderNumber, is_cj_order_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from app.api.client import CjApi
    from app.domain.orders.orders import DisputableOrder, OrderFacts

T = TypeVar("T")

MOST_CALLS = 6
"""How often CJ is asked for one look-up: it takes one call a second, and somebody waits."""
_NUMBERS_ASKED = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """What CJ answered to an id or a number: an order's lines, or rows that describe orders."""

    order: DisputableOrder | None = None
    rows: tuple[OrderFacts, ...] = ()


class OrderSearch:
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
        self._blanks = 0
        """Pages in a row without rows: one may be an odd answer, two end the list."""
        self.is_list_whole = False
        """Whether no order with one of the numbers can have been left out of CJ's list."""
        self.switched_off: InterfaceOffline | None = None
        """CJ's word that it does not answer one of the questions for now."""

    def likeliest(self) -> tuple[OrderCandidate, Hit] | None:
        """The first thing that CJ knows. What was pasted is asked before its pieces."""
        for candidate, ask in self._questions():
            hit = ask(candidate)
            if hit.order or hit.rows:
                return candidate, hit
        return None

    def products(self, ids: Iterable[OrderId]) -> DisputableOrder | None:
        """The lines under the first id for which CJ lists them; no id is asked twice."""
        answers = (
            self._ask(partial(self._api.disputes.products, each), each)
            for each in ids
            if each not in self._declined
        )
        return next(filter(None, answers), None)

    def detail(self, ids: Iterable[str], *, is_last: bool = False) -> OrderFacts | None:
        """The order under the first id that CJ knows."""
        answers = (
            self._ask(partial(self._api.orders.detail, each))
            for each in ids
            if is_last or self._left > 1
        )
        return next(filter(None, answers), None)

    def all_with_number(
        self, candidate: OrderCandidate, known: Iterable[OrderFacts]
    ) -> list[OrderFacts]:
        """Every order with this number, each once, as far as CJ lists them."""
        self._read_list()
        while not self.is_list_whole and self._left > max(1, len(self._matching(candidate))):
            self._read_on()
        each_once: list[OrderFacts] = []
        for row in (*self._matching(candidate), *known):
            if not any(has_any_id(row, (each.order_id, *each.other_ids)) for each in each_once):
                each_once.append(row)
        return each_once

    def refusal(self, ids: Sequence[str] = ()) -> RequestInfo | None:
        """Why CJ did not list the lines of these ids, or of any; its reason before a mere "no"."""
        errors = [error for each, error in self._declined.items() if not ids or each in ids]
        said = [each for each in errors if isinstance(each, Refused)] or errors[-1:]
        return said[0].exchange if said else None

    def _questions(
        self,
    ) -> Iterator[tuple[OrderCandidate, Callable[[OrderCandidate], Hit]]]:
        for candidate in self._candidates:
            if candidate.is_cj_id:
                yield candidate, self._by_id
            yield candidate, self._by_number
            if candidate.is_whole and not candidate.is_cj_id:
                yield candidate, self._by_id
        found_in_text = (each for each in self._candidates if not (each.is_whole or each.is_cj_id))
        for candidate in found_in_text:
            yield candidate, self._by_id
        for candidate in self._candidates:
            yield candidate, self._by_more_rows

    def _by_id(self, candidate: OrderCandidate) -> Hit:
        shaped = tuple(each for each in candidate.ids if is_cj_order_id(each))
        order = self.products(shaped or candidate.ids)
        if order is not None:
            return Hit(order)
        numbers = () if shaped else (each for each in candidate.numbers if " " not in each)
        facts = self.detail(dict.fromkeys((*candidate.ids, *numbers)))
        return Hit(rows=(facts,)) if facts else Hit()

    def _by_number(self, candidate: OrderCandidate) -> Hit:
        self._read_list()
        return Hit(rows=self._matching(candidate))

    def _by_more_rows(self, candidate: OrderCandidate) -> Hit:
        """The rest of a list that CJ did not filter, or the number alone if several were asked."""
        while not self.is_list_whole and self._left > 1 and not self._matching(candidate):
            self._read_on()
        if not self._rows and len(self._numbers()) > 1 and candidate is self._candidates[0]:
            self._read_page(1, candidate.numbers[:1])
        return Hit(rows=self._matching(candidate))

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
        if len(self._rows) == before and self._blanks != 1:
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
        is_filtered = bool(page.orders or number == 1) and all(
            any(_is_named(row, each) for each in self._candidates) for row in page.orders
        )
        # Its count may be that of the page: only a page with room left is the last one.
        self._received += page.received
        self._blanks = 0 if page.received else self._blanks + 1
        is_last = 0 < page.received < ORDER_PAGE_LIMIT and page.counted == self._received
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
    return any(map(candidate.is_number, names)) or has_any_id(facts, candidate.ids)


def has_any_id(facts: OrderFacts, ids: Iterable[str]) -> bool:
    """Whether a row is of an order with one of these ids: CJ calls one by several."""
    wanted = {each.casefold() for each in ids}
    return any(each.casefold() in wanted for each in (facts.order_id, *facts.other_ids))
