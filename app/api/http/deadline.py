"""The connection in use, so that a call past its deadline can be ended wherever it is stuck.

httpx's timeouts hold for one read each: a server that sends a byte now and then, in the headers
already, keeps a call open without end, and closing the client does not end it. Shutting the socket
down does.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.api.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class InFlight:
    """One request on its way, followed through httpx's `trace` extension."""

    def __init__(self, connection: socket.socket | None, on_sending: Callable[[], None]) -> None:
        self.connection = connection
        """The socket in use: the one kept open from the call before, until a new one is made."""
        self.has_left = False
        """Whether a byte of the request may have been sent."""
        self.http_status: int | None = None
        """Of its answer, as soon as the head of that came."""
        self.is_cut = False
        self.gives_way = False
        """Whether it is cut in favour of another one."""
        self._is_over = False
        self._on_sending = on_sending
        self._lock = threading.Lock()

    def trace(self, event: str, info: dict[str, object]) -> None:
        """What httpx calls at each stage of a request."""
        if event.endswith("send_request_headers.started"):
            # A CONNECT to a proxy is not yet our request.
            if getattr(info.get("request"), "method", b"") != b"CONNECT":
                self.has_left = True
                self._on_sending()
        elif event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._follow(info.get("return_value"))

    def cut(self) -> None:
        """End the request now: whoever reads or writes on its connection gets an error."""
        with self._lock:
            if not self._is_over:
                self.is_cut = True
                _shut_down(self.connection)

    def end(self) -> None:
        """The request is over; a late cut must not hit the next one on the same connection."""
        with self._lock:
            self._is_over = True

    def _follow(self, stream: object) -> None:
        get_extra_info = getattr(stream, "get_extra_info", None)
        found = get_extra_info("socket") if callable(get_extra_info) else None
        with self._lock:
            self.connection = found if isinstance(found, socket.socket) else None
            if self.is_cut:
                _shut_down(self.connection)


class ConnectionGuard:
    """Begins calls, one at a time, and remembers the connection that they share."""

    def __init__(self, timing: Timing | None = None) -> None:
        self._timing = timing or Timing()
        self._connection: socket.socket | None = None

    @contextmanager
    def call(self, seconds: float, on_sending: Callable[[], None]) -> Iterator[InFlight]:
        """A call that is cut after so many seconds."""
        call = InFlight(self._connection, on_sending)
        call_off = self._timing.alarm(seconds, call.cut)
        try:
            yield call
        finally:
            call.end()
            call_off()
            self._connection = call.connection


def _shut_down(connection: socket.socket | None) -> None:
    """Wake whoever reads or writes on a connection: an error is what they get."""
    if connection is None:
        return
    with contextlib.suppress(OSError):
        # The plain socket's method: an SSL socket's own would pull its state away from
        # under the thread that is reading.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    if sys.platform == "win32":
        # There, who reads is only woken when the connection is closed.
        with contextlib.suppress(OSError):
            socket.close(connection.detach())
