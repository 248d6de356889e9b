"""Which failures are tried again, and after how long. A pure policy: nobody waits here."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from app.domain.errors import (
    AppError,
    Offline,
    OfflineCause,
    RateLimited,
    ServerFailed,
    TimedOut,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TRIES = 3
"""The first attempt included (CJ's own advice for "system busy", code page)."""
LONGEST_PAUSE = 60.0
"""Most seconds that a `Retry-After` can make us wait."""

_MAY_PASS = frozenset({OfflineCause.NOT_CONNECTED, OfflineCause.CONNECTION_LOST})


def next_delay(
    error: AppError,
    attempt: int,
    *,
    is_read: bool,
    jitter: Callable[[], float] = random.random,
) -> float | None:
    """Seconds to wait after the failed attempt of this number (from 1); None to give up.

    Only reads are repeated. A `create` or `cancel` never is, not even one that CJ certainly did
    not process: a person or the filing ledger decides that.
    """
    if not is_read or attempt >= TRIES or not _may_pass(error):
        return None
    delay = 2.0 ** (attempt - 1) * (1 + jitter() / 4)
    return max(delay, pause_asked(error))


def pause_asked(error: AppError) -> float:
    """The seconds that CJ asked for, within reason; 0 where it did not."""
    hint = error.retry_after if isinstance(error, RateLimited) else None
    return min(max(hint or 0.0, 0.0), LONGEST_PAUSE)


def _may_pass(error: AppError) -> bool:
    """Whether the trouble may be over in a moment. A wrong name or certificate is not."""
    if isinstance(error, Offline):
        return error.cause in _MAY_PASS
    return isinstance(error, (RateLimited, ServerFailed, TimedOut))
