"""The names that screen readers and end-to-end checks find the controls by."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QCheckBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from app.domain.filing.filing import FilingState
from app.ui.filing.templates import TemplateBox
from app.ui.widgets.fields.choice_boxes import ReasonBox, WideDropDown
from tests.ui.filing.stage import Stage


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def _names(stage: Stage, kind: type[QWidget]) -> list[str]:
    found = [each for each in stage.dialog.findChildren(kind) if each.isVisibleTo(stage.dialog)]
    return [_name(each) for each in found]


def _labels_of(box: QWidget) -> list[str]:
    relations = QAccessible.queryAccessibleInterface(box).relations()
    return [other.text(QAccessible.Text.Name) for other, _ in relations]


def test_page_one(stage: Stage) -> None:
    assert _name(stage.dialog) == "File a dispute"
    assert _role(stage.dialog) is QAccessible.Role.Dialog
    assert _names(stage, QGroupBox) == ["Items to dispute"]
    assert _names(stage, QCheckBox) == ["Desk lamp, brass"]
    assert _names(stage, QSpinBox) == ["Quantity for Desk lamp, brass"]
    assert "Up to USD 45.48" in _names(stage, QLabel)
    assert {"Next", "Close"} <= set(_names(stage, QPushButton))


def test_page_two(stage: Stage) -> None:
    stage.to_reason()
    boxes = stage.dialog.findChildren(WideDropDown)
    assert [type(each) for each in boxes] == [ReasonBox, TemplateBox]
    assert [_labels_of(each) for each in boxes] == [["Reason"], ["Template"]]
    radio = _names(stage, QRadioButton)
    assert radio == ["Refund", "Reissue", "CJ wallet balance", "Original payment method"]
    assert _names(stage, QPlainTextEdit) == ["Message to CJ"]
    assert "Evidence link" in _names(stage, QLineEdit)
    assert _names(stage, QListWidget) == ["Evidence"]
    assert {"Add link", "Next", "Back", "Close"} <= set(_names(stage, QPushButton))
    assert "Up to USD 45.48" in _names(stage, QLabel)


def test_page_three_and_after(stage: Stage) -> None:
    stage.desk.filing.outcome = FilingState.UNKNOWN
    stage.to_review()
    buttons = _names(stage, QPushButton)
    assert "File refund dispute – up to USD 45.48" in buttons
    assert {"Back", "Close"} <= set(buttons)
    stage.press(stage.commit.text())
    assert any(each.startswith("Not confirmed yet") for each in _names(stage, QLabel))
    assert {"Check again", "Send again with the same reference", "Close"} <= set(
        _names(stage, QPushButton)
    )
