"""What CJ tells beyond any bound is shown as not open, or not found; nothing of it is a crash."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from app.domain.errors import AppError, InvalidInput, NotFound, Refused
from app.domain.filing.filing import DraftLine
from app.domain.ids import DisputeId, LineItemId, OrderId
from app.domain.orders.orders import LineObstacle, OrderLine
from tests.api.prepared_cj import OK, ORDER, PreparedCj, draft, line
from tests.api.wire.rows import only_line, product

LONG = "x" * 150


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({"lineItemId": LONG}, LineObstacle.UNUSABLE_ID),
        ({"lineItemId": "12 34"}, LineObstacle.UNUSABLE_ID),
        ({"lineItemId": None}, LineObstacle.NO_ID),
        ({"lineItemId": ""}, LineObstacle.NO_ID),
        ({"lineItemId": "x" * 500}, LineObstacle.NO_ID),
        ({"price": None}, LineObstacle.NO_PRICE),
        ({"price": "$23.00"}, LineObstacle.NO_PRICE),
        ({"price": -1}, LineObstacle.UNUSABLE_PRICE),
        ({"quantity": None}, LineObstacle.NO_QUANTITY),
        ({"quantity": 10**15}, LineObstacle.NO_QUANTITY),
        ({"quantity": -1}, LineObstacle.NO_QUANTITY),
        ({"quantity": "1.0"}, None),
        ({"quantity": 0}, None),
        ({"canChoose": False, "price": None}, None),
    ],
)
def test_a_line_that_no_request_can_name_is_not_open_and_says_why(
    cj: PreparedCj, changes: dict[str, object], obstacle: LineObstacle | None
) -> None:
    found: OrderLine = only_line(cj, **changes)
    assert found.obstacle is obstacle
    is_open = changes == {"quantity": "1.0"}
    assert found.is_open_to_dispute is is_open


def test_a_price_that_is_not_told_is_not_zero(cj: PreparedCj) -> None:
    assert only_line(cj, price=None).unit_price is None
    assert only_line(cj, price=-1).unit_price == Decimal("-1.00")


def test_a_product_without_a_line_id_is_shown(cj: PreparedCj) -> None:
    rows = [product(cjProductName="Lamp"), {"cjProductName": "Shade", "canChoose": True}]
    cj.data({"orderId": "1", "orderNumber": "2", "productInfoList": rows})
    lines = cj.api.disputes.products(ORDER).lines
    assert [each.product_name for each in lines] == ["Lamp", "Shade"]


@pytest.mark.parametrize("bad", [LONG, "12 34", ""])
def test_an_id_that_no_request_can_carry_is_no_crash_in_a_post(cj: PreparedCj, bad: str) -> None:
    of_order, of_line = OrderId(bad), DraftLine(LineItemId(bad), 1, Decimal("1.00"))
    for ask in (
        lambda: cj.api.disputes.terms(of_order, [line()]),
        lambda: cj.api.disputes.terms(ORDER, [of_line]),
        lambda: cj.api.disputes.create(of_order, draft()),
        lambda: cj.api.disputes.create(ORDER, draft(lines=(of_line,))),
        lambda: cj.api.disputes.cancel(of_order, DisputeId("SH1")),
        lambda: cj.api.disputes.cancel(ORDER, DisputeId(bad)),
    ):
        with pytest.raises(NotFound) as caught:
            ask()
        assert caught.value.not_processed
    assert cj.requests == []


@pytest.mark.parametrize("price", ["-1.00", "1.001", "NaN"])
def test_a_price_that_no_request_can_carry_is_no_crash(cj: PreparedCj, price: str) -> None:
    of_line = DraftLine(LineItemId("1"), 1, Decimal(price))
    with pytest.raises(InvalidInput):
        cj.api.disputes.terms(ORDER, [of_line])
    assert cj.requests == []


# Confirm is a read: it may be asked twice


ENTRY = (
    '{"lineItemId": 27572784056172547, "cjProductId": "70", "canChoose": true, "price": 23.0,'
    ' "quantity": 3, "weight": 0.125, "big": 12345678901234567890, "cjImage": null,'
    ' "more": {"tags": ["a", 1.50]}, "name": "灯 \\"x\\""}'
)


def look_up(cj: PreparedCj) -> None:
    body = f'"productInfoList": [{ENTRY}, {{"cjProductName": "no id"}}]'
    cj.answer(f'{{"code": 200, "result": true, "data": {{"orderId": "1", {body}}}}}'.encode())
    cj.api.disputes.products(ORDER)


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (200, {"code": 1600100, "result": False, "message": "Param error", "data": None}),
        (400, {"code": 1600300, "result": False, "message": "price error"}),
        (400, "<html>Bad Request</html>"),
        (400, {"error": "Bad Request"}),
    ],
)
def test_confirm_is_repeated_once_with_cjs_own_entries(
    cj: PreparedCj, status: int, refusal: object
) -> None:
    look_up(cj)
    cj.answer(refusal, status)
    cj.data({"maxAmount": 46})
    assert cj.api.disputes.terms(ORDER, [line(quantity=2)]).ceiling.total == 46
    sent = cj.last.content.decode()
    assert sent == (
        '{"orderId": "SD2611200001234567", "productInfoList": ['
        '{"lineItemId": 27572784056172547, "cjProductId": "70", "canChoose": true, "price": 23.0,'
        ' "quantity": 2, "weight": 0.125, "big": 12345678901234567890, "cjImage": null,'
        ' "more": {"tags": ["a", 1.50]}, "name": "灯 \\"x\\""}]}'
    )
    assert len(cj.requests) == 3


def test_a_second_refusal_is_the_answer(cj: PreparedCj) -> None:
    look_up(cj)
    param: dict[str, Any] = {"code": 1600100, "result": False, "message": "Param error"}
    cj.answer(param)
    cj.answer({**param, "requestId": "second"})
    with pytest.raises(InvalidInput) as caught:
        cj.api.disputes.terms(ORDER, [line()])
    assert caught.value.exchange.request_id == "second"
    assert len(cj.requests) == 3


@pytest.mark.parametrize(
    ("status", "refusal", "error"),
    [
        (200, {"code": 1607007, "result": False, "message": "no"}, Refused),
        (403, {"code": 1607007, "result": False, "message": "no"}, Refused),
    ],
)
def test_another_refusal_is_not_repeated(
    cj: PreparedCj, status: int, refusal: object, error: type[AppError]
) -> None:
    look_up(cj)
    cj.answer(refusal, status)
    with pytest.raises(error):
        cj.api.disputes.terms(ORDER, [line()])
    assert len(cj.requests) == 2


def test_without_cjs_entries_nothing_is_repeated(cj: PreparedCj) -> None:
    look_up(cj)
    other = DraftLine(LineItemId("99"), 1, Decimal("1.00"))
    cj.answer({"code": 1600100, "result": False, "message": "Param error"})
    with pytest.raises(InvalidInput):
        cj.api.disputes.terms(ORDER, [line(), other])
    assert len(cj.requests) == 2


def test_what_files_is_never_repeated(cj: PreparedCj) -> None:
    look_up(cj)
    cj.answer({"code": 1600100, "result": False, "message": "Param error"})
    with pytest.raises(InvalidInput):
        cj.api.disputes.create(ORDER, draft())
    assert len(cj.requests) == 2
    cj.answer({**OK, "data": True})
    cj.api.disputes.create(ORDER, draft())
    assert json.loads(cj.last.content)["productInfoList"] == [
        {"lineItemId": "27572784056172547", "quantity": 1, "price": 23.0}
    ]
