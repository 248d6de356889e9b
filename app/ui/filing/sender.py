"""Sends a filing, looks for it again and decides its doubts: one request at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, NotAllowedNow
from app.domain.filing import EDITABLE, DisputeDraft, Filing
from app.ui.messages.notices import Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from app.domain.disputes import Ceiling
    from app.domain.ids import BusinessDisputeId, DisputeId
    from app.services.filing import FilingService


class Sender(QObject):
    """The dialog's way to all that may move a filing.

    Each request ends in `settled` or `returned`, or in `failed` where nothing moved as far as is
    known. Where a failure does not tell how the filing stands, or after a bug of ours, the ledger
    does.
    """

    settled = Signal(object)
    """The `Filing`: it has left or has its number, and stands like this now."""
    returned = Signal(object)
    """The `AppError`, or None: CJ has nothing of this, the draft may be changed again."""
    failed = Signal(object)
    """The `AppError`: what was wanted was not done, and the filing stands as it did."""

    def __init__(
        self, filing: FilingService, runner: BackgroundRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._filing = filing
        self._runner = runner
        self._is_busy = False
        self._doing = Operation.FILE
        self._reference: BusinessDisputeId | None = None
        self._error: AppError | None = None
        self._fail: Callable[[AppError], None] = self._return

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way."""
        return self._is_busy

    @property
    def doing(self) -> Operation:
        """What is being done, or was done last."""
        return self._doing

    def submit(
        self,
        draft: DisputeDraft,
        ceiling: Ceiling | None,
        besides: Collection[DisputeId] | None = None,
    ) -> None:
        """File the draft; `besides` are other disputes that a person has seen and wants it beside.

        Like everything here, it does nothing while a request is under way.
        """
        submit = self._filing.submit
        self._start(
            lambda: submit(draft, ceiling, besides=besides),
            draft.reference,
            Operation.FILE,
            self._judge_submit,
        )

    def send_again(self, reference: BusinessDisputeId) -> None:
        """Send an unknown filing once more with its reference."""
        send_again = self._filing.send_again
        self._start(lambda: send_again(reference), reference, Operation.FILE, self._look_up)

    def check_again(self, reference: BusinessDisputeId) -> None:
        """Look for the filing in CJ's lists."""
        read_back = self._filing.read_back
        self._start(lambda: read_back(reference), reference, Operation.READ_BACK, self._look_up)

    def adopt(self, reference: BusinessDisputeId, dispute_id: DisputeId) -> None:
        """Take down that the filing is this dispute. Sends nothing."""
        adopt = self._filing.adopt
        self._start(
            lambda: adopt(reference, dispute_id),
            reference,
            Operation.SAVE,
            self.failed.emit,
            Lane.STORAGE,
        )

    def take_back(self, reference: BusinessDisputeId) -> None:
        """Make a sent filing a draft again."""
        take_back = self._filing.take_back
        self._start(
            lambda: take_back(reference), reference, Operation.SAVE, self._look_up, Lane.STORAGE
        )

    def look_up(self, reference: BusinessDisputeId, error: AppError) -> None:
        """See in the ledger how the filing stands after this error."""
        self._reference = reference
        self._doing = Operation.FILE
        self._look_up(error)

    def _start(
        self,
        work: Callable[[], Filing],
        reference: BusinessDisputeId,
        doing: Operation,
        fail: Callable[[AppError], None],
        lane: Lane = Lane.CJ,
    ) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        self._reference, self._doing, self._fail = reference, doing, fail
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
            # What may be edited and sent was not "sent already", whatever it was before.
            self.returned.emit(None if isinstance(error, NotAllowedNow) else error)
            return
        self.settled.emit(filing)
        if error is not None:
            self.failed.emit(error)

    def _take_error(self, error: AppError) -> None:
        self._is_busy = False
        self._fail(error)

    def _judge_submit(self, error: AppError) -> None:
        if isinstance(error, NotAllowedNow):
            self._look_up(error)  # another window was faster
        else:
            self._return(error)

    def _return(self, error: AppError) -> None:
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
        self._start(read, reference, self._doing, self._give_up, Lane.STORAGE)

    def _give_up(self, failure: AppError) -> None:
        error, self._error = self._error, None
        if failure is error:
            self.returned.emit(error)  # nothing is stored of it, so nothing was sent
        else:
            self.failed.emit(failure)

    def _look_up_after_crash(self) -> None:
        self._is_busy = False
        if self._fail == self._give_up:
            self._give_up(AppError())  # the ledger itself cannot be read
        else:
            self._look_up(AppError())
