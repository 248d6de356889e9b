"""Saving a backup and restoring one, from the menu to the file and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSettings, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.account.backups import ENDING, BackupFacts
from app.domain.errors import StorageFailed
from app.domain.local_time import local_time
from app.domain.text import one_line
from app.services.account.backups import BackupService, is_due, last_backup
from app.support.clock import utc_now
from app.ui.account.commands import Question
from app.ui.exporting.messages import failure_notice
from app.ui.messages import formatting
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.theme import SPACE_M
from app.ui.widgets.actions import add_action
from app.ui.widgets.file_choice import FileChoice
from app.ui.widgets.labels import muted_label, plain_label
from app.ui.widgets.layouts import fill
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.notices.busy_bar import BusyBar
from app.ui.widgets.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QWidget

    from app.domain.errors import AppError
    from app.storage.preferences import PreferenceValues
    from app.ui.settings.choices import AppContext

    Action = tuple[str, Callable[[], object]]

translate = QCoreApplication.translate


class BackupUi(QObject):
    """Asks for files, and tells what became of them. One restore at a time."""

    data_wanted = Signal()
    """Today's data is about to be set aside: nothing may use it from now on."""
    restored = Signal()
    """Other data may be in place: all that was read before is of no use."""

    def __init__(
        self,
        window: QMainWindow,
        backups: BackupService,
        runner: BackgroundRunner,
        settings: QSettings,
        context: AppContext,
        notice: NoticeBar,
        may_restore: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._notice = notice
        self._window = window
        self._backups = backups
        self._runner = runner
        self._files = FileChoice(settings)
        self._choices = context.choices
        self._set_aside = context.set_aside
        self._may_restore = may_restore
        self._saving = Latest(runner, self, Lane.REPORTS)
        self.file_dialog: QFileDialog | None = None
        """The latest dialog that asked for a file."""
        self.dialog: RestoreDialog | None = None
        """The dialog of a restore while it is open."""

    def add_actions(self, menu: QMenu) -> None:
        """Add the two entries to a menu."""
        menu.addSeparator()
        add_action(menu, self.tr("Save a &backup…"), self.save)
        add_action(menu, self.tr("R&estore a backup…"), self.restore)

    def save(self) -> None:
        """Ask where to, and save a backup there."""
        if self._saving.is_running:
            return
        day = utc_now().astimezone().date().isoformat()
        self.file_dialog = self._files.ask(
            self._window,
            self.tr("Save a backup"),
            self.tr("Dispute Desk backup {day}").format(day=day),
            (self.tr("Backup"), ENDING),
            self._save,
        )

    def restore(self) -> None:
        """Ask for a backup, show what is in it, and restore it where that is confirmed."""
        if self.dialog is None and self._may_restore():
            self.file_dialog = self._files.ask_for_existing(
                self._window,
                self.tr("Restore a backup"),
                (self.tr("Backup"), ENDING),
                self._show_backup,
            )

    def tell_news(self) -> None:
        """Say, once, that this start completed a restore, or else what `remind` says."""
        set_aside, self._set_aside = self._set_aside, ""
        if set_aside:
            text = self.tr(
                "The program ended while a backup was being restored. That was completed now. What "
                "was here before is kept in the data folder, as {name}."
            )
            self._tell(Notice(text.format(name=set_aside), Severity.GOOD))
        else:
            self.remind()

    def remind(self) -> None:
        """Say that the last backup is old, where a person wants to hear it."""
        values = self._choices.values
        last = last_backup(values)
        if last is None or not is_due(values, utc_now()):
            return
        text = self.tr("Your last backup is of {day}.").format(
            day=formatting.day(local_time(last).date())
        )
        self._tell(Notice(text, Severity.INFO), (self.tr("Save a backup…"), self.save))

    def _save(self, path: Path) -> None:
        self._tell(Notice(self.tr("Saving the backup…"), Severity.INFO))
        self._saving.run(
            lambda: self._backups.save(path),
            on_success=lambda values: self._tell_saved(path, values),
            on_error=lambda error: self._tell(failure_notice(error)),
            on_crash=lambda: self._tell(Notice(self.tr("The backup was not saved."))),
        )

    def _tell_saved(self, path: Path, values: PreferenceValues) -> None:
        self._choices.change(last_backup=values.last_backup)
        text = self.tr(
            "The backup was saved as {name}. Keep a copy elsewhere than on this computer. No token "
            "and no key is in it."
        ).format(name=one_line(path.name, 80))
        folder = QUrl.fromLocalFile(str(path.parent))
        actions: list[Action] = [(self.tr("Open folder"), lambda: QDesktopServices.openUrl(folder))]
        if self._choices.values.reminds_of_backup is None:
            self._choices.change(reminds_of_backup=False)  # offered once; the settings have it
            actions.append((self.tr("Remind me in 30 days"), self._start_reminding))
        self._tell(Notice(text, Severity.GOOD), *actions)

    def _start_reminding(self) -> None:
        self._choices.change(reminds_of_backup=True)
        text = self.tr("You will be reminded when the last backup is 30 days old.")
        self._tell(Notice(text, Severity.GOOD))

    def _show_backup(self, path: Path) -> None:
        dialog = RestoreDialog(path, self._backups, self._runner, self._window)
        self.dialog = dialog
        dialog.data_wanted.connect(self.data_wanted)
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open_once()
        dialog.check()

    def _forget(self, dialog: RestoreDialog) -> None:
        self.dialog = None
        if dialog.has_begun:
            self.restored.emit()

    def _tell(self, notice: Notice, *actions: Action) -> None:
        self._notice.show_notice(notice, actions=actions)


class RestoreDialog(Question):
    """Checks a backup, shows what is in it, and restores it once that is confirmed."""

    data_wanted = Signal()
    """Nothing may use today's data from now on."""

    def __init__(
        self,
        path: Path,
        backups: BackupService,
        runner: BackgroundRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            translate("RestoreDialog", "Restore a backup"),
            one_line(path.name, 80),
            translate("RestoreDialog", "Restore"),
            parent,
        )
        self._path = path
        self._backups = backups
        self._runner = runner
        self._steps = 0
        self._is_moving = False
        self.has_begun = False
        """Whether today's data was touched, or may have been."""
        self._busy = BusyBar()
        self._notice = NoticeBar()
        self._facts = plain_label(wraps=True)
        self._meaning = muted_label(
            self.tr(
                "It replaces what is on this computer now, which is kept in the data folder and "
                "not deleted. Disputes that were being sent when the backup was made are looked "
                "for at CJ again. Nothing is sent. A backup holds no tokens: sign in where you are "
                "asked to."
            )
        )
        self.act_button.setAccessibleDescription(self._meaning.text())
        self.act_button.setEnabled(False)
        parts = (self._busy, self._notice, self._facts, self._meaning)
        fill(self.body, *parts, spacing=SPACE_M)

    def check(self) -> None:
        """Look at the file and show what is in it."""
        self._facts.setText(self.tr("Checking the file…"))
        self._run(lambda: self._backups.check(self._path), self._show_facts)

    def reject(self) -> None:
        """Go, but not while data is being moved."""
        if not self._is_moving:
            super().reject()

    def _show_facts(self, facts: BackupFacts) -> None:
        practice = self.tr("Practice mode")
        names = (
            practice if each.is_practice else one_line(each.label, 60) for each in facts.accounts
        )
        lines = (
            self.tr("Made: {time}").format(time=formatting.moment(facts.made)),
            self.tr("Accounts: {names}").format(names=", ".join(names) or "–"),
            self.tr("Drafts and filings: {count}").format(count=f"{facts.filings:,}"),
            self.tr("Attached files: {count}").format(count=f"{facts.files:,}"),
        )
        self._facts.setText("\n".join(lines))
        self.act_button.setEnabled(True)

    def accept(self) -> None:
        """Restore it; the dialog stays and says what came of that."""
        self._is_moving = True  # from here on it runs to its end
        self.act_button.hide()
        self._say(self.tr("Restoring…"))
        self.keep_button.setEnabled(False)
        self._run(lambda: self._backups.prepare(self._path), self._put_in_place)

    def _put_in_place(self, prepared: Path) -> None:
        self.has_begun = True
        self.data_wanted.emit()
        self._run(lambda: self._backups.put_in_place(prepared), self._show_done, Lane.STORAGE)

    def _show_done(self, aside: str) -> None:
        done = self.tr("Restored. What was here before is kept in the data folder, as {name}.")
        self._say(done.format(name=aside))
        self._meaning.hide()
        self.keep_button.setText(self.tr("Go on"))

    def _say(self, text: str) -> None:
        self._facts.setText(text)
        announce(self, text)

    def _tell_failure(self, error: AppError) -> None:
        self._facts.setText("")
        self._meaning.hide()
        self.act_button.hide()
        notice = notice_for(error, Operation.SAVE)
        if isinstance(error, StorageFailed) and not self.has_begun:
            unchanged = self.tr("Nothing on this computer was changed.")
            notice = replace(notice, text=formatting.sentences(notice.text, unchanged))
        self._notice.show_notice(notice)
        self.keep_button.setText(self.tr("Close"))

    def _run(
        self,
        work: Callable[[], object],
        then: Callable[..., object],
        lane: Lane = Lane.REPORTS,
    ) -> None:
        self._steps += 1
        step = self._steps
        self._busy.show()
        self._runner.run(
            work,
            owner=self,
            on_success=then,
            on_error=self._tell_failure,
            on_crash=self._facts.clear,  # or they would say for ever what is being done
            on_end=lambda: self._end(step),
            lane=lane,
        )

    def _end(self, step: int) -> None:
        if step == self._steps:  # no next one has begun
            self._is_moving = False
            self._busy.hide()
            self.keep_button.setEnabled(True)
            self.keep_button.setFocus()
