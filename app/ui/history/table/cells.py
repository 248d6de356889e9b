"""What one cell of the dispute table shows, says and gives, by role; and the shapes drawn in it.

The shapes say what colour alone must not.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from app.domain.disputes import Outcome
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.messages import formatting
from app.ui.theme import current_scheme
from app.ui.widgets.labels import plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.history import HistoryRow

translate = QCoreApplication.translate

# Looked up and made numbers once: a view asks for them a thousand times a frame.
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
DECORATION = int(Qt.ItemDataRole.DecorationRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
FONT = int(Qt.ItemDataRole.FontRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""Gives the `HistoryRow` behind a cell; None while it is not read yet."""
RAW_ROLE = ROW_ROLE + 1
"""Gives the cell's value for the clipboard."""
NEVER_GIVEN = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.BackgroundRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.CheckStateRole,
        Qt.ItemDataRole.SizeHintRole,
    )
)
"""Roles that a view asks for in every cell it paints, and that no cell has."""
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
ALIGNMENTS = tuple(_RIGHT if COLUMNS[column].is_number else _LEFT for column in Column)
"""By column: numbers stand on the right, all else on the left."""
_MARK = QSize(10, 10)
_RATIO = 3
"""Drawn this much larger, so that it is sharp on every screen."""


class Cells:
    """Makes the values of cells."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def value(self, row: HistoryRow, column: Column, role: int) -> object:
        """The value for a role; None where the cell has none."""
        spec = COLUMNS[column]
        if role == DISPLAY:
            return spec.text(row, self._now())
        if role == FONT:
            return _bold() if row.is_unseen_change else None
        if role == DECORATION and column is Column.DISPUTE:
            return change_mark(is_shown=row.is_unseen_change)
        if role == TOOLTIP:
            return plain_tooltip(self._tooltip(row, column))
        if role == SPOKEN:
            return self._spoken(row, column)
        if role == ROW_ROLE:
            return row
        return spec.raw(row, self._now()) if role == RAW_ROLE else None

    def _tooltip(self, row: HistoryRow, column: Column) -> str:
        dispute = row.dispute
        if column is Column.ORDER and dispute.order_number and dispute.order_id:
            return translate("DisputeTableModel", "{number}, at CJ {order}").format(
                number=dispute.order_number, order=dispute.order_id
            )
        if column is Column.CREATED and dispute.created is not None:
            time = formatting.moment(dispute.created)
            if dispute.created_is_exact:
                return time
            return translate(
                "DisputeTableModel", "About {time}: CJ's list does not name the time zone."
            ).format(time=time)
        if column is Column.DISPUTE and row.is_unseen_change:
            return self._spoken(row, column)
        raw = COLUMNS[column].raw(row, self._now())
        return raw if column is Column.PRODUCT else COLUMNS[column].text(row, self._now())

    def _spoken(self, row: HistoryRow, column: Column) -> str:
        text = COLUMNS[column].text(row, self._now())
        if column is Column.DISPUTE and row.is_unseen_change:
            return translate("DisputeTableModel", "{dispute}, changed since last visit").format(
                dispute=text
            )
        return text


def change_mark(*, is_shown: bool) -> QPixmap:
    """A dot for a row that changed, or as much room without one, so that the texts line up."""
    return _dot(current_scheme().accent if is_shown else "")


def draw_outcome(painter: QPainter, box: QRectF, outcome: Outcome | None, colour: QColor) -> None:
    """An outcome's shape: a ring while undecided, a check, a dot with a ring, or a cross."""
    pen = QPen(colour, max(box.width() / 6, 1.4))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _SHAPES[outcome](painter, box, colour)


@lru_cache(maxsize=1)
def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font


@lru_cache(maxsize=8)
def _dot(colour: str) -> QPixmap:
    pixmap = QPixmap(_MARK * _RATIO)
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    if colour:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(1, 1, 8, 8))
        painter.end()
    return pixmap


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + box.width() * x, box.top() + box.height() * y)


def _ring(painter: QPainter, box: QRectF, _colour: QColor) -> None:
    painter.drawEllipse(box.center(), box.width() * 0.36, box.height() * 0.36)


def _check(painter: QPainter, box: QRectF, _colour: QColor) -> None:
    painter.drawPolyline([_at(box, 0.08, 0.55), _at(box, 0.38, 0.84), _at(box, 0.92, 0.18)])


def _dot_shape(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(box.center(), box.width() * 0.4, box.height() * 0.4)


def _cross(painter: QPainter, box: QRectF, _colour: QColor) -> None:
    painter.drawLine(_at(box, 0.15, 0.15), _at(box, 0.85, 0.85))
    painter.drawLine(_at(box, 0.85, 0.15), _at(box, 0.15, 0.85))


_SHAPES = {
    None: _ring,
    Outcome.REFUND: _check,
    Outcome.REISSUE: _dot_shape,
    Outcome.REJECT: _cross,
}
