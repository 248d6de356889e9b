"""A data file that version 0.1.0 wrote is brought up to date, and what stands in it is used."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.disputes.disputes import Dispute, DisputeDetail, Outcome, RefundTarget
from app.domain.errors import NotAllowedNow
from app.domain.filing.filing import (
    REVIEW,
    Attempt,
    AttemptKind,
    Door,
    EvidenceKind,
    FilingState,
)
from app.domain.history.history import HistoryQuery, SortKey
from app.domain.history.spans import EVER
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId, OrderId, OrderNumber
from app.domain.orders.orders import OrderedProduct, OrderFacts
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.history.insights_query import InsightsReader
from app.storage.ledger.ledger import FilingLedger
from app.storage.tracked_orders import TrackedOrders
from tests import builders
from tests.builders import NOON
from tests.ledger_moves import begin, end, look

DUMP = Path(__file__).parent / "data" / "version-0.1.0.sql"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    path = tmp_path / "a1.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8"))
    database = Database(path)
    assert database.prepare() is None
    assert (tmp_path / "a1.backup-v4.sqlite3").exists()
    return database


@pytest.fixture
def ledger(database: Database) -> FilingLedger:
    return FilingLedger(database)


def state_of(ledger: FilingLedger, name: str) -> FilingState:
    filing = ledger.get(BusinessDisputeId(f"DD-{name}"))
    assert filing
    return filing.state


def test_every_filing_is_there_as_it_stood(ledger: FilingLedger) -> None:
    names = ("draft", "unknown", "refused", "filed", "confirmed")
    assert [state_of(ledger, each).value for each in names] == list(names)
    assert state_of(ledger, "sending") is FilingState.UNKNOWN, "nobody sends it any more"
    filing = ledger.get(BusinessDisputeId("DD-confirmed"))
    assert filing
    assert filing.dispute_id == "SH2611221203000000001"
    assert [each.result for each in filing.attempts] == ["filed", "confirmed"]
    assert filing.draft.message == "Words of DD-confirmed 🙂"
    assert [each.kind for each in filing.draft.evidence] == [EvidenceKind.IMAGE, EvidenceKind.VIDEO]
    assert (filing.draft.step, filing.draft.refund_target) == (
        REVIEW,
        RefundTarget.ORIGINAL_PAYMENT,
    )
    assert [each.draft.message for each in ledger.versions(filing.reference)] == [
        filing.draft.message,
        "first words",
    ]


def test_zeros_without_a_decision_are_amounts_not_told(database: Database) -> None:
    cache = DisputeCache(database)
    rows = cache.query(HistoryQuery(sort=SortKey.DISPUTE, descending=False)).rows
    told = {
        row.dispute.dispute_id[-2:]: (row.dispute.refund, row.dispute.reissue_amount)
        for row in rows
        if row.dispute.dispute_id.startswith("SH261101")
    }
    assert told == {
        "01": (Decimal("12.50"), Decimal("0.00")),
        "02": (None, None),
        "03": (Decimal("0.00"), Decimal("0.00")),
        "04": (Decimal("0.00"), Decimal("9.90")),
        "05": (None, None),
        "06": (None, None),
    }
    by_refund = cache.query(HistoryQuery(sort=SortKey.REFUND, descending=True)).rows
    assert by_refund[0].dispute.refund == Decimal("12.50")
    assert [each.dispute.refund for each in by_refund[-4:]] == [None] * 4
    assert InsightsReader(database).sums(EVER).total.recovered == Decimal("12.50")


def test_what_was_told_then_is_not_erased_by_an_answer_of_now(database: Database) -> None:
    cache, key = DisputeCache(database), DisputeId("SH2611010000000000001")
    row = cache.get(key)
    assert row
    bare = replace(row.dispute, outcome=None, refund=None, reissue_amount=None, status="Finished")
    assert cache.save_page([bare], NOON + timedelta(hours=1)) == ()
    assert cache.save_detail(DisputeDetail(bare), NOON + timedelta(hours=2)) is None
    assert cache.get(key) == row
    paid = replace(bare, outcome=Outcome.REFUND, refund=Decimal("13.00"))
    assert cache.save_page([paid], NOON + timedelta(hours=3)) != ()


def test_one_look_of_then_no_longer_lets_a_filing_be_sent_again(ledger: FilingLedger) -> None:
    filing = ledger.get(BusinessDisputeId("DD-nothing-found"))
    assert filing
    assert (filing.state, filing.nothing_found) == (FilingState.UNKNOWN, False)
    with pytest.raises(NotAllowedNow):
        begin(ledger, filing.draft, again=True)


def test_what_was_being_sent_is_in_doubt_and_can_be_confirmed(ledger: FilingLedger) -> None:
    recovered = ledger.recover(NOON + timedelta(hours=1))
    assert [each.reference for each in recovered] == ["DD-sending"]
    found = builders.dispute("SH2611221202010000001", lines=("L2",))
    after = look(ledger, recovered[0].reference, ours=found)
    assert (after.state, after.dispute_id) == (FilingState.CONFIRMED, found.dispute_id)


def test_a_yes_of_then_that_was_never_listed_can_be_taken_back(ledger: FilingLedger) -> None:
    reference = BusinessDisputeId("DD-filed")
    for minutes in (5, 15, 25, 35, 45):
        look(ledger, reference, NOON + timedelta(minutes=minutes))
    assert ledger.take_back(reference, NOON).state is FilingState.DRAFT
    filing = ledger.get(reference)
    assert filing
    assert filing.draft.message == "Words of DD-filed 🙂"


@pytest.mark.parametrize("name", ["draft", "refused"])
def test_what_was_not_at_cj_is_filed(ledger: FilingLedger, name: str) -> None:
    filing = ledger.get(BusinessDisputeId(f"DD-{name}"))
    assert filing
    sent = begin(ledger, filing.draft, now=NOON + timedelta(hours=1))
    assert end(ledger, sent.reference, FilingState.FILED).state is FilingState.FILED
    found = builders.dispute("SH2611221300000000001", lines=tuple(filing.draft.line_ids))
    assert look(ledger, sent.reference, ours=found).state is FilingState.CONFIRMED
    assert ledger.with_dispute(DisputeId("SH2611221300000000001")) is not None


def test_orders_are_kept_and_disputes_linked_to_them(database: Database) -> None:
    cache, orders = DisputeCache(database), TrackedOrders(database)
    rows = cache.query(HistoryQuery(limit=999)).rows
    loose = next(row.dispute for row in rows if not row.dispute.order_id and _items(row.dispute))
    products = tuple(OrderedProduct(each, "V1", 1, None) for each in _items(loose))
    facts = OrderFacts(
        OrderId("SD26110100001"), (), OrderNumber("N1"), "SHIPPED", products=products
    )
    orders.save_details([facts], NOON)
    ((kept, _, _),) = orders.all(NOON)
    # The variant's name is known from an order that was looked up with that version.
    assert [each.name for each in kept.facts.products] == ["Desk lamp, brass"] * len(products)
    assert replace(kept.facts, products=products) == facts
    assert loose.dispute_id in {each.dispute_id for each in kept.disputes}
    row = cache.get(loose.dispute_id)
    assert row
    assert (row.dispute.order_id, row.dispute.order_number) == ("SD26110100001", "N1")


def _items(dispute: Dispute) -> list[LineItemId]:
    return [each.line_item_id for each in dispute.lines if each.line_item_id]


def test_what_was_under_way_still_holds_its_items(ledger: FilingLedger) -> None:
    for name in ("sending", "unknown", "filed"):
        filing = ledger.get(BusinessDisputeId(f"DD-{name}"))
        assert filing
        assert ledger.holder_of(filing.draft.line_ids) == filing.reference


@pytest.mark.parametrize("name", ["draft", "refused"])
def test_what_was_not_at_cj_may_be_opened_in_my_cj(
    database: Database, ledger: FilingLedger, name: str
) -> None:
    before = ledger.get(BusinessDisputeId(f"DD-{name}"))
    assert before
    draft = replace(before.draft, door=Door.MY_CJ)
    opened = Attempt(AttemptKind.HAND_OVER, NOON + timedelta(hours=1), result="handed over")
    ledger.hand_over(draft, opened, Decimal("12.50"))
    filing = FilingLedger(Database(database.path)).get(before.reference)
    assert filing
    assert (filing.state, filing.draft) == (FilingState.HANDED_OVER, draft)
    assert filing.attempts[:-1] == before.attempts
    assert ledger.holder_of(draft.line_ids) is None
    found = builders.dispute("SH2611221400000000001", lines=tuple(draft.line_ids))
    after = look(ledger, before.reference, ours=found)
    assert (after.state, after.dispute_id) == (FilingState.CONFIRMED, found.dispute_id)
