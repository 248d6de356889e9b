"""Enter presses the button with the focus, once, and Shift+F10 opens a menu: in every window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import app.ui
from app.domain.account.accounts import Account, AccountId
from app.domain.disputes.reasons import ReasonFamily
from app.domain.filing.filing import DraftVersion
from app.domain.filing.templates import Template
from app.domain.history.exports import CsvGuards, CsvLayout, ExportFormat
from app.domain.ids import DisputeId
from app.services.account.accounts import SignedIn
from app.services.account_services import AccountOpener
from app.storage.preferences import Preferences
from app.support.paths import DataFolder
from app.ui.account.accounts_list import AccountsList
from app.ui.account.commands import AccountCommands, RemoveDialog, RenameDialog, RevokeDialog
from app.ui.account.sign_in_dialog import SignInDialog
from app.ui.claims.watch import ClaimsWatch
from app.ui.exporting.dialog import ExportChoice, ExportDialog, ExportScope
from app.ui.filing.template_editor import TemplateEditor
from app.ui.filing.templates import NameDialog
from app.ui.filing.versions import VersionsDialog
from app.ui.history.cancel import CancelDialog
from app.ui.messages.notices import Notice
from app.ui.settings.choices import AppContext, Choices
from app.ui.settings.dialog import SettingsDialog
from app.ui.widgets.keys import ButtonKeys, Dialog
from app.ui.widgets.layouts import fill
from app.ui.window.help_dialogs import AboutDialog, CrashDialog, ShortcutsDialog
from app.ui.window.tray import CloseQuestion
from tests.builders import NOON, draft
from tests.fakes.inline_executor import inline_runner
from tests.ui.pressing import Key, Presses, focus_of, focusable, hold, name_of, press

ACCOUNT = Account(AccountId("a1"), "CJ1")
NOTICE = Notice("Something failed.", details="more")


def _sign_in(window: QWidget, _folder: Path) -> SignInDialog:
    signed_in = SignedIn(ACCOUNT)
    dialog = SignInDialog(inline_runner(), lambda _key, _email: signed_in, window)
    dialog._notice.show_notice(NOTICE, actions=(("Open My CJ", lambda: None),))
    return dialog


def _sign_in_with_email(window: QWidget, folder: Path) -> SignInDialog:
    dialog = _sign_in(window, folder)
    dialog._notice.clear()
    dialog._is_older.setChecked(True)
    return dialog


def _settings(window: QWidget, folder: Path, page: int) -> QDialog:
    runner = inline_runner()
    acts = AccountCommands(cast(AccountOpener, None), runner)
    accounts = AccountsList(runner, tuple, acts)
    choices = Choices(Preferences(folder / "preferences.json"), runner)
    dialog = SettingsDialog(
        AppContext(choices, DataFolder(folder)), accounts, ClaimsWatch(runner, window), window
    )
    dialog.show_page(page)
    dialog.tell(NOTICE)
    return dialog


LAMPS = Template("own-1", ReasonFamily.OTHER, "My {items} broke.", "Lamps")
Make = Callable[[QWidget, Path], QDialog]
DIALOGS: dict[str, tuple[Make, str]] = {
    # Each with the button that Enter in a field stands for.
    "sign-in": (_sign_in, "Sign in"),
    "sign-in, e-mail": (_sign_in_with_email, "Sign in"),
    "settings": (lambda window, folder: _settings(window, folder, 0), ""),
    "settings, connection": (lambda window, folder: _settings(window, folder, 2), ""),
    "settings, accounts": (lambda window, folder: _settings(window, folder, 3), ""),
    "cancel": (
        lambda window, _: CancelDialog(DisputeId("SH1"), None, window),
        "Cancel dispute SH1",
    ),
    "export": (
        lambda window, _: ExportDialog(
            3,
            12,
            ExportChoice(
                ExportScope.SHOWN, ExportFormat.CSV, CsvGuards(True, True), CsvLayout.COMMA
            ),
            window,
        ),
        "Choose file…",
    ),
    "name of a template": (lambda window, _: NameDialog("Name", "hint", "Lamps", window), "Save"),
    "templates": (
        lambda window, _: TemplateEditor((LAMPS,), LAMPS, draft(), parent=window),
        "",
    ),
    "versions": (
        lambda window, _: VersionsDialog((DraftVersion(1, draft(), NOON),), window),
        "Close",
    ),
    "rename": (lambda window, _: RenameDialog(ACCOUNT, window), "Rename"),
    "revoke": (lambda window, _: RevokeDialog(ACCOUNT, window), "Cancel"),
    "remove": (lambda window, _: RemoveDialog(ACCOUNT, window), "Cancel"),
    "shortcuts": (lambda window, _: ShortcutsDialog(window), "Close"),
    "about": (lambda window, _: AboutDialog(window), "Close"),
    "crash": (lambda window, _: CrashDialog(ValueError(), window), "Close"),
    "closing": (lambda window, _: CloseQuestion(window), ""),
}


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("name", DIALOGS)
def test_enter_presses_the_button_with_the_focus_and_in_a_field_the_default_one(
    qtbot: QtBot, window: QWidget, tmp_path: Path, name: str
) -> None:
    """Held on each widget; pressed, which is how it begins, on the first one."""
    make, default = DIALOGS[name]
    count = place = -1
    while place <= count:
        dialog = make(window, tmp_path)
        with qtbot.waitActive(dialog):
            dialog.open()
        widgets = focusable(dialog)
        count = len(widgets) - 1
        strike, widget = (press, widgets[0]) if place < 0 else (hold, widgets[place])
        place += 1
        widget.setFocus()
        assert focus_of(dialog) is widget
        presses = Presses(dialog)
        presses.begin()
        is_button = isinstance(widget, (QPushButton, QToolButton))
        offered = next((b for b in dialog.findChildren(QPushButton) if b.text() == default), None)
        expected = [name_of(widget)] if is_button else []
        if not is_button and offered is not None and offered.isEnabled():
            expected = [name_of(offered)]
        if isinstance(widget, QAbstractItemView) and name == "versions":
            expected = []  # the version itself is what Enter is for
        strike(dialog, Key.Key_Return)
        assert presses.names == expected, name_of(widget)
        if isValid(dialog):  # one that is deleted on closing may be gone
            dialog.done(0)


def test_every_dialog_is_one_of_ours() -> None:
    for module in walk_packages(app.ui.__path__, "app.ui."):
        import_module(module.name)
    ours = [each for each in QDialog.__subclasses__() if each.__module__.startswith("app.")]
    assert ours == [Dialog]


def test_enter_on_dismiss_signs_nobody_in(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    dialog = _sign_in(window, tmp_path)
    with qtbot.waitActive(dialog):
        dialog.open()
    dialog._key.setText("CJ1@api@abc")
    (dismiss,) = dialog.findChildren(QToolButton)
    dismiss.setFocus()
    press(dialog, Key.Key_Return)
    assert dialog._notice.text == ""
    assert dialog.isVisible()
    dialog.done(0)


def test_enter_on_the_button_of_a_question_does_what_the_button_says(
    qtbot: QtBot, window: QWidget
) -> None:
    dialog = RevokeDialog(ACCOUNT, window)
    with qtbot.waitActive(dialog):
        dialog.open()
    dialog.act_button.setFocus()
    with qtbot.waitSignal(dialog.accepted):
        press(dialog, Key.Key_Return)


def test_reading_a_version_restores_none(qtbot: QtBot, window: QWidget) -> None:
    dialog = VersionsDialog((DraftVersion(1, draft(), NOON),), window)
    restored: list[int] = []
    dialog.restore_requested.connect(restored.append)
    with qtbot.waitActive(dialog):
        dialog.open()
    dialog._preview.setFocus()
    press(dialog, Key.Key_Return)
    assert restored == []
    dialog.done(0)


def test_a_button_of_a_main_window_is_pressed_once_and_a_check_box_is_left_alone(
    qtbot: QtBot,
) -> None:
    window, body = QMainWindow(), QWidget()
    button, box = QPushButton("Refresh"), QCheckBox("Only open ones")
    layout = QVBoxLayout(body)
    layout.addWidget(button)
    layout.addWidget(box)
    window.setCentralWidget(body)
    qtbot.addWidget(window)
    ButtonKeys(window)
    with qtbot.waitActive(window):
        window.show()
    presses = Presses(window)
    presses.begin()
    button.setFocus()
    hold(window, Key.Key_Return)
    assert presses.names == [name_of(button)]
    box.setFocus()
    press(window, Key.Key_Enter)
    assert not box.isChecked()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for the menu itself")
def test_the_keys_that_are_named_open_the_menu_of_what_has_the_focus(qtbot: QtBot) -> None:
    dialog, links, field = Dialog(), QListWidget(), QLineEdit()
    fill(QVBoxLayout(dialog), links, field)
    links.addItems(["first", "second"])
    links.setCurrentRow(1)
    links.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
    links.setFocus()
    with qtbot.waitSignal(links.customContextMenuRequested) as asked:
        QTest.keyClick(links, Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert links.itemAt(asked.args[0]) is links.item(1)
    field.setFocus()
    QTest.keyClick(field, Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    popup.close()
    dialog.done(0)
