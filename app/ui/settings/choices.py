"""The choices in effect, which every window looks at: kept in one object that says what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from app.background.runner import BackgroundRunner, Lane

if TYPE_CHECKING:
    from app.storage.preferences import Preferences, PreferenceValues
    from app.support.paths import DataFolder


class Choices(QObject):
    """Holds the preferences for the windows. A change is in effect at once and stored after."""

    changed = Signal(object)
    """The `PreferenceValues` from now on."""
    save_failed = Signal(object)
    """An `AppError`: the choice holds for this run only."""

    def __init__(
        self, preferences: Preferences, runner: BackgroundRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._runner = runner
        # A few hundred bytes, read before the first window: its language depends on them.
        self._values = preferences.load()

    @property
    def values(self) -> PreferenceValues:
        """What is chosen. The list of accounts in it may be old: ask the account book."""
        return self._values

    def reload(self) -> PreferenceValues:
        """Take what is stored for what is chosen, as after a restore; gives it."""
        self._values = self._preferences.load()
        return self._values

    def change(self, **chosen: Any) -> None:
        """Choose anew, by the names of `PreferenceValues`."""
        values = self._values._replace(**chosen)
        if values == self._values:
            return
        self._values = values
        preferences = self._preferences
        self._runner.run(
            lambda: preferences.update(lambda stored: stored._replace(**chosen)),
            owner=self,
            on_error=self.save_failed.emit,
            lane=Lane.STORAGE,
        )
        self.changed.emit(values)


class AppContext(NamedTuple):
    """What every window is given: the user's choices, and where the program keeps its files."""

    choices: Choices
    folder: DataFolder
    set_aside: str = ""
    """Where the data of before is, if this start completed a restore; a folder's name."""
