"""What CJ did not say is not known: a later answer that leaves something out erases nothing."""

from __future__ import annotations

import logging
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.api.wire import fields
from app.domain.disputes.disputes import CostKind, DisputeDetail, Outcome, RefundPart
from app.domain.history.history import HistoryQuery
from app.domain.history.insights import ResultKind
from app.domain.history.spans import Span
from app.domain.ids import DisputeId, OrderId
from app.services.history.exporting import ExportProgress, ExportService, cells
from app.services.history.reports import InsightsService
from app.services.orders.parcels import ParcelService
from app.storage.history.export_reader import ExportReader
from app.storage.history.insights_query import InsightsReader
from app.storage.tracked_orders import TrackedOrders
from tests.refreshing import refresh
from tests.services.history.test_exporting import WORDS
from tests.services.scripted_cj import (
    DETAIL,
    LINE,
    ORDER,
    ORDER_DETAIL,
    Json,
    Merchant,
    ok,
)

REFUNDED: Json = {
    "status": "Finished",
    "money": 12.50,
    "replacementAmount": 0.00,
    "finallyDeal": 1,
}
UNREADABLE: list[object] = [None, "1,234.50", "$23.00", "", "many", True, [], {}, "9" * 40, "1e400"]


def listed(merchant: Merchant, **fields: object) -> DisputeId:
    """A dispute in CJ's list, read."""
    dispute_id = DisputeId(merchant.cj.list_one(**(REFUNDED | fields)))
    refresh(merchant.history)
    return dispute_id


def answers(merchant: Merchant, dispute_id: DisputeId, **fields: object) -> DisputeDetail:
    """CJ's detail says just this; gives what is known then."""
    merchant.cj.script[DETAIL] = lambda _given: ok({"id": dispute_id, **fields})
    return merchant.history.detail(dispute_id)


def lists_anew(merchant: Merchant, *gone: str, **fields: object) -> None:
    """CJ's list says this from now on, and is read."""
    (row,) = merchant.cj.rows
    merchant.cj.rows = [{k: v for k, v in (row | fields).items() if k not in gone}]
    refresh(merchant.history)


def known(merchant: Merchant, dispute_id: DisputeId) -> dict[str, Any]:
    row = merchant.history._disputes.get(dispute_id)
    assert row is not None
    dispute = row.dispute
    return {
        "status": dispute.status,
        "reason": dispute.reason,
        "outcome": dispute.outcome,
        "refund": dispute.refund,
        "reissue_amount": dispute.reissue_amount,
        "reissue_order_id": dispute.reissue_order_id,
        "created": dispute.created,
        "lines": dispute.lines,
    }


def exported(merchant: Merchant, dispute_id: DisputeId) -> dict[str, object]:
    record = ExportReader(merchant.database).record(dispute_id)
    assert record is not None
    values = cells(record, WORDS)
    return dict(zip((each.value for each in WORDS.headings), values, strict=True))


def test_the_second_detail_sample_takes_nothing_from_a_refund(merchant: Merchant) -> None:
    dispute_id = listed(merchant)
    before = known(merchant, dispute_id)
    detail = answers(
        merchant, dispute_id, status="Finished", disputeReason="Item not received", productList=[]
    )
    assert (detail.dispute.refund, detail.dispute.outcome) == (Decimal("12.50"), Outcome.REFUND)
    assert known(merchant, dispute_id) | {"reason": before["reason"]} == before
    total = InsightsService(InsightsReader(merchant.database), lambda: merchant.cj.now)
    assert total.overview(Span.ALL).total.recovered == Decimal("12.50")
    assert exported(merchant, dispute_id)["refund"] == Decimal("12.50")
    assert not merchant.history.rows(HistoryQuery()).rows[0].is_unseen_change


@pytest.mark.parametrize("silence", UNREADABLE, ids=repr)
@pytest.mark.parametrize("source", ["list", "detail"])
def test_no_field_is_erased_by_an_answer_that_does_not_tell_it(
    merchant: Merchant, source: str, silence: object
) -> None:
    names = [*REFUNDED, "disputeReason", "resendOrderCode", "createDate", "productList"]
    dispute_id = listed(
        merchant,
        finallyDeal=2,
        money=1.25,
        replacementAmount=9.9,
        resendOrderCode="SD26113000000001",
    )
    before = known(merchant, dispute_id)
    assert all(before.values())
    is_text = isinstance(silence, str) and silence
    for name in names:
        if is_text and name in ("status", "disputeReason", "resendOrderCode"):
            continue  # any text is one there
        if source == "list":
            lists_anew(merchant, **{name: silence})
        else:
            answers(merchant, dispute_id, **{name: silence})
        assert known(merchant, dispute_id) == before, name
    if source == "list":
        lists_anew(merchant, *names)
    else:
        answers(merchant, dispute_id)
    assert known(merchant, dispute_id) == before


@pytest.mark.parametrize("silence", UNREADABLE, ids=repr)
def test_money_that_was_never_told_is_not_zero(merchant: Merchant, silence: object) -> None:
    dispute_id = listed(merchant, money=silence, replacementAmount=silence)
    assert known(merchant, dispute_id)["refund"] is None
    assert known(merchant, dispute_id)["reissue_amount"] is None
    assert exported(merchant, dispute_id)["refund"] is None
    lists_anew(merchant, money="7.00")
    assert known(merchant, dispute_id)["refund"] == Decimal("7.00")


def test_an_undecided_dispute_has_no_refund_yet(merchant: Merchant) -> None:
    dispute_id = listed(merchant, status="Processing", money=0.00, finallyDeal=None)
    assert known(merchant, dispute_id)["refund"] is None
    row = exported(merchant, dispute_id)
    assert (row["refund"], row["variance"]) == (None, None)
    lists_anew(merchant, status="Finished", finallyDeal=3)
    assert known(merchant, dispute_id)["refund"] == Decimal("0.00")
    assert exported(merchant, dispute_id)["refund"] == Decimal("0.00")


def test_a_zero_that_the_list_said_all_along_does_not_undo_the_details_refund(
    merchant: Merchant,
) -> None:
    dispute_id = listed(merchant, status="Processing", money=0.00, finallyDeal=None)
    answers(merchant, dispute_id, status="Processing", money=12.5, finallyDeal=1)
    lists_anew(merchant)
    assert known(merchant, dispute_id)["refund"] == Decimal("12.50")
    lists_anew(merchant, finallyDeal=1)
    assert known(merchant, dispute_id)["refund"] == Decimal("12.50")
    lists_anew(merchant, money=11)
    assert known(merchant, dispute_id)["refund"] == Decimal("11.00")


def test_silence_between_two_equal_words_is_no_change(merchant: Merchant) -> None:
    dispute_id = listed(merchant)
    answers(merchant, dispute_id, money=13)
    lists_anew(merchant, money=None)
    lists_anew(merchant, money=12.50)
    assert known(merchant, dispute_id)["refund"] == Decimal("13.00")


def test_parts_of_a_refund_survive_a_detail_without_them(merchant: Merchant) -> None:
    dispute_id = listed(merchant)
    told = [
        {"type": "PRODUCT_COST", "typeName": "Product Cost", "amount": 10},
        {"type": "SHIPPING_COST", "typeName": "Shipping Cost", "amount": 2.5},
    ]
    product = {"productName": "Lamp", "productCode": "CJ1", "price": 10}
    first = answers(merchant, dispute_id, refundDetails=told, productList=[product])
    later: list[Json] = [{}, {"refundDetails": None}, {"refundDetails": []}, {"productList": []}]
    for each in later:
        again = answers(merchant, dispute_id, **each)
        assert again.refund_parts == first.refund_parts
        assert again.dispute.lines == first.dispute.lines
    told[1] |= {"amount": "2,50"}
    again = answers(merchant, dispute_id, refundDetails=told)
    assert again.refund_parts == first.refund_parts


def test_a_part_without_an_amount_is_there_but_not_zero(merchant: Merchant) -> None:
    dispute_id = listed(merchant)
    told = [{"type": "SHIPPING_COST", "typeName": "Shipping", "amount": "$2.50"}]
    detail = answers(merchant, dispute_id, refundDetails=told)
    assert detail.refund_parts == (RefundPart(CostKind.SHIPPING, "Shipping", None),)


def test_a_product_keeps_what_a_later_list_leaves_out(merchant: Merchant) -> None:
    dispute_id = listed(
        merchant,
        productList=[{"lineItemId": LINE, "productName": "Lamp", "supplierName": "A", "price": 3}],
    )
    before = known(merchant, dispute_id)["lines"]
    lists_anew(merchant, productList=[{"lineItemId": LINE, "price": None}])
    assert known(merchant, dispute_id)["lines"] == before


def test_insights_leave_out_what_is_not_told(merchant: Merchant) -> None:
    listed(merchant)
    listed(merchant, money=None, serial=2)
    total = InsightsService(InsightsReader(merchant.database), lambda: merchant.cj.now)
    refunds = total.overview(Span.ALL).total[ResultKind.REFUNDED]
    assert (refunds.count, refunds.refund_known, refunds.refunded) == (2, 1, Decimal("12.50"))


def test_an_amount_that_cannot_be_read_is_noted_once_without_its_value(
    merchant: Merchant, caplog: pytest.LogCaptureFixture
) -> None:
    fields._note_unreadable.cache_clear()
    caplog.set_level(logging.INFO)
    for serial in (1, 2, 3):
        listed(merchant, money="1,234.50", serial=serial)
    notes = [each.getMessage() for each in caplog.records if "money" in each.getMessage()]
    assert len(notes) == 1
    assert "234" not in notes[0]


# What else CJ tells of an order


def test_what_is_known_of_an_order_survives_answers_without_it(merchant: Merchant) -> None:
    facts = {
        "orderId": ORDER,
        "orderNum": "1001",
        "orderStatus": "SHIPPED",
        "createDate": "2026-11-13 05:43:57",
        "trackNumber": "T1",
        "logisticName": "CJPacket",
        "orderAmount": 42.48,
        "shopName": "Bramble",
        "disputeId": "SH1",
    }
    cj = merchant.cj
    parcels = ParcelService(
        merchant.connection, merchant.orders, TrackedOrders(merchant.database), lambda: cj.now
    )
    cj.script["logistic/trackInfo"] = lambda _given: ok(
        [{"trackingNumber": "T1", "trackingStatus": "Delivered", "deliveryTime": "2026-11-20"}]
    )
    cj.script[ORDER_DETAIL] = lambda _given: ok(facts)
    first = parcels.fetch(ORDER)
    assert first.facts is not None
    cj.script[ORDER_DETAIL] = lambda _given: ok({"orderId": ORDER, "orderAmount": "1,2", **nothing})
    nothing = dict.fromkeys(("orderStatus", "createDate", "trackNumber", "shopName", "disputeId"))
    cj.script["logistic/trackInfo"] = lambda _given: ok([])
    again = parcels.fetch(ORDER)
    assert (again.facts, again.tracking) == (first.facts, first.tracking)
    known = merchant.orders.facts(OrderId(ORDER))
    assert known is not None
    assert known.facts == first.facts
    assert parcels.known(ORDER).tracking == first.tracking
    cj.script["logistic/trackInfo"] = lambda _given: ok([{"trackingNumber": "T1"}])
    assert parcels.fetch(ORDER).tracking == first.tracking


def test_an_exports_undecided_amounts_are_empty(merchant: Merchant, tmp_path: Path) -> None:
    from app.domain.history.exports import ExportFormat
    from app.services.history.exporting import ExportOrder

    listed(merchant, status="Processing", money=0.00, finallyDeal=None)
    service = ExportService(ExportReader(merchant.database))
    path = tmp_path / "all.csv"
    service.export(ExportOrder(path, ExportFormat.CSV, HistoryQuery()), WORDS, ExportProgress())
    assert "0.00" not in path.read_text(encoding="utf-8-sig")


def test_the_details_of_another_dispute_are_not_written_down(merchant: Merchant) -> None:
    from app.domain.errors import UnexpectedResponse

    dispute_id = listed(merchant)
    merchant.cj.script[DETAIL] = lambda _given: ok({"id": "SH1999999999999999999", "money": 1})
    with pytest.raises(UnexpectedResponse):
        merchant.history.detail(dispute_id)
    assert merchant.history.rows(HistoryQuery()).total == 1


def test_the_details_may_name_a_dispute_by_cjs_own_key(merchant: Merchant) -> None:
    dispute_id = listed(merchant)
    merchant.cj.script[DETAIL] = lambda _given: ok({"id": "12345", "money": 13})
    assert merchant.history.detail(dispute_id).dispute.refund == Decimal("13.00")
    assert merchant.history.rows(HistoryQuery()).total == 1
    assert replace(merchant.history.detail(dispute_id).dispute).dispute_id == dispute_id
