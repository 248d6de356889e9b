"""A new computer: from "I have a backup" to the drafts, in the whole program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.account.accounts import Account, AccountId
from app.domain.ids import BusinessDisputeId
from app.program import Program
from app.services.account.backups import BackupService
from app.storage.ledger.ledger import FilingLedger
from app.storage.preferences import Preferences, PreferenceValues
from app.support.paths import DataFolder
from app.ui.account.sign_in_dialog import SignInDialog
from tests.builders import NOON, draft
from tests.cj.server import FaultyServer
from tests.data_files import ready_database
from tests.e2e.conftest import Start

PATIENCE = 20_000
SHOP = Account(AccountId("a1"), "CJ0000001 · Shop")


def a_backup(folder: Path) -> Path:
    other = DataFolder(folder / "other computer")
    preferences = Preferences(other.preferences)
    preferences.save(PreferenceValues(SHOP.account_id, (SHOP,), language="zh_CN"))
    FilingLedger(ready_database(other.database("a1"))).save_draft(draft(), NOON)
    path = folder / "one.ddbackup"
    BackupService(other, preferences, lambda: NOON).save(path)
    return path


def press(window: QWidget, name: str) -> None:
    buttons = [each for each in window.findChildren(QPushButton) if each.text() == name]
    assert len(buttons) == 1
    buttons[0].click()


def test_a_new_computer_goes_on_with_a_backup_and_asks_cj_nothing(
    start: Start, server: FaultyServer, qtbot: QtBot, tmp_path: Path
) -> None:
    path = a_backup(tmp_path)
    program: Program = start("--lang", "en")

    def sign_in() -> SignInDialog:
        return next(iter(program.window.findChildren(SignInDialog)))

    qtbot.waitUntil(lambda: bool(program.window.findChildren(SignInDialog)), timeout=PATIENCE)
    press(sign_in(), "I have a backup")
    backup = program.window.accounts.backup
    assert backup.file_dialog is not None
    backup.file_dialog.fileSelected.emit(str(path))
    backup.file_dialog.close()
    dialog = backup.dialog
    assert dialog is not None

    def says(words: str) -> bool:
        return any(words in each.text() for each in dialog.findChildren(QLabel))

    qtbot.waitUntil(lambda: says("Drafts and filings: 1"), timeout=PATIENCE)
    press(dialog, "Restore")
    qtbot.waitUntil(lambda: says("before-restore-"), timeout=PATIENCE)
    before = program.window
    press(dialog, "Go on")
    qtbot.waitUntil(lambda: program.window is not before, timeout=PATIENCE)
    qtbot.waitUntil(lambda: program.window.desk is not None, timeout=PATIENCE)
    desk = program.window.desk
    assert desk is not None
    assert desk.account == SHOP
    assert [each.reference for each in desk.drafts.listed()] == [BusinessDisputeId("DD-1")]
    assert program.choices.values.language == "zh_CN"
    assert server.record.endpoints() == []
