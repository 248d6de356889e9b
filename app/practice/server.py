"""The practice server: HTTP on the loopback interface around the practice world.

From a request to an envelope: path, method, token, pace, body, endpoint.
"""

import http.server
import logging
import os
import socket
import socketserver
import sys
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import ClassVar, Self
from urllib.parse import parse_qs, unquote, urlsplit

from app.practice import account, disputes, orders, refusals
from app.practice.fields import ApiRequest
from app.practice.pictures import picture
from app.practice.refusals import Refusal
from app.practice.world.json_text import decode, encode
from app.practice.world.state import API_KEY, World

_log = logging.getLogger(__name__)

_Peer = socket.socket | tuple[bytes, socket.socket]

#: What all of CJ's endpoints have in front.
API_PATH = "/api2.0/v1/"

#: A client's clock and ours tick apart a little; so much too early is forgiven (seconds).
PACE_TOLERANCE = 0.05

_SIGN_IN = "authentication/"
_PICTURES_PATH = "/pictures/"
_LARGEST_BODY = 1_000_000
_MOST_PEERS = 128
"""Connections at a time; each has a thread."""

#: So long stop() waits for the threads of connections, in seconds; none needs more than a moment.
_PATIENCE = 5.0


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


class PracticeServer(LoopbackServer):
    """A stand-in for CJ. `pace` is the requests a second that a token may make (0: any number)."""

    API_KEY = API_KEY

    def __init__(self, world: World, *, pace: float = 1.0, port: int = 0) -> None:
        super().__init__(port)
        self.world = world
        self.pacer = Pacer(pace)

    def handle(self, request: RequestInfo) -> HttpReply:
        """The reply to one request, of the API or for a picture."""
        if request.is_api_call:
            return process(self.world, self.pacer, request)
        if request.path.startswith(_PICTURES_PATH) and request.method in {"GET", "HEAD"}:
            name = request.path.removeprefix(_PICTURES_PATH)
            return HttpReply(picture(name), content_type="image/png")
        missing = "not here"
        return HttpReply(missing.encode(), http_status=404, content_type="text/plain", why=missing)


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


class Pacer:
    """Counts requests a second by token. `pace` 0 lets everything pass."""

    def __init__(self, pace: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.pace = pace
        self._clock = clock
        self._lock = threading.Lock()
        self._taken: dict[str, deque[float]] = {}

    @property
    def qps(self) -> int:
        """What setting/get tells: the whole requests a second, 100 where there is no limit."""
        return max(1, int(self.pace)) if self.pace else 100

    def admit(self, token: str) -> bool:
        """Whether this request still fits; one that does not is not counted."""
        if not self.pace:
            return True
        room = max(1, int(self.pace))
        window = room / self.pace
        now = self._clock()
        with self._lock:
            # A token whose requests are all past the window is as good as new; most are dead.
            self._taken = {
                each: taken for each, taken in self._taken.items() if now - taken[-1] < window
            }
            taken = self._taken.setdefault(token, deque(maxlen=room))
            if len(taken) == room and now - taken[0] < window - PACE_TOLERANCE:
                return False
            taken.append(now)
            return True


def process(world: World, pacer: Pacer, request: RequestInfo) -> HttpReply:
    """Let the world take the request in; a refusal becomes an envelope too."""
    try:
        with world.lock:
            world.live()
            data = _dispatch(world, pacer, request)
    except Refusal as refusal:
        return refused(refusal)
    trace = uuid.uuid4()
    # CJ writes both forms, on one page.
    request_id = trace.hex if trace.int % 2 else str(trace)
    return HttpReply(
        {
            "code": 200,
            "result": True,
            "message": "Success",
            "data": data,
            "requestId": request_id,
            "success": True,
        }
    )


def refused(refusal: Refusal) -> HttpReply:
    """The error envelope, which has no `success`."""
    return HttpReply(
        {
            "code": refusal.code,
            "result": False,
            "message": refusal.message,
            "data": None,
            "requestId": str(uuid.uuid4()),
        },
        http_status=refusal.http_status,
        why=refusal.why,
    )


def too_fast(pacer: Pacer) -> Refusal:
    """The refusal of a request that comes too early."""
    message = f"Too Many Requests, QPS limit is {pacer.qps} time/1second"
    return Refusal(refusals.TOO_FAST, message)


def _dispatch(world: World, pacer: Pacer, request: RequestInfo) -> object:
    route = _ROUTES.get(request.endpoint)
    if route is None:
        raise Refusal(refusals.NO_SUCH_INTERFACE, "Interface not found", why=request.endpoint)
    if request.method != route.method:
        message = f"Request method '{request.method}' not supported"
        raise Refusal(refusals.WRONG_METHOD, message)
    token, account_name = "", ""
    if route.needs_token:
        token, account_name = _authorised(world, request)
        if not pacer.admit(token):
            raise too_fast(pacer)
        if world.is_api_off and not request.endpoint.startswith(_SIGN_IN):
            raise refusals.api_disabled()
    body = _body(request) if route.has_body else {}
    api_request = ApiRequest(
        query=request.query,
        body=body,
        token=token,
        account=account_name,
        origin=request.origin,
        qps=pacer.qps,
    )
    return route.endpoint(world, api_request)


def _authorised(world: World, request: RequestInfo) -> tuple[str, str]:
    token = request.headers.get("cj-access-token", "")
    if not token:
        raise Refusal(refusals.NO_TOKEN, "Access token is empty")
    name = world.tokens.account_of(token, world.now())
    if name is None:
        raise bad_token()
    return token, name


def bad_token() -> Refusal:
    """The refusal of an access token that is wrong, expired or revoked."""
    return Refusal(refusals.BAD_TOKEN, "Invalid API key or access token")


def _body(request: RequestInfo) -> dict[str, object]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        message = f"Content type '{kind}' not supported"
        raise Refusal(refusals.WRONG_CONTENT_TYPE, message)
    if not request.body.strip():
        raise Refusal(refusals.NO_BODY, "Required request body is missing")
    try:
        body = decode(request.body.decode("utf-8"))
    except ValueError as error:
        raise Refusal(refusals.BAD_JSON, "JSON parse error", why=str(error)) from error
    if not isinstance(body, dict):
        raise refusals.param_error("the body must be a JSON object")
    return body


_Endpoint = Callable[[World, ApiRequest], object]


@dataclass(frozen=True)
class _Route:
    method: str
    endpoint: _Endpoint
    needs_token: bool = True
    has_body: bool = False


_ROUTES = {
    "authentication/getAccessToken": _Route(
        "POST", account.get_access_token, needs_token=False, has_body=True
    ),
    "authentication/refreshAccessToken": _Route(
        "POST", account.refresh_access_token, needs_token=False, has_body=True
    ),
    "authentication/logout": _Route("POST", account.logout),
    "setting/get": _Route("GET", account.settings),
    "shopping/order/list": _Route("GET", orders.order_list),
    "shopping/order/getOrderDetail": _Route("GET", orders.order_detail),
    "shopping/order/getOrderDetailBatch": _Route("POST", orders.order_details, has_body=True),
    "shopping/order/getProofOfDelivery": _Route("POST", orders.proof_of_delivery, has_body=True),
    "logistic/trackInfo": _Route("GET", orders.tracking),
    "disputes/disputeProducts": _Route("GET", disputes.products),
    "disputes/disputeConfirmInfo": _Route("POST", disputes.confirm, has_body=True),
    "disputes/create": _Route("POST", disputes.create, has_body=True),
    "disputes/cancel": _Route("POST", disputes.cancel, has_body=True),
    "disputes/getDisputeList": _Route("GET", disputes.dispute_list),
    "disputes/getDisputeDetail": _Route("GET", disputes.dispute_detail),
}
