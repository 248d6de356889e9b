"""What tracking told is kept, and CJ is asked for news behind all else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from app.api.http.rate_limiter import Urgency, current_urgency
from app.domain.account.pace import Points
from app.domain.errors import StorageCause, StorageFailed, TimedOut
from app.domain.ids import OrderId, OrderNumber
from app.domain.orders.orders import OrderedProduct, OrderFacts, Tracking
from app.services.orders.parcels import ParcelService
from app.storage.database.database import Database
from app.storage.order_cache import OrderCache
from app.storage.tracked_orders import TrackedOrders
from tests.builders import NOON
from tests.data_files import ready_database

ORDER = OrderId("SD2611200001234567")
SENT = datetime(2026, 10, 31, 8, tzinfo=UTC)
FACTS = OrderFacts(
    *(ORDER, (OrderId("2106"),), OrderNumber("1001"), "SHIPPED"),
    paid=SENT - timedelta(days=2),
    dispatched=SENT,
    country="BR",
    tracking_number="YT1",
)
DELIVERED = Tracking("YT1", "Yun", "Delivered", datetime(2026, 11, 20, 9, tzinfo=UTC))


@dataclass
class Cj:
    """What CJ tells of the order, and how it was asked."""

    facts: OrderFacts = FACTS
    tracking: tuple[Tracking, ...] = (DELIVERED,)
    fails: Exception | None = None
    points: Points | None = None
    now: datetime = NOON
    asked: list[tuple[str, Urgency]] = field(default_factory=list)

    def detail(self, order_id: str) -> OrderFacts:
        self.asked.append((order_id, current_urgency()))
        return self.facts

    def tracking_of(self, numbers: tuple[str, ...]) -> tuple[Tracking, ...]:
        self.asked.append((",".join(numbers), current_urgency()))
        if self.fails:
            raise self.fails
        return self.tracking

    def service(self, database: Database) -> ParcelService:
        orders = SimpleNamespace(detail=self.detail, tracking=self.tracking_of)
        connection: Any = SimpleNamespace(api=SimpleNamespace(orders=orders))
        return ParcelService(
            *(connection, OrderCache(database), TrackedOrders(database)),
            lambda: self.now,
            lambda: self.points,
        )


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return ready_database(tmp_path / "a1.sqlite3")


@pytest.fixture
def cj() -> Cj:
    return Cj()


def last_day(parcels: ParcelService) -> date | None:
    judgement = parcels.known(ORDER).judgement(NOON.date())
    return judgement.last_day if judgement else None


def test_what_tracking_told_holds_after_a_new_start(cj: Cj, database: Database) -> None:
    parcels = cj.service(database)
    parcels.fetch(ORDER)
    assert last_day(parcels) == date(2027, 1, 4)  # 45 days after the delivery
    again = cj.service(database)
    assert last_day(again) == date(2027, 1, 4)
    assert again.known(ORDER).delivered == date(2026, 11, 20)
    assert again.known(ORDER).known == parcels.known(ORDER).known


def test_tracking_that_cannot_be_had_erases_none(cj: Cj, database: Database) -> None:
    parcels = cj.service(database)
    parcels.fetch(ORDER)
    cj.fails = TimedOut(request_left=True)
    assert parcels.fetch(ORDER).delivered == date(2026, 11, 20)
    cj.fails, cj.tracking = None, ()
    assert parcels.fetch(ORDER).delivered == date(2026, 11, 20)


def test_where_it_is_is_told_on_a_full_disk(
    cj: Cj, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_database: Database) -> NoReturn:
        raise StorageFailed(StorageCause.DISK_FULL)

    monkeypatch.setattr(Database, "write", full)
    told = cj.service(database).fetch(ORDER)
    assert told.delivered == date(2026, 11, 20)
    assert told.as_of == NOON
    cj.fails = TimedOut(request_left=True)
    assert cj.service(database).fetch(ORDER).tracking == ()


def test_news_are_asked_behind_all_else_and_once_an_hour(cj: Cj, database: Database) -> None:
    cj.tracking = (replace(DELIVERED, status="In transit"),)
    parcels = cj.service(database)
    assert parcels.known(ORDER).is_due
    assert not parcels.renew(ORDER).is_due
    parcels.renew(ORDER)
    assert cj.asked == [(ORDER, Urgency.BACKGROUND), ("YT1", Urgency.BACKGROUND)]
    cj.now += timedelta(hours=1)
    assert parcels.known(ORDER).is_due
    cj.tracking = (DELIVERED,)
    assert not parcels.renew(ORDER).is_due
    cj.now += timedelta(hours=1)
    assert not parcels.known(ORDER).is_due  # nothing more comes of what was delivered
    assert len(cj.asked) == 4


def test_a_number_that_cj_does_not_know_is_not_asked_for_at_every_glance(
    cj: Cj, database: Database
) -> None:
    cj.tracking = ()
    parcels = cj.service(database)
    parcels.renew(ORDER)
    parcels.renew(ORDER)
    assert len(cj.asked) == 2


def test_the_last_points_are_left_to_the_person(cj: Cj, database: Database) -> None:
    cj.points = Points(15, 1000)
    parcels = cj.service(database)
    assert parcels.renew(ORDER).delivered is None
    assert [asked for asked, _ in cj.asked] == [ORDER]
    assert parcels.fetch(ORDER).delivered is not None  # they asked


def test_the_claims_hear_of_it_too(cj: Cj, database: Database) -> None:
    kept = TrackedOrders(database)
    kept.save_details([replace(FACTS, order_id=OrderId("SD9"), other_ids=(ORDER,))], NOON)
    cj.service(database).renew(ORDER)
    order = kept.get(ORDER)
    assert order is not None
    assert order.facts.order_id == "SD9"
    assert [each.delivered_on for each in order.tracking] == [date(2026, 11, 20)]


def test_an_order_that_no_look_knows_stays_out_of_the_claims(cj: Cj, database: Database) -> None:
    cj.service(database).renew(ORDER)
    assert TrackedOrders(database).count() == 0


def test_a_parcel_told_under_its_other_number_is_the_same(cj: Cj, database: Database) -> None:
    cj.tracking = (replace(DELIVERED, tracking_number="LP7", other_number="YT1"),)
    parcels = cj.service(database)
    parcels.fetch(ORDER)
    cj.tracking = (DELIVERED,)
    (parcel,) = parcels.fetch(ORDER).tracking
    assert (parcel.tracking_number, parcel.other_number) == ("YT1", "LP7")


def test_a_row_of_the_list_is_not_the_whole_order(cj: Cj, database: Database) -> None:
    cache = OrderCache(database)
    cache.save_facts(replace(FACTS, dispatched=None), NOON, is_whole=False)
    known = cj.service(database).known(ORDER)
    assert known.looked is None
    assert known.is_due
    whole = replace(FACTS, products=(OrderedProduct("L1", "V1", 1, None),))  # type: ignore[arg-type]
    cache.save_facts(whole, NOON)
    cache.save_facts(replace(FACTS, status="DELIVERED"), NOON + timedelta(days=1), is_whole=False)
    assert cj.service(database).known(ORDER).looked == NOON
