"""One connection: reads a request, lets the world answer, and does what the armed scenario says.

The record of an answer is complete before its first byte goes out, so a test that has the answer
has the record.
"""

import http.server
import select
import socket
import struct
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from app.practice.json_text import decode
from app.practice.mischief import changed
from app.practice.pictures import picture
from app.practice.record import RecordedRequest
from app.practice.routing import Answer, Incoming, process
from app.practice.scenarios import Armed

if TYPE_CHECKING:
    from app.practice.server import HttpServer

API_PATH = "/api2.0/v1/"
_PICTURES_PATH = "/pictures/"
_LARGEST_BODY = 10_000_000
_ON_CONNECTION = {
    "slow",
    "slow_body",
    "timeout_before",
    "timeout_after",
    "reset_before",
    "reset_after",
    "huge",
}


class Exchange(http.server.BaseHTTPRequestHandler):
    """Serves one connection, request after request, until somebody closes it."""

    protocol_version = "HTTP/1.1"
    server_version = "Practice"
    sys_version = ""
    disable_nagle_algorithm: ClassVar[bool] = True
    server: "HttpServer"

    def serve(self) -> None:
        """Any method ends here; which are right is for the routes to say."""
        body = self._read_body()
        if body is None:
            return
        address = urlsplit(self.path)
        path = unquote(address.path)
        incoming = Incoming(
            method=self.command,
            endpoint=path.removeprefix(API_PATH),
            query=parse_qs(address.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
            origin=self.server.owner.origin,
        )
        if path.startswith(API_PATH):
            self._serve_api(incoming)
        elif path.startswith(_PICTURES_PATH) and self.command in {"GET", "HEAD"}:
            number = self._put_down(incoming, path.removeprefix("/"), None)
            name = path.removeprefix(_PICTURES_PATH)
            self._send(number, Answer(picture(name), content_type="image/png", processed=True))
        else:
            number = self._put_down(incoming, path.removeprefix("/"), None)
            self._send(number, Answer(b"not here", http_status=404, content_type="text/plain"))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = serve  # noqa: N815 - names that http.server looks up

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """The record takes the place of an access log."""

    def _read_body(self) -> bytes | None:
        """The body; None if it can't be read, which has then been answered."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal():
            self.send_error(411)
            return None
        if int(length) > _LARGEST_BODY:
            self.close_connection = True
            self.send_error(413)
            return None
        return self.rfile.read(int(length))

    def _put_down(self, incoming: Incoming, path: str, armed: Armed | None) -> int:
        text = incoming.body.decode("utf-8", errors="replace")
        try:
            parsed = decode(text) if text else None
        except ValueError:
            parsed = None  # broken JSON stands in body_text
        request = RecordedRequest(
            at=datetime.now(UTC),
            monotonic=time.monotonic(),
            method=incoming.method,
            path=path,
            query=incoming.query,
            headers=incoming.headers,
            body_text=text,
            body=parsed,
            scenario=armed.name if armed else None,
        )
        return self.server.owner.record.add(request)

    def _serve_api(self, incoming: Incoming) -> None:
        owner = self.server.owner
        armed = owner.scenarios.take(incoming.endpoint)
        number = self._put_down(incoming, incoming.endpoint, armed)
        answer: Answer | None = None
        if armed is None or armed.processes:
            answer = process(owner.world, owner.pacer, incoming, owner.dialect)
        if armed is not None and armed.name in _ON_CONNECTION:
            self._act(number, armed, answer)
        elif armed is not None:
            self._send(number, changed(armed, answer, owner.world, owner.pacer, incoming))
        elif answer is not None:
            self._send(number, answer)

    def _act(self, number: int, armed: Armed, answer: Answer | None) -> None:
        """A scenario of the connection itself."""
        stopping = self.server.owner.stopping
        if armed.name == "slow" and answer is not None:
            stopping.wait(armed.number("delay", 2))
            self._send(number, answer)
        elif armed.name == "slow_body" and answer is not None:
            self._drip(number, armed, answer)
        elif armed.name == "huge":
            self._flood(number, armed)
        else:
            self._finish(number, None, answer)
            if armed.name.startswith("timeout"):
                self._hold(armed.number("hold", 60))
            else:
                self._reset()
            self.close_connection = True

    def _send(self, number: int, answer: Answer) -> None:
        """The answer in one piece: head and body in one packet where they fit."""
        self._finish(number, answer, answer)
        self._head(answer, len(answer.body))
        body = b"" if self.command == "HEAD" else answer.body
        self._headers_buffer.append(body)  # type: ignore[attr-defined]  # typeshed leaves it out
        self.flush_headers()

    def _finish(self, number: int, sent: Answer | None, processed: Answer | None) -> None:
        self.server.owner.record.finish(
            number,
            code=sent.code if sent else None,
            http_status=sent.http_status if sent else None,
            why=processed.why if processed else None,
            processed=processed is not None and processed.processed,
        )

    def _head(self, answer: Answer, length: int) -> None:
        self.send_response(answer.http_status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(length))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self._headers_buffer.append(b"\r\n")  # type: ignore[attr-defined]  # typeshed leaves it out

    def _drip(self, number: int, armed: Armed, answer: Answer) -> None:
        self._finish(number, answer, answer)
        self._head(answer, len(answer.body))
        self.flush_headers()
        step = max(1, -(-len(answer.body) // max(1, int(armed.number("pieces", 20)))))
        for start in range(0, len(answer.body), step):
            if self.server.owner.stopping.wait(armed.number("delay", 0.1)):
                self.close_connection = True
                return
            self.wfile.write(answer.body[start : start + step])

    def _flood(self, number: int, armed: Armed) -> None:
        size = int(armed.number("size", 50_000_000))
        opening, closing = b'{"code": 200, "result": true, "data": "', b'"}'
        answer = Answer(b"", code=200)
        self._finish(number, answer, None)
        self._head(answer, size)
        self.flush_headers()
        self.wfile.write(opening)
        rest = size - len(opening) - len(closing)
        block = b"x" * 65536
        while rest > 0 and not self.server.owner.stopping.is_set():
            self.wfile.write(block[:rest])
            rest -= len(block)
        self.wfile.write(closing)

    def _hold(self, seconds: float) -> None:
        """Stay silent until the client leaves, the time is up or the server stops."""
        end = time.monotonic() + seconds
        stopping = self.server.owner.stopping
        while time.monotonic() < end and not stopping.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0.02)
            if not readable:
                continue
            with suppress(ConnectionError):  # a reset is a client that left, too
                if self.connection.recv(1, socket.MSG_PEEK):
                    stopping.wait(0.02)  # the client talks on without waiting; let it
                    continue
            return

    def _reset(self) -> None:
        """Make the coming close send RST: lingering, for no time."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.server.reset_on_close(self.connection)
