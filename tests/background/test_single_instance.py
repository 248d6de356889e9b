from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QDir, QLockFile, QTimer
from pytestqt.qtbot import QtBot

from app.background import single_instance
from app.background.single_instance import SingleInstance

SECOND_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.background import single_instance
from app.background.single_instance import SingleInstance
app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
if instance.claim():
    print("first")
else:
    print("handed over" if instance.hand_over(sys.argv[2]) else "nobody answered")
"""


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder whose name leaves room: the path of a socket may have 107 letters."""
    with tempfile.TemporaryDirectory(prefix="dd") as folder:
        yield Path(folder)


def start_second(folder: Path, text: str, first_of_all: str = "") -> subprocess.Popen[str]:
    program = SECOND_START.replace("instance =", f"{first_of_all}instance =", 1)
    return subprocess.Popen(  # noqa: S603 - our own interpreter and a fixed program
        [sys.executable, "-c", program, str(folder), text],
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


def test_what_lets_a_window_come_to_the_front_on_wayland_is_handed_over(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = SingleInstance(tmp_path)
    tokens: list[str] = []
    first.asked.connect(lambda _order: tokens.append(os.environ["XDG_ACTIVATION_TOKEN"]))
    assert first.claim()
    first.listen()
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "of-this-start_TIME1")
    second = start_second(tmp_path, "SD1")
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.communicate()[0] == "handed over\n"
    assert tokens == ["of-this-start_TIME1"]
    assert "XDG_ACTIVATION_TOKEN" not in os.environ
    first.release()


def test_on_windows_a_second_start_lets_the_window_come_to_the_front(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "sys", SimpleNamespace(platform="win32"))
    first = SingleInstance(tmp_path)
    assert first.claim()
    first.listen()
    windows = """
import ctypes
from types import SimpleNamespace
user32 = SimpleNamespace(AllowSetForegroundWindow=lambda whom: print("in front:", whom))
ctypes.windll = SimpleNamespace(user32=user32)
single_instance.sys = SimpleNamespace(platform="win32")
"""
    second = start_second(tmp_path, "SD1", windows)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.communicate()[0] == "in front: -1\nhanded over\n"
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


def answer_to_second(folder: Path) -> str:
    """What a second start comes to while this process does nothing."""
    second = start_second(folder, "SD1")
    return second.communicate(timeout=60)[0]


def test_a_window_that_does_not_answer_has_not_been_handed_anything(
    qtbot: QtBot, tmp_path: Path
) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    first.listen()
    assert answer_to_second(tmp_path) == "nobody answered\n"  # no event is handled here meanwhile
    first.release()


def test_a_start_while_the_one_before_is_ending_is_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim()
    assert not second.claim()
    ending = threading.Timer(0.1, first.release)
    ending.start()
    assert not second.hand_over("SD1")
    ending.join()
    assert not SingleInstance(tmp_path).claim()
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has pipes, in no folder")
@pytest.mark.parametrize("runtime", ["private", "open to others", "none"])
def test_the_socket_is_where_only_this_user_can_make_one(
    qtbot: QtBot, short_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: str
) -> None:
    data, its_place = short_path / "data", short_path / "run"
    data.mkdir(mode=0o700)
    its_place.mkdir(mode=0o700)
    if runtime == "open to others":
        its_place.chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "" if runtime == "none" else str(its_place))
    before = set(QDir(QDir.tempPath()).entryList(["dispute-desk-*"], QDir.Filter.System))
    first = SingleInstance(data)
    assert first.claim()
    first.listen()
    after = set(QDir(QDir.tempPath()).entryList(["dispute-desk-*"], QDir.Filter.System))
    made = next((each for each in short_path.rglob("*") if each.is_socket()), None)
    first.release()
    assert made is not None
    assert made.parent == (its_place if runtime == "private" else data)
    assert not after - before


@pytest.mark.skipif(not hasattr(socket, "SO_PEERCRED"), reason="the system tells no peer's user")
def test_another_user_is_not_heard(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = SingleInstance(tmp_path)
    heard: list[str] = []
    first.asked.connect(heard.append)
    assert first.claim()
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    first.listen()
    monkeypatch.setattr(os, "getuid", lambda: 1_234_567)  # ours: the other's is another then
    second = start_second(tmp_path, "SD1")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.communicate()[0] == "nobody answered\n"
    assert heard == []
    first.release()


@pytest.mark.skipif(sys.platform == "win32", reason="the flood is sent by a Unix socket")
def test_a_flood_is_cut_off(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    first = SingleInstance(tmp_path)
    heard: list[str] = []
    first.asked.connect(heard.append)
    assert first.claim()
    first.listen()
    sockets = [each for each in tmp_path.iterdir() if each.is_socket()]
    assert sockets
    sent: list[int] = []

    def flood() -> None:
        with socket.socket(socket.AF_UNIX) as speaker:
            speaker.settimeout(20)
            speaker.connect(str(sockets[0]))
            try:
                for _ in range(300):
                    speaker.sendall(b"x" * 1_000_000)
                    sent.append(1_000_000)
            except OSError:
                return

    flooding = threading.Thread(target=flood)
    flooding.start()
    qtbot.waitUntil(lambda: not flooding.is_alive(), timeout=30_000)
    assert sum(sent) < 2_000_000
    assert heard == []
    first.release()


@pytest.mark.parametrize("left", ["empty", "other machine", "own process id"])
def test_a_lock_that_nobody_holds_costs_nothing_and_is_removed(
    qtbot: QtBot, tmp_path: Path, left: str
) -> None:
    with_own_id = QLockFile(str(tmp_path / "other.lock"))
    assert with_own_id.lock()
    text = {
        "empty": "",
        "other machine": "77\npython3\nelsewhere\nabc\ndef\n",
        # As in a container, where the program has the same process id at every start.
        "own process id": (tmp_path / "other.lock").read_text(),
    }
    with_own_id.unlock()
    lock = tmp_path / "window.lock"
    lock.write_text(text[left])
    first = SingleInstance(tmp_path)
    assert first.claim()
    assert not SingleInstance(tmp_path).claim()
    first.release()
    assert not lock.exists()


def test_a_first_start_that_takes_long_is_waited_for(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    heard: list[str] = []
    first.asked.connect(heard.append)
    assert first.claim()
    impatient = "single_instance._PATIENCE_MS = 300\nprint('begun', flush=True)\n"
    second = start_second(tmp_path, "SD1", impatient)
    assert second.stdout is not None
    assert second.stdout.readline() == "begun\n"
    QTimer.singleShot(600, first.listen)  # after as long as an answer may take
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    assert second.communicate()[0] == "handed over\n"
    assert heard == ["SD1"]
    first.release()
