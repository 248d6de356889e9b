from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.disputes.disputes import Outcome
from app.domain.disputes.reasons import ReasonFamily
from app.domain.filing.filing import FilingState
from app.domain.filing.templates import Template, TrackRecord
from app.domain.ids import DisputeId, LineItemId
from app.domain.text import storable
from app.storage.database.database import Database
from app.storage.ledger.ledger import FilingLedger
from app.storage.templates import DELETED_KEPT, TemplateStore
from tests import builders
from tests.builders import NOON
from tests.ledger_moves import begin, end, look
from tests.storage.hostile import TEXTS

MINE = Template("own-1", ReasonFamily.DAMAGED, "Order {order} broke.", "Broken")


@pytest.fixture
def store(database: Database) -> TemplateStore:
    return TemplateStore(database)


def test_templates_come_back_by_name(store: TemplateStore) -> None:
    other = replace(MINE, key="own-2", name="arrived late")
    store.save(MINE, NOON)
    store.save(other, NOON)
    assert store.all() == (other, MINE)
    store.save(replace(MINE, name="A first"), NOON)
    assert [each.name for each in store.all()] == ["A first", "arrived late"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_comes_back(store: TemplateStore, text: str) -> None:
    store.save(replace(MINE, name=f"N{text}", body=f"B{text}"), NOON)
    assert [each.body for each in store.all()] == [storable(f"B{text}")]


def test_a_deleted_one_can_be_taken_back_for_a_month(store: TemplateStore) -> None:
    store.save(MINE, NOON)
    store.delete(MINE.key, NOON)
    assert store.all() == ()
    store.undo_delete(MINE.key)
    assert store.all() == (MINE,)
    store.delete(MINE.key, NOON)
    store.delete("another", NOON + DELETED_KEPT + timedelta(seconds=1))
    store.undo_delete(MINE.key)
    assert store.all() == ()


def test_one_that_is_stored_again_is_not_deleted_any_more(store: TemplateStore) -> None:
    store.save(MINE, NOON)
    store.delete(MINE.key, NOON)
    store.save(MINE, NOON)
    assert store.all() == (MINE,)


def test_a_family_of_a_newer_version_is_the_general_one(
    store: TemplateStore, database: Database
) -> None:
    store.save(MINE, NOON)
    with database.write() as connection:
        connection.execute("UPDATE templates SET family = 'new'")
    assert store.all()[0].family is ReasonFamily.OTHER


def _file_dispute(
    ledger: FilingLedger, number: int, template: str, outcome: Outcome | None
) -> None:
    line = LineItemId(f"L{number}")
    draft = builders.draft(
        replace(builders.draft().lines[0], line_item_id=line), reference=f"DD-{number}"
    )
    draft = replace(draft, template=template)
    ledger.save_draft(draft, NOON)
    begin(ledger, draft)
    end(ledger, draft.reference, FilingState.FILED)
    found = builders.dispute(f"SH{number}", lines=(line,), outcome=outcome)
    look(ledger, draft.reference, ours=found)


def test_each_template_has_a_record_of_what_was_decided(
    store: TemplateStore, ledger: FilingLedger
) -> None:
    assert store.track_records() == {}
    cases = [
        ("damaged", Outcome.REFUND),
        ("damaged", Outcome.REFUND),
        ("damaged", Outcome.REJECT),
        ("damaged", None),
        ("own-1", Outcome.REISSUE),
        ("", Outcome.REFUND),
    ]
    for number, (template, outcome) in enumerate(cases):
        _file_dispute(ledger, number, template, outcome)
    assert store.track_records() == {"damaged": TrackRecord(2, 3), "own-1": TrackRecord(0, 1)}


def test_a_draft_of_an_older_version_has_no_record(
    store: TemplateStore, ledger: FilingLedger, database: Database
) -> None:
    _file_dispute(ledger, 1, "damaged", Outcome.REFUND)
    with database.write() as connection:
        row = connection.execute("SELECT draft FROM filings").fetchone()
        content = json.loads(row["draft"])
        del content["template"]
        connection.execute("UPDATE filings SET draft = ?", (json.dumps(content),))
    assert store.track_records() == {}
    assert ledger.with_dispute(DisputeId("SH1")) is not None
