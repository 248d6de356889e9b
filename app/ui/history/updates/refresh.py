"""Keeps the list up to date: by itself, on request, with what it says in the bar meanwhile."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.background.latest import Latest
from app.domain.history import Change, ChangeKind
from app.ui.messages.notices import Operation
from app.ui.widgets.announce import announce

if TYPE_CHECKING:
    from datetime import datetime

    from app.background.runner import BackgroundRunner
    from app.domain.errors import AppError
    from app.domain.history import Coverage
    from app.services.account_services import AccountServices
    from app.services.syncing import HistorySync, Progress, Step
    from app.ui.history.bar import HistoryBar
    from app.ui.history.updates.notice import HistoryNotice

translate = QCoreApplication.translate

SHOW_EVERY_MS = 2000
"""A long history comes a page a second: so often what came is shown."""
_BREATH_S = 0.05
"""How long the window has the machine to itself after a page of a walk. CJ's pace is slower."""


class RefreshControl(QObject):
    """Asks CJ, and has what came shown. Says in bar and notice how it goes."""

    reload_wanted = Signal()
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
        self._was_checked = False
        self._syncing = SyncRun(runner, self)
        self.show_soon = QTimer(self)
        self.show_soon.setSingleShot(True)
        self.show_soon.setInterval(SHOW_EVERY_MS)

        self._syncing.changed.connect(self._show)
        self._syncing.stepped.connect(self._take_step)
        self._syncing.ended.connect(self._take_end)
        self._syncing.failed.connect(self._fail)
        self.show_soon.timeout.connect(self.reload_wanted)
        bar.progress.stop_requested.connect(self._syncing.stop)
        bar.progress.resume_requested.connect(self._resume)

    @property
    def is_running(self) -> bool:
        """Whether CJ is being asked."""
        return self._syncing.is_running

    def use(self, desk: AccountServices) -> None:
        """Keep this account's list from now on."""
        self._desk = desk
        self._was_checked = False
        self.show_soon.stop()
        self._syncing.forget()
        self._notice.clear()
        self._bar.freshness.set_checked(None)
        self._bar.freshness.set_failed(has_failed=False)

    def set_checked(self, checked: datetime | None, coverage: Coverage) -> None:
        """When CJ was last asked with success, as this computer remembers, and how it ended."""
        self._was_checked = checked is not None
        self._bar.freshness.set_checked(checked, coverage)

    def refresh(self, *, is_asked: bool = True) -> None:
        """Ask CJ for news, on the user's behalf or by itself. Does nothing while that runs."""
        if self._desk is not None:
            self._syncing.start(self._desk, is_asked=is_asked)

    def _resume(self) -> None:
        if self._desk is not None:
            self._syncing.resume(self._desk)

    def _take_step(self, step: Step) -> None:
        # The first rows at once, the others now and then.
        if step.changes and not self._was_checked:
            self._was_checked = True
            self.reload_wanted.emit()
        elif (step.changes or step.progress) and not self.show_soon.isActive():
            self.show_soon.start()

    def _take_end(self, changes: tuple[Change, ...]) -> None:
        self.show_soon.stop()
        self._bar.freshness.set_failed(has_failed=False)
        self._notice.clear_after(Operation.REFRESH, Operation.DETAIL)
        self.renewed.emit()
        self.reload_wanted.emit()
        if changes:
            said = translate("HistoryPane", "Disputes changed: {count}")
            announce(self._bar, said.format(count=len(changes)))
            self.news.emit(changes)

    def _fail(self, error: AppError | None) -> None:
        self.show_soon.stop()
        self._bar.freshness.set_failed(has_failed=True)
        if error is not None:
            self._notice.show_error(error, Operation.REFRESH)
        # What came before the failure is kept: show it.
        self.reload_wanted.emit()

    def _show(self) -> None:
        syncing = self._syncing
        self._bar.set_busy(is_busy=syncing.is_asking)
        self._bar.progress.show_progress(syncing.progress, is_resting=syncing.is_resting)
        self.changed.emit()


class SyncRun(QObject):
    """One refresh at a time. A walk through all pages that the user stopped rests until told."""

    changed = Signal()
    """It began, went on, stopped or ended: what it says of itself may be other than before."""
    stepped = Signal(object)
    """A `Step` was taken."""
    ended = Signal(object)
    """What the refresh found to be other than before, as a tuple of `Change`."""
    failed = Signal(object)
    """The `AppError`; None after a bug, which the user is told of already."""

    def __init__(self, runner: BackgroundRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._running = Latest(runner, self)
        self._sync: HistorySync | None = None
        self._changes: list[Change] = []
        self._is_asked = False
        self._is_resting = False
        self._is_walking = False
        self._progress: Progress | None = None

    @property
    def is_running(self) -> bool:
        """Whether calls are being made."""
        return self._sync is not None

    @property
    def is_asking(self) -> bool:
        """Whether somebody waits for news: asked for by the user, and not all read yet."""
        return self._sync is not None and self._is_asked and not self._is_walking

    @property
    def is_resting(self) -> bool:
        """Whether the user stopped a walk through all pages."""
        return self._is_resting and self._sync is None

    @property
    def progress(self) -> Progress | None:
        """How far a walk through all pages is, running or resting."""
        return self._progress

    def forget(self) -> None:
        """Another account is open."""
        self._sync = self._progress = None
        self._running.cancel()
        self._is_resting = False
        self.changed.emit()

    def start(self, desk: AccountServices, *, is_asked: bool) -> None:
        """Look for news, and go on with a walk unless the user stopped it.

        Where the user asks during a walk, news come first and the walk goes on afterwards.
        """
        if self._sync is not None and not (is_asked and self._is_walking):
            self._is_asked = self._is_asked or is_asked
            self.changed.emit()
            return
        self._is_asked = is_asked
        self._is_walking = False
        if not self._is_resting:
            self._progress = None
        self._changes = []
        self._sync = desk.history.begin_sync(
            in_background=not is_asked, goes_through_all=not self._is_resting
        )
        self.changed.emit()
        self._step(self._sync)

    def stop(self) -> None:
        """Take no further step; how far it came is kept."""
        self._sync = None
        self._running.cancel()
        self._is_resting = self._progress is not None
        self.changed.emit()

    def resume(self, desk: AccountServices) -> None:
        """Go on with the walk that was stopped."""
        self._is_resting = False
        self.start(desk, is_asked=False)

    def _step(self, sync: HistorySync, breath: float = 0) -> None:
        def work() -> Step | None:
            sleep(breath)
            return sync.step()

        self._running.run(
            work,
            on_success=lambda step: self._take(sync, step),
            on_error=self._fail,
            on_end=self._end,
        )

    def _take(self, sync: HistorySync, step: Step | None) -> None:
        if sync is not self._sync:
            return
        if step is None:
            self._sync = None
            if not self._is_resting:
                self._progress = None
            self.changed.emit()
            self.ended.emit(tuple(self._changes))
            return
        # Of what is new only the rows matter: a first walk finds tens of thousands.
        self._changes.extend(each for each in step.changes if each.kind is ChangeKind.CHANGED)
        if step.progress is not None:
            self._progress = step.progress
            self._is_walking = True
        self.stepped.emit(step)
        self.changed.emit()
        if sync is self._sync:  # nobody stopped it on hearing of this step
            self._step(sync, _BREATH_S if self._is_walking and step.changes else 0)

    def _end(self) -> None:
        if self._sync is not None:  # neither gone on nor failed as one expects
            self._fail(None)

    def _fail(self, error: AppError | None) -> None:
        self._sync = None
        if not self._is_resting:
            self._progress = None
        self.changed.emit()
        self.failed.emit(error)
