"""Brings what is known of the parcel into the dialog; asks CJ only when somebody wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.ui.messages.notices import Doing, notice_for

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.domain.errors import AppError
    from app.services.parcels import Parcel, ParcelService
    from app.ui.filing.draft_editor import DraftEditor
    from app.ui.filing.pages.claim_timing import ClaimTiming


class ParcelWatch(QObject):
    """Serves the part of the card that speaks of dates."""

    sign_in_wanted = Signal(object)
    """The `AppError`. After signing in, `fetch` may be called again."""

    def __init__(
        self,
        service: ParcelService,
        runner: BackgroundRunner,
        editor: DraftEditor,
        timing: ClaimTiming,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._service = service
        self._runner = runner
        self._editor = editor
        self._timing = timing
        self._call = Latest(runner, self)

        timing.dates_requested.connect(self.fetch)

    def load(self) -> None:
        """Read what this computer knows."""
        order_id, known = self._editor.draft.order_id, self._service.known
        # What is not known is no failure here: the button stays.
        self._runner.run(
            lambda: known(order_id),
            owner=self,
            on_success=self._editor.set_parcel,
            on_error=lambda _error: None,
            lane=Lane.STORAGE,
        )

    def fetch(self) -> None:
        """Ask CJ for the order and its tracking."""
        order_id, fetch = self._editor.draft.order_id, self._service.fetch
        self._timing.show_asking()
        self._call.run(
            lambda: fetch(order_id), on_success=self._take, on_error=self._tell_of_failure
        )

    def _take(self, parcel: Parcel) -> None:
        self._timing.show_answered()
        self._editor.set_parcel(parcel)

    def _tell_of_failure(self, error: AppError) -> None:
        notice = notice_for(error, Doing.LOOK_UP)
        self._timing.show_answered(notice.text)
        if notice.wants_sign_in:
            self.sign_in_wanted.emit(error)
