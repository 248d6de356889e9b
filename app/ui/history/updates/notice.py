"""The notice bar of the history: failures with a way on, and what became of a cancellation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.filing.doubt import ASKED_AFTER, is_to_be_asked_for
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.widgets.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

    from app.domain.disputes.disputes import DisputeDetail
    from app.domain.errors import AppError
    from app.domain.filing.filing import Filing
    from app.domain.ids import BusinessDisputeId, DisputeId


class HistoryNotice(NoticeBar):
    """Knows which act of this pane it speaks of, so that the next success takes it away."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        sign_in: Callable[[], object],
        refresh: Callable[[], object],
    ) -> None:
        """`sign_in` and `refresh` are what helps after a failure."""
        super().__init__(parent)
        self._sign_in = sign_in
        self._refresh = refresh
        self._doing: Operation | None = None
        self._asked: set[BusinessDisputeId] = set()

    def show_error(self, error: AppError, doing: Operation) -> None:
        """Say what failed, with a button for what helps."""
        notice = notice_for(error, doing)
        if doing is Operation.DETAIL and self.text:
            return  # whatever stands there matters more than details that are kept anyway
        self._doing = doing
        if notice.wants_sign_in:
            self.show_notice(notice, actions=((self.tr("Sign in…"), self._sign_in),))
        elif doing is Operation.REFRESH:
            self.show_notice(notice, actions=((self.tr("Try again"), self._refresh),))
        else:
            self.show_notice(notice)

    def clear_after(self, *doings: Operation) -> None:
        """Take away what was said of these acts: one of them has worked since."""
        if self._doing in doings:
            self.clear()

    def clear(self) -> None:
        self._doing = None
        super().clear()

    def tell_changes(
        self, text: str, show: Callable[[], object], mark_all_seen: Callable[[], object]
    ) -> None:
        """Say what changed at CJ, unless something stands here that the user must act upon."""
        if self.text and self._doing is not None:
            return
        self.show_notice(
            Notice(text, Severity.INFO),
            actions=(
                (self.tr("Show changes"), show),
                (self.tr("Mark all as seen"), mark_all_seen),
            ),
        )

    def ask_whether_opened(
        self, filings: Iterable[Filing], show: Callable[[Filing], object]
    ) -> None:
        """Ask, once, about what was handed over and CJ does not list."""
        due = [each for each in filings if is_to_be_asked_for(each)]
        if not due:
            self.clear_after(Operation.READ_BACK)  # it was answered
        filing = next((each for each in due if each.reference not in self._asked), None)
        if filing is None or self.text:
            return
        self._asked.add(filing.reference)
        self._doing = Operation.READ_BACK
        text = self.tr(
            "Did you open the dispute about order {order} in My CJ? CJ has not listed it for "
            "{days} days."
        ).format(order=one_line(filing.draft.order_id, 60), days=ASKED_AFTER.days)
        actions = ((self.tr("Show it"), lambda: show(filing)),)
        self.show_notice(Notice(text, Severity.WARN), actions=actions)

    def tell_cancelling(self, dispute_id: DisputeId) -> None:
        """CJ is being asked: what comes of it takes the place of this."""
        self._doing = Operation.CANCEL
        text = self.tr("Asking CJ to cancel {dispute}…").format(dispute=one_line(dispute_id, 60))
        self.show_notice(Notice(text, Severity.INFO))

    def tell_cancelled(self, dispute_id: DisputeId) -> None:
        """CJ agreed."""
        self._doing = Operation.CANCEL
        text = self.tr(
            "{dispute} is cancelled. Its items can be disputed again as long as their time is "
            "not over."
        ).format(dispute=one_line(dispute_id, 60))
        self.show_notice(Notice(text, Severity.GOOD))

    def tell_unconfirmed(
        self, dispute_id: DisputeId, check: Callable[[], object], error: AppError | None = None
    ) -> None:
        """Nobody knows. `check` asks again; `error` is why that did not help either."""
        self._doing = Operation.CANCEL
        text = self.tr(
            "Not confirmed yet: CJ gave no clear answer to cancelling {dispute}. "
            "See how it stands before anything else."
        ).format(dispute=one_line(dispute_id, 60))
        details = ""
        actions = [(self.tr("Check again"), check)]
        if error is not None:
            why = notice_for(error, Operation.DETAIL)
            text, details = formatting.sentences(text, why.text), why.details
            if why.wants_sign_in:
                actions.append((self.tr("Sign in…"), self._sign_in))
        self.show_notice(Notice(text, Severity.WARN, details), actions=tuple(actions))

    def tell_checked(self, detail: DisputeDetail) -> None:
        """How CJ lists it now. Its words for a cancelled dispute are not published: shown as is."""
        self._doing = Operation.CANCEL
        dispute = detail.dispute
        text = self.tr(
            "CJ now lists {dispute} as “{status}”, outcome: {outcome}. "
            "If that is not cancelled, you can cancel it again."
        ).format(
            dispute=one_line(dispute.dispute_id, 60),
            status=one_line(dispute.status, 60),
            outcome=formatting.outcome(dispute.outcome),
        )
        self.show_notice(Notice(text, Severity.INFO))
