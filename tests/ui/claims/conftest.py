"""A tab of claims at noon, with all work done at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner
from app.ui.claims.pane import ClaimsPane
from app.ui.claims.watch import ClaimsWatch
from tests.builders import NOON
from tests.fakes.inline_executor import inline_runner
from tests.ui.claims.kept_orders import ClaimsDesk, a_full_desk

OpenPane = Callable[[ClaimsDesk], ClaimsPane]


@pytest.fixture
def runner(qapp: object) -> Iterator[BackgroundRunner]:
    runner = inline_runner()
    crashes: list[BaseException] = []
    runner.crashed.connect(crashes.append)
    yield runner
    runner.close()
    runner.deleteLater()
    assert crashes == []


@pytest.fixture
def watch(runner: BackgroundRunner) -> ClaimsWatch:
    return ClaimsWatch(runner, runner, now=lambda: NOON)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ClaimsDesk]:
    made = a_full_desk(tmp_path)
    with made.database.opened():
        yield made


@pytest.fixture
def open_pane(qtbot: QtBot, watch: ClaimsWatch) -> OpenPane:
    def open_it(desk: ClaimsDesk) -> ClaimsPane:
        pane = ClaimsPane(watch, now=lambda: NOON)
        qtbot.addWidget(pane)
        pane.resize(1180, 560)
        watch.open_desk(desk.as_desk)
        pane.show()
        QApplication.processEvents()
        return pane

    return open_it


@pytest.fixture
def pane(open_pane: OpenPane, desk: ClaimsDesk) -> ClaimsPane:
    return open_pane(desk)
