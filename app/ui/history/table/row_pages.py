"""The rows of a long history by page: how they are asked for, and those that were read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.domain.history.history import HistoryPage, HistoryQuery, HistoryRow, SortKey

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.ids import DisputeId

    Fetch = Callable[[HistoryQuery], HistoryPage]
    Locate = Callable[[HistoryQuery, DisputeId], int | None]

PAGE_SIZE = 50
"""Rows read at once: about two screens, and few enough to be read between two frames."""
_MOST_PAGES = 60
_MOST_WANTED = 4
"""Of pages that were scrolled past, only the latest are worth reading."""


def sorting_of(query: HistoryQuery) -> str:
    """The order of a query in a word or two."""
    return f"{query.sort.value}{' down' if query.descending else ''}"


def query_of(sorting: object) -> HistoryQuery:
    """The first page in the order that `sorting_of` told; in the usual one for anything else."""
    text = sorting if isinstance(sorting, str) else ""
    key = text.removesuffix(" down")
    if key not in {each.value for each in SortKey}:
        return HistoryQuery(limit=PAGE_SIZE)
    return HistoryQuery(sort=SortKey(key), descending=key != text, limit=PAGE_SIZE)


def page_of(query: HistoryQuery, number: int) -> HistoryQuery:
    """The query for one page of its rows."""
    return query._replace(offset=number * PAGE_SIZE, limit=PAGE_SIZE)


class PageResult(NamedTuple):
    """Rows from page `first_page` on, and where the dispute stands that is held on to."""

    query: HistoryQuery
    first_page: int
    page: HistoryPage
    overall: int | None
    place: int | None
    held: HistoryRow | None


def read_pages(
    fetch: Fetch,
    locate: Locate,
    query: HistoryQuery,
    pages: tuple[int, int],
    *,
    anchor: DisputeId | None,
    counts_all: bool,
) -> PageResult:
    """The rows of a query from one page to another, with one dispute to be held on to."""
    first, last = pages
    offset, limit = first * PAGE_SIZE, (last - first + 1) * PAGE_SIZE
    page = fetch(query._replace(offset=offset, limit=limit))
    overall = fetch(HistoryQuery(limit=1)).total if counts_all else None
    place = locate(query, anchor) if anchor else None
    held: tuple[HistoryRow, ...] = ()
    if place is not None and place not in range(offset, offset + limit):
        held = fetch(query._replace(offset=place, limit=1)).rows
    return PageResult(query, first, page, overall, place, next(iter(held), None))


class RowPages:
    """Places count from 0. Stale rows are shown until they are read again."""

    def __init__(self) -> None:
        self._pages: dict[int, tuple[HistoryRow, ...]] = {}
        self._fresh: set[int] = set()
        self._wanted: list[int] = []
        self._held: tuple[int, HistoryRow] | None = None

    def row(self, place: int) -> HistoryRow | None:
        """The row at a place; None while it is not read."""
        if self._held is not None and self._held[0] == place and self.is_stale(place):
            return self._held[1]
        page = self._pages.get(place // PAGE_SIZE, ())
        at = place % PAGE_SIZE
        return page[at] if at < len(page) else None

    def is_stale(self, place: int) -> bool:
        """Whether the row there is to be read, for the first time or again."""
        return place // PAGE_SIZE not in self._fresh

    def place_of(self, dispute_id: DisputeId) -> int | None:
        """Where a dispute stands, if it is among the rows that are up to date."""
        for number in self._fresh:
            for at, row in enumerate(self._pages[number]):
                if row.dispute.dispute_id == dispute_id:
                    return number * PAGE_SIZE + at
        if self._held is not None and self._held[1].dispute.dispute_id == dispute_id:
            return self._held[0]
        return None

    def has(self, first_page: int, rows: Sequence[HistoryRow]) -> bool:
        """Whether these very rows are there already, from the beginning of a page on."""
        first = first_page * PAGE_SIZE
        return all(self.row(place) == row for place, row in enumerate(rows, start=first))

    def put_many(self, first_page: int, rows: Sequence[HistoryRow]) -> None:
        """Take rows that were read, from the beginning of a page on."""
        for start in range(0, max(len(rows), 1), PAGE_SIZE):
            number = first_page + start // PAGE_SIZE
            self._pages[number] = tuple(rows[start : start + PAGE_SIZE])
            self._fresh.add(number)
            if number in self._wanted:
                self._wanted.remove(number)

    def hold(self, place: int, row: HistoryRow | None) -> None:
        """Keep the row that is selected, wherever it is; None where a page has it."""
        self._held = None if row is None else (place, row)

    def make_stale(self) -> None:
        """Anything may have changed: read again what is looked at."""
        self._fresh.clear()
        self._wanted.clear()
        self._held = None

    def cut(self, total: int) -> None:
        """There are only so many rows now."""
        self._pages = {n: page for n, page in self._pages.items() if n * PAGE_SIZE < total}
        self._fresh &= self._pages.keys()

    def clear(self) -> None:
        """Forget everything."""
        self._pages.clear()
        self.make_stale()

    def keep_near(self, first: int, last: int) -> None:
        """Let go of what is farthest from these places, where there is too much."""
        middle = (first + last) // 2 // PAGE_SIZE
        for number in sorted(self._pages, key=lambda page: abs(page - middle))[_MOST_PAGES:]:
            del self._pages[number]
            self._fresh.discard(number)

    def want(self, number: int) -> bool:
        """Have a page read soon. Gives whether that is news."""
        if number in self._fresh or (self._wanted and self._wanted[-1] == number):
            return False
        if number in self._wanted:
            self._wanted.remove(number)
        self._wanted.append(number)
        del self._wanted[:-_MOST_WANTED]
        return True

    def next_wanted(self) -> int | None:
        """The page that was asked for last."""
        return self._wanted.pop() if self._wanted else None
