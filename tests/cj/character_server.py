"""The CJ of many characters on a socket: real connections to the core that simulated runs use."""

from __future__ import annotations

import json
import random
import threading
import time
from dataclasses import replace
from datetime import datetime

from app.practice.http_server import API_PATH, HttpReply, RequestInfo
from app.practice.server import Pacer
from tests.cj.faults import envelope_of
from tests.cj.server import FaultyRequestHandler, UnreliableServer
from tests.cj.simulation.character import Character
from tests.cj.simulation.cj import CREATE, Ask, Cj, Recorded

_NOT_TAKEN_IN = (429, 1600001, 1600002, 1600200)
"""Codes by which CJ says that it has not looked at a request: such a one was not sent at all."""


class Clock:
    """Seconds since the start of a run. Real ones, and those that were put on top."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    @property
    def now(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def shift(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        self._started -= seconds


class _Handler(FaultyRequestHandler):
    def send_response(self, code: int, message: str | None = None) -> None:
        """Without the date and name of the server: whether there is a date is CJ's to say."""
        self.send_response_only(code, message)


class CharacterServer(UnreliableServer):
    """Serves `cj`, one request at a time.

    Each program has an address of its own (`address_of`), so that the record tells them apart.
    `lock` is held while CJ acts.
    """

    handler = _Handler

    def __init__(self, character: Character, chance: random.Random) -> None:
        super().__init__()
        self.pacer = Pacer(0)
        self.time = Clock()
        self.cj = Cj(self.time, character, chance)  # type: ignore[arg-type]  # it asks for the time only
        self.lock = threading.RLock()
        self._asking = threading.local()
        """What the thread of a connection is about."""

    def address_of(self, program: str) -> str:
        """The base address for a program of this name."""
        return f"{self.origin}/{program}{API_PATH}".rstrip("/")

    def clock(self) -> datetime:
        return self.cj.time(self.time.now)

    def end_token(self, access: str) -> None:
        with self.lock:
            self.cj.kill_tokens(refresh_too=False)

    def handle(self, request: RequestInfo) -> HttpReply:
        program, _, path = request.path.removeprefix("/").partition("/")
        request = replace(request, path=f"/{path}")
        asking = self._asking
        asking.ask = Ask(
            program=program,
            endpoint=request.endpoint,
            query=[(name, value) for name, values in request.query.items() for value in values],
            body=json.loads(request.body) if request.body else {},
            token=request.headers.get("cj-access-token", ""),
            left=self.time.now,
        )
        asking.right = None
        sent = super().handle(request)
        if request.endpoint == CREATE and envelope_of(sent).get("code") not in _NOT_TAKEN_IN:
            self.cj.sent.append(asking.ask)
        right: tuple[HttpReply, Recorded] | None = asking.right
        if right is not None and sent is right[0]:
            right[1].is_told, right[1].told_at = True, self.time.now
        return sent

    def right_reply(self, request: RequestInfo) -> HttpReply:
        with self.lock:
            reply, recorded = self.cj.handle(self._asking.ask)
        headers = {name: text for name, text in reply.headers.items() if name != "content-type"}
        kind = reply.headers.get("content-type", "text/plain")
        sent = HttpReply(reply.body, reply.status, kind, headers)
        if recorded.filed is None and envelope_of(sent).get("code") != 200:
            sent = replace(sent, why="refused")
        self._asking.right = (sent, recorded)
        return sent
