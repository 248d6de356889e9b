from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from app.domain.disputes.disputes import Outcome
from app.domain.disputes.state import is_withdrawn
from app.domain.errors import (
    InvalidInput,
    NotFound,
    Refused,
    RequestInfo,
    StorageCause,
    StorageFailed,
)
from app.domain.filing.filing import AttemptKind, Filing
from app.domain.history.history import HistoryQuery, Show
from app.domain.ids import DisputeId, OrderId
from app.practice.world.sample_data import EU_ORDER, TUTORIAL_ORDER
from app.services.history.history import CancelResult
from app.services.history.syncing import PAGE_SIZE
from app.storage.database.database import Database
from tests.cj.server import FaultyServer
from tests.refreshing import refresh
from tests.services.conftest import Stack, signed_in
from tests.services.filing.test_filing_service import prepared


def test_the_first_refresh_reads_all_and_the_next_costs_one_call(tmp_path: Path) -> None:
    with (
        FaultyServer(pace=0, life=False, extra_disputes=170) as server,
        signed_in(server, tmp_path) as stack,
    ):
        refresh(stack.history)
        total = server.world.count_disputes()
        assert stack.history.rows(HistoryQuery()).total == total
        assert len(server.record.of("disputes/getDisputeList")) == -(-total // PAGE_SIZE)
        server.record.clear()
        assert refresh(stack.history) == ()
        assert len(server.record.requests) == 1


def test_an_interrupted_first_refresh_goes_on_where_it_was(tmp_path: Path) -> None:
    with (
        FaultyServer(pace=0, life=False, extra_disputes=170) as server,
        signed_in(server, tmp_path) as stack,
    ):
        server.scenarios.arm("refuse", endpoint="disputes/getDisputeList", skip=2, code=9999)
        with pytest.raises(Refused):
            refresh(stack.history)
        server.record.clear()
        refresh(stack.history)
        pages = [each.query["pageNum"] for each in server.record.of("disputes/getDisputeList")]
        assert pages[:3] == [["1"], ["3"], ["4"]]
        assert stack.history.rows(HistoryQuery()).total == server.world.count_disputes()


def test_a_change_is_found_and_marked_until_it_is_seen(stack: Stack) -> None:
    filing = stack.filing.submit(prepared(stack), None)
    assert filing.dispute_id is not None
    refresh(stack.history)
    stack.history.mark_seen()
    stack.server.world.advance(filing.dispute_id, to="refunded_in_part")
    changes = refresh(stack.history)
    assert [each.after.dispute_id for each in changes] == [filing.dispute_id]
    assert changes[0].after.outcome is Outcome.REFUND
    assert stack.history.rows(HistoryQuery(show=Show.CHANGED)).total == 1
    stack.history.mark_seen()
    assert stack.history.rows(HistoryQuery(show=Show.CHANGED)).total == 0


def test_details_are_kept_for_when_there_is_no_network(stack: Stack) -> None:
    filing = stack.filing.submit(prepared(stack), None)
    assert filing.dispute_id is not None
    stack.server.world.advance(filing.dispute_id, to="refunded")
    detail = stack.history.detail(filing.dispute_id)
    assert detail.refund_parts
    stack.server.stop()
    assert stack.history.kept_detail(filing.dispute_id) == detail


def test_cancelling_tells_cj_once_and_reads_back(stack: Stack) -> None:
    filing = stack.filing.submit(prepared(stack), None)
    assert filing.dispute_id is not None
    order_id = stack.history.order_of(filing.dispute_id)
    assert order_id == TUTORIAL_ORDER
    assert stack.history.cancel(filing.dispute_id, order_id) is CancelResult.CANCELLED
    row = stack.history._disputes.get(filing.dispute_id)
    assert row is not None
    assert row.dispute.status == "Closed"
    assert len(stack.server.record.of("disputes/cancel")) == 1


def test_what_cj_did_is_told_whether_it_can_be_kept_or_not(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = (TUTORIAL_ORDER, EU_ORDER)
    first, second = (stack.filing.submit(prepared(stack, each), None) for each in orders)
    assert first.dispute_id is not None
    assert second.dispute_id is not None

    def full(_database: Database) -> NoReturn:
        raise StorageFailed(StorageCause.DISK_FULL)

    def cancel_and_fill(order_id: OrderId, dispute_id: DisputeId) -> RequestInfo:
        monkeypatch.setattr(Database, "write", full)
        return cancel(order_id, dispute_id)

    api = stack.history._connection.api.disputes
    cancel = api.cancel
    monkeypatch.setattr(api, "cancel", cancel_and_fill)
    result = stack.history.cancel(first.dispute_id, OrderId(TUTORIAL_ORDER))
    assert result is CancelResult.CANCELLED
    assert is_withdrawn(stack.history.shown_detail(first.dispute_id).dispute)
    with pytest.raises(StorageFailed):
        stack.history.cancel(second.dispute_id, OrderId(EU_ORDER))
    assert len(stack.server.record.of("disputes/cancel")) == 1


def cancels(stack: Stack, filing: Filing) -> list[tuple[str, int | None]]:
    stored = stack.ledger.get(filing.reference)
    assert stored is not None
    return [(a.result, a.code) for a in stored.attempts if a.kind is AttemptKind.CANCEL]


@pytest.mark.parametrize("scenario", ["timeout_after", "reset_after", "broken_json"])
def test_a_cancellation_without_an_answer_is_read_back(stack: Stack, scenario: str) -> None:
    filing = stack.filing.submit(prepared(stack), None)
    assert filing.dispute_id is not None
    stack.server.scenarios.arm(scenario, endpoint="disputes/cancel")
    result = stack.history.cancel(filing.dispute_id, OrderId(TUTORIAL_ORDER))
    assert result is CancelResult.CANCELLED
    assert len(stack.server.record.of("disputes/cancel")) == 1
    assert [word for word, _ in cancels(stack, filing)] == ["unknown"]


def test_a_doubtful_cancellation_is_never_repeated_without_looking(stack: Stack) -> None:
    filing = stack.filing.submit(prepared(stack), None)
    assert filing.dispute_id is not None
    stack.server.scenarios.arm("timeout_after", endpoint="disputes/cancel")
    stack.server.scenarios.arm("http_503", endpoint="disputes/getDisputeDetail", times=None)
    result = stack.history.cancel(filing.dispute_id, OrderId(TUTORIAL_ORDER))
    assert result is CancelResult.UNKNOWN
    stack.server.scenarios.clear()
    # The program may have been restarted since: the ledger alone knows.
    again = stack.history.cancel(filing.dispute_id, OrderId(TUTORIAL_ORDER))
    assert again is CancelResult.CANCELLED
    assert len(stack.server.record.of("disputes/cancel")) == 1
    assert stack.history.rows(HistoryQuery(show=Show.CHANGED)).total == 0


def test_a_cancellation_that_did_not_arrive_may_be_sent_again(stack: Stack) -> None:
    filing = stack.filing.submit(prepared(stack), None)
    assert filing.dispute_id is not None
    stack.server.scenarios.arm("http_500", endpoint="disputes/cancel")
    first = stack.history.cancel(filing.dispute_id, OrderId(TUTORIAL_ORDER))
    assert first is CancelResult.UNKNOWN
    second = stack.history.cancel(filing.dispute_id, OrderId(TUTORIAL_ORDER))
    assert second is CancelResult.CANCELLED
    assert cancels(stack, filing) == [("unknown", None), ("cancelled", 200)]


def test_what_a_user_cancelled_is_no_news_to_them(stack: Stack) -> None:
    filing = stack.filing.submit(prepared(stack), None)
    assert filing.dispute_id is not None
    stack.history.cancel(filing.dispute_id, OrderId(TUTORIAL_ORDER))
    assert stack.history.rows(HistoryQuery(show=Show.CHANGED)).total == 0
    changes = refresh(stack.history)
    assert all(each.before is None for each in changes)


def test_the_wrong_order_cancels_nothing(stack: Stack) -> None:
    filing = stack.filing.submit(prepared(stack), None)
    assert filing.dispute_id is not None
    with pytest.raises((Refused, NotFound, InvalidInput)):
        stack.history.cancel(filing.dispute_id, OrderId("SD0000000000000000"))
    assert stack.history.order_of(filing.dispute_id) == TUTORIAL_ORDER
