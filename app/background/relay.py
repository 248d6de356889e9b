"""Calls on the UI thread what another thread has to tell."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable


class Relay:
    """Called on any thread, it has a method called on the UI thread, unless its object is gone.

    To be made on the UI thread. What is emitted from another thread must not be a signal of the
    object itself: where that is deleted meanwhile, the program ends.
    """

    def __init__(self, method: Callable[[], object]) -> None:
        self._method = WeakMethod(method)
        self._thread = _ui_thread()

    def __call__(self) -> None:
        self._thread.tell(self)

    def deliver(self) -> None:
        """Call the method. On the UI thread, where nothing is deleted meanwhile."""
        method = self._method()
        owner = getattr(method, "__self__", None)
        if method is not None and owner is not None and isValid(owner):
            method()


def end_relays() -> None:
    """The program ends: what threads that nobody waits for still tell is heard by nobody."""
    _ui_thread().end()
    _ui_thread.cache_clear()


class _UiThread(QObject):
    """Tells until it is ended: a signal that is emitted while Qt goes ends the program badly."""

    told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._guard = threading.RLock()  # what is told on the UI thread may tell something itself
        self._is_over = False
        self.told.connect(self._deliver)

    def tell(self, relay: Relay) -> None:
        with self._guard:
            if not self._is_over:
                self.told.emit(relay)

    def end(self) -> None:
        with self._guard:
            self._is_over = True

    def _deliver(self, relay: Relay) -> None:
        relay.deliver()


@cache
def _ui_thread() -> _UiThread:
    return _UiThread()
