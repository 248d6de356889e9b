"""What a person can do with a filing: the one place that knows the service's interface."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from app.domain.disputes.disputes import Ceiling
from app.domain.errors import AppError
from app.domain.filing.doubt import may_be_taken_back
from app.domain.filing.filing import DisputeDraft, Filing, FilingState, OtherDisputesFound
from app.domain.ids import BusinessDisputeId, DisputeId
from tests.cj.simulation.program import Program

SEND_AGAIN = "send again"
THIS_ONE = "this one"
BACK = "back to draft"


class Acts:
    """The service of one program, as its dialog uses it."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._filing = program.filing

    def note_known(self, draft: DisputeDraft) -> None:
        self._filing.note_known_disputes(draft)

    def submit(
        self,
        draft: DisputeDraft,
        ceiling: Ceiling | Decimal | None,
        besides: Collection[DisputeId] | None,
    ) -> Filing:
        return self._filing.submit(draft, ceiling, besides=besides)

    def others_in(self, error: AppError) -> tuple[DisputeId, ...] | None:
        """The disputes that stopped a submission, where that is what the error says."""
        if not isinstance(error, OtherDisputesFound):
            return None
        return tuple(each.dispute_id for each in error.disputes)

    def adopt(self, draft: DisputeDraft, dispute_id: DisputeId) -> Filing:
        return self._filing.adopt(draft.reference, dispute_id)

    def read_back(self, reference: BusinessDisputeId, *, in_background: bool) -> Filing:
        return self._filing.read_back(reference, in_background=in_background)

    def send_again(self, reference: BusinessDisputeId) -> Filing:
        return self._filing.send_again(reference)

    def take_back(self, reference: BusinessDisputeId) -> Filing:
        return self._filing.take_back(reference)

    def choices(self, reference: BusinessDisputeId) -> tuple[DisputeId, ...]:
        return tuple(each.dispute_id for each in self._filing.choices(reference))

    def ways(self, filing: Filing) -> tuple[str, ...]:
        """What is open now besides waiting and checking again, in a fixed order."""
        if filing.state not in (FilingState.UNKNOWN, FilingState.FILED):
            return ()
        open_now = {
            SEND_AGAIN: filing.nothing_found and filing.state is FilingState.UNKNOWN,
            THIS_ONE: bool(self._filing.choices(filing.reference)),
            BACK: may_be_taken_back(filing),
        }
        return tuple(way for way, is_open in open_now.items() if is_open)

    def tells_shortfall(self) -> bool:
        """Whether the history says that CJ counts more than it listed."""
        return not self._program.history.coverage().is_whole
