"""One window per data folder: a second start hands over what it was asked and ends."""

from __future__ import annotations

import logging
import os
import sys
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, QTimer, Signal

from app.support.file_lock import FileLock

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)

_PATIENCE_MS = 2_000
"""How long an answer is waited for once somebody listens."""
_STARTING_MS = 10_000
"""How long a start may take before it listens, on a slow disk or while much else starts."""
_PAUSE_MS = 20
_LONGEST_MESSAGE = 65_536
_MOST_READ = _LONGEST_MESSAGE + 1_024
_END = b"\0"
_MAY_ACTIVATE = "XDG_ACTIVATION_TOKEN"
"""By what it names, Wayland lets a window come to the front. Each start gets one of its own."""
_HEARD = b"heard"


class SingleInstance(QObject):
    """The running window's ear, or the second start's voice.

    Only the same user can reach it: the socket is where nobody else may make one, or else in the
    data folder, and each side asks the system whose process the other one is.
    """

    asked = Signal(str)
    """A second start was made with this order text; empty where it had none."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        # The lock decides who is first; the socket only carries words. Without it two starts at
        # the same moment could each find nobody listening.
        self._lock = FileLock(folder / "window.lock")
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the one window of this folder. False where another one already is."""
        return self._lock.take()

    def listen(self) -> None:
        """Hear of second starts from now on. Not part of `claim`: the window comes first."""
        from PySide6.QtNetwork import QLocalServer

        self._lock.take()  # the one that held it and did not answer may be gone by now
        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._take_connections)
        for address in self._addresses:
            QLocalServer.removeServer(address)
            if server.listen(address):
                return
        # Filing stays safe without it: the ledger lets one process send, not the window.
        _log.info("Second starts cannot be heard: %s", server.errorString())

    def hand_over(self, order: str) -> bool:
        """Give the order text to the window that runs.

        False where it did not say that it heard: it hangs, or has just ended, and then this
        start is the first.
        """
        _let_come_to_front()
        starting = QDeadlineTimer(_STARTING_MS)
        message = order.encode()[:_LONGEST_MESSAGE].replace(_END, b"") + _END
        message += os.environ.get(_MAY_ACTIVATE, "").encode("ascii", "ignore")
        while not starting.hasExpired() and not self._lock.take():
            for address in self._addresses:
                is_heard = _say(address, message, QDeadlineTimer(_PATIENCE_MS))
                if is_heard is not None:
                    return is_heard
            QThread.msleep(_PAUSE_MS)  # it may be about to paint, and listens after that
        return False

    def release(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
        self._lock.release()

    @cached_property
    def _addresses(self) -> tuple[str, ...]:
        """Where the socket may be, the best place first."""
        import hashlib

        path = str(self._folder.resolve()).encode("utf-8", "surrogateescape")
        name = f"dispute-desk-{hashlib.sha256(path).hexdigest()[:16]}"
        if sys.platform == "win32":
            return (name,)  # pipes are in no folder, and are the user's own by their rights
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        # One of two starts may have no runtime folder in its environment.
        places = (runtime if _is_private(runtime) else "", str(self._folder.resolve()))
        return tuple(str(Path(place, name)) for place in places if place)

    def _take_connections(self) -> None:
        while self._server and (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            if not _is_of_this_user(socket):
                socket.abort()
                continue
            socket.setReadBufferSize(_MOST_READ)
            socket.readyRead.connect(partial(self._read, socket))
            QTimer.singleShot(_PATIENCE_MS, socket, socket.abort)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        text, end, token = bytes(socket.peek(_MOST_READ).data()).partition(_END)
        if len(text) > _LONGEST_MESSAGE:
            socket.abort()
        elif end:
            socket.readyRead.disconnect()
            os.environ[_MAY_ACTIVATE] = token.decode("ascii", "ignore").replace("\0", "")
            self.asked.emit(text.decode("utf-8", "replace"))
            del os.environ[_MAY_ACTIVATE]  # what is opened from here is another program
            socket.write(_HEARD)
            socket.disconnectFromServer()


def _say(address: str, message: bytes, deadline: QDeadlineTimer) -> bool | None:
    """Whether the message was heard at this address; None where nobody listens."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(deadline.remainingTime()) or not _is_of_this_user(socket):
        return None
    socket.write(message)
    while socket.bytesAvailable() < len(_HEARD):
        # What was written goes out while it waits.
        if deadline.hasExpired() or not socket.waitForReadyRead(deadline.remainingTime()):
            return False
    return bytes(socket.readAll().data()) == _HEARD


def _let_come_to_front() -> None:
    """Let the window that runs come to the front.

    On Windows only a start that a person has just made may, or whom it lets: the taskbar would but
    flash.
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)  # any program


def _is_private(folder: str) -> bool:
    """Whether it is a folder of this user's in which nobody else may make a file."""
    try:
        status = Path(folder).stat() if folder else None
    except OSError:
        return False
    return status is not None and status.st_uid == os.getuid() and not status.st_mode & 0o022


def _is_of_this_user(connected: QLocalSocket) -> bool:
    """Whether the process at the other end is this user's, as far as the system tells."""
    import socket

    option = getattr(socket, "SO_PEERCRED", None)
    if option is None or sys.platform == "win32":
        return True
    import struct

    with socket.socket(fileno=os.dup(connected.socketDescriptor())) as copy:
        _, user, _ = struct.unpack("3i", copy.getsockopt(socket.SOL_SOCKET, option, 12))
    return bool(user == os.getuid())
