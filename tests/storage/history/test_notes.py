from __future__ import annotations

import pytest

from app.domain.history.history import HistoryQuery
from app.domain.history.notes import NOTE_LIMIT, Note
from app.domain.ids import DisputeId
from app.domain.text import storable
from app.storage.history.cache import DisputeCache
from tests import builders
from tests.builders import NOON
from tests.storage.hostile import TEXTS

SH1 = DisputeId("SH1")


def test_a_note_is_kept_changed_and_taken_away(cache: DisputeCache) -> None:
    assert cache.note(SH1) == Note()
    assert cache.save_note(SH1, "Chat with Amy", NOON) == Note("Chat with Amy", NOON)
    assert cache.note(SH1) == Note("Chat with Amy", NOON)
    assert cache.save_note(SH1, " \n", NOON) == Note()
    assert cache.note(SH1) == Note()


def test_a_note_is_found_by_its_words(cache: DisputeCache) -> None:
    cache.save_page([builders.dispute("SH1"), builders.dispute("SH2")], NOON)
    cache.save_note(SH1, "Amy promised a VOUCHER", NOON)
    assert cache.query(HistoryQuery("voucher lamp")).total == 1
    cache.save_page([builders.dispute("SH1", status="Closed")], NOON)  # and after a change
    assert cache.query(HistoryQuery("voucher closed")).total == 1
    cache.save_note(SH1, "", NOON)
    assert cache.query(HistoryQuery("voucher")).total == 0


def test_a_note_may_come_before_its_dispute(cache: DisputeCache) -> None:
    cache.save_note(SH1, "voucher", NOON)
    cache.save_page([builders.dispute("SH1")], NOON)
    assert cache.query(HistoryQuery("voucher")).total == 1


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_comes_back(cache: DisputeCache, text: str) -> None:
    cache.save_note(SH1, f"x{text}", NOON)
    assert cache.note(SH1).text == storable(f"x{text}")


def test_what_is_pasted_may_be_long(cache: DisputeCache) -> None:
    assert len(cache.save_note(SH1, "a" * 2 * NOTE_LIMIT, NOON).text) == NOTE_LIMIT
