"""The small shapes that say in the table what colour alone must not."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.domain.disputes import Outcome
from app.ui.theme import current_scheme

_MARK = QSize(10, 10)
_RATIO = 3
"""Drawn this much larger, so that it is sharp on every screen."""


def change_mark(*, is_shown: bool) -> QPixmap:
    """A dot for a row that changed, or as much room without one, so that the texts line up."""
    return _dot(current_scheme().accent if is_shown else "")


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


def draw_outcome(painter: QPainter, box: QRectF, outcome: Outcome | None, colour: QColor) -> None:
    """An outcome's shape: a ring while undecided, a check, a dot with a ring, or a cross."""
    pen = QPen(colour, max(box.width() / 6, 1.4))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
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
