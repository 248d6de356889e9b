"""Where an order's parcel is: from this computer where it is known, from CJ when asked for."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.api.http.rate_limiter import Urgency, current_urgency, urgency
from app.api.orders import TRACKED_AT_ONCE
from app.domain.errors import AppError, Interrupted, NotFound, SignInRequired, TokenRejected
from app.domain.filing.templates import NO_CONTEXT, TemplateContext, context_of
from app.domain.orders.claim_rules import judge
from app.domain.orders.claims import Judgement, TrackedOrder
from app.domain.orders.orders import OrderFacts, OrderStage, Tracking, as_asked, sent_on
from app.services.keeping import where_possible
from app.services.orders.looks import is_near, spare_points

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.account.pace import Points
    from app.domain.ids import OrderId
    from app.services.account.connection import Connection
    from app.storage.order_cache import OrderCache
    from app.storage.tracked_orders import TrackedOrders


_log = logging.getLogger(__name__)

_ASK_EVERY = timedelta(hours=1)
"""For how long nobody asks again by themselves what CJ told of an order and its parcels."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is known of an order's way to the buyer. Times are UTC."""

    facts: OrderFacts | None = None
    tracking: tuple[Tracking, ...] = ()
    known: TemplateContext = NO_CONTEXT
    """The same for the variables of templates."""
    looked: datetime | None = None
    """When CJ told of the order; None where only its row of the list was read."""
    tracking_looked: datetime | None = None
    """When CJ told of its parcels."""
    is_due: bool = False
    """CJ was not asked lately, and may tell more."""

    @property
    def status(self) -> str:
        """The carrier's words, as CJ passes them on."""
        return ", ".join(dict.fromkeys(each.status for each in self.tracking if each.status))

    @property
    def sent(self) -> date | None:
        """When it left, as CJ tells it or its tracking shows it."""
        return sent_on(self.facts, self.tracking) if self.facts else None

    @property
    def is_delivered(self) -> bool:
        """Whether order or tracking say that it arrived, with all of its parcels."""
        if self.facts is None:
            return False
        is_told = bool(self.tracking) and all(each.is_delivered for each in self.tracking)
        return is_told or self.facts.stage is OrderStage.DELIVERED

    @property
    def delivered(self) -> date | None:
        """When the last of its parcels was delivered; None unless all were."""
        days = [each.delivered_on for each in self.tracking]
        arrived = [day for day in days if day is not None]
        return max(arrived) if arrived and len(arrived) == len(days) else None

    @property
    def as_of(self) -> datetime | None:
        """Since when nothing newer is known of it; None where CJ never told of it whole."""
        told = self.tracking_looked if self.tracking else None
        return min(self.looked, told) if self.looked and told else self.looked

    def judgement(self, today: date, *, can_dispute: bool | None = None) -> Judgement | None:
        """What can be claimed by the rules, disputes aside; None where the order is not known."""
        if self.facts is None:
            return None
        order = TrackedOrder(
            replace(self.facts, dispute_id=None, is_marked_disputed=False),
            self.tracking,
            looked=self.looked,
            tracking_looked=self.tracking_looked,
            can_dispute=can_dispute,
        )
        return judge(order, today)


class ParcelService:
    """Knows dispatch and tracking. Only `fetch`, `renew` and `proof` ask CJ."""

    def __init__(
        self,
        connection: Connection,
        cache: OrderCache,
        tracked: TrackedOrders,
        now: Callable[[], datetime],
        points: Callable[[], Points | None] = lambda: None,
    ) -> None:
        self._connection = connection
        self._cache = cache
        self._tracked = tracked
        self._now = now
        self._points = points
        self._asked: dict[OrderId, datetime] = {}
        self._lock = threading.Lock()

    def known(self, order_id: OrderId) -> Parcel:
        """What this computer knows, the newest of each. Touches no network."""
        cached, tracked = self._cache.facts(order_id), self._tracked.get(order_id)
        facts = looked = told = None
        tracking: tuple[Tracking, ...] = ()
        if cached:
            facts, looked = cached.facts, cached.fetched
            tracking, told = cached.tracking, cached.tracking_fetched
        if tracked and tracked.looked and (looked is None or tracked.looked > looked):
            facts, looked = replace(tracked.facts, order_id=order_id), tracked.looked
        if tracked and tracked.tracking_looked and (not told or tracked.tracking_looked > told):
            tracking, told = tracked.tracking, tracked.tracking_looked
        if facts is None:
            return Parcel(is_due=True)
        now = self._now()
        parcel = Parcel(facts, tracking, context_of(facts, now, tracking), looked, told)
        return replace(parcel, is_due=self._is_due(order_id, parcel, now))

    def proof(self, order_id: OrderId) -> tuple[str, ...]:
        """Links of CJ's photos of the delivery, behind whatever else is asked; kept nowhere.

        Raises what the connection meets.
        """
        with urgency(Urgency.BACKGROUND):
            try:
                return self._connection.api.orders.proof_of_delivery(order_id)
            except NotFound:
                return ()

    def fetch(self, order_id: OrderId) -> Parcel:
        """Ask CJ: one call for the order, one for its tracking numbers where it has any.

        Raises what the connection meets. What it does not tell, and tracking that cannot be had,
        stays as it was known.
        """
        told = self._connection.api.orders.detail(order_id)
        facts, looked = replace(told, order_id=order_id), self._now()
        is_tracked = self._tracked.get(order_id) is not None
        tracking: tuple[Tracking, ...] = ()
        is_kept = False
        with where_possible("where an order is"):
            facts = self._cache.save_facts(facts, looked)
            if is_tracked:
                self._tracked.save_details((told,), looked)
            is_kept = True
        numbers = facts.tracking_numbers[:TRACKED_AT_ONCE]
        if numbers:
            tracking = self._track(order_id, numbers, is_tracked=is_tracked)
        with self._lock:
            self._asked[order_id] = self._now()
        known = self.known(order_id)
        if is_kept:
            return known
        since = looked if tracking else known.tracking_looked
        tracking = tracking or known.tracking
        return Parcel(facts, tracking, context_of(facts, looked, tracking), looked, since)

    def renew(self, order_id: OrderId) -> Parcel:
        """The same behind whatever else is asked, and only where it is due."""
        known = self.known(order_id)
        if not known.is_due:
            return known
        with urgency(Urgency.BACKGROUND):
            return self.fetch(order_id)

    def _track(
        self, order_id: OrderId, numbers: Sequence[str], *, is_tracked: bool
    ) -> tuple[Tracking, ...]:
        """What CJ tells of these, kept where that is possible."""
        try:
            if current_urgency() is Urgency.BACKGROUND:
                spare_points(self._points())
            told = self._connection.api.orders.tracking(numbers)
        except (SignInRequired, TokenRejected, Interrupted):
            raise
        except AppError as error:
            _log.info("Tracking could not be had: %s", type(error).__name__)
            return ()
        found = as_asked(told, numbers)
        with where_possible("where parcels are"):
            if told:
                self._cache.save_tracking(order_id, found, self._now())
            if is_tracked:
                self._tracked.save_tracking(told, numbers, self._now())
        return found

    def _is_due(self, order_id: OrderId, parcel: Parcel, now: datetime) -> bool:
        with self._lock:
            asked = self._asked.get(order_id)
        if is_near(asked, now, _ASK_EVERY):
            return False
        numbers = parcel.facts.tracking_numbers if parcel.facts else ()
        if parcel.looked is None or (numbers and not parcel.tracking):
            return True
        return parcel.delivered is None and not is_near(parcel.as_of, now, _ASK_EVERY)
