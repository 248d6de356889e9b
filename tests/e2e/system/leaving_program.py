"""The program, in which somebody files a dispute without a pause, or types into one in practice.

Goes through the steps by itself and prints a word for each, with the seconds since its start.
From its input it takes the names of buttons to press.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from app.domain.filing.flow import Phase
from app.practice.server import PracticeServer
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.ui.filing.dialog import FilingDialog
from tests.e2e.system.played import play, say

W = TypeVar("W", bound=QWidget)
TYPED = "Broken in two"


class Person(QObject):
    """Takes the next step as soon as what it needs is on the screen."""

    told = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._steps = self._go()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(20)
        self.told.connect(self._press)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.told.emit(line.strip())

    def _look(self) -> None:
        next(self._steps, None)

    def _go(self) -> Iterator[None]:
        is_practice = "--practice" in sys.argv
        if not is_practice:
            while not (key := _shown(QLineEdit, "CJ API key")):
                yield
            key[0].setText(PracticeServer.API_KEY)
            yield from self._press_when_there("Sign in")
        account = "Practice mode" if is_practice else "Account CJ"
        while not any(each.text().startswith(account) for each in _shown(QLabel)):
            yield
        _shown(QLineEdit, "Order number")[0].setText(TUTORIAL_ORDER)
        yield from self._press_when_there("Look up")
        yield from self._press_when_there("File dispute…")
        while not any("Up to USD" in each.text() for each in _shown(QLabel)):
            yield
        yield from self._press_when_there("Next")
        while not _shown(QPlainTextEdit, "Message to CJ"):
            yield
        (reasons,) = [each for each in _shown(QComboBox) if each.findText("Product Damaged") >= 0]
        reasons.setCurrentIndex(reasons.findText("Product Damaged"))
        if is_practice:
            _shown(QPlainTextEdit, "Message to CJ")[0].setPlainText(TYPED)
            say("typed")
            signal.raise_signal(signal.SIGTERM)  # at once: nothing of it is saved yet
            return
        yield from self._press_when_there("Next")
        while not any(each.flow.phase is Phase.REVIEWED for each in _shown(FilingDialog)):
            yield
        (commit,) = [each for each in _shown(QPushButton) if each.text().startswith("File refund")]
        commit.click()
        was_told = False
        while True:
            is_told = any("The program ends" in each.text() for each in _shown(QLabel))
            if is_told != was_told:
                say("ending" if is_told else "staying")
            was_told = is_told
            yield

    def _press_when_there(self, name: str) -> Iterator[None]:
        while not any(each.isEnabled() for each in _shown(QPushButton, name)):
            yield
        self._press(name)

    def _press(self, name: str) -> None:
        _shown(QPushButton, name)[0].click()


def _shown(kind: type[W], name: str = "") -> list[W]:
    return [
        each
        for each in QApplication.allWidgets()
        if isinstance(each, kind)
        and each.isVisible()
        and name in ("", each.accessibleName(), getattr(each, "text", str)())
    ]


if __name__ == "__main__":
    sys.exit(play(Person))
