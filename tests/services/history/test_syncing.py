"""The history's refresh against a list that does what lists do: grow, shrink, repeat, disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from app.domain.disputes.disputes import Dispute, DisputeDetail, DisputePage, Outcome
from app.domain.errors import (
    ApiDisabled,
    AppError,
    InvalidInput,
    NotFound,
    Offline,
    OfflineCause,
    Refused,
)
from app.domain.history.history import HistoryQuery, Show
from app.domain.ids import DisputeId
from app.practice.fields import ApiRequest
from app.services.account.connection import Connection
from app.services.history.history import HistoryService
from app.services.history.syncing import HistorySync, Step
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from tests import builders
from tests.builders import NOON
from tests.cj.server import FaultyServer
from tests.data_files import ready_database
from tests.refreshing import refresh, run_to_end
from tests.services.conftest import signed_in


@dataclass
class FakeCj:
    """CJ's list, newest first, fifty a page."""

    disputes: list[Dispute] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    surplus: int = 0
    size: int = 50
    before_page: Callable[[int], None] = lambda _number: None
    last: int = 1_000_000
    """The page that is repeated from there on."""
    is_disabled: bool = False
    """Whether CJ has switched off API access since the page was read."""
    hidden: set[str] = field(default_factory=set)
    """Disputes that the detail does not show."""
    no: type[AppError] = NotFound
    """What it says of those."""

    def page(self, page: int, page_size: int) -> DisputePage:
        self.before_page(page)
        self.calls.append(f"page {min(page, self.last)}")
        size = min(page_size, self.size)
        place = (min(page, self.last) - 1) * size
        rows = tuple(self.disputes[place : place + size])
        count = len(self.disputes) + self.surplus
        return DisputePage(rows, count, len(rows), is_plain=True)

    def detail(self, dispute_id: DisputeId) -> DisputeDetail:
        self.calls.append(dispute_id)
        if self.is_disabled:
            raise ApiDisabled
        if dispute_id in self.hidden:
            raise self.no
        return DisputeDetail(next(d for d in self.disputes if d.dispute_id == dispute_id))

    def change(self, dispute_id: str, **fields: object) -> None:
        for place, dispute in enumerate(self.disputes):
            if dispute.dispute_id == dispute_id:
                self.disputes[place] = replace(dispute, **fields)  # type: ignore[arg-type]  # a test's own

    def taken(self) -> list[str]:
        calls, self.calls = self.calls, []
        return calls


@dataclass
class World:
    cj: FakeCj
    history: HistoryService
    now: datetime = NOON

    def sync(self, *, goes_through_all: bool = True) -> HistorySync:
        return self.history.begin_sync(goes_through_all=goes_through_all)

    def refresh(self) -> list[str]:
        """Refresh to the end; gives the calls it took."""
        run_to_end(self.sync())
        return self.cj.taken()

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def ids(self, show: Show = Show.ALL) -> list[str]:
        page = self.history.rows(HistoryQuery(show=show, limit=100_000))
        return [row.dispute.dispute_id for row in page.rows]

    def gone(self) -> list[str]:
        page = self.history.rows(HistoryQuery(limit=100_000))
        return [row.dispute.dispute_id for row in page.rows if row.is_gone]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    database = ready_database(tmp_path / "a1.sqlite3")
    cj = FakeCj()
    connection = cast("Connection", SimpleNamespace(api=SimpleNamespace(disputes=cj)))
    history = HistoryService(
        connection,
        DisputeCache(database),
        OrderCache(database),
        FilingLedger(database),
        database,
        lambda: made.now,
    )
    made = World(cj, history)
    with database.opened():
        yield made


def settled(number: int) -> Dispute:
    """The higher the number, the newer."""
    created = NOON - timedelta(days=30) + timedelta(minutes=number)
    return builders.dispute(
        f"SH{number:06}", status="Finished", outcome=Outcome.REFUND, created=created
    )


def undecided(number: int) -> Dispute:
    return replace(settled(number), status="Processing", outcome=None)


def listed(count: int) -> list[Dispute]:
    return [settled(number) for number in range(count, 0, -1)]


def test_the_first_walk_takes_the_fewest_calls_and_says_how_far_it_is(world: World) -> None:
    world.cj.disputes = listed(170)
    sync, steps = world.sync(), []
    while (step := sync.step()) is not None:
        steps.append(step.progress and (step.progress.done, step.progress.total))
    assert steps == [None, (100, 170), (150, 170), (170, 170)]
    assert world.cj.taken() == ["page 1", "page 2", "page 3", "page 4"]
    assert len(world.ids()) == 170
    assert world.refresh() == ["page 1"]


def test_a_stopped_walk_goes_on_where_it_was(world: World) -> None:
    world.cj.disputes = listed(500)
    sync = world.sync()
    for _ in range(4):
        sync.step()
    world.cj.taken()
    assert world.refresh() == ["page 1", *(f"page {n}" for n in range(5, 13))]
    assert len(world.ids()) == 500


def test_while_a_walk_rests_only_news_are_read(world: World) -> None:
    world.cj.disputes = listed(500)
    sync = world.sync()
    sync.step()
    sync.step()
    world.cj.taken()
    run_to_end(world.sync(goes_through_all=False))
    assert world.cj.taken() == ["page 1"]


def test_a_walk_broken_by_the_line_goes_on_where_it_was(world: World) -> None:
    world.cj.disputes = listed(300)

    def break_line(number: int) -> None:
        if number == 4:
            raise Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)

    world.cj.before_page = break_line
    with pytest.raises(Offline):
        world.refresh()
    world.cj.before_page = lambda _number: None
    world.cj.taken()
    assert world.refresh() == ["page 1", *(f"page {n}" for n in range(4, 9))]
    assert len(world.ids()) == 300


def test_a_new_dispute_costs_one_call(world: World) -> None:
    world.cj.disputes = listed(120)
    world.refresh()
    world.cj.disputes.insert(0, settled(200))
    assert world.refresh() == ["page 1"]
    assert "SH000200" in world.ids()
    world.cj.disputes[:0] = [settled(number) for number in range(280, 200, -1)]
    assert world.refresh() == ["page 1", "page 2"]
    assert len(world.ids()) == 201


def test_one_that_changes_on_an_old_page_is_found_with_one_call_more(world: World) -> None:
    world.cj.disputes = listed(170)
    world.cj.disputes[160] = undecided(10)
    world.refresh()
    world.later(minutes=10)
    assert world.refresh() == ["page 1", "SH000010"]
    world.cj.change("SH000010", status="Finished", outcome=Outcome.REJECT)
    world.later(minutes=10)
    changes = refresh(world.history)
    assert [(each.before is None, each.after.outcome) for each in changes] == [
        (False, Outcome.REJECT)
    ]
    assert world.ids(Show.CHANGED) == ["SH000010"]
    world.cj.taken()
    world.later(minutes=10)
    assert world.refresh() == ["page 1"]  # it is over: nobody follows it any more


def test_several_on_an_old_page_are_found_with_one_call(world: World) -> None:
    world.cj.disputes = listed(170)
    for place in (105, 120, 140):
        number = 170 - place
        world.cj.disputes[place] = undecided(number)
    world.refresh()
    world.later(minutes=10)
    assert world.refresh() == ["page 1", "page 3"]


def test_a_decided_one_is_followed_until_it_is_over(world: World) -> None:
    # Decided and paid are two things at CJ.
    world.cj.disputes = listed(60)
    world.cj.disputes[55] = replace(settled(5), status="Processing", created=NOON)
    world.refresh()
    world.later(minutes=10)
    assert world.refresh() == ["page 1", "SH000005"]
    world.later(days=15)
    assert "SH000005" not in world.refresh()


def test_many_open_ones_share_the_calls_fairly(world: World) -> None:
    world.cj.disputes = listed(1000)
    for page in range(2, 20):
        place = page * 50 + 7
        world.cj.disputes[place] = undecided(1000 - place)
    world.refresh()
    asked: list[str] = []
    for _ in range(4):
        world.later(minutes=10)
        calls = world.refresh()
        assert calls[0] == "page 1"
        assert len(calls) <= 6
        asked += calls[1:]
    assert len(asked) == len(set(asked)) + 2  # all 18 once before the first comes again


@pytest.mark.parametrize("no", [NotFound, Refused, InvalidInput])
def test_one_that_cj_no_longer_shows_does_not_keep_the_others_waiting(
    world: World, no: type[AppError]
) -> None:
    world.cj.no = no
    world.cj.disputes = listed(170)
    world.cj.disputes[160] = undecided(10)
    world.refresh()
    world.cj.hidden.add("SH000010")
    world.later(minutes=10)
    assert world.refresh() == ["page 1", "SH000010"]
    assert world.refresh() == ["page 1"]


def test_access_that_ends_meanwhile_is_not_taken_for_a_dispute_that_is_gone(world: World) -> None:
    world.cj.disputes = listed(170)
    world.cj.disputes[160] = undecided(10)
    world.refresh()
    world.later(minutes=10)
    world.cj.is_disabled = True
    with pytest.raises(ApiDisabled):
        world.refresh()
    world.cj.is_disabled = False
    world.cj.taken()
    assert world.refresh() == ["page 1", "SH000010"]


def test_pages_looked_at_for_single_disputes_are_not_taken_for_the_end(world: World) -> None:
    world.cj.disputes = [undecided(number) for number in range(60, 0, -1)]
    world.cj.size = 10
    world.sync().step()  # and the program is closed
    world.history._disputes.save_page(world.cj.disputes[10:40], world.now)
    world.later(minutes=10)
    world.cj.taken()
    calls = world.refresh()
    assert {"page 5", "page 6"} <= set(calls)
    assert len(world.ids()) == 60


def test_two_wordings_of_one_status_are_no_news(world: World) -> None:
    world.cj.disputes = [undecided(1)]
    world.refresh()
    listed_as = world.cj.disputes[0]
    for _ in range(3):
        world.cj.disputes = [replace(listed_as, status="In progress")]
        world.history.detail(DisputeId("SH000001"))
        world.cj.disputes = [listed_as]
        assert refresh(world.history) == ()
    assert world.ids(Show.CHANGED) == []


# A list that moves while it is read


def test_rows_that_come_while_it_is_read_are_met_twice_and_kept_once(world: World) -> None:
    world.cj.disputes = listed(200)

    def file_one(number: int) -> None:
        if number == 3:
            world.cj.disputes.insert(0, settled(900))

    world.cj.before_page = file_one
    world.refresh()
    world.cj.before_page = lambda _number: None
    world.refresh()
    assert len(world.ids()) == len(set(world.ids())) == 201


def test_no_row_is_missed_where_others_vanish_while_it_is_read(world: World) -> None:
    world.cj.disputes = listed(300)

    def withdraw(number: int) -> None:
        if number == 4 and len(world.cj.disputes) == 300:
            del world.cj.disputes[:60]

    world.cj.before_page = withdraw
    world.refresh()
    assert {each.dispute_id for each in world.cj.disputes} <= set(world.ids())


def test_what_vanished_is_kept_and_said_to_be_gone(world: World) -> None:
    world.cj.disputes = listed(120)
    world.refresh()
    del world.cj.disputes[80]
    world.later(minutes=10)
    assert world.refresh() == ["page 1"]  # the count differs, but all was read just now
    world.later(hours=1)
    assert world.refresh() == ["page 1", "page 2", "page 3"]
    assert world.gone() == ["SH000040"]
    assert len(world.ids()) == 120
    world.later(hours=2)
    assert world.refresh() == ["page 1"]

    world.cj.disputes.insert(80, settled(40))  # and it may come back
    world.later(days=1)
    world.refresh()
    assert world.gone() == []


@pytest.mark.parametrize("is_new_start", [False, True])
def test_a_clock_that_is_set_back_during_a_walk_makes_nothing_gone(
    world: World, *, is_new_start: bool
) -> None:
    world.cj.disputes = listed(300)
    world.refresh()
    world.later(days=2)
    sync = world.sync()
    for _ in range(3):
        sync.step()
    world.later(days=-1)
    if is_new_start:
        sync = world.sync()
    while sync.step() is not None:
        pass
    assert world.gone() == []
    assert world.history.last_checked() == world.now


def test_what_was_read_by_a_clock_that_was_ahead_is_asked_about_again(world: World) -> None:
    world.later(days=300)
    world.cj.disputes = listed(170)
    world.cj.disputes[160] = undecided(10)
    world.refresh()
    world.later(days=-300, hours=1)
    world.cj.taken()
    world.refresh()
    world.later(hours=1)
    world.history._disputes.save_page((world.cj.disputes[160],), world.now + timedelta(days=99))
    assert world.refresh() == ["page 1", "SH000010"]


def test_a_count_that_never_adds_up_does_not_cost_a_walk_an_hour(world: World) -> None:
    world.cj.disputes, world.cj.surplus = listed(120), 3
    world.refresh()
    world.later(hours=2)
    assert world.refresh() == ["page 1"]
    assert world.gone() == []


def test_a_count_that_goes_up_and_down_does_not_keep_it_walking(world: World) -> None:
    world.cj.disputes = listed(400)

    def waver(number: int) -> None:
        world.cj.surplus = 100 if number % 2 else 0

    world.cj.before_page = waver
    assert len(world.refresh()) < 60
    assert len(world.ids()) == 400


def test_pages_that_repeat_end_the_walk_and_nothing_is_called_gone(world: World) -> None:
    world.cj.disputes = listed(400)
    world.refresh()
    world.later(days=2)
    world.cj.last = 3
    assert world.refresh() == ["page 1", "page 2", *["page 3"] * 3]
    assert world.gone() == []


def test_fewer_rows_a_page_than_asked_for_are_no_end(world: World) -> None:
    world.cj.disputes, world.cj.size = listed(95), 20
    assert len(world.refresh()) == 5
    assert len(world.ids()) == 95


def test_an_account_without_disputes_takes_one_call(world: World) -> None:
    assert world.refresh() == ["page 1"]
    assert world.refresh() == ["page 1"]
    assert world.history.last_checked() == NOON


def test_a_day_later_all_is_read_again(world: World) -> None:
    world.cj.disputes = listed(120)
    world.refresh()
    world.cj.change("SH000003", refund=Decimal("5.00"))
    world.later(days=1)
    assert world.refresh() == ["page 1", "page 2", "page 3"]
    assert world.ids(Show.CHANGED) == ["SH000003"]


# Both page parameters, over the wire


@pytest.mark.parametrize("ignored", ["pageNumber", "pageNum"])
def test_both_names_of_the_page_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ignored: str
) -> None:
    """The English page calls it `pageNum`, the Chinese one `pageNumber` (row 1)."""
    count = ApiRequest._count
    monkeypatch.setattr(
        ApiRequest,
        "_count",
        lambda self, name, default: default if name == ignored else count(self, name, default),
    )
    with (
        FaultyServer(pace=0, life=False, extra_disputes=170) as server,
        signed_in(server, tmp_path) as stack,
    ):
        refresh(stack.history)
        total = server.world.count_disputes()
        assert stack.history.rows(HistoryQuery()).total == total


def test_steps_are_single_calls(world: World) -> None:
    world.cj.disputes = listed(170)
    sync = world.sync()
    taken: list[int] = []
    while (step := sync.step()) is not None:
        assert isinstance(step, Step)
        taken.append(len(world.cj.taken()))
    assert taken == [1, 1, 1, 1]
