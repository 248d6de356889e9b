"""A history of 120 disputes from a CJ that miscounts, clamps its pages or leaves some empty."""

from __future__ import annotations

import json
import math
import random
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.domain.errors import UnexpectedResponse
from app.domain.history.history import HistoryQuery
from app.services.account.connection import Connection
from app.services.filing.dispute_lists import DisputeLists
from app.services.history.history import HistoryService
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from tests.data_files import ready_database
from tests.fakes.no_alarms import NoAlarms
from tests.refreshing import refresh, run_to_end

PAGE = "page"
"""A `total` that counts the rows of its page only."""


@dataclass
class LyingCj:
    """CJ's list of disputes, newest first, over the wire."""

    ids: list[str] = field(default_factory=list)
    total: object = None
    """What it says for all there are, by page where that differs; None for the truth."""
    most: int = 50
    """Rows a page, whatever is asked for."""
    tells_size: bool = True
    empty: frozenset[int] = frozenset()
    """Pages that come without rows the first time they are asked for, or always."""
    stays_empty: bool = False
    failing: frozenset[int] = frozenset()
    """Pages that come without rows from a failing server the first time."""
    ignores_page: bool = False
    """Whether it always gives the first page."""
    again: dict[int, int] = field(default_factory=dict)
    """Pages that are another one, where they are not empty."""
    repeats_last: bool = False
    """Whether a page beyond the end is the last one again."""
    is_bare: bool = False
    dated: bool = False
    """Whether rows tell different times: of two, the one with the higher number is the newer."""
    pages: list[int] = field(default_factory=list)
    unreadable: frozenset[str] = frozenset()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = int(request.url.params["pageNum"])
        size = min(int(request.url.params["pageSize"]), self.most)
        last = max(math.ceil(len(self.ids) / size), 1)
        number = 1 if self.ignores_page else min(asked, last) if self.repeats_last else asked
        number = self.again.get(number, number)
        rows: list[Any] = [self._row(each) for each in self.ids[(number - 1) * size :][:size]]
        if asked in self.empty:
            rows = []
            self.empty -= set() if self.stays_empty else {asked}
        self.pages.append(asked)
        total = len(self.ids) if self.total is None else self.total
        total = total.get(asked) if isinstance(total, dict) else total
        data: Any = {
            "pageNum": number,
            "total": len(rows) if total == PAGE else total,
            "list": rows,
        }
        if self.tells_size:
            data["pageSize"] = size
        answer = {"code": 200, "result": True, "message": "", "data": data}
        content = answer | ({"data": rows} if self.is_bare else {})
        if asked in self.failing:
            self.failing -= {asked}
            content["data"] = {"list": [], "total": 1}
            return httpx.Response(503, content=json.dumps(content))
        return httpx.Response(200, content=json.dumps(content))

    def _row(self, dispute_id: str) -> dict[str, object]:
        if dispute_id in self.unreadable:
            return {"status": "Processing"}
        number = int(dispute_id.removeprefix("SH")) if self.dated else 0
        created = datetime(2026, 1, 15, 10, 30, tzinfo=UTC) + timedelta(minutes=number)
        created_text = f"{created:%Y-%m-%d %H:%M:%S}"
        return {"id": dispute_id, "status": "Finished", "createDate": created_text}


@dataclass
class Merchant:
    cj: LyingCj
    history: HistoryService
    lists: DisputeLists
    now: datetime

    def refresh(self) -> list[int]:
        """Refresh to the end; gives the pages that were asked for."""
        self.cj.pages.clear()
        refresh(self.history)
        return list(self.cj.pages)

    def poll(self) -> list[int]:
        """Refresh as the program does by itself."""
        self.cj.pages.clear()
        refresh(self.history, in_background=True)
        return list(self.cj.pages)

    def poll_news(self) -> None:
        """Refresh without a walk through all pages."""
        self.cj.pages.clear()
        run_to_end(self.history.begin_sync(in_background=True, goes_through_all=False))

    @property
    def stored(self) -> set[str]:
        page = self.history.rows(HistoryQuery(limit=1000))
        return {row.dispute.dispute_id for row in page.rows}

    @property
    def gone(self) -> set[str]:
        page = self.history.rows(HistoryQuery(limit=1000))
        return {row.dispute.dispute_id for row in page.rows if row.is_gone}

    @property
    def gap(self) -> tuple[int, int] | None:
        """What CJ counts and what it lists, where that is told to differ."""
        coverage = self.history.coverage()
        return None if coverage.is_whole else (coverage.counted, coverage.listed)


@pytest.fixture
def merchant(tmp_path: Path) -> Iterator[Merchant]:
    database = ready_database(tmp_path / "a1.sqlite3")
    cj = LyingCj([f"SH{number:06}" for number in range(120, 0, -1)])
    connection = Connection(
        lambda: CjApi(
            "https://cj.example",
            access_token=lambda: "token",
            renew=lambda _stale: "token",
            pace=RateLimiter(math.inf),
            transport=httpx.MockTransport(cj),
            timing=NoAlarms(),
        )
    )
    disputes = DisputeCache(database)
    history = HistoryService(
        connection,
        disputes,
        OrderCache(database),
        FilingLedger(database),
        database,
        lambda: made.now,
    )
    lists = DisputeLists(connection, disputes, lambda: made.now)
    made = Merchant(cj, history, lists, datetime(2026, 11, 28, 12, tzinfo=UTC))
    with database.opened():
        yield made


LIES: dict[str, dict[str, Any]] = {
    "total 0": {"total": 0},
    "total -1": {"total": -1},
    "total 10": {"total": 10},
    "total null": {"total": "many"},
    "total of 16 digits": {"total": 10**15},
    "total of the page": {"total": PAGE},
    "pages of 10": {"most": 10},
    "pages of 10, total of the page": {"most": 10, "total": PAGE, "tells_size": False},
    "pages of 10, total 10": {"most": 10, "total": 10, "tells_size": False},
    "pages of 50, total 50": {"total": 50},
    "no page size": {"tells_size": False},
    "pages of 7 without a size": {"most": 7, "tells_size": False},
    "an empty page 2": {"empty": frozenset({2})},
    "an empty page 2 without a count": {"empty": frozenset({2}), "total": 0},
    "an empty page 1": {"empty": frozenset({1})},
    "a bare list": {"is_bare": True},
    "the last page again": {"repeats_last": True},
    "the last page again, total 0": {"repeats_last": True, "total": 0},
}


@pytest.mark.parametrize("lie", LIES)
def test_all_that_cj_lists_is_stored_whatever_it_says_of_it(merchant: Merchant, lie: str) -> None:
    for name, value in LIES[lie].items():
        setattr(merchant.cj, name, value)
    merchant.refresh()
    assert merchant.stored == set(merchant.cj.ids)
    assert merchant.gap is None
    assert merchant.gone == set()
    # From then on, a refresh without news is one call.
    merchant.now += timedelta(hours=2)
    merchant.refresh()
    merchant.now += timedelta(hours=2)
    assert merchant.refresh() == [1]


def test_pages_that_cannot_be_had_are_told(merchant: Merchant) -> None:
    merchant.cj.ignores_page = True
    assert merchant.refresh() == [1, 2, 2, 3]
    assert len(merchant.stored) == 50
    assert merchant.gap == (120, 50)
    assert merchant.gone == set()


def test_a_count_above_what_is_listed_is_told_and_costs_no_call_again(merchant: Merchant) -> None:
    merchant.cj.total = 150
    merchant.refresh()
    assert merchant.stored == set(merchant.cj.ids)
    assert merchant.gap == (150, 120)
    merchant.now += timedelta(hours=3)
    assert merchant.refresh() == [1]
    assert merchant.gap == (150, 120)
    merchant.cj.total = None
    merchant.refresh()
    assert merchant.gap is None


def test_rows_that_cannot_be_read_are_told(merchant: Merchant) -> None:
    merchant.cj.unreadable = frozenset({"SH000060"})
    merchant.refresh()
    assert merchant.gap == (120, 119)
    merchant.cj.total = "unknown"
    merchant.now += timedelta(days=1)
    merchant.refresh()
    assert merchant.gap == (120, 119)


def test_only_a_walk_that_was_whole_calls_a_dispute_gone(merchant: Merchant) -> None:
    merchant.refresh()
    del merchant.cj.ids[70]
    merchant.cj.total = 120
    merchant.now += timedelta(days=1)
    merchant.refresh()
    assert merchant.gone == set()
    merchant.cj.total = 0
    merchant.now += timedelta(days=1)
    merchant.refresh()
    assert merchant.gone == set()
    merchant.cj.total = None
    merchant.now += timedelta(days=1)
    merchant.refresh()
    assert merchant.gone == {"SH000050"}


@pytest.mark.parametrize("count", [1, 10, 49])
def test_a_single_page_is_looked_behind_twice(merchant: Merchant, count: int) -> None:
    del merchant.cj.ids[count:]
    assert merchant.refresh() == [1, 2, 3]
    merchant.now += timedelta(hours=2)
    assert merchant.refresh() == [1]
    del merchant.cj.ids[-1]
    merchant.now += timedelta(minutes=10)
    merchant.refresh()
    assert merchant.gone == {f"SH{121 - count:06}"}


def test_many_new_ones_behind_an_empty_page_are_found(merchant: Merchant) -> None:
    merchant.refresh()
    assert len(merchant.stored) == 120
    merchant.cj.ids[:0] = [f"SH{number:06}" for number in range(260, 120, -1)]
    merchant.cj.empty = frozenset({2})
    merchant.cj.pages.clear()
    merchant.now += timedelta(minutes=10)
    merchant.refresh()
    assert merchant.stored == set(merchant.cj.ids)


@pytest.mark.parametrize("stays_empty", [False, True])
@pytest.mark.parametrize("size", [1, 10, 50])
def test_an_empty_page_is_no_end_although_as_many_were_seen_as_cj_counts(
    merchant: Merchant, size: int, *, stays_empty: bool
) -> None:
    """A count too low is right for as long as only the first page was read."""
    del merchant.cj.ids[: 0 if size > 1 else 90]
    merchant.cj.most = merchant.cj.total = size
    merchant.cj.empty, merchant.cj.stays_empty = frozenset({2}), stays_empty
    merchant.refresh()
    missing = set(merchant.cj.ids) - merchant.stored
    assert len(missing) == (size if stays_empty else 0)
    assert (merchant.gap is not None) is stays_empty


@pytest.mark.parametrize("total", [None, 0])
def test_a_page_that_stays_empty_is_told(merchant: Merchant, total: int | None) -> None:
    merchant.cj.empty, merchant.cj.stays_empty = frozenset({2}), True
    merchant.cj.total = total
    merchant.refresh()
    assert len(merchant.stored) == 70
    assert merchant.gap == (120, 70)
    assert merchant.gone == set()


def test_a_walk_that_is_gone_on_with_finds_its_place_in_pages_of_another_size(
    merchant: Merchant,
) -> None:
    merchant.cj.ids = [f"SH{number:06}" for number in range(300, 0, -1)]
    sync = merchant.history.begin_sync()
    for _ in range(3):
        sync.step()
    merchant.cj.most = 20
    assert merchant.refresh()[:3] == [1, 8, 9]  # 150 rows were read
    assert merchant.stored == set(merchant.cj.ids)


def test_an_empty_page_in_an_answer_that_is_no_whole_yes_tells_nothing(
    merchant: Merchant,
) -> None:
    merchant.cj.total = "unknown"
    merchant.cj.failing = frozenset({2, 3})
    with pytest.raises(UnexpectedResponse):
        merchant.refresh()
    with pytest.raises(UnexpectedResponse):
        merchant.refresh()
    merchant.refresh()
    assert merchant.stored == set(merchant.cj.ids)
    assert merchant.gone == set()


MISSED: dict[str, tuple[dict[str, Any], int]] = {
    "an empty page": ({"empty": frozenset({2})}, 0),
    "a page that stays empty": ({"empty": frozenset({2}), "stays_empty": True}, 20),
    "a row that cannot be read": ({"unreadable": frozenset({"SH000090"})}, 1),
}


@pytest.mark.parametrize("fails_at", [3, 4, 5])
@pytest.mark.parametrize("missed", MISSED)
def test_a_walk_that_is_gone_on_with_knows_what_it_has_missed(
    merchant: Merchant, missed: str, fails_at: int
) -> None:
    changes, missing = MISSED[missed]
    for name, value in changes.items():
        setattr(merchant.cj, name, value)
    merchant.cj.total, merchant.cj.most = "unknown", 20
    merchant.cj.failing = frozenset({fails_at})
    with pytest.raises(UnexpectedResponse):
        merchant.refresh()
    merchant.refresh()
    listed = 120 - missing
    assert len(merchant.stored) == listed
    assert merchant.gap == ((120, listed) if missing else None)


@pytest.mark.parametrize("is_walking", [False, True])
@pytest.mark.parametrize("fails_at", [2, 3])
def test_news_that_could_not_all_be_read_are_read_next_time(
    merchant: Merchant, fails_at: int, *, is_walking: bool
) -> None:
    merchant.cj.dated, merchant.cj.total, merchant.cj.most = True, "unknown", 20
    merchant.refresh()
    if is_walking:
        merchant.now += timedelta(days=2)
        sync = merchant.history.begin_sync()
        for _ in range(4):
            sync.step()
    checked = merchant.now
    merchant.cj.ids[:0] = [f"SH{number:06}" for number in range(180, 120, -1)]
    merchant.cj.failing = frozenset({fails_at})
    merchant.now += timedelta(minutes=10)
    with pytest.raises(UnexpectedResponse):
        merchant.poll()
    assert merchant.history.last_checked() == checked
    merchant.poll_news()
    assert merchant.cj.pages == [1, 2, 3, 4]
    assert merchant.stored == set(merchant.cj.ids)
    assert merchant.history.last_checked() == merchant.now


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


@pytest.mark.parametrize("writes", range(7))
def test_news_that_were_not_all_read_when_the_program_was_killed_are_read_next_time(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """Killed before any write to the disk that a refresh makes."""
    merchant.cj.dated, merchant.cj.total, merchant.cj.most = True, "unknown", 20
    merchant.refresh()
    merchant.cj.ids[:0] = [f"SH{number:06}" for number in range(180, 120, -1)]
    merchant.now += timedelta(minutes=10)
    write, left = Database.write, [None] * writes

    def write_until_killed(database: Database) -> AbstractContextManager[sqlite3.Connection]:
        if not left:
            raise Killed
        left.pop()
        return write(database)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", write_until_killed)
        with pytest.raises(Killed):
            merchant.poll_news()
    merchant.now += timedelta(minutes=10)
    seen: list[int] = []
    merchant.history._match_listed = lambda: seen.append(len(merchant.stored))
    merchant.poll_news()
    assert merchant.stored == set(merchant.cj.ids)
    assert merchant.history.last_checked() == merchant.now
    assert seen == [180]


def test_what_a_look_for_a_filing_stored_hides_no_news_from_the_history(merchant: Merchant) -> None:
    """It passes over a page without rows, and here CJ's count tells nothing."""
    merchant.cj.dated, merchant.cj.total, merchant.cj.most = True, "unknown", 20
    merchant.refresh()
    merchant.cj.ids[:0] = [f"SH{number:06}" for number in range(180, 120, -1)]
    merchant.cj.failing = frozenset({2})
    merchant.lists.read()
    assert len(merchant.stored) < 180
    merchant.now += timedelta(minutes=10)
    merchant.poll()
    assert merchant.stored == set(merchant.cj.ids)
    assert merchant.history.last_checked() == merchant.now


def test_a_row_that_moves_up_behind_the_walk_is_not_missed(merchant: Merchant) -> None:
    sync = merchant.history.begin_sync()
    sync.step()
    sync.step()
    gone = merchant.cj.ids.pop(5)  # the first row of page 3 is the last of page 2 now
    while sync.step() is not None:
        pass
    assert set(merchant.cj.ids) <= merchant.stored
    merchant.now += timedelta(days=1)
    merchant.refresh()
    assert merchant.gone == {gone}


def test_a_later_count_of_nothing_does_not_undo_that_of_a_page_without_rows(
    merchant: Merchant,
) -> None:
    merchant.cj.total, merchant.cj.ids = {1: 1, 2: 0}, []
    merchant.refresh()
    assert merchant.gap == (1, 0)


def test_what_cj_counts_more_since_all_was_read_is_said(merchant: Merchant) -> None:
    merchant.refresh()
    assert len(merchant.stored) == 120
    merchant.cj.ids.append("SH900000")  # this list does not begin with the newest
    merchant.now += timedelta(minutes=5)
    assert merchant.poll() == [1]
    assert merchant.gap == (121, 120)
    merchant.now += timedelta(days=1)
    merchant.poll()
    later: object = (merchant.gap, len(merchant.stored))
    assert later == (None, 121)


def test_what_a_walk_did_not_meet_is_said_although_as_many_are_stored(merchant: Merchant) -> None:
    merchant.cj.ids = ["SH000001"]
    merchant.refresh()
    assert merchant.gap is None
    merchant.cj.total, merchant.cj.ids = {1: 1, 2: 0}, []
    merchant.now += timedelta(days=2)
    merchant.refresh()
    assert merchant.gap is not None


def a_new_one_in_the_middle(merchant: Merchant, total: object) -> None:
    """A list in no order is stored; ten minutes later it has one more, behind its first page."""
    merchant.cj.dated, merchant.cj.total = True, total
    shuffled(merchant.cj.ids)
    merchant.refresh()
    assert len(merchant.stored) == 120
    merchant.cj.ids.insert(90, "SH000121")
    merchant.now += timedelta(minutes=10)


@pytest.mark.parametrize("total", [None, "many", 0, 10, 150])
def test_a_new_one_in_the_middle_of_a_list_is_found_when_a_person_asks(
    merchant: Merchant, total: object
) -> None:
    a_new_one_in_the_middle(merchant, total)
    merchant.refresh()
    assert merchant.stored == set(merchant.cj.ids)
    assert merchant.history.last_checked() == merchant.now


@pytest.mark.parametrize("total", [None, "many", 0, 10, 150])
def test_a_poll_that_may_have_missed_something_does_not_say_that_all_was_checked(
    merchant: Merchant, total: object
) -> None:
    a_new_one_in_the_middle(merchant, total)
    checked = merchant.history.last_checked()
    assert merchant.poll() == [1]
    assert merchant.history.last_checked() == checked
    # The account's share of calls allows for three pages in three quarters of an hour.
    merchant.now += timedelta(minutes=40)
    merchant.poll()
    assert merchant.stored == set(merchant.cj.ids)
    assert merchant.history.last_checked() == merchant.now


@pytest.mark.parametrize("total", [None, "many", 0, 10, 150])
def test_a_list_that_begins_with_the_newest_is_checked_with_one_call(
    merchant: Merchant, total: object
) -> None:
    merchant.cj.dated, merchant.cj.total = True, total
    merchant.refresh()
    merchant.now += timedelta(minutes=50)
    assert merchant.poll() == [1]
    assert merchant.history.last_checked() == merchant.now


@pytest.mark.parametrize("total", ["many", 0, 10])
@pytest.mark.parametrize("odd", [1, 100], ids=["other", "of what was seen"])
def test_an_odd_answer_just_before_the_end_is_not_taken_for_it(
    merchant: Merchant, total: object, odd: int
) -> None:
    merchant.cj.total = dict.fromkeys(range(1, 6), total) | {3: odd}
    merchant.cj.empty = frozenset({3})
    merchant.refresh()
    assert merchant.stored == set(merchant.cj.ids)


def test_pages_without_rows_that_count_some_are_no_end(merchant: Merchant) -> None:
    merchant.cj.total = dict.fromkeys(range(1, 9), 0) | {2: 1, 3: 1}
    merchant.cj.empty, merchant.cj.stays_empty = frozenset({2, 3}), True
    merchant.refresh()
    assert len(merchant.stored) == 50
    assert merchant.gap is not None
    assert merchant.gone == set()


def test_an_empty_first_page_is_no_proof_that_nothing_is_new(merchant: Merchant) -> None:
    ids, merchant.cj.ids = merchant.cj.ids[:1], []
    merchant.refresh()
    assert merchant.gap is None
    merchant.cj.ids, merchant.cj.empty, merchant.cj.stays_empty = ids, frozenset({1}), True
    merchant.now += timedelta(minutes=5)
    merchant.refresh()
    assert merchant.stored == set()
    assert merchant.gap is not None


def test_a_page_that_repeats_another_one_does_not_fill_a_gap(merchant: Merchant) -> None:
    merchant.cj.total = "unknown"
    merchant.cj.empty, merchant.cj.again = frozenset({2}), {2: 1}
    merchant.refresh()
    assert len(merchant.stored) == 70
    assert merchant.gap is not None


def test_what_a_page_shows_is_matched_when_all_pages_with_news_were_read(
    merchant: Merchant,
) -> None:
    """The dispute that fits may have one beside it on the next page."""
    seen: list[int] = []
    merchant.history._match_listed = lambda: seen.append(len(merchant.stored))
    merchant.refresh()
    assert seen == [120]
    merchant.cj.ids[:0] = [f"SH{number:06}" for number in range(180, 120, -1)]
    merchant.now += timedelta(minutes=10)
    merchant.refresh()
    assert seen[1:] == [180]


def shuffled(ids: list[str]) -> None:
    """In an order that tells nothing."""
    random.Random(5).shuffle(ids)  # noqa: S311 - no secret
