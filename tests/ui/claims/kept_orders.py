"""An account with orders in a real data file, and looks that bring what a test says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from app.domain.account.accounts import Account, AccountId
from app.domain.errors import AppError
from app.domain.filing.filing import Filing
from app.domain.ids import LineItemId, OrderId, OrderNumber
from app.domain.orders.claim_rules import judge
from app.domain.orders.orders import (
    OrderedProduct,
    OrderFacts,
    Tracking,
    TrackingEvent,
    TrackingEventKind,
)
from app.services.account_services import AccountServices
from app.services.orders.claims import ClaimService
from app.services.orders.looks import LookStep, OrderLook, Stage
from app.storage.tracked_orders import TrackedOrders
from tests.builders import NOON
from tests.data_files import ready_database

TODAY = NOON.date()


def ago(days: int) -> datetime:
    return NOON - timedelta(days=days)


def order_id(number: int) -> OrderId:
    return OrderId(f"SD26111{number:012}")


def facts(
    number: int,
    *,
    sent: int | None = 70,
    status: str = "SHIPPED",
    price: str | None = "20.00",
    name: str = "Desk lamp, brass",
    shop: str = "Bramble",
) -> OrderFacts:
    """An order that was sent so many days ago, three days after it was paid."""
    paid = ago(3 + (sent or 0))
    amount = None if price is None else Decimal(price)
    product = OrderedProduct(LineItemId(f"L{number}"), "V1", 1, amount, name=name, sku="CJSJ1-A")
    return OrderFacts(
        order_id=order_id(number),
        other_ids=(OrderId(f"{2107111000180000000 + number}"),),
        order_number=OrderNumber(f"N{number}"),
        status=status,
        created=paid,
        paid=paid,
        dispatched=None if sent is None else ago(sent),
        country="DE",
        tracking_number="" if sent is None else f"YT{number:08}",
        amount=amount,
        shop_name=shop,
        products=(product,),
    )


def told(number: int, last: int = 5, *kinds: TrackingEventKind) -> Tracking:
    """What tracking tells of it: events, the newest so many days ago."""
    events = [
        TrackingEvent(TODAY - timedelta(days=last + place), kind)
        for place, kind in enumerate(kinds or (TrackingEventKind.MOVING,))
    ]
    return Tracking(f"YT{number:08}", "YunExpress", "In transit", None, events=tuple(events))


def step(done: int, total: int | None = None, stage: Stage = Stage.LIST) -> LookStep:
    return LookStep(stage, done, total, is_first=True)


@dataclass
class ScriptedLook:
    """Gives these steps one by one; an error among them is raised, anything else is called."""

    orders: TrackedOrders
    script: list[Any]
    now: Callable[[], datetime]
    is_asked_for: bool

    def step(self) -> LookStep | None:
        while self.script:
            found = self.script.pop(0)
            if isinstance(found, LookStep):
                return found
            if isinstance(found, Exception):
                if isinstance(found, AppError):
                    self.orders.looks.note_failed(self.now())
                raise found
            found()
        self.orders.looks.finish(self.now())
        return None


class ScriptedClaims(ClaimService):
    """The real service, whose looks ask no CJ."""

    def __init__(self, orders: TrackedOrders, now: Callable[[], datetime]) -> None:
        super().__init__(cast("Any", None), orders, now, lambda: None, judge)
        self.script: list[Any] = []
        self.begun: list[ScriptedLook] = []

    def begin_look(self, *, is_asked_for: bool = False) -> OrderLook:
        self._orders.looks.begin(self._now())
        look = ScriptedLook(self._orders, self.script, self._now, is_asked_for)
        self.begun.append(look)
        return cast("OrderLook", look)


@dataclass
class Drafts:
    filings: list[Filing] = field(default_factory=list)

    def listed(self) -> tuple[Filing, ...]:
        return tuple(self.filings)


class ClaimsDesk:
    """The services that claims need."""

    def __init__(self, folder: Path, name: str = "a1") -> None:
        self.now = NOON
        self.database = ready_database(folder / f"{name}.sqlite3")
        self.kept = TrackedOrders(self.database)
        self.claims = ScriptedClaims(self.kept, lambda: self.now)
        self.drafts = Drafts()
        self.account = Account(AccountId(name), "Shop")
        self.link: Any = SimpleNamespace(is_disabled=False)

    @property
    def as_desk(self) -> AccountServices:
        return cast("AccountServices", self)

    def keep(self, *orders: OrderFacts) -> None:
        """Have these read by a look that is over."""
        self.kept.save_details(orders, NOON)
        self.kept.looks.finish(NOON)
        self.claims.set_on(is_on=True)

    def track(self, *parcels: Tracking) -> None:
        self.kept.save_tracking(parcels, [each.tracking_number for each in parcels], NOON)


def a_full_desk(folder: Path) -> ClaimsDesk:
    """Three to claim, one to watch, one that waits, one that was delivered."""
    desk = ClaimsDesk(folder)
    desk.keep(
        facts(1, sent=70, price="20.00"),
        facts(2, sent=90, price="12.40", name="Mug, blue", shop="Finch"),
        facts(3, sent=70, price="31.00"),
        replace(facts(4, sent=None, status="UNSHIPPED"), paid=ago(9), created=ago(9)),
        facts(5, sent=20),
        facts(6, sent=30, status="DELIVERED"),
    )
    desk.track(*(told(number) for number in (1, 2, 3, 5)))
    desk.track(told(6, 12, TrackingEventKind.DELIVERED, TrackingEventKind.MOVING))
    return desk
