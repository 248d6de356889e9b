from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import StorageCause, StorageFailed
from app.storage.database.database import Database
from app.storage.database.migrations import MIGRATIONS
from tests.conftest import fill_up

NEXT = (*MIGRATIONS, "ALTER TABLE filings ADD COLUMN note TEXT NOT NULL DEFAULT 'none';")


def fill(database: Database, count: int = 1) -> None:
    with database.write() as connection:
        connection.executemany(
            "INSERT INTO sync_state VALUES (?, ?)", [(f"k{i}", "x" * 500) for i in range(count)]
        )


def count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute("SELECT count(*) FROM sync_state").fetchone()[0])


def moved_to(folder: Path, database: Database, *, is_in_log: bool) -> Database:
    """A copy of the file with one row more, which a program that died has left in the log."""
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute("INSERT INTO sync_state VALUES ('k', 'v')")
        connection.commit()
        if not is_in_log:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for path in (database.path, Path(f"{database.path}-wal")):
            if path.stat().st_size:
                shutil.copy(path, folder)
    return Database(folder / database.path.name, patience=0.1)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".lock"}


def test_the_file_is_made_with_its_folder(tmp_path: Path) -> None:
    database = Database(tmp_path / "accounts" / "a.sqlite3")
    assert database.prepare() is None
    assert database.prepare() is None
    if os.name == "posix":
        assert (tmp_path / "accounts").stat().st_mode & 0o077 == 0
        assert database.path.stat().st_mode & 0o077 == 0


def test_connections_are_set_up_for_safety(database: Database) -> None:
    with database.write() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_what_fails_leaves_nothing(database: Database) -> None:
    def fail_midway() -> None:
        with database.write() as connection:
            connection.execute("INSERT INTO sync_state VALUES ('k', 'v')")
            raise LookupError

    with pytest.raises(LookupError):
        fail_midway()
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM sync_state").fetchone()[0] == 0


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(StorageFailed) as caught, database.read() as connection:
        connection.execute("INSERT INTO sync_state VALUES ('k', 'v')")
    assert caught.value.cause is StorageCause.READ_ONLY


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM sync_state").fetchone()[0] == 0
        fill(database)
        assert connection.execute("SELECT count(*) FROM sync_state").fetchone()[0] == 0


def test_units_that_open_the_file_once_are_units_all_the_same(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def noted(*args: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*args, **options))
        return opened[-1]

    def keys() -> list[str]:
        with database.read() as connection:
            return [row[0] for row in connection.execute("SELECT key FROM sync_state")]

    def fail_midway() -> None:
        with database.write() as connection:
            connection.execute("INSERT INTO sync_state VALUES ('lost', 'v')")
            raise LookupError

    monkeypatch.setattr(sqlite3, "connect", noted)
    with database.opened(), database.opened():
        assert keys() == []
        fill(database)
        with pytest.raises(LookupError):
            fail_midway()
        with closing(connect(database.path)) as other, other:
            other.execute("INSERT INTO sync_state VALUES ('other', 'v')")
        assert keys() == ["k0", "other"]
        with pytest.raises(StorageFailed), database.read() as connection:
            connection.execute("INSERT INTO sync_state VALUES ('read', 'v')")
        thread = threading.Thread(target=keys)
        thread.start()
        thread.join()
    assert len(opened) == 2, "one for each thread"
    assert keys() == ["k0", "other"]
    assert len(opened) == 3
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_little_of_the_file_is_kept_in_memory(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute("PRAGMA cache_size").fetchone()[0] == -256


def test_a_unit_within_another_one_undoes_nothing_of_it(database: Database) -> None:
    with database.opened(), database.write() as connection:
        connection.execute("INSERT INTO sync_state VALUES ('kept', 'v')")
        with database.read() as other:
            assert other.execute("SELECT key FROM sync_state").fetchall() == []
    with database.read() as connection:
        assert connection.execute("SELECT key FROM sync_state").fetchone()[0] == "kept"


def test_a_newer_program_is_noticed_while_the_file_is_open(database: Database) -> None:
    with database.opened():
        Database(database.path, migrations=NEXT).prepare()
        with pytest.raises(StorageFailed) as caught, database.read():
            pass
    assert caught.value.cause is StorageCause.NEWER


def test_units_of_work_may_run_on_any_thread(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.sqlite3")
    database.prepare()

    def count_up() -> None:
        for _ in range(20):
            with database.write() as connection:
                row = connection.execute("SELECT value FROM sync_state").fetchone()
                connection.execute(
                    "INSERT OR REPLACE INTO sync_state VALUES ('n', ?)",
                    (str(int(row[0]) + 1 if row else 1),),
                )

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.execute("SELECT value FROM sync_state").fetchone()[0] == "80"


def test_a_mistake_of_ours_is_no_storage_failure(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), database.read() as connection:
        connection.execute("SELECT * FROM no_such_table")
    with pytest.raises(sqlite3.IntegrityError), database.write() as connection:
        connection.execute("INSERT INTO held_lines VALUES ('L', 'nobody')")


def test_a_file_in_use_is_locked(database: Database) -> None:
    with database.write(), pytest.raises(StorageFailed) as caught, database.write():
        pass
    assert caught.value.cause is StorageCause.LOCKED
    assert caught.value.path == str(database.path)
    assert caught.value.__cause__ is not None


def test_a_full_disk_changes_nothing(database: Database) -> None:
    def fill_up() -> None:
        with database.write() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            connection.executemany(
                "INSERT INTO sync_state VALUES (?, ?)", [(f"k{i}", "x" * 5000) for i in range(99)]
            )

    with pytest.raises(StorageFailed) as caught:
        fill_up()
    assert caught.value.cause is StorageCause.DISK_FULL
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM sync_state").fetchone()[0] == 0


@pytest.mark.parametrize("is_in_log", [False, True])
def test_what_is_kept_is_read_on_a_full_disk(
    database: Database, small_disk: Callable[[str], Path], *, is_in_log: bool
) -> None:
    disk = small_disk("1m")
    moved = moved_to(disk, database, is_in_log=is_in_log)
    before = contents(disk)
    fill_up(disk)
    assert moved.prepare() is None
    with moved.opened():
        assert count(moved) == 1
        with pytest.raises(StorageFailed) as writing:
            fill(moved, 2)
    assert writing.value.cause is StorageCause.DISK_FULL
    assert not writing.value.is_reading
    (disk / "filling").unlink()
    assert before.items() <= contents(disk).items()
    with moved.write() as connection:
        connection.execute("DELETE FROM sync_state")
    assert count(moved) == 0


def test_what_is_kept_is_read_on_a_disk_that_takes_no_further_file(
    database: Database, small_disk: Callable[[str], Path]
) -> None:
    disk = small_disk("1m,nr_inodes=4")
    moved = moved_to(disk, database, is_in_log=False)
    for name in ("one", "two"):  # the folder itself is the fourth
        (disk / name).touch()
    assert moved.prepare() is None
    assert count(moved) == 1
    with pytest.raises(StorageFailed) as writing:
        fill(moved)
    assert writing.value.cause is StorageCause.DISK_FULL


def test_a_full_disk_that_takes_no_file_is_told(small_disk: Callable[[str], Path]) -> None:
    disk = small_disk("64k")
    fill_up(disk)
    with pytest.raises(StorageFailed) as caught:
        Database(disk / "a.sqlite3").prepare()
    assert caught.value.cause is StorageCause.DISK_FULL
    assert caught.value.is_reading


@pytest.mark.skipif(os.name != "posix", reason="there the system keeps folders writable")
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    # Holds for root too, whom permissions do not stop: a file is in the way.
    (tmp_path / "accounts").write_text("")
    with pytest.raises(StorageFailed) as caught:
        Database(tmp_path / "accounts" / "a.sqlite3").prepare()
    assert caught.value.cause is StorageCause.OTHER


@pytest.fixture
def in_somebodys_folder() -> Iterator[tuple[Path, Callable[[int], None]]]:
    """A folder, and what gives it permissions, for others than root."""
    if os.name != "posix":
        pytest.skip("Windows has no read-only folders")
    # Not in tmp_path: where root runs the tests, they become somebody else for a moment.
    folder = Path(tempfile.mkdtemp())
    user = os.geteuid()

    def forbid(folder_mode: int) -> None:
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(folder_mode)
        os.seteuid(user or 65534)

    yield folder, forbid
    os.seteuid(user)
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.parametrize("is_in_log", [False, True])
def test_what_is_kept_is_read_in_a_read_only_folder(
    database: Database,
    in_somebodys_folder: tuple[Path, Callable[[int], None]],
    *,
    is_in_log: bool,
) -> None:
    folder, forbid = in_somebodys_folder
    moved = moved_to(folder, database, is_in_log=is_in_log)
    before = contents(folder)
    forbid(0o555)
    assert moved.prepare() is None
    assert count(moved) == 1
    with pytest.raises(StorageFailed) as writing:
        fill(moved, 2)
    assert writing.value.cause is StorageCause.READ_ONLY
    assert not writing.value.is_reading
    assert contents(folder) == before


def test_a_file_that_is_missing_or_old_cannot_be_read_in_a_read_only_folder(
    in_somebodys_folder: tuple[Path, Callable[[int], None]],
) -> None:
    folder, forbid = in_somebodys_folder
    older = Database(folder / "old.sqlite3")
    older.prepare()
    forbid(0o555)
    for database in (Database(older.path, migrations=NEXT), Database(folder / "none.sqlite3")):
        with pytest.raises(StorageFailed) as caught:
            database.prepare()
        assert caught.value.cause is StorageCause.READ_ONLY
        assert caught.value.is_reading


def test_a_missing_file_is_not_made_by_reading(tmp_path: Path) -> None:
    database = Database(tmp_path / "gone.sqlite3")
    with pytest.raises(StorageFailed) as caught, database.read():
        pass
    assert caught.value.cause is StorageCause.OTHER
    assert not database.path.exists()


def test_a_path_may_hold_anything(tmp_path: Path) -> None:
    question = "" if sys.platform == "win32" else "?"
    database = Database(tmp_path / f"50% off{question}#1 & ü 数据" / "a b.sqlite3")
    database.prepare()
    fill(database)
    assert database.path.exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows allows no such path")
def test_a_path_that_is_too_long_for_sqlite_is_told(tmp_path: Path) -> None:
    database = Database(tmp_path.joinpath(*["x" * 200] * 3) / "a.sqlite3")
    with pytest.raises(StorageFailed) as caught:
        database.prepare()
    assert caught.value.cause is StorageCause.PATH_TOO_LONG


def test_an_older_file_is_backed_up_and_upgraded(database: Database) -> None:
    fill(database, 3)
    newer = Database(database.path, migrations=NEXT)
    assert newer.prepare() is None
    assert newer.prepare() is None
    with newer.read() as connection:
        assert connection.execute("SELECT count(*) FROM sync_state").fetchone()[0] == 3
        connection.execute("SELECT note FROM filings")
    backup = database.path.with_name(f"account.backup-v{len(MIGRATIONS)}.sqlite3")
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
        assert connection.execute("SELECT count(*) FROM sync_state").fetchone()[0] == 3


def test_a_failed_step_leaves_the_version_before(database: Database) -> None:
    fill(database)
    broken = (*MIGRATIONS, "CREATE TABLE extra (a TEXT);\nINSERT INTO no_such_table VALUES (1);")
    with pytest.raises(sqlite3.OperationalError):
        Database(database.path, migrations=broken).prepare()
    with database.read() as connection:  # and it still works as before
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema")]
        assert "extra" not in names


@pytest.mark.parametrize("closed", [True, False], ids=["in the file", "still in the log"])
def test_a_newer_file_is_left_alone(tmp_path: Path, closed: bool) -> None:  # noqa: FBT001 - a case
    newer = Database(tmp_path / "made" / "a.sqlite3", migrations=NEXT)
    newer.prepare()
    fill(newer, 5)
    with closing(sqlite3.connect(newer.path)) as keeper:
        # A second connection keeps the log from being merged into the file.
        keeper.execute("SELECT count(*) FROM filings").fetchone()
        with newer.write() as connection:
            connection.execute(f"PRAGMA user_version = {len(NEXT)}")
        if not closed:
            shutil.copytree(newer.path.parent, tmp_path / "copy")
    if closed:
        shutil.copytree(newer.path.parent, tmp_path / "copy")
    before = contents(tmp_path / "copy")
    ours = Database(tmp_path / "copy" / "a.sqlite3")
    with pytest.raises(StorageFailed) as caught:
        ours.prepare()
    assert caught.value.cause is StorageCause.NEWER
    after = contents(tmp_path / "copy")
    kept = {name for name in before if not name.endswith("-shm")}
    assert {name: after.get(name) for name in kept} == {name: before[name] for name in kept}


def test_an_upgrade_under_our_feet_is_noticed(database: Database) -> None:
    Database(database.path, migrations=NEXT).prepare()
    with pytest.raises(StorageFailed) as caught, database.write():
        pass
    assert caught.value.cause is StorageCause.NEWER


def test_several_starts_at_once_make_one_file(tmp_path: Path) -> None:
    results: list[Path | None] = []

    def start() -> None:
        results.append(Database(tmp_path / "a.sqlite3").prepare())

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [None] * 6
