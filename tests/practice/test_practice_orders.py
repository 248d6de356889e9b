"""Orders, tracking, and that the world holds what the tutorial and other tests count on."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from app.practice.world import sample_data as known
from tests.cj.server import FaultyServer

Ask = Callable[..., dict[str, Any]]


def test_order_list_is_newest_first_a_hundred_a_page(ask: Ask) -> None:
    data = ask("shopping/order/list")["data"]
    assert (data["pageNum"], data["pageSize"], len(data["list"])) == (1, 20, 20)
    assert data["total"] == 541
    pages = [
        ask(f"shopping/order/list?pageSize=100&pageNum={page}")["data"]["list"]
        for page in range(1, 8)
    ]
    assert [len(page) for page in pages] == [100] * 5 + [41, 0]
    rows = [row for page in pages for row in page]
    assert len({row["cjOrderId"] for row in rows}) == 541
    dates = [row["createDate"] for row in rows]
    assert dates == sorted(dates, reverse=True)
    assert known.TUTORIAL_ORDER in [row["cjOrderId"] for row in rows]
    assert {"orderId", "orderNum", "orderStatus", "orderAmount"} <= set(rows[0])
    assert not any("productList" in row for row in rows)


def test_order_list_filters(ask: Ask, server: FaultyServer) -> None:
    first, second = (server.world.order(o) for o in (known.TUTORIAL_ORDER, known.EU_ORDER))

    def codes(query: str) -> list[str]:
        rows = ask(f"shopping/order/list?pageSize=100&{query}")["data"]["list"]
        return [row["cjOrderId"] for row in rows]

    assert codes(f"orderNumbers={first.number}&orderNumbers={second.number}") == [
        first.code,
        second.code,
    ]
    assert codes(f"orderNumbers={first.number[:-1]}") == []
    assert codes(f"orderNumbers={first.code}") == []
    assert codes(f"orderIds={second.order_id}") == [second.code]
    assert known.UNPAID_ORDER in codes("status=UNPAID")
    assert known.TUTORIAL_ORDER not in codes("status=UNPAID")
    assert len(codes("status=PROCESSING")) > 0
    assert len(codes("status=DELIVERED")) > 10
    assert ask("shopping/order/list?status=LOST")["code"] == 1600100


@pytest.mark.parametrize("name", ["code", "cj_order_id", "order_id", "number"])
def test_order_detail_by_any_name(ask: Ask, server: FaultyServer, name: str) -> None:
    order = server.world.order(known.TUTORIAL_ORDER)
    data = ask(f"shopping/order/getOrderDetail?orderId={getattr(order, name)}")["data"]
    assert data["cjOrderCode"] == order.code
    assert data["disputeId"] is None
    assert data["shopName"] is None
    assert data["orderAmount"] == Decimal("42.48")
    assert data["productList"][0]["lineItemId"] == order.lines[0].line_id


def test_order_detail_tells_the_dispute(ask: Ask, server: FaultyServer) -> None:
    dispute = server.world.file_elsewhere(known.TUTORIAL_ORDER)
    path = f"shopping/order/getOrderDetail?orderId={known.TUTORIAL_ORDER}"
    assert ask(path)["data"]["disputeId"] == dispute.dispute_id


@pytest.mark.parametrize("order", [known.SHOP_MADE_ORDER, known.SHOP_MADE_REFUSED_LATE_ORDER])
def test_shop_made_orders_show_their_shop(ask: Ask, order: str) -> None:
    data = ask(f"shopping/order/getOrderDetail?orderId={order}")["data"]
    assert data["shopName"]
    assert data["platformOrderId"]


def test_order_detail_refusals(ask: Ask) -> None:
    answer = ask("shopping/order/getOrderDetail?orderId=nothing")
    assert (answer["code"], answer["message"]) == (1600300, "order not found")
    assert ask("shopping/order/getOrderDetail")["code"] == 1600300
    many = "&".join(f"features=f{n}" for n in range(21))
    path = f"shopping/order/getOrderDetail?orderId={known.EU_ORDER}"
    assert ask(f"{path}&{many}")["code"] == 1600300
    with_modes = ask(f"{path}&features=LOGISTICS_TIMELINESS")["data"]
    assert with_modes["logisticsTimeliness"]["logisticsModes"][0]["arrivalTime"] == "6-12 Days"


def test_tracking(ask: Ask, server: FaultyServer) -> None:
    tracks = server.world.order(known.SPLIT_ORDER).tracks
    assert len(tracks) == 2
    rows = ask(f"logistic/trackInfo?trackNumber={tracks[0]}&trackNumber={tracks[1]}")["data"]
    assert [row["trackingNumber"] for row in rows] == list(tracks)
    assert set(rows[0]) == {
        "trackingNumber", "logisticName", "trackingFrom", "trackingTo", "deliveryDay",
        "deliveryTime", "trackingStatus", "lastMileCarrier", "lastTrackNumber",
    }  # fmt: skip
    assert (rows[0]["trackingStatus"], rows[0]["deliveryTime"]) == ("In transit", None)
    (delivered,) = server.world.order(known.TUTORIAL_ORDER).tracks
    (row,) = ask(f"logistic/trackInfo?trackNumber={delivered}")["data"]
    assert row["deliveryTime"]
    assert ask("logistic/trackInfo?trackNumber=X")["code"] == 1605000
    assert ask("logistic/trackInfo")["code"] == 16900403


def test_the_orders_that_others_count_on(server: FaultyServer) -> None:
    world = server.world
    now = world.now()
    tutorial = world.order(known.TUTORIAL_ORDER)
    assert [line.quantity for line in tutorial.lines] == [3]
    assert len(world.order(known.MANY_LINES_ORDER).lines) == 40
    assert not world.order(known.CLOSED_ORDER).window_is_open(now)
    assert world.order(known.EU_ORDER).ioss_tax > 0
    names = [line.name for line in world.order(known.NON_LATIN_ORDER).lines]
    assert any(name == "=1+1" for name in names)
    assert any("<b>" in name and "&" in name for name in names)
    assert max(len(name) for name in names) >= 199
    disputable = [order for order in world.orders() if any(world.can_choose(order).values())]
    assert len(disputable) > 20
    ids = [line.line_id for order in world.orders() for line in order.lines]
    assert len(ids) == len(set(ids))


def test_every_pictured_product_is_served(fetch: Callable[..., Any], ask: Ask) -> None:
    answer = ask(f"disputes/disputeProducts?orderId={known.MANY_LINES_ORDER}")
    rows = answer["data"]["productInfoList"]
    urls = {row["cjImage"] for row in rows}
    assert len(urls) == 40
    assert max(map(len, urls)) <= 100
    path = "/" + rows[0]["cjImage"].split("/", 3)[3]
    status, headers, body = fetch(path, headers={})
    assert (status, headers["Content-Type"]) == (200, "image/png")
    assert body.startswith(b"\x89PNG")
