"""What practice mode has to practise with, chosen in the window as a merchant does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.api.http.rate_limiter import RateLimiter
from app.practice.world.sample_data import API_OFF_ORDER, PARTLY_ORDER, RETURNED_ORDER
from app.program import Program
from app.support.paths import DataFolder
from app.ui.filing.dialog import FilingDialog
from app.ui.filing.pages.items import LineRow
from tests.cj.server import FaultyServer
from tests.conftest import fill_up
from tests.e2e.conftest import Start, find
from tests.e2e.test_main_job import PATIENCE, press, texts


@pytest.fixture
def practice(monkeypatch: pytest.MonkeyPatch) -> FaultyServer:
    """Practice mode as it is, but for CJ's second between two calls."""
    monkeypatch.setattr("app.composition.RateLimiter", partial(RateLimiter, math.inf))
    monkeypatch.setattr(RateLimiter, "note_limit", lambda _pace, _limit: None)
    made = FaultyServer(pace=0, life=False)
    monkeypatch.setattr("app.practice.server.PracticeServer", lambda _world: made)
    return made


@pytest.fixture
def program(qtbot: QtBot, practice: FaultyServer, start: Start) -> Iterator[Program]:
    started = start("--practice")
    qtbot.waitUntil(lambda: "Orders to practise with:" in texts(started), timeout=PATIENCE)
    yield started
    assert practice.internal_errors == []


def test_practice_on_a_full_disk_names_the_disk_and_begins_with_some_room(
    qtbot: QtBot, start: Start, small_disk: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = small_disk("2m")
    monkeypatch.setattr("app.composition.RateLimiter", partial(RateLimiter, math.inf))
    fill_up(disk)
    program = start("--practice", folder=DataFolder(disk))
    full = "The disk is full, and the data file cannot be opened without some room."
    qtbot.waitUntil(lambda: full in texts(program), timeout=PATIENCE)
    (disk / "filling").unlink()
    again = [each for each in program.window.findChildren(QPushButton) if each.isVisible()]
    next(each for each in again if each.text() == "Try again").click()
    qtbot.waitUntil(lambda: "Orders to practise with:" in texts(program), timeout=PATIENCE)
    assert "The disk is full" not in texts(program)


def choose(program: Program, order: str) -> str:
    """Look up one of the other cases; what its entry says of it."""
    menu = find(program.window, QPushButton, "Other cases…").menu()
    (entry,) = (each for each in menu.actions() if each.text().startswith(order))
    entry.trigger()
    return entry.text()


def test_api_access_that_is_off_is_met_on_purpose_and_left_again(
    qtbot: QtBot, program: Program, practice: FaultyServer
) -> None:
    assert "switches off API access for a minute" in choose(program, API_OFF_ORDER)
    off = "CJ has switched off API access for this account"
    qtbot.waitUntil(lambda: off in texts(program), timeout=PATIENCE)
    assert find(program.window, QPushButton, "Open My CJ").isEnabled()
    qtbot.waitUntil(lambda: "API access is off" in texts(program), timeout=PATIENCE)

    practice.world.shift_clock(timedelta(seconds=61))
    press(qtbot, program, "Try again")
    qtbot.waitUntil(lambda: "This item can be disputed" in texts(program), timeout=PATIENCE)
    qtbot.waitUntil(lambda: off not in texts(program), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "API access is off" not in texts(program), timeout=PATIENCE)


def test_an_order_of_a_shop_is_among_the_cases(qtbot: QtBot, program: Program) -> None:
    assert "not made through the API" in choose(program, RETURNED_ORDER)
    qtbot.waitUntil(lambda: "in My CJ only" in texts(program), timeout=PATIENCE)
    assert find(program.window, QPushButton, "Prepare for My CJ").isEnabled()


def test_the_dispute_that_holds_a_line_is_gone_to_from_the_filing_dialog(
    qtbot: QtBot, program: Program
) -> None:
    program.window.look_up(PARTLY_ORDER)
    qtbot.waitUntil(lambda: "items can be disputed" in texts(program), timeout=PATIENCE)
    press(qtbot, program, "File dispute…")
    # They are made before the dialog is shown.
    window = program.window
    qtbot.waitUntil(
        lambda: any(each.isVisible() for each in window.findChildren(LineRow)), timeout=PATIENCE
    )
    (dialog,) = program.window.findChildren(FilingDialog)
    holders = [each.line.dispute for each in dialog.findChildren(LineRow) if each.line.dispute]
    find(dialog, QPushButton, "Show it").click()
    shown = program.window.history
    qtbot.waitUntil(lambda: shown.chosen is not None, timeout=PATIENCE)
    assert [shown.chosen] == [each.dispute_id for each in holders]
    qtbot.waitUntil(lambda: not program.window.findChildren(FilingDialog), timeout=PATIENCE)


def test_the_menu_names_practice_mode_once(qtbot: QtBot, program: Program) -> None:
    def entries() -> list[QAction]:
        found = program.window.findChildren(QAction)
        named = (each for each in found if each.text().replace("&", "") == "Practice mode")
        return [each for each in named if each.isVisible()]

    qtbot.waitUntil(lambda: [each.isChecked() for each in entries()] == [True], timeout=PATIENCE)
