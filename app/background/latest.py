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

    def run(
        self,
        work: Callable[[], T],
        *,
        on_success: Callable[[T], object],
        on_error: Callable[[AppError], object] | None = None,
        on_crash: Callable[[], object] | None = None,
    ) -> None:
        """Start the callable in place of the one before."""
        self.cancel()
        self._task = self._runner.run(
            work,
            owner=self._owner,
            on_success=on_success,
            on_error=on_error,
            on_crash=on_crash,
            lane=self._lane,
        )

    def cancel(self) -> None:
        """Drop the outcome of whatever is under way."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
