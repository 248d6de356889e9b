"""The way between a program and CJ: slow, broken in the middle, or cut, as the seed has it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx

from tests.cj.simulation.cj import CREATE, Ask, Cj, Recorded, Reply
from tests.cj.simulation.scheduler import Host, World

BASE = "https://cj.invalid/api2.0/v1"
_PREFIX = "/api2.0/v1/"
READ_TIMEOUT = 20.0
"""Seconds after which the program gives up on an answer."""

AFTER = ("timeout after", "reset after", "half body after", "page after")
BEFORE = ("no connection", "timeout before", "reset before", "page before")
LATE = "late"
"""It waits in some queue and reaches CJ after the program gave up."""
_PAGE = b"<html><head><title>502</title></head><body>Bad gateway</body></html>"


@dataclass(slots=True)
class Weather:
    """What befalls the requests of a run."""

    rate: float = 0.0
    """Rate at which any request fails in some way."""
    creates: list[str] = field(default_factory=list)
    """What befalls the first, second, … `create`; "" for nothing."""
    outages: list[tuple[float, float]] = field(default_factory=list)
    """From when to when nothing gets through."""

    def befalls(self, endpoint: str, now: float, chance: random.Random) -> str:
        """What happens to a request that leaves now; "" for nothing."""
        if any(begin <= now < end for begin, end in self.outages):
            return chance.choice(("no connection", "no connection", "timeout before"))
        if endpoint == CREATE and self.creates:
            return self.creates.pop(0)
        if self.rate and chance.random() < self.rate:
            return chance.choice((*BEFORE, *AFTER))
        return ""


class Network(httpx.BaseTransport):
    """One program's network, in the place of httpx's own."""

    def __init__(
        self, world: World, cj: Cj, weather: Weather, chance: random.Random, host: Host
    ) -> None:
        self._world = world
        self._cj = cj
        self._weather = weather
        self._chance = chance
        self._host = host
        self.tell: Callable[[str], None] = lambda _what: None
        """Told what befalls a request, for the story."""
        self.on_answer: list[Callable[[], None]] = []
        """Called when a `create` has ended, just before the program hears how."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request to CJ and its answer back."""
        ask = self._ask(request)
        try:
            return self._sent(ask, request)
        finally:
            if ask.endpoint == CREATE and not self._host.is_dead:
                for act in self.on_answer:
                    act()

    def _sent(self, ask: Ask, request: httpx.Request) -> httpx.Response:
        befalls = self._weather.befalls(ask.endpoint, self._world.now, self._chance)
        if befalls:
            self.tell(f"{ask.endpoint.split('/')[-1]}: {befalls}")
        if befalls == "no connection":
            self._world.sleep(self._chance.choice((0.01, 0.2, 5.0)))
            raise httpx.ConnectError("no way", request=request)
        trace = request.extensions.get("trace")
        if trace is not None:
            trace("http11.send_request_headers.started", {"request": request})
        if ask.endpoint == CREATE:
            self._cj.sent.append(ask)
        if befalls == "timeout before":
            self._fail_after(READ_TIMEOUT, httpx.ReadTimeout("no answer", request=request))
        if befalls == "reset before":
            self._fail_after(0.3, httpx.ReadError("reset", request=request))
        if befalls == "page before":
            self._world.sleep(0.5)
            return httpx.Response(502, content=_PAGE, request=request)
        return self._carried(ask, befalls, request)

    def _carried(self, ask: Ask, befalls: str, request: httpx.Request) -> httpx.Response:
        """What becomes of a request that reaches CJ, whether or not the program still lives."""
        done: list[tuple[Reply, Recorded]] = []
        way = self._way()
        if befalls == LATE:
            way = READ_TIMEOUT + self._chance.uniform(0, 70)
        self._world.at(self._world.now + way, lambda: done.append(self._cj.handle(ask)))
        if befalls in ("timeout after", LATE):
            self._fail_after(READ_TIMEOUT, httpx.ReadTimeout("no answer", request=request))
        self._world.sleep(way + 0.001)
        self._world.sleep(self._way())
        if befalls == "reset after":
            raise httpx.ReadError("reset", request=request)
        reply, recorded = done[0]
        if befalls == "page after":
            return httpx.Response(504, content=_PAGE, request=request)
        if befalls == "half body after":
            half = reply.body[: len(reply.body) // 2]
            return httpx.Response(reply.status, headers=reply.headers, stream=_Broken(half))
        recorded.is_told, recorded.told_at = True, self._world.now
        return httpx.Response(
            reply.status, headers=reply.headers, content=reply.body, request=request
        )

    def _fail_after(self, seconds: float, error: httpx.TransportError) -> None:
        self._world.sleep(seconds)
        raise error

    def _way(self) -> float:
        """Seconds for one direction, CJ's own work included."""
        draw = self._chance.random()
        return 0.05 + 0.3 * draw if draw < 0.97 else 4.0 * draw

    def _ask(self, request: httpx.Request) -> Ask:
        content = request.content
        return Ask(
            program=self._host.name,
            endpoint=request.url.path.removeprefix(_PREFIX),
            query=request.url.params.multi_items(),
            body=json.loads(content) if content else {},
            token=request.headers.get("CJ-Access-Token", ""),
            left=self._world.now,
        )


class _Broken(httpx.SyncByteStream):
    """A body that ends before its end."""

    def __init__(self, half: bytes) -> None:
        self._half = half

    def __iter__(self) -> Iterator[bytes]:
        yield self._half
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message")
