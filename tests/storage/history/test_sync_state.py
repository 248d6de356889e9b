from __future__ import annotations

from datetime import timedelta

from app.storage.database.database import Database
from app.storage.history.sync_state import FullSync, SyncState
from tests.builders import NOON


def test_nothing_was_checked_at_first(database: Database) -> None:
    state = SyncState(database)
    assert state.last_checked() is None
    assert state.last_complete() is None
    assert state.full_sync() is None


def test_an_interrupted_walk_is_gone_on_with(database: Database) -> None:
    SyncState(database).save_full_sync(FullSync(3, NOON))
    SyncState(database).save_full_sync(FullSync(4, NOON))
    SyncState(database).note_checked(NOON + timedelta(minutes=1))
    state = SyncState(database)
    assert state.full_sync() == FullSync(4, NOON)
    assert state.last_checked() == NOON + timedelta(minutes=1)
    assert state.last_complete() is None


def test_a_walk_that_is_done_leaves_its_time(database: Database) -> None:
    state = SyncState(database)
    state.save_full_sync(FullSync(9, NOON))
    state.finish_full_sync(NOON + timedelta(hours=1))
    assert state.full_sync() is None
    assert state.last_complete() == state.last_checked() == NOON + timedelta(hours=1)
