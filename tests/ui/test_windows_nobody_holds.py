"""A window that nobody holds any more stays to the end of its test: Qt may be at work on it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

_LITTER = 100_000
"""Objects, more than are made between two collections of garbage."""


@pytest.mark.usefixtures("qtbot")
def test_it_is_not_collected_while_it_is_painted(qapp: QApplication) -> None:
    sizes = []

    class Part(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            litter = [[each] for each in range(_LITTER)]
            sizes.append((len(litter), self.width()))

    def open_one() -> None:
        window = QWidget()
        window.itself = window  # type: ignore[attr-defined]  # a cycle, as slots and callbacks make
        window.resize(100, 80)
        Part(window).resize(50, 40)
        window.show()

    open_one()
    qapp.processEvents()
    assert set(sizes) == {(_LITTER, 50)}
    for each in qapp.topLevelWidgets():
        each.close()
