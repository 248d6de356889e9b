"""When an account's last request to CJ left, for the next start of the program to go on from."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from app.support.paths import make_private

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)


class LastRequestTime:
    """The time of an empty file beside the account's data: cheap enough for every request."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self) -> None:
        """A request leaves now. Never raises: the worst is one answer of "too many requests"."""
        try:
            make_private(self._path.parent)
            self._path.touch(mode=0o600)
        except OSError as error:
            _log.info("the moment of a request could not be kept: %s", type(error).__name__)

    def seconds_ago(self) -> float | None:
        """How long ago the last request left; 0 where the clock was set back, None for never."""
        try:
            return max(0.0, time.time() - self._path.stat().st_mtime)
        except OSError:
            return None
