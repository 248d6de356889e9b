from __future__ import annotations

import threading
from functools import partial

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from app.background.relay import Relay


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[QThread] = []

    def hear(self) -> None:
        self.heard.append(QThread.currentThread())


def test_what_another_thread_tells_is_heard_on_the_ui_thread(qtbot: QtBot) -> None:
    listener = Listener()
    thread = threading.Thread(target=Relay(listener.hear))
    thread.start()
    qtbot.waitUntil(lambda: bool(listener.heard))
    thread.join()
    assert listener.heard == [listener.thread()]


def test_listeners_may_go_while_other_threads_tell(qtbot: QtBot) -> None:
    relays: list[Relay] = []
    is_over = threading.Event()

    def tell() -> None:
        while not is_over.is_set():
            for relay in tuple(relays):
                relay()

    threads = [threading.Thread(target=tell) for _ in range(2)]
    for each in threads:
        each.start()
    for _ in range(300):
        listener = Listener()
        relays[:] = [Relay(listener.hear)]
        qtbot.waitUntil(partial(bool, listener.heard))
        listener.deleteLater()
    is_over.set()
    for each in threads:
        each.join()
