"""The merchant's own orders as CJ last told of them, for what can be claimed and for the picker.

Of buyers nothing is kept: of an address the country, of a parcel's events the day and the kind.
All orders are held in memory once they are shown or searched; what is written is read again by
its revision, so that another program on the same file is noticed.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from app.domain.disputes.disputes import Dispute, Outcome
from app.domain.disputes.snapshot import completed
from app.domain.disputes.state import decision
from app.domain.ids import OrderId
from app.domain.orders.claims import TrackedOrder
from app.domain.orders.orders import OrderedProduct, OrderFacts, Tracking, as_asked
from app.domain.text import folded, storable
from app.storage.database.database import Database, in_portions
from app.storage.history.rows import COLUMNS, from_rows
from app.storage.history.sync_state import put, value_of
from app.storage.order_looks import OrderLooks
from app.storage.order_rows import (
    ORDER_COLUMNS,
    is_open,
    link_lines,
    load_order,
    order_of,
    write_order,
)
from app.storage.timestamps import maybe_moment, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence


_REVISION = "orders: revision"
_ANNOUNCED = "orders: announced"

_CAN_CHOOSE_FOR = timedelta(days=1)
"""For how long CJ's word on whether an order can be disputed counts."""


class KeptOrder(NamedTuple):
    """An order with what it is found by."""

    order: TrackedOrder
    text: str
    """All by which it is found, folded."""
    is_over: bool
    """Nothing of it can change any more."""


class TrackedOrders:
    """The kept orders of one account. Raises `StorageFailed` throughout. For any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.looks = OrderLooks(database)
        self._lock = threading.Lock()
        self._kept: dict[str, KeptOrder] = {}
        self._revision = 0

    # What CJ told

    def save_listed(self, orders: Iterable[OrderFacts], now: datetime) -> int:
        """Keep rows of the list; gives how many orders are new.

        What a row leaves out stays as it was known.
        """
        with self._database.write() as connection:
            revision = _next_revision(connection)
            new = 0
            for facts in orders:
                known = load_order(connection, (facts.order_id, *facts.other_ids))
                new += known is None
                after = _merged(known, facts)
                if known is None or after.facts != known.facts:
                    is_other = known is None or after.facts.status != known.facts.status
                    write_order(
                        connection, after, revision, first_seen=now, is_due=is_other or None
                    )
            return new

    def save_details(self, orders: Iterable[OrderFacts], now: datetime) -> None:
        """Keep what CJ told of whole orders, and link disputes about their line items to them."""
        with self._database.write() as connection:
            revision = _next_revision(connection)
            for facts in orders:
                known = load_order(connection, (facts.order_id, *facts.other_ids))
                after = replace(_merged(known, facts), looked=now)
                write_order(connection, after, revision, first_seen=now, is_due=False)
                if known is None or after.facts.products != known.facts.products:
                    link_lines(connection, after.facts)

    def save_tracking(
        self, told: Sequence[Tracking], asked: Collection[str], now: datetime
    ) -> tuple[str, ...]:
        """Keep where parcels are. What was asked for and not told of stays as known.

        Gives the numbers of which CJ says nothing now, though it did before.
        """
        silent = []
        by_number = {each.tracking_number.casefold(): each for each in as_asked(told, asked)}
        with self._database.write() as connection:
            revision = _next_revision(connection)
            found = connection.execute(
                f"SELECT {ORDER_COLUMNS} FROM tracked_orders WHERE order_id IN"  # noqa: S608 - our own words
                " (SELECT order_id FROM tracked_numbers JOIN json_each(?) ON number = value)",
                (json.dumps(list(map(storable, asked))),),
            ).fetchall()
            connection.executemany(
                "UPDATE tracked_numbers SET asked = ? WHERE number = ?",
                [(to_ms(now), storable(each)) for each in asked],
            )
            for known in map(order_of, found):
                before = {each.tracking_number.casefold(): each for each in known.tracking}
                numbers = {each.casefold(): each for each in known.facts.tracking_numbers}
                wanted = [key for key, number in numbers.items() if number in asked]
                news = [key for key in wanted if key in by_number]
                silent += [
                    numbers[key] for key in wanted if key in before.keys() - by_number.keys()
                ]
                # Left out of an answer that is not empty, a parcel is not known to CJ.
                if news or (told and set(wanted) - before.keys()):
                    after = before | {
                        key: completed(by_number[key], before.get(key)) for key in news
                    }
                    tracking = tuple(after[key] for key in numbers if key in after)
                    kept = replace(known, tracking=tracking, tracking_looked=now)
                    write_order(connection, kept, revision, first_seen=now, is_due=None)
        return tuple(silent)

    # What is to be asked

    def due_details(self, started: datetime, now: datetime, since: datetime) -> tuple[OrderId, ...]:
        """Orders to be read whole in a look that began then, the newest first.

        All that can still change; and those that are new or have another status, unless they are
        older than `since` and over. What was read later than `now` was read by a wrong clock.
        """
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT order_id FROM tracked_orders"
                " WHERE (looked IS NULL OR looked < :started OR looked > :now)"
                " AND (is_open = 1 OR (is_due = 1 AND coalesce(created, first_seen) >= :since))"
                " ORDER BY coalesce(created, first_seen) DESC, order_id",
                {"started": to_ms(started), "now": to_ms(now), "since": to_ms(since)},
            )
            return tuple(OrderId(row[0]) for row in found)

    def due_numbers(self, before: datetime, now: datetime, since: datetime) -> tuple[str, ...]:
        """Tracking numbers that were not asked for since `before`, of parcels under way, and of
        delivered ones younger than `since`: once more for the day of the delivery, and where
        nothing was ever told.
        """
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT number FROM tracked_numbers JOIN tracked_orders USING (order_id)"
                " WHERE (asked IS NULL OR asked < :before OR asked > :now)"
                " AND (is_open = 1 OR (is_delivered = 1"
                " AND (tracking_looked IS NULL OR asked < looked)"
                " AND coalesce(created, first_seen) >= :since))"
                " GROUP BY number ORDER BY max(coalesce(created, first_seen)) DESC, number",
                {"before": to_ms(before), "now": to_ms(now), "since": to_ms(since)},
            )
            return tuple(row[0] for row in found)

    # What a person wants left alone

    def mute(self, ids: Collection[OrderId], until: date | None) -> None:
        """Leave these orders alone until that day, on which they count again; None for good."""
        day = until.isoformat() if until else None
        with self._database.write() as connection:
            connection.executemany(
                "INSERT INTO muted_orders (order_id, until) VALUES (?, ?)"
                " ON CONFLICT (order_id) DO UPDATE SET until = excluded.until",
                [(storable(each), day) for each in ids],
            )

    def unmute(self, ids: Collection[OrderId]) -> None:
        """Let these orders count again."""
        with self._database.write() as connection:
            connection.executemany(
                "DELETE FROM muted_orders WHERE order_id = ?", [(storable(each),) for each in ids]
            )

    def muted(self) -> dict[OrderId, date | None]:
        """Until when orders are muted; None for good."""
        with self._database.read() as connection:
            found = connection.execute("SELECT order_id, until FROM muted_orders").fetchall()
        return {
            OrderId(order_id): date.fromisoformat(until) if until else None
            for order_id, until in found
        }

    # What a person was told

    def told(self) -> tuple[frozenset[OrderId], datetime | None]:
        """The orders that were told as ones to claim, and when the desktop last announced any."""
        with self._database.read() as connection:
            found = connection.execute("SELECT order_id FROM told_claims").fetchall()
            announced = maybe_moment(value_of(connection, _ANNOUNCED))
        return frozenset(OrderId(row[0]) for row in found), announced

    def note_told(self, ids: Collection[OrderId], announced: datetime | None) -> None:
        """A person was told of these; at that time by the desktop, if by that."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO told_claims (order_id) VALUES (?)",
                [(storable(each),) for each in ids],
            )
            if announced is not None:
                put(connection, {_ANNOUNCED: to_ms(announced)})

    # What is kept

    def get(self, order_id: OrderId) -> TrackedOrder | None:
        """The order that has this id among its own; without disputes."""
        with self._database.read() as connection:
            return load_order(connection, (order_id,))

    def all(self, now: datetime, *, stays: bool = True) -> Iterator[KeptOrder]:
        """All orders with the disputes that are known to be about them, read one after the other.

        They stay in memory for the next time where that is wanted, and come newest first then.
        """
        state = self.looks.state()
        with self._database.read() as connection:
            disputes = _disputes(connection)
            choices = dict(
                connection.execute(
                    "SELECT order_id, can_dispute FROM orders"
                    " WHERE can_dispute IS NOT NULL AND fetched BETWEEN ? AND ?",
                    (to_ms(now - _CAN_CHOOSE_FOR), to_ms(now + _CAN_CHOOSE_FOR)),
                ).fetchall()
            )
            # What is in memory costs no more there than it does already.
            is_held = stays or self._kept
            found = self._read(connection).values() if is_held else _stored(connection, since=0)
            for kept in found:
                order, _, is_over = kept
                about = disputes.get(order.facts.order_id, ())
                choice = choices.get(order.facts.order_id)
                looked = order.looked
                if is_over and looked is not None and state.finished is not None:
                    # No later look had a reason to read it again.
                    looked = max(looked, state.finished)
                is_old = state.failed is not None and (
                    looked is None or state.started is None or looked < state.started
                )
                if about or choice is not None or is_old or looked is not order.looked:
                    order = TrackedOrder(
                        order.facts,
                        order.tracking,
                        tuple(about),
                        looked,
                        order.tracking_looked,
                        is_incomplete=is_old,
                        refund_known=any(decision(each) is Outcome.REFUND for each in about),
                        can_dispute=None if choice is None else bool(choice),
                    )
                yield kept._replace(order=order)

    def find(self, text: str, limit: int) -> tuple[TrackedOrder, ...]:
        """The newest orders that have every word of a text in what is shown of them."""
        with self._database.read() as connection:
            kept = self._read(connection)
        words = folded(text).split()
        found = (each.order for each in kept.values() if all(word in each.text for word in words))
        return tuple(islice(found, limit))

    def count(self) -> int:
        """How many orders are kept."""
        with self._database.read() as connection:
            row = connection.execute("SELECT count(*) FROM tracked_orders").fetchone()
        return int(row[0])

    def _read(self, connection: sqlite3.Connection) -> dict[str, KeptOrder]:
        """All orders, the newest first; only what was written since the last time is read."""
        with self._lock:
            revision = value_of(connection, _REVISION) or 0
            if revision == self._revision:
                return self._kept
            if revision < self._revision:  # another file is in its place: nothing kept is of it
                self._kept, self._revision = {}, 0
            changed = _stored(connection, self._revision)
            kept = self._kept | {each.order.facts.order_id: each for each in changed}
            places = connection.execute(
                "SELECT order_id FROM tracked_orders"
                " ORDER BY coalesce(created, first_seen) DESC, order_id DESC"
            )
            self._kept = {row[0]: kept[row[0]] for row in places}
            self._revision = revision
            return self._kept


def _stored(connection: sqlite3.Connection, since: int) -> Iterator[KeptOrder]:
    """The orders that were written after that revision.

    In no order: to sort them, SQLite would hold all of them in memory.
    """
    names: dict[str, tuple[str, str]] | None = None
    found = connection.execute(
        f"SELECT {ORDER_COLUMNS} FROM tracked_orders WHERE revision > ?",  # noqa: S608 - our own words
        (since,),
    )
    for row in in_portions(found):
        order = order_of(row)
        if not all(each.name and each.sku for each in order.facts.products):
            names = _names(connection) if names is None else names
            order = _named(order, names)
        yield KeptOrder(order, _searched(order.facts), not is_open(order))


def _merged(known: TrackedOrder | None, facts: OrderFacts) -> TrackedOrder:
    """The order with what an answer tells of it: silence erases nothing."""
    if known is None:
        return TrackedOrder(facts)
    before = known.facts
    ids = dict.fromkeys((facts.order_id, *facts.other_ids, before.order_id, *before.other_ids))
    ids.pop(before.order_id)
    merged = replace(
        completed(facts, before),
        # Its key stays, whatever an endpoint calls it first.
        order_id=before.order_id,
        other_ids=tuple(ids),
    )
    return replace(known, facts=merged)


def _names(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Names and SKUs of variants: an order's own list of products has none."""
    disputed = connection.execute(
        "SELECT variant_id, max(product_name) FROM dispute_lines WHERE variant_id <> ''"
        " GROUP BY variant_id"
    )
    found = {variant: (name, "") for variant, name in in_portions(disputed)}
    looked_up = connection.execute("SELECT lines FROM orders WHERE lines IS NOT NULL")
    for row in in_portions(looked_up):
        for line in json.loads(row[0]):
            variant = line.get("variant_id")
            if variant:
                name, sku = found.get(variant, ("", ""))
                found[variant] = (line.get("product_name") or name, line.get("sku") or sku)
    return found


def _named(order: TrackedOrder, names: dict[str, tuple[str, str]]) -> TrackedOrder:
    def named(product: OrderedProduct) -> OrderedProduct:
        name, sku = names.get(product.variant_id, ("", ""))
        return replace(product, name=product.name or name, sku=product.sku or sku)

    products = tuple(map(named, order.facts.products))
    return replace(order, facts=replace(order.facts, products=products))


def _searched(facts: OrderFacts) -> str:
    words = [facts.order_number, facts.order_id, *facts.other_ids]
    words += (facts.tracking_number, facts.shop_name)
    words += (word for each in facts.products for word in (each.name, each.sku))
    return "\n".join(folded(word) for word in words if word)


def _disputes(connection: sqlite3.Connection) -> dict[str, list[Dispute]]:
    """The disputes about orders that are kept here, by the order's key."""
    names = ", ".join(f"disputes.{each.strip()}" for each in COLUMNS.split(","))
    found = connection.execute(
        f"SELECT {names}, tracked_order_ids.order_id FROM disputes"  # noqa: S608 - our own words
        " JOIN tracked_order_ids ON tracked_order_ids.id = disputes.order_id"
        " ORDER BY created DESC, dispute_id DESC"
    ).fetchall()
    about: defaultdict[str, list[Dispute]] = defaultdict(list)
    for row, kept in zip(found, from_rows(connection, [each[:-1] for each in found]), strict=True):
        about[row[-1]].append(kept.dispute)
    return about


def _next_revision(connection: sqlite3.Connection) -> int:
    revision = (value_of(connection, _REVISION) or 0) + 1
    put(connection, {_REVISION: revision})
    return revision
