"""Where an order's parcel is: from this computer where it is known, from CJ when asked for."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.api.http.rate_limiter import Urgency, urgency
from app.domain.claim_rules import judge, utc_day
from app.domain.claims import Judgement, TrackedOrder
from app.domain.errors import AppError, NotFound, SignInRequired, TokenRejected
from app.domain.snapshot import completed
from app.domain.templates import NO_CONTEXT, TemplateContext, context_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from app.domain.ids import OrderId
    from app.domain.orders import OrderFacts, Tracking
    from app.services.connection import Connection
    from app.storage.order_cache import OrderCache
    from app.storage.tracked_orders import TrackedOrders


_log = logging.getLogger(__name__)

_ASKED_AT_ONCE = 10
"""Tracking numbers in one call; more parcels of one order are not asked for."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is known of an order's way to the buyer. Times are UTC."""

    facts: OrderFacts | None = None
    tracking: tuple[Tracking, ...] = ()
    known: TemplateContext = NO_CONTEXT
    """The same for the variables of templates."""
    looked: datetime | None = None
    """When CJ told of the order."""
    tracking_looked: datetime | None = None
    """When CJ told of its parcels."""

    @property
    def status(self) -> str:
        """The carrier's words, as CJ passes them on."""
        return ", ".join(dict.fromkeys(each.status for each in self.tracking if each.status))

    @property
    def delivered(self) -> date | None:
        """When the last of its parcels was delivered; None unless all were."""
        days = [each.delivered_on for each in self.tracking]
        arrived = [day for day in days if day is not None]
        return max(arrived) if arrived and len(arrived) == len(days) else None

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
    """Knows dispatch and tracking. Only `fetch` asks CJ."""

    def __init__(
        self,
        connection: Connection,
        cache: OrderCache,
        tracked: TrackedOrders,
        now: Callable[[], datetime],
    ) -> None:
        self._connection = connection
        self._cache = cache
        self._tracked = tracked
        self._now = now
        self._tracking: dict[OrderId, tuple[tuple[Tracking, ...], datetime]] = {}
        self._lock = threading.Lock()

    def known(self, order_id: OrderId) -> Parcel:
        """What this computer knows, the newest of each. Touches no network."""
        cached, tracked = self._cache.facts(order_id), self._tracked.get(order_id)
        with self._lock:
            tracking, told = self._tracking.get(order_id, ((), None))
        facts, looked = (cached.facts, cached.fetched) if cached else (None, None)
        if tracked and tracked.looked and (looked is None or tracked.looked > looked):
            facts, looked = replace(tracked.facts, order_id=order_id), tracked.looked
        if facts is None:
            return Parcel()
        if tracked and tracked.tracking_looked and (not told or tracked.tracking_looked > told):
            tracking, told = tracked.tracking, tracked.tracking_looked
        return Parcel(facts, tracking, context_of(facts, self._now()), looked, told)

    def judged(self, order_id: OrderId, *, can_dispute: bool | None = None) -> Judgement | None:
        """What can be claimed of an order today, as far as it is known. Touches no network."""
        today = utc_day(self._now())
        return self.known(order_id).judgement(today, can_dispute=can_dispute)

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
        api = self._connection.api
        facts = replace(api.orders.detail(order_id), order_id=order_id)
        facts = self._cache.save_facts(facts, self._now())
        told: tuple[Tracking, ...] = ()
        if facts.tracking_numbers:
            try:
                told = api.orders.tracking(facts.tracking_numbers[:_ASKED_AT_ONCE])
            except (SignInRequired, TokenRejected):
                raise
            except AppError as error:
                _log.info("Tracking could not be had: %s", type(error).__name__)
        if told:
            with self._lock:
                kept, _ = self._tracking.get(order_id, ((), None))
                before = {each.tracking_number: each for each in kept}
                tracking = tuple(completed(each, before.get(each.tracking_number)) for each in told)
                self._tracking[order_id] = tracking, self._now()
        return self.known(order_id)
