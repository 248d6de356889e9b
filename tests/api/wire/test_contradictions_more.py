"""Where CJ's pages and servers contradict one another, rows 23 to 43: a test each."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import CostKind, ExpectedOutcome, Outcome, RefundTarget
from app.domain.disputes.state import decision
from app.domain.errors import (
    InterfaceOffline,
    InvalidInput,
    KeyRejected,
    Refused,
    UnexpectedResponse,
)
from app.domain.filing.filing import Evidence, EvidenceKind
from tests.api.prepared_cj import OK, ORDER, PreparedCj, draft, line
from tests.api.wire.rows import detail, only_line, only_row, pages, product, row


def test_row_23_images_may_be_long_http_or_garbage(cj: PreparedCj) -> None:
    for url in ("https://x/" + "a" * 500, "http://x.jpg", "not a url"):
        assert only_line(cj, cjImage=url).image_url == url
    assert only_line(cj, cjImage=None).image_url == ""


def test_row_24_each_link_has_at_most_two_hundred_characters(cj: PreparedCj) -> None:
    fits = "https://example.com/" + "a" * 180
    cj.answer({**OK, "data": True})
    cj.api.disputes.create(ORDER, draft(evidence=(Evidence(fits, EvidenceKind.IMAGE),)))
    assert json.loads(cj.last.content)["imageUrl"] == [fits]
    with pytest.raises(ValueError, match="200"):
        cj.api.disputes.create(ORDER, draft(evidence=(Evidence(fits + "a", EvidenceKind.IMAGE),)))


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (True, True),
        (1, True),
        ("1", True),
        ("true", True),
        ("ture", True),
        ("TRUE", True),
        (False, False),
        (0, False),
        ("0", False),
        ("false", False),
        (None, False),
        ("maybe", False),
        (2, False),
        ([], False),
    ],
)
def test_row_25_can_choose_in_every_shape(cj: PreparedCj, given: object, *, read: bool) -> None:
    assert only_line(cj, canChoose=given).can_dispute is read


def test_row_25_can_choose_means_nothing_in_terms(cj: PreparedCj) -> None:
    cj.data({"maxAmount": 23, "productInfoList": [product(canChoose=False)]})
    assert cj.api.disputes.terms(ORDER, [line()]).ceiling.total == 23


@pytest.mark.parametrize("given", [["1", "2"], [1, 2], ["2", 1, "3", None, 1.5, "x"]])
def test_row_26_outcomes_are_texts_or_numbers(cj: PreparedCj, given: list[object]) -> None:
    cj.data({"maxAmount": 1, "expectResultOptionList": given})
    assert cj.api.disputes.terms(ORDER, [line()]).outcomes == tuple(ExpectedOutcome)


def test_row_27_expect_type_is_one_or_two(cj: PreparedCj) -> None:
    assert {each.name: int(each) for each in ExpectedOutcome} == {"REFUND": 1, "REISSUE": 2}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (1, Outcome.REFUND),
        ("2", Outcome.REISSUE),
        (3, Outcome.REJECT),
        (None, None),
        ("", None),
        (0, None),
        (4, None),
        ("won", None),
        (True, None),
    ],
)
def test_row_28_finally_deal_in_every_shape(
    cj: PreparedCj, given: object, read: Outcome | None
) -> None:
    assert only_row(cj, finallyDeal=given).outcome is read


@pytest.mark.parametrize(
    ("amounts", "read"),
    [
        ({"money": 12.5, "refundAmount": 12.5}, "12.50"),
        ({"money": 12.5}, "12.50"),
        ({"money": "12.5", "refundAmount": None}, "12.50"),
        ({"money": 1, "refundAmount": "2.00"}, "2.00"),
        ({"money": 1, "refundAmount": 0}, "0.00"),
        ({"money": None}, None),
        ({"money": "1,234.50"}, None),
        ({"money": "1_234"}, None),
        ({"money": "$23.00", "refundAmount": "2"}, "2.00"),
        ({}, None),
    ],
)
def test_row_29_refund_amount_else_money(
    cj: PreparedCj, amounts: dict[str, object], read: str | None
) -> None:
    assert detail(cj, **amounts).dispute.refund == (read and Decimal(read))


def test_row_30_status_and_outcome_may_disagree(cj: PreparedCj) -> None:
    found = detail(cj, status="Processing", finallyDeal=1, money=12.5).dispute
    assert (found.status, decision(found)) == ("Processing", Outcome.REFUND)


def test_row_31_amounts_are_decimals_of_two_places_whatever_their_type(cj: PreparedCj) -> None:
    cj.answer(
        '{"code": 200, "data": {"maxProductPrice": 1234567890123456.78, "maxPostage": "0.1",'
        ' "maxIossTaxAmount": 0, "maxIossHandTaxAmount": null, "maxAmount": 1234567890123456.88}}'
    )
    ceiling = cj.api.disputes.terms(ORDER, [line()]).ceiling
    parts = (ceiling.product, ceiling.postage, ceiling.ioss_tax, ceiling.ioss_fee, ceiling.total)
    assert [str(part) for part in parts] == [
        "1234567890123456.78",
        "0.10",
        "0.00",
        "None",
        "1234567890123456.88",
    ]


def test_row_31_a_missing_total_is_the_sum_and_no_amount_at_all_is_refused(cj: PreparedCj) -> None:
    cj.data({"maxProductPrice": 20, "maxPostage": 3})
    assert cj.api.disputes.terms(ORDER, [line()]).ceiling.total == 23
    for told in (
        {"orderId": "1"},
        {"maxProductPrice": "1,234.50", "maxPostage": 7.3},  # not up to 7.30
        {"maxProductPrice": 20, "maxPostage": "1,234.50", "maxAmount": "1,254.50"},
        {"maxProductPrice": 20, "maxPostage": 3, "maxAmount": -5},
    ):
        cj.data(told)
        with pytest.raises(UnexpectedResponse):
            cj.api.disputes.terms(ORDER, [line()])


def test_a_dispute_with_a_row_for_each_product_is_one_with_all_of_them(cj: PreparedCj) -> None:
    lines = [[{"lineItemId": each}] for each in ("L1", "L2", "L1")]
    cj.data(pages(*(row(7, productList=each) for each in lines)))
    page = cj.api.disputes.page()
    (only,) = page.disputes
    assert [each.line_item_id for each in only.lines] == ["L1", "L2"]
    assert page.received == 1


def test_row_32_code_1600100_goes_by_its_message(cj: PreparedCj) -> None:
    cj.answer({"code": 1600100, "message": "Param error"})
    with pytest.raises(InvalidInput):
        cj.api.disputes.page()
    cj.answer({"code": 1600100, "message": "Interface offline"})
    with pytest.raises(InterfaceOffline):
        cj.api.disputes.page()
    assert cj.renewals == []
    for _ in range(2):
        cj.answer({"code": 1600100, "message": "Access token expired"})
    with pytest.raises(InterfaceOffline):
        cj.api.disputes.page()
    assert len(cj.renewals) == 1


def test_row_33_token_lifetimes_are_the_returned_dates(cj: PreparedCj) -> None:
    cj.data(
        {
            "accessToken": "a",
            "refreshToken": "r",
            "accessTokenExpiryDate": "2026-12-07T08:00:00+08:00",
            "refreshTokenExpiryDate": None,
        }
    )
    tokens = cj.api.account.sign_in("key")
    assert tokens.access_expires == datetime(2026, 12, 7, tzinfo=UTC)


def test_row_34_signing_in_is_never_repeated_by_itself(cj: PreparedCj) -> None:
    cj.answer({"code": 1600000, "message": "System busy"})
    with pytest.raises(Exception, match="1600000"):
        cj.api.account.sign_in("key")
    assert len(cj.requests) == 1


def test_row_35_both_bodies_of_signing_in(cj: PreparedCj) -> None:
    for _ in range(2):
        cj.data({"accessToken": "a", "refreshToken": "r"})
    cj.api.account.sign_in("CJ1@api@x")
    assert cj.last.content == b'{"apiKey": "CJ1@api@x"}'
    cj.api.account.sign_in_legacy("me@example.com", "k")
    assert cj.last.content == b'{"email": "me@example.com", "password": "k"}'
    cj.answer({"code": 1601000, "message": "User not find"})
    with pytest.raises(KeyRejected):
        cj.api.account.sign_in("x")


def test_row_36_the_order_list_is_asked_without_a_status(cj: PreparedCj) -> None:
    cj.data({"list": [], "total": 0})
    cj.api.orders.page()
    assert "status" not in dict(cj.last.url.params)


@pytest.mark.parametrize("name", ["orderNum", "orderNumber"])
def test_row_37_order_number_under_either_name(cj: PreparedCj, name: str) -> None:
    cj.data({"orderId": "1", name: "1001"})
    assert cj.api.orders.detail("1").order_number == "1001"


@pytest.mark.parametrize("wrap", [lambda row: {"list": [row]}, lambda row: [row], lambda row: row])
def test_row_38_order_list_as_page_array_or_single_order(
    cj: PreparedCj, wrap: Callable[[object], object]
) -> None:
    cj.data(wrap({"orderId": "210711100018043276", "cjOrderId": "SD2611200001234567"}))
    page = cj.api.orders.page()
    assert [order.order_id for order in page.orders] == ["SD2611200001234567"]
    assert page.received == 1


@pytest.mark.parametrize(
    ("setting", "limit"),
    [
        ({"quotaLimits": [{"quotaType": 2}], "qpsLimit": 100}, 100),
        ([{"quotaType": 3}, {"qpsLimit": "4"}], 4),
        (None, None),
        ({"qpsLimit": 0}, None),
        ("x", None),
    ],
)
def test_row_39_settings_in_both_shapes(cj: PreparedCj, setting: object, limit: int | None) -> None:
    cj.data({"openId": 123, "openName": "n", "root": "VIP", "isSandbox": 1, "setting": setting})
    assert cj.api.account.settings().requests_per_second == limit


def test_row_40_status_is_no_slip_of_a_column(cj: PreparedCj) -> None:
    assert only_row(cj, status="否").status == "否"


@pytest.mark.parametrize("code", [801, 9060, 9009])
def test_row_41_sandbox_refusals_are_business(cj: PreparedCj, code: int) -> None:
    cj.answer({"code": code, "message": "not supported"}, status=400)
    with pytest.raises(Refused):
        cj.api.disputes.create(ORDER, draft())


def test_row_42_refund_type_is_one_or_two(cj: PreparedCj) -> None:
    assert [int(each) for each in RefundTarget] == [1, 2]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, {"code": 200}),
        (200, {"success": True}),
        (200, {"result": True}),
        (200, {}),
        (200, {"code": 0, "success": True}),
        (200, {"code": "200"}),
        (203, {"code": 200, "result": True}),
        (400, {"code": 200}),
    ],
)
def test_row_43_what_a_read_takes_for_success(
    cj: PreparedCj, status: int, body: dict[str, object]
) -> None:
    cj.answer({**body, "data": pages(row())}, status=status)
    assert cj.api.disputes.page().received == 1


def test_cost_kinds_beyond_the_four_stay_readable(cj: PreparedCj) -> None:
    rows = [{"type": "COUPON", "typeName": "Coupon", "amount": -1}, {"type": "IOSS_TAX"}, 5]
    coupon, tax = detail(cj, refundDetails=rows).refund_parts
    assert (coupon.kind, coupon.name, str(coupon.amount)) == (CostKind.OTHER, "Coupon", "-1.00")
    assert (tax.kind, tax.amount) == (CostKind.IOSS_TAX, None)


def test_one_odd_field_costs_no_other(cj: PreparedCj) -> None:
    odd = row(2, money={"x": 1}, createDate=[], disputeReason=7.5, productList=[3, None])
    cj.data(pages(row(1), odd, {"status": "no id"}, "nothing", row(3)))
    found = cj.api.disputes.page().disputes
    assert [each.dispute_id for each in found] == ["SH1", "SH2", "SH3"]


def test_a_line_without_a_readable_price_is_shown_but_closed(cj: PreparedCj) -> None:
    prices: list[object] = [None, "x", True, [], "NaN", "1e30"]
    for price in prices:
        found = only_line(cj, price=price)
        assert not found.can_dispute
        assert found.product_name == ""


def test_text_of_a_server_is_made_plain(cj: PreparedCj) -> None:
    name = "a\x00b\x1b[31m\u202ec\ud800\nd\r\ne" + "x" * 2000
    found = only_line(cj, cjProductName=name)
    assert found.product_name.startswith("ab[31mc\nd\nexxx")
    assert len(found.product_name) == 1000
