from __future__ import annotations

import errno
import shutil
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.errors import NotAllowedNow, StorageCause, StorageFailed
from app.domain.filing.filing import (
    REVIEW,
    DisputeDraft,
    Evidence,
    EvidenceKind,
    FilingState,
    Place,
)
from app.domain.ids import BusinessDisputeId, LineItemId
from app.storage.attachments import AttachmentStore
from app.storage.database.database import Database
from app.storage.ledger.ledger import FilingLedger
from app.storage.ledger.rows import KEPT
from tests import builders
from tests.builders import NOON
from tests.ledger_moves import begin, end

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DRAFT = builders.draft()
EMPTY = replace(
    DRAFT, lines=(), reason=None, expected=None, message="", message_is_own=False, evidence=()
)


def with_message(text: str) -> DisputeDraft:
    return replace(DRAFT, message=text)


def test_a_draft_is_there_again(ledger: FilingLedger) -> None:
    stored = ledger.save_draft(DRAFT, NOON)
    assert stored.draft == DRAFT
    assert stored.state is FilingState.DRAFT
    assert (stored.created, stored.changed) == (NOON, NOON)
    assert ledger.get(DRAFT.reference) == stored
    assert ledger.editable() == (stored,)


def test_an_unknown_reference_has_no_filing(ledger: FilingLedger) -> None:
    assert ledger.get(BusinessDisputeId("DD-none")) is None


def test_a_change_is_stored(ledger: FilingLedger) -> None:
    ledger.save_draft(DRAFT, NOON)
    stored = ledger.save_draft(with_message("More."), NOON + SECOND)
    assert stored.draft.message == "More."
    assert (stored.created, stored.changed) == (NOON, NOON + SECOND)


def test_an_unchanged_draft_writes_nothing(database: Database, ledger: FilingLedger) -> None:
    ledger.save_draft(DRAFT, NOON)
    with database.write():  # whoever wants to write now must wait, and would fail
        assert ledger.save_draft(DRAFT, NOON + SECOND).changed == NOON


def test_the_draft_changed_last_comes_first(ledger: FilingLedger) -> None:
    for number in range(3):
        ledger.save_draft(builders.draft(reference=f"DD-{number}"), NOON + number * SECOND)
    ledger.save_draft(replace(builders.draft(reference="DD-0"), message="x"), NOON + MINUTE)
    assert [each.reference for each in ledger.editable()] == ["DD-0", "DD-2", "DD-1"]


def test_an_empty_save_never_replaces_a_full_one(ledger: FilingLedger) -> None:
    full = ledger.save_draft(DRAFT, NOON)
    assert ledger.save_draft(EMPTY, NOON + SECOND) == full


def test_chosen_lines_alone_may_be_taken_back(ledger: FilingLedger) -> None:
    ledger.save_draft(replace(EMPTY, lines=DRAFT.lines), NOON)
    assert ledger.save_draft(EMPTY, NOON + SECOND).draft == EMPTY


@pytest.mark.parametrize(
    "lost",
    [{"message": " "}, {"lines": ()}, {"evidence": ()}, {"link_text": ""}],
    ids=["message", "lines", "evidence", "link"],
)
def test_what_is_emptied_stays_a_version(ledger: FilingLedger, lost: dict[str, object]) -> None:
    evidence = (Evidence("https://a/b.png", EvidenceKind.IMAGE),)
    full = replace(DRAFT, evidence=evidence)
    if "link_text" in lost:
        full = replace(DRAFT, link_text="https://half")
    ledger.save_draft(full, NOON)
    emptied: DisputeDraft = replace(full, **lost)  # type: ignore[arg-type]  # fields by name
    assert ledger.save_draft(emptied, NOON + SECOND).draft == emptied
    assert [each.draft for each in ledger.versions(DRAFT.reference)] == [emptied, full]


def test_saves_of_half_a_minute_are_one_version(ledger: FilingLedger) -> None:
    for second in range(65):
        ledger.save_draft(with_message("x" * second), NOON + second * SECOND)
    saved = [each.saved for each in ledger.versions(DRAFT.reference)]
    assert saved == [NOON + s * SECOND for s in (64, 61, 30)]


def test_another_step_is_another_version(ledger: FilingLedger) -> None:
    ledger.save_draft(DRAFT, NOON)
    ledger.save_draft(replace(DRAFT, step=REVIEW), NOON + SECOND)
    assert len(ledger.versions(DRAFT.reference)) == 2


def test_a_clock_set_back_does_not_keep_a_version_open(ledger: FilingLedger) -> None:
    ledger.save_draft(DRAFT, NOON)
    ledger.save_draft(with_message("later"), NOON - timedelta(hours=2))
    assert len(ledger.versions(DRAFT.reference)) == 2


def test_ten_versions_are_kept(ledger: FilingLedger) -> None:
    for minute in range(15):
        ledger.save_draft(with_message(f"text {minute}"), NOON + minute * MINUTE)
    versions = ledger.versions(DRAFT.reference)
    assert len(versions) == KEPT
    assert versions[0].draft.message == "text 14"
    assert versions[-1].draft.message == "text 5"


def test_a_version_is_restored_and_the_present_one_kept(ledger: FilingLedger) -> None:
    ledger.save_draft(with_message("first"), NOON)
    ledger.save_draft(with_message("second"), NOON + MINUTE)
    oldest = ledger.versions(DRAFT.reference)[-1]
    restored = ledger.restore(DRAFT.reference, oldest.number, NOON + MINUTE + SECOND)
    assert restored.draft.message == "first"
    messages = [each.draft.message for each in ledger.versions(DRAFT.reference)]
    assert messages == ["first", "second", "first"]


def test_a_version_that_is_gone_cannot_be_restored(ledger: FilingLedger) -> None:
    ledger.save_draft(DRAFT, NOON)
    with pytest.raises(LookupError):
        ledger.restore(DRAFT.reference, 99, NOON)


def test_a_discarded_draft_is_gone_until_taken_back(ledger: FilingLedger) -> None:
    stored = ledger.save_draft(DRAFT, NOON)
    ledger.discard(DRAFT.reference, NOON)
    assert ledger.get(DRAFT.reference) is None
    assert ledger.editable() == ()
    assert ledger.all_for_order(DRAFT.order_id) == ()
    assert ledger.undo_discard(DRAFT.reference) == stored
    assert ledger.editable() == (stored,)


def test_a_late_save_does_not_bring_a_discarded_draft_back(ledger: FilingLedger) -> None:
    ledger.save_draft(DRAFT, NOON)
    ledger.discard(DRAFT.reference, NOON)
    with pytest.raises(NotAllowedNow) as caught:
        ledger.save_draft(with_message("late"), NOON + SECOND)
    assert caught.value.state == "discarded"
    with pytest.raises(NotAllowedNow):
        begin(ledger, DRAFT)


def test_a_draft_discarded_long_ago_is_deleted(ledger: FilingLedger) -> None:
    ledger.save_draft(DRAFT, NOON)
    ledger.discard(DRAFT.reference, NOON)
    ledger.recover(NOON + timedelta(days=29))
    ledger.undo_discard(DRAFT.reference)
    ledger.discard(DRAFT.reference, NOON)
    ledger.recover(NOON + timedelta(days=31))
    with pytest.raises(NotAllowedNow):
        ledger.undo_discard(DRAFT.reference)


def test_the_files_of_a_deleted_draft_go_with_it(
    ledger: FilingLedger,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = AttachmentStore.beside(database)
    source = tmp_path / "lamp.jpg"
    source.write_bytes(b"picture")
    kept = replace(DRAFT, reference=BusinessDisputeId("DD-kept"))
    for draft in (DRAFT, kept):
        ledger.save_draft(draft, NOON)
        files.add(draft.reference, source)
    ledger.discard(DRAFT.reference, NOON)
    ledger.recover(NOON + timedelta(days=29))
    assert files.all(DRAFT.reference)

    def refuse(*_args: object) -> None:
        raise PermissionError(errno.EACCES, "open in another program")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", refuse)
        ledger.recover(NOON + timedelta(days=31))
    assert ledger.undo_discard(DRAFT.reference).draft == DRAFT  # it waits for its files
    ledger.discard(DRAFT.reference, NOON)

    ledger.recover(NOON + timedelta(days=31))
    assert files.all(DRAFT.reference) == ()
    assert [each.name for each in files.all(kept.reference)] == ["lamp.jpg"]
    left = [each.name for each in (tmp_path / f"{database.path.stem}-files").iterdir()]
    assert left == ["DD-kept"]


def test_a_refused_filing_is_hidden_but_kept_for_good(ledger: FilingLedger) -> None:
    begin(ledger, DRAFT)
    end(ledger, DRAFT.reference, FilingState.REFUSED)
    ledger.discard(DRAFT.reference, NOON)
    ledger.recover(NOON + timedelta(days=400))
    assert ledger.undo_discard(DRAFT.reference).state is FilingState.REFUSED


@pytest.mark.parametrize("to", [FilingState.UNKNOWN, FilingState.FILED, None])
def test_what_was_sent_is_no_draft(ledger: FilingLedger, to: FilingState | None) -> None:
    begin(ledger, DRAFT)
    if to:
        end(ledger, DRAFT.reference, to)
    for change in (
        lambda: ledger.save_draft(with_message("other"), NOON),
        lambda: ledger.discard(DRAFT.reference, NOON),
        lambda: ledger.restore(DRAFT.reference, 1, NOON),
    ):
        with pytest.raises(NotAllowedNow):
            change()


def test_a_garbled_draft_is_told_as_damage(database: Database, ledger: FilingLedger) -> None:
    ledger.save_draft(DRAFT, NOON)
    with database.write() as connection:
        connection.execute("UPDATE filings SET draft = '{'")
    with pytest.raises(StorageFailed) as caught:
        ledger.editable()
    assert caught.value.cause is StorageCause.CORRUPT


def test_a_moment_without_a_zone_is_a_mistake(ledger: FilingLedger) -> None:
    with pytest.raises(ValueError, match="time zone"):
        ledger.save_draft(DRAFT, NOON.replace(tzinfo=None))


def test_moving_the_cursor_makes_no_version_and_no_news(ledger: FilingLedger) -> None:
    draft = with_message("Broken.")
    ledger.save_draft(draft, NOON)
    moved = replace(draft, place=Place(2, 5, "message"), seen_total=Decimal("7.00"))
    stored = ledger.save_draft(moved, NOON + MINUTE)
    assert stored.draft == moved
    assert stored.changed == NOON
    assert len(ledger.versions(draft.reference)) == 1


def test_the_filing_sent_last_is_known(ledger: FilingLedger) -> None:
    assert ledger.last_sent() is None
    ledger.save_draft(with_message("a draft"), NOON)
    assert ledger.last_sent() is None
    for number in (1, 2):
        line = replace(builders.draft().lines[0], line_item_id=LineItemId(f"S{number}"))
        draft = builders.draft(line, reference=f"DD-S{number}")
        moment = NOON + number * MINUTE
        begin(ledger, draft, now=moment)
    last = ledger.last_sent()
    assert last is not None
    assert last.reference == "DD-S2"
