"""The real stack below the window: SQLite, the HTTP client, and the practice server on loopback."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.api.timing import Timing
from app.composition import AccountComposer
from app.domain.account.accounts import AccountId
from app.services.account.connection import Connection
from app.services.account.session import Session
from app.services.filing.drafts import DraftService
from app.services.filing.filing import FilingService
from app.services.history.history import HistoryService
from app.services.orders.orders import OrderService
from app.storage.account.credentials import Credentials
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from app.support.clock import utc_now
from app.support.paths import DataFolder
from tests.cj.server import FaultyServer
from tests.data_files import CopiedDatabase, ready_database
from tests.fakes.signed_in import give_tokens
from tests.services.scripted_cj import Merchant, ScriptedCj

ACCOUNT = AccountId("a1")
DEADLINE = 1.0
"""Seconds after which these tests' client gives up on an answer."""


class MovableTiming(Timing):
    """The machine's time, which a test may let pass at once."""

    def __init__(self) -> None:
        super().__init__(lambda: time.monotonic() + self._passed)
        self._passed = 0.0

    def pass_time(self, seconds: float) -> None:
        self._passed += seconds


@dataclass(frozen=True)
class Stack:
    """One program's worth of services, without a window."""

    server: FaultyServer
    session: Session
    orders: OrderService
    filing: FilingService
    drafts: DraftService
    history: HistoryService
    ledger: FilingLedger
    connection: Connection
    timing: MovableTiming

    def pass_time(self, seconds: float) -> None:
        """Let time pass at once, for CJ and for the client."""
        self.server.world.shift_clock(timedelta(seconds=seconds))
        self.timing.pass_time(seconds)


def build_stack(server: FaultyServer, folder: Path, credentials: Credentials) -> Stack:
    """A stack on a folder; two on one folder are two processes of one user."""
    database = ready_database(folder / "a1.sqlite3")
    ledger, disputes, orders = FilingLedger(database), DisputeCache(database), OrderCache(database)
    timing = MovableTiming()
    session = Session(ACCOUNT, credentials, lambda: connection)
    connection = Connection(
        lambda: CjApi(
            server.base_url,
            access_token=session.access_token,
            renew=session.renew,
            pace=RateLimiter(math.inf),
            deadline=DEADLINE,
            timing=timing,
        )
    )
    return Stack(
        server,
        session,
        OrderService(connection, orders, utc_now, answers=ledger.answers),
        FilingService(connection, ledger, disputes, utc_now),
        DraftService(ledger, utc_now),
        HistoryService(connection, disputes, orders, ledger, database, utc_now),
        ledger,
        connection,
        timing,
    )


@contextmanager
def signed_in(server: FaultyServer, folder: Path) -> Iterator[Stack]:
    """A stack on a folder whose account has signed in; its connection is closed at the end."""
    built = build_stack(server, folder, Credentials())
    give_tokens(built.session, built.connection.api.account.sign_in(server.API_KEY))
    try:
        yield built
    finally:
        built.connection.close()


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer(pace=0, life=False) as running:
        yield running


@pytest.fixture
def opener(
    server: FaultyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AccountComposer]:
    """Opens accounts at this server, as fast as it lets a token be used."""
    pace = server.pacer.pace or math.inf
    monkeypatch.setattr("app.composition.RateLimiter", partial(RateLimiter, pace))
    monkeypatch.setattr("app.composition.Database", CopiedDatabase)
    made = AccountComposer(DataFolder(tmp_path / "data"), server.base_url)
    yield made
    made.close()


@pytest.fixture
def cj() -> ScriptedCj:
    return ScriptedCj()


@pytest.fixture
def merchant(cj: ScriptedCj, tmp_path: Path) -> Iterator[Merchant]:
    made = Merchant(cj, tmp_path)
    with made.database.opened():  # to open it for each unit takes longer than most of them
        yield made


@pytest.fixture
def stack(server: FaultyServer, tmp_path: Path) -> Iterator[Stack]:
    with signed_in(server, tmp_path) as built, built.ledger.opened():
        server.record.clear()
        yield built
