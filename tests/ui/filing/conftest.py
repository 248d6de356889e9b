"""Opens the filing dialog without threads and without waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from app.background.runner import BackgroundRunner, Lane
from app.domain.filing.filing import DisputeDraft
from app.domain.orders.orders import DisputableOrder
from app.services.account_services import AccountServices
from app.ui.filing import flow_runner
from app.ui.filing.dialog import FilingDialog
from app.ui.filing.pages import pages
from app.ui.widgets.file_choice import FileChoice
from app.ui.widgets.pictures import PictureLoader
from tests.builders import order
from tests.fakes.inline_executor import HeldExecutor, InlineExecutor, inline_runner
from tests.ui.conftest import UnpaintedBot
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage


@pytest.fixture(autouse=True)
def no_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_runner, "SAVE_DELAY_MS", 0)
    monkeypatch.setattr(flow_runner, "SAVE_LIMIT_MS", 0)
    monkeypatch.setattr(flow_runner, "TERMS_DELAY_MS", 0)
    # Nor are pages made ahead: most tests never show them, and a page is made when it is wanted.
    monkeypatch.setattr(pages, "BETWEEN_MS", 3_600_000)


@pytest.fixture
def make_stage(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeStage]:
    opened: list[FilingDialog] = []
    stages: list[Stage] = []
    runners: list[BackgroundRunner] = []

    def make(
        given: DisputableOrder | None = None,
        draft: DisputeDraft | None = None,
        *,
        desk: FakeDesk | None = None,
        held: bool = False,
        is_open: bool = True,
        saved: datetime | None = None,
    ) -> Stage:
        of = given or order()
        desk = desk or FakeDesk()
        cj = HeldExecutor() if held else InlineExecutor()
        runner = inline_runner({Lane.CJ: cj})
        crashes: list[BaseException] = []
        runner.crashed.connect(crashes.append)
        runners.append(runner)
        pictures = PictureLoader(runner, lambda _url: b"", runner)
        dialog = FilingDialog(
            cast("AccountServices", desk),
            runner,
            pictures,
            FileChoice(QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)),
            of,
            draft or DisputeDraft.begin(of),
            saved=saved,
        )
        opened.append(dialog)
        stage = Stage(qtbot, desk, cast("HeldExecutor", cj), dialog, crashes)
        stages.append(stage)
        dialog.settled.connect(stage.settled.append)
        dialog.sign_in_requested.connect(lambda: stage.sign_ins.append(None))
        dialog.setUpdatesEnabled(not isinstance(qtbot, UnpaintedBot))
        if is_open:
            with qtbot.waitActive(dialog):  # shortcuts work in the active window only
                dialog.open()
        return stage

    yield make
    for dialog in filter(isValid, opened):
        dialog.done(0)
        delete(dialog)
    for runner in runners:
        runner.deleteLater()
    assert [each for stage in stages for each in stage.crashes] == []


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    """A new dispute for an order with one line of three pieces."""
    return make_stage()
