"""Orders, tracking and proof of delivery (order page, logistics page)."""

from collections.abc import Iterable
from dataclasses import replace

from app.practice import refusals
from app.practice.fields import ApiRequest, Row, stamp
from app.practice.refusals import Refusal
from app.practice.world.models import Order, Parcel
from app.practice.world.state import World

_LARGEST_PAGE = 200
_MOST_IDS = 100
_MOST_NUMBERS = 10
"""Numbers in one `trackInfo`; real merchants were refused eleven."""
_STATUSES = {
    "CREATED", "IN_CART", "UNPAID", "UNSHIPPED", "PENDING", "PROCESSING", "SHIPPED", "DELIVERED",
    "CANCELLED", "OTHER",
}  # fmt: skip


def order_list(world: World, request: ApiRequest) -> object:
    """A page of orders, newest first, filtered by own number, by id and by status."""
    number, size = request.page(default_size=20, largest=_LARGEST_PAGE)
    status = request.asked("status", limit=20)
    if status and status not in _STATUSES:
        raise request.wrong(f"no status is called {status!r}")
    numbers = request.query.get("orderNumbers", [])
    ids = request.query.get("orderIds", [])
    if len(ids) > _MOST_IDS:
        raise request.wrong(f"at most {_MOST_IDS} orderIds")
    start = (number - 1) * size
    if numbers or ids or status:
        found = _found(world, numbers, ids) if numbers or ids else world.orders()
        found = [order for order in found if status in {"", order.stage.upper()}]
        total, rows = len(found), found[start : start + size]
    else:
        codes = world.order_codes()
        total, rows = len(codes), [world.order(code) for code in codes[start : start + size]]
    return {
        "pageNum": number,
        "pageSize": size,
        "total": total,
        "list": [_told(order, _common(order)) | {"cjOrderId": order.code} for order in rows],
    }


def _found(world: World, numbers: list[str], ids: list[str]) -> list[Order]:
    """The orders with one of these own numbers or ids, newest first."""
    found = [order for each in ids if (order := world.find_order(each, own_number=False))]
    for each in numbers:
        order = world.find_order(each, own_number=True)
        if order is not None and order.number == each:
            found.append(order)
    by_code = {order.code: order for order in found}
    return sorted(by_code.values(), key=lambda order: order.created, reverse=True)


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
    data = _detail(world, order)
    if "LOGISTICS_TIMELINESS" in features:
        modes = [{"logisticsName": order.logistic, "arrivalTime": "6-12 Days"}]
        data["logisticsTimeliness"] = {"logisticsModes": modes}
    return data


def order_details(world: World, request: ApiRequest) -> object:
    """Several orders; those that nobody knows are left out."""
    return [_detail(world, order) for order in _named(world, request)]


def proof_of_delivery(world: World, request: ApiRequest) -> object:
    """Photos of delivered parcels, by order. The names in the answer are made up."""
    return [
        {
            "orderId": order.code,
            "proofOfDelivery": [
                f"{request.origin}/pictures/door-{parcel.number}.png"
                for parcel in order.parcels
                if parcel.status == "Delivered"
            ],
        }
        for order in _named(world, request)
    ]


def tracking(world: World, request: ApiRequest) -> object:
    """Where the parcels are: one row a known tracking number."""
    given = request.query.get("trackNumber", [])
    tracks = [part.strip() for text in given for part in text.split(",") if part.strip()]
    if not tracks:
        raise request.missing("trackNumber")
    if len(tracks) > _MOST_NUMBERS:
        message = f"trackNumber: at most {_MOST_NUMBERS} numbers"
        raise Refusal(refusals.BAD_PARAMETER, message, http_status=400)
    known = [
        (order, parcel) for order, parcel in map(world.find_parcel, tracks) if order and parcel
    ]
    if not known:
        raise Refusal(1605000, "Logistics not found", why=f"unknown: {', '.join(tracks)}")
    return [_track_row(order, parcel) for order, parcel in known]


def _named(world: World, request: ApiRequest) -> Iterable[Order]:
    ids = request.texts("orderIds", limit=200)
    if not ids:
        raise request.missing("orderIds")
    found = (world.find_order(each, own_number=True) for each in ids)
    return {order.code: order for order in found if order is not None}.values()


def _track_row(order: Order, parcel: Parcel) -> Row:
    if parcel.goes_by_other:
        parcel = replace(parcel, number=parcel.other_number, other_number=parcel.number)
    row: Row = {
        "trackingNumber": parcel.number,
        "logisticName": order.logistic,
        "trackingFrom": "CN",
        "trackingTo": order.country_code,
        "deliveryDay": parcel.days,
        "deliveryTime": stamp(parcel.delivery_time),
        "trackingStatus": parcel.status,
        "lastMileCarrier": "Parish Post",
        "lastTrackNumber": f"PP{parcel.number[5:-2]}",
    }
    if parcel.other_number:
        row["cjMailNo"] = parcel.other_number
    if parcel.scans is not None:
        row["routes"] = [
            {"acceptTime": stamp(scan.at), "acceptAddress": scan.place, "remark": scan.words}
            for scan in parcel.scans
        ]
    return row


def _detail(world: World, order: Order) -> Row:
    dispute = next((d for d in world.disputes_of(order.code) if not d.cancelled), None)
    buyer = order.buyer
    row = _common(order) | {
        "cjOrderId": order.cj_order_id,
        "cjOrderCode": order.code,
        "platformOrderId": (order.shop.order_id or None) if order.shop else None,
        "disputeId": dispute.dispute_id if dispute else order.dispute_mark,
        "subStatus": order.sub_status,
        "fromCountryCode": "CN",
        "outWarehouseTime": stamp(order.dispatched),
        "isComplete": 1 if order.stage == "delivered" else 0,
        "productList": [
            {
                "vid": line.variant_id,
                "quantity": line.quantity,
                "sellPrice": line.price,
                "lineItemId": line.line_id,
                "storeLineItemId": f"{order.number}-{position}" if order.shop else None,
            }
            | ({"podProperties": [{"text": order.print_text}]} if order.print_text else {})
            for position, line in enumerate(order.lines, start=1)
        ],
    }
    more = {
        "email": buyer.email,
        "taxId": buyer.tax_id,
        "consigneeID": buyer.consignee_id,
        "houseNumber": buyer.house_number,
    }
    return _told(order, row | {name: value for name, value in more.items() if value})


def _common(order: Order) -> Row:
    buyer, shop = order.buyer, order.shop
    track = ",".join(order.tracks)
    return {
        "orderId": order.order_id,
        "orderNum": order.number,
        "shippingCountryCode": order.country_code,
        "shippingCountry": order.country,
        "shippingProvince": buyer.province,
        "shippingCity": buyer.city,
        "shippingAddress": buyer.address,
        "shippingCustomerName": buyer.name,
        "shippingPhone": buyer.phone,
        "remark": buyer.note,
        "logisticName": order.logistic,
        "trackNumber": track or order.no_number,
        "trackingUrl": f"https://example.invalid/track/{track}" if track else None,
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
        "shopId": shop.shop_id if shop else None,
        "shopName": shop.name if shop else None,
        "isSandbox": 0,
    }


def _told(order: Order, row: Row) -> Row:
    """The row as CJ tells it of this order."""
    return {
        name: None if name in order.hides else value
        for name, value in row.items()
        if name not in order.leaves_out
    }
