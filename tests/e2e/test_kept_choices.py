"""What was chosen in the window is chosen at the next start."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from app.domain.history.spans import Days, Span
from app.program import Program
from app.ui.history.bar import HistoryBar
from app.ui.history.details.panel import DetailsPanel
from app.ui.history.table.table import DisputeTable
from app.ui.insights.pane import InsightsPane
from app.ui.widgets.fields.span_choice import SpanChoice
from tests.cj.server import FaultyServer
from tests.e2e.conftest import Start, close

W = TypeVar("W", bound=QWidget)

SPRING = Days(date(2026, 3, 1), date(2026, 5, 31))


def only(program: Program, kind: type[W]) -> W:
    (found,) = program.window.findChildren(kind)
    return found


def box(part: QWidget, name: str) -> QComboBox:
    boxes = part.findChildren(QComboBox)
    return next(each for each in boxes if each.accessibleName() == name)


def open_practice(qtbot: QtBot, start: Start) -> Program:
    program = start("--practice")
    qtbot.waitUntil(lambda: program.window.desk is not None, timeout=15_000)
    program.window.tabs.show_insights()
    qtbot.waitUntil(lambda: bool(program.window.findChildren(InsightsPane)), timeout=15_000)
    program.window.tabs.show_disputes()
    return program


def choose_one(qtbot: QtBot, program: Program) -> None:
    """Select a dispute: with the first one the reply to it is offered."""
    table = only(program, DisputeTable)
    qtbot.waitUntil(lambda: table.source.rowCount() > 0, timeout=15_000)
    table.choose_first()
    panels = partial(program.window.findChildren, DetailsPanel)
    qtbot.waitUntil(lambda: any(each.dispute_id for each in panels()), timeout=15_000)


def test_days_and_the_kind_of_reply_are_as_they_were_left(
    qtbot: QtBot, start: Start, practice_server: FaultyServer
) -> None:
    first = open_practice(qtbot, start)
    choose_one(qtbot, first)
    only(first, HistoryBar).created_choice.choose(SPRING)
    box(only(first, InsightsPane), "Created").setCurrentText("This year")
    box(first.window, "Whom to reply to").setCurrentText("To CJ's chat")
    box(first.window, "Language of the reply").setCurrentText("中文")
    close(first)

    second = open_practice(qtbot, start)
    created = box(only(second, HistoryBar), "Created")
    assert isinstance(created, SpanChoice)
    assert created.span == SPRING
    assert created.dates.isVisible()
    query = only(second, DisputeTable).source.query
    assert query.created == SPRING, "from the first rows on"
    assert box(only(second, InsightsPane), "Created").currentText() == "This year"
    created.choose(Span.ALL)
    choose_one(qtbot, second)
    assert box(second.window, "Whom to reply to").currentText() == "To CJ's chat"
    assert box(second.window, "Language of the reply").currentText() == "中文"
