"""Whether this thread's work was cancelled: what takes long asks before it goes on."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_asked: ContextVar[Callable[[], bool]] = ContextVar("is_cancelled", default=lambda: False)


@contextmanager
def cancellable(asked: Callable[[], bool]) -> Iterator[None]:
    """What runs inside the block, on this thread, was cancelled once this says so."""
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def is_cancelled() -> bool:
    """Whether nobody waits any more for what this thread does."""
    return _asked.get()()
