"""The first look into a data file: right or nothing, and without a trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.history.history import HistoryQuery, SortKey
from app.storage.database.database import Database
from app.storage.database.migrations import MIGRATIONS
from app.storage.history.cache import DisputeCache
from app.storage.history.query import read_first_page
from tests import builders
from tests.builders import NOON


@pytest.fixture
def path(tmp_path: Path) -> Path:
    database = Database(tmp_path / "a 1%.sqlite3")
    database.prepare()
    disputes = [replace(builders.dispute(f"SH{number}"), status=f"S{number}") for number in (2, 1)]
    DisputeCache(database).save_page(disputes, NOON)
    return database.path


@pytest.mark.parametrize(
    "query",
    [
        HistoryQuery(sort=SortKey.STATUS, descending=False),
        HistoryQuery(sort=SortKey.STATUS, limit=1),
        HistoryQuery(text="sh1"),
    ],
)
def test_it_sees_what_the_program_will_see(path: Path, query: HistoryQuery) -> None:
    page = read_first_page(path, query)
    assert page == DisputeCache(Database(path)).query(query)
    assert page is not None
    assert page.rows


def test_it_leaves_no_trace(path: Path) -> None:
    before = {each: each.read_bytes() for each in path.parent.iterdir()}
    assert read_first_page(path, HistoryQuery())
    for each, content in before.items():
        assert each.read_bytes() == content


def test_it_sees_what_a_killed_program_left_in_the_log(path: Path) -> None:
    # Held open, so that what is written stays in the log beside the file.
    with Database(path).read():
        DisputeCache(Database(path)).save_page([builders.dispute("SH3")], NOON)
        assert path.with_name(f"{path.name}-wal").stat().st_size
        page = read_first_page(path, HistoryQuery())
    assert page is not None
    assert page.total == 3


def test_what_would_have_to_be_worked_on_first_is_left_alone(path: Path, tmp_path: Path) -> None:
    assert read_first_page(tmp_path / "none.sqlite3", HistoryQuery()) is None
    assert not (tmp_path / "none.sqlite3").exists()
    old = Database(tmp_path / "old.sqlite3", migrations=MIGRATIONS[:-1])
    old.prepare()
    assert read_first_page(old.path, HistoryQuery()) is None
    path.write_bytes(b"no database" * 500)
    assert read_first_page(path, HistoryQuery()) is None
