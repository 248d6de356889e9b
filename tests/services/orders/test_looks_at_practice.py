"""Looks through a shop's business as practice mode has it. The server's own record is the judge."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from app.api.client import CjApi
from app.api.http.rate_limiter import SLACK, RateLimiter
from app.api.timing import Timing
from app.domain.disputes.disputes import Outcome
from app.domain.errors import (
    AppError,
    InvalidInput,
    QuotaUsedUp,
    ServerFailed,
    TimedOut,
    UnexpectedResponse,
)
from app.domain.filing.draft_rules import with_terms
from app.domain.filing.filing import DisputeDraft, FilingState
from app.domain.history.exports import CsvGuards, ExportColumn, ExportFormat
from app.domain.history.history import HistoryQuery
from app.domain.ids import OrderId
from app.domain.orders.claim_rules import judge
from app.practice.world.models import Buyer, Order
from app.practice.world.order_stream import Kind, OrderStream
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.services.account.connection import Connection
from app.services.filing.filing import FilingService
from app.services.history.exporting import ExportOrder, ExportProgress, ExportWords
from app.services.history.history import HistoryService
from app.services.history.reports import Reports
from app.services.orders.claims import ClaimService
from app.services.orders.orders import LookUp, OrderService
from app.services.orders.parcels import ParcelService
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from app.storage.order_rows import is_open
from app.storage.tracked_orders import TrackedOrders
from tests.cj.in_process import InProcess
from tests.cj.server import FaultyServer
from tests.cj.simulation.scheduler import Condition, World
from tests.data_files import ready_database
from tests.fakes.no_alarms import NoAlarms, NoTime
from tests.refreshing import refresh
from tests.services.orders.kept import orders_of

LIST = "shopping/order/list"
BATCH = "shopping/order/getOrderDetailBatch"
SINGLE = "shopping/order/getOrderDetail"
TRACK = "logistic/trackInfo"
LOOKED_AT = (LIST, BATCH, SINGLE, TRACK)
INTERVAL = 1 + SLACK
ONE_WAY = 0.2
"""Seconds that a request, or its answer, takes."""


class Merchant:
    """The services of one account over a data file, and the CJ that they speak to."""

    def __init__(
        self,
        folder: Path,
        pace: RateLimiter | None = None,
        timing: Timing | None = None,
        pass_time: Callable[[float], object] = lambda _seconds: None,
        content: bytes = b"",
    ) -> None:
        self.server = FaultyServer(pace=0, life=False)
        world = self.server.world
        self._token = world.tokens.issue(self.server.API_KEY, world.now()).access
        seconds = timing.monotonic if timing else lambda: 0.0
        timing = timing or NoTime()
        timing.now = world.now  # type: ignore[method-assign]  # one time of day for both sides
        path = folder / "data" / "a1.sqlite3"
        if content:
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
        self.database: Database = ready_database(path)
        self.api = CjApi(
            "http://127.0.0.1:1/api2.0/v1",
            access_token=lambda: self._token,
            renew=lambda _stale: self._token,
            pace=pace or RateLimiter(math.inf),
            transport=InProcess(self.server, lambda: pass_time(ONE_WAY)),
            timing=timing,
        )
        connection = Connection(lambda: self.api)
        cache, ledger = OrderCache(self.database), FilingLedger(self.database)
        disputes = DisputeCache(self.database)
        self.claims = ClaimService(
            connection, TrackedOrders(self.database), world.now, lambda: None, judge
        )
        self.orders = OrderService(connection, cache, world.now)
        self.parcels = ParcelService(connection, cache, TrackedOrders(self.database), world.now)
        self.filing = FilingService(
            connection,
            ledger,
            disputes,
            world.now,
            clock=seconds,
            pause=pass_time,
        )
        self.history = HistoryService(connection, disputes, cache, ledger, self.database, world.now)
        self.reports = Reports.over(self.database, world.now)

    def look(self, steps: int | None = None) -> None:
        """Take so many steps of a look, or all of it."""
        look = self.claims.begin_look()
        taken = 0
        while (steps is None or taken < steps) and look.step() is not None:
            taken += 1

    def calls(self) -> dict[str, int]:
        """How often CJ was asked for what."""
        return dict(Counter(self.server.record.endpoints()))

    def pass_days(self, days: int = 1) -> None:
        """Let days go by, which no token outlives for long, and begin an empty record."""
        world = self.server.world
        world.shift_clock(timedelta(days=days))
        self._token = world.tokens.issue(self.server.API_KEY, world.now()).access
        self.server.record.clear()

    def prepare(self, order_id: str) -> DisputeDraft:
        """A draft as the dialog has it at its last page."""
        order = self.orders.look_up_id(OrderId(order_id)).order
        assert order is not None
        draft = DisputeDraft.begin(order).with_line(order.lines[0], 1)
        terms = self.filing.terms(draft.order_id, draft.lines)
        draft = with_terms(replace(draft, reason=terms.reasons[0], message="It broke."), terms)
        self.filing.note_known_disputes(draft)
        return draft


class SmallShop(OrderStream):
    """A shop of so many orders, which sold the last one at `closed`."""

    def __init__(
        self,
        birth: datetime,
        count: int,
        closed: datetime | None = None,
        kind_of: Callable[[int], Kind] | None = None,
    ) -> None:
        super().__init__(birth, kind_of, count)
        self._closed = closed

    def listed(self, now: datetime) -> list[tuple[datetime, str]]:
        return super().listed(self._closed or now)


@pytest.fixture
def merchant(tmp_path: Path) -> Iterator[Merchant]:
    with _at_work(Merchant(tmp_path)) as made:
        yield made


@contextmanager
def _at_work(merchant: Merchant) -> Iterator[Merchant]:
    """The data file stays open: to open it for each unit takes longer than most of them."""
    with merchant.database.opened():
        yield merchant
    merchant.api.close()


@dataclass(frozen=True)
class Least:
    """The least calls for a look that is to know all that can change."""

    pages: int
    batches: int
    trackings: int

    @property
    def calls(self) -> dict[str, int]:
        found = {LIST: self.pages, BATCH: self.batches, TRACK: self.trackings}
        return {endpoint: count for endpoint, count in found.items() if count}


_OVER = {"delivered", "cancelled", "closed", "trash"}


def _calls(things: int, at_once: int) -> int:
    return math.ceil(things / at_once)


def least_at_first(merchant: Merchant) -> Least:
    """Every page; every order that may be claimed; every parcel that is not known to be over."""
    world = merchant.server.world
    orders = world.orders()
    recent = [each for each in orders if world.now() - each.created < timedelta(days=120)]
    still_open = [each for each in orders if each.stage not in _OVER]
    whole = {each.code for each in (*recent, *still_open)}
    # The day of a delivery stands nowhere but in the tracking.
    arrived = [each for each in recent if each.stage == "delivered"]
    parcels = sum(len(each.parcels) for each in (*still_open, *arrived))
    return Least(_calls(len(orders), 100), _calls(len(whole), 100), _calls(parcels, 10))


def is_over(order: Order) -> bool:
    has_come = bool(order.parcels) and all(each.status == "Delivered" for each in order.parcels)
    return order.stage in _OVER or has_come


def test_looks_at_220_open_orders_ask_as_little_as_can_be(merchant: Merchant) -> None:
    world = merchant.server.world
    world.stream = SmallShop(world.birth, 220, world.birth, lambda _slot: "stuck")
    merchant.look()
    least = least_at_first(merchant)
    assert (least.pages, least.batches) == (3, 3)
    assert 22 <= least.trackings <= 25
    assert merchant.calls() == least.calls
    assert len(orders_of(merchant.claims)) == 261
    # A day later, and nothing is new.
    merchant.pass_days()
    merchant.look()
    still_open = [each for each in world.orders() if not is_over(each)]
    parcels = sum(len(each.parcels) for each in still_open)
    assert len(still_open) > 220
    assert merchant.calls() == Least(1, _calls(len(still_open), 100), _calls(parcels, 10)).calls
    assert not merchant.claims.status().is_due


def test_a_first_look_at_a_shops_business_asks_little_and_keeps_what_cj_knows(
    merchant: Merchant,
) -> None:
    merchant.look()
    assert merchant.calls() == least_at_first(merchant).calls
    assert merchant.claims.status().finished
    requests = merchant.server.record.requests
    assert {each.http_status for each in requests} == {200}
    assert max(len(each.query["trackNumber"]) for each in requests if each.path == TRACK) == 10
    _check_what_is_kept(merchant)


def _check_what_is_kept(merchant: Merchant) -> None:
    world = merchant.server.world
    kept = {each.facts.order_id: each for each in orders_of(merchant.claims)}
    assert set(kept) == set(world.order_codes())
    for order in world.orders():
        facts = kept[OrderId(order.code)].facts
        assert facts.status == order.stage.upper()
        assert (facts.created, facts.paid) == (_second(order.created), _second(order.paid))
        tells_day = "outWarehouseTime" not in order.hides
        recent = world.now() - order.created < timedelta(days=119)
        if recent:
            assert facts.dispatched == (_second(order.dispatched) if tells_day else None)
            assert facts.is_marked_disputed is (_mark_of(merchant, order) or None)
            assert [each.line_item_id for each in facts.products] == [
                line.line_id for line in order.lines
            ]
        told = {each.tracking_number: each for each in kept[OrderId(order.code)].tracking}
        for parcel in order.parcels:
            if parcel.number in told:
                is_delivered = bool(told[parcel.number].delivered)
                assert is_delivered is (parcel.status == "Delivered")
                assert bool(told[parcel.number].events) is bool(parcel.scans)


def _second(moment: datetime | None) -> datetime | None:
    return moment.replace(microsecond=0) if moment else None


def _mark_of(merchant: Merchant, order: Order) -> bool:
    world = merchant.server.world
    return bool(order.dispute_mark or [d for d in world.disputes_of(order.code) if not d.cancelled])


def test_time_moves_what_is_kept_on(merchant: Merchant) -> None:
    world = merchant.server.world
    world.stream = OrderStream(world.birth, count=60)
    merchant.look()
    before = {each.facts.order_id: each for each in orders_of(merchant.claims)}
    for _ in range(2):
        merchant.pass_days(3)
        merchant.look()
    after = {each.facts.order_id: each for each in orders_of(merchant.claims)}
    # One every eight hours, some time within them.
    assert len(after) - len(before) in (17, 18, 19)
    assert {key: each.facts.status for key, each in after.items()} == {
        order.code: order.stage.upper() for order in world.orders()
    }
    came = [key for key, each in before.items() if is_open(each) and not is_open(after[key])]
    assert len(came) > 5


def test_an_account_whose_numeric_ids_are_refused_is_looked_through_as_well(
    merchant: Merchant,
) -> None:
    world = merchant.server.world
    world.stream = OrderStream(world.birth, count=60)
    world.refuses_numeric_ids = True
    merchant.look()
    assert SINGLE not in merchant.calls()
    assert all(each.looked for each in orders_of(merchant.claims)[:60])


def refuse(cj: FaultyServer, *endpoints: str) -> None:
    """Let CJ decline all that these are asked."""
    for each in endpoints:
        cj.scenarios.arm("refuse", each, times=None, code=1600300)


OUTAGES: dict[str, tuple[Callable[[FaultyServer], object], type[AppError] | None]] = {
    "the second page times out": (
        lambda cj: cj.scenarios.arm("timeout_before", LIST, skip=1, times=None),
        TimedOut,
    ),
    "a page is half": (lambda cj: cj.scenarios.arm("leaves_out", LIST, rows=30), None),
    "the list is empty": (
        lambda cj: cj.scenarios.arm("empty_data", LIST, times=None),
        UnexpectedResponse,
    ),
    "the list fails": (lambda cj: cj.scenarios.arm("http_503", LIST, times=None), ServerFailed),
    "batches are empty": (
        lambda cj: cj.scenarios.arm("empty_data", BATCH, times=None),
        UnexpectedResponse,
    ),
    "batches fail": (lambda cj: cj.scenarios.arm("http_502_html", BATCH, times=None), ServerFailed),
    "tracking fails": (lambda cj: cj.scenarios.arm("http_500", TRACK, times=None), ServerFailed),
    "the points are spent": (
        lambda cj: cj.scenarios.arm("points_exhausted", TRACK, times=None),
        QuotaUsedUp,
    ),
    "the points are spent, as 200": (
        lambda cj: cj.scenarios.arm("points_exhausted", TRACK, times=None, code=16900500),
        QuotaUsedUp,
    ),
    "batches leave orders out": (
        lambda cj: cj.scenarios.arm("leaves_out", BATCH, times=None, rows=20),
        None,
    ),
    "batches are refused": (
        lambda cj: refuse(cj, BATCH),
        None,
    ),
    "all single orders are refused, too": (
        lambda cj: refuse(cj, BATCH, SINGLE),
        InvalidInput,
    ),
    "tracking is refused": (
        lambda cj: refuse(cj, TRACK),
        InvalidInput,
    ),
    "tracking is empty": (lambda cj: cj.scenarios.arm("empty_data", TRACK, times=None), None),
    "the count is 0": (lambda cj: cj.scenarios.arm("wrong_total", LIST, times=None), None),
    "the count is too high": (
        lambda cj: cj.scenarios.arm("wrong_total", LIST, times=None, total=9000),
        UnexpectedResponse,
    ),
    **{
        f"no number is known: {answer}": (
            lambda cj, answer=answer: cj.scenarios.arm(  # type: ignore[misc]  # bound as a default
                "knows_no_number", TRACK, times=None, answer=answer
            ),
            None,
        )
        for answer in ("null", "empty", "text", "row")
    },
}


def _small_shop(merchant: Merchant, *, is_open: bool) -> None:
    """80 orders, 60 of which were made since a first look."""
    birth = merchant.server.world.birth
    closed = None if is_open else birth - timedelta(days=20)
    merchant.server.world.stream = SmallShop(birth, 80, closed)


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks that ask for fewer at once: two pages and batches of fewer orders."""
    monkeypatch.setattr("app.services.orders.looks.ORDER_PAGE_LIMIT", 70)
    monkeypatch.setattr("app.services.orders.looks.DETAILS_AT_ONCE", 70)


@pytest.fixture(scope="module")
def looked_through(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A data file after a first look, before the shop made its newest orders."""
    merchant = Merchant(tmp_path_factory.mktemp("first look"))
    _small_shop(merchant, is_open=False)
    merchant.look()
    merchant.api.close()
    with merchant.database.write() as connection:
        connection.execute("UPDATE tracked_orders SET looked = looked")
    return merchant.database.path.read_bytes()


@pytest.fixture
def merchant_later(tmp_path: Path, looked_through: bytes) -> Iterator[Merchant]:
    """The merchant after that look, as the shop makes its newest orders."""
    with _at_work(Merchant(tmp_path, content=looked_through)) as made:
        _small_shop(made, is_open=True)
        yield made


@pytest.mark.usefixtures("short_pages")
@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_makes_no_order_and_no_parcel_what_it_is_not(
    merchant_later: Merchant, outage: str
) -> None:
    merchant = merchant_later
    world = merchant.server.world
    before = {each.facts.order_id: each for each in orders_of(merchant.claims)}
    assert len(before) > 50
    merchant.pass_days()
    arm, error = OUTAGES[outage]
    arm(merchant.server)
    if error:
        with pytest.raises(error):
            merchant.look()
        assert merchant.claims.status().failed
        assert sum(merchant.calls().values()) < 30
    else:
        merchant.look()
    true = {order.code: order for order in world.orders()}
    for each in orders_of(merchant.claims):
        order, known = true[each.facts.order_id], before.get(each.facts.order_id)
        known_status = known.facts.status if known else None
        assert each.facts.status in (known_status, order.stage.upper())
        assert each.facts.paid in (known and known.facts.paid, _second(order.paid))
        if known:
            assert each.facts.dispatched in (known.facts.dispatched, _second(order.dispatched))
            assert len(each.tracking) >= len(known.tracking)
            assert bool(each.facts.is_marked_disputed) >= bool(known.facts.is_marked_disputed)
        arrived = {p.number for p in order.parcels if p.status == "Delivered"}
        for parcel in each.tracking:
            assert bool(parcel.delivered) <= (parcel.tracking_number in arrived)
    if error and "track" not in outage and "points" not in outage:
        stale = [each for each in orders_of(merchant.claims) if each.is_incomplete]
        assert len(stale) >= len(before)
    merchant.server.scenarios.clear()
    merchant.pass_days()
    merchant.look()
    assert not any(each.is_incomplete for each in orders_of(merchant.claims))
    assert {each.facts.order_id for each in orders_of(merchant.claims)} == set(world.order_codes())


class SimulatedTime(NoAlarms):
    """The scheduler's time."""

    def __init__(self, time: World) -> None:
        super().__init__(lambda: time.now)
        self._time = time

    def wait(self, end: Event, seconds: float) -> bool:
        self._time.sleep(seconds)
        return end.is_set()


class SimulatedPace(RateLimiter):
    """CJ's limit in the scheduler's time."""

    def __init__(self, time: World) -> None:
        super().__init__(clock=lambda: time.now)
        self._condition = Condition(time)  # type: ignore[assignment]  # as much of one as it uses


@dataclass(frozen=True)
class Filed:
    """How long a filing took from the first press, and what CJ was asked for meanwhile."""

    seconds: float
    asked: tuple[str, ...]


def file_while_looking(folder: Path, begin: float, *, is_looking: bool) -> Filed:
    """File a dispute so many seconds into a first look, or with nothing else going on."""
    time = World(random.Random(begin))  # noqa: S311 - no secret
    merchant = Merchant(folder, SimulatedPace(time), SimulatedTime(time), time.sleep)
    merchant.server.world.stream = OrderStream(merchant.server.world.birth, count=150)
    found: list[Filed] = []

    def file() -> None:
        merchant.server.record.clear()
        draft = merchant.prepare(TUTORIAL_ORDER)
        assert merchant.filing.submit(draft, None).state is FilingState.CONFIRMED
        found.append(Filed(time.now - begin, tuple(merchant.server.record.endpoints())))

    if is_looking:
        time.spawn("look", merchant.look)
    time.spawn("filing", file, delay=begin)
    time.run(600)
    assert time.errors == []
    if is_looking:
        assert merchant.claims.status().finished
    merchant.api.close()
    return found[0]


@pytest.mark.parametrize("begin", [0.1, 3.3, 8.77, 14.05, 19.6])
def test_a_filing_begun_during_a_first_look_overtakes_it(tmp_path: Path, begin: float) -> None:
    alone = file_while_looking(tmp_path / "alone", begin, is_looking=False)
    beside = file_while_looking(tmp_path / "beside", begin, is_looking=True)
    assert not set(alone.asked) & set(LOOKED_AT)
    # A request of the look that had left before the press is let through; none leaves after it.
    assert [each for each in beside.asked if each not in LOOKED_AT] == list(alone.asked)
    assert len(beside.asked) - len(alone.asked) <= 1
    assert beside.asked[1:] == alone.asked or beside.asked == alone.asked
    # What the look sent last may hold the first call back for CJ's one interval.
    assert beside.seconds - alone.seconds <= INTERVAL + 0.001


WORDS = ExportWords(
    {column: column.value for column in ExportColumn},
    {None: "undecided", **{outcome: outcome.name for outcome in Outcome}},
    "Disputes",
)


def secrets_of(order: Order) -> set[str]:
    """All that CJ tells of a buyer, but for the country."""
    buyer: Buyer = order.buyer
    told = {
        buyer.name, buyer.address, buyer.phone, buyer.email, buyer.city, buyer.province,
        buyer.tax_id, buyer.consignee_id, buyer.house_number, buyer.note,
        f"{buyer.postcode} {buyer.city}", order.print_text,
    }  # fmt: skip
    return {each for each in told if each} | {f"example.invalid/track/{n}" for n in order.tracks}


def test_nothing_of_any_buyer_is_kept_logged_or_exported(
    merchant: Merchant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    world = merchant.server.world
    world.stream = OrderStream(world.birth, count=120)
    merchant.look()
    refresh(merchant.history)
    arrived = next(each for each in world.orders() if "signed by" in str(each.parcels))
    disputed = world.order(merchant.server.world.disputes()[0].order_code)
    for order in (arrived, disputed, next(each for each in world.orders() if each.is_returned)):
        assert isinstance(merchant.orders.look_up(order.code), LookUp)
        merchant.parcels.fetch(OrderId(order.code))
    assert merchant.api.orders.proof_of_delivery(arrived.code)
    message = f"{arrived.buyer.name}, {arrived.buyer.address}: no such parcel"
    merchant.server.scenarios.arm("refuse", TRACK, code=1600300, message=message, times=None)
    merchant.pass_days()
    with pytest.raises(InvalidInput):
        merchant.look()
    draft = merchant.prepare(TUTORIAL_ORDER)
    filing = merchant.filing.submit(draft, None)
    assert filing.dispute_id
    case = merchant.reports.cases.case_of(filing.dispute_id)
    for kind in (ExportFormat.CSV, ExportFormat.XLSX):
        path = tmp_path / "data" / f"disputes.{kind.value}"
        wanted = ExportOrder(path, kind, HistoryQuery(), CsvGuards(formulas=False, numbers=False))
        assert merchant.reports.exports.export(wanted, WORDS, ExportProgress())
    kept = [path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert len(kept) >= 3
    everything = b"\n".join([*kept, caplog.text.encode(), repr(case).encode()])
    everything += repr(orders_of(merchant.claims)).encode()
    secrets = set().union(*map(secrets_of, world.orders()))
    assert len(secrets) > 700
    assert [each for each in sorted(secrets) if each.encode() in everything] == []
