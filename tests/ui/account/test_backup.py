"""From the menu to a backup and back, with real files and everything done at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner
from app.domain.account.accounts import PRACTICE, Account
from app.domain.errors import StorageCause, StorageFailed
from app.services.account.backups import BackupService
from app.storage.ledger.ledger import FilingLedger
from app.storage.preferences import Preferences
from app.storage.timestamps import to_ms
from app.support.paths import DataFolder
from app.ui.account.backup import BackupUi, RestoreDialog
from app.ui.messages.notices import Notice, Severity
from app.ui.settings.choices import AppContext, Choices
from app.ui.widgets.notices.notice_bar import NoticeBar
from tests.builders import NOON, draft
from tests.data_files import ready_database
from tests.fakes.inline_executor import inline_runner

if TYPE_CHECKING:
    from app.ui.widgets.notices.notice_bar import Actions


class RecordingBar(NoticeBar):
    """Keeps what it is told to show."""

    def __init__(self, told: list[tuple[Notice, dict[str, Callable[[], Any]]]]) -> None:
        super().__init__()
        self.told = told

    def show_notice(self, notice: Notice, *, actions: Actions = ()) -> None:
        self.told.append((notice, dict(actions)))


class Computer:
    """One with a draft of the account a1, and the window's part that saves and restores."""

    def __init__(self, qtbot: QtBot, folder: Path, runner: BackgroundRunner) -> None:
        self.folder = DataFolder(folder)
        self.ledger = FilingLedger(ready_database(self.folder.database("a1")))
        self.ledger.save_draft(draft(), NOON)
        preferences = Preferences(self.folder.preferences)
        self.choices = Choices(preferences, runner)
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.menu = self.window.menuBar().addMenu("Account")
        self.service = BackupService(self.folder, preferences, lambda: NOON)
        settings = QSettings(str(folder / "windows.ini"), QSettings.Format.IniFormat)
        self.may_restore = True
        context = AppContext(self.choices, self.folder, set_aside="before-restore-1")
        self.told: list[tuple[Notice, dict[str, Callable[[], Any]]]] = []
        notices = RecordingBar(self.told)
        qtbot.addWidget(notices)
        self.backup = BackupUi(
            *(self.window, self.service, runner, settings, context, notices),
            lambda: self.may_restore,
        )
        self.backup.add_actions(self.menu)
        self.events: list[str] = []
        self.backup.data_wanted.connect(lambda: self.events.append("data wanted"))
        self.backup.restored.connect(lambda: self.events.append("restored"))

    def choose(self, entry: str, path: Path) -> None:
        action = next(each for each in self.menu.actions() if each.text().replace("&", "") == entry)
        action.trigger()
        dialog = self.backup.file_dialog
        assert dialog is not None
        dialog.fileSelected.emit(str(path))
        dialog.close()

    @property
    def dialog(self) -> RestoreDialog:
        assert self.backup.dialog is not None
        return self.backup.dialog

    def press(self, name: str) -> None:
        found = [each for each in self.dialog.findChildren(QPushButton) if each.text() == name]
        assert [each.isEnabled() for each in found] == [True]
        found[0].click()

    @property
    def shown(self) -> str:
        labels = [each.text() for each in self.dialog.findChildren(QLabel) if not each.isHidden()]
        return "\n".join(labels)

    @property
    def drafts(self) -> list[str]:
        return [each.reference for each in self.ledger.editable()]


@pytest.fixture
def computer(qtbot: QtBot, tmp_path: Path) -> Computer:
    return Computer(qtbot, tmp_path / "data", inline_runner())


def save(computer: Computer, path: Path) -> Path:
    computer.choose("Save a backup…", path)
    return path


def test_saving_tells_where_and_offers_the_reminder_once(
    computer: Computer, tmp_path: Path
) -> None:
    save(computer, tmp_path / "one.ddbackup")
    notice, actions = computer.told[-1]
    assert notice.tone is Severity.GOOD
    assert "one.ddbackup" in notice.text
    assert Preferences(computer.folder.preferences).load().reminds_of_backup is False
    actions["Remind me in 30 days"]()
    assert computer.choices.values.reminds_of_backup is True
    save(computer, tmp_path / "two.ddbackup")
    assert list(computer.told[-1][1]) == ["Open folder"]


def test_a_restore_that_this_start_completed_is_told_once(computer: Computer) -> None:
    computer.backup.tell_news()
    computer.backup.tell_news()
    (notice,) = (each for each, _ in computer.told)
    assert notice.text == (
        "The program ended while a backup was being restored. That was completed now. What was "
        "here before is kept in the data folder, as before-restore-1."
    )


def test_a_reminder_comes_after_thirty_days_and_only_if_wanted(computer: Computer) -> None:
    long_ago = to_ms(datetime.now(UTC) - timedelta(days=31))
    computer.choices.change(last_backup=long_ago)
    computer.backup.remind()
    computer.choices.change(reminds_of_backup=True, last_backup=long_ago + 2 * 86_400_000)
    computer.backup.remind()
    assert computer.told == []
    computer.choices.change(last_backup=long_ago)
    computer.backup.remind()
    assert list(computer.told[0][1]) == ["Save a backup…"]


def test_a_restore_is_confirmed_and_takes_the_place_of_todays_data(
    heard: list[str], computer: Computer, tmp_path: Path, qtbot: QtBot
) -> None:
    computer.choices.change(accounts=(Account(PRACTICE, "practice"),))
    path = save(computer, tmp_path / "one.ddbackup")
    computer.ledger.save_draft(draft(reference="DD-later"), NOON)
    computer.choose("Restore a backup…", path)
    assert "Accounts: Practice mode" in computer.shown
    assert "Drafts and filings: 1" in computer.shown
    assert set(computer.drafts) == {"DD-1", "DD-later"}
    meaning = computer.dialog.act_button.accessibleDescription()
    assert meaning.startswith("It replaces what is on this computer now")
    computer.press("Restore")
    assert computer.events == ["data wanted"]
    assert computer.drafts == ["DD-1"]
    (aside,) = computer.folder.root.glob("before-restore-*")
    assert aside.name in computer.shown
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[0] == "Restoring…"
    assert heard[1] == computer.dialog._facts.text()
    computer.press("Go on")
    assert computer.events == ["data wanted", "restored"]
    assert computer.choices.reload().last_backup == to_ms(NOON)


def test_a_file_that_is_refused_says_why_and_changes_nothing(
    computer: Computer, tmp_path: Path
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"a photo")
    computer.choose("Restore a backup…", path)
    bar = computer.dialog.findChildren(NoticeBar)[0]
    assert "no backup of Dispute Desk's" in bar.text
    assert "Nothing on this computer was changed" in bar.text
    assert computer.dialog.findChildren(QPushButton, "Restore") == []
    computer.press("Close")
    assert computer.events == []
    assert computer.drafts == ["DD-1"]


def test_no_room_to_unpack_a_backup_changes_nothing_and_says_so(
    computer: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> NoReturn:
        raise StorageFailed(StorageCause.DISK_FULL)

    path = save(computer, tmp_path / "one.ddbackup")
    monkeypatch.setattr(computer.service, "prepare", full)
    computer.choose("Restore a backup…", path)
    computer.press("Restore")
    told = computer.dialog.findChildren(NoticeBar)[0].text
    assert told.startswith("The disk is full")
    assert told.endswith("Nothing on this computer was changed.")
    computer.press("Close")
    assert computer.events == []


def test_what_cannot_be_moved_is_told_and_the_window_made_anew(
    computer: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(computer, tmp_path / "one.ddbackup")
    computer.choose("Restore a backup…", path)

    def in_use(_source: Path, _target: Path) -> None:
        raise OSError(16, "in use")

    real = computer.service.put_in_place

    def put_in_place(prepared: Path) -> str:
        monkeypatch.setattr("app.storage.backup.put_in_place", in_use)
        return real(prepared)

    monkeypatch.setattr(computer.service, "put_in_place", put_in_place)
    computer.press("Restore")
    assert computer.dialog.findChildren(NoticeBar)[0].text
    computer.press("Close")
    assert computer.events == ["data wanted", "restored"]
    assert computer.drafts == ["DD-1"]


def test_no_restore_while_a_dispute_is_being_filed(computer: Computer) -> None:
    computer.may_restore = False
    restore: QAction = computer.menu.actions()[-1]
    restore.trigger()
    assert computer.backup.file_dialog is None


def test_escape_leaves_a_restore_that_was_not_confirmed(computer: Computer, tmp_path: Path) -> None:
    computer.choose("Restore a backup…", save(computer, tmp_path / "one.ddbackup"))
    dialog: QDialog = computer.dialog
    dialog.reject()
    assert computer.backup.dialog is None
    assert computer.events == []
    assert isinstance(computer.backup.file_dialog, QFileDialog)
