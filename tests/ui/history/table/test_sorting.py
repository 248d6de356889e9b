from __future__ import annotations

import pytest

from app.domain.history.history import HistoryQuery, SortKey
from app.ui.history.table.row_pages import PAGE_SIZE, query_of, sorting_of


@pytest.mark.parametrize("sort", SortKey)
@pytest.mark.parametrize("descending", [True, False])
def test_the_order_is_kept(sort: SortKey, descending: bool) -> None:  # noqa: FBT001 - a case
    query = HistoryQuery(sort=sort, descending=descending, limit=PAGE_SIZE)
    assert query_of(sorting_of(query)) == query


@pytest.mark.parametrize("kept", [None, "", "down", "colour down", 7, ["created"]])
def test_what_is_no_order_of_ours_is_the_usual_one(kept: object) -> None:
    assert query_of(kept) == HistoryQuery(limit=PAGE_SIZE)
