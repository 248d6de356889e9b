"""The composition root: makes the objects once, puts them together, paints first."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from app.background.runner import BackgroundRunner
from app.background.single_instance import SingleInstance
from app.command_line import Options, parse
from app.opening import Opener
from app.support.log_setup import start_logging
from app.support.paths import DataFolder, default_data_folder
from app.ui.main_window import MainWindow
from app.ui.theme import RESOURCES, Theme

_log = logging.getLogger(__name__)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    options = parse(arguments)
    if options.self_test:
        from app.self_test import self_test

        return self_test()
    app = make_application(options.lang)
    folder = DataFolder(options.data_dir) if options.data_dir else default_data_folder()
    folder.create()
    start_logging(folder.logs)
    instance = SingleInstance(folder.root, app)
    if not instance.claim() and instance.hand_over(options.order):
        return 0
    program = Program(app, folder, options)
    instance.asked.connect(program.window.take_second_start)
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
        self.folder = folder
        self.opener = Opener(folder, options.base_url)
        self.runner = BackgroundRunner(parent=app)
        settings = QSettings(str(folder.window_settings), QSettings.Format.IniFormat)
        self.window = MainWindow(self.opener, self.runner, settings, practice=options.practice)
        self.window.painted.connect(self.window.start)
        if options.order:
            self.window.look_up(options.order)
        sys.excepthook = self._tell_of_bug

    def close(self) -> None:
        """End calls that wait, let what is being saved be saved, stop the practice server."""
        sys.excepthook = sys.__excepthook__
        self.window.close_desk()
        self.runner.close()
        self.opener.close()

    def _tell_of_bug(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.error("A bug", exc_info=(kind, error, trace))
        self.window.show_crash(error)


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
