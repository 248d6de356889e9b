"""The data file of one account: opened per unit of work, brought up to date at start."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import TYPE_CHECKING

from app.domain.errors import StorageCause, StorageFailed
from app.storage.database import rescue
from app.storage.database.failures import FAILURES, WRITING_FAILED, cause_of, storage_failures
from app.storage.database.file_uri import IN_MEMORY, file_uri, uri_as_it_is
from app.storage.database.migrations import MIGRATIONS, migrate, stored_version
from app.storage.database.process_lock import only_one_process
from app.storage.files import put_in_place
from app.support.paths import make_private

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

_PATIENCE = 5.0
_WHOLE_CHECK_BYTES = 4 * 1024 * 1024
"""A file no larger is checked as a whole at every start, which takes a hundredth of a second."""
PRECIOUS = (
    "filings",
    "held_lines",
    "attempts",
    "draft_versions",
    "notes",
    "buyer_refunds",
    "muted_orders",
    "told_claims",
    "saved_views",
    "templates",
    "decisions_seen",
)
"""Tables of what cannot be had again from CJ, or only in part: checked at each start, backed up.
The rest grows with the history."""
_PORTION = 100
_NAMES = (
    "SELECT found.name, part.name"
    " FROM sqlite_schema AS found, pragma_table_info(found.name) AS part"
    " WHERE found.type = 'table'"
)


class Database:
    """One SQLite file. Every unit of work opens its own connection and closes it at its end.

    So a unit may run on any thread, and several processes may share the file. Units that follow
    one another may share a connection (`opened`). `patience` is how many seconds to wait for
    others to finish writing.
    """

    def __init__(
        self,
        path: Path,
        *,
        patience: float = _PATIENCE,
        migrations: Sequence[str] = MIGRATIONS,
    ) -> None:
        self.path = path
        self._log = path.with_name(path.name + "-wal")
        self._suspicion = path.with_suffix(".suspect")
        self._patience = patience
        self._migrations = migrations
        self._here = threading.local()
        """The connection that units of work of this thread share, if they do."""

    def prepare(self) -> Path | None:
        """Create the file or bring it up to date; to be called once, before anything else.

        Gives where the damaged file is now, if it was damaged. A backup of an older one stands
        beside it.

        A file of a newer version is left alone, to the byte (`StorageFailed`, cause `NEWER`). A
        damaged one is renamed, never deleted, and what can be read of it goes into a new one.
        Where the disk is full or the folder read-only, a file that is up to date is left as it is.
        """
        try:
            with storage_failures(self.path, is_reading=True):
                make_private(self.path.parent)
                with only_one_process(self.path.with_suffix(".lock"), self._patience):
                    return self._prepare()
        except StorageFailed as failure:
            if failure.cause not in WRITING_FAILED:
                raise
            self._try_reading(failure)
            return None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Let the units of work of this thread within it open the file once.

        To open it takes longer than most of them do. Each is a unit of its own all the same. Not to
        be held while CJ is asked: that the file is open keeps its log, and others from moving it.
        """
        with ExitStack() as stack:
            if self._kept() is None:
                try:
                    self._here.connection = stack.enter_context(self._connect())
                except StorageFailed as failure:
                    if failure.cause not in WRITING_FAILED:
                        raise  # otherwise units that only read may still open it by themselves
                else:
                    stack.callback(delattr, self._here, "connection")
            yield

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A unit of work that only reads, and sees one state of the file throughout.

        It works on a full disk and in a read-only folder, too.
        """
        with self._connect(is_reading=True) as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()
                connection.execute("PRAGMA query_only = OFF")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A unit of work that is on the disk when the block ends, or not at all if it raises."""
        with self._connect() as connection, connection:  # commits, or rolls back
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def _failures(self, *, is_reading: bool) -> Iterator[None]:
        """Damage met at run time is left a note of, so that the next start looks at everything."""
        try:
            with storage_failures(self.path, is_reading=is_reading):
                yield
        except (StorageFailed, sqlite3.OperationalError) as failure:
            # SQLite's own is a mistake of ours, or a name that damage has changed.
            if not isinstance(failure, StorageFailed) or failure.cause is StorageCause.CORRUPT:
                with suppress(OSError):  # what counts is the failure itself
                    self._suspicion.touch(mode=0o600)
            raise

    def _kept(self) -> sqlite3.Connection | None:
        return getattr(self._here, "connection", None)

    @contextmanager
    def _connect(self, *, is_reading: bool = False) -> Iterator[sqlite3.Connection]:
        with self._failures(is_reading=is_reading):
            kept = self._kept()
            # A unit within another one is apart from it: what it undoes is its own.
            if kept is not None and not kept.in_transaction:
                self._check_version(kept)
                yield kept
                return
            with ExitStack() as stack:
                try:
                    connection = stack.enter_context(self._open("rw"))
                except FAILURES as error:
                    if not is_reading or cause_of(error, self.path) not in WRITING_FAILED:
                        raise
                    connection = stack.enter_context(
                        self._open_uri(uri_as_it_is(self.path), IN_MEMORY)
                    )
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA synchronous = FULL")
                self._check_version(connection)
                yield connection

    def _try_reading(self, failure: StorageFailed) -> None:
        """Raise the failure of preparing the file where reading can't do without that."""
        try:
            with self.read():
                return
        except StorageFailed as of_reading:
            if of_reading.cause in (StorageCause.OTHER, StorageCause.CORRUPT):
                raise failure from of_reading  # there is none, or it has to be worked on
            raise

    def _check_version(self, connection: sqlite3.Connection) -> None:
        # A newer copy of the program may have upgraded the file while this one runs.
        version = stored_version(connection)
        if version != len(self._migrations):
            is_newer = version > len(self._migrations)
            cause = StorageCause.NEWER if is_newer else StorageCause.OTHER
            raise StorageFailed(cause, path=str(self.path))

    def _open(self, mode: str) -> AbstractContextManager[sqlite3.Connection]:
        return self._open_uri(file_uri(self.path, mode))

    @contextmanager
    def _open_uri(self, uri: str, options: str = "") -> Iterator[sqlite3.Connection]:
        with closing(
            sqlite3.connect(uri, uri=True, isolation_level=None, timeout=self._patience)
        ) as connection:
            connection.row_factory = sqlite3.Row
            connection.executescript(options)
            # macOS keeps what it was told to write in the drive's cache unless asked twice.
            connection.execute("PRAGMA fullfsync = ON")
            # In KiB. Otherwise it is 2 MB of pages, and the heap of each thread that has read keeps
            # as much. The system has the file in memory anyway, so nothing takes longer.
            connection.execute("PRAGMA cache_size = -256")  # reads the file, which may be damaged
            yield connection

    def _prepare(self) -> Path | None:
        rescue.finish_interrupted(self.path)
        set_aside = None
        try:
            self._bring_up_to_date()
        except FAILURES as error:
            if cause_of(error, self.path) is not StorageCause.CORRUPT:
                raise
            set_aside = rescue.replace_damaged(self.path, self._migrations)
            with self._open("rw") as connection:
                connection.execute("PRAGMA journal_mode = WAL")
        self._suspicion.unlink(missing_ok=True)
        return set_aside

    def _bring_up_to_date(self) -> None:
        newest = len(self._migrations)
        version = self._version_untouched()
        if version > newest:
            raise StorageFailed(StorageCause.NEWER, path=str(self.path))
        self.path.touch(mode=0o600)  # private in whatever folder; the log beside it follows
        tables = () if version < newest or self._may_be_damaged() else PRECIOUS
        with self._open("rw") as connection:
            if self.path.stat().st_size:
                _check(connection, tables)
            if version and (version < newest or self._suspicion.exists()):
                _check_names(connection, self._migrations[:version])
            if 0 < version < newest:
                self._back_up(connection, version)
            connection.execute("PRAGMA journal_mode = WAL")
            migrate(connection, self._migrations)

    def _may_be_damaged(self) -> bool:
        """Whether all of the file is to be checked, not only what is precious.

        A long history would take a second, before any of it is seen. So that is done only after
        an end without a goodbye, which leaves the log behind, and after damage that was met.
        """
        is_small = self.path.stat().st_size <= _WHOLE_CHECK_BYTES
        return is_small or self._log.exists() or self._suspicion.exists()

    def _version_untouched(self) -> int:
        """The file's version, read so that not a byte of a newer file changes."""
        header = b""
        if self.path.exists():
            with self.path.open("rb") as file:
                header = file.read(100)
        in_header = int.from_bytes(header[60:64]) if header.startswith(b"SQLite format 3\0") else 0
        if not header or in_header > len(self._migrations) or not self._log.exists():
            return in_header
        with self._open("ro") as connection:  # the log may hold a newer header
            return stored_version(connection)

    def _back_up(self, connection: sqlite3.Connection, version: int) -> None:
        target = self.path.with_name(f"{self.path.stem}.backup-v{version}{self.path.suffix}")
        unfinished = target.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        with closing(sqlite3.connect(unfinished)) as copy:
            connection.backup(copy)
        put_in_place(unfinished, target)


def in_portions(found: sqlite3.Cursor) -> Iterator[sqlite3.Row]:
    """The rows found, a hundred of which are read before any of them is worked on.

    To read a row lets go of Python's lock and takes it back at once. Were each row worked on in
    between, a window that waits for the lock would be woken up for every row, and find it taken.
    """
    while rows := found.fetchmany(_PORTION):
        yield from rows


def _check(connection: sqlite3.Connection, tables: Sequence[str] = ()) -> None:
    """Raise what a damaged file raises; all of it is looked at where no tables are named."""
    for argument in tables or ("1",):
        try:
            verdict = connection.execute(f"PRAGMA quick_check({argument})").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # there is no table of that name
                raise _damage(str(error)) from error
            raise
        if verdict != "ok":
            raise _damage(verdict)


def _check_names(connection: sqlite3.Connection, migrations: Sequence[str]) -> None:
    """Raise the same where a table or column is missing that these steps make.

    SQLite itself takes any name for a good one.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        migrate(new, migrations)
        missing = set(new.execute(_NAMES)) - set(map(tuple, connection.execute(_NAMES)))
    if missing:
        raise _damage(f"missing: {sorted(missing)}")


def _damage(verdict: str) -> sqlite3.DatabaseError:
    damage = sqlite3.DatabaseError(verdict)
    damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return damage
