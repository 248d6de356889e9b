"""Runs callables off the main thread; exactly one outcome comes back on it, once.

One `BackgroundRunner` lives on the main thread for the whole run of the program. A pool thread
that ends a task emits one private signal with a completion record; the slot, on the main thread,
calls success or failure, or neither where the task was cancelled or its owner is gone.
"""

from __future__ import annotations

import logging
import sys
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor

    from app.domain.errors import AppError

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Lane(Enum):
    """Which threads a task runs on."""

    CJ = "cj"
    """Calls to CJ. Several threads, because the pace decides whose turn it is, not the queue."""
    STORAGE = "storage"
    """One thread, so that saves happen in the order they were asked for."""
    PICTURES = "pictures"
    """Downloads that nobody waits for."""
    REPORTS = "reports"
    """Going through much of the data file: it must hold up neither a save nor a call."""


_TURN_S = 0.0005
"""How long a thread that computes may keep Python's lock from one that asks for it. Drawing a frame
asks for it many hundred times; with Python's own 5 ms, one busy thread made 150 ms of a frame."""

_THREADS = {Lane.CJ: 4, Lane.STORAGE: 1, Lane.PICTURES: 3, Lane.REPORTS: 2}


class Task(Generic[T]):
    """A running callable. Cancelling drops its outcome; it does not stop the work."""

    def __init__(
        self,
        owner: QObject,
        on_success: Callable[[T], object] | None,
        on_error: Callable[[AppError], object] | None,
        on_crash: Callable[[], object] | None,
    ) -> None:
        self._owner = owner
        self._on_success = on_success
        self._on_error = on_error
        self._on_crash = on_crash
        self._is_dropped = False

    def cancel(self) -> None:
        """Say that nobody cares for the outcome any more."""
        self._is_dropped = True

    @property
    def is_wanted(self) -> bool:
        """Whether the outcome still has somebody to go to."""
        return not self._is_dropped and isValid(self._owner)

    def deliver(self, completion: _Completion) -> BaseException | None:
        """Call the one handler that fits. Returns an error that nobody is there to handle."""
        error, is_wanted = completion.error, self.is_wanted
        self._is_dropped = True
        if error is None:
            if is_wanted and self._on_success:
                self._on_success(completion.value)
            return None
        # Not imported by the start, where nothing fails.
        from app.domain.errors import AppError, Interrupted

        if not is_wanted:
            return None if isinstance(error, AppError) else error
        if isinstance(error, Interrupted):
            return None  # the program is closing, or somebody stopped it: nothing to say
        if isinstance(error, AppError) and self._on_error:
            self._on_error(error)
            return None
        if self._on_crash:
            self._on_crash()
        return error


class _Completion(NamedTuple):
    task: Task[Any]
    value: Any = None
    error: BaseException | None = None


class BackgroundRunner(QObject):
    """The only way to start background work.

    The callable touches no widget; handlers run on the main thread. An exception that is not an
    `AppError` is a bug and goes to `crashed`, as does an `AppError` that nobody handles.
    """

    crashed = Signal(object)
    _ended = Signal(object)

    def __init__(
        self, executors: Mapping[Lane, Executor] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._executors = executors
        self._is_closed = False
        sys.setswitchinterval(_TURN_S)
        self._ended.connect(self._deliver)

    def run(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        on_success: Callable[[T], object] | None = None,
        on_error: Callable[[AppError], object] | None = None,
        on_crash: Callable[[], object] | None = None,
        lane: Lane = Lane.CJ,
    ) -> Task[T]:
        """Start the callable. The outcome is dropped once `owner` is deleted.

        `on_crash` is for an owner that has to go on after a bug; `crashed` tells of it as well.
        """
        task = Task(owner, on_success, on_error, on_crash)
        if self._is_closed:
            task.cancel()
            return task
        self._pool(lane).submit(self._work, task, work)
        return task

    def close(self) -> None:
        """Take no more work. What waits on the storage lane is still done: it is somebody's typing.

        Blocks until the calls under way have ended, which their deadlines bound.
        """
        self._is_closed = True
        for lane, executor in (self._executors or {}).items():
            executor.shutdown(wait=True, cancel_futures=lane is not Lane.STORAGE)

    def _pool(self, lane: Lane) -> Executor:
        if self._executors is None:
            from concurrent.futures import ThreadPoolExecutor

            self._executors = {
                lane: ThreadPoolExecutor(threads, thread_name_prefix=lane.value)
                for lane, threads in _THREADS.items()
            }
        return self._executors[lane]

    def _work(self, task: Task[T], work: Callable[[], T]) -> None:
        try:
            completion = _Completion(task, value=work())
        except BaseException as error:  # noqa: BLE001 - judged on the main thread, in `deliver`
            completion = _Completion(task, error=error)
        self._ended.emit(completion)

    def _deliver(self, completion: _Completion) -> None:
        unhandled = completion.task.deliver(completion)
        if unhandled is not None:
            _log.info("A background task failed: %s", type(unhandled).__name__)
            self.crashed.emit(unhandled)
