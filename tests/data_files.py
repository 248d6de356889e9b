"""Data files for tests that are about something else than making one, which takes 10 ms each."""

from __future__ import annotations

import tempfile
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


@cache
def new_file() -> bytes:
    """An empty data file of the newest layout, as the program makes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.sqlite3"
        Database(path).prepare()
        return path.read_bytes()
