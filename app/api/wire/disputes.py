"""Shapes of the dispute page's six answers (dispute page, sections 1 to 6)."""

from __future__ import annotations

import logging
from decimal import Decimal

from pydantic import Field

from app.api.http.exact_json import as_it_came, whole_or_none
from app.api.wire.fields import (
    Flag,
    Items,
    Link,
    Moment,
    Name,
    OptionalAmount,
    OptionalCount,
    OptionalId,
    OptionalWhole,
    RequiredId,
    RequiredItems,
    RequiredWhole,
    When,
    WireModel,
    Word,
)
from app.api.wire.reading import read_rows
from app.api.wire.writing import is_usable_id, is_usable_price
from app.domain.disputes.disputes import (
    Ceiling,
    CostKind,
    Dispute,
    DisputeDetail,
    DisputeLine,
    DisputeTerms,
    ExpectedOutcome,
    Outcome,
    Reason,
    RefundPart,
)
from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.money import ZERO
from app.domain.orders.orders import DisputableOrder, LineObstacle, OrderLine

_log = logging.getLogger(__name__)


class OrderLinePayload(WireModel):
    """A line of `disputeProducts`. What could not be sent back is shown, but not open."""

    line_item_id: OptionalId = Field("", alias="lineItemId")
    product_id: OptionalId = Field("", alias="cjProductId")
    variant_id: OptionalId = Field("", alias="cjVariantId")
    name: Name = Field("", alias="cjProductName")
    sku: Name = ""
    supplier: Name = Field("", alias="supplierName")
    image: Link = Field("", alias="cjImage")
    price: OptionalAmount = None
    quantity: OptionalCount = None
    can_choose: Flag = Field(default=False, alias="canChoose")

    def to_domain(self) -> OrderLine:
        obstacle = self._obstacle() if self.can_choose else None
        if obstacle:
            _log.info("a line is shown as not open to dispute: %s", obstacle.value)
        return OrderLine(
            line_item_id=LineItemId(self.line_item_id),
            product_id=self.product_id,
            variant_id=self.variant_id,
            product_name=self.name,
            sku=self.sku,
            supplier=self.supplier,
            image_url=self.image,
            unit_price=self.price,
            quantity=self.quantity or 0,
            can_dispute=self.can_choose and obstacle is None,
            obstacle=obstacle,
        )

    def _obstacle(self) -> LineObstacle | None:
        """Why the writer of requests would refuse it."""
        obstacles = (
            (LineObstacle.NO_ID, not self.line_item_id),
            (LineObstacle.UNUSABLE_ID, not is_usable_id(self.line_item_id)),
            (LineObstacle.NO_PRICE, self.price is None),
            (
                LineObstacle.UNUSABLE_PRICE,
                self.price is not None and not is_usable_price(self.price),
            ),
            (LineObstacle.NO_QUANTITY, self.quantity is None),
        )
        return next((each for each, is_there in obstacles if is_there), None)


class ProductsPayload(WireModel):
    """`data` of `disputes/disputeProducts`."""

    order_number: OptionalId = Field("", alias="orderNumber")
    lines: RequiredItems = Field(alias="productInfoList")

    def entries(self) -> dict[str, dict[str, object]]:
        """CJ's own entries as they came, by the line item that they name."""
        found = {}
        for entry in self.lines:
            if isinstance(entry, dict):
                named = OrderLinePayload.model_validate(entry).line_item_id
                found[named] = {name: as_it_came(value) for name, value in entry.items()}
        return found

    def to_domain(self, asked: OrderId) -> DisputableOrder:
        """The order, under the id that was asked for: CJ's own `orderId` may differ (row 22)."""
        lines = read_rows(OrderLinePayload, self.lines, "disputeProducts")
        return DisputableOrder(
            order_id=asked,
            order_number=OrderNumber(self.order_number),
            lines=tuple(line.to_domain() for line in lines),
        )


class ReasonPayload(WireModel):
    """An element of `disputeReasonList`."""

    reason_id: RequiredWhole = Field(alias="disputeReasonId")
    name: Name = Field("", alias="reasonName")


class TermsPayload(WireModel):
    """`data` of `disputes/disputeConfirmInfo`. Its products' `canChoose` means nothing here."""

    product: OptionalAmount = Field(None, alias="maxProductPrice")
    postage: OptionalAmount = Field(None, alias="maxPostage")
    ioss_tax: OptionalAmount = Field(None, alias="maxIossTaxAmount")
    ioss_fee: OptionalAmount = Field(None, alias="maxIossHandTaxAmount")
    total: OptionalAmount = Field(None, alias="maxAmount")
    outcomes: Items = Field(default_factory=list, alias="expectResultOptionList")
    reasons: Items = Field(default_factory=list, alias="disputeReasonList")

    def to_domain(self) -> DisputeTerms | None:
        """What CJ offers; None where no total follows from it, which no offer lacks.

        Parts add up to one where goods and postage are told, of which every claim consists.
        """
        parts = (self.product, self.postage, self.ioss_tax, self.ioss_fee)
        total = self.total
        if total is None and any(parts) and None not in parts[:2]:
            total = sum(filter(None, parts), ZERO)
        if total is None or total < 0:
            return None
        reasons = read_rows(ReasonPayload, self.reasons, "disputeReasonList")
        offered = dict.fromkeys(whole_or_none(each) for each in self.outcomes)
        return DisputeTerms(
            ceiling=Ceiling(*parts, total),
            outcomes=tuple(each for each in ExpectedOutcome if each in offered),
            reasons=tuple(Reason(each.reason_id, each.name) for each in reasons),
        )


class DisputeLinePayload(WireModel):
    """A product of a dispute under the list's names and the detail's (row 18)."""

    name: Name = Field("", alias="productName")
    supplier: Name = Field("", alias="supplierName")
    price: OptionalAmount = None
    image: Link = ""
    line_item_id: OptionalId = Field("", alias="lineItemId")
    list_product_id: OptionalId = Field("", alias="cjProductId")
    detail_product_id: OptionalId = Field("", alias="productId")
    list_variant_id: OptionalId = Field("", alias="cjVariantId")
    detail_variant_id: OptionalId = Field("", alias="standId")
    product_code: OptionalId = Field("", alias="productCode")

    def to_domain(self) -> DisputeLine:
        return DisputeLine(
            product_name=self.name,
            supplier=self.supplier,
            unit_price=self.price,
            image_url=self.image,
            line_item_id=LineItemId(self.line_item_id) if self.line_item_id else None,
            product_id=self.list_product_id or self.detail_product_id,
            variant_id=self.list_variant_id or self.detail_variant_id,
            product_code=self.product_code,
        )


class DisputePayload(WireModel):
    """A row of `getDisputeList`, and the same fields of `getDisputeDetail`.

    `orderId` and `orderNumber` stand on no page; they are read in case CJ adds them.
    """

    dispute_id: RequiredId = Field(alias="id")
    status: Word = ""
    reason: Name = Field("", alias="disputeReason")
    finally_deal: OptionalWhole = Field(None, alias="finallyDeal")
    money: OptionalAmount = None
    refund_amount: OptionalAmount = Field(None, alias="refundAmount")
    replacement_amount: OptionalAmount = Field(None, alias="replacementAmount")
    resend_order_code: OptionalId = Field("", alias="resendOrderCode")
    created: When = Field(Moment(), alias="createDate")
    products: Items = Field(default_factory=list, alias="productList")
    order_id: OptionalId = Field("", alias="orderId")
    order_number: OptionalId = Field("", alias="orderNumber")

    def to_domain(self) -> Dispute:
        lines = read_rows(DisputeLinePayload, self.products, "productList")
        return Dispute(
            dispute_id=DisputeId(self.dispute_id),
            status=self.status,
            reason=self.reason,
            outcome=self._outcome(),
            refund=self._refund(),
            reissue_amount=self.replacement_amount,
            reissue_order_id=self.resend_order_code,
            created=self.created.at,
            created_is_exact=self.created.is_exact,
            lines=tuple(line.to_domain() for line in lines),
            order_id=OrderId(self.order_id) if self.order_id else None,
            order_number=OrderNumber(self.order_number) if self.order_number else None,
        )

    def _outcome(self) -> Outcome | None:
        """CJ's decision; a number without a published meaning is no decision that we can name."""
        known = {int(each): each for each in Outcome}
        return known.get(self.finally_deal) if self.finally_deal is not None else None

    def _refund(self) -> Decimal | None:
        """`refundAmount` where it is given, else `money`: the page calls them equal."""
        return self.money if self.refund_amount is None else self.refund_amount


class RefundPartPayload(WireModel):
    """An element of `refundDetails`."""

    kind: Word = Field("", alias="type")
    name: Word = Field("", alias="typeName")
    amount: OptionalAmount = None

    def to_domain(self) -> RefundPart:
        known = {each.value: each for each in CostKind}
        kind = known.get(self.kind.upper(), CostKind.OTHER)
        return RefundPart(kind, self.name or self.kind, self.amount)


class DetailPayload(DisputePayload):
    """`data` of `disputes/getDisputeDetail`."""

    refund_details: Items = Field(default_factory=list, alias="refundDetails")

    def to_detail(self) -> DisputeDetail:
        """The dispute with the parts of its refund."""
        rows = read_rows(RefundPartPayload, self.refund_details, "refundDetails")
        return DisputeDetail(self.to_domain(), tuple(row.to_domain() for row in rows))
