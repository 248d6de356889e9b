"""Data files for tests that are about something else than making one, which takes 10 ms each."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from app.storage.database.database import Database


def ready_database(path: Path, *, patience: float = 5.0) -> Database:
    """The data file at this path, ready for use; where there is none, a copy of a new one."""
    database = Database(path, patience=patience)
    if path.exists():
        database.prepare()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(new_file())
    return database


@contextmanager
def kept_open(path: Path) -> Iterator[None]:
    """Have somebody else read this data file, as a second window does.

    Without anybody, each unit of work makes the log of the file anew, and puts it away at its end.
    """
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT count(*) FROM filings").fetchone()
        yield


@cache
def new_file() -> bytes:
    """An empty data file of the newest layout, as the program makes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.sqlite3"
        Database(path).prepare()
        return path.read_bytes()
