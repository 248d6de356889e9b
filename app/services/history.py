"""The dispute history: kept here, brought up to date from CJ, and cancelled with care."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from app.api.pacing import Urgency, urgency
from app.domain.disputes import DisputeDetail
from app.domain.errors import AppError
from app.domain.history import Change, HistoryPage, HistoryQuery, HistoryRow
from app.domain.ids import DisputeId, OrderId
from app.storage.sync_state import FullSync, SyncState

if TYPE_CHECKING:
    from app.services.connection import Connection
    from app.storage.dispute_cache import DisputeCache
    from app.storage.order_cache import OrderCache

_log = logging.getLogger(__name__)

PAGE_SIZE = 50
"""Rows asked for at once; the largest size known to be safe (cj-api section 7, row 2)."""
_MOST_PAGES = 4000


@dataclass(frozen=True, slots=True)
class Refresh:
    """What one refresh brought. `checked` is aware UTC."""

    checked: datetime
    changes: tuple[Change, ...]
    calls: int


class CancelResult(Enum):
    """What became of a cancellation."""

    CANCELLED = "cancelled"
    """CJ said yes."""
    UNKNOWN = "unknown"
    """No trustworthy answer: look again before anything else."""


class HistoryService:
    """Reads the kept history at once and refreshes it with the fewest calls that are right."""

    def __init__(
        self,
        connection: Connection,
        disputes: DisputeCache,
        orders: OrderCache,
        sync: SyncState,
        now: Callable[[], datetime],
    ) -> None:
        self._connection = connection
        self._disputes = disputes
        self._orders = orders
        self._sync = sync
        self._now = now

    def rows(self, query: HistoryQuery) -> HistoryPage:
        """Rows from this computer's copy. Touches no network."""
        return self._disputes.query(query)

    def row(self, dispute_id: DisputeId) -> HistoryRow | None:
        """One row of the copy."""
        return self._disputes.get(dispute_id)

    def last_checked(self) -> datetime | None:
        """When CJ was last asked for the list with success (UTC)."""
        return self._sync.last_checked()

    def refresh(self, *, in_background: bool = False) -> Refresh:
        """Bring the copy up to date.

        The first time every page is read, going on where an interrupted walk stopped. After
        that pages are read from the newest on until one brings nothing new.
        """
        with urgency(Urgency.BACKGROUND if in_background else Urgency.USER):
            walk = self._sync.full_sync()
            changes: list[Change] = []
            calls = 0
            if walk or self._sync.last_complete() is None:
                walk = walk or FullSync(1, self._now())
                calls += self._walk(walk.next_page, changes, walk)
            if walk is None or walk.next_page > 1:
                calls += self._walk(1, changes, None)
            checked = self._now()
            self._sync.note_checked(checked)
            return Refresh(checked, tuple(changes), calls)

    def _walk(self, first: int, changes: list[Change], walk: FullSync | None) -> int:
        """Read pages from `first` on and collect what changed; returns the calls it took.

        A full walk goes to the end and remembers how far it came; any other stops at a page
        that brings nothing new. Rows that moved to another page meanwhile count once.
        """
        api = self._connection.api
        seen: set[DisputeId] = set()
        for number in range(first, first + _MOST_PAGES):
            page = api.disputes.page(page=number, page_size=PAGE_SIZE)
            fresh = tuple(each for each in page.disputes if each.dispute_id not in seen)
            seen.update(each.dispute_id for each in fresh)
            found = self._disputes.save_page(fresh, self._now())
            changes.extend(found)
            if not fresh or number * page.page_size >= page.total:
                self._sync.finish_full_sync(self._now())
                return number - first + 1
            if walk is None and not found:
                return number - first + 1
            if walk is not None:
                self._sync.save_full_sync(replace(walk, next_page=number + 1))
        return _MOST_PAGES

    def detail(self, dispute_id: DisputeId) -> DisputeDetail:
        """The dispute in full, from CJ; kept for when there is no network."""
        detail = self._connection.api.disputes.detail(dispute_id)
        self._disputes.save_detail(detail, self._now())
        # What is kept also knows the order, which CJ's answer does not name.
        return self._disputes.detail(dispute_id) or detail

    def kept_detail(self, dispute_id: DisputeId) -> DisputeDetail | None:
        """The detail as last seen, if it ever was."""
        return self._disputes.detail(dispute_id)

    def order_of(self, dispute_id: DisputeId) -> OrderId | None:
        """The order a dispute belongs to, as far as it could be learnt; CJ's list does not say."""
        row = self._disputes.get(dispute_id)
        if row is None:
            return None
        line_ids = [line.line_item_id for line in row.dispute.lines if line.line_item_id]
        return row.dispute.order_id or self._orders.order_of_lines(line_ids)

    def cancel(self, dispute_id: DisputeId, order_id: OrderId) -> CancelResult:
        """Withdraw a dispute. Never repeated by itself; afterwards the row is read again.

        Raises the error where CJ certainly did not cancel it.
        """
        result = CancelResult.CANCELLED
        try:
            self._connection.api.disputes.cancel(order_id, dispute_id)
        except AppError as error:
            if error.not_processed:
                raise
            result = CancelResult.UNKNOWN
        self._disputes.link_order(dispute_id, order_id, None)
        try:
            self.detail(dispute_id)
        except AppError as error:
            _log.info("Reading a cancelled dispute failed: %s", type(error).__name__)
        return result

    def mark_seen(self) -> None:
        """The user has looked: nothing counts as changed since the last visit any more."""
        self._disputes.mark_seen(None)
