"""Orders and parcels, as far as a dispute needs them (order page, logistics page)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.api.http.transport import Request, Transport
from app.api.wire.orders import OrderPayload, TrackingPayload, links_in
from app.api.wire.reading import read_object, read_page, read_rows
from app.api.wire.writing import is_usable_id, usable_id, usable_number
from app.domain.errors import UnexpectedResponse
from app.domain.orders.orders import OrderFacts, OrderPage, Tracking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.ids import OrderId, OrderNumber

ORDER_PAGE_LIMIT = 100
"""Largest page asked for. The order page documents no maximum for the list; this one works."""
DETAILS_AT_ONCE = 100
"""Most ids in one request (order page)."""
TRACKED_AT_ONCE = 10
"""Most numbers in one `trackInfo`: eleven are refused."""

_log = logging.getLogger(__name__)


class OrdersApi:
    """Reads orders. Every method may raise any `AppError` of the transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def page(
        self,
        page: int = 1,
        page_size: int = ORDER_PAGE_LIMIT,
        *,
        order_numbers: Sequence[OrderNumber] = (),
    ) -> OrderPage:
        """One page of orders of every status; times UTC, amounts USD.

        `status` is never sent: left out it lists all, whatever its documented default (row 36).
        `orderNumbers` is undocumented and may be ignored: match the answer's numbers.
        """
        if page < 1 or not 1 <= page_size <= ORDER_PAGE_LIMIT:
            raise ValueError("pages count from 1 and have 1 to 100 rows")
        if len(order_numbers) > DETAILS_AT_ONCE:
            raise ValueError("at most 100 orders are asked for at once")
        query = (
            ("pageNum", str(page)),
            ("pageSize", str(page_size)),
            *(("orderNumbers", usable_number(number)) for number in order_numbers),
        )
        answer = self._transport.send(
            Request("GET", "shopping/order/list", query, is_read=True, is_private=True)
        )
        raw = read_page(answer.data, answer.exchange, single="orderId")
        orders = [row.to_domain() for row in read_rows(OrderPayload, raw.rows, "order list")]
        if None in orders:
            _log.info("left out orders without any id: %d", orders.count(None))
        return OrderPage(
            orders=tuple(order for order in orders if order is not None),
            counted=raw.total,
            received=len(raw.rows),
        )

    def detail(self, any_id: str) -> OrderFacts:
        """One order, by CJ's id or by the merchant's own order id (`getOrderDetail`)."""
        query = (("orderId", usable_id(any_id)),)
        answer = self._transport.send(
            Request("GET", "shopping/order/getOrderDetail", query, is_read=True)
        )
        facts = read_object(OrderPayload, answer.data, answer.exchange).to_domain()
        if facts is None:
            raise UnexpectedResponse(answer.exchange)
        return facts

    def details(self, order_ids: Sequence[OrderId]) -> tuple[OrderFacts, ...]:
        """Several orders, by CJ's ids (`getOrderDetailBatch`). CJ leaves out those it does not
        know, and may refuse the call altogether.
        """
        if not 1 <= len(order_ids) <= DETAILS_AT_ONCE:
            raise ValueError("1 to 100 orders are asked for at once")
        usable = [each for each in order_ids if is_usable_id(each)]
        if not usable:
            return ()
        body = {"orderIds": usable}
        answer = self._transport.send(
            Request(
                "POST",
                "shopping/order/getOrderDetailBatch",
                body=body,
                is_read=True,
                is_private=True,
            )
        )
        if answer.data in (None, ""):
            return ()
        raw = read_page(answer.data, answer.exchange, single="orderId")
        orders = (row.to_domain() for row in read_rows(OrderPayload, raw.rows, "order batch"))
        return tuple(order for order in orders if order is not None)

    def proof_of_delivery(self, any_id: str) -> tuple[str, ...]:
        """Links of photos that prove a delivery (`getProofOfDelivery`): shown, never kept.

        What the answer looks like is not published: every web link in it counts.
        """
        answer = self._transport.send(
            Request(
                "POST",
                "shopping/order/getProofOfDelivery",
                body={"orderIds": [usable_id(any_id)]},
                is_read=True,
                is_private=True,
            )
        )
        return tuple(dict.fromkeys(links_in(answer.data)))

    def tracking(self, numbers: Sequence[str]) -> tuple[Tracking, ...]:
        """Where at most 10 parcels are (`logistic/trackInfo`).

        CJ leaves out numbers that it does not know, or has a row that says nothing. A row may
        carry the parcel's other number instead of the one that was asked for.
        """
        if len(numbers) > TRACKED_AT_ONCE:
            raise ValueError("at most 10 numbers are asked for at once")
        query = tuple(("trackNumber", each) for each in numbers if is_usable_id(each))
        if not query:
            return ()
        answer = self._transport.send(
            Request("GET", "logistic/trackInfo", query, is_read=True, is_private=True)
        )
        if answer.data in (None, ""):
            return ()
        raw = read_page(answer.data, answer.exchange, single="trackingNumber")
        rows = [row.to_domain() for row in read_rows(TrackingPayload, raw.rows, "trackInfo")]
        return tuple(row for row in rows if row is not None)
