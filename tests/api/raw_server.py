"""A loopback server that writes prepared bytes, well-formed or not, as slowly as it is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass
class RawServer:
    """Answers each connection's first request with the next prepared pieces.

    A piece is bytes to send, or a number of seconds to hold, which ends early on stopping.
    """

    replies: list[Iterable[bytes | float]] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    reads_first: bool = True

    def __enter__(self) -> Self:
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        # Closing alone does not wake a thread in accept(), but on Windows it does, which knows no
        # shutdown of a listener.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def reply(self, *pieces: bytes | float) -> None:
        self.replies.append(pieces)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                if self.reads_first:
                    self.received.append(_read_request(connection))
                for piece in self.replies.pop(0) if self.replies else ():
                    if isinstance(piece, bytes):
                        connection.sendall(piece)
                    elif self._stopping.wait(piece):
                        return
            except OSError:
                # The client left, which some tests are about.
                return


def _read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for header in head.split(b"\r\n"):
        if header.lower().startswith(b"content-length:"):
            length = int(header.split(b":")[1])
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def dripping(piece: bytes) -> list[bytes | float]:
    """The piece again and again, fifty times a second, for four seconds."""
    return [piece, 0.02] * 200
