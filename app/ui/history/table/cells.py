"""What one cell of the dispute table shows, says and gives, by role."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from app.ui.history.table.columns import COLUMNS, Column, status_beside
from app.ui.messages import formatting
from app.ui.theme import current_scheme
from app.ui.widgets.column_table import (
    DECORATION,
    DISPLAY,
    FONT,
    RAW_ROLE,
    ROW_ROLE,
    SPOKEN,
    TOOLTIP,
    alignments,
)
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.spoken_rows import spoken

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.history.history import HistoryRow

translate = QCoreApplication.translate

ALIGNMENTS = alignments(COLUMNS.values())
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
            text = self._spoken(row, column)
            return spoken(spec.heading(), text, is_number=spec.is_number)
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
        if column is Column.OUTCOME:
            return self._spoken(row, column)
        raw = COLUMNS[column].raw(row, self._now())
        return raw if column is Column.PRODUCT else COLUMNS[column].text(row, self._now())

    def _spoken(self, row: HistoryRow, column: Column) -> str:
        text = COLUMNS[column].text(row, self._now())
        if column is Column.DISPUTE and row.is_unseen_change:
            return translate("DisputeTableModel", "{dispute}, changed since last visit").format(
                dispute=text
            )
        if column is Column.OUTCOME:
            return " · ".join(filter(None, (text, status_beside(row.dispute))))
        return text


def change_mark(*, is_shown: bool) -> QPixmap:
    """A dot for a row that changed, or as much room without one, so that the texts line up."""
    return _dot(current_scheme().accent if is_shown else "")


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
