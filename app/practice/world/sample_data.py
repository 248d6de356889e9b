"""The examples of practice mode: goods, orders told one a line, and past disputes.

Ids never change; dates are counted back from the birth of the world, so that what can be disputed
today can be disputed whenever somebody tries. The constants name the orders that tests and the
tutorial count on. Names and suppliers are ours; none exists. A few goods are there to be awkward:
scripts that run the other way, emoji, markup, a spreadsheet formula, and a name as long as the API
allows (200).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from app.practice.world import dispute_life
from app.practice.world.models import (
    Buyer,
    Ceiling,
    Dispute,
    DisputedLine,
    Line,
    Order,
    Parcel,
    Shop,
    Stage,
)
from app.practice.world.reasons import NAMES

#: The newest example: three pieces of one lamp at 14.16 without postage (42.48 in all), delivered,
#: all disputable.
TUTORIAL_ORDER = "SD2611200001234567"
#: Forty lines, delivered, all disputable.
MANY_LINES_ORDER = "SD2611010004000040"
#: Delivered long ago: every line has canChoose false.
CLOSED_ORDER = "SD2603020000777001"
#: Made in a shop: disputeProducts refuses it (1607006), getOrderDetail
#: works and shows shopName and platformOrderId.
SHOP_MADE_ORDER = "SD2611020000888001"
#: Made in a shop: everything works until create refuses it (1607008).
SHOP_MADE_REFUSED_LATE_ORDER = "SD2611030000888002"
#: Three lines: one held by an open dispute, one partly used up by a settled one, one free.
PARTLY_ORDER = "SD2610280000555001"
#: Not paid yet: both reads of a dispute refuse it (9009).
UNPAID_ORDER = "SD2611100000111001"
#: One piece at 1234567890123456.78.
BIG_AMOUNT_ORDER = "SD2610270000999001"
#: Names in Chinese and Arabic, with emoji, markup, a formula, and 200 characters long.
NON_LATIN_ORDER = "SD2611040000666001"
#: To Germany with IOSS tax and fee.
EU_ORDER = "SD2611050000444001"
#: The confirm call offers nothing but a refund.
REFUND_ONLY_ORDER = "SD2611060000333001"
#: Paid, not dispatched: the one reason is its cancellation.
UNSHIPPED_ORDER = "SD2611080000222001"
#: On its way, tracking known.
SHIPPED_ORDER = "SD2611070000222002"
#: On its way in two parcels.
SPLIT_ORDER = "SD2610300000222003"
#: Returned to its sender, not made through the API: all works until create refuses it (9009).
RETURNED_ORDER = "DP2610290000123001"
#: Cancelled before payment went through: every line has canChoose false.
CANCELLED_ORDER = "SD2610260000101001"
#: To practise with: when it is looked up, CJ switches off API access for a minute (1600014).
API_OFF_ORDER = "SD2610280000160001"


@dataclass(frozen=True)
class Product:
    """One thing to sell. What it is kept under names its picture as well."""

    name: str
    supplier: str
    price: Decimal


_LIGHT = "Lanternwell Workshop"
_HOME = "Pinebrook Goods"
_CLOTH = "Harbour & Thread"
_SEA = "Tidewater Trading"
_TOYS = "Little Meadow Toys"
_OUT = "Sandglass Outfitters"
_DESK = "Quillmark Stationers"

_ROWS = (
    ("moon-lamp", "Crescent Glow Bedside Lamp", _LIGHT, "14.16"),
    ("pebble-lamp", "Pebble Touch Night Light", _LIGHT, "9.80"),
    ("string-lights", "Firefly String Lights 10 m", _LIGHT, "7.45"),
    ("desk-lamp", "Heron Folding Desk Lamp", _LIGHT, "21.90"),
    ("candle-set", "Amberdrop LED Candles, Set of 6", _LIGHT, "11.25"),
    ("mug", "Speckled Stoneware Mug", _HOME, "6.30"),
    ("teapot", "Willow Brook Teapot 0.8 L", _HOME, "18.75"),
    ("knife-block", "Driftwood Magnetic Knife Board", _HOME, "24.60"),
    ("spice-rack", "Terrace Spice Rack, Three Tiers", _HOME, "15.95"),
    ("shelf", "Floating Corner Shelf, Oak Look", _HOME, "19.40"),
    ("clock", "Quiet Sweep Wall Clock", _HOME, "13.70"),
    ("vase", "Fluted Bud Vase", _HOME, "8.15"),
    ("bath-mat", "Moss Garden Bath Mat", _HOME, "12.05"),
    ("blanket", "Cloudberry Fleece Blanket", _CLOTH, "17.30"),
    ("scarf", "Highland Check Scarf", _CLOTH, "10.60"),
    ("socks", "Merry Stripes Socks, 5 Pairs", _CLOTH, "5.95"),
    ("raincoat", "Puddle Parade Raincoat", _CLOTH, "22.85"),
    ("beanie", "Ribbed Harbour Beanie", _CLOTH, "4.90"),
    ("apron", "Linen Feel Cross-Back Apron", _CLOTH, "9.35"),
    ("tote", "Market Day Tote Bag", _CLOTH, "3.85"),
    ("phone-stand", "Perch Phone Stand", _DESK, "4.20"),
    ("cable-clips", "Tidy Tail Cable Clips, 12 Pieces", _DESK, "2.15"),
    ("notebook", "Dotted Journal A5, Lay-Flat", _DESK, "5.60"),
    ("pen-set", "Brush Pens, 24 Colours", _DESK, "8.90"),
    ("mouse-pad", "Wide Desk Mat 80 x 30 cm", _DESK, "7.75"),
    ("keyboard", "Pebble Key Mini Keyboard", _DESK, "27.50"),
    ("blocks", "Balance Blocks, 30 Pieces", _TOYS, "12.80"),
    ("kite", "Swallowtail Kite", _TOYS, "6.75"),
    ("puzzle", "Night Market Puzzle, 500 Pieces", _TOYS, "9.10"),
    ("plush", "Sleepy Otter Plush 35 cm", _TOYS, "8.45"),
    ("bubble", "Bubble Breeze Machine", _TOYS, "13.20"),
    ("bottle", "Trailhead Steel Bottle 750 ml", _OUT, "11.60"),
    ("tent-lamp", "Canopy Camping Lantern", _OUT, "10.35"),
    ("hammock", "Two Trees Travel Hammock", _OUT, "16.20"),
    ("towel", "Quick Dry Trek Towel", _OUT, "6.95"),
    ("bike-light", "Comet Bike Light Pair", _OUT, "9.99"),
    ("beach-mat", "Sandless Beach Mat", _SEA, "13.45"),
    ("snorkel", "Clearwater Snorkel Mask", _SEA, "18.20"),
    ("dry-bag", "Harbourmaster Dry Bag 20 L", _SEA, "12.40"),
    ("shell-frame", "Seashell Picture Frame", _SEA, "7.05"),
    ("lantern-zh", "云栖手工折叠纸灯笼（暖光，含电池，适合庭院与卧室）", "云杉里家居", "12.68"),
    ("coffee-ar", "إبريق قهوة نحاسي صغير ٣٠٠ مل", "ورشة النخلة", "16.35"),
    ("emoji", "🎉 Party Balloon Kit 🎈 with 👩‍👩‍👧‍👦 Banner", _TOYS, "5.49"),
    ("markup", "<b>Bold</b> Garlic Press & Peeler <img src=x>", _HOME, "6.66"),
    ("formula", "=1+1", _DESK, "2.00"),
    (
        "long",
        ("Modular Under-Bed Storage Box with Lid and Wheels, " * 4)[:200].strip(),
        _HOME,
        "23.10",
    ),
    ("jewel", "Display Model of the Aurora Tiara", "Vault & Vane", "1234567890123456.78"),
)

PRODUCTS: dict[str, Product] = {
    key: Product(name, supplier, Decimal(price)) for key, name, supplier, price in _ROWS
}

#: Forty ordinary things, for the order that has them all.
ORDINARY: tuple[str, ...] = tuple(PRODUCTS)[:40]


#: customer, country's code, country, city
_PLACES = (
    ("Mara Ellwood", "US", "United States of America (the)", "Portland"),
    ("Tobias Renner", "DE", "Germany", "Bremen"),
    ("Inès Vautrin", "FR", "France", "Nantes"),
    ("Callum Brae", "GB", "United Kingdom", "Leeds"),
    ("Ana Couto", "BR", "Brazil", "Curitiba"),
    ("Priya Nandakumar", "AU", "Australia", "Hobart"),
    ("王小棠", "SG", "Singapore", "Singapore"),
    ("Joan O'Malley-Price", "CA", "Canada", "Halifax"),
)


@dataclass(frozen=True)
class _Spec:
    """One order, in short: `age` in days, `goods` as "key*quantity" words, `place` an index."""

    code: str
    stage: Stage
    age: int
    goods: str
    place: int = 0
    postage: str = "4.20"
    shop: Shop | None = None
    refused_by: Literal["", "disputeProducts", "create"] = ""
    offers: tuple[str, ...] = ("1", "2")
    parcels: int = 1


_SPECS = (
    _Spec(TUTORIAL_ORDER, "delivered", 9, "moon-lamp*3", postage="0.00"),
    _Spec(UNPAID_ORDER, "unpaid", 10, "mug*2 teapot", 3),
    _Spec(UNSHIPPED_ORDER, "unshipped", 11, "keyboard mouse-pad*2", 0, "6.10"),
    _Spec(SHIPPED_ORDER, "shipped", 12, "blanket*2 scarf", 5, "8.35"),
    _Spec(REFUND_ONLY_ORDER, "delivered", 13, "candle-set*2", 7, "3.90", offers=("1",)),
    _Spec(EU_ORDER, "delivered", 14, "desk-lamp*2 pebble-lamp", 1, "5.45"),
    _Spec(
        NON_LATIN_ORDER,
        "delivered",
        15,
        "lantern-zh*2 coffee-ar emoji*3 markup formula*4 long",
        6,
        "7.77",
    ),
    _Spec(
        SHOP_MADE_REFUSED_LATE_ORDER,
        "delivered",
        16,
        "kite*2",
        3,
        shop=Shop("Bramble & Finch", "5530187742291"),
        refused_by="create",
    ),
    _Spec(
        SHOP_MADE_ORDER,
        "delivered",
        17,
        "puzzle plush",
        0,
        shop=Shop("Bramble & Finch", "5530187741007"),
        refused_by="disputeProducts",
    ),
    _Spec(MANY_LINES_ORDER, "delivered", 18, " ".join(f"{key}*2" for key in ORDINARY), 0, "61.40"),
    _Spec(SPLIT_ORDER, "shipped", 20, "hammock towel*2 bottle*2", 4, "11.20", parcels=2),
    _Spec(RETURNED_ORDER, "delivered", 21, "raincoat", 7, "6.60"),
    _Spec(PARTLY_ORDER, "delivered", 22, "clock*2 vase*4 bath-mat", 3, "5.05"),
    _Spec(BIG_AMOUNT_ORDER, "delivered", 23, "jewel", 0, "0.00"),
    _Spec(CANCELLED_ORDER, "cancelled", 24, "tote*3", 2, "2.50"),
    # Ordinary business, newest first.
    _Spec("SD2611090000201001", "unshipped", 10, "socks*4 beanie*2", 7, "3.15"),
    _Spec("SD2611090000201002", "unshipped", 12, "spice-rack", 2, "5.60"),
    _Spec("SD2611070000201003", "shipped", 13, "notebook*5 pen-set", 1, "4.75"),
    _Spec("SD2611060000201004", "shipped", 16, "snorkel*2", 5, "9.10"),
    _Spec("SD2611050000201005", "delivered", 15, "bubble", 0, "4.40"),
    _Spec("SD2611040000201006", "delivered", 17, "bike-light*3", 3, "3.60"),
    _Spec("SD2611030000201007", "delivered", 19, "apron*2 tote", 2, "4.05"),
    _Spec("SD2611020000201008", "shipped", 19, "dry-bag", 4, "7.25"),
    _Spec("SD2611010000201009", "delivered", 21, "string-lights*6", 7, "5.90"),
    _Spec("SD2610310000201010", "delivered", 23, "beach-mat shell-frame*2", 5, "6.85"),
    _Spec("SD2610250000201011", "cancelled", 25, "phone-stand", 0, "1.95"),
    # Behind the disputes of the past; in the order of `PAST`.
    _Spec("SD2610240000301001", "delivered", 26, "tent-lamp*2", 0, "4.60"),
    _Spec("SD2610210000301002", "delivered", 29, "mug*6", 3, "8.80"),
    _Spec("SD2610180000301003", "cancelled", 32, "teapot*2", 7, "7.40"),
    _Spec("SD2610150000301004", "delivered", 35, "desk-lamp", 1, "5.20"),
    _Spec("SD2610110000301005", "shipped", 39, "knife-block", 4, "9.60"),
    _Spec("SD2610070000301006", "delivered", 43, "blocks*2 kite", 0, "4.95"),
    _Spec("SD2610020000301007", "delivered", 48, "raincoat*2", 2, "6.15"),
    _Spec("SD2609270000301008", "shipped", 53, "plush*3", 5, "5.55"),
    _Spec("SD2609210000301009", "delivered", 59, "shelf", 3, "10.30"),
    _Spec("SD2609120000301010", "delivered", 68, "scarf*2 beanie", 7, "3.70"),
    _Spec("SD2608300000301011", "delivered", 81, "bottle*4", 0, "6.45"),
    _Spec("SD2608160000301012", "delivered", 95, "cable-clips*10 phone-stand*2", 6, "2.85"),
    # Beyond any window.
    _Spec("SD2605140000401001", "delivered", 150, "blanket", 1, "6.20"),
    _Spec(CLOSED_ORDER, "delivered", 220, "vase*2 mug", 3, "4.15"),
    # Last, so that the ids of those above stay.
    _Spec(API_OFF_ORDER, "delivered", 22, "tent-lamp*2", 7, "4.80"),
)


def orders(birth: datetime) -> dict[str, Order]:
    """All orders by code, their dates counted back from `birth` (aware, UTC)."""
    return {spec.code: _order(index, spec, birth) for index, spec in enumerate(_SPECS)}


def _order(index: int, spec: _Spec, birth: datetime) -> Order:
    customer, country_code, country, city = _PLACES[spec.place]
    lines = tuple(_line(index, position, word) for position, word in enumerate(spec.goods.split()))
    # Minutes that differ from order to order, or the list looks made up.
    created = birth - timedelta(days=spec.age, minutes=index * 37 % 600, seconds=index * 13 % 60)
    paid = None if spec.stage in {"unpaid", "cancelled"} else created + timedelta(minutes=19)
    sent = spec.stage in {"shipped", "delivered"}
    dispatched = created + timedelta(days=2, hours=3) if sent else None
    delivered = created + timedelta(days=6, hours=7) if spec.stage == "delivered" else None
    return Order(
        code=spec.code,
        cj_order_id=f"2106250{index:05d}8974208",
        order_id=f"1954321{index:05d}604416",
        number=f"PD-{2000 - index}",
        stage=spec.stage,
        lines=lines,
        postage=Decimal(spec.postage),
        created=created,
        paid=paid,
        dispatched=dispatched,
        delivered=delivered,
        buyer=Buyer(customer, city, city),
        country_code=country_code,
        country=country,
        logistic="CJPacket Ordinary",
        parcels=tuple(_parcel(_track(index, n), dispatched, delivered) for n in range(spec.parcels))
        if dispatched
        else (),
        shop=spec.shop,
        refused_by=spec.refused_by,
        is_returned=spec.code == RETURNED_ORDER,
        switches_api_off=spec.code == API_OFF_ORDER,
        offers=spec.offers,
    )


def _parcel(number: str, dispatched: datetime, delivered: datetime | None) -> Parcel:
    if delivered is None:
        return Parcel(number, "In transit")
    return Parcel(number, "Delivered", delivered, str((delivered - dispatched).days))


def _line(index: int, position: int, word: str) -> Line:
    key, _, quantity = word.partition("*")
    line_id = f"1626506{index:05d}{position:03d}7296"
    return line_of(key, line_id, int(quantity or 1), package=index % 9 + 1)


def line_of(key: str, line_id: str, quantity: int, package: int = 1) -> Line:
    """A line of an order: so many of one of the products."""
    product = PRODUCTS[key]
    number = list(PRODUCTS).index(key)
    return Line(
        line_id=line_id,
        product_id=f"15700300{number:04d}3733248",
        variant_id=f"15700300{number:04d}2476928",
        sku=f"CJPD{number:04d}0{package}-A",
        name=product.name,
        supplier=product.supplier,
        price=product.price,
        quantity=quantity,
        picture=f"{key}.png",
    )


def _track(index: int, parcel: int) -> str:
    return f"CJPKL{7160100000 + index * 101 + parcel}YQ"


#: order code, days ago, reason, what was wanted, state, line position -> pieces, message
PAST = (
    (PARTLY_ORDER, 3, 8, 1, "processing", {0: 1}, "The glass of one clock is cracked, see photo."),
    ("SD2610240000301001", 5, 9, 2, "reviewing", {0: 1}, "One lantern came in the wrong colour."),
    (PARTLY_ORDER, 12, 11, 1, "refunded", {1: 2}, "Two of the four vases were missing."),
    ("SD2610210000301002", 17, 8, 1, "refunded_in_part", {0: 2}, "Two mugs arrived chipped."),
    ("SD2610180000301003", 24, 1, 1, "refunded", {0: 2}, "Customer cancelled before dispatch."),
    ("SD2610150000301004", 27, 13, 1, "rejected", {0: 1}, "The customer says it is too bright."),
    ("SD2610110000301005", 30, 12, 1, "closed", {0: 1}, "Late, but it turned up after all."),
    ("SD2610070000301006", 34, 11, 2, "reissued", {0: 1}, "Eight blocks were missing in the box."),
    ("SD2610020000301007", 39, 9, 1, "refunded", {0: 2}, "Both coats are the wrong size."),
    ("SD2609270000301008", 41, 10, 2, "reissued", {0: 3}, "Tracking has not moved for a month."),
    (
        "SD2609210000301009",
        50,
        8,
        1,
        "refunded_in_part",
        {0: 1},
        "A corner of the shelf is crushed.",
    ),
    ("SD2609120000301010", 58, 13, 1, "rejected", {1: 1}, "Beanie unravelled in the first wash."),
    ("SD2608300000301011", 71, 8, 1, "refunded", {0: 4}, "All four bottles leak at the lid."),
    ("SD2608160000301012", 86, 9, 1, "closed", {1: 2}, "Our mistake, the customer ordered these."),
)


def past_disputes(orders: dict[str, Order], birth: datetime) -> list[Dispute]:
    """The dozen, oldest first."""
    disputes = []
    for index, (code, days, reason, wanted, state, picks, words) in enumerate(PAST):
        order = orders[code]
        lines = tuple(
            DisputedLine(order.lines[at].line_id, pieces, order.lines[at].price)
            for at, pieces in picks.items()
        )
        dispute = Dispute(
            dispute_id=f"SH26{9999 - days:04d}{index:06d}5432100",
            business_dispute_id=f"PAST-{index + 1:03d}",
            order_code=code,
            lines=lines,
            reason_id=reason,
            reason_name=NAMES[reason],
            expect_type=wanted,
            refund_type=1,
            message=words,
            image_urls=(),
            video_urls=(),
            created=birth - timedelta(days=days, minutes=index * 41),
            ceiling=Ceiling.of(order, {line.line_id: line.quantity for line in lines}),
            lives=False,
        )
        disputes.append(dispute_life.advanced(dispute, state))
    return disputes[::-1]
