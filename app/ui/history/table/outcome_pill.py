"""How an outcome is drawn: as a pill, with a shape that says what colour alone must not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.disputes.disputes import Outcome
from app.domain.disputes.state import waits_for_merchant
from app.domain.history.history import HistoryRow
from app.ui.history.table.columns import status_beside
from app.ui.theme import SMALL_SCALE, SPACE_S, SPACE_XS, current_scheme
from app.ui.widgets.table_model import ROW_ROLE

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

_PADDING = SPACE_S
_MOST_PILLS = 64
_LEAST_BESIDE = 4
"""Characters; of a word shorter than that nothing could be told."""
_WAITING: Literal["waiting"] = "waiting"
"""In place of an outcome: CJ waits for the merchant."""
_Stand = Outcome | Literal["waiting"] | None


class OutcomeDelegate(QStyledItemDelegate):
    """Paints an outcome as a pill: a shape and a word on a soft ground.

    The colours are those of the scheme at that moment.
    """

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
        stand = _WAITING if waits_for_merchant(row.dispute.status) else row.dispute.outcome
        words = text, status_beside(row.dispute)
        pill = self._pill(ground, stand, words, painter.device().devicePixelRatioF())
        painter.drawPixmap(option.rect.topLeft(), pill)

    def _pill(
        self, option: QStyleOptionViewItem, stand: _Stand, words: tuple[str, str], ratio: float
    ) -> QPixmap:
        """The pill on nothing, drawn once for all rows that look alike: scrolling needs many."""
        size = option.rect.size()
        look = (stand, words, size.width(), size.height(), option.font.key(), ratio)
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
            _draw_pill(painter, QRectF(0, 0, size.width(), size.height()), stand, words)
            painter.end()
            self._pills[key] = pill
        return pill

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        shape = option.fontMetrics.height()
        return QSize(size.width() + shape + 3 * _PADDING, size.height())


def _draw_pill(painter: QPainter, cell: QRectF, stand: _Stand, words: tuple[str, str]) -> None:
    """The outcome's word in the pill, and CJ's own in small type beside it."""
    text, beside = words
    ink, ground = _colours(stand)
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
    _draw_outcome(painter, shape, stand if isinstance(stand, Outcome) else None, ink)
    painter.setPen(ink)
    place = pill.adjusted(_PADDING + side + SPACE_XS, 0, 0, 0)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), shown)
    rest = QRectF(cell)
    rest.setLeft(pill.right() + SPACE_XS)
    if beside and rest.width() > metrics.averageCharWidth() * _LEAST_BESIDE:
        small = QFont(painter.font())
        small.setPointSizeF(small.pointSizeF() * SMALL_SCALE)
        painter.setFont(small)
        painter.setPen(QColor(current_scheme().muted))
        shown = painter.fontMetrics().elidedText(
            beside, Qt.TextElideMode.ElideRight, int(rest.width())
        )
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), shown)


def _colours(stand: _Stand) -> tuple[QColor, QColor]:
    scheme = current_scheme()
    ink, ground = {
        None: (scheme.text, scheme.sunken),
        Outcome.REFUND: (scheme.good, scheme.good_soft),
        Outcome.REISSUE: (scheme.accent, scheme.accent_soft),
        Outcome.REJECT: (scheme.bad, scheme.bad_soft),
        _WAITING: (scheme.warn, scheme.warn_soft),
    }[stand]
    return QColor(ink), QColor(ground)


def _draw_outcome(painter: QPainter, box: QRectF, outcome: Outcome | None, colour: QColor) -> None:
    """An outcome's shape: a ring while undecided, a check, a dot with a ring, or a cross."""
    line, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(colour, max(box.width() / 6, 1.4), line, cap, join))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _SHAPES[outcome](painter, box, colour)


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
