"""More than a field of one line takes: nothing is cut, nothing is lost, and it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QHideEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.account.accounts import Account, AccountId
from app.domain.ids import DisputeId
from app.services.account.accounts import SignedIn
from app.services.account_services import AccountOpener
from app.storage.preferences import Preferences
from app.support.paths import DataFolder
from app.ui.account.accounts_list import AccountsList
from app.ui.account.commands import AccountCommands, RenameDialog
from app.ui.account.sign_in_dialog import SignInDialog
from app.ui.claims.watch import ClaimsWatch
from app.ui.filing.evidence.editor import LinkEdit
from app.ui.filing.templates import NameDialog
from app.ui.history.cancel import CancelDialog
from app.ui.orders.pane import OrderPane
from app.ui.settings.choices import AppContext, Choices
from app.ui.settings.dialog import SettingsDialog
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.fields.search_field import SearchField
from tests.fakes.inline_executor import inline_runner

LIMIT = 60
ACCOUNT = Account(AccountId("a"), "CJ1")


def paste(field: QLineEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    field.paste()


def drop(field: QLineEdit, text: str) -> None:
    source = QMimeData()
    source.setText(text)
    event = QDropEvent(
        QPointF(3, 3),
        Qt.DropAction.CopyAction,
        source,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    field.dropEvent(event)


def compose(field: QLineEdit, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[LineEdit]:
    window = QWidget()
    field = LineEdit(LIMIT)
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addStretch(1)
    window.resize(400, 200)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    field.setFocus()
    yield field
    window.close()


def refusal(field: LineEdit) -> str:
    """What is said of the last thing that did not fit; empty once that is over."""
    return field._sentence.text() if field._sentence is not None else ""


@pytest.mark.parametrize("put", [paste, drop, compose])
@pytest.mark.parametrize("letter", ["a", "\U0001f600", "中"])
def test_what_does_not_fit_is_refused_as_a_whole(
    field: LineEdit, put: Callable[[QLineEdit, str], None], letter: str
) -> None:
    edited: list[str] = []
    field.setText("SD1")
    field.textEdited.connect(edited.append)
    put(field, letter * (LIMIT - 2))
    assert field.text() == "SD1"
    assert edited == []
    assert f"at most {LIMIT} characters" in refusal(field)
    put(field, letter * 500_000)
    assert field.text() == "SD1"
    put(field, letter * (LIMIT - 3))
    assert len(field.text()) == LIMIT
    assert len(edited) == 1
    assert refusal(field) == ""


def test_what_was_selected_stays_and_can_still_be_undone(field: LineEdit) -> None:
    paste(field, "first")
    field.setSelection(1, 3)
    paste(field, "x" * 100)
    assert (field.text(), field.selectedText()) == ("first", "irs")
    paste(field, "u")
    assert field.text() == "fut"
    field.undo()
    assert field.text() == "first"


def test_a_letter_too_many_is_refused_and_enter_still_works(qtbot: QtBot, field: LineEdit) -> None:
    field.setText("y" * LIMIT)
    qtbot.keyClicks(field, "z")
    assert field.text() == "y" * LIMIT
    assert refusal(field)
    with qtbot.waitSignal(field.returnPressed, timeout=1000):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_the_sentence_can_be_read_and_goes_with_the_focus(qtbot: QtBot, field: LineEdit) -> None:
    paste(field, "x" * 100)
    window = field.window()
    (label,) = [each for each in window.findChildren(QLabel) if each.isVisible()]
    assert label.text() == refusal(field)
    assert window.rect().contains(label.geometry())
    assert label.height() >= label.heightForWidth(label.width())
    assert label.y() >= field.geometry().bottom()
    QApplication.sendEvent(field, QHideEvent())
    assert not label.isVisible()
    layout = cast(QVBoxLayout, window.layout())
    layout.insertStretch(0, 100)
    layout.activate()
    paste(field, "x" * 100)
    (label,) = [each for each in window.findChildren(QLabel) if each.isVisible()]
    assert label.geometry().bottom() < field.y()
    other = QLineEdit(window)
    other.show()
    other.setFocus()
    assert refusal(field) == ""


def settings(window: QWidget, folder: Path) -> QWidget:
    runner = inline_runner()
    choices = Choices(Preferences(folder / "preferences.json"), runner)
    context = AppContext(choices, DataFolder(folder))
    acts = AccountCommands(cast(AccountOpener, None), runner)
    return SettingsDialog(
        context, AccountsList(runner, tuple, acts), ClaimsWatch(runner, runner), window
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda *_: OrderPane(inline_runner()),
        lambda window, _: CancelDialog(DisputeId("SH1"), None, window),
        lambda window, _: RenameDialog(ACCOUNT, window),
        lambda window, _: SignInDialog(inline_runner(), lambda *_: SignedIn(ACCOUNT), window),
        lambda window, _: NameDialog("Name", "", "", window),
        lambda *_: SearchField("Search"),
        lambda *_: LinkEdit(LIMIT),
        settings,
    ],
    ids=["order", "cancel", "rename", "sign in", "template", "search", "link", "proxy"],
)
def test_every_field_of_the_program_keeps_what_was_in_it(
    qtbot: QtBot, tmp_path: Path, make: Callable[[QWidget, Path], QWidget]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = make(window, tmp_path)
    if made.parent() is None:
        made.setParent(window)
    fields = window.findChildren(LineEdit)
    others = [each for each in window.findChildren(QLineEdit) if each not in fields]
    assert all(each.objectName() == "qt_spinbox_lineedit" for each in others)
    assert fields
    for field in fields:
        field.setText("before")
        paste(field, "q" * 900_000)
        assert field.text() == "before"
        assert "Too long" in refusal(field)
