"""The goods of the practice world. Names and suppliers are ours; none exists.

A few are there to be awkward: scripts that run the other way, emoji, markup, a spreadsheet formula,
and a name as long as the API allows (200).
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Product:
    """One thing to sell; `key` names its picture as well."""

    key: str
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
    key: Product(key, name, supplier, Decimal(price)) for key, name, supplier, price in _ROWS
}

#: Forty ordinary things, for the order that has them all.
ORDINARY: tuple[str, ...] = tuple(PRODUCTS)[:40]
