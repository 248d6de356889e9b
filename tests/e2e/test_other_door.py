"""An order that CJ takes disputes about in My CJ only, from the look-up to the dispute's number."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QTableView
from pytestqt.qtbot import QtBot

from app.practice.world.sample_data import TUTORIAL_ORDER
from app.program import Program
from app.ui.messages.my_cj import ORDERS
from tests.cj.server import FaultyServer
from tests.e2e.conftest import find
from tests.e2e.test_filed_means_filed import drafts, headings, line, reasons, to_review
from tests.e2e.test_main_job import (
    PATIENCE,
    button,
    is_armed,
    press,
    shown,
    signed_in,
    table_texts,
    texts,
)

__all__ = ["signed_in"]  # a fixture that pytest finds by its name here

CREATE = "disputes/create"
MY_CJ_ONLY = "CJ takes disputes for this order in My CJ only, as far as we know."
WORDS = "The lamp came without its plug."


def copied(program: Program, name: str) -> str:
    button(program, name).click()  # it may have to be scrolled to
    return QGuiApplication.clipboard().text()


def test_an_order_from_a_shop_gets_its_number_without_a_request_to_file(
    qtbot: QtBot, signed_in: Program, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = signed_in
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    orders = [each for each in server.world.orders() if each.code.startswith("DP")]
    # One item is chosen by itself, and what has left CJ has reasons that begin with P.
    order = next(
        each
        for each in orders
        if each.dispatched is not None
        and len(each.lines) == 1
        and any(server.world.can_choose(each).values())
    )

    QTest.keyClicks(find(program.window, QLineEdit, "Order number"), order.code)
    press(qtbot, program, "Look up")
    qtbot.waitUntil(lambda: MY_CJ_ONLY in texts(program), timeout=PATIENCE)
    press(qtbot, program, "Prepare for My CJ")
    qtbot.waitUntil(lambda: "Up to USD" in texts(program), timeout=PATIENCE)
    press(qtbot, program, "Next")
    qtbot.waitUntil(lambda: any(each.isVisible() for each in reasons(program)), timeout=PATIENCE)
    QTest.keyClick(reasons(program)[0], Qt.Key.Key_P)
    find(program.window, QPlainTextEdit, "Message to CJ").setPlainText(WORDS)
    press(qtbot, program, "Next")
    qtbot.waitUntil(lambda: is_armed(program), timeout=PATIENCE)

    assert copied(program, "Copy message") == WORDS
    assert copied(program, "Copy order number") == order.number
    press(qtbot, program, "Open My CJ")
    assert [each.toString() for each in opened] == [ORDERS]
    press(qtbot, program, "I opened it in My CJ")
    qtbot.waitUntil(lambda: "Opened in My CJ" in headings(program), timeout=PATIENCE)
    press(qtbot, program, "Close")
    qtbot.waitUntil(lambda: len(drafts(program)) == 1, timeout=PATIENCE)
    assert drafts(program)[0].startswith(f"Opened in My CJ · {order.code}")

    pieces = {each.line_id: each.quantity for each in order.lines}
    there = server.world.file_elsewhere(order.code, pieces)
    press(qtbot, program, "Refresh")
    disputes = find(program.window, QTableView, "Disputes")
    qtbot.waitUntil(lambda: there.dispute_id in table_texts(disputes), timeout=PATIENCE)
    qtbot.waitUntil(lambda: drafts(program) == [], timeout=PATIENCE)
    disputes.selectRow(table_texts(disputes).index(there.dispute_id))
    qtbot.waitUntil(lambda: "Opened by you in My CJ" in texts(program), timeout=PATIENCE)
    assert WORDS in texts(program)
    assert server.record.of(CREATE) == []


def test_a_late_refusal_loses_nothing_and_the_other_door_is_one_press_away(
    qtbot: QtBot, signed_in: Program, server: FaultyServer
) -> None:
    program = signed_in
    server.scenarios.arm("refuse", CREATE, code=9009, message="Order cannot be disputed")
    commit = to_review(qtbot, program)
    press(qtbot, program, "Back")
    message = find(program.window, QPlainTextEdit, "Message to CJ")
    message.setPlainText(WORDS)
    press(qtbot, program, "Next")
    qtbot.waitUntil(lambda: is_armed(program), timeout=PATIENCE)
    qtbot.mouseClick(commit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "CJ refused" in texts(program), timeout=PATIENCE)
    press(qtbot, program, "Prepare for My CJ")
    qtbot.waitUntil(lambda: is_armed(program), timeout=PATIENCE)
    assert copied(program, "Copy message") == WORDS
    assert not shown(program, QListWidget, "Disputes that it may be")
    press(qtbot, program, "I opened it in My CJ")
    qtbot.waitUntil(lambda: "Opened in My CJ" in headings(program), timeout=PATIENCE)
    there = server.world.file_elsewhere(TUTORIAL_ORDER, {line(server): 3})
    press(qtbot, program, "Check again")
    qtbot.waitUntil(lambda: f"Filed: {there.dispute_id}" in texts(program), timeout=PATIENCE)
    assert len(server.record.of(CREATE)) == 1
