"""Signals of the system that ask the program to end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.background.end_signals import EndSignals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process there gets none of them")

ENDS = ("SIGINT", "SIGTERM", "SIGHUP")


@pytest.fixture(autouse=True)
def handlers_as_before() -> Iterator[None]:
    before = {name: signal.getsignal(getattr(signal, name)) for name in (*ENDS, "SIGUSR1")}
    # Whoever runs the tests in the background may have switched them off.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    yield
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)


@pytest.mark.parametrize("name", ENDS)
def test_each_is_told_once_per_time_that_it_comes(qtbot: QtBot, name: str) -> None:
    signals = EndSignals()
    told: list[None] = []
    signals.asked.connect(lambda: told.append(None))
    signal.raise_signal(getattr(signal, name))
    qtbot.waitUntil(lambda: len(told) == 1)
    signal.raise_signal(getattr(signal, name))
    qtbot.waitUntil(lambda: len(told) == 2)
    signals.restore()


def test_what_was_switched_off_stays_so_and_other_signals_are_no_end(qtbot: QtBot) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    heard: list[int] = []
    signal.signal(signal.SIGUSR1, lambda number, _frame: heard.append(number))
    signals = EndSignals()
    told: list[None] = []
    signals.asked.connect(lambda: told.append(None))
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    signal.raise_signal(signal.SIGHUP)
    signal.raise_signal(signal.SIGUSR1)
    qtbot.waitUntil(lambda: heard == [signal.SIGUSR1])
    signal.raise_signal(signal.SIGTERM)
    qtbot.waitUntil(lambda: bool(told))
    assert len(told) == 1
    signals.restore()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_afterwards_they_do_what_they_did_before(qtbot: QtBot) -> None:
    before = [signal.getsignal(getattr(signal, name)) for name in ENDS]
    signals = EndSignals()
    assert [signal.getsignal(getattr(signal, name)) for name in ENDS] != before
    signals.restore()
    assert [signal.getsignal(getattr(signal, name)) for name in ENDS] == before
    wakeup = signal.set_wakeup_fd(-1)
    assert wakeup == -1
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
