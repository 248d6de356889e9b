from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import (
    CostKind,
    Dispute,
    DisputeDetail,
    DisputeLine,
    Outcome,
    RefundPart,
)
from app.domain.history.history import Change, HistoryQuery, HistoryRow, Show
from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.text import storable
from app.storage.history.cache import DisputeCache
from app.storage.order_cache import OrderCache
from tests import builders
from tests.builders import NOON
from tests.storage.hostile import TEXTS

LATER = NOON + timedelta(hours=1)
SH1 = DisputeId("SH1")
FULL = Dispute(
    SH1,
    "Processing",
    "Damaged",
    Outcome.REFUND,
    Decimal("9999999999999999.99"),
    Decimal("0.01"),
    "SD2",
    NOON - timedelta(days=400, milliseconds=1),
    created_is_exact=True,
    lines=(
        DisputeLine(
            "Lamp", "Hengtai", Decimal("3.20"), "https://a", LineItemId("L1"), "P", "V", "C"
        ),
        DisputeLine("Shade"),
    ),
    order_id=OrderId("SD1"),
    order_number=OrderNumber("#1"),
)


def row(cache: DisputeCache, dispute_id: str = "SH1") -> HistoryRow:
    found = cache.get(DisputeId(dispute_id))
    assert found
    return found


def test_a_dispute_comes_back_exactly(cache: DisputeCache) -> None:
    assert cache.save_page([FULL], NOON) == (Change(None, FULL),)
    assert row(cache) == HistoryRow(FULL, None, None)
    assert cache.query(HistoryQuery()).total == 1
    assert cache.get(DisputeId("SH2")) is None


def test_nothing_new_is_no_change(cache: DisputeCache) -> None:
    cache.save_page([FULL], NOON)
    assert cache.save_page([FULL], LATER) == ()
    assert row(cache) == HistoryRow(FULL, None, None)


@pytest.mark.parametrize(
    "after",
    [
        replace(FULL, status="Finished"),
        replace(FULL, outcome=Outcome.REJECT),
        replace(FULL, refund=Decimal("1.00")),
        replace(FULL, reissue_amount=Decimal("1.00")),
        replace(FULL, reissue_order_id="SD3"),
    ],
    ids=["status", "outcome", "refund", "reissue amount", "reissue order"],
)
def test_news_is_noted(cache: DisputeCache, after: Dispute) -> None:
    cache.save_page([FULL], NOON)
    assert cache.save_page([after], LATER) == (Change(FULL, after),)
    assert row(cache) == HistoryRow(after, None, LATER, is_unseen_change=True)
    cache.mark_seen([SH1])
    assert row(cache) == HistoryRow(after, None, LATER)


def test_other_differences_are_stored_but_are_no_news(cache: DisputeCache) -> None:
    cache.save_page([FULL], NOON)
    after = replace(FULL, reason="Broken", lines=FULL.lines[:1])
    assert cache.save_page([after], LATER) == ()
    assert row(cache).dispute == after


def test_a_poorer_answer_takes_nothing_away(cache: DisputeCache) -> None:
    cache.save_page([FULL], NOON)
    poor = replace(
        FULL,
        status="",
        reason="",
        outcome=None,
        refund=None,
        reissue_amount=None,
        reissue_order_id="",
        created=None,
        created_is_exact=False,
        lines=(),
        order_id=None,
        order_number=None,
    )
    assert cache.save_page([poor], LATER) == ()
    assert row(cache).dispute == FULL


def test_an_exact_time_is_not_replaced_by_a_rough_one(cache: DisputeCache) -> None:
    cache.save_page([FULL], NOON)
    rough = replace(FULL, created=NOON, created_is_exact=False)
    cache.save_page([rough], LATER)
    assert row(cache).dispute.created == FULL.created
    cache.save_page([replace(rough, created_is_exact=True)], LATER)
    assert row(cache).dispute.created == NOON


def test_a_page_may_name_a_dispute_twice(cache: DisputeCache) -> None:
    last = replace(FULL, status="Finished")
    assert cache.save_page([FULL, last], NOON) == (Change(None, last),)


def test_all_are_marked_seen(cache: DisputeCache) -> None:
    cache.save_page([builders.dispute("SH1"), builders.dispute("SH2")], NOON)
    changed = [builders.dispute(each, status="Closed") for each in ("SH1", "SH2")]
    cache.save_page(changed, LATER)
    assert cache.query(HistoryQuery(show=Show.CHANGED)).total == 2
    cache.mark_seen()
    assert cache.query(HistoryQuery(show=Show.CHANGED)).total == 0


# The order of a dispute


def test_line_items_tell_the_order(cache: DisputeCache, orders: OrderCache) -> None:
    cache.save_page([builders.dispute("SH1")], NOON)
    assert row(cache).dispute.order_id is None
    orders.save(builders.order(), NOON)  # looked up later
    assert row(cache, "SH1").dispute.order_id == "SD2611200001234567"
    cache.save_page([builders.dispute("SH2")], NOON)  # looked up before
    assert row(cache, "SH2").dispute.order_number == "1001"
    assert cache.query(HistoryQuery("sd26112")).total == 2
    assert cache.query(HistoryQuery("cjsj0000001")).total == 2


def test_an_order_looked_up_later_tells_its_skus(cache: DisputeCache, orders: OrderCache) -> None:
    cache.save_page([replace(FULL, order_id=OrderId("SD-alias"))], NOON)
    assert cache.query(HistoryQuery("cjsj0000001")).total == 0
    orders.save(builders.order(), NOON)
    assert cache.query(HistoryQuery("cjsj0000001")).total == 1
    assert row(cache).dispute.order_id == "SD-alias"


def test_a_linked_order_stays(cache: DisputeCache) -> None:
    cache.save_page([builders.dispute()], NOON)
    cache.link_order(SH1, OrderId("SD7"), OrderNumber("#7"))
    cache.save_page([builders.dispute(status="Closed")], LATER)
    assert row(cache).dispute.order_id == "SD7"
    assert cache.query(HistoryQuery("#7")).total == 1
    cache.link_order(SH1, OrderId("SD8"), OrderNumber("#8"))
    assert (row(cache).dispute.order_id, row(cache).dispute.order_number) == ("SD7", "#7")
    cache.link_order(DisputeId("SH404"), OrderId("SD8"))
    assert cache.get(DisputeId("SH404")) is None


# Details


DETAIL = DisputeDetail(
    replace(
        FULL,
        lines=(DisputeLine("Lamp", "Yiwu Ltd", Decimal("3.20"), product_code="CJ-777"),),
        order_id=None,
        order_number=None,
    ),
    (
        RefundPart(CostKind.PRODUCT, "Product", Decimal("3.20")),
        RefundPart(CostKind.OTHER, "手续费", Decimal("-0.10")),
    ),
)


def test_a_detail_comes_back_with_its_own_lines(cache: DisputeCache) -> None:
    cache.save_page([FULL], NOON)
    assert cache.save_detail(DETAIL, LATER) is None
    found = cache.detail(SH1)
    assert found
    assert found.refund_parts == DETAIL.refund_parts
    assert found.dispute == replace(FULL, lines=DETAIL.dispute.lines)
    assert row(cache).dispute.lines == FULL.lines  # their item ids are worth more
    assert cache.query(HistoryQuery("cj-777 yiwu")).total == 1
    cache.save_page([replace(FULL, status="Finished")], LATER)
    assert cache.query(HistoryQuery("cj-777 yiwu finished")).total == 1


def test_a_detail_may_come_first_and_may_bring_news(cache: DisputeCache) -> None:
    first = cache.save_detail(DETAIL, NOON)
    assert first
    assert first.before is None
    paid = replace(DETAIL.dispute, status="Finished")
    news = cache.save_detail(DisputeDetail(paid), LATER)
    assert news
    assert news.before == first.after
    assert cache.detail(DisputeId("SH2")) is None


def test_names_of_our_fields_are_not_found(cache: DisputeCache) -> None:
    cache.save_detail(DETAIL, NOON)
    assert cache.query(HistoryQuery("product_name")).total == 0


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_comes_back(cache: DisputeCache, text: str) -> None:
    hostile = replace(
        FULL,
        dispute_id=DisputeId("SH" + text),
        status=text,
        reason=text,
        reissue_order_id=text,
        lines=(FULL.lines[0]._replace(product_name=text, supplier=text, image_url=text),),
        order_id=OrderId("SD" + text),
        order_number=OrderNumber("#" + text),
    )
    plain = storable(text)
    cache.save_page([hostile], NOON)
    assert cache.save_page([hostile], LATER) == ()
    found = cache.get(hostile.dispute_id)
    assert found
    assert found.dispute.status == found.dispute.lines[0].product_name == plain
    assert found.dispute.order_number == "#" + plain
    assert cache.query(HistoryQuery(text)).total == 1
    cache.save_detail(DisputeDetail(hostile, DETAIL.refund_parts), NOON)
    detail = cache.detail(hostile.dispute_id)
    assert detail
    assert detail.dispute.lines == found.dispute.lines


def test_a_wording_of_the_detail_is_no_news(cache: DisputeCache) -> None:
    listed = builders.dispute(status="Processing")
    cache.save_page([listed], NOON)
    assert cache.save_detail(DisputeDetail(replace(listed, status="In progress")), LATER) is None
    assert cache.save_page([listed], LATER) == ()
    assert not row(cache).is_unseen_change
    news = cache.save_detail(DisputeDetail(replace(listed, status="Reviewing")), LATER)
    assert news is not None
    assert row(cache).is_unseen_change
