"""README's first dispute in practice: its order, and its keys as they stand there."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.api.http.rate_limiter import RateLimiter
from app.domain.filing.flow import Phase
from app.ui.filing.dialog import FilingDialog
from tests.cj.server import FaultyServer
from tests.e2e.conftest import Start, find

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
SECTION = README.partition("\n## The first dispute, in practice\n")[2].partition("\n## ")[0]
PATIENCE = 15_000


def test_the_readmes_seven_keys_file_the_order_that_the_window_offers(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Practice mode as it is, but for CJ's second between two calls.
    monkeypatch.setattr("app.composition.RateLimiter", partial(RateLimiter, math.inf))
    monkeypatch.setattr(RateLimiter, "note_limit", lambda _pace, _limit: None)
    practice = FaultyServer(pace=0, life=False)
    monkeypatch.setattr("app.practice.server.PracticeServer", lambda _world: practice)
    (order,) = re.findall(r"`(SD\d+)`", SECTION)
    (keys,) = re.findall(r"```\n(.*?)\n```", SECTION)
    window = start("--practice").window

    def offered() -> list[str]:
        buttons = (each for each in window.findChildren(QPushButton) if each.isVisible())
        return [each.text() for each in buttons if each.text().startswith("SD")]

    def focus_on(text: str) -> bool:
        widget = QApplication.focusWidget()
        return isinstance(widget, QPushButton) and widget.text().startswith(text)

    def is_armed() -> bool:
        dialog = window.findChild(FilingDialog)
        return dialog is not None and dialog.flow.phase is Phase.REVIEWED

    box = find(window, QLineEdit, "Order number")
    qtbot.waitUntil(lambda: bool(offered()), timeout=PATIENCE)
    labels = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
    assert "Orders to practise with:" in labels
    assert offered()[0] == order
    QApplication.clipboard().setText(order)
    box.setFocus()

    ready: tuple[Callable[[], bool], ...] = (
        box.hasFocus,
        lambda: box.text() == order,
        lambda: focus_on("File dispute…"),
        lambda: focus_on("Next"),
        lambda: isinstance(QApplication.focusWidget(), QComboBox),
        lambda: "Damaged" in str(getattr(QApplication.focusWidget(), "currentText", str)()),
        lambda: focus_on("File refund dispute") and is_armed(),
    )
    for key, is_ready in zip(keys.split(), ready, strict=True):
        qtbot.waitUntil(is_ready, timeout=PATIENCE)
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keySequence(target, QKeySequence(key.replace("Enter", "Return")))

    def filed() -> bool:
        visible = (each.text() for each in window.findChildren(QLabel) if each.isVisible())
        return any(text.startswith("Filed: SH") for text in visible)

    qtbot.waitUntil(filed, timeout=PATIENCE)
    assert [each.order_code for each in practice.world.disputes()].count(order) == 1
    assert practice.internal_errors == []
    assert find(window, QPushButton, "Next order").isEnabled()
