from __future__ import annotations

from datetime import timedelta

from app.domain.disputes.disputes import DisputeDetail
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.history.sync_state import FollowingStore, FullSync, SyncState
from tests import builders
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


def test_what_was_asked_for_alone_is_not_told_by_the_list(database: Database) -> None:
    cache, following = DisputeCache(database), FollowingStore(database)
    first, second = builders.dispute("SH-1"), builders.dispute("SH-2")
    cache.save_page([first, second], NOON)
    later = NOON + timedelta(hours=1)
    cache.save_detail(DisputeDetail(first), later)
    assert following.read_since(later) == 0
    assert following.mark_gone(later, later) == 2
    cache.save_page([second], later)
    assert (following.read_since(later), following.listed_count()) == (1, 1)
