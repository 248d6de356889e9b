"""Drop-down lists show their entries whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.storage.preferences import PreferenceValues
from app.ui.widgets.fields.choice_boxes import DropDown, WideDropDown
from tests.ui.pages import dressed

SOURCES = Path(__file__).resolve().parents[3] / "app"


@pytest.fixture(scope="module", params=[100, 150, 200], ids="{} %".format)
def text_size(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    with dressed(qapp, PreferenceValues(text_percent=request.param)):
        yield


@pytest.mark.parametrize("kind", [DropDown, WideDropDown])
@pytest.mark.parametrize("count", [2, 5, 6, 12, 30])
def test_up_to_twelve_entries_are_seen_whole(
    qtbot: QtBot, qapp: QApplication, text_size: None, kind: type[DropDown], count: int
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = kind(window)
    box.addItems([f"Entry {number}" for number in range(count)])
    box.resize(300, box.sizeHint().height())
    window.resize(400, 300)
    with qtbot.waitExposed(window):
        window.show()
    box.showPopup()
    qapp.processEvents()
    view, model = box.view(), box.model()
    entries = [view.visualRect(model.index(row, 0)) for row in range(count)]
    seen = view.viewport().rect()
    least = view.fontMetrics().height()
    box.hidePopup()
    assert sum(map(seen.contains, entries)) == min(count, 12)
    assert min(each.height() for each in entries) > least
    frame = view.window()
    assert view.geometry() == frame.rect(), "no second frame around the list's"


def test_there_is_no_other_kind_of_drop_down() -> None:
    sources = (path for path in SOURCES.rglob("*.py"))
    assert [path.name for path in sources if "= QComboBox(" in path.read_text("utf-8")] == []
