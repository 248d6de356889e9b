"""Finds what lies on something else, sticks out of what it is in, or is smaller than it can be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QWidget,
)

_MADE_OF_PARTS = (QAbstractScrollArea, QAbstractSpinBox, QComboBox, QLineEdit, QSplitter)
"""They place what is in them themselves, and scroll or shorten it."""


def crowded(root: QWidget) -> Iterator[str]:
    """What is wrong with where things are in a window, or in a part of one, that is shown."""
    for widget in (root, *root.findChildren(QWidget)):
        layout = widget.layout()
        if not widget.isVisible() or layout is None or isinstance(widget, _MADE_OF_PARTS):
            continue
        parts = [
            each
            for each in widget.children()
            if isinstance(each, QWidget) and each.isVisible() and not each.isWindow()
        ]
        for one, other in combinations(parts, 2):
            common = one.geometry() & other.geometry()
            if common.width() > 1 and common.height() > 1:
                yield f"{_name(one)} lies on {_name(other)}: {common.size().toTuple()}"
        for each in parts:
            if not widget.rect().contains(each.geometry()):
                yield f"{_name(each)} sticks out of {_name(widget)}"
            least = _least_size(each)
            if each.width() < least.width() or each.height() < least.height():
                yield f"{_name(each)} has {each.size().toTuple()}, needs {least.toTuple()}"


def _least_size(widget: QWidget) -> QSize:
    """What a widget can be read in: a label whole, all else as small as it says."""
    width, height = widget.minimumSizeHint().toTuple()
    is_text = isinstance(widget, QLabel | QAbstractButton)
    if is_text and widget.sizePolicy().horizontalPolicy() is not QSizePolicy.Policy.Ignored:
        width, height = widget.sizeHint().toTuple()
    layout = widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        height = layout.minimumHeightForWidth(widget.width())
    elif widget.hasHeightForWidth():
        width, height = 0, widget.heightForWidth(widget.width())
    own = widget.minimumSize()
    return QSize(own.width() or width, own.height() or height)


def _name(widget: QWidget) -> str:
    shown = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {(widget.accessibleName() or shown)[:40]!r}"
