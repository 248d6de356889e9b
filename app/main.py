"""The composition root: makes the objects once, puts them together, paints first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from app.background.runner import BackgroundRunner
from app.background.single_instance import SingleInstance
from app.command_line import Options, parse
from app.opening import Opener
from app.storage.preferences import Preferences, PreferenceValues
from app.support.log_setup import start_logging
from app.support.paths import DataFolder, default_data_folder
from app.ui.crash import CrashReporter, tell_folder_unusable, tell_start_failed
from app.ui.main_window import MainWindow
from app.ui.settings import appearance
from app.ui.settings.choices import Choices
from app.ui.surroundings import Surroundings
from app.ui.theme import RESOURCES, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    options = parse(arguments)
    if options.self_test:
        from app.self_test import self_test

        return self_test()
    folder = DataFolder(options.data_dir) if options.data_dir else default_data_folder()
    app = make_application(options.lang or Preferences(folder.preferences).load().language)
    try:
        folder.create()
    except OSError as error:
        tell_folder_unusable(folder.root, error)
        return 1
    start_logging(folder.logs)
    instance = SingleInstance(folder.root, app)
    if not instance.claim() and instance.hand_over(options.order):
        return 0
    try:
        program = Program(app, folder, options)
    except Exception as error:  # noqa: BLE001 - without a window nobody else would tell the user
        tell_start_failed(error)
        instance.release()
        return 1
    instance.asked.connect(program.take_second_start)
    try:
        program.window.show()
        return app.exec()
    finally:
        program.close()
        instance.release()


def make_application(lang: str = "") -> QApplication:
    """The Qt application, dressed and in the user's language."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("dispute-desk")
    app.setDesktopFileName("dispute-desk")
    Theme(app)
    _speak(app, lang)
    return app


class Program:
    """The objects that live as long as the program does."""

    def __init__(self, app: QApplication, folder: DataFolder, options: Options) -> None:
        preferences = Preferences(folder.preferences)
        self.folder = folder
        self.runner = BackgroundRunner(parent=app)
        self.opener = Opener(folder, options.base_url, preferences)
        self.choices = Choices(preferences, self.runner, app)
        self.crashes = CrashReporter(self.runner, lambda: self.window, app)
        self._app = app
        self._lang = options.lang
        self._language = self.choices.values.language
        appearance.apply(app, self.choices.values)
        self.window = self._make_window(practice=options.practice)
        if options.order:
            self.window.look_up(options.order)
        self.choices.changed.connect(self._take_choices)
        self.crashes.install()

    def take_second_start(self, order: str) -> None:
        """Come to the front with what a second start was given."""
        self.window.take_second_start(order)

    def close(self) -> None:
        """End calls that wait, let what is being saved be saved, stop the practice server."""
        self.crashes.remove()
        self.window.close_desk()
        self.runner.close()
        self.opener.close()

    def _make_window(self, *, practice: bool) -> MainWindow:
        settings = QSettings(str(self.folder.window_settings), QSettings.Format.IniFormat)
        surroundings = Surroundings(self.choices, self.folder)
        window = MainWindow(self.opener, self.runner, settings, surroundings, practice=practice)
        window.painted.connect(window.start)
        window.rebuild_requested.connect(self._rebuild)
        return window

    def _take_choices(self, values: PreferenceValues) -> None:
        appearance.apply(self._app, values)
        if values.language != self._language:
            self._language = values.language
            self._lang = ""  # chosen now, it counts for more than the command line
            # Not from within the settings' own signal: they belong to the window that goes.
            QTimer.singleShot(0, lambda: self._rebuild(self.window.account_side.settings_page))

    def _rebuild(self, settings_page: int) -> None:
        """A new window in place of the old one, as it was; nothing has to change its words."""
        old = self.window
        ends_with_window = self._app.quitOnLastWindowClosed()
        self._app.setQuitOnLastWindowClosed(False)
        is_closed = old.close()
        if is_closed:
            old.close_desk()
            _speak(self._app, self._lang or self._language)
            self.window = self._make_window(practice=False)
            self.window.show()
            if settings_page >= 0:
                self.window.account_side.open_settings(settings_page)
            old.deleteLater()
        self._app.setQuitOnLastWindowClosed(ends_with_window)


def _speak(app: QApplication, lang: str) -> None:
    """Install our translations and Qt's own, for the language asked for or the system's."""
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    locale = QLocale(lang) if lang else QLocale.system()
    QLocale.setDefault(locale)
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("dispute-desk", str(RESOURCES / "translations")),
    ):
        translator = QTranslator(app)
        if translator.load(locale, name, "_", folder):
            app.installTranslator(translator)
