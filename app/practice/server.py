"""The practice server: sockets and threads around the world."""

import logging
import os
import socket
import socketserver
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from app.practice.account import API_KEY, OTHER_API_KEY
from app.practice.exchange import API_PATH, Exchange
from app.practice.record import Record
from app.practice.routing import Dialect, Pacer
from app.practice.scenarios import Scenarios
from app.practice.state import World

_log = logging.getLogger(__name__)

_Peer = socket.socket | tuple[bytes, socket.socket]

#: So long stop() waits for the threads of connections, in seconds; none needs more than a moment.
_PATIENCE = 5.0


class PracticeServer:
    """A stand-in for CJ on 127.0.0.1.

    `pace` is the requests a second that a token may make (0: as many as it likes), `life` lets
    disputes move on with time, `extra_disputes` adds generated history, `state_path` keeps the
    world across restarts. `dialect` "zh" answers in the shape of the Chinese pages. After `stop` it
    can be started again, at the same address and with the same world.
    """

    API_KEY = API_KEY
    OTHER_API_KEY = OTHER_API_KEY

    def __init__(
        self,
        *,
        state_path: Path | None = None,
        pace: float = 1.0,
        life: bool = True,
        extra_disputes: int = 0,
        port: int = 0,
    ) -> None:
        self.world = World(state_path=state_path, life=life, extra_disputes=extra_disputes)
        self.record = Record()
        self.scenarios = Scenarios()
        self.pacer = Pacer(pace)
        self.dialect: Dialect = "en"
        self.stopping = threading.Event()
        self.internal_errors: list[BaseException] = []
        """What went wrong in the server itself; a test suite wants it empty."""
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

    def start(self) -> None:
        """Listen. Raises OSError if the port is taken."""
        if self._http is not None:
            return
        self.stopping.clear()
        self._http = HttpServer(self, self._port)
        self._port = self._http.server_address[1]
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.02,), name="practice", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening, end what is held, and close every connection."""
        if self._http is None or self._thread is None:
            return
        self.stopping.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
        self._http.end_connections()
        self._http = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class HttpServer(socketserver.TCPServer):
    """Accepts connections, each with a thread of its own, and knows how to end them all."""

    # On Windows the option would let another program take the port away.
    allow_reuse_address = os.name == "posix"
    request_queue_size = 128

    def __init__(self, owner: PracticeServer, port: int) -> None:
        self.owner = owner
        self._lock = threading.Lock()
        self._open: dict[socket.socket, threading.Thread] = {}
        self._to_reset: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Exchange)

    def process_request(self, request: _Peer, client_address: object) -> None:
        assert isinstance(request, socket.socket)  # noqa: S101 - it is a TCP server
        thread = threading.Thread(
            target=self._serve, args=(request, client_address), name="practice peer", daemon=True
        )
        with self._lock:
            self._open[request] = thread
        thread.start()

    def _serve(self, request: socket.socket, client_address: object) -> None:
        try:
            self.finish_request(request, client_address)
        except ConnectionError:
            _log.debug("the client left")
        except Exception as error:  # noqa: BLE001 - kept and logged; one peer must not end the server
            self.owner.internal_errors.append(error)
            _log.exception("the practice server failed")
        finally:
            self._close(request)

    def _close(self, request: socket.socket) -> None:
        with self._lock:
            del self._open[request]
            reset = request in self._to_reset
            self._to_reset.discard(request)
        if reset:
            request.close()  # without the usual shutdown, whose FIN would come before the RST
        else:
            self.shutdown_request(request)

    def reset_on_close(self, request: socket.socket) -> None:
        with self._lock:
            self._to_reset.add(request)

    def end_connections(self) -> None:
        """Wake every thread that waits for a client, and wait for it to end."""
        with self._lock:
            still_open = dict(self._open)
        for request in still_open:
            try:
                request.shutdown(socket.SHUT_RDWR)
            except OSError:
                _log.debug("the client was faster")
        for thread in still_open.values():
            thread.join(_PATIENCE)
