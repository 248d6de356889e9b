"""Rows and products as CJ sends them, and the one that a client reads of them."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.disputes.disputes import Dispute, DisputeDetail
from app.domain.ids import DisputeId
from app.domain.orders.orders import OrderLine
from tests.api.prepared_cj import ORDER, PreparedCj

SH = DisputeId("SH1623673863466725376")
AT = datetime(2025, 1, 15, 8, 10, tzinfo=UTC)


def row(number: int = 1, /, **changes: object) -> dict[str, object]:
    return {"id": f"SH{number}", "status": "Processing", **changes}


def pages(*rows: object, **changes: object) -> dict[str, object]:
    return {"pageNum": 1, "pageSize": 50, "total": len(rows), "list": list(rows), **changes}


def product(**changes: object) -> dict[str, object]:
    return {"lineItemId": "1", "price": 23, "quantity": 2, "canChoose": True, **changes}


def only_line(cj: PreparedCj, **changes: object) -> OrderLine:
    cj.data({"orderId": "1", "orderNumber": "2", "productInfoList": [product(**changes)]})
    (only,) = cj.api.disputes.products(ORDER).lines
    return only


def only_row(cj: PreparedCj, **changes: object) -> Dispute:
    cj.data(pages(row(**changes)))
    (only,) = cj.api.disputes.page().disputes
    return only


def detail(cj: PreparedCj, **changes: object) -> DisputeDetail:
    cj.data(row(**changes))
    return cj.api.disputes.detail(SH)
