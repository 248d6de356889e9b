"""Page 2: a person's words win over every template, and links come in many ways."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QMenu, QRadioButton

from app.domain.disputes.disputes import ExpectedOutcome, Reason, RefundTarget
from app.domain.filing.filing import REASON, REVIEW, DisputeDraft, Evidence, EvidenceKind
from app.ui.filing.pages.reason import has_other_script
from app.ui.filing.templates import TemplateBox
from app.ui.widgets.fields.choice_boxes import ReasonBox
from app.ui.widgets.keys import DELETE
from tests.builders import DAMAGED, LATE, draft, order, order_line, terms
from tests.ui.filing.stage import FakeDesk, FakeFiling, MakeStage, Stage

PICTURE = "https://example.com/a.jpg"
FILM = "https://example.com/b.mp4"


@pytest.fixture
def page(make_stage: MakeStage) -> Stage:
    """A dispute whose items are chosen, open where the reason is."""
    return make_stage(draft=replace(DisputeDraft.begin(order()), step=REASON))


def _reasons(stage: Stage) -> ReasonBox:
    return stage.find(ReasonBox, "")


def _pick_template(stage: Stage, index: int) -> None:
    box = stage.dialog.findChild(TemplateBox)
    assert isinstance(box, TemplateBox)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def _paste(stage: Stage, text: str) -> QLineEdit:
    field = stage.find(QLineEdit, "Evidence link")
    field.setFocus()
    field.insert(text)
    field.textEdited.emit(field.text())
    return field


def test_no_reason_is_chosen_for_anyone(page: Stage) -> None:
    assert _reasons(page).currentIndex() == -1
    assert page.dialog.draft.reason is None
    assert page.says("Choose a reason to see")


def test_the_message_follows_the_reason_until_it_is_somebodys(page: Stage) -> None:
    page.key(Qt.Key.Key_Down)
    assert "damaged" in page.message.toPlainText()
    page.key(Qt.Key.Key_Down)
    assert "has not received" in page.message.toPlainText()
    page.qtbot.keyClicks(page.message, "! ")
    own = page.message.toPlainText()
    _reasons(page).setCurrentIndex(0)
    assert page.message.toPlainText() == own
    assert page.dialog.draft.reason == DAMAGED
    assert page.dialog.draft.message == own


def test_a_template_with_a_word_changed_and_changed_back_is_somebodys(page: Stage) -> None:
    page.key(Qt.Key.Key_Down)
    words = page.message.toPlainText()
    page.qtbot.keyClicks(page.message, "!")
    page.qtbot.keyClick(page.message, Qt.Key.Key_Backspace)
    assert page.message.toPlainText() == words
    box = page.dialog.findChild(TemplateBox)
    assert isinstance(box, TemplateBox)
    assert (box.currentIndex(), box.placeholderText()) == (-1, "Your own text")
    _pick_template(page, 4)
    assert "Replace it with the template" in page.notice
    assert page.message.toPlainText() == words


def test_a_template_asks_before_it_replaces_own_words_and_undo_brings_them_back(
    page: Stage,
) -> None:
    page.qtbot.keyClicks(page.message, "My own words")
    _pick_template(page, 3)
    assert page.message.toPlainText() == "My own words"
    assert "Replace it with the template “Damaged”?" in page.notice
    page.press("Replace")
    assert "damaged" in page.message.toPlainText()
    assert page.notice == ""
    page.qtbot.keyClick(page.message, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.dialog.draft.message == "My own words"


def test_a_template_replaces_a_template_without_asking(page: Stage) -> None:
    page.key(Qt.Key.Key_Down)
    _pick_template(page, 4)
    assert "something other than what was ordered" in page.message.toPlainText()
    assert page.notice == ""
    _pick_template(page, 5)
    assert "incomplete" in page.message.toPlainText()
    _reasons(page).setCurrentIndex(1)  # it was chosen by hand: it stays
    assert "incomplete" in page.message.toPlainText()


def test_a_template_chosen_by_hand_follows_the_quantity(page: Stage) -> None:
    page.key(Qt.Key.Key_Down)
    _pick_template(page, 4)
    page.press("Back")
    page.items_page.rows[0].quantity_box.setValue(2)
    assert "2 x Desk lamp" in page.dialog.draft.message


def test_the_count_is_of_utf_16_units_and_says_what_is_too_much(page: Stage) -> None:
    page.key(Qt.Key.Key_Down)
    page.message.setPlainText("🙂" * 251)
    assert page.says("502 / 500 – 2 too many")
    page.press("Next")
    assert page.notice == "The message is 2 over CJ's limit of 500. Shorten it."
    assert page.focus is page.message
    page.message.setPlainText("🙂" * 250)
    assert page.says("500 / 500")
    page.press("Next")
    assert page.page == REVIEW


def test_other_scripts_are_noted_and_never_block(page: Stage) -> None:
    page.key(Qt.Key.Key_Down)
    page.message.setPlainText("灯坏了")
    assert page.says("CJ's agents read English.")
    page.press("Next")
    assert page.page == REVIEW


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Öl für Ångström – 5 € 🙂", False), ("灯", True), ("лампа", True), ("سجادة", True)],
)
def test_scripts_are_told_apart(text: str, *, expected: bool) -> None:
    assert has_other_script(text) is expected


def test_a_refund_has_a_target_and_a_reissue_none(page: Stage) -> None:
    page.find(QRadioButton, "Original payment method").setChecked(True)
    assert page.dialog.draft.refund_target is RefundTarget.ORIGINAL_PAYMENT
    page.find(QRadioButton, "Reissue").setChecked(True)
    assert page.dialog.draft.expected is ExpectedOutcome.REISSUE
    assert not page.has(QRadioButton, "CJ wallet balance")


def test_only_what_cj_offers_can_be_asked_for(make_stage: MakeStage) -> None:
    only = terms(outcomes=(ExpectedOutcome.REFUND,))
    stage = make_stage(desk=FakeDesk(filing=FakeFiling(answer=only)))
    stage.to_reason()
    assert not stage.find(QRadioButton, "Reissue").isEnabled()
    assert stage.find(QRadioButton, "Refund").isChecked()
    assert stage.says("CJ offers only a refund for these items.")


def test_where_cj_offers_nothing_a_sentence_says_so(make_stage: MakeStage) -> None:
    nothing = terms()._replace(reasons=(), outcomes=())
    stage = make_stage(desk=FakeDesk(filing=FakeFiling(answer=nothing)))
    stage.press("Next")
    assert stage.says("CJ's answer names no reason for these items. That is no refusal")
    assert not stage.says("Choose a reason.")


def test_a_draft_left_at_its_reason_says_that_cj_offers_none_now(make_stage: MakeStage) -> None:
    nothing = terms()._replace(reasons=(), outcomes=())
    left = replace(draft(reason=None, expected=None), step=REASON)
    stage = make_stage(draft=left, desk=FakeDesk(filing=FakeFiling(answer=nothing)))
    assert stage.find(ReasonBox, "").placeholderText() == "CJ names no reason"
    assert stage.says("CJ offers neither for these items.")
    stage.press("Next")
    assert stage.says("CJ's answer names no reason for these items.")


def test_enter_adds_the_link_and_stays(page: Stage) -> None:
    field = _paste(page, PICTURE)
    page.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.page == REASON
    assert page.dialog.draft.evidence == (Evidence(PICTURE, EvidenceKind.IMAGE),)
    assert field.text() == ""


def test_several_pasted_links_are_added_at_once(page: Stage) -> None:
    _paste(page, f"{PICTURE}\n{FILM}  {PICTURE}")
    kinds = [each.kind for each in page.dialog.draft.evidence]
    assert kinds == [EvidenceKind.IMAGE, EvidenceKind.VIDEO]


OTHER = "https://example.com/c_(1).png?size=2"


def test_links_are_found_in_what_was_around_them(page: Stage) -> None:
    """In whatever else there can be: `tests/domain/test_links.py`."""
    field = _paste(page, f"[url={PICTURE}][img]{OTHER}[/img][/url]")
    assert [each.url for each in page.dialog.draft.evidence] == [PICTURE, OTHER]
    assert field.text() == ""


def test_a_link_within_a_link_belongs_to_it(page: Stage) -> None:
    both = ["https://proxy.example/?url=https://example.com/a.jpg", f"https://old.example/{FILM}"]
    _paste(page, " ".join(both))
    assert [each.url for each in page.dialog.draft.evidence] == both


def test_next_reads_a_link_with_something_around_it(page: Stage) -> None:
    page.key(Qt.Key.Key_Down)
    _paste(page, f"[img]{PICTURE}[/img]")
    page.press("Next")
    assert page.page == REVIEW
    assert [each.url for each in page.dialog.draft.evidence] == [PICTURE]


def test_what_is_no_link_stays_in_the_field_with_a_sentence(page: Stage) -> None:
    field = _paste(page, f"{PICTURE} nonsense")
    page.press("Add link")
    assert field.text() == "nonsense"
    assert page.says("“nonsense” is not a web address")
    assert len(page.dialog.draft.evidence) == 1
    page.key(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    page.press("Next")
    assert page.page == REASON
    assert "is not a web address" in page.notice
    assert page.focus is field


def test_a_link_that_is_too_long_says_by_how_much(page: Stage) -> None:
    _paste(page, "https://example.com/" + "a" * 200)
    page.press("Add link")
    assert page.says("This link has 220 characters; CJ takes 200.")


def test_next_adds_a_link_that_was_only_pasted(page: Stage) -> None:
    page.key(Qt.Key.Key_Down)
    _paste(page, PICTURE)
    page.press("Next")
    assert page.page == REVIEW
    assert [each.url for each in page.dialog.draft.evidence] == [PICTURE]
    assert page.dialog.draft.link_text == ""
    assert page.says(f"Picture: {PICTURE}")


def test_a_resumed_review_adds_the_pasted_link_before_it_sends(make_stage: MakeStage) -> None:
    stage = make_stage(draft=replace(draft(), step=REVIEW, link_text=FILM))
    stage.await_review()
    stage.key(Qt.Key.Key_Return)
    assert [each.url for each in stage.settled[0].draft.evidence] == [FILM]


@pytest.mark.parametrize("key", DELETE)
def test_a_removed_link_comes_back_where_it_was(page: Stage, key: Qt.Key) -> None:
    _paste(page, f"{PICTURE} {FILM}")
    before = page.dialog.draft.evidence
    links = page.find(QListWidget, "Evidence")
    links.setFocus()
    links.setCurrentRow(0)
    page.qtbot.keyClick(links, key)
    assert [each.url for each in page.dialog.draft.evidence] == [FILM]
    page.press("Undo")
    assert page.dialog.draft.evidence == before


def test_the_menu_of_a_link_offers_what_the_buttons_do(page: Stage) -> None:
    _paste(page, f"{PICTURE} {FILM}")
    links = page.find(QListWidget, "Evidence")
    links.setCurrentRow(0)
    links.customContextMenuRequested.emit(links.rect().center())
    (menu,) = page.reason_page.evidence_editor.findChildren(QMenu)
    names = [each.text() for each in menu.actions()]
    assert menu.activeAction() is menu.actions()[0]
    assert names == ["Change to video", "Test again", "Remove link"]
    menu.actions()[2].trigger()
    assert [each.url for each in page.dialog.draft.evidence] == [FILM]


def test_the_kind_of_a_link_can_be_changed(page: Stage) -> None:
    _paste(page, "https://example.com/watch")
    page.press("Add link")
    kinds = []
    for button in ("Change to video", "Change to picture"):
        page.press(button)
        kinds.append(page.dialog.draft.evidence[0].kind)
    assert kinds == [EvidenceKind.VIDEO, EvidenceKind.IMAGE]


def test_the_same_link_twice_is_said(page: Stage) -> None:
    for _ in range(2):
        _paste(page, PICTURE)
        page.press("Add link")
    assert len(page.dialog.draft.evidence) == 1
    assert page.says("in the list already")


def test_the_checklist_is_about_the_reason(page: Stage) -> None:
    page.key(Qt.Key.Key_Down)
    page.qtbot.waitUntil(lambda: page.says("Photos that show the fault."))
    _reasons(page).setCurrentIndex(1)
    page.qtbot.waitUntil(lambda: page.says("A picture of the tracking page."))
    assert not page.says("Photos that show the fault.")


def test_hostile_text_stays_plain(make_stage: MakeStage) -> None:
    nasty = "<b>Lamp</b> & <img src=x>\x07\u202e 🙂 " + "x" * 500
    hostile = terms(Reason(1, "<h1>Broken</h1> & more\nlines"), LATE)
    stage = make_stage(
        order(order_line(name=nasty)), desk=FakeDesk(filing=FakeFiling(answer=hostile))
    )
    row = stage.items_page.rows[0]
    assert row.check_box.accessibleName().startswith("<b>Lamp</b> & <img src=x> 🙂")
    assert "\u202e" not in row.check_box.accessibleName()
    assert "&&" in row.check_box.text()
    assert len(row.check_box.text()) < 120
    stage.to_review()
    assert stage.says("<h1>Broken</h1> & more lines")
    for label in stage.labels():
        assert "\x07" not in label
    formats = {each.textFormat() for each in stage.dialog.findChildren(QLabel) if each.text()}
    assert formats == {Qt.TextFormat.PlainText}
