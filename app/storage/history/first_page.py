"""A first look into a data file, before anything that it takes to work with it is there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from app.storage.database.file_uri import file_uri
from app.storage.database.migrations import MIGRATIONS, stored_version
from app.storage.history.query import answer

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.history import HistoryPage, HistoryQuery

_PATIENCE = 0.05


def read_first_page(path: Path, query: HistoryQuery) -> HistoryPage | None:
    """The rows that answer a query; None where the file would have to be worked on first.

    Nothing is waited for, mended, upgraded or written, and no failure is told: whoever opens the
    file in earnest, right after this, does all that.
    """
    try:
        with closing(
            sqlite3.connect(file_uri(path, "ro"), uri=True, isolation_level=None, timeout=_PATIENCE)
        ) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            is_current = stored_version(connection) == len(MIGRATIONS)
            return answer(connection, query) if is_current else None
    except sqlite3.Error:
        return None
