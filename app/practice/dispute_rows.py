"""How lines and disputes look on the wire (API page 7): every field of the tables, and no other."""

from app.practice.fields import stamp
from app.practice.models import Ceiling, Dispute, Line, Order
from app.practice.state import World

Row = dict[str, object]

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
