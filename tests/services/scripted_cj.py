"""A CJ that a test tells what to answer, with a clock of its own and every request written down."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.domain.disputes.disputes import ExpectedOutcome, Reason
from app.domain.filing.filing import DisputeDraft, DraftLine, Filing
from app.domain.ids import BusinessDisputeId, LineItemId, OrderId, OrderNumber
from app.domain.orders.orders import DisputableOrder, OrderLine
from app.services.account.connection import Connection
from app.services.filing.filing import FilingService
from app.services.history.history import HistoryService
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from tests.data_files import ready_database
from tests.fakes.no_alarms import NoAlarms

CREATE = "disputes/create"
LIST = "disputes/getDisputeList"
PRODUCTS = "disputes/disputeProducts"
DETAIL = "disputes/getDisputeDetail"
ORDER_DETAIL = "shopping/order/getOrderDetail"
ORDER = OrderId("SD2611200001234567")
LINE = "1990000000000000001"
OTHER_LINE = "1990000000000000002"
REASON = Reason(10, "Products Not Received")

Json = dict[str, Any]
Reply = Json | httpx.Response | Exception
Script = Callable[[Json], Reply]


def ok(data: object) -> Json:
    return {"code": 200, "result": True, "success": True, "message": "Success", "data": data}


def refusal(code: int, message: str = "no") -> Json:
    return {"code": code, "result": False, "message": message, "data": None}


def page(*rows: Json, total: object = None, **more: object) -> Json:
    count = len(rows) if total is None else total
    return ok({"pageNum": 1, "pageSize": 50, "total": count, "list": list(rows), **more})


@dataclass
class ScriptedCj:
    """What it lists is in `rows`, `flag` is the order's `disputeId`; `script` overrides answers."""

    now: datetime = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
    rows: list[Json] = field(default_factory=list)
    flag: object = None
    can_choose: bool = True
    pieces: int = 2
    script: dict[str, Script] = field(default_factory=dict)
    requests: list[tuple[str, Json]] = field(default_factory=list)
    acts: bool = True
    """Whether `create` lists a dispute."""

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def count(self, endpoint: str) -> int:
        return sum(name == endpoint for name, _ in self.requests)

    @property
    def endpoints(self) -> list[str]:
        return [name.rpartition("/")[2] for name, _ in self.requests]

    def row(
        self,
        *lines: str,
        at: datetime | None = None,
        serial: int = 1,
        reason: str = REASON.name,
        **more: object,
    ) -> Json:
        """A row of the list, made at a time, by default now."""
        made = at or self.now
        return {
            "id": f"SH{made:%y%m%d%H%M%S}{serial:07d}",
            "status": "Processing",
            "disputeReason": reason,
            "money": 0.0,
            "finallyDeal": None,
            "createDate": f"{made:%Y-%m-%d %H:%M:%S}",
            "productList": [
                {"productName": "Lamp", "lineItemId": each} for each in (lines or (LINE,))
            ],
            **more,
        }

    def list_one(self, *lines: str, **options: Any) -> str:
        """A dispute appears in the list; gives its number."""
        row = self.row(*lines, **options)
        self.rows.insert(0, row)
        return str(row["id"])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        endpoint = request.url.path.removeprefix("/")
        given: Json = dict(request.url.params)
        if request.content:
            given = json.loads(request.content, parse_float=Decimal)
        self.requests.append((endpoint, given))
        answer = self.script[endpoint](given) if endpoint in self.script else self._usual(endpoint)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, dict):
            answer = httpx.Response(200, content=json.dumps(answer, default=str))
        answer.headers.setdefault("Date", format_datetime(self.now, usegmt=True))
        self.pass_time(1)
        return answer

    def _usual(self, endpoint: str) -> Json:
        if endpoint == CREATE:
            if self.acts:
                self.list_one()
            return ok(data=True)
        if endpoint == LIST:
            return page(*self.rows)
        if endpoint == ORDER_DETAIL:
            return ok({"orderId": ORDER, "orderNum": "1001", "disputeId": self.flag})
        if endpoint == PRODUCTS:
            line = {"lineItemId": LINE, "price": 12.5, "quantity": self.pieces}
            lines = [line | {"canChoose": self.can_choose, "cjProductName": "Lamp"}]
            return ok({"orderId": ORDER, "orderNumber": "1001", "productInfoList": lines})
        if endpoint == DETAIL:
            return refusal(1600300, "dispute not found")
        raise AssertionError(endpoint)


class _Timing(NoAlarms):
    """Clocks that the test moves."""

    def __init__(self, monotonic: Callable[[], float], now: Callable[[], datetime]) -> None:
        super().__init__(monotonic)
        self.now = now  # type: ignore[method-assign]  # a time of day that the test moves


@dataclass
class Merchant:
    """The services on one data folder, with clocks that the test moves."""

    cj: ScriptedCj
    folder: Path
    ahead: timedelta = timedelta()
    """How far this computer's clock is ahead of CJ's."""
    pauses: list[float] = field(default_factory=list)
    on_pause: Callable[[], object] = lambda: None

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """The program starts on the folder."""
        database = ready_database(self.folder / "a1.sqlite3", patience=0.1)
        self.ledger, self.disputes = FilingLedger(database), DisputeCache(database)
        self.orders = OrderCache(database)
        self.database = database
        self.connection = Connection(
            lambda: CjApi(
                "https://cj.example",
                access_token=lambda: self.token,
                renew=self._renew,
                pace=RateLimiter(math.inf),
                transport=httpx.MockTransport(self.cj),
                timing=_Timing(self._seconds, lambda: self.cj.now + self.ahead),
            )
        )
        self.token, self.renewals = "token", 0
        self.filing = FilingService(
            self.connection,
            self.ledger,
            self.disputes,
            lambda: self.cj.now + self.ahead,
            clock=self._seconds,
            pause=self._pause,
        )
        self.history = HistoryService(
            self.connection,
            self.disputes,
            self.orders,
            self.ledger,
            database,
            lambda: self.cj.now + self.ahead,
            match_listed=self.filing.match_listed,
        )
        self.orders.save(an_order(), self.cj.now)

    def _seconds(self) -> float:
        return self.cj.now.timestamp()

    def _renew(self, _stale: str) -> str:
        self.renewals += 1
        self.token = f"token {self.renewals}".replace(" ", "-")
        return self.token

    def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.cj.pass_time(seconds)
        self.on_pause()

    def look(self, times: int = 1, every: float = 30) -> Filing:
        """Look so many times, so many seconds apart."""
        filing = None
        for _ in range(times):
            self.cj.pass_time(every)
            with suppress(LookupError):
                filing = self.filing.read_back(a_draft().reference)
        assert filing is not None
        return filing

    def stored(self, reference: str = "DD-1") -> Filing:
        filing = self.ledger.get(BusinessDisputeId(reference))
        assert filing is not None
        return filing


def an_order() -> DisputableOrder:
    lines = [
        OrderLine(
            LineItemId(each), "P1", "V1", "Lamp", "CJ1", "Hengtai", "", Decimal("12.50"), 2, True
        )
        for each in (LINE, OTHER_LINE)
    ]
    return DisputableOrder(ORDER, OrderNumber("1001"), tuple(lines))


def a_draft(reference: str = "DD-1", *lines: str) -> DisputeDraft:
    chosen = [DraftLine(LineItemId(each), 2, Decimal("12.50"), "Lamp") for each in lines or (LINE,)]
    return DisputeDraft(
        BusinessDisputeId(reference),
        ORDER,
        OrderNumber("1001"),
        tuple(chosen),
        REASON,
        ExpectedOutcome.REFUND,
        message="It never arrived.",
        message_is_own=True,
    )


def edited(draft: DisputeDraft, message: str) -> DisputeDraft:
    return replace(draft, message=message)
