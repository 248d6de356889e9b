"""How each fate looks in the chart: a colour, and a pattern for whoever cannot tell colours apart.

Every colour stands out 3:1 or more against the card it is drawn on (`tests/ui/insights`).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.domain.history.insights import ResultKind
from app.ui.theme import DARK, Scheme

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIGHT_COLOURS: Mapping[ResultKind, str] = {
    ResultKind.REFUNDED: "#0A6661",
    ResultKind.REISSUED: "#2F6FC4",
    ResultKind.OPEN: "#B26A00",
    ResultKind.REFUSED: "#B3403C",
    ResultKind.CLOSED: "#7A838F",
}
_DARK_COLOURS: Mapping[ResultKind, str] = {
    ResultKind.REFUNDED: "#63D2C6",
    ResultKind.REISSUED: "#8AB4F8",
    ResultKind.OPEN: "#FFC878",
    ResultKind.REFUSED: "#FF9C92",
    ResultKind.CLOSED: "#8B95A1",
}


class Pattern(Enum):
    """What lies over the colour."""

    SOLID = "solid"
    STRIPES = "stripes"
    HOLLOW = "hollow"
    GRID = "grid"
    DOTS = "dots"


PATTERNS: Mapping[ResultKind, Pattern] = {
    ResultKind.REFUNDED: Pattern.SOLID,
    ResultKind.REISSUED: Pattern.STRIPES,
    ResultKind.OPEN: Pattern.HOLLOW,
    ResultKind.REFUSED: Pattern.GRID,
    ResultKind.CLOSED: Pattern.DOTS,
}
_SPACING = 6.0


def colour_of(fate: ResultKind, scheme: Scheme) -> QColor:
    """The colour of a fate."""
    return QColor((_DARK_COLOURS if scheme is DARK else _LIGHT_COLOURS)[fate])


def fill(painter: QPainter, path: QPainterPath, fate: ResultKind, scheme: Scheme) -> None:
    """Fill a shape with the colour and pattern of a fate."""
    colour, pattern = colour_of(fate, scheme), PATTERNS[fate]
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    if pattern is Pattern.HOLLOW:
        soft = QColor(colour)
        soft.setAlpha(40)
        painter.fillPath(path, QColor(scheme.surface))  # or the axis' lines show through
        painter.fillPath(path, soft)
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        # Half of the line falls outside of the clip: drawn double, it is as wide as meant.
        painter.strokePath(path, QPen(colour, 3.4))
    else:
        painter.fillPath(path, colour)
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        _overlay(painter, path.boundingRect(), pattern, QColor(scheme.surface))
    painter.restore()


def _overlay(painter: QPainter, area: QRectF, pattern: Pattern, colour: QColor) -> None:
    # Counted from the widget's origin, so that a pattern runs on from one bar to the next.
    if pattern is Pattern.STRIPES:
        painter.setPen(QPen(colour, 1.4))
        painter.drawLines(list(_slanted(area)))
    elif pattern is Pattern.GRID:
        painter.setPen(QPen(colour, 1.0))
        painter.drawLines(list(_level(area)))
    elif pattern is Pattern.DOTS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for x in _steps(area.left(), area.right()):
            for y in _steps(area.top(), area.bottom()):
                painter.drawEllipse(QPointF(x, y), 1.0, 1.0)


def _slanted(area: QRectF) -> list[QLineF]:
    height = area.height()
    return [
        QLineF(x, area.bottom(), x + height, area.top())
        for x in _steps(area.left() - height, area.right())
    ]


def _level(area: QRectF) -> list[QLineF]:
    spacing = _SPACING - 2
    return [
        QLineF(area.left(), y, area.right(), y) for y in _steps(area.top(), area.bottom(), spacing)
    ]


def _steps(start: float, end: float, spacing: float = _SPACING) -> list[float]:
    first = int(start // spacing)
    return [(first + place) * spacing for place in range(int((end - start) // spacing) + 3)]
