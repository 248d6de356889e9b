"""One window per data folder: a second start hands over what it was asked and ends."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)

_PATIENCE_MS = 2_000
_PAUSE_MS = 20
_LONGEST_MESSAGE = 1_000_000


class SingleInstance(QObject):
    """The running window's ear, or the second start's voice.

    Only the same user can reach it: the socket is made with access for its owner alone.
    """

    asked = Signal(str)
    """A second start was made with this order text; empty where it had none."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        # The lock decides who is first; the socket only carries words. Without it two starts at
        # the same moment could each find nobody listening.
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the one window of this folder. False where another one already is."""
        return self._lock.tryLock(0)

    def listen(self) -> None:
        """Hear of second starts from now on. Not part of `claim`: the window comes first."""
        from PySide6.QtNetwork import QLocalServer

        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._take_connection)
        QLocalServer.removeServer(self._name)
        if not server.listen(self._name):
            # Filing stays safe without it: the ledger lets one process send, not the window.
            _log.info("Second starts cannot be heard: %s", server.errorString())

    def hand_over(self, order: str) -> bool:
        """Give the order text to the window that runs. False where it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        deadline = QDeadlineTimer(_PATIENCE_MS)
        socket.connectToServer(self._name)
        while not socket.waitForConnected(_PATIENCE_MS):
            if deadline.hasExpired():
                return False
            QThread.msleep(_PAUSE_MS)  # it may be about to paint, and listens after that
            socket.connectToServer(self._name)
        socket.write(order.encode()[:_LONGEST_MESSAGE])
        is_sent = not socket.bytesToWrite() or socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        if socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
            socket.waitForDisconnected(_PATIENCE_MS)
        return is_sent

    def release(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    @cached_property
    def _name(self) -> str:
        import hashlib

        path = str(self._folder.resolve()).encode("utf-8", "surrogateescape")
        return f"dispute-desk-{hashlib.sha256(path).hexdigest()[:24]}"

    def _take_connection(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        while self._server and (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(lambda socket=socket: self._take_message(socket))
            if socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
                self._take_message(socket)

    def _take_message(self, socket: QLocalSocket) -> None:
        socket.disconnected.disconnect()
        text = bytes(socket.readAll().data())[:_LONGEST_MESSAGE].decode("utf-8", "replace")
        socket.deleteLater()
        self.asked.emit(text)
