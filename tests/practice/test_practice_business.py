"""The shop's business in practice mode: orders at all stages, which the clock moves on."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.practice.world.models import Order
from app.practice.world.order_stream import OrderStream
from app.practice.world.state import World
from tests.cj.server import FaultyServer
from tests.cj.world import ControlledWorld

Ask = Callable[..., dict[str, Any]]
Json = dict[str, Any]

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def standing(now: datetime = NOON, birth: datetime | None = None) -> list[Order]:
    """The orders as they stand."""
    stream = OrderStream(birth or now)
    found = [stream.find(code, now, own_number=False) for _, code in stream.listed(now)]
    return [order for order in found if order]


def is_example(order: Order) -> bool:
    return order.number.startswith("PD-")


def can_be_filed(world: World, order: Order) -> bool:
    return not is_example(order) and all(world.can_choose(order).values())


def first(server: FaultyServer, fits: Callable[[Order], bool]) -> Order:
    return next(order for order in server.world.orders() if fits(order))


@pytest.mark.parametrize("later", [0, 20, 211])
def test_there_are_500_orders_at_all_stages(later: int) -> None:
    orders = standing(NOON + later * DAY)
    assert len(orders) == 500
    stages = Counter(order.stage for order in orders)
    assert set(stages) == {
        "created", "in_cart", "unpaid", "unshipped", "pending", "processing", "shipped",
        "delivered", "cancelled", "closed", "trash",
    }  # fmt: skip
    assert stages["delivered"] > 150
    assert stages["shipped"] > 100
    assert {order.sub_status for order in orders} == {None, "PENDING", "PROCESSING"}
    assert {order.code[:2] for order in orders} == {"SD", "DP"}
    assert {order.dispute_mark for order in orders} >= {None, "", "1", "2"}
    assert {order.no_number for order in orders if not order.parcels} == {None, "", "null"}
    assert len({order.country_code for order in orders}) == 7
    assert len({order.logistic for order in orders}) == 4
    parcels = [parcel for order in orders for parcel in order.parcels]
    assert {each.status for each in parcels} == {
        "Processing",
        "En Route",
        "In transit",
        "Delivered",
    }
    assert {each.scans is None for each in parcels} == {True, False}
    assert {type(each.days) for each in parcels} == {str, int, type(None)}
    assert any(len(order.parcels) == 2 for order in orders)
    assert any(each.delivery_time and each.status != "Delivered" for each in parcels)
    words = " ".join(scan.words for each in parcels for scan in each.scans or ())
    for ending in ("lost", "damaged", "Returned", "attempted", "collection", "Held by customs"):
        assert ending in words


def test_all_names_differ_and_have_their_shape() -> None:
    orders = standing()
    for name in ("code", "cj_order_id", "order_id", "number"):
        assert len({getattr(order, name) for order in orders}) == 500
    for order in orders:
        assert len(order.order_id) == 19
        assert order.code[2:14] == f"{order.created:%y%m%d%H%M%S}"
    lines = [line.line_id for order in orders for line in order.lines]
    assert {len(line) for line in lines} == {19}
    numbers = [n for order in orders for p in order.parcels for n in (p.number, p.other_number)]
    assert len(set(numbers)) == len(numbers)
    assert len(set(lines)) == len(lines)


def test_orders_are_the_same_whenever_the_world_was_born() -> None:
    later = {order.code: order for order in standing(NOON, birth=NOON - 10 * DAY)}
    for order in standing(NOON)[100:]:
        assert later[order.code] == order


def test_time_moves_orders_and_parcels_on_and_brings_new_ones() -> None:
    stream = OrderStream(NOON)
    rank = {"unpaid": 0, "pending": 1, "unshipped": 1, "processing": 1, "shipped": 2}
    moved: set[tuple[str, str]] = set()
    codes = [code for _, code in stream.listed(NOON)]
    for code in codes[-60:]:
        before = stream.find(code, NOON, own_number=False)
        assert before
        for day in range(1, 100, 3):
            now = stream.find(code, NOON + day * DAY, own_number=False)
            assert now
            assert rank.get(before.stage, 3) <= rank.get(now.stage, 3)
            told = [scan for parcel in now.parcels for scan in parcel.scans or ()]
            assert {s for parcel in before.parcels for s in parcel.scans or ()} <= set(told)
            moved.add((before.stage, now.stage))
            before = now
    assert {("unshipped", "shipped"), ("shipped", "delivered")} <= moved
    assert [code for _, code in stream.listed(NOON + 10 * DAY)][:500] == codes
    assert len(stream.listed(NOON + 10 * DAY)) == 530


def test_nothing_stands_before_its_time() -> None:
    for order in standing():
        times = [each for each in (order.created, order.paid, order.dispatched) if each]
        assert times == sorted(times)
        assert max(times) <= NOON
        if order.delivered:
            assert order.dispatched
            assert order.dispatched < order.delivered <= NOON
        latest = (NOON + timedelta(hours=12)).replace(tzinfo=None)
        assert all(scan.at <= latest for p in order.parcels for scan in p.scans or ())


def test_details_tell_all_of_the_buyer(ask: Ask, server: FaultyServer) -> None:
    order = first(server, lambda each: bool(each.buyer.tax_id and each.buyer.house_number))
    data = ask(f"shopping/order/getOrderDetail?orderId={order.code}")["data"]
    buyer = order.buyer
    assert (data["shippingCustomerName"], data["shippingAddress"], data["shippingPhone"]) == (
        buyer.name,
        buyer.address,
        buyer.phone,
    )
    assert (data["email"], data["taxId"], data["consigneeID"], data["houseNumber"]) == (
        buyer.email,
        buyer.tax_id,
        buyer.consignee_id,
        buyer.house_number,
    )
    assert not {"shippingZip", "postcode"} & set(data)
    arrived = first(server, lambda each: "signed by" in str(each.parcels))
    (row, *_) = ask(f"logistic/trackInfo?trackNumber={arrived.tracks[0]}")["data"]
    assert arrived.buyer.name in row["routes"][0]["remark"]


def test_a_detail_has_what_cj_tells_and_leaves_out_what_it_does_not(
    ask: Ask, server: FaultyServer
) -> None:
    orders = [order for order in server.world.orders() if not is_example(order)]
    body = {"orderIds": [order.code for order in orders[:90]]}
    rows = ask("shopping/order/getOrderDetailBatch", body)["data"]
    assert [row["cjOrderCode"] for row in rows] == body["orderIds"]
    assert {row["cjOrderId"] is None for row in rows} == {True, False}
    assert {"subStatus" in row for row in rows} == {True, False}
    assert {row["orderAmount"] is None for row in rows} == {True, False}
    assert {row["shopName"] is None for row in rows} == {True, False}
    sent = [row for row in rows if row["orderStatus"] == "SHIPPED"]
    assert {row["outWarehouseTime"] is None for row in sent} == {True, False}
    assert all(row["productList"][0]["lineItemId"] for row in rows)


def test_a_batch_leaves_out_what_nobody_knows(ask: Ask, server: FaultyServer) -> None:
    order = server.world.orders()[3]
    names = [order.code, "SD0", order.order_id]
    rows = ask("shopping/order/getOrderDetailBatch", {"orderIds": names})["data"]
    assert [row["orderId"] for row in rows] == [order.order_id]
    assert ask("shopping/order/getOrderDetailBatch", {"orderIds": []})["code"] == 16900403
    many = {"orderIds": [f"SD{number}" for number in range(101)]}
    assert ask("shopping/order/getOrderDetailBatch", many)["code"] == 1600100


def test_ten_parcels_a_call_by_either_number(
    ask: Ask, fetch: Callable[..., Any], server: FaultyServer
) -> None:
    parcels = [
        parcel
        for order in server.world.orders()
        for parcel in order.parcels
        if parcel.is_known and parcel.other_number
    ][:11]
    numbers = [parcel.number for parcel in parcels]
    rows = ask(f"logistic/trackInfo?trackNumber={','.join(numbers[:5])}")["data"]
    more = "&".join(f"trackNumber={each.other_number}" for each in parcels[5:10])
    rows += ask(f"logistic/trackInfo?{more}")["data"]
    told = [{row["trackingNumber"], row["cjMailNo"]} for row in rows]
    assert told == [{each.number, each.other_number} for each in parcels[:10]]
    assert {row["trackingNumber"] in numbers for row in rows} == {True, False}
    status, _, body = fetch(f"logistic/trackInfo?trackNumber={','.join(numbers)}")
    assert (status, b"1600300" in body) == (400, True)


def test_a_number_that_cj_does_not_know_is_left_out(ask: Ask, server: FaultyServer) -> None:
    unknown = first(server, lambda each: any(not p.is_known for p in each.parcels)).tracks[0]
    known = first(server, lambda each: any(p.is_known for p in each.parcels)).tracks[0]
    rows = ask(f"logistic/trackInfo?trackNumber={unknown}&trackNumber={known}")["data"]
    assert len(rows) == 1


def test_delivered_parcels_have_a_photo(ask: Ask, fetch: Callable[..., Any], server: Any) -> None:
    arrived = first(server, lambda each: any(p.status == "Delivered" for p in each.parcels))
    other = first(server, lambda each: each.stage == "pending")
    body = {"orderIds": [arrived.code, other.code]}
    has, lacks = ask("shopping/order/getProofOfDelivery", body)["data"]
    (link,) = has["proofOfDelivery"]
    assert lacks["proofOfDelivery"] == []
    assert fetch("/" + link.split("/", 3)[3], headers={})[2].startswith(b"\x89PNG")


def test_an_order_not_made_through_the_api_is_refused_by_create_alone(
    ask: Ask, server: FaultyServer, filing: Json
) -> None:
    order = first(server, lambda each: each.code.startswith("DP") and each.is_returned)
    rows = ask(f"disputes/disputeProducts?orderId={order.code}")["data"]["productInfoList"]
    items = [{k: row[k] for k in ("lineItemId", "quantity", "price")} for row in rows]
    chosen = {"orderId": order.code, "productInfoList": items}
    terms = ask("disputes/disputeConfirmInfo", chosen)["data"]
    reason = terms["disputeReasonList"][0]
    assert reason["reasonName"] == "Product Returned"
    body = filing | chosen | {"disputeReasonId": reason["disputeReasonId"]}
    for name in (order.code, order.order_id, order.cj_order_id):
        answer = ask("disputes/create", body | {"orderId": name})
        assert (answer["code"], answer["message"]) == (9009, "Order cannot be disputed")
    made = first(server, lambda each: each.code.startswith("SD") and each.is_returned)
    rows = ask(f"disputes/disputeProducts?orderId={made.code}")["data"]["productInfoList"]
    items = [{k: row[k] for k in ("lineItemId", "quantity", "price")} for row in rows]
    assert ask("disputes/create", body | {"orderId": made.code, "productInfoList": items})["data"]


@pytest.mark.parametrize("stage", ["closed", "trash", "cancelled"])
def test_of_an_order_that_is_over_nothing_can_be_chosen(
    ask: Ask, server: FaultyServer, stage: str
) -> None:
    order = first(server, lambda each: each.stage == stage)
    rows = ask(f"disputes/disputeProducts?orderId={order.code}")["data"]["productInfoList"]
    assert {row["canChoose"] for row in rows} == {False}


def test_no_age_closes_a_parcel_that_was_not_delivered(server: FaultyServer) -> None:
    now = server.world.now()
    orders = [
        order
        for order in server.world.orders()
        if order.stage == "shipped" and order.dispatched and now - order.dispatched > 120 * DAY
    ]
    lost = [order for order in orders if order.delivered is None]
    assert len(lost) > 5
    assert all(all(server.world.can_choose(order).values()) for order in lost)


def test_a_dispute_of_an_order_that_fell_out_of_the_list_stays(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    world = ControlledWorld(path, life=False)
    oldest = next(each for each in reversed(world.orders()) if can_be_filed(world, each))
    filed = world.file_elsewhere(oldest.code)
    assert oldest.code in world.order_codes()
    with FaultyServer(pace=0, life=False, state_path=path) as server:
        # A world that was born two hundred days later.
        server.world.shift_clock(200 * DAY)
        server.world.stream = OrderStream(server.world.now())
        row = ask(f"disputes/getDisputeList?orderId={oldest.code}", to=server)["data"]["list"][0]
        assert (row["id"], len(row["productList"])) == (filed.dispute_id, 1)
        assert oldest.code not in server.world.order_codes()
        assert server.internal_errors == []
