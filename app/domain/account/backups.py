"""A backup of what this computer alone knows: what it tells of itself, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.errors import LocalFailure

if TYPE_CHECKING:
    from datetime import datetime

    from app.domain.account.accounts import Account

ENDING = "ddbackup"
"""Of the file's name."""


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What is in a backup that was found whole. `made` is aware UTC."""

    made: datetime
    accounts: tuple[Account, ...]
    """Those that its settings know."""
    filings: int
    """Drafts and filings of all accounts."""
    files: int
    """Files of cases."""


class BackupCause(Enum):
    """Why a file is not restored."""

    UNREADABLE = "unreadable"
    FOREIGN = "foreign"
    """It is no backup of this program's."""
    DAMAGED = "damaged"
    NEWER = "newer"
    """A newer version of the program made it."""


class BackupRefused(LocalFailure):
    """A file cannot be restored. Nothing on this computer was changed."""

    def __init__(self, cause: BackupCause) -> None:
        super().__init__()
        self.cause = cause
