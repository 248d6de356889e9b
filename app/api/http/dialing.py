"""Connections to a host of several addresses, tried side by side (RFC 8305, "Happy Eyeballs").

Tried one after the other, an IPv6 address that swallows packets would take all the time that a
connection has, on every call. Here the next one is begun a quarter of a second later, the first
that answers is used, and the next call begins with it.
"""

from __future__ import annotations

import math
import socket
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import zip_longest
from queue import Empty, SimpleQueue
from typing import NamedTuple

import httpcore

ATTEMPT_DELAY = 0.25
"""Seconds after which the next address is tried beside those that have not answered yet."""

_MOST_ADDRESSES = 8

Resolver = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, in the system's order. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Outcome(NamedTuple):
    """What came of trying one address: a connection or an error."""

    number: str
    stream: httpcore.NetworkStream | None
    error: Exception | None = None


class Attempts:
    """Connections being made, each on a thread of its own. Tests give another kind."""

    def __init__(self) -> None:
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self._lock = threading.Lock()
        self._is_over = False

    def begin(self, number: str, connect: Callable[[], httpcore.NetworkStream]) -> None:
        """Make one more connection beside the others."""
        threading.Thread(
            target=self._run, args=(number, connect), name="connect", daemon=True
        ).start()

    def next(self, seconds: float) -> Outcome | None:
        """The next one that ends; None where none does in time."""
        try:
            return self._outcomes.get(timeout=None if math.isinf(seconds) else seconds)
        except Empty:
            return None

    def end(self) -> None:
        """Nobody wants the others any more: those that are made are closed, now or later."""
        with self._lock:
            self._is_over = True
        while (late := self.next(0)) is not None:
            _close(late)

    def _run(self, number: str, connect: Callable[[], httpcore.NetworkStream]) -> None:
        try:
            outcome = Outcome(number, connect())
        except Exception as error:  # noqa: BLE001 - raised on the thread that waits
            outcome = Outcome(number, None, error)
        with self._lock:
            if not self._is_over:
                self._outcomes.put(outcome)
                return
        _close(outcome)


class SideBySide(httpcore.NetworkBackend):
    """Connects to the first of a host's addresses that answers, and remembers which it was."""

    def __init__(
        self,
        resolver: Resolver = resolve,
        *,
        inner: httpcore.NetworkBackend | None = None,
        attempts: Callable[[], Attempts] = Attempts,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._resolver = resolver
        self._inner = inner or httpcore.SyncBackend()
        self._attempts = attempts
        self._clock = clock
        self._worked: dict[tuple[str, int], str] = {}

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection within `timeout` seconds. Raises httpcore's errors of connecting."""
        waiting = self._in_order(host, port)
        options = tuple(socket_options or ())
        if len(waiting) == 1:
            return self._inner.connect_tcp(waiting[0], port, timeout, local_address, options)
        due = self._clock() + (math.inf if timeout is None else timeout)
        attempts, running = self._attempts(), 0
        error: Exception | None = None
        try:
            while (waiting or running) and (left := due - self._clock()) > 0:
                if waiting:
                    number = waiting.pop(0)
                    limit = None if math.isinf(left) else left
                    connect = partial(
                        self._inner.connect_tcp, number, port, limit, local_address, options
                    )
                    attempts.begin(number, connect)
                    running += 1
                ended = attempts.next(min(left, ATTEMPT_DELAY) if waiting else left)
                if ended is None:
                    continue
                running -= 1
                if ended.stream is not None:
                    self._worked[host, port] = ended.number
                    return ended.stream
                error = ended.error
        finally:
            attempts.end()
        if error is None or waiting or running:
            raise httpcore.ConnectTimeout("no address answered in time")
        raise error

    def _in_order(self, host: str, port: int) -> list[str]:
        """The host's addresses: what worked last, then both families in turn."""
        try:
            found = self._resolver(host, port)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        if not found:
            raise httpcore.ConnectError("the name has no address")
        is_first_ipv6 = ":" in found[0]
        one = [each for each in found if (":" in each) == is_first_ipv6]
        other = [each for each in found if (":" in each) != is_first_ipv6]
        in_turn = [each for pair in zip_longest(one, other) for each in pair if each]
        worked = self._worked.get((host, port))
        in_turn.sort(key=lambda each: each != worked)
        return in_turn[:_MOST_ADDRESSES]


def _close(outcome: Outcome) -> None:
    if outcome.stream is not None:
        outcome.stream.close()
