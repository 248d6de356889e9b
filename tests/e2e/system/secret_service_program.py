"""One run of the program for `test_secret_service`: signs in where it is given a key.

Arguments: the address of CJ's stand-in and the data folder. The key comes on standard input, as no
secret belongs on a command line. Prints `signed in` once the account's disputes were fetched.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.command_line import parse
from app.program import Program, make_application
from app.support.log_setup import start_logging
from app.support.paths import DataFolder

PATIENCE_MS = 40_000
LOOK_MS = 50


class Run:
    """The program with somebody who types the key when asked for it."""

    def __init__(self, base_url: str, folder: DataFolder, key: str) -> None:
        self._key = key
        self._started = datetime.now(UTC)
        self._app = make_application("en")
        self._program = Program(self._app, folder, parse(["--base-url", base_url]))
        self._looks = QTimer()
        self._looks.setInterval(LOOK_MS)
        self._looks.timeout.connect(self._look)
        QTimer.singleShot(PATIENCE_MS, lambda: self._app.exit(3))

    def until_signed_in(self) -> int:
        """0 when the disputes were fetched, 2 when it asks for a key that it was not given."""
        self._program.window.show()
        self._looks.start()
        status = self._app.exec()
        self._looks.stop()
        self._program.window.close()
        self._program.close()
        return status

    def _look(self) -> None:
        window = self._program.window
        fields = (each for each in window.findChildren(QLineEdit) if each.isVisible())
        field = next((each for each in fields if each.accessibleName() == "CJ API key"), None)
        if field is not None and not self._key:
            self._app.exit(2)
        elif field is not None and not field.text():
            field.setText(self._key)
            buttons = window.findChildren(QPushButton)
            next(each for each in buttons if each.text() == "Sign in" and each.isVisible()).click()
        desk = window.desk
        checked = desk.history.last_checked() if desk is not None else None
        if checked is not None and checked > self._started:
            self._app.exit(0)


def main() -> int:
    folder = DataFolder(Path(sys.argv[2]))
    folder.create()
    handler = start_logging(folder.logs)
    status = Run(sys.argv[1], folder, sys.stdin.read().strip()).until_signed_in()
    handler.close()
    if status == 0:
        sys.stdout.write("signed in\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
