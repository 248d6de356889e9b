"""Watches open disputes while the program runs, and speaks up when something changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.watch import Announcing, seconds_between_polls
from app.ui.history.updates import news_messages as news_words
from app.ui.window.tray import Tray

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow

    from app.domain.history import Change
    from app.domain.ids import DisputeId
    from app.services.desk import Desk
    from app.storage.preferences import PreferenceValues
    from app.ui.history.pane import HistoryPane
    from app.ui.settings.choices import Choices


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HistoryWatch(QObject):
    """Polls by the clock, minimised or not; one notification for all that changed, now and then.

    The pane says what changed in a banner, on every desktop. The desktop itself is told only
    while the window is not in front, where the user wants that, and without ids, names and
    amounts unless they were switched on.
    """

    announced = Signal(str, str)
    """Title and text of a notification, at the moment it is handed to the desktop."""

    def __init__(
        self,
        pane: HistoryPane,
        choices: Choices,
        window: QMainWindow,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        super().__init__(window)
        self._pane = pane
        self._choices = choices
        self._window = window
        self._now = now
        self._is_practice = False
        self._announcing = Announcing()
        self.tray = Tray(window, choices)
        self.poll = QTimer(self)
        self._announce_soon = QTimer(self)
        self._announce_soon.setSingleShot(True)

        self.poll.timeout.connect(pane.look_for_news)
        self._announce_soon.timeout.connect(self._announce)
        pane.news.connect(self._take_news)
        pane.seen.connect(self._take_seen)
        choices.changed.connect(self._set_interval)

    def open_desk(self, desk: Desk) -> None:
        """Watch this account from now on. The pane has just asked for its news."""
        self._is_practice = desk.account.is_practice
        self._announcing.clear()
        self._announce_soon.stop()
        self.tray.is_worth_asking = not self._is_practice
        self.poll.stop()
        self._set_interval(self._choices.values)

    def _set_interval(self, values: PreferenceValues) -> None:
        seconds = seconds_between_polls(values.check_minutes, is_practice=self._is_practice)
        if not seconds:
            self.poll.stop()
        elif self.poll.interval() != seconds * 1000 or not self.poll.isActive():
            self.poll.start(seconds * 1000)

    def _take_news(self, changes: tuple[Change, ...]) -> None:
        self._announcing.add(changes)
        self._plan()

    def _take_seen(self, ids: frozenset[DisputeId] | None) -> None:
        if ids is None:
            self._announcing.clear()
        else:
            self._announcing.drop(ids)

    def _plan(self) -> None:
        wait = self._announcing.wait(self._now())
        if wait is not None:
            self._announce_soon.start(int(wait.total_seconds() * 1000))

    def _announce(self) -> None:
        changes = self._announcing.take(self._now())
        if not changes:
            self._plan()
            return
        title, values = news_words.headline(changes), self._choices.values
        self._pane.tell_changes(f"{title}\n{news_words.in_full(changes)}")
        window = self._window
        is_in_front = window.isVisible() and window.isActiveWindow() and not window.isMinimized()
        if values.announce_changes and not is_in_front:
            text = news_words.summary(changes)
            if values.show_amounts:
                text = news_words.in_full(changes)
            self.tray.show_message(title, text)
            self.announced.emit(title, text)
