"""How the program's objects are put together."""

from __future__ import annotations

import logging
import os
import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import program
from app.command_line import parse
from app.composition import AccountComposer
from app.storage.preferences import Preferences
from app.support.log_setup import start_logging
from app.support.paths import DataFolder


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


@pytest.mark.skipif(sys.platform == "win32", reason="folders have an owner there, not files")
def test_only_their_owner_reads_the_programs_files_whatever_the_umask(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    root = logging.getLogger()
    before, level = os.umask(0), root.level
    try:
        log = start_logging(folder.logs)
        logging.getLogger("test").info("a line")
        settings = program.window_settings(folder)
        settings.setValue("size", 3)
        settings.sync()
        composer = AccountComposer(folder)
        opened = composer.open_practice()
        opened.desk.history.refresh()
        opened.desk.close()
        composer.close()
        root.removeHandler(log)
        log.close()
    finally:
        os.umask(before)
        root.setLevel(level)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 5
    open_to_others = {
        path.name: oct(stat.S_IMODE(path.stat().st_mode))
        for path in files
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    }
    assert open_to_others == {}
