"""Rows that have broken programs before, from the data file to the cells and the details."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner
from app.domain.history.history import HistoryQuery
from app.domain.ids import DisputeId
from app.domain.text import one_line
from app.storage.history.cache import DisputeCache
from app.ui.history.table.columns import Column
from app.ui.history.table.model import DisputeTableModel
from app.ui.history.table.table import DisputeTable
from app.ui.messages import formatting
from app.ui.widgets.spoken_rows import NOTHING
from app.ui.widgets.table_model import RAW_ROLE
from tests import builders
from tests.builders import NOON
from tests.data_files import ready_database
from tests.services.history.test_exporting import LONG_ID, hostile_disputes
from tests.ui.pages import details_panel


@pytest.fixture
def cache(tmp_path: Path) -> DisputeCache:
    database = ready_database(tmp_path / "a1.sqlite3")
    cache = DisputeCache(database)
    cache.save_page(hostile_disputes(), NOON)
    return cache


@pytest.fixture
def table(qtbot: QtBot, runner: BackgroundRunner, cache: DisputeCache) -> DisputeTable:
    model = DisputeTableModel(runner, lambda: NOON)
    table = DisputeTable(model)
    model.setParent(table)
    qtbot.addWidget(table)
    model.use(cache.query, cache.place)
    return table


def test_cells_show_and_copy_every_text_as_it_is(table: DisputeTable, cache: DisputeCache) -> None:
    rows = cache.query(HistoryQuery()).rows
    assert len(rows) == len(hostile_disputes()) == table.source.rowCount()
    for place, row in enumerate(rows):
        dispute = row.dispute
        texts = {
            Column.DISPUTE: dispute.dispute_id,
            Column.ORDER: dispute.order_number or "",
            Column.REASON: dispute.reason,
            Column.STATUS: dispute.status,
            Column.PRODUCT: dispute.lines[0].product_name,
            Column.SUPPLIER: dispute.lines[0].supplier,
            Column.REISSUE_ORDER: LONG_ID,
        }
        for column, text in texts.items():
            index = table.source.index(place, column)
            assert index.data(RAW_ROLE) == text
            assert index.data() == (one_line(text) or NOTHING)
            tooltip = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            # Qt makes HTML of what looks like it, unless it is ours with all of it escaped.
            assert "<" not in tooltip or tooltip.startswith("<span"), tooltip


def test_a_copied_row_is_one_row(table: DisputeTable) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    for place in range(table.source.rowCount()):
        table.setCurrentIndex(table.source.index(place, 0))
        QTest.keyClick(table, Qt.Key.Key_C, both)
        copied = QGuiApplication.clipboard().text()
        assert len(copied.split("\t")) == len(table.shown_columns())
        assert len(copied.splitlines()) == 1


def test_a_spreadsheet_runs_nothing_of_a_copied_row(
    table: DisputeTable, cache: DisputeCache
) -> None:
    formula = '=HYPERLINK("https://example.com")'
    cache.save_page([replace(builders.dispute("SH9"), status=formula, reason="+1;@SUM(1)")], NOON)
    table.source.reload()
    table.setColumnHidden(Column.STATUS, False)
    table.choose(DisputeId("SH9"))
    table.copy_row()
    cells = QGuiApplication.clipboard().text().split("\t")
    assert f"'{formula}" in cells
    assert "'+1;'@SUM(1)" in cells

    table.copy_cell(Column.STATUS)
    assert QGuiApplication.clipboard().text() == formula, "one cell is copied as it is"


def test_a_spreadsheet_takes_a_copied_cell_with_quotes_as_one(
    table: DisputeTable, cache: DisputeCache
) -> None:
    texts = ['"Vintage lamp', '"Best" lamp 12"', 'lamp 12"']
    disputes = [
        replace(builders.dispute(f"SH{9000 + number}"), status=text)
        for number, text in enumerate(texts)
    ]
    cache.save_page(disputes, NOON)
    table.source.reload()
    table.setColumnHidden(Column.STATUS, False)
    for dispute, text in zip(disputes, texts, strict=True):
        table.choose(dispute.dispute_id)
        table.copy_row()
        # As Excel and LibreOffice take apart what is pasted.
        copied = QGuiApplication.clipboard().text()
        (row,) = csv.reader(StringIO(copied), delimiter="\t")
        assert text in row
        assert len(row) == len(table.shown_columns())


def whole(text: str) -> str:
    """Line ends are blanks, and nothing is cut."""
    shown = one_line(text, formatting.DETAIL_LIMIT)
    assert "…" not in shown
    return shown


def test_details_show_every_text_as_it_is(qtbot: QtBot, cache: DisputeCache) -> None:
    panel = details_panel()
    qtbot.addWidget(panel)
    panel.show()
    for row in cache.query(HistoryQuery()).rows:
        panel.show_row(row)
        labels = [each for each in panel.findChildren(QLabel) if each.text()]
        assert all(each.textFormat() is Qt.TextFormat.PlainText for each in labels)
        texts = {each.text().replace("\u200b", "") for each in labels}  # places to break at
        dispute = row.dispute
        shown = (dispute.status, dispute.reason, dispute.lines[0].product_name)
        assert {whole(each) or NOTHING for each in shown} <= texts
        assert dispute.dispute_id in texts
        assert any(LONG_ID in text for text in texts)
