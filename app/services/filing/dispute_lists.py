"""What CJ lists of disputes, read so far that it is clear what the lists do not have.

CJ's list may ignore its filter, clamp its pages, or miscount. Rows are believed; that there are no
more only where CJ says so whole, or where the rows go back further than anybody asks.
"""

from __future__ import annotations

import itertools
import logging
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from app.domain.errors import (
    Declined,
    Offline,
    OfflineCause,
    UnexpectedResponse,
)
from app.domain.filing.match import made_at
from app.domain.ids import is_dispute_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute, DisputePage
    from app.domain.ids import DisputeId, OrderId
    from app.services.account.connection import Connection
    from app.storage.history.cache import DisputeCache

_log = logging.getLogger(__name__)

MOST_PAGES = 5
PAGE_SIZE = 50
FAR_ENOUGH_BACK = timedelta(days=1)
TELLING_ROWS = 10
"""So many rows must come newest first before the order of a list is taken as such."""
_MOST_BLANKS = 2
"""So many pages in a row without rows end a list, whatever CJ counts: one may be an odd answer."""
_MOST_UNSTORED = 20
"""Pages that wait for the disk at most."""


class Listing(NamedTuple):
    """The disputes of a list, and whether it said that there are no newer ones."""

    disputes: tuple[Dispute, ...]
    is_whole: bool


class OrderWord(NamedTuple):
    """What CJ says about disputes where it describes an order (`disputeId`, order page)."""

    dispute_id: DisputeId | None = None
    """The dispute's number, where it is one."""
    has_one: bool = False
    """Whether there is a dispute: the field may be a mere flag."""
    is_told: bool = False
    """Whether CJ described the order at all."""


class DisputeLists:
    """Reads CJ's lists of disputes and stores what they show. Raises what the connection meets."""

    def __init__(
        self, connection: Connection, disputes: DisputeCache, now: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._disputes = disputes
        self._now = now
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._unstored: dict[int, tuple[tuple[Dispute, ...], OrderId | None]] = {}
        """Rows that could not be written down, and which order they were asked for."""

    def word_of_order(self, order_id: OrderId) -> OrderWord:
        """What CJ says about a dispute where it describes the order."""
        try:
            facts = self._connection.api.orders.detail(order_id)
        except Declined as error:
            _log.info("CJ does not describe the order: %s", type(error).__name__)
            return OrderWord()
        if facts.dispute_id and is_dispute_id(facts.dispute_id):
            return OrderWord(facts.dispute_id, has_one=True, is_told=True)
        return OrderWord(has_one=bool(facts.is_marked_disputed), is_told=True)

    def alone(self, dispute_id: DisputeId) -> Dispute | None:
        """One dispute, asked for by its number; None where CJ does not tell of it."""
        try:
            detail = self._connection.api.disputes.detail(dispute_id)
        except Declined as error:
            _log.info("CJ does not tell of a dispute: %s", type(error).__name__)
            return None
        with self._disputes.opened():
            self._disputes.save_detail(detail, self._now())
            row = self._disputes.get(dispute_id)
        return row.dispute if row else detail.dispute

    def read(self, order_id: OrderId | None = None) -> Listing:
        """What CJ lists when asked for one order, or for all, to the end or as far back as a day.

        Rows of other orders may be among them.

        A count that is too low, or that of a page, agrees by accident with what was seen so far. It
        is believed where nothing speaks against it, and then only behind a page that is not full,
        behind two without rows, or where it says that there are none. How many rows make a page
        full, a first one shows by itself only where it has no others than the order's.
        """
        seen: dict[DisputeId, Dispute] = {}
        counts: set[int] = set()
        blanks, largest, is_plain = 0, 0, True
        for number in range(1, MOST_PAGES + 1):
            page = self._page(number, order_id)
            if page is None:
                break
            is_fresh = any(each.dispute_id not in seen for each in page.disputes)
            is_repeated = bool(page.disputes) and not is_fresh
            seen |= {each.dispute_id: each for each in page.disputes}
            disputes = tuple(seen.values())
            is_read = page.received == len(page.disputes) and (page.is_plain or is_repeated)
            # Where rows follow a page without any, it should have had some, too.
            is_plain = is_plain and is_read and not (is_fresh and blanks)
            blanks = 0 if page.received else blanks + 1
            told = page.told_count
            # A page without rows says less of the list than one with rows did.
            if told is not None and (page.received or number == 1 or told > len(seen)):
                counts.add(told)
            # Nor may CJ's list have shown more before, none of which is known to be gone.
            is_agreed = counts == {len(seen)} and self._disputes.listed_count(order_id) <= len(seen)
            if number == 1 and order_id and all(each.order_id == order_id for each in disputes):
                largest = PAGE_SIZE
            is_short = 0 < page.received < largest
            largest = max(largest, page.received)
            if is_repeated or blanks >= _MOST_BLANKS or (is_agreed and (is_short or not seen)):
                return Listing(disputes, is_plain and is_agreed)
            if is_fresh and self._goes_far_back(disputes):
                return Listing(disputes, is_plain)
        return Listing(tuple(seen.values()), is_whole=False)

    def _page(self, number: int, order_id: OrderId | None) -> DisputePage | None:
        """A page, its rows with what is known of them besides.

        None for a further one that cannot be read: those before it still count.
        """
        try:
            page = self._connection.api.disputes.page(number, PAGE_SIZE, order_id=order_id)
        except (UnexpectedResponse, Offline) as error:
            is_answer = not isinstance(error, Offline) or error.cause is OfflineCause.WEB_PAGE
            if number == 1 or not is_answer:
                raise
            return None
        with self._disputes.opened():
            self._store(page.disputes, order_id)
            rows = self._disputes.of_ids([each.dispute_id for each in page.disputes])
        return page._replace(disputes=tuple(row.dispute for row in rows))

    def _store(self, disputes: tuple[Dispute, ...], order_id: OrderId | None) -> None:
        """Write a page down, after those that could not be: what CJ told once, it told."""
        with self._lock:  # looks and a filing may read at the same time
            self._unstored[next(self._numbers)] = (disputes, order_id)
            for number in list(self._unstored)[:-_MOST_UNSTORED]:
                del self._unstored[number]
            waiting = tuple(self._unstored.items())
        for number, (rows, asked_for) in waiting:
            self._disputes.save_page(rows, self._now(), asked_for=asked_for)
            with self._lock:
                self._unstored.pop(number, None)  # two may write the same page

    def _goes_far_back(self, disputes: Sequence[Dispute]) -> bool:
        """Whether the rows come newest first, and the last is older than what is looked for."""
        times = [made_at(each) for each in disputes]
        told = [each for each in times if each is not None]
        if len(told) < max(len(times), TELLING_ROWS) or told != sorted(told, reverse=True):
            return False
        now = self._connection.api.server_time() or self._now()
        return now - told[-1] > FAR_ENOUGH_BACK
