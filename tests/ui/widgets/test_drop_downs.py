"""Drop-down lists show their entries whole; no box changes by the wheel in passing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.history.spans import FIRST_DAY, LAST_DAY
from app.storage.preferences import PreferenceValues
from app.ui.widgets.fields.choice_boxes import DropDown, WideDropDown
from app.ui.widgets.fields.spin_boxes import DayBox, NumberBox
from tests.ui.pages import dressed

pytestmark = pytest.mark.usefixtures("painted")

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


@pytest.mark.parametrize(
    "make",
    [DropDown, WideDropDown, NumberBox, lambda: DayBox(FIRST_DAY, LAST_DAY, "yyyy-MM-dd")],
    ids=["drop-down", "wide", "number", "day"],
)
def test_the_wheel_in_passing_neither_gives_a_box_the_focus_nor_changes_it(
    qtbot: QtBot, make: Callable[[], QWidget]
) -> None:
    box = make()
    qtbot.addWidget(box)
    by_wheel = Qt.FocusPolicy.WheelFocus
    assert box.focusPolicy() & by_wheel != by_wheel, "Qt gives the focus before it tells of it"
    middle = QPointF(box.rect().center())
    none, down = QPoint(), QPoint(0, -120)
    phase = Qt.ScrollPhase.NoScrollPhase
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(middle, middle, none, down, buttons, keys, phase, False)
    QApplication.sendEvent(box, wheel)
    assert not wheel.isAccepted(), "the page scrolls on"


def test_there_is_no_other_kind_of_box() -> None:
    sources = {path.name: path.read_text("utf-8") for path in SOURCES.rglob("*.py")}
    made = re.compile(r"= Q(ComboBox|SpinBox|DateEdit)\(")
    assert [name for name, text in sources.items() if made.search(text)] == []


def test_an_entry_too_long_for_its_box_ends_in_an_ellipsis(
    qtbot: QtBot, qapp: QApplication
) -> None:
    def picture(text: str) -> QImage:
        box = DropDown()
        qtbot.addWidget(box)
        box.addItem(text)
        box.resize(200, 34)
        box.show()
        assert box.currentText() == text
        return box.grab().toImage()

    with dressed(qapp):
        reason = "Product quality does not match the description on the page"
        box = DropDown()
        qtbot.addWidget(box)
        box.addItem(reason)
        box.resize(200, 34)
        assert box.shown_text.endswith("…")
        assert picture(reason) == picture(box.shown_text)
        box.resize(1200, 34)
        assert box.shown_text == reason
