"""Withdrawing a dispute: found, asked, sent once, and never repeated without looking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.background.runner import BackgroundRunner, Lane
from app.services.history import CancelResult
from app.ui.history.cancel_dialog import CancelDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.domain.disputes import DisputeDetail
    from app.domain.errors import AppError
    from app.domain.ids import DisputeId, OrderId
    from app.services.desk import Desk


class Cancelling(QObject):
    """One cancellation at a time, from the wish to CJ's word."""

    busy_changed = Signal(bool)
    cancelled = Signal(object)
    """The `DisputeId` that CJ agreed to withdraw."""
    unconfirmed = Signal(object)
    """A `DisputeId` of which nobody knows: to be looked at before anything else."""
    checked = Signal(object)
    """The `DisputeDetail` of one that was unconfirmed, as CJ has it now."""
    check_failed = Signal(object, object)
    """The `DisputeId` that stays unconfirmed, and the `AppError` that says why."""
    failed = Signal(object)
    """The `AppError`: CJ certainly did not cancel."""

    def __init__(self, runner: BackgroundRunner, window: QWidget) -> None:
        super().__init__(window)
        self._runner = runner
        self._window = window
        self._desk: Desk | None = None
        self._is_busy = False
        self._unconfirmed: set[DisputeId] = set()
        self._dialog: CancelDialog | None = None

    @property
    def dialog(self) -> CancelDialog | None:
        """The question, while it is open."""
        return self._dialog

    def use(self, desk: Desk) -> None:
        """Cancel at this account from now on; an open question is withdrawn."""
        if self._dialog is not None:
            self._dialog.reject()
        self._desk = desk
        self._unconfirmed.clear()

    def start(self, dispute_id: DisputeId) -> None:
        """Ask whether to withdraw it. Does nothing while another one is under way."""
        desk = self._desk
        if desk is None or self._is_busy:
            return
        if dispute_id in self._unconfirmed:
            self.unconfirmed.emit(dispute_id)
            return
        self._set_busy(is_busy=True)
        self._runner.run(
            lambda: desk.history.order_of(dispute_id),
            owner=self,
            on_success=lambda order_id: self._ask(desk, dispute_id, order_id),
            on_error=self._fail,
            lane=Lane.STORAGE,
        )

    def check(self, dispute_id: DisputeId) -> None:
        """Ask CJ how an unconfirmed one stands; after that it may be cancelled again."""
        desk = self._desk
        if desk is not None:
            self._runner.run(
                lambda: desk.history.detail(dispute_id),
                owner=self,
                on_success=self._take_check,
                on_error=lambda error: self.check_failed.emit(dispute_id, error),
            )

    def _take_check(self, detail: DisputeDetail) -> None:
        self._unconfirmed.discard(detail.dispute.dispute_id)
        self.checked.emit(detail)

    def _ask(self, desk: Desk, dispute_id: DisputeId, order_id: OrderId | None) -> None:
        if desk is not self._desk:
            self._set_busy(is_busy=False)
            return
        dialog = CancelDialog(dispute_id, order_id, self._window)
        self._dialog = dialog
        dialog.accepted.connect(lambda: self._send(desk, dispute_id, dialog.order_id))
        dialog.rejected.connect(lambda: self._set_busy(is_busy=False))
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _send(self, desk: Desk, dispute_id: DisputeId, order_id: OrderId | None) -> None:
        if order_id is None:
            self._set_busy(is_busy=False)
            return
        self._runner.run(
            lambda: desk.history.cancel(dispute_id, order_id),
            owner=self,
            on_success=lambda result: self._finish(dispute_id, result),
            on_error=self._fail,
        )

    def _finish(self, dispute_id: DisputeId, result: CancelResult) -> None:
        self._set_busy(is_busy=False)
        if result is CancelResult.CANCELLED:
            self.cancelled.emit(dispute_id)
        else:
            self._unconfirmed.add(dispute_id)
            self.unconfirmed.emit(dispute_id)

    def _fail(self, error: AppError) -> None:
        self._set_busy(is_busy=False)
        self.failed.emit(error)

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.busy_changed.emit(is_busy)
