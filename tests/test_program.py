"""How the program's objects are put together."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import program
from app.command_line import parse
from app.storage.preferences import Preferences


def test_one_object_keeps_the_file_of_preferences(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    class Counted(Preferences):
        def __init__(self, path: Path) -> None:
            made.append(path)
            super().__init__(path)

    def end_at_once(_app: QApplication) -> int:
        for window in QApplication.topLevelWidgets():
            window.close()
        return 0

    monkeypatch.setattr(program, "Preferences", Counted)
    monkeypatch.setattr(program, "make_application", lambda _lang: qapp)
    monkeypatch.setattr(QApplication, "exec", end_at_once)
    assert program.run(parse(["--data-dir", str(tmp_path / "data")])) == 0
    assert len(made) == 1
