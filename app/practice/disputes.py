"""The six dispute endpoints (API page 7, sections 1 to 6), with every field of its tables.

Each takes the world, locked, and the request, and gives `data` back or raises a Refusal.
"""

from dataclasses import replace

from app.practice import refusals
from app.practice.fields import ApiRequest, Item, Row, stamp
from app.practice.refusals import Refusal
from app.practice.world.models import UNPAID, ZERO, Ceiling, Dispute, DisputedLine, Line, Order
from app.practice.world.reasons import NAMES, outcomes_for, reasons_for
from app.practice.world.state import World

_LARGEST_PAGE = 50
_MOST_FILED = 5_000
"""Disputes filed in one world: each save writes all of them."""


def products(world: World, request: ApiRequest) -> object:
    """Section 1: the lines of an order and which of them can be disputed."""
    identifier = request.required("orderId")
    order = _order(world, identifier)
    if order.switches_api_off:
        world.switch_api_off()
        if world.is_api_off:
            raise refusals.api_disabled()
    if order.refused_by == "disputeProducts":
        raise Refusal(
            refusals.PRODUCTS_FAILED,
            "Failed to query the disputable products",
            why=f"order {order.code} was made in a shop",
        )
    _check_paid(order)
    return {
        "orderId": order.cj_order_id,
        "orderNumber": order.number,
        "productInfoList": line_rows(world, order, request.origin),
    }


def confirm(world: World, request: ApiRequest) -> object:
    """Section 2: ceiling, reasons and outcomes for a selection. Changes nothing."""
    # The real endpoint answers a wrong shape with HTTP 400.
    request = replace(request, http_status=400)
    order = _order(world, request.text("orderId", limit=100))
    items = request.items()
    _check_paid(order)
    _check_selection(world, order, items, request, refusals.CONFIRM_FAILED)
    pieces = {item.line_id: item.quantity for item in items}
    ceiling = Ceiling.of(order, pieces)
    rows = line_rows(world, order, request.origin)
    return {
        "orderId": order.cj_order_id,
        "orderNumber": order.number,
        "maxProductPrice": ceiling.product,
        "maxPostage": ceiling.postage,
        "maxIossTaxAmount": ceiling.ioss_tax,
        "maxIossHandTaxAmount": ceiling.ioss_fee,
        "maxAmount": ceiling.total,
        "expectResultOptionList": list(outcomes_for(order)),
        # canChoose is false in CJ's own sample of a good answer (section 2): no gate here.
        "productInfoList": [
            row | {"canChoose": False, "quantity": pieces[str(row["lineItemId"])]}
            for row in rows
            if row["lineItemId"] in pieces
        ],
        "disputeReasonList": [
            {"disputeReasonId": reason, "reasonName": NAMES[reason]}
            for reason in reasons_for(order)
        ],
    }


def create(world: World, request: ApiRequest) -> object:
    """Section 3: file a dispute. The answer is true and nothing more; no id."""
    business_id = request.text("businessDisputeId", limit=100)
    identifier = request.text("orderId", limit=100)
    reason = request.whole("disputeReasonId")
    expected = request.whole("expectType")
    refund_type = request.whole("refundType")
    message = request.text("messageText", limit=500)
    images = request.texts("imageUrl", limit=200)
    videos = request.texts("videoUrl", limit=200)
    items = request.items()
    if refund_type not in {1, 2}:
        raise request.wrong(f"refundType must be 1 or 2, not {refund_type}")
    order = _order(world, identifier)
    if order.refused_by:
        raise _not_created("The order was not created through the API")
    # Before anything that the first attempt itself brought about, such as its hold on the lines.
    if world.knows_business_id(business_id):
        raise _not_created(f"businessDisputeId {business_id} already exists")
    if world.filed >= _MOST_FILED:
        raise _not_created("This practice shop takes no more disputes")
    if order.code.startswith("DP"):
        raise _cannot_be_disputed(f"order {order.code} was not made through the API")
    _check_selection(world, order, items, request, refusals.CREATE_FAILED)
    if reason not in reasons_for(order):
        raise _not_created(f"disputeReasonId {reason} is not available for this order")
    if str(expected) not in outcomes_for(order):
        raise _not_created(f"expectType {expected} is not available for this order")
    world.file(
        order,
        Dispute(
            dispute_id="",
            business_dispute_id=business_id,
            order_code=order.code,
            lines=tuple(DisputedLine(i.line_id, i.quantity, i.price) for i in items),
            reason_id=reason,
            reason_name=NAMES[reason],
            expect_type=expected,
            refund_type=refund_type,
            message=message,
            image_urls=images,
            video_urls=videos,
            created=world.now(),
            ceiling=Ceiling(ZERO, ZERO, ZERO, ZERO),
        ),
    )
    return True


def cancel(world: World, request: ApiRequest) -> object:
    """Section 4: take a dispute back, as long as CJ has not decided."""
    identifier = request.text("orderId", limit=100)
    dispute_id = request.text("disputeId", limit=100)
    order = _order(world, identifier)
    dispute = world.find_dispute(dispute_id)
    if dispute is None or dispute.order_code != order.code:
        raise _not_cancelled("dispute not found", f"{order.code} has no dispute {dispute_id!r}")
    if dispute.finally_deal is not None or not dispute.is_open:
        raise _not_cancelled("the dispute is already settled", f"it is {dispute.status}")
    world.cancel(dispute)
    return ""  # as on the Chinese page; the English one has true


def dispute_list(world: World, request: ApiRequest) -> object:
    """Section 5: a page of disputes, newest first. The rows have no order id."""
    number, size = request.page(default_size=10, largest=_LARGEST_PAGE)
    order_id = request.asked("orderId")
    order_number = request.asked("orderNumber")
    dispute_id = request.asked("disputeId")
    start = (number - 1) * size
    if order_id or order_number or dispute_id:
        found = _filtered(world, order_id, order_number, dispute_id)
        total, rows = len(found), found[start : start + size]
    else:
        total, rows = world.count_disputes(), world.page(start, size)
    return {
        "pageNum": number,
        "pageSize": size,
        "total": total,
        "list": [list_row(world, dispute, request.origin) for dispute in rows],
    }


def dispute_detail(world: World, request: ApiRequest) -> object:
    """Section 6: one dispute, with the breakdown of its refund."""
    dispute_id = request.required("disputeId")
    dispute = world.find_dispute(dispute_id)
    if dispute is None:
        raise Refusal(refusals.BAD_PARAMETER, "dispute not found", why=f"no dispute {dispute_id!r}")
    return details(world, dispute, request.origin)


def _filtered(world: World, order_id: str, order_number: str, dispute_id: str) -> list[Dispute]:
    """What all given filters let through."""
    wanted: set[str] = set()
    for identifier, own_number in ((order_id, False), (order_number, True)):
        if identifier:
            order = world.find_order(identifier, own_number=own_number)
            matches = order is not None and (not own_number or order.number == identifier)
            wanted.add(order.code if order and matches else "")
    if dispute_id:
        dispute = world.find_dispute(dispute_id)
        found = [dispute] if dispute else []
    else:
        found = world.disputes_of(next(iter(wanted)))
    return [dispute for dispute in found if wanted <= {dispute.order_code}]


def _check_selection(
    world: World, order: Order, items: list[Item], request: ApiRequest, code: int
) -> None:
    """Refuse lines the order does not have, wrong prices, and what cannot be disputed."""
    left = world.disputable(order)
    choosable = world.can_choose(order)
    for item in items:
        line = order.line(item.line_id)
        if line is None:
            raise request.wrong(f"order {order.code} has no line {item.line_id!r}")
        if item.price != line.price:
            raise request.wrong(
                f"the unit price of {item.line_id} is {line.price}, not {item.price}"
            )
        if not choosable[item.line_id]:
            why = f"line {item.line_id} is held, used up, or out of its window"
            raise Refusal(code, "The product cannot be disputed", why=why)
        if item.quantity > left[item.line_id]:
            why = f"{left[item.line_id]} pieces of {item.line_id} are left, not {item.quantity}"
            raise Refusal(code, "The quantity exceeds what can be disputed", why=why)


def _order(world: World, identifier: str) -> Order:
    order = world.find_order(identifier, own_number=False)
    if order is None:
        why = f"no order has the id {identifier!r}"
        raise Refusal(refusals.ORDER_NOT_FOUND, "Order not found", why=why)
    return order


def _check_paid(order: Order) -> None:
    if order.stage in UNPAID:
        raise _cannot_be_disputed(f"order {order.code} is not paid")


def _cannot_be_disputed(why: str) -> Refusal:
    return Refusal(refusals.CANNOT_BE_DISPUTED, "Order cannot be disputed", why=why)


def _not_created(message: str) -> Refusal:
    return Refusal(refusals.CREATE_FAILED, message)


def _not_cancelled(reason: str, why: str) -> Refusal:
    return Refusal(refusals.CANCEL_FAILED, f"Cancel failed, {reason}", why=why)


#: `refundDetails`: type, typeName (API page 7, section 6).
_COSTS = (
    ("PRODUCT_COST", "Product Cost"),
    ("SHIPPING_COST", "Shipping Cost"),
    ("IOSS_TAX", "IOSS Tax"),
    ("IOSS_HANDLING_FEE", "IOSS Handling Fee"),
)


def line_rows(world: World, order: Order, origin: str) -> list[Row]:
    """The order's lines as disputeProducts shows them; `quantity` is what is still disputable."""
    left = world.disputable(order)
    choosable = world.can_choose(order)
    return [
        {
            "lineItemId": line.line_id,
            "cjProductId": line.product_id,
            "cjVariantId": line.variant_id,
            "canChoose": choosable[line.line_id],
            "price": line.price,
            "quantity": left[line.line_id],
            "cjProductName": line.name,
            "cjImage": picture_url(line, origin),
            "sku": line.sku,
            "supplierName": line.supplier,
        }
        for line in order.lines
    ]


def list_row(world: World, dispute: Dispute, origin: str) -> Row:
    """A dispute as a row of the list."""
    return _common(dispute) | {
        "createDate": stamp(dispute.created),
        "productList": [
            {
                "image": picture_url(line, origin),
                "price": line.price,
                "lineItemId": line.line_id,
                "cjProductId": line.product_id,
                "cjVariantId": line.variant_id,
                "productName": line.name,
                "supplierName": line.supplier,
            }
            for line in _lines(world, dispute)
        ],
    }


def details(world: World, dispute: Dispute, origin: str) -> Row:
    """A dispute in full; its product fields have other names than the list's."""
    return _common(dispute) | {
        "refundAmount": dispute.money,
        "createDate": int(dispute.created.timestamp()) * 1000 + dispute.created.microsecond // 1000,
        "refundDetails": _refund_rows(dispute.refund),
        "productList": [
            {
                "image": picture_url(line, origin),
                "price": line.price,
                "productCode": line.sku,
                "productId": line.product_id,
                "productName": line.name,
                "standId": line.variant_id,
                "supplierName": line.supplier,
            }
            for line in _lines(world, dispute)
        ],
    }


def picture_url(line: Line, origin: str) -> str:
    """Where this server shows the product."""
    return f"{origin}/pictures/{line.picture}"


def _common(dispute: Dispute) -> Row:
    return {
        "id": dispute.dispute_id,
        "status": dispute.status,
        "disputeReason": dispute.reason_name,
        "replacementAmount": dispute.replacement_amount,
        "resendOrderCode": dispute.resend_order_code,
        "money": dispute.money,
        "finallyDeal": dispute.finally_deal,
    }


def _refund_rows(refund: Ceiling | None) -> list[Row]:
    if refund is None:
        return []
    amounts = (refund.product, refund.postage, refund.ioss_tax, refund.ioss_fee)
    return [
        {"type": kind, "typeName": name, "amount": amount}
        for (kind, name), amount in zip(_COSTS, amounts, strict=True)
        if amount
    ]


def _lines(world: World, dispute: Dispute) -> list[Line]:
    disputed = set(dispute.line_ids)
    return [ln for ln in world.order(dispute.order_code).lines if ln.line_id in disputed]
