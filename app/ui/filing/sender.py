"""Sends a filing and looks for it again: one request at a time, whoever presses how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, NotAllowedNow
from app.domain.filing import EDITABLE, DisputeDraft, Filing
from app.ui.notices import Doing

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.disputes import Ceiling
    from app.domain.ids import BusinessDisputeId
    from app.services.filing import FilingService


class Sender(QObject):
    """The dialog's way to submit, check again and send again.

    Each request ends in `settled` or `returned`, or in `check_failed` where nothing moved. Where
    a failure does not tell how the filing stands, or after a bug of ours, the ledger does.
    """

    settled = Signal(object)
    """The `Filing`: it has left, and stands like this now."""
    returned = Signal(object)
    """The `AppError`, or None: CJ has nothing of this, the draft may be changed again."""
    check_failed = Signal(object)
    """The `AppError`: a filing that has left stands as before."""

    def __init__(
        self, filing: FilingService, runner: BackgroundRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._filing = filing
        self._runner = runner
        self._is_busy = False
        self._doing = Doing.FILE
        self._reference: BusinessDisputeId | None = None
        self._error: AppError | None = None
        self._fail: Callable[[AppError], None] = self._return

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way."""
        return self._is_busy

    @property
    def doing(self) -> Doing:
        """What is being done, or was done last."""
        return self._doing

    def submit(self, draft: DisputeDraft, ceiling: Ceiling | None) -> None:
        """File the draft. Does nothing while a request is under way."""
        submit = self._filing.submit
        self._doing = Doing.FILE
        self._fail = self._judge_submit
        self._run(lambda: submit(draft, ceiling), draft.reference)

    def send_again(self, reference: BusinessDisputeId) -> None:
        """Send an unknown filing once more with its reference."""
        send_again = self._filing.send_again
        self._doing = Doing.FILE
        self._fail = self._look_up
        self._run(lambda: send_again(reference), reference)

    def check_again(self, reference: BusinessDisputeId) -> None:
        """Look for the filing in CJ's list."""
        read_back = self._filing.read_back
        self._doing = Doing.READ_BACK
        self._fail = self.check_failed.emit
        self._run(lambda: read_back(reference), reference)

    def look_up(self, reference: BusinessDisputeId, error: AppError) -> None:
        """See in the ledger how the filing stands after this error."""
        self._reference = reference
        self._doing = Doing.FILE
        self._look_up(error)

    def _run(
        self, work: Callable[[], Filing], reference: BusinessDisputeId, lane: Lane = Lane.CJ
    ) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        self._reference = reference
        self._runner.run(
            work,
            owner=self,
            on_success=self._settle,
            on_error=self._take_error,
            on_crash=self._look_up_after_crash,
            lane=lane,
        )

    def _settle(self, filing: Filing) -> None:
        self._is_busy = False
        error, self._error = self._error, None
        if filing.state in EDITABLE:
            self.returned.emit(error)
            return
        self.settled.emit(filing)
        if error is not None and not isinstance(error, NotAllowedNow):
            self.check_failed.emit(error)

    def _take_error(self, error: AppError) -> None:
        self._is_busy = False
        self._fail(error)

    def _judge_submit(self, error: AppError) -> None:
        if isinstance(error, NotAllowedNow):
            self._look_up(error)  # another window was faster
        else:
            self._return(error)

    def _return(self, error: AppError) -> None:
        self._error = None
        self.returned.emit(error)

    def _look_up(self, error: AppError) -> None:
        stored, reference = self._filing.filing, self._reference
        if reference is None:
            return

        def read() -> Filing:
            filing = stored(reference)
            if filing is None:
                raise error
            return filing

        self._error = error
        self._fail = self._return
        self._run(read, reference, Lane.STORAGE)

    def _look_up_after_crash(self) -> None:
        self._is_busy = False
        if self._fail == self._return:  # the ledger itself cannot be read
            self._return(AppError())
        else:
            self._look_up(AppError())
