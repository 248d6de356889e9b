"""What a merchant writes down about a dispute, for nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

NOTE_LIMIT = 10_000
"""Longest note, in characters: far more than anyone types, so that nothing pasted hurts."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note of this computer about one dispute. It is never sent. `saved` is aware UTC."""

    text: str = ""
    saved: datetime | None = None
