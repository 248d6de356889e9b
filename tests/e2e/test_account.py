"""Accounts in the whole program: switching, signing out, a line that breaks, another language."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring.errors
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.errors import StorageCause, StorageFailed
from app.domain.history.notes import Note
from app.domain.ids import DisputeId
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.program import Program
from app.services.history.exporting import ExportService
from app.services.history.history import HistoryService
from app.storage.database.database import Database
from app.storage.preferences import Preferences
from app.ui.account.commands import RevokeDialog
from app.ui.account.sign_in_dialog import SignInDialog
from app.ui.filing.dialog import FilingDialog
from app.ui.history.updates.notice import HistoryNotice
from app.ui.settings.dialog import SettingsDialog
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.notices.placeholder import Placeholder
from app.ui.window.introduction import Introduction
from app.ui.window.tray import Tray
from tests.cj.server import FaultyServer
from tests.conftest import MemoryKeyring
from tests.e2e.conftest import SignIn, Start, find
from tests.e2e.test_main_job import shown

PATIENCE = 20_000
LIST = "disputes/getDisputeList"


def account_menu(program: Program) -> list[QAction]:
    _order, _disputes, menu, _help = program.window.menus
    return menu.actions()


def action(program: Program, text: str) -> QAction:
    found = account_menu(program)
    return next(each for each in found if each.text().replace("&", "").startswith(text))


def lists(program: Program, account: str) -> bool:
    """Whether the menu has the account already; the list is read in the background."""
    return any(account in each.text() for each in account_menu(program) if each.isCheckable())


def account_shown(program: Program) -> str:
    return str(program.window.account_label.text())


def has_checked(program: Program) -> bool:
    desk = program.window.desk
    return desk is not None and desk.history.last_checked() is not None


def said(program: Program) -> str:
    return " ".join(each.text for each in program.window.findChildren(NoticeBar) if each.text)


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    return lambda condition: qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)


@pytest.fixture
def two_accounts(
    start: Start, sign_in_before: SignIn, server: FaultyServer, wait: Callable[..., None]
) -> Program:
    sign_in_before(server.OTHER_API_KEY, server.API_KEY)
    program = start()
    wait(lambda: "CJ0000001" in account_shown(program))
    wait(lambda: has_checked(program))
    wait(lambda: lists(program, "CJ0000002"))
    return program


@pytest.mark.parametrize("pace", [1.0])
def test_switching_shows_the_other_account_and_never_goes_too_fast(
    two_accounts: Program, server: FaultyServer, wait: Callable[..., None]
) -> None:
    program = two_accounts
    assert action(program, "CJ0000001").isChecked()
    for name in ("CJ0000002", "CJ0000001", "CJ0000002"):
        action(program, name).trigger()
        wait(lambda name=name: name in account_shown(program))
        assert name in program.window.windowTitle()
        wait(lambda name=name: action(program, name).isChecked())
    wait(lambda: has_checked(program))
    assert 1600200 not in [each.answered_code for each in server.record.requests]


def test_signed_out_the_history_stays_and_says_what_to_do(
    two_accounts: Program, server: FaultyServer, wait: Callable[..., None]
) -> None:
    program = two_accounts
    tables = program.window.findChildren(QTableView)
    table = next(each for each in tables if each.accessibleName() == "Disputes")
    wait(lambda: table.model().rowCount() > 0)
    wait(lambda: not program.window.history.updates.is_running)
    action(program, "Sign out").trigger()
    wait(lambda: "signed out" in said(program))
    program.window.history.refresh()
    wait(lambda: "not signed in" in said(program))
    assert table.model().rowCount() > 0
    assert server.record.of("authentication/logout") == []


def test_when_the_line_is_back_the_window_recovers_by_itself(
    two_accounts: Program, server: FaultyServer, wait: Callable[..., None]
) -> None:
    program = two_accounts
    (notice,) = program.window.findChildren(HistoryNotice)
    # While it asks, a further refresh would be none.
    wait(lambda: not program.window.history.updates.is_running)
    server.stop()
    program.window.history.refresh()
    wait(lambda: "could not be reached" in notice.text or "broke" in notice.text)
    monitor = program.window.accounts.account_side.monitor
    wait(monitor._probe.isActive)
    server.start()
    monitor._probe.setInterval(0)
    wait(lambda: not monitor._probe.isActive())
    wait(lambda: notice.text == "")


def test_a_switch_is_refused_while_a_dispute_is_being_filed(
    two_accounts: Program, server: FaultyServer, wait: Callable[..., None]
) -> None:
    program = two_accounts
    program.window.look_up(TUTORIAL_ORDER)
    wait(lambda: shown(program, QPushButton, "File dispute…"))
    find(program.window, QPushButton, "File dispute…").click()
    wait(lambda: program.window.findChildren(FilingDialog))
    (dialog,) = program.window.findChildren(FilingDialog)
    bar = dialog._notices.bar
    for name in ("CJ0000002", "Practice mode"):
        action(program, name).trigger()
        wait(lambda: "Close the dispute you are filing first" in bar.text)
        assert program.window.accounts._notice.text == ""
        assert bar.buttons == []
        bar.clear()
    assert "CJ0000001" in account_shown(program)
    wait(lambda: action(program, "CJ0000001").isChecked())
    assert not action(program, "CJ0000002").isChecked()
    dialog.close()
    wait(lambda: not program.window.findChildren(FilingDialog))
    action(program, "CJ0000002").trigger()
    wait(lambda: "CJ0000002" in account_shown(program))
    # The draft stays with the account that it was begun in.
    desk = program.window.desk
    assert desk is not None
    assert desk.drafts.listed() == ()


def test_renaming_by_menu_shows_everywhere_at_once(
    two_accounts: Program, wait: Callable[..., None]
) -> None:
    program = two_accounts
    action(program, "Rename account").trigger()
    find(program.window, QLineEdit, "Name of the account").setText(" Lamps & more ")
    find(program.window, QPushButton, "Rename").click()
    wait(lambda: account_shown(program) == "Account Lamps & more")
    assert program.window.windowTitle() == "Dispute Desk – Lamps & more"
    wait(lambda: lists(program, "Lamps && more"))  # one "&" would underline a letter
    assert action(program, "Lamps  more").isChecked()
    action(program, "Revoke at CJ").trigger()
    (revoke,) = program.window.findChildren(RevokeDialog)
    assert any("tokens of Lamps & more" in each for each in labels(revoke))
    revoke.reject()


@pytest.mark.parametrize("with_data", [False, True])
def test_removing_by_menu_opens_the_other_account(
    two_accounts: Program,
    memory_keyring: MemoryKeyring,
    wait: Callable[..., None],
    *,
    with_data: bool,
) -> None:
    program = two_accounts
    old, desk = program.window, program.window.desk
    assert desk is not None
    path = program.folder.database(desk.account.account_id)
    assert path.exists()
    action(program, "Remove account").trigger()
    if with_data:
        find(old, QRadioButton, "Delete them from this computer for good").click()
    button = "Remove account and data" if with_data else "Remove account"
    find(old, QPushButton, button).click()
    wait(lambda: program.window is not old)
    wait(lambda: "CJ0000002" in account_shown(program))
    assert path.exists() is not with_data
    assert len(memory_keyring.accounts) == 1
    wait(lambda: lists(program, "CJ0000002"))
    assert not lists(program, "CJ0000001")


def test_a_locked_keyring_is_told_and_takes_nothing_away(
    two_accounts: Program,
    memory_keyring: MemoryKeyring,
    wait: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = two_accounts

    def refuse(_service: str, _name: str) -> None:
        raise keyring.errors.KeyringLocked

    monkeypatch.setattr(memory_keyring, "delete_password", refuse)
    action(program, "Sign out").trigger()
    wait(lambda: "Unlock the keyring" in said(program))
    program.window.accounts._notice.clear()
    action(program, "Remove account").trigger()
    find(program.window, QPushButton, "Remove account").click()
    wait(lambda: "Unlock the keyring" in said(program))
    assert lists(program, "CJ0000001")
    desk = program.window.desk
    assert desk is not None
    monkeypatch.undo()
    program.window.history.refresh()  # the account is as open as before
    action(program, "Sign out").trigger()
    wait(lambda: "signed out on this computer" in said(program))
    assert len(memory_keyring.accounts) == 1


def test_the_settings_list_the_accounts_and_act_on_each(
    two_accounts: Program,
    server: FaultyServer,
    memory_keyring: MemoryKeyring,
    wait: Callable[..., None],
) -> None:
    program = two_accounts
    side = program.window.accounts.account_side
    side.open_settings(3)
    wait(lambda: side.settings_page == 3)
    accounts = find(program.window, QListWidget, "Accounts on this computer")

    def rows() -> list[str]:
        return [accounts.item(row).text() for row in range(accounts.count())]

    def press(name: str) -> None:
        button = find(settings, QPushButton, name)
        assert button.isEnabled(), name
        button.click()

    (settings,) = program.window.findChildren(SettingsDialog)
    first, second = "CJ0000001 · Practice Store", "CJ0000002 · Second Practice Store"
    wait(lambda: rows() == [f"{second} (signed in)", f"{first} (open)"])
    assert accounts.currentRow() == 1

    accounts.setCurrentRow(0)
    press("Rename…")
    find(program.window, QLineEdit, "Name of the account").setText("Beta")
    find(program.window, QPushButton, "Rename").click()
    wait(lambda: rows() == ["Beta (signed in)", f"{first} (open)"])
    assert "CJ0000001" in account_shown(program)  # another account's name is not the window's

    press("Sign out")
    wait(lambda: rows() == ["Beta (signed out)", f"{first} (open)"])
    assert "Beta is signed out" in said(program)
    assert len(memory_keyring.accounts) == 1
    assert not find(settings, QPushButton, "Sign out").isEnabled()

    press("Open")
    wait(lambda: rows() == ["Beta (open, signed out)", f"{first} (signed in)"])
    wait(lambda: account_shown(program) == "Account Beta")
    assert program.window.accounts.account_side.settings_page == 3

    accounts.setCurrentRow(1)
    press("Remove…")
    find(program.window, QPushButton, "Remove account").click()
    wait(lambda: rows() == ["Beta (open, signed out)"])
    assert memory_keyring.entries == {}

    press("Sign in to an account…")
    find(program.window, QLineEdit, "CJ API key").setText(server.API_KEY)
    find(program.window, QPushButton, "Sign in").click()
    wait(lambda: rows() == ["Beta (signed out)", f"{first} (open)"])
    wait(lambda: "CJ0000001" in account_shown(program))
    assert settings.isVisible()
    settings.close()


def labels(window: QWidget) -> set[str]:
    return {each.text() for each in window.findChildren(QLabel)}


def test_another_language_makes_the_window_anew_with_its_settings_open(
    two_accounts: Program, server: FaultyServer, wait: Callable[..., None]
) -> None:
    program = two_accounts
    old = program.window
    old.accounts.account_side.open_settings(1)
    wait(lambda: old.accounts.account_side.settings_page == 1)
    program.choices.change(language="zh_CN")
    wait(lambda: program.window is not old)
    wait(lambda: "CJ0000001" in account_shown(program))
    assert program.window.accounts.account_side.settings_page == 1
    assert program.window.isVisible()
    chinese = program.window
    assert "语言" in labels(chinese)
    program.choices.change(language="en")
    wait(lambda: program.window is not chinese)
    wait(lambda: "CJ0000001" in account_shown(program))
    assert "Language" in labels(program.window)
    settings = program.window.accounts.account_side._settings
    assert settings is not None
    settings.close()


@pytest.mark.parametrize("front", ["claims", "insights"])
def test_another_language_keeps_what_is_typed_and_left_of_a_paste(
    practice: Program, wait: Callable[..., None], front: str
) -> None:
    window = practice.window
    orders = (TUTORIAL_ORDER, "SD2611060000333001", "SD2611060000201004")
    window.look_up("\n".join(orders))
    QTest.keyClick(find(window, QLineEdit, "Order number"), Qt.Key.Key_Return)
    wait(lambda: find(window, QPushButton, "2 more"))
    getattr(window.tabs, f"show_{front}")()
    window.accounts.account_side.open_settings()
    wait(lambda: window.accounts.account_side.settings_page == 0)

    practice.choices.change(language="zh_CN")
    wait(lambda: practice.window is not window and practice.window.desk)
    chinese = practice.window
    wait(lambda: chinese.accounts.account_side.settings_page >= 0)
    assert find(chinese, QLineEdit, "订单号").text() == TUTORIAL_ORDER
    wait(lambda: chinese.orders._recent.left == orders[1:])
    pane = chinese.tabs._claims if front == "claims" else chinese.tabs._insights
    assert pane is not None
    assert pane.isVisible()
    settings = chinese.accounts.account_side._settings
    assert settings is not None
    settings.close()


def test_another_language_goes_on_showing_an_export(
    practice: Program, wait: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write = threading.Event()
    write = ExportService._write

    def wait_and_write(*given: Any) -> None:
        may_write.wait(20)
        write(*given)

    monkeypatch.setattr(ExportService, "_write", wait_and_write)
    window = practice.window
    flow = window.accounts._reporting
    flow._start(flow._last, tmp_path / "out.xlsx")
    window.accounts.account_side.open_settings()
    wait(lambda: window.accounts.account_side.settings_page == 0)
    practice.choices.change(language="zh_CN")
    wait(lambda: practice.window is not window and practice.window.desk)
    flow = practice.window.accounts._reporting
    assert flow.strip.text.startswith("正在导出")
    may_write.set()
    wait(lambda: "out.xlsx" in flow.notice.text)
    assert flow.strip.isHidden()
    settings = practice.window.accounts.account_side._settings
    assert settings is not None
    settings.close()


# The offscreen platform has no tray; what closing does is the matter.
@pytest.mark.qt_log_ignore("systemTrayWindowChanged")
@pytest.mark.parametrize("choice", [True, None])
def test_a_window_that_is_made_anew_goes_neither_into_the_tray_nor_asks(
    two_accounts: Program,
    wait: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    choice: bool | None,
) -> None:
    monkeypatch.setattr(Tray, "is_available", lambda _tray: True)
    program = two_accounts
    old = program.window
    program.choices.change(keep_in_tray=choice)
    old.accounts._tray.is_worth_asking = True
    program.choices.change(language="zh_CN")
    wait(lambda: program.window is not old or not old.isVisible() or old.accounts._tray._question)
    assert program.window is not old
    wait(lambda: "CJ0000001" in account_shown(program))
    assert program.window.isVisible()
    program.choices.change(keep_in_tray=False)


def test_the_introduction_is_there_before_the_account_is_opened(
    start: Start, sign_in_before: SignIn, server: FaultyServer
) -> None:
    sign_in_before(server.API_KEY)
    program = start()

    assert program.window.desk is None, "what asks CJ would take turns with the painting of it"
    find(program.window, Introduction, "Introduction")


def test_the_introduction_is_made_for_newcomers_and_from_the_menu(
    start: Start,
    sign_in_before: SignIn,
    server: FaultyServer,
    wait: Callable[[Callable[[], object]], None],
) -> None:
    sign_in_before(server.API_KEY)
    program = start()
    introduction = find(program.window, Introduction, "Introduction")
    assert not program.choices.values.is_introduced
    find(introduction, QPushButton, "Got it").click()
    assert not introduction.isVisible()
    preferences = Preferences(program.folder.preferences)
    wait(lambda: preferences.load().is_introduced)

    again = start()
    wait(lambda: again.window.desk)
    assert again.window.findChildren(Introduction) == []
    help_menu = again.window.menus[3].actions()
    next(each for each in help_menu if each.text() == "&Introduction").trigger()
    button = find(again.window, QPushButton, "Got it")
    assert button.hasFocus()
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert find(again.window, QLineEdit, "Order number").hasFocus()
    again.window.look_up(TUTORIAL_ORDER)
    wait(lambda: not button.isVisible())


def test_an_account_that_cannot_be_opened_is_not_told_as_signed_out(
    qtbot: QtBot,
    start: Start,
    server: FaultyServer,
    sign_in_before: SignIn,
    wait: Callable[[Callable[[], object]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in_before(server.API_KEY)
    prepare = Database.prepare

    def fail(_database: Database) -> None:
        raise StorageFailed(StorageCause.DISK_FULL)

    monkeypatch.setattr(Database, "prepare", fail)
    program = start()
    window = program.window
    wait(lambda: "disk is full" in said(program))

    def headings() -> list[str]:
        shown = window.findChildren(Placeholder)
        return [each.accessibleName() for each in shown if each.isVisible()]

    for show in (window.tabs.show_insights, window.tabs.show_claims, window.tabs.show_disputes):
        show()
        wait(headings)
        assert headings()[0].startswith("The account could not be opened"), show
    QTest.keyClicks(find(window, QLineEdit, "Order number"), TUTORIAL_ORDER)
    QTest.keyClick(find(window, QLineEdit, "Order number"), Qt.Key.Key_Return)
    assert window.findChildren(SignInDialog) == []

    monkeypatch.setattr(Database, "prepare", prepare)
    placeholder = next(each for each in window.findChildren(Placeholder) if each.isVisible())
    wait(lambda: not window.accounts._is_opening)
    placeholder.button.click()
    wait(lambda: window.desk)
    wait(lambda: not headings())


@pytest.mark.parametrize("goes_on_without", [False, True])
def test_a_note_that_cannot_be_saved_is_not_lost_without_a_word(
    practice: Program,
    wait: Callable[[Callable[[], object]], None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    goes_on_without: bool,
) -> None:
    window = practice.window
    wait(window.history._model.rowCount)
    window.history._table.choose_first()
    wait(lambda: window.history._details.dispute_id)
    save = HistoryService.save_note

    def fail(_history: HistoryService, _dispute_id: DisputeId, _text: str) -> Note:
        raise StorageFailed(StorageCause.DISK_FULL)

    monkeypatch.setattr(HistoryService, "save_note", fail)
    note = window.history._details.panel.note
    QTest.keyClicks(note.box, "important")
    wait(lambda: window.history.has_unsaved)

    assert not window.close()
    assert "It is lost if you go on now" in said(practice)
    window.quit()
    assert window.isVisible()
    action(practice, "Practice mode").trigger()
    assert note.box.toPlainText() == "important"

    if goes_on_without:
        assert not window.close()
        buttons = window.accounts._notice.findChildren(QPushButton)
        next(each for each in buttons if each.text() == "Go on without it").click()
        assert not window.isVisible()
    else:
        monkeypatch.setattr(HistoryService, "save_note", save)
        note.save_all()
        wait(lambda: not window.history.has_unsaved)
        assert window.close()
