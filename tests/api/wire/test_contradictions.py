"""Where CJ's pages and servers contradict one another, rows 1 to 22: a test each.

This and its second half are where comments in `app` that cite a row ("row 22") point to.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.errors import (
    UnexpectedResponse,
)
from app.domain.ids import DisputeId, OrderId
from tests.api.prepared_cj import OK, ORDER, PreparedCj, draft, line
from tests.api.wire.rows import AT, SH, detail, only_line, only_row, pages, product, row


def test_row_01_page_number_is_sent_under_both_names_once_one_is_ignored(cj: PreparedCj) -> None:
    cj.data(pages(row(1), row(2), total=4))
    assert len(cj.api.disputes.page(1, 2).disputes) == 2
    cj.data(pages(row(1), row(2), total=4))  # page 2 repeats page 1
    cj.data(pages(row(3), row(4), total=4, pageNum=2))
    second = cj.api.disputes.page(2, 2)
    assert [each.dispute_id for each in second.disputes] == ["SH3", "SH4"]
    assert [dict(each.url.params).get("pageNumber") for each in cj.requests] == [
        None,
        None,
        "2",
    ]
    cj.data(pages(row(5), total=5, pageNum=3))
    cj.api.disputes.page(3, 2)
    assert dict(cj.last.url.params)["pageNumber"] == "3"


def test_row_01_a_list_that_repeats_itself_all_the_same_tells_nothing_more(cj: PreparedCj) -> None:
    for _ in range(3):
        cj.data(pages(row(1), total=2))
    assert cj.api.disputes.page(1, 1).is_plain
    again = cj.api.disputes.page(2, 1)
    assert (again.received, again.is_plain) == (1, False)


def test_row_01_without_page_one_the_echoed_number_tells(cj: PreparedCj) -> None:
    cj.data(pages(row(1), total=2))
    cj.data(pages(row(2), total=2, pageNum=2))
    assert cj.api.disputes.page(2, 1).disputes[0].dispute_id == "SH2"


def test_row_01_the_reply_may_echo_either_name(cj: PreparedCj) -> None:
    cj.data({"pageNumber": 1, "pageSize": 50, "total": 1, "list": [row()]})
    assert cj.api.disputes.page().counted == 1


def test_row_02_page_size_is_always_sent_and_rows_count_not_the_reply(cj: PreparedCj) -> None:
    cj.data(pages(row(), pageSize=10**15))
    assert cj.api.disputes.page(1, 20).received == 1
    assert dict(cj.last.url.params)["pageSize"] == "20"


@pytest.mark.parametrize("given", [1623673863466725376, "1623673863466725376"])
def test_row_03_dispute_id_is_text_and_exact(cj: PreparedCj, given: object) -> None:
    assert only_row(cj, id=given).dispute_id == "1623673863466725376"


def test_row_04_detail_takes_the_full_id(cj: PreparedCj) -> None:
    detail(cj)
    assert cj.last.url.query == b"disputeId=SH1623673863466725376"


def test_row_05_the_list_is_not_filtered_by_order_number(cj: PreparedCj) -> None:
    cj.data(pages())
    cj.api.disputes.page(order_id=ORDER)
    assert "orderNumber" not in dict(cj.last.url.params)


def test_row_06_price_is_always_sent_as_a_number_with_two_decimals(cj: PreparedCj) -> None:
    cj.data({"maxAmount": 23})
    cj.api.disputes.terms(ORDER, [line("23")])
    assert b'"price": 23.00' in cj.last.content


@pytest.mark.parametrize(
    ("given", "read"), [(1, 1), ("1", 1), ("01", 1), (Decimal("2.0"), 2), (None, 0), ("x", 0)]
)
def test_row_07_quantity_is_int_or_digits(cj: PreparedCj, given: object, read: int) -> None:
    text = json.dumps(product(quantity="?")).replace('"?"', json.dumps(given, default=str))
    text = text.replace('"2.0"', "2.0")
    cj.answer('{"code": 200, "data": {"productInfoList": [' + text + "]}}")
    assert cj.api.disputes.products(ORDER).lines[0].quantity == read


@pytest.mark.parametrize("given", [27572784056172547, "27572784056172547"])
def test_row_08_line_item_id_is_text(cj: PreparedCj, given: object) -> None:
    assert only_line(cj, lineItemId=given).line_item_id == "27572784056172547"
    cj.data({"maxAmount": 1})
    cj.api.disputes.terms(ORDER, [line()])
    assert b'"lineItemId": "27572784056172547"' in cj.last.content


def test_row_08_a_line_without_an_id_is_shown_closed_and_the_others_stay(cj: PreparedCj) -> None:
    bad_ids: list[object] = [None, "", 1.5, True, []]
    rows = [*(product(lineItemId=bad) for bad in bad_ids), product(), 7, None]
    cj.data({"productInfoList": rows})
    lines = cj.api.disputes.products(ORDER).lines
    assert [each.is_open_to_dispute for each in lines] == [*(False for _ in bad_ids), True]


def test_row_09_product_list_is_always_sent(cj: PreparedCj) -> None:
    cj.answer({**OK, "data": True})
    cj.api.disputes.create(ORDER, draft())
    assert len(json.loads(cj.last.content)["productInfoList"]) == 1


def test_row_10_business_dispute_id_is_the_drafts_reference(cj: PreparedCj) -> None:
    cj.answer({**OK, "data": True})
    cj.api.disputes.create(ORDER, draft())
    sent = json.loads(cj.last.content)["businessDisputeId"]
    assert sent == draft().reference
    assert sent.isascii()
    assert len(sent) <= 100


@pytest.mark.parametrize("data", [True, "true", "", None, "TRUE", 1])
def test_row_11_data_of_a_yes(cj: PreparedCj, data: object) -> None:
    cj.answer({**OK, "data": data, "requestId": "r"})
    assert cj.api.disputes.create(ORDER, draft()).request_id == "r"


@pytest.mark.parametrize("data", [False, "false", "False", 0])
def test_row_11_data_of_a_no_beside_a_yes_is_doubt(cj: PreparedCj, data: object) -> None:
    cj.answer({**OK, "data": data})
    with pytest.raises(UnexpectedResponse) as caught:
        cj.api.disputes.cancel(ORDER, SH)
    assert not caught.value.not_processed


@pytest.mark.parametrize(
    "named",
    [
        {"requestId": "11edc6cc84254bb4b3ac74299d5db197"},
        {"redirectUri": "0242ad78-eea2-481d-876a-7cf64398f07f"},
        {"requestId": None, "redirectUri": "0242ad78-eea2-481d-876a-7cf64398f07f"},
        {"requestId": "", "redirectUri": "0242ad78-eea2-481d-876a-7cf64398f07f"},
    ],
)
def test_row_12_trace_id_under_either_name(cj: PreparedCj, named: dict[str, object]) -> None:
    cj.answer({**OK, "data": True, **named})
    expected = named.get("requestId") or named["redirectUri"]
    assert cj.api.disputes.create(ORDER, draft()).request_id == expected


@pytest.mark.parametrize("flags", [{"success": True}, {}, {"success": None}, {"success": "true"}])
def test_row_13_success_is_optional(cj: PreparedCj, flags: dict[str, object]) -> None:
    cj.answer({**OK, "data": True, **flags})
    assert cj.api.disputes.create(ORDER, draft()).request_id == ""


@pytest.mark.parametrize(
    ("given", "at", "is_exact"),
    [
        (1736928600000, AT, True),
        ("1736928600000", AT, True),
        (1736928600, AT, True),
        ("1736928600", AT, True),
        ("2025-01-15 08:10:00", AT, False),
        ("2025-01-15T08:10:00", AT, False),
        ("2025/01/15 08:10:00", AT, False),
        ("2025-01-15T08:10:00Z", AT, True),
        ("2025-01-15T16:10:00+08:00", AT, True),
        ("2025-01-15T16:10:00.000+0800", AT, True),
        ("2025-01-15", datetime(2025, 1, 15, tzinfo=UTC), False),
        (None, None, False),
        ("", None, False),
        (0, None, False),
        (-1, None, False),
        (True, None, False),
        ("yesterday", None, False),
        ("9999-12-31T23:59:59-12:00", None, False),
        ("0001-01-01T00:00:00+12:00", None, False),
        (10**30, None, False),
        ([], None, False),
    ],
)
def test_row_14_create_date_in_every_shape(
    cj: PreparedCj, given: object, at: datetime | None, *, is_exact: bool
) -> None:
    for found in (
        only_row(cj, createDate=given),
        detail(cj, createDate=given).dispute,
    ):
        assert (found.created, found.created_is_exact) == (at, is_exact)


def test_row_14_create_date_as_a_fraction(cj: PreparedCj) -> None:
    cj.answer('{"code": 200, "data": {"id": "SH1", "createDate": 1736928600000.0}}')
    assert cj.api.disputes.detail(SH).dispute.created == AT


def test_row_15_a_formatted_date_is_utc_but_not_exact(cj: PreparedCj) -> None:
    found = only_row(cj, createDate="2025-01-15 10:30:00")
    assert found.created == datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
    assert not found.created_is_exact


def test_row_16_status_of_any_length_as_sent(cj: PreparedCj) -> None:
    status = "Awaiting the merchant's answer to our second proposal"
    assert only_row(cj, status=status).status == status
    assert only_row(cj, status=None).status == ""
    assert only_row(cj, status=4).status == "4"


def test_row_17_detail_without_refund_fields(cj: PreparedCj) -> None:
    cj.data({"id": "12345", "status": "Processing", "productList": []})
    found = cj.api.disputes.detail(DisputeId("12345"))
    assert (found.dispute.refund, found.refund_parts) == (None, ())


@pytest.mark.parametrize(
    "names",
    [
        {"cjProductId": "p", "cjVariantId": "v"},
        {"productId": "p", "standId": "v"},
        {"cjProductId": None, "productId": "p", "cjVariantId": "", "standId": "v"},
    ],
)
def test_row_18_product_and_variant_under_either_name(
    cj: PreparedCj, names: dict[str, object]
) -> None:
    (only,) = only_row(cj, productList=[names]).lines
    assert (only.product_id, only.variant_id) == ("p", "v")


@pytest.mark.parametrize("empty", [None, [], "", {}])
def test_row_19_lists_may_be_null_or_missing(cj: PreparedCj, empty: object) -> None:
    assert only_row(cj, productList=empty).lines == ()
    assert only_row(cj).lines == ()
    assert detail(cj, refundDetails=empty, productList=empty).refund_parts == ()
    cj.data({"maxAmount": 1, "expectResultOptionList": empty, "disputeReasonList": empty})
    terms = cj.api.disputes.terms(ORDER, [line()])
    assert (terms.outcomes, terms.reasons) == ((), ())
    cj.data({"orderNumber": "1", "productInfoList": None})
    assert cj.api.disputes.products(ORDER).lines == ()


def test_row_19_an_empty_list_must_be_said(cj: PreparedCj) -> None:
    cj.data({"pageNum": 1, "total": 0, "list": None})
    assert cj.api.disputes.page().disputes == ()
    for doubtful in ({"pageNum": 1, "total": 3, "list": None}, {}, None, "", {"list": "x"}):
        cj.data(doubtful)
        with pytest.raises(UnexpectedResponse):
            cj.api.disputes.page()


def test_row_20_order_ids_of_two_hundred_characters_are_read(cj: PreparedCj) -> None:
    assert only_row(cj, resendOrderCode="9" * 200).reissue_order_id == "9" * 200
    assert only_row(cj, resendOrderCode="9" * 201).reissue_order_id == ""


@pytest.mark.parametrize(
    "shape",
    ["62650625018974208", "J1623672949997490176", "CJPKL7160102171YQ", "SD26112", "DP26112"],
)
def test_row_21_order_ids_of_every_shape(cj: PreparedCj, shape: str) -> None:
    cj.data({"productInfoList": []})
    assert cj.api.disputes.products(OrderId(shape)).order_id == shape
    assert dict(cj.last.url.params) == {"orderId": shape}


def test_row_22_the_echoed_order_id_is_not_compared(cj: PreparedCj) -> None:
    cj.data({"orderId": "265062501897420801", "productInfoList": []})
    asked = OrderId("62650625018974208")
    assert cj.api.disputes.products(asked).order_id == asked
