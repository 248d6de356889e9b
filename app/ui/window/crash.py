"""What happens with a bug of ours: it is logged and told once; the program goes on if it can."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtWidgets import QWidget

    from app.background.runner import BackgroundRunner
    from app.ui.window.help_dialogs import CrashDialog

translate = QCoreApplication.translate

_log = logging.getLogger(__name__)


class CrashReporter(QObject):
    """Hears of every bug, from slots, background work and other threads, and shows one dialog."""

    _met = Signal(object)
    """An exception from any thread."""

    def __init__(
        self,
        runner: BackgroundRunner,
        window: Callable[[], QWidget | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._dialog: CrashDialog | None = None
        self._met.connect(self.report)
        runner.crashed.connect(self.report)

    def install(self) -> None:
        """Hear of exceptions that nobody catches: Qt's slots and threads of our own."""
        sys.excepthook = self._take_uncaught
        threading.excepthook = self._take_of_thread

    def remove(self) -> None:
        """Leave them to Python again."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def report(self, error: BaseException) -> None:
        """Log a bug and tell of it; while it is being told of, further ones are only counted."""
        _log.error("A bug", exc_info=(type(error), error, error.__traceback__))
        if self._dialog is not None:
            self._dialog.count_another()
            return
        from app.ui.window.help_dialogs import CrashDialog

        self._dialog = CrashDialog(error, self._window())
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    def _forget(self) -> None:
        self._dialog = None

    def _take_uncaught(
        self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        self._met.emit(error)

    def _take_of_thread(self, args: threading.ExceptHookArgs) -> None:
        from app.domain.errors import AppError

        if args.exc_value is not None and not isinstance(args.exc_value, (SystemExit, AppError)):
            self._met.emit(args.exc_value)


def tell_folder_unusable(folder: Path, error: OSError) -> None:
    """The data folder cannot be made. That is the computer's trouble, not a bug."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QMessageBox

    _log.info("The data folder cannot be made: %s", type(error).__name__)
    text = translate(
        "Start",
        "Dispute Desk cannot make its data folder {folder}. Check that the disk is not full and "
        "that you may write there, or start the program with --data-dir and another folder.",
    ).format(folder=folder)
    box = QMessageBox(QMessageBox.Icon.Warning, "Dispute Desk", text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


def tell_start_failed(error: BaseException) -> None:
    """The program met a bug before there was a window: say so, and end when that is read."""
    from app.ui.window.help_dialogs import CrashDialog

    _log.error("The program could not start", exc_info=(type(error), error, error.__traceback__))
    CrashDialog(error, is_fatal=True).exec()
