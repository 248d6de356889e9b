from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import Ceiling, Dispute
from app.domain.errors import (
    AlreadyBeingFiled,
    NotAllowedNow,
    RequestInfo,
    ServerFailed,
    TimedOut,
)
from app.domain.filing.doubt import NOT_FOUND
from app.domain.filing.filing import (
    REVIEW,
    Attempt,
    AttemptKind,
    DisputeDraft,
    DraftLine,
    Filing,
    FilingState,
)
from app.domain.ids import BusinessDisputeId, DisputeId, OrderId
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import INTERRUPTED, FilingLedger
from app.storage.ledger.rows import HOLDING
from tests import builders
from tests.builders import NOON
from tests.ledger_moves import begin, end, look
from tests.storage.hostile import TEXTS

MINUTE = timedelta(minutes=1)
DRAFT = builders.draft()
KNOWN = frozenset({DisputeId("SH100"), DisputeId("SH99")})


def draft_for(reference: str, *line_ids: str) -> DisputeDraft:
    lines = (DraftLine.of(builders.order_line(each), 1) for each in line_ids)
    return builders.draft(*lines, reference=reference)


def send(ledger: FilingLedger, draft: DisputeDraft = DRAFT) -> Filing:
    return begin(ledger, draft, known=KNOWN, ceiling=Decimal("42.48"))


def filing_in(ledger: FilingLedger, state: FilingState) -> Filing:
    """A filing brought to a state the way it gets there."""
    if state is FilingState.DRAFT:
        return ledger.save_draft(DRAFT, NOON)
    send(ledger)
    if state is FilingState.CONFIRMED:
        end(ledger, DRAFT.reference, FilingState.FILED)
        look(ledger, DRAFT.reference, ours=builders.dispute())
    elif state is not FilingState.SENDING:
        end(ledger, DRAFT.reference, state)
    found = ledger.get(DRAFT.reference)
    assert found
    assert found.state is state
    return found


def held(database: Database) -> list[str]:
    with database.read() as connection:
        rows = connection.execute("SELECT line_item_id FROM held_lines ORDER BY 1").fetchall()
        return [row[0] for row in rows]


def test_sending_is_written_down_first(database: Database, ledger: FilingLedger) -> None:
    begun = send(ledger)
    filing = FilingLedger(database).get(DRAFT.reference)
    assert filing == begun
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
    assert send(ledger, draft_for("DD-2", "L2")).times_sent == 1
    assert len(ledger.all_for_order(OrderId("SD2611200001234567"))) == 2


@pytest.mark.parametrize(
    "to", [FilingState.FILED, FilingState.REFUSED, FilingState.DRAFT, FilingState.UNKNOWN]
)
def test_an_answer_moves_the_filing(
    database: Database, ledger: FilingLedger, to: FilingState
) -> None:
    send(ledger)
    after = end(
        ledger,
        DRAFT.reference,
        to,
        NOON + MINUTE,
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
    send(ledger)
    end(ledger, DRAFT.reference, FilingState.UNKNOWN)
    with pytest.raises(NotAllowedNow):
        end(ledger, DRAFT.reference, FilingState.FILED)


@pytest.mark.parametrize("to", [FilingState.CONFIRMED, FilingState.SENDING])
def test_sending_does_not_end_anywhere(ledger: FilingLedger, to: FilingState) -> None:
    send(ledger)
    with pytest.raises(NotAllowedNow):
        end(ledger, DRAFT.reference, to)


def test_a_refused_filing_is_changed_and_sent_again(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.REFUSED)
    changed = ledger.save_draft(replace(DRAFT, message="Better."), NOON + MINUTE)
    assert changed.state is FilingState.REFUSED  # and its reason can still be shown
    assert changed.attempts[0].result == "refused"
    assert send(ledger, changed.draft).times_sent == 2


def test_sending_again_needs_looks_that_found_nothing(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.UNKNOWN)
    with pytest.raises(NotAllowedNow):
        send(ledger)
    found = look(ledger, DRAFT.reference, NOON + MINUTE, started=NOON, nothing_found=True)
    assert found.nothing_found
    assert found.state is FilingState.UNKNOWN
    assert found.attempts[-1] == Attempt(AttemptKind.READ_BACK, NOON, NOON + MINUTE, NOT_FOUND)
    again = replace(DRAFT, step=REVIEW)
    with pytest.raises(NotAllowedNow):  # a second click on the button is no "send again"
        begin(ledger, again)
    sent = begin(ledger, again, again=True)
    assert sent.times_sent == 2
    assert not sent.nothing_found
    assert sent.reference == DRAFT.reference


def test_sending_again_keeps_the_disputes_known_at_first(ledger: FilingLedger) -> None:
    # What CJ lists by now may hold the first attempt's dispute: it must not become "known".
    filing_in(ledger, FilingState.UNKNOWN)
    look(ledger, DRAFT.reference, nothing_found=True)
    late = {*KNOWN, DisputeId("SH101")}
    sent = begin(ledger, DRAFT, known=late, again=True)
    assert sent.known_dispute_ids == KNOWN


def test_only_the_same_thing_is_sent_again(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.UNKNOWN)
    look(ledger, DRAFT.reference, nothing_found=True)
    with pytest.raises(NotAllowedNow):
        send(ledger, replace(DRAFT, message="Something else."))


def test_a_failed_read_back_forbids_sending_again(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.UNKNOWN)
    look(ledger, DRAFT.reference, nothing_found=True)
    error = ServerFailed(RequestInfo(code=1600000, text="busy", request_id="r-2"))
    after = look(ledger, DRAFT.reference, error=error)
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
    after = look(ledger, DRAFT.reference, ours=builders.dispute("SH101"))
    assert after.state is FilingState.CONFIRMED
    assert after.dispute_id == "SH101"
    assert held(database) == []
    assert ledger.with_dispute(DisputeId("SH101")) == after
    assert ledger.claimed_dispute_ids() == {"SH101"}
    assert ledger.open_filings() == ()
    row = cache.get(DisputeId("SH101"))
    assert row
    assert row.asked == Decimal("42.48")
    assert (row.dispute.order_id, row.dispute.order_number) == (DRAFT.order_id, "1001")


def test_a_dispute_listed_before_it_was_read_back_becomes_ours(
    ledger: FilingLedger, cache: DisputeCache
) -> None:
    filing_in(ledger, FilingState.FILED)
    cache.save_page([builders.dispute("SH101")], NOON)
    before = cache.get(DisputeId("SH101"))
    look(ledger, DRAFT.reference, ours=builders.dispute("SH101"))
    after = cache.get(DisputeId("SH101"))
    assert before
    assert after
    assert (before.asked, after.asked) == (None, Decimal("42.48"))


def test_a_filed_one_that_is_not_listed_yet_stays_filed(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.FILED)
    after = look(ledger, DRAFT.reference, nothing_found=True)
    assert (after.state, after.nothing_found) == (FilingState.FILED, False)
    with pytest.raises(NotAllowedNow):
        send(ledger)


def test_a_dispute_is_one_filings_only(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.CONFIRMED)
    other = draft_for("DD-2", "L2")
    send(ledger, other)
    end(ledger, other.reference, FilingState.UNKNOWN)
    after = look(ledger, other.reference, ours=builders.dispute())
    assert after.state is FilingState.UNKNOWN
    with pytest.raises(NotAllowedNow):
        ledger.confirm(other.reference, builders.dispute(), NOON)


def test_reading_back_what_another_window_confirmed_changes_nothing(ledger: FilingLedger) -> None:
    before = filing_in(ledger, FilingState.CONFIRMED)
    for dispute in (builders.dispute("SH7"), None):
        after = look(ledger, DRAFT.reference, NOON + MINUTE, ours=dispute)
        assert (after.state, after.dispute_id) == (FilingState.CONFIRMED, before.dispute_id)


def test_what_may_be_ours_is_kept_and_forbids_sending_again(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.UNKNOWN)
    after = look(ledger, DRAFT.reference, candidates=[builders.dispute("SH7")], nothing_found=True)
    assert (after.candidates, after.nothing_found) == (("SH7",), False)
    failed = look(ledger, DRAFT.reference, error=ServerFailed())
    assert failed.candidates == ("SH7",)
    assert look(ledger, DRAFT.reference).candidates == ()


@pytest.mark.parametrize("state", [FilingState.DRAFT, FilingState.REFUSED, FilingState.FILED])
def test_a_person_says_which_dispute_a_filing_is(
    database: Database, ledger: FilingLedger, state: FilingState
) -> None:
    filing_in(ledger, state)
    after = ledger.confirm(DRAFT.reference, builders.dispute("SH7"), NOON)
    assert (after.state, after.dispute_id) == (FilingState.CONFIRMED, "SH7")
    assert held(database) == []


@pytest.mark.parametrize("state", [FilingState.DRAFT, FilingState.SENDING, FilingState.REFUSED])
def test_there_is_nothing_to_read_back_yet(ledger: FilingLedger, state: FilingState) -> None:
    before = filing_in(ledger, state)
    with pytest.raises(NotAllowedNow):
        look(ledger, DRAFT.reference, ours=builders.dispute())
    assert ledger.get(DRAFT.reference) == before


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
    send(ledger)
    with database.write() as connection:
        connection.execute("UPDATE filings SET owner = NULL")
    ledger.recover(NOON)
    with pytest.raises(NotAllowedNow) as caught:
        end(ledger, DRAFT.reference, FilingState.REFUSED)
    assert caught.value.state == "unknown"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_goes_all_the_way(ledger: FilingLedger, text: str) -> None:
    line = replace(DraftLine.of(builders.order_line("L" + text), 1), product_name=text)
    draft = replace(builders.draft(line, message=text), order_id=OrderId("SD" + text))
    ledger.save_draft(draft, NOON)
    begin(ledger, draft, known=[DisputeId(text)])
    end(ledger, draft.reference, FilingState.UNKNOWN, text=text)
    dispute: Dispute = replace(builders.dispute(), dispute_id=DisputeId("SH" + text), reason=text)
    after = look(ledger, draft.reference, ours=dispute)
    assert after.state is FilingState.CONFIRMED
    assert ledger.all_for_order(draft.order_id) == (after,)
    assert ledger.with_dispute(dispute.dispute_id) == after


def test_a_time_out_is_recorded_by_its_name(ledger: FilingLedger) -> None:
    filing_in(ledger, FilingState.UNKNOWN)
    error = TimedOut(request_left=True)
    after = look(ledger, DRAFT.reference, error=error)
    assert after.attempts[-1].result == "TimedOut"


def test_the_parts_of_the_ceiling_are_kept(ledger: FilingLedger) -> None:
    zero = Decimal("0.00")
    ceiling = Ceiling(Decimal("42.48"), Decimal("3.00"), Decimal("1.20"), zero, Decimal("46.68"))
    filing = begin(ledger, DRAFT, ceiling=ceiling)
    assert (filing.ceiling, filing.asked) == (Decimal("46.68"), ceiling)


@pytest.mark.parametrize("text", [None, "", "{", "[]", "7", '{"product": "x"}', '{"total": "1"}'])
def test_unreadable_parts_of_a_ceiling_do_no_harm(
    ledger: FilingLedger, database: Database, text: str | None
) -> None:
    begin(ledger, DRAFT, ceiling=Decimal("5.00"))
    with database.write() as connection:
        connection.execute("UPDATE filings SET ceiling_parts = ?", (text,))
    filing = ledger.get(DRAFT.reference)
    assert filing
    assert (filing.ceiling, filing.asked) == (Decimal("5.00"), None)


def test_a_part_of_the_ceiling_that_cj_did_not_tell_comes_back_as_that(
    ledger: FilingLedger,
) -> None:
    ceiling = Ceiling(Decimal("42.48"), None, Decimal("0.00"), None, Decimal("45.48"))
    draft = builders.draft()
    ledger.save_draft(draft, NOON)
    begin(ledger, draft, ceiling=ceiling)
    filing = ledger.get(draft.reference)
    assert filing
    assert (filing.asked, filing.ceiling) == (ceiling, Decimal("45.48"))
