"""Which order a dispute is written down for, by a CJ that ignores the order it is asked for."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from app.domain.disputes.disputes import DisputePage
from app.domain.errors import Offline, OfflineCause
from app.domain.ids import DisputeId, LineItemId, OrderId
from app.services.account.connection import Connection
from app.services.filing.filing import FilingService
from app.services.history.history import CancelResult, HistoryService
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from tests import builders
from tests.builders import NOON
from tests.data_files import ready_database

OURS = builders.order(builders.order_line("L1"), order_id="SD1")
THEIRS = builders.order(builders.order_line("L2"), order_id="SD2")


class ListsAll:
    """CJ's list, whatever order it is asked for; a cancellation ends as it is told."""

    def __init__(self) -> None:
        self.disputes = (
            builders.dispute("SH1", lines=("L1",)),
            builders.dispute("SH2", lines=("L2",)),
            builders.dispute("SH3", lines=()),
        )
        self.cancel_fails = False

    def page(self, page: int = 1, page_size: int = 50, **_filters: object) -> DisputePage:
        count = len(self.disputes)
        return DisputePage(self.disputes[:page_size], count, count, is_plain=True)

    def cancel(self, _order_id: OrderId, _dispute_id: DisputeId) -> SimpleNamespace:
        if self.cancel_fails:
            raise Offline(cause=OfflineCause.CONNECTION_LOST, request_left=True)
        return SimpleNamespace(request_id="r")

    def detail(self, _dispute_id: DisputeId) -> object:
        raise Offline(cause=OfflineCause.CONNECTION_LOST, request_left=False)


@pytest.fixture
def cj() -> ListsAll:
    return ListsAll()


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return ready_database(tmp_path / "a1.sqlite3")


def connection(cj: ListsAll) -> Connection:
    return cast("Connection", SimpleNamespace(api=SimpleNamespace(disputes=cj)))


def order_ids(cache: DisputeCache) -> dict[str, str | None]:
    found = (cache.get(DisputeId(each)) for each in ("SH1", "SH2", "SH3"))
    return {row.dispute.dispute_id: row.dispute.order_id for row in found if row}


def look_before_filing(database: Database, cj: ListsAll) -> DisputeCache:
    cache = DisputeCache(database)
    OrderCache(database).save(OURS, NOON)
    service = FilingService(connection(cj), FilingLedger(database), cache, lambda: NOON)
    draft = builders.draft()
    service.note_known_disputes(draft)
    return cache


def test_a_list_that_ignores_the_order_gives_no_foreign_dispute_that_order(
    database: Database, cj: ListsAll
) -> None:
    cache = look_before_filing(database, cj)
    assert order_ids(cache) == {"SH1": "SD1", "SH2": None, "SH3": None}


def test_line_items_of_an_order_looked_up_later_decide(database: Database, cj: ListsAll) -> None:
    cache = look_before_filing(database, cj)
    OrderCache(database).save(THEIRS, NOON)
    assert order_ids(cache)["SH2"] == "SD2"


def test_a_known_order_is_never_overwritten(database: Database, cj: ListsAll) -> None:
    OrderCache(database).save(THEIRS, NOON)
    cache = DisputeCache(database)
    cache.save_page(cj.disputes, NOON)
    look_before_filing(database, cj)
    assert order_ids(cache)["SH2"] == "SD2"
    cache.link_order(DisputeId("SH2"), OrderId("SD1"))
    assert order_ids(cache)["SH2"] == "SD2"
    OrderCache(database).save(builders.order(builders.order_line("L2"), order_id="SD3"), NOON)
    cache.save_page(cj.disputes, NOON)
    assert order_ids(cache)["SH2"] == "SD2"


def history(database: Database, cj: ListsAll) -> HistoryService:
    return HistoryService(
        connection(cj),
        DisputeCache(database),
        OrderCache(database),
        FilingLedger(database),
        database,
        lambda: NOON,
    )


def test_an_order_that_cj_took_for_a_cancellation_is_noted(
    database: Database, cj: ListsAll
) -> None:
    DisputeCache(database).save_page(cj.disputes, NOON)
    history(database, cj).cancel(DisputeId("SH3"), OrderId("SD9"))
    assert order_ids(DisputeCache(database))["SH3"] == "SD9"


def test_an_order_typed_for_a_cancellation_in_doubt_is_not_noted(
    database: Database, cj: ListsAll
) -> None:
    DisputeCache(database).save_page(cj.disputes, NOON)
    cj.cancel_fails = True
    result = history(database, cj).cancel(DisputeId("SH3"), OrderId("SD9"))
    assert result is CancelResult.UNKNOWN
    assert order_ids(DisputeCache(database))["SH3"] is None


def test_the_order_whose_line_items_are_others_is_not_noted(
    database: Database, cj: ListsAll
) -> None:
    OrderCache(database).save(OURS, NOON)
    cache = DisputeCache(database)
    cache.save_page(cj.disputes, NOON)
    cache.link_order(DisputeId("SH2"), OURS.order_id)
    assert order_ids(cache)["SH2"] is None


def test_of_orders_that_share_line_items_the_one_with_more_of_them_is_taken(
    database: Database,
) -> None:
    orders, cache = OrderCache(database), DisputeCache(database)
    both = (builders.order_line("L1"), builders.order_line("L2"))
    orders.save(builders.order(*both, order_id="SD12"), NOON)
    orders.save(OURS, NOON)
    cache.save_page([builders.dispute("SH1", lines=("L1", "L2"))], NOON)
    assert order_ids(cache) == {"SH1": "SD12"}
    assert orders.order_of_lines([LineItemId("L1"), LineItemId("L2")]) == "SD12"
