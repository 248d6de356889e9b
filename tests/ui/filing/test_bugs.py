"""An unexpected exception in any task of the dialog is told, and what it was about works again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QListWidget, QPushButton

from app.domain.filing.events import ENDS, Do
from app.domain.filing.filing import MY_CJ, REASON, REVIEW, Door, Evidence, FilingState
from app.services.orders.parcels import Parcel
from app.ui.filing import dialog
from app.ui.filing.flow_runner import _WORK
from app.ui.filing.template_editor import TemplateEditor
from app.ui.filing.versions import VersionsDialog
from tests.builders import LATE, NOON, dispute, draft
from tests.ui.filing.stage import FakeDesk, FakeFiling, MakeStage, Stage

AGAIN = "Send again with the same reference"
OPENED = "I opened it in My CJ"


class Bug(Exception):
    """What nobody expected."""


def once(service: object, name: str) -> None:
    """The next call of this method is a bug; those after it are as ever."""
    real, bugs = getattr(service, name), [Bug()]

    def call(*args: object, **named: object) -> object:
        if bugs:
            raise bugs.pop()
        return real(*args, **named)

    setattr(service, name, call)


def told(stage: Stage) -> None:
    """One bug was told, and it is that one."""
    assert [type(each) for each in stage.crashes] == [Bug]
    stage.crashes.clear()


def at_review(make: MakeStage, desk: FakeDesk | None = None) -> Stage:
    stage = make(draft=replace(draft(), step=REVIEW), desk=desk)
    stage.await_review()
    return stage


def unknown(make: MakeStage) -> Stage:
    stage = at_review(make)
    stage.desk.filing.outcome = FilingState.UNKNOWN
    stage.desk.filing.nothing_found = True
    stage.press(stage.commit.text())
    return stage


def saving(make: MakeStage) -> Stage:
    stage = make()
    stage.to_reason()
    once(stage.desk.drafts, "save")
    stage.dialog._edit(replace(stage.dialog.draft, message="Broken", message_is_own=True))
    stage.qtbot.waitUntil(lambda: bool(stage.crashes))
    told(stage)
    stage.press("Try again")
    assert stage.desk.drafts.saved[-1].message == "Broken"
    return stage


def asking_for_terms(make: MakeStage) -> Stage:
    desk = FakeDesk()
    once(desk.filing, "terms")
    stage = make(desk=desk)
    told(stage)
    stage.press("Next")
    assert stage.page == REASON
    return stage


def fetching_the_known_disputes(make: MakeStage) -> Stage:
    desk = FakeDesk()
    once(desk.filing, "note_known_disputes")
    stage = make(desk=desk)
    told(stage)
    stage.to_review()
    stage.press(stage.commit.text())
    assert stage.says("Filed: SH2611220001")
    return stage


def sending(make: MakeStage) -> Stage:
    stage = at_review(make)
    once(stage.desk.filing, "submit")
    stage.press(stage.commit.text())
    told(stage)
    assert stage.page == REVIEW  # the ledger knows nothing of it
    stage.await_review()
    stage.press(stage.commit.text())
    assert stage.says("Filed: SH2611220001")
    return stage


def sending_again(make: MakeStage) -> Stage:
    stage = unknown(make)
    once(stage.desk.filing, "send_again")
    for name in (AGAIN, "Send again now"):
        stage.press(name)
    told(stage)
    stage.desk.filing.outcome = FilingState.CONFIRMED
    for name in (AGAIN, "Send again now"):
        stage.press(name)
    assert stage.says("Filed: SH2611220001")
    return stage


def looking_for_it(make: MakeStage) -> Stage:
    stage = unknown(make)
    once(stage.desk.filing, "read_back")
    stage.press("Check again")
    told(stage)
    stage.desk.filing.outcome = FilingState.CONFIRMED
    stage.press("Check again")
    assert stage.says("Filed: SH2611220001")
    return stage


def reading_the_ledger(make: MakeStage) -> Stage:
    stage = unknown(make)
    once(stage.desk.filing, "read_back")
    once(stage.desk.filing, "filing")
    stage.press("Check again")
    assert [type(each) for each in stage.crashes] == [Bug, Bug]
    stage.crashes.clear()
    assert stage.find(QPushButton, "Check again").isEnabled()
    return stage


def taking_a_number(make: MakeStage) -> Stage:
    stage = at_review(make)
    stage.desk.filing.others = (dispute("SH-a"),)
    stage.press(stage.commit.text())
    once(stage.desk.filing, "adopt")
    stage.press("That is it")
    told(stage)
    stage.await_review()  # the ledger has a draft
    stage.press(stage.commit.text())
    stage.press("That is it")
    assert stage.says("Filed: SH-a")
    return stage


def taking_it_back(make: MakeStage) -> Stage:
    stage = unknown(make)
    once(stage.desk.filing, "take_back")
    stage.press("Back to draft")
    told(stage)
    stage.press("Back to draft")
    assert stage.page == REVIEW
    return stage


def handing_it_over(make: MakeStage, desk: FakeDesk | None = None) -> Stage:
    stage = make(draft=replace(draft(), step=MY_CJ, door=Door.MY_CJ), desk=desk)
    stage.await_review()
    once(stage.desk.filing, "hand_over")
    stage.press(OPENED)
    told(stage)
    assert stage.page == MY_CJ
    stage.await_review()
    stage.press(OPENED)
    assert stage.says("Opened in My CJ")
    return stage


def waiting_on(make: MakeStage) -> Stage:
    filing = FakeFiling(
        outcome=FilingState.HANDED_OVER, begun=NOON - timedelta(days=99), apart=timedelta(days=15)
    )
    stage = handing_it_over(make, FakeDesk(filing=filing))
    stage.press("Check again")
    once(stage.desk.filing, "keep_waiting")
    stage.press("Keep waiting")
    told(stage)
    assert stage.says("Did you open it?")
    stage.press("Keep waiting")
    assert not stage.says("Did you open it?")
    return stage


def reading_the_choices(make: MakeStage) -> Stage:
    stage = unknown(make)
    stage.desk.filing.listed = (dispute("SH-a"),)
    once(stage.desk.filing, "choices")
    stage.press("Check again")
    told(stage)
    stage.press("Check again")
    assert stage.find(QListWidget, "Disputes that it may be").count() == 1
    return stage


def looking_for_versions(make: MakeStage) -> Stage:
    desk = FakeDesk()
    kept = replace(draft(), step=REASON)
    desk.drafts.saved = [kept, replace(kept, message="Later.")]
    once(desk.drafts, "versions")
    stage = make(draft=kept, desk=desk)
    told(stage)
    stage.dialog._edit(replace(stage.dialog.draft, message="More"))
    stage.qtbot.waitUntil(lambda: stage.has(QPushButton, "Earlier versions…"))
    return stage


def showing_versions(make: MakeStage) -> Stage:
    stage = looking_for_versions(make)
    once(stage.desk.drafts, "versions")
    stage.press("Earlier versions…")
    told(stage)
    opened(stage).reject()
    return stage


def opened(stage: Stage) -> VersionsDialog:
    stage.press("Earlier versions…")
    return stage.dialog.findChildren(VersionsDialog)[-1]


def bringing_a_version_back(make: MakeStage) -> Stage:
    stage = looking_for_versions(make)
    once(stage.desk.drafts, "restore")
    versions = opened(stage)
    versions.restore_requested.emit(1)
    told(stage)
    versions.restore_requested.emit(1)
    versions.reject()
    assert stage.dialog.draft.message == "It arrived broken."
    return stage


def looking_for_what_was_prepared(make: MakeStage) -> Stage:
    desk = FakeDesk()
    once(desk.drafts, "prepared")
    stage = make(desk=desk)
    told(stage)
    stage.to_review()
    assert stage.commit.isEnabled()
    return stage


EFFECTS: dict[Do, Callable[[MakeStage], Stage]] = {
    Do.SAVE: saving,
    Do.ASK_TERMS: asking_for_terms,
    Do.FETCH_KNOWN: fetching_the_known_disputes,
    Do.SUBMIT: sending,
    Do.SEND_AGAIN: sending_again,
    Do.CHECK: looking_for_it,
    Do.LOOK_UP: reading_the_ledger,
    Do.ADOPT: taking_a_number,
    Do.TAKE_BACK: taking_it_back,
    Do.HAND_OVER: handing_it_over,
    Do.KEEP_WAITING: waiting_on,
    Do.FIND_CHOICES: reading_the_choices,
    Do.FIND_VERSIONS: looking_for_versions,
    Do.READ_VERSIONS: showing_versions,
    Do.RESTORE: bringing_a_version_back,
    Do.FIND_PREPARED: looking_for_what_was_prepared,
}


def test_all_that_the_runner_carries_out_is_here() -> None:
    assert set(EFFECTS) == set(_WORK) == set(ENDS)


@pytest.mark.parametrize("do", EFFECTS, ids=lambda do: do.name)
def test_a_bug_in_an_effect_is_told_and_the_dialog_goes_on(make_stage: MakeStage, do: Do) -> None:
    stage = EFFECTS[do](make_stage)
    stage.dialog.close()
    assert not stage.dialog.isVisible()


def test_a_bug_while_cj_is_asked_for_the_dates_leaves_the_button(make_stage: MakeStage) -> None:
    desk = FakeDesk(filing=FakeFiling())
    stage = make_stage(draft=replace(draft(reason=LATE), step=REASON), desk=desk)
    once(desk.parcels, "fetch")
    stage.press("Get the dispatch date")
    told(stage)
    assert not stage.says("Asking CJ…")
    desk.parcels.at_cj = Parcel()
    stage.press("Get the dispatch date")
    assert desk.parcels.fetched == 1


def test_a_bug_while_a_link_is_tested_is_no_test_that_never_ends(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    once(desk.links, "check")
    link = Evidence("https://example.com/a.jpg")
    stage = make_stage(draft=replace(draft(), step=REASON, evidence=(link,)), desk=desk)
    told(stage)
    listed = stage.find(QListWidget, "Evidence")
    assert listed.item(0).text().endswith("Not tested: the test did not work")
    stage.press("Test again")
    assert "opens without signing in" in listed.item(0).text()


def test_bugs_with_files_and_templates_leave_both_usable(stage: Stage) -> None:
    stage.to_reason()
    page = stage.reason_page
    once(stage.desk.attachments, "add")
    page.attachments.attach((Path("a.jpg"),))
    told(stage)
    page.attachments.attach((Path("a.jpg"),))
    assert stage.find(QListWidget, "Attached files").count() == 1
    once(stage.desk.templates, "keep")
    page.templates.keep("Mine")
    told(stage)
    page.templates.keep("Mine")
    assert "is kept as the template “Mine”" in stage.notice


def test_a_bug_of_the_flow_itself_is_told_and_changes_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> Any:
        raise Bug

    before = stage.dialog.flow
    monkeypatch.setattr(dialog, "advance", fail)
    stage.press("Next")
    told(stage)
    assert stage.dialog.flow is before
    monkeypatch.undo()
    stage.press("Next")
    assert stage.page == REASON


def test_a_template_is_stored_by_the_next_save(make_stage: MakeStage) -> None:
    stage = make_stage()
    stage.to_reason()
    once(stage.desk.templates, "change")
    stage.reason_page.templates.edit()
    (editor,) = stage.dialog.findChildren(TemplateEditor)
    editor._new.click()
    told(stage)
    assert editor._state.text() == "Not saved yet"
    editor.reject()
    assert not editor.isVisible()
    assert [each.name for each in stage.desk.templates.own] == ["Template"]
