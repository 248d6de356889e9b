"""Templates of one's own: kept, deleted, and what became of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.domain.disputes.reasons import ReasonFamily
from app.domain.errors import InvalidInput, StorageCause, StorageFailed
from app.domain.filing.templates import Template, TrackRecord
from app.ui.filing.templates import NameDialog, TemplateBox, TemplateRow
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage

MINE = Template("own-9", ReasonFamily.OTHER, "My {items} of {order} broke.", "Broken things")


@pytest.fixture
def page(make_stage: MakeStage) -> Stage:
    desk = FakeDesk()
    desk.templates.own = [MINE]
    desk.templates.records = {"damaged": TrackRecord(3, 4), MINE.key: TrackRecord(1, 1)}
    stage: Stage = make_stage(desk=desk)
    stage.to_reason()
    return stage


def _box(stage: Stage) -> TemplateBox:
    return stage.reason_page.templates.box


def _pick(stage: Stage, name: str) -> None:
    box = _box(stage)
    index = next(i for i in range(box.count()) if box.itemText(i).startswith(name))
    box.setCurrentIndex(index)
    box.activated.emit(index)


def _act(stage: Stage, label: str) -> None:
    row: TemplateRow = stage.reason_page.templates
    row.menu.aboutToShow.emit()
    (action,) = [each for each in row.menu.actions() if each.text() == label]
    assert action.isEnabled()
    action.trigger()


def _name(stage: Stage, name: str) -> None:
    (dialog,) = stage.dialog.findChildren(NameDialog)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText(name)
    stage.qtbot.keyClick(field, Qt.Key.Key_Return)


def _offers(stage: Stage) -> list[str]:
    return [_box(stage).itemText(index) for index in range(_box(stage).count())]


def test_each_template_shows_what_came_of_it(page: Stage) -> None:
    assert "Damaged – refunded 3 of 4" in _offers(page)
    assert _offers(page)[-1] == "Broken things – refunded 1 of 1"
    assert "Other" in _offers(page)


def test_an_own_template_is_filled_in_and_goes_with_the_filing(page: Stage) -> None:
    _pick(page, "Broken things")
    assert page.message.toPlainText() == "My 3 x Desk lamp, brass of 1001 broke."
    assert page.dialog.draft.template == MINE.key
    assert _box(page).currentText() == "Broken things – refunded 1 of 1"
    page.press("Back")
    page.to_reason()
    assert page.dialog.draft.template == MINE.key


def test_the_template_that_a_message_began_as_is_remembered_until_it_is_emptied(
    page: Stage,
) -> None:
    _pick(page, "Damaged")
    page.qtbot.keyClicks(page.message, " Really.")
    assert page.dialog.draft.template == "damaged"
    assert page.dialog.draft.message_is_own
    page.message.clear()
    assert page.dialog.draft.template == ""


def test_a_message_is_kept_as_a_template(page: Stage) -> None:
    page.qtbot.keyClicks(page.message, "Order 1001: 3 x Desk lamp, brass is broken")
    _act(page, "Save message as template…")
    _name(page, "Lamps")
    assert page.desk.templates.own[-1].body == "Order {order}: {items} is broken"
    assert "kept as the template “Lamps”" in page.notice
    assert "Lamps" in _offers(page)


def test_deleting_a_template_can_be_undone(page: Stage) -> None:
    _pick(page, "Broken things")
    _act(page, "Delete this template")
    assert "“Broken things” was deleted" in page.notice
    assert "Broken things – refunded 1 of 1" not in _offers(page)
    assert page.message.toPlainText() == "My 3 x Desk lamp, brass of 1001 broke."
    page.press("Undo")
    assert "Broken things – refunded 1 of 1" in _offers(page)
    assert page.notice == ""


def test_built_in_templates_cannot_be_deleted(page: Stage) -> None:
    _pick(page, "Damaged")
    row = page.reason_page.templates
    row.menu.aboutToShow.emit()
    states = {each.text(): each.isEnabled() for each in row.menu.actions() if each.text()}
    assert states == {
        "Save message as template…": True,
        "Edit your templates…": True,
        "Delete this template": False,
    }


def test_a_name_is_needed(page: Stage) -> None:
    page.qtbot.keyClicks(page.message, "Broken")
    _act(page, "Save message as template…")
    _name(page, " \u200b ")
    (dialog,) = page.dialog.findChildren(NameDialog)
    assert dialog.isVisible()
    page.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.desk.templates.own == [MINE]


def test_what_cannot_be_done_says_why(page: Stage) -> None:
    page.desk.templates.errors = [InvalidInput(), StorageFailed(StorageCause.DISK_FULL)]
    page.reason_page.templates.keep("x")
    assert "cannot be a template" in page.notice
    page.reason_page.templates.keep("x")
    assert "disk is full" in page.notice
