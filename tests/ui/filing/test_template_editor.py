"""Own templates changed where they stand: nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
)

from app.domain.disputes.reasons import ReasonFamily
from app.domain.errors import StorageCause, StorageFailed
from app.domain.filing.templates import Template
from app.storage.preferences import PreferenceValues
from app.ui.filing.template_editor import TemplateEditor
from app.ui.widgets.scrolling import PageScroll
from tests.ui.crowding import crowded
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage
from tests.ui.pages import dressed

MINE = Template("own-9", ReasonFamily.OTHER, "My {items} of {order} broke.", "Broken things")
FULL = StorageFailed(StorageCause.DISK_FULL)


class Editor:
    """The window, as a person finds what is in it: by name."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        stage.reason_page.templates.edit()
        self.window = stage.dialog.findChildren(TemplateEditor)[-1]
        (self.name,) = [
            each
            for each in self.window.findChildren(QLineEdit)
            if each.accessibleName() == "Name of the template"
        ]
        (self.list,) = self.window.findChildren(QListWidget)
        self.text = self._text("Text of the template")
        self.preview = self._text("Preview with this order")

    def _text(self, name: str) -> QPlainTextEdit:
        fields = self.window.findChildren(QPlainTextEdit)
        (found,) = [each for each in fields if each.accessibleName() == name]
        return found

    def press(self, name: str) -> None:
        QApplication.processEvents()  # what is added to a shown window is shown a turn later
        (button,) = [
            each
            for each in self.window.findChildren(QPushButton)
            if name in (each.text(), each.accessibleName()) and not each.isHidden()
        ]
        assert button.isEnabled()
        button.click()

    def says(self, text: str) -> bool:
        return text in self.window._notice.text

    @property
    def names(self) -> list[str]:
        return [self.list.item(row).text() for row in range(self.list.count())]

    def insert(self, name: str) -> None:
        menu = self.window._variables
        (action,) = [each for each in menu.actions() if each.text().startswith(name)]
        action.trigger()


@pytest.fixture
def open_editor(make_stage: MakeStage) -> Callable[..., Editor]:
    def open_it(*own: Template, message: str = "", template: str = "") -> Editor:
        desk = FakeDesk()
        desk.templates.own = list(own)
        stage: Stage = make_stage(desk=desk)
        stage.to_reason()
        if message:
            stage.qtbot.keyClicks(stage.message, message)
        if template:
            box = stage.reason_page.templates.box
            index = next(i for i in range(box.count()) if box.itemText(i).startswith(template))
            box.setCurrentIndex(index)
            box.activated.emit(index)
        return Editor(stage)

    return open_it


OpenEditor = Callable[..., Editor]


def test_a_template_is_changed_in_place_and_the_message_that_it_is_goes_with_it(
    open_editor: OpenEditor,
) -> None:
    editor = open_editor(MINE, template="Broken")
    stage = editor.stage
    assert editor.preview.toPlainText() == "My 3 x Desk lamp, brass of 1001 broke."
    editor.name.selectAll()
    QTest.keyClicks(editor.name, "Lamps & <b>more</b>")
    QTest.keyClicks(editor.text, "Dear CJ: ")
    assert editor.preview.toPlainText() == "Dear CJ: My 3 x Desk lamp, brass of 1001 broke."
    QTest.keyClick(editor.text, Qt.Key.Key_Escape)
    assert not editor.window.isVisible()
    (stored,) = stage.desk.templates.own
    assert (stored.name, stored.body) == (
        "Lamps & <b>more</b>",
        "Dear CJ: My {items} of {order} broke.",
    )
    assert stage.message.toPlainText() == "Dear CJ: My 3 x Desk lamp, brass of 1001 broke."
    assert stage.reason_page.templates.box.currentText() == "Lamps & <b>more</b>"


def test_a_message_of_ones_own_is_left_alone(open_editor: OpenEditor) -> None:
    editor = open_editor(MINE, template="Broken")
    editor.stage.qtbot.keyClicks(editor.stage.message, "! ")
    before = editor.stage.message.toPlainText()
    QTest.keyClicks(editor.text, "Dear CJ: ")
    editor.press("Close")
    assert editor.stage.message.toPlainText() == before


def test_a_new_one_begins_with_the_message_and_variables_are_inserted(
    open_editor: OpenEditor,
) -> None:
    editor = open_editor(message="Order 1001: 3 x Desk lamp, brass is broken.")
    assert not editor.text.isEnabled()
    editor.press("New")
    assert editor.text.toPlainText() == "Order {order}: {items} is broken."
    assert editor.window.focusWidget() is editor.name
    QTest.keyClicks(editor.name, "Lamps")
    editor.text.moveCursor(editor.text.textCursor().MoveOperation.End)
    shown = [each.text() for each in editor.window._variables.actions()]
    assert shown == [
        "Order number: 1001",
        "Products: 3 x Desk lamp, brass",
        "Number of pieces: 3",
        "Tracking number: not known for this order",
        "Days since shipped: not known for this order",
        "Evidence links: not known for this order",
    ]
    QTest.keyClicks(editor.text, " All ")
    editor.insert("Number of pieces")
    assert editor.window.focusWidget() is editor.text
    QTest.keyClicks(editor.text, " of them. Parcel ")
    editor.insert("Tracking number")
    QTest.keyClicks(editor.text, ".")
    assert editor.preview.toPlainText() == (
        "Order 1001: 3 x Desk lamp, brass is broken. All 3 of them."
    )
    editor.press("Close")
    (stored,) = editor.stage.desk.templates.own
    assert stored.name == "Lamps"
    assert stored.body.endswith("All {quantity} of them. Parcel {tracking}.")


def test_of_a_ready_one_the_text_is_taken_over_with_its_variables(open_editor: OpenEditor) -> None:
    editor = open_editor(template="Damaged")
    editor.press("New")
    assert editor.names == ["Damaged"]
    assert "see the {evidence}" in editor.text.toPlainText()


def test_what_was_typed_is_there_after_going_to_another_one_and_back(
    open_editor: OpenEditor,
) -> None:
    editor = open_editor(MINE, Template("own-8", ReasonFamily.OTHER, "Late.", "Late"))
    QTest.keyClicks(editor.text, "1 ")
    editor.list.setCurrentRow(1)
    assert editor.text.toPlainText() == "Late."
    QTest.keyClicks(editor.text, "2 ")
    editor.list.setCurrentRow(0)
    assert editor.text.toPlainText() == "1 My {items} of {order} broke."
    assert [each.body for each in editor.stage.desk.templates.own] == [
        "1 My {items} of {order} broke.",
        "2 Late.",
    ]


def test_what_is_typed_is_stored_after_a_pause(open_editor: OpenEditor) -> None:
    editor = open_editor(MINE)
    QTest.keyClicks(editor.text, "1 ")
    assert editor.window._soon.isActive()
    assert editor.window._state.text() == "Saving…"
    editor.window._soon.timeout.emit()
    assert editor.window._state.text() == "Saved"
    assert editor.stage.desk.templates.own[0].body.startswith("1 ")


def test_that_a_paste_was_cut_can_be_read_until_something_is_typed(
    open_editor: OpenEditor,
) -> None:
    editor = open_editor(MINE)
    QGuiApplication.clipboard().setText("x" * 6000)
    editor.text.selectAll()
    editor.text.paste()
    editor.window._soon.timeout.emit()
    assert "only its beginning was taken" in editor.window._state.text()
    QTest.keyClick(editor.text, Qt.Key.Key_Backspace)
    editor.window._soon.timeout.emit()
    assert editor.window._state.text() == "Saved"


def test_deleting_is_taken_back_with_what_was_typed_last(open_editor: OpenEditor) -> None:
    editor = open_editor(MINE)
    QTest.keyClicks(editor.text, "1 ")
    editor.press("Delete")
    assert editor.says("“Broken things” was deleted")
    assert editor.names == []
    assert not editor.text.isEnabled()
    assert editor.stage.desk.templates.own == []
    editor.press("Undo")
    assert editor.names == ["Broken things"]
    assert editor.text.toPlainText() == "1 My {items} of {order} broke."
    assert [each.body for each in editor.stage.desk.templates.own] == [
        "1 My {items} of {order} broke."
    ]


def test_one_without_a_name_gets_one_and_one_without_a_text_is_not_offered(
    open_editor: OpenEditor,
) -> None:
    editor = open_editor(MINE)
    editor.name.clear()
    editor.name.textEdited.emit("")
    editor.text.clear()
    editor.press("Close")
    (stored,) = editor.stage.desk.templates.own
    assert (stored.name, stored.body) == ("Template", "")
    box = editor.stage.reason_page.templates.box
    assert "Template" not in [box.itemText(i) for i in range(box.count())]
    again = Editor(editor.stage)
    assert again.names == ["Template"]


def test_a_failure_keeps_the_window_and_the_text(open_editor: OpenEditor) -> None:
    editor = open_editor(MINE)
    QTest.keyClicks(editor.text, "1 ")
    editor.stage.desk.templates.errors = [FULL, FULL]
    editor.window._soon.timeout.emit()
    assert editor.says("disk is full")
    editor.press("Close")
    assert editor.window.isVisible()
    assert editor.says("could not be saved")
    assert editor.text.toPlainText().startswith("1 ")
    editor.press("Try again")
    assert not editor.window.isVisible()
    assert editor.stage.desk.templates.own[0].body.startswith("1 ")


def test_it_can_be_left_without_saving(open_editor: OpenEditor) -> None:
    editor = open_editor(MINE)
    QTest.keyClicks(editor.text, "1 ")
    editor.stage.desk.templates.errors = [FULL]
    editor.press("Close")
    editor.press("Close without saving")
    assert not editor.window.isVisible()
    assert editor.stage.desk.templates.own == [MINE]


def test_one_that_cannot_be_deleted_stays_and_is_not_called_deleted(
    open_editor: OpenEditor,
) -> None:
    editor = open_editor(MINE, Template("own-8", ReasonFamily.OTHER, "Late.", "Late"))
    editor.stage.desk.templates.errors = [FULL]
    editor.press("Delete")
    assert editor.says("disk is full")
    assert set(editor.names) == {"Broken things", "Late"}
    assert editor.text.toPlainText() == MINE.body
    assert MINE in editor.stage.desk.templates.own


def test_it_waits_for_what_is_being_stored_and_keeps_what_was_typed_meanwhile(
    make_stage: MakeStage,
) -> None:
    stage: Stage = make_stage()
    window = TemplateEditor((MINE,), MINE, stage.dialog.draft, parent=stage.dialog)
    asked: list[Template] = []
    window.save_requested.connect(asked.append)
    window.open()
    QTest.keyClicks(window._body, "1")
    window._soon.timeout.emit()
    QTest.keyClicks(window._body, "2 ")
    window.take_saved(asked[0], asked[0])
    window.take_end()
    window.reject()
    assert window.isVisible()
    assert asked[-1].body.startswith("12 ")
    window.take_saved(asked[-1], asked[-1])
    window.take_end()
    assert not window.isVisible()


@pytest.mark.parametrize("percent", [100, 200], ids="{} %".format)
def test_nothing_of_it_lies_on_the_rest_at_its_least_size(
    make_stage: MakeStage, qapp: QApplication, percent: int
) -> None:
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        stage = make_stage()
        window = TemplateEditor((MINE,), MINE, stage.dialog.draft, parent=stage.dialog)
        window.open()
        qapp.processEvents()
        (scroll,) = window.findChildren(PageScroll)
        assert percent > 100 or scroll.verticalScrollBar().maximum() == 0
        window.resize(window.minimumSize())
        for _ in range(5):  # a layout passes its new size on in the next round of events
            qapp.processEvents()
        assert list(crowded(window)) == []
        window.close()
