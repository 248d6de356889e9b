"""A damaged file is kept, and what can be read of it is carried over."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from app.domain.disputes.disputes import DisputeDetail, Outcome
from app.domain.disputes.reasons import ReasonFamily
from app.domain.errors import StorageCause, StorageFailed
from app.domain.filing.filing import DraftLine, FilingState
from app.domain.filing.templates import Template
from app.domain.history.buyer_refunds import BuyerRefund
from app.domain.history.history import HistoryQuery
from app.domain.ids import DisputeId, OrderId, OrderNumber
from app.domain.orders.orders import OrderFacts
from app.storage.database.database import Database
from app.storage.history.buyer_refunds import BuyerRefundStore
from app.storage.history.cache import DisputeCache
from app.storage.history.query import read_first_page
from app.storage.history.sync_state import SyncState
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from app.storage.templates import TemplateStore
from app.storage.tracked_orders import TrackedOrders
from tests import builders
from tests.builders import NOON
from tests.data_files import ready_database
from tests.ledger_moves import begin

PAGE = 4096
FILINGS = 40


@cache
def filled_file() -> bytes:
    """Enough rows that every table has several pages, nothing of which was sent."""
    with tempfile.TemporaryDirectory() as folder:
        database = ready_database(Path(folder) / "filled.sqlite3")
        ledger = FilingLedger(database)
        for number in range(FILINGS):
            line = DraftLine.of(builders.order_line(f"L{number}"), 1)
            draft = builders.draft(line, reference=f"DD-{number}", message=f"text {number} " * 60)
            ledger.save_draft(draft, NOON)
        disputes = [builders.dispute(f"SH{number}") for number in range(300)]
        DisputeCache(database).save_page(disputes, NOON)
        OrderCache(database).save(builders.order(), NOON)
        return database.path.read_bytes()


def fill(database: Database) -> None:
    """Many rows of all kinds, and a draft that is being sent."""
    database.path.write_bytes(filled_file())
    ledger = FilingLedger(database)
    begin(ledger, ledger.editable()[0].draft, ceiling=Decimal("5.00"))


def spoil(path: Path, start: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)


def lose_the_header(path: Path) -> None:
    spoil(path, 0, b"\0" * 100)


def lose_the_first_page(path: Path) -> None:
    spoil(path, 0, random.Random(1).randbytes(PAGE))  # noqa: S311 - any bytes will do


def lose_the_second_half(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(size // 2)


def lose_pages_in_the_middle(path: Path) -> None:
    count = path.stat().st_size // PAGE
    for page in range(count // 3, count // 3 + 3):
        spoil(path, page * PAGE, b"\xff" * PAGE)


@pytest.mark.parametrize(
    ("damage", "least"),
    [
        (lose_the_header, FILINGS),
        (lose_the_first_page, FILINGS),
        (lose_the_second_half, 1),
        (lose_pages_in_the_middle, FILINGS // 2),
    ],
)
def test_what_can_be_read_is_rescued(
    database: Database, damage: Callable[[Path], None], least: int
) -> None:
    fill(database)
    damage(database.path)
    spoiled = database.path.read_bytes()
    set_aside = database.prepare()
    assert set_aside
    assert set_aside.read_bytes() == spoiled
    assert set_aside.parent == database.path.parent
    assert check_usable(database) >= least
    assert database.prepare() is None


def check_usable(database: Database) -> int:
    """That what is there is sound; gives how many filings that are."""
    ledger = FilingLedger(database)
    with database.read() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    found = (*ledger.editable(), *ledger.open_filings())
    for filing in found:
        number = filing.reference.removeprefix("DD-")
        assert filing.draft.message == f"text {number} " * 60
        if filing.state is FilingState.SENDING:
            assert ledger.holder_of(filing.draft.line_ids) == filing.reference
    total = DisputeCache(database).query(HistoryQuery("sh1")).total
    assert total <= 300
    ledger.save_draft(builders.draft(reference="DD-new"), NOON)
    return len(found)


def test_all_of_it_comes_back_where_only_the_start_is_lost(database: Database) -> None:
    fill(database)
    ledger = FilingLedger(database)
    before = (*ledger.editable(), *ledger.open_filings())
    page = DisputeCache(database).query(HistoryQuery(limit=999))
    lose_the_header(database.path)
    database.prepare()
    assert (*ledger.editable(), *ledger.open_filings()) == before
    assert DisputeCache(database).query(HistoryQuery(limit=999)) == page
    assert OrderCache(database).get(OrderId("SD2611200001234567"))


def test_no_table_is_left_behind(database: Database) -> None:
    fill(database)
    cache = DisputeCache(database)
    decided = builders.dispute("SH1", outcome=Outcome.REFUND)
    cache.save_page([decided], NOON, asked_for=OrderId("SD9"))
    cache.save_detail(DisputeDetail(builders.dispute("SH1", outcome=Outcome.REFUND)), NOON)
    SyncState(database).note_checked(NOON)
    DisputeCache(database).save_note(DisputeId("SH1"), "Chat with Amy", NOON)
    BuyerRefundStore(database).save({DisputeId("SH1"): BuyerRefund(Decimal("12.50"))}, NOON)
    with database.write() as connection:  # of an earlier version, which had searches under a name
        connection.execute("INSERT INTO saved_views (name, view) VALUES ('mine', '{}')")
    TemplateStore(database).save(Template("own-1", ReasonFamily.OTHER, "Hello", "mine"), NOON)
    orders = TrackedOrders(database)
    orders.save_details(
        [OrderFacts(OrderId("SD9"), (), OrderNumber(""), "SHIPPED", tracking_number="T")], NOON
    )
    orders.mute([OrderId("SD9")], None)
    orders.note_told([OrderId("SD9")], NOON)
    before = contents(database)
    assert all(before.values())
    assert not database.prepare()  # SQLite finds each of them whole
    lose_the_header(database.path)
    assert database.prepare()
    assert contents(database) == before


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table there is."""
    with database.read() as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        return {
            name: sorted(map(tuple, connection.execute(f"SELECT * FROM {name}")), key=repr)  # noqa: S608 - our own names
            for name in names
        }


def test_a_file_that_never_was_one_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(b"Dear diary" * 1000)
    set_aside = Database(path).prepare()
    assert set_aside
    assert set_aside.read_bytes() == b"Dear diary" * 1000


def test_damage_at_run_time_is_told(database: Database) -> None:
    fill(database)
    lose_the_header(database.path)
    with pytest.raises(StorageFailed) as caught:
        FilingLedger(database).editable()
    assert caught.value.cause is StorageCause.CORRUPT


def misspell(path: Path, statement: str, letter: bytes) -> None:
    """Change the last letter of what is found in the file's schema, in old copies of it, too."""
    content, text = path.read_bytes(), statement.encode()
    place = content.index(text)
    while place >= 0:
        spoil(path, place + len(text) - 1, letter)
        place = content.find(text, place + 1)


@pytest.mark.parametrize(
    ("statement", "letter"),
    [
        ('CREATE TABLE "fil', b"\xff"),
        ('CREATE TABLE "filings" (\n    reference TE', b"("),
        ("CREATE TABLE held_lin", b"\0"),
        ("CREATE INDEX filings_by_st", b"\xff"),
        ("CREATE TABLE disputes (\n    number INT", b"\xff"),
        ("CREATE TRIGGER note_dec", b"\xff"),
    ],
)
def test_a_wrong_letter_in_the_schema_is_damage_like_any_other(
    database: Database, statement: str, letter: bytes
) -> None:
    fill(database)
    misspell(database.path, statement, letter)
    read_first_page(database.path, HistoryQuery())  # does not care
    assert database.prepare()
    assert check_usable(database) == FILINGS


@pytest.mark.parametrize(
    ("statement", "letter", "expected"),
    [
        ("    discarded", b"x", sqlite3.OperationalError),
        ("    dispute_id TEXT,\n    nothing_found", b"\xff", StorageFailed),
    ],
)
def test_a_name_that_damage_has_changed_is_found_at_the_next_start(
    database: Database, statement: str, letter: bytes, expected: type[Exception]
) -> None:
    fill(database)
    misspell(database.path, statement, letter)
    assert not database.prepare()  # any name is a good one to SQLite
    with pytest.raises(expected):
        FilingLedger(database).editable()
    assert database.prepare()
    assert check_usable(database) == FILINGS


@pytest.fixture
def long_history(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A file too large to be looked through at every start."""
    fill(database)
    monkeypatch.setattr("app.storage.database.database._WHOLE_CHECK_BYTES", 0)
    return database


def lose(database: Database, table: str) -> None:
    with database.read() as connection:
        page: int = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchone()[0]
    spoil(database.path, (page - 1) * PAGE, b"\xff" * PAGE)


def test_of_a_long_history_only_what_is_precious_is_looked_at(long_history: Database) -> None:
    lose(long_history, "dispute_lines")
    assert long_history.prepare() is None
    ledger = FilingLedger(long_history)
    assert len((*ledger.editable(), *ledger.open_filings())) == FILINGS


def test_damage_that_was_met_has_all_of_it_looked_at_once(long_history: Database) -> None:
    lose(long_history, "dispute_lines")
    with pytest.raises(StorageFailed) as caught:
        DisputeCache(long_history).query(HistoryQuery())
    assert caught.value.cause is StorageCause.CORRUPT
    assert long_history.prepare()
    assert check_usable(long_history) == FILINGS
    lose(long_history, "dispute_lines")
    assert long_history.prepare() is None


def test_after_an_end_without_a_goodbye_all_of_it_is_looked_at(long_history: Database) -> None:
    lose(long_history, "dispute_lines")
    long_history.path.with_name(long_history.path.name + "-wal").touch()
    assert long_history.prepare()


def test_a_damaged_draft_is_found_at_the_start_of_a_long_history(long_history: Database) -> None:
    lose(long_history, "filings")
    assert long_history.prepare()


@pytest.mark.parametrize("unreadable", ["{", "[" * 100_000, '{"lines": ' + "[" * 100_000])
def test_an_unreadable_draft_gets_its_newest_readable_version(
    database: Database, unreadable: str
) -> None:
    ledger = FilingLedger(database)
    ledger.save_draft(builders.draft(), NOON)
    ledger.save_draft(replace(builders.draft(), lines=()), NOON)
    ledger.save_draft(builders.draft(reference="DD-lost"), NOON)
    with database.write() as connection:
        connection.execute("UPDATE filings SET draft = ?", (unreadable,))
        connection.execute("DELETE FROM draft_versions WHERE reference = 'DD-lost'")
    lose_the_header(database.path)
    assert database.prepare()
    (rescued,) = ledger.editable()
    assert rescued.draft == replace(builders.draft(), lines=())


@pytest.mark.parametrize(
    ("table", "columns", "rest"),
    [
        ("told_claims", "order_id", ""),
        ("templates", "key, name, family, body, saved", ", 'x', 'other', 'x', 1"),
    ],
)
def test_rows_behind_a_damaged_page_are_read_from_the_end(
    database: Database, table: str, columns: str, rest: str
) -> None:
    fill(database)
    ids = [f"SD{number:06}" for number in range(3_000)]
    with closing(sqlite3.connect(database.path)) as connection, connection:
        connection.executemany(
            f"INSERT INTO {table} ({columns}) VALUES (?{rest})",  # noqa: S608 - ours
            [(each,) for each in ids],
        )
    place = database.path.read_bytes().index(ids[1_500].encode())
    spoil(database.path, place // PAGE * PAGE, b"\xff" * PAGE)
    assert database.prepare()
    with database.read() as connection:
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - ours
    kept = {row[0] for row in rows}
    assert {ids[0], ids[-1]} <= kept
    assert len(kept) > 2_000


OF_A_DISPUTE = "dispute_id, position, product_name, supplier, image_url, product_id, variant_id"


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("dispute_lines", f"{OF_A_DISPUTE}, product_code"),
        ("listed_for", "dispute_id, order_id"),
        ("order_lines", "order_id, line_item_id, sku"),
        ("tracked_order_ids", "order_id, id"),
        ("tracked_numbers", "order_id, number"),
    ],
)
def test_a_row_whose_parent_is_lost_is_let_go(database: Database, table: str, columns: str) -> None:
    fill(database)
    values = ", ".join(f"'{number}'" for number, _ in enumerate(columns.split(",")))
    with closing(sqlite3.connect(database.path)) as connection, connection:
        connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({values})")  # noqa: S608 - ours
    lose_the_header(database.path)
    assert database.prepare()
    assert check_usable(database) == FILINGS


@pytest.mark.parametrize("renamed", [True, False])
def test_a_rescue_that_was_interrupted_is_completed(
    database: Database,
    tmp_path: Path,
    renamed: bool,  # noqa: FBT001 - a case
) -> None:
    fill(database)
    finished = tmp_path / "account.rescued.sqlite3"
    shutil.copyfile(database.path, finished)
    lose_the_header(database.path)
    if renamed:  # it died between the last two steps
        database.path.rename(tmp_path / "account.damaged-1.sqlite3")
    assert (database.prepare() is None) == renamed
    assert not finished.exists()
    assert check_usable(database) == FILINGS
    assert not list(tmp_path.glob(".rescue-*"))


def test_what_is_carried_over_is_found_as_it_is_typed_now(database: Database) -> None:
    DisputeCache(database).save_page([builders.dispute("SH1")], NOON)
    with database.write() as connection:
        connection.execute("UPDATE dispute_search SET text = 'éclair'")
        connection.execute("UPDATE disputes SET product_key = 'éclair'")
    lose_the_header(database.path)
    assert database.prepare() is not None
    page = DisputeCache(database).query(HistoryQuery(text="eclair"))
    assert [row.dispute.dispute_id for row in page.rows] == ["SH1"]
