"""Looks after filings whose fate is open: reads them back by itself until it is known."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.background.runner import BackgroundRunner, Lane
from app.domain.filing.filing import Filing, FilingState
from app.services.filing.filing import is_settled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from app.domain.ids import BusinessDisputeId
    from app.services.account_services import AccountServices

DELAYS = (2, 5, 10, 10, 10, 15, 20, 30, 30, 30, 60, 120, 300, 900)
"""Seconds from the end of one look at a filing to the next, which takes three calls or four, one a
second. What CJ lists within a minute is found some ten seconds after it at the latest; what it does
not list may be sent again soon after two minutes. The last goes on while the program runs."""
HANDED_OVER_DELAYS = (30, 300, 1800, 3 * 3600, 24 * 3600)
"""The same for what a person opens in My CJ: when is theirs to say, and CJ's lists that are read
for other purposes are compared with it besides."""
RECOVER_AGAIN_S = 30


class ReadBackWatch(QObject):
    """Reads open filings back after a start and while the program runs, ever more slowly.

    It never sends a dispute: that takes a person.
    """

    changed = Signal(object)
    """A `Filing` as it stands after a look, whatever was found, or as the ledger has it by now."""

    def __init__(self, runner: BackgroundRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk: AccountServices | None = None
        self._timers: dict[BusinessDisputeId, QTimer] = {}
        self._ways: dict[BusinessDisputeId, tuple[int, tuple[int, ...]]] = {}
        """How often each was sent, and when it is looked for since."""
        self._pauses: dict[BusinessDisputeId, Iterator[int]] = {}
        """The seconds to wait until each is looked for, from now on."""
        self._told: dict[BusinessDisputeId, Filing] = {}
        """Each as it was told last."""
        self._recover_again = QTimer(self, singleShot=True)
        self._recover_again.timeout.connect(self.recover)

    def open_desk(self, desk: AccountServices) -> None:
        """Start with what the last run left open."""
        for reference in tuple(self._timers):
            self._drop(reference)
        self._told.clear()
        self._desk = desk
        self.recover()

    def recover(self) -> None:
        """Have it written down how filings stand, now or as soon as that can be; follow the open.

        After a start, and after each press.
        """
        if self._desk is not None:
            self._runner.run(
                self._desk.filing.recover,
                owner=self,
                on_success=self._take_open,
                # The data file may be in trouble, of which the window has told.
                on_error=lambda _error: self._recover_later(),
                on_crash=self._recover_later,
                lane=Lane.STORAGE,
            )

    def _recover_later(self) -> None:
        self._recover_again.start(RECOVER_AGAIN_S * 1000)

    def follow(self, filing: Filing) -> None:
        """Look after a filing from now on, until it is settled; anew once it is sent again."""
        reference = filing.reference
        if is_settled(filing):
            self._drop(reference)
            return
        delays = HANDED_OVER_DELAYS if filing.state is FilingState.HANDED_OVER else DELAYS
        way = (filing.times_sent, delays)
        if reference not in self._timers:
            timer = QTimer(self, singleShot=True)
            timer.timeout.connect(lambda: self._look(reference))
            self._timers[reference] = timer
        elif self._ways[reference] == way:
            return
        self._ways[reference] = way
        self._pauses[reference] = chain(delays, repeat(delays[-1]))
        self._wait(reference)

    def compare(self, listed: Collection[Filing]) -> None:
        """See what the ledger lists of filings: one that is looked after may be settled by now.

        So where a list that was read for another purpose had its number, or another window.
        """
        still_open = {each.reference for each in listed if not is_settled(each)}
        for reference in self.followed - still_open:
            self._read(reference)  # what is listed may be older than the sending

    @property
    def followed(self) -> frozenset[BusinessDisputeId]:
        """The filings that are looked after now."""
        return frozenset(self._timers)

    def _take_open(self, filings: tuple[Filing, ...]) -> None:
        self._recover_again.stop()
        for filing in filings:
            self.follow(filing)
            if self._told.get(filing.reference) != filing:
                self._tell(filing)

    def _wait(self, reference: BusinessDisputeId) -> None:
        # The panes say when CJ cannot be reached; here it only means to try again.
        if reference in self._timers:
            self._timers[reference].start(next(self._pauses[reference]) * 1000)

    def _look(self, reference: BusinessDisputeId) -> None:
        desk = self._desk
        if desk is not None:
            self._runner.run(
                lambda: desk.filing.read_back(reference, in_background=True),
                owner=self,
                on_success=self._take_look,
                # A look that fails counts as well: sending again has to wait for another one.
                on_error=lambda _error: self._read(reference),
                on_end=lambda: self._wait(reference),
            )

    def _read(self, reference: BusinessDisputeId) -> None:
        """See in the ledger how a filing stands."""
        desk = self._desk
        if desk is not None:
            self._runner.run(
                lambda: desk.filing.filing(reference),
                owner=self,
                on_success=lambda found: self._take_look(found) if found else self._drop(reference),
                on_error=lambda _error: None,  # the next look is planned
                lane=Lane.STORAGE,
            )

    def _take_look(self, filing: Filing) -> None:
        if is_settled(filing):
            self._drop(filing.reference)
        self._tell(filing)

    def _tell(self, filing: Filing) -> None:
        self._told[filing.reference] = filing
        self.changed.emit(filing)

    def _drop(self, reference: BusinessDisputeId) -> None:
        self._pauses.pop(reference, None)
        self._ways.pop(reference, None)
        timer = self._timers.pop(reference, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
