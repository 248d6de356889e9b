"""HTTP on the loopback interface: connections, requests and replies."""

import http.server
import logging
import os
import socket
import socketserver
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from app.practice.world.json_text import encode

_log = logging.getLogger(__name__)

_Peer = socket.socket | tuple[bytes, socket.socket]

API_PATH = "/api2.0/v1/"
"""What all of CJ's endpoints have in front."""
_LARGEST_BODY = 1_000_000
_MOST_PEERS = 128
"""Connections at a time; each has a thread."""
_PATIENCE = 5.0
"""Seconds that stop() waits for the thread of a connection; none needs more than a moment."""


@dataclass(frozen=True)
class RequestInfo:
    """A request as the socket gave it; header names are in lower case."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    origin: str

    @property
    def is_api_call(self) -> bool:
        return self.path.startswith(API_PATH)

    @property
    def endpoint(self) -> str:
        """The path below the base address."""
        return self.path.removeprefix(API_PATH)


@dataclass(frozen=True)
class HttpReply:
    """What goes back: bytes, or an envelope that goes out as JSON.

    `why` says in our words why the request was refused, None where it was not; it is never sent.
    """

    content: bytes | dict[str, object]
    http_status: int = 200
    content_type: str = "application/json;charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    why: str | None = None

    @property
    def body(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else encode(self.content).encode()


class RequestHandler(http.server.BaseHTTPRequestHandler):
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
        try:
            address = urlsplit(self.path)
        except ValueError:
            self.send_error(400)
            return
        if not self._is_for_us(address.netloc):
            self.close_connection = True
            self.send_error(421)
            return
        request = RequestInfo(
            method=self.command,
            path=unquote(address.path),
            query=parse_qs(address.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
            origin=self.server.owner.origin,
        )
        self.send(self.server.owner.handle(request))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = serve  # noqa: N815 - names that http.server looks up

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """No access log: the client logs its requests itself."""

    def _is_for_us(self, in_target: str) -> bool:
        """Whether the request names this server. A page whose own name leads here does not.

        A browser lets such a page (DNS rebinding) read what the server answers to it.
        """
        port = self.server.server_address[1]
        named = [*self.headers.get_all("Host", []), *([in_target] if in_target else [])]
        ours = {f"127.0.0.1:{port}", f"localhost:{port}"}
        return bool(named) and all(each.strip().lower() in ours for each in named)

    def _read_body(self) -> bytes | None:
        """The body; None if it can't be read, which was then answered where anybody listens."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal():
            self.close_connection = True
            self.send_error(411)
            return None
        if len(length) > len(str(_LARGEST_BODY)) or int(length) > _LARGEST_BODY:
            self.close_connection = True
            self.send_error(413)
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):  # the client died in the middle: that is no request
            self.close_connection = True
            return None
        return body

    def send(self, reply: HttpReply) -> None:
        """The reply in one piece: head and body in one packet where they fit."""
        body = reply.body
        self.write_head(reply, len(body))
        self._headers_buffer.append(b"" if self.command == "HEAD" else body)  # type: ignore[attr-defined]  # typeshed leaves it out
        self.flush_headers()

    def write_head(self, reply: HttpReply, length: int) -> None:
        """Status and headers for a body of `length` bytes, buffered until `flush_headers`."""
        self.send_response(reply.http_status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(length))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self._headers_buffer.append(b"\r\n")  # type: ignore[attr-defined]  # typeshed leaves it out


class LoopbackServer:
    """HTTP on 127.0.0.1. After `stop` it can be started again, at the same address."""

    handler: ClassVar[type[RequestHandler]] = RequestHandler

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._http: HttpServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def origin(self) -> str:
        """Scheme, host and port; before the first start the port may be 0."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        return self.origin + API_PATH.rstrip("/")

    def handle(self, request: RequestInfo) -> HttpReply:
        """The reply to one request; called in the thread of its connection."""
        raise NotImplementedError

    def report(self, error: Exception) -> None:
        """One connection failed by a bug of the server; it must not end the others."""
        _log.error("the practice server failed", exc_info=error)

    def start(self) -> None:
        """Listen. Raises OSError if the port is taken."""
        if self._http is not None:
            return
        self._http = HttpServer(self, self._port)
        self._port = self._http.server_address[1]
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.02,), name="practice", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and close every connection."""
        if self._http is None or self._thread is None:
            return
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
        self._http.end_connections()
        self._http = self._thread = None


class HttpServer(socketserver.TCPServer):
    """Accepts connections, each with a thread of its own, and knows how to end them all."""

    # On Windows the option would let another program take the port away.
    allow_reuse_address = os.name == "posix"
    request_queue_size = 128

    def __init__(self, owner: LoopbackServer, port: int) -> None:
        self.owner = owner
        self._lock = threading.Lock()
        self._open: dict[socket.socket, threading.Thread] = {}
        super().__init__(("127.0.0.1", port), owner.handler)

    def process_request(self, request: _Peer, client_address: object) -> None:
        assert isinstance(request, socket.socket)  # noqa: S101 - it is a TCP server
        thread = threading.Thread(
            target=self._serve, args=(request, client_address), name="practice peer", daemon=True
        )
        with self._lock:
            is_full = len(self._open) >= _MOST_PEERS
            if not is_full:
                self._open[request] = thread
        if is_full:
            self.shutdown_request(request)
        else:
            thread.start()

    def _serve(self, request: socket.socket, client_address: object) -> None:
        try:
            self.finish_request(request, client_address)
        except ConnectionError:
            _log.debug("the client left")
        except Exception as error:  # noqa: BLE001 - reported; one peer must not end the server
            # A connection that stop() has taken away is no bug.
            if request.fileno() >= 0:
                self.owner.report(error)
        finally:
            with self._lock:
                del self._open[request]
            self.shutdown_request(request)

    def end_connections(self) -> None:
        """Wake every thread that waits for a client, and wait for it to end."""
        with self._lock:
            still_open = dict(self._open)
        for request in still_open:
            with suppress(OSError):  # the client was faster
                request.shutdown(socket.SHUT_RDWR)
            if sys.platform == "win32":
                # There, only closing wakes the thread that reads.
                with suppress(OSError):
                    socket.close(request.detach())
        for thread in still_open.values():
            thread.join(_PATIENCE)
