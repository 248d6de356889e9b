"""One look through the merchant's orders, as single calls that others may come between.

Whoever runs it takes a step at a time on a background thread. Stopping is not taking the next
step: all that was read is kept, and the next look goes on from there. A call that fails ends the
look; nothing is ever concluded from what CJ left out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from app.api.http.rate_limiter import Urgency, urgency
from app.api.orders import DETAILS_AT_ONCE, ORDER_PAGE_LIMIT, TRACKED_AT_ONCE, OrdersApi
from app.domain.errors import (
    AppError,
    Declined,
    InterfaceOffline,
    Interrupted,
    NotFound,
    QuotaUsedUp,
    RequestInfo,
    UnexpectedResponse,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.domain.account.pace import Points
    from app.domain.ids import OrderId
    from app.domain.orders.orders import OrderFacts
    from app.services.account.connection import Connection
    from app.storage.order_looks import LookState
    from app.storage.tracked_orders import TrackedOrders

T = TypeVar("T")

_log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(hours=20)
"""How soon after one look the next is due: once a day, at whatever hour the program is opened."""
_OVER_SINCE = timedelta(days=120)
"""Orders that are over and older than this are not read whole: nothing of them can be claimed."""
_TRACKING_KEPT = LOOK_EVERY
"""For how long what CJ told of a parcel is not asked for again."""
_POINTS_LEFT = 20
"""So many of the day's points are left to the person. One call may cost 10."""
_MOST_BLANKS = 2
"""So many pages without rows end a list, whatever CJ counts: one may be an odd answer."""
_MOST_DECLINED = 3
"""So many orders or parcels declined or left out and none answered: it is no matter of odd ones."""
_DECLINED = (Declined, InterfaceOffline)


class Stage(Enum):
    """What a look is at, in order."""

    LIST = "list"
    DETAILS = "details"
    TRACKING = "tracking"


@dataclass(frozen=True, slots=True)
class LookStep:
    """What one call brought."""

    stage: Stage
    done: int
    """Orders listed, orders read whole, or parcels asked for so far in this stage."""
    total: int | None
    """How many there are of them; None where that is not known."""
    is_first: bool
    """Whether the orders were never looked through to the end before."""


class OrderLook:
    """The calls of one look, as few as are right."""

    def __init__(
        self,
        connection: Connection,
        orders: TrackedOrders,
        now: Callable[[], datetime],
        points: Callable[[], Points | None] = lambda: None,
        *,
        is_asked_for: bool = False,
    ) -> None:
        self._connection = connection
        self._orders = orders
        self._now = now
        self._points = points
        self._is_asked_for = is_asked_for
        self._steps = self._run()

    def step(self) -> LookStep | None:
        """Make the next call; None when the look is at its end.

        Raises what the connection meets; then this look is over, and noted as failed unless
        somebody stopped it. Call it from one thread at a time.
        """
        with urgency(Urgency.BACKGROUND):
            try:
                return next(self._steps, None)
            except Interrupted:
                raise
            except AppError:
                self._orders.looks.note_failed(self._now())
                raise

    def _run(self) -> Iterator[LookStep]:
        state = self._orders.looks.state()
        is_first = state.finished is None
        now = self._now()
        started = state.started
        if started is None or not is_near(started, now, LOOK_EVERY) or self._is_asked_for:
            started = now
            self._orders.looks.begin(now, state.rows_done or 0)
            state = self._orders.looks.state()
        if state.rows_done is not None:
            yield from self._list(state, is_first=is_first)
        yield from self._details(started, is_first=is_first)
        yield from self._track(is_first=is_first)
        self._orders.looks.finish(self._now())

    def _list(self, state: LookState, *, is_first: bool) -> Iterator[LookStep]:
        """Read pages until one brings nothing new, or to the end where that was never reached.

        An earlier look that did not get so far is gone on with behind the rows that it read,
        which newer orders have pushed down.
        """
        before = state.rows_done or 0
        is_behind = before == 0
        new, seen, size, number, is_short, blanks = 0, 0, ORDER_PAGE_LIMIT, 1, False, 0
        while blanks < _MOST_BLANKS:
            page = self._api.page(number, size)
            if number == 1 and page.received:
                # CJ may give fewer rows than it is asked for; the next page follows from those.
                size = min(page.received, ORDER_PAGE_LIMIT)
            # Where the look before failed at the same place, CJ's list just is like that.
            is_usual = state.failed is not None and seen in (before, 0)
            if page.received and is_short:
                raise UnexpectedResponse  # the page before was not whole
            if not page.received:
                is_odd = (page.counted or 0) > seen or (seen == 0 and self._orders.count())
                if is_odd and not (is_usual and seen):
                    raise UnexpectedResponse
                # A shop without orders is one after a single page.
                blanks += 1 if seen else _MOST_BLANKS
                is_short, number = not is_usual, number + 1
                yield LookStep(Stage.LIST, seen, page.counted, is_first)
                continue
            blanks = 0
            found = self._orders.save_listed(page.orders, self._now())
            new += found
            seen = (number - 1) * size + page.received
            self._orders.looks.note_rows(max(seen, before + new))
            yield LookStep(Stage.LIST, seen, page.counted, is_first)
            if page.counted == seen and page.received < ORDER_PAGE_LIMIT:
                break
            if not found and is_behind and state.is_all_listed:
                break
            is_repeated = state.failed is not None and seen == before
            is_short = page.received < size and not is_repeated
            number += 1
            if not found and not is_behind:
                is_behind = True
                if (before + new) // size >= number:
                    number = (before + new) // size + 1
                    seen = (number - 1) * size
        self._orders.looks.note_rows(None)

    def _details(self, started: datetime, *, is_first: bool) -> Iterator[LookStep]:
        """Read orders whole. Those that CJ leaves out are asked for once more."""
        now = self._now()
        due = self._orders.due_details(started, now, now - _OVER_SINCE)
        takes_many, is_any_found, done, doubts = True, False, 0, _Doubts()
        left_out: list[OrderId] = []
        waiting = [*_parts(due, DETAILS_AT_ONCE)]
        while waiting:
            part = waiting.pop(0)
            if not takes_many:
                found = self._single(part[0], doubts)
                waiting[:0] = _parts(part[1:], DETAILS_AT_ONCE)
                part = part[:1]
            else:
                try:
                    found = self._api.details(part)
                except _DECLINED as error:
                    _log.info("no batch of orders: %s", type(error).__name__)
                    takes_many = False
                    waiting.insert(0, part)
                    yield LookStep(Stage.DETAILS, done, len(due), is_first)
                    continue
            self._orders.save_details(found, self._now())
            is_any_found = is_any_found or bool(found)
            told = {each for facts in found for each in (facts.order_id, *facts.other_ids)}
            missing = [each for each in part if each not in told]
            if takes_many and done < len(due):
                left_out += missing
            if takes_many and not is_any_found and done >= len(due) >= _MOST_DECLINED:
                raise UnexpectedResponse  # of many orders that it lists CJ has none, twice
            done += len(part)
            if done == len(due) and takes_many:
                waiting += _parts(left_out, DETAILS_AT_ONCE)
            yield LookStep(Stage.DETAILS, min(done, len(due)), len(due), is_first)

    def _single(self, order_id: OrderId, doubts: _Doubts) -> tuple[OrderFacts, ...]:
        try:
            found = (self._api.detail(order_id),)
        except _DECLINED as error:
            # One that CJ no longer shows must not keep the others from being asked about.
            _log.info("CJ would not show an order: %s", type(error).__name__)
            if doubts.grow():
                raise
            return ()
        doubts.end()
        return found

    def _track(self, *, is_first: bool) -> Iterator[LookStep]:
        """Ask for parcels under way. A silence about one that CJ told of before is asked again."""
        now = self._now()
        due = self._orders.due_numbers(now - _TRACKING_KEPT, now, now - _OVER_SINCE)
        waiting, done, doubts = [*_parts(due, TRACKED_AT_ONCE)], 0, _Doubts()
        silent: list[str] = []
        while waiting:
            part = waiting.pop(0)
            spare_points(self._points())
            try:
                told = self._api.tracking(part)
                doubts.end()
            except _DECLINED as error:
                if len(part) > 1:
                    # One odd number must not hide the others.
                    half = len(part) // 2
                    waiting[:0] = [part[:half], part[half:]]
                    yield LookStep(Stage.TRACKING, done, len(due), is_first)
                    continue
                if isinstance(error, NotFound):
                    doubts.end()
                elif doubts.grow():
                    raise
                told = ()
            again = self._orders.save_tracking(told, part, self._now())
            if done < len(due):
                silent += again
            done += len(part)
            if done == len(due):
                waiting += _parts(silent, TRACKED_AT_ONCE)
            yield LookStep(Stage.TRACKING, min(done, len(due)), len(due), is_first)

    @property
    def _api(self) -> OrdersApi:
        return self._connection.api.orders


class _Doubts:
    """Whether CJ declines single orders or parcels because they are odd, or declines all."""

    def __init__(self) -> None:
        self._declined = 0
        self._is_answered = False

    def end(self) -> None:
        """CJ answered one: it does not decline all."""
        self._is_answered = True

    def grow(self) -> bool:
        """CJ declined one; whether it seems to decline all."""
        self._declined += 1
        return not self._is_answered and self._declined >= _MOST_DECLINED


def spare_points(points: Points | None) -> None:
    """Raise `QuotaUsedUp` before what nobody asked for takes the last of the day's points."""
    if points is not None and points.remaining <= _POINTS_LEFT:
        raise QuotaUsedUp(RequestInfo(endpoint="logistic/trackInfo", points=points))


def is_near(time: datetime | None, now: datetime, span: timedelta) -> bool:
    """Whether that was less than so long ago. A time far ahead was told by a wrong clock."""
    return time is not None and abs(now - time) < span


def _parts(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
