"""Keeps the list up to date: by itself, on request, with what it says in the bar meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.ui.history.updates.sync import Syncing
from app.ui.messages.notices import Doing
from app.ui.widgets.announce import announce

if TYPE_CHECKING:
    from datetime import datetime

    from app.background.runner import BackgroundRunner
    from app.domain.errors import AppError
    from app.domain.history import Change, Coverage
    from app.services.desk import Desk
    from app.services.syncing import Step
    from app.ui.history.bar import HistoryBar
    from app.ui.history.updates.notice import HistoryNotice

translate = QCoreApplication.translate

SHOW_EVERY_MS = 2000
"""A long history comes a page a second: so often what came is shown."""


class Refreshing(QObject):
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
        self._desk: Desk | None = None
        self._was_checked = False
        self._syncing = Syncing(runner, self)
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

    def use(self, desk: Desk) -> None:
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
        self._notice.clear_after(Doing.REFRESH, Doing.DETAIL)
        self.renewed.emit()
        self.reload_wanted.emit()
        if changes:
            said = translate("HistoryPane", "Disputes changed: {count}")
            announce(self._bar, said.format(count=len(changes)))
            self.news.emit(changes)

    def _fail(self, error: AppError) -> None:
        self.show_soon.stop()
        self._bar.freshness.set_failed(has_failed=True)
        self._notice.show_error(error, Doing.REFRESH)
        # What came before the failure is kept: show it.
        self.reload_wanted.emit()

    def _show(self) -> None:
        syncing = self._syncing
        self._bar.set_busy(is_busy=syncing.is_asking)
        self._bar.progress.show_progress(syncing.progress, is_resting=syncing.is_resting)
        self.changed.emit()
