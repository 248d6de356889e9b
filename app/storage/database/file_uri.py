"""The address by which SQLite opens a data file in a mode of our choice."""

from __future__ import annotations

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
