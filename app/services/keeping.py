"""What CJ has told or done counts, whether this computer can keep it or not."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.domain.errors import StorageFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)


@contextmanager
def where_possible(what: str) -> Iterator[None]:
    """Keep it in the block; that it cannot be kept is no failure of what was asked of CJ."""
    try:
        yield
    except StorageFailed as failure:
        _log.info("%s could not be kept: %s", what, failure.cause.value)
