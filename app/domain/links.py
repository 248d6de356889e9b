"""What can be told of an evidence link by opening it once, as CJ's agent would."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkReport:
    """The outcome of opening a link without signing in anywhere."""

    reachable: bool
    """Whether something was served there (HTTP 2xx)."""
    http_status: int | None = None
    """None where no server answered."""
    content_type: str = ""
    bytes: int | None = None
    """The size as the server declares it; None where it does not."""
    is_image: bool = False
    is_video: bool = False
    needs_login: bool = False
    looks_expiring: bool = False
    """Whether the address carries a signature or a date by which it will stop working."""
