"""Disputes counted and added up inside SQLite: what the insights are made of."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Outcome
from app.domain.history.insights import (
    DecisionTimes,
    Group,
    Rankings,
    ResultKind,
    Totals,
    TotalsByResult,
)
from app.domain.money import from_cents
from app.storage.timestamps import maybe_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from app.domain.history.spans import Days
    from app.storage.database.database import Database

_MILLION = 1_000_000
# Ten amounts as large as CJ allows no longer fit SQLite's integers: millions and rest apart.
_SUMS = (
    "count(*), count(asked_cents), count(received_cents), count(buyer_refund_cents),"
    " count(net_loss_cents), "
) + ", ".join(
    f"sum({amount} / {_MILLION}), sum({amount} % {_MILLION})"
    for amount in (
        "received_cents",
        "reissue_cents",
        "asked_cents",
        "(CASE WHEN asked_cents IS NULL THEN 0 ELSE received_cents END)",
        "(CASE WHEN received_cents IS NULL THEN asked_cents ELSE 0 END)",
        "buyer_refund_cents",
        "net_loss_cents",
    )
)
_IN_DAYS = "(:since IS NULL OR created >= :since) AND (:before IS NULL OR created < :before)"
# The month that the column Created shows.
_MONTH = "strftime('%Y-%m', created / 1000, 'unixepoch', 'localtime')"

_MONTHS_AND_REASONS = f"""
SELECT {_MONTH}, reason, decision, is_open, {_SUMS} FROM disputes
WHERE {_IN_DAYS} GROUP BY 1, 2, 3, 4
"""  # noqa: S608 - our own words
_SUPPLIERS = f"""
SELECT name, decision, is_open, {_SUMS}
FROM (SELECT DISTINCT dispute_id, supplier AS name FROM dispute_lines) JOIN disputes
    USING (dispute_id)
WHERE {_IN_DAYS} GROUP BY 1, 2, 3
"""  # noqa: S608 - our own words
# The order tells a line's SKU; where no order was looked up, CJ's detail of the dispute may.
_SKUS = f"""
WITH told AS (
    SELECT DISTINCT dispute_id, coalesce(
        (SELECT sku FROM order_lines WHERE line_item_id = dispute_lines.line_item_id LIMIT 1),
        product_code
    ) AS name FROM dispute_lines
)
SELECT name, decision, is_open, {_SUMS}
FROM (
    SELECT dispute_id, name FROM told WHERE name <> ''
    UNION
    SELECT told.dispute_id, coalesce(json_extract(line.value, '$.product_code'), '')
    FROM told LEFT JOIN dispute_details USING (dispute_id)
        LEFT JOIN json_each(dispute_details.lines) AS line WHERE name = ''
) JOIN disputes USING (dispute_id)
WHERE {_IN_DAYS} GROUP BY 1, 2, 3
"""  # noqa: S608 - our own words
_WITHOUT_LINES = f"""
SELECT '', decision, is_open, {_SUMS} FROM disputes
WHERE {_IN_DAYS} AND NOT EXISTS
    (SELECT 1 FROM dispute_lines WHERE dispute_lines.dispute_id = disputes.dispute_id)
GROUP BY 1, 2, 3
"""  # noqa: S608 - our own words
_DECISIONS = f"""
SELECT max(seen - created, 0) FROM decisions_seen JOIN disputes USING (dispute_id)
WHERE decision IS NOT NULL AND created IS NOT NULL AND {_IN_DAYS} ORDER BY 1
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Sums:
    """Disputes by month (None: no date that a calendar has) and by reason."""

    months: dict[date | None, TotalsByResult]
    reasons: tuple[Group, ...]
    times: DecisionTimes
    overall: int
    """All disputes, whenever they were opened."""

    @property
    def total(self) -> TotalsByResult:
        """All of them."""
        return TotalsByResult.of(
            part for tally in self.months.values() for part in tally.totals.items()
        )


class InsightsReader:
    """Adds up what is kept. Raises `StorageFailed`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sums(self, days: Days) -> Sums:
        """Disputes opened on these days; where they have no ends, those without a date too."""
        months: defaultdict[date | None, list[tuple[ResultKind, Totals]]] = defaultdict(list)
        reasons: defaultdict[str, list[tuple[ResultKind, Totals]]] = defaultdict(list)
        with self._database.read() as connection:
            for month, reason, *values in connection.execute(_MONTHS_AND_REASONS, _bounds(days)):
                part = _part(values)
                months[_month(month)].append(part)
                reasons[reason].append(part)
            tallies = {month: TotalsByResult.of(parts) for month, parts in months.items()}
            decided = sum(tally.decided for tally in tallies.values())
            times = _decision_times(connection, days, decided)
            overall = connection.execute("SELECT count(*) FROM disputes").fetchone()[0]
        return Sums(tallies, _groups(reasons.items()), times, overall)

    def rankings(self, days: Days) -> Rankings:
        """The same disputes by supplier and SKU; one about two suppliers counts for each."""
        with self._database.read() as connection:
            bare = list(_named_parts(connection, _WITHOUT_LINES, days))
            return Rankings(
                _ranking(connection, _SUPPLIERS, days, bare),
                _ranking(connection, _SKUS, days, bare),
            )


_Part = tuple[ResultKind, Totals]


def _bounds(days: Days) -> dict[str, int | None]:
    since, before = days.edges
    return {"since": maybe_ms(since), "before": maybe_ms(before)}


def _ranking(
    connection: sqlite3.Connection,
    statement: str,
    days: Days,
    bare: Iterable[tuple[str, _Part]],
) -> tuple[Group, ...]:
    found: defaultdict[str, list[_Part]] = defaultdict(list)
    for name, part in (*_named_parts(connection, statement, days), *bare):
        found[name].append(part)
    return _groups(found.items())


def _named_parts(
    connection: sqlite3.Connection, statement: str, days: Days
) -> Iterator[tuple[str, _Part]]:
    for name, *values in connection.execute(statement, _bounds(days)):
        yield name, _part(values)


def _groups(named: Iterable[tuple[str, Iterable[_Part]]]) -> tuple[Group, ...]:
    """The largest first; those whose name is not known last, however many."""
    groups = (Group(name, TotalsByResult.of(parts)) for name, parts in named)
    return tuple(
        sorted(
            groups,
            key=lambda group: (
                not group.name,
                -group.tally.count,
                -group.tally.recovered,
                group.name,
            ),
        )
    )


def _part(values: Sequence[int | None]) -> _Part:
    decided, is_open, count, asked_known, refund_known, buyers_known, loss_known, *halves = values
    refunded, reissued, asked, refunded_of_asked, asked_untold, to_buyers, net_loss = (
        _amount(halves[place], halves[place + 1]) for place in range(0, len(halves), 2)
    )
    return (
        ResultKind.of(None if decided is None else Outcome(decided), is_open=bool(is_open)),
        Totals(
            count or 0,
            refunded,
            reissued,
            asked,
            asked_known or 0,
            refunded_of_asked,
            refund_known or 0,
            asked_untold,
            to_buyers,
            buyers_known or 0,
            net_loss,
            loss_known or 0,
        ),
    )


def _amount(millions: int | None, rest: int | None) -> Decimal:
    return from_cents((millions or 0) * _MILLION + (rest or 0))


def _month(text: str | None) -> date | None:
    with suppress(TypeError, ValueError):  # none, or a year that no calendar has
        return date.fromisoformat(f"{text}-01")
    return None


def _decision_times(connection: sqlite3.Connection, days: Days, decided: int) -> DecisionTimes:
    found = [row[0] for row in connection.execute(_DECISIONS, _bounds(days))]
    median = None
    if found:
        middle = found[(len(found) - 1) // 2] + found[len(found) // 2]
        median = timedelta(milliseconds=middle // 2)
    return DecisionTimes(median, len(found), decided)
