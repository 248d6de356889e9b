"""Tables of figures: as wide as what is in them, and measured only as often as needed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.insights.tables import Figure, NumbersTable
from app.ui.widgets.labels import scale

HEADINGS = ("Product", "Disputes", "USD recovered")


def rows(*figures: str) -> tuple[tuple[Figure, ...], ...]:
    return tuple((Figure("Lamp", "Lamp"), Figure("1", "1"), Figure(each, each)) for each in figures)


@pytest.fixture
def table(qtbot: QtBot) -> NumbersTable:
    table = NumbersTable("Products")
    qtbot.addWidget(table)
    table.show()
    return table


@pytest.mark.parametrize("width", [200, 800])
def test_new_figures_have_their_room(table: NumbersTable, width: int) -> None:
    table.resize(width, 200)
    header = table.horizontalHeader()
    for figure in ("1", "USD 123,456,789,012.00", "2"):
        table.show_rows(HEADINGS, rows(figure))
        QApplication.processEvents()
        needed = [max(header.sectionSizeHint(n), table.sizeHintForColumn(n)) for n in range(3)]
        assert [header.sectionSize(column) for column in (1, 2)] == needed[1:]
        left = table.viewport().width() - sum(needed[1:])
        assert header.sectionSize(0) == (left if width == 800 else needed[0])


@pytest.mark.parametrize("width", [200, 800])
def test_another_width_measures_no_figure(
    table: NumbersTable, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.resize(width, 200)
    table.show_rows(HEADINGS, rows("1", "2"))
    QApplication.processEvents()
    measured: list[int] = []

    def measure(column: int) -> int:
        measured.append(column)
        return NumbersTable.sizeHintForColumn(table, column)

    monkeypatch.setattr(table, "sizeHintForColumn", measure)
    table.resize(width + 1, 200)
    QApplication.processEvents()
    assert measured == []
    header = table.horizontalHeader()
    scale(table, 2.0)
    QApplication.processEvents()
    assert set(measured) == {0, 1, 2}, "another font"
    assert header.sectionSize(2) >= NumbersTable.sizeHintForColumn(table, 2)
