from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.background.single_instance import SingleInstance

SECOND_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.background.single_instance import SingleInstance
app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
if instance.claim():
    print("first")
else:
    print("handed over" if instance.hand_over(sys.argv[2]) else "nobody answered")
"""


def start_second(folder: Path, text: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and a fixed program
        [sys.executable, "-c", SECOND_START, str(folder), text],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )


def test_a_second_start_hands_its_order_over(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    heard: list[str] = []
    first.asked.connect(heard.append)
    assert first.claim()
    first.listen()
    second = start_second(tmp_path, "Order SD2611200001234567, 灯")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.communicate()[0] == "handed over\n"
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["Order SD2611200001234567, 灯"]
    first.release()


def test_another_folder_is_another_window(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert one.claim()
    assert other.claim()
    one.release()
    other.release()


def test_after_a_kill_the_next_start_is_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    program = SECOND_START + "\nsys.stdout.flush()\nsys.stdin.read()\n"
    killed = subprocess.Popen(  # noqa: S603 - our own interpreter and a fixed program
        [sys.executable, "-c", program, str(tmp_path), ""],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert killed.stdout is not None
    assert killed.stdout.readline() == "first\n"
    killed.kill()
    killed.communicate()
    following = SingleInstance(tmp_path)
    assert following.claim()
    following.release()
