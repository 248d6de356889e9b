"""What the program says about a claim is true under a CJ that promises nothing.

CJ here recognises no reference, may hold line items or not, and lists when it likes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any, NoReturn

import httpx
import pytest

from app.domain.errors import (
    AlreadyBeingFiled,
    AppError,
    NotAllowedNow,
    Refused,
    SignInRequired,
    StorageCause,
    StorageFailed,
)
from app.domain.filing.doubt import may_be_taken_back
from app.domain.filing.filing import (
    EDITABLE,
    AttemptKind,
    Door,
    Filing,
    FilingState,
    OtherDisputesFound,
)
from app.domain.ids import BusinessDisputeId, DisputeId
from app.storage.database.database import Database
from app.storage.ledger.ledger import FilingLedger
from tests.refreshing import refresh
from tests.services.scripted_cj import (
    CREATE,
    DETAIL,
    LINE,
    LIST,
    ORDER,
    OTHER_LINE,
    Json,
    Merchant,
    Reply,
    ScriptedCj,
    a_draft,
    ok,
    page,
    refusal,
)

UNKNOWN, FILED, CONFIRMED = FilingState.UNKNOWN, FilingState.FILED, FilingState.CONFIRMED


def lost(_: Json) -> Reply:
    return httpx.ReadTimeout("no answer")


def submit_without_an_answer(merchant: Merchant, *, acts: bool = False) -> None:
    """The request leaves; the answer is lost. CJ may list it at once or later."""

    def create(_: Json) -> Reply:
        if acts:
            merchant.cj.list_one()
        return httpx.ReadTimeout("no answer")

    merchant.cj.script[CREATE] = create
    filing = merchant.filing.submit(a_draft(), None)
    assert filing.state in (UNKNOWN, CONFIRMED)
    del merchant.cj.script[CREATE]


def store_another(merchant: Merchant) -> DisputeId:
    """One more dispute about the same items is listed and stored; gives its number."""
    number = DisputeId(merchant.cj.list_one(serial=9))
    refresh(merchant.history)
    return number


# What may be believed


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (1600300, "Param error: businessDisputeId does not exist"),
        (1600300, "businessDisputeId must be unique and max 50 characters"),
        (1607008, "businessDisputeId DD-1 already exists"),
        (1600300, "客户业务ID不存在"),
    ],
)
def test_a_refusal_that_speaks_of_the_reference_is_in_doubt_and_not_filed(
    merchant: Merchant, cj: ScriptedCj, code: int, message: str
) -> None:
    cj.script[CREATE] = lambda _: refusal(code, message)
    assert merchant.filing.submit(a_draft(), None).state is UNKNOWN
    del cj.script[CREATE]
    looked = merchant.look(times=6)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, True)
    assert merchant.filing.take_back(looked.reference).state is FilingState.DRAFT
    assert cj.count(CREATE) == 1


def test_what_came_of_a_request_and_was_closed_at_once_is_shown_before_another_one(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    def create(_: Json) -> Reply:
        cj.list_one(serial=cj.count(CREATE), status="Closed")
        return refusal(1607008, "create dispute failed")

    cj.script[CREATE] = create
    before = cj.list_one(at=cj.now - timedelta(days=3), status="Closed")
    with pytest.raises(Refused):
        merchant.filing.submit(a_draft(), None)
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None)
    (found,) = caught.value.disputes
    assert found.dispute_id != before
    with pytest.raises(Refused):
        merchant.filing.submit(a_draft(), None, besides=[found.dispute_id])
    assert cj.count(CREATE) == 2


@pytest.mark.parametrize("is_hidden", [False, True])
@pytest.mark.parametrize("facts", [{}, {"productList": []}], ids=["with items", "without"])
def test_what_cj_made_in_spite_of_its_no_is_not_made_a_second_time(
    merchant: Merchant, cj: ScriptedCj, facts: Json, *, is_hidden: bool
) -> None:
    def create(_: Json) -> Reply:
        cj.list_one(**facts)
        return refusal(1607008, "create dispute failed")

    cj.script[CREATE] = create
    if is_hidden:  # from who asks for one order
        cj.script[LIST] = lambda given: EMPTY if "orderId" in given else page(*cj.rows)
    merchant.filing.note_known_disputes(a_draft())
    with pytest.raises(Refused):
        merchant.filing.submit(a_draft(), None)
    with pytest.raises(OtherDisputesFound):
        merchant.filing.submit(a_draft(), None)
    assert cj.count(CREATE) == 1


def test_a_yes_that_the_list_never_shows_is_no_dead_end(merchant: Merchant, cj: ScriptedCj) -> None:
    cj.acts = False
    filing = merchant.filing.submit(a_draft(), None)
    assert filing.state is FILED
    with pytest.raises(NotAllowedNow):
        merchant.filing.take_back(filing.reference)
    still = merchant.look(times=5, every=60)
    assert (still.state, may_be_taken_back(still)) == (FILED, False)
    still = merchant.look(times=1, every=1800)
    assert may_be_taken_back(still)
    assert merchant.filing.take_back(filing.reference).state is FilingState.DRAFT
    # Its guard is repeated: what CJ lists by now stops it.
    cj.list_one()
    with pytest.raises(OtherDisputesFound):
        merchant.filing.submit(a_draft(), None)
    assert cj.count(CREATE) == 1


def test_of_a_yes_never_listed_a_person_may_name_a_dispute_known_before(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    number = cj.list_one(at=cj.now - timedelta(days=2), finallyDeal=3, status="Closed")
    cj.acts = False
    filing = merchant.filing.submit(a_draft(), None)
    merchant.look(times=5, every=600)
    offered = [each.dispute_id for each in merchant.filing.choices(filing.reference)]
    assert offered == [number]
    confirmed = merchant.filing.adopt(filing.reference, DisputeId(number))
    assert (confirmed.state, confirmed.dispute_id) == (CONFIRMED, number)
    assert cj.count(CREATE) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"code": 201, "result": True, "success": True, "data": True},
        {"code": 1607008, "result": True, "success": True, "data": True},
        {"code": 1699999, "result": False, "data": True},
        '{"code": 200, "code": 1607008, "result": true, "data": true}',
        '{"code": 1607008, "result": false, "result": true, "data": null}',
    ],
    ids=str,
)
def test_a_code_beside_a_yes_that_speaks_against_it_is_doubt(
    merchant: Merchant, cj: ScriptedCj, body: Json | str
) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    cj.script[CREATE] = lambda _: httpx.Response(200, content=text)
    assert merchant.filing.submit(a_draft(), None).state is UNKNOWN


def test_a_no_on_a_failing_server_is_doubt(merchant: Merchant, cj: ScriptedCj) -> None:
    cj.script[CREATE] = lambda _: httpx.Response(502, content=json.dumps(refusal(1607008)))
    assert merchant.filing.submit(a_draft(), None).state is UNKNOWN


def test_a_code_of_200_point_0_is_200(merchant: Merchant, cj: ScriptedCj) -> None:
    cj.script[CREATE] = lambda _: httpx.Response(
        200, content='{"code": 200.0, "result": true, "data": true}'
    )
    assert merchant.filing.submit(a_draft(), None).state is FILED


EMPTY = page()
NOT_SAID_WHOLE: dict[str, Callable[[], Reply]] = {
    "a count without rows": lambda: page(total=1),
    "a count below nothing": lambda: page(total=-1),
    "no count": lambda: ok({"list": []}),
    "http 404": lambda: httpx.Response(404, content=json.dumps(EMPTY)),
    "http 503": lambda: httpx.Response(503, content=json.dumps(EMPTY)),
    "result false": lambda: EMPTY | {"result": False},
    "no verdict": lambda: {"data": EMPTY["data"]},
    "a row without an id": lambda: page({"status": "Processing"}),
}


@pytest.mark.parametrize("answer", NOT_SAID_WHOLE.values(), ids=NOT_SAID_WHOLE)
@pytest.mark.parametrize("filtered", [True, False], ids=["of the order", "of the account"])
def test_sending_again_takes_that_cj_said_whole_that_it_has_nothing(
    merchant: Merchant, cj: ScriptedCj, answer: Callable[[], Reply], *, filtered: bool
) -> None:
    submit_without_an_answer(merchant)
    cj.script[LIST] = lambda given: answer() if ("orderId" in given) is filtered else EMPTY
    looked = merchant.look(times=6)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, False)
    with pytest.raises(NotAllowedNow):
        merchant.filing.send_again(looked.reference)
    assert cj.count(CREATE) == 1


def older(cj: ScriptedCj, count: int, since: timedelta) -> list[Json]:
    """Disputes of other orders, newest first, back to so long ago."""
    return [
        cj.row(f"77{number:017d}", at=cj.now - since * (number + 1) / count, serial=number)
        for number in range(count)
    ]


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks that ask for a fifth at once: five pages of fewer rows."""
    monkeypatch.setattr("app.services.filing.dispute_lists.PAGE_SIZE", 10)


def pages_of(rows: list[Json]) -> Callable[[Json], Reply]:
    """A list that ignores every filter."""

    def answer(given: Json) -> Reply:
        size = int(given["pageSize"])
        start = (int(given["pageNum"]) - 1) * size
        return page(*rows[start : start + size], total=len(rows))

    return answer


@pytest.mark.usefixtures("short_pages")
def test_where_the_filter_is_ignored_rows_older_than_a_day_end_the_search(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    cj.script[LIST] = pages_of(older(cj, 80, timedelta(days=60)))
    assert merchant.look(times=5).nothing_found


@pytest.mark.usefixtures("short_pages")
def test_where_the_filter_is_ignored_five_pages_of_today_prove_nothing(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    cj.script[LIST] = pages_of(older(cj, 80, timedelta(hours=20)))
    looked = merchant.look(times=5)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, False)
    cj.requests.clear()
    merchant.look()
    assert cj.count(LIST) == 10


def with_an_empty_page(rows: list[Json], number: int, size: int = 50) -> Callable[[Json], Reply]:
    """A list without filter that is right but for one page without rows."""

    def answer(given: Json) -> Reply:
        asked = int(given["pageNum"])
        start = (asked - 1) * size
        shown = [] if asked == number else rows[start : start + size]
        return page(*shown, total=len(rows), pageNum=asked)

    return answer


@pytest.mark.parametrize("hole", [1, 2])
def test_a_filing_behind_an_empty_page_is_found_where_cj_counts_more(
    merchant: Merchant, cj: ScriptedCj, hole: int
) -> None:
    submit_without_an_answer(merchant)
    number = cj.list_one(at=cj.now - timedelta(seconds=1))
    rows = [*older(cj, 50 * hole, timedelta(hours=9)), *cj.rows]
    cj.script[LIST] = with_an_empty_page(rows, hole)
    assert merchant.look().dispute_id == number


@pytest.mark.parametrize("hours", [9, 69])
def test_what_may_stand_on_an_empty_page_is_not_taken_for_nothing(
    merchant: Merchant, cj: ScriptedCj, hours: int
) -> None:
    submit_without_an_answer(merchant)
    cj.script[LIST] = with_an_empty_page(older(cj, 60, timedelta(hours=hours)), 2, size=20)
    looked = merchant.look(times=6)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, False)


def test_rows_that_come_twice_do_not_make_up_for_some_that_never_came(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    foreign = older(cj, 75, timedelta(hours=9))

    def overlapping(given: Json) -> Reply:
        start = (int(given["pageNum"]) - 1) * 25
        shown = foreign[start : start + 50] if start < 50 else []
        return page(*shown, total=100, pageNum=int(given["pageNum"]))

    cj.script[LIST] = overlapping
    looked = merchant.look(times=6)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, False)


def clamped(
    rows: list[Json],
    *,
    size: int = 10,
    total: Callable[[int, list[Json]], object] = lambda _number, shown: len(shown),
    empty: tuple[int, ...] = (),
    filters: bool = False,
) -> Callable[[Json], Reply]:
    """A list of few rows a page, with a count of its own and pages without rows."""

    def answer(given: Json) -> Reply:
        if filters and "orderId" in given:
            return EMPTY
        asked = int(given["pageNum"])
        shown = [] if asked in empty else rows[(asked - 1) * size : asked * size]
        return page(*shown, total=total(asked, shown), pageNum=asked)

    return answer


ACCIDENTS: dict[str, Json] = {
    "of the page": {},
    "always as many as a page has": {"total": lambda _number, _shown: 10},
    "of the page, which has as many as were asked for": {"size": 50},
    "of what was read, after another one": {"total": lambda number, _shown: (7, 20)[number > 1]},
    "of the page, with an empty one behind": {"empty": (2,)},
    "of the page, and the list of the order is right": {"filters": True},
}


@pytest.mark.parametrize("accident", ACCIDENTS.values(), ids=ACCIDENTS)
def test_a_count_that_agrees_by_accident_is_no_end_of_a_list(
    merchant: Merchant, cj: ScriptedCj, accident: Json
) -> None:
    """The rows tell nothing of their order: the filing may stand on any page."""
    submit_without_an_answer(merchant)
    number = cj.list_one(at=cj.now - timedelta(seconds=1))
    rows = [*older(cj, 55, timedelta(days=60))[::-1], *cj.rows]
    rows = [*rows[:25], *rows[-1:], *rows[25:-1]] if accident.get("size", 10) < 50 else rows
    cj.script[LIST] = clamped(rows, **accident)
    assert merchant.look().dispute_id == number


@pytest.mark.parametrize("accident", ACCIDENTS.values(), ids=ACCIDENTS)
def test_a_count_that_agrees_by_accident_does_not_let_it_be_sent_again(
    merchant: Merchant, cj: ScriptedCj, accident: Json
) -> None:
    submit_without_an_answer(merchant)
    rows = older(cj, 400, timedelta(days=60))[::-1]
    cj.script[LIST] = clamped(rows, **accident)
    looked = merchant.look(times=6)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, False)


def test_a_count_that_agrees_by_accident_hides_nothing_from_the_guard(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    number = cj.list_one(at=cj.now - timedelta(hours=3))
    cj.script[LIST] = clamped([*older(cj, 12, timedelta(days=60))[::-1], *cj.rows])
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None)
    assert [each.dispute_id for each in caught.value.disputes] == [number]
    assert cj.count(CREATE) == 0


@pytest.mark.parametrize("total", [0, -1, None, "many"])
def test_one_page_without_rows_hides_nothing_from_the_guard(
    merchant: Merchant, cj: ScriptedCj, total: object
) -> None:
    """CJ's count is of no use here, and nothing was known of the list before."""
    number = cj.list_one(at=cj.now - timedelta(hours=3))
    rows = [*older(cj, 15, timedelta(days=60))[::-1], *cj.rows]
    cj.script[LIST] = clamped(rows, total=lambda _number, _shown: total, empty=(2,), size=8)
    rows[8:8] = older(cj, 8, timedelta(days=90))
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None)
    assert [each.dispute_id for each in caught.value.disputes] == [number]


@pytest.mark.parametrize("is_filtered", [True, False], ids=["of the order", "of the account"])
def test_a_list_without_what_it_had_before_does_not_let_it_be_sent_again(
    merchant: Merchant, cj: ScriptedCj, *, is_filtered: bool
) -> None:
    """Its count is right for what it shows, which is nothing; another list shows the rest."""
    cj.list_one(at=cj.now - timedelta(days=9), finallyDeal=3, status="Closed")
    refresh(merchant.history)
    submit_without_an_answer(merchant)
    cj.script[LIST] = lambda given: EMPTY if ("orderId" in given) is is_filtered else page(*cj.rows)
    looked = merchant.look(times=6)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, False)


def test_a_list_that_is_right_is_looked_behind_where_it_shows_other_orders_alone(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    """Two calls more, before it may be said that CJ has nothing."""
    submit_without_an_answer(merchant)
    rows = older(cj, 3, timedelta(days=9))
    cj.script[LIST] = clamped(rows, total=lambda _number, _shown: 3, filters=True)
    assert merchant.look(times=5).nothing_found
    cj.requests.clear()
    merchant.look()
    asked = [given.get("orderId", given["pageNum"]) for name, given in cj.requests if name == LIST]
    assert asked == [ORDER, "1", "2", "3"]


@pytest.mark.usefixtures("short_pages")
def test_old_rows_prove_nothing_where_the_list_does_not_begin_with_the_newest(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    cj.script[LIST] = pages_of(older(cj, 80, timedelta(days=60))[::-1])
    assert not merchant.look(times=5).nothing_found


def failing(ledger: FilingLedger, monkeypatch: pytest.MonkeyPatch, *times: StorageCause) -> None:
    """Writing down what came of sending fails so many times."""
    causes = list(times)
    end_attempt = ledger.end_attempt

    def fail(*args: object, **options: object) -> object:
        if causes:
            raise StorageFailed(causes.pop(0))
        return end_attempt(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(ledger, "end_attempt", fail)


def test_how_a_filing_stands_is_read_while_the_disk_is_full(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = merchant.filing.submit(a_draft(), None)

    def full(*_args: object) -> NoReturn:
        raise StorageFailed(StorageCause.DISK_FULL)

    monkeypatch.setattr(Database, "write", full)
    assert merchant.filing.filing(filed.reference) == filed


@pytest.mark.logs_warnings
def test_an_answer_that_cannot_be_written_at_once_is_written_a_moment_later(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(merchant.ledger, monkeypatch, StorageCause.LOCKED, StorageCause.DISK_FULL)
    assert merchant.filing.submit(a_draft(), None).state is CONFIRMED
    assert len(merchant.pauses) == 2
    assert merchant.stored().state is CONFIRMED


@pytest.mark.logs_warnings
@pytest.mark.parametrize("cause", [StorageCause.DISK_FULL, StorageCause.LOCKED, StorageCause.OTHER])
def test_our_own_failure_to_write_is_not_told_as_not_sent(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch, cause: StorageCause
) -> None:
    failing(merchant.ledger, monkeypatch, *[cause] * 6)
    filing = merchant.filing.submit(a_draft(), None)
    assert (filing.state, filing.is_recorded) == (FILED, False)
    assert merchant.stored().state is FilingState.SENDING
    with pytest.raises(StorageFailed):
        merchant.filing.read_back(filing.reference)
    # The disk is writable again: no restart is needed.
    assert merchant.filing.read_back(filing.reference).state is CONFIRMED
    assert cj.count(CREATE) == 1


@pytest.mark.logs_warnings
def test_a_doubt_that_cannot_be_written_is_a_doubt_all_the_same(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(merchant.ledger, monkeypatch, *[StorageCause.DISK_FULL] * 5)
    cj.script[CREATE] = lost
    filing = merchant.filing.submit(a_draft(), None)
    assert (filing.state, filing.is_recorded) == (UNKNOWN, False)
    assert merchant.filing.read_back(filing.reference).state is UNKNOWN
    assert merchant.stored().attempts[0].result == "TimedOut"


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    "reply", [refusal(1607008), httpx.ConnectError("no route")], ids=["a no", "never sent"]
)
def test_an_answer_that_nobody_waits_for_any_more_is_written_as_soon_as_it_can_be(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch, reply: Reply
) -> None:
    """The dialog is closed after a no; other windows on the folder learn of it from the ledger."""
    failing(merchant.ledger, monkeypatch, *[StorageCause.LOCKED] * 6)
    cj.script[CREATE] = lambda _: reply
    with pytest.raises(AppError):
        merchant.filing.submit(a_draft(), None)
    with pytest.raises(StorageFailed):
        merchant.filing.recover()
    assert merchant.stored().state is FilingState.SENDING
    (told,) = merchant.filing.recover()
    assert merchant.stored() == told
    assert told.state in EDITABLE
    assert merchant.filing.recover() == ()


@pytest.mark.logs_warnings
def test_an_answer_that_is_written_down_late_is_not_taken_for_that_of_the_next_request(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for the disk on one thread, while on another one a person presses again."""
    failing(merchant.ledger, monkeypatch, *[StorageCause.LOCKED] * 5)
    cj.script[CREATE] = lambda _: httpx.ConnectError("no route")
    with pytest.raises(AppError):
        merchant.filing.submit(a_draft(), None)
    end_attempt = merchant.ledger.end_attempt
    pressed: list[Filing] = []

    def wait_for_the_disk(*args: object, **options: object) -> NoReturn:
        monkeypatch.setattr(merchant.ledger, "end_attempt", end_attempt)

        def create(_: Json) -> Reply:
            with suppress(NotAllowedNow):
                end_attempt(*args, **options)  # type: ignore[arg-type]  # handed on as they came
            cj.list_one()
            return ok(data=True)

        cj.script[CREATE] = create
        pressed.append(merchant.filing.submit(a_draft(), None))
        raise NotAllowedNow(FilingState.DRAFT.value)

    monkeypatch.setattr(merchant.ledger, "end_attempt", wait_for_the_disk)
    merchant.filing.recover()
    assert pressed[0].state is CONFIRMED
    assert merchant.stored().attempts[1].result == "filed"


def test_a_ledger_that_fails_after_the_answer_was_written_is_not_told_as_not_sent(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StorageFailed(StorageCause.LOCKED)

    end_attempt = merchant.ledger.end_attempt

    def end_and_fail_from_now_on(*args: object, **options: object) -> object:
        ended = end_attempt(*args, **options)  # type: ignore[arg-type]  # handed on as they came
        monkeypatch.setattr(merchant.ledger, "record_look", fail)
        monkeypatch.setattr(merchant.ledger, "interrupt", fail)
        return ended

    monkeypatch.setattr(merchant.ledger, "end_attempt", end_and_fail_from_now_on)
    assert merchant.filing.submit(a_draft(), None).state is FILED
    assert cj.count(CREATE) == 1


def test_a_row_left_in_sending_by_this_program_becomes_in_doubt_without_a_restart(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = merchant.ledger.begin_sending

    def begin_and_fail(*args: object, **options: object) -> object:
        begin(*args, **options)  # type: ignore[arg-type]  # handed on as they came
        merchant.ledger.attempt_is_over(a_draft().reference)
        raise StorageFailed(StorageCause.OTHER)  # an fsync that failed after the commit

    with monkeypatch.context() as patch:
        patch.setattr(merchant.ledger, "begin_sending", begin_and_fail)
        with pytest.raises(StorageFailed):
            merchant.filing.submit(a_draft(), None)
    assert merchant.stored().state is FilingState.SENDING
    assert merchant.filing.read_back(a_draft().reference).state is UNKNOWN
    assert cj.count(CREATE) == 0


# Before and after sending


def test_a_dispute_for_the_same_items_that_nobody_filed_here_stops_the_sending(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    number = cj.list_one(at=cj.now - timedelta(hours=3))
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None)
    (found,) = caught.value.disputes
    assert (found.dispute_id, found.reason) == (number, "Products Not Received")
    assert caught.value.filed_here == frozenset()
    assert cj.count(CREATE) == 0
    assert merchant.stored().state is FilingState.DRAFT


def test_that_is_it_gives_the_draft_the_number_and_sends_nothing(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    number = DisputeId(cj.list_one(at=cj.now - timedelta(hours=3)))
    with suppress(OtherDisputesFound):
        merchant.filing.submit(a_draft(), None)
    filing = merchant.filing.adopt(a_draft().reference, number)
    assert (filing.state, filing.dispute_id) == (CONFIRMED, number)
    assert cj.count(CREATE) == 0


def test_a_dispute_that_another_window_is_just_filing_cannot_be_taken_for_a_draft(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    other = Merchant(cj, merchant.folder)
    seen: list[object] = []

    def of(act: Callable[[], object]) -> object:
        try:
            return act()
        except AppError as error:
            return error

    def create(_: Json) -> Reply:
        number = DisputeId(cj.list_one())
        seen.append(of(lambda: other.filing.submit(a_draft("DD-2"), None)))
        seen.append(of(lambda: other.filing.adopt(a_draft("DD-2").reference, number)))
        return httpx.ReadTimeout("no answer")

    cj.script[CREATE] = create
    filing = merchant.filing.submit(a_draft(), None)
    holders = [each.reference if isinstance(each, AlreadyBeingFiled) else each for each in seen]
    assert holders == ["DD-1", "DD-1"]
    assert filing.state is CONFIRMED


def test_a_second_click_meets_no_question_about_what_the_first_has_just_filed(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    other = Merchant(cj, merchant.folder)
    first: list[FilingState] = []
    merchant.filing.note_known_disputes(a_draft())

    def list_all(_: Json) -> Reply:
        if not first:
            first.append(UNKNOWN)
            first.append(merchant.filing.submit(a_draft(), None).state)
        return page(*cj.rows)

    cj.script[LIST] = list_all
    with pytest.raises(NotAllowedNow):
        other.filing.submit(a_draft(), None)
    assert (first[-1], cj.count(CREATE)) == (CONFIRMED, 1)


def test_the_number_that_a_filing_has_already_may_be_chosen_once_more(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    filing = merchant.filing.submit(a_draft(), None)
    assert filing.dispute_id is not None
    assert merchant.filing.adopt(filing.reference, filing.dispute_id) == filing
    with pytest.raises(NotAllowedNow):
        merchant.filing.adopt(filing.reference, store_another(merchant))


def test_file_another_sends_beside_what_was_shown_and_stops_at_what_was_not(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    shown = DisputeId(cj.list_one(at=cj.now - timedelta(hours=3)))
    with suppress(OtherDisputesFound):
        merchant.filing.submit(a_draft(), None)
    later = cj.list_one(at=cj.now, serial=7)
    cj.pass_time(61)
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None, besides=[shown])
    assert [each.dispute_id for each in caught.value.disputes] == [later]
    filing = merchant.filing.submit(a_draft(), None, besides=[shown, DisputeId(later)])
    assert filing.state is CONFIRMED
    assert filing.dispute_id not in (shown, later)
    assert cj.count(CREATE) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"finallyDeal": 3},
        {"status": "Closed"},
        {"productList": [{"productName": "Mug", "lineItemId": OTHER_LINE}]},
    ],
    ids=["decided", "closed", "other items"],
)
def test_a_dispute_that_is_over_or_about_other_items_stops_nothing(
    merchant: Merchant, cj: ScriptedCj, row: Json
) -> None:
    cj.list_one(at=cj.now - timedelta(hours=3), **row)
    assert merchant.filing.submit(a_draft(), None).state is CONFIRMED


def test_an_undecided_dispute_that_was_filed_here_stops_a_second_draft_too(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    first = merchant.filing.submit(a_draft("DD-2"), None)
    assert first.dispute_id is not None
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None)
    assert [each.dispute_id for each in caught.value.disputes] == [first.dispute_id]
    assert caught.value.filed_here == {first.dispute_id}
    second = merchant.filing.submit(a_draft(), None, besides=[first.dispute_id])
    assert (second.state, cj.count(CREATE)) == (CONFIRMED, 2)


def test_what_a_list_told_while_the_disk_failed_guards_all_the_same(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> NoReturn:
        raise StorageFailed(StorageCause.LOCKED)

    cj.rows.append(other := cj.row(LINE))
    with monkeypatch.context() as patch:
        patch.setattr(merchant.disputes, "save_page", locked)
        with pytest.raises(StorageFailed):
            merchant.filing.note_known_disputes(a_draft())
    cj.script[LIST] = lambda _: page()  # nothing, it says now
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None)
    assert [each.dispute_id for each in caught.value.disputes] == [other["id"]]
    assert cj.count(CREATE) == 0


def test_nobody_waits_for_a_list_that_another_one_is_writing_down(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, waited = merchant.disputes.save_page, []

    def beside(*args: Any, **options: Any) -> object:
        monkeypatch.setattr(merchant.disputes, "save_page", save)
        other = Thread(target=merchant.filing.note_known_disputes, args=(a_draft("DD-2"),))
        other.start()
        other.join(5)
        waited.append(other.is_alive())
        return save(*args, **options)

    monkeypatch.setattr(merchant.disputes, "save_page", beside)
    merchant.filing.note_known_disputes(a_draft())
    assert waited == [False]


def test_one_filed_here_stops_a_second_draft_whatever_cj_tells_of_it(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    first = merchant.filing.submit(a_draft("DD-2"), None)
    cj.rows[0]["productList"] = None
    for rows in (page(*cj.rows), EMPTY):
        cj.script[LIST] = lambda _, rows=rows: rows  # type: ignore[misc]  # bound at once
        cj.pass_time(61)
        with pytest.raises(OtherDisputesFound) as caught:
            merchant.filing.submit(a_draft(), None)
        assert [each.dispute_id for each in caught.value.disputes] == [first.dispute_id]


def test_one_that_is_known_and_that_the_orders_list_hides_stops_a_draft(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    number = cj.list_one(at=cj.now - timedelta(hours=3))
    refresh(merchant.history)
    cj.script[LIST] = lambda given: EMPTY if "orderId" in given else page(*cj.rows)
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None)
    assert [each.dispute_id for each in caught.value.disputes] == [number]
    assert merchant.filing.submit(a_draft(), None, besides=[DisputeId(number)]).is_recorded
    assert cj.count(CREATE) == 1


def test_candidates_stay_candidates_where_one_answer_shows_only_one_of_them(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    at = cj.now - timedelta(seconds=1)
    told = cj.list_one(at=at, serial=1)
    untold = cj.list_one(at=at, serial=2, productList=None)
    merchant.look()
    cj.rows.pop(0)
    looked = merchant.look()
    assert (looked.state, set(looked.candidates)) == (UNKNOWN, {told, untold})


def test_a_dispute_with_more_products_than_ours_is_not_taken_because_the_order_names_it(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    row = cj.row(at=cj.now - timedelta(seconds=1))
    cj.flag = row["id"]
    products = [{"productName": "Lamp"}, {"productName": "Mug"}]
    cj.script[DETAIL] = lambda _: ok(row | {"productList": products})
    assert merchant.look().state is UNKNOWN


def test_other_items_of_the_order_are_filed_without_a_question(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    def create(given: Json) -> Reply:
        cj.list_one(*[each["lineItemId"] for each in given["productInfoList"]], serial=9)
        return ok(data=True)

    cj.script[CREATE] = create
    assert merchant.filing.submit(a_draft("DD-2", OTHER_LINE), None).state is CONFIRMED
    assert merchant.filing.submit(a_draft(), None).state is CONFIRMED


def test_what_was_made_while_a_request_never_left_is_not_ours(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    cj.script[CREATE] = lambda _: httpx.ConnectError("no route")
    with suppress(AppError):
        merchant.filing.submit(a_draft(), None)
    number = cj.list_one(at=cj.now - timedelta(seconds=1))
    cj.pass_time(20)
    cj.script[CREATE] = lost
    cj.script[LIST] = lambda _: EMPTY
    merchant.filing.submit(a_draft(), None)
    del cj.script[LIST]
    looked = merchant.look()
    assert (looked.state, looked.candidates) == (UNKNOWN, (number,))


def test_what_was_made_while_a_request_waited_for_its_turn_is_not_ours(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CJ's limit, or a call without an answer before it, keeps a request back for some time."""
    begin = merchant.ledger.begin_sending

    def begin_and_wait(*args: Any, **options: Any) -> Filing:
        begun = begin(*args, **options)
        cj.pass_time(4)
        cj.list_one()
        cj.pass_time(16)
        return begun

    monkeypatch.setattr(merchant.ledger, "begin_sending", begin_and_wait)
    cj.script[CREATE] = lambda _: httpx.Response(401, content=b"Unauthorized")
    assert merchant.filing.submit(a_draft(), None).state is UNKNOWN
    assert merchant.look().state is UNKNOWN
    (sent,) = (each for each in merchant.stored().attempts if each.kind is AttemptKind.CREATE)
    assert sent.ended is not None
    assert sent.ended - sent.started < timedelta(seconds=3)


def test_of_two_at_the_press_none_is_taken_where_one_does_not_tell_its_items(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    at = cj.now - timedelta(seconds=1)
    told = cj.list_one(at=at, serial=1)
    untold = cj.list_one(at=at, serial=2, productList=None)
    assert set(merchant.look().candidates) == {told, untold}


def test_where_another_filing_took_what_fits_the_rest_is_left_to_a_person(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    at = cj.now - timedelta(seconds=1)
    taken, left = (DisputeId(cj.list_one(at=at, serial=serial)) for serial in (1, 2))
    refresh(merchant.history)
    merchant.ledger.save_draft(a_draft("DD-2", OTHER_LINE), cj.now)
    merchant.filing.adopt(a_draft("DD-2", OTHER_LINE).reference, taken)
    looked = merchant.look()
    assert (looked.state, looked.candidates) == (UNKNOWN, (left,))


def test_a_copy_of_the_data_folder_does_not_file_what_the_original_has_filed(
    merchant: Merchant, cj: ScriptedCj, tmp_path: Path
) -> None:
    merchant.ledger.save_draft(a_draft(), cj.now)
    shutil.copytree(tmp_path, tmp_path / "copy", ignore=shutil.ignore_patterns("running", "copy"))
    assert merchant.filing.submit(a_draft(), None).state is CONFIRMED
    restored = Merchant(cj, tmp_path / "copy")
    with pytest.raises(OtherDisputesFound):
        restored.filing.submit(a_draft(), None)
    assert cj.count(CREATE) == 1


def test_a_row_that_tells_no_items_stops_the_sending_where_the_order_has_a_dispute(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    cj.list_one(at=cj.now - timedelta(hours=1), productList=None)
    cj.flag = "1"
    with pytest.raises(OtherDisputesFound):
        merchant.filing.submit(a_draft(), None)
    cj.flag = None
    assert merchant.filing.submit(a_draft(), None).state in (FILED, CONFIRMED)


@pytest.mark.parametrize("products", [[], [{"productName": "Lamp", "lineItemId": "L-77"}]])
def test_a_row_of_the_orders_list_stops_the_sending_whatever_the_order_tells(
    merchant: Merchant, cj: ScriptedCj, products: list[Json]
) -> None:
    other = cj.row("1999", at=cj.now - timedelta(days=3), serial=3)
    number = cj.list_one(at=cj.now - timedelta(minutes=5), productList=products)
    cj.script[LIST] = lambda given: page(*(cj.rows if "orderId" in given else [*cj.rows, other]))
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None)
    assert [each.dispute_id for each in caught.value.disputes] == [number]
    # Nor does a look at all lists, after a request, bring in what is about other orders.
    other["productList"] = []
    cj.script[CREATE] = lambda _: refusal(1607008)
    with pytest.raises(Refused):
        merchant.filing.submit(a_draft(), None, besides=[DisputeId(number)])
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None)
    assert [each.dispute_id for each in caught.value.disputes] == [number]


def test_items_that_disputes_call_otherwise_do_not_make_ours_nobodys(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    products = [{"productName": "Lamp", "lineItemId": "1990000000000000000"}]  # as a double
    cj.flag = "1"
    submit_without_an_answer(merchant)
    number = cj.list_one(at=cj.now - timedelta(seconds=1), productList=products)
    looked = merchant.look(times=6)
    assert (looked.candidates, looked.nothing_found) == ((number,), False)


def test_a_dispute_for_each_item_is_left_to_a_person(merchant: Merchant, cj: ScriptedCj) -> None:
    draft = a_draft("DD-1", LINE, OTHER_LINE)
    cj.script[CREATE] = lost
    assert merchant.filing.submit(draft, None).state is UNKNOWN
    at = cj.now - timedelta(seconds=1)
    numbers = {cj.list_one(LINE, at=at), cj.list_one(OTHER_LINE, at=at, serial=2)}
    looked = merchant.look(times=6)
    assert (set(looked.candidates), looked.nothing_found) == (numbers, False)


def test_a_claim_that_cj_adds_to_a_dispute_of_before_is_not_sent_again(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    cj.list_one(OTHER_LINE, at=cj.now - timedelta(days=1))
    submit_without_an_answer(merchant)
    cj.rows[0]["productList"].append({"productName": "Lamp", "lineItemId": LINE})
    looked = merchant.look(times=6)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, False)
    assert may_be_taken_back(merchant.look(times=6, every=300))


@pytest.mark.parametrize(
    "row",
    [
        {"id": "SH20", "createDate": "2026-11-28 13:00:00"},
        {"id": "SH20", "createDate": 1795867200000},
        {"at": timedelta(minutes=-4)},
    ],
    ids=["a zone of summer", "milliseconds of local time", "another clock"],
)
def test_a_time_that_is_wrong_does_not_make_ours_nobodys(
    merchant: Merchant, cj: ScriptedCj, row: Json
) -> None:
    other = a_draft("DD-2", OTHER_LINE)

    def create(_: Json) -> Reply:
        cj.list_one(OTHER_LINE)
        return ok(data=True)

    cj.script[CREATE] = create
    assert merchant.filing.submit(other, None).state is CONFIRMED  # by which the zone is learnt
    cj.pass_time(61)
    submit_without_an_answer(merchant)
    options = dict(row)
    options["at"] = cj.now + options.get("at", timedelta())
    number = cj.list_one(productList=[], serial=4, **options)
    looked = merchant.look(times=6)
    assert (looked.candidates, looked.nothing_found) == ((number,), False)


def test_the_guard_is_no_older_than_a_minute_whatever_the_clock_is_set_to(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    draft = a_draft()
    merchant.filing.note_known_disputes(draft)
    cj.pass_time(45)
    assert merchant.filing.submit(draft, None).state is CONFIRMED
    assert cj.endpoints == ["getDisputeList", "create", "getDisputeList"]
    cj.requests.clear()
    second = a_draft("DD-2", OTHER_LINE)
    merchant.filing.note_known_disputes(second)
    merchant.ahead = -timedelta(hours=2)
    cj.pass_time(75)
    merchant.filing.submit(second, None)
    assert cj.endpoints[:3] == ["getDisputeList", "getDisputeList", "create"]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("another reason", {"reason": "Product Damaged"}),
        ("made before the press", {"at": timedelta(minutes=-4)}),
        ("made long after the press", {"at": timedelta(minutes=3)}),
    ],
)
def test_a_candidate_that_reason_or_time_speak_against_is_shown_and_not_adopted(
    merchant: Merchant, cj: ScriptedCj, kind: str, row: Json
) -> None:
    submit_without_an_answer(merchant)
    sent = cj.now
    options = dict(row)
    if "at" in options:
        options["at"] = sent + options["at"]
    number = cj.list_one(**({"at": sent} | options))
    looked = merchant.look(times=7)
    assert (looked.state, looked.candidates, looked.nothing_found) == (UNKNOWN, (number,), False)
    with pytest.raises(NotAllowedNow):
        merchant.filing.send_again(looked.reference)
    assert [each.dispute_id for each in merchant.filing.choices(looked.reference)] == [number]
    assert merchant.filing.adopt(looked.reference, DisputeId(number)).state is CONFIRMED


def test_of_two_that_fit_none_is_adopted_by_itself(merchant: Merchant, cj: ScriptedCj) -> None:
    submit_without_an_answer(merchant)
    at = cj.now - timedelta(seconds=1)
    numbers = {cj.list_one(at=at, serial=serial) for serial in (1, 2)}
    looked = merchant.look()
    assert (looked.state, set(looked.candidates)) == (UNKNOWN, numbers)


@pytest.mark.parametrize("reason", ["Item not received", "商品未收到", "", "Something else"])
def test_one_reason_in_two_ways_does_not_hinder_a_dispute_that_fits(
    merchant: Merchant, cj: ScriptedCj, reason: str
) -> None:
    submit_without_an_answer(merchant)
    number = cj.list_one(at=cj.now - timedelta(seconds=1), reason=reason)
    assert merchant.look().dispute_id == number


@pytest.mark.parametrize("hours", [0, 8, -5, 5.75])
def test_a_time_without_a_zone_counts_where_it_fits_in_one(
    merchant: Merchant, cj: ScriptedCj, hours: float
) -> None:
    cj.acts = False
    made = cj.now + timedelta(seconds=1)
    assert merchant.filing.submit(a_draft(), None).state is FILED
    listed = made + timedelta(hours=hours)
    cj.list_one(id="SH1623673863466725376", createDate=f"{listed:%Y-%m-%d %H:%M:%S}")
    assert merchant.look().state is CONFIRMED


@pytest.mark.parametrize("later", [timedelta(minutes=-14, seconds=-30), timedelta(seconds=40)])
def test_where_a_time_without_a_zone_may_be_a_coincidence_the_details_tell_the_moment(
    merchant: Merchant, cj: ScriptedCj, later: timedelta
) -> None:
    submit_without_an_answer(merchant)
    made = cj.now + later  # one of them is ours, and came late
    number = "SH1623673863466725376"
    cj.list_one(id=number, createDate=f"{made:%Y-%m-%d %H:%M:%S}")
    unasked = merchant.look()
    assert (unasked.state, unasked.candidates) == (UNKNOWN, (number,))
    moment = int(made.timestamp() * 1000)
    cj.script[DETAIL] = lambda _: ok({"id": number, "status": "Processing", "createDate": moment})
    cj.flag = number
    looked = merchant.look()
    assert looked.state is (CONFIRMED if later > timedelta() else UNKNOWN)


def test_a_zone_learnt_from_a_confirmed_filing_counts(merchant: Merchant, cj: ScriptedCj) -> None:
    eight = timedelta(hours=8)

    def listed(at: timedelta) -> Json:
        return {"createDate": f"{cj.now + at:%Y-%m-%d %H:%M:%S}"}

    def create(_: Json) -> Reply:
        cj.list_one(OTHER_LINE, id="SH1623673863466725376", **listed(eight))
        return ok(data=True)

    cj.script[CREATE] = create
    assert merchant.filing.submit(a_draft("DD-0", OTHER_LINE), None).state is CONFIRMED
    submit_without_an_answer(merchant)
    # Right in Berlin; but CJ writes Shanghai's time.
    cj.list_one(id="SH1623673863466725999", **listed(timedelta(hours=1)))
    looked = merchant.look()
    assert (looked.state, len(looked.candidates)) == (UNKNOWN, 1)


def test_no_zone_is_learnt_from_a_dispute_that_a_person_has_named(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    cj.acts = False
    first = merchant.filing.submit(a_draft("DD-0", OTHER_LINE), None)
    # What a person names may have been made at any other time.
    made = cj.now - timedelta(hours=3, seconds=30)
    number = DisputeId("SH1623673863466725376")
    cj.list_one(OTHER_LINE, id=number, createDate=f"{made:%Y-%m-%d %H:%M:%S}")
    assert merchant.filing.read_back(first.reference).candidates == (number,)
    merchant.filing.adopt(first.reference, number)
    at = cj.now + timedelta(seconds=1)
    assert merchant.filing.submit(a_draft(), None).state is FILED
    cj.list_one(id="SH1623673863466725999", createDate=f"{at:%Y-%m-%d %H:%M:%S}")
    assert merchant.look().state is CONFIRMED


def test_a_clock_that_is_wrong_or_is_set_hinders_nothing(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    merchant.ahead = timedelta(hours=-7)
    merchant.filing.note_known_disputes(a_draft())
    merchant.ahead = timedelta(hours=5)
    assert merchant.filing.submit(a_draft(), None).state is CONFIRMED


def test_what_was_there_before_the_press_is_never_taken_by_itself(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    cj.list_one(at=cj.now)
    with pytest.raises(OtherDisputesFound) as caught:
        merchant.filing.submit(a_draft(), None)
    shown = [each.dispute_id for each in caught.value.disputes]
    cj.script[CREATE] = lost
    merchant.filing.submit(a_draft(), None, besides=shown)
    assert merchant.look(times=3).state is UNKNOWN


def test_an_open_filing_is_found_in_a_list_that_was_read_for_another_purpose(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    cj.list_one(at=cj.now - timedelta(seconds=1))
    refresh(merchant.history)
    assert merchant.stored().state is CONFIRMED


def test_an_open_filing_is_found_in_the_list_of_all_where_that_of_the_order_hides_it(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    number = cj.list_one(at=cj.now - timedelta(seconds=1))
    cj.script[LIST] = lambda given: EMPTY if "orderId" in given else page(*cj.rows)
    assert merchant.look().dispute_id == number


def test_an_open_filing_is_found_where_cj_describes_the_order(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    row = cj.row(at=cj.now - timedelta(seconds=1))
    cj.flag = row["id"]
    cj.script[DETAIL] = lambda _: ok({k: row[k] for k in row if k != "productList"})
    # It does not say what it is about: another item of the order may be disputed by now, too.
    looked = merchant.look()
    assert (looked.state, looked.candidates) == (UNKNOWN, (row["id"],))
    cj.script[DETAIL] = lambda _: ok(row)
    assert merchant.look().dispute_id == row["id"]


@pytest.mark.parametrize("flag", ["1", 2, "SH1623673863466725376"])
def test_a_dispute_that_only_the_order_tells_of_forbids_sending_again(
    merchant: Merchant, cj: ScriptedCj, flag: object
) -> None:
    submit_without_an_answer(merchant)
    cj.flag = flag
    looked = merchant.look(times=8)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, False)
    assert merchant.look(times=1, every=1800).state is UNKNOWN
    assert merchant.filing.take_back(looked.reference).state is FilingState.DRAFT
    if not str(flag).startswith("SH"):
        with pytest.raises(OtherDisputesFound) as caught:
            merchant.filing.submit(a_draft(), None)
        assert caught.value.disputes == ()
        assert merchant.filing.submit(a_draft(), None, besides=[]).times_sent == 2


def test_sending_again_waits_two_minutes_and_three_looks_half_a_minute_apart(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    reference = a_draft().reference
    assert not merchant.look(times=20, every=1).nothing_found
    cj.requests.clear()
    looked = merchant.look(times=1, every=50)
    assert looked.nothing_found
    assert cj.endpoints == [
        "getDisputeList",
        "getDisputeList",
        "getOrderDetail",
        "disputeProducts",
    ]
    again = merchant.filing.send_again(reference)
    assert again.state is CONFIRMED
    sent = [given for name, given in cj.requests if name == CREATE]
    assert [each["businessDisputeId"] for each in sent] == ["DD-1"]


def test_a_clock_set_forward_brings_sending_again_no_nearer(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    looked = merchant.look()
    for hours in range(1, 5):
        merchant.ahead = timedelta(hours=hours)
        looked = merchant.look(times=1, every=1)
    assert (looked.nothing_found, may_be_taken_back(looked)) == (False, False)


@pytest.mark.parametrize("held", ["not open", "fewer pieces"])
def test_items_held_for_a_dispute_that_no_list_shows_leave_it_in_doubt(
    merchant: Merchant, cj: ScriptedCj, held: str
) -> None:
    submit_without_an_answer(merchant)
    cj.can_choose, cj.pieces = held != "not open", 1 if held == "fewer pieces" else 2
    looked = merchant.look(times=8)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, False)


def test_what_a_program_sends_again_as_its_first_request_is_confirmed_by_itself(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    merchant.look(times=6)
    other = Merchant(cj, merchant.folder, ahead=timedelta(hours=2))
    assert other.filing.send_again(a_draft().reference).state is CONFIRMED


def test_a_bug_while_sending_again_leaves_its_fate_open(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_without_an_answer(merchant)
    assert merchant.look(times=8).nothing_found

    def crash(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(merchant.connection.api.disputes, "create", crash)
        with pytest.raises(ZeroDivisionError):
            merchant.filing.send_again(a_draft().reference)
    assert (merchant.stored().state, merchant.stored().nothing_found) == (UNKNOWN, False)


def test_a_second_request_that_never_left_leaves_what_was_known(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    assert merchant.look(times=8).nothing_found
    cj.script[CREATE] = lambda _: httpx.ConnectError("no route")
    with suppress(AppError):
        merchant.filing.send_again(a_draft().reference)
    assert (merchant.stored().state, merchant.stored().nothing_found) == (UNKNOWN, True)
    del cj.script[CREATE]
    assert merchant.filing.send_again(a_draft().reference).state is CONFIRMED


def test_a_second_request_that_is_refused_says_nothing_of_the_first(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    assert merchant.look(times=8).nothing_found
    cj.script[CREATE] = lambda _: refusal(1607008, "The product cannot be disputed")
    again = merchant.filing.send_again(a_draft().reference)
    assert (again.state, again.nothing_found) == (UNKNOWN, False)


def test_a_token_refused_by_cjs_own_code_means_not_sent_and_the_list_guards_once_more(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    codes = [1600001]

    def create(_: Json) -> Reply:
        if codes:
            cj.script[LIST] = die_once
            return refusal(codes.pop(), "Invalid API key or access token")
        cj.list_one()
        return ok(data=True)

    def die_once(_: Json) -> Reply:
        del cj.script[LIST]
        return refusal(1600001)

    cj.script[CREATE] = create
    merchant.filing.note_known_disputes(a_draft())
    cj.requests.clear()
    assert merchant.filing.submit(a_draft(), None).state is CONFIRMED
    assert merchant.renewals == 1
    expected = ["create", "getDisputeList", "getDisputeList", "create", "getDisputeList"]
    assert cj.endpoints == expected


def test_what_was_filed_elsewhere_while_the_token_died_stops_the_second_try(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    def create(_: Json) -> Reply:
        cj.list_one(at=cj.now - timedelta(minutes=1))
        return refusal(1600002)

    cj.script[CREATE] = create
    with pytest.raises(OtherDisputesFound):
        merchant.filing.submit(a_draft(), None)
    assert cj.count(CREATE) == 1
    assert merchant.stored().state is FilingState.DRAFT


def test_a_token_refused_twice_asks_for_a_sign_in_and_keeps_the_draft(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    cj.script[CREATE] = lambda _: refusal(1600001)
    with pytest.raises(SignInRequired):
        merchant.filing.submit(a_draft(), None)
    assert cj.count(CREATE) == 2
    assert merchant.stored().state is FilingState.DRAFT


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(401, content=b"Unauthorized"),
        httpx.Response(401, content=b'{"message": "who are you"}'),
        httpx.Response(200, content=json.dumps(refusal(401))),
    ],
    ids=["bare", "not an envelope", "a code of 401"],
)
def test_a_bare_401_is_doubt(merchant: Merchant, cj: ScriptedCj, answer: httpx.Response) -> None:
    cj.script[CREATE] = lambda _: answer
    assert merchant.filing.submit(a_draft(), None).state is UNKNOWN
    assert (cj.count(CREATE), merchant.renewals) == (1, 0)


@pytest.mark.parametrize("lag", [2, 20, 50])
def test_what_cj_lists_within_a_minute_is_confirmed_by_itself(
    merchant: Merchant, cj: ScriptedCj, lag: int
) -> None:
    cj.acts = False
    sent = cj.now + timedelta(seconds=1)
    filing = merchant.filing.submit(a_draft(), None)
    assert filing.state is FILED
    cj.pass_time(lag)
    number = cj.list_one(at=sent)
    looked = merchant.look(times=1, every=1)
    assert (looked.state, looked.dispute_id) == (CONFIRMED, number)


def test_a_request_that_reaches_cj_after_it_was_given_up_is_confirmed_by_itself(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    def create(_: Json) -> Reply:
        cj.pass_time(20)
        return httpx.ReadTimeout("no answer")

    cj.script[CREATE] = create
    assert merchant.filing.submit(a_draft(), None).state is UNKNOWN
    cj.pass_time(20)
    number = cj.list_one()
    assert merchant.look().dispute_id == number


@pytest.mark.parametrize("status", [429, 502])
def test_what_is_made_after_a_gateway_answered_is_not_taken_by_itself(
    merchant: Merchant, cj: ScriptedCj, status: int
) -> None:
    cj.script[CREATE] = lambda _: httpx.Response(status, text="Bad Gateway")
    assert merchant.filing.submit(a_draft(), None).state is UNKNOWN
    cj.pass_time(11)
    theirs = cj.list_one()  # on CJ's own pages, for the same items and reason
    looked = merchant.look()
    assert (looked.state, looked.candidates) == (UNKNOWN, (theirs,))


def test_a_web_page_in_place_of_a_further_page_takes_nothing_from_the_first(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    number = cj.list_one(at=cj.now - timedelta(seconds=1))

    def listed(given: Json) -> Reply:
        if given.get("pageNum") in (None, 1, "1"):
            return page(*cj.rows, total=5)
        return httpx.Response(403, text="<html><body>Attention</body></html>")

    cj.script[LIST] = listed
    assert merchant.look().dispute_id == number


def test_a_slow_answer_before_the_press_does_not_hinder_the_confirmation(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    def slow(_: Json) -> Reply:
        answer = httpx.Response(200, content=json.dumps(page(*cj.rows)))
        answer.headers["Date"] = format_datetime(cj.now, usegmt=True)
        cj.pass_time(8)  # CJ's time in it is old when it comes
        return answer

    cj.script[LIST] = slow
    merchant.filing.note_known_disputes(a_draft())
    del cj.script[LIST]

    def create(_: Json) -> Reply:
        cj.pass_time(9)
        cj.list_one()
        return ok(data=True)

    cj.script[CREATE] = create
    assert merchant.filing.submit(a_draft(), None).state is CONFIRMED


def test_every_request_stands_in_the_record_with_cjs_time(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    merchant.ahead = timedelta(hours=3)
    merchant.filing.note_known_disputes(a_draft())
    merchant.filing.submit(a_draft(), None)
    sent, looked = merchant.stored().attempts
    assert (sent.kind, looked.kind) == (AttemptKind.CREATE, AttemptKind.READ_BACK)
    assert sent.cj_started is not None
    assert abs(sent.started - sent.cj_started - merchant.ahead) <= timedelta(seconds=2)


def test_a_filing_that_was_sent_before_is_looked_for_everywhere_before_it_is_sent_anew(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    submit_without_an_answer(merchant)
    merchant.look(times=8)
    merchant.filing.take_back(a_draft().reference)
    cj.list_one(at=cj.now)
    cj.script[LIST] = lambda given: EMPTY if "orderId" in given else page(*cj.rows)
    changed = replace(a_draft(), message="Other words")
    with pytest.raises(OtherDisputesFound):
        merchant.filing.submit(changed, None)
    assert cj.count(CREATE) == 1


@pytest.mark.parametrize("meanwhile", ["handed over", "refused", "not sent"])
def test_what_was_sent_once_is_looked_for_everywhere_whatever_became_of_it_since(
    merchant: Merchant, cj: ScriptedCj, meanwhile: str
) -> None:
    submit_without_an_answer(merchant)
    merchant.look(times=8)
    merchant.filing.take_back(a_draft().reference)
    if meanwhile == "handed over":
        merchant.filing.hand_over(replace(a_draft(), door=Door.MY_CJ), None)
        merchant.filing.take_back(a_draft().reference)
    else:
        code = 9009 if meanwhile == "refused" else 1600200
        cj.script[CREATE] = lambda _: refusal(code)
        with pytest.raises(AppError):
            merchant.filing.submit(a_draft(), None)
        del cj.script[CREATE]
    cj.requests.clear()
    cj.list_one(at=cj.now)
    cj.script[LIST] = lambda given: EMPTY if "orderId" in given else page(*cj.rows)
    with pytest.raises(OtherDisputesFound):
        merchant.filing.submit(a_draft(), None)
    assert cj.count(CREATE) == 0


def test_a_list_that_repeats_its_first_page_hinders_no_filing(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    foreign = older(cj, 10, timedelta(hours=1))
    cj.script[LIST] = lambda _: page(*[*cj.rows, *foreign], total=120)
    assert merchant.filing.submit(a_draft(), None).state is CONFIRMED


def test_who_asks_how_it_stands_as_the_answer_comes_takes_nothing_from_the_answer(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window asks while it is being sent, and waits for the disk until CJ has answered."""
    is_asking, is_answered = Event(), Event()
    interrupt, attempt_is_over = merchant.ledger.interrupt, merchant.ledger.attempt_is_over
    asking = Thread(target=lambda: merchant.filing.filing(a_draft().reference))

    def wait_for_the_disk(*args: object) -> Filing | None:
        is_asking.set()
        assert is_answered.wait(10)
        return interrupt(*args)  # type: ignore[arg-type]  # handed on as they came

    def answered(reference: BusinessDisputeId) -> None:
        attempt_is_over(reference)
        is_answered.set()
        asking.join(10)

    def create(_: Json) -> Reply:
        asking.start()
        assert is_asking.wait(10)
        return refusal(1607008)

    monkeypatch.setattr(merchant.ledger, "interrupt", wait_for_the_disk)
    monkeypatch.setattr(merchant.ledger, "attempt_is_over", answered)
    cj.script[CREATE] = create
    with pytest.raises(AppError):
        merchant.filing.submit(a_draft(), None)
    asking.join(10)
    assert merchant.stored().state is FilingState.REFUSED
