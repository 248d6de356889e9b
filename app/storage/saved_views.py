"""Searches that the user gave a name, one set an account."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from app.domain.history import VIEW_NAME_LIMIT, SavedView, Show, SortKey
from app.domain.text import folded, storable

if TYPE_CHECKING:
    import sqlite3

    from app.storage.database.database import Database


class SavedViewStore:
    """Views by name, without regard to case. Raises `StorageFailed` throughout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[SavedView, ...]:
        """Every view that can be read, by name."""
        with self._database.read() as connection:
            found = connection.execute("SELECT name, view FROM saved_views").fetchall()
        views = []
        for name, text in found:
            with suppress(ValueError, KeyError, TypeError):  # one of another version
                content = json.loads(text)
                views.append(
                    SavedView(
                        name,
                        str(content["text"]),
                        Show(content["show"]),
                        SortKey(content["sort"]),
                        bool(content["descending"]),
                    )
                )
        return tuple(sorted(views, key=lambda view: folded(view.name)))

    def save(self, view: SavedView) -> None:
        """Store a view in the place of the one with its name."""
        content = {
            "text": view.text,
            "show": view.show.value,
            "sort": view.sort.value,
            "descending": view.descending,
        }
        name = storable(view.name.strip()[:VIEW_NAME_LIMIT])
        with self._database.write() as connection:
            _delete(connection, name)
            connection.execute(
                "INSERT INTO saved_views (name, view) VALUES (?, ?)",
                (name, storable(json.dumps(content, ensure_ascii=False))),
            )

    def delete(self, name: str) -> None:
        """Forget the view of this name, if there is one."""
        with self._database.write() as connection:
            _delete(connection, storable(name))


def _delete(connection: sqlite3.Connection, name: str) -> None:
    same = [
        row[0]
        for row in connection.execute("SELECT name FROM saved_views")
        if folded(row[0]) == folded(name)
    ]
    connection.executemany("DELETE FROM saved_views WHERE name = ?", [(each,) for each in same])
