"""CJ in memory, with a character and a complete record of what it was asked and what it did.

It shares no code with the program, so that it shares none of its beliefs. It knows no transport:
a request goes in as an `Ask`, a `Reply` comes out, at the time of the world it lives in.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cj.simulation.character import REASONS, Character
from tests.cj.simulation.scheduler import World

EPOCH = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
"""What CJ's clock shows when a run begins."""
CREATE = "disputes/create"
LIST = "disputes/getDisputeList"
DETAIL = "disputes/getDisputeDetail"
PRODUCTS = "disputes/disputeProducts"
CONFIRM = "disputes/disputeConfirmInfo"
CANCEL = "disputes/cancel"
ORDER = "shopping/order/getOrderDetail"
ORDERS = "shopping/order/list"
REFRESH = "authentication/refreshAccessToken"
OTHER_PAGES = "CJ's pages"
"""Who filed a dispute that no program asked for."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line item of an order. The price is in cents."""

    line_id: str
    name: str
    sku: str
    price: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Order:
    """An order, with the ids that CJ has for it."""

    code: str
    numeric_id: str
    number: str
    lines: tuple[Line, ...]

    def is_called(self, any_id: str) -> bool:
        """Whether this is one of its ids."""
        return any_id in (self.code, self.numeric_id, self.number)


@dataclass(slots=True)
class Dispute:
    """A dispute as it truly is. Times are seconds of the world, money is in cents."""

    dispute_id: str
    order: Order
    pieces: dict[str, int]
    reason: int
    created: float
    by: str
    """The reference it was filed with, or `OTHER_PAGES`."""
    status: str
    place: float
    """Where it stands in a list without order."""
    outcome: int | None = None
    money: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether it came of a request of a program."""
        return self.by != OTHER_PAGES

    @property
    def lines(self) -> frozenset[str]:
        """Its line items."""
        return frozenset(self.pieces)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as it reaches CJ."""

    program: str
    endpoint: str
    query: Sequence[tuple[str, str]]
    body: Json
    token: str
    left: float
    """When it left the program."""

    def get(self, name: str) -> str:
        """The last value of a parameter, or nothing."""
        return next((value for key, value in reversed(self.query) if key == name), "")


@dataclass(frozen=True, slots=True)
class Reply:
    """What CJ's servers send back."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Recorded:
    """A request that arrived, and what was done and told because of it."""

    ask: Ask
    at: float
    filed: Dispute | None = None
    shown: tuple[Dispute, ...] = ()
    is_whole: bool = False
    """Whether the answer is an envelope without fault that says what it says."""
    page: int = 1
    is_told: bool = False
    """Whether the program received it. Set by the network."""
    told_at: float = 0.0
    is_lie: bool = False
    """Whether CJ said no to what it had filed."""
    is_turned_away: bool = False
    """Whether CJ said that it came too soon, and so did not look at it."""


class Refusal(Exception):
    """CJ says no, with a code and a text."""

    def __init__(self, code: int, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.status = status


class Cj:
    """The servers, their data and their record."""

    def __init__(self, world: World, character: Character, chance: random.Random) -> None:
        self.character = character
        self.disputes: list[Dispute] = []
        self.orders: list[Order] = []
        self.record: list[Recorded] = []
        self.sent: list[Ask] = []
        """The `create` requests that left a program, whether or not they arrived."""
        self.moods: list[str] = []
        """How the next `create` requests are met, in this order; none is the usual way."""
        self.on_create: list[Callable[[], None]] = []
        """Called once each when a `create` arrives, before it is looked at."""
        self.after_create: list[Callable[[], None]] = []
        self.after_list: list[Callable[[], None]] = []
        """Called once each after a `create`, or a list that was asked for by order."""
        self._world = world
        self._chance = chance
        self._access = {"access-0"}
        self._refresh = {"refresh-0"}
        self._tokens = 0
        self._garbled_dates = ("15/01/2025 10:30", "yesterday", "0000-00-00 00:00:00")

    # The world outside of the API

    def time(self, at: float) -> datetime:
        """CJ's clock at a time of the world."""
        return EPOCH + timedelta(seconds=at)

    def add(
        self,
        order: Order,
        pieces: dict[str, int],
        reason: int,
        by: str = OTHER_PAGES,
        created: float | None = None,
    ) -> Dispute:
        """File a dispute, now or at a time."""
        at = self._world.now if created is None else created
        told = self.time(at + self.character.clock)
        digits = self._chance.randrange(10**11)
        if self.character.timed_ids:
            number = f"{told:%y%m%d%H%M%S}{digits % 10**7:07d}"
        else:
            number = f"1623{self._chance.randrange(10**4):04d}{digits:011d}"
        dispute = Dispute(
            f"SH{number}",
            order,
            pieces,
            reason,
            at,
            by,
            self.character.opened_status,
            self._chance.random(),
        )
        self.disputes.append(dispute)
        return dispute

    def decide(self, dispute: Dispute, outcome: int, money: int) -> None:
        """Settle a dispute."""
        dispute.status = {1: "Completed", 2: "Reissued", 3: "Rejected"}[outcome]
        dispute.outcome, dispute.money = outcome, money

    def kill_tokens(self, *, refresh_too: bool) -> None:
        """No token that was given out works any more."""
        self._access.clear()
        if refresh_too:
            self._refresh.clear()

    def sign_in(self) -> tuple[str, str]:
        """A person signs in: a new access and a new refresh token."""
        self._tokens += 1
        access, refresh = f"access-{self._tokens}", f"refresh-{self._tokens}"
        self._access.add(access)
        self._refresh.add(refresh)
        return access, refresh

    def of(self, reference: str) -> list[Dispute]:
        """The disputes that were filed with a reference."""
        return [each for each in self.disputes if each.by == reference]

    def with_id(self, dispute_id: str) -> Dispute | None:
        """The dispute with a number."""
        return next((each for each in self.disputes if each.dispute_id == dispute_id), None)

    def shows(self, dispute: Dispute, at: float, lag: float) -> bool:
        """Whether what has this lag shows a dispute at a time."""
        return at >= dispute.created + lag

    def listed(self, at: float, *, by_order: Order | None, pages: int) -> list[Dispute]:
        """What the first pages of the list would show at a time."""
        rows, _ = self._rows(by_order, 1, at)
        shown = pages * self.character.clamp
        return rows[:shown]

    # The API

    def handle(self, ask: Ask) -> tuple[Reply, Recorded]:
        """Do what is asked, as far as this character does it."""
        recorded = Recorded(ask, self._world.now)
        self.record.append(recorded)
        try:
            if ask.endpoint != REFRESH and ask.token not in self._access:
                return self._dead_token(ask), recorded
            reply = self._answer(ask, recorded)
        except Refusal as no:
            recorded.is_whole = True
            return self._refused(no), recorded
        return reply, recorded

    def _answer(self, ask: Ask, recorded: Recorded) -> Reply:
        endpoint = ask.endpoint
        if endpoint == CREATE:
            for act in self._taken(self.on_create):
                act()
            reply = self._create(ask, recorded)
            for act in self._taken(self.after_create):
                act()
            return reply
        if endpoint == LIST:
            reply = self._list(ask, recorded)
            if ask.get("orderId"):
                for act in self._taken(self.after_list):
                    act()
            return reply
        answers: dict[str, Callable[[Ask], object]] = {
            PRODUCTS: self._products,
            CONFIRM: self._confirm,
            CANCEL: self._cancel,
            DETAIL: self._detail,
            ORDER: self._order,
            ORDERS: self._orders,
            REFRESH: self._refreshed,
        }
        if endpoint not in answers:
            raise Refusal(1600101, "Interface not found")
        data = answers[endpoint](ask)
        if endpoint in (PRODUCTS, ORDER) and self._is_odd():
            return self._odd(self._envelope(data), empty=None)
        recorded.is_whole = True
        if endpoint == ORDER:
            recorded.shown = tuple(self._of_order(self._asked_order(ask)))
        return self._json(self._envelope(data))

    @staticmethod
    def _taken(acts: list[Callable[[], None]]) -> list[Callable[[], None]]:
        taken = acts[:]
        acts.clear()
        return taken

    # Filing

    def _create(self, ask: Ask, recorded: Recorded) -> Reply:
        mood = self.moods.pop(0) if self.moods else ""
        if mood in _REFUSING:
            recorded.is_turned_away = mood in ("limit", "limit 429")
            raise _REFUSING[mood]
        if mood == "token dies":
            self.kill_tokens(refresh_too=False)
            return self._dead_token(ask)
        if mood in _GATEWAY:
            return _GATEWAY[mood]
        is_done = mood in (*MOODS_AFTER, LYING_NO) or not mood
        if is_done and not self._is_swallowed():
            recorded.filed = self._filed(ask)
        recorded.is_whole = not mood
        if mood == LYING_NO:
            recorded.is_lie = recorded.filed is not None
            raise _REFUSING["refused"]
        return self._told(mood.removesuffix(" before").removesuffix(" after"))

    def _told(self, mood: str) -> Reply:
        """The answer to a `create`; nobody can tell from a moody one whether it was done."""
        yes = self._envelope(self.character.yes)
        if mood == "busy":
            raise Refusal(*self._chance.choice(((1600000, "System busy"), (1600301, "Timed out"))))
        if mood == "server error":
            raise Refusal(1699099, "Internal error", 500)
        if mood == "unknown yes":
            return self._json(yes | {"code": 201, "success": True, "result": True, "data": True})
        if mood == "contradiction":
            return self._json(yes | {"result": False})
        if mood == "duplicated keys":
            text = json.dumps(yes).replace("{", '{"code": 1607008, "result": false, ', 1)
            return Reply(200, text.encode(), self._headers())
        return self._json(yes)

    def _is_swallowed(self) -> bool:
        rate = self.character.creates_silently
        return rate > 0 and self._chance.random() < rate

    def _filed(self, ask: Ask) -> Dispute | None:
        """The new dispute; None where it is the same one again. Raises `Refusal`."""
        body, character = ask.body, self.character
        reference = str(body["businessDisputeId"])
        if character.recognises and self.of(reference):
            if character.repeated is None:
                return None
            raise Refusal(*character.repeated)
        order = self._called(str(body["orderId"]))
        pieces = {
            str(each["lineItemId"]): int(each["quantity"]) for each in body["productInfoList"]
        }
        known = {line.line_id for line in order.lines}
        if not pieces or not pieces.keys() <= known:
            raise Refusal(1600300, "Param error: lineItemId")
        if character.holds_lines and self._held(order, self._world.now).keys() & pieces.keys():
            raise Refusal(*character.held)
        reason = int(body["disputeReasonId"])
        parts = [{line: pieces[line]} for line in pieces] if character.splits else [pieces]
        added = [self.add(order, each, reason, reference) for each in parts]
        return added[0]

    def _held(self, order: Order, at: float, lag: float = 0.0) -> dict[str, int]:
        held: dict[str, int] = {}
        for each in self.disputes:
            if each.order is order and each.outcome is None and self.shows(each, at, lag):
                for line, pieces in each.pieces.items():
                    held[line] = held.get(line, 0) + pieces
        return held

    def _products(self, ask: Ask) -> object:
        order = self._asked_order(ask)
        held: dict[str, int] = {}
        if self.character.holds_lines:
            held = self._held(order, self._world.now, self.character.hold_lag)
        return {
            "orderId": order.numeric_id,
            "orderNumber": order.number,
            "productInfoList": [
                self._item(line, line.quantity - held.get(line.line_id, 0)) for line in order.lines
            ],
        }

    def _item(self, line: Line, left: int) -> Json:
        item: Json = {
            "lineItemId": line.line_id,
            "cjProductId": f"7{line.line_id[1:]}",
            "cjVariantId": f"8{line.line_id[1:]}",
            "canChoose": left > 0,
            "price": self._money(line.price),
            "quantity": self._whole(max(left, 0)),
            "cjProductName": line.name,
            "cjImage": f"https://pictures.invalid/{line.line_id}.jpg",
            "sku": line.sku,
            "supplierName": "Hengtai",
        }
        return self._less("product", item)

    def _confirm(self, ask: Ask) -> object:
        order = self._called(str(ask.body.get("orderId")))
        chosen = ask.body.get("productInfoList") or []
        if self.character.wants_whole_items and not all("cjProductName" in each for each in chosen):
            raise Refusal(1600100, "Param error", 400)
        by_id = {line.line_id: line for line in order.lines}
        total = 0
        for each in chosen:
            line = by_id.get(str(each.get("lineItemId")))
            if line is None:
                raise Refusal(1600100, "Param error")
            total += line.price * int(each["quantity"])
        return {
            "orderId": order.numeric_id,
            "orderNumber": order.number,
            "maxProductPrice": self._money(total),
            "maxPostage": self._money(300),
            "maxIossTaxAmount": 0,
            "maxIossHandTaxAmount": 0,
            "maxAmount": self._money(total + 300),
            "expectResultOptionList": ["1", "2"],
            "productInfoList": [self._item(line, line.quantity) for line in order.lines],
            "disputeReasonList": [
                {"disputeReasonId": self._whole(number), "reasonName": names[0]}
                for number, names in REASONS.items()
            ],
        }

    def _cancel(self, ask: Ask) -> object:
        dispute = self.with_id(str(ask.body.get("disputeId")))
        if dispute is None or not dispute.order.is_called(str(ask.body.get("orderId"))):
            raise Refusal(1607009, "cancel dispute failed")
        dispute.status = "Cancelled"
        return True

    # Listing

    def _list(self, ask: Ask, recorded: Recorded) -> Reply:
        order_id, dispute_id = ask.get("orderId"), ask.get("disputeId")
        order = self._find(order_id) if order_id else None
        page = self._page_of(ask)
        rows, page = self._rows(order, page, self._world.now, is_filtered=bool(order_id))
        if dispute_id and self.character.filter == "yes":
            rows = [each for each in rows if each.dispute_id == dispute_id]
        size = min(self.character.clamp, int(ask.get("pageSize") or 10))
        start = (page - 1) * size
        shown = rows[start : start + size]
        if page == self.character.hole and len(rows) > size:
            shown = []
        elif self.character.hole and page > self.character.hole:
            shown = rows[start - size : start]
        data: Json = {"list": [row for each in shown for row in self._rows_of(each)]}
        if self.character.tells_page:
            data["pageNum"] = self._whole(page)
        if self.character.tells_size:
            data["pageSize"] = self._whole(size)
        self._tell_total(data, len(rows))
        recorded.page = page
        if self._is_odd():
            empty = data | {"list": [], "total": self._chance.choice((0, 1))}
            return self._odd(self._envelope(data), self._envelope(empty))
        recorded.is_whole = True
        recorded.shown = tuple(shown)
        return self._json(self._envelope(data))

    def _page_of(self, ask: Ask) -> int:
        names = {
            "both": ("pageNum", "pageNumber"),
            "pageNum": ("pageNum",),
            "pageNumber": ("pageNumber",),
        }[self.character.page_name]
        text = next((found for name in names if (found := ask.get(name))), "1")
        return max(1, int(text))

    def _rows(
        self, order: Order | None, page: int, at: float, *, is_filtered: bool = True
    ) -> tuple[list[Dispute], int]:
        """All rows of the list that a page is taken from, in this character's order."""
        way = self.character.filter if is_filtered and order is not None else "ignored"
        if is_filtered and order is None and page == 1 and self.character.filter != "ignored":
            return [], page  # asked for an order that there is not
        if way == "empty":
            return [], page
        if way == "page 1":
            way = "yes" if page == 1 else "ignored"
        lag = self.character.filtered_lag if way == "yes" else self.character.plain_lag
        rows = [each for each in self.disputes if self.shows(each, at, lag)]
        if way == "yes":
            rows = [each for each in rows if each.order is order]
        keys: dict[str, Callable[[Dispute], float]] = {
            "newest first": lambda each: -each.created,
            "oldest first": lambda each: each.created,
            "random": lambda each: each.place,
        }
        return sorted(rows, key=keys[self.character.rows]), page

    def _tell_total(self, data: Json, count: int) -> None:
        way = self.character.total
        told: dict[str, object] = {
            "true": count,
            "0": 0,
            "-1": -1,
            "smaller": max(0, count // 3),
            "larger": count + 7,
            "null": None,
            "huge": 10**15,
        }
        if way != "missing":
            number = told[way]
            data["total"] = self._whole(number) if isinstance(number, int) else number

    def _row(self, dispute: Dispute) -> Json:
        row: Json = {"id": dispute.dispute_id, **self._facts(dispute)}
        hours = self.character.zone - (dispute.created >= self.character.summer_ends)
        at = self.time(dispute.created + self.character.clock)
        local = at + timedelta(hours=hours)
        if self.character.dates == "text":
            row["createDate"] = f"{local:%Y-%m-%d %H:%M:%S}"
        else:
            counted = at if self.character.dates == "ms" else local
            row["createDate"] = int(counted.timestamp() * 1000)
        row = self._less("list", row)
        way = self.character.lines
        if way in ("told", "no ids", "other ids"):
            lines = [each for each in dispute.order.lines if each.line_id in dispute.pieces]
            row["productList"] = [self._row_line(each, way) for each in lines]
        elif way != "missing":
            row["productList"] = [] if way == "empty" else None
        return row

    def _rows_of(self, dispute: Dispute) -> list[Json]:
        row = self._row(dispute)
        if self.character.row_for == "dispute" or not row.get("productList"):
            return [row]
        return [row | {"productList": [each]} for each in row["productList"]]

    def _row_line(self, line: Line, way: str) -> Json:
        content: Json = {
            "image": f"https://pictures.invalid/{line.line_id}.jpg",
            "price": self._money(line.price),
            "cjProductId": f"7{line.line_id[1:]}",
            "cjVariantId": f"8{line.line_id[1:]}",
            "productName": line.name,
            "supplierName": "Hengtai",
        }
        content = self._less("line", content)
        if way == "told":
            content["lineItemId"] = line.line_id
        elif way == "other ids":  # as it is read by what has numbers of 53 bits only
            content["lineItemId"] = str(int(float(line.line_id)) + 1)
        return content

    def _detail(self, ask: Ask) -> object:
        dispute = self.with_id(ask.get("disputeId"))
        lag = min(self.character.plain_lag, self.character.filtered_lag)
        if dispute is None or not self.shows(dispute, self._world.now, lag):
            raise Refusal(1600300, "Param error: dispute not found")
        detail: Json = {"id": dispute.dispute_id, **self._facts(dispute)}
        ahead = self.character.clock
        if self.character.dates == "local ms":
            ahead += 3600 * self.character.zone
        detail["createDate"] = int(self.time(dispute.created + ahead).timestamp() * 1000)
        detail["refundAmount"] = self._money(dispute.money)
        detail["refundDetails"] = (
            [
                {
                    "type": "PRODUCT_COST",
                    "typeName": "Product Cost",
                    "amount": self._money(dispute.money),
                }
            ]
            if dispute.money
            else []
        )
        detail["productList"] = [
            {
                "image": "",
                "price": self._money(line.price),
                "productCode": line.sku,
                "productId": f"7{line.line_id[1:]}",
                "standId": f"8{line.line_id[1:]}",
                "productName": line.name,
                "supplierName": "Hengtai",
                **({"lineItemId": line.line_id} if self.character.detail_lines else {}),
            }
            for line in dispute.order.lines
            if line.line_id in dispute.pieces
        ]
        return self._less("detail", detail)

    def _facts(self, dispute: Dispute) -> Json:
        """What list and detail have in common."""
        deal = dispute.outcome or (1 if self.character.tells_wish else None)
        return {
            "status": dispute.status,
            "disputeReason": REASONS[dispute.reason][self.character.reason_wording],
            "replacementAmount": self._money(0),
            "resendOrderCode": "",
            "money": self._money(dispute.money),
            "finallyDeal": None if deal is None else self._whole(deal),
        }

    # Orders

    def _order(self, ask: Ask) -> object:
        return self._order_row(self._asked_order(ask))

    def _orders(self, ask: Ask) -> object:
        wanted = {value for name, value in ask.query if name in ("orderNumbers", "orderIds")}
        found = [each for each in self.orders if any(map(each.is_called, wanted))]
        every = found if wanted else self.orders
        page, size = int(ask.get("pageNum") or 1), int(ask.get("pageSize") or 20)
        rows = every[(page - 1) * size : page * size]
        return {
            "pageNum": page,
            "pageSize": size,
            "total": len(every),
            "list": [*map(self._order_row, rows)],
        }

    def _order_row(self, order: Order) -> Json:
        row: Json = {
            "orderNum": order.number,
            "cjOrderId": order.code,
            "cjOrderCode": order.code,
            "orderStatus": "DELIVERED",
            "createDate": "2026-11-01 08:00:00",
            "paymentDate": "2026-11-01 08:05:00",
            "orderAmount": self._money(sum(each.price * each.quantity for each in order.lines)),
            "postageAmount": self._money(300),
            "shopName": "",
        }
        row = self._less("order", row) | {"orderId": order.numeric_id}
        way = self.character.order_dispute
        shown = sorted(self._of_order(order), key=lambda each: each.created)
        if way in ("number", "first number"):
            index = -1 if way == "number" else 0
            row["disputeId"] = shown[index].dispute_id if shown else None
        elif way == "flag":
            row["disputeId"] = self._chance.choice(("1", "2")) if shown else "0"
        elif way != "missing":
            row["disputeId"] = None if way == "null" else ""
        return row

    def _of_order(self, order: Order) -> Iterable[Dispute]:
        lag, now = self.character.order_lag, self._world.now
        return (
            each for each in self.disputes if each.order is order and self.shows(each, now, lag)
        )

    def _asked_order(self, ask: Ask) -> Order:
        return self._called(ask.get("orderId"))

    def _called(self, any_id: str) -> Order:
        order = self._find(any_id)
        if order is None:
            raise Refusal(1600300, "Param error: order not found")
        return order

    def _find(self, any_id: str) -> Order | None:
        return next((each for each in self.orders if each.is_called(any_id)), None)

    def _refreshed(self, ask: Ask) -> object:
        if str(ask.body.get("refreshToken")) not in self._refresh:
            raise Refusal(1600003, "Refresh token is failure")
        access, refresh = self.sign_in()
        soon = self.time(self._world.now) + timedelta(days=15)
        return {
            "accessToken": access,
            "accessTokenExpiryDate": soon.isoformat(),
            "refreshToken": refresh,
            "refreshTokenExpiryDate": soon.isoformat(),
            "createDate": self.time(self._world.now).isoformat(),
        }

    # Envelopes

    def _dead_token(self, ask: Ask) -> Reply:
        way = self.character.dead_token
        if way == "bare 401" and ask.endpoint != CREATE:
            return Reply(401, b"", {})
        code = 1600002 if way == "empty token" else 1600001
        return self._refused(Refusal(code, "Invalid API key or access token"))

    def _refused(self, no: Refusal) -> Reply:
        envelope: Json = {"code": no.code, "result": False, "message": no.text, "data": None}
        envelope[self.character.trace] = self._trace_id()
        return self._json(envelope, no.status or self.character.error_status)

    def _envelope(self, data: object) -> Json:
        code: object = 200.0 if self.character.numbers == "decimal" else 200
        envelope: Json = {"code": code, "result": True, "message": "Success", "data": data}
        envelope[self.character.trace] = self._trace_id()
        if self.character.tells_success:
            envelope["success"] = True
        return envelope

    def _trace_id(self) -> str:
        return f"{self._chance.getrandbits(128):032x}"

    def _is_odd(self) -> bool:
        rate = self.character.oddity
        return rate > 0 and self._chance.random() < rate

    def _odd(self, full: Json, empty: Json | None) -> Reply:
        """An answer that shows nothing, and that nobody may take for "there is nothing"."""
        envelope = empty or full | {"data": None}
        way = self._chance.choice(("404", "503", "result", "twice", "count"))
        if way in ("404", "503"):
            return self._json(envelope, int(way))
        if way == "result":
            return self._json(envelope | {"result": False})
        if way == "count" and empty is not None:
            return self._json(envelope | {"data": {"total": 1, "list": []}})
        # Two envelopes in one: which of them a reader sees is chance.
        other = '{"code": 1600000, "data": {"list": [], "total": 9}, '
        text = json.dumps(envelope).replace("{", other, 1)
        return Reply(200, text.encode(), self._headers())

    def _json(self, envelope: Json, status: int = 200) -> Reply:
        return Reply(status, json.dumps(envelope, ensure_ascii=False).encode(), self._headers())

    def _headers(self) -> dict[str, str]:
        headers = {"content-type": "application/json;charset=UTF-8"}
        if self.character.sends_date:
            headers["date"] = f"{self.time(self._world.now):%a, %d %b %Y %H:%M:%S} GMT"
        return headers

    # Values

    def _money(self, cents: int) -> object:
        text = f"{cents // 100}.{cents % 100:02d}"
        return text if self.character.money == "text" else float(text)

    def _whole(self, number: int) -> object:
        if self.character.numbers == "text":
            return f"{number}.0"
        return float(number) if self.character.numbers == "decimal" else number

    def _less(self, kind: str, content: Json) -> Json:
        """The content without what this character leaves out."""
        omitted = self.character.omitted
        if not omitted:
            return content
        kept: Json = {}
        for name, value in content.items():
            way = omitted.get(f"{kind}.{name}")
            if way and f"{kind}.{name}" in self.character.moody and self._chance.random() < 0.5:
                way = None
            if way is None:
                kept[name] = value
            elif way == "null":
                kept[name] = None
            elif way == "garbled":
                kept[name] = self._garbled(name, value)
        return kept

    def _garbled(self, name: str, value: object) -> object:
        if name == "createDate":
            return self._chance.choice(self._garbled_dates)
        if "mount" in name or name in ("money", "price"):
            return self._chance.choice((f"${value}", "1,234.50", "--"))
        return {"finallyDeal": "refund", "status": ""}.get(name, "")


_REFUSING = {
    "refused": Refusal(1607008, "create dispute failed"),
    "not through the API": Refusal(9009, "Order cannot be disputed"),
    "unknown code": Refusal(1699003, "rejected by risk control"),
    "no such reference": Refusal(1600300, "Param error: businessDisputeId does not exist"),
    "reference form": Refusal(1600300, "Param error: businessDisputeId 不存在"),
    "limit": Refusal(1600200, "Too Many Requests, QPS limit is 1 time/1second"),
    "limit 429": Refusal(429, "Too many requests", 429),
}
"""Moods in which a `create` is certainly declined."""
_GATEWAY = {
    "bare 429": Reply(429, b"Too Many Requests", {"content-type": "text/plain"}),
    "bare 401": Reply(401, b""),
    "bare 502": Reply(502, b"<html><body>Bad Gateway</body></html>"),
}
"""Moods in which something before CJ answers, and CJ hears nothing."""
LYING_NO = "refused after"
"""A mood of its own: CJ declines what it has filed."""
MOODS_BEFORE: Collection[str] = (
    *_REFUSING,
    *_GATEWAY,
    "token dies",
    "contradiction before",
    "duplicated keys before",
    "busy before",
    "server error before",
)
MOODS_AFTER: Collection[str] = (
    "unknown yes after",
    "duplicated keys after",
    "contradiction after",
    "busy after",
    "server error after",
)
