"""Withdrawing a dispute: found, asked, sent once, and never repeated without looking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.background.runner import BackgroundRunner, Lane, Task
from app.domain.ids import DisputeId, OrderId, find_order_ids, is_cj_order_id
from app.domain.text import one_line
from app.services.history.history import CancelResult
from app.ui.messages.notices import Operation
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import label_of, muted_label, plain_label, set_property, title_label
from app.ui.widgets.layouts import STRETCH, fill
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from app.domain.disputes.disputes import DisputeDetail
    from app.domain.errors import AppError
    from app.services.account_services import AccountServices
    from app.ui.history.updates.notice import HistoryNotice


class CancelFlow(QObject):
    """One cancellation at a time, from the wish to CJ's word."""

    cancelled = Signal(object)
    """The `DisputeId` that CJ agreed to withdraw."""
    checked = Signal()
    """CJ has told of one that was unconfirmed."""

    def __init__(self, runner: BackgroundRunner, notice: HistoryNotice, window: QWidget) -> None:
        super().__init__(window)
        self._runner = runner
        self._notice = notice
        self._window = window
        self._desk: AccountServices | None = None
        self._task: Task[Any] | None = None
        self._unconfirmed: set[DisputeId] = set()
        self.dialog: CancelDialog | None = None
        """The question, while it is open."""

    @property
    def is_busy(self) -> bool:
        """Whether a question is open or a call under way."""
        return self.dialog is not None or (self._task is not None and not self._task.is_over)

    def use(self, desk: AccountServices) -> None:
        """Cancel at this account from now on; an open question is withdrawn."""
        if self.dialog is not None:
            self.dialog.reject()
        self._desk = desk
        self._unconfirmed.clear()

    def start(self, dispute_id: DisputeId) -> None:
        """Ask whether to withdraw it. Does nothing while another one is under way."""
        desk = self._desk
        if desk is None or self.is_busy:
            return
        if dispute_id in self._unconfirmed:
            self._tell_unconfirmed(dispute_id)
            return
        self._task = self._runner.run(
            lambda: desk.history.order_of(dispute_id),
            owner=self,
            on_success=lambda order_id: self._ask(desk, dispute_id, order_id),
            on_error=lambda error: self._fail(dispute_id, error),
            lane=Lane.STORAGE,
        )

    def check(self, dispute_id: DisputeId) -> None:
        """Ask CJ how an unconfirmed one stands; after that it may be cancelled again."""
        desk = self._desk
        if desk is not None:
            self._runner.run(
                lambda: desk.history.shown_detail(dispute_id),
                owner=self,
                on_success=self._take_check,
                on_error=lambda error: self._tell_unconfirmed(dispute_id, error),
            )

    def _take_check(self, detail: DisputeDetail) -> None:
        self._unconfirmed.discard(detail.dispute.dispute_id)
        self._notice.tell_checked(detail)
        self.checked.emit()

    def _ask(self, desk: AccountServices, dispute_id: DisputeId, order_id: OrderId | None) -> None:
        if desk is not self._desk:
            return
        dialog = CancelDialog(dispute_id, order_id, self._window)
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._send(desk, dispute_id, dialog.order_id))
        dialog.finished.connect(self._forget_dialog)
        dialog.open_once()

    def _send(self, desk: AccountServices, dispute_id: DisputeId, order_id: OrderId | None) -> None:
        if order_id is None:
            return
        # Until CJ's word is here: a bug on the way tells nothing of what CJ has.
        self._unconfirmed.add(dispute_id)
        self._notice.tell_cancelling(dispute_id)
        self._task = self._runner.run(
            lambda: desk.history.cancel(dispute_id, order_id),
            owner=self,
            on_success=lambda result: self._finish(dispute_id, result),
            on_error=lambda error: self._fail(dispute_id, error),
            on_crash=lambda: self._tell_unconfirmed(dispute_id),
        )

    def _finish(self, dispute_id: DisputeId, result: CancelResult) -> None:
        if result is CancelResult.CANCELLED:
            self._unconfirmed.discard(dispute_id)
            self._notice.tell_cancelled(dispute_id)
            self.cancelled.emit(dispute_id)
        else:
            self._tell_unconfirmed(dispute_id)

    def _fail(self, dispute_id: DisputeId, error: AppError) -> None:
        """CJ certainly did not cancel."""
        self._unconfirmed.discard(dispute_id)
        self._notice.show_error(error, Operation.CANCEL)

    def _tell_unconfirmed(self, dispute_id: DisputeId, error: AppError | None = None) -> None:
        self._notice.tell_unconfirmed(dispute_id, lambda: self.check(dispute_id), error)

    def _forget_dialog(self) -> None:
        self.dialog = None


class CancelDialog(Dialog):
    """Takes the order where it is known, asks for it where not, and gives it back."""

    def __init__(
        self, dispute_id: DisputeId, order_id: OrderId | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._known = order_id
        shown = one_line(dispute_id, 60)
        heading = title_label(self.tr("Cancel dispute {dispute}?").format(dispute=shown))
        effect = plain_label(
            self.tr(
                "CJ stops looking at it. Its items can be disputed again as long as their time "
                "is not over."
            ),
            wraps=True,
        )
        self._order = LineEdit()
        self._order_label = label_of(self._order, self.tr("CJ order number"))
        self._order_hint = muted_label(
            self.tr(
                "CJ needs the order of this dispute, which its list of disputes does not name. "
                "Find it in My CJ, or look through your orders under Claims."
            )
        )
        self._problem = plain_label(wraps=True)
        self._buttons = QDialogButtonBox()
        self._keep = QPushButton(self.tr("Keep it"))
        self._cancel = QPushButton(self.tr("Cancel dispute {dispute}").format(dispute=shown))
        self.setWindowTitle(self.tr("Cancel dispute"))
        self._order.setPlaceholderText(self.tr("SD… or DP…"))
        set_property(self._problem, "tone", "bad")
        if order_id is not None:
            for widget in (self._order_label, self._order, self._order_hint):
                widget.hide()
        self._problem.hide()

        self._buttons.addButton(self._keep, QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.addButton(self._cancel, QDialogButtonBox.ButtonRole.AcceptRole)
        fill(
            QVBoxLayout(self),
            *(heading, effect),
            *(self._order_label, self._order, self._order_hint, self._problem),
            *(STRETCH, SPACE_M, self._buttons),
            margins=(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L),
            spacing=SPACE_S,
        )
        self.setMinimumWidth(420)
        # The act cannot be undone: Enter alone must not do it. A number typed first is intent.
        # (After the layout: a button outside a dialog can't be its default.)
        (self._keep if order_id else self._cancel).setDefault(True)

        self._cancel.clicked.connect(self._confirm)
        self._keep.clicked.connect(self.reject)
        self._order.textEdited.connect(self._clear_problem)
        (self._keep if order_id else self._order).setFocus()

    @property
    def order_id(self) -> OrderId | None:
        """The order to name to CJ; None while there is none in the field."""
        if self._known:
            return self._known
        # The likeliest alone: a piece of what was typed may be another order.
        likeliest = find_order_ids(self._order.text())[:1]
        spellings = [each for one in likeliest for each in one.ids if is_cj_order_id(each)]
        return spellings[-1] if spellings else None

    def _confirm(self) -> None:
        if self.order_id is not None:
            self._cancel.setEnabled(False)  # the second half of a double click
            self.accept()
            return
        self._problem.setText(
            self.tr("Type CJ's number of the order: it begins with SD or DP, or is a long number.")
        )
        self._problem.show()
        set_property(self._order, "invalid", True)
        self._order.setFocus()
        announce(self, self._problem.text(), is_urgent=True)

    def _clear_problem(self) -> None:
        self._problem.hide()
        set_property(self._order, "invalid", False)
