"""The six dispute endpoints: shapes as in the API page, rules as the real CJ has shown them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from app.practice.world import sample_data as known
from tests.cj.server import FaultyServer

Ask = Callable[..., dict[str, Any]]
Json = dict[str, Any]

LINE_FIELDS = {
    "lineItemId", "cjProductId", "cjVariantId", "canChoose", "price", "quantity", "cjProductName",
    "cjImage", "sku", "supplierName",
}  # fmt: skip
LIST_FIELDS = {
    "id", "status", "disputeReason", "replacementAmount", "resendOrderCode", "money",
    "finallyDeal", "createDate", "productList",
}  # fmt: skip
LIST_PRODUCT_FIELDS = {
    "image", "price", "lineItemId", "cjProductId", "cjVariantId", "productName", "supplierName",
}  # fmt: skip
DETAIL_PRODUCT_FIELDS = {
    "image", "price", "productCode", "productId", "productName", "standId", "supplierName",
}  # fmt: skip


def products(ask: Ask, order: str) -> list[Json]:
    rows: list[Json] = ask(f"disputes/disputeProducts?orderId={order}")["data"]["productInfoList"]
    return rows


def confirm(ask: Ask, order: str, rows: list[Json]) -> Json:
    items = [{k: row[k] for k in ("lineItemId", "quantity", "price")} for row in rows]
    return ask("disputes/disputeConfirmInfo", {"orderId": order, "productInfoList": items})


def newest(ask: Ask) -> Json:
    row: Json = ask("disputes/getDisputeList?pageSize=1")["data"]["list"][0]
    return row


def test_products_have_the_fields_of_the_page(ask: Ask, server: FaultyServer) -> None:
    answer = ask(f"disputes/disputeProducts?orderId={known.TUTORIAL_ORDER}")
    assert set(answer) == {"code", "result", "message", "data", "requestId", "success"}
    assert set(answer["data"]) == {"orderId", "orderNumber", "productInfoList"}
    (line,) = answer["data"]["productInfoList"]
    assert set(line) == LINE_FIELDS
    assert (line["price"], line["quantity"], line["canChoose"]) == (Decimal("14.16"), 3, True)


@pytest.mark.parametrize("name", ["code", "cj_order_id", "order_id"])
def test_products_take_any_cj_id(ask: Ask, server: FaultyServer, name: str) -> None:
    identifier = getattr(server.world.order(known.TUTORIAL_ORDER), name)
    assert ask(f"disputes/disputeProducts?orderId={identifier}")["code"] == 200


def test_products_do_not_know_the_merchants_own_number(ask: Ask, server: FaultyServer) -> None:
    number = server.world.order(known.TUTORIAL_ORDER).number
    answer = ask(f"disputes/disputeProducts?orderId={number}")
    assert (answer["code"], answer["data"]) == (1603100, None)
    assert set(answer) == {"code", "result", "message", "data", "requestId"}


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (known.SHOP_MADE_ORDER, 1607006),
        (known.UNPAID_ORDER, 9009),
        ("SD0", 1603100),
        ("", 16900403),
    ],
)
def test_products_refusals(ask: Ask, order: str, code: int) -> None:
    assert ask(f"disputes/disputeProducts?orderId={order}")["code"] == code


@pytest.mark.parametrize("order", [known.CLOSED_ORDER, known.CANCELLED_ORDER])
def test_closed_orders_have_nothing_to_choose(ask: Ask, order: str) -> None:
    assert {row["canChoose"] for row in products(ask, order)} == {False}


def test_partly_disputed_order(ask: Ask) -> None:
    rows = products(ask, known.PARTLY_ORDER)
    assert [(row["canChoose"], row["quantity"]) for row in rows] == [
        (False, 1),
        (True, 2),
        (True, 1),
    ]


def test_big_amounts_are_exact_on_the_wire(fetch: Callable[..., Any], ask: Ask) -> None:
    order = known.BIG_AMOUNT_ORDER
    text = fetch(f"disputes/disputeProducts?orderId={order}")[2].decode()
    assert '"price": 1234567890123456.78,' in text
    data = confirm(ask, order, products(ask, order))["data"]
    assert data["maxAmount"] == Decimal("1234567890123456.78")


def test_confirm_has_the_fields_of_the_page(ask: Ask) -> None:
    data = confirm(ask, known.TUTORIAL_ORDER, products(ask, known.TUTORIAL_ORDER))["data"]
    assert set(data) == {
        "orderId", "orderNumber", "maxProductPrice", "maxPostage", "maxIossTaxAmount",
        "maxIossHandTaxAmount", "maxAmount", "expectResultOptionList", "productInfoList",
        "disputeReasonList",
    }  # fmt: skip
    assert set(data["productInfoList"][0]) == LINE_FIELDS
    assert data["maxAmount"] == Decimal("42.48")
    assert data["expectResultOptionList"] == ["1", "2"]
    assert data["disputeReasonList"][0] == {"disputeReasonId": 8, "reasonName": "Product Damaged"}


def test_confirm_shares_out_the_extras(ask: Ask) -> None:
    rows = products(ask, known.EU_ORDER)
    whole = confirm(ask, known.EU_ORDER, rows)["data"]
    assert whole["maxPostage"] == Decimal("5.45")
    assert whole["maxIossTaxAmount"] > 0
    assert whole["maxIossHandTaxAmount"] == Decimal("0.40")
    part = confirm(ask, known.EU_ORDER, rows[1:])["data"]
    assert part["maxProductPrice"] == Decimal("9.80")
    assert part["maxPostage"] == Decimal("1.00")  # 5.45 * 9.80 / 53.60
    four = ("maxProductPrice", "maxPostage", "maxIossTaxAmount", "maxIossHandTaxAmount")
    assert part["maxAmount"] == sum(part[name] for name in four)


def test_confirm_by_stage_and_order(ask: Ask) -> None:
    def offered(order: str) -> tuple[list[str], list[int]]:
        data = confirm(ask, order, products(ask, order))["data"]
        reasons = [reason["disputeReasonId"] for reason in data["disputeReasonList"]]
        return data["expectResultOptionList"], reasons

    assert offered(known.UNSHIPPED_ORDER) == (["1"], [1])
    assert offered(known.SHIPPED_ORDER) == (["1", "2"], [10, 12])
    assert offered(known.REFUND_ONLY_ORDER)[0] == ["1"]


def test_confirm_changes_nothing(ask: Ask, server: FaultyServer) -> None:
    before = server.world.disputes()
    confirm(ask, known.TUTORIAL_ORDER, products(ask, known.TUTORIAL_ORDER))
    assert server.world.disputes() == before


def test_confirm_answers_a_wrong_shape_with_http_400(fetch: Callable[..., Any], ask: Ask) -> None:
    body = {"orderId": known.TUTORIAL_ORDER, "productInfoList": [{"lineItemId": "1"}]}
    assert fetch("disputes/disputeConfirmInfo", body)[0] == 400
    answer = ask("disputes/disputeConfirmInfo", body)
    assert (answer["code"], answer["message"]) == (16900403, "quantity can not be empty")


def test_create_answers_true_and_nothing_more(ask: Ask, server: FaultyServer, filing: Json) -> None:
    assert ask("disputes/create", filing)["data"] is True
    dispute = server.world.disputes()[0]
    assert dispute.dispute_id.startswith("SH")
    assert dispute.business_dispute_id == "DD-1"
    assert dispute.order_code == known.TUTORIAL_ORDER
    assert list(dispute.quantities.values()) == [1]
    assert dispute.image_urls == ("https://example.invalid/crack.jpg",)
    (row,) = products(ask, known.TUTORIAL_ORDER)
    assert (row["canChoose"], row["quantity"]) == (False, 2)


def test_create_refuses_the_same_business_id_and_files_once(
    ask: Ask, server: FaultyServer, filing: Json
) -> None:
    ask("disputes/create", filing)
    count = len(server.world.disputes())
    answer = ask("disputes/create", filing)
    assert answer["code"] == 1607008
    assert "already exists" in answer["message"]
    assert len(server.world.disputes()) == count


def test_create_refuses_a_held_line(ask: Ask, filing: Json) -> None:
    ask("disputes/create", filing)
    answer = ask("disputes/create", filing | {"businessDisputeId": "DD-2"})
    assert (answer["code"], answer["message"]) == (1607008, "The product cannot be disputed")


@pytest.mark.parametrize(
    "name",
    [
        "businessDisputeId", "orderId", "disputeReasonId", "expectType", "refundType",
        "messageText", "productInfoList",
    ],
)  # fmt: skip
def test_create_names_each_missing_field(ask: Ask, filing: Json, name: str) -> None:
    del filing[name]
    answer = ask("disputes/create", filing)
    assert (answer["code"], answer["message"]) == (16900403, f"{name} can not be empty")


@pytest.mark.parametrize("name", ["lineItemId", "quantity", "price"])
def test_create_names_each_missing_field_of_a_line(ask: Ask, filing: Json, name: str) -> None:
    del filing["productInfoList"][0][name]
    answer = ask("disputes/create", filing)
    assert (answer["code"], answer["message"]) == (16900403, f"{name} can not be empty")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"disputeReasonId": "8"}, 1600100),
        ({"disputeReasonId": True}, 1600100),
        ({"disputeReasonId": 1}, 1607008),
        ({"expectType": 3}, 1607008),
        ({"expectType": "1"}, 1600100),
        ({"refundType": 3}, 1600100),
        ({"messageText": "x" * 501}, 1600100),
        ({"messageText": "  "}, 16900403),
        ({"messageText": 5}, 1600100),
        ({"businessDisputeId": "x" * 101}, 1600100),
        ({"imageUrl": "https://example.invalid/a.jpg"}, 1600100),
        ({"imageUrl": None}, 1600100),
        ({"imageUrl": ["x" * 201]}, 1600100),
        ({"videoUrl": [5]}, 1600100),
        ({"productInfoList": []}, 16900403),
        ({"productInfoList": {}}, 1600100),
        ({"productInfoList": ["1"]}, 1600100),
        ({"orderId": "SD0"}, 1603100),
        ({"orderId": known.SHOP_MADE_ORDER}, 1607008),
        ({"orderId": known.SHOP_MADE_REFUSED_LATE_ORDER}, 1607008),
        ({"orderId": known.RETURNED_ORDER}, 9009),
    ],
)
def test_create_refuses(
    ask: Ask, server: FaultyServer, filing: Json, change: Json, code: int
) -> None:
    count = len(server.world.disputes())
    assert ask("disputes/create", filing | change)["code"] == code
    assert len(server.world.disputes()) == count


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quantity": "1"}, 1600100),
        ({"quantity": 0}, 1600100),
        ({"quantity": 4}, 1607008),
        ({"quantity": Decimal("1.00")}, 1600100),
        ({"price": "14.16"}, 1600100),
        ({"price": Decimal("14.15")}, 1600100),
        ({"price": Decimal("42.48")}, 1600100),
        ({"price": True}, 1600100),
        ({"lineItemId": 1626506000000007296}, 1600100),
        ({"lineItemId": "1"}, 1600100),
    ],
)
def test_create_refuses_a_line(ask: Ask, filing: Json, change: Json, code: int) -> None:
    filing["productInfoList"][0] |= change
    assert ask("disputes/create", filing)["code"] == code


def test_create_refuses_a_line_named_twice(ask: Ask, filing: Json) -> None:
    filing["productInfoList"] *= 2
    assert ask("disputes/create", filing)["code"] == 1600100


def test_create_counts_code_points(ask: Ask, filing: Json, server: FaultyServer) -> None:
    assert ask("disputes/create", filing | {"messageText": "🛋" * 500})["code"] == 200
    assert server.world.disputes()[0].message == "🛋" * 500


def test_create_needs_no_links(ask: Ask, filing: Json) -> None:
    del filing["imageUrl"], filing["videoUrl"]
    assert ask("disputes/create", filing)["data"] is True


def test_list_rows_have_the_fields_of_the_page(ask: Ask, filing: Json) -> None:
    ask("disputes/create", filing)
    answer = ask("disputes/getDisputeList")
    assert set(answer["data"]) == {"pageNum", "pageSize", "total", "list"}
    assert answer["data"]["pageSize"] == len(answer["data"]["list"]) == 10
    row = answer["data"]["list"][0]
    assert set(row) == LIST_FIELDS
    assert set(row["productList"][0]) == LIST_PRODUCT_FIELDS
    assert (row["status"], row["finallyDeal"], row["money"]) == ("Processing", None, 0)
    assert len(row["createDate"]) == len("2025-01-15 10:30:00")


def test_list_pages_are_newest_first_and_cut_at_fifty(ask: Ask, server: FaultyServer) -> None:
    every = ask("disputes/getDisputeList?pageNum=1&pageSize=500")["data"]
    assert every["pageSize"] == 50
    ids = [row["id"] for row in every["list"]]
    assert ids == [dispute.dispute_id for dispute in server.world.disputes()]
    dates = [row["createDate"] for row in every["list"]]
    assert dates == sorted(dates, reverse=True)
    second = ask("disputes/getDisputeList?pageNum=2&pageSize=5")["data"]["list"]
    assert [row["id"] for row in second] == ids[5:10]
    assert ask("disputes/getDisputeList?pageNum=99")["data"]["list"] == []
    assert ask("disputes/getDisputeList?pageNum=0")["code"] == 1600100


def test_list_filters(ask: Ask, server: FaultyServer) -> None:
    order = server.world.order(known.PARTLY_ORDER)
    wanted = [d.dispute_id for d in server.world.disputes_of(order.code)]
    assert len(wanted) == 2

    def ids(query: str) -> list[str]:
        return [row["id"] for row in ask(f"disputes/getDisputeList?{query}")["data"]["list"]]

    assert ids(f"orderId={order.code}") == wanted
    assert ids(f"orderId={order.cj_order_id}") == wanted
    assert ids(f"orderNumber={order.number}") == wanted
    assert ids(f"orderNumber={order.code}") == []
    assert ids(f"disputeId={wanted[1]}") == [wanted[1]]
    assert ids(f"disputeId={wanted[1]}&orderId={known.TUTORIAL_ORDER}") == []
    assert ids("orderId=nothing") == []


def test_history_has_every_outcome(ask: Ask) -> None:
    rows = ask("disputes/getDisputeList?pageSize=50")["data"]["list"]
    assert len(rows) >= 12
    assert {row["finallyDeal"] for row in rows} == {1, 2, 3, None}
    assert {row["status"] for row in rows} == {
        "Processing",
        "Dispute reviewing",
        "Finished",
        "Closed",
    }


def test_detail_has_the_fields_of_the_page(ask: Ask, server: FaultyServer, filing: Json) -> None:
    ask("disputes/create", filing)
    dispute_id = newest(ask)["id"]
    server.world.advance(dispute_id, to="refunded")
    data = ask(f"disputes/getDisputeDetail?disputeId={dispute_id}")["data"]
    assert set(data) == LIST_FIELDS | {"refundAmount", "refundDetails"}
    assert set(data["productList"][0]) == DETAIL_PRODUCT_FIELDS
    assert data["refundDetails"] == [
        {"type": "PRODUCT_COST", "typeName": "Product Cost", "amount": Decimal("14.16")}
    ]
    assert data["money"] == data["refundAmount"] == Decimal("14.16")
    created = server.world.dispute(dispute_id).created
    assert data["createDate"] // 1000 == int(created.timestamp())
    assert data["createDate"] > 10**12
    assert ask("disputes/getDisputeDetail?disputeId=12345")["code"] == 1600300
    assert ask("disputes/getDisputeDetail")["code"] == 16900403


def test_a_part_refund_leaves_the_postage_out(ask: Ask, server: FaultyServer) -> None:
    dispute = server.world.file_elsewhere(known.EU_ORDER)
    server.world.advance(dispute.dispute_id, to="refunded_in_part")
    data = ask(f"disputes/getDisputeDetail?disputeId={dispute.dispute_id}")["data"]
    kinds = [row["type"] for row in data["refundDetails"]]
    assert kinds == ["PRODUCT_COST", "IOSS_TAX", "IOSS_HANDLING_FEE"]
    assert sum(row["amount"] for row in data["refundDetails"]) == data["money"]
    assert data["money"] < dispute.ceiling.total


def test_reissue_and_rejection(ask: Ask, server: FaultyServer) -> None:
    first = server.world.file_elsewhere(known.SHIPPED_ORDER)
    server.world.advance(first.dispute_id, to="reissued")
    row = newest(ask)
    assert (row["finallyDeal"], row["money"]) == (2, 0)
    assert row["resendOrderCode"].startswith("SD9")
    assert row["replacementAmount"] == first.ceiling.product
    server.world.advance(first.dispute_id, to="rejected")
    assert newest(ask)["finallyDeal"] == 3
    (blanket, _) = products(ask, known.SHIPPED_ORDER)
    assert (blanket["canChoose"], blanket["quantity"]) == (True, 2)


def test_cancel_frees_the_lines_and_stays_in_the_list(
    ask: Ask, server: FaultyServer, filing: Json
) -> None:
    ask("disputes/create", filing)
    dispute_id = newest(ask)["id"]
    body = {"orderId": known.TUTORIAL_ORDER, "disputeId": dispute_id}
    assert ask("disputes/cancel", body)["data"] == ""
    row = newest(ask)
    assert (row["id"], row["status"], row["finallyDeal"]) == (dispute_id, "Closed", None)
    assert server.world.dispute(dispute_id).cancelled
    (line,) = products(ask, known.TUTORIAL_ORDER)
    assert (line["canChoose"], line["quantity"]) == (True, 3)
    assert ask("disputes/cancel", body)["code"] == 1607009
    assert ask("disputes/create", filing)["code"] == 1607008  # the business id is spent
    assert ask("disputes/create", filing | {"businessDisputeId": "DD-2"})["data"] is True


def test_cancel_refusals(ask: Ask, server: FaultyServer, filing: Json) -> None:
    ask("disputes/create", filing)
    dispute_id = newest(ask)["id"]

    def code(order: str, dispute: str) -> int:
        answer: int = ask("disputes/cancel", {"orderId": order, "disputeId": dispute})["code"]
        return answer

    assert code(known.EU_ORDER, dispute_id) == 1607009
    assert code(known.TUTORIAL_ORDER, "SH1") == 1607009
    assert code("SD0", dispute_id) == 1603100
    assert ask("disputes/cancel", {"orderId": known.TUTORIAL_ORDER})["code"] == 16900403
    server.world.advance(dispute_id, to="refunded", status="Processing")
    assert code(known.TUTORIAL_ORDER, dispute_id) == 1607009


def test_pieces_of_a_refunded_dispute_are_used_up(
    ask: Ask, server: FaultyServer, filing: Json
) -> None:
    ask("disputes/create", filing)
    server.world.advance(newest(ask)["id"], to="refunded")
    (line,) = products(ask, known.TUTORIAL_ORDER)
    assert (line["canChoose"], line["quantity"]) == (True, 2)
    filing["productInfoList"][0]["quantity"] = 2
    assert ask("disputes/create", filing | {"businessDisputeId": "DD-2"})["data"] is True
    server.world.advance(newest(ask)["id"], to="refunded")
    (line,) = products(ask, known.TUTORIAL_ORDER)
    assert (line["canChoose"], line["quantity"]) == (False, 0)
