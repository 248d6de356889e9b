from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.disputes import Ceiling, Dispute
from app.domain.errors import (
    AlreadyBeingFiled,
    Exchange,
    NotAllowedNow,
    ServerFailed,
    TimedOut,
)
from app.domain.filing import (
    Attempt,
    AttemptKind,
    DisputeDraft,
    DraftLine,
    Filing,
    FilingState,
    Step,
)
from app.domain.ids import BusinessDisputeId, DisputeId, OrderId
from app.storage.database import Database
from app.storage.dispute_cache import DisputeCache
from app.storage.filing_rows import HOLDING
from app.storage.filings import INTERRUPTED, NOT_FOUND, FilingLedger
from tests import builders
from tests.builders import NOON
from tests.storage.hostile import TEXTS

MINUTE = timedelta(minutes=1)
DRAFT = builders.draft()
KNOWN = frozenset({DisputeId("SH100"), DisputeId("SH99")})


def draft_for(reference: str, *line_ids: str) -> DisputeDraft:
    lines = (DraftLine.of(builders.order_line(each), 1) for each in line_ids)
    return builders.draft(*lines, reference=reference)


def send(ledger: FilingLedger, draft: DisputeDraft = DRAFT) -> int:
    return ledger.begin_sending(draft, known_ids=KNOWN, ceiling=Decimal("42.48"), now=NOON)


def filing_in(ledger: FilingLedger, state: FilingState) -> Filing:
    """A filing brought to a state the way it gets there."""
    if state is FilingState.DRAFT:
        return ledger.save_draft(DRAFT, NOON)
    number = send(ledger)
    if state is FilingState.CONFIRMED:
        ledger.end_attempt(DRAFT.reference, number, to=FilingState.FILED, now=NOON)
        ledger.record_read_back(DRAFT.reference, now=NOON, dispute=builders.dispute())
    elif state is not FilingState.SENDING:
        ledger.end_attempt(DRAFT.reference, number, to=state, now=NOON)
    found = ledger.get(DRAFT.reference)
    assert found
    assert found.state is state
    return found


def held(database: Database) -> list[str]:
    with database.read() as connection:
        rows = connection.execute("SELECT line_item_id FROM held_lines ORDER BY 1").fetchall()
        return [row[0] for row in rows]


def test_sending_is_written_down_first(database: Database, ledger: FilingLedger) -> None:
    number = send(ledger)
    filing = FilingLedger(database).get(DRAFT.reference)
    assert filing
    assert number == 1
    assert filing.state is FilingState.SENDING
    assert filing.draft == DRAFT
    assert filing.known_dispute_ids == KNOWN
    assert filing.ceiling == Decimal("42.48")
    assert filing.attempts == (Attempt(AttemptKind.CREATE, NOON),)
    assert held(database) == ["L1"]
    assert ledger.open_filings() == (filing,)
    assert ledger.holder_of(DRAFT.line_ids) == DRAFT.reference


@pytest.mark.parametrize(
    "state",
    [FilingState.SENDING, FilingState.UNKNOWN, FilingState.FILED, FilingState.CONFIRMED],
)
def test_what_may_be_at_cj_is_not_sent_again(ledger: FilingLedger, state: FilingState) -> None:
    before = filing_in(ledger, state)
    with pytest.raises(NotAllowedNow) as caught:
        send(ledger)
    assert caught.value.state == state.value
    assert ledger.get(DRAFT.reference) == before


def test_a_second_filing_of_a_line_is_refused_with_the_first(
    database: Database, ledger: FilingLedger
) -> None:
    first, second = draft_for("DD-1", "L1", "L2"), draft_for("DD-2", "L0", "L2", "L3")
    ledger.save_draft(second, NOON)
    send(ledger, first)
    with pytest.raises(AlreadyBeingFiled) as caught:
        send(ledger, second)
    assert caught.value.reference == first.reference
    assert held(database) == ["L1", "L2"]  # nothing of the second was taken
    refused = ledger.get(second.reference)
    assert refused
    assert (refused.state, refused.attempts) == (FilingState.DRAFT, ())


def test_other_lines_of_the_order_can_be_filed_meanwhile(ledger: FilingLedger) -> None:
    send(ledger, draft_for("DD-1", "L1"))
    assert send(ledger, draft_for("DD-2", "L2")) == 1
    assert len(ledger.all_for_order(OrderId("SD2611200001234567"))) == 2


@pytest.mark.parametrize(
    "to", [FilingState.FILED, FilingState.REFUSED, FilingState.DRAFT, FilingState.UNKNOWN]
)
def test_an_answer_moves_the_filing(
    database: Database, ledger: FilingLedger, to: FilingState
) -> None:
    number = send(ledger)
    after = ledger.end_attempt(
        DRAFT.reference,
        number,
        to=to,
        now=NOON + MINUTE,
        code=2**80,
        text="no\ud83d",
        request_id="r-1",
    )
    assert after.state is to
    assert after.attempts == (
        Attempt(AttemptKind.CREATE, NOON, NOON + MINUTE, to.value, None, "no\ufffd", "r-1"),
    )
    assert held(database) == (["L1"] if to in HOLDING else [])


def test_an_attempt_ends_once(ledger: FilingLedger) -> None:
    number = send(ledger)
    with pytest.raises(NotAllowedNow):
        ledger.end_attempt(DRAFT.reference, number + 1, to=FilingState.FILED, now=NOON)
    ledger.end_attempt(DRAFT.reference, number, to=FilingState.UNKNOWN, now=NOON)
    with pytest.raises(NotAllowedNow):
        ledger.end_attempt(DRAFT.reference, number, to=FilingState.FILED, now=NOON)


@pytest.mark.parametrize("to", [FilingState.CONFIRMED, FilingState.SENDING])
def test_sending_does_not_end_anywhere(ledger: FilingLedger, to: FilingState) -> None:
    number = send(ledger)
    with pytest.raises(NotAllowedNow):
        ledger.end_attempt(DRAFT.reference, number, to=to, now=NOON)


def test_a_refused_filing_is_changed_and_sent_again(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.REFUSED)
    changed = ledger.save_draft(replace(DRAFT, message="Better."), NOON + MINUTE)
    assert changed.state is FilingState.REFUSED  # and its reason can still be shown
    assert changed.attempts[0].result == "refused"
    assert send(ledger, changed.draft) == 2


def test_sending_again_needs_a_read_back_that_found_nothing(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.UNKNOWN)
    with pytest.raises(NotAllowedNow):
        send(ledger)
    found = ledger.record_read_back(DRAFT.reference, started=NOON, now=NOON + MINUTE)
    assert found.nothing_found
    assert found.state is FilingState.UNKNOWN
    assert found.attempts[-1] == Attempt(AttemptKind.READ_BACK, NOON, NOON + MINUTE, NOT_FOUND)
    again = replace(DRAFT, step=Step.REVIEW)
    with pytest.raises(NotAllowedNow):  # a second click on the button is no "send again"
        ledger.begin_sending(again, known_ids=None, ceiling=None, now=NOON)
    assert ledger.begin_sending(again, known_ids=None, ceiling=None, now=NOON, again=True) == 3
    sent = ledger.get(DRAFT.reference)
    assert sent
    assert not sent.nothing_found
    assert sent.reference == DRAFT.reference


def test_sending_again_keeps_the_disputes_known_at_first(ledger: FilingLedger) -> None:
    # What CJ lists by now may hold the first attempt's dispute: it must not become "known".
    filing_in(ledger, FilingState.UNKNOWN)
    ledger.record_read_back(DRAFT.reference, now=NOON)
    late = {*KNOWN, DisputeId("SH101")}
    ledger.begin_sending(DRAFT, known_ids=late, ceiling=None, now=NOON, again=True)
    sent = ledger.get(DRAFT.reference)
    assert sent
    assert sent.known_dispute_ids == KNOWN


def test_only_the_same_thing_is_sent_again(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.UNKNOWN)
    ledger.record_read_back(DRAFT.reference, now=NOON)
    with pytest.raises(NotAllowedNow):
        send(ledger, replace(DRAFT, message="Something else."))


def test_a_failed_read_back_forbids_sending_again(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.UNKNOWN)
    ledger.record_read_back(DRAFT.reference, now=NOON)
    error = ServerFailed(Exchange(code=1600000, text="busy", request_id="r-2"))
    after = ledger.record_read_back(DRAFT.reference, now=NOON, error=error)
    assert not after.nothing_found
    assert after.attempts[-1] == Attempt(
        AttemptKind.READ_BACK, NOON, NOON, "ServerFailed", 1600000, "busy", "r-2"
    )
    with pytest.raises(NotAllowedNow):
        send(ledger)


@pytest.mark.parametrize("state", [FilingState.UNKNOWN, FilingState.FILED])
def test_a_dispute_that_is_found_confirms(
    database: Database, ledger: FilingLedger, cache: DisputeCache, state: FilingState
) -> None:
    filing_in(ledger, state)
    after = ledger.record_read_back(DRAFT.reference, now=NOON, dispute=builders.dispute("SH101"))
    assert after.state is FilingState.CONFIRMED
    assert after.dispute_id == "SH101"
    assert held(database) == []
    assert ledger.with_dispute(DisputeId("SH101")) == after
    assert ledger.claimed_dispute_ids() == {"SH101"}
    assert ledger.open_filings() == ()
    row = cache.get(DisputeId("SH101"))
    assert row
    assert (row.is_own, row.asked) == (True, Decimal("42.48"))
    assert (row.dispute.order_id, row.dispute.order_number) == (DRAFT.order_id, "1001")


def test_a_dispute_listed_before_it_was_read_back_becomes_ours(
    ledger: FilingLedger, cache: DisputeCache
) -> None:
    filing_in(ledger, FilingState.FILED)
    cache.save_page([builders.dispute("SH101")], NOON)
    before = cache.get(DisputeId("SH101"))
    ledger.record_read_back(DRAFT.reference, now=NOON, dispute=builders.dispute("SH101"))
    after = cache.get(DisputeId("SH101"))
    assert before
    assert after
    assert (before.is_own, after.is_own) == (False, True)
    assert after.asked == Decimal("42.48")


def test_a_filed_one_that_is_not_listed_yet_stays_filed(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.FILED)
    after = ledger.record_read_back(DRAFT.reference, now=NOON)
    assert (after.state, after.nothing_found) == (FilingState.FILED, False)
    with pytest.raises(NotAllowedNow):
        send(ledger)


def test_a_dispute_is_one_filings_only(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.CONFIRMED)
    other = draft_for("DD-2", "L2")
    number = send(ledger, other)
    ledger.end_attempt(other.reference, number, to=FilingState.UNKNOWN, now=NOON)
    after = ledger.record_read_back(other.reference, now=NOON, dispute=builders.dispute())
    assert after.state is FilingState.UNKNOWN
    assert after.attempts[-1].result == NOT_FOUND


def test_reading_back_what_another_window_confirmed_changes_nothing(ledger: FilingLedger) -> None:
    before = filing_in(ledger, FilingState.CONFIRMED)
    for dispute in (builders.dispute("SH7"), None):
        after = ledger.record_read_back(DRAFT.reference, now=NOON + MINUTE, dispute=dispute)
        assert (after.state, after.dispute_id) == (FilingState.CONFIRMED, before.dispute_id)


@pytest.mark.parametrize("state", [FilingState.DRAFT, FilingState.SENDING, FilingState.REFUSED])
def test_there_is_nothing_to_read_back_yet(ledger: FilingLedger, state: FilingState) -> None:
    before = filing_in(ledger, state)
    with pytest.raises(NotAllowedNow):
        ledger.record_read_back(DRAFT.reference, now=NOON, dispute=builders.dispute())
    assert ledger.get(DRAFT.reference) == before


def test_never_fetched_is_not_the_same_as_none_known(ledger: FilingLedger) -> None:
    ledger.begin_sending(DRAFT, known_ids=None, ceiling=None, now=NOON)
    ledger.begin_sending(draft_for("DD-2", "L2"), known_ids=(), ceiling=None, now=NOON)
    known = [each.known_dispute_ids for each in ledger.open_filings()]
    assert known == [None, frozenset()]


def test_a_draft_without_lines_is_a_mistake(ledger: FilingLedger) -> None:
    with pytest.raises(ValueError, match="line items"):
        send(ledger, replace(DRAFT, lines=()))


def test_an_unsaved_draft_is_stored_as_it_is_sent(ledger: FilingLedger) -> None:
    ledger.save_draft(DRAFT, NOON)
    last = replace(DRAFT, message="The last key.")
    send(ledger, last)
    sent = ledger.get(DRAFT.reference)
    assert sent
    assert sent.draft == last
    assert ledger.versions(DRAFT.reference)[0].draft == last


def test_a_cancellation_is_added_to_the_record(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.CONFIRMED)
    cancel = Attempt(AttemptKind.CANCEL, NOON, NOON + MINUTE, "done", request_id="r-3")
    ledger.add_attempt(DRAFT.reference, cancel)
    filing = ledger.get(DRAFT.reference)
    assert filing
    assert filing.attempts[-1] == cancel
    with pytest.raises(NotAllowedNow):
        ledger.add_attempt(BusinessDisputeId("DD-none"), cancel)


def test_what_this_process_sends_is_not_recovered(database: Database, ledger: FilingLedger) -> None:
    send(ledger)
    assert ledger.recover(NOON) == ()
    assert FilingLedger(database).recover(NOON) == ()  # another window of it
    filing = ledger.get(DRAFT.reference)
    assert filing
    assert filing.state is FilingState.SENDING


def test_what_a_dead_process_sent_becomes_unknown(database: Database, ledger: FilingLedger) -> None:
    send(ledger)
    with database.write() as connection:
        connection.execute("UPDATE filings SET owner = 'long gone'")
    recovered = ledger.recover(NOON + MINUTE)
    assert [each.state for each in recovered] == [FilingState.UNKNOWN]
    assert recovered[0].attempts == (Attempt(AttemptKind.CREATE, NOON, NOON + MINUTE, INTERRUPTED),)
    assert held(database) == ["L1"]
    assert ledger.recover(NOON) == ()


def test_an_answer_after_recovery_comes_too_late(database: Database, ledger: FilingLedger) -> None:
    number = send(ledger)
    with database.write() as connection:
        connection.execute("UPDATE filings SET owner = NULL")
    ledger.recover(NOON)
    with pytest.raises(NotAllowedNow) as caught:
        ledger.end_attempt(DRAFT.reference, number, to=FilingState.REFUSED, now=NOON)
    assert caught.value.state == "unknown"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_goes_all_the_way(ledger: FilingLedger, text: str) -> None:
    line = replace(DraftLine.of(builders.order_line("L" + text), 1), product_name=text)
    draft = replace(builders.draft(line, message=text), order_id=OrderId("SD" + text))
    ledger.save_draft(draft, NOON)
    number = ledger.begin_sending(draft, known_ids=[DisputeId(text)], ceiling=None, now=NOON)
    ledger.end_attempt(draft.reference, number, to=FilingState.UNKNOWN, now=NOON, text=text)
    dispute: Dispute = replace(builders.dispute(), dispute_id=DisputeId("SH" + text), reason=text)
    after = ledger.record_read_back(draft.reference, now=NOON, dispute=dispute)
    assert after.state is FilingState.CONFIRMED
    assert ledger.all_for_order(draft.order_id) == (after,)
    assert ledger.with_dispute(dispute.dispute_id) == after


def test_a_time_out_is_recorded_by_its_name(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.UNKNOWN)
    error = TimedOut(request_left=True)
    after = ledger.record_read_back(DRAFT.reference, now=NOON, error=error)
    assert after.attempts[-1].result == "TimedOut"


def test_the_parts_of_the_ceiling_are_kept(ledger: FilingLedger) -> None:
    zero = Decimal("0.00")
    ceiling = Ceiling(Decimal("42.48"), Decimal("3.00"), Decimal("1.20"), zero, Decimal("46.68"))
    ledger.begin_sending(DRAFT, known_ids=(), ceiling=ceiling, now=NOON)
    filing = ledger.get(DRAFT.reference)
    assert filing
    assert (filing.ceiling, filing.asked) == (Decimal("46.68"), ceiling)


@pytest.mark.parametrize("text", [None, "", "{", "[]", "7", '{"product": "x"}', '{"total": "1"}'])
def test_unreadable_parts_of_a_ceiling_do_no_harm(
    ledger: FilingLedger, database: Database, text: str | None
) -> None:
    ledger.begin_sending(DRAFT, known_ids=(), ceiling=Decimal("5.00"), now=NOON)
    with database.write() as connection:
        connection.execute("UPDATE filings SET ceiling_parts = ?", (text,))
    filing = ledger.get(DRAFT.reference)
    assert filing
    assert (filing.ceiling, filing.asked) == (Decimal("5.00"), None)
