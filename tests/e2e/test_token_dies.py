"""The token dies between Review and commit: sign in over the dialog, and it goes through once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.practice.world.sample_data import TUTORIAL_ORDER
from app.program import Program
from app.ui.account.sign_in_dialog import SignInDialog
from app.ui.filing.dialog import FilingDialog
from tests.cj.server import FaultyServer
from tests.e2e.conftest import find
from tests.e2e.test_main_job import (
    PATIENCE,
    _reason_box,
    commit_button,
    is_armed,
    press,
    shown,
    signed_in,
    texts,
)

__all__ = ["signed_in"]  # a fixture that pytest finds by its name here

TYPED = "It came in two pieces. The buyer wrote on Monday; see the picture & the label."
LINK = "https://img.example/broken.jpg"


def test_token_dies_between_review_and_commit_and_nothing_typed_is_lost(
    qtbot: QtBot,
    signed_in: Program,
    server: FaultyServer,
) -> None:
    program = signed_in
    program.window.look_up(TUTORIAL_ORDER)
    press(qtbot, program, "File dispute…")
    press(qtbot, program, "Next")
    qtbot.waitUntil(lambda: _reason_box(program) is not None, timeout=PATIENCE)
    reason = _reason_box(program)
    assert reason is not None
    reason.setCurrentIndex(reason.findText("Product Damaged"))
    find(program.window, QPlainTextEdit, "Message to CJ").setPlainText(TYPED)
    qtbot.keyClicks(find(program.window, QLineEdit, "Evidence link"), LINK)
    press(qtbot, program, "Next")
    qtbot.waitUntil(lambda: is_armed(program), timeout=PATIENCE)

    server.world.expire_access_tokens()
    server.world.kill_refresh_tokens()
    commit = commit_button(program)
    assert commit is not None
    qtbot.mouseClick(commit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(program, QLineEdit, "CJ API key"), timeout=PATIENCE)
    assert not [each for each in server.world.disputes() if each.order_code == TUTORIAL_ORDER]
    sign_in(qtbot, program, server.API_KEY)
    qtbot.waitUntil(lambda: "Filed: SH" in texts(program), timeout=PATIENCE)

    (filed,) = [each for each in server.world.disputes() if each.order_code == TUTORIAL_ORDER]
    assert filed.message == TYPED
    assert list(filed.image_urls) == [LINK]
    assert list(filed.quantities.values()) == [3]
    created = [each for each in server.record.of("disputes/create") if each.answered_code == 200]
    assert len(created) == 1
    press(qtbot, program, "Close")
    assert shown(program, QPushButton, "Look up")


def test_another_accounts_key_is_answered_in_front_and_the_draft_waits_for_its_own(
    qtbot: QtBot,
    signed_in: Program,
    server: FaultyServer,
) -> None:
    program = signed_in
    program.window.look_up(TUTORIAL_ORDER)
    qtbot.waitUntil(lambda: shown(program, QPushButton, "File dispute…"), timeout=PATIENCE)
    server.world.expire_access_tokens()
    server.world.kill_refresh_tokens()
    press(qtbot, program, "File dispute…")
    sign_in(qtbot, program, server.OTHER_API_KEY)

    dialog = program.window.findChild(FilingDialog)
    assert dialog is not None
    bar = dialog._notices.bar
    qtbot.waitUntil(lambda: "another account (CJ0000002" in bar.text, timeout=PATIENCE)
    assert "this draft belongs to CJ0000001" in bar.text
    assert bar.isVisible()
    assert program.window.accounts._notice.text == ""
    assert "CJ0000001" in program.window.account_label.text()

    press(qtbot, program, "Sign in…")
    qtbot.waitUntil(lambda: shown(program, QLineEdit, "CJ API key"), timeout=PATIENCE)
    sign_in(qtbot, program, server.API_KEY)
    qtbot.waitUntil(lambda: "Up to USD 42.48" in texts(program), timeout=PATIENCE)
    assert bar.text == ""


def sign_in(qtbot: QtBot, program: Program, key: str) -> None:
    """Sign in by the dialog, once it is there, and wait until it has gone."""
    qtbot.waitUntil(lambda: shown(program, QLineEdit, "CJ API key"), timeout=PATIENCE)
    find(program.window, QLineEdit, "CJ API key").setText(key)
    panel = program.window.findChild(SignInDialog)
    assert panel is not None
    qtbot.mouseClick(find(panel, QPushButton, "Sign in"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not shown(program, QLineEdit, "CJ API key"), timeout=PATIENCE)
