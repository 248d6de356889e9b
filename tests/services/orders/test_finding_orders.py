"""What was pasted finds its order, whichever of CJ's calls knows it, in six calls at most."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError, InterfaceOffline
from app.domain.ids import OrderId
from app.services.orders.orders import OrderChoice, OrderService
from tests.fakes.shop_orders import OrdersAtCj, ShopOrder, order_service

CODE = "SD2611200001234567"
PASTED = (
    "ORD-20241130123456789",
    "TT-576461413038785792",
    "SHOP_AB12345678",
    "wc12345678",
    "ord-abc-1",
    "3f2b8c1e-1234-4abc-9def-ab1234567890",
    "2001234567890",
    "SHOP-12345",
    "1002",
    "ORD\u20112024\u20111130",
)


@pytest.fixture
def cj() -> OrdersAtCj:
    return OrdersAtCj()


@pytest.fixture
def orders(cj: OrdersAtCj, tmp_path: Path) -> Iterator[OrderService]:
    with order_service(cj, tmp_path) as made:
        yield made


def opened(orders: OrderService, text: str) -> str:
    """The id of the order that was opened, or what happened instead."""
    try:
        answer = orders.look_up(text)
    except AppError as error:
        return type(error).__name__
    return str(getattr(answer, "order_id", type(answer).__name__))


def opened_as_pasted(cj: OrdersAtCj, orders: OrderService, pasted: str) -> str:
    """The same, of what is asked for first as it was pasted, and in six calls at most."""
    found = opened(orders, pasted)
    assert cj.asked[0][1][:1] == (pasted,)
    assert len(cj.asked) <= 6
    return found


@pytest.mark.parametrize("pasted", PASTED)
def test_a_number_that_the_list_knows_is_asked_as_pasted_and_found(
    cj: OrdersAtCj, orders: OrderService, pasted: str
) -> None:
    cj.orders = [ShopOrder(CODE, pasted)]
    assert opened_as_pasted(cj, orders, pasted) == CODE


@pytest.mark.parametrize("pasted", PASTED)
def test_an_id_that_only_the_detail_knows_is_asked_as_pasted_and_found(
    cj: OrdersAtCj, orders: OrderService, pasted: str
) -> None:
    cj.orders = [ShopOrder(CODE, "kept otherwise", detail_ids=(pasted,))]
    assert opened_as_pasted(cj, orders, pasted) == CODE


@pytest.mark.parametrize("pasted", PASTED)
def test_an_id_that_only_the_dispute_calls_know_is_asked_as_pasted_and_found(
    cj: OrdersAtCj, orders: OrderService, pasted: str
) -> None:
    cj.orders = [ShopOrder(CODE, "kept otherwise", product_ids=(pasted,))]
    assert opened_as_pasted(cj, orders, pasted) == pasted


@pytest.mark.parametrize("pasted", PASTED)
def test_an_order_under_the_pasted_id_itself_is_given_to_the_dispute_calls(
    cj: OrdersAtCj, orders: OrderService, pasted: str
) -> None:
    cj.orders = [ShopOrder(pasted, "kept otherwise")]
    assert opened(orders, pasted) == pasted
    assert pasted in cj.asked_of("disputeProducts")


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("1002", "#1002"),
        ("#1002", "1002"),
        ("# 1002", "1002"),
        ("INV 1001", "INV 1001"),
        ("inv 1001", "INV 1001"),
        ("INV\u00a01001", "INV 1001"),
        ("ORD\u20112024\u20111130", "ORD-2024-1130"),
        ("ORD\u20102024\u20101130", "ORD-2024-1130"),
        ("ord-2024-1130", "ORD-2024-1130"),
        ("ＳＨＯＰ－１２３４５", "SHOP-12345"),
        ("Order no. ORD-20241130123456789", "ORD-20241130123456789"),
    ],
)
def test_a_number_is_found_in_the_spelling_that_cj_keeps(
    cj: OrdersAtCj, orders: OrderService, pasted: str, kept: str
) -> None:
    cj.orders = [ShopOrder("SD2611200001111111", "other"), ShopOrder(CODE, kept)]
    assert opened(orders, pasted) == CODE


@pytest.mark.parametrize("filters", ["any", "first", "ignored"])
def test_a_number_is_found_whatever_the_list_does_with_the_filter(
    cj: OrdersAtCj, orders: OrderService, filters: str
) -> None:
    others = [ShopOrder(f"SD26111000000000{n:02}", f"900{n}") for n in range(20)]
    cj.orders = [*others, ShopOrder(CODE, "wc12345678")]
    cj.filters = filters
    assert opened(orders, "wc12345678") == CODE
    assert len(cj.asked) <= 6


def test_a_number_on_a_later_page_of_an_unfiltered_list_is_found(
    cj: OrdersAtCj, orders: OrderService
) -> None:
    others = [ShopOrder(f"SD26111000000000{n:02}", f"900{n}") for n in range(70)]
    cj.orders = [*others, ShopOrder(CODE, "SHOP-12345")]
    cj.filters = "ignored"
    assert opened(orders, "SHOP-12345") == CODE
    assert len(cj.asked) <= 6


@pytest.mark.parametrize("total", [None, 0])
def test_one_page_without_rows_does_not_make_one_of_two_orders_the_only_one(
    cj: OrdersAtCj, orders: OrderService, total: int | None
) -> None:
    """CJ ignores the filter, and its count is right or of no use."""
    others = [ShopOrder(f"SD26111000000000{n:02}", f"900{n}") for n in range(45)]
    other = ShopOrder("SD2611200009999999", "SHOP-12345")
    cj.orders = [ShopOrder(CODE, "SHOP-12345"), *others, other]
    cj.filters, cj.page_limit, cj.empty, cj.total = "ignored", 20, 2, total
    answer = orders.look_up("SHOP-12345")
    assert isinstance(answer, OrderChoice)
    assert {each.facts.order_id for each in answer.options} == {CODE, other.code}
    assert len(cj.asked) <= 6


@pytest.mark.parametrize(
    "code", [CODE, "sd2611200001234567", "ＳＤ２６１１２００００１２３４５６７"]
)
def test_cjs_own_code_is_found_in_two_calls_however_it_is_typed(
    cj: OrdersAtCj, orders: OrderService, code: str
) -> None:
    cj.orders = [ShopOrder(CODE, "1002")]
    assert opened(orders, code) == CODE
    assert set(cj.endpoints) == {"disputeProducts"}
    assert len(cj.asked) == (2 if code.islower() else 1)


def test_a_mail_with_many_numbers_finds_the_one_order_that_cj_knows(
    cj: OrdersAtCj, orders: OrderService
) -> None:
    cj.orders = [ShopOrder(CODE, "SHOP_AB12345678")]
    mail = (
        "Hello, it is about ORD-20241130123456789 or TT-576461413038785792, perhaps "
        "SHOP_AB12345678.\nParcel 12345678901234567890, call +49 151 12345678, "
        "paid on 2026-11-02, item 2001234567890."
    )
    assert opened(orders, mail) == CODE
    assert len(cj.asked) <= 6


@pytest.mark.parametrize("text", [*PASTED, " ".join(PASTED), "\n".join(PASTED * 3)])
def test_an_unknown_order_costs_six_calls_at_most(
    cj: OrdersAtCj, orders: OrderService, text: str
) -> None:
    assert opened(orders, text) == "NotFound"
    assert 1 <= len(cj.asked) <= 6
    assert len(set(cj.asked)) == len(cj.asked), "a question was asked twice"


def test_nothing_is_said_of_an_order_before_every_id_was_given_to_the_dispute_calls(
    cj: OrdersAtCj, orders: OrderService
) -> None:
    cj.orders = [
        ShopOrder(
            CODE,
            "ORD-2024-1",
            order_id="1954321000060441600",
            product_ids=("1954321000060441600",),
        )
    ]
    assert opened(orders, "ORD-2024-1") == "1954321000060441600"


def test_a_list_that_is_switched_off_does_not_hide_an_order(
    cj: OrdersAtCj, orders: OrderService
) -> None:
    cj.orders = [ShopOrder(CODE, "SHOP-12345", detail_ids=("SHOP-12345",))]
    cj.switched_off = "list"
    assert opened(orders, "SHOP-12345") == CODE


def test_where_the_list_is_switched_off_no_order_is_said_to_be_unknown(
    cj: OrdersAtCj, orders: OrderService
) -> None:
    cj.switched_off = "list"
    with pytest.raises(InterfaceOffline):
        orders.look_up("SHOP-12345")


def test_an_exact_id_is_one_order_whatever_numbers_look_like_it(
    cj: OrdersAtCj, orders: OrderService
) -> None:
    cj.orders = [ShopOrder("SD1", CODE), ShopOrder(CODE, "1002"), ShopOrder("SD3", CODE)]
    assert opened(orders, CODE) == CODE
    assert orders.look_up_id(OrderId(CODE)).order_id == CODE
    assert set(cj.endpoints) == {"disputeProducts"}


def test_looking_up_an_id_never_opens_an_order_by_its_number(
    cj: OrdersAtCj, orders: OrderService
) -> None:
    cj.orders = [ShopOrder("SD1", CODE, detail_ids=(CODE,)), ShopOrder("SD2", CODE)]
    with pytest.raises(AppError):
        orders.look_up_id(OrderId(CODE))
