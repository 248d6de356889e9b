"""What to do with a damaged data file: keep it, and carry over what can still be read.

A new file is filled beside the damaged one and takes its place only when it is complete, so that
the program may die at any point of it.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.filing.filing import FilingState
from app.storage.database.migrations import migrate, redo
from app.storage.files import put_in_place
from app.storage.ledger.rows import HOLDING, draft_from_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PAGE = 4096
_HAS_PAGES_BELOW = 5
_COMPANIONS = ("", "-wal", "-shm")
# `held_lines` is made anew from the filings.
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'held_lines'"


def replace_damaged(path: Path, migrations: Sequence[str]) -> Path:
    """Put a new file in the place of a damaged one, with all that could be read of it.

    Gives where the damaged file went.
    """
    filled = _filled_name(path)
    unfinished = filled.with_suffix(".part")
    for name in (filled, unfinished):
        _remove(name)
    unfinished.touch(mode=0o600)
    with (
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".rescue-") as folder,
        closing(sqlite3.connect(unfinished, isolation_level=None)) as target,
    ):
        migrate(target, migrations)
        target.execute("PRAGMA foreign_keys = OFF")
        target.execute("BEGIN")
        for source in _readable_copies(path, Path(folder), unfinished):
            _carry_over(source, target)
        _drop_unreadable(target)
        _drop_orphans(target)
        _hold_lines(target)
        redo(target)
        target.execute("COMMIT")
    put_in_place(unfinished, filled)
    aside = _set_aside(path)
    put_in_place(filled, path)
    return aside


def finish_interrupted(path: Path) -> None:
    """Complete a rescue whose process died after the damaged file was renamed."""
    filled = _filled_name(path)
    if filled.exists() and not path.exists():
        put_in_place(filled, path)


def _filled_name(path: Path) -> Path:
    return path.with_name(f"{path.stem}.rescued{path.suffix}")


def _set_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    # The log first: it must not be found beside the new file.
    for ending in reversed(_COMPANIONS):
        companion = path.with_name(path.name + ending)
        if companion.exists():
            put_in_place(companion, aside.with_name(aside.name + ending))
    return aside


def _readable_copies(path: Path, folder: Path, pattern: Path) -> Iterator[sqlite3.Connection]:
    """The damaged file opened as it is, then with the pages replaced that say where the tables are.

    Every file of this program begins the same way, so those of a new file do where one is lost.
    """
    for name in ("as-is", "new-start"):
        copy = folder / f"{name}.sqlite3"
        for ending in _COMPANIONS[:2]:
            original = path.with_name(path.name + ending)
            if original.exists():
                shutil.copyfile(original, copy.with_name(copy.name + ending))
        if name == "new-start" and not _replace_schema(copy, pattern):
            return
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            # Of a schema that is damaged, what can be read counts.
            connection.execute("PRAGMA writable_schema = ON")
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
            yield connection


def _replace_schema(copy: Path, pattern: Path) -> bool:
    new = pattern.read_bytes()
    if int.from_bytes(new[16:18]) != _PAGE or copy.stat().st_size < _PAGE:
        return False
    with copy.open("r+b") as file:
        for number in _schema_pages(new):
            page = bytearray(new[(number - 1) * _PAGE : number * _PAGE])
            if number == 1:
                page[28:32] = (copy.stat().st_size // _PAGE).to_bytes(4)
                page[32:40] = bytes(8)  # no list of free pages: they are not needed for reading
            file.seek((number - 1) * _PAGE)
            file.write(page)
    return True


def _schema_pages(content: bytes, number: int = 1) -> Iterator[int]:
    """The pages of the table of tables: the first, and those below it (SQLite's file format)."""
    yield number
    start = (number - 1) * _PAGE
    head = start + (100 if number == 1 else 0)
    if content[head] != _HAS_PAGES_BELOW:
        return
    places = (head + 12 + 2 * cell for cell in range(int.from_bytes(content[head + 3 : head + 5])))
    cells = (start + int.from_bytes(content[place : place + 2]) for place in places)
    for pointer in (*cells, head + 8):
        yield from _schema_pages(content, int.from_bytes(content[pointer : pointer + 4]))


def _carry_over(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    for (table,) in target.execute(_TABLES).fetchall():
        known = [row[1] for row in target.execute(f"PRAGMA table_info({table})")]
        for row in _rows(source, table):
            values = {name: row[name] for name in known if name in row.keys()}  # noqa: SIM118 - a Row iterates over values
            names = ", ".join(values)
            marks = ", ".join("?" * len(values))
            # What breaks the new file's rules is damage too.
            with suppress(sqlite3.Error, OverflowError, ValueError):
                target.execute(
                    f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - our own names
                    tuple(values.values()),
                )


def _rows(source: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    """Every row that can be reached from the table's start, then from its end."""
    # A table without row ids has the columns of its key first.
    for order in ("", " ORDER BY rowid DESC", " ORDER BY 1 DESC"):
        with suppress(sqlite3.Error, UnicodeDecodeError):
            cursor = source.cursor()
            cursor.row_factory = sqlite3.Row
            yield from cursor.execute(f"SELECT * FROM {table} NOT INDEXED{order}")  # noqa: S608 - our own names
            return


def _drop_unreadable(target: sqlite3.Connection) -> None:
    """Give filings whose draft cannot be read the newest version that can, or let them go."""
    for reference, text in target.execute("SELECT reference, draft FROM filings").fetchall():
        if _is_draft(text):
            continue
        versions = target.execute(
            "SELECT draft FROM draft_versions WHERE reference = ? ORDER BY number DESC",
            (reference,),
        )
        readable = next((row[0] for row in versions.fetchall() if _is_draft(row[0])), None)
        if readable is None:
            target.execute("DELETE FROM filings WHERE reference = ?", (reference,))
        else:
            target.execute(
                "UPDATE filings SET draft = ? WHERE reference = ?", (readable, reference)
            )


def _is_draft(text: str) -> bool:
    try:
        draft_from_text(text)
    except ValueError:
        return False
    return True


def _drop_orphans(target: sqlite3.Connection) -> None:
    while broken := target.execute("PRAGMA foreign_key_check").fetchall():
        for table, rowid, parent, _ in broken:
            if rowid is None:  # a table without row ids names no row
                key = "dispute_id" if parent == "disputes" else "order_id"
                target.execute(
                    f"DELETE FROM {table} WHERE {key} NOT IN (SELECT {key} FROM {parent})"  # noqa: S608 - our own names
                )
            else:
                target.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))  # noqa: S608 - our own names


def _hold_lines(target: sqlite3.Connection) -> None:
    held = [state.value for state in FilingState if state in HOLDING]
    marks = ", ".join("?" * len(held))
    for reference, text in target.execute(
        f"SELECT reference, draft FROM filings WHERE state IN ({marks})",  # noqa: S608 - question marks
        held,
    ).fetchall():
        target.executemany(
            "INSERT OR IGNORE INTO held_lines (line_item_id, reference) VALUES (?, ?)",
            [(line, reference) for line in draft_from_text(text).line_ids],
        )


def _remove(name: Path) -> None:
    for ending in (*_COMPANIONS, "-journal"):
        name.with_name(name.name + ending).unlink(missing_ok=True)
