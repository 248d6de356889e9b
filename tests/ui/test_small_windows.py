"""What is seen of orders and disputes where the window is small."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.storage.preferences import PreferenceValues
from app.ui.history.pane import HistoryPane
from app.ui.history.table.columns import Column as Disputes
from app.ui.history.table.table import DisputeTable
from app.ui.insights.pane import InsightsPane
from app.ui.messages.notices import Notice
from app.ui.orders.items_model import Column
from app.ui.theme import RESOURCES
from app.ui.widgets.fields.long_text import LongTextEdit
from app.ui.widgets.layouts import fill
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.notices.placeholder import Placeholder
from app.ui.widgets.scrolling import fit
from app.ui.window.main_window import MainWindow
from app.ui.window.tabs import MainTabs, make_tab_bar
from tests.fakes.inline_executor import inline_runner
from tests.ui.pages import dressed, lead, say, speaking

pytestmark = pytest.mark.usefixtures("painted")

LEAST_ROWS = 4
SIZES = ((1280, 720), (1024, 600), (800, 600))


class Seen(Exception):
    """The stop that the test is for."""


def whole_rows(table: QTableView) -> int:
    seen, model = table.viewport().rect(), table.model()
    shown = next(each for each in range(model.columnCount()) if table.columnWidth(each))
    rows = (table.visualRect(model.index(row, shown)) for row in range(model.rowCount()))
    return sum(each.top() >= seen.top() and each.bottom() <= seen.bottom() for each in rows)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_four_disputes_are_seen_beside_an_order(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    seen: dict[tuple[int, int], int] = {}

    def visit(stop: str, root: QWidget) -> None:
        if stop != "main window, order and dispute":
            return
        (disputes,) = root.findChildren(DisputeTable)
        items = next(
            each
            for each in root.findChildren(QTableView)
            if each.accessibleName() == say("OrderAnswer", "Order items")
        )
        for size in SIZES:
            root.resize(QSize(*size))
            for _ in range(10):  # a layout passes its new size on in the next round of events
                qapp.processEvents()
            assert root.size() == QSize(*size)
            seen[size] = whole_rows(disputes)
            assert disputes.horizontalScrollBar().maximum() == 0
            assert disputes.columnWidth(Disputes.OUTCOME) > 0
            assert whole_rows(items) >= 1
            shown = items.fontMetrics().averageCharWidth() * 20
            assert items.columnWidth(Column.PRODUCT) >= shown
            assert items.horizontalScrollBar().maximum() == 0
        raise Seen

    compiled = RESOURCES / "translations" / f"dispute-desk_{lang}.qm"
    look = dressed(qapp) if lang == "en" else speaking(qapp, lang, compiled, monkeypatch)
    with look, pytest.raises(Seen):
        lead(qtbot, qapp, tmp_path / "data", lang, visit, monkeypatch)
    assert [size for size in SIZES if seen[size] < LEAST_ROWS] == []


def test_a_pane_behind_asks_for_no_room(qtbot: QtBot) -> None:
    runner = inline_runner()
    history = HistoryPane(runner)
    history.setMinimumHeight(900)
    tabs = MainTabs(runner, history, make_tab_bar())
    qtbot.addWidget(tabs)
    assert tabs.minimumSizeHint().height() > 900
    tabs.show_insights()
    qtbot.waitUntil(lambda: tabs.minimumSizeHint().height() < 900)
    assert tabs.findChildren(InsightsPane)
    tabs.show_disputes()
    assert tabs.minimumSizeHint().height() > 900


def test_what_to_do_comes_before_a_picture(qtbot: QtBot) -> None:
    place = Placeholder()
    qtbot.addWidget(place)
    clear = ("Clear filter", lambda: None)
    place.say("No dispute matches", "Search and filter hide all of them.", button=clear)
    place.resize(600, 900)
    place.show()
    usual = place.minimumSizeHint().height()
    place.resize(600, 300)
    QApplication.processEvents()
    assert place.minimumSizeHint().height() < usual - 40
    assert place.button.isVisible()
    place.resize(600, 900)
    QApplication.processEvents()
    assert place.minimumSizeHint().height() == usual


def test_the_window_follows_the_focus_but_not_under_a_mouse_button(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    window = MainWindow(inline_runner(), settings)
    qtbot.addWidget(window)
    room, below = QWidget(), QPushButton("Below")
    room.setMinimumHeight(900)
    fill(window._column, room, below)
    window.resize(640, 400)
    with qtbot.waitActive(window), qtbot.waitSignal(window.painted):
        window.show()
        window.activateWindow()
    window.orders.focus_box()
    assert below.visibleRegion().isEmpty()
    with monkeypatch.context() as pressed:
        down = Qt.MouseButton.LeftButton
        pressed.setattr(QApplication, "mouseButtons", staticmethod(lambda: down))
        below.setFocus()
        assert below.visibleRegion().isEmpty()
    scroll = window.centralWidget()
    assert isinstance(scroll, QScrollArea)
    page = scroll.widget()
    assert page is not None
    for seen in (0, 3, below.height() // 2):
        window.orders.focus_box()
        edge = below.mapTo(page, QPoint(0, seen)).y()
        scroll.verticalScrollBar().setValue(edge - scroll.viewport().height())
        assert below.visibleRegion().boundingRect().height() == seen
        below.setFocus()
        assert below.visibleRegion().boundingRect() == below.rect()
    window.close()


def test_what_became_of_an_act_is_scrolled_to(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    window = MainWindow(inline_runner(), settings)
    qtbot.addWidget(window)
    room, news, done = QWidget(), NoticeBar(), NoticeBar(is_scrolled_to=True)
    room.setMinimumHeight(600)
    fill(window._column, room, news, done)
    window.resize(640, 400)
    with qtbot.waitActive(window), qtbot.waitSignal(window.painted):
        window.show()
        window.activateWindow()
    news.show_notice(Notice("A dispute changed."))
    QApplication.processEvents()
    assert news.visibleRegion().isEmpty()
    done.show_notice(Notice("The backup was saved."))
    qtbot.waitUntil(lambda: done.visibleRegion().boundingRect() == done.rect())
    window.close()


def test_a_window_that_is_come_back_to_shows_what_it_did(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    window, other = MainWindow(inline_runner(), settings), QWidget()
    room = QWidget()
    room.setMinimumHeight(900)
    fill(window._column, room)
    for each in (window, other):
        qtbot.addWidget(each)
    window.resize(640, 400)
    with qtbot.waitActive(window), qtbot.waitSignal(window.painted):
        window.show()
        window.activateWindow()
    window.orders.focus_box()
    scroll = window.centralWidget()
    assert isinstance(scroll, QScrollArea)
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
    for each in (other, window):
        with qtbot.waitActive(each):
            each.show()
            each.activateWindow()
    assert scroll.verticalScrollBar().value() == scroll.verticalScrollBar().maximum() > 0
    window.close()


def test_a_click_on_a_line_that_is_half_in_sight_selects_no_text(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page, text = QWidget(), LongTextEdit(1_000, 12)
    fill(QVBoxLayout(page), text)
    page.setMinimumHeight(600)
    scroll = QScrollArea(widgetResizable=True)
    scroll.setWidget(page)
    qtbot.addWidget(scroll)
    text.setPlainText("words\n" * 40)
    scroll.resize(400, 300)
    with qtbot.waitActive(scroll):
        scroll.show()
        scroll.activateWindow()
    text.setFocus()
    qapp.processEvents()
    window, place = scroll.windowHandle(), QPoint(60, 297)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: not text._moved.isActive())
    QTest.mouseMove(window, place + QPoint(1, 0))
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=place + QPoint(1, 0))
    assert text.textCursor().position() > 0
    assert not text.textCursor().hasSelection()
    assert scroll.verticalScrollBar().value() == 0


def test_keys_that_lead_to_a_tab_show_its_beginning(qtbot: QtBot, qapp: QApplication) -> None:
    runner = inline_runner()
    history = HistoryPane(runner)
    history.setMinimumHeight(900)
    window, page, above = QMainWindow(), QWidget(), QWidget()
    above.setMinimumHeight(500)
    tabs = MainTabs(runner, history, make_tab_bar())
    fill(QVBoxLayout(page), above, tabs)
    scroll = QScrollArea(widgetResizable=True)
    scroll.setWidget(page)
    window.setCentralWidget(scroll)
    tabs.add_actions(window.menuBar().addMenu("Disputes"))
    qtbot.addWidget(window)
    window.resize(640, 400)
    window.show()
    qapp.processEvents()
    assert tabs._bar.visibleRegion().isEmpty()
    next(each for each in window.findChildren(QAction) if "disputes" in each.text()).trigger()
    assert tabs._bar.visibleRegion().boundingRect() == tabs._bar.rect()
    assert not history.visibleRegion().isEmpty()
    window.close()


def test_a_dialog_that_grows_stays_on_the_screen(qtbot: QtBot) -> None:
    dialog, text = QWidget(), QWidget()
    fill(QVBoxLayout(dialog), text)
    qtbot.addWidget(dialog)
    dialog.show()
    screen = dialog.screen().availableGeometry()
    dialog.move(0, screen.bottom() - 100)
    text.setMinimumHeight(screen.height() // 2)
    fit(dialog)
    assert dialog.frameGeometry().bottom() <= screen.bottom()
    assert dialog.height() >= screen.height() // 2


@pytest.mark.parametrize("percent", [100, 200])
def test_tables_keep_three_rows(qtbot: QtBot, qapp: QApplication, percent: int) -> None:
    pane = HistoryPane(inline_runner())
    qtbot.addWidget(pane)
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        pane.show()
        for _ in range(5):  # a larger text comes with events
            qapp.processEvents()
        table = pane._table
        rows = 3 * table.verticalHeader().defaultSectionSize()
        assert table.minimumSizeHint().height() >= rows + table.horizontalHeader().height()
