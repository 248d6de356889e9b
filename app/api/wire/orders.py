"""Shapes of orders and tracking (order page, logistics page)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pydantic import Field

from app.api.wire.fields import (
    Items,
    Moment,
    Name,
    OptionalAmount,
    OptionalCount,
    OptionalId,
    When,
    WireModel,
    Word,
    moment,
)
from app.api.wire.reading import read_rows
from app.domain.filing.evidence_rules import is_web_link
from app.domain.ids import (
    DisputeId,
    LineItemId,
    OrderId,
    OrderNumber,
    is_cj_order_id,
)
from app.domain.orders.orders import OrderedProduct, OrderFacts, Tracking, TrackingEvent
from app.domain.orders.orders import TrackingEventKind as Kind

_NOTHING = frozenset({"", "null", "none", "undefined"})
"""How CJ writes that there is no dispute, or no tracking number: as text, too."""
_FLAG_DIGITS = 3
_MOST_LINKS = 50
_MOST_EVENTS = 200


class OrderedProductPayload(WireModel):
    """A row of `productList` in `getOrderDetail`."""

    variant_id: OptionalId = Field("", alias="vid")
    line_item_id: OptionalId = Field("", alias="lineItemId")
    quantity: OptionalCount = None
    unit_price: OptionalAmount = Field(None, alias="sellPrice")
    name: Name = Field("", alias="productNameEn")
    sku: OptionalId = Field("", alias="sku")

    def to_domain(self) -> OrderedProduct:
        return OrderedProduct(
            LineItemId(self.line_item_id),
            self.variant_id,
            self.quantity or 0,
            self.unit_price,
            self.name,
            self.sku,
        )


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
    sub_status: Word = Field("", alias="subStatus")
    products: Items = Field([], alias="productList")

    def to_domain(self) -> OrderFacts | None:
        """The order; None where it carries no id at all."""
        ids = self._ids()
        if not ids:
            return None
        rows = read_rows(OrderedProductPayload, self.products, "productList")
        return OrderFacts(
            order_id=ids[0],
            other_ids=ids[1:],
            order_number=OrderNumber(self.order_num or self.order_number),
            status=self.status,
            created=self.created.at,
            paid=self.paid.at,
            dispatched=self.dispatched.at,
            country=self.country,
            tracking_number=_told(self.tracking_number),
            carrier=self.carrier,
            amount=self.amount,
            postage=self.postage,
            shop_name=self.shop_name,
            shop_order_id=self.shop_order_id,
            dispute_id=_dispute_number(self.dispute_id),
            sub_status=_told(self.sub_status).upper(),
            is_marked_disputed=bool(_told(self.dispute_id)) or None,
            products=tuple(row.to_domain() for row in rows if row.line_item_id or row.variant_id),
        )

    def _ids(self) -> tuple[OrderId, ...]:
        """All ids, the one for dispute calls first: a CJ code where there is one."""
        given = (self.cj_order_code, self.cj_order_id, self.order_id)
        codes = [each for each in given if is_cj_order_id(each) and not each.isdigit()]
        ordered = dict.fromkeys((*codes, self.order_id, *given))
        return tuple(OrderId(each) for each in ordered if each)


def _told(text: str) -> str:
    """The text; empty where it is one of CJ's words for nothing."""
    return "" if text.casefold() in _NOTHING else text


def _dispute_number(text: str) -> DisputeId | None:
    """The dispute's number, where it is one: a bare flag ("1") names none."""
    is_flag = text.isdigit() and len(text) <= _FLAG_DIGITS
    return DisputeId(text) if _told(text) and not is_flag else None


class TrackingPayload(WireModel):
    """A row of `logistic/trackInfo`."""

    tracking_number: OptionalId = Field("", alias="trackingNumber")
    other_number: OptionalId = Field("", alias="cjMailNo")
    carrier: Name = Field("", alias="logisticName")
    status: Name = Field("", alias="trackingStatus")
    delivered: When = Field(Moment(), alias="deliveryTime")
    last_mile_number: OptionalId = Field("", alias="lastTrackNumber")
    routes: Items = Field([], alias="routes")

    def to_domain(self) -> Tracking | None:
        """The parcel; None for a row that says nothing, as CJ has for numbers unknown to it."""
        number, other = _told(self.tracking_number), _told(self.other_number)
        events = _events(self.routes)
        has_news = self.status or self.delivered.at or events or self.carrier
        if not (number or other) or not has_news:
            return None
        return Tracking(
            tracking_number=number or other,
            carrier=self.carrier,
            status=self.status,
            delivered=self.delivered.at if self._is_delivered(events) else None,
            last_mile_number=_told(self.last_mile_number),
            other_number=other if number and other != number else "",
            events=events,
        )

    def _is_delivered(self, events: tuple[TrackingEvent, ...]) -> bool:
        """Whether `deliveryTime` is one: for a parcel under way it may be an estimate."""
        is_told = event_kind(self.status) is Kind.DELIVERED
        return is_told or any(each.kind is Kind.DELIVERED for each in events)


# What stands further up wins: "delivery attempted, will be returned" is a return.
_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.RETURNED,
        (
            r"return(ed|ing)? to (the )?(sender|shipper|seller|origin)"
            r"|(being|was|been|item) returned|original sender|退回|退件|退运"
        ),
    ),
    (
        Kind.LABEL,
        (
            r"label|pre-?shipment|pre-?advice|(info|information|data) (sent|received)"
            r"|order received|electronic|manifest|awaiting item|not yet received"
            r"|电子信息|订单信息|下单|制单|预报"
        ),
    ),
    (Kind.MOVING, r"out for delivery|(to|will) be delivered|estimated|派送中"),
    (Kind.LOST, r"lost|missing|(cannot|can not|could not) be (located|found)|丢失|遗失"),
    (Kind.DAMAGED, r"damaged|destroyed|disposed|abandoned|破损|损坏|销毁"),
    (
        Kind.ATTEMPTED,
        (
            r"attempt(ed)?|(unsuccessful|failed) deliver(y|ed)|delivery (failed|unsuccessful)"
            r"|(could not|cannot|not|unable to) (be )?deliver(ed)?|undeliverable|undelivered"
            r"|refused|no ?one|nobody|投递失败|派送失败|未妥投|无人|拒收"
        ),
    ),
    (Kind.CUSTOMS, r"customs|clearance|海关|清关|报关"),
    (
        Kind.WAITING,
        (
            r"(available|ready|waiting) for (pick-?up|collection)|held at"
            r"|(pick-?up|collection) point|to be collected|待取|自提"
        ),
    ),
    (Kind.DELIVERED, r"delivered|signed (for|by)|proof of delivery|签收|妥投|已送达"),
)
_PATTERNS = tuple(
    # Whole words of English, so that "closest" is not "lost"; Chinese has no bounds.
    (kind, re.compile(rf"(?<![a-z])({words})(?![a-z])"))
    for kind, words in _KINDS
)


def event_kind(words: str) -> Kind:
    """What kind of event a carrier's words (English or Chinese) tell; any other is "under way"."""
    text = words.casefold()
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), Kind.MOVING)


def _events(routes: list[object]) -> tuple[TrackingEvent, ...]:
    """Day and kind of each event, newest first and each once. The words themselves go no further:
    they name towns, and who signed.
    """
    found: list[TrackingEvent] = []
    for route in routes:
        if not isinstance(route, dict):
            continue
        day, words = _local_day(route.get("acceptTime")), route.get("remark")
        if day is not None and isinstance(words, str) and words.strip():
            found.append(TrackingEvent(day, event_kind(words[:1_000])))
    newest_first = sorted(dict.fromkeys(found), key=lambda each: each.day, reverse=True)
    return tuple(newest_first[:_MOST_EVENTS])


def _local_day(value: object) -> date | None:
    """The day as the place itself writes it, whatever zone stands behind."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip().replace("/", "-")[:10])
        except ValueError:
            pass  # no written-out day: it may be a number of milliseconds
    at = moment(value).at
    return at.date() if at else None


def links_in(value: object, depth: int = 5) -> Iterator[str]:
    """All web links in an answer of no known shape, as deep as that goes."""
    if isinstance(value, str):
        if is_web_link(value.strip()):
            yield value.strip()
    elif depth and isinstance(value, (list, dict)):
        inner = list(value.values()) if isinstance(value, dict) else value
        for each in inner[:_MOST_LINKS]:
            yield from links_in(each, depth - 1)
