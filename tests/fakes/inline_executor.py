"""An executor without threads: what is submitted has run when `submit` returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

from app.background.runner import BackgroundRunner, Lane

P = ParamSpec("P")
T = TypeVar("T")


class InlineExecutor(Executor):
    """Runs work at once, on the thread that asks."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - an executor hands every error to its future
            future.set_exception(error)
        return future


class HeldExecutor(Executor):
    """Keeps work until a test lets it run, in any order."""

    def __init__(self) -> None:
        self.held: list[Callable[[], object]] = []

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        self.held.append(lambda: future.set_result(fn(*args, **kwargs)))
        return future

    def release(self, index: int = 0) -> None:
        """Run one held piece of work."""
        self.held.pop(index)()


def inline_runner(others: Mapping[Lane, Executor] | None = None) -> BackgroundRunner:
    """A runner whose work is done when `run` returns, but for lanes with an executor of theirs."""
    lanes: dict[Lane, Executor] = {lane: InlineExecutor() for lane in Lane}
    return BackgroundRunner({**lanes, **(others or {})})
