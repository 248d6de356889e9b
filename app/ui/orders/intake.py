"""What comes to the order box from outside: copied, pasted onto the window, or dropped there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

from app.background.runner import BackgroundRunner, Lane
from app.domain.text import one_line
from app.services.orders.mail_files import ENDINGS, text_of_file
from app.ui.widgets.drop_target import DropTarget

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QMainWindow

    from app.ui.orders.pane import OrderPane
    from app.ui.settings.choices import Choices


class Intake(QObject):
    """Serves one window. Of what is copied, only an order's number is looked at any further."""

    def __init__(
        self,
        window: QMainWindow,
        runner: BackgroundRunner,
        orders: OrderPane,
        choices: Choices,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._orders = orders
        self._choices = choices
        self._target = DropTarget(window, _has_something)
        self._target.given.connect(self._take)
        app = cast("QGuiApplication", QGuiApplication.instance())
        app.focusWindowChanged.connect(self._take_focus)

    def offer(self) -> None:
        """Offer what is copied, where that is wanted."""
        if self._choices.values.offers_clipboard:
            self._orders.offer(QGuiApplication.clipboard().text())

    def _take_focus(self, window: QWindow | None) -> None:
        if window is not None and window is self._window.windowHandle():
            # Not while the system is told of it: whoever has what is copied may be slow.
            QTimer.singleShot(0, self, self.offer)

    def _take(self, given: QMimeData) -> None:
        file = _file_in(given)
        if file is not None:
            self._runner.run(
                lambda: text_of_file(file),
                owner=self,
                on_success=self._orders.look_up,
                on_error=lambda _error: self._tell_unreadable(file),
                lane=Lane.REPORTS,
            )
        elif any(each.isLocalFile() for each in given.urls()):
            endings = ", ".join(ENDINGS)
            text = self.tr("Orders are read from one file at a time: a mail or a text ({endings}).")
            self._orders.refuse(text.format(endings=endings))
        elif _has_something(given):
            self._orders.look_up(given.text())

    def _tell_unreadable(self, file: Path) -> None:
        text = self.tr("“{file}” could not be read.").format(file=one_line(file.name, 80))
        self._orders.refuse(text)


def _has_something(given: QMimeData) -> bool:
    is_of_files = any(each.isLocalFile() for each in given.urls())
    return _file_in(given) is not None if is_of_files else bool(given.text().strip())


def _file_in(given: QMimeData) -> Path | None:
    """The mail or text file that was given, if it is one."""
    files = [Path(each.toLocalFile()) for each in given.urls() if each.isLocalFile()]
    return files[0] if len(files) == 1 and files[0].suffix.lower() in ENDINGS else None
