"""Tests evidence links as CJ's agent would open them: without any token, off the API's pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.links import LinkReport
    from app.services.connection import Connection


class EvidenceService:
    """Opens links on the open web. Call it from background threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def check(self, url: str) -> LinkReport:
        """What opening the link shows; a link that no server answers is not reachable.

        Raises `AddressRefused` for an address that nobody else could open.
        """
        return self._connection.api.links.check(url)
