"""Drafts: everything typed, kept on this computer, with or without CJ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.filing import EDITABLE, DisputeDraft, Filing
from app.domain.ids import BusinessDisputeId, OrderId

if TYPE_CHECKING:
    from app.storage.filings import FilingLedger


class DraftService:
    """Saves and finds drafts. Touches the disk only, never the network."""

    def __init__(self, ledger: FilingLedger, now: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._now = now

    def save(self, draft: DisputeDraft) -> datetime:
        """Keep the draft as it stands. Returns when it was saved (UTC).

        Raises `NotAllowedNow` where it is under way or filed, `StorageFailed` where it cannot be
        written.
        """
        return self._ledger.save_draft(draft, self._now()).changed

    def listed(self) -> tuple[Filing, ...]:
        """All that is not settled, newest first: drafts, refused ones, and those under way."""
        return (*self._ledger.open_filings(), *self._ledger.editable())

    def for_order(self, order_id: OrderId) -> Filing | None:
        """The newest draft of an order that is still to be edited."""
        filings = self._ledger.all_for_order(order_id)
        return next((each for each in filings if each.state in EDITABLE), None)

    def discard(self, reference: BusinessDisputeId) -> None:
        """Take a draft out of the list; `undo_discard` brings it back."""
        self._ledger.discard(reference, self._now())

    def undo_discard(self, reference: BusinessDisputeId) -> None:
        """Put a discarded draft back in the list."""
        self._ledger.undo_discard(reference)
