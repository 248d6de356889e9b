"""`--self-test` on a machine without a screen: passes, and says nothing that is not asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType

from app import self_test
from app.command_line import Options

ROOT = Path(__file__).resolve().parents[1]


def test_it_passes_and_writes_no_noise(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-m", "app", "--self-test", "--data-dir", str(tmp_path / "data")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "self-test: passed" in done.stdout


def test_what_else_qt_has_to_say_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    for message in (self_test._OFFSCREEN_REMARK, "the plugin is broken"):
        self_test._write_qt_message(QtMsgType.QtWarningMsg, QMessageLogContext(), message)
    assert capsys.readouterr().err == "the plugin is broken\n"


@pytest.mark.parametrize(
    ("breaks", "told"),
    [
        ("_try_filing", "failed: RuntimeError: the practice filing is refused"),
        ("_folder", "failed: PermissionError: [Errno 13] Permission denied: '/data'"),
    ],
)
def test_why_it_failed_is_told(
    breaks: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        if breaks == "_folder":
            raise PermissionError(13, "Permission denied", "/data")
        raise RuntimeError("the practice filing is refused")

    monkeypatch.setattr(self_test, "_try_window", lambda *_: None)
    monkeypatch.setattr(self_test, "_use_parts", lambda *_: {})
    monkeypatch.setattr(self_test, breaks, fail)
    assert self_test.self_test(Options()) == 1
    assert f"self-test: {told}\n" in capsys.readouterr().out


def test_an_order_that_is_never_shown_is_told_with_the_end_of_the_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ask = f"""
import sys
from app import self_test
from app.__main__ import prepare
from app.command_line import Options
from app.practice.world import sample_data
from pathlib import Path
self_test._GIVE_UP_MS = 3000
sample_data.TUTORIAL_ORDER = "SD0"
sys.exit(self_test.self_test(Options(data_dir=Path({str(tmp_path)!r}))))
"""
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", ask],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 1
    assert "self-test: failed: TimeoutError: the order was not shown within 3 s\n" in done.stdout
    assert "first paint: " in done.stdout
    assert "TimeoutError" in done.stderr
