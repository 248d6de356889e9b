from __future__ import annotations

import threading

from PySide6.QtCore import QEvent, QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.background.relay import Relay, end_relays


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
    told = []

    def tell(relay: Relay) -> None:
        for _ in range(20):
            relay()
        told.append(relay)

    for number in range(1, 101):
        listener = Listener()
        relay = Relay(listener.hear)
        threads = [threading.Thread(target=tell, args=(relay,)) for _ in range(2)]
        for each in threads:
            each.start()
        listener.deleteLater()
        QApplication.sendPostedEvents(listener, QEvent.Type.DeferredDelete)
        for each in threads:
            each.join()
        assert len(told) == 2 * number
    QApplication.processEvents()


def test_after_the_end_of_a_program_only_the_next_one_is_told(qtbot: QtBot) -> None:
    before = Listener()
    silent = Relay(before.hear)
    end_relays()
    after = Listener()
    for relay in (silent, Relay(after.hear)):
        thread = threading.Thread(target=relay)
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: bool(after.heard))
    assert before.heard == []
