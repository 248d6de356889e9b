import pytest

from app.domain.filing.filing import DisputeDraft, FilingState, may_move
from tests import builders


@pytest.mark.parametrize(
    ("current", "to"),
    [
        (FilingState.DRAFT, FilingState.FILED),
        (FilingState.UNKNOWN, FilingState.REFUSED),
        (FilingState.FILED, FilingState.SENDING),
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
