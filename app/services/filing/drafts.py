"""Drafts: everything typed, kept on this computer, with or without CJ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.filing.filing import EDITABLE, DisputeDraft, DraftVersion, Filing, FilingState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.ids import BusinessDisputeId, OrderId
    from app.domain.orders.orders import DisputableOrder
    from app.storage.ledger.ledger import FilingLedger


class DraftService:
    """Saves and finds drafts. Touches the disk only, never the network."""

    def __init__(self, ledger: FilingLedger, now: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._now = now

    def begin(self, order: DisputableOrder, *, takes_all: bool = False) -> DisputeDraft:
        """A new draft, with the outcome and the refund's target that were asked for last.

        Lines that another draft of the order has, or a filing without a number yet, are left to it;
        `takes_all` chooses all others. Nothing is stored.
        """
        elsewhere = frozenset(
            line
            for each in self._ledger.all_for_order(order.order_id)
            if each.state is not FilingState.CONFIRMED
            for line in each.draft.line_ids
        )
        draft = DisputeDraft.begin(order, elsewhere, takes_all=takes_all)
        last = self.last_sent()
        if last is None:
            return draft
        return replace(draft, expected=last.expected, refund_target=last.refund_target)

    def last_sent(self) -> DisputeDraft | None:
        """What was filed last, for its reason and template to come first where they are chosen."""
        last = self._ledger.last_sent()
        return last.draft if last else None

    def save(self, draft: DisputeDraft) -> datetime:
        """Keep the draft as it stands. Returns when it was saved (UTC).

        Raises `NotAllowedNow` where it is under way or filed, `StorageFailed` where it cannot be
        written.
        """
        return self._ledger.save_draft(draft, self._now()).changed

    def listed(self) -> tuple[Filing, ...]:
        """All that is not settled, newest first: drafts, refused ones, and those under way."""
        return (*self._ledger.open_filings(), *filter(_is_open, self._ledger.editable()))

    def for_order(self, order_id: OrderId) -> Filing | None:
        """The newest draft of an order that is still to be edited."""
        filings = self._ledger.all_for_order(order_id)
        return next((each for each in filings if _is_open(each)), None)

    def prepared(self, draft: DisputeDraft) -> tuple[Filing, ...]:
        """Other filings that a person has opened in My CJ, and whose number is not known yet."""
        return self._ledger.handed_over_beside(draft.reference)

    def versions(self, reference: BusinessDisputeId) -> tuple[DraftVersion, ...]:
        """The last ten versions of a draft, the newest first, which is the present one."""
        return self._ledger.versions(reference)

    def restore(self, reference: BusinessDisputeId, number: int) -> DisputeDraft:
        """Make an earlier version the present one; the one it replaces stays a version.

        Raises `LookupError` where there is no such version any more.
        """
        return self._ledger.restore(reference, number, self._now()).draft

    def discard(self, reference: BusinessDisputeId) -> None:
        """Take a draft out of the list; `undo_discard` brings it back."""
        self._ledger.discard(reference, self._now())

    def undo_discard(self, reference: BusinessDisputeId) -> None:
        """Put a discarded draft back in the list."""
        self._ledger.undo_discard(reference)


def _is_open(filing: Filing) -> bool:
    """Whether it can be gone on with: one whose only ticks were taken back is nobody's draft."""
    return filing.state in EDITABLE and not filing.draft.is_empty
