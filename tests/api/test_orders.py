"""Orders, tracking and the account, in the shapes of their pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.api.wire.orders import event_kind
from app.domain.account.pace import AccountSettings, Points
from app.domain.errors import InvalidInput, KeyRejected, Refused, UnexpectedResponse
from app.domain.ids import OrderId, OrderNumber
from app.domain.orders.orders import OrderStage, Tracking, TrackingEvent, TrackingEventKind
from tests.api.prepared_cj import OK, TOKEN, PreparedCj

ROW = {
    "orderId": "210711100018043276",
    "orderNum": "1001",
    "cjOrderId": "SD2611200001234567",
    "orderStatus": "SHIPPED",
    "createDate": "2026-11-13 05:43:57",
    "paymentDate": None,
    "shippingCountryCode": "US",
    "logisticName": "CJPacket",
    "trackNumber": "CJPKL7160102171YQ",
    "orderAmount": 42.48,
    "postageAmount": "0.00",
    "disputeId": None,
}


def test_an_order_row(cj: PreparedCj) -> None:
    cj.data({"pageNum": 1, "pageSize": 20, "total": 41, "list": [ROW, {}, 5]})
    page = cj.api.orders.page(1, 50, order_numbers=[OrderNumber("1001")])
    (order,) = page.orders
    assert (page.counted, page.received) == (41, 3)
    assert (order.order_id, order.other_ids) == (
        "SD2611200001234567",
        ("210711100018043276",),
    )
    assert order.stage is OrderStage.SHIPPED
    assert order.created == datetime(2026, 11, 13, 5, 43, 57, tzinfo=UTC)
    assert (order.paid, order.amount, order.postage) == (None, Decimal("42.48"), Decimal("0.00"))
    assert str(cj.last.url).endswith("?pageNum=1&pageSize=50&orderNumbers=1001")


@pytest.mark.parametrize(
    ("ids", "first", "others"),
    [
        ({"orderId": "1", "cjOrderCode": "SD26112000012"}, "SD26112000012", ("1",)),
        (
            {"orderId": "1", "cjOrderId": "2", "cjOrderCode": "DP26112000012"},
            "DP26112000012",
            ("1", "2"),
        ),
        ({"orderId": "SD26112000012", "cjOrderId": 19}, "SD26112000012", ("19",)),
        ({"orderId": "1", "cjOrderId": "2"}, "1", ("2",)),
        ({"cjOrderId": 1623673863466725376}, "1623673863466725376", ()),
    ],
)
def test_the_id_for_dispute_calls(
    cj: PreparedCj, ids: dict[str, object], first: str, others: tuple[str, ...]
) -> None:
    cj.data(ids)
    order = cj.api.orders.detail("x")
    assert (order.order_id, order.other_ids) == (first, others)


def test_an_order_without_any_id_is_refused(cj: PreparedCj) -> None:
    cj.data({"orderStatus": "SHIPPED"})
    with pytest.raises(UnexpectedResponse):
        cj.api.orders.detail("x")


def test_an_order_of_a_shop_under_dispute(cj: PreparedCj) -> None:
    cj.data({**ROW, "shopName": "Bramble", "platformOrderId": 77, "disputeId": "SH1"})
    order = cj.api.orders.detail("x")
    assert order.shop_name == "Bramble"
    assert (order.shop_order_id, order.dispute_id) == ("77", "SH1")


def test_too_many_ids_at_once_are_our_bug(cj: PreparedCj) -> None:
    with pytest.raises(ValueError, match="100"):
        cj.api.orders.page(order_numbers=[OrderNumber(str(each)) for each in range(101)])


@pytest.mark.parametrize("total", [None, -1, 0, 1, 10**15, "many"])
def test_a_total_that_can_be_no_count_is_none(cj: PreparedCj, total: object) -> None:
    cj.data({"list": [ROW, {**ROW, "orderId": "2"}], "total": total})
    page = cj.api.orders.page(1, 2)
    assert (page.counted, page.received) == (None, 2)


@pytest.mark.parametrize("wrap", [lambda row: [row], lambda row: row, lambda row: {"list": [row]}])
def test_tracking(cj: PreparedCj, wrap: Callable[[object], object]) -> None:
    row = {
        "trackingNumber": "T1",
        "logisticName": "CJPacket",
        "trackingStatus": "Delivered",
        "deliveryTime": "2026-11-20 10:00:00",
        "lastTrackNumber": 9400,
    }
    cj.data(wrap(row))
    assert cj.api.orders.tracking(["T1", "T2"]) == (
        Tracking(
            "T1",
            "CJPacket",
            "Delivered",
            datetime(2026, 11, 20, 10, tzinfo=UTC),
            "9400",
        ),
    )
    assert cj.last.url.query == b"trackNumber=T1&trackNumber=T2"


def test_tracking_of_nothing(cj: PreparedCj) -> None:
    assert cj.api.orders.tracking([]) == ()
    assert cj.requests == []
    empty: list[object] = [None, "", [], {"list": [], "total": 0}]
    for nothing in empty:
        cj.data(nothing)
        assert cj.api.orders.tracking(["T1"]) == ()


def test_refreshing_keeps_the_refresh_token_where_none_is_returned(cj: PreparedCj) -> None:
    cj.data({"accessToken": "a", "refreshToken": None})
    assert cj.api.account.refresh("kept").refresh == "kept"
    cj.data({"accessToken": "a", "refreshToken": "newer"})
    assert cj.api.account.refresh("kept").refresh == "newer"
    cj.data({"accessToken": "a"})
    with pytest.raises(UnexpectedResponse):
        cj.api.account.sign_in("key")


@pytest.mark.parametrize("code", [1600001, 1600002, 1600003, 1600005, 1601000, 300003])
def test_refused_keys(cj: PreparedCj, code: int) -> None:
    cj.answer({"code": code, "message": "no"}, status=401)
    with pytest.raises(KeyRejected):
        cj.api.account.refresh("r")
    assert cj.renewals == []
    assert len(cj.requests) == 1


def test_logging_out(cj: PreparedCj) -> None:
    cj.answer({"code": 200, "data": True})
    cj.api.account.log_out()
    assert (cj.last.method, cj.last.content) == ("POST", b"")
    assert cj.last.headers["cj-access-token"] == TOKEN
    for dead in (1600001, 1600030):
        cj.answer({"code": dead})
        cj.api.account.log_out()
    cj.answer({"code": 9009})
    with pytest.raises(Refused):
        cj.api.account.log_out()
    assert cj.renewals == []


def test_settings(cj: PreparedCj) -> None:
    cj.data(
        {
            "openId": 1623673863466725376,
            "openName": "Shop",
            "root": "GENERAL",
            "isSandbox": "false",
            "setting": {"qpsLimit": 100, "quotaLimits": []},
        }
    )
    found = cj.api.account.settings()
    assert found == AccountSettings("Shop", 100)


@pytest.mark.parametrize(
    ("info", "points"),
    [
        ({"usedToday": 10, "remaining": 90, "total": 100}, Points(90, 100)),
        ({"usedToday": "10", "remaining": "90", "total": "100"}, Points(90, 100)),
        ({"usedToday": 10, "remaining": 90}, None),
        ({"usedToday": 10, "remaining": -1, "total": 100}, None),
        ({"usedToday": 10, "remaining": 10**30, "total": 100}, None),
        ("points", None),
    ],
)
def test_points_are_read_from_any_answer(
    cj: PreparedCj, info: object, points: Points | None
) -> None:
    seen: list[object] = []
    cj.api._transport._tell = lambda exchange, _error: seen.append(exchange.points)
    cj.answer({**OK, "data": {"list": [], "total": 0}, "pointsInfo": info})
    cj.api.disputes.page()
    assert seen == [points]


@pytest.mark.parametrize(
    ("told", "limit"),
    [
        *((4, 4), ("2", 2), (0.5, 0.5), ("0.5", 0.5), (0, None), (-1, None), (0.001, None)),
        *(("1e400", None), ("nan", None), ("inf", None), (True, None), (None, None), ([], None)),
    ],
)
def test_the_limit_may_be_a_fraction_and_is_never_nonsense(
    cj: PreparedCj, told: object, limit: float | None
) -> None:
    cj.answer({**OK, "data": {"openName": "shop", "setting": {"qpsLimit": told}}})
    assert cj.api.account.settings().requests_per_second == limit


def test_an_order_in_full(cj: PreparedCj) -> None:
    cj.data(
        {
            **ROW,
            "subStatus": "processing",
            "outWarehouseTime": "2026-11-15 01:00:00",
            "trackNumber": "null",
            "productList": [
                {"vid": "V1", "quantity": 2, "sellPrice": 4.5, "lineItemId": 1990000000000000001},
                {"vid": "V2", "quantity": None, "sellPrice": None, "lineItemId": None},
                "odd",
                {},
            ],
        }
    )
    order = cj.api.orders.detail("x")
    assert (order.sub_status, order.tracking_number) == ("PROCESSING", "")
    assert order.dispatched == datetime(2026, 11, 15, 1, tzinfo=UTC)
    first, second = order.products
    assert (first.line_item_id, first.quantity, first.unit_price) == (
        "1990000000000000001",
        2,
        Decimal("4.50"),
    )
    assert (second.variant_id, second.quantity, second.unit_price) == ("V2", 0, None)


@pytest.mark.parametrize(
    ("told", "number", "is_marked"),
    [
        *((None, None, False), ("", None, False), ("null", None, False)),
        *(("1", None, True), (2, None, True), ("SH2611200001", "SH2611200001", True)),
    ],
)
def test_the_dispute_of_an_order_may_be_a_mere_flag(
    cj: PreparedCj,
    told: object,
    number: str | None,
    is_marked: bool,  # noqa: FBT001 - a case
) -> None:
    cj.data({**ROW, "disputeId": told})
    order = cj.api.orders.detail("x")
    assert (order.dispute_id, bool(order.is_marked_disputed)) == (number, is_marked)


def test_orders_in_a_batch(cj: PreparedCj) -> None:
    cj.data([{**ROW, "cjOrderCode": "SD26112000012", "cjOrderId": None}, {}, None])
    (order,) = cj.api.orders.details([OrderId("SD26112000012"), OrderId("SD26112000013")])
    assert order.order_id == "SD26112000012"
    assert json.loads(cj.last.content) == {"orderIds": ["SD26112000012", "SD26112000013"]}
    cj.data(None)
    assert cj.api.orders.details([OrderId("1")]) == ()
    with pytest.raises(ValueError, match="100"):
        cj.api.orders.details([OrderId(str(each)) for each in range(101)])


def test_eleven_tracking_numbers_are_our_bug(cj: PreparedCj) -> None:
    with pytest.raises(ValueError, match="10"):
        cj.api.orders.tracking([f"T{each}" for each in range(11)])


def test_of_an_event_only_day_and_kind_are_read(cj: PreparedCj) -> None:
    route = {
        "acceptTime": "2026-11-20 23:30:00",
        "acceptAddress": "Larkhaven",
        "remark": "Departed",
    }
    older = {"acceptTime": 1762905600000, "remark": "Label created"}
    cj.data(
        [
            {"trackingNumber": "T1", "cjMailNo": "C1", "routes": [older, route, route, 5, {}]},
            {"trackingNumber": None, "cjMailNo": "C2", "trackingStatus": "En Route"},
            {"trackingNumber": "T3", "cjMailNo": None, "trackingStatus": None, "routes": None},
        ]
    )
    first, second = cj.api.orders.tracking(["T1", "C2", "T3"])
    assert first.events == (
        TrackingEvent(date(2026, 11, 20), TrackingEventKind.MOVING),
        TrackingEvent(date(2025, 11, 12), TrackingEventKind.LABEL),
    )
    assert (first.other_number, second.tracking_number, second.other_number) == ("C1", "C2", "")
    assert "Larkhaven" not in repr(first)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Delivered, Front Door/Porch", TrackingEventKind.DELIVERED),
        ("快件已签收", TrackingEventKind.DELIVERED),
        ("Out for delivery", TrackingEventKind.MOVING),
        ("Delivery attempted - no one home", TrackingEventKind.ATTEMPTED),
        ("Your item could not be delivered", TrackingEventKind.ATTEMPTED),
        ("派送失败", TrackingEventKind.ATTEMPTED),
        ("Available for pickup", TrackingEventKind.WAITING),
        ("Held at customs", TrackingEventKind.CUSTOMS),
        ("清关中", TrackingEventKind.CUSTOMS),
        ("Returned to sender", TrackingEventKind.RETURNED),
        ("Delivered, to original sender", TrackingEventKind.RETURNED),
        ("Undeliverable as addressed, being returned", TrackingEventKind.RETURNED),
        ("包裹退回", TrackingEventKind.RETURNED),
        ("The parcel is lost", TrackingEventKind.LOST),
        ("Package destroyed", TrackingEventKind.DAMAGED),
        ("Shipping label created, USPS awaiting item", TrackingEventKind.LABEL),
        ("Pre-Shipment Info Sent, not yet received", TrackingEventKind.LABEL),
        ("电子信息已收到", TrackingEventKind.LABEL),
        ("Arrived at sorting center", TrackingEventKind.MOVING),
        ("Closest facility", TrackingEventKind.MOVING),
        ("Designed parcel departed", TrackingEventKind.MOVING),
    ],
)
def test_the_kind_of_an_event_is_told_by_its_words(words: str, kind: TrackingEventKind) -> None:
    assert event_kind(words) is kind


@pytest.mark.parametrize(
    ("status", "words", "is_delivered"),
    [
        ("Delivered", "Arrived at depot", True),
        ("已签收", "Arrived at depot", True),
        ("En Route", "Delivered, signed for", True),
        ("En Route", "Out for delivery", False),
        ("Out for delivery", "Arrived at depot", False),
        ("Undelivered", "Arrived at depot", False),
        (None, "Arrived at depot", False),
    ],
)
def test_the_delivery_time_of_a_parcel_under_way_is_no_delivery(
    cj: PreparedCj, status: str | None, words: str, *, is_delivered: bool
) -> None:
    route = {"acceptTime": "2026-11-20 09:00:00", "acceptAddress": "", "remark": words}
    cj.data(
        [
            {
                "trackingNumber": "T1",
                "trackingStatus": status,
                "deliveryTime": "2026-11-28 09:00:00",
                "routes": [route],
            }
        ]
    )
    (tracking,) = cj.api.orders.tracking(["T1"])
    assert bool(tracking.delivered) is is_delivered


def test_links_that_prove_a_delivery(cj: PreparedCj) -> None:
    link = "https://photos.test/door.jpg"
    for shape in ([link, link, "none"], {"list": [{"url": link}]}, link):
        cj.data(shape)
        assert cj.api.orders.proof_of_delivery("SD26112000012") == (link,)
        assert (cj.last.method, json.loads(cj.last.content)) == (
            "POST",
            {"orderIds": ["SD26112000012"]},
        )
    cj.data(None)
    assert cj.api.orders.proof_of_delivery("SD26112000012") == ()


def test_no_error_repeats_what_cj_says_about_a_parcel(cj: PreparedCj) -> None:
    ask: list[Callable[[], object]] = [
        lambda: cj.api.orders.tracking(["T1"]),
        lambda: cj.api.orders.details([OrderId("1")]),
        lambda: cj.api.orders.proof_of_delivery("1"),
        cj.api.orders.page,
    ]
    for each in ask:
        said = "12 Orchard Lane is no address"
        cj.answer({"code": 1600300, "message": said, "requestId": "R1"})
        with pytest.raises(InvalidInput) as caught:
            each()
        assert (caught.value.exchange.text, caught.value.exchange.request_id) == ("", "R1")
