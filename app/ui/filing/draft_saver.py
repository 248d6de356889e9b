"""Saves the draft by itself: soon after the last key, and now and then while typing goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.background.runner import BackgroundRunner, Lane

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.errors import AppError
    from app.domain.filing import DisputeDraft

SAVE_DELAY_MS = 400
"""How long typing may pause before it is saved."""
SAVE_LIMIT_MS = 1000
"""How long unbroken typing may stay unsaved."""


class DraftSaver(QObject):
    """Knows what was given to the disk, and what came of it."""

    saved = Signal(object)
    """When (`datetime`, UTC)."""
    failed = Signal(object)
    """The `AppError`."""
    finished = Signal()
    """A save ended, well or not."""

    def __init__(
        self,
        runner: BackgroundRunner,
        save: Callable[[DisputeDraft], datetime],
        wanted: Callable[[], DisputeDraft | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._save = save
        self._wanted = wanted
        self._asked: DisputeDraft | None = None
        self._under_way = 0
        self._error: AppError | None = None
        self._delay = self._timer(SAVE_DELAY_MS)
        self._limit = self._timer(SAVE_LIMIT_MS)

    @property
    def is_saved(self) -> bool:
        """Whether nothing is left to save."""
        wanted = self._wanted()
        return wanted is None or wanted == self._asked

    @property
    def is_busy(self) -> bool:
        """Whether a save is under way."""
        return self._under_way > 0

    @property
    def error(self) -> AppError | None:
        """Why the latest save failed; None where it did not."""
        return self._error

    def assume_saved(self, draft: DisputeDraft) -> None:
        """Take it that the disk has this."""
        self._asked = draft

    def note_change(self) -> None:
        """Save soon."""
        self._delay.start()
        if not self._limit.isActive():
            self._limit.start()

    def stop(self) -> None:
        """Save nothing any more by itself."""
        self._delay.stop()
        self._limit.stop()

    def flush(self) -> None:
        """Save now what is not saved."""
        self.stop()
        draft = self._wanted()
        if draft is None or draft == self._asked:
            return
        save = self._save
        self._asked = draft
        self._under_way += 1
        self._runner.run(
            lambda: save(draft),
            owner=self,
            on_success=self._note_saved,
            on_error=self._note_failure,
            lane=Lane.STORAGE,
        )

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer

    def _note_saved(self, time: datetime) -> None:
        self._under_way -= 1
        self._error = None
        self.saved.emit(time)
        self.finished.emit()

    def _note_failure(self, error: AppError) -> None:
        self._under_way -= 1
        self._asked = None
        self._error = error
        self.failed.emit(error)
        self.finished.emit()
