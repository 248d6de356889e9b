"""Draws an outcome as a pill: a shape and a word on a soft ground."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.disputes import Outcome
from app.domain.history import HistoryRow
from app.ui.history.table.cells import ROW_ROLE, draw_outcome
from app.ui.theme import SPACE_S, SPACE_XS, current_scheme

_PADDING = SPACE_S
_MOST_PILLS = 64


class OutcomeDelegate(QStyledItemDelegate):
    """Paints the outcome column. The colours are those of the scheme at that moment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pills: dict[tuple[object, ...], QPixmap] = {}

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, HistoryRow):
            super().paint(painter, option, index)
            return
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        text, ground.text = ground.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget)
        pill = self._pill(ground, row.dispute.outcome, text, painter.device().devicePixelRatioF())
        painter.drawPixmap(option.rect.topLeft(), pill)

    def _pill(
        self, option: QStyleOptionViewItem, outcome: Outcome | None, text: str, ratio: float
    ) -> QPixmap:
        """The pill on nothing, drawn once for all rows that look alike: scrolling needs many."""
        size = option.rect.size()
        look = (outcome, text, size.width(), size.height(), option.font.key(), ratio)
        key = (*look, current_scheme())
        pill = self._pills.get(key)
        if pill is None:
            if len(self._pills) >= _MOST_PILLS:
                self._pills.clear()
            pill = QPixmap(size * ratio)
            pill.setDevicePixelRatio(ratio)
            pill.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pill)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(option.font)
            _draw_pill(painter, QRectF(0, 0, size.width(), size.height()), outcome, text)
            painter.end()
            self._pills[key] = pill
        return pill

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        shape = option.fontMetrics.height()
        return QSize(size.width() + shape + 3 * _PADDING, size.height())


def _draw_pill(painter: QPainter, cell: QRectF, outcome: Outcome | None, text: str) -> None:
    ink, ground = _colours(outcome)
    metrics = painter.fontMetrics()
    side = round(metrics.ascent() * 0.72)
    room = cell.width() - 4 * _PADDING - side
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(max(room, 0)))
    height = min(metrics.height() + SPACE_XS, cell.height() - 2)
    width = side + metrics.horizontalAdvance(shown) + SPACE_XS + 2 * _PADDING
    pill = QRectF(cell.left() + _PADDING, cell.center().y() - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(pill, height / 2, height / 2)
    shape = QRectF(pill.left() + _PADDING, pill.center().y() - side / 2, side, side)
    draw_outcome(painter, shape, outcome, ink)
    painter.setPen(ink)
    words = pill.adjusted(_PADDING + side + SPACE_XS, 0, 0, 0)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)


def _colours(outcome: Outcome | None) -> tuple[QColor, QColor]:
    scheme = current_scheme()
    ink, ground = {
        None: (scheme.text, scheme.sunken),
        Outcome.REFUND: (scheme.good, scheme.good_soft),
        Outcome.REISSUE: (scheme.accent, scheme.accent_soft),
        Outcome.REJECT: (scheme.bad, scheme.bad_soft),
    }[outcome]
    return QColor(ink), QColor(ground)
