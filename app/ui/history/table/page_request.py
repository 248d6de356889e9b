"""What the table's model asks of the data file, and what comes back. Runs on the storage lane."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.domain.history import HistoryQuery
from app.ui.history.table.row_pages import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.history import HistoryPage, HistoryRow
    from app.domain.ids import DisputeId

    Fetch = Callable[[HistoryQuery], HistoryPage]
    Locate = Callable[[HistoryQuery, DisputeId], int | None]


class Answer(NamedTuple):
    """Rows from page `first_page` on, and where the dispute stands that is held on to."""

    query: HistoryQuery
    first_page: int
    page: HistoryPage
    overall: int | None
    place: int | None
    held: HistoryRow | None


class Question(NamedTuple):
    """The rows of a query from one page to another, with one dispute to be held on to."""

    query: HistoryQuery
    first_page: int
    last_page: int
    anchor: DisputeId | None
    counts_all: bool

    def ask(self, fetch: Fetch, locate: Locate) -> Answer:
        """Read what is asked for."""
        query, first, last = self.query, self.first_page, self.last_page
        pages = query._replace(offset=first * PAGE_SIZE, limit=(last - first + 1) * PAGE_SIZE)
        page = fetch(pages)
        overall = fetch(HistoryQuery(limit=1)).total if self.counts_all else None
        place = locate(query, self.anchor) if self.anchor else None
        held = None
        if place is not None and place // PAGE_SIZE not in range(first, last + 1):
            held = fetch(query._replace(offset=place, limit=1)).rows
        return Answer(query, first, page, overall, place, held[0] if held else None)


def page_of(query: HistoryQuery, number: int) -> HistoryQuery:
    """The query for one page of its rows."""
    return query._replace(offset=number * PAGE_SIZE, limit=PAGE_SIZE)
