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
from app.storage.backup import Backups
from app.storage.preferences import Preferences, PreferenceValues
from app.support.log_setup import start_logging
from app.support.paths import DataFolder
from app.ui.widgets.notices.notice_bar import NoticeBar
from tests.builders import NOON
from tests.data_files import ready_database
from tests.refreshing import refresh


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


def test_a_restore_that_was_under_way_is_completed_first_and_told(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DataFolder(tmp_path / "data")
    ready_database(folder.database("a1"))
    backups = Backups(folder)
    Preferences(folder.preferences).save(PreferenceValues(language="en"))
    backups.save(tmp_path / "one.ddbackup", NOON, "0.2")
    backups.prepare(tmp_path / "one.ddbackup", NOON)  # and then it was quit
    told: list[str] = []

    def look_at_window(_app: QApplication) -> int:
        def found() -> list[NoticeBar]:
            bars = [bar for top in qapp.topLevelWidgets() for bar in top.findChildren(NoticeBar)]
            return [bar for bar in bars if "before-restore-" in bar.text]

        qtbot.waitUntil(lambda: bool(found()), timeout=10_000)
        told.extend(bar.text for bar in found())
        for window in QApplication.topLevelWidgets():
            window.close()
        return 0

    monkeypatch.setattr(program, "make_application", lambda _lang: qapp)
    monkeypatch.setattr(QApplication, "exec", look_at_window)
    assert program.run(parse(["--data-dir", str(folder.root), "--practice"])) == 0
    assert len(told) == 1
    assert not folder.has_unfinished_restore


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
        refresh(opened.desk.history)
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
