"""Every code of CJ that a caller can meet has a sentence of its own, by act and code."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from pytestqt.qtbot import QtBot

from app.api import errors as translate
from app.api.http.envelope import Envelope
from app.domain.errors import (
    AppError,
    NoOrderInText,
    Offline,
    OfflineCause,
    QuotaUsedUp,
    RateLimited,
    RequestInfo,
    SignInRequired,
    StorageCause,
    StorageFailed,
)
from app.ui.messages.my_cj import HOME
from app.ui.messages.notices import Notice, Operation, notice_for
from app.ui.theme import RESOURCES
from app.ui.widgets.notices.notice_bar import NoticeBar

DISPUTES = (
    Operation.LOOK_UP,
    Operation.TERMS,
    Operation.FILE,
    Operation.READ_BACK,
    Operation.REFRESH,
    Operation.DETAIL,
    Operation.CANCEL,
)
EVERYWHERE = (*DISPUTES, Operation.SIGN_IN, Operation.SIGN_OUT)
TABLE: list[tuple[int, str, tuple[Operation, ...]]] = [
    *((code, "text", EVERYWHERE) for code in (1600000, 1600301, 500, 502, 503)),
    *((code, "text", EVERYWHERE) for code in (1600001, 1600002, 1600031, 401)),
    *((code, "text", EVERYWHERE) for code in (1600003, 1600004, 1600008, 1600012, 1600013)),
    *((code, "text", (Operation.SIGN_IN,)) for code in (1600005, 1600006, 1600007, 1601000)),
    *((code, "text", (Operation.SIGN_IN,)) for code in (300001, 300003, 300006)),
    (1600030, "text", (Operation.SIGN_OUT,)),
    (1600100, "Param error", EVERYWHERE),
    (1600100, "interface offline", EVERYWHERE),
    (1600101, "Interface not found", EVERYWHERE),
    (1600200, "Too Many Requests, QPS limit is 1 time/1second", EVERYWHERE),
    (429, "Too Many Requests", EVERYWHERE),
    (1600201, "quota", EVERYWHERE),
    (16900500, "points", EVERYWHERE),
    (1600300, "param error", EVERYWHERE),
    (16900403, "messageText can not be empty", EVERYWHERE),
    *((code, "text", EVERYWHERE) for code in (16900202, 16900203, 16900204, 16900205, 16070002)),
    (1603100, "Order not found", DISPUTES),
    (1600300, "order not found", DISPUTES),
    (1605000, "text", (Operation.LOOK_UP,)),
    (1607006, "text", (Operation.LOOK_UP, Operation.TERMS)),
    (1607007, "text", (Operation.TERMS,)),
    (1607008, "text", (Operation.FILE,)),
    (1607009, "text", (Operation.CANCEL,)),
    (801, "sandbox", (Operation.LOOK_UP, Operation.TERMS, Operation.FILE)),
    *(
        (code, "text", (Operation.LOOK_UP, Operation.TERMS, Operation.FILE))
        for code in (9009, 9060)
    ),
    *(
        (code, "text", (Operation.LOOK_UP, Operation.FILE))
        for code in (1604000, 1604001, 1602000, 1608001)
    ),
    (1608002, "text", DISPUTES),
]
UNKNOWN = 1699999


def error_for(code: int, text: str) -> AppError:
    """What the program makes of an answer with this code."""
    envelope = Envelope(code, None, False, text, None, "r", None, has_points=False)
    exchange = RequestInfo("disputes/x", code, text, "r", 200, datetime(2026, 11, 22, tzinfo=UTC))
    return translate.refusal(envelope, exchange, is_commit=False, retry_after=None)


def test_a_known_code_has_a_sentence_of_its_own() -> None:
    for code, text, doing in (
        (code, text, each) for code, text, doings in TABLE for each in doings
    ):
        known, where = error_for(code, text), (code, doing)
        notice = notice_for(known, doing)
        unknown = notice_for(type(known)(RequestInfo(code=UNKNOWN, text=text)), doing)
        assert notice.text != unknown.text, where
        assert notice.text.rstrip("”").endswith((".", text)), where
        assert "That did not work" not in notice.text, where
        assert str(code) not in notice.text, where
        assert f"Code: {code}" in notice.details, where
        assert type(known).__name__ not in notice.text, where


def test_the_same_code_says_something_else_elsewhere() -> None:
    for code, text in ((1600100, "Param error"), (1603100, "Order not found")):
        sentences = {notice_for(error_for(code, text), doing).text for doing in DISPUTES}
        assert len(sentences) >= len(DISPUTES) - 1


@pytest.mark.parametrize("doing", DISPUTES)
def test_an_unknown_code_gets_cjs_own_text(doing: Operation) -> None:
    notice = notice_for(error_for(UNKNOWN, "Something <b>new</b>"), doing)
    assert "“Something <b>new</b>”" in notice.text


@pytest.mark.parametrize("code", [1607008, 9009, 801, 1600100, 16900403, 1603100, 1600300])
def test_a_refused_filing_says_so_first(code: int) -> None:
    text = notice_for(error_for(code, "Param error"), Operation.FILE).text
    assert text.startswith("CJ refused the dispute. By its answer, nothing was filed.")


def test_an_order_that_was_not_made_through_the_api_is_told_as_that() -> None:
    """CJ confirmed in writing that 9009 from `create` means just this."""
    notice = notice_for(error_for(9009, "Order cannot be disputed"), Operation.FILE)
    assert "not made through the API" in notice.text
    assert "My CJ only" in notice.text
    assert notice.page == HOME
    read = notice_for(error_for(9009, "Order cannot be disputed"), Operation.TERMS)
    assert "not paid" in read.text
    sandbox = notice_for(error_for(9060, "Order cannot be disputed"), Operation.FILE)
    assert "sandbox" in sandbox.text
    assert "through the API" not in sandbox.text
    for each in (notice, read, sandbox):
        assert "returned" not in each.text


def test_details_hold_everything_for_cjs_support() -> None:
    details = notice_for(error_for(1607008, "Too late"), Operation.FILE).details
    for part in ("disputes/x", "1607008", "Too late", "Request id: r", "HTTP status: 200", "Time"):
        assert part in details


def test_a_days_allowance_is_not_a_moments_haste() -> None:
    quota = notice_for(
        QuotaUsedUp(RequestInfo(code=429, text="daily request limit")), Operation.REFRESH
    )
    assert "daily allowance" in quota.text
    hint = notice_for(RateLimited(RequestInfo(code=429), retry_after=20), Operation.REFRESH)
    assert "in 21 s." in hint.text


def test_never_signed_in_is_told_from_a_dead_token() -> None:
    assert "not signed in" in notice_for(SignInRequired(), Operation.REFRESH).text
    dead = notice_for(SignInRequired(RequestInfo("authentication/x", 1600003)), Operation.REFRESH)
    assert "ended for good" in dead.text
    assert dead.wants_sign_in


def test_each_way_not_to_reach_cj_has_a_sentence_of_its_own() -> None:
    errors = [Offline(cause=cause, request_left=True) for cause in OfflineCause]
    assert len({notice_for(error, Operation.REFRESH).text for error in errors}) == len(errors)


def test_a_page_from_in_between_is_told_as_that_and_with_its_status() -> None:
    error = Offline(
        RequestInfo("disputes/create", http_status=403),
        cause=OfflineCause.WEB_PAGE,
        request_left=True,
    )
    notice = notice_for(error, Operation.FILE)
    assert notice.text.startswith("Something between here and CJ answered")
    assert "Nothing was sent" not in notice.text
    assert "HTTP status: 403" in notice.details


def test_what_sends_somebody_to_my_cj_has_its_page() -> None:
    for code, text, doings in TABLE:
        for doing in doings:
            notice = notice_for(error_for(code, text), doing)
            assert bool(notice.leads_to) >= ("My CJ" in notice.text), (code, doing)


def test_the_button_is_there_wherever_a_bar_names_my_cj(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice(Notice("Look in My CJ."))
    assert [each.text() for each in bar.buttons] == ["Open My CJ"]
    bar.show_notice(Notice("Look elsewhere."))
    assert bar.buttons == []


def test_my_cj_has_one_name_in_every_language() -> None:
    for path in (RESOURCES / "translations").glob("*.ts"):
        for message in ET.parse(path).iter("message"):  # noqa: S314 - our own file
            source, said = message.findtext("source", ""), message.findtext("translation", "")
            assert ("My CJ" in source) == ("My CJ" in said), source


@pytest.mark.parametrize(
    ("error", "may"),
    [
        (NoOrderInText(), False),
        (error_for(1603100, "Order not found"), False),
        (error_for(9009, "Order cannot be disputed"), False),
        (error_for(1607006, "text"), True),
        (Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False), True),
    ],
)
def test_only_what_may_have_another_answer_may_be_repeated(error: AppError, may: bool) -> None:  # noqa: FBT001 - a row of a table
    assert notice_for(error, Operation.LOOK_UP).may_be_repeated is may


@pytest.mark.parametrize("cause", list(StorageCause))
def test_only_what_was_to_be_saved_is_told_as_not_saved(cause: StorageCause) -> None:
    reading = notice_for(StorageFailed(cause, is_reading=True), Operation.REFRESH).text
    assert "saved" not in reading
    writing = notice_for(StorageFailed(cause), Operation.SAVE).text
    assert ("saved" in writing) is (cause in (StorageCause.DISK_FULL, StorageCause.READ_ONLY))
