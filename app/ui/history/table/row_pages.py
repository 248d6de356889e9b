"""Rows of a long answer by page, as far as they were read, and which pages are wanted next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.history import HistoryRow
    from app.domain.ids import DisputeId

PAGE_SIZE = 50
"""Rows read at once: about two screens, and few enough to be read between two frames."""
_MOST_PAGES = 60
_MOST_WANTED = 4
"""Of pages that were scrolled past, only the latest are worth reading."""


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
