"""The word a day: what the desktop and the tab say of orders to claim."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow, QTabBar
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner
from app.domain.errors import StorageCause, StorageFailed
from app.storage.preferences import Preferences
from app.ui.claims.news import ClaimsAnnouncer
from app.ui.claims.watch import ClaimsWatch
from app.ui.history.pane import HistoryPane
from app.ui.settings.choices import Choices
from app.ui.window.tabs import MainTabs, Tab, make_tab_bar
from app.ui.window.tray import Tray
from tests.builders import NOON
from tests.ui.claims.kept_orders import ClaimsDesk, facts, order_id, told


class HeardTray(Tray):
    """Notes what it is told to say."""

    def __init__(self, window: QMainWindow, choices: Choices) -> None:
        super().__init__(window, choices)
        self.said: list[tuple[str, str]] = []

    def show_message(self, title: str, text: str, about: str = "") -> None:
        self.said.append((title, text))
        super().show_message(title, text, about)


class Stage:
    """A window in the background, an account, and what the desktop was told."""

    def __init__(
        self, qtbot: QtBot, runner: BackgroundRunner, watch: ClaimsWatch, folder: Path
    ) -> None:
        self.watch = watch
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.choices = Choices(Preferences(folder / "preferences.json"), runner, runner)
        self.tray = HeardTray(self.window, self.choices)
        self.said = self.tray.said
        self.is_seen = False
        self.announcer = ClaimsAnnouncer(watch, self.choices, self.tray, lambda: self.is_seen)

    def look(self, desk: ClaimsDesk, *, hours: int = 0) -> None:
        """So much later, what is kept is judged again."""
        desk.now = NOON + timedelta(hours=hours)
        desk.kept.looks.finish(desk.now)
        self.watch.reload()


@pytest.fixture
def stage(
    qtbot: QtBot, runner: BackgroundRunner, watch: ClaimsWatch, desk: ClaimsDesk, tmp_path: Path
) -> Iterator[Stage]:
    stage = Stage(qtbot, runner, watch, tmp_path)
    watch.open_desk(desk.as_desk)
    yield stage
    stage.window.close()


def add(desk: ClaimsDesk, *numbers: int) -> None:
    desk.kept.save_details([facts(number) for number in numbers], NOON)
    desk.track(*map(told, numbers))


def test_all_are_told_together_without_numbers_names_or_amounts(
    stage: Stage, desk: ClaimsDesk
) -> None:
    stage.look(desk)
    assert stage.said == [("3 parcels can be claimed", "See which ones under Claims.")]


def test_the_desktop_is_told_once_a_day_and_only_of_what_is_new(
    stage: Stage, desk: ClaimsDesk
) -> None:
    stage.look(desk)
    add(desk, 11, 12)
    stage.look(desk, hours=3)
    assert len(stage.said) == 1
    add(desk, 13)
    stage.look(desk, hours=23)
    assert stage.said[1:] == [("3 more parcels can be claimed", "See which ones under Claims.")]
    stage.look(desk, hours=47)
    assert len(stage.said) == 2


def test_a_new_start_tells_nothing_again(
    stage: Stage, desk: ClaimsDesk, qtbot: QtBot, runner: BackgroundRunner, tmp_path: Path
) -> None:
    stage.look(desk)
    other = Stage(qtbot, runner, ClaimsWatch(runner, runner, now=lambda: NOON), tmp_path)
    other.watch.open_desk(desk.as_desk)
    other.look(desk, hours=30)
    assert other.said == []


def test_what_cannot_be_written_down_is_told_once_all_the_same(
    stage: Stage, desk: ClaimsDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_what: object) -> None:
        raise StorageFailed(StorageCause.DISK_FULL)

    monkeypatch.setattr(desk.kept, "note_told", refuse)
    stage.look(desk)
    stage.look(desk)
    assert len(stage.said) == 1


def test_what_is_muted_is_never_told(stage: Stage, desk: ClaimsDesk) -> None:
    desk.claims.mute([order_id(1), order_id(2), order_id(3)])
    stage.look(desk)
    assert stage.said == []
    add(desk, 11)
    stage.look(desk)
    assert stage.said == [("A parcel can be claimed", "See which ones under Claims.")]


def test_amounts_and_numbers_are_told_where_that_is_switched_on(
    stage: Stage, desk: ClaimsDesk
) -> None:
    stage.choices.change(show_amounts=True)
    add(desk, 11)
    stage.look(desk)
    assert [text for _title, text in stage.said] == ["Up to USD 83.40: N2, N3, N1 and 1 more"]


def test_nothing_is_told_where_notifications_are_switched_off(
    stage: Stage, desk: ClaimsDesk
) -> None:
    stage.choices.change(announce_changes=False)
    stage.look(desk)
    assert stage.said == []


def test_what_was_seen_in_the_window_is_not_told_later(
    stage: Stage, desk: ClaimsDesk, qtbot: QtBot
) -> None:
    with qtbot.waitActive(stage.window):
        stage.window.show()
    stage.is_seen = True
    stage.look(desk)
    stage.window.hide()
    stage.look(desk, hours=1)
    assert stage.said == []
    add(desk, 11)
    stage.look(desk, hours=2)
    assert [title for title, _text in stage.said] == ["One more parcel can be claimed"]


def test_a_click_on_the_message_leads_to_the_claims(
    stage: Stage, desk: ClaimsDesk, qtbot: QtBot
) -> None:
    stage.look(desk)
    with qtbot.waitSignal(stage.announcer.opened):
        stage.tray.take_message_click()
    assert stage.window.isVisible()
    stage.tray.show_message("A dispute changed", "")
    with qtbot.assertNotEmitted(stage.announcer.opened):
        stage.tray.take_message_click()


def test_the_tab_says_how_many_there_are_and_keeps_its_name(
    stage: Stage, desk: ClaimsDesk, runner: BackgroundRunner, qtbot: QtBot
) -> None:
    tabs = MainTabs(runner, HistoryPane(runner, now=lambda: NOON), make_tab_bar())
    qtbot.addWidget(tabs)
    (bar,) = tabs.findChildren(QTabBar)
    assert [bar.tabText(each) for each in Tab] == ["Disputes", "Claims", "Insights"]
    tabs.watch_claims(stage.watch)
    stage.look(desk)
    assert bar.tabText(Tab.CLAIMS) == "Claims (3)"
    assert bar.accessibleTabName(Tab.CLAIMS) == "Claims"
    assert bar.tabToolTip(Tab.CLAIMS) == "Orders that can be claimed: 3"
    desk.claims.mute([order_id(1), order_id(2), order_id(3)])
    stage.look(desk)
    assert bar.tabText(Tab.CLAIMS) == "Claims"
