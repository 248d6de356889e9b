"""A `HistoryQuery` as SQL: filtered, searched, sorted and cut to a page inside SQLite.

The rows are walked along an index in the wanted order. A search reads all search texts once, as
any part of a word must be found; few hits are then sorted, many are met while walking.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.disputes import Outcome
from app.domain.history import HistoryPage, HistoryQuery, Show, SortKey
from app.storage.dispute_rows import COLUMNS, from_rows
from app.storage.plain_text import folded

if TYPE_CHECKING:
    import sqlite3

_FEW_HITS = 2000

_COLUMNS = {
    SortKey.DISPUTE: "dispute_key",
    SortKey.ORDER: "order_key",
    SortKey.CREATED: "created",
    SortKey.REASON: "reason_key",
    SortKey.STATUS: "status_key",
    SortKey.OUTCOME: "outcome",
    SortKey.REFUND: "refund_cents",
    SortKey.ASKED: "asked_cents",
    SortKey.PRODUCT: "product_key",
    SortKey.SUPPLIER: "supplier_key",
    SortKey.CHANGED: "last_changed",
    SortKey.REISSUE_ORDER: "reissue_key",
}
_FILTERS = {
    Show.ALL: "1",
    Show.OPEN: "is_open = 1",
    Show.REFUNDED: f"outcome = {Outcome.REFUND.value}",
    Show.REISSUED: f"outcome = {Outcome.REISSUE.value}",
    Show.REJECTED: f"outcome = {Outcome.REJECT.value}",
    Show.CHANGED: "unseen = 1",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL that selects rows of `disputes`, with its parameters."""

    sql: str
    parameters: tuple[object, ...]


def answer(connection: sqlite3.Connection, query: HistoryQuery) -> HistoryPage:
    """The page that a query asks for, and how many rows match in all."""
    if words := search_words(query.text):
        total, statement = _search(connection, query, words)
    else:
        total = connection.execute(
            f"SELECT count(*) FROM disputes WHERE {_FILTERS[query.show]}"  # noqa: S608 - our own words
        ).fetchone()[0]
        statement = listing(query)
    found = connection.execute(statement.sql, statement.parameters).fetchall()
    return HistoryPage(total, from_rows(connection, found))


def place_of(connection: sqlite3.Connection, query: HistoryQuery, dispute_id: str) -> int | None:
    """Where a dispute stands among all that match a query, from 0; None where it does not."""
    words = search_words(query.text)
    likes = "".join(
        " AND (SELECT text FROM dispute_search WHERE dispute_search.number = disputes.number)"
        r" LIKE ? ESCAPE '\'"
        for _ in words
    )
    column = _COLUMNS[query.sort]
    source = f"FROM disputes WHERE {_FILTERS[query.show]}"
    found = connection.execute(
        f"SELECT {column} {source} AND dispute_id = ?{likes}",
        (dispute_id, *words),
    ).fetchone()
    if not found:
        return None
    before = "> :key" if query.descending else "< :key"
    ties = "> :id" if query.descending else "< :id"
    if found[0] is None:
        ahead = (f"{column} IS NOT NULL", f"{column} IS NULL AND dispute_id {ties}")
    else:
        ahead = (f"{column} {before}", f"{column} = :key AND dispute_id {ties}")
    # Two counts, each along the index; one with OR would read every row.
    named = {"key": found[0], "id": dispute_id} | {f"w{i}": word for i, word in enumerate(words)}
    for place in range(len(words)):
        likes = likes.replace("?", f":w{place}", 1)
    return sum(
        int(connection.execute(f"SELECT count(*) {source} AND {each}{likes}", named).fetchone()[0])
        for each in ahead
    )


def search_words(text: str) -> tuple[str, ...]:
    """The words of a search as `LIKE` patterns, the longest first: it rules out the most."""
    words = sorted(dict.fromkeys(folded(text).split()), key=len, reverse=True)
    escaped = (word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") for word in words)
    return tuple(f"%{word}%" for word in escaped)


def listing(query: HistoryQuery, words: tuple[str, ...] = ()) -> Statement:
    """Select a page by walking the disputes in order; stops when the page is full."""
    likes = "".join(
        " AND (SELECT text FROM dispute_search WHERE dispute_search.number = disputes.number)"
        r" LIKE ? ESCAPE '\'"
        for _ in words
    )
    return Statement(
        f"SELECT {COLUMNS} FROM disputes WHERE {_FILTERS[query.show]}{likes}"  # noqa: S608 - our own words
        f" ORDER BY {_order(query)} LIMIT ? OFFSET ?",
        (*words, query.limit, query.offset),
    )


def _search(
    connection: sqlite3.Connection, query: HistoryQuery, words: tuple[str, ...]
) -> tuple[int, Statement]:
    likes = " AND ".join([r"text LIKE ? ESCAPE '\'"] * len(words))
    source = f"dispute_search WHERE {likes}"
    if query.show is not Show.ALL:
        # The filter's index first: it leaves fewer texts to read.
        source = f"disputes CROSS JOIN dispute_search USING (number) WHERE {_FILTERS[query.show]}"
        source += f" AND {likes}"
    few = connection.execute(f"SELECT number FROM {source} LIMIT ?", (*words, _FEW_HITS + 1))  # noqa: S608 - our own words
    hits = [row[0] for row in few]
    if len(hits) > _FEW_HITS:
        total = connection.execute(f"SELECT count(*) FROM {source}", words).fetchone()[0]  # noqa: S608 - our own words
        return total, listing(query, words)
    return len(hits), Statement(
        f"SELECT {COLUMNS} FROM json_each(?) CROSS JOIN disputes ON disputes.number = value"  # noqa: S608 - our own words
        f" ORDER BY {_order(query)} LIMIT ? OFFSET ?",
        (json.dumps(hits), query.limit, query.offset),
    )


def _order(query: HistoryQuery) -> str:
    column = _COLUMNS[query.sort]
    if query.descending:
        return f"{column} DESC, dispute_id DESC"  # NULL is the least: last here by itself
    return f"{column} ASC NULLS LAST, dispute_id ASC"
