"""Making very many objects without a stop of all threads.

A full garbage collection walks every object there is, and holds Python's lock meanwhile: with some
hundred thousand objects that is longer than a window may stand still. Making that many sets off
several.
"""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_lock = threading.Lock()
_makers = 0


@contextmanager
def no_collection() -> Iterator[None]:
    """Put collections off until the block is over; what was made in it is then never walked.

    It is freed as everything without cycles is, once nobody refers to it. For any thread, for
    parts of a second.
    """
    global _makers  # noqa: PLW0603 - collections are off for the whole process, or on
    with _lock:
        if not _makers:
            gc.collect(1)  # the latest cycles, or they would stay for good
        _makers += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _makers -= 1
            if not _makers:
                gc.freeze()
                gc.enable()
