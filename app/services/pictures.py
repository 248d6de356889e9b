"""Product pictures: from this computer where they are kept, from the web once otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.connection import Connection
    from app.storage.image_cache import ImageCache


class PictureService:
    """Gives the bytes of a picture. Fetched without any token and off the pace of CJ's API."""

    def __init__(self, connection: Connection, cache: ImageCache) -> None:
        self._connection = connection
        self._cache = cache

    def picture(self, url: str) -> bytes:
        """The picture's bytes, checked to be a picture of a sane size.

        Raises an `AppError` where it cannot be had.
        """
        kept = self._cache.get(url)
        if kept is not None:
            return kept
        data = self._connection.api.links.fetch_picture(url)
        self._cache.put(url, data)
        return data
