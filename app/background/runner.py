"""Runs callables off the main thread; at most one outcome comes back on it, and one sure end.

One `BackgroundRunner` lives on the main thread for the whole run of the program. A pool thread
that ends a task emits one private signal with a completion record; the slot, on the main thread,
calls success or failure, or neither where the task was cancelled, and then `on_end`.
"""

from __future__ import annotations

import logging
import sys
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.support.cancellation import cancellable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor

    from app.domain.errors import AppError

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Lane(Enum):
    """Which threads a task runs on."""

    CJ = "cj"
    """Calls to CJ. More threads than there are askers in the background, because the pace decides
    whose turn it is, not the queue."""
    STORAGE = "storage"
    """One thread, so that saves happen in the order they were asked for."""
    PICTURES = "pictures"
    """Downloads that nobody waits for."""
    REPORTS = "reports"
    """Going through much of the data file: it must hold up neither a save nor a call."""


_TURN_S = 0.0002
"""How long a thread that computes may keep Python's lock from one that asks for it. Drawing a frame
asks for it many hundred times; with Python's own 5 ms, one busy thread made 150 ms of a frame."""

_THREADS = {Lane.CJ: 6, Lane.STORAGE: 1, Lane.PICTURES: 2, Lane.REPORTS: 2}


class Task(Generic[T]):
    """A running callable. Cancelling drops its outcome; the work makes no further call to CJ."""

    def __init__(
        self,
        owner: QObject,
        on_success: Callable[[T], object] | None,
        on_error: Callable[[AppError], object] | None,
        on_crash: Callable[[], object] | None,
        on_end: Callable[[], object] | None,
    ) -> None:
        self._owner = owner
        self._on_success = on_success
        self._on_error = on_error
        self._on_crash = on_crash
        self._on_end = on_end
        self.is_cancelled = False
        """Whether nobody cares for the outcome. For any thread."""
        self.is_over = False
        """Whether the work has ended. So it has when a handler is called."""

    def cancel(self) -> None:
        """Say that nobody cares for the outcome any more."""
        self.is_cancelled = True
        self._on_success = self._on_error = self._on_crash = None

    def end(self) -> None:
        """The work is over or will never begin, and what came of it was told: say so, once."""
        self.cancel()
        self.is_over = True
        on_end, self._on_end = self._on_end, None
        if on_end is not None and isValid(self._owner):
            on_end()

    def deliver(self, completion: _Completion) -> BaseException | None:
        """Call the one handler that fits. Returns an error that nobody is there to handle."""
        error, is_wanted = completion.error, not self.is_cancelled and isValid(self._owner)
        on_success, on_error, on_crash = self._on_success, self._on_error, self._on_crash
        self.is_over = True
        self.cancel()
        if error is None:
            if is_wanted and on_success:
                on_success(completion.value)
            return None
        # Not imported by the start, where nothing fails.
        from app.domain.errors import AppError, Interrupted

        if not is_wanted:
            return None if isinstance(error, AppError) else error
        if isinstance(error, Interrupted):
            return None  # the program is closing, or somebody stopped it: nothing to say
        if isinstance(error, AppError) and on_error:
            on_error(error)
            return None
        if on_crash:
            on_crash()
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
        self._under_way: set[Task[Any]] = set()
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
        on_end: Callable[[], object] | None = None,
        lane: Lane = Lane.CJ,
    ) -> Task[T]:
        """Start the callable. Its outcome is dropped once `owner` is deleted.

        `on_end` is what a state of "under way" hangs on. It is called once, after the outcome and
        whatever that was: success, failure, a bug, one in the handler as well, an `Interrupted`
        that nobody is told of, a task that was cancelled (once its work is over), a runner that is
        closed. An owner that is deleted hears of nothing, as its states went with it. It must not
        start work anew: a closed runner ends that at once.

        `on_crash` is for an owner that has to know of a bug; `crashed` tells the user of it.
        """
        task = Task(owner, on_success, on_error, on_crash, on_end)
        if self._is_closed:
            task.end()
            return task
        self._under_way.add(task)
        try:
            self._pool(lane).submit(self._work, task, work)
        except RuntimeError as error:  # the system gives no thread
            self._ended.emit(_Completion(task, error=error))
        return task

    def close(self) -> None:
        """Take no more work. What waits on the storage lane is still done: it is somebody's typing.

        Blocks until the calls under way have ended, which their deadlines bound. No outcome is
        delivered any more.
        """
        self._is_closed = True
        for lane, executor in (self._executors or {}).items():
            executor.shutdown(wait=True, cancel_futures=lane is not Lane.STORAGE)
        while self._under_way:
            self._under_way.pop().end()

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
            with cancellable(lambda: task.is_cancelled):
                completion = _Completion(task, value=work())
        except BaseException as error:  # noqa: BLE001 - judged on the main thread, in `deliver`
            completion = _Completion(task, error=error)
        self._ended.emit(completion)

    def _deliver(self, completion: _Completion) -> None:
        task = completion.task
        self._under_way.discard(task)
        try:
            unhandled = task.deliver(completion)
        finally:
            task.end()
        if unhandled is not None:
            _log.info("A background task failed: %s", type(unhandled).__name__)
            self.crashed.emit(unhandled)
