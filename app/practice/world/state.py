"""The practice world: its orders, its disputes and its tokens, under one lock, and its file.

The server takes the lock for the time of one request. Orders are not in the file: the examples are
told again at each start from the birth of the world, the others come of the clock. The file is
replaced in one step, so a program that dies at any moment leaves the old world or the new one.
"""

import logging
import os
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, astuple, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from app.practice.world import dispute_life, sample_data
from app.practice.world.json_text import decode, encode
from app.practice.world.models import Ceiling, Dispute, DisputedLine, Merchant, Order, Parcel
from app.practice.world.order_stream import OrderStream
from app.practice.world.tokens import TokenBook, TokenPair

_FORMAT = 1
# Seconds between tries: Windows replaces no file that a virus scanner looks at.
_PAUSES = (0.01, 0.05, 0.1, 0.2, 0.4, 0.8) if sys.platform == "win32" else ()

_log = logging.getLogger(__name__)

API_KEY = "CJ0000001@api@practice0000000000000000000000"

#: Orders keep their dates across restarts for so long; then they move on, or all windows close.
_BIRTH_HOLDS = timedelta(days=14)

#: So long API access is off, and so long it is not switched off again.
_API_OFF = timedelta(minutes=1)
_API_ON = timedelta(minutes=10)


class World:
    """The truth of the stand-in. Everything given out is a frozen record.

    `state_path` keeps it across restarts, `life` lets time move disputes on.
    """

    #: API key -> who signs in with it.
    merchants: ClassVar[dict[str, Merchant]] = {
        API_KEY: Merchant(1000000000000000001, "Practice Store")
    }

    def __init__(self, state_path: Path | None = None, *, life: bool = True) -> None:
        self.lock = threading.RLock()
        self.tokens = TokenBook()
        self._path = state_path
        self._life = life
        saved = _load(state_path) if state_path else None
        now = self.now()
        birth = saved.birth if saved and now - saved.birth <= _BIRTH_HOLDS else now
        self.birth = birth
        self._orders = sample_data.orders(birth)
        self._names = {
            name: order.code
            for order in self._orders.values()
            for name in (order.code, order.cj_order_id, order.order_id)
        }
        self._numbers = {order.number: order.code for order in self._orders.values()}
        self._tracks = {
            parcel.number: (order, parcel)
            for order in self._orders.values()
            for parcel in order.parcels
        }
        self.stream = OrderStream(birth)
        self._disputes: dict[str, Dispute] = {}
        self._by_order: dict[str, list[str]] = {}
        self.filed = saved.serial if saved else 0
        """How many disputes were ever filed in this world."""
        self._api_off_since: datetime | None = None
        if saved:
            self.tokens.restore(saved.tokens)
        for dispute in saved.disputes if saved else sample_data.past_disputes(self._orders, birth):
            self._put(dispute)

    # The clock

    def now(self) -> datetime:
        return datetime.now(UTC)

    # API access; that it is off is not in the file: a new start is a way out

    @property
    def is_api_off(self) -> bool:
        """Whether all but sign-in is refused (1600014)."""
        since = self._api_off_since
        return since is not None and self.now() - since < _API_OFF

    def switch_api_off(self) -> None:
        """Switch API access off for a minute, unless that was done a short while ago."""
        since, now = self._api_off_since, self.now()
        if since is None or now - since >= _API_OFF + _API_ON:
            self._api_off_since = now

    # Orders

    def order_codes(self) -> list[str]:
        """The codes of the orders of the list, newest first."""
        examples = [(order.created, order.code) for order in self._orders.values()]
        return [code for _, code in sorted(examples + self.stream.listed(self.now()))][::-1]

    def orders(self) -> list[Order]:
        """The orders of the list, newest first."""
        return [self.order(code) for code in self.order_codes()]

    def order(self, identifier: str) -> Order:
        """An order by any of its names. Raises KeyError."""
        order = self.find_order(identifier, own_number=True)
        if order is None:
            raise KeyError(identifier)
        return order

    def find_order(self, identifier: str, *, own_number: bool) -> Order | None:
        """An order by code or numeric id and, if `own_number`, by the merchant's own number."""
        code = self._names.get(identifier)
        if code is None and own_number:
            code = self._numbers.get(identifier)
        if code is None:
            return self.stream.find(identifier, self.now(), own_number=own_number)
        return self._orders[code]

    def find_parcel(self, number: str) -> tuple[Order | None, Parcel | None]:
        """The parcel with this number, one of its two, and its order; None where CJ knows none."""
        if number in self._tracks:
            return self._tracks[number]
        order = self.stream.of_track(number, self.now())
        parcels = order.parcels if order else ()
        known = (each for each in parcels if number in (each.number, each.other_number))
        return order, next((each for each in known if each.is_known), None)

    # Disputes

    def find_dispute(self, dispute_id: str) -> Dispute | None:
        return self._disputes.get(dispute_id)

    def disputes_of(self, order_code: str) -> list[Dispute]:
        """The disputes of one order, newest first."""
        ids = self._by_order.get(order_code, [])
        return [self._disputes[dispute_id] for dispute_id in reversed(ids)]

    def count_disputes(self) -> int:
        return len(self._disputes)

    def page(self, start: int, size: int) -> list[Dispute]:
        """A stretch of all disputes, newest first, without making those before it."""
        return list(islice(reversed(self._disputes.values()), start, start + size))

    def disputable(self, order: Order) -> dict[str, int]:
        """Line id -> pieces still to dispute: those neither in an open nor in a won dispute."""
        left = {line.line_id: line.quantity for line in order.lines}
        for dispute in self.disputes_of(order.code):
            if dispute.used_up:
                for line in dispute.lines:
                    left[line.line_id] -= line.quantity
        return left

    def can_choose(self, order: Order) -> dict[str, bool]:
        """Line id -> whether a dispute can be opened about it now, which an open one prevents."""
        is_open = order.window_is_open(self.now())
        unfinished = [each for each in self.disputes_of(order.code) if each.is_open]
        held = {line_id for each in unfinished for line_id in each.line_ids}
        left = self.disputable(order)
        return {
            line.line_id: is_open and left[line.line_id] > 0 and line.line_id not in held
            for line in order.lines
        }

    def knows_business_id(self, business_dispute_id: str) -> bool:
        ids = (each.business_dispute_id for each in self._disputes.values())
        return business_dispute_id in ids

    # Changes

    def file(self, order: Order, dispute: Dispute) -> Dispute:
        """Take in a checked dispute: it gets its id, time and ceiling, and is saved."""
        now = self.now()
        self.filed += 1
        filed = replace(
            dispute,
            dispute_id=f"SH{now:%y%m%d%H%M%S}{self.filed % 10**7:07d}",
            order_code=order.code,
            created=now,
            ceiling=Ceiling.of(order, dispute.quantities),
        )
        self._put(filed)
        self.save()
        return filed

    def cancel(self, dispute: Dispute) -> None:
        self._replace(dispute_life.closed(dispute))
        self.save()

    def live(self) -> None:
        """Move on what time has moved on. Holding the lock is the caller's business."""
        if not self._life:
            return
        now = self.now()
        changed = [
            after
            for before in self._disputes.values()
            if (after := dispute_life.lived_on(before, now)) is not before
        ]
        for dispute in changed:
            self._replace(dispute)
        if changed:
            self.save()

    # The file

    def save(self) -> None:
        """Put the world on the disk, where it has a place there.

        What could not be written goes on in memory, and is written with the next change.
        """
        if self._path is None:
            return
        try:
            self._write(self._path)
        except OSError as error:
            _log.info("the practice world could not be saved: %s", error)
            with suppress(OSError):  # half a file takes room that is wanted
                _draft_of(self._path).unlink()

    def _write(self, path: Path) -> None:
        content = {
            "format": _FORMAT,
            "birth": self.birth,
            "serial": self.filed,
            "disputes": [_kept(dispute) for dispute in self._disputes.values()],
            "tokens": [asdict(pair) for pair in self.tokens.pairs()],
        }
        draft = _draft_of(path)
        with open(draft, "w", encoding="utf-8", opener=_for_its_owner) as file:
            file.write(encode(content))
            file.flush()
            os.fsync(file.fileno())
        for pause in _PAUSES:
            with suppress(PermissionError):
                draft.replace(path)
                return
            time.sleep(pause)
        draft.replace(path)

    def _put(self, dispute: Dispute) -> None:
        self._disputes[dispute.dispute_id] = dispute
        self._by_order.setdefault(dispute.order_code, []).append(dispute.dispute_id)

    def _replace(self, dispute: Dispute) -> None:
        self._disputes[dispute.dispute_id] = dispute


class _Saved(NamedTuple):
    """Everything of a world that survives."""

    birth: datetime
    serial: int
    disputes: list[Dispute]
    tokens: list[TokenPair]


def _draft_of(path: Path) -> Path:
    """Where the file is written before it takes its place."""
    return path.with_name(path.name + ".new")


def _for_its_owner(path: str, flags: int) -> int:
    """Opens a file that nobody else reads, whatever the umask: there are tokens in it."""
    return os.open(path, flags, 0o600)


def _load(path: Path) -> _Saved | None:
    """The saved world; None where there is none. One that cannot be read is set aside."""
    try:
        return _saved(decode(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        aside = path.with_name(path.name + ".unreadable")
        path.replace(aside)
        _log.warning("the practice world could not be read, it is now in %s: %s", aside.name, error)
        return None


def _saved(content: Any) -> _Saved:
    if content["format"] != _FORMAT:
        raise ValueError(f"format {content['format']}")
    return _Saved(
        datetime.fromisoformat(content["birth"]),
        content["serial"],
        [_dispute(row) for row in content["disputes"]],
        [_pair(row) for row in content["tokens"]],
    )


def _kept(dispute: Dispute) -> dict[str, object]:
    return asdict(dispute) | {
        "lines": [astuple(line) for line in dispute.lines],
        "ceiling": astuple(dispute.ceiling),
        "refund": astuple(dispute.refund) if dispute.refund else None,
    }


def _dispute(row: dict[str, Any]) -> Dispute:
    known = {
        "lines": tuple(DisputedLine(*line) for line in row["lines"]),
        "image_urls": tuple(row["image_urls"]),
        "video_urls": tuple(row["video_urls"]),
        "created": datetime.fromisoformat(row["created"]),
        "ceiling": Ceiling(*row["ceiling"]),
        "refund": Ceiling(*row["refund"]) if row["refund"] is not None else None,
    }
    return Dispute(**(row | known))


def _pair(row: dict[str, Any]) -> TokenPair:
    times = ("access_issued", "refresh_issued")
    return TokenPair(**(row | {name: datetime.fromisoformat(row[name]) for name in times}))
