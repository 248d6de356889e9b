"""The practice world: its orders, its disputes and its tokens, under one lock.

The server takes the lock for the time of one request, tests look in at any time.
"""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from app.practice import dispute_life, history, snapshot
from app.practice.models import Ceiling, Dispute, DisputedLine, Order
from app.practice.orders_data import orders as orders_of
from app.practice.reasons import NAMES, reasons_for
from app.practice.tokens import TokenBook

#: Orders keep their dates across restarts for so long; then they move on, or all windows close.
_BIRTH_HOLDS = timedelta(days=14)


class World:
    """The truth of the stand-in. Everything given out is a frozen record.

    `life` lets time move disputes on; `extra_disputes` adds so many generated, settled ones, which
    are never saved.
    """

    def __init__(
        self, *, state_path: Path | None = None, life: bool = True, extra_disputes: int = 0
    ) -> None:
        self.lock = threading.RLock()
        self.tokens = TokenBook()
        self._path = state_path
        self._life = life
        self._shift = timedelta()
        saved = snapshot.load(state_path) if state_path else None
        now = self.now()
        fresh = saved is None or now - saved.birth > _BIRTH_HOLDS
        birth = now if saved is None or fresh else saved.birth
        self.birth = birth
        self._orders = orders_of(birth)
        self._names = {
            name: order.code
            for order in self._orders.values()
            for name in (order.code, order.cj_order_id, order.order_id)
        }
        self._numbers = {order.number: order.code for order in self._orders.values()}
        self._generated = history.GeneratedHistory(extra_disputes, birth)
        self._disputes: dict[str, Dispute] = {}
        self._by_order: dict[str, list[str]] = {}
        self._business_ids: set[str] = set()
        self._serial = saved.serial if saved else 0
        if saved:
            self.tokens.restore(saved.tokens)
        for dispute in saved.disputes if saved else history.past_disputes(self._orders, birth):
            self._put(dispute)

    # The clock

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift

    def shift_clock(self, by: timedelta) -> None:
        """Let this world's time jump, for tests of what time does."""
        with self.lock:
            self._shift += by

    # Orders

    def orders(self) -> list[Order]:
        """The orders of the list, newest first (the generated ones are not in it)."""
        return sorted(self._orders.values(), key=lambda order: order.created, reverse=True)

    def order(self, identifier: str) -> Order:
        """An order by any of its names. Raises KeyError."""
        order = self.find_order(identifier, own_number=True)
        if order is None:
            raise KeyError(identifier)
        return order

    def find_order(self, identifier: str, *, own_number: bool) -> Order | None:
        """An order by code or numeric id and, if `own_number`, by the merchant's own number."""
        code = self._names.get(identifier)
        if code is None and own_number:
            code = self._numbers.get(identifier)
        if code is not None:
            return self._orders[code]
        index = self._generated.index_of_order(identifier)
        if index is None:
            return None
        order = self._generated.order(index)
        return order if own_number or identifier != order.number else None

    def order_of_track(self, track: str) -> Order | None:
        return next((order for order in self._orders.values() if track in order.tracks), None)

    # Disputes

    def disputes(self) -> list[Dispute]:
        """All disputes, newest first, with what the API never tells."""
        with self.lock:
            self.live()
            return [*reversed(self._disputes.values()), *self._generated]

    def dispute(self, dispute_id: str) -> Dispute:
        """One dispute. Raises KeyError."""
        with self.lock:
            self.live()
            dispute = self.find_dispute(dispute_id)
            if dispute is None:
                raise KeyError(dispute_id)
            return dispute

    def find_dispute(self, dispute_id: str) -> Dispute | None:
        dispute = self._disputes.get(dispute_id)
        if dispute is None:
            index = self._generated.index_of_dispute(dispute_id)
            return None if index is None else self._generated.dispute(index)
        return dispute

    def disputes_of(self, order_code: str) -> list[Dispute]:
        """The disputes of one order, newest first."""
        ids = self._by_order.get(order_code, [])
        index = self._generated.index_of_order(order_code)
        generated = [] if index is None else [self._generated.dispute(index)]
        return [self._disputes[dispute_id] for dispute_id in reversed(ids)] + generated

    def count_disputes(self) -> int:
        return len(self._disputes) + self._generated.count

    def page(self, start: int, size: int) -> list[Dispute]:
        """A stretch of all disputes, newest first, without making those before it."""
        told = list(islice(reversed(self._disputes.values()), start, start + size))
        first = max(start - len(self._disputes), 0)
        last = min(start + size - len(self._disputes), self._generated.count)
        return told + [self._generated.dispute(index) for index in range(first, last)]

    def disputable(self, order: Order) -> dict[str, int]:
        """Line id -> pieces still to dispute: those neither in an open nor in a won dispute."""
        left = {line.line_id: line.quantity for line in order.lines}
        for dispute in self.disputes_of(order.code):
            if dispute.used_up:
                for line in dispute.lines:
                    left[line.line_id] -= line.quantity
        return left

    def held_lines(self, order: Order) -> set[str]:
        """The ids of the lines that an unfinished dispute holds."""
        return {
            line_id
            for dispute in self.disputes_of(order.code)
            if dispute.is_open
            for line_id in dispute.line_ids
        }

    def can_choose(self, order: Order) -> dict[str, bool]:
        """Line id -> whether a dispute can be opened about it now."""
        is_open = order.window_is_open(self.now())
        held = self.held_lines(order)
        left = self.disputable(order)
        return {
            line.line_id: is_open and left[line.line_id] > 0 and line.line_id not in held
            for line in order.lines
        }

    def knows_business_id(self, business_dispute_id: str) -> bool:
        return business_dispute_id in self._business_ids

    # Changes

    def file(self, order: Order, dispute: Dispute) -> Dispute:
        """Take in a checked dispute: it gets its id, time and ceiling, and is saved."""
        now = self.now()
        self._serial += 1
        filed = replace(
            dispute,
            dispute_id=f"SH{now:%y%m%d%H%M%S}{self._serial % 10**7:07d}",
            order_code=order.code,
            created=now,
            ceiling=Ceiling.of(order, dispute.quantities),
        )
        self._put(filed)
        self.save()
        return filed

    def file_elsewhere(self, order_id: str, pieces: dict[str, int] | None = None) -> Dispute:
        """A dispute filed in CJ's own pages; by default one piece of the first line."""
        with self.lock:
            order = self.order(order_id)
            chosen = pieces or {order.lines[0].line_id: 1}
            reason = reasons_for(order)[0]
            lines = tuple(
                DisputedLine(line.line_id, chosen[line.line_id], line.price)
                for line in order.lines
                if line.line_id in chosen
            )
            draft = Dispute(
                dispute_id="",
                business_dispute_id=f"CONSOLE-{self._serial + 1}",
                order_code=order.code,
                lines=lines,
                reason_id=reason,
                reason_name=NAMES[reason],
                expect_type=1,
                refund_type=1,
                message="Filed in the console.",
                image_urls=(),
                video_urls=(),
                created=self.now(),
                ceiling=Ceiling.of(order, chosen),
            )
            return self.file(order, draft)

    def cancel(self, dispute: Dispute) -> None:
        self._replace(history.closed(dispute))
        self.save()

    def advance(self, dispute_id: str, to: str, *, status: str | None = None) -> Dispute:
        """Move a dispute on by hand; `to` as in `dispute_life.advanced`, or "closed"."""
        with self.lock:
            dispute = self.dispute(dispute_id)
            if to == "closed":
                moved = history.closed(dispute)
            else:
                moved = dispute_life.advanced(dispute, to, status=status)
            self._replace(moved)
            self.save()
            return moved

    def live(self) -> None:
        """Move on what time has moved on. Holding the lock is the caller's business."""
        if not self._life:
            return
        now = self.now()
        changed = [
            after
            for before in self._disputes.values()
            if (after := dispute_life.lived_on(before, now)) is not before
        ]
        for dispute in changed:
            self._replace(dispute)
        if changed:
            self.save()

    # Tokens

    def expire_access_tokens(self) -> None:
        with self.lock:
            self.tokens.kill_access()
            self.save()

    def kill_refresh_tokens(self) -> None:
        with self.lock:
            self.tokens.kill_refresh()
            self.save()

    # The file

    def save(self) -> None:
        """Put the world on the disk, where it has a place there."""
        if self._path is not None:
            snapshot.save(
                self._path,
                snapshot.Snapshot(
                    birth=self.birth,
                    serial=self._serial,
                    disputes=list(self._disputes.values()),
                    tokens=self.tokens.pairs(),
                ),
            )

    def _put(self, dispute: Dispute) -> None:
        self._disputes[dispute.dispute_id] = dispute
        self._by_order.setdefault(dispute.order_code, []).append(dispute.dispute_id)
        self._business_ids.add(dispute.business_dispute_id)

    def _replace(self, dispute: Dispute) -> None:
        if dispute.dispute_id in self._disputes:
            self._disputes[dispute.dispute_id] = dispute
        else:
            self._generated.replace(dispute)
