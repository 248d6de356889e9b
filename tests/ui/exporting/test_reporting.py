"""From the menu to the file, with a real data file and everything done at once."""

from __future__ import annotations

import csv
import errno
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QLocale, QSettings, Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.background.runner import BackgroundRunner, Lane
from app.domain.account.accounts import PRACTICE, Account, AccountId
from app.domain.errors import StorageCause, StorageFailed
from app.domain.history.exports import CsvGuards, CsvLayout, ExportFormat
from app.domain.history.history import HistoryQuery
from app.domain.history.spans import Span
from app.domain.ids import DisputeId
from app.services.account_services import AccountServices
from app.services.history.reports import Reports
from app.storage.history.cache import DisputeCache
from app.ui.exporting.dialog import ExportChoice, ExportDialog, ExportScope, layout_of
from app.ui.exporting.export_flow import ExportFlow
from app.ui.history.pane import HistoryPane
from app.ui.widgets.file_choice import FileChoice
from app.ui.window.tabs import MainTabs, Tab, make_tab_bar
from tests import builders
from tests.builders import NOON
from tests.data_files import ready_database
from tests.fakes.inline_executor import HeldExecutor, InlineExecutor, inline_runner


class Stage:
    """A window's main area with three disputes, of which the filter shows one."""

    def __init__(self, folder: Path, runner: BackgroundRunner) -> None:
        self.folder, self.runner = folder, runner
        self.opened: list[QUrl] = []
        database = ready_database(folder / "data" / "a1.sqlite3")
        disputes = [
            replace(builders.dispute(f"SH{number}"), status=("red", "green", "blue")[number])
            for number in range(3)
        ]
        self.disputes = DisputeCache(database)
        self.disputes.save_page(disputes, NOON)
        self.reports = Reports.over(database, lambda: NOON)
        self.settings = QSettings(str(folder / "windows.ini"), QSettings.Format.IniFormat)
        history = HistoryPane(inline_runner(), now=lambda: NOON)
        self.tabs = MainTabs(inline_runner(), history, make_tab_bar())
        history.build_deferred()
        self.outlet = FakeOutlet(history)
        self.reporting = ExportFlow(
            runner,
            self.settings,
            cast("HistoryPane", self.outlet),
            self.tabs,
            now=lambda: NOON,
            open_url=self.opened.append,
        )
        self.tabs.put_below(self.reporting.strip, self.reporting.notice)
        self.reporting.open_desk(cast("AccountServices", desk_of(self.reports)))

    @property
    def dialog(self) -> ExportDialog:
        assert self.reporting.dialog is not None
        return self.reporting.dialog

    @property
    def file_dialog(self) -> QFileDialog:
        assert self.reporting.file_dialog is not None
        return self.reporting.file_dialog

    def press(self, name: str) -> None:
        found = [each for each in self.dialog.findChildren(QPushButton) if each.text() == name]
        assert len(found) == 1
        found[0].click()

    def choose_file(self, path: Path) -> None:
        self.file_dialog.fileSelected.emit(str(path))
        self.file_dialog.close()


def desk_of(reports: Reports, *, is_practice: bool = False) -> SimpleNamespace:
    account = Account(PRACTICE if is_practice else AccountId("a1"), "Shop")
    return SimpleNamespace(reports=reports, account=account)


class FakeOutlet:
    """What the history lends, without its table."""

    def __init__(self, real: HistoryPane) -> None:
        self.export_requested = real.export_requested
        self.query = HistoryQuery("green")
        self.counts = (1, 3)
        self.chosen: DisputeId | None = DisputeId("SH2")
        self.chosen_several: tuple[DisputeId, ...] = ()
        self.offered: list[QAction] = []

    def offer(self, action: QAction) -> None:
        self.offered.append(action)


@pytest.fixture
def held() -> HeldExecutor:
    return HeldExecutor()


@pytest.fixture
def make_stage(qtbot: QtBot, tmp_path: Path) -> Callable[[Executor], Stage]:
    def make(executor: Executor) -> Stage:
        stage = Stage(tmp_path, inline_runner({Lane.REPORTS: executor}))
        qtbot.addWidget(stage.tabs)
        stage.tabs.show()
        return stage

    return make


@pytest.fixture
def stage(make_stage: Callable[[Executor], Stage]) -> Iterator[Stage]:
    made = make_stage(InlineExecutor())
    yield made
    if made.reporting.dialog is not None:
        made.reporting.dialog.reject()


def test_what_is_from_practice_mode_is_named_so(stage: Stage, tmp_path: Path) -> None:
    practice = desk_of(stage.reports, is_practice=True)
    stage.reporting.open_desk(cast("AccountServices", practice))
    stage.reporting.export()
    stage.press("Choose file…")
    assert "Practice – Disputes" in stage.file_dialog.selectedFiles()[0]
    stage.choose_file(tmp_path / "out.csv")
    stage.reporting.save_case()
    stage.file_dialog.close()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_shown_is_exported(stage: Stage) -> None:
    stage.reporting.export()
    assert stage.dialog.windowTitle() == "Export disputes"
    stage.dialog._csv.setChecked(True)
    stage.press("Choose file…")
    assert stage.file_dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    stage.choose_file(stage.folder / "out.csv")
    assert [row["Dispute"] for row in rows_of(stage.folder / "out.csv")] == ["SH1"]
    assert stage.reporting.notice.text == "Exported to out.csv. Disputes: 1."
    assert stage.reporting.strip.isHidden()


def test_everything_is_exported(stage: Stage) -> None:
    stage.reporting.export()
    stage.dialog._scopes[ExportScope.ALL].setChecked(True)
    stage.dialog._csv.setChecked(True)
    stage.press("Choose file…")
    stage.choose_file(stage.folder / "out.csv")
    assert len(rows_of(stage.folder / "out.csv")) == 3


def test_of_everything_the_days_are_chosen(stage: Stage, in_zone: Callable[[str], None]) -> None:
    in_zone("Asia/Shanghai")
    edges = ("2026-10-01 00:00", "2026-10-31 23:59", "2026-11-01 00:00", "2026-09-30 23:59")
    times = [datetime.fromisoformat(f"{each}+08:00") for each in edges]
    stage.disputes.save_page(
        [builders.dispute(f"SH{number}", created=each) for number, each in enumerate(times)],
        NOON,
    )
    stage.reporting.export()
    created = next(
        box for box in stage.dialog.findChildren(QComboBox) if box.accessibleName() == "Created"
    )
    assert not created.isEnabled()  # what is shown has its own
    stage.dialog._scopes[ExportScope.ALL].setChecked(True)
    created.setCurrentText("Last month")
    stage.dialog._csv.setChecked(True)
    stage.press("Choose file…")
    stage.choose_file(stage.folder / "out.csv")
    assert [row["Dispute"] for row in rows_of(stage.folder / "out.csv")] == ["SH1", "SH0"]
    stage.reporting.export()
    assert stage.dialog.choice.span is Span.LAST_MONTH


def test_what_is_counted_is_what_will_be_written(
    make_stage: Callable[[Executor], Stage], held: HeldExecutor
) -> None:
    stage = make_stage(held)
    before = NOON - timedelta(days=30)
    stage.disputes.save_page([builders.dispute("SH9", created=before)], NOON)
    stage.reporting.export()
    dialog = stage.dialog
    everything = dialog._scopes[ExportScope.ALL]
    everything.setChecked(True)
    assert everything.text() == "All disputes (3)"

    dialog._created.choose(Span.THIS_YEAR)
    dialog._created.choose(Span.LAST_MONTH)
    assert everything.text() == "All disputes (…)"
    held.release(1)
    assert everything.text() == "All disputes (1)"
    held.release()
    assert everything.text() == "All disputes (1)", "what was chosen before comes too late"
    stage.press("Choose file…")
    stage.choose_file(stage.folder / "out.xlsx")
    held.release()

    stage.reporting.export()
    held.release()
    assert stage.dialog._scopes[ExportScope.ALL].text() == "All disputes (1)"
    stage.dialog._created.choose(Span.ALL)
    held.release()
    assert stage.dialog._scopes[ExportScope.ALL].text() == "All disputes (4)"
    stage.dialog.reject()


def test_a_count_that_failed_is_not_waited_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_query: HistoryQuery) -> int:
        raise StorageFailed(StorageCause.LOCKED)

    monkeypatch.setattr(stage.reports.exports, "count", fail)
    stage.reporting.export()
    stage.dialog._scopes[ExportScope.ALL].setChecked(True)
    stage.dialog._created.choose(Span.LAST_MONTH)
    assert stage.dialog._scopes[ExportScope.ALL].text() == "All disputes (–)"
    assert stage.reporting.notice.text
    monkeypatch.undo()
    stage.dialog._created.choose(Span.THIS_YEAR)
    assert stage.dialog._scopes[ExportScope.ALL].text() == "All disputes (3)"


def test_the_disputes_selected_are_exported_as_they_were_when_it_was_asked_for(
    stage: Stage,
) -> None:
    stage.outlet.chosen_several = (DisputeId("SH2"), DisputeId("SH0"))
    stage.reporting.export()
    assert stage.dialog._scopes[ExportScope.SELECTED].text() == "Selected disputes (2)"
    assert stage.dialog.choice.scope is ExportScope.SELECTED
    stage.dialog._csv.setChecked(True)
    stage.press("Choose file…")
    stage.outlet.chosen_several = (DisputeId("SH1"), DisputeId("SH0"))
    stage.choose_file(stage.folder / "out.csv")
    found = [row["Dispute"] for row in rows_of(stage.folder / "out.csv")]
    assert sorted(found) == ["SH0", "SH2"]

    stage.outlet.chosen_several = ()
    stage.reporting.export()
    assert stage.dialog._scopes[ExportScope.SHOWN].isChecked()
    assert ExportScope.SELECTED not in stage.dialog._scopes


def test_the_export_button_asks(stage: Stage) -> None:
    stage.outlet.export_requested.emit()
    assert stage.dialog.isVisible()
    stage.outlet.export_requested.emit()  # once


def test_the_result_can_be_opened(stage: Stage) -> None:
    path = stage.folder / "out.xlsx"
    stage.reporting._start(stage.reporting._last, path)
    for button in stage.reporting.notice.buttons:
        button.click()
    names = [button.text() for button in stage.reporting.notice.buttons]
    assert names == ["Open file", "Open folder"]
    assert stage.opened == [
        QUrl.fromLocalFile(str(path)),
        QUrl.fromLocalFile(str(stage.folder)),
    ]


def test_the_folder_and_the_choices_are_remembered(stage: Stage) -> None:
    (stage.folder / "books").mkdir()
    stage.reporting.export()
    stage.dialog._csv.setChecked(True)
    stage.dialog._numbers.setChecked(False)
    layouts = next(
        box for box in stage.dialog.findChildren(QComboBox) if "Separator" in box.accessibleName()
    )
    layouts.setCurrentText("Semicolon between cells, comma in amounts")
    stage.press("Choose file…")
    stage.choose_file(stage.folder / "books" / "out.csv")
    assert FileChoice(stage.settings).folder == stage.folder / "books"
    stage.reporting.export()
    assert stage.dialog.choice == ExportChoice(
        scope=ExportScope.SHOWN,
        format=ExportFormat.CSV,
        guards=CsvGuards(formulas=True, numbers=False),
        layout=CsvLayout.SEMICOLON,
    )
    rows = (stage.folder / "books" / "out.csv").read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("Dispute;")
    (stage.folder / "books" / "out.csv").unlink()
    (stage.folder / "books").rmdir()
    assert FileChoice(stage.settings).folder.is_dir()  # another, while that one is gone


def test_the_folder_used_last_may_be_on_a_drive_that_is_gone(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = stage.folder / "drive"
    stage.settings.setValue("export/folder", str(gone))
    stat = os.stat

    def answer(path: Any, *args: Any, **more: Any) -> os.stat_result:
        if Path(os.fspath(path)) == gone:
            raise OSError(errno.ENOTCONN, "Transport endpoint is not connected")
        return stat(path, *args, **more)

    monkeypatch.setattr("os.stat", answer)
    assert FileChoice(stage.settings).folder != gone


def test_a_failure_has_its_own_sentence(stage: Stage) -> None:
    stage.reporting._start(stage.reporting._last, stage.folder / "gone" / "out.xlsx")
    assert stage.reporting.notice.text == (
        "The folder for out.xlsx is not there any more. Choose another place. "
        "A file that was there before is unchanged."
    )


def test_progress_is_shown_and_can_be_stopped(
    make_stage: Callable[[Executor], Stage], held: HeldExecutor
) -> None:
    stage = make_stage(held)
    stage.reporting._start(stage.reporting._last, stage.folder / "out.xlsx")
    strip = stage.reporting.strip
    assert strip.isVisible()
    assert stage.reporting.running is not None
    progress = stage.reporting.running.progress
    progress.done, progress.total = 1200, 5000
    strip.look()
    assert strip.text == "Exporting: 1,200 of 5,000"
    progress.done = 5000
    strip.look()
    assert strip.text == "Putting the file together…"
    stage.reporting.export()  # one at a time: it leads to the button that stops this one
    assert stage.reporting.dialog is None
    strip.button.click()
    assert strip.text == "Stopping…"
    held.release()
    assert stage.reporting.notice.text == "The export was stopped. Nothing was written."
    assert not (stage.folder / "out.xlsx").exists()
    assert strip.isHidden()


def test_another_account_stops_the_export(
    make_stage: Callable[[Executor], Stage], held: HeldExecutor
) -> None:
    stage = make_stage(held)
    stage.reporting._start(stage.reporting._last, stage.folder / "out.xlsx")
    other = desk_of(stage.reports, is_practice=True)
    stage.reporting.open_desk(cast("AccountServices", other))
    held.release()
    assert not (stage.folder / "out.xlsx").exists()


@pytest.mark.parametrize("is_over", [False, True])
def test_an_export_is_followed_by_the_window_that_comes_next(
    qtbot: QtBot, make_stage: Callable[[Executor], Stage], held: HeldExecutor, *, is_over: bool
) -> None:
    stage = make_stage(held)
    stage.reporting._start(stage.reporting._last, stage.folder / "out.xlsx")
    running = stage.reporting.running
    assert running is not None
    following = Stage(stage.folder, stage.runner)
    qtbot.addWidget(following.tabs)
    following.tabs.show()
    delete(stage.reporting)
    if is_over:
        held.release()
    following.reporting.follow(running)
    if not is_over:
        assert following.reporting.strip.text.startswith("Exporting")
        held.release()
    assert following.reporting.notice.text == "Exported to out.xlsx. Disputes: 1."
    assert following.reporting.strip.isHidden()


def ask_for_case_file(qtbot: QtBot, stage: Stage) -> None:
    stage.reporting.case_action.trigger()
    # What prints is loaded in turns, and then it prints in turns.
    qtbot.waitUntil(lambda: stage.reporting.file_dialog is not None)


def test_a_case_file_is_saved(qtbot: QtBot, stage: Stage) -> None:
    assert stage.outlet.offered == [stage.reporting.case_action]
    ask_for_case_file(qtbot, stage)
    stage.choose_file(stage.folder / "case.pdf")
    qtbot.waitUntil(lambda: bool(stage.reporting.notice.text))
    assert (stage.folder / "case.pdf").read_bytes().startswith(b"%PDF-")
    assert stage.reporting.notice.text == "The case file was saved as case.pdf."


def test_a_case_file_needs_a_dispute(stage: Stage) -> None:
    stage.outlet.chosen = None
    stage.reporting.save_case()
    assert stage.reporting.notice.text == "Choose one dispute in the table first."
    assert stage.reporting.file_dialog is None


def test_a_case_that_is_gone_is_told(qtbot: QtBot, stage: Stage) -> None:
    stage.outlet.chosen = DisputeId("SH999")
    ask_for_case_file(qtbot, stage)
    stage.choose_file(stage.folder / "case.pdf")
    assert stage.reporting.notice.text
    assert not (stage.folder / "case.pdf").exists()


def test_a_case_that_fails_leaves_a_running_export_alone(
    qtbot: QtBot, make_stage: Callable[[Executor], Stage], held: HeldExecutor
) -> None:
    stage = make_stage(held)
    stage.reporting._start(stage.reporting._last, stage.folder / "out.xlsx")
    stage.outlet.chosen = DisputeId("SH999")
    ask_for_case_file(qtbot, stage)
    stage.choose_file(stage.folder / "case.pdf")
    held.release(1)
    assert stage.reporting.notice.text
    assert not stage.reporting.strip.isHidden()

    stage.reporting.stop()
    held.release()
    assert stage.reporting.notice.text == "The export was stopped. Nothing was written."
    assert stage.reporting.strip.isHidden()


def test_the_dialogs_names(qtbot: QtBot) -> None:
    last = ExportChoice(
        scope=ExportScope.SHOWN,
        format=ExportFormat.XLSX,
        guards=CsvGuards(),
        layout=CsvLayout.SEMICOLON_POINT,
    )
    dialog = ExportDialog(0, 3, last)
    qtbot.addWidget(dialog)
    assert [each.text() for each in dialog.findChildren(QRadioButton)] == [
        "Shown now, in this order (0)",
        "All disputes (3)",
        "Excel workbook (.xlsx)",
        "CSV text (.csv)",
    ]
    assert dialog.choice.scope is ExportScope.ALL  # nothing is shown: nothing else to export
    assert dialog.choice.layout is CsvLayout.SEMICOLON_POINT
    boxes = dialog.findChildren(QCheckBox)
    assert not any(each.isEnabled() for each in boxes)
    dialog._csv.setChecked(True)
    assert all(each.isEnabled() and each.isChecked() for each in boxes)


def test_the_bar_has_the_button(stage: Stage) -> None:
    buttons = stage.tabs.findChildren(QPushButton)
    next(each for each in buttons if each.text() == "Export…").click()
    assert stage.reporting.dialog is not None


def test_the_tabs_switch(qtbot: QtBot, stage: Stage) -> None:
    tabs = stage.tabs
    tabs.show_insights()
    qtbot.waitUntil(lambda: tabs._stack.currentIndex() == Tab.INSIGHTS)
    tabs.focus_search()
    assert tabs._stack.currentIndex() == 0
    tabs._bar.setFocus()
    for tab in (Tab.CLAIMS, Tab.INSIGHTS):
        QTest.keyClick(tabs._bar, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda tab=tab: tabs._stack.currentIndex() == tab)  # type: ignore[misc]  # a default


@pytest.mark.parametrize(
    ("region", "layout"),
    [
        ("en_US", CsvLayout.COMMA),
        ("zh_CN", CsvLayout.COMMA),
        ("de_DE", CsvLayout.SEMICOLON),
        ("pt_BR", CsvLayout.SEMICOLON),
        ("fr_FR", CsvLayout.SEMICOLON),
        ("de_CH", CsvLayout.SEMICOLON_POINT),
    ],
)
def test_the_layout_is_the_one_of_the_region(region: str, layout: CsvLayout) -> None:
    assert layout_of(QLocale(region)) is layout
