"""Pasting more than a field can show without a hitch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.domain.history.notes import NOTE_LIMIT
from app.domain.ids import DisputeId
from app.domain.text import utf16_length
from app.ui.filing.pages.reason import MessageBox
from app.ui.history.details.note_box import NoteBox

CUT = "What was pasted is too long: only its beginning was taken."
FULL = "No more fits in here: what was typed last was not taken."


def paste(edit: QPlainTextEdit, text: str) -> None:
    source = QMimeData()
    source.setText(text)
    edit.insertFromMimeData(source)


def compose(edit: QPlainTextEdit, text: str) -> None:
    """As an input method for Chinese gives what was composed."""
    composed = QInputMethodEvent()
    composed.setCommitString(text)
    QApplication.sendEvent(edit, composed)


@pytest.mark.parametrize("letters", ["a", "\U0001f600", "long line\n", "\u4e2d"])
def test_a_message_takes_the_beginning_of_megabytes(qtbot: QtBot, letters: str) -> None:
    box = MessageBox()
    qtbot.addWidget(box)
    paste(box.edit, "Hello ")
    with qtbot.waitSignal(box.edited) as edited:
        paste(box.edit, letters * (5_000_000 // len(letters)))
    assert edited.args[0].startswith("Hello " + letters)
    assert 4_990 < utf16_length(edited.args[0]) <= 5_000
    assert CUT in [each.text() for each in box.findChildren(QLabel)]
    box.edit.selectAll()
    paste(box.edit, "short")
    assert box.edit.toPlainText() == "short"
    assert CUT not in [each.text() for each in box.findChildren(QLabel)]


def test_a_note_takes_the_beginning_of_megabytes_and_says_so(qtbot: QtBot) -> None:
    box = NoteBox()
    qtbot.addWidget(box)
    box.show_dispute(DisputeId("SH1"))
    paste(box.box, "\U0001f600" * 300_000)
    assert utf16_length(box.box.toPlainText()) == NOTE_LIMIT
    assert CUT in box._state.text()
    with qtbot.waitSignal(box.save_requested):
        box.save_now()


def test_typing_in_a_full_note_takes_nothing_from_it(qtbot: QtBot) -> None:
    box = NoteBox()
    qtbot.addWidget(box)
    box.show_dispute(DisputeId("SH1"))
    paste(box.box, "a" * (NOTE_LIMIT - 2) + "the end")
    whole = box.box.toPlainText()
    assert len(whole) == NOTE_LIMIT
    cursor = box.box.textCursor()
    cursor.setPosition(5)
    box.box.setTextCursor(cursor)

    QTest.keyClicks(box.box, "xyz")
    QTest.keyClick(box.box, Qt.Key.Key_Return)
    compose(box.box, "\u597d\u7684")

    assert box.box.toPlainText() == whole
    assert box.box.textCursor().position() == 5
    assert FULL in box._state.text()
    QTest.keyClick(box.box, Qt.Key.Key_Backspace)
    QTest.keyClick(box.box, Qt.Key.Key_Backspace)
    compose(box.box, "\u597d\u7684")
    assert box.box.toPlainText() == "aaa\u597d\u7684" + whole[5:]
    assert FULL not in box._state.text()
    box.box.undo()
    box.box.undo()
    assert box.box.toPlainText() == whole
