"""Nothing typed is lost, nothing is kept that nobody decided, and undo survives both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.domain.errors import NotAllowedNow, StorageCause, StorageFailed
from app.domain.filing import flow as filing_flow
from app.domain.filing.filing import REASON, REVIEW, Filing, FilingState
from app.ui.filing import flow_runner
from tests.builders import NOON, draft, order, order_line
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage


def _type(stage: Stage, text: str) -> QPlainTextEdit:
    message = stage.message
    message.setFocus()
    stage.qtbot.keyClicks(message, text)
    return message


def test_a_dialog_that_was_only_looked_at_leaves_nothing(make_stage: MakeStage) -> None:
    stage = make_stage()
    stage.press("Close")
    assert stage.desk.drafts.saved == []
    assert not stage.dialog.isVisible()


def test_nothing_is_asked_without_a_selection(make_stage: MakeStage) -> None:
    stage = make_stage(order(order_line(), order_line("L2")))
    stage.press("Close")
    assert stage.desk.filing.calls == []


def test_what_is_typed_is_saved_by_itself(stage: Stage) -> None:
    stage.to_reason()
    _type(stage, "Broken")
    stage.qtbot.waitUntil(lambda: bool(stage.desk.drafts.saved))
    assert stage.desk.drafts.saved[-1].message == "Broken"
    assert stage.desk.drafts.saved[-1].message_is_own
    assert stage.says("Saved ")


def test_unbroken_typing_is_saved_at_the_limit(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_runner, "SAVE_DELAY_MS", 60_000)
    stage = make_stage()
    stage.to_reason()
    _type(stage, "Bro")
    stage.qtbot.waitUntil(lambda: bool(stage.desk.drafts.saved))


def test_typing_is_one_save_not_one_for_each_key(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_runner, "SAVE_DELAY_MS", 60_000)
    monkeypatch.setattr(flow_runner, "SAVE_LIMIT_MS", 60_000)
    stage = make_stage()
    stage.to_reason()
    _type(stage, "Broken in two")
    assert stage.desk.drafts.saved == []
    stage.press("Back")
    assert [each.message for each in stage.desk.drafts.saved] == ["Broken in two"]


def test_closing_saves_at_once(make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_runner, "SAVE_DELAY_MS", 60_000)
    monkeypatch.setattr(flow_runner, "SAVE_LIMIT_MS", 60_000)
    stage = make_stage()
    stage.to_reason()
    _type(stage, "Broken")
    stage.qtbot.keyClick(stage.dialog, Qt.Key.Key_Escape)
    assert stage.desk.drafts.saved[-1].message == "Broken"
    assert not stage.dialog.isVisible()


def test_a_half_typed_link_is_kept_too(stage: Stage) -> None:
    stage.to_reason()
    stage.qtbot.keyClicks(stage.find(QLineEdit, "Evidence link"), "https://exa")
    stage.press("Close")
    assert stage.desk.drafts.saved[-1].link_text == "https://exa"


def test_a_full_disk_keeps_the_dialog_open(make_stage: MakeStage) -> None:
    stage = make_stage()
    stage.to_reason()
    message = _type(stage, "Broken")
    stage.desk.drafts.errors = [StorageFailed(StorageCause.DISK_FULL) for _ in range(3)]
    stage.qtbot.keyClick(stage.dialog, Qt.Key.Key_Escape)
    assert stage.dialog.isVisible()
    assert "disk is full" in stage.notice
    assert "not kept yet" in stage.notice
    assert message.toPlainText() == "Broken"
    stage.desk.drafts.errors = []
    stage.press("Try again")
    assert not stage.dialog.isVisible()
    assert stage.desk.drafts.saved[-1].message == "Broken"


def test_a_save_that_failed_is_tried_again_by_itself(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make_stage()
    stage.to_reason()
    stage.desk.drafts.errors = [StorageFailed(StorageCause.DISK_FULL) for _ in range(2)]
    monkeypatch.setattr(filing_flow, "SAVE_AGAIN_S", (0.3,))
    _type(stage, "Broken")
    stage.qtbot.waitUntil(lambda: stage.says("Not saved yet"))
    stage.qtbot.waitUntil(lambda: stage.says("Saved "))
    assert stage.desk.drafts.saved[-1].message == "Broken"
    assert not stage.desk.drafts.errors
    assert "disk is full" not in stage.notice


def test_closing_anyway_is_possible(make_stage: MakeStage) -> None:
    stage = make_stage()
    stage.to_reason()
    _type(stage, "Broken")
    stage.desk.drafts.errors = [StorageFailed(StorageCause.READ_ONLY) for _ in range(3)]
    stage.press("Close")
    stage.press("Close anyway")
    assert not stage.dialog.isVisible()


def test_a_resumed_draft_is_not_saved_until_it_changes(make_stage: MakeStage) -> None:
    stage = make_stage(draft=replace(draft(), step=REASON))
    stage.press("Close")
    unmoved = [replace(each, place=None, seen_total=None) for each in stage.desk.drafts.saved]
    assert unmoved == [replace(draft(), step=REASON)]  # only where its author was


def test_undo_survives_saving_and_changing_the_page(stage: Stage) -> None:
    stage.to_reason()
    message = _type(stage, "First")
    stage.qtbot.waitUntil(lambda: bool(stage.desk.drafts.saved))
    stage.press("Back")
    stage.to_reason()
    assert message.textCursor().position() == 5
    message.undo()
    assert message.toPlainText() == ""
    assert stage.dialog.draft.message == ""
    message.redo()
    assert stage.dialog.draft.message == "First"


def test_a_draft_that_another_window_sent_shows_how_it_stands(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    stage = make_stage(desk=desk)
    stage.to_reason()
    sent = Filing(stage.dialog.draft, FilingState.UNKNOWN, NOON, NOON)
    desk.filing.rows[sent.reference] = sent
    desk.drafts.errors = [NotAllowedNow("unknown")]
    _type(stage, "B")
    stage.qtbot.waitUntil(lambda: stage.says("Not confirmed yet"))


def _crashing(make_stage: MakeStage, count: int) -> Stage:
    """Typed in, with a bug in the next saves."""
    stage = make_stage()
    stage.to_reason()
    stage.desk.drafts.errors = [ValueError("a bug") for _ in range(count)]
    _type(stage, "Broken")
    stage.qtbot.waitUntil(lambda: bool(stage.crashes))
    stage.crashes.clear()
    return stage


def test_a_bug_while_saving_keeps_the_text_and_the_next_save_works(make_stage: MakeStage) -> None:
    stage = _crashing(make_stage, 1)
    assert stage.says("Not saved")
    assert stage.message.toPlainText() == "Broken"
    stage.press("Try again")
    assert stage.desk.drafts.saved[-1].message == "Broken"
    stage.press("Close")
    assert not stage.dialog.isVisible()


def test_a_bug_in_every_save_does_not_shut_a_person_in(make_stage: MakeStage) -> None:
    stage = _crashing(make_stage, 99)
    stage.press("Close")
    assert stage.dialog.isVisible()
    assert "not kept yet" in stage.notice
    assert len(stage.crashes) == 1  # it is told each time
    stage.crashes.clear()
    assert stage.message.toPlainText() == "Broken"
    stage.press("Close anyway")
    assert not stage.dialog.isVisible()


FORTY = order(*(order_line(f"L{n}", name=f"Lamp {n}") for n in range(40)))


def _tick(stage: Stage, *places: int) -> None:
    for place in places:
        stage.items_page.rows[place].check_box.click()


def test_ticks_are_a_draft(stage_of_forty: Stage) -> None:
    stage = stage_of_forty
    _tick(stage, 3, 7)
    stage.qtbot.waitUntil(lambda: bool(stage.desk.drafts.saved))
    stage.key(Qt.Key.Key_Escape)
    assert not stage.dialog.isVisible()
    assert stage.desk.drafts.saved[-1].line_ids == {"L3", "L7"}


def test_a_quantity_alone_is_a_draft(make_stage: MakeStage) -> None:
    stage = make_stage()
    stage.items_page.rows[0].quantity_box.setValue(1)
    stage.key(Qt.Key.Key_Escape)
    assert [each.quantity for each in stage.desk.drafts.saved[-1].lines] == [1]


def test_ticks_taken_back_before_they_were_saved_leave_nothing(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_runner, "SAVE_DELAY_MS", 60_000)
    monkeypatch.setattr(flow_runner, "SAVE_LIMIT_MS", 60_000)
    stage = make_stage(FORTY)
    _tick(stage, 3)
    stage.qtbot.waitUntil(lambda: stage.dialog.flow.terms is not None)
    _tick(stage, 3)
    stage.key(Qt.Key.Key_Escape)
    assert stage.desk.drafts.saved == []


def test_going_through_the_pages_alone_leaves_nothing(stage: Stage) -> None:
    stage.to_reason()
    stage.press("Back")
    stage.key(Qt.Key.Key_Escape)
    assert stage.desk.drafts.saved == []


def test_it_says_that_it_is_saved_on_every_page(stage_of_forty: Stage) -> None:
    stage = stage_of_forty
    _tick(stage, 3)
    stage.qtbot.waitUntil(lambda: stage.says("Saved "))
    stage.qtbot.waitUntil(lambda: stage.dialog.flow.terms is not None)
    stage.to_reason()
    assert stage.says("Saved ")
    stage.key(Qt.Key.Key_Down)
    stage.press("Next")
    assert stage.page == REVIEW
    assert stage.says("Saved ")


def test_a_kept_draft_says_from_the_start_when_it_was_saved(make_stage: MakeStage) -> None:
    ticked = replace(draft(reason=None, message=""), message_is_own=False)
    stage = make_stage(draft=ticked, saved=NOON)
    assert stage.says("Saved ")


@pytest.fixture
def stage_of_forty(make_stage: MakeStage) -> Stage:
    return make_stage(FORTY)
