"""A CJ that knows some orders, behind a network without sockets, and notes what it was asked."""

from __future__ import annotations

import json
import math
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.services.account.connection import Connection
from app.services.orders.orders import OrderService
from app.storage.order_cache import OrderCache
from tests.builders import NOON
from tests.data_files import ready_database
from tests.fakes.no_alarms import NoAlarms

_BASE = "https://cj.test/api2.0/v1"


@dataclass(frozen=True)
class ShopOrder:
    """An order and the names under which each of CJ's calls finds it."""

    code: str
    number: str = ""
    shop: str | None = "Bramble & Finch"
    created: str | None = "2026-11-12 08:30:00"
    product: str = "Desk lamp, brass"
    amount: float | None = 46.68
    status: str = "DELIVERED"
    order_id: str = ""
    detail_ids: tuple[str, ...] = ()
    """What `getOrderDetail` takes besides the code."""
    product_ids: tuple[str, ...] | None = None
    """What `disputeProducts` takes; the code alone where it is None."""

    @property
    def row(self) -> dict[str, object]:
        return {
            "orderId": self.order_id or None,
            "cjOrderId": self.code,
            "orderNum": self.number,
            "shopName": self.shop,
            "createDate": self.created,
            "orderAmount": self.amount,
            "orderStatus": self.status,
        }

    @property
    def products(self) -> dict[str, object]:
        line = {
            "lineItemId": f"L-{self.code}",
            "cjProductId": "P1",
            "cjVariantId": "V1",
            "cjProductName": self.product,
            "sku": "CJSJ0000001-A",
            "supplierName": "Hengtai",
            "canChoose": True,
            "price": 14.16,
            "quantity": 3,
        }
        return {"orderId": "1", "orderNumber": self.number, "productInfoList": [line]}


@dataclass
class OrdersAtCj:
    """`filters` is what the order list does with `orderNumbers`: "any", "first" or "ignored"."""

    orders: list[ShopOrder] = field(default_factory=list)
    filters: str = "any"
    page_limit: int = 50
    empty: int = 0
    """The number of a page of the list that comes without rows; 0 for none."""
    total: int | None = None
    """What the list counts; None for the truth."""
    is_offline: bool = False
    is_disabled: bool = False
    """Whether CJ has switched off API access."""
    switched_off: str = ""
    """An endpoint that CJ does not answer for now."""
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def endpoints(self) -> list[str]:
        return [endpoint for endpoint, _ in self.asked]

    def asked_of(self, endpoint: str) -> list[str]:
        """The ids or numbers that an endpoint was asked for, in order."""
        return [each for name, ids in self.asked for each in ids if name == endpoint]

    def handle(self, request: httpx.Request) -> httpx.Response:
        if self.is_offline:
            raise httpx.ConnectError("no network") from socket.gaierror()
        endpoint = request.url.path.rpartition("/")[2]
        query = request.url.params
        names = "orderNumbers" if endpoint == "list" else "orderId"
        ids = tuple(query.get_list(names))
        self.asked.append((endpoint, ids))
        if self.is_disabled:
            return _answer(None, code=1600014, message="API access has been disabled")
        if endpoint == self.switched_off:
            return _answer(None, code=1600101, message="Interface not found")
        if endpoint == "list":
            return _answer(self._page(ids, int(query["pageNum"]), int(query["pageSize"])))
        known = self._known_as(endpoint, ids[0])
        if known is None:
            return _answer(None, code=1603100, message="Order not found")
        return _answer(known.products if endpoint == "disputeProducts" else known.row)

    def _page(self, numbers: tuple[str, ...], page: int, size: int) -> dict[str, object]:
        size = min(size, self.page_limit)
        wanted = numbers[:1] if self.filters == "first" else numbers
        is_all = self.filters == "ignored"
        rows = [each.row for each in self.orders if is_all or each.number in wanted]
        shown = [] if page == self.empty else rows[(page - 1) * size : page * size]
        total = len(rows) if self.total is None else self.total
        return {"pageNum": page, "pageSize": size, "total": total, "list": shown}

    def _known_as(self, endpoint: str, name: str) -> ShopOrder | None:
        for order in self.orders:
            ids: tuple[str, ...] = (order.code, *order.detail_ids)
            if endpoint == "disputeProducts":
                ids = (order.code,) if order.product_ids is None else order.product_ids
            if name in ids:
                return order
        return None


@contextmanager
def order_service(cj: OrdersAtCj, folder: Path) -> Iterator[OrderService]:
    """The real service, client and data file before such a CJ."""
    database = ready_database(folder / "orders.sqlite3")
    connection = Connection(lambda: _client(cj.handle))
    try:
        yield OrderService(connection, OrderCache(database), lambda: NOON)
    finally:
        connection.close()


def _client(handle: Callable[[httpx.Request], httpx.Response]) -> CjApi:
    return CjApi(
        _BASE,
        access_token=lambda: "token",
        renew=lambda stale: stale,
        pace=RateLimiter(math.inf),
        transport=httpx.MockTransport(handle),
        timing=NoAlarms(),
    )


def _answer(data: object, *, code: int = 200, message: str = "Success") -> httpx.Response:
    content = {"code": code, "result": code == 200, "message": message, "data": data}
    return httpx.Response(200, content=json.dumps(content).encode())
