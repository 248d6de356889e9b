"""The dispute history: kept here, brought up to date from CJ, and cancelled with care."""

from __future__ import annotations

import logging
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.disputes.state import is_withdrawn
from app.domain.errors import AppError, RequestInfo
from app.domain.filing.filing import Attempt, AttemptKind, Filing
from app.domain.history.history import Coverage, HistoryPage, HistoryQuery, HistoryRow, Sums
from app.services.history.syncing import HistorySync
from app.services.keeping import where_possible
from app.storage.history.sync_state import FollowingStore, SyncState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime

    from app.domain.disputes.disputes import DisputeDetail
    from app.domain.history.notes import Note
    from app.domain.ids import DisputeId, OrderId
    from app.services.account.connection import Connection
    from app.storage.database.database import Database
    from app.storage.history.cache import DisputeCache
    from app.storage.ledger.ledger import FilingLedger
    from app.storage.order_cache import OrderCache

_log = logging.getLogger(__name__)

_SUCCESS = 200


class CancelResult(Enum):
    """What became of a cancellation."""

    CANCELLED = "cancelled"
    """CJ said yes."""
    UNKNOWN = "unknown"
    """No trustworthy answer: look again before anything else."""


class HistoryService:
    """Reads the kept history at once and refreshes it with the fewest calls that are right.

    All stores are over the same `database`. `match_listed` is called whenever a list was stored: an
    open filing may be in it.
    """

    def __init__(
        self,
        connection: Connection,
        disputes: DisputeCache,
        orders: OrderCache,
        ledger: FilingLedger,
        database: Database,
        now: Callable[[], datetime],
        *,
        match_listed: Callable[[], object] = lambda: None,
    ) -> None:
        self._connection = connection
        self._disputes = disputes
        self._orders = orders
        self._ledger = ledger
        self._following = FollowingStore(database)
        self._sync = SyncState(database)
        self._now = now
        self._match_listed = match_listed

    def rows(self, query: HistoryQuery) -> HistoryPage:
        """Rows from this computer's copy. Touches no network."""
        return self._disputes.query(query)

    def rows_of(self, ids: Iterable[DisputeId]) -> tuple[HistoryRow, ...]:
        """The rows of these disputes, in this order."""
        return self._disputes.of_ids(ids)

    def ids(self, query: HistoryQuery) -> tuple[DisputeId, ...]:
        """All disputes that match, in their order; limit and offset do not count."""
        return self._disputes.ids(query)

    def sums(self, ids: Collection[DisputeId]) -> Sums:
        """What these disputes come to."""
        return self._disputes.sums(ids)

    def last_checked(self) -> datetime | None:
        """When CJ was last asked for the list with success (UTC)."""
        return self._sync.last_checked()

    def coverage(self) -> Coverage:
        """Whether all that CJ counts was listed, when its list was last read to the end."""
        listed = self._following.listed_count()
        return Coverage(listed + self._sync.unlisted(listed), listed)

    def begin_sync(
        self, *, in_background: bool = False, goes_through_all: bool = True
    ) -> HistorySync:
        """A refresh to be taken step by step. One that does not go through all reads only news."""
        return HistorySync(
            self._connection,
            self._disputes,
            self._following,
            self._sync,
            self._now,
            in_background=in_background,
            goes_through_all=goes_through_all,
            match_listed=self._match_listed,
        )

    def detail(self, dispute_id: DisputeId) -> DisputeDetail:
        """The dispute in full, from CJ; kept for when there is no network.

        Raises what the connection meets, and `StorageFailed`.
        """
        detail = self._connection.api.disputes.detail(dispute_id)
        return self._keep(dispute_id, detail) or detail

    def shown_detail(self, dispute_id: DisputeId) -> DisputeDetail:
        """The same for who looks at it now, whether it can be kept or not."""
        detail = self._connection.api.disputes.detail(dispute_id)
        kept = None
        with where_possible("a dispute"):
            kept = self._keep(dispute_id, detail)
        return kept or detail

    def _keep(self, dispute_id: DisputeId, detail: DisputeDetail) -> DisputeDetail | None:
        """Keep it; what is kept also knows the order, which CJ's answer does not name."""
        self._disputes.save_detail(detail, self._now())
        return self._disputes.detail(dispute_id)

    def find(self, dispute_id: DisputeId) -> DisputeId:
        """Have a dispute in the copy: as it is there, or else as CJ tells it now; gives its number.

        Raises `NotFound` where CJ does not know it, and what else the connection meets.
        """
        row = self._disputes.get(dispute_id)
        return (row.dispute if row else self.detail(dispute_id).dispute).dispute_id

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

        Raises the error where CJ certainly did not cancel it. The request stands in the record of
        the filing that the dispute came from, before it is sent and whatever becomes of it; after
        one without a clear answer the dispute is looked at before anything is sent again.
        """
        filing = self._ledger.with_dispute(dispute_id)
        if filing and _is_doubtful(filing) and is_withdrawn(self.detail(dispute_id).dispute):
            self._disputes.mark_seen([dispute_id])
            return CancelResult.CANCELLED
        number = 0
        if filing:
            number = self._ledger.add_attempt(
                filing.reference, Attempt(AttemptKind.CANCEL, self._now())
            )
        result, exchange = CancelResult.CANCELLED, RequestInfo(code=_SUCCESS)
        try:
            answered = self._connection.api.disputes.cancel(order_id, dispute_id)
            exchange = replace(exchange, request_id=answered.request_id)
        except AppError as error:
            exchange = error.exchange
            result = CancelResult.UNKNOWN
            if error.not_processed:
                self._end_attempt(filing, number, type(error).__name__, exchange)
                raise
        self._end_attempt(filing, number, result.value, exchange)
        if result is CancelResult.CANCELLED:
            with where_possible("the order of a cancelled dispute"):
                self._disputes.link_order(dispute_id, order_id)
        try:
            detail = self.shown_detail(dispute_id)
        except AppError as error:
            _log.info("Reading a cancelled dispute failed: %s", type(error).__name__)
            return result
        # Nobody has to be told of what they did themselves.
        with where_possible("that a cancelled dispute was seen"):
            self._disputes.mark_seen([dispute_id])
        return CancelResult.CANCELLED if is_withdrawn(detail.dispute) else result

    def _end_attempt(
        self, filing: Filing | None, number: int, result: str, exchange: RequestInfo
    ) -> None:
        if filing is None:
            return
        now = self._now()
        attempt = Attempt(
            AttemptKind.CANCEL, now, now, result, exchange.code, exchange.text, exchange.request_id
        )
        # Without its end, it counts as one that gave no clear answer.
        with where_possible("the end of a cancellation"):
            self._ledger.close_attempt(filing.reference, number, attempt)

    def mark_seen(self, ids: Collection[DisputeId] | None = None) -> None:
        """The user has seen the changes of these disputes, or of all."""
        self._disputes.mark_seen(ids)

    def place(self, query: HistoryQuery, dispute_id: DisputeId) -> int | None:
        """Where a dispute stands among the rows that match, from 0; None where it does not."""
        return self._disputes.place(query, dispute_id)

    def note(self, dispute_id: DisputeId) -> Note:
        """What the user wrote down about a dispute. It is never sent."""
        return self._disputes.note(dispute_id)

    def save_note(self, dispute_id: DisputeId, text: str) -> Note:
        """Keep a note; blank text takes it away."""
        return self._disputes.save_note(dispute_id, text, self._now())


def _is_doubtful(filing: Filing) -> bool:
    """Whether the last cancellation may have reached CJ, which gave no clear answer to it."""
    cancels = [each for each in filing.attempts if each.kind is AttemptKind.CANCEL]
    return bool(cancels) and cancels[-1].result in ("", CancelResult.UNKNOWN.value)
