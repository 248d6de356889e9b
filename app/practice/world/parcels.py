"""How parcels travel: all that carriers will ever say of one, and what they have said by a moment.

Carriers name towns, postcodes and who signed, in the time of the place. What they say of failure
and return is made up, as no such words of CJ's are published.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from app.practice.world.models import Buyer, Parcel, Scan

Fate = Literal[
    "delivered", "stuck", "silent", "label", "lost", "damaged", "attempted", "waiting", "customs",
    "returned",
]  # fmt: skip

_CHINA = 8.0
"""Hours by which China's clocks are ahead of UTC."""


class Destination(NamedTuple):
    """Where a parcel arrives. `offset`: hours ahead of UTC; `days`: the usual time on the way."""

    code: str
    country: str
    airport: str
    province: str
    city: str
    postcode: str
    offset: float
    days: tuple[int, int]


class _Step(NamedTuple):
    """`share` of the usual time on the way has passed; `place` is None for the buyer's town."""

    share: float
    words: str
    place: str | None = None


_LABEL = "Shipment information received"
_OUT = (
    _Step(0.0, "Picked up by the carrier", "Yiwu"),
    _Step(0.04, "Processed at sorting centre", "Hangzhou"),
    _Step(0.15, "Departed from airport of origin", "Shanghai"),
    _Step(0.45, "Arrived at airport of destination", "{airport}"),
    _Step(0.5, "Customs clearance started", "{airport}"),
    _Step(0.6, "Import customs clearance completed", "{airport}"),
    _Step(0.8, "Arrived at local depot {postcode}"),
    _Step(0.95, "Out for delivery to {postcode} {city}"),
)
#: fate -> up to which share the way is the usual one, and what comes then.
_ENDS: dict[Fate, tuple[float, tuple[_Step, ...]]] = {
    "delivered": (1.0, (_Step(1.0, "Delivered, signed by {name}"),)),
    "stuck": (0.45, ()),
    "lost": (0.6, (_Step(1.6, "Parcel lost, search without result"),)),
    "damaged": (0.6, (_Step(1.1, "Parcel damaged on its way and destroyed"),)),
    "attempted": (0.95, (_Step(1.0, "Delivery attempted, nobody at {address}"),)),
    "waiting": (0.95, (_Step(1.0, "Ready for collection at the shop beside {address}"),)),
    "customs": (0.45, (_Step(0.55, "Held by customs, papers of {name} required", "{airport}"),)),
    "returned": (
        0.95,
        (
            _Step(1.0, "Delivery attempted, {name} not found at {address}"),
            _Step(1.7, "Returned to sender"),
        ),
    ),
    "silent": (-1.0, ()),
    "label": (-1.0, ()),
}


@dataclass(frozen=True)
class Transit:
    """What will be said of a parcel, with the habits of those who say it."""

    number: str
    other_number: str
    fate: Fate
    labelled: datetime
    left: datetime
    days: int
    """The usual time on the way."""
    destination: Destination
    buyer: Buyer
    word: str = "En Route"
    """`trackingStatus` while it is under way."""
    days_are: Literal["text", "number", "null"] = "text"
    known_after: timedelta | None = timedelta()
    """How long after its label CJ knows the number; None for never."""
    tells_scans: bool = True
    tells_estimate: bool = False
    """Whether `deliveryTime` is told while it is under way: then it is no delivery."""
    is_untidy: bool = False
    """Whether one event comes twice, and one at the wrong place."""
    goes_by_other: bool = False

    @property
    def delivered(self) -> datetime | None:
        """When it will arrive; None for never."""
        return self.left + timedelta(days=self.days) if self.fate == "delivered" else None

    @property
    def returned(self) -> datetime | None:
        """When it will have been sent back; None for never."""
        return self.left + timedelta(days=self.days * 1.7) if self.fate == "returned" else None

    def at(self, now: datetime) -> Parcel:
        """What CJ knows of it."""
        scans = self._scans(now)
        arrived = self.delivered if self.delivered and self.delivered <= now else None
        is_announced = self.fate == "label" or now < self.left
        status = "Delivered" if arrived else "Processing" if is_announced else self.word
        tells = arrived or (self.tells_estimate and now >= self.left)
        time = self.left + timedelta(days=self.days)
        under_way = max(0, ((arrived or now) - self.left).days)
        words: dict[str, str | int | None] = {"text": str(under_way), "number": under_way}
        return Parcel(
            self.number,
            status,
            _shown(time, self.destination.offset) if tells else None,
            words.get(self.days_are) if now >= self.left else None,
            self.other_number,
            self.goes_by_other,
            scans if self.tells_scans else None,
            self.known_after is not None and now >= self.labelled + self.known_after,
        )

    def _scans(self, now: datetime) -> tuple[Scan, ...]:
        """The events so far, newest first."""
        found = [Scan(_shown(self.labelled, _CHINA), "", _LABEL)] if self.labelled <= now else []
        usual, ending = _ENDS[self.fate]
        words = {
            "airport": self.destination.airport,
            "postcode": self.buyer.postcode,
            "city": self.buyer.city,
            "name": self.buyer.name,
            "address": self.buyer.address,
        }
        for step in (*(each for each in _OUT if each.share <= usual), *ending):
            at = self.left + timedelta(days=self.days * step.share)
            if at > now:
                break
            offset = self.destination.offset if step.share >= 0.45 else _CHINA
            place = (step.place or "{postcode} {city}").format_map(words)
            found.append(Scan(_shown(at, offset), place, step.words.format_map(words)))
        found.reverse()
        if self.is_untidy and len(found) > 2:
            found[1:3] = [found[2], found[1], found[2]]
        return tuple(found)


def _shown(at: datetime, offset: float) -> datetime:
    """What the clocks of a place show, without a zone."""
    return (at + timedelta(hours=offset)).replace(tzinfo=None)
