"""What is drawn beside a text grows with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTableWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.filing.filing import Evidence
from app.domain.links import LinkReport
from app.storage.preferences import PreferenceValues
from app.ui.filing.evidence.link_list import EvidenceList
from app.ui.filing.evidence.link_tester import LinkTester
from app.ui.history.table.model import change_mark
from app.ui.messages.notices import Notice
from app.ui.orders.result import OrderAnswer
from app.ui.theme import SPACE_XS, Theme, icon
from app.ui.widgets.fields.choice_boxes import DropDown
from app.ui.widgets.fields.clear_button import ClearButton
from app.ui.widgets.fields.search_field import SearchField
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.pictures import PictureLabel, PictureLoader
from app.ui.widgets.spoken_rows import SpokenList
from tests import builders
from tests.fakes.inline_executor import inline_runner
from tests.ui.pages import dressed

pytestmark = pytest.mark.usefixtures("painted")

_DRAWN_FIRST = (QCheckBox, QRadioButton, NoticeBar, SearchField, PictureLabel, QMenu, QListWidget)


def _check_box() -> QWidget:
    box = QCheckBox()
    box.setChecked(True)
    return box


def _radio_button() -> QWidget:
    button = QRadioButton()
    button.setChecked(True)
    return button


def _spin_box() -> QWidget:
    box = QSpinBox()
    box.setSpecialValueText(" ")
    return box


def _clear_button() -> QWidget:
    field = QLineEdit(" ")
    ClearButton(field)
    return field


def _sorted_header() -> QWidget:
    table = QTableWidget(0, 1)
    table.setHorizontalHeaderLabels([" "])
    header = table.horizontalHeader()
    header.setSortIndicatorShown(True)
    header.setStretchLastSection(True)
    return table


def _button_with_a_menu() -> QWidget:
    button = QPushButton(" ")
    button.setMenu(QMenu(button))
    return button


def _notice() -> QWidget:
    bar = NoticeBar()
    bar.show_notice(Notice(" "))
    bar.findChildren(QToolButton)[0].hide()
    return bar


def _search_field() -> QWidget:
    field = SearchField("")
    field.build_deferred()
    return field


def _picture() -> QWidget:
    return PictureLabel(44)


def _menu_with_a_picture() -> QWidget:
    menu = QMenu()
    menu.addAction(icon("copy"), " ")
    return menu


def _menu_with_a_choice() -> QWidget:
    menu = QMenu()
    action = menu.addAction(" ")
    action.setCheckable(True)
    action.setChecked(True)
    return menu


def _menu_with_another() -> QWidget:
    menu = QMenu()
    menu.addMenu(" ")
    return menu


def _list_with_a_picture() -> QWidget:
    rows = QListWidget()
    rows.addItem(QListWidgetItem(icon("draft"), " "))
    return rows


def drawn(image: QImage, *, is_before_the_text: bool) -> QRect:
    """What is at either end, within the frame, and not of the colour most of it has."""
    inner = image.rect().adjusted(4, 4, -4, -4)
    if not is_before_the_text:
        inner.setLeft(image.width() // 2)
    colours = [image.pixel(x, inner.center().y()) for x in range(inner.left(), inner.right())]
    ground = max(set(colours), key=colours.count)
    found = QRect()
    for x in range(inner.left(), inner.right() + 1):
        for y in range(inner.top(), inner.bottom() + 1):
            if image.pixel(x, y) != ground:
                found |= QRect(x, y, 1, 1)
    return found


@pytest.mark.parametrize(
    "make",
    [
        *(DropDown, _spin_box, _clear_button, _check_box, _radio_button, _sorted_header),
        *(_button_with_a_menu, _notice, _search_field, _picture, _menu_with_a_picture),
        *(_menu_with_a_choice, _menu_with_another, _list_with_a_picture),
    ],
)
def test_marks_and_buttons_grow_with_the_text(
    qtbot: QtBot, qapp: QApplication, make: Callable[[], QWidget]
) -> None:
    sides = []
    for percent in (100, 200):
        with dressed(qapp, PreferenceValues(text_percent=percent)):
            widget = make()
            qtbot.addWidget(widget)
            is_table = isinstance(widget, QTableWidget)
            widget.resize(240, 120 if is_table else widget.sizeHint().height())
            with qtbot.waitExposed(widget):
                widget.show()
            qapp.processEvents()
            part = widget.horizontalHeader() if isinstance(widget, QTableWidget) else widget
            is_first = isinstance(widget, _DRAWN_FIRST)
            sides.append(drawn(part.grab().toImage(), is_before_the_text=is_first).width())
            widget.close()
    assert sides[1] >= 1.6 * sides[0] > 0


def _order_items(qtbot: QtBot, _app: QApplication) -> tuple[int, ...]:
    answer = OrderAnswer()
    qtbot.addWidget(answer)
    model = answer._model
    model.set_lines((builders.order_line(),), None, None)
    answer._fit_table()
    table = answer._table
    return table.iconSize().width(), table.rowHeight(0)


def _links(qtbot: QtBot, _app: QApplication) -> tuple[int, ...]:
    runner = inline_runner()
    tester = LinkTester(runner, lambda _url: LinkReport(reachable=True), runner)
    links = EvidenceList(tester, PictureLoader(runner, lambda _url: b"", runner))
    qtbot.addWidget(links)
    links.show_links([Evidence("https://example.org/lamp.png")])
    drawn_at = links.item(0).icon().availableSizes()[0]
    return links.iconSize().width(), drawn_at.width()


def _changed_dispute(_qtbot: QtBot, _app: QApplication) -> tuple[int, ...]:
    return (round(change_mark(is_shown=True).deviceIndependentSize().width()),)


@pytest.mark.parametrize("measure", [_order_items, _links, _changed_dispute])
def test_pictures_in_lists_grow_with_the_text(
    qtbot: QtBot,
    qapp: QApplication,
    measure: Callable[[QtBot, QApplication], tuple[int, ...]],
) -> None:
    sizes = []
    for percent in (100, 200):
        with dressed(qapp, PreferenceValues(text_percent=percent)):
            sizes.append(measure(qtbot, qapp))
    assert all(after >= 1.6 * before > 0 for before, after in zip(*sizes, strict=True))


def test_a_list_is_as_high_as_its_rows_at_each_size_of_text(
    qtbot: QtBot, qapp: QApplication
) -> None:
    with dressed(qapp):
        theme = qapp.findChildren(Theme)[-1]
        rows = SpokenList()
        qtbot.addWidget(rows)
        rows.addItems(["One", "Two", "Three"])
        rows.fit_rows(2)
        rows.show()
        heights = []
        for percent in (100, 200, 100):
            theme.apply(PreferenceValues(text_percent=percent))
            qapp.processEvents()
            assert 0 <= rows.viewport().height() - 2 * rows.sizeHintForRow(0) <= SPACE_XS
            heights.append(rows.height())
    assert heights[1] > heights[0] == heights[2]


def test_a_picture_grows_where_it_is_shown(qtbot: QtBot, qapp: QApplication) -> None:
    label = PictureLabel(44)
    qtbot.addWidget(label)
    with dressed(qapp, PreferenceValues(text_percent=200)), qtbot.waitExposed(label):
        label.show()
        label.show_picture(QPixmap(10, 10))
        assert label.pixmap().deviceIndependentSize().width() == label.width() >= 1.6 * 44


@pytest.mark.parametrize("percent", [80, 100, 110, 125, 150, 175, 200, 250])
def test_a_radio_button_is_round_at_every_size(
    qtbot: QtBot, qapp: QApplication, percent: int
) -> None:
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        button = _radio_button()
        qtbot.addWidget(button)
        button.resize(200, button.sizeHint().height())
        with qtbot.waitExposed(button):
            button.show()
        image = button.grab().toImage()
        round_ = drawn(image, is_before_the_text=True)
        ground = image.pixel(100, image.height() // 2)
        assert round_.width() > 10
        assert image.pixel(round_.topLeft()) == ground
        assert image.pixel(round_.bottomRight()) == ground
        button.close()
