"""What is printed is laid out as a PDF and shown by the system's viewer."""

from __future__ import annotations

import errno
import re
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.disputes.disputes import Outcome
from app.domain.history.history import HistoryQuery, HistoryRow
from app.domain.ids import DisputeId
from app.ui.exporting.paper import table_printing
from tests import builders
from tests.builders import NOON
from tests.ui.exporting.test_case_file import words_of
from tests.ui.exporting.test_reporting import Stage, held, make_stage, stage

__all__ = ["held", "make_stage", "stage"]


def printed(qtbot: QtBot, stage: Stage) -> Path:
    qtbot.waitUntil(lambda: bool(stage.opened))
    path = Path(stage.opened.pop().toLocalFile())
    assert stage.reporting.notice.text == f"{path.name} opens in your PDF viewer: print it there."
    return path


def test_a_case_file_is_printed_without_being_saved(qtbot: QtBot, stage: Stage) -> None:
    stage.reporting.print_case()
    path = printed(qtbot, stage)
    assert path.name == "Case SH2.pdf"
    assert path.read_bytes().startswith(b"%PDF-")
    assert path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0
    end = stage.reporting._end_of_prints
    assert end.atexit, "the window may be another one by then"
    end()
    assert not path.parent.exists()


def test_no_space_in_the_temporary_folder_is_told(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_options: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    stage.reporting.print_case()
    told = "The disk is full, so Case SH2.pdf was not written."
    qtbot.waitUntil(lambda: stage.reporting.notice.text.startswith(told))
    assert stage.opened == []


def test_a_case_to_print_has_to_be_chosen(stage: Stage) -> None:
    stage.outlet.chosen = None
    stage.reporting.print_case()
    assert stage.reporting.notice.text == "Choose one dispute in the table first."
    assert stage.opened == []


def test_the_table_is_printed_as_it_is_shown(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    stage.outlet.query = HistoryQuery("green")
    stage.reporting.print_table()
    path = printed(qtbot, stage)
    words = words_of(path.read_bytes(), tmp_path)
    assert "SH1" in words
    assert "SH0" not in words
    assert "Disputes:1" in words
    stage.reporting._end_of_prints()


def a_row(number: int) -> HistoryRow:
    dispute = replace(
        builders.dispute(f"SH{number:05}"),
        reason="<b>Broken</b> " * 30,
        outcome=Outcome.REFUND,
        refund=Decimal("12.50"),
    )
    return HistoryRow(dispute, Decimal("45.48"), None)


@pytest.mark.usefixtures("qapp")
def test_a_long_table_takes_a_page_a_step_and_says_what_it_left_out(tmp_path: Path) -> None:
    printing = table_printing([a_row(each) for each in range(100)], 2_000, NOON)
    steps = len(list(printing.steps()))
    assert len(re.findall(rb"/Type /Page\b", printing.pdf)) == steps > 1
    words = words_of(printing.pdf, tmp_path)
    assert f"Page{steps}of{steps}" in words
    assert all(DisputeId(f"SH{each:05}") in words for each in range(100))
    assert words.count("Outcome") == steps  # the headings are on each page
    assert "100areprinted" in words
    assert "USD12.50" in words
    assert "<b>Broken</b>" in words


@pytest.mark.usefixtures("qapp")
def test_an_empty_table_is_one_page(tmp_path: Path) -> None:
    printing = table_printing([], 0, NOON)
    assert len(list(printing.steps())) == 1
    assert "Disputes:0" in words_of(printing.pdf, tmp_path)
