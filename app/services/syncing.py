"""One bringing-up-to-date of the history, as single calls that others may come between.

Whoever runs it takes a step at a time on a background thread. Stopping is not taking the next
step: how far a walk through all pages came is stored after every page, and the next run goes on
from there.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.api.pacing import Urgency, urgency
from app.domain.errors import NotFound, Refused
from app.domain.history import Change, ChangeKind
from app.services.watch import (
    CANDIDATES,
    DECIDED_FOR,
    UNDECIDED_FOR,
    Look,
    full_pass_is_due,
    looks_to_take,
    pages_back,
)
from app.storage.sync_state import FullSync, SyncState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from app.domain.disputes import DisputePage
    from app.domain.ids import DisputeId
    from app.services.connection import Connection
    from app.storage.dispute_cache import DisputeCache
    from app.storage.dispute_following import FollowingStore

_log = logging.getLogger(__name__)

PAGE_SIZE = 50
"""Rows asked for at once; the largest size known to be safe (cj-api section 7, row 2)."""
_MOST_NEW_PAGES = 20
"""News on more pages than this are left to a walk that can be stopped and gone on with."""
_REPEATS = 3
"""So many pages in a row that bring nothing but known rows end a walk: CJ repeats itself."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a walk through all pages is, in disputes. CJ's count may change on the way."""

    done: int
    total: int
    is_first: bool
    """Whether the account was never read to its end before."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one call brought."""

    changes: tuple[Change, ...] = ()
    progress: Progress | None = None
    """Where a walk through all pages stands; None while only news are looked for."""
    calls: int = 1


class HistorySync:
    """The calls of one refresh, the cheapest that is still right (see `app.services.watch`)."""

    def __init__(
        self,
        connection: Connection,
        disputes: DisputeCache,
        following: FollowingStore,
        sync: SyncState,
        now: Callable[[], datetime],
        *,
        in_background: bool,
        goes_through_all: bool,
        match_listed: Callable[[], object] = lambda: None,
    ) -> None:
        self._connection = connection
        self._disputes = disputes
        self._following = following
        self._sync = sync
        self._now = now
        self._urgency = Urgency.BACKGROUND if in_background else Urgency.USER
        self._goes_through_all = goes_through_all
        self._match_listed = match_listed
        self._started = now()
        self._read: set[DisputeId] = set()
        self._size = PAGE_SIZE
        """Rows a page, as CJ answers: it may give fewer than it is asked for."""
        self._steps = self._run()

    def step(self) -> Step | None:
        """Make the next call; None when there is none left to make.

        Raises what the connection meets; then this run is over. Call it from one thread at a time.
        """
        with urgency(self._urgency):
            return next(self._steps, None)

    def _run(self) -> Iterator[Step]:
        # A walk is background work even where a user asked for the refresh it is part of: what
        # was filed lately is read by then, and looking an order up must not wait for the rest.
        walk = self._sync.full_sync()
        last_complete = self._sync.last_complete()
        is_first = walk is None and last_complete is None
        number = 0
        while True:
            number += 1
            page = self._page(number)
            found = self._save(page)
            if is_first:
                walk = FullSync(2, self._started, page.total)
                self._sync.save_full_sync(walk)
            if _is_end(page, number):
                self._finish(page.total, self._started)
                yield Step(found)
                return
            yield Step(found)
            if is_first or self._are_known(found, page.total) or number >= _MOST_NEW_PAGES:
                break
        self._sync.note_checked(self._now())
        yield from self._follow()
        if not self._goes_through_all:
            return
        if walk is None and full_pass_is_due(
            last_complete,
            self._now(),
            total=page.total,
            listed=self._following.listed_count(),
            surplus=self._sync.surplus(),
            size=self._size,
        ):
            walk = FullSync(number + 1, self._started, page.total)
        if walk is not None:
            self._urgency = Urgency.BACKGROUND
            yield from self._walk(walk, is_first=last_complete is None)

    def _are_known(self, found: tuple[Change, ...], total: int) -> bool:
        """Whether no page further on can hold a dispute that is new."""
        if not any(each.kind is ChangeKind.NEW for each in found):
            return True
        return total - self._following.listed_count() == self._sync.surplus()

    def _follow(self) -> Iterator[Step]:
        """Ask about disputes that may have changed and stand on no page just read."""
        now = self._now()
        followed = self._following.unsettled(
            undecided_since=now - UNDECIDED_FOR,
            decided_since=now - DECIDED_FOR,
            limit=CANDIDATES,
        )
        for look in looks_to_take(followed, self._read, now, page_size=self._size):
            yield self._look(look)

    def _look(self, look: Look) -> Step:
        if look.page is not None:
            return Step(self._save(self._page(look.page)))
        if look.dispute_id is None:
            return Step(calls=0)
        try:
            detail = self._connection.api.disputes.detail(look.dispute_id)
        except (NotFound, Refused) as error:
            # One that CJ no longer shows must not keep the others from being asked about.
            _log.info("CJ would not show a dispute: %s", type(error).__name__)
            self._following.note_asked(look.dispute_id, self._now())
            return Step()
        change = self._disputes.save_detail(detail, self._now())
        return Step((change,) if change else ())

    def _walk(self, walk: FullSync, *, is_first: bool) -> Iterator[Step]:
        """Read all pages from where the walk stands, and see at its end what is gone."""
        repeats = calls = 0
        furthest = walk.next_page - 1
        most = 2 * math.ceil(walk.total / self._size) + 10
        while True:
            number = walk.next_page
            page = self._page(number)
            calls += 1
            is_repeated = number > furthest and self._read.issuperset(
                each.dispute_id for each in page.disputes
            )
            repeats = repeats + 1 if is_repeated else 0
            furthest = max(furthest, number)
            found = self._save(page)
            # A count that goes up and down must not keep the walk going for ever.
            back = pages_back(walk.total, page.total, self._size) if calls < most else 0
            next_page = max(number - back, 1) if back else number + 1
            walk = replace(walk, next_page=next_page, total=page.total)
            progress = Progress(min(number * self._size, page.total), page.total, is_first)
            is_end = not back and (_is_end(page, number) or repeats >= _REPEATS)
            if is_end:
                self._finish(page.total, walk.started)
            else:
                self._sync.save_full_sync(walk)
            yield Step(found, progress)
            if is_end:
                return

    def _finish(self, total: int, started: datetime) -> None:
        """All pages were read. What CJ did not list is gone, if it listed all that it counted."""
        now = self._now()
        if self._following.read_since(started) >= total:
            gone = self._following.mark_gone(started, now)
            if gone:
                _log.info("CJ lists %d disputes less than before", gone)
        self._sync.finish_full_sync(now, total - self._following.listed_count())

    def _page(self, number: int) -> DisputePage:
        page = self._connection.api.disputes.page(page=number, page_size=PAGE_SIZE)
        self._size = page.page_size or PAGE_SIZE
        return page

    def _save(self, page: DisputePage) -> tuple[Change, ...]:
        """Store a page. A row that was met on another page of this run counts once."""
        fresh = tuple(each for each in page.disputes if each.dispute_id not in self._read)
        self._read.update(each.dispute_id for each in fresh)
        changes = self._disputes.save_page(fresh, self._now())
        self._match_listed()
        return changes


def _is_end(page: DisputePage, number: int) -> bool:
    return not page.disputes or number * page.page_size >= page.total


def run_to_end(sync: HistorySync) -> tuple[tuple[Change, ...], int]:
    """Take every step at once; gives all changes and the number of calls."""
    changes: list[Change] = []
    calls = 0
    while (step := sync.step()) is not None:
        changes.extend(step.changes)
        calls += step.calls
    return tuple(changes), calls
