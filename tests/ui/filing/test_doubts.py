"""A filing that has left and whose fate is open: what is said of it, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QListWidget, QPushButton

from app.domain.disputes.disputes import Outcome
from app.domain.errors import NotAllowedNow, Offline, OfflineCause, StorageCause, StorageFailed
from app.domain.filing.doubt import NOT_FOUND, NOT_WHOLE
from app.domain.filing.filing import (
    ITEMS,
    REASON,
    REVIEW,
    Attempt,
    AttemptKind,
    Filing,
    FilingState,
)
from app.domain.ids import DisputeId
from app.ui.filing.pages import outcome_messages as outcome_words
from app.ui.messages import formatting
from tests.builders import NOON, dispute, draft
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage

UNKNOWN, FILED, CONFIRMED = FilingState.UNKNOWN, FilingState.FILED, FilingState.CONFIRMED
LIST, AGAIN = "Disputes that it may be", "Send again with the same reference"
MINUTE = timedelta(minutes=1)


def sent(state: FilingState, *attempts: Attempt, result: str = "TimedOut") -> Filing:
    create = Attempt(AttemptKind.CREATE, NOON, NOON + timedelta(seconds=5), result)
    return Filing(draft(), state, NOON, NOON, attempts=(create, *attempts))


def look(after: timedelta, result: str = NOT_FOUND) -> Attempt:
    started = NOON + after
    return Attempt(AttemptKind.READ_BACK, started, started, result)


def opened_on(make_stage: MakeStage, filing: Filing) -> Stage:
    desk = FakeDesk()
    desk.filing.outcome = filing.state
    desk.filing.rows = {filing.reference: filing}
    stage = make_stage(draft=filing.draft, desk=desk, is_open=False)
    stage.dialog.show_filing(filing)
    stage.dialog.open()
    return stage


def at(after: timedelta) -> str:
    return formatting.clock_time(NOON + after)


# What is said


def test_the_looks_are_told_with_their_number_and_time() -> None:
    now = NOON + 5 * MINUTE
    none = outcome_words.looks(sent(UNKNOWN), now)
    assert none == "CJ's lists have not been read since."
    two = outcome_words.looks(sent(UNKNOWN, look(MINUTE), look(2 * MINUTE)), now)
    assert two.startswith(f"Checks at CJ so far: 2, the last one at {at(2 * MINUTE)}.")
    assert "nor the order itself show it" in two
    vague = outcome_words.looks(sent(UNKNOWN, look(MINUTE, NOT_WHOLE)), now)
    assert "CJ has not said for certain that it has nothing" in vague
    failed = outcome_words.looks(sent(UNKNOWN, look(MINUTE), look(2 * MINUTE, "Offline")), now)
    assert failed.startswith("Checks at CJ so far: 1")
    assert failed.endswith(f"The check at {at(2 * MINUTE)} failed.")


def test_looks_before_a_second_sending_do_not_count() -> None:
    again = Attempt(AttemptKind.CREATE, NOON + 4 * MINUTE, NOON + 4 * MINUTE, "TimedOut")
    filing = sent(UNKNOWN, look(MINUTE, "Offline"), again)
    assert outcome_words.looks(filing, NOON + 5 * MINUTE) == "CJ's lists have not been read since."


@pytest.mark.parametrize(
    ("attempts", "after"),
    [
        ((), 2 * MINUTE + timedelta(seconds=5)),
        ((look(MINUTE),), 2 * MINUTE + timedelta(seconds=5)),
        ((look(MINUTE), look(8 * MINUTE, NOT_WHOLE)), 9 * MINUTE + timedelta(seconds=10)),
        ((look(4 * MINUTE),), 5 * MINUTE),
    ],
    ids=["no look", "one look", "a look that told nothing", "a late first look"],
)
def test_sending_again_names_its_earliest_time(
    attempts: tuple[Attempt, ...], after: timedelta
) -> None:
    now = attempts[-1].started if attempts else NOON
    said = outcome_words.sending_again(sent(UNKNOWN, *attempts), now + timedelta(seconds=10))
    assert said.startswith(f"Sending again is possible at the earliest at {at(after)}")


def test_a_clock_that_is_ahead_of_cjs_names_its_own_time() -> None:
    create = Attempt(
        AttemptKind.CREATE,
        NOON,
        NOON,
        "TimedOut",
        cj_started=NOON - timedelta(hours=3),
        cj_ended=NOON - timedelta(hours=3),
    )
    filing = replace(sent(UNKNOWN), attempts=(create,))
    assert f"at {at(2 * MINUTE)}," in outcome_words.sending_again(filing, NOON)


def test_what_forbids_sending_again_is_named() -> None:
    three = tuple(look(minutes * MINUTE) for minutes in (1, 2, 3))
    now = NOON + 4 * MINUTE
    held = sent(UNKNOWN, *three)
    assert "may hold them for this dispute" in outcome_words.sending_again(held, now)
    failed = sent(UNKNOWN, *three, look(4 * MINUTE, "Offline"))
    assert "after a check that succeeds" in outcome_words.sending_again(failed, now)
    seen = replace(held, candidates=(DisputeId("SH1"),))
    assert "while CJ lists a dispute" in outcome_words.sending_again(seen, now)


@pytest.mark.parametrize("state", [UNKNOWN, FILED])
@pytest.mark.parametrize("nothing_found", [True, False])
@pytest.mark.parametrize("result", ["TimedOut", "Refused", "filed"])
def test_no_sentence_promises_what_cj_makes_of_a_reference(
    state: FilingState, result: str, *, nothing_found: bool
) -> None:
    filing = replace(sent(state, look(MINUTE), result=result), nothing_found=nothing_found)
    texts: list[Callable[[Filing, datetime], str]] = [
        outcome_words.meaning,
        outcome_words.looks,
        outcome_words.sending_again,
        outcome_words.taking_back,
    ]
    said = " ".join(each(filing, NOON + 2 * MINUTE) for each in texts)
    for promise in ("tells by the reference", "same dispute", "recognises", "will not"):
        assert promise not in said


# What can be done


def test_what_may_be_it_is_listed_and_taken_by_a_person(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, sent(UNKNOWN))
    assert not stage.has(QPushButton, "It is this one")
    stage.desk.filing.candidates = (dispute("SH-a"), dispute("SH-b"))
    stage.press("Check again")
    shown = stage.find(QListWidget, LIST)
    take = stage.find(QPushButton, "It is this one")
    assert not take.isEnabled()
    shown.setFocus()
    for _ in range(2):
        stage.key(Qt.Key.Key_Down)
    assert take.isEnabled()
    stage.press("Check again")  # what is chosen stays so
    stage.press("It is this one")
    assert stage.desk.filing.calls[-1] == "adopt SH-b"
    assert stage.says("Filed: SH-b")
    assert stage.settled[-1].state is CONFIRMED


def test_of_one_that_cj_has_decided_it_is_not_said_that_it_has_not(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, sent(UNKNOWN))
    decided = dispute("SH-old", outcome=Outcome.REJECT, status="Closed")
    stage.desk.filing.candidates = (decided,)
    stage.press("Check again")
    stage.press("It is this one")
    assert stage.says("Filed: SH-old")
    assert not stage.says("CJ has not decided yet")


def test_waiting_closes_the_window_and_moves_nothing(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, sent(FILED, result="filed"))
    stage.press("Keep waiting")
    assert not stage.dialog.isVisible()
    assert stage.desk.filing.calls == []


def test_a_yes_that_is_never_listed_can_be_had_back_or_named(make_stage: MakeStage) -> None:
    looks = tuple(look(minutes * MINUTE) for minutes in (1, 5, 10, 20))
    stage = opened_on(make_stage, sent(FILED, *looks, result="filed"))
    assert stage.says("Filed. CJ's number is not listed yet")
    assert not stage.has(QPushButton, "Back to draft")
    assert not stage.has(QPushButton, AGAIN)
    stage.desk.filing.listed = (dispute("SH-known"),)
    stage.desk.filing.apart = 12 * MINUTE
    stage.press("Check again")
    assert stage.says("Filed, but CJ does not list it")
    for name in ("Keep waiting", "It is this one", "Back to draft"):
        button = QAccessible.queryAccessibleInterface(stage.find(QPushButton, name))
        assert button.text(QAccessible.Text.Name) == name
        assert button.text(QAccessible.Text.Description)
    stage.press("It is this one")
    assert stage.says("Filed: SH-known")


def test_back_to_draft_is_the_review_with_every_field_as_it_was(make_stage: MakeStage) -> None:
    left = replace(sent(UNKNOWN, look(3 * MINUTE)), nothing_found=True)
    stage = opened_on(make_stage, left)
    stage.press("Back to draft")
    assert stage.page == REVIEW
    assert replace(stage.dialog.draft, seen_total=None, step=ITEMS) == left.draft
    assert stage.commit.text() == "File refund dispute – up to USD 45.48"  # CJ was asked
    stage.desk.filing.outcome = CONFIRMED
    stage.qtbot.waitUntil(lambda: stage.is_reviewed)
    stage.press(stage.commit.text())
    assert stage.says("Filed: SH2611220001")
    assert stage.settled[-1].times_sent == 2


def test_a_draft_had_back_in_the_dialog_that_sent_it_can_be_changed(stage: Stage) -> None:
    stage.desk.filing.outcome = UNKNOWN
    stage.to_review()
    stage.press(stage.commit.text())
    stage.desk.filing.nothing_found = True
    stage.press("Check again")
    stage.press("Back to draft")
    stage.press("Back")
    stage.message.setPlainText("Other words")
    stage.press("Next")
    assert stage.says("Other words")


def test_taking_back_too_early_says_that_nothing_was_done(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, replace(sent(UNKNOWN, look(MINUTE)), nothing_found=True))
    stage.desk.filing.rows = {each: sent(UNKNOWN) for each in stage.desk.filing.rows}
    stage.press("Back to draft")
    assert stage.says("Not confirmed yet")
    assert "nothing was done" in stage.notice
    assert not stage.has(QPushButton, "Back to draft")


def test_the_question_before_sending_again_is_taken_back_by_a_look(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, replace(sent(UNKNOWN, look(3 * MINUTE)), nothing_found=True))
    stage.press(AGAIN)
    stage.find(QPushButton, "Send again now")
    stage.dialog.follow(sent(UNKNOWN, look(3 * MINUTE), look(4 * MINUTE, "Offline")))
    assert not stage.find(QPushButton, AGAIN).isEnabled()
    assert stage.desk.filing.calls == []


def test_a_double_click_does_not_send_again(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, replace(sent(UNKNOWN, look(3 * MINUTE)), nothing_found=True))
    button = stage.find(QPushButton, AGAIN)
    stage.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    stage.qtbot.mouseDClick(button, Qt.MouseButton.LeftButton)
    stage.qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert "send again" not in stage.desk.filing.calls


def test_a_look_that_fails_shows_what_the_ledger_says_of_it(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, replace(sent(UNKNOWN, look(3 * MINUTE)), nothing_found=True))
    assert stage.find(QPushButton, AGAIN).isEnabled()
    failed = sent(UNKNOWN, look(3 * MINUTE), look(4 * MINUTE, "Offline"))
    stage.desk.filing.rows = {failed.reference: failed}
    gone = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)
    stage.desk.filing.errors = {"read back": [gone]}
    stage.press("Check again")
    assert "could not be reached" in stage.notice
    assert not stage.find(QPushButton, AGAIN).isEnabled()
    assert stage.find(QPushButton, "Check again").isEnabled()


# What is found out meanwhile


def test_a_number_that_a_list_brings_is_shown_at_once(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, sent(UNKNOWN))
    number = DisputeId("SH2611220001")
    stage.dialog.follow(replace(sent(CONFIRMED), dispute_id=number))
    assert stage.says("Filed: SH2611220001")
    assert [each.dispute_id for each in stage.settled] == [number]


def test_a_look_in_the_background_leaves_the_focus(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, sent(UNKNOWN))
    stage.find(QPushButton, "Keep waiting").setFocus()
    stage.dialog.follow(sent(UNKNOWN, look(MINUTE)))
    assert stage.says("Checks at CJ so far: 1")
    assert stage.focus is stage.find(QPushButton, "Keep waiting")


def test_what_is_older_or_of_another_filing_is_not_shown(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, sent(UNKNOWN, look(MINUTE)))
    stage.dialog.follow(sent(UNKNOWN))
    assert stage.says("Checks at CJ so far: 1")
    other = replace(sent(CONFIRMED), draft=draft(reference="DD-2"))
    stage.dialog.follow(replace(other, attempts=(*other.attempts, look(MINUTE), look(MINUTE))))
    assert stage.says("Not confirmed yet")


def test_a_look_from_before_says_nothing_against_a_number(make_stage: MakeStage) -> None:
    stage = opened_on(make_stage, sent(UNKNOWN))
    stage.dialog.follow(replace(sent(CONFIRMED), dispute_id=DisputeId("SH1")))
    stage.dialog.follow(sent(UNKNOWN, look(MINUTE)))
    assert stage.says("Filed: SH1")


# Our own failure


def test_an_answer_that_is_not_written_down_is_told_and_the_page_stays(stage: Stage) -> None:
    stage.desk.filing.outcome = FILED
    stage.desk.filing.is_recorded = False
    stage.to_review()
    stage.press(stage.commit.text())
    assert stage.says("Filed, but not written down yet")
    assert stage.says("CJ answered yes")
    assert stage.says("do not quit the program")
    assert not stage.has(QPushButton, AGAIN)
    stage.desk.filing.errors = {
        call: [StorageFailed(StorageCause.DISK_FULL)] for call in ("read back", "look up")
    }
    stage.press("Check again")
    assert "disk is full" in stage.notice
    assert stage.says("Filed, but not written down yet")
    stage.desk.filing.is_recorded = True
    stage.desk.filing.outcome = CONFIRMED
    stage.press("Check again")
    assert stage.says("Filed: SH2611220001")


def test_a_doubt_that_is_not_written_down_is_told(stage: Stage) -> None:
    stage.desk.filing.outcome = UNKNOWN
    stage.desk.filing.is_recorded = False
    stage.to_review()
    stage.press(stage.commit.text())
    assert stage.says("Not confirmed yet, and not written down")
    assert stage.says("do not quit the program")


def test_a_bug_while_sending_and_a_ledger_that_fails_do_not_read_as_not_sent(
    make_stage: MakeStage,
) -> None:
    desk = FakeDesk()
    locked = StorageFailed(StorageCause.LOCKED)
    desk.filing.errors = {"submit": [ValueError("a bug")], "look up": [locked]}
    stage = make_stage(desk=desk)
    stage.to_review()
    stage.press(stage.commit.text())
    assert stage.says("Not confirmed yet, and not written down")
    assert "Another program holds the data file" in stage.notice
    stage.crashes.clear()
    assert len(stage.settled) == 1  # somebody goes on looking


def test_typing_is_kept_where_a_refusal_is_written_down_only_then(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    stage = make_stage(desk=desk)
    stage.to_reason()
    stage.key(Qt.Key.Key_Down)
    refused = Filing(stage.dialog.draft, FilingState.REFUSED, NOON, NOON)
    desk.filing.rows = {refused.reference: refused}
    desk.drafts.errors = [NotAllowedNow("sending")]
    stage.message.setPlainText("Typed meanwhile")
    stage.qtbot.waitUntil(lambda: "look up" in desk.filing.calls)
    assert stage.page == REASON
    assert stage.notice == ""
    stage.qtbot.waitUntil(lambda: desk.drafts.saved[-1].message == "Typed meanwhile")
