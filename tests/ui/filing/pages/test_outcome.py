"""After sending: filed, refused, unknown, signed out, already on its way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from app.domain.errors import (
    AlreadyBeingFiled,
    NotAllowedNow,
    Offline,
    OfflineCause,
    Refused,
    RequestInfo,
    SignInRequired,
    StorageCause,
    StorageFailed,
)
from app.domain.filing.filing import REVIEW, Attempt, AttemptKind, Filing, FilingState
from app.ui.history.details.case_record import attempt_text
from app.ui.messages.notices import details_of
from tests.builders import NOON, draft, order, order_line
from tests.ui.filing.stage import FakeDesk, FakeFiling, MakeStage, Stage

REFUSAL = Refused(RequestInfo("disputes/create", 1601000, "Too late <b>", "req-1"))


def _file(stage: Stage) -> None:
    stage.to_review()
    stage.press(stage.commit.text())


def _stage_with(make_stage: MakeStage, call: str, *errors: BaseException) -> Stage:
    desk = FakeDesk()
    desk.filing.errors = {call: list(errors)}
    return make_stage(desk=desk)


def test_a_filed_dispute_shows_its_number_to_copy(stage: Stage) -> None:
    _file(stage)
    assert stage.says("Filed: SH2611220001")
    assert stage.says("CJ has not decided yet: wait for its decision")
    stage.press("Copy number")
    assert QGuiApplication.clipboard().text() == "SH2611220001"
    stage.press("Close")
    assert not stage.dialog.isVisible()
    assert len(stage.settled) == 1
    assert stage.desk.drafts.discarded == []


def test_what_may_come_next_is_offered_once_it_is_filed(make_stage: MakeStage) -> None:
    stage = make_stage(order(order_line(), order_line("L2", name="Rug")))
    asked: list[object] = []
    stage.dialog.case_requested.connect(asked.append)
    stage.dialog.cancel_requested.connect(asked.append)
    stage.dialog.another_requested.connect(lambda: asked.append("another"))
    stage.items_page.rows[0].check_box.click()
    stage.qtbot.waitUntil(lambda: stage.dialog.flow.terms is not None)
    stage.to_review()
    stage.press(stage.commit.text())
    assert not stage.says("Saved "), "what has left is no draft"
    stage.press("Save case file…")
    stage.press("Cancel this dispute…")
    stage.press("File another for this order")
    assert asked == ["SH2611220001", "SH2611220001", "another"]


def test_nothing_is_offered_that_there_is_nothing_of(make_stage: MakeStage) -> None:
    stage = make_stage(desk=FakeDesk(filing=FakeFiling(outcome=FilingState.UNKNOWN)))
    stage.to_review()
    stage.press(stage.commit.text())
    assert not stage.has(QPushButton, "Save case file…")
    assert not stage.has(QPushButton, "Cancel this dispute…")
    assert not stage.has(QPushButton, "File another for this order")


def test_a_filing_without_its_number_can_be_checked(stage: Stage) -> None:
    stage.desk.filing.outcome = FilingState.FILED
    _file(stage)
    assert stage.says("Filed. CJ's number is not listed yet")
    assert not stage.has(QPushButton, "Send again with the same reference")
    stage.press("Check again")
    assert len(stage.settled) == 1  # nothing moved
    stage.desk.filing.outcome = FilingState.CONFIRMED
    stage.press("Check again")
    assert stage.says("Filed: SH2611220001")
    assert [each.state for each in stage.settled] == [FilingState.FILED, FilingState.CONFIRMED]


def test_a_refusal_keeps_every_field_and_may_be_sent_again(make_stage: MakeStage) -> None:
    stage = _stage_with(make_stage, "submit", REFUSAL)
    stage.to_review()
    before = stage.dialog.draft
    stage.press(stage.commit.text())
    assert stage.page == REVIEW
    assert stage.notice.startswith("CJ refused the dispute.")
    assert "Too late <b>" in stage.notice
    assert stage.dialog.draft == before
    assert stage.settled == []
    stage.press("Back")
    assert stage.notice.startswith("CJ refused")  # still there to be answered
    stage.press("Next")
    stage.await_review()
    stage.press(stage.commit.text())
    assert stage.says("Filed: SH2611220001")
    assert stage.desk.filing.calls == ["terms", "list", "submit", "submit"]


def test_unknown_offers_to_check_and_sends_again_only_after_nothing_was_found(
    stage: Stage,
) -> None:
    stage.desk.filing.outcome = FilingState.UNKNOWN
    _file(stage)
    assert stage.says("Not confirmed yet")
    again = stage.find(QPushButton, "Send again with the same reference")
    assert not again.isEnabled()
    assert stage.focus is stage.find(QPushButton, "Check again")
    stage.desk.filing.nothing_found = True
    stage.press("Check again")
    assert again.isEnabled()
    stage.desk.filing.outcome = FilingState.CONFIRMED
    stage.press("Send again with the same reference")
    assert stage.says("Send a second request to CJ?")
    assert "send again" not in stage.desk.filing.calls
    stage.press("Send again now")
    assert stage.says("Filed: SH2611220001")
    assert stage.desk.filing.calls[-3:] == ["submit", "read back", "send again"]
    assert [each.state for each in stage.settled] == [FilingState.UNKNOWN, FilingState.CONFIRMED]


def test_after_another_look_sending_again_is_asked_for_anew(stage: Stage) -> None:
    stage.desk.filing.outcome = FilingState.UNKNOWN
    stage.desk.filing.nothing_found = True
    _file(stage)
    for _ in range(2):
        stage.press("Check again")
        stage.press("Send again with the same reference")
        assert stage.says("Send a second request to CJ?")
        assert "send again" not in stage.desk.filing.calls


def test_a_check_that_fails_leaves_the_buttons(stage: Stage) -> None:
    stage.desk.filing.outcome = FilingState.UNKNOWN
    _file(stage)
    offline = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)
    stage.desk.filing.errors = {"read back": [offline]}
    stage.press("Check again")
    assert "could not be reached" in stage.notice
    assert stage.find(QPushButton, "Check again").isEnabled()


def test_the_button_that_looks_again_keeps_the_focus_meanwhile(make_stage: MakeStage) -> None:
    stage = make_stage(held=True)
    stage.cj.release()
    stage.cj.release()
    stage.desk.filing.outcome = FilingState.UNKNOWN
    _file(stage)
    stage.cj.release()
    check = stage.find(QPushButton, "Check again")
    assert stage.focus is check
    for _ in range(2):
        check.click()
    assert stage.focus is check
    while stage.cj.held:
        stage.cj.release()
    assert stage.desk.filing.calls.count("read back") == 1
    assert stage.focus is check


def test_a_second_sending_that_never_left_stays_unknown(stage: Stage) -> None:
    stage.desk.filing.outcome = FilingState.UNKNOWN
    stage.desk.filing.nothing_found = True
    _file(stage)
    offline = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)
    stage.desk.filing.errors = {"send again": [offline]}
    stage.press("Send again with the same reference")
    stage.press("Send again now")
    assert stage.says("Not confirmed yet")
    assert "could not be reached" in stage.notice
    assert len(stage.settled) == 1


def test_a_refused_second_sending_says_nothing_of_the_first(make_stage: MakeStage) -> None:
    stage = make_stage(draft=draft(), is_open=False)
    sent = [Attempt(AttemptKind.CREATE, NOON, NOON, "TimedOut")]
    sent.append(Attempt(AttemptKind.CREATE, NOON, NOON, "Refused", 1607008, "Too late <b>"))
    stage.dialog.show_filing(Filing(draft(), FilingState.UNKNOWN, NOON, NOON, attempts=tuple(sent)))
    stage.dialog.open()
    assert stage.says("Not confirmed yet")
    assert stage.says("with a no (“Too late <b>”) that does not tell whether it has the dispute")


def test_a_dead_token_asks_for_a_sign_in_and_then_submits_once(make_stage: MakeStage) -> None:
    stage = _stage_with(make_stage, "submit", SignInRequired())
    stage.to_review()
    before = stage.dialog.draft
    stage.press(stage.commit.text())
    assert len(stage.sign_ins) == 1
    assert "Nothing was sent; your draft is safe." in stage.notice
    stage.dialog.resume_after_sign_in()
    assert stage.settled[0].draft == before
    assert stage.desk.filing.calls == ["terms", "list", "submit", "submit"]
    stage.dialog.resume_after_sign_in()
    assert stage.desk.filing.calls.count("submit") == 2


@pytest.mark.parametrize("call", ["terms", "list"])
def test_a_dead_token_while_asking_repeats_the_question(make_stage: MakeStage, call: str) -> None:
    stage = _stage_with(make_stage, call, SignInRequired())
    assert len(stage.sign_ins) == 1
    stage.dialog.resume_after_sign_in()
    assert stage.desk.filing.calls.count(call) == 2
    assert stage.says("Up to USD 45.48")
    assert stage.notice == ""


def test_a_sign_in_can_be_asked_for_again(make_stage: MakeStage) -> None:
    stage = _stage_with(make_stage, "terms", SignInRequired())
    stage.press("Sign in…")
    assert len(stage.sign_ins) == 2


def test_another_filing_of_the_same_line_is_shown(make_stage: MakeStage) -> None:
    stage = _stage_with(make_stage, "submit", AlreadyBeingFiled("DD-first"))
    asked: list[object] = []
    stage.dialog.other_filing_requested.connect(asked.append)
    _file(stage)
    stage.press("Show the other one")
    assert asked == ["DD-first"]


def test_a_draft_sent_elsewhere_shows_how_it_stands(make_stage: MakeStage) -> None:
    stage = _stage_with(make_stage, "submit", NotAllowedNow("filed"))
    stage.to_review()
    sent = Filing(stage.dialog.draft, FilingState.FILED, NOON, NOON)
    stage.desk.filing.rows[sent.reference] = sent
    stage.press(stage.commit.text())
    assert stage.says("Filed. CJ's number is not listed yet")


def test_a_disk_that_cannot_be_written_sends_nothing_and_says_so(make_stage: MakeStage) -> None:
    stage = _stage_with(make_stage, "submit", StorageFailed(StorageCause.DISK_FULL))
    _file(stage)
    assert stage.page == REVIEW
    assert "disk is full" in stage.notice
    assert stage.notice.endswith("Nothing was sent.")


def test_the_window_stays_while_sending_and_says_why(make_stage: MakeStage) -> None:
    stage = make_stage(held=True)
    stage.cj.release()
    stage.cj.release()
    _file(stage)
    assert not stage.find(QPushButton, "Close").isEnabled()
    stage.dialog.close()
    assert stage.dialog.isVisible()
    assert "on its way" in stage.notice
    stage.cj.release()
    assert stage.notice == ""
    assert len(stage.settled) == 1
    stage.dialog.close()
    assert not stage.dialog.isVisible()


def test_a_bug_while_sending_ends_in_what_the_ledger_says(make_stage: MakeStage) -> None:
    stage = _stage_with(make_stage, "submit", ValueError("a bug"))
    stage.to_review()
    sent = Filing(stage.dialog.draft, FilingState.UNKNOWN, NOON, NOON)
    stage.desk.filing.rows[sent.reference] = sent
    stage.press(stage.commit.text())
    assert len(stage.crashes) == 1
    stage.crashes.clear()
    assert stage.says("Not confirmed yet")


def test_a_filing_under_way_opens_on_its_outcome(make_stage: MakeStage) -> None:
    stage = make_stage(draft=draft(), is_open=False)
    text = "word " * 100 + "end"
    attempt = Attempt(AttemptKind.CREATE, NOON, code=500, request_id="req-9", text=text)
    filing = Filing(
        draft(), FilingState.UNKNOWN, NOON, NOON, nothing_found=True, attempts=(attempt,)
    )
    stage.desk.filing.rows = {filing.reference: filing}
    stage.dialog.show_filing(filing)
    stage.dialog.open()
    assert stage.says("Not confirmed yet")
    assert stage.desk.filing.calls == []
    assert stage.settled == []
    stage.press("Details")
    details = stage.dialog._pages.outcome._details.toPlainText()
    assert "DD-1" in details
    facts = ["Code: 500", f"CJ's text: {text}", "Request id: req-9"]
    assert details.splitlines()[-3:] == facts
    assert attempt_text(attempt).splitlines()[-3:] == facts, "the record has the same words"
    exchange = RequestInfo(code=500, text=text, request_id="req-9")
    assert details_of(exchange).splitlines() == facts, "and so has a notice"


def test_a_refused_filing_opens_with_what_cj_said(make_stage: MakeStage) -> None:
    stage = make_stage(draft=replace(draft(), step=REVIEW), is_open=False)
    attempt = Attempt(AttemptKind.CREATE, NOON, NOON, "refused", 1601000, "Too late", "req-9")
    filing = Filing(draft(), FilingState.REFUSED, NOON, NOON, attempts=(attempt,))
    stage.dialog.show_filing(filing)
    stage.dialog.open()
    assert stage.notice.startswith("CJ refused the dispute.")
    assert "Too late" in stage.notice
    assert stage.page == REVIEW


def test_the_practice_account_is_marked_where_it_is_filed(stage: Stage) -> None:
    stage.to_review()
    assert stage.says("Practice mode")
    assert stage.says("Practice: nothing is sent to CJ")
    shown = [each for each in stage.dialog.findChildren(QLabel) if each.isVisibleTo(stage.dialog)]
    assert any(each.text() == "Up to USD 45.48" for each in shown)
