"""A claim with much to say: two of five items, a message of one's own, and three links."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.links import LinkReport
from app.practice.world.sample_data import MANY_LINES_ORDER
from app.program import Program
from app.services.links import LinkService
from app.ui.filing.dialog import FilingDialog
from tests.cj.server import FaultyServer
from tests.e2e.conftest import find
from tests.e2e.test_main_job import (
    PATIENCE,
    Keyboard,
    button,
    commit_button,
    is_armed,
    press,
    shown,
    signed_in,
    texts,
)

__all__ = ["signed_in"]  # a fixture

MESSAGE = (
    "Two lamps of this order came with a broken shade, and one does not light at all. The box was "
    "crushed on one side. The buyer wrote on 20 November and wants the money back. "
    "The three photos tell it all."
)
LINKS = [f"https://pictures.example.com/parcel-{number}.jpg" for number in (1, 2, 3)]


def test_by_keys_alone(
    qtbot: QtBot,
    signed_in: Program,
    server: FaultyServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = server.world._orders[MANY_LINES_ORDER]
    server.world._orders[MANY_LINES_ORDER] = replace(order, lines=order.lines[:5])
    fine = LinkReport(True, 200, "image/jpeg", 240_000, is_image=True)
    monkeypatch.setattr(LinkService, "check", lambda _service, _url: fine)
    program, keys = signed_in, Keyboard()
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    enter, tab = Qt.Key.Key_Return, Qt.Key.Key_Tab

    def paste(text: str) -> None:
        QApplication.clipboard().setText(text)
        keys.press(Qt.Key.Key_V, control)

    box = find(program.window, QLineEdit, "Order number")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is box, timeout=PATIENCE)
    paste(MANY_LINES_ORDER)
    keys.press(enter)
    qtbot.waitUntil(
        lambda: (
            shown(program, QPushButton, "File dispute…")
            and QApplication.focusWidget() is button(program, "File dispute…")
        ),
        timeout=PATIENCE,
    )
    keys.press(enter)
    qtbot.waitUntil(lambda: shown(program, QPushButton, "Next"), timeout=PATIENCE)
    (dialog,) = program.window.findChildren(FilingDialog)
    qtbot.waitUntil(
        lambda: dialog.isAncestorOf(QApplication.focusWidget() or box), timeout=PATIENCE
    )
    keys.press(Qt.Key.Key_2, alt)
    keys.press(Qt.Key.Key_4, alt)
    keys.press(enter, control)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QComboBox), timeout=PATIENCE)
    qtbot.waitUntil(lambda: dialog.flow.terms is not None, timeout=PATIENCE)
    keys.press(Qt.Key.Key_P)
    message = find(program.window, QPlainTextEdit, "Message to CJ")
    while QApplication.focusWidget() is not message:
        keys.press(tab)
    keys.press(Qt.Key.Key_A, control)
    QTest.keyClicks(message, MESSAGE)
    link = find(program.window, QLineEdit, "Evidence link")
    while QApplication.focusWidget() is not link:
        keys.press(tab)
    for each in LINKS:
        paste(each)
        keys.press(enter)
    qtbot.waitUntil(lambda: len(dialog.draft.evidence) == len(LINKS), timeout=PATIENCE)
    keys.press(enter, control)
    qtbot.waitUntil(
        lambda: commit_button(program) is not None and is_armed(program), timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: QApplication.focusWidget() is commit_button(program), timeout=PATIENCE)
    keys.press(enter)
    qtbot.waitUntil(lambda: "Filed: SH" in texts(program), timeout=PATIENCE)
    press(qtbot, program, "Close")

    (create,) = server.record.of("disputes/create")
    sent = json.loads(create.body_text)
    assert sent["messageText"] == MESSAGE
    assert sent["imageUrl"] == LINKS
    items = {each["lineItemId"]: each["quantity"] for each in sent["productInfoList"]}
    assert items == {line.line_id: line.quantity for line in (order.lines[1], order.lines[3])}
    assert len(MESSAGE) == 200
    assert keys.strokes == 22  # a chord is one; without the letters of the message
