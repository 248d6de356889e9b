"""What the history pane changes on this computer: drafts, notes, refunds, and marks taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.background.runner import BackgroundRunner, Lane

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from app.domain.history.buyer_refunds import BuyerRefund
    from app.domain.ids import BusinessDisputeId, DisputeId
    from app.services.account_services import AccountServices

T = TypeVar("T")


class LocalEdits(QObject):
    """Does it on the storage lane, in the order in which it was asked for. CJ hears of nothing."""

    changed = Signal()
    """Rows or drafts are other than those shown."""
    note_saved = Signal(object, object)
    """A `DisputeId` and its `Note` as it is kept."""
    note_left = Signal(object)
    """The `DisputeId` of a note, once the saving of it is over, however it ended."""
    refund_saved = Signal(object, object)
    """A `DisputeId` and its `BuyerRefund | None` as it is kept."""
    refund_left = Signal(object)
    """The `DisputeId` of a refund, once the saving of it is over, however it ended."""
    failed = Signal(object)

    def __init__(self, runner: BackgroundRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk: AccountServices | None = None

    def use(self, desk: AccountServices) -> None:
        """Change this account's data from now on."""
        self._desk = desk

    def discard(self, reference: BusinessDisputeId) -> None:
        """Take a draft out of the list."""
        if (desk := self._desk) is not None:
            self._run(lambda: desk.drafts.discard(reference), self._tell_changed)

    def undo_discard(self, reference: BusinessDisputeId) -> None:
        """Put it back."""
        if (desk := self._desk) is not None:
            self._run(lambda: desk.drafts.undo_discard(reference), self._tell_changed)

    def take_marks_off(self, ids: Collection[DisputeId] | None) -> None:
        """These disputes, or all of them, do not count as changed any more."""
        if (desk := self._desk) is not None:
            self._run(lambda: desk.history.mark_seen(ids), self._tell_changed)

    def mark_seen(self, ids: Collection[DisputeId]) -> None:
        """These do not count as changed the next time. What is shown now stays."""
        if (desk := self._desk) is not None and ids:
            self._run(lambda: desk.history.mark_seen(ids), lambda _none: None)

    def save_note(self, dispute_id: DisputeId, text: str) -> None:
        """Keep a note."""
        if (desk := self._desk) is not None:
            self._run(
                lambda: desk.history.save_note(dispute_id, text),
                lambda note: self.note_saved.emit(dispute_id, note),
                lambda: self.note_left.emit(dispute_id),
            )

    def save_refund(self, dispute_id: DisputeId, refund: BuyerRefund | None) -> None:
        """Keep what the buyer got back."""
        if (desk := self._desk) is not None:
            self._run(
                lambda: desk.buyer_refunds.save(dispute_id, refund),
                lambda kept: self.refund_saved.emit(dispute_id, kept),
                lambda: self.refund_left.emit(dispute_id),
            )

    def _tell_changed(self, _none: None) -> None:
        self.changed.emit()

    def _run(
        self,
        work: Callable[[], T],
        take: Callable[[T], object],
        end: Callable[[], object] | None = None,
    ) -> None:
        self._runner.run(
            work,
            owner=self,
            on_success=take,
            on_error=self.failed.emit,
            on_end=end,
            lane=Lane.STORAGE,
        )
