"""What is said of a filing is true: one that was there already, and one whose answer is lost."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from app.domain.errors import StorageCause, StorageFailed
from app.domain.filing.filing import Filing, FilingState
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.program import Program
from app.services.filing import filing
from app.storage.ledger.ledger import FilingLedger
from app.ui.history.updates import read_back_watch
from app.ui.widgets.fields.choice_boxes import ReasonBox
from tests.cj.server import FaultyServer
from tests.e2e.conftest import find
from tests.e2e.test_main_job import (
    PATIENCE,
    button,
    commit_button,
    is_armed,
    press,
    shown,
    signed_in,
    table_texts,
    texts,
)

__all__ = ["signed_in"]  # a fixture that pytest finds by its name here

CREATE = "disputes/create"
LIST = "disputes/getDisputeList"


def to_review(qtbot: QtBot, program: Program) -> QPushButton:
    """Fill in a dispute; gives the button that files it."""
    QTest.keyClicks(find(program.window, QLineEdit, "Order number"), TUTORIAL_ORDER)
    press(qtbot, program, "Look up")
    press(qtbot, program, "File dispute…")
    qtbot.waitUntil(lambda: "Up to USD 42.48" in texts(program), timeout=PATIENCE)
    press(qtbot, program, "Next")
    qtbot.waitUntil(lambda: any(each.isVisible() for each in reasons(program)), timeout=PATIENCE)
    QTest.keyClick(reasons(program)[0], Qt.Key.Key_P)
    press(qtbot, program, "Next")
    qtbot.waitUntil(lambda: is_armed(program), timeout=PATIENCE)
    commit = commit_button(program)
    assert commit is not None
    return commit


def reasons(program: Program) -> list[ReasonBox]:
    return program.window.findChildren(ReasonBox)


def drafts(program: Program) -> list[str]:
    shown = find(program.window, QListWidget, "Drafts") if "Drafts" in headings(program) else None
    return [shown.item(row).text() for row in range(shown.count())] if shown else []


def headings(program: Program) -> list[str]:
    return [each.text() for each in program.window.findChildren(QLabel) if each.isVisible()]


def test_a_dispute_that_is_there_already_is_shown_before_anything_is_sent(
    qtbot: QtBot, signed_in: Program, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = signed_in
    monkeypatch.setattr(filing, "GUARD_SECONDS", -1)  # the list is read anew at the press
    commit = to_review(qtbot, program)
    other = server.world.file_elsewhere(TUTORIAL_ORDER, {line(server): 3})
    qtbot.mouseClick(commit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: "CJ has a dispute already that may be about these items" in texts(program),
        timeout=PATIENCE,
    )
    found = find(program.window, QListWidget, "Disputes that CJ has")
    assert found.item(0).text().startswith(f"{other.dispute_id} · ")
    assert found.item(0).text().endswith(f"{other.reason_name} · Processing")
    press(qtbot, program, "That is it")
    qtbot.waitUntil(lambda: f"Filed: {other.dispute_id}" in texts(program), timeout=PATIENCE)
    press(qtbot, program, "Close")
    disputes = find(program.window, QTableView, "Disputes")
    qtbot.waitUntil(lambda: other.dispute_id in table_texts(disputes), timeout=PATIENCE)
    qtbot.waitUntil(lambda: drafts(program) == [], timeout=PATIENCE)
    assert server.record.of(CREATE) == []


def line(server: FaultyServer) -> str:
    return server.world.order(TUTORIAL_ORDER).lines[0].line_id


def test_a_lost_answer_is_in_doubt_until_any_list_shows_the_dispute(
    qtbot: QtBot, signed_in: Program, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = signed_in
    monkeypatch.setattr(read_back_watch, "DELAYS", (3600,))  # what finds it is the history
    commit = to_review(qtbot, program)
    server.scenarios.arm("reset_after", CREATE)
    server.scenarios.arm("list_lags", LIST, times=None)
    qtbot.mouseClick(commit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Not confirmed yet" in headings(program), timeout=PATIENCE)
    assert "Sending again is possible at the earliest at" in texts(program)
    assert not button(program, "Send again with the same reference").isEnabled()
    press(qtbot, program, "Keep waiting")
    qtbot.waitUntil(lambda: len(drafts(program)) == 1, timeout=PATIENCE)
    assert drafts(program)[0].startswith("Not confirmed yet · ")

    listed = find(program.window, QListWidget, "Drafts")
    listed.setCurrentRow(0)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(program, QPushButton, "Check again"), timeout=PATIENCE)
    server.scenarios.clear()
    program.window.history.refresh()
    (ours,) = [each for each in server.world.disputes() if each.order_code == TUTORIAL_ORDER]
    qtbot.waitUntil(lambda: f"Filed: {ours.dispute_id}" in texts(program), timeout=PATIENCE)
    press(qtbot, program, "Close")
    qtbot.waitUntil(lambda: drafts(program) == [], timeout=PATIENCE)
    assert len(server.record.of(CREATE)) == 1


@pytest.mark.logs_warnings
def test_a_refusal_that_the_disk_did_not_take_is_in_the_ledger_as_soon_as_that_can_be(
    qtbot: QtBot, signed_in: Program, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other windows on the folder read there how it stands."""
    program = signed_in
    monkeypatch.setattr(filing, "WRITING_PAUSES", ())
    monkeypatch.setattr(read_back_watch, "RECOVER_AGAIN_S", 0.1)
    commit = to_review(qtbot, program)
    end_attempt, tries = FilingLedger.end_attempt, list[FilingLedger]()

    def fail_at_first(ledger: FilingLedger, *args: Any, **options: Any) -> Filing:
        tries.append(ledger)
        if len(tries) <= 2:
            raise StorageFailed(StorageCause.LOCKED)
        return end_attempt(ledger, *args, **options)

    monkeypatch.setattr(FilingLedger, "end_attempt", fail_at_first)
    server.scenarios.arm("refuse", CREATE)
    qtbot.mouseClick(commit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(tries) == 3, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: [each.state for each in tries[0].editable()] == [FilingState.REFUSED],
        timeout=PATIENCE,
    )
    assert len(server.record.of(CREATE)) == 1
