"""Before sending: CJ has a dispute about the same items that nobody filed here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QListWidget, QPushButton

from app.domain.disputes.disputes import Dispute
from app.domain.errors import NotAllowedNow, Offline, OfflineCause, StorageCause, StorageFailed
from app.domain.filing.filing import REVIEW, Filing, FilingState
from app.domain.ids import BusinessDisputeId, DisputeId
from app.ui.messages import formatting
from tests.builders import dispute, draft
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage

LIST = "Disputes that CJ has"
THREE = (
    dispute("SH1623673863466725376"),
    dispute("SH26112211300456789", created=None),
    dispute("SH1623673863466725399", status="Processing <b>", created=None),
)
"""Only the second one's number tells a time."""


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    return stopped_by(make_stage, dispute("SH26112211300056789"))


def stopped_by(make_stage: MakeStage, *others: Dispute, desk: FakeDesk | None = None) -> Stage:
    desk = desk or FakeDesk()
    desk.filing.others = others
    stage = make_stage(draft=replace(draft(), step=REVIEW), desk=desk)
    stage.await_review()
    stage.press(stage.commit.text())
    return stage


def rows(stage: Stage) -> list[str]:
    shown = stage.find(QListWidget, LIST)
    return [shown.item(row).text() for row in range(shown.count())]


def test_what_cj_has_is_shown_and_nothing_counts_as_sent(stage: Stage) -> None:
    assert stage.says("CJ has a dispute already that may be about these items")
    assert stage.says("Nothing was sent.")
    time = formatting.moment(datetime(2026, 11, 22, 11, 30, tzinfo=UTC))
    assert rows(stage) == [f"SH26112211300056789 · {time}\nProduct Damaged · Processing"]
    assert stage.settled == []
    assert stage.focus is stage.find(QListWidget, LIST)


def test_that_is_it_takes_the_number_and_sends_nothing(stage: Stage) -> None:
    stage.press("That is it")
    assert stage.says("Filed: SH26112211300056789")
    assert stage.says("you said that it is the one. Nothing was sent.")
    assert stage.desk.filing.calls[-2:] == ["submit", "adopt SH26112211300056789"]
    assert [each.state for each in stage.settled] == [FilingState.CONFIRMED]
    assert not stage.has(QPushButton, "Keep waiting")


def test_file_another_sends_beside_what_was_shown(stage: Stage) -> None:
    stage.press("File another")
    assert stage.desk.filing.besides == [None, ("SH26112211300056789",)]
    assert stage.says("Filed: SH2611220001")


def test_what_comes_up_only_then_is_asked_about_as_well(stage: Stage) -> None:
    first = stage.desk.filing.others or ()
    stage.desk.filing.others = (*first, dispute("SH-later"))
    stage.press("File another")
    assert [each.split(" ")[0] for each in rows(stage)] == ["SH-later"]
    stage.press("File another")
    assert stage.desk.filing.besides[-1] == ("SH26112211300056789", "SH-later")
    assert stage.says("Filed: SH2611220001")


def test_back_leads_to_the_draft_which_asks_anew_when_it_is_filed(stage: Stage) -> None:
    before = stage.dialog.draft
    stage.press("Back")
    assert stage.page == REVIEW
    assert stage.dialog.draft == before
    stage.qtbot.waitUntil(lambda: stage.is_reviewed)
    stage.press(stage.commit.text())
    assert stage.desk.filing.besides == [None, None]
    assert stage.says("CJ has a dispute already that may be about these items")


def test_of_several_a_person_has_to_select_one(make_stage: MakeStage) -> None:
    stage = stopped_by(make_stage, *THREE)
    that_is_it = stage.find(QPushButton, "That is it")
    assert not that_is_it.isEnabled()
    shown = stage.find(QListWidget, LIST)
    stage.key(Qt.Key.Key_Down)
    assert shown.currentRow() == 0
    stage.key(Qt.Key.Key_Down)
    assert that_is_it.isEnabled()
    stage.press("That is it")
    assert stage.says("Filed: SH26112211300456789")


def test_one_that_was_filed_with_another_draft_cannot_be_taken_for_this_one_too(
    make_stage: MakeStage,
) -> None:
    desk = FakeDesk()
    desk.filing.filed_here = frozenset([DisputeId("SH-ours")])
    stage = stopped_by(make_stage, dispute("SH-ours", created=None), desk=desk)
    (row,) = rows(stage)
    assert row.endswith("Processing · filed from this program")
    assert not stage.find(QPushButton, "That is it").isEnabled()
    assert stage.says("close this window and discard the draft")
    stage.press("File another")
    assert desk.filing.besides == [None, ("SH-ours",)]


def test_times_say_how_far_they_are_known(make_stage: MakeStage) -> None:
    first, second, third = rows(stopped_by(make_stage, *THREE))
    assert "about 22 Nov 2026" in first
    assert "(CJ names no time zone)" in first
    assert formatting.moment(datetime(2026, 11, 22, 11, 30, 4, tzinfo=UTC)) in second
    assert "about" not in second
    assert third == "SH1623673863466725399 · time not told\nProduct Damaged · Processing <b>"


def test_where_cj_only_says_that_there_is_one_it_cannot_be_chosen(make_stage: MakeStage) -> None:
    stage = stopped_by(make_stage)
    assert stage.says("CJ says that this order has a dispute already")
    assert not stage.has(QPushButton, "That is it")
    assert not stage.has(QListWidget, LIST)
    assert stage.focus is stage.find(QPushButton, "Back")
    stage.press("File another")
    assert stage.desk.filing.besides == [None, ()]
    assert stage.says("Filed: SH2611220001")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_in_the_list_decide_nothing(stage: Stage, key: Qt.Key) -> None:
    calls = list(stage.desk.filing.calls)
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        stage.qtbot.keyClick(stage.find(QListWidget, LIST), key, modifier)
    assert stage.desk.filing.calls == calls
    assert stage.says("CJ has a dispute already that may be about these items")


def test_a_screen_reader_hears_what_a_button_does(stage: Stage) -> None:
    for name, words in (("That is it", "Nothing is sent."), ("File another", "is sent to CJ")):
        button = QAccessible.queryAccessibleInterface(stage.find(QPushButton, name))
        assert button.text(QAccessible.Text.Name) == name
        assert words in button.text(QAccessible.Text.Description)
    shown = QAccessible.queryAccessibleInterface(stage.find(QListWidget, LIST))
    assert shown.role() is QAccessible.Role.List
    assert shown.text(QAccessible.Text.Name) == LIST
    assert shown.childCount() == 1
    assert "SH26112211300056789" in shown.child(0).text(QAccessible.Text.Name)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StorageFailed(StorageCause.DISK_FULL), "disk is full"),
        (NotAllowedNow("confirmed"), "has changed meanwhile"),
    ],
)
def test_a_number_that_cannot_be_taken_leaves_the_question(
    stage: Stage, error: StorageFailed | NotAllowedNow, words: str
) -> None:
    stage.desk.filing.errors = {"adopt": [error]}
    stage.press("That is it")
    assert words in stage.notice
    assert stage.says("CJ has a dispute already that may be about these items")
    stage.press("That is it")
    assert stage.says("Filed: SH26112211300056789")


def test_another_one_that_never_left_is_back_on_review(stage: Stage) -> None:
    gone = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)
    stage.desk.filing.errors = {"submit": [gone]}
    stage.press("File another")
    assert stage.page == REVIEW
    assert "Nothing was sent; your draft is safe." in stage.notice


def test_closing_keeps_the_draft(stage: Stage) -> None:
    before = stage.dialog.draft
    stage.press("Close")
    assert not stage.dialog.isVisible()
    saved = stage.desk.drafts.saved[-1]
    assert replace(saved, place=before.place) == before


def test_nothing_is_sent_while_a_number_is_being_taken(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt = stage.desk.filing.adopt

    def press_and_adopt(reference: BusinessDisputeId, dispute_id: DisputeId) -> Filing:
        stage.press("File another")
        return adopt(reference, dispute_id)

    monkeypatch.setattr(stage.desk.filing, "adopt", press_and_adopt)
    stage.press("That is it")
    assert stage.desk.filing.calls.count("submit") == 1
    assert stage.says("Filed: SH26112211300056789")
    stage.press("Close")
    assert not stage.dialog.isVisible()
