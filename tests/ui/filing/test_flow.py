"""The way through the dialog: pages, keys, problems, and how many calls it costs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QPushButton,
    QSpinBox,
    QWidget,
)

from app.domain.disputes.disputes import ExpectedOutcome
from app.domain.errors import InvalidInput, Offline, OfflineCause, RequestInfo
from app.domain.filing.events import On
from app.domain.filing.filing import ITEMS, REASON, REVIEW, DisputeDraft, FilingState, Step
from app.ui.filing.navigation import StepHeader
from app.ui.filing.pages import pages
from app.ui.filing.pages.outcome import OutcomePage
from app.ui.filing.pages.review import ReviewPage
from app.ui.widgets.fields.choice_boxes import ReasonBox
from tests.builders import DAMAGED, LATE, draft, order, order_line, terms
from tests.ui.filing.stage import FakeDesk, FakeFiling, MakeStage, Stage

CTRL = Qt.KeyboardModifier.ControlModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
TWO_LINES = order(order_line(), order_line("L2", name="Bulb", quantity=1))


def test_a_template_that_fits_is_filed_with_four_keys(stage: Stage) -> None:
    stage.key(Qt.Key.Key_Return)  # Next
    stage.key(Qt.Key.Key_P)  # the reason, by its first letter
    stage.key(Qt.Key.Key_Return, CTRL)
    stage.await_review()
    stage.key(Qt.Key.Key_Return)

    assert stage.desk.filing.calls == ["terms", "list", "submit"]
    assert stage.says("Filed: SH2611220001")
    assert [each.state for each in stage.settled] == [FilingState.CONFIRMED]
    filed = stage.settled[0].draft
    assert filed.reason == DAMAGED
    assert filed.message.startswith("Order 1001 reached the buyer damaged")


def test_a_single_reason_needs_only_enter(make_stage: MakeStage) -> None:
    desk = FakeDesk(filing=FakeFiling(answer=terms(LATE)))
    stage = make_stage(desk=desk)
    for _ in range(2):
        stage.key(Qt.Key.Key_Return)
    stage.await_review()
    stage.key(Qt.Key.Key_Return)
    assert stage.settled[0].draft.reason == LATE


def test_pages_are_made_ahead_once_the_dialog_is_shown(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "BETWEEN_MS", 0)
    stage = make_stage()
    stage.qtbot.waitUntil(lambda: bool(stage.dialog.findChildren(OutcomePage)))
    assert stage.dialog.findChildren(ReviewPage)
    assert stage.page == ITEMS


def test_the_name_of_a_step_that_is_done_leads_back_to_it(stage: Stage) -> None:
    stage.to_review()
    buttons = stage.dialog.findChildren(StepHeader)[0].findChildren(QPushButton)
    done = [each for each in buttons if each.isVisible()]
    assert [each.text()[:1] for each in done] == ["1", "2"]
    done[0].click()
    assert stage.page == ITEMS


def test_going_back_and_forth_asks_cj_nothing(stage: Stage) -> None:
    stage.to_review()
    stage.press("Back")
    stage.press("Back")
    assert stage.page == ITEMS
    stage.to_review()
    assert stage.desk.filing.calls == ["terms", "list"]


def test_another_selection_is_asked_for_once(make_stage: MakeStage) -> None:
    stage = make_stage(TWO_LINES)
    assert stage.desk.filing.calls == []
    stage.find(QCheckBox, "Bulb").setChecked(True)
    stage.qtbot.waitUntil(lambda: stage.desk.filing.calls == ["terms", "list"])
    stage.find(QCheckBox, "Desk lamp, brass").setChecked(True)
    stage.qtbot.waitUntil(lambda: stage.desk.filing.calls[2:] == ["terms"])
    stage.find(QCheckBox, "Desk lamp, brass").setChecked(False)  # known already
    stage.find(QSpinBox, "Quantity for Bulb")
    stage.to_reason()
    assert stage.desk.filing.calls == ["terms", "list", "terms"]


def test_a_late_answer_for_an_old_selection_is_not_shown(make_stage: MakeStage) -> None:
    stage = make_stage(held=True)
    stage.find(QSpinBox, "Quantity for Desk lamp, brass").setValue(1)
    stage.qtbot.waitUntil(lambda: len(stage.cj.held) == 2)
    stage.desk.filing.answer = terms(total="14.00")
    stage.cj.release(1)
    stage.desk.filing.answer = terms(total="99.00")
    stage.cj.release(0)
    assert stage.says("Up to USD 14.00")


def test_next_waits_for_cj_and_then_goes_on_by_itself(make_stage: MakeStage) -> None:
    stage = make_stage(held=True)
    stage.press("Next")
    assert stage.page == ITEMS
    assert stage.find(QPushButton, "Next").text() == "Waiting for CJ…"
    assert len(stage.cj.held) == 1  # the question that is under way, not a second one
    stage.cj.release()
    assert stage.page == REASON


def test_next_asks_again_where_cj_failed(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    gone = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)
    desk.filing.errors = {"terms": [gone]}
    stage = make_stage(desk=desk)
    assert "could not be reached" in stage.notice
    stage.press("Next")
    assert stage.page == REASON
    assert stage.notice == ""


def test_a_missing_choice_is_named_and_gets_the_focus(make_stage: MakeStage) -> None:
    stage = make_stage(TWO_LINES)
    stage.press("Next")
    assert stage.notice == "Choose at least one item to dispute."
    assert stage.focus is stage.find(QCheckBox, "Desk lamp, brass")
    stage.key(Qt.Key.Key_Space)
    assert stage.notice == ""
    stage.to_reason()
    stage.press("Next")
    assert stage.notice == "Choose a reason."
    assert isinstance(stage.dialog.focusWidget(), ReasonBox)


def test_a_line_that_closed_meanwhile_is_a_problem_on_the_first_page(
    make_stage: MakeStage,
) -> None:
    closed = order(order_line(can_dispute=False))
    kept = replace(draft(), step=REVIEW)
    desk = FakeDesk()
    desk.filing.errors = {"terms": [InvalidInput(RequestInfo(text="no"))]}
    stage = make_stage(closed, kept, desk=desk)
    assert stage.page == ITEMS
    box = stage.find(QCheckBox, "Desk lamp, brass")
    assert box.isEnabled()  # to be taken back
    stage.press("Next")
    assert "cannot be disputed any more" in stage.notice
    box.setChecked(False)
    assert not box.isEnabled()


def test_an_order_that_changed_is_fitted_and_said_so(make_stage: MakeStage) -> None:
    fewer = order(order_line(quantity=1, price="9.99"))
    stage = make_stage(fewer, draft())
    assert stage.dialog.draft.lines[0].quantity == 1
    assert str(stage.dialog.draft.lines[0].unit_price) == "9.99"


def test_alt_and_a_digit_choose_lines_and_reasons(make_stage: MakeStage) -> None:
    stage = make_stage(TWO_LINES)
    stage.key(Qt.Key.Key_2, ALT)
    assert [each.line_item_id for each in stage.dialog.draft.lines] == ["L2"]
    stage.key(Qt.Key.Key_2, ALT)
    assert stage.dialog.draft.lines == ()
    stage.key(Qt.Key.Key_1, ALT)
    stage.to_reason()
    stage.key(Qt.Key.Key_2, ALT)
    assert stage.dialog.draft.reason == LATE


def test_ctrl_enter_leaves_the_message_box(stage: Stage) -> None:
    stage.to_reason()
    stage.key(Qt.Key.Key_Down)
    message = stage.message
    message.setFocus()
    stage.qtbot.keyClick(message, Qt.Key.Key_Return)  # a new line, not the next page
    assert stage.page == REASON
    stage.qtbot.keyClick(message, Qt.Key.Key_Return, CTRL)
    assert stage.page == REVIEW


def _hold_enter(widget: QWidget) -> None:
    for is_repeat in (False, True, True, True):
        press = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, NO_MODIFIER, "\r", autorep=is_repeat
        )
        target = QApplication.focusWidget() or widget
        QApplication.sendEvent(target, press)


def test_a_held_enter_passes_one_page_only(make_stage: MakeStage) -> None:
    stage = make_stage(desk=FakeDesk(filing=FakeFiling(answer=terms(LATE))))
    _hold_enter(stage.focus)
    assert stage.page == REASON
    assert "submit" not in stage.desk.filing.calls


def test_double_click_held_enter_and_ctrl_enter_send_one_request(make_stage: MakeStage) -> None:
    stage = make_stage(held=True)
    stage.cj.release()  # terms
    stage.cj.release()  # known disputes
    stage.to_review()
    stage.qtbot.mouseClick(stage.commit, Qt.MouseButton.LeftButton)
    button = stage.find(QPushButton, "Sending…")
    stage.qtbot.mouseDClick(button, Qt.MouseButton.LeftButton)
    stage.qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    _hold_enter(button)
    stage.qtbot.keyClick(stage.dialog, Qt.Key.Key_Return, CTRL)
    stage.dialog.send(On.COMMIT)
    assert len(stage.cj.held) == 1
    stage.cj.release()
    assert stage.desk.filing.calls == ["terms", "list", "submit"]
    assert len(stage.settled) == 1


def test_the_second_click_of_a_double_click_on_next_files_nothing(stage: Stage) -> None:
    stage.to_reason()
    stage.key(Qt.Key.Key_Down)
    stage.press("Next")
    stage.qtbot.mouseDClick(stage.commit, Qt.MouseButton.LeftButton)
    stage.qtbot.mouseRelease(stage.commit, Qt.MouseButton.LeftButton)
    assert "submit" not in stage.desk.filing.calls[:-1]


def test_ctrl_enter_commits_only_what_was_shown(stage: Stage) -> None:
    stage.to_reason()
    stage.key(Qt.Key.Key_Down)
    stage.key(Qt.Key.Key_Return, CTRL)
    stage.key(Qt.Key.Key_Return, CTRL)  # before the page could be seen
    assert "submit" not in stage.desk.filing.calls
    stage.await_review()
    stage.key(Qt.Key.Key_Return, CTRL)
    assert stage.desk.filing.calls.count("submit") == 1


def test_sending_waits_for_the_list_of_known_disputes(make_stage: MakeStage) -> None:
    stage = make_stage(held=True)
    stage.cj.release()
    stage.to_review()
    stage.key(Qt.Key.Key_Return)
    assert len(stage.cj.held) == 1  # the list
    stage.cj.release()
    stage.cj.release()
    assert stage.desk.filing.calls == ["terms", "list", "submit"]


def test_a_failed_list_is_asked_for_once_more_at_review(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.filing.errors = {"list": [Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)]}
    stage = make_stage(desk=desk)
    assert stage.notice == ""
    stage.to_review()
    assert desk.filing.calls == ["terms", "list", "list"]


@pytest.mark.parametrize("step", [ITEMS, REASON, REVIEW])
def test_a_draft_opens_where_it_was_left(make_stage: MakeStage, step: Step) -> None:
    kept = replace(draft(), step=step, message="Broken in two.")
    stage = make_stage(draft=kept)
    assert stage.page == step
    assert stage.dialog.draft.message == "Broken in two."
    if step is REASON:
        message = stage.message
        assert stage.focus is message
        assert message.textCursor().position() == len("Broken in two.")


def test_a_withdrawn_reason_is_said_and_asked_for(make_stage: MakeStage) -> None:
    desk = FakeDesk(filing=FakeFiling(answer=terms(LATE, LATE._replace(reason_id=11, name="Lost"))))
    stage = make_stage(draft=replace(draft(), step=REVIEW), desk=desk)
    assert "no longer offers the reason “Product Damaged”" in stage.notice
    stage.await_review()
    stage.key(Qt.Key.Key_Return)
    assert stage.page == REASON
    assert stage.notice == "Choose a reason."


def test_a_reissue_is_named_on_the_button(make_stage: MakeStage) -> None:
    only = terms(outcomes=(ExpectedOutcome.REISSUE,))
    stage = make_stage(desk=FakeDesk(filing=FakeFiling(answer=only)))
    stage.to_reason()
    assert stage.says("CJ offers only a reissue for these items.")
    stage.key(Qt.Key.Key_Down)
    stage.press("Next")
    assert stage.commit.text() == "File reissue dispute – up to USD 45.48"


def test_forty_lines_are_all_there(make_stage: MakeStage) -> None:
    lines = [order_line(f"L{n}", name=f"Product {n}") for n in range(40)]
    stage = make_stage(order(*lines))
    stage.press("Select all")
    assert len(stage.dialog.draft.lines) == 40
    stage.qtbot.waitUntil(lambda: len(stage.desk.filing.asked) == 1)
    assert len(stage.desk.filing.asked[0]) == 40
    stage.to_review()
    assert len(stage.dialog.draft.message) <= 500
    stage.press("Back")
    stage.press("Back")
    stage.press("Select none")
    assert stage.dialog.draft.lines == ()


def test_a_new_draft_has_the_only_line_chosen_and_next_in_focus(stage: Stage) -> None:
    assert stage.dialog.draft.lines == DisputeDraft.begin(order()).lines
    assert stage.focus is stage.find(QPushButton, "Next")
