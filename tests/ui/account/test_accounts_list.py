"""The list of accounts in the settings, and where the focus is after each of its buttons."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.account.accounts import Account, AccountId
from app.services.account.accounts import KnownAccount
from app.services.account_services import AccountOpener
from app.ui.account.accounts_list import AccountsList
from app.ui.account.commands import AccountCommands
from tests.fakes.inline_executor import inline_runner

ACCOUNT = Account(AccountId("a1"), "Shop")


@pytest.mark.parametrize(("pressed", "goes_on"), [("Rename…", "Rename…"), ("Sign out", "the list")])
def test_the_focus_stays_with_the_account(qtbot: QtBot, pressed: str, goes_on: str) -> None:
    known = [KnownAccount(ACCOUNT, is_signed_in=True)]

    def sign_out(_account: AccountId) -> None:
        known[0] = replace(known[0], is_signed_in=False)

    runner = inline_runner()
    opener = SimpleNamespace(accounts=SimpleNamespace(sign_out=sign_out))
    acts = AccountCommands(cast("AccountOpener", opener), runner, runner)
    page = AccountsList(runner, lambda: tuple(known), acts)
    qtbot.addWidget(page)
    page.reload()
    accounts = page.findChildren(QListWidget)[0]
    accounts.setCurrentRow(0)
    with qtbot.waitActive(page):
        page.show()
    button = next(each for each in page.findChildren(QPushButton) if each.text() == pressed)
    button.setFocus()
    if pressed == "Sign out":
        button.click()
    else:
        page.reload()  # as after another name was given
    assert page.focusWidget() is (accounts if goes_on == "the list" else button)
    runner.close()
