"""The whole program in this process, offscreen, and how long its UI thread cannot work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app.command_line import parse
from app.program import Program, make_application
from app.support.paths import DataFolder
from app.ui.history.pane import HistoryPane
from tests.bench.instruments.pacing import NoRateLimit
from tests.bench.instruments.pauses import PauseMeter
from tests.e2e.conftest import find

if TYPE_CHECKING:
    from app.composition import AccountComposer

PATIENCE = 300.0
LOOK_EVERY = 0.02


class Stage:
    """A program that was started over a data folder; `pauses` are those of its UI thread."""

    def __init__(self, folder: Path, address: str, *, is_paced: bool) -> None:
        self.app = make_application("en")
        self.meter = PauseMeter()
        self.meter.start()
        self.pauses: dict[str, float] = {}
        arguments = ["--data-dir", str(folder), "--base-url", address, "--lang", "en"]
        self.program = Program(self.app, DataFolder(folder), parse(arguments))
        if not is_paced:
            self._take_the_pace_away()
        self.window = self.program.window
        self.is_painted = False
        self.window.painted.connect(self._take_paint)

    def open(self) -> None:
        """Show the window, and wait until the kept rows are in it and CJ has been asked."""
        self.window.show()
        self.wait(lambda: self.window.desk is not None)
        self.wait(lambda: not self.history.updates.is_running)

    @property
    def history(self) -> HistoryPane:
        """The pane with the disputes."""
        return next(iter(self.window.findChildren(HistoryPane)))

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        """Feel the pauses inside the block."""
        self.meter.start()
        yield
        self.keep(name)

    def keep(self, name: str) -> None:
        """Write down how long the UI thread was kept from its work."""
        self.pauses[name] = self.meter.longest
        self.pauses[f"{name}: own work"] = self.meter.longest_work

    def wait(self, is_done: Callable[[], object], patience: float = PATIENCE) -> None:
        """Run the event loop until something is so."""
        end = time.monotonic() + patience
        while not is_done():
            now = time.monotonic()
            if now > end:
                raise TimeoutError(is_done)
            # Looking takes time, too, in which the timer cannot fire.
            while time.monotonic() < now + LOOK_EVERY:
                self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def rest(self, seconds: float) -> None:
        """Run the event loop for so long."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() >= end)

    def shown(self, kind: type[QWidget], name: str) -> bool:
        """Whether a control with this name is to be seen."""
        try:
            find(self.window, kind, name)
        except AssertionError:
            return False
        return True

    def button(self, name: str) -> QPushButton:
        """The button, once it can be pressed."""
        self.wait(lambda: self.shown(QPushButton, name))
        found = find(self.window, QPushButton, name)
        self.wait(found.isEnabled)
        return found

    def texts(self) -> str:
        """All labels that are to be seen."""
        labels = self.window.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key where the focus is."""
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifier)

    def look_up(self, order: str) -> None:
        """Paste an order number into the box, and press Enter."""
        box = find(self.window, QLineEdit, "Order number")
        box.setFocus()
        box.setText(order)
        self.press(Qt.Key.Key_Return)

    def close(self) -> None:
        """End the program as its user does."""
        self.window.close()
        self.program.close()

    def _take_the_pace_away(self) -> None:
        make_opener = self.program._make_opener

        def make_unpaced() -> AccountComposer:
            opener = make_opener()
            account = opener.book.last_used()
            if account is not None:
                opener._limiters[account.account_id] = NoRateLimit()
            return opener

        self.program._make_opener = make_unpaced  # type: ignore[method-assign]  # for this run

    def _take_paint(self) -> None:
        self.is_painted = True
        self.meter.start()
