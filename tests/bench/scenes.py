"""What a user does, with the longest pause of the UI thread in each part, as a process of its own.

Its arguments are the scene, the folder and the address (see `acting.py`); the last line of
output is a JSON object of numbers by name.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton

from app.background.runner import Lane
from app.domain.filing.flow import Phase
from app.domain.history.exports import ExportFormat
from app.domain.history.history import HistoryQuery
from app.practice.world.sample_data import MANY_LINES_ORDER, TUTORIAL_ORDER
from app.services.history.exporting import ExportOrder, ExportProgress
from app.ui.claims.bar import ClaimsBar
from app.ui.claims.rows import Show
from app.ui.claims.table import ClaimTable
from app.ui.exporting.messages import export_words
from app.ui.filing.dialog import FilingDialog
from app.ui.orders.items_model import OrderItemsModel
from app.ui.widgets.spoken_rows import SpokenTable
from tests.bench.instruments.proportional import pss
from tests.bench.instruments.stage import Stage

SEARCHES = ("lantern", "product damaged", "sh2000000", "zzz", "mug")
KEY_EVERY = 0.06
"""A fast typist."""
POLLS = 240
"""As many as practice mode makes in an hour; with a real account it is six."""


def start(stage: Stage) -> dict[str, float]:
    """From the first frame until five seconds later, when the libraries are loaded."""
    stage.open()
    stage.rest(6)
    stage.keep("start")
    with stage.measured("idle"):
        stage.rest(4)
    return stage.pauses


def look_up(stage: Stage) -> dict[str, float]:
    """An order of 40 lines with 40 pictures, which are not on this computer yet: all are seen."""
    stage.open()
    stage.rest(2)
    with stage.measured("look-up, 40 pictures"):
        stage.look_up(MANY_LINES_ORDER)
        model = next(iter(stage.window.findChildren(OrderItemsModel)))
        table = next(
            each for each in stage.window.findChildren(SpokenTable) if each.model() is model
        )
        stage.wait(lambda: model.rowCount() == 40)
        for row in range(40):
            table.scrollTo(model.index(row, 0))
            stage.rest(0.02)
        stage.wait(lambda: len(model._pictures) == 40)
        stage.rest(0.5)
    return stage.pauses


def sync(stage: Stage) -> dict[str, float]:
    """All disputes of an account that was never read."""
    began = time.monotonic()
    stage.open()
    stage.rest(0.5)
    stage.keep("full sync")
    seconds = time.monotonic() - began
    return {**stage.pauses, "seconds": seconds, "disputes": stage.history._model.overall}


def search(stage: Stage) -> dict[str, float]:
    """Typing, a key every 60 ms."""
    stage.open()
    stage.rest(2)
    box = stage.history._bar.search
    with stage.measured("search"):
        for words in SEARCHES:
            for letter in words:
                QTest.keyClicks(box, letter)
                stage.rest(KEY_EVERY)
            box.clear()
            stage.rest(KEY_EVERY)
    return stage.pauses


def claims(stage: Stage) -> dict[str, float]:
    """10,000 kept orders: judged and shown, searched, sorted, and gone to and back."""
    stage.open()
    stage.rest(6)
    tabs = stage.window.tabs
    with stage.measured("claims, first time"):
        tabs.show_claims()
        stage.wait(lambda: any(each.model().rowCount() for each in _claim_tables(stage)))
        stage.rest(2)
    (table,) = _claim_tables(stage)
    model, (bar,) = table.model(), stage.window.findChildren(ClaimsBar)
    bar.show_only(Show.ALL)
    stage.wait(lambda: model.rowCount() > 9_000)
    with stage.measured("claims, search"):
        for words in SEARCHES[:2]:
            for letter in words:
                QTest.keyClicks(bar.search, letter)
                stage.rest(KEY_EVERY)
            bar.search.clear()
            stage.rest(KEY_EVERY)
    with stage.measured("claims, sort"):
        for column in range(model.columnCount()):
            table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
            stage.rest(KEY_EVERY)
    return {**stage.pauses, "orders to claim": model.rowCount()}


def _claim_tables(stage: Stage) -> list[ClaimTable]:
    return stage.window.findChildren(ClaimTable)


def export(form: ExportFormat, stage: Stage) -> dict[str, float]:
    """All disputes to a file."""
    stage.open()
    stage.rest(6)
    desk = stage.history._desk
    assert desk is not None
    path = stage.program.folder.root / f"out.{form.value}"
    order, words = ExportOrder(path, form, HistoryQuery()), export_words()
    ended: list[object] = []
    name = f"export, {form.value.upper()}"
    with stage.measured(name):
        stage.program.runner.run(
            lambda: desk.reports.exports.export(order, words, ExportProgress()),
            owner=stage.window,
            on_success=ended.append,
            lane=Lane.REPORTS,
        )
        stage.wait(lambda: ended)
    return stage.pauses


def file(stage: Stage) -> dict[str, float]:
    """The main job, by a user who needs no time: seconds from Enter on the order to its number."""
    stage.open()
    stage.rest(2)
    control, enter = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return
    began, clock = time.monotonic(), time.time()
    with stage.measured("filing"):
        stage.look_up(TUTORIAL_ORDER)
        stage.wait(lambda: _has_focus(stage, "File dispute…"))
        stage.press(enter)
        stage.wait(lambda: _has_focus(stage, "Next"))
        stage.press(enter)
        stage.wait(lambda: isinstance(stage.app.focusWidget(), QComboBox))
        stage.press(Qt.Key.Key_P)
        stage.press(enter, control)
        stage.wait(lambda: _is_armed(stage))
        pressed = time.monotonic()
        stage.press(enter)
        stage.wait(lambda: "Filed: SH" in stage.texts())
        ended = time.monotonic()
    times = {"began": clock, "seconds": ended - began, "seconds from the button": ended - pressed}
    return {**stage.pauses, **times}


def windows(stage: Stage) -> dict[str, float]:
    """What is built when it is looked at for the first time."""
    stage.open()
    stage.rest(6)
    with stage.measured("details, first time"):
        stage.history._table.choose_first()
        stage.rest(1)
    with stage.measured("insights, first time"):
        stage.window.tabs.show_insights()
        stage.rest(2)
    stage.window.tabs.show_disputes()
    stage.rest(0.5)
    side = stage.window.accounts.account_side
    for name, show in (
        ("settings, first time", side.open_settings),
        ("sign-in, first time", partial(side.ask_to_sign_in, stage.window)),
    ):
        with stage.measured(name):
            show()
            stage.rest(1)
        dialog = stage.app.activeModalWidget()
        assert dialog is not None
        dialog.close()
        stage.rest(0.5)
    return stage.pauses


def poll(stage: Stage) -> dict[str, float]:
    """An hour of looking for news, without the waiting between."""
    stage.open()
    stage.rest(6)
    sizes = []
    with stage.measured("polling"):
        for _ in range(POLLS):
            stage.history.updates.look_for_news()
            stage.wait(lambda: not stage.history.updates.is_running)
            sizes.append(pss("self"))
    middle = POLLS // 2
    half, end = median(sizes[middle : middle + 20]), median(sizes[-20:])
    return {**stage.pauses, "first poll": sizes[0], "half": half, "end": end, "growth": end - half}


def _has_focus(stage: Stage, name: str) -> bool:
    found = stage.app.focusWidget()
    return isinstance(found, QPushButton) and found.text() == name and found.isEnabled()


def _is_armed(stage: Stage) -> bool:
    """Whether the review has been on the screen: the button takes no press before."""
    found = stage.app.focusWidget()
    is_commit = isinstance(found, QPushButton) and found.text().startswith("File refund dispute")
    return is_commit and any(
        each.flow.phase is Phase.REVIEWED for each in stage.window.findChildren(FilingDialog)
    )


SCENES: dict[str, Callable[[Stage], dict[str, float]]] = {
    "start": start,
    "look-up": look_up,
    "sync": sync,
    "search": search,
    "export-csv": partial(export, ExportFormat.CSV),
    "export-xlsx": partial(export, ExportFormat.XLSX),
    "windows": windows,
    "claims": claims,
    "file": file,
    "poll": poll,
}


def main(arguments: Sequence[str]) -> int:
    """Play one scene."""
    name, folder, address = arguments
    stage = Stage(Path(folder), address, is_paced=name == "file")
    try:
        numbers = SCENES[name](stage)
    finally:
        stage.close()
    sys.stdout.write(json.dumps(numbers) + "\n")
    return 0
