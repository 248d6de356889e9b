"""A fresh data file for each test of the storage floor."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from tests.data_files import ready_database


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
