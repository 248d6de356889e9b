"""What the history pane changes on this computer: drafts, notes, refunds, and marks taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.background.runner import BackgroundRunner, Lane

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from app.domain.history.buyer_refunds import BuyerRefund
    from app.domain.history.notes import Note
    from app.domain.ids import BusinessDisputeId, DisputeId
    from app.services.account_services import AccountServices
    from app.ui.history.details.buyer_refunds import BuyerRefundBox
    from app.ui.history.details.note_box import NoteBox

T = TypeVar("T")


class LocalEdits(QObject):
    """Does it on the storage lane, in the order in which it was asked for. CJ hears of nothing."""

    changed = Signal()
    """Rows or drafts are other than those shown."""
    refund_changed = Signal()
    """What a buyer got back is other than shown in its row."""
    failed = Signal(object)
    saved_at_last = Signal()
    """What was typed and could not be saved is saved by now."""

    def __init__(self, runner: BackgroundRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk: AccountServices | None = None

    def use(self, desk: AccountServices) -> None:
        """Change this account's data from now on."""
        self._desk = desk

    def discard(self, reference: BusinessDisputeId) -> None:
        """Take a draft out of the list."""
        self._run(lambda desk: desk.drafts.discard(reference), self._tell_changed)

    def undo_discard(self, reference: BusinessDisputeId) -> None:
        """Put it back."""
        self._run(lambda desk: desk.drafts.undo_discard(reference), self._tell_changed)

    def take_marks_off(self, ids: Collection[DisputeId] | None) -> None:
        """These disputes, or all of them, do not count as changed any more."""
        self._run(lambda desk: desk.history.mark_seen(ids), self._tell_changed)

    def mark_seen(self, ids: Collection[DisputeId]) -> None:
        """These do not count as changed the next time. What is shown now stays."""
        if ids:
            self._run(lambda desk: desk.history.mark_seen(ids), lambda _none: None)

    def save_note(self, box: NoteBox, dispute_id: DisputeId, text: str) -> None:
        """Keep what was typed in this box."""

        def take(note: Note) -> None:
            had_failed = box.has_failed
            box.take_saved(dispute_id, note)
            if had_failed:
                self.saved_at_last.emit()

        self._run(
            lambda desk: desk.history.save_note(dispute_id, text),
            take,
            lambda: box.take_end(dispute_id),
        )

    def save_refund(
        self, box: BuyerRefundBox, dispute_id: DisputeId, refund: BuyerRefund | None
    ) -> None:
        """Keep what the buyer got back, as it was typed in this box."""

        def take(kept: BuyerRefund | None) -> None:
            had_failed = box.has_failed
            box.take_saved(dispute_id, kept)
            if had_failed:
                self.saved_at_last.emit()
            self.refund_changed.emit()

        self._run(
            lambda desk: desk.buyer_refunds.save(dispute_id, refund),
            take,
            lambda: box.take_end(dispute_id),
        )

    def _tell_changed(self, _none: None) -> None:
        self.changed.emit()

    def _run(
        self,
        work: Callable[[AccountServices], T],
        take: Callable[[T], object],
        end: Callable[[], object] | None = None,
    ) -> None:
        desk = self._desk
        if desk is not None:
            self._runner.run(
                lambda: work(desk),
                owner=self,
                on_success=take,
                on_error=self.failed.emit,
                on_end=end,
                lane=Lane.STORAGE,
            )
