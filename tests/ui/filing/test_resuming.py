"""Going on exactly where one was, told what has changed meanwhile; and earlier versions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from app.domain.disputes.disputes import ExpectedOutcome, Reason
from app.domain.filing.filing import REASON, Place
from app.domain.ids import LineItemId
from app.ui.filing.versions import VersionsDialog
from tests.builders import DAMAGED, NOON, draft, order, order_line, terms
from tests.ui.filing.stage import FakeDesk, FakeFiling, MakeStage

LEFT = replace(draft(message="It arrived broken."), step=REASON)


def test_the_selection_and_the_field_are_kept(make_stage: MakeStage) -> None:
    stage = make_stage(draft=LEFT)
    message = stage.message
    message.setFocus()
    cursor = message.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(10, cursor.MoveMode.KeepAnchor)
    message.setTextCursor(cursor)
    stage.press("Close")
    saved = stage.desk.drafts.saved[-1]
    assert saved.place == Place(3, 10, "message")

    again = make_stage(draft=saved)
    assert again.page == REASON
    assert again.focus is again.message
    assert again.message.textCursor().selectedText() == "arrived"


def test_the_link_field_is_gone_back_to(make_stage: MakeStage) -> None:
    stage = make_stage(draft=replace(LEFT, place=Place(0, 0, "link"), link_text="https://ex"))
    field = stage.find(QLineEdit, "Evidence link")
    assert field.text() == "https://ex"
    assert stage.focus == field


def test_a_place_that_is_no_longer_there_is_the_end(make_stage: MakeStage) -> None:
    stage = make_stage(draft=replace(LEFT, place=Place(-5, 10**9, "elsewhere")))
    cursor = stage.message.textCursor()
    assert (cursor.anchor(), cursor.position()) == (0, len(LEFT.message))


def test_every_change_is_named_in_one_notice(make_stage: MakeStage) -> None:
    now = order(order_line(price="14.50", quantity=1), order_line("L2"))
    left = replace(LEFT, seen_total=Decimal("99.00"), reason=Reason(7, "Gone"))
    stage = make_stage(now, left)
    assert stage.notice.split("\n") == [
        "Only 1 of “Desk lamp, brass” can still be disputed.",
        "The price of “Desk lamp, brass” is now USD 14.50; it was USD 14.16.",
        "The most CJ may refund is now USD 45.48; it was USD 99.00.",
        "CJ no longer offers the reason “Gone” for these items. Choose another.",
    ]


def test_a_ceiling_that_changed_is_named_with_both_amounts(make_stage: MakeStage) -> None:
    stage = make_stage(draft=replace(LEFT, seen_total=Decimal("50.00")))
    assert stage.notice == "The most CJ may refund is now USD 45.48; it was USD 50.00."
    assert stage.dialog.draft.seen_total == Decimal("45.48")
    stage.press("Close")
    assert make_stage(draft=stage.desk.drafts.saved[-1]).notice == ""


def test_lines_that_are_gone_or_closed_are_named(make_stage: MakeStage) -> None:
    gone = replace(draft().lines[0], line_item_id=LineItemId("L9"), product_name="Mug")
    left = replace(LEFT, lines=(*draft().lines, gone))
    stage = make_stage(order(order_line(can_dispute=False)), left)
    assert "“Mug” is no longer in the order and was taken out." in stage.notice
    assert "“Desk lamp, brass” can no longer be disputed." in stage.notice


def test_an_outcome_that_is_not_offered_any_more_is_named(make_stage: MakeStage) -> None:
    desk = FakeDesk(filing=FakeFiling(answer=terms(outcomes=(ExpectedOutcome.REFUND,))))
    stage = make_stage(draft=replace(LEFT, expected=ExpectedOutcome.REISSUE), desk=desk)
    assert "does not offer a reissue for these items: a refund is chosen now." in stage.notice
    assert stage.dialog.draft.expected is ExpectedOutcome.REFUND


def test_a_default_that_is_not_offered_is_no_news(make_stage: MakeStage) -> None:
    desk = FakeDesk(filing=FakeFiling(answer=terms(outcomes=(ExpectedOutcome.REFUND,))))
    blank = replace(draft(reason=None, expected=ExpectedOutcome.REISSUE, message=""))
    stage = make_stage(draft=replace(blank, message_is_own=False), desk=desk)
    assert stage.notice == ""
    assert stage.dialog.draft.expected is ExpectedOutcome.REFUND


def test_a_default_that_is_offered_holds(make_stage: MakeStage) -> None:
    blank = draft(reason=None, expected=ExpectedOutcome.REISSUE, message="")
    stage = make_stage(draft=replace(blank, message_is_own=False))
    assert stage.dialog.draft.expected is ExpectedOutcome.REISSUE


def test_another_draft_is_offered_only_where_lines_are_left(make_stage: MakeStage) -> None:
    wanted: list[None] = []
    stage = make_stage(order(order_line(), order_line("L2")), LEFT)
    stage.dialog.another_requested.connect(lambda: wanted.append(None))
    stage.dialog.offer_another(NOON)
    assert "it leaves out items of this order" in stage.notice
    stage.press("Start another")
    assert wanted == [None]

    whole = make_stage(order(order_line()), LEFT)
    whole.dialog.offer_another(NOON)
    assert whole.notice == ""


def test_earlier_versions_are_offered_once_there_are_some(make_stage: MakeStage) -> None:
    stage = make_stage(draft=LEFT)
    assert not stage.has(QPushButton, "Earlier versions…")
    stage.desk.drafts.saved = [LEFT]
    stage.qtbot.keyClicks(stage.message, "Very ")
    stage.qtbot.waitUntil(lambda: stage.has(QPushButton, "Earlier versions…"))


def test_restoring_brings_a_version_back_and_keeps_the_present_one(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    first = replace(LEFT, message="The first words\0<b>", reason=DAMAGED)
    desk.drafts.saved = [first, LEFT]
    stage = make_stage(draft=LEFT, desk=desk)
    stage.press("Earlier versions…")
    (versions,) = stage.dialog.findChildren(VersionsDialog)
    preview = versions.findChild(QPlainTextEdit)
    assert isinstance(preview, QPlainTextEdit)
    assert "The first words" in preview.toPlainText()
    assert "2 × Desk lamp, brass" in preview.toPlainText()
    (button,) = [
        each for each in versions.findChildren(QPushButton) if each.text().startswith("Restore")
    ]
    button.click()
    assert stage.dialog.draft.message == first.message
    assert stage.message.toPlainText().startswith("The first words")
    assert [each.message for each in desk.drafts.saved][:2] == [first.message, LEFT.message]


def test_a_reissue_notice_goes_with_the_next_choice(make_stage: MakeStage) -> None:
    stage = make_stage(draft=replace(LEFT, reason=Reason(7, "Gone")))
    assert "no longer offers the reason" in stage.notice
    stage.dialog._choose_by_number(0)
    assert stage.notice == ""
