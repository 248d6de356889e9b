"""Data files for tests that are about something else than making one, which takes 30 ms each."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from app.storage.database.database import Database
from app.storage.database.failures import storage_failures
from app.support.paths import make_private


def ready_database(path: Path, *, patience: float = 5.0) -> Database:
    """The data file at this path, ready for use; where there is none, a copy of a new one."""
    database = Database(path, patience=patience)
    if path.exists():
        database.prepare()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(new_file())
    return database


class CopiedDatabase(Database):
    """Begins as a copy of a new file where there is none; for whole programs."""

    def prepare(self) -> Path | None:
        if not self.path.exists():
            with storage_failures(self.path, is_reading=True):
                make_private(self.path.parent)
                self.path.touch(mode=0o600)
                self.path.write_bytes(new_file())
        return super().prepare()


@cache
def new_file() -> bytes:
    """An empty data file of the newest layout, as the program makes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.sqlite3"
        Database(path).prepare()
        return path.read_bytes()
