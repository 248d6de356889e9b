"""Only the latest of a row of requests counts: a slow answer never overwrites a newer one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from app.background.runner import BackgroundRunner, Lane, Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from app.domain.errors import AppError

T = TypeVar("T")


class Latest:
    """A place for one task at a time; starting the next drops the outcome of the one before."""

    def __init__(self, runner: BackgroundRunner, owner: QObject, lane: Lane = Lane.CJ) -> None:
        self._runner = runner
        self._owner = owner
        self._lane = lane
        self._task: Task[Any] | None = None
        self._on_end: Callable[[], object] | None = None
        self._count = 0

    @property
    def is_running(self) -> bool:
        """Whether an outcome is still to come. No longer when its handler is called."""
        return self._task is not None and not self._task.is_over

    def run(
        self,
        work: Callable[[], T],
        *,
        on_success: Callable[[T], object],
        on_error: Callable[[AppError], object] | None = None,
        on_crash: Callable[[], object] | None = None,
        on_end: Callable[[], object] | None = None,
    ) -> None:
        """Start the callable in place of the one before.

        `on_end` is called once nothing is under way here any more: not for a task in whose place
        another one was started, and at once where it is cancelled.
        """
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self._count = count = self._count + 1
        self._on_end = on_end
        task = self._runner.run(
            work,
            owner=self._owner,
            on_success=on_success,
            on_error=on_error,
            on_crash=on_crash,
            on_end=lambda: self._end(count),
            lane=self._lane,
        )
        if count == self._count:  # what it brought may have started another one already
            self._task = task

    def cancel(self) -> None:
        """Drop the outcome of whatever is under way."""
        if self._task is not None:
            self._task.cancel()
        self._end(self._count)

    def _end(self, count: int) -> None:
        if count == self._count:
            on_end, self._on_end, self._task = self._on_end, None, None
            if on_end is not None:
                on_end()
