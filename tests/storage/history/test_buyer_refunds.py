from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from app.domain.disputes.disputes import Outcome
from app.domain.history.buyer_refunds import BuyerRefund, net_loss
from app.domain.history.history import HistoryQuery, Show, SortKey
from app.domain.ids import DisputeId, OrderId, OrderNumber
from app.storage.database.database import Database
from app.storage.history.buyer_refunds import BuyerRefundStore
from app.storage.history.cache import DisputeCache
from tests import builders
from tests.builders import NOON

SH1, SH2 = DisputeId("SH1"), DisputeId("SH2")
REFUND = BuyerRefund(Decimal("12.50"), date(2026, 11, 20), "EUR 11,50 \U0001f4a1")


@pytest.fixture
def store(database: Database) -> BuyerRefundStore:
    return BuyerRefundStore(database)


def test_a_refund_is_kept_changed_and_taken_away(
    store: BuyerRefundStore, cache: DisputeCache
) -> None:
    cache.save_page([builders.dispute("SH1")], NOON)
    for refund in (REFUND, BuyerRefund(Decimal("9999999999999999.99")), None):
        store.save({SH1: refund}, NOON)
        assert store.of([SH1]).get(SH1) == refund
        row = cache.get(SH1)
        assert row
        assert row.refunded_to_buyer == (refund.amount if refund else None)
        assert cache.query(HistoryQuery("USD 12.50")).total == (refund == REFUND)


def test_a_refund_may_come_before_its_dispute_and_outlives_a_refresh(
    store: BuyerRefundStore, cache: DisputeCache
) -> None:
    store.save({SH1: REFUND}, NOON)
    for status in ("Processing", "Awaiting your response"):
        cache.save_page([builders.dispute("SH1", status=status)], NOON)
        row = cache.get(SH1)
        assert row
        assert row.refunded_to_buyer == REFUND.amount


def test_the_column_of_losses_is_the_rule_of_the_domain(
    store: BuyerRefundStore, cache: DisputeCache, database: Database
) -> None:
    cases = list(
        product(
            (None, *Outcome), (None, "0.00", "4.00", "20.00"),
            ("Processing", "Awaiting your response", "Finished", "Closed"), (None, "12.50"),
        )
    )  # fmt: skip
    disputes = [
        builders.dispute(f"SH{number}", outcome=outcome, refund=refund, status=status)
        for number, (outcome, refund, status, _) in enumerate(cases)
    ]
    cache.save_page(disputes, NOON)
    amounts = [Decimal(amount) if amount else None for *_, amount in cases]
    pairs = list(zip(disputes, amounts, strict=True))
    store.save(
        {each.dispute_id: BuyerRefund(amount) for each, amount in pairs if amount is not None}, NOON
    )
    with database.read() as connection:
        kept = dict(
            connection.execute("SELECT dispute_id, net_loss_cents FROM disputes").fetchall()
        )
    expected = {each.dispute_id: net_loss(each, amount) for each, amount in pairs}
    assert kept == {
        key: None if loss is None else int(loss * 100) for key, loss in expected.items()
    }
    assert {*kept.values()} == {None, -750, 850, 1250}
    page = cache.query(HistoryQuery(sort=SortKey.NET_LOSS, limit=len(cases)))
    shown = [net_loss(row.dispute, row.refunded_to_buyer) for row in page.rows]
    known = [loss for loss in shown if loss is not None]
    assert shown[: len(known)] == sorted(known, reverse=True)


def test_who_waits_for_cj_with_the_buyers_money_gone_is_found(
    store: BuyerRefundStore, cache: DisputeCache
) -> None:
    cache.save_page(
        [
            builders.dispute("SH1"),
            builders.dispute("SH2"),
            builders.dispute("SH3", outcome=Outcome.REFUND, refund="4.00", status="Finished"),
            builders.dispute(
                "SH4", outcome=Outcome.REFUND, refund="4.00", status="Awaiting your reply"
            ),
            builders.dispute("SH5", status="Closed"),
        ],
        NOON,
    )
    store.save({DisputeId(f"SH{number}"): REFUND for number in (1, 3, 4, 5)}, NOON)
    page = cache.query(HistoryQuery(show=Show.BUYER_REFUNDED))
    assert {row.dispute.dispute_id for row in page.rows} == {"SH1", "SH4"}
    assert cache.query(HistoryQuery("lamp", Show.BUYER_REFUNDED)).total == page.total == 2


def test_an_order_is_found_by_either_number(store: BuyerRefundStore, cache: DisputeCache) -> None:
    order = (OrderId("SD1"), OrderNumber("#1001"))
    cache.save_page(
        [
            replace(builders.dispute("SH1"), order_id=order[0], order_number=order[1]),
            replace(builders.dispute("SH2"), order_number=OrderNumber("01001")),  # another order
        ],
        NOON,
    )
    for number in ("#1001", "1001", "sd1", "SD1"):
        (found,) = store.disputes_of([number]).values()
        assert [each.dispute_id for each in found] == [SH1]
    assert [each.dispute_id for each in store.disputes_of(["01001"])["01001"]] == [SH2]
    assert store.disputes_of(["1002", ""]) == {}
