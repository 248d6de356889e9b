"""One process of the real program, without its window: services, storage and client as they are.

Only what is outside of it is replaced: its clocks and waits, the network, and how its data file
is opened. The file is kept open in one connection that never waits for the disk: the units of work
are the real ones, and each is a point at which others may come first or the process may die.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Event

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.api.timing import Timing
from app.domain.account.accounts import AccountId
from app.domain.account.tokens import Tokens
from app.services.account.backups import BackupService
from app.services.account.connection import Connection
from app.services.account.session import Session
from app.services.filing.drafts import DraftService
from app.services.filing.filing import FilingService
from app.services.history.history import HistoryService
from app.services.orders.orders import OrderService
from app.storage.account.credentials import Credentials
from app.storage.database.database import Database
from app.storage.database.failures import storage_failures
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from app.storage.preferences import Preferences
from app.support.paths import DataFolder, make_private
from tests.cj.simulation.cj import EPOCH, Cj
from tests.cj.simulation.network import BASE, Network, Weather
from tests.cj.simulation.scheduler import Condition, Host, Killed, Lock, World
from tests.fakes.signed_in import give_tokens

ACCOUNT = AccountId("a1")
_PATIENCE = 5.0
"""Seconds that the program waits for others to finish writing, as in the real one."""


class Computer:
    """What the programs on one machine share: its clock, and the state of its disk."""

    def __init__(self, world: World, jumps: tuple[tuple[float, float], ...] = ()) -> None:
        self._world = world
        self._jumps = jumps
        self.troubles: list[tuple[float, float, str]] = []
        """From when to when writing fails, and how."""

    def now(self) -> datetime:
        """The time of day that its clock shows."""
        now = self._world.now
        off = sum(size for at, size in self._jumps if at <= now)
        return EPOCH + timedelta(seconds=now + off)

    def trouble(self) -> tuple[float, str]:
        """Until when writing fails, and how; "" where it does not."""
        now = self._world.now
        return next(
            ((end, kind) for begin, end, kind in self.troubles if begin <= now < end), (0.0, "")
        )


class Folder:
    """A data folder: its file, held in memory, and the processes that have marked it as theirs."""

    def __init__(self, ledger: str, content: sqlite3.Connection) -> None:
        self.ledger = ledger
        """The name of what is in it. A folder that is put back has another one."""
        self.file = _copied(content)
        self.hosts: dict[str, Host] = {}

    def copy(self) -> sqlite3.Connection:
        """Its file as it is now."""
        return _copied(self.file)

    def put_back(self, content: sqlite3.Connection, ledger: str) -> None:
        """Replace the file by an older one. Nobody may be using it."""
        self.file.close()
        self.file, self.ledger = _copied(content), ledger


class SavedBackup:
    """A backup of a folder by the program's own service, as a file on a disk."""

    def __init__(self, folder: Folder, now: Callable[[], datetime]) -> None:
        self._room = tempfile.TemporaryDirectory()
        self._now = now
        self._file = Path(self._room.name) / "Backup.ddbackup"
        data = self._data("backed up")
        make_private(data.database(ACCOUNT).parent)
        with closing(sqlite3.connect(data.database(ACCOUNT))) as file:
            folder.file.backup(file)
        self._service(data).save(self._file)

    def restored(self) -> sqlite3.Connection:
        """The data file that an empty computer has once it is restored there."""
        data = self._data("restored")
        service = self._service(data)
        service.put_in_place(service.prepare(self._file))
        with closing(sqlite3.connect(data.database(ACCOUNT))) as file:
            return _copied(file)

    def close(self) -> None:
        """Throw it away."""
        self._room.cleanup()

    def _data(self, name: str) -> DataFolder:
        return DataFolder(Path(self._room.name) / name)

    def _service(self, data: DataFolder) -> BackupService:
        return BackupService(data, Preferences(data.preferences), self._now)


def _copied(content: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    content.backup(copy)
    copy.row_factory = sqlite3.Row
    copy.execute("PRAGMA foreign_keys = ON")
    return copy


class DataFile(Database):
    """The data file as one process sees it.

    One unit of work is not interrupted by another, so that all processes on a folder may share a
    connection. What locks, the log and the disk itself do is for the tests with real processes.
    """

    def __init__(self, folder: Folder, program: Program) -> None:
        super().__init__(Path("in memory") / "a1.sqlite3")
        self._program = program
        self._file = folder.file

    @contextmanager
    def opened(self) -> Iterator[None]:
        """There is nothing to open: others come between units of work as ever."""
        yield

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A unit of work that only reads."""
        self._program.point()
        with storage_failures(self.path):
            yield from self._unit("BEGIN", "ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A unit of work that is written whole or not at all, with the disk's troubles."""
        self._program.point()
        with storage_failures(self.path):
            is_kept = self._meet_trouble()
            yield from self._unit("BEGIN IMMEDIATE", "COMMIT")
            if is_kept:
                raise _failure(sqlite3.SQLITE_IOERR)
        self._program.point()

    def inspect(self, query: str) -> list[sqlite3.Row]:
        """Look into the file from outside of the run."""
        return self._file.execute(query).fetchall()

    def _unit(self, begin: str, end: str) -> Iterator[sqlite3.Connection]:
        self._file.execute(begin)
        try:
            yield self._file
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute(end)

    def _meet_trouble(self) -> bool:
        """Raise what a disk in trouble raises; whether it only says so but writes."""
        until, kind = self._program.computer.trouble()
        if kind == "locked":
            left = until - self._program.world.now
            self._program.world.sleep(min(left, _PATIENCE))
            if left > _PATIENCE:
                raise _failure(sqlite3.SQLITE_BUSY)
        elif kind == "full":
            raise _failure(sqlite3.SQLITE_FULL)
        elif kind == "input/output":
            raise _failure(sqlite3.SQLITE_IOERR)
        return kind == "kept"


class Program:
    """A process that runs, or ran."""

    def __init__(
        self,
        world: World,
        host: Host,
        folder: Folder,
        computer: Computer,
        cj: Cj,
        weather: Weather,
        chance: random.Random,
        parts: Parts,
    ) -> None:
        self.world = world
        self.host = host
        self.computer = computer
        self.dies_after = 0
        """At which point from now on it dies; 0 for never."""
        self.on_death: Callable[[], None] = lambda: None
        self.network = Network(world, cj, weather, chance, host)
        self._chance = chance
        self.database = DataFile(folder, self)
        self.ledger = parts.ledger(self.database)
        self.ledger._mark = _Mark(host, folder)  # type: ignore[assignment]  # it is asked for no more
        disputes, orders = DisputeCache(self.database), OrderCache(self.database)
        self.session = Session(
            ACCOUNT,
            Credentials(lambda: None),
            lambda: self.connection,
            now=self.now,
            clock=self.monotonic,
        )
        self.session._renewing = Lock(world)  # type: ignore[assignment]  # held during a call
        pace = _RateLimiter(world)
        timing = _Timing(self)
        self.connection = Connection(
            lambda: CjApi(
                BASE,
                access_token=self.session.access_token,
                renew=self.session.renew,
                pace=pace,
                transport=self.network,
                timing=timing,
            )
        )
        self.orders = OrderService(self.connection, orders, self.now)
        self.filing = parts.filing(
            self.connection,
            self.ledger,
            disputes,
            self.now,
            clock=self.monotonic,
            pause=world.sleep,
        )
        self.drafts = parts.drafts(self.ledger, self.now)
        self.history = HistoryService(
            self.connection,
            disputes,
            orders,
            self.ledger,
            self.database,
            self.now,
            match_listed=self.filing.match_listed,
        )

    def now(self) -> datetime:
        """The computer's clock, as the services ask for it."""
        if self._chance.random() < 0.1:
            self.point()
        return self.computer.now()

    def monotonic(self) -> float:
        """Seconds since some start."""
        return self.world.now

    def sign_in(self, tokens: tuple[str, str]) -> None:
        """A person has signed in."""
        give_tokens(self.session, Tokens(*tokens))

    def point(self) -> None:
        """Others may come first here, and the process may die here."""
        if self.dies_after:
            self.dies_after -= 1
            if not self.dies_after:
                self.world.kill(self.host)
                self.on_death()
                raise Killed
        self.world.seam()


class Parts:
    """What a program is built from; sabotage puts others in."""

    ledger: type[FilingLedger] = FilingLedger
    filing: type[FilingService] = FilingService
    drafts: type[DraftService] = DraftService


class _Mark:
    """What `ProcessMark` is, with hosts for processes."""

    def __init__(self, host: Host, folder: Folder) -> None:
        self._host = host
        self._hosts = folder.hosts

    def name(self) -> str:
        self._hosts[self._host.name] = self._host
        return self._host.name

    def is_alive(self, name: str) -> bool:
        return name in self._hosts and not self._hosts[name].is_dead

    def sweep(self) -> None:
        """Hosts leave no files."""


class _RateLimiter(RateLimiter):
    """CJ's pace in simulated time."""

    def __init__(self, world: World) -> None:
        super().__init__(clock=lambda: world.now)
        self._condition = Condition(world)  # type: ignore[assignment]  # as much of one as it uses


class _Timing(Timing):
    """Simulated time for the transport. The network ends what takes too long."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.monotonic)
        self._program = program

    def now(self) -> datetime:
        return self._program.computer.now()

    def wait(self, end: Event, seconds: float) -> bool:
        self._program.world.sleep(seconds)
        return end.is_set()

    def alarm(self, seconds: float, ring: Callable[[], None]) -> Callable[[], None]:
        return lambda: None


def _failure(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("made up")
    error.sqlite_errorcode = code
    return error


@cache
def template() -> sqlite3.Connection:
    """An empty data file of the newest layout, as the program makes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.sqlite3"
        Database(path).prepare()
        connection = sqlite3.connect(path)
        try:
            return _copied(connection)
        finally:
            connection.close()
