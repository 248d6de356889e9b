from datetime import timedelta

import pytest

from app.domain.filing import DisputeDraft, FilingState, find_filed, may_move
from app.domain.ids import DisputeId, LineItemId
from tests import builders

L1 = {LineItemId("L1")}
KNOWN = {DisputeId("SH-old")}


@pytest.mark.parametrize(
    ("current", "to"),
    [
        (FilingState.DRAFT, FilingState.FILED),
        (FilingState.DRAFT, FilingState.CONFIRMED),
        (FilingState.UNKNOWN, FilingState.DRAFT),
        (FilingState.UNKNOWN, FilingState.REFUSED),
        (FilingState.FILED, FilingState.SENDING),
        (FilingState.FILED, FilingState.DRAFT),
        (FilingState.CONFIRMED, FilingState.SENDING),
        (FilingState.CONFIRMED, FilingState.DRAFT),
    ],
)
def test_moves_that_would_lose_or_repeat_a_claim_are_forbidden(
    current: FilingState, to: FilingState
) -> None:
    assert not may_move(current, to)


def test_every_state_has_its_moves_listed() -> None:
    for current in FilingState:
        for to in FilingState:
            assert may_move(current, to) in (True, False)


def test_a_new_dispute_with_the_same_lines_is_ours() -> None:
    listed = [builders.dispute("SH-old"), builders.dispute("SH-new")]
    found = find_filed(L1, KNOWN, listed)
    assert found is not None
    assert found.dispute_id == "SH-new"


def test_a_dispute_known_before_sending_is_never_ours() -> None:
    assert find_filed(L1, KNOWN, [builders.dispute("SH-old")]) is None


def test_other_lines_are_not_ours() -> None:
    assert find_filed(L1, KNOWN, [builders.dispute("SH-new", lines=("L2",))]) is None
    assert find_filed(L1, KNOWN, [builders.dispute("SH-new", lines=("L1", "L2"))]) is None


def test_a_row_without_products_counts_only_alone() -> None:
    bare = builders.dispute("SH-new", lines=())
    found = find_filed(L1, KNOWN, [bare])
    assert found is bare
    assert find_filed(L1, KNOWN, [bare, builders.dispute("SH-other", lines=())]) is None


def test_of_several_the_newest_wins_and_a_missing_date_loses() -> None:
    older = builders.dispute("SH-1", created=builders.NOON - timedelta(days=1))
    newer = builders.dispute("SH-2", created=builders.NOON)
    undated = builders.dispute("SH-3", created=None)
    assert find_filed(L1, set(), [undated, newer, older]) is newer


def test_a_single_open_line_is_chosen_from_the_start() -> None:
    closed = builders.order_line("L2", can_dispute=False)
    begun = DisputeDraft.begin(builders.order(builders.order_line("L1"), closed))
    assert [(line.line_item_id, line.quantity) for line in begun.lines] == [("L1", 3)]
    several = builders.order(builders.order_line("L1"), builders.order_line("L2"))
    assert DisputeDraft.begin(several).lines == ()


def test_choosing_a_line_twice_changes_it_and_none_takes_it_back() -> None:
    line = builders.order_line()
    draft = builders.draft().with_line(line, 1)
    assert [each.quantity for each in draft.lines] == [1]
    assert draft.with_line(line, 0).lines == ()
