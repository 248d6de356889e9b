"""A fresh data file for each test of the storage floor."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from tests.data_files import ready_database


class _Connection(sqlite3.Connection):
    is_closed = False

    def close(self) -> None:
        super().close()
        self.is_closed = True


@pytest.fixture(autouse=True)
def _connections_are_closed() -> Iterator[None]:
    """An open one keeps its file from being moved on Windows; Python says so from 3.13 on only."""
    made: list[_Connection] = []

    class Noted(_Connection):
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on
            made.append(self)

    # Not the test's own patches, which would then outlast its folder.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Noted))
        yield
    left = [each for each in made if not each.is_closed]
    assert not left


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return ready_database(tmp_path / "account.sqlite3", patience=0.05)


@pytest.fixture
def ledger(database: Database) -> FilingLedger:
    return FilingLedger(database)


@pytest.fixture
def cache(database: Database) -> DisputeCache:
    return DisputeCache(database)


@pytest.fixture
def orders(database: Database) -> OrderCache:
    return OrderCache(database)
