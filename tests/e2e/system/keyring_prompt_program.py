"""The program with a window, which tells what it shows, and does what it is told to.

Prints a word for each thing that it shows, with the seconds since its start, `patience` with the
seconds that it still waits at its end, and takes `close` and `stop` (waiting) from its input.
"""

from __future__ import annotations

import sys
import threading

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.storage.account.keyring_calls import KeyringCalls
from app.ui.window.main_window import MainWindow
from tests.e2e.system.played import play, say


class Watcher(QObject):
    """Looks at the window every few milliseconds."""

    told = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._seen: set[str] = set()
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(5)
        self.told.connect(self._obey)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.told.emit(line.strip())

    def _obey(self, word: str) -> None:
        for window in self._windows():
            if word == "close":
                say("closing")
                window.close()
            else:
                (button,) = [
                    each
                    for each in window.findChildren(QPushButton)
                    if each.text() == "Stop waiting" and each.isVisible()
                ]
                button.click()

    def _look(self) -> None:
        for window in self._windows():
            self._tell("window")
            texts = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
            is_waiting = any("Waiting for the keyring" in each for each in texts)
            if is_waiting:
                self._tell("waiting")
            elif "waiting" in self._seen:
                self._tell("waited")
            if any("keyring is locked" in each for each in texts):
                self._tell("locked")
            if any("You are not signed in" in each for each in texts):
                self._tell("asked")

    def _windows(self) -> list[MainWindow]:
        windows = QApplication.topLevelWidgets()
        return [each for each in windows if isinstance(each, MainWindow) and each.isVisible()]

    def _tell(self, word: str) -> None:
        if word not in self._seen:
            self._seen.add(word)
            say(word)


class TellingTimer(threading.Timer):
    """Tells how long it runs where it is the end of waiting for the keyring."""

    def start(self) -> None:
        if self.function.__name__ == KeyringCalls.give_up.__name__:
            sys.stdout.write(f"patience {self.interval}\n")
            sys.stdout.flush()
        super().start()


if __name__ == "__main__":
    threading.Timer = TellingTimer  # type: ignore[misc]
    sys.exit(play(Watcher))
