"""Rows and products as CJ sends them, and the one that a client reads of them."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.disputes import Dispute, DisputeDetail
from app.domain.ids import DisputeId
from app.domain.orders import OrderLine
from tests.api.stand import ORDER, Stand

SH = DisputeId("SH1623673863466725376")
AT = datetime(2025, 1, 15, 8, 10, tzinfo=UTC)


def row(number: int = 1, /, **changes: object) -> dict[str, object]:
    return {"id": f"SH{number}", "status": "Processing", **changes}


def pages(*rows: object, **changes: object) -> dict[str, object]:
    return {"pageNum": 1, "pageSize": 50, "total": len(rows), "list": list(rows), **changes}


def product(**changes: object) -> dict[str, object]:
    return {"lineItemId": "1", "price": 23, "quantity": 2, "canChoose": True, **changes}


def only_line(stand: Stand, **changes: object) -> OrderLine:
    stand.data({"orderId": "1", "orderNumber": "2", "productInfoList": [product(**changes)]})
    (only,) = stand.api.disputes.products(ORDER).lines
    return only


def only_row(stand: Stand, **changes: object) -> Dispute:
    stand.data(pages(row(**changes)))
    (only,) = stand.api.disputes.page().disputes
    return only


def detail(stand: Stand, **changes: object) -> DisputeDetail:
    stand.data(row(**changes))
    return stand.api.disputes.detail(SH)
