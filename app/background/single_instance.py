"""One window per data folder: a second start hands over what it was asked and ends."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)

_PATIENCE_MS = 2_000
_LONGEST_MESSAGE = 1_000_000


class SingleInstance(QObject):
    """The running window's ear, or the second start's voice.

    Only the same user can reach it: the socket is made with access for its owner alone.
    """

    asked = Signal(str)
    """A second start was made with this order text; empty where it had none."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        key = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
        self._name = f"dispute-desk-{key[:24]}"
        # The lock decides who is first; the socket only carries words. Without it two starts at
        # the same moment could each find nobody listening.
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take_connection)

    def claim(self) -> bool:
        """Become the one window of this folder. False where another one already is."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)
        if not self._server.listen(self._name):
            # Filing stays safe without it: the ledger lets one process send, not the window.
            _log.info("Second starts cannot be heard: %s", self._server.errorString())
        return True

    def hand_over(self, order: str) -> bool:
        """Give the order text to the window that runs. False where it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(order.encode()[:_LONGEST_MESSAGE])
        is_sent = not socket.bytesToWrite() or socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        if socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
            socket.waitForDisconnected(_PATIENCE_MS)
        return is_sent

    def release(self) -> None:
        """Let the next start be the first."""
        self._server.close()
        self._lock.unlock()

    def _take_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(lambda socket=socket: self._take_message(socket))
            if socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
                self._take_message(socket)

    def _take_message(self, socket: QLocalSocket) -> None:
        socket.disconnected.disconnect()
        text = bytes(socket.readAll().data())[:_LONGEST_MESSAGE].decode("utf-8", "replace")
        socket.deleteLater()
        self.asked.emit(text)
