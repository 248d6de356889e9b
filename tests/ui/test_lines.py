"""What stands side by side is on one line, and nothing moves that was not touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.filing.filing import MY_CJ, REASON, Door
from app.storage.preferences import PreferenceValues
from app.ui.claims.muting import MuteDialog
from app.ui.filing.dialog import SIZE
from app.ui.history.details.buyer_refunds import BuyerRefundBox
from app.ui.messages.notices import Notice, Severity
from app.ui.theme import CONTROL_ROOM, DARK, Theme, current_scheme, icon
from app.ui.widgets.fields.choice_boxes import DropDown, WideDropDown
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.fields.spin_boxes import DayBox, NumberBox
from app.ui.widgets.labels import LineLabel, muted_label, plain_label, plain_tooltip
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.pictures import PictureLabel
from app.ui.window.help_dialogs import ShortcutsDialog
from tests.builders import draft, order, order_line
from tests.ui.filing.conftest import make_stage, no_delays
from tests.ui.filing.stage import MakeStage
from tests.ui.pages import dressed

__all__ = ["make_stage", "no_delays"]  # fixtures
pytestmark = pytest.mark.usefixtures("painted")

SIZES_OF_TEXT = pytest.mark.parametrize("percent", [100, 200], ids="{} %".format)


def _number() -> NumberBox:
    box = NumberBox()
    box.setValue(66)
    return box


def _choice() -> DropDown:
    box = DropDown()
    box.addItem("66")
    return box


def ink(image: QImage) -> QRect:
    """Where it is dark."""
    shown = QRect()
    for x in range(image.width()):
        for y in range(image.height()):
            if image.pixelColor(x, y).lightness() < 100:
                shown |= QRect(x, y, 1, 1)
    return shown


@SIZES_OF_TEXT
def test_every_control_has_the_same_room_around_its_text(
    qtbot: QtBot, qapp: QApplication, percent: int
) -> None:
    day = date(2026, 11, 30)
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        root = QWidget()
        qtbot.addWidget(root)
        fields = (
            LineEdit(10),
            _choice(),
            WideDropDown(),
            _number(),
            DayBox(day, day, "d MMM yyyy"),
        )
        for control in (*fields, QPushButton("Go"), QPushButton("Go", flat=True)):
            control.setParent(root)
            control.ensurePolished()
            room = control.sizeHint().height() - control.fontMetrics().height()
            assert room == 2 * CONTROL_ROOM, control
        choice = QRadioButton("Go", root)  # its mark is higher than its text
        choice.ensurePolished()
        room = choice.sizeHint().height() - choice.fontMetrics().height()
        assert 0 <= room - 2 * CONTROL_ROOM <= 2


def test_the_texts_of_all_fields_begin_at_one_place(qtbot: QtBot, qapp: QApplication) -> None:
    with dressed(qapp, PreferenceValues(color_scheme="light")):
        line = LineEdit(10)
        line.setText("66")
        lefts = []
        for field in (line, _choice(), _number()):
            qtbot.addWidget(field)
            field.resize(120, field.sizeHint().height())
            field.show()
            qapp.processEvents()
            lefts.append(ink(field.grab().toImage().copy(4, 4, 60, 26)).left())
    assert max(lefts) - min(lefts) <= 1


def labels_beside_fields(root: QWidget) -> Iterator[tuple[QLabel, QWidget]]:
    for label in root.findChildren(QLabel):
        field: QWidget | None = label.buddy()
        if field is not None and label.isVisible() and field.isVisible():
            yield label, field


def _mute(_make: MakeStage) -> QWidget:
    return MuteDialog(date(2026, 11, 30))


def _refund(_make: MakeStage) -> QWidget:
    return BuyerRefundBox()


def _reason(make: MakeStage) -> QWidget:
    stage = make(draft=replace(draft(), step=REASON))
    stage.dialog.resize(SIZE * 2)
    return stage.dialog


@SIZES_OF_TEXT
@pytest.mark.parametrize("build", [_mute, _refund, _reason])
def test_a_label_stands_on_the_line_of_what_it_names(
    qtbot: QtBot,
    qapp: QApplication,
    make_stage: MakeStage,
    build: Callable[[MakeStage], QWidget],
    percent: int,
) -> None:
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        root = build(make_stage)
        if root.window() is root and not root.isVisible():
            qtbot.addWidget(root)
            root.show()
        for _ in range(5):  # a layout passes its new size on in the next round of events
            qapp.processEvents()
        found = list(labels_beside_fields(root))
        assert found
        for label, field in found:
            line = min(field.height(), field.fontMetrics().height() + 2 * CONTROL_ROOM)
            of_field = field.mapTo(root, QPoint(0, line // 2)).y()
            of_label = label.mapTo(root, label.contentsRect().center()).y()
            assert abs(of_field - of_label) <= 1, label.text()


def test_what_my_cj_asks_for_stands_on_the_line_of_its_name(
    make_stage: MakeStage, qapp: QApplication
) -> None:
    with dressed(qapp):
        stage = make_stage(draft=replace(draft(), step=MY_CJ, door=Door.MY_CJ))
        qapp.processEvents()
        copy = stage.find(QPushButton, "Copy message")
        (name,) = (each for each in stage.dialog.findChildren(QLabel) if each.text() == "Message")
        place = copy.mapTo(stage.dialog, copy.rect().center()).y()
        assert abs(name.mapTo(stage.dialog, name.contentsRect().center()).y() - place) <= 1


@pytest.mark.parametrize("make", [plain_label, muted_label])
def test_a_label_stays_on_its_side_whatever_its_text_begins_with(
    qtbot: QtBot, qapp: QApplication, make: Callable[..., QLabel]
) -> None:
    with dressed(qapp, PreferenceValues(color_scheme="light")):
        label = make("מנורת שולחן\nA lamp", wraps=True)
        qtbot.addWidget(label)
        label.resize(400, 60)
        label.show()
        assert ink(label.grab().toImage()).right() < 200


def test_the_footer_stays_where_it_is_once_there_are_earlier_versions(
    make_stage: MakeStage, qapp: QApplication
) -> None:
    with dressed(qapp):
        stage = make_stage()
        stage.items_page.choose(0)
        qapp.processEvents()
        footer = stage.dialog._footer
        assert footer.versions_button.isHidden()
        before = footer.geometry()
        footer.versions_button.show()
        for _ in range(5):
            qapp.processEvents()
        assert footer.geometry() == before


def test_what_is_told_of_an_item_begins_at_one_place(
    make_stage: MakeStage, qapp: QApplication
) -> None:
    with dressed(qapp, PreferenceValues(color_scheme="light")):
        stage = make_stage(order(order_line("L1"), order_line("L2", can_dispute=False)))
        qapp.processEvents()
        lefts = set()
        for row in stage.items_page.rows:
            line = row._about.fontMetrics().height()
            first_line = row._about.grab().toImage().copy(0, 0, 100, line)
            lefts.add(row._about.mapTo(stage.dialog, ink(first_line).topLeft()).x())
    assert len(lefts) == 1


def test_a_selected_row_keeps_its_icon_and_stays_inside_the_frame(
    qtbot: QtBot, qapp: QApplication
) -> None:
    with dressed(qapp, PreferenceValues(color_scheme="light")):
        drawing = icon("draft")
        usual, selected = (
            drawing.pixmap(20, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected)
        )
        assert usual == selected
        rows = QListWidget()
        qtbot.addWidget(rows)
        rows.addItem("One")
        rows.setCurrentRow(0)
        rows.resize(200, 100)
        rows.show()
        qapp.processEvents()
        row = rows.visualItemRect(rows.item(0))
        assert rows.viewport().mapTo(rows, row.topLeft()).x() >= 4


def test_icons_go_along_with_the_colours(
    qtbot: QtBot, qapp: QApplication, make_stage: MakeStage
) -> None:
    """A system turns dark by itself in the evening."""

    def shown(of: QIcon | QLabel) -> QImage:
        pixmap = of.pixmap() if isinstance(of, QLabel) else of.pixmap(20, 20)
        return pixmap.toImage()

    with dressed(qapp, PreferenceValues(color_scheme="light")):
        theme = qapp.findChildren(Theme)[-1]
        button, rows, bar = QPushButton(icon("copy"), "Copy"), QListWidget(), NoticeBar()
        coloured = QPushButton(icon("open", "on_accent"), "Open")
        rows.addItem(QListWidgetItem(icon("draft"), "Draft"))
        for each in (button, coloured, rows, bar):
            qtbot.addWidget(each)
        bar.show_notice(Notice("CJ was asked.", Severity.WARN))
        qapp.processEvents()
        picture = PictureLabel(44)
        qtbot.addWidget(picture)
        stage = make_stage(draft=draft())
        stage.to_review()
        stage.commit.click()
        qapp.processEvents()
        outcome = stage.dialog._pages.outcome

        theme.apply(PreferenceValues(color_scheme="dark"))
        assert current_scheme() is DARK
        assert shown(button.icon()) == shown(icon("copy"))
        assert shown(coloured.icon()) == shown(icon("open", "on_accent"))
        assert shown(rows.item(0).icon()) == shown(icon("draft"))
        assert shown(bar._close_button.icon()) == shown(icon("close"))
        for label, name, colour in (
            (bar._icon, "warning", "warn"),
            (picture, "picture", "muted"),
            (outcome._icon, "success", "good"),
        ):
            side = label.pixmap().width()
            assert shown(label) == icon(name, colour).pixmap(side, side).toImage()


@pytest.mark.parametrize("percent", [80, 100, 150], ids="{} %".format)
def test_the_list_of_keys_is_seen_whole(qtbot: QtBot, qapp: QApplication, percent: int) -> None:
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        dialog = ShortcutsDialog()
        qtbot.addWidget(dialog)
        dialog.show()
        for _ in range(5):
            qapp.processEvents()
        (scroll,) = dialog.findChildren(QScrollArea)
        assert scroll.verticalScrollBar().maximum() == 0


def test_cards_begin_where_other_pages_do(make_stage: MakeStage, qapp: QApplication) -> None:
    with dressed(qapp):
        stage = make_stage(draft=draft())
        stage.to_review()
        qapp.processEvents()
        tops = []
        for _ in range(2):
            page = stage.dialog._pages
            shown = [each for each in page.findChildren(QFrame) if each.property("card")]
            seen = [each.mapTo(page, QPoint()).y() for each in shown if each.isVisible()]
            tops.append(min(seen))
            stage.commit.click()
            qapp.processEvents()
    assert tops[0] == tops[1]


@pytest.mark.parametrize(
    ("text", "seen", "shown"),
    [
        ("Goods: USD 28.35. The rest", "Goods: USD 28.", "Goods: USD…"),
        ("150 of 2,014 loaded", "150 of 2,0", "150 of…"),
        ("Checked 13:05, just now", "Checked 13:05, jus", "Checked 13:05, jus…"),
        ("Checked 13:05", "Checked 13:05, just", "Checked 13:05"),
    ],
)
def test_a_number_is_shown_whole_or_not_at_all(
    qtbot: QtBot, text: str, seen: str, shown: str
) -> None:
    label = LineLabel()
    qtbot.addWidget(label)
    label.say(text)
    label.resize(label.fontMetrics().horizontalAdvance(f"{seen}…") + 1, 20)
    assert label.shown_text == shown


@pytest.mark.parametrize("name", ["W" * 500, "word " * 100, "灯罩" * 250, "<b>" * 100])
def test_a_tooltip_is_no_wider_than_a_screen(name: str) -> None:
    lines = plain_tooltip(name).splitlines()
    assert max(map(len, lines)) <= 4 * 80 + 60  # as it is escaped
    assert len(lines) >= 4
