"""Keeps the list up to date: by the clock, on request, with what it says in the bar meanwhile."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.background.latest import Latest
from app.ui.messages.notices import Operation
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from datetime import datetime

    from app.background.runner import BackgroundRunner
    from app.domain.errors import AppError
    from app.domain.history.history import Change, Coverage
    from app.services.account_services import AccountServices
    from app.services.history.syncing import HistorySync, Progress, Step
    from app.ui.history.bar import HistoryBar
    from app.ui.history.updates.notice import HistoryNotice

translate = QCoreApplication.translate

SHOW_EVERY_MS = 2000
"""A long history comes a page a second: so often what came is shown."""
_BREATH_S = 0.05
"""How long the window has the machine to itself after a page of a walk. CJ's pace is slower."""


class RefreshControl(QObject):
    """Asks CJ for news, a step after the other, and tells the table that there are other rows.

    One refresh at a time. A walk through all pages that the user stopped rests until told.
    """

    rows_changed = Signal()
    """There are other rows than those shown."""
    renewed = Signal()
    """A refresh has ended well: what is shown of single disputes may be old."""
    news = Signal(object)
    """Changes that a refresh of a known history brought, as a tuple of `Change`."""
    changed = Signal()
    """Whether CJ is being asked may be other than before."""

    def __init__(
        self, runner: BackgroundRunner, bar: HistoryBar, notice: HistoryNotice, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bar = bar
        self._notice = notice
        self._desk: AccountServices | None = None
        self._running = Latest(runner, self)
        self._sync: HistorySync | None = None
        self._progress: Progress | None = None
        self._changes: list[Change] = []
        self._was_checked = False
        self._is_asked = False
        self._is_told = False
        self._is_resting = False
        self._is_walking = False
        self.poll = QTimer(self)
        self.show_soon = QTimer(self, singleShot=True, interval=SHOW_EVERY_MS)

        self.poll.timeout.connect(self.look_for_news)
        self.show_soon.timeout.connect(self.rows_changed)
        bar.refresh_button.clicked.connect(self.refresh)
        bar.progress.button.clicked.connect(self._stop_or_go_on)

    @property
    def is_running(self) -> bool:
        """Whether CJ is being asked."""
        return self._sync is not None

    def use(self, desk: AccountServices) -> None:
        """Keep this account's list from now on."""
        self._desk = desk
        self._was_checked = self._is_resting = False
        self._sync = self._progress = None
        self._is_told = False
        self._running.cancel()
        self.show_soon.stop()
        self._notice.clear()
        self._bar.freshness.set_checked(None)
        self._bar.freshness.set_failed(has_failed=False)
        self._show()

    def set_checked(self, checked: datetime | None, coverage: Coverage) -> None:
        """When CJ was last asked with success, as this computer remembers, and how it ended."""
        self._was_checked = checked is not None
        self._bar.freshness.set_checked(checked, coverage)

    def poll_every(self, seconds: float) -> None:
        """Look for news by the clock, minimised or not; 0 ends that."""
        interval = round(seconds * 1000)
        if not interval:
            self.poll.stop()
        elif self.poll.interval() != interval or not self.poll.isActive():
            self.poll.start(interval)

    def refresh(self, *, is_told: bool = True) -> None:
        """Ask CJ for news on the user's behalf; a screen reader may be told of it, and its end."""
        if is_told and self._desk is not None and not self._is_told:
            self._is_told = True
            announce(self._bar, translate("HistoryBar", "Asking CJ"))
        self._start(is_asked=True)

    def look_for_news(self) -> None:
        """Ask CJ for news without being asked: quietly, and behind what the user waits for.

        Not while CJ has switched off API access, which the user was told.
        """
        if self._desk is not None and not self._desk.link.is_disabled:
            self._start(is_asked=False)

    def _start(self, *, is_asked: bool) -> None:
        """Look for news, and go on with a walk unless the user stopped it.

        Where the user asks during a walk, news come first and the walk goes on afterwards.
        """
        if self._desk is None:
            return
        if self._sync is not None and not (is_asked and self._is_walking):
            self._is_asked = self._is_asked or is_asked
            self._show()
            return
        self._is_asked = is_asked
        self._is_walking = False
        if not self._is_resting:
            self._progress = None
        self._changes = []
        self._sync = self._desk.history.begin_sync(
            in_background=not is_asked, goes_through_all=not self._is_resting
        )
        self._show()
        self._step(self._sync)

    def _stop_or_go_on(self) -> None:
        """Take no further step, and keep how far it came; or go on from there."""
        if self._rests:
            self._is_resting = False
            self.look_for_news()
            return
        self._sync = None
        self._is_told = False
        self._running.cancel()
        self._is_resting = self._progress is not None
        self._show()

    @property
    def _rests(self) -> bool:
        """Whether a walk was stopped, and nothing is asked meanwhile."""
        return self._is_resting and self._sync is None

    def _step(self, sync: HistorySync, breath: float = 0) -> None:
        def work() -> Step | None:
            sleep(breath)
            return sync.step()

        self._running.run(
            work,
            on_success=lambda step: self._take(sync, step),
            on_error=self._fail,
            on_end=self._take_end,
        )

    def _take(self, sync: HistorySync, step: Step | None) -> None:
        if step is None:
            self._finish()
            return
        # Of what is new only the rows matter: a first walk finds tens of thousands.
        self._changes.extend(each for each in step.changes if each.before is not None)
        if step.progress is not None:
            self._progress = step.progress
            self._is_walking = True
        # The first rows at once, the others now and then.
        if step.changes and not self._was_checked:
            self._was_checked = True
            self.rows_changed.emit()
        elif (step.changes or step.progress) and not self.show_soon.isActive():
            self.show_soon.start()
        self._show()
        if sync is self._sync:  # nobody stopped it on hearing of this step
            self._step(sync, _BREATH_S if self._is_walking and step.changes else 0)

    def _finish(self) -> None:
        is_told = self._is_told
        self._forget_sync()
        self._bar.freshness.set_failed(has_failed=False)
        self._notice.clear_after(Operation.REFRESH, Operation.DETAIL)
        self.renewed.emit()
        self.rows_changed.emit()
        if self._changes:
            said = translate("HistoryPane", "Disputes changed: {count}")
            announce(self._bar, said.format(count=len(self._changes)))
            self.news.emit(tuple(self._changes))
        elif is_told:
            announce(self._bar, translate("HistoryPane", "The disputes are up to date."))

    def _fail(self, error: AppError) -> None:
        self._note_failure()
        self._notice.show_error(error, Operation.REFRESH)

    def _take_end(self) -> None:
        if self._sync is not None:  # by a bug, of which the user is told
            self._note_failure()

    def _note_failure(self) -> None:
        self._forget_sync()
        self._bar.freshness.set_failed(has_failed=True)
        # What came before the failure is kept: show it.
        self.rows_changed.emit()

    def _forget_sync(self) -> None:
        self._sync = None
        self._is_told = False
        if not self._is_resting:
            self._progress = None
        self.show_soon.stop()
        self._show()

    def _show(self) -> None:
        """Say whether somebody waits for news, and how far a walk is, running or resting."""
        is_asking = self._sync is not None and self._is_asked and not self._is_walking
        self._bar.set_busy(is_busy=is_asking)
        self._bar.progress.show_progress(self._progress, is_resting=self._rests)
        self.changed.emit()
