"""Where an order's parcel is: from this computer where it is known, from CJ when asked for."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.errors import AppError, SignInRequired, TokenRejected
from app.domain.snapshot import completed
from app.domain.templates import NO_CONTEXT, TemplateContext, context_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.ids import OrderId
    from app.domain.orders import OrderFacts, Tracking
    from app.services.connection import Connection
    from app.storage.order_cache import OrderCache


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is known of an order's way to the buyer."""

    facts: OrderFacts | None = None
    tracking: tuple[Tracking, ...] = ()
    known: TemplateContext = NO_CONTEXT
    """The same for the variables of templates."""

    @property
    def status(self) -> str:
        """The carrier's words, as CJ passes them on."""
        return ", ".join(dict.fromkeys(each.status for each in self.tracking if each.status))

    @property
    def delivered(self) -> datetime | None:
        """When the last of its parcels was delivered; None unless all were."""
        times = [each.delivered for each in self.tracking]
        arrived = [time for time in times if time is not None]
        return max(arrived) if arrived and len(arrived) == len(times) else None


class ParcelService:
    """Knows dispatch and tracking. Only `fetch` asks CJ."""

    def __init__(
        self, connection: Connection, cache: OrderCache, now: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._cache = cache
        self._now = now
        self._tracking: dict[OrderId, tuple[Tracking, ...]] = {}
        self._lock = threading.Lock()

    def known(self, order_id: OrderId) -> Parcel:
        """What this computer knows. Touches no network."""
        with self._lock:
            tracking = self._tracking.get(order_id, ())
        return self._parcel(self._cache.facts(order_id), tracking)

    def fetch(self, order_id: OrderId) -> Parcel:
        """Ask CJ: one call for the order, one for its tracking number where it has one.

        Raises what the connection meets. What it does not tell, and tracking that cannot be had,
        stays as it was known.
        """
        api = self._connection.api
        facts = replace(api.orders.detail(order_id), order_id=order_id)
        facts = self._cache.save_facts(facts, self._now())
        told: tuple[Tracking, ...] = ()
        if facts.tracking_number:
            try:
                told = api.orders.tracking([facts.tracking_number])
            except (SignInRequired, TokenRejected):
                raise
            except AppError as error:
                _log.info("Tracking could not be had: %s", type(error).__name__)
        with self._lock:
            before = {each.tracking_number: each for each in self._tracking.get(order_id, ())}
            tracking = tuple(completed(each, before.get(each.tracking_number)) for each in told)
            tracking = self._tracking[order_id] = tracking or tuple(before.values())
        return self._parcel(facts, tracking)

    def _parcel(self, facts: OrderFacts | None, tracking: tuple[Tracking, ...]) -> Parcel:
        return Parcel(facts, tracking, context_of(facts, self._now()))
