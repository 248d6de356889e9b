"""Files that stay beside a case on this computer. CJ takes links only, so they are never sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

FILE_LIMIT = 20_000_000
"""Most bytes of one file: a long video belongs on a host that CJ can open."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A copy of a file, kept under a filing's reference."""

    name: str
    path: Path
    size: int
    """In bytes."""
    added: datetime
    """When it was copied, aware UTC."""
