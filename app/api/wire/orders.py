"""Shapes of orders and tracking (order page, logistics page)."""

from __future__ import annotations

from pydantic import Field

from app.api.wire.fields import (
    Moment,
    Name,
    OptionalAmount,
    OptionalId,
    When,
    WireModel,
    Word,
)
from app.domain.ids import DisputeId, OrderId, OrderNumber, is_cj_order_id
from app.domain.orders import OrderFacts, Tracking


class OrderPayload(WireModel):
    """A row of `shopping/order/list`, or `data` of `getOrderDetail`."""

    order_id: OptionalId = Field("", alias="orderId")
    cj_order_id: OptionalId = Field("", alias="cjOrderId")
    cj_order_code: OptionalId = Field("", alias="cjOrderCode")
    order_num: OptionalId = Field("", alias="orderNum")
    order_number: OptionalId = Field("", alias="orderNumber")
    status: Word = Field("", alias="orderStatus")
    created: When = Field(Moment(), alias="createDate")
    paid: When = Field(Moment(), alias="paymentDate")
    dispatched: When = Field(Moment(), alias="outWarehouseTime")
    country: Word = Field("", alias="shippingCountryCode")
    tracking_number: OptionalId = Field("", alias="trackNumber")
    carrier: Name = Field("", alias="logisticName")
    amount: OptionalAmount = Field(None, alias="orderAmount")
    postage: OptionalAmount = Field(None, alias="postageAmount")
    shop_name: Name = Field("", alias="shopName")
    shop_order_id: OptionalId = Field("", alias="platformOrderId")
    dispute_id: OptionalId = Field("", alias="disputeId")

    def to_domain(self) -> OrderFacts | None:
        """The order; None where it carries no id at all."""
        ids = self._ids()
        if not ids:
            return None
        return OrderFacts(
            order_id=ids[0],
            other_ids=ids[1:],
            order_number=OrderNumber(self.order_num or self.order_number),
            status=self.status,
            created=self.created.at,
            paid=self.paid.at,
            dispatched=self.dispatched.at,
            country=self.country,
            tracking_number=self.tracking_number,
            carrier=self.carrier,
            amount=self.amount,
            postage=self.postage,
            shop_name=self.shop_name,
            shop_order_id=self.shop_order_id,
            dispute_id=DisputeId(self.dispute_id) if self.dispute_id else None,
        )

    def _ids(self) -> tuple[OrderId, ...]:
        """All ids, the one for dispute calls first: a CJ code where there is one."""
        given = (self.cj_order_code, self.cj_order_id, self.order_id)
        codes = [each for each in given if is_cj_order_id(each) and not each.isdigit()]
        ordered = dict.fromkeys((*codes, self.order_id, *given))
        return tuple(OrderId(each) for each in ordered if each)


class TrackingPayload(WireModel):
    """A row of `logistic/trackInfo`."""

    tracking_number: OptionalId = Field("", alias="trackingNumber")
    carrier: Name = Field("", alias="logisticName")
    status: Name = Field("", alias="trackingStatus")
    delivered: When = Field(Moment(), alias="deliveryTime")
    origin: Word = Field("", alias="trackingFrom")
    destination: Word = Field("", alias="trackingTo")
    last_mile_carrier: Name = Field("", alias="lastMileCarrier")
    last_mile_number: OptionalId = Field("", alias="lastTrackNumber")

    def to_domain(self) -> Tracking:
        return Tracking(
            tracking_number=self.tracking_number,
            carrier=self.carrier,
            status=self.status,
            delivered=self.delivered.at,
            origin=self.origin,
            destination=self.destination,
            last_mile_carrier=self.last_mile_carrier,
            last_mile_number=self.last_mile_number,
        )
