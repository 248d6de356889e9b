"""One bringing-up-to-date of the history, as single calls that others may come between.

Whoever runs it takes a step at a time on a background thread. Stopping is not taking the next
step: how far a walk through all pages came is stored after every page, and the next run goes on
from there.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.api.http.rate_limiter import Urgency, urgency
from app.domain.errors import Declined, UnexpectedResponse
from app.services.history.watch import (
    CANDIDATES,
    DECIDED_FOR,
    UNDECIDED_FOR,
    full_pass_is_due,
    looks_to_take,
    pages_back,
)
from app.storage.history.sync_state import FollowingStore, FullSync, SyncState

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute, DisputePage
    from app.domain.history.history import Change
    from app.domain.ids import DisputeId
    from app.services.account.connection import Connection
    from app.services.history.watch import Look
    from app.storage.history.cache import DisputeCache

_log = logging.getLogger(__name__)

PAGE_SIZE = 50
"""Rows asked for at once; the largest size known to be safe."""
_MOST_NEW_PAGES = 20
"""News on more pages than this are left to a walk that can be stopped and gone on with."""
_MOST_BLANKS = 2
"""So many pages in a row without a row that is new to this run end it, whatever CJ counts."""
_MOST_STEPS_BACK = 5
"""A count that goes up and down must not keep a walk going for ever."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a walk through all pages is, in disputes. CJ's count may change on the way."""

    done: int
    total: int | None
    """CJ's count; None where it tells none that can be one."""
    is_first: bool
    """Whether the account was never read to its end before."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one call brought."""

    changes: tuple[Change, ...] = ()
    progress: Progress | None = None
    """Where a walk through all pages stands; None while only news are looked for."""


class HistorySync:
    """The calls of one refresh, the cheapest that is still right (see `watch.py`).

    CJ's count of its list and its word on the size of a page may be wrong, so the next page follows
    from the rows that came. `match_listed` is called when all pages were stored that have news, or
    all there are: what fits a filing may have one beside it on the next page.
    """

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
        self._is_asked_for = not in_background
        self._goes_through_all = goes_through_all
        self._match_listed = match_listed
        self._started = now()
        self._earliest = self._started
        """By the clock, which may have been set back since: no row of this run was met before."""
        self._kept: FullSync | None = None
        """The walk of an earlier run that this one goes on with."""
        self._read: set[DisputeId] = set()
        self._paged: set[DisputeId] = set()
        """Those of them that the pages had by which this run goes through the list."""
        self._size = PAGE_SIZE
        """Rows a page: what is asked for, or as many as CJ gives of that."""
        self._furthest = 0
        self._largest = 0
        """Most rows that any page had."""
        self._blanks = 0
        """Pages at the furthest place in a row that brought no row new to this run."""
        self._is_short = False
        """Whether the furthest page had fewer rows than another one before."""
        self._holes: list[int] = []
        """Pages without any row, to be asked for again if rows stand behind them."""
        self._doubted: set[int] = set()
        """Pages that were taken for the end of the list, and asked for again."""
        self._odd: set[int] = set()
        """Pages without rows that count some, and other than what pages with rows counted."""
        self._told_count: int | None = None
        """What the latest page with rows counted, be it wrong."""
        self._first_page: tuple[DisputeId, ...] = ()
        self._left_out = 0
        """Rows that CJ has and that are not stored: unreadable ones, and those of empty pages."""
        self._counted: int | None = None
        """CJ's latest count that is not less than what was seen of its list."""
        self._counted_first: int | None = None
        """CJ's count on the first page, be it wrong: later ones are compared with it."""
        self._is_plain = True
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
        with self._disputes.opened():
            self._kept = self._sync.full_sync()
            last_complete = self._sync.last_complete()
        is_first = self._kept is None and last_complete is None
        number, has_more_news = yield from self._read_news(is_first=is_first)
        yield from self._fill_holes()
        with self._disputes.opened():
            if has_more_news:
                self._kept = None  # it may be that a walk at rest is behind some of them
            else:
                self._sync.note_news_read()
            is_sure = not has_more_news and self._nothing_new_is_behind()
            if is_sure:
                self._sync.note_checked(self._now())
            looks = self._looks_to_take()
        for look in looks:
            yield self._look(look)
        with self._disputes.opened():
            if not (is_first or has_more_news):
                self._match_listed()
            self._sync.note_expected(self._expected())
            is_due = has_more_news or full_pass_is_due(
                last_complete,
                self._now(),
                counted=self._counted_first,
                listed=self._following.listed_count(),
                surplus=self._sync.surplus(),
                size=self._size,
                is_all_read=self._counted_first == len(self._read),
                is_sure=is_sure,
                is_asked_for=self._is_asked_for,
            )
        if not self._goes_through_all:
            return
        if self._kept is not None:
            yield from self._walk(self._place_in(self._kept, number), is_first=not last_complete)
        elif is_due:
            yield from self._walk(self._walk_from(number + 1), is_first=is_first)

    def _read_news(self, *, is_first: bool) -> Generator[Step, None, tuple[int, bool]]:
        """Read pages up to one without news; gives how many, and whether more may follow.

        Of a list that was never read whole only the first one: a walk reads the rest.
        """
        number, has_more_news = 0, True
        while has_more_news and number < (1 if is_first else _MOST_NEW_PAGES):
            number += 1
            page = self._page(number)
            with self._disputes.opened():
                found = self._take(number, page)
                has_more_news = self._may_have_news(page) if page.received else not self._is_end()
                if is_first:
                    self._save_place(self._walk_from(number + 1))
            yield Step(found)
        return number, has_more_news

    def _may_have_news(self, page: DisputePage) -> bool:
        """Whether pages behind this one may hold a dispute that is new."""
        if not self._sync.are_news(each.dispute_id for each in page.disputes):
            return False
        surplus = self._sync.surplus()
        if self._counted is None or surplus is None:
            return True
        return self._counted - self._following.listed_count() != surplus

    def _expected(self) -> int | None:
        """How many disputes CJ's list has now, by its count and how wrong that was; None if untold.

        Until all are read again, it says whether some are missing.
        """
        counted, surplus = self._counted_first, self._sync.surplus()
        return None if counted is None or surplus is None else counted - surplus

    def _nothing_new_is_behind(self) -> bool:
        """Whether CJ's list shows that nothing new stands behind the pages just read.

        So where CJ counts just what is stored, or where its list begins with the newest.
        """
        is_right = self._sync.surplus() == 0
        is_all = is_right and self._counted_first == self._following.listed_count()
        return is_all or self._following.are_newest(self._first_page)

    def _looks_to_take(self) -> Sequence[Look]:
        """What to ask about disputes that may have changed and stand on no page just read."""
        now = self._now()
        followed = self._following.unsettled(
            now,
            undecided_since=now - UNDECIDED_FOR,
            decided_since=now - DECIDED_FOR,
            limit=CANDIDATES,
        )
        return looks_to_take(followed, self._read, now, page_size=self._size)

    def _look(self, look: Look) -> Step:
        if isinstance(look, int):
            page = self._connection.api.disputes.page(page=look, page_size=self._size)
            return Step(self._save(page.disputes))
        try:
            detail = self._connection.api.disputes.detail(look)
        except Declined as error:
            # One that CJ no longer shows must not keep the others from being asked about.
            _log.info("CJ would not show a dispute: %s", type(error).__name__)
            self._following.note_asked(look, self._now())
            return Step()
        change = self._disputes.save_detail(detail, self._now())
        return Step((change,) if change else ())

    def _walk_from(self, number: int) -> FullSync:
        return FullSync(number, self._earliest, self._counted or 0, self._size)

    def _place_in(self, kept: FullSync, number: int) -> FullSync:
        """Where to go on with a walk, in pages of this run's size, behind those just read."""
        rows_before = (kept.next_page - 1) * kept.size
        place = max(rows_before // self._size, number) + 1
        if place > number + 1:
            self._blanks, self._is_short, self._furthest = 0, False, place - 1
        # Pages read again just now may have been counted then.
        self._left_out = max(self._left_out, kept.left_out)
        return replace(kept, next_page=place, size=self._size)

    def _save_place(self, walk: FullSync) -> None:
        """Where to go on if this run ends here: not behind a page that is to be asked for again."""
        place = min((walk.next_page, *self._holes))
        started = min(walk.started, self._earliest)
        kept = replace(walk, next_page=place, started=started, left_out=self._left_out)
        self._sync.save_full_sync(kept)

    def _walk(self, walk: FullSync, *, is_first: bool) -> Iterator[Step]:
        """Read all pages from where the walk stands, and see at its end what is gone."""
        self._urgency = Urgency.BACKGROUND
        steps_back, is_back = 0, False
        while is_back or not self._is_end():
            number = walk.next_page
            page = self._page(number)
            with self._disputes.opened():
                found = self._take(number, page)
                back = pages_back(walk.total, self._counted, self._size)
                steps_back += bool(back)
                is_back = back > 0 and steps_back <= _MOST_STEPS_BACK
                next_page = max(number - back, 1) if is_back else self._doubted_end() or number + 1
                walk = replace(walk, next_page=next_page, total=self._counted or walk.total)
                self._save_place(walk)
                progress = Progress(self._seen(), self._counted, is_first)
            yield Step(found, progress)
            yield from self._fill_holes()
        self._finish(min(walk.started, self._earliest))

    def _doubted_end(self) -> int | None:
        """The first of the pages without rows that end the list, where it is to be asked for again.

        Where CJ does not count just what was seen, an odd answer reads like the end.
        """
        first = self._furthest - self._blanks + 1
        is_doubtful = self._is_end() and self._counted != self._seen() and first in self._holes
        if not is_doubtful or first in self._doubted:
            return None
        self._doubted.add(first)
        self._holes = [each for each in self._holes if each < first]
        self._furthest, self._blanks = first - 1, self._blanks - 1
        return first

    def _page(self, number: int) -> DisputePage:
        """Read a page of the list.

        Raises `UnexpectedResponse` where it has none and CJ's yes was not whole.
        """
        page = self._connection.api.disputes.page(page=number, page_size=self._size)
        if not page.received and not page.is_plain:
            raise UnexpectedResponse  # "nothing" in an answer that speaks against itself
        return page

    def _take(self, number: int, page: DisputePage) -> tuple[Change, ...]:
        """Store a page of the list; gives what it changed."""
        ids = {each.dispute_id for each in page.disputes}
        # Pages that were looked at for single disputes do not count: they may stand anywhere.
        is_fresh = not ids <= self._paged
        self._paged |= ids
        changes = self._save(page.disputes)
        if is_fresh:
            self._is_plain = self._is_plain and page.is_plain
        if number == 1:
            self._first_page = tuple(each.dispute_id for each in page.disputes)
            self._counted_first = page.counted
            # CJ may give fewer rows than it is asked for. With what it gives, the second page
            # begins behind the first whichever of the two sizes CJ counts pages by.
            self._size = min(page.received or PAGE_SIZE, PAGE_SIZE)
        if number > self._furthest:
            self._furthest = number
            self._blanks = 0 if is_fresh else self._blanks + 1
            self._is_short = 0 < page.received < self._largest
            self._left_out += page.received - len(page.disputes)
            if not page.received:
                self._holes.append(number)
        self._largest = max(self._largest, page.received)
        self._odd.discard(number)
        if page.received:
            self._told_count = page.told_count
        elif page.told_count and page.told_count not in (self._told_count, self._seen()):
            self._odd.add(number)
        latest = (page.counted, self._counted)
        if not page.received and number > 1:
            # It says less of the list than one with rows did, and no more than that some are
            # missing: an odd answer may count just what was seen.
            is_telling = page.counted is not None and page.counted > self._seen()
            latest = (self._counted, page.counted if is_telling else None)
        told = [each for each in latest if each is not None]
        self._counted = next((each for each in told if each >= self._seen()), None)
        return changes

    def _fill_holes(self) -> Iterator[Step]:
        """Ask once more for empty pages that rows were found behind: CJ must have some there."""
        for number in [each for each in self._holes if not self._blanks]:
            self._holes.remove(number)
            read_before = len(self._read)
            page = self._page(number)
            found = self._take(number, page)
            # Rows that were all read before are another page's: those of this one are not had.
            self._left_out += 0 if len(self._read) > read_before else page.received or self._size
            yield Step(found)

    def _is_end(self) -> bool:
        """Whether nothing more of CJ's list can be had.

        So after two pages in a row that bring nothing new, or after a page that is not full,
        where all that CJ counts was seen: a count that is too low is seen too early, and one page
        without rows may have others behind it. A list that was empty before is so after one.
        """
        if self._blanks >= _MOST_BLANKS:
            return True
        seen = self._seen()
        was_empty = not seen and not self._following.listed_count()
        return self._counted == seen and (self._is_short or was_empty)

    def _seen(self) -> int:
        """How many disputes of CJ's list were met since the walk began."""
        if self._kept is None:
            return len(self._read)
        return self._following.read_since(min(self._kept.started, self._earliest))

    def _finish(self, started: datetime) -> None:
        """A walk is at its end. What CJ did not list is gone, if it listed all that it counted."""
        now, counted = self._now(), self._counted
        # A page that counts rows and has none holds back at least one of them.
        left_out = self._left_out + len(self._odd)
        is_whole = counted is not None and self._seen() >= counted and not left_out
        if is_whole and self._is_plain:
            gone = self._following.mark_gone(started, now)
            if gone:
                _log.info("CJ lists %d disputes less than before", gone)
        # The list may have grown since its first page, or become shorter.
        told = [each for each in (self._counted_first, counted) if each is not None]
        surplus = min(told) - self._following.listed_count() if told else None
        unseen = min(told) - self._seen() if told else 0
        unlisted = max(surplus or 0, unseen, left_out, 0)
        if unlisted:
            _log.info("CJ has at least %d disputes that it does not list", unlisted)
        self._sync.finish_full_sync(now, surplus, unlisted=unlisted)
        self._match_listed()

    def _save(self, disputes: tuple[Dispute, ...]) -> tuple[Change, ...]:
        """Store rows. One that was met on another page of this run counts once."""
        fresh = tuple(each for each in disputes if each.dispute_id not in self._read)
        self._read.update(each.dispute_id for each in fresh)
        now = self._now()
        self._earliest = min(self._earliest, now)
        return self._disputes.save_page(fresh, now)
