"""Order list, order detail and tracking (order page, logistics page)."""

from datetime import timedelta

from app.practice import refusals
from app.practice.fields import ApiRequest, stamp
from app.practice.models import Order
from app.practice.refusals import Refusal
from app.practice.state import World

_LARGEST_PAGE = 200
_STATUSES = {
    "CREATED", "IN_CART", "UNPAID", "UNSHIPPED", "SHIPPED", "DELIVERED", "CANCELLED", "OTHER",
}  # fmt: skip


def order_list(world: World, request: ApiRequest) -> object:
    """A page of orders, newest first, filtered by own number, by id and by status."""
    number, size = request.page(default_size=20, largest=_LARGEST_PAGE)
    status = request.asked("status", limit=20)
    if status and status not in _STATUSES:
        raise request.wrong(f"no status is called {status!r}")
    numbers = request.query.get("orderNumbers", [])
    ids = request.query.get("orderIds", [])
    if len(ids) > 100:
        raise request.wrong("at most 100 orderIds")
    if numbers or ids:
        named = {
            order.code: order
            for identifier, own_number in [(n, True) for n in numbers] + [(i, False) for i in ids]
            if (order := world.find_order(identifier, own_number=own_number)) is not None
            and (not own_number or order.number == identifier)
        }
        found = sorted(named.values(), key=lambda order: order.created, reverse=True)
    else:
        found = world.orders()
    found = [order for order in found if status in {"", order.stage.upper()}]
    start = (number - 1) * size
    return {
        "pageNum": number,
        "pageSize": size,
        "total": len(found),
        "list": [
            _common(order) | {"cjOrderId": order.code} for order in found[start : start + size]
        ],
    }


def order_detail(world: World, request: ApiRequest) -> object:
    """One order by customer order id, CJ order id, code or own number."""
    identifier = request.asked("orderId", limit=200)
    if not identifier:
        raise Refusal(refusals.BAD_PARAMETER, "orderId must be not empty")
    features = request.query.get("features", [])
    if len(features) > 20:
        raise Refusal(refusals.BAD_PARAMETER, "maximum number of features is 20")
    order = world.find_order(identifier, own_number=True)
    if order is None:
        why = f"no order is called {identifier!r}"
        raise Refusal(refusals.BAD_PARAMETER, "order not found", why=why)
    dispute = next((d for d in world.disputes_of(order.code) if not d.cancelled), None)
    data = _common(order) | {
        "cjOrderId": order.cj_order_id,
        "cjOrderCode": order.code,
        "platformOrderId": order.shop.platform_order_id if order.shop else None,
        "disputeId": dispute.dispute_id if dispute else None,
        "fromCountryCode": "CN",
        "outWarehouseTime": stamp(order.dispatched),
        "isComplete": 1 if order.stage == "delivered" else 0,
    }
    if "LOGISTICS_TIMELINESS" in features:
        modes = [{"logisticsName": order.logistic, "arrivalTime": "6-12 Days"}]
        data["logisticsTimeliness"] = {"logisticsModes": modes}
    return data


def tracking(world: World, request: ApiRequest) -> object:
    """Where the parcels are: one row a known tracking number."""
    tracks = [track for track in request.query.get("trackNumber", []) if track]
    if not tracks:
        raise request.missing("trackNumber")
    known = [(t, order) for t in tracks if (order := world.order_of_track(t)) is not None]
    if not known:
        raise Refusal(1605000, "Logistics not found", why=f"unknown: {', '.join(tracks)}")
    return [_track_row(track, order) for track, order in known]


def _track_row(track: str, order: Order) -> dict[str, object]:
    arrived = order.delivered
    days = (
        (arrived - order.dispatched) // timedelta(days=1) if arrived and order.dispatched else None
    )
    return {
        "trackingNumber": track,
        "logisticName": order.logistic,
        "trackingFrom": "CN",
        "trackingTo": order.country_code,
        "deliveryDay": None if days is None else str(days),
        "deliveryTime": stamp(arrived),
        "trackingStatus": "Delivered" if arrived else "In transit",
        "lastMileCarrier": "Parish Post",
        "lastTrackNumber": f"PP{track[5:-2]}",
    }


def _common(order: Order) -> dict[str, object]:
    first_track = order.tracks[0] if order.tracks else None
    return {
        "orderId": order.order_id,
        "orderNum": order.number,
        "shippingCountryCode": order.country_code,
        "shippingCountry": order.country,
        "shippingProvince": order.city,
        "shippingCity": order.city,
        "shippingAddress": "12 Orchard Lane",
        "shippingCustomerName": order.customer,
        "shippingPhone": "5550100",
        "remark": "",
        "logisticName": order.logistic,
        "trackNumber": first_track,
        "trackingUrl": f"https://example.invalid/track/{first_track}" if first_track else None,
        "orderWeight": 180 * sum(line.quantity for line in order.lines),
        "orderAmount": order.product_total + order.postage + order.ioss_tax + order.ioss_fee,
        "productAmount": order.product_total,
        "postageAmount": order.postage,
        "orderStatus": order.stage.upper(),
        "createDate": stamp(order.created),
        "paymentDate": stamp(order.paid),
        "storeCreateDate": stamp(order.created),
        "storageId": "4600000001",
        "storageName": "Practice Warehouse",
        "shopId": None,
        "shopName": order.shop.shop_name if order.shop else None,
        "isSandbox": 0,
        "productList": [
            {
                "vid": line.variant_id,
                "quantity": line.quantity,
                "sellPrice": line.price,
                "lineItemId": line.line_id,
                "storeLineItemId": f"{order.number}-{position}",
            }
            for position, line in enumerate(order.lines, start=1)
        ],
    }
