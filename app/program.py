"""The composition root: makes the objects once, puts them together, paints first.

What is imported up here is imported before the first paint; all else waits for it.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QSettings,
    QStandardPaths,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app.background.relay import end_relays
from app.background.runner import BackgroundRunner
from app.background.single_instance import SingleInstance
from app.domain.account.accounts import PRACTICE, AccountId
from app.storage.preferences import Preferences, PreferenceValues
from app.support.paths import APPLICATION, DataFolder
from app.ui.settings.choices import AppContext, Choices
from app.ui.theme import RESOURCES, Theme
from app.ui.window.crash import CrashReporter, tell_folder_unusable, tell_start_failed
from app.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from app.background.end_signals import EndSignals
    from app.command_line import Options
    from app.composition import AccountComposer
    from app.domain.history.history import HistoryPage, HistoryQuery


_KEYRING_PATIENCE = 1.0
"""Seconds that the end of the program leaves the keyring to take what is on its way to it."""


def run(options: Options) -> int:
    """Run the program and return its exit status."""
    folder = DataFolder(options.data_dir or default_data_root())
    preferences = Preferences(folder.preferences)
    app = make_application(options.lang or preferences.load().language)
    try:
        folder.create()
    except OSError as error:
        tell_folder_unusable(folder.root, error)
        return 1
    instance = SingleInstance(folder.root, app)
    if not instance.claim() and instance.hand_over(options.order):
        return 0
    try:
        set_aside = _finish_restore(folder)
        program = Program(app, folder, options, preferences, set_aside)
    except Exception as error:  # noqa: BLE001 - without a window nobody else would tell the user
        _start_logging(folder)
        tell_start_failed(error)
        instance.release()
        return 1
    instance.asked.connect(program.take_second_start)
    # Before anything is opened that could have something to log.
    program.window.ready.connect(lambda: _start_logging(folder))
    program.window.ready.connect(instance.listen)
    program.window.ready.connect(program.hear_signals)
    try:
        program.window.show()
        return app.exec()
    finally:
        program.close()
        instance.release()


def _finish_restore(folder: DataFolder) -> str:
    """Complete a restore in which the program ended; give where the data of before is, or ""."""
    if not folder.has_unfinished_restore:
        return ""
    from app.storage.backup import finish_interrupted

    return finish_interrupted(folder.root)


def _start_logging(folder: DataFolder) -> None:
    from app.support.log_setup import start_logging

    start_logging(folder.logs)


def window_settings(folder: DataFolder) -> QSettings:
    """Where windows keep their sizes and columns."""
    path = folder.window_settings
    with suppress(OSError):  # then Qt does without a file, too
        path.touch(mode=0o600)  # Qt would let all read it, and keeps what a file has
    return QSettings(str(path), QSettings.Format.IniFormat)


def default_data_root() -> Path:
    """The folder that the operating system has for this program and user."""
    system = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(system, APPLICATION)


def make_application(lang: str = "") -> QApplication:
    """The Qt application, dressed and in the user's language."""
    # As Qt's option: `setStyle` gives the style back, for which PySide6 makes many classes first.
    app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName("dispute-desk")
    app.setDesktopFileName("dispute-desk")
    Theme(app)
    _speak(app, lang)
    return app


class MacListener(QObject):
    """Hears of what macOS tells by events: links, and that the program is to end.

    Quit in the Dock and the end of the session have Qt close each window as if a person did.
    """

    asked = Signal(str)
    ending = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            from argparse import ArgumentTypeError

            from app.command_line import order_of_link

            with suppress(ArgumentTypeError):  # a file, or a link to something else
                self.asked.emit(order_of_link(event.url().toString()))
            return True
        if event.type() is QEvent.Type.Quit:
            self.ending.emit()
        return super().eventFilter(watched, event)


class Program:
    """The objects that live as long as the program does."""

    def __init__(
        self,
        app: QApplication,
        folder: DataFolder,
        options: Options,
        preferences: Preferences | None = None,
        set_aside: str = "",
    ) -> None:
        self._preferences = preferences or Preferences(folder.preferences)
        self._set_aside = set_aside
        self.folder = folder
        self.runner = BackgroundRunner(parent=app)
        self.choices = Choices(self._preferences, self.runner, app)
        self.crashes = CrashReporter(self.runner, lambda: self.window, app)
        self._app = app
        self._options = options
        self._signals: EndSignals | None = None
        self.opener: AccountComposer | None = None
        """What opens accounts; None until the window is built."""
        self._lang = options.lang
        self._language = self.choices.values.language
        self._dress(self.choices.values)
        self.window = self._make_window(practice=options.practice)
        if options.order:
            self.window.look_up(options.order)
        self.choices.changed.connect(self._take_choices)
        self.crashes.install()
        self.mac = MacListener(app)
        """Installed on macOS alone: elsewhere every event would go through it for nothing."""
        self.mac.asked.connect(self.take_second_start)
        self.mac.ending.connect(self.let_go)
        if sys.platform == "darwin":
            app.installEventFilter(self.mac)

    def take_second_start(self, order: str) -> None:
        """Come to the front with what a second start was given."""
        self.window.take_second_start(order)

    def hear_signals(self) -> None:
        """End as by Quit when the system asks for it, from now on."""
        from app.background.end_signals import EndSignals

        self._signals = EndSignals(self._app)
        self._signals.asked.connect(self.quit)

    def quit(self) -> None:
        """End the event loop, as soon as nothing is lost by that."""
        self.window.quit()

    def let_go(self) -> None:
        """The system ends the program, and Qt is about to close its windows."""
        self.window.let_go()

    def close(self) -> None:
        """End calls that wait, let what is being saved be saved, stop the practice server."""
        self.crashes.remove()
        self.mac.deleteLater()
        self.window.close_desk()
        if self.opener is not None:
            self.opener.accounts.keyring.close(_KEYRING_PATIENCE)
        self.runner.close()
        end_relays()
        if self.opener is not None:
            self.opener.close()
        if self._signals is not None:
            self._signals.restore()

    def _make_window(self, *, practice: bool) -> MainWindow:
        window = MainWindow(self.runner, window_settings(self.folder))
        window.painted.connect(lambda: self._start(window, practice=practice))
        window.rebuild_requested.connect(self._rebuild)
        window.restored.connect(self._take_restored)
        return window

    def _start(self, window: MainWindow, *, practice: bool) -> None:
        set_aside, self._set_aside = self._set_aside, ""  # the next window has nothing to tell
        last = PRACTICE if practice else self.choices.values.last_account
        window.start(
            lambda query: self._read_first_page(last, query),
            self._make_opener,
            AppContext(self.choices, self.folder, set_aside),
            practice=practice,
        )

    def _read_first_page(
        self, account_id: AccountId | None, query: HistoryQuery
    ) -> tuple[AccountId, HistoryPage] | None:
        """The first rows of the account that is going to be opened. Blocks."""
        from app.storage.history.query import read_first_page

        page = read_first_page(self.folder.database(account_id), query) if account_id else None
        return (account_id, page) if account_id and page else None

    def _make_opener(self) -> AccountComposer:
        """What opens accounts, with all that it needs of services and storage. Blocks."""
        from app.composition import AccountComposer

        if self.opener is None:
            self.opener = AccountComposer(self.folder, self._options.base_url, self._preferences)
        return self.opener

    def _dress(self, values: PreferenceValues) -> None:
        theme = self._app.findChild(Theme)
        if theme is not None:
            theme.apply(values)

    def _take_choices(self, values: PreferenceValues) -> None:
        self._dress(values)
        if values.language != self._language:
            self._language = values.language
            self._lang = ""  # chosen now, it counts for more than the command line
            # Not from within the settings' own signal: they belong to the window that goes.
            QTimer.singleShot(
                0, lambda: self._rebuild(self.window.accounts.account_side.settings_page)
            )

    def _take_restored(self) -> None:
        """Start over with what is stored now: it is from a backup."""
        values = self.choices.reload()
        self._language = values.language
        self._dress(values)
        self._rebuild(-1)

    def _rebuild(self, settings_page: int) -> None:
        """A new window in place of the old one, as it was; nothing has to change its words."""
        old = self.window
        ends_with_window = self._app.quitOnLastWindowClosed()
        self._app.setQuitOnLastWindowClosed(False)
        is_closed = old.give_way()
        if is_closed:
            old.close_desk()
            _fall_silent(self._app)
            _speak(self._app, self._lang or self._language)
            self.window = window = self._make_window(practice=False)
            if settings_page >= 0:
                window.orders.go_on_from(old.orders)
                front, export = old.tabs.front, old.accounts.export

                def go_on() -> None:
                    window.tabs.bring(front)
                    if export is not None:
                        window.accounts.follow_export(export)
                    window.accounts.account_side.open_settings(settings_page)

                window.ready.connect(go_on)
            window.show()
            old.deleteLater()
        self._app.setQuitOnLastWindowClosed(ends_with_window)


def _speak(app: QApplication, lang: str) -> None:
    """Install our translations and Qt's own, for the language asked for or the system's."""
    locale = QLocale(lang) if lang else QLocale.system()
    QLocale.setDefault(locale)
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("dispute-desk", str(RESOURCES / "translations")),
    ):
        translator = QTranslator(app)
        if translator.load(locale, name, "_", folder):
            app.installTranslator(translator)


def _fall_silent(app: QApplication) -> None:
    """Take the translations away that are installed."""
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.deleteLater()
