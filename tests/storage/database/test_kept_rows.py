from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.disputes.disputes import (
    Ceiling,
    CostKind,
    DisputeLine,
    ExpectedOutcome,
    Reason,
    RefundPart,
    RefundTarget,
)
from app.domain.errors import StorageCause, StorageFailed
from app.domain.filing.filing import REVIEW, DraftLine, Evidence, EvidenceKind, Place
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.orders.orders import LineObstacle, OrderFacts, OrderLine
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import CachedFacts, OrderCache
from tests.builders import NOON

DUMP = Path(__file__).parent / "data" / "layout-7.sql"
LARGE = Decimal("1234567890123456.78")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    path = tmp_path / "a1.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8"))
    database = Database(path)
    assert database.prepare() is None
    return database


def test_a_draft_is_as_it_was_left(database: Database) -> None:
    filing = FilingLedger(database).get(BusinessDisputeId("DD-draft"))
    assert filing
    draft = filing.draft
    assert draft.lines == (DraftLine(LineItemId("L1"), 2, LARGE, "Lamp 🙂", "CJ-A"),)
    assert draft.reason == Reason(8, "Damaged")
    assert draft.expected is ExpectedOutcome.REISSUE
    assert draft.refund_target is RefundTarget.ORIGINAL_PAYMENT
    assert draft.evidence == (
        Evidence("https://a/b.jpg", EvidenceKind.IMAGE),
        Evidence("https://a/b.mp4", EvidenceKind.VIDEO),
    )
    assert (draft.message, draft.link_text) == ("Words of DD-draft 🙂\nmore", "https://half")
    assert (draft.step, draft.template) == (REVIEW, "own-1")
    assert (draft.seen_total, draft.place) == (Decimal("14.16"), Place(3, 9, "message"))
    assert str(draft.lines[0].unit_price) == "1234567890123456.78"


def test_a_draft_that_is_stored_again_unchanged_is_no_new_version(database: Database) -> None:
    ledger = FilingLedger(database)
    filing = ledger.get(BusinessDisputeId("DD-draft"))
    assert filing
    assert ledger.save_draft(filing.draft, NOON + timedelta(days=1)) == filing
    assert [each.draft.message for each in ledger.versions(filing.reference)] == [
        filing.draft.message,
        "first words",
    ]


def test_a_draft_is_changed_and_an_earlier_version_restored(database: Database) -> None:
    ledger = FilingLedger(database)
    filing = ledger.get(BusinessDisputeId("DD-draft"))
    assert filing
    changed = replace(filing.draft, message="other words", reason=Reason(9, "Wrong"))
    assert ledger.save_draft(changed, NOON + timedelta(days=1)).draft == changed
    restored = ledger.restore(filing.reference, 1, NOON + timedelta(days=2))
    assert (restored.draft.message, restored.draft.reason) == ("first words", Reason(8, "Damaged"))


def test_an_empty_draft_is_one(database: Database) -> None:
    filing = FilingLedger(database).get(BusinessDisputeId("DD-bare"))
    assert filing
    assert filing.draft.is_blank
    assert (filing.draft.place, filing.draft.reason, filing.draft.expected) == (None, None, None)


def test_what_was_asked_for_and_found_of_a_filing_is_known(database: Database) -> None:
    filing = FilingLedger(database).get(BusinessDisputeId("DD-unknown"))
    assert filing
    asked = Ceiling(Decimal("14.16"), Decimal("2.00"), None, None, Decimal("16.16"))
    assert (filing.asked, filing.ceiling) == (asked, Decimal("16.16"))
    assert filing.known_dispute_ids == frozenset(map(DisputeId, ("SH1", "SH2")))
    assert filing.candidates == ("SH2611221202010000001",)


def test_an_order_is_known_with_its_lines_and_facts(database: Database) -> None:
    orders = OrderCache(database)
    cached = orders.get(OrderId("SD1"))
    assert cached
    lamp, mug = cached.order.lines
    assert lamp == OrderLine(
        LineItemId("L1"),
        "P1",
        "V1",
        "Lamp 🙂",
        "CJ-A",
        "Workshop",
        "https://a/l.png",
        LARGE,
        2,
        can_dispute=True,
    )
    assert (mug.unit_price, mug.obstacle) == (None, LineObstacle.NO_PRICE)
    known = orders.facts(OrderId("SD1"))
    assert known
    facts = known.facts
    assert facts == OrderFacts(
        OrderId("SD1"),
        (OrderId("2106"),),
        OrderNumber("#1001"),
        "SHIPPED",
        created=datetime(2026, 11, 19, 12, tzinfo=UTC),
        paid=datetime(2026, 11, 20, 11, 59, 59, 999000, tzinfo=UTC),
        country="US",
        tracking_number="T1",
        carrier="Packet",
        amount=Decimal("42.48"),
        shop_name="Shop",
        dispute_id=DisputeId("SH3"),
    )
    assert facts.paid
    assert facts.paid.utcoffset() == timedelta(0)


def test_facts_are_completed_and_read_again_the_same(database: Database) -> None:
    orders = OrderCache(database)
    known = orders.facts(OrderId("SD1"))
    assert known
    before = known.facts
    dispatched = NOON - timedelta(days=1)
    bare = OrderFacts(OrderId("SD1"), (), OrderNumber(""), "DELIVERED", dispatched=dispatched)
    after = orders.save_facts(bare, NOON)
    assert after == replace(before, status="DELIVERED", dispatched=dispatched)
    assert orders.facts(OrderId("SD1")) == CachedFacts(after, NOON)


def test_details_of_a_dispute_are_known(database: Database) -> None:
    cache = DisputeCache(database)
    detail = cache.detail(DisputeId("SH3"))
    assert detail
    assert detail.refund_parts == (
        RefundPart(CostKind.PRODUCT, "Product Cost", Decimal("14.16")),
        RefundPart(CostKind.OTHER, "Duty", None),
    )
    lamp = DisputeLine(
        "Lamp 🙂", "Workshop", Decimal("14.16"), "https://a/l.png", None, "P1", "V1", "CJ-A"
    )
    assert detail.dispute.lines == (lamp, DisputeLine("Mug"))
    assert cache.save_detail(detail, NOON + timedelta(hours=1)) is None
    assert cache.detail(DisputeId("SH3")) == detail


@pytest.mark.parametrize(
    "broken",
    [{"lines": [{"quantity": "x"}]}, {"reason": {"id": 8}}, {"message": 5}, {"order_id": None}],
)
def test_a_draft_that_cannot_be_read_is_damage_and_never_half_a_draft(
    database: Database, broken: dict[str, object]
) -> None:
    with database.write() as connection:
        text = connection.execute("SELECT draft FROM filings").fetchone()[0]
        connection.execute(
            "UPDATE filings SET draft = ? WHERE reference = 'DD-draft'",
            (json.dumps(json.loads(text) | broken),),
        )
    with pytest.raises(StorageFailed) as failure:
        FilingLedger(database).get(BusinessDisputeId("DD-draft"))
    assert failure.value.cause is StorageCause.CORRUPT
