"""Saving a backup and restoring one. Call it from background threads; no call reaches CJ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import __version__
from app.storage.backup import Backups

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.domain.backups import BackupFacts
    from app.storage.preferences import Preferences
    from app.support.paths import DataFolder


class BackupService:
    """Backups of a data folder, which is the program's own or one that a test made."""

    def __init__(
        self, folder: DataFolder, preferences: Preferences, now: Callable[[], datetime]
    ) -> None:
        self._backups = Backups(folder)
        self._preferences = preferences
        self._now = now

    def save(self, path: Path) -> datetime:
        """Write a backup of all accounts; gives when it was made.

        Raises `ExportFailed` and `StorageFailed`; then there is no half file.
        """
        now = self._now()
        self._backups.save(path, now, __version__)
        self._preferences.update(lambda values: values._replace(last_backup=now))
        return now

    def check(self, path: Path) -> BackupFacts:
        """Look at all of a backup and tell what is in it. Raises `BackupRefused`."""
        return self._backups.check(path)

    def prepare(self, path: Path) -> Path:
        """Build what a backup has beside today's data, and give the place. Raises as `check`."""
        return self._backups.prepare(path, self._now())

    def put_in_place(self, prepared: Path) -> str:
        """Put prepared data in the place of today's; give the name of the folder that has these.

        No account may be open any more. Raises `StorageFailed`; then all is as it was.
        """
        return self._backups.put_in_place(prepared)
