"""In every dialog the buttons stand as the system has them, and none has a picture of Qt's."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.filing.dialog import FilingDialog
from app.ui.widgets.layouts import next_in_tab_order
from tests.ui.filing.conftest import make_stage, no_delays
from tests.ui.filing.stage import MakeStage, Stage
from tests.ui.pages import dressed
from tests.ui.widgets.test_keys import DIALOGS

__all__ = ["make_stage", "no_delays"]  # fixtures

Layout = QDialogButtonBox.ButtonLayout
LEAVES_LAST, LEAVES_FIRST = (
    (Layout.WinLayout, Layout.KdeLayout),
    (
        Layout.GnomeLayout,
        Layout.MacLayout,
    ),
)
LEAVING = {"Cancel", "Close", "Keep it", "Quit"}


def of_system(layout: Layout) -> str:
    return f"* {{ button-layout: {layout.value}; }}"


def row(dialog: QWidget) -> list[str]:
    """The buttons at the bottom, from left to right."""
    boxes = dialog.findChildren(QDialogButtonBox)
    around: QWidget = boxes[-1] if boxes else dialog
    if isinstance(dialog, FilingDialog):
        around = dialog._footer
    shown = [
        each
        for each in around.findChildren(QPushButton)
        if each.isVisible() and not each.property("flat")
    ]
    return [
        each.text() for each in sorted(shown, key=lambda x: x.mapTo(dialog, x.rect().center()).x())
    ]


@pytest.mark.parametrize("layout", [*LEAVES_LAST, *LEAVES_FIRST], ids=lambda each: each.name)
@pytest.mark.parametrize("name", DIALOGS)
def test_the_button_that_leaves_stands_where_the_system_has_it(
    qtbot: QtBot, tmp_path: Path, name: str, layout: Layout
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet(of_system(layout))
    dialog: QDialog = DIALOGS[name][0](window, tmp_path)
    dialog.show()
    QApplication.processEvents()
    names = row(dialog)
    leaving = [place for place, each in enumerate(names) if each in LEAVING]
    if len(names) > 1 and leaving:
        assert leaving == [0 if layout in LEAVES_FIRST else len(names) - 1], names
    dialog.done(0)


@pytest.mark.parametrize("layout", [*LEAVES_LAST, *LEAVES_FIRST], ids=lambda each: each.name)
def test_the_filing_dialog_has_the_same_order_and_tab_goes_along(
    make_stage: MakeStage, layout: Layout
) -> None:
    stage: Stage = make_stage()
    stage.dialog.setStyleSheet(of_system(layout))
    stage.to_reason()
    QApplication.processEvents()
    onward = ["Back", "Next"]
    expected = ["Close", *onward] if layout in LEAVES_FIRST else [*onward, "Close"]
    assert row(stage.dialog) == expected
    footer = stage.dialog._footer
    places = {footer.close_button: "Close", footer.back_button: "Back", footer.next_button: "Next"}
    by_tab, widget = list[str](), next_in_tab_order(footer)
    while widget is not footer:
        if isinstance(widget, QPushButton) and widget in places:
            by_tab.append(places[widget])
        widget = next_in_tab_order(widget)
    assert by_tab == expected
    stage.to_review()
    QApplication.processEvents()
    commit = stage.commit.text()
    onward = ["Back", commit]
    assert row(stage.dialog) == (
        ["Close", *onward] if layout in LEAVES_FIRST else [*onward, "Close"]
    )


def test_no_button_has_a_picture_of_qts(qtbot: QtBot, qapp: QApplication) -> None:
    with dressed(qapp):
        qapp.setStyleSheet("* { dialogbuttonbox-buttons-have-icons: 1; }\n" + qapp.styleSheet())
        box = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Close
        )
        qtbot.addWidget(box)
        assert [each.text() for each in box.buttons() if not each.icon().isNull()] == []
