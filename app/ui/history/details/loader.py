"""How the details of the dispute selected are got: from this computer at once, then from CJ."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.disputes.disputes import DisputeDetail
    from app.domain.ids import DisputeId
    from app.services.account_services import AccountServices

REST_MS = 400
"""How long a selection rests before CJ is asked: holding an arrow key down asks once."""
FRESH_FOR = timedelta(minutes=1)


class DetailsLoader(QObject):
    """Gets what the panel shows: what is kept at once, CJ's word once the selection rests.

    One dispute at a time; what comes late for another one is dropped.
    """

    kept = Signal(object, object, object, object)
    """`DisputeDetail | None`, `Filing | None`, the `Note` and the `BuyerRefund | None` from this
    computer."""
    fetched = Signal(object)
    """A `DisputeDetail` from CJ."""
    failed = Signal(object)

    def __init__(
        self, runner: BackgroundRunner, now: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._desk: AccountServices | None = None
        self._wanted: DisputeId | None = None
        self._told: dict[DisputeId, datetime] = {}
        self._keeping = Latest(runner, self, Lane.STORAGE)
        self._fetching = Latest(runner, self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._fetch)

    def use(self, desk: AccountServices) -> None:
        """Ask this account from now on."""
        self.want(None)
        self._desk = desk
        self._told.clear()

    def want(self, dispute_id: DisputeId | None) -> None:
        """Get this one, or stop where it is None."""
        self._keeping.cancel()
        self._fetching.cancel()
        self._rest.stop()
        self._wanted = dispute_id
        if dispute_id is not None and self._desk is not None:
            self.load_kept()
            self._rest.start()

    def load_kept(self) -> None:
        """Read this computer's copy of the wanted dispute again."""
        desk, dispute_id = self._desk, self._wanted
        if desk is None or dispute_id is None:
            return
        self._keeping.run(
            lambda: (
                desk.history.kept_detail(dispute_id),
                desk.filing.filing_of(dispute_id),
                desk.history.note(dispute_id),
                desk.buyer_refunds.of(dispute_id),
            ),
            on_success=lambda found: self.kept.emit(*found),
            on_error=self.failed.emit,
        )

    def forget_freshness(self) -> None:
        """The list was refreshed: what it shows in detail may be old now."""
        self._told.clear()
        if self._wanted is not None:
            self._rest.start()

    def _fetch(self) -> None:
        desk, dispute_id = self._desk, self._wanted
        if desk is None or dispute_id is None:
            return
        told = self._told.get(dispute_id)
        if told is not None and abs(self._now() - told) < FRESH_FOR:
            return
        self._fetching.run(
            lambda: desk.history.shown_detail(dispute_id),
            on_success=lambda detail: self._take(dispute_id, detail),
            on_error=self.failed.emit,
        )

    def _take(self, dispute_id: DisputeId, detail: DisputeDetail) -> None:
        self._told[dispute_id] = self._now()
        self.fetched.emit(detail)
