"""The address by which SQLite opens a data file in a mode of our choice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from pathlib import Path


def file_uri(path: Path, mode: str) -> str:
    """For `sqlite3.connect(..., uri=True)`; the modes are SQLite's (`ro`, `rw`)."""
    address = path.absolute().as_posix()
    if not address.startswith("/"):
        address = "/" + address  # a drive letter
    return f"file://{quote(address)}?mode={mode}"


def uri_as_it_is(path: Path) -> str:
    """For reading where no file can be made beside it: on a full disk, in a read-only folder.

    Nobody else has it open then: whoever has, has made what is missing beside it. Where there is a
    log, nothing is locked, and SQLite wants `IN_MEMORY` first.
    """
    if path.with_name(path.name + "-wal").exists():
        return file_uri(path, "ro&vfs=" + ("win32-none" if os.name == "nt" else "unix-none"))
    return file_uri(path, "ro&immutable=1")


IN_MEMORY = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY"
"""Has the index of the log kept there, and what is sorted."""
