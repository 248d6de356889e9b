"""A practice world that a test can steer: its clock, its disputes, its tokens, its history."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from app.practice.world import dispute_life
from app.practice.world.models import Ceiling, Dispute, DisputedLine, Merchant, Order
from app.practice.world.reasons import NAMES, reasons_for
from app.practice.world.state import World
from tests.cj.generated_history import GeneratedHistory

OTHER_API_KEY = "CJ0000002@api@practice0000000000000000000000"


class ControlledWorld(World):
    """`extra_disputes` adds so many generated, settled ones, which are never saved.

    A second merchant can sign in, to try what a change of accounts does; both see the same world.
    """

    merchants = World.merchants | {
        OTHER_API_KEY: Merchant(1000000000000000002, "Second Practice Store")
    }
    _shift = timedelta()
    refuses_numeric_ids = False
    """Whether orders are known by their codes alone, as one real account has it."""
    is_api_disabled = False
    """Whether CJ signs in and refuses all else, as with an account that made no order for long."""

    def __init__(
        self, state_path: Path | None = None, *, life: bool = True, extra_disputes: int = 0
    ) -> None:
        super().__init__(state_path, life=life)
        self._generated = GeneratedHistory(extra_disputes, self.birth)

    # The clock

    def now(self) -> datetime:
        return super().now() + self._shift

    def shift_clock(self, by: timedelta) -> None:
        """Let this world's time jump."""
        with self.lock:
            self._shift += by

    @property
    def is_api_off(self) -> bool:
        return self.is_api_disabled or super().is_api_off

    # The generated history, older than all others

    def find_order(self, identifier: str, *, own_number: bool) -> Order | None:
        if self.refuses_numeric_ids and identifier.isdigit():
            return None
        order = super().find_order(identifier, own_number=own_number)
        index = self._generated.index_of_order(identifier)
        if order is not None or index is None:
            return order
        order = self._generated.order(index)
        return order if own_number or identifier != order.number else None

    def find_dispute(self, dispute_id: str) -> Dispute | None:
        index = self._generated.index_of_dispute(dispute_id)
        return super().find_dispute(dispute_id) if index is None else self._generated.dispute(index)

    def disputes_of(self, order_code: str) -> list[Dispute]:
        index = self._generated.index_of_order(order_code)
        generated = [] if index is None else [self._generated.dispute(index)]
        return super().disputes_of(order_code) + generated

    def count_disputes(self) -> int:
        return super().count_disputes() + self._generated.count

    def page(self, start: int, size: int) -> list[Dispute]:
        told = super().count_disputes()
        first = max(start - told, 0)
        last = min(start + size - told, self._generated.count)
        return super().page(start, size) + [
            self._generated.dispute(index) for index in range(first, last)
        ]

    def _replace(self, dispute: Dispute) -> None:
        if self._generated.index_of_dispute(dispute.dispute_id) is None:
            super()._replace(dispute)
        else:
            self._generated.replace(dispute)

    # Disputes

    def disputes(self) -> list[Dispute]:
        """All disputes, newest first, with what the API never tells."""
        with self.lock:
            self.live()
            return self.page(0, self.count_disputes())

    def dispute(self, dispute_id: str) -> Dispute:
        """One dispute. Raises KeyError."""
        with self.lock:
            self.live()
            dispute = self.find_dispute(dispute_id)
            if dispute is None:
                raise KeyError(dispute_id)
            return dispute

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
                business_dispute_id=f"CONSOLE-{self.filed + 1}",
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

    def advance(self, dispute_id: str, to: str, *, status: str | None = None) -> Dispute:
        """Move a dispute on by hand; `to` as in `dispute_life.advanced`, or "same".

        `status` replaces the status word, which is otherwise the usual one of that state.
        """
        with self.lock:
            dispute = self.dispute(dispute_id)
            if to == "same":
                moved = replace(dispute, lives=False)
            else:
                moved = dispute_life.advanced(dispute, to)
            moved = replace(moved, status=status or moved.status)
            self._replace(moved)
            self.save()
            return moved

    # Tokens: one that CJ no longer takes has been replaced by one that nobody was told

    def expire_access_tokens(self, token: str | None = None) -> None:
        """End this access token, or all."""
        with self.lock:
            self.tokens.restore(
                [
                    replace(pair, access=secrets.token_hex(16))
                    if token in {None, pair.access}
                    else pair
                    for pair in self.tokens.pairs()
                ]
            )
            self.save()

    def kill_refresh_tokens(self) -> None:
        with self.lock:
            self.tokens.restore(
                [replace(pair, refresh=secrets.token_hex(16)) for pair in self.tokens.pairs()]
            )
            self.save()


class CarelessWorld(ControlledWorld):
    """A CJ that checks neither references nor lines.

    What the real one does with a reference it has seen is not published. Here a second request
    becomes a second dispute, so that nothing but the program itself keeps a claim from being
    filed twice.
    """

    def knows_business_id(self, business_dispute_id: str) -> bool:
        return False

    def disputable(self, order: Order) -> dict[str, int]:
        return {line.line_id: line.quantity for line in order.lines}

    def can_choose(self, order: Order) -> dict[str, bool]:
        is_open = order.window_is_open(self.now())
        return {line.line_id: is_open for line in order.lines}
