from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.domain.account.accounts import Account, AccountId
from app.domain.account.backups import BackupCause, BackupRefused
from app.domain.disputes.disputes import Outcome
from app.domain.disputes.reasons import ReasonFamily
from app.domain.errors import StorageCause, StorageFailed
from app.domain.filing.filing import DraftLine, FilingState
from app.domain.filing.templates import Template
from app.domain.ids import BusinessDisputeId, DisputeId
from app.storage import backup
from app.storage.attachments import AttachmentStore
from app.storage.backup import Backups, finish_interrupted
from app.storage.database.database import PRECIOUS, Database
from app.storage.database.migrations import MIGRATIONS, migrate
from app.storage.files import put_in_place
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.preferences import Preferences, PreferenceValues
from app.storage.templates import TemplateStore
from app.storage.timestamps import to_ms
from app.support.paths import DataFolder
from tests import ledger_moves as moves
from tests.builders import NOON, dispute, draft, order_line
from tests.conftest import fill_up
from tests.data_files import ready_database

LATER = NOON + timedelta(days=40)
MOVE = "app.storage.backup.put_in_place"
SECRET = "eyJhbGciOi.token-of-cj"
CAN_BE_HAD_AGAIN = {
    "disputes", "dispute_search", "dispute_lines", "dispute_details",  # but for those of ours
    "orders", "order_lines", "sync_state", "listed_for",
    "tracked_orders", "tracked_order_ids", "tracked_numbers",
}  # fmt: skip


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A computer with one account in use, and one that was removed with its data kept."""
    folder = DataFolder(tmp_path_factory.mktemp("old"))
    Preferences(folder.preferences).save(
        PreferenceValues(AccountId("a1"), (Account(AccountId("a1"), "Shop"),), language="zh_CN")
    )
    fill(ready_database(folder.database("a1")), "1")
    fill(ready_database(folder.database("a2")), "2")
    (folder.root / "pictures").mkdir()
    (folder.root / "pictures" / "one").write_text(SECRET)
    (folder.root / "practice-state.json").write_text(SECRET)
    return folder


def test_a_full_disk_is_backed_up_elsewhere(
    old: DataFolder, saved: Path, small_disk: Callable[[str], Path], tmp_path: Path
) -> None:
    disk = small_disk("4m")
    shutil.copytree(old.root, disk, dirs_exist_ok=True)
    fill_up(disk)
    Backups(DataFolder(disk)).save(tmp_path / "Backup.ddbackup", LATER, "0.2")
    found = Backups(old).check(tmp_path / "Backup.ddbackup")
    assert found == Backups(old).check(saved)
    assert [each.name for each in tmp_path.iterdir() if each != disk] == ["Backup.ddbackup"]
    with pytest.raises(StorageFailed) as caught:
        Backups(DataFolder(disk)).save(disk / "Backup.ddbackup", LATER, "0.2")
    assert caught.value.cause is StorageCause.DISK_FULL


@pytest.fixture
def new(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "new")


@pytest.fixture(scope="module")
def saved(old: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "Backup.ddbackup"
    Backups(old).save(path, LATER, "0.2")
    return path


@pytest.fixture
def file(saved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(saved, tmp_path))


def fill(database: Database, mark: str) -> None:
    ledger, disputes = FilingLedger(database), DisputeCache(database)
    ours, other = f"SH{mark}1", f"SH{mark}2"

    def prepared(name: str) -> BusinessDisputeId:
        made = draft(DraftLine.of(order_line(f"{mark}{name}"), 2), reference=f"DD-{mark}-{name}")
        return ledger.save_draft(made, NOON).reference

    def sent(name: str) -> BusinessDisputeId:
        reference = prepared(name)
        stored = ledger.get(reference)
        assert stored
        return moves.begin(ledger, stored.draft, ceiling=Decimal("12.50")).reference

    prepared("draft")
    ledger.discard(prepared("gone"), NOON)
    sent("sending")
    moves.end(ledger, sent("unknown"), FilingState.UNKNOWN)
    moves.end(ledger, sent("filed"), FilingState.FILED)
    confirmed = sent("confirmed")
    moves.end(ledger, confirmed, FilingState.FILED)
    moves.look(ledger, confirmed, ours=dispute(ours, lines=(f"{mark}confirmed",)))
    disputes.save_page([dispute(other, lines=("L9",))], NOON)
    disputes.save_page([replace(dispute(ours), outcome=Outcome.REFUND)], NOON + timedelta(days=1))
    disputes.save_note(DisputeId(other), "Wait for the photo.", NOON)
    store = TemplateStore(database)
    store.save(Template("own-1", ReasonFamily.OTHER, "Dear CJ", "Mine"), NOON)
    with database.write() as connection:
        connection.execute("INSERT INTO muted_orders VALUES ('SD9', NULL)")
        connection.execute("INSERT INTO buyer_refunds VALUES ('SH9', 1250, NULL, '', 0)")
        connection.execute("INSERT INTO told_claims VALUES ('SD9')")
        connection.execute("INSERT INTO saved_views VALUES ('Open', '{}')")
    photo = database.path.with_suffix(".photo.jpg")
    photo.write_bytes(b"a photo")
    AttachmentStore.beside(database).add(BusinessDisputeId(f"DD-{mark}-draft"), photo)


def rows(folder: DataFolder, account: str, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder.database(account))) as connection:
        return sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608 - our own names


def restore(path: Path, folder: DataFolder, now: datetime = LATER) -> str:
    backups = Backups(folder)
    return backups.put_in_place(backups.prepare(path, now))


def content(folder: DataFolder) -> dict[str, bytes]:
    found = sorted(each for each in folder.root.rglob("*") if each.is_file())
    return {str(each.relative_to(folder.root)): each.read_bytes() for each in found}


def tables() -> set[str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {name for (name,) in found}


def test_every_table_is_either_backed_up_or_can_be_had_again() -> None:
    assert set(PRECIOUS) | CAN_BE_HAD_AGAIN == tables()


@pytest.mark.parametrize("account", ["a1", "a2"])
def test_an_empty_computer_has_it_row_by_row(
    old: DataFolder, new: DataFolder, file: Path, account: str
) -> None:
    restore(file, new)
    for table in set(PRECIOUS) - {"filings", "attempts"}:
        assert rows(new, account, table) == rows(old, account, table) != [], table
    under_way = "sending"
    for table in ("filings", "attempts"):
        before = [each for each in rows(old, account, table) if under_way not in str(each[0])]
        after = [each for each in rows(new, account, table) if under_way not in str(each[0])]
        assert after == before != [], table
    files = [AttachmentStore.beside(Database(each.database(account))) for each in (old, new)]
    reference = BusinessDisputeId(f"DD-{account[-1]}-draft")
    kept, restored = (each.all(reference)[0] for each in files)
    assert restored.path.read_bytes() == kept.path.read_bytes()
    assert restored.added == kept.added
    values = Preferences(new.preferences).load()
    assert (values.last_account, values.language) == (AccountId("a1"), "zh_CN")
    assert values.last_backup == to_ms(LATER)


def test_what_was_under_way_is_in_doubt_and_holds_its_lines(new: DataFolder, file: Path) -> None:
    restore(file, new)
    ledger = FilingLedger(Database(new.database("a1")))
    filing = ledger.get(BusinessDisputeId("DD-1-sending"))
    assert filing
    assert filing.state is FilingState.UNKNOWN
    assert filing.attempts[0].result == "interrupted"
    assert ledger.holder_of(filing.draft.line_ids) == filing.reference
    assert filing in ledger.open_filings()
    assert all(ledger.is_from_backup(each.reference) for each in ledger.editable())
    made_here = ledger.save_draft(draft(reference="DD-here"), LATER + timedelta(days=1))
    assert not ledger.is_from_backup(made_here.reference)


def test_our_disputes_come_along_others_and_orders_do_not(new: DataFolder, file: Path) -> None:
    restore(file, new)
    cache = DisputeCache(ready_database(new.database("a1")))
    row = cache.get(DisputeId("SH11"))
    assert row
    assert row.asked == Decimal("12.50")
    assert cache.get(DisputeId("SH12")) is None
    assert cache.note(DisputeId("SH12")).text == "Wait for the photo."
    assert rows(new, "a1", "decisions_seen")


def test_no_secret_is_in_the_file(file: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "all")
        names = archive.namelist()
    found = [each for each in (tmp_path / "all").rglob("*") if each.is_file()]
    assert not any(SECRET.encode() in each.read_bytes() for each in (file, *found))
    assert not any("picture" in each or "practice-state" in each for each in names)


def test_a_thousand_flips_and_truncations_change_nothing(new: DataFolder, tmp_path: Path) -> None:
    source = DataFolder(tmp_path / "small")
    Preferences(source.preferences).save(PreferenceValues(language="en"))
    Backups(source).save(tmp_path / "small.ddbackup", NOON, "0.2")
    whole = (tmp_path / "small.ddbackup").read_bytes()
    Preferences(new.preferences).save(PreferenceValues(language="zh_CN"))
    before = content(new)
    chance = random.Random(20)  # noqa: S311 - the same damages each time
    damaged, backups = tmp_path / "damaged", Backups(new)
    for _ in range(1000):
        place = chance.randrange(len(whole))
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        damaged.write_bytes(whole[:place] if chance.random() < 0.5 else changed)
        with pytest.raises(BackupRefused):
            backups.prepare(damaged, LATER)
    assert content(new) == before
    assert list(new.root.iterdir()) == [new.preferences]


def resealed(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """A backup that somebody made by hand, with a good seal."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
        seal = archive.comment
    change(parts)
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = seal
        for name, data in parts.items():
            archive.writestr(name, data)
    data = path.read_bytes()[: -len(seal)]
    path.write_bytes(data + seal[:-64] + hashlib.sha256(data).hexdigest().encode())


def manifest_with(**changes: object) -> Callable[[dict[str, bytes]], object]:
    def change(parts: dict[str, bytes]) -> None:
        name = "dispute-desk-backup.json"
        parts[name] = json.dumps(json.loads(parts[name]) | changes).encode()

    return change


def part_named(name: str, data: bytes = b"x") -> Callable[[dict[str, bytes]], object]:
    def change(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts["dispute-desk-backup.json"])
        told = {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        kept = [each for each in manifest["parts"] if each["name"] != name]
        parts[name] = data
        manifest_with(parts=[*kept, told | {"changed": 0}])(parts)

    return change


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (manifest_with(format=2), BackupCause.NEWER),
        (manifest_with(layout=len(MIGRATIONS) + 1), BackupCause.NEWER),
        (manifest_with(made="soon"), BackupCause.DAMAGED),
        (manifest_with(made=10**30), BackupCause.DAMAGED),
        (manifest_with(parts=[]), BackupCause.DAMAGED),
        (part_named("../outside"), BackupCause.DAMAGED),
        (part_named("accounts/../../outside"), BackupCause.DAMAGED),
        (part_named("accounts/con.sqlite3"), BackupCause.DAMAGED),
        (part_named("accounts/a1-files/DD-1/a:b"), BackupCause.DAMAGED),
        (part_named("windows.ini"), BackupCause.DAMAGED),
        (part_named("accounts/a1.sqlite3", b"no database"), BackupCause.DAMAGED),
        (part_named("accounts/a1.sqlite3", b""), BackupCause.DAMAGED),
    ],
)
def test_a_file_that_is_well_sealed_and_still_wrong_changes_nothing(
    new: DataFolder,
    file: Path,
    change: Callable[[dict[str, bytes]], object],
    cause: BackupCause,
) -> None:
    resealed(file, change)
    with pytest.raises(BackupRefused) as refused:
        Backups(new).prepare(file, LATER)
    assert refused.value.cause is cause
    assert list(new.root.iterdir()) == []
    assert not (new.root.parent / "outside").exists()


@pytest.mark.parametrize("data", [b"", b"PK", b"A picture, perhaps." * 100])
def test_a_foreign_file_is_told_from_a_damaged_one(
    new: DataFolder, file: Path, tmp_path: Path, data: bytes
) -> None:
    foreign = tmp_path / "foreign"
    foreign.write_bytes(data)
    causes = []
    file.write_bytes(file.read_bytes()[:-1])
    for path in (foreign, file, tmp_path / "not there"):
        with pytest.raises(BackupRefused) as refused:
            Backups(new).check(path)
        causes.append(refused.value.cause)
    assert causes == [BackupCause.FOREIGN, BackupCause.DAMAGED, BackupCause.UNREADABLE]


def test_triggers_of_a_foreign_data_file_stay_behind(
    new: DataFolder, file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "evil.sqlite3"
    with zipfile.ZipFile(file) as archive:
        path.write_bytes(archive.read("accounts/a1.sqlite3"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TRIGGER evil AFTER UPDATE ON notes BEGIN DELETE FROM notes; END")
    resealed(file, part_named("accounts/a1.sqlite3", path.read_bytes()))
    restore(file, new)
    with closing(sqlite3.connect(new.database("a1"))) as connection:
        found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        assert found.fetchall() == [("note_decision",)]


def test_a_backup_of_the_first_layout_is_brought_up_to_date(
    new: DataFolder, file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "first.sqlite3"
    Database(path, migrations=MIGRATIONS[:1]).prepare()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(
            "INSERT INTO filings (reference, state, draft, order_id, order_number, created,"
            " changed) VALUES ('DD-old', 'draft', '{}', 'SD1', '1', 0, 0)"
        )
    resealed(file, part_named("accounts/a1.sqlite3", path.read_bytes()))
    restore(file, new)
    assert [row[0] for row in rows(new, "a1", "filings")] == ["DD-old"]


def test_todays_data_is_set_aside_whole(new: DataFolder, file: Path) -> None:
    Preferences(new.preferences).save(PreferenceValues(language="en"))
    ledger = FilingLedger(ready_database(new.database("a1")))
    moves.begin(ledger, draft(reference="DD-today"))  # a mark of this process is there, and stays
    aside = DataFolder(new.root / restore(file, new))
    assert [row[0] for row in rows(aside, "a1", "filings")] == ["DD-today"]
    assert Preferences(aside.preferences).load().language == "en"
    assert "DD-today" not in [row[0] for row in rows(new, "a1", "filings")]
    assert list((new.root / "accounts" / "running").iterdir())


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Lets the program die at a move of a file; all after it is not done."""
    moved = 0
    real = put_in_place

    def after(count: int) -> None:
        def move(source: Path, target: Path) -> None:
            nonlocal moved
            moved += 1
            if moved > count:
                raise KeyboardInterrupt
            real(source, target)

        monkeypatch.setattr(MOVE, move)

    yield after
    monkeypatch.setattr(MOVE, real)


@pytest.mark.parametrize("moves_done", range(12))
def test_a_restore_that_died_is_completed_by_the_next_start(
    new: DataFolder,
    old: DataFolder,
    file: Path,
    dying: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    moves_done: int,
) -> None:
    Preferences(new.preferences).save(PreferenceValues(language="en"))
    ready_database(new.database("a1"))
    prepared = Backups(new).prepare(file, LATER)
    real = put_in_place
    dying(moves_done)
    try:
        Backups(new).put_in_place(prepared)
    except KeyboardInterrupt:
        monkeypatch.setattr(MOVE, real)
        assert new.has_unfinished_restore
        finish_interrupted(new.root)
    assert not new.has_unfinished_restore
    assert Preferences(new.preferences).load().language == "zh_CN"
    assert len(rows(new, "a2", "filings")) == len(rows(old, "a2", "filings"))
    (aside,) = new.root.glob("before-restore-*")
    assert Preferences(aside / "preferences.json").load().language == "en"


@pytest.mark.parametrize("moves_done", range(12))
def test_a_log_that_is_left_beside_a_restored_file_is_not_taken_for_its_own(
    new: DataFolder, file: Path, dying: Callable[[int], None], moves_done: int
) -> None:
    with ready_database(new.database("a1")).write() as connection:
        connection.execute("INSERT INTO told_claims VALUES ('today')")
    prepared = Backups(new).prepare(file, LATER)
    dying(moves_done)
    try:
        Backups(new).put_in_place(prepared)
    except KeyboardInterrupt:
        dying(10**9)  # alive again
        if not new.database("a1").exists() and list(new.root.glob("restore-decided-*")):
            leave_a_log(new.database("a1"))  # as an older program may, which knows of no restore
        aside = finish_interrupted(new.root)
        assert (new.root / aside / "accounts").is_dir()
    assert rows(new, "a1", "told_claims") == [("SD9",)]
    logs = [each for each in new.root.rglob("*.sqlite3-*") if each.stat().st_size]
    assert all("before-restore-" in str(each) for each in logs)


def leave_a_log(path: Path) -> None:
    """A data file with writes that are in its log alone, as a program leaves it that is killed."""
    live = path.with_name("live.sqlite3")
    with ready_database(live).write() as connection:
        connection.execute("INSERT INTO told_claims VALUES ('late')")
    with closing(sqlite3.connect(live)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE told_claims SET order_id = 'later'")
        connection.commit()
        for ending in ("", "-wal"):
            shutil.copy(f"{live}{ending}", f"{path}{ending}")
    for each in path.parent.glob("live.*"):
        each.unlink()
    assert path.with_name(f"{path.name}-wal").stat().st_size


@pytest.mark.parametrize("moves_done", range(8))
def test_a_restore_that_cannot_move_a_file_leaves_all_as_it_was(
    new: DataFolder, file: Path, monkeypatch: pytest.MonkeyPatch, moves_done: int
) -> None:
    Preferences(new.preferences).save(PreferenceValues(language="en"))
    for account in ("a1", "a2"):
        ready_database(new.database(account))
    before = content(new)
    prepared = Backups(new).prepare(file, LATER)
    real, count = put_in_place, 0

    def in_use(source: Path, target: Path) -> None:
        nonlocal count
        count += 1
        if count == moves_done + 1:
            raise OSError(16, "in use")
        real(source, target)

    monkeypatch.setattr(MOVE, in_use)
    with pytest.raises(StorageFailed):
        Backups(new).put_in_place(prepared)
    assert content(new) == before
    assert not new.has_unfinished_restore


def test_a_restore_that_may_not_see_the_accounts_says_so_and_leaves_all_as_it_was(
    new: DataFolder, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Preferences(new.preferences).save(PreferenceValues(language="en"))
    ready_database(new.database("a2"))
    before = content(new)
    prepared = Backups(new).prepare(file, LATER)
    move_all = backup._move_all

    def hidden(source: Path, target: Path) -> None:
        """To move the new accounts, while a virus scanner has their folder for a moment."""

        def forbid(look: Callable[[Any], object]) -> Callable[[Any], object]:
            def see(path: Any) -> object:
                if str(path) == str(source / "accounts"):
                    raise PermissionError(13, "Permission denied")
                return look(path)

            return see

        with monkeypatch.context() as moment:
            if source.name.startswith("restore-decided-"):
                moment.setattr(os, "listdir", forbid(os.listdir))
                moment.setattr(os, "scandir", forbid(os.scandir))
            move_all(source, target)

    monkeypatch.setattr(backup, "_move_all", hidden)
    with pytest.raises(StorageFailed):
        Backups(new).put_in_place(prepared)
    assert content(new) == before


def test_a_backup_while_another_thread_writes_is_of_one_moment(
    new: DataFolder, tmp_path: Path
) -> None:
    busy = DataFolder(tmp_path / "busy")
    with ready_database(busy.database("a1")).write() as connection:
        connection.execute("INSERT INTO notes VALUES ('SH1', 'half', 0)")
        Backups(busy).save(tmp_path / "Backup.ddbackup", LATER, "0.2")
    restore(tmp_path / "Backup.ddbackup", new)
    assert rows(new, "a1", "notes") == []
    assert rows(busy, "a1", "notes") != []


def test_an_account_whose_first_opening_came_to_nothing_keeps_no_other_from_being_saved(
    new: DataFolder, tmp_path: Path
) -> None:
    fill(ready_database(new.database("a1")), "1")
    new.database("a2").touch()
    path = tmp_path / "one.ddbackup"
    Backups(new).save(path, LATER, "0.2")
    assert Backups(new).check(path).filings == len(rows(new, "a1", "filings"))


def test_settings_that_cannot_be_read_are_told_and_not_left_out(
    new: DataFolder, tmp_path: Path
) -> None:
    new.preferences.mkdir(parents=True)
    with pytest.raises(StorageFailed):
        Backups(new).save(tmp_path / "backup", NOON, "0.2.0")
    assert not (tmp_path / "backup").exists()


def test_a_file_of_another_program_among_the_data_is_told_as_what_it_is(
    new: DataFolder, tmp_path: Path
) -> None:
    ready_database(new.database("a1"))
    with closing(sqlite3.connect(new.database("a2"))) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    with pytest.raises(StorageFailed) as refused:
        Backups(new).save(tmp_path / "one.ddbackup", LATER, "0.2")
    assert refused.value.cause is StorageCause.CORRUPT


def test_what_a_restore_leaves_is_private(new: DataFolder, file: Path) -> None:
    restore(file, new)
    if os.name == "posix":
        files = [each for each in new.root.rglob("*") if each.is_file()]
        modes = {each: each.stat().st_mode & 0o077 for each in (new.root, *files)}
        assert not any(modes.values()), modes
