"""A history pane at noon on an account in memory, with all work done at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner
from app.ui.history.pane import HistoryPane
from app.ui.widgets.pictures import PictureLoader
from tests.builders import NOON
from tests.fakes.inline_executor import inline_runner
from tests.ui.history.fake_desk import FakeDesk, make_row


@pytest.fixture
def runner(qapp: object) -> Iterator[BackgroundRunner]:
    runner = inline_runner()
    yield runner
    runner.close()


@pytest.fixture
def desk() -> FakeDesk:
    """Five disputes; the first one is the newest."""
    desk = FakeDesk()
    desk.history.kept = [make_row(number) for number in range(1, 6)]
    return desk


@pytest.fixture
def pictures(runner: BackgroundRunner) -> PictureLoader:
    return PictureLoader(runner, lambda _url: b"")


@pytest.fixture
def open_pane(
    qtbot: QtBot, runner: BackgroundRunner, pictures: PictureLoader
) -> Callable[[FakeDesk], HistoryPane]:
    """Makes a pane for an account and puts it on the (invisible) screen."""

    def open_it(desk: FakeDesk) -> HistoryPane:
        pane = HistoryPane(runner, now=lambda: NOON)
        qtbot.addWidget(pane)
        pane.resize(1180, 560)
        pane.show()
        pane.open_desk(desk.as_desk, pictures)
        pane._details.panel.clear()  # as once one was selected: the first one is made in turns
        QApplication.processEvents()  # what is added to a shown window is shown a turn later
        return pane

    return open_it


@pytest.fixture
def pane(open_pane: Callable[[FakeDesk], HistoryPane], desk: FakeDesk) -> HistoryPane:
    return open_pane(desk)
