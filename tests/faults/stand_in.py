"""CJ as the harness needs it: it can lose its network, restart, and take anything twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from app.practice.models import Dispute, Order
from tests.cj.record import RecordedRequest
from tests.cj.server import FaultyServer
from tests.cj.world import ControlledWorld

CREATE = "disputes/create"
LIST = "disputes/getDisputeList"
TOKEN_REFUSED = 1600001


class CarelessWorld(ControlledWorld):
    """A CJ that checks neither references nor lines.

    What the real one does with a reference it has seen is not published. Here a second request
    becomes a second dispute, so that nothing but the program itself keeps a claim from being
    filed twice.
    """

    def knows_business_id(self, business_dispute_id: str) -> bool:
        return False

    def disputable(self, order: Order) -> dict[str, int]:
        return {line.line_id: line.quantity for line in order.lines}

    def can_choose(self, order: Order) -> dict[str, bool]:
        is_open = order.window_is_open(self.now())
        return {line.line_id: is_open for line in order.lines}


class StandIn:
    """The practice server of one run, with a record that outlives its restarts."""

    def __init__(self, folder: Path, *, careless: bool = False) -> None:
        self._state = folder / "cj.json"
        self._world = CarelessWorld if careless else ControlledWorld
        self._port = 0
        self.server = self._new()
        self.faults: list[BaseException] = []
        """What went wrong in the stand-in itself."""

    @property
    def address(self) -> str:
        return self.server.base_url

    def start(self) -> None:
        self.server.start()
        self._port = int(self.server.origin.rpartition(":")[2])

    def _new(self) -> FaultyServer:
        return FaultyServer(
            state_path=self._state, pace=0, life=False, port=self._port, world_type=self._world
        )

    def stop(self) -> None:
        """The network is gone: nothing is answered any more, connections break."""
        self.server.stop()
        self.faults += self.server.internal_errors
        self.server.internal_errors.clear()

    def restart(self) -> None:
        """The process ends and another one takes its place, knowing only what was saved."""
        self.stop()
        before, self.server = self.server, self._new()
        self.server.record, self.server.scenarios = before.record, before.scenarios
        self.start()

    def heal(self) -> None:
        """Healthy from now on."""
        self.server.scenarios.clear()
        self.start()

    def tokens(self) -> tuple[str, str]:
        """Access and refresh token of a merchant who has just signed in."""
        world = self.server.world
        with world.lock:
            pair = world.tokens.issue(self.server.API_KEY, world.now())
            world.save()
        return pair.access, pair.refresh

    def kill_tokens(self, *, refresh: bool) -> None:
        """The access token is dead and, with `refresh`, cannot be renewed."""
        self.server.world.expire_access_tokens()
        if refresh:
            self.server.world.kill_refresh_tokens()

    def creates(self) -> list[RecordedRequest]:
        """Every `create` that arrived, but for those that a dead token kept out at the door."""
        return [each for each in self.server.record.of(CREATE) if not _is_kept_out(each)]

    def held(self, reference: str) -> list[Dispute]:
        """The disputes that CJ has under this reference."""
        return [d for d in self.server.world.disputes() if d.business_dispute_id == reference]

    def disputes_of(self, order: str, lines: frozenset[str]) -> list[Dispute]:
        """The disputes about just these lines, whoever filed them under whatever reference."""
        found = self.server.world.disputes()
        return [d for d in found if d.order_code == order and frozenset(d.line_ids) == lines]

    def when_quiet(self, programs: int) -> None:
        """Wait until no more connections are open than programs live.

        A request of a program that was killed is still read, and counts.
        """
        http = self.server._http
        if http is not None:
            wait_until(lambda: len(http._open) <= programs, "the stand-in to be quiet")


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Wait for a condition that nobody announces. Raises `TimeoutError`."""
    tick, deadline = threading.Event(), time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        tick.wait(0.002)


def _is_kept_out(request: RecordedRequest) -> bool:
    return request.answered_code == TOKEN_REFUSED and not request.processed
