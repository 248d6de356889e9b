"""Asked against received, drawn: a small grid with a sentence wherever less came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from app.ui.history.table.columns import NOTHING
from app.ui.messages import formatting
from app.ui.theme import SPACE_M, SPACE_XS
from app.ui.widgets.labels import muted_label, plain_label, set_property
from app.ui.widgets.layouts import clear

if TYPE_CHECKING:
    from decimal import Decimal

    from app.ui.history.details.refund_messages import CostLine

_GRID_ROWS = 3
"""Rows of the grid that one cost line may take: a rule, the amounts, the note."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class RefundTable(QWidget):
    """Shows cost lines; takes no room where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[CostLine, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_M)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setColumnStretch(0, 1)
        self.hide()

    def show_lines(self, lines: tuple[CostLine, ...]) -> None:
        """Draw this comparison; the same one again changes nothing."""
        if lines == self._lines:
            return
        self._lines = lines
        clear(self._grid)
        if lines:
            self._grid.addWidget(_right(muted_label(self.tr("Asked (up to)"), wraps=False)), 0, 1)
            self._grid.addWidget(_right(muted_label(self.tr("Received"), wraps=False)), 0, 2)
        for position, line in enumerate(lines):
            self._add(line, 1 + position * _GRID_ROWS)
        self.setVisible(bool(lines))

    def _add(self, line: CostLine, row: int) -> None:
        if line.is_total:
            rule = QFrame()
            rule.setFrameShape(QFrame.Shape.HLine)
            rule.setForegroundRole(self.foregroundRole())
            self._grid.addWidget(rule, row, 0, 1, 3)
            row += 1
        for column, text in enumerate((line.name, _money(line.asked), _money(line.received))):
            label = plain_label(text, wraps=column == 0)
            font = label.font()
            font.setBold(line.is_total)
            label.setFont(font)
            self._grid.addWidget(label if column == 0 else _right(label), row, column)
        if line.note:
            note = muted_label(line.note)
            if line.is_short:
                set_property(note, "muted", False)
                set_property(note, "tone", "warn")
            self._grid.addWidget(note, row + 1, 0, 1, 3)


def _right(label: QLabel) -> QLabel:
    label.setAlignment(_RIGHT)
    return label


def _money(amount: Decimal | None) -> str:
    return NOTHING if amount is None else formatting.money(amount)
