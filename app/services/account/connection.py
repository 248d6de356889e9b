"""The client for CJ, built when it is first needed and never on the thread that draws."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from app.domain.errors import Interrupted

if TYPE_CHECKING:
    # Only for types: importing the client loads httpx and pydantic, 0.3 s that the window
    # must not wait for.
    from collections.abc import Callable

    from app.api.client import CjApi


class Connection:
    """Builds one `CjApi` on first use, whoever asks first. Call it from background threads."""

    def __init__(self, build: Callable[[], CjApi]) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._api: CjApi | None = None
        self._is_closed = False

    @property
    def api(self) -> CjApi:
        """The client. Raises `Interrupted` once closed."""
        with self._lock:
            if self._is_closed:
                raise Interrupted
            if self._api is None:
                self._api = self._build()
            return self._api

    def close(self) -> None:
        """End waiting calls and let nobody start another."""
        with self._lock:
            self._is_closed = True
            api, self._api = self._api, None
        if api is not None:
            api.close()
