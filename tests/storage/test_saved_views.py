from __future__ import annotations

import pytest

from app.domain.history import SavedView, Show, SortKey
from app.storage.database.database import Database
from app.storage.saved_views import SavedViewStore
from tests.storage.hostile import TEXTS

VIEW = SavedView("Open lamps", "lamp", Show.OPEN, SortKey.REFUND, descending=False)


@pytest.fixture
def views(database: Database) -> SavedViewStore:
    return SavedViewStore(database)


def test_views_come_back_by_name(views: SavedViewStore) -> None:
    views.save(VIEW)
    views.save(SavedView("all refunds", show=Show.REFUNDED))
    assert [each.name for each in views.all()] == ["all refunds", "Open lamps"]
    assert VIEW in views.all()


def test_a_name_is_one_view_whatever_its_case(views: SavedViewStore) -> None:
    views.save(VIEW)
    views.save(SavedView("OPEN LAMPS"))
    assert views.all() == (SavedView("OPEN LAMPS"),)
    views.delete("open Lamps")
    assert views.all() == ()


def test_one_of_another_version_is_left_out(views: SavedViewStore, database: Database) -> None:
    views.save(VIEW)
    with database.write() as connection:
        connection.execute("INSERT INTO saved_views VALUES ('x', '{\"show\": \"by moon\"}')")
    assert views.all() == (VIEW,)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_does_no_harm(views: SavedViewStore, text: str) -> None:
    views.save(SavedView(f"x{text}", text))
    (view,) = views.all()
    views.delete(view.name)
    assert views.all() == ()
