"""What a program of `own_process` needs in its own process: it must not load pytest."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from app import program
from app.command_line import parse

_started = time.monotonic()


def say(word: str) -> None:
    """Tell the test something."""
    sys.stdout.write(f"{word} {time.monotonic() - _started:.2f}\n")
    sys.stdout.flush()


def play(watch: Callable[[QApplication], object]) -> int:
    """Run the program under the eyes of `watch`."""
    # Whoever runs the tests in the background may have switched it off.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    make = program.make_application

    def make_application(lang: str = "") -> QApplication:
        app = make(lang)
        watch(app)
        return app

    program.make_application = make_application
    return program.run(parse())
