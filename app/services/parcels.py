"""Where an order's parcel is: from this computer where it is known, from CJ when asked for."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.claim_rules import judge
from app.domain.claims import Judgement, TrackedOrder
from app.domain.errors import AppError, SignInRequired, TokenRejected
from app.domain.snapshot import completed
from app.domain.templates import NO_CONTEXT, TemplateContext, context_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from app.domain.ids import OrderId
    from app.domain.orders import OrderFacts, Tracking
    from app.services.connection import Connection
    from app.storage.order_cache import OrderCache


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

    def judgement(self, today: date) -> Judgement | None:
        """What can be claimed by the rules, disputes aside; None where the order is not known."""
        if self.facts is None:
            return None
        facts = replace(self.facts, dispute_id=None, is_marked_disputed=False)
        order = TrackedOrder(
            facts, self.tracking, looked=self.looked, tracking_looked=self.tracking_looked
        )
        return judge(order, today)


class ParcelService:
    """Knows dispatch and tracking. Only `fetch` asks CJ."""

    def __init__(
        self, connection: Connection, cache: OrderCache, now: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._cache = cache
        self._now = now
        self._tracking: dict[OrderId, tuple[tuple[Tracking, ...], datetime]] = {}
        self._lock = threading.Lock()

    def known(self, order_id: OrderId) -> Parcel:
        """What this computer knows. Touches no network."""
        cached = self._cache.facts(order_id)
        if cached is None:
            return Parcel()
        with self._lock:
            tracking, told = self._tracking.get(order_id, ((), None))
        known = context_of(cached.facts, self._now())
        return Parcel(cached.facts, tracking, known, cached.fetched, told)

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
