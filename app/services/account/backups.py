"""Saving a backup and restoring one. Call it from background threads; no call reaches CJ."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app import __version__
from app.domain.errors import StorageFailed
from app.storage.backup import Backups
from app.storage.timestamps import from_ms, to_ms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.domain.account.backups import BackupFacts
    from app.storage.preferences import Preferences, PreferenceValues
    from app.support.paths import DataFolder

_log = logging.getLogger(__name__)

REMIND_AFTER = timedelta(days=30)


class BackupService:
    """Backups of a data folder, which is the program's own or one that a test made."""

    def __init__(
        self, folder: DataFolder, preferences: Preferences, now: Callable[[], datetime]
    ) -> None:
        self._backups = Backups(folder)
        self._preferences = preferences
        self._now = now

    def save(self, path: Path) -> PreferenceValues:
        """Write a backup of all accounts; gives the preferences, which know of it.

        Raises `ExportFailed` and `StorageFailed`; then there is no half file.
        """
        now = self._now()
        self._backups.save(path, now, __version__)

        def note(values: PreferenceValues) -> PreferenceValues:
            return values._replace(last_backup=to_ms(now))

        try:
            return self._preferences.update(note)
        except StorageFailed as failure:
            _log.info("that a backup was saved could not be kept: %s", failure.cause.value)
            return note(self._preferences.load())

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


def last_backup(values: PreferenceValues) -> datetime | None:
    """When a backup was last saved; None for never, or a time that cannot be."""
    try:
        return from_ms(values.last_backup) if values.last_backup else None
    except OverflowError:
        return None


def is_due(values: PreferenceValues, now: datetime) -> bool:
    """Whether a person wants to be reminded, and the last backup is old enough.

    One of a day far ahead was dated by a clock that has been set right since.
    """
    last = last_backup(values)
    return bool(values.reminds_of_backup and last and abs(now - last) >= REMIND_AFTER)
