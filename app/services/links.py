"""What is opened on the open web for the user: without any token, and off the pace of CJ's API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.links import LinkReport
    from app.services.account.connection import Connection
    from app.storage.image_cache import ImageCache


class LinkService:
    """Fetches product pictures and tests evidence links. Call it from background threads."""

    def __init__(self, connection: Connection, cache: ImageCache) -> None:
        self._connection = connection
        self._cache = cache

    def picture(self, url: str) -> bytes:
        """The picture's bytes: those kept here, or from the web once, checked to be of sane size.

        Raises an `AppError` where it cannot be had.
        """
        kept = self._cache.get(url)
        if kept is not None:
            return kept
        data = self._connection.api.links.fetch_picture(url)
        self._cache.put(url, data)
        return data

    def check(self, url: str) -> LinkReport:
        """What CJ's agent sees who opens the link; one that no server answers is not reachable.

        Raises `AddressRefused` for an address that nobody else could open.
        """
        return self._connection.api.links.check(url)
