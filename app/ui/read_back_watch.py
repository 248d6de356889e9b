"""Looks after filings whose fate is open: reads them back by itself until it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.background.runner import BackgroundRunner, Lane
from app.services.filing import is_settled

if TYPE_CHECKING:
    from app.domain.errors import AppError
    from app.domain.filing import Filing
    from app.domain.ids import BusinessDisputeId
    from app.services.desk import Desk

DELAYS = (2, 5, 10, 20, 40, 50)
"""Seconds between two looks at one filing; the last goes on for as long as the window is open."""


class ReadBackWatch(QObject):
    """Reads open filings back after a start and while the program runs, ever more slowly.

    It never sends a dispute: that takes a person.
    """

    changed = Signal(object)
    """A `Filing` that was read back, whatever was found."""

    def __init__(self, runner: BackgroundRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk: Desk | None = None
        self._timers: dict[BusinessDisputeId, QTimer] = {}
        self._looks: dict[BusinessDisputeId, int] = {}

    def open_desk(self, desk: Desk) -> None:
        """Start with what the last run left open."""
        for reference in tuple(self._timers):
            self._drop(reference)
        self._desk = desk
        self._runner.run(
            desk.filing.recover,
            owner=self,
            on_success=self._take_open,
            on_error=lambda _error: None,  # the window has already told of a data file in trouble
            lane=Lane.STORAGE,
        )

    def follow(self, filing: Filing) -> None:
        """Look after a filing from now on, or no longer where it is settled."""
        if is_settled(filing):
            self._drop(filing.reference)
        elif filing.reference not in self._timers:
            timer = QTimer(self)
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: self._look(filing.reference))
            self._timers[filing.reference] = timer
            self._looks[filing.reference] = 0
            self._wait(filing.reference)

    @property
    def followed(self) -> frozenset[BusinessDisputeId]:
        """The filings that are looked after now."""
        return frozenset(self._timers)

    def _take_open(self, filings: tuple[Filing, ...]) -> None:
        for filing in filings:
            self.follow(filing)
            self.changed.emit(filing)

    def _wait(self, reference: BusinessDisputeId) -> None:
        looks = self._looks[reference]
        self._looks[reference] = looks + 1
        self._timers[reference].start(DELAYS[min(looks, len(DELAYS) - 1)] * 1000)

    def _look(self, reference: BusinessDisputeId) -> None:
        desk = self._desk
        if desk is None:
            return
        self._runner.run(
            lambda: desk.filing.read_back(reference, in_background=True),
            owner=self,
            on_success=self._take_look,
            on_error=lambda error: self._look_later(reference, error),
        )

    def _take_look(self, filing: Filing) -> None:
        self.changed.emit(filing)
        if is_settled(filing):
            self._drop(filing.reference)
        else:
            self._look_later(filing.reference)

    def _look_later(self, reference: BusinessDisputeId, _error: AppError | None = None) -> None:
        # The panes say when CJ cannot be reached; here it only means to try again.
        if reference in self._timers:
            self._wait(reference)

    def _drop(self, reference: BusinessDisputeId) -> None:
        self._looks.pop(reference, None)
        timer = self._timers.pop(reference, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
