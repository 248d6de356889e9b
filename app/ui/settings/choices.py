"""The choices in effect, which every window looks at: kept in one object that says what changes.

Days that were chosen are kept as text, as all choices are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from app.background.runner import BackgroundRunner, Lane

if TYPE_CHECKING:
    from app.domain.errors import AppError
    from app.domain.history.spans import Days, Span
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
            on_error=self._tell,
            lane=Lane.STORAGE,
        )
        self.changed.emit(values)

    def _tell(self, error: AppError) -> None:
        self.save_failed.emit(error)


def span_text(span: Span | Days) -> str:
    """Days as they are kept: a name such as "this month", or the first and the last day."""
    from app.domain.history.spans import Span

    if isinstance(span, Span):
        return span.value
    return "/".join(day.isoformat() if day else "" for day in span)


def span_of(text: str, otherwise: Span) -> Span | Days:
    """What `span_text` told; `otherwise` for anything else: a file can hold anything."""
    from datetime import date

    from app.domain.history.spans import FIRST_DAY, LAST_DAY, Days, Span

    named = next((each for each in Span if each.value == text), None)
    if named is not None:
        return named
    try:
        first, last = map(date.fromisoformat, text.split("/"))
    except ValueError:
        return otherwise
    return Days(first, last) if FIRST_DAY <= first <= last <= LAST_DAY else otherwise


class AppContext(NamedTuple):
    """What every window is given: the user's choices, and where the program keeps its files."""

    choices: Choices
    folder: DataFolder
    set_aside: str = ""
    """Where the data of before is, if this start completed a restore; a folder's name."""
