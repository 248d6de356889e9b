"""A shop's business: an order every few hours, for ever, each with a life of its own.

An order is worked out from its number alone, so that it is the same whenever somebody asks, and
how it stands from the clock. Nothing is made before the first question, and nothing is stored.
Names, shops and addresses are ours; none exists.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from app.practice.world.models import Buyer, Order, Shop, Stage
from app.practice.world.parcels import Destination, Fate, Transit
from app.practice.world.sample_data import ORDINARY, line_of

COUNT = 500
"""So many orders there are at the birth of the world; later ones are added to them."""
SPACING = timedelta(hours=8)
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)

Kind = Literal[
    "delivered", "stuck", "silent", "label", "lost", "damaged", "attempted", "waiting", "customs",
    "returned", "never shipped", "without number", "created", "in cart", "unpaid", "cancelled",
    "trash", "closed unrefunded", "cancelled unrefunded", "closed under way", "two parcels",
    "only the order says delivered", "only tracking says delivered", "delivered and untold",
    "disputed",
]  # fmt: skip
_SHARES: tuple[tuple[Kind, int], ...] = (
    ("delivered", 57), ("stuck", 4), ("silent", 2), ("label", 2), ("lost", 2), ("damaged", 2),
    ("attempted", 2), ("waiting", 2), ("customs", 2), ("returned", 3), ("never shipped", 2),
    ("without number", 2), ("created", 1), ("in cart", 1), ("unpaid", 2), ("cancelled", 1),
    ("trash", 1), ("closed unrefunded", 2), ("cancelled unrefunded", 1), ("closed under way", 1),
    ("two parcels", 2), ("only the order says delivered", 1), ("only tracking says delivered", 1),
    ("delivered and untold", 1), ("disputed", 3),
)  # fmt: skip
"""Of any hundred orders in a row so many are of each kind: more go wrong than in a real shop."""
_KINDS: tuple[Kind, ...] = tuple(kind for kind, share in _SHARES for _ in range(share))

_FATES: dict[Kind, tuple[Fate, ...]] = {
    "delivered": ("delivered",),
    "stuck": ("stuck",),
    "silent": ("silent",),
    "label": ("label",),
    "lost": ("lost",),
    "damaged": ("damaged",),
    "attempted": ("attempted",),
    "waiting": ("waiting",),
    "customs": ("customs",),
    "returned": ("returned",),
    "two parcels": ("delivered", "stuck"),
    "only the order says delivered": ("stuck",),
    "only tracking says delivered": ("delivered",),
    "delivered and untold": ("delivered",),
    "closed under way": ("stuck",),
    "disputed": ("stuck",),
    "without number": (),
}
"""What becomes of the parcels of an order that is sent."""

_DESTINATIONS = (
    Destination("US", "United States of America (the)", "Los Angeles", "Oregon", "Fernhollow",
                "97999", -8, (8, 15)),
    Destination("DE", "Germany", "Frankfurt", "Niedersachsen", "Moorbeck-Sandau",
                "28999", 1, (9, 17)),
    Destination("US", "United States of America (the)", "Chicago", "Ohio", "Juniper Mills",
                "43998", -5, (8, 16)),
    Destination("FR", "France", "Paris", "Pays de la Loire", "Vaubrune-sur-Lys",
                "44998", 1, (9, 18)),
    Destination("GB", "United Kingdom", "London", "West Yorkshire", "Thistlewick",
                "LS99 4QX", 0, (8, 14)),
    Destination("BR", "Brazil", "Curitiba", "Paraná", "Serra do Cajuí",
                "80999-120", -3, (20, 42)),
    Destination("AU", "Australia", "Melbourne", "Tasmania", "Wombat Ferry",
                "7998", 11, (9, 17)),
    Destination("CA", "Canada", "Toronto", "Nova Scotia", "Lower Pinecove",
                "B3Z 9Z9", -4, (10, 19)),
)  # fmt: skip
_GIVEN = (
    "Maribel", "Torsten", "Anouk", "Callista", "Benedito", "Priyanka", "Leopold", "Siobhan",
    "Wendeline", "Jorvik", "Rosamund", "Eustace", "Philippa",
)  # fmt: skip
_FAMILY = (
    "Ashgrove", "Rennerfeld", "Vautringue", "Braewater", "Coutinhal", "Nandakumaran",
    "Oakenfield", "Pricehollow", "Quillfeather", "Stormhaven", "Underbrook",
)  # fmt: skip
_STREETS = ("Orchard Rise", "Lanternwick Road", "Mill Race Lane", "Kestrelgasse", "Rue des Saules")
_SHOPS = (("BF", Shop("Bramble & Finch", shop_id="3107742291")), ("OL", Shop("Otter Lane")))
_LINES = (
    ("CJPacket Ordinary", "CJPKL{:010d}YQ"),
    ("CJPacket Ordinary", "YT{:014d}"),
    ("CJPacket Fast Line", "LP{:014d}"),
    ("CJPacket Liquid Line", "CJPLQ{:010d}YQ"),
    ("China Post Registered Air Mail", "RR{:09d}CN"),
)
_MOST_PARCELS = 3
# The order's place in the stream stands in all of its names.
_NAME = re.compile(
    r"(?:SD|DP)\d{12}(\d{7})|2106(\d{10})24768|2107(\d{10})18022|(?:BF|OL)-(\d{1,7})", re.ASCII
)
_TRACK = re.compile(r"[A-Z]{2,5}(\d{9,14})[A-Z]{0,2}", re.ASCII)
_LEAVES_AFTER = (2.2, 2.8, 3.1, 3.6, 4.0, 4.9, 5.5, 6.2, 8.1, 8.8, 11.0)
"""Days from payment to hand-over; the label comes one to two days after payment."""
_MARKS = ("1", "2", "SH2609141530224407718")
_DAYS: tuple[Literal["text", "number", "null"], ...] = ("text", "number", "null")
_OPTIONAL = frozenset({"shopId", "remark", "storeCreateDate", "trackingUrl", "subStatus"})


class OrderStream:
    """The orders of a world that was born then. `kind_of` says what becomes of each.

    The list begins `count` orders before the birth; those before it are found by their names.
    """

    def __init__(
        self, birth: datetime, kind_of: Callable[[int], Kind] | None = None, count: int = COUNT
    ) -> None:
        self._kind_of = kind_of or (lambda slot: _KINDS[slot * 37 % len(_KINDS)])
        self._first = _last_slot(birth) - count + 1
        self._lives: dict[int, _Life] = {}

    def listed(self, now: datetime) -> list[tuple[datetime, str]]:
        """When each order of the list was made, and its code. Makes none of them."""
        slots = range(self._first, _last_slot(now) + 1)
        return [(created := _created(slot), _code(slot, created)) for slot in slots]

    def find(self, name: str, now: datetime, *, own_number: bool) -> Order | None:
        """An order by code or id and, if `own_number`, by the merchant's own number."""
        named = _NAME.fullmatch(name)
        order = self._order(int(named[named.lastindex or 0]), now) if named else None
        if order is None:
            return None
        names = {order.code, order.cj_order_id, order.order_id}
        return order if name in names or (own_number and name == order.number) else None

    def of_track(self, track: str, now: datetime) -> Order | None:
        """The order of which a parcel on its way has this number, one of its two."""
        digits = _TRACK.fullmatch(track)
        order = self._order(int(digits[1]) // _MOST_PARCELS, now) if digits else None
        if order is None:
            return None
        numbers = {each for way in order.parcels for each in (way.number, way.other_number)}
        return order if track in numbers else None

    def _order(self, slot: int, now: datetime) -> Order | None:
        return self._life(slot).at(now) if slot <= _last_slot(now) else None

    def _life(self, slot: int) -> "_Life":
        if slot not in self._lives:
            self._lives[slot] = _life(slot, self._kind_of(slot))
        return self._lives[slot]


class _End(NamedTuple):
    """What an order ends in at a moment, whatever its parcels do."""

    at: datetime
    stage: Stage


@dataclass(frozen=True)
class _Life:
    """What becomes of an order. `start` is how it begins; what is None never happens."""

    start: Order
    paid: datetime | None
    processed: datetime | None = None
    left: datetime | None = None
    shipped: datetime | None = None
    """When CJ calls it shipped: with the parcel's leaving, or with its label."""
    arrived: datetime | None = None
    """When CJ calls it delivered."""
    transits: tuple[Transit, ...] = ()
    end: _End | None = None
    mark: str | None = None
    says_pending: bool = False
    """Whether CJ writes what it does with an unsent order in the status instead of beside it."""

    def at(self, now: datetime) -> Order:
        """How the order stands."""

        def is_past(moment: datetime | None) -> bool:
            return moment is not None and moment <= now

        if not is_past(self.paid):
            return self.start
        stage, sub_status = self._stage(is_past)
        transits = tuple(way for way in self.transits if way.labelled <= now)
        delivered = [way.delivered for way in transits]
        came = [each for each in delivered if each is not None and each <= now]
        return replace(
            self.start,
            stage=stage,
            sub_status=sub_status,
            paid=self.paid,
            dispatched=self.left if is_past(self.left) else None,
            delivered=max(came)
            if came and len(came) == len(transits)
            else (self.arrived if is_past(self.arrived) else None),
            parcels=tuple(way.at(now) for way in transits),
            is_returned=any(is_past(way.returned) for way in transits),
            dispute_mark=self.mark if is_past(self.shipped) else self.start.dispute_mark,
        )

    def _stage(self, is_past: Callable[[datetime | None], bool]) -> tuple[Stage, str | None]:
        if self.end and is_past(self.end.at):
            return self.end.stage, None
        if is_past(self.arrived):
            return "delivered", None
        if is_past(self.shipped):
            return "shipped", None
        is_processed = is_past(self.processed)
        if self.says_pending:
            return "processing" if is_processed else "pending", None
        return "unshipped", "PROCESSING" if is_processed else "PENDING"


def _last_slot(now: datetime) -> int:
    """The number of the last order that was made by now."""
    slot = (now - _FIRST) // SPACING
    return slot if _created(slot) <= now else slot - 1


def _created(slot: int) -> datetime:
    # Minutes that differ from order to order, or the list looks made up.
    return _FIRST + slot * SPACING + timedelta(minutes=slot * 61 % 450, seconds=slot * 13 % 60)


def _is_shop_made(slot: int) -> bool:
    return slot % 7 in {0, 3}


def _code(slot: int, created: datetime) -> str:
    return f"{'DP' if _is_shop_made(slot) else 'SD'}{created:%y%m%d%H%M%S}{slot % 10**7:07d}"


def _life(slot: int, kind: Kind) -> _Life:
    chance = random.Random(slot)  # noqa: S311 - no secret, the same each time
    created = _created(slot)
    place = chance.choice(_DESTINATIONS)
    start = _start(slot, chance, place, created)
    if kind in {"created", "in cart", "unpaid", "cancelled"}:
        stages: dict[str, Stage] = {"created": "created", "in cart": "in_cart", "unpaid": "unpaid"}
        return _Life(replace(start, stage=stages.get(kind, "cancelled")), None)
    paid = created + timedelta(minutes=4 + slot % 30)
    processed = paid + timedelta(hours=chance.uniform(5, 30))
    life = _Life(start, paid, processed, says_pending=slot % 3 == 1, mark=start.dispute_mark)
    ends: dict[Kind, _End] = {
        "trash": _End(paid + timedelta(days=1), "trash"),
        "closed unrefunded": _End(paid + timedelta(days=4), "closed"),
        "cancelled unrefunded": _End(paid + timedelta(days=3), "cancelled"),
    }
    if kind in ends:
        return replace(life, end=ends[kind])
    if kind == "never shipped":
        return replace(life, processed=processed if slot % 2 else None)
    return _sent(slot, kind, chance, life, place)


def _sent(slot: int, kind: Kind, chance: random.Random, life: _Life, place: Destination) -> _Life:
    """The life of an order that gets a parcel, or at least a label."""
    paid = life.paid or life.start.created
    labelled = paid + timedelta(hours=chance.uniform(24, 48))
    left = paid + timedelta(days=chance.choice(_LEAVES_AFTER))
    days = chance.randint(*place.days)
    line, form = chance.choice(_LINES)
    transits = tuple(
        Transit(
            number=form.format(slot * _MOST_PARCELS + parcel),
            other_number=f"CJ{slot * _MOST_PARCELS + parcel:012d}",
            fate=fate,
            labelled=labelled,
            left=left,
            days=days,
            destination=place,
            buyer=life.start.buyer,
            word="In transit" if slot % 7 == 1 else "En Route",
            days_are=_DAYS[slot % 3],
            known_after=None
            if kind == "delivered and untold"
            else timedelta(hours=20 if slot % 5 == 2 else 0),
            tells_scans=kind != "silent" and slot % 11 != 4,
            tells_estimate=slot % 13 == 5,
            is_untidy=slot % 7 == 2,
            goes_by_other=slot % 7 == 4,
        )
        for parcel, fate in enumerate(_FATES[kind])
    )
    arrived = None
    if kind in {"delivered", "delivered and untold", "only the order says delivered"}:
        arrived = left + timedelta(days=days, hours=chance.uniform(1, 30))
    is_left = kind != "label"
    says_shipped = labelled if slot % 3 == 0 else left
    return replace(
        life,
        start=replace(life.start, logistic=line),
        left=left if is_left else None,
        shipped=says_shipped if is_left or slot % 3 == 0 else None,
        arrived=arrived,
        transits=transits,
        end=_End(left + timedelta(days=70), "closed") if kind == "closed under way" else None,
        mark=_MARKS[slot % 3] if kind == "disputed" else life.mark,
    )


def _start(slot: int, chance: random.Random, place: Destination, created: datetime) -> Order:
    """The order as it begins, unpaid."""
    prefix, shop = _SHOPS[slot % 2]
    number = f"{prefix}-{slot}"
    if _is_shop_made(slot):
        shop = replace(shop, order_id=f"55{slot:011d}")
    keys = chance.sample(ORDINARY, chance.choice((1, 1, 1, 1, 2, 2, 3)))
    lines = tuple(
        line_of(key, f"21{slot:010d}{position:03d}7296", chance.choice((1, 1, 1, 2, 3)))
        for position, key in enumerate(keys)
    )
    return Order(
        code=_code(slot, created),
        cj_order_id=f"2106{slot:010d}24768",
        order_id=f"2107{slot:010d}18022",
        number=number,
        stage="unpaid",
        lines=lines,
        postage=Decimal(chance.randint(210, 1390)) / 100,
        created=created,
        paid=None,
        dispatched=None,
        delivered=None,
        buyer=_buyer(slot, chance, place),
        country_code=place.code,
        country=place.country,
        logistic="CJPacket Ordinary",
        parcels=(),
        shop=shop if _is_shop_made(slot) or slot % 5 else None,
        dispute_mark="" if slot % 4 == 1 else None,
        no_number=(None, "", "null")[slot % 3],
        print_text="For Grandma Rosalind, with love" if slot % 17 == 0 else "",
        leaves_out=_OPTIONAL if slot % 7 == 5 else frozenset(),
        hides=frozenset(
            name
            for name, is_hidden in (
                ("cjOrderId", slot % 2 == 0),
                ("outWarehouseTime", slot % 7 == 6),
                ("orderAmount", slot % 11 == 0),
                ("postageAmount", slot % 11 == 0),
            )
            if is_hidden
        ),
    )


def _buyer(slot: int, chance: random.Random, place: Destination) -> Buyer:
    given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
    has_papers = place.code in {"BR", "DE"}
    return Buyer(
        name=f"{given} {family}",
        city=place.city,
        province=place.province,
        address=f"{1 + slot % 180} {chance.choice(_STREETS)}",
        phone=f"+00 555 {slot:07d}",
        house_number=f"{1 + slot % 180}-rear" if slot % 3 == 0 else "",
        postcode=place.postcode,
        email=f"{given}.{family}{slot}@buyers.example".lower(),
        tax_id=f"TAX-{slot:08d}" if has_papers else "",
        consignee_id=f"CONS-{slot:07d}" if has_papers else "",
        note="Please ring the blue bell" if slot % 6 == 0 else "",
    )
