"""What has the focus is seen, and dialogs are no larger than the screen. See `reach.py` as well."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.history.exports import CsvGuards, CsvLayout, ExportFormat
from app.storage.preferences import PreferenceValues
from app.ui.exporting.dialog import ExportChoice, ExportDialog, ExportScope
from app.ui.filing.pages.items import LineRow
from app.ui.insights.tables import Figure, NumbersTable
from app.ui.messages.notices import Notice
from app.ui.theme import current_scheme
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.pictures import PictureLoader
from app.ui.window.help_dialogs import ShortcutsDialog
from tests.builders import order_line
from tests.fakes.inline_executor import inline_runner
from tests.ui.history.fake_desk import make_row
from tests.ui.pages import details_panel, dressed
from tests.ui.reach import Strays

pytestmark = pytest.mark.usefixtures("painted")


def test_a_button_looks_the_same_size_with_the_focus(qtbot: QtBot) -> None:
    button = QPushButton("Look up")
    qtbot.addWidget(button)
    before = button.sizeHint()
    button.setFocus()
    assert button.sizeHint() == before


def test_a_part_that_comes_up_as_a_window_is_told_by_its_name(
    qtbot: QtBot, qapp: QApplication
) -> None:
    bar, strays = NoticeBar(), Strays()
    qtbot.addWidget(bar)
    qapp.installEventFilter(strays)
    try:
        bar.show_notice(Notice("Lost"))
    finally:
        qapp.removeEventFilter(strays)
    assert strays.found == {"NoticeBar “Lost”"}


def details() -> tuple[QWidget, QWidget]:
    panel = details_panel()
    panel.show_row(make_row())
    return panel, panel._scroll


def several() -> tuple[QWidget, QWidget]:
    panel = details_panel()
    panel.show_several(2, None)
    return panel, panel.summary


def keys() -> tuple[QWidget, QWidget]:
    dialog = ShortcutsDialog()
    return dialog, dialog.findChildren(QScrollArea)[0]


def figures() -> tuple[QWidget, QWidget]:
    table = NumbersTable("Reason")
    table.show_rows(("Reason", "Disputes"), ((Figure("Damaged", "Damaged"), Figure("2", "2")),))
    return table, table


def held_line() -> tuple[QWidget, QWidget]:
    row = LineRow(order_line(can_dispute=False), PictureLoader(inline_runner(), lambda _url: b""))
    return row, row._about


@pytest.mark.parametrize("make", [details, several, keys, figures, held_line])
def test_what_the_keys_go_to_has_a_ring(
    qtbot: QtBot, qapp: QApplication, make: Callable[[], tuple[QWidget, QWidget]]
) -> None:
    def edge() -> tuple[int, ...]:
        picture = stop.grab().toImage()
        return tuple(picture.pixel(0, y) for y in range(12, picture.height() - 12))

    with dressed(qapp):
        root, stop = make()
        qtbot.addWidget(root)
        with qtbot.waitActive(root):
            root.show()
        stop.clearFocus()
        before = edge()
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        accent = QColor(current_scheme().accent).rgb()
        assert accent not in before
        assert set(edge()) == {accent}


def export_dialog() -> QDialog:
    last = ExportChoice(ExportScope.ALL, ExportFormat.CSV, CsvGuards(), CsvLayout.COMMA)
    return ExportDialog(3, 12, last)


@pytest.mark.parametrize("make", [export_dialog, ShortcutsDialog])
def test_the_frame_of_a_dialog_has_room_on_the_screen(
    qtbot: QtBot, qapp: QApplication, make: Callable[[], QDialog]
) -> None:
    with dressed(qapp, PreferenceValues(text_percent=200)):
        dialog = make()
        qtbot.addWidget(dialog)
        dialog.show()
        for _ in range(10):
            qapp.processEvents()
        screen = dialog.screen().availableSize().height()
        assert screen - 100 < dialog.height() <= screen - 37, "what GNOME takes for a title"
