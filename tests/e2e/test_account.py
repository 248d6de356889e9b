"""Accounts in the whole program: switching, signing out, a line that breaks, another language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.main import Program
from app.practice import PracticeServer
from app.practice.routing import Pacer
from app.ui.history.history_notice import HistoryNotice
from app.ui.widgets.notice_bar import NoticeBar
from tests.conftest import MemoryKeyring
from tests.e2e.conftest import Start, close

PATIENCE = 20_000
LIST = "disputes/getDisputeList"


def action(program: Program, text: str) -> QAction:
    menus = program.window.account_side._menu
    assert menus is not None
    return next(
        each for each in menus._menu.actions() if each.text().replace("&", "").startswith(text)
    )


def lists(program: Program, account: str) -> bool:
    """Whether the menu has the account already; the list is read in the background."""
    menu = program.window.account_side._menu
    return menu is not None and any(account in each.text() for each in menu._entries)


def account_shown(program: Program) -> str:
    return str(program.window._account_label.text())


def has_checked(program: Program) -> bool:
    desk = program.window._desk
    return desk is not None and desk.history.last_checked() is not None


def said(program: Program) -> str:
    return " ".join(each.text for each in program.window.findChildren(NoticeBar) if each.text)


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    return lambda condition: qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)


@pytest.fixture
def two_accounts(
    start: Start, server: PracticeServer, memory_keyring: MemoryKeyring, wait: Callable[..., None]
) -> Program:
    # On another day, so that its calls do not count against the pace of today's.
    server.pacer.pace = 0
    first = start()
    first.opener.accounts.sign_in(server.OTHER_API_KEY)
    first.opener.accounts.sign_in(server.API_KEY)
    close(first)
    server.pacer = Pacer(1.0)
    program = start()
    wait(lambda: "CJ0000001" in account_shown(program))
    wait(lambda: has_checked(program))
    wait(lambda: lists(program, "CJ0000002"))
    return program


def test_switching_shows_the_other_account_and_never_goes_too_fast(
    two_accounts: Program, server: PracticeServer, wait: Callable[..., None]
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
    two_accounts: Program, server: PracticeServer, wait: Callable[..., None]
) -> None:
    program = two_accounts
    tables = program.window.findChildren(QTableView)
    table = next(each for each in tables if each.accessibleName() == "Disputes")
    wait(lambda: table.model().rowCount() > 0)
    action(program, "Sign out").trigger()
    wait(lambda: "signed out" in said(program))
    program.window._history.refresh()
    wait(lambda: "not signed in" in said(program))
    assert table.model().rowCount() > 0
    assert server.record.of("authentication/logout") == []


def test_when_the_line_is_back_the_window_recovers_by_itself(
    two_accounts: Program, server: PracticeServer, wait: Callable[..., None]
) -> None:
    program = two_accounts
    (notice,) = program.window.findChildren(HistoryNotice)
    # While the one of the start still runs, another refresh does nothing.
    wait(lambda: not program.window._history._refreshing.is_running)
    server.stop()
    program.window._history.refresh()
    wait(lambda: "could not be reached" in notice.text or "broke" in notice.text)
    upkeep = program.window.account_side._upkeep
    wait(lambda: upkeep.seconds_to_probe)
    server.start()
    upkeep._probe.setInterval(0)
    wait(lambda: upkeep.seconds_to_probe is None)
    wait(lambda: notice.text == "")


def labels(window: QWidget) -> set[str]:
    return {each.text() for each in window.findChildren(QLabel)}


def test_another_language_makes_the_window_anew_with_its_settings_open(
    two_accounts: Program, server: PracticeServer, wait: Callable[..., None]
) -> None:
    program = two_accounts
    old = program.window
    old.account_side.open_settings(1)
    program.choices.change(language="zh_CN")
    wait(lambda: program.window is not old)
    wait(lambda: "CJ0000001" in account_shown(program))
    assert program.window.account_side.settings_page == 1
    assert program.window.isVisible()
    chinese = program.window
    assert "语言" in labels(chinese)
    program.choices.change(language="en")
    wait(lambda: program.window is not chinese)
    wait(lambda: program.window.account_side._settings is not None)
    settings = program.window.account_side._settings
    assert settings is not None
    assert "Language" in labels(program.window)
    wait(lambda: "CJ0000001" in account_shown(program))
    settings = program.window.account_side._settings
    assert settings is not None
    settings.close()
