"""A `HistoryQuery` as SQL: filtered, searched, sorted and cut to a page inside SQLite.

The rows are walked along an index in the wanted order. A search reads all search texts once, as
any part of a word must be found; few hits are then sorted, many are met while walking. What
nearly all rows have is met at once: then the texts are read only to be counted.
(An index of trigrams would not help: one and two letters, and what nearly all rows have, are the
slow searches.)
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from app.domain.disputes.disputes import Outcome
from app.domain.history.history import HistoryPage, HistoryQuery, Show, SortKey, Sum, Sums
from app.domain.history.search_words import phrases_in
from app.domain.money import from_cents
from app.domain.text import folded, storable
from app.storage.database.failures import FAILURES
from app.storage.database.file_uri import file_uri
from app.storage.database.migrations import MIGRATIONS, stored_version
from app.storage.history.rows import COLUMNS, from_rows
from app.storage.timestamps import maybe_ms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from app.domain.ids import DisputeId

_FEW_HITS = 2000
_SKIMMED = 4
"""Times as many rows as were asked for are looked at before all texts are."""
_MOST_SKIMMED = 1000
_COLUMNS = {
    SortKey.DISPUTE: "dispute_key",
    SortKey.ORDER: "order_key",
    SortKey.CREATED: "created",
    SortKey.REASON: "reason_key",
    SortKey.STATUS: "status_key",
    SortKey.OUTCOME: "decision",
    SortKey.REFUND: "received_cents",
    SortKey.ASKED: "asked_cents",
    SortKey.PRODUCT: "product_key",
    SortKey.SUPPLIER: "supplier_key",
    SortKey.CHANGED: "last_changed",
    SortKey.REISSUE_ORDER: "reissue_key",
    SortKey.BUYER_REFUND: "buyer_refund_cents",
    SortKey.NET_LOSS: "net_loss_cents",
}
_FILTERS = {
    Show.ALL: "",
    Show.OPEN: "is_open = 1",
    Show.WAITING: "is_waiting = 1",
    Show.REFUNDED: f"decision = {Outcome.REFUND.value}",
    Show.REISSUED: f"decision = {Outcome.REISSUE.value}",
    Show.REJECTED: f"decision = {Outcome.REJECT.value}",
    Show.BUYER_REFUNDED: "buyer_refund_cents IS NOT NULL AND is_open = 1",
    Show.CHANGED: "unseen = 1",
}

HITS = "count(*), json_group_array(number)"
"""What makes a `Hits`."""
# The plus keeps SQLite from starting with the hits: the rows are to come in their order.
_IS_HIT = "+number IN (SELECT value FROM json_each(:hits))"
_LIKE = r"text LIKE ? ESCAPE '\'"

_PATIENCE = 0.05
NO_LIMIT = -1
_MILLION = 1_000_000


class Statement(NamedTuple):
    """SQL that selects rows of `disputes`, with its parameters."""

    sql: str
    parameters: Sequence[object] | Mapping[str, object]


class Hits(NamedTuple):
    """What a search found."""

    total: int
    numbers: str
    """Their keys in `disputes`, as a JSON list."""


def answer(connection: sqlite3.Connection, query: HistoryQuery) -> HistoryPage:
    """The page that a query asks for, and how many rows match in all."""

    def read(statement: Statement) -> list[sqlite3.Row]:
        return connection.execute(statement.sql, statement.parameters).fetchall()

    words = search_words(query.text)
    is_search = bool(words) and query.only is None
    if is_search and len(found := read(skimming(query, words))) == query.limit:
        total = read(counting(query, words))[0][0]
    elif (hits := hits_of(connection, query)) is not None:
        total = hits.total
        found = read(sorting(query, hits) if total <= _FEW_HITS else listing(query, hits))
    else:
        total, found = read(counting(query))[0][0], read(listing(query))
    return HistoryPage(total, from_rows(connection, found))


def ids_of(connection: sqlite3.Connection, query: HistoryQuery) -> tuple[DisputeId, ...]:
    """The disputes that match a query, all of them in its order; limit and offset do not count."""
    whole = query._replace(limit=NO_LIMIT, offset=0)
    statement = listing(whole, hits_of(connection, query), columns="dispute_id")
    return tuple(row[0] for row in connection.execute(statement.sql, statement.parameters))


def sums_of(connection: sqlite3.Connection, ids: Iterable[DisputeId]) -> Sums:
    """What these disputes come to."""
    amounts = ("received_cents", "asked_cents", "buyer_refund_cents", "net_loss_cents")
    # Ten amounts as large as CJ allows no longer fit SQLite's integers: millions and rest apart.
    columns = ", ".join(
        f"coalesce(sum({each} / {_MILLION}), 0), coalesce(sum({each} % {_MILLION}), 0),"
        f" count({each})"
        for each in amounts
    )
    unseen, *found = connection.execute(
        f"SELECT coalesce(sum(unseen), 0), {columns}"  # noqa: S608 - our own words
        " FROM json_each(?) CROSS JOIN disputes ON dispute_id = value",
        (json.dumps([storable(each) for each in ids]),),
    ).fetchone()
    parts = zip(found[::3], found[1::3], found[2::3], strict=True)
    return Sums(
        unseen,
        *(Sum(from_cents(high * _MILLION + low), known) for high, low, known in parts),
    )


def read_first_page(path: Path, query: HistoryQuery) -> HistoryPage | None:
    """The rows that answer a query; None where the file would have to be worked on first.

    Nothing is waited for, mended, upgraded or written, and no failure is told: whoever opens the
    file in earnest, right after this, does all that.
    """
    try:
        with closing(
            sqlite3.connect(file_uri(path, "ro"), uri=True, isolation_level=None, timeout=_PATIENCE)
        ) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            is_current = stored_version(connection) == len(MIGRATIONS)
            return answer(connection, query) if is_current else None
    except FAILURES:
        return None


def place_of(connection: sqlite3.Connection, query: HistoryQuery, dispute_id: str) -> int | None:
    """Where a dispute stands among all that match a query, from 0; None where it does not."""
    column = _COLUMNS[query.sort]
    conditions, named = [_filter(query)], {"id": dispute_id, "hits": ""}
    if (hits := hits_of(connection, query)) is not None:
        conditions.append(_IS_HIT)
        named["hits"] = hits.numbers
    found = connection.execute(
        f"SELECT {column} FROM disputes{_where(*conditions, 'dispute_id = :id')}",  # noqa: S608 - our own words
        named,
    ).fetchone()
    if not found:
        return None
    named["key"] = found[0]
    before = "> :key" if query.descending else "< :key"
    ties = "> :id" if query.descending else "< :id"
    if found[0] is None:
        ahead = (f"{column} IS NOT NULL", f"{column} IS NULL AND dispute_id {ties}")
    else:
        ahead = (f"{column} {before}", f"{column} = :key AND dispute_id {ties}")
    # Two counts, each along the index; one with OR would read every row.
    return sum(
        int(
            connection.execute(
                f"SELECT count(*) FROM disputes{_where(*conditions, each)}",  # noqa: S608 - our own words
                named,
            ).fetchone()[0]
        )
        for each in ahead
    )


def search_words(text: str) -> tuple[str, ...]:
    """The words of a search as `LIKE` patterns, the longest first: it rules out the most."""
    phrases, rest = phrases_in(folded(text))
    words = sorted(dict.fromkeys((*phrases, *rest.split())), key=len, reverse=True)
    escaped = (word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") for word in words)
    return tuple(f"%{word}%" for word in escaped)


def hits_of(connection: sqlite3.Connection, query: HistoryQuery) -> Hits | None:
    """What a query names or its words find; None where it asks for all of a kind."""
    if query.only is not None:
        found = connection.execute(
            f"SELECT {HITS} FROM json_each(?) CROSS JOIN disputes ON dispute_id = value"  # noqa: S608 - our own words
            f"{_where(_filter(query))}",
            (json.dumps([storable(each) for each in query.only]),),
        )
        return Hits(*found.fetchone())
    words = search_words(query.text)
    if not words:
        return None
    statement = counting(query, words, columns=HITS)
    return Hits(*connection.execute(statement.sql, statement.parameters).fetchone())


def counting(
    query: HistoryQuery, words: tuple[str, ...] = (), *, columns: str = "count(*)"
) -> Statement:
    """Select how many disputes there are of a filter, or of those with every word: in one reading
    of the texts.
    """
    condition, source = _filter(query), "disputes"
    if words:
        # The filter's index first: it leaves fewer texts to read.
        filtered = "disputes CROSS JOIN dispute_search USING (number)"
        source = filtered if condition else "dispute_search"
    return Statement(
        f"SELECT {columns} FROM {source}{_where(condition, *[_LIKE] * len(words))}",  # noqa: S608 - our own words
        words,
    )


def skimming(query: HistoryQuery, words: tuple[str, ...]) -> Statement:
    """Select a page if the first rows of the order fill it: of what many have, they do.

    Fewer rows than the page holds say nothing.
    """
    first_rows = min(_SKIMMED * (query.offset + query.limit), _MOST_SKIMMED)
    order = _order(query)
    return Statement(
        f"SELECT {COLUMNS} FROM ("  # noqa: S608 - our own words
        f"SELECT number AS first FROM disputes{_where(_filter(query))}"
        f" ORDER BY {order} LIMIT ?)"
        " CROSS JOIN dispute_search ON dispute_search.number = first"
        " CROSS JOIN disputes ON disputes.number = first"
        f"{_where(*[_LIKE] * len(words))} ORDER BY {order} LIMIT ? OFFSET ?",
        (first_rows, *words, query.limit, query.offset),
    )


def listing(query: HistoryQuery, hits: Hits | None = None, *, columns: str = COLUMNS) -> Statement:
    """Select a page by walking the disputes in order; stops when the page is full."""
    is_hit = _IS_HIT if hits else ""
    return Statement(
        f"SELECT {columns} FROM disputes{_where(_filter(query), is_hit)}"  # noqa: S608 - our own words
        f" ORDER BY {_order(query)} LIMIT :limit OFFSET :offset",
        {
            "hits": hits.numbers if hits else "",
            "limit": query.limit,
            "offset": query.offset,
        },
    )


def sorting(query: HistoryQuery, hits: Hits) -> Statement:
    """Select a page by sorting what a search found; better than `listing` where that is little."""
    return Statement(
        f"SELECT {COLUMNS} FROM json_each(:hits) CROSS JOIN disputes ON disputes.number = value"  # noqa: S608 - our own words
        f" ORDER BY {_order(query)} LIMIT :limit OFFSET :offset",
        {"hits": hits.numbers, "limit": query.limit, "offset": query.offset},
    )


def _filter(query: HistoryQuery) -> str:
    """What a dispute must be whatever its words are; empty where all are wanted."""
    since, before = map(maybe_ms, query.created.edges)
    days = (
        "" if since is None else f"created >= {since}",
        "" if before is None else f"created < {before}",
    )
    return " AND ".join(filter(None, (_FILTERS[query.show], *days)))


def _where(*conditions: str) -> str:
    # Where there is no condition SQLite counts rows without going through them.
    needed = " AND ".join(filter(None, conditions))
    return f" WHERE {needed}" if needed else ""


def _order(query: HistoryQuery) -> str:
    column = _COLUMNS[query.sort]
    if query.descending:
        return f"{column} DESC, dispute_id DESC"  # NULL is the least: last here by itself
    return f"{column} ASC NULLS LAST, dispute_id ASC"
