"""A host of several addresses: which are tried, when, and what is remembered."""

from __future__ import annotations

import heapq
import math
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress

import httpcore
import httpx
import pytest

from app.api.http import transport as transport_module
from app.api.http.dialing import ATTEMPT_DELAY, Attempts, Outcome, SideBySide
from app.domain.errors import Offline, OfflineCause, TimedOut
from tests.api.on_line import EMPTY_LIST, client, whole
from tests.api.prepared_cj import ORDER, draft
from tests.api.raw_server import RawServer

V6, V6_MORE, V4, V4_MORE = "2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2"
NEVER = math.inf


class Stream(httpcore.NetworkStream):
    def __init__(self, number: str) -> None:
        self.number = number
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


class Net(httpcore.NetworkBackend):
    """A network whose addresses answer after so many seconds, or refuse then (below 0)."""

    def __init__(self, **answers: float) -> None:
        self.answers = {V6: NEVER, V4: 0.03} | answers
        self.found = [V6, V4]
        self.now = 0.0
        self.tried: list[tuple[float, str]] = []
        self.streams: list[Stream] = []
        self.backend = SideBySide(
            lambda _host, _port: self.found,
            inner=self,
            attempts=lambda: Later(self),
            clock=lambda: self.now,
        )

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.tried.append((round(self.now, 2), host))
        if self.answers[host] < 0:
            raise httpcore.ConnectError("refused")
        self.streams.append(Stream(host))
        return self.streams[-1]

    def dial(self, timeout: float = 5.0) -> str:
        stream = self.backend.connect_tcp("cj.test", 443, timeout)
        assert isinstance(stream, Stream)
        return stream.number


class Later(Attempts):
    """Attempts that end when their time has come on the network's clock; no thread waits."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._due: list[tuple[float, Outcome]] = []

    def begin(self, number: str, connect: Callable[[], httpcore.NetworkStream]) -> None:
        due = self._net.now + abs(self._net.answers[number])
        try:
            heapq.heappush(self._due, (due, Outcome(number, connect())))
        except httpcore.ConnectError as error:
            heapq.heappush(self._due, (due, Outcome(number, None, error)))

    def next(self, seconds: float) -> Outcome | None:
        end = self._net.now + seconds
        if self._due and self._due[0][0] <= end:
            self._net.now, outcome = heapq.heappop(self._due)
            return outcome
        self._net.now = end
        return None

    def end(self) -> None:
        for _due, outcome in self._due:
            if outcome.stream is not None:
                outcome.stream.close()


def test_an_address_that_swallows_packets_costs_a_quarter_of_a_second_once() -> None:
    net = Net()
    assert net.dial() == V4
    assert net.tried == [(0.0, V6), (ATTEMPT_DELAY, V4)]
    assert net.now == pytest.approx(ATTEMPT_DELAY + 0.03)
    assert [each.is_closed for each in net.streams] == [True, False]
    begun = net.now
    assert net.dial() == V4
    assert net.now - begun == pytest.approx(0.03)
    assert net.tried[2:] == [(round(begun, 2), V4)]


def test_one_that_answers_soon_is_the_only_one_tried() -> None:
    net = Net(**{V6: 0.1})
    assert net.dial() == V6
    assert net.tried == [(0.0, V6)]


def test_one_that_refuses_is_followed_at_once() -> None:
    net = Net(**{V6: -0.01})
    assert net.dial() == V4
    assert net.tried == [(0.0, V6), (0.01, V4)]


def test_families_take_turns() -> None:
    net = Net(**{V6: NEVER, V6_MORE: NEVER, V4: NEVER, V4_MORE: 0.1})
    net.found = [V6, V6_MORE, V4, V4_MORE]
    assert net.dial() == V4_MORE
    assert [each for _when, each in net.tried] == [V6, V4, V6_MORE, V4_MORE]


def test_the_slower_one_is_used_where_it_answers_first() -> None:
    net = Net(**{V6: 0.4, V4: 0.3})
    assert net.dial() == V6
    assert net.now == pytest.approx(0.4)


def test_what_worked_and_is_no_address_any_more_or_fails_is_not_insisted_on() -> None:
    net = Net()
    assert net.dial() == V4
    net.answers |= {V4: NEVER, V6: 0.1}
    assert net.dial() == V6
    net.found = [V4_MORE]
    net.answers[V4_MORE] = 0.1
    assert net.dial() == V4_MORE


def test_all_that_are_silent_end_in_a_timeout_of_the_whole() -> None:
    net = Net(**{V4: NEVER})
    with pytest.raises(httpcore.ConnectTimeout):
        net.dial(5.0)
    assert net.now == pytest.approx(5.0)


def test_all_that_refuse_end_in_a_refusal() -> None:
    net = Net(**{V6: -0.1, V4: -0.2})
    with pytest.raises(httpcore.ConnectError, match="refused"):
        net.dial()


def test_a_connection_that_comes_late_is_closed() -> None:
    may_go_on, is_closed = threading.Event(), threading.Event()

    class Late(Stream):
        def close(self) -> None:
            is_closed.set()

    def connect() -> httpcore.NetworkStream:
        may_go_on.wait(5)
        return Late(V6)

    attempts = Attempts()
    attempts.begin(V6, connect)
    assert attempts.next(0.01) is None
    attempts.end()
    may_go_on.set()
    assert is_closed.wait(5)


def test_a_bug_on_the_way_is_not_swallowed() -> None:
    attempts = Attempts()

    def connect() -> httpcore.NetworkStream:
        raise ZeroDivisionError

    attempts.begin(V4, connect)
    outcome = attempts.next(5)
    assert outcome is not None
    assert isinstance(outcome.error, ZeroDivisionError)


@pytest.mark.skipif(sys.platform != "linux", reason="where a full queue swallows what comes")
def test_for_real_a_silent_address_costs_no_five_seconds(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(raw_server.base_url.rpartition(":")[2])
    for _ in range(2):
        raw_server.reply(whole(EMPTY_LIST))
    numbers = ["127.0.0.2", "127.0.0.1"]
    monkeypatch.setattr(
        transport_module, "SideBySide", lambda: SideBySide(lambda _host, _port: numbers)
    )
    with ExitStack() as stack:
        silent = stack.enter_context(socket.create_server(("127.0.0.2", port), backlog=0))
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            with suppress(BlockingIOError):
                filler.connect(silent.getsockname())
        api = client(f"http://localhost:{port}")
        started = time.monotonic()
        assert api.disputes.page().counted == 0
        assert time.monotonic() - started < 4
        api.close()


def test_nobody_at_any_address_means_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    numbers = ["127.0.0.2", "127.0.0.1"]
    monkeypatch.setattr(
        transport_module, "SideBySide", lambda: SideBySide(lambda _host, _port: numbers)
    )
    api = client(f"http://localhost:{port}")
    with pytest.raises(Offline) as caught:
        api.disputes.create(ORDER, draft())
    api.close()
    assert caught.value.cause is OfflineCause.NOT_CONNECTED
    assert caught.value.not_processed


def test_silence_at_every_address_means_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    net = Net(**{V4: NEVER})
    monkeypatch.setattr(transport_module, "SideBySide", lambda: net.backend)
    api = client("https://cj.test")
    with pytest.raises(TimedOut) as caught:
        api.disputes.create(ORDER, draft())
    api.close()
    assert caught.value.not_processed
    assert isinstance(caught.value.__cause__, httpx.ConnectTimeout)
