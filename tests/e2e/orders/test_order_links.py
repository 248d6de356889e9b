"""Links from a browser: looked up, nothing filed, and nothing in them is anything but text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.command_line import Options, parse
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.program import MacListener, Program
from app.ui.window.tray import Tray
from tests.cj.server import FaultyServer
from tests.e2e.conftest import SignIn, Start, find

LINK = "disputedesk://order/"
PATIENCE = 20_000
HOSTILE = {
    "10 KB": ("A%20" * 2_500, "A " * 2_500),
    "zero byte": ("SD1%00--practice", "SD1--practice"),
    "quotes": ('%22%20--data-dir%20%22x" --practice', '" --data-dir "x" --practice'),
    "option": ("--data-dir=/nowhere", "--data-dir=/nowhere"),
    "path": ("../../create?x=1#y", "../../create?x=1#y"),
    "bytes": ("%ff%fe", "\ufffd\ufffd"),
    "direction": ("SD%E2%80%AE1", "SD1"),
    "markup": ("%3Cimg%20src=x%3E", "<img src=x>"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(
    "link",
    [
        "disputedesk://file/SD1",
        "disputedesk:order/SD1",
        "disputedesk://orders/SD1",
        "https://order/SD1",
        "SD2611200001234567",
        LINK + "x" * 33_000,
    ],
)
def test_any_other_link_is_refused(link: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse([link])
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_link_is_the_order_to_look_up_and_no_more() -> None:
    assert parse([LINK + "%231001%20%E7%81%AF"]) == Options(order="#1001 灯")
    assert parse(["--", LINK.upper() + "SD1"]) == Options(order="SD1")
    assert parse(["--lang", "en", LINK + "a%26b+c"]) == Options(lang="en", order="a&b+c")
    assert parse([os.fsdecode(LINK.encode() + b"\xff")]).order == "?"
    with pytest.raises(SystemExit):
        parse(["--", LINK + "x", "--practice"])


def test_macos_hands_links_over_as_events(qapp: QApplication, qtbot: QtBot) -> None:
    listener, asked = MacListener(), list[str]()
    listener.asked.connect(asked.append)
    for url in (LINK + "SD%201", "disputedesk://quit/", "file:///etc/passwd"):
        assert listener.eventFilter(qapp, QFileOpenEvent(QUrl(url)))
    assert asked == ["SD 1"]


def order_box(program: Program) -> QLineEdit:
    return find(program.window, QLineEdit, "Order number")


def files(root: Path) -> set[str]:
    volatile = (".sent", "-wal", "-shm", ".running")
    found = [
        each
        for each in root.rglob("*")
        if not each.name.endswith(volatile) and not each.name.startswith(".new-")
    ]
    return {str(each) for each in found if "pictures" not in each.parts}


def test_hostile_links_change_nothing_but_the_order_box(
    start: Start, sign_in_before: SignIn, server: FaultyServer, qtbot: QtBot, tmp_path: Path
) -> None:
    sign_in_before(server.API_KEY)
    program = start(LINK + TUTORIAL_ORDER)  # a cold start
    with qtbot.waitSignal(program.window.orders.order_shown, timeout=PATIENCE):
        pass
    assert order_box(program).text() == TUTORIAL_ORDER
    before, window = files(tmp_path), program.window
    for link, text in HOSTILE.values():
        program.take_second_start(parse(["--", LINK + link]).order)
        if text:
            assert order_box(program).text() == text.strip()
        assert program.window is window
    with qtbot.waitSignal(program.window.orders.order_shown, timeout=PATIENCE):
        program.take_second_start(parse(["--", LINK + TUTORIAL_ORDER]).order)
    assert server.record.of("disputes/create") == []
    assert files(tmp_path) == before


# The offscreen platform has no tray; that the window comes back is the matter.
@pytest.mark.qt_log_ignore("systemTrayWindowChanged")
def test_a_link_brings_a_window_back_that_was_closed_into_the_tray(
    start: Start, sign_in_before: SignIn, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tray, "is_available", lambda _tray: True)
    sign_in_before(server.API_KEY)
    program = start()
    program.choices.change(keep_in_tray=True)
    program.window.close()
    assert not program.window.isVisible()
    program.take_second_start(parse(["--", LINK + TUTORIAL_ORDER]).order)
    assert program.window.isVisible()
    assert order_box(program).text() == TUTORIAL_ORDER
    program.choices.change(keep_in_tray=False)


@pytest.mark.skipif(sys.platform == "win32", reason="its command line is text, not bytes")
def test_bytes_that_are_no_text_reach_a_running_program(tmp_path: Path) -> None:
    code = (
        "import sys; from app.command_line import parse; "
        "sys.stdout.buffer.write(parse().order.encode())"
    )
    argument = LINK.encode() + b"SD1\xff"
    done = subprocess.run([sys.executable, "-c", code, argument], capture_output=True, check=True)  # noqa: S603 - our own interpreter
    assert done.stdout == b"SD1?"
