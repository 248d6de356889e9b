"""The system asks the program to end: told on the UI thread, where nothing is torn apart by it."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

if TYPE_CHECKING:
    from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl+C, the end of the session, a terminal that is closed; Windows has no third."""


class EndSignals(QObject):
    """Hears of these signals from its making until `restore`. To be made on the main thread.

    Python's own handlers run only once Python code does, which may be long after in an event loop:
    so the number of each signal is written to a socket that the loop watches.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ear, self._voice = socket.socketpair()
        self._ear.setblocking(False)
        self._voice.setblocking(False)
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._take)
        self._wakeup_before = signal.set_wakeup_fd(self._voice.fileno(), warn_on_full_buffer=False)
        known = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        # What whoever started the program has switched off stays so, as under `nohup`.
        self._before: dict[signal.Signals, Any] = {
            each: signal.signal(each, _note)
            for each in known
            if signal.getsignal(each) is not signal.SIG_IGN
        }

    def restore(self) -> None:
        """Leave the signals to what they did before."""
        for each, handler in self._before.items():
            signal.signal(each, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._notifier.setEnabled(False)
        self._ear.close()
        self._voice.close()

    def _take(self) -> None:
        if not set(self._ear.recv(4096)).isdisjoint(self._before):
            self.asked.emit()


def _note(_number: int, _frame: FrameType | None) -> None:
    """Without a handler of Python's, Python would not write the number."""
