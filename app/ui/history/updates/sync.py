"""Runs a refresh of the history call by call, so that it can be watched and stopped."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.background.latest import Latest
from app.domain.history import Change, ChangeKind

if TYPE_CHECKING:
    from app.background.runner import BackgroundRunner
    from app.domain.errors import AppError
    from app.services.desk import Desk
    from app.services.syncing import HistorySync, Progress, Step

_BREATH_S = 0.05
"""How long the window has the machine to itself after a page of a walk. CJ's pace is slower."""


class Syncing(QObject):
    """One refresh at a time. A walk through all pages that the user stopped rests until told."""

    changed = Signal()
    """It began, went on, stopped or ended: what it says of itself may be other than before."""
    stepped = Signal(object)
    """A `Step` was taken."""
    ended = Signal(object)
    """What the refresh found to be other than before, as a tuple of `Change`."""
    failed = Signal(object)

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
        self._running.cancel()
        self._sync = self._progress = None
        self._is_resting = False
        self.changed.emit()

    def start(self, desk: Desk, *, is_asked: bool) -> None:
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
        self._running.cancel()
        self._sync = None
        self._is_resting = self._progress is not None
        self.changed.emit()

    def resume(self, desk: Desk) -> None:
        """Go on with the walk that was stopped."""
        self._is_resting = False
        self.start(desk, is_asked=False)

    def _step(self, sync: HistorySync, breath: float = 0) -> None:
        def work() -> Step | None:
            sleep(breath)
            return sync.step()

        self._running.run(work, on_success=lambda step: self._take(sync, step), on_error=self._fail)

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

    def _fail(self, error: AppError) -> None:
        self._sync = None
        if not self._is_resting:
            self._progress = None
        self.changed.emit()
        self.failed.emit(error)
