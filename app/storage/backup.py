"""Backup and restore: all that this computer alone knows, of every account, as one file.

Left out is what CJ or a new look gives again, pictures among it, and what must not leave the
computer: tokens and keys, which the keyring has. A restore is built beside today's data and takes
its place in two steps, each of which the next start completes where the program dies in it.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.account.backups import BackupCause, BackupFacts, BackupRefused
from app.domain.errors import StorageCause, StorageFailed
from app.domain.ids import BusinessDisputeId
from app.storage.attachments import is_kept
from app.storage.backup_file import extract_backup, write_backup
from app.storage.database.database import PRECIOUS
from app.storage.database.failures import WRITING_FAILED, cause_of, storage_failures
from app.storage.database.file_uri import IN_MEMORY, file_uri, uri_as_it_is
from app.storage.database.migrations import MIGRATIONS, migrate, stored_version
from app.storage.files import put_in_place
from app.storage.history.sync_state import note_restored
from app.storage.ledger.ledger import abandon
from app.storage.preferences import Preferences
from app.storage.timestamps import to_ms
from app.support.paths import UNFINISHED_RESTORE, DataFolder, is_folder, make_private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


_OUR_DISPUTES = (
    "dispute_id IN (SELECT dispute_id FROM filings UNION SELECT dispute_id FROM decisions_seen)"
)
# Of CJ's disputes, those of which this computer knows more than CJ tells: that they are ours, what
# was asked for, when they were seen decided. Each condition is met by what is carried over before.
_IN_PART = {
    "disputes": _OUR_DISPUTES,
    "dispute_search": "number IN (SELECT number FROM disputes)",
    "dispute_lines": _OUR_DISPUTES,
    "dispute_details": _OUR_DISPUTES,
}
_RUNNING = "running"
"""Marks of living processes, which keep them open."""
_SETTING_ASIDE, _PUTTING = UNFINISHED_RESTORE
_ASIDE = "before-restore-"
_ROOM = ".backup-"


class Backups:
    """Makes backups of a data folder, and puts them in its place."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._guard = threading.Lock()

    def save(self, path: Path, now: datetime, program: str) -> None:
        """Write a backup. Raises `ExportFailed` and `StorageFailed`; then there is no half file."""
        try:
            self._save(self._folder.root, path, now, program)
        except StorageFailed as failure:
            if failure.cause not in WRITING_FAILED or not is_folder(path.parent):
                raise
            # Where the data can only be read, what is needed meanwhile is put beside the backup.
            self._save(path.parent, path, now, program)

    def _save(self, beside: Path, path: Path, now: datetime, program: str) -> None:
        with self._workshop(beside) as room:
            preferences = room / "preferences.json"
            # Not `load`: where they cannot be read, the backup would lack the accounts in silence.
            values = Preferences(self._folder.preferences).update(lambda stored: stored)
            Preferences(preferences).save(values._replace(last_backup=to_ms(now)))
            parts = {preferences.name: preferences}
            # Also of accounts that were removed with their data kept.
            for number, database in enumerate(_databases_in(self._folder.root)):
                copy = room / f"{number}.sqlite3"
                with storage_failures(database):
                    if not _copy_kept(database, copy):
                        continue
                place = database.relative_to(self._folder.root)
                parts[place.as_posix()] = copy
                files = database.with_name(f"{database.stem}-files")
                parts |= {
                    each.relative_to(self._folder.root).as_posix(): each
                    for each in files.glob("*/*")
                    if is_kept(each)
                }
            write_backup(path, parts, layout=len(MIGRATIONS), program=program, made=now)

    def check(self, path: Path) -> BackupFacts:
        """Look at all of a backup and tell what is in it. Changes nothing.

        Raises `BackupRefused`, and `StorageFailed` where there is no room to unpack it.
        """
        with self._workshop(self._folder.root) as room:
            return self._unpack(path, room)

    def prepare(self, path: Path, now: datetime) -> Path:
        """Build what a backup has beside today's data, which stays as it is; give the place.

        Raises as `check` does.
        """
        with self._workshop(self._folder.root) as room:
            self._unpack(path, room)
            for database in _databases_in(room):
                with storage_failures(database), closing(_open(database)) as connection:
                    _end_what_was_under_way(connection, now)
            prepared = self._folder.root / f"{_SETTING_ASIDE}{now:%Y%m%d-%H%M%S-%f}"
            with storage_failures(prepared):
                put_in_place(room, prepared)
            return prepared

    def put_in_place(self, prepared: Path) -> str:
        """Put prepared data in the place of today's; give the name of the folder that has these.

        Nothing may use the data meanwhile. Raises `StorageFailed`; then all is as it was.
        """
        root = self._folder.root
        decided = _decided_of(prepared)
        with storage_failures(root):
            try:
                aside = _set_aside(root, prepared)
                put_in_place(prepared, decided)
                _put(root, decided)
            except OSError:
                _take_back(root, prepared)
                raise
        return aside.name

    def _unpack(self, path: Path, room: Path) -> BackupFacts:
        """Check a backup whole; in the empty `room` is then what it has, in the newest layout."""
        with storage_failures(room):
            unpacked = room / ".unpacked"
            unpacked.mkdir(mode=0o700)
            made, parts = extract_backup(path, unpacked, layout=len(MIGRATIONS))
            filings = 0
            for database in _databases_in(unpacked):
                target = room / database.relative_to(unpacked)
                filings += _rebuild(database, target)
                files = database.with_name(f"{database.stem}-files")
                if files.is_dir():
                    put_in_place(files, target.with_name(files.name))
            values = Preferences(unpacked / "preferences.json").load()
            Preferences(room / "preferences.json").save(values)
            shutil.rmtree(unpacked)
        files_of_cases = sum("-files/" in each.name for each in parts)
        return BackupFacts(made, values.accounts, filings, files_of_cases)

    @contextmanager
    def _workshop(self, root: Path) -> Iterator[Path]:
        """A folder in this one that is gone afterwards, unless it was moved."""
        with self._guard:
            with storage_failures(root):
                if root == self._folder.root:
                    make_private(root)
                    for left in root.glob(_ROOM + "*"):  # by a program that died
                        shutil.rmtree(left)
                room = Path(tempfile.mkdtemp(dir=root, prefix=_ROOM))
            try:
                yield room
            finally:
                shutil.rmtree(room, ignore_errors=True)


def finish_interrupted(root: Path) -> str:
    """Complete a restore in which the program died. To be called before data is read.

    Gives the name of the folder that has the data of before.
    """
    for prepared in root.glob(_SETTING_ASIDE + "*"):
        _set_aside(root, prepared)
        put_in_place(prepared, _decided_of(prepared))
    aside = ""
    for decided in root.glob(_PUTTING + "*"):
        aside = _ASIDE + decided.name.removeprefix(_PUTTING)
        _put(root, decided)
    return aside


def _databases_in(root: Path) -> list[Path]:
    found = [root / "practice.sqlite3", *(root / "accounts").glob("*.sqlite3")]
    # Older copies and damaged files beside it have a point in their names.
    return sorted(each for each in found if each.is_file() and "." not in each.stem)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(file_uri(path, "rw"), uri=True, isolation_level=None)


def _open_to_copy(path: Path) -> sqlite3.Connection:
    live = _open(path)
    try:
        stored_version(live)
    except sqlite3.Error as error:
        live.close()
        if cause_of(error, path) not in WRITING_FAILED:
            raise
        live = sqlite3.connect(uri_as_it_is(path), uri=True, isolation_level=None)
        live.executescript(IN_MEMORY)
    return live


def _copy_kept(database: Path, target: Path) -> bool:
    """What is kept of a data file that others may be writing to, as it was at one moment.

    False for a file without any table: the first opening of its account came to nothing.
    """
    whole = target.with_suffix(".whole")
    with closing(_open_to_copy(database)) as live, closing(sqlite3.connect(whole)) as copy:
        if stored_version(live) > len(MIGRATIONS):
            raise StorageFailed(StorageCause.NEWER, path=str(database))
        live.backup(copy)
        is_begun = bool(copy.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    if is_begun:
        _carry_over(whole, target)
    whole.unlink()
    return is_begun


def _rebuild(source: Path, target: Path) -> int:
    """A data file made anew out of one that a backup had; gives how many filings it has.

    Only rows are taken over. A layout that is not ours, such as triggers, stays behind.
    """
    try:
        _carry_over(source, target)
    except sqlite3.Error as error:
        raise BackupRefused(BackupCause.DAMAGED) from error
    with closing(_open(target)) as connection:
        return int(connection.execute("SELECT count(*) FROM filings").fetchone()[0])


def _carry_over(source: Path, target: Path) -> None:
    """Fill a new data file with what is kept of another, whose layout is brought up to date."""
    with closing(_open(source)) as old:
        old.execute("PRAGMA trusted_schema = OFF")
        old.execute("PRAGMA journal_mode = DELETE")
        if not 0 < stored_version(old) <= len(MIGRATIONS):
            foreign = sqlite3.DatabaseError("no data file of ours")
            foreign.sqlite_errorcode = sqlite3.SQLITE_NOTADB
            raise foreign
        migrate(old)
    make_private(target.parent)
    target.touch(mode=0o600)
    with closing(_open(target)) as new:
        migrate(new)
        new.execute("PRAGMA foreign_keys = OFF")  # as of now there are children without parents
        new.execute("ATTACH ? AS source", (file_uri(source, "ro"),))
        new.execute("BEGIN")
        for table in (*PRECIOUS, *_IN_PART):
            condition = _IN_PART.get(table, "TRUE")
            names = [row[1] for row in new.execute(f"PRAGMA main.table_info({table})")]
            columns = ", ".join(names)
            new.execute(
                f"INSERT INTO main.{table} ({columns})"  # noqa: S608 - our own names
                f" SELECT {columns} FROM source.{table} WHERE {condition}"
            )
        if new.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.IntegrityError("rows without their parent")
        new.execute("COMMIT")


def _end_what_was_under_way(connection: sqlite3.Connection, now: datetime) -> None:
    """What may have come to CJ since is in doubt: looked for again before anything else is open."""
    connection.row_factory = sqlite3.Row
    with connection:
        connection.execute("BEGIN")
        sending = connection.execute("SELECT reference FROM filings WHERE state = 'sending'")
        for row in sending.fetchall():
            abandon(connection, BusinessDisputeId(row["reference"]), now)
        connection.execute("UPDATE filings SET nothing_found = 0")
        note_restored(connection, now)


def _set_aside(root: Path, prepared: Path) -> Path:
    aside = _aside_of(prepared)
    make_private(aside)
    _move_all(root, aside)
    return aside


def _aside_of(prepared: Path) -> Path:
    return prepared.with_name(_ASIDE + prepared.name.removeprefix(_SETTING_ASIDE))


def _decided_of(prepared: Path) -> Path:
    return prepared.with_name(_PUTTING + prepared.name.removeprefix(_SETTING_ASIDE))


def _take_back(root: Path, prepared: Path) -> None:
    """Put today's data where it was. Where that dies, the next start completes the restore."""
    decided = _decided_of(prepared)
    if decided.exists():
        _move_all(root, decided)
        put_in_place(decided, prepared)
    _move_all(_aside_of(prepared), root)
    done_with = root / f"{_ROOM}{prepared.name}"
    put_in_place(prepared, done_with)  # at once: what is half deleted must not be completed
    shutil.rmtree(done_with, ignore_errors=True)


def _put(root: Path, decided: Path) -> None:
    _clear_places(root, decided)
    _move_all(decided, root)
    shutil.rmtree(decided)


def _clear_places(root: Path, decided: Path) -> None:
    """Set aside what came to stand in the places of data files that are still to be put there.

    Today's are gone from there, but where the program died, an older one may have made new ones
    since. Their log would be applied to the restored file: SQLite knows it by its name alone.
    """
    for source in _databases_in(decided):
        place = root / source.relative_to(decided)
        for stranger in place.parent.glob(f"{place.name}*"):
            aside = root / f"{_ASIDE}{decided.name.removeprefix(_PUTTING)}-late"
            target = aside / stranger.relative_to(root)
            make_private(target.parent)
            put_in_place(stranger, target)


def _move_all(source: Path, target: Path) -> None:
    """Move the data of all accounts and the settings from one data folder to another."""
    make_private(target / "accounts")
    moved = [
        source / "preferences.json",
        *source.glob("practice.*"),
        *source.glob("practice-files"),
    ]
    if (source / "accounts").is_dir():
        moved += (source / "accounts").iterdir()  # a pattern would pass over one that is forbidden
    for each in moved:
        if each.name != _RUNNING and each.exists():
            put_in_place(each, target / each.relative_to(source))
