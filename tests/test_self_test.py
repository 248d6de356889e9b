"""`--self-test` on a machine without a screen: passes, and says nothing that is not asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType

from app import self_test

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
