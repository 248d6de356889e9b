"""The CJs of the tests, which can misbehave and keep a record."""

import select
import socket
import struct
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from app.practice.http_server import HttpReply, LoopbackServer, RequestHandler, RequestInfo
from app.practice.server import Pacer, PracticeServer
from tests.cj.faults import BrokenReply, apply_fault
from tests.cj.record import Record
from tests.cj.scenarios import Armed, Scenarios
from tests.cj.world import OTHER_API_KEY, ControlledWorld

Dialect = Literal["en", "zh"]


class FaultyRequestHandler(RequestHandler):
    """Carries out the faults of the connection itself. Its clock is the server's own."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        assert isinstance(self.server.owner, UnreliableServer)
        return super().date_time_string(timestamp or self.server.owner.clock().timestamp())

    def send(self, reply: HttpReply) -> None:
        if not isinstance(reply, BrokenReply):
            super().send(reply)
            return
        assert isinstance(self.server.owner, UnreliableServer)
        stopping = self.server.owner.stopping
        armed = reply.armed
        if armed.name == "slow_body":
            self._drip(reply, stopping)
        elif armed.name == "huge":
            self._flood(reply, stopping)
        else:
            if armed.name.startswith("timeout"):
                self._hold(armed.number("hold", 60), stopping)
            else:
                self._reset()
            self.close_connection = True

    def _drip(self, reply: BrokenReply, stopping: threading.Event) -> None:
        body = reply.body
        self.write_head(reply, len(body))
        self.flush_headers()
        step = max(1, -(-len(body) // max(1, int(reply.armed.number("pieces", 20)))))
        for start in range(0, len(body), step):
            if stopping.wait(reply.armed.number("delay", 0.1)):
                self.close_connection = True
                return
            self.wfile.write(body[start : start + step])

    def _flood(self, reply: BrokenReply, stopping: threading.Event) -> None:
        size = int(reply.armed.number("size", 50_000_000))
        opening, closing = b'{"code": 200, "result": true, "data": "', b'"}'
        self.write_head(reply, size)
        self.flush_headers()
        self.wfile.write(opening)
        rest = size - len(opening) - len(closing)
        block = b"x" * 65536
        while rest > 0 and not stopping.is_set():
            self.wfile.write(block[:rest])
            rest -= len(block)
        self.wfile.write(closing)

    def _hold(self, seconds: float, stopping: threading.Event) -> None:
        """Stay silent until the client leaves, the time is up or the server stops."""
        end = time.monotonic() + seconds
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
        """Close with RST: lingering for no time, without the shutdown that would send FIN first."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        socket.close(self.connection.detach())


class UnreliableServer(LoopbackServer):
    """Keeps a record of every request and does wrong on order; who answers is another's business.

    The record of an answer is complete before its first byte goes out, so a test that has the
    answer has the record.
    """

    handler = FaultyRequestHandler
    pacer: Pacer

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.record = Record()
        self.scenarios = Scenarios()
        self.stopping = threading.Event()
        self.internal_errors: list[Exception] = []
        """What went wrong in the server itself; a test suite wants it empty."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def clock(self) -> datetime:
        """CJ's time."""
        raise NotImplementedError

    def end_token(self, access: str) -> None:
        """From now on this access token is none."""
        raise NotImplementedError

    def right_reply(self, request: RequestInfo) -> HttpReply:
        """What is answered where nothing goes wrong."""
        raise NotImplementedError

    def handle(self, request: RequestInfo) -> HttpReply:
        armed = self.scenarios.take(request.endpoint) if request.is_api_call else None
        number = self.record.add(request, armed.name if armed else None)
        right = self.right_reply(request) if armed is None or armed.processes else None
        sent = right if armed is None else self._faulty_reply(armed, right, request)
        assert sent is not None
        self.record.finish(
            number,
            sent,
            is_sent=not isinstance(sent, BrokenReply) or sent.is_sent,
            processed=right is not None and right.why is None,
        )
        return sent

    def _faulty_reply(
        self, armed: Armed, right: HttpReply | None, request: RequestInfo
    ) -> HttpReply:
        if armed.name == "slow":
            self.stopping.wait(armed.number("delay", 2))
        if armed.name == "expired_token":
            self.end_token(request.headers.get("cj-access-token", ""))
        return apply_fault(armed, right, self.pacer, request)

    def report(self, error: Exception) -> None:
        self.internal_errors.append(error)
        super().report(error)

    def start(self) -> None:
        self.stopping.clear()
        super().start()

    def stop(self) -> None:
        """Also ends what is held."""
        self.stopping.set()
        super().stop()


class FaultyServer(UnreliableServer):
    """The practice server with a record of every request, and faults on order.

    `life` lets disputes move on with time, `extra_disputes` adds generated history, `state_path`
    keeps the world across restarts. `dialect` "zh" answers in the shape of the Chinese pages.
    """

    API_KEY = PracticeServer.API_KEY
    OTHER_API_KEY = OTHER_API_KEY

    def __init__(
        self,
        *,
        state_path: Path | None = None,
        pace: float = 1.0,
        life: bool = True,
        extra_disputes: int = 0,
        port: int = 0,
        world_type: type[ControlledWorld] = ControlledWorld,
    ) -> None:
        super().__init__(port)
        self.world = world_type(state_path, life=life, extra_disputes=extra_disputes)
        self._right = PracticeServer(self.world, pace=pace)
        self.pacer = self._right.pacer
        self.dialect: Dialect = "en"

    def clock(self) -> datetime:
        return self.world.now()

    def end_token(self, access: str) -> None:
        self.world.expire_access_tokens(access)

    def right_reply(self, request: RequestInfo) -> HttpReply:
        reply = self._right.handle(request)
        if self.dialect == "zh" and isinstance(reply.content, dict) and reply.why is None:
            content = reply.content | {"redirectUri": str(uuid.uuid4())}
            if content["data"] in (True, None, []):
                content["data"] = ""
            del content["requestId"], content["success"]
            return replace(reply, content=content)
        return reply
