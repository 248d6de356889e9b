"""How a CJ behaves where its pages leave it open: one character a run, drawn from the seed.

Its pages publish neither what a repeated reference does, nor whether line items are held, nor
which fields may be missing. So every trait is drawn on its own; one CJ in five is the obliging one
that the program was first written against.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

NEVER = float("inf")

REPEATED_TEXTS = (
    (1607008, "businessDisputeId already exists"),
    (1600300, "Param error: businessDisputeId already exists"),
    (1600300, "Param error: businessDisputeId must be unique and max 50 characters"),
    (1607008, "客户业务id已存在"),
    (1603003, "Duplicate businessDisputeId"),
    (1607008, "create dispute failed"),
    (1699001, "Repeat submit"),
)
"""Code and text with which a CJ that recognises a reference refuses it."""
HELD_TEXTS = (
    (1607008, "The product is already in dispute"),
    (1607008, "create dispute failed"),
    (1600300, "Param error: quantity exceeds"),
    (9009, "Order cannot be disputed"),
    (1699002, "该商品存在未完结的纠纷"),
)
REASONS = {
    1: ("Unfulfilled Order Cancellation", "Unfulfilled order cancellation", "未发货取消"),
    2: ("Products Not Received", "Item not received", "未收到货"),
    3: ("Product Damaged", "Products damaged", "产品损坏"),
    4: ("Wrong Products", "Incorrect product sent", "错发"),
}
"""Reason id -> the name at confirm, another wording, and Chinese."""

LIST_FIELDS = (
    "status",
    "disputeReason",
    "replacementAmount",
    "resendOrderCode",
    "money",
    "finallyDeal",
    "createDate",
)
DETAIL_FIELDS = (*LIST_FIELDS, "productList", "refundAmount", "refundDetails")
ROW_LINE_FIELDS = ("image", "price", "cjProductId", "cjVariantId", "productName", "supplierName")
PRODUCT_FIELDS = ("cjProductId", "cjVariantId", "cjImage", "sku", "supplierName", "cjProductName")
ORDER_FIELDS = (
    "orderNum",
    "orderAmount",
    "postageAmount",
    "paymentDate",
    "shopName",
    "cjOrderCode",
)


@dataclass(frozen=True, slots=True)
class Character:
    """The traits of one CJ. The defaults are the obliging one."""

    is_obliging: bool = False

    # Filing
    recognises: bool = True
    """Whether it knows a reference again."""
    repeated: tuple[int, str] | None = REPEATED_TEXTS[0]
    """How it refuses it then; None where it says yes again, without a second dispute."""
    holds_lines: bool = True
    """Whether line items of an undecided dispute are kept from another."""
    held: tuple[int, str] = HELD_TEXTS[0]
    hold_lag: float = 0.0
    """Seconds until `disputeProducts` shows that they are held."""
    creates_silently: float = 0.0
    """Rate at which a `create` gets a yes and nothing becomes of it."""

    # Listing
    filter: str = "yes"
    """`orderId` of the list: "yes", "ignored", "page 1" (ignored from page 2 on), "empty"."""
    filtered_lag: float = 0.0
    plain_lag: float = 0.0
    order_lag: float = 0.0
    """Seconds until the list by order, the whole list and `getOrderDetail` show a new dispute."""
    rows: str = "newest first"
    """Or "oldest first", or "random"."""
    clamp: int = 50
    """Most rows a page."""
    page_name: str = "both"
    """Which name of the page number it understands: "pageNum", "pageNumber", "both"."""
    tells_page: bool = True
    tells_size: bool = True
    hole: int = 0
    """The number of a page that is empty though others follow; 0 for none."""
    total: str = "true"
    """Or "0", "-1", "smaller", "larger", "missing", "null", "huge"."""
    order_dispute: str = "number"
    """`getOrderDetail.disputeId`: "number", "first number", "flag", "null", "empty", "missing"."""

    # Fields
    omitted: Mapping[str, str] = field(default_factory=dict)
    """"list.money" and the like -> "missing", "null" or "garbled"."""
    moody: tuple[str, ...] = ()
    """Those of them that are left out only now and then."""
    lines: str = "told"
    """`productList` of the list: "told", "no ids", "other ids", "empty", "null", "missing"."""
    detail_lines: bool = False
    """Whether the detail does, which its page does not promise."""
    timed_ids: bool = True
    zone: int = 0
    """Hours from UTC of `createDate` in the list."""
    summer_ends: float = NEVER
    """When `createDate` in the list goes back by an hour."""
    clock: float = 0.0
    """Seconds by which the clock of its numbers and dates is ahead of the one in its headers."""
    dates: str = "text"
    """`createDate` of the list: "text", "ms", or "local ms", counted from midnight in its zone."""
    numbers: str = "plain"
    """How whole numbers are written: "plain", "text" ("1.0") or "decimal" (1.0)."""
    money: str = "number"
    """Or "text"."""
    reason_wording: int = 0
    """0 as confirm has it, 1 another wording, 2 Chinese."""
    opened_status: str = "Processing"
    tells_wish: bool = False
    """Whether `finallyDeal` holds what was asked for as long as nothing is decided."""
    splits: bool = False
    """Whether a claim becomes a dispute for each of its items."""
    row_for: str = "dispute"
    """Or "item": a row of the list for each."""

    # Envelopes
    tells_success: bool = True
    trace: str = "requestId"
    """Or "redirectUri"."""
    yes: object = True
    """`data` of a `create` that went well."""
    sends_date: bool = True
    dead_token: str = "envelope"
    """Or "bare 401", "empty token"."""
    oddity: float = 0.0
    """Rate at which a read is answered with an empty body whose verdict is not whole."""
    error_status: int = 200
    """HTTP status of refusals."""
    wants_whole_items: bool = False
    """Whether confirm takes only entries as it gave them itself."""

    def story(self) -> list[str]:
        """The traits that the obliging CJ does not have."""
        plain = Character()
        return [
            f"{each.name} = {getattr(self, each.name)!r}"
            for each in fields(self)
            if getattr(self, each.name) != getattr(plain, each.name)
        ]


def draw_character(chance: random.Random) -> Character:
    """A CJ. One in five is obliging but for the time it takes to list."""
    if chance.random() < 0.2:
        lag = chance.choice((0.0, 0.0, 1.0, 5.0, 20.0))
        return Character(
            is_obliging=True, filtered_lag=lag, plain_lag=lag, order_lag=lag, hold_lag=0.0
        )
    pick, often = chance.choice, chance.random
    lag = _lag(chance)
    recognises = often() < 0.4
    timed = often() < 0.6
    return Character(
        recognises=recognises,
        repeated=None if often() < 0.2 else pick(REPEATED_TEXTS),
        holds_lines=often() < 0.45,
        held=pick(HELD_TEXTS),
        hold_lag=0.0 if often() < 0.8 else lag,
        creates_silently=0.3 if often() < 0.01 else 0.0,
        filter=pick(("yes",) * 6 + ("ignored", "ignored", "page 1", "empty")),
        filtered_lag=lag,
        plain_lag=lag if often() < 0.7 else _lag(chance),
        order_lag=lag if often() < 0.5 else _lag(chance),
        rows=pick(("newest first", "newest first", "newest first", "oldest first", "random")),
        clamp=pick((50, 50, 50, 20, 10, chance.randint(1, 9) if often() < 0.3 else 10)),
        page_name=pick(("both", "both", "pageNum", "pageNum", "pageNumber")),
        tells_page=often() < 0.85,
        tells_size=often() < 0.85,
        hole=2 if often() < 0.1 else 0,
        total=pick(("true",) * 8 + ("0", "-1", "smaller", "larger", "missing", "null", "huge")),
        order_dispute=pick(
            ("number", "number", "first number", "flag", "flag", "null", "null", "empty", "missing")
        ),
        omitted=_omitted(chance),
        moody=tuple(name for name in _all_fields() if often() < 0.5),
        lines=pick(("told",) * 14 + ("no ids", "empty", "null", "missing")),
        detail_lines=often() < 0.3,
        timed_ids=timed,
        zone=pick((0, 0, 0, 8, 8, -5, 9)),
        dates=pick(("text", "text", "text", "ms")),
        numbers=pick(("plain", "plain", "plain", "text", "decimal")),
        money=pick(("number", "number", "text")),
        reason_wording=pick((0, 0, 1, 2)),
        opened_status=pick(("Processing", "Processing", "Awaiting response", "处理中")),
        tells_success=often() < 0.7,
        trace=pick(("requestId", "redirectUri")),
        yes=pick((True, True, True, "true", "", None)),
        sends_date=often() < 0.97,
        dead_token=pick(("envelope", "envelope", "empty token", "bare 401")),
        oddity=pick((0.0, 0.0, 0.0, 0.05, 0.25)),
        error_status=pick((200, 200, 200, 400)),
        wants_whole_items=often() < 0.05,
    )


def with_habits(character: Character, chance: random.Random) -> Character:
    """The same CJ with what its pages leave open and real servers do: seldom, and one or two."""
    habits: list[dict[str, object]] = [
        {"lines": "other ids"},
        {"summer_ends": chance.uniform(0, 300), "timed_ids": False, "dates": "text"},
        {"clock": chance.choice((-300.0, -20.0, 8.0, 90.0))},
        {"dates": "local ms", "zone": 8, "timed_ids": False},
        {"tells_wish": True},
        {"splits": True},
        {"row_for": "item"},
    ]
    drawn = chance.sample(habits, chance.choice((0,) * 17 + (1, 1, 2)))
    for each in drawn:
        character = replace(character, **each)  # type: ignore[arg-type]  # traits by their names
    return character


def _lag(chance: random.Random) -> float:
    """Seconds until something new is shown: most often none, seldom minutes, hardly ever never."""
    draw = chance.random()
    if draw < 0.45:
        return 0.0
    if draw < 0.85:
        return chance.uniform(0, 60)
    return chance.uniform(60, 600) if draw < 0.985 else NEVER


def _all_fields() -> list[str]:
    return [
        *(f"list.{each}" for each in LIST_FIELDS),
        *(f"detail.{each}" for each in DETAIL_FIELDS),
        *(f"line.{each}" for each in ROW_LINE_FIELDS),
        *(f"product.{each}" for each in PRODUCT_FIELDS),
        *(f"order.{each}" for each in ORDER_FIELDS),
    ]


def _omitted(chance: random.Random) -> dict[str, str]:
    share = chance.choice((0.0, 0.0, 0.1, 0.4))
    ways = ("missing", "null", "null", "garbled")
    return {name: chance.choice(ways) for name in _all_fields() if chance.random() < share}
