"""The order of the disputes as the settings keep it, to be known before there is a table."""

from __future__ import annotations

from app.domain.history import HistoryQuery, SortKey
from app.ui.history.table.row_pages import PAGE_SIZE


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
