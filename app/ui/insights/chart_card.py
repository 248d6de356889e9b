"""The card beside a bar of the chart: its period in figures."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from app.domain.insights import Period, ResultKind
from app.ui.insights.chart_style import fill
from app.ui.insights.messages import Measure, fate_name, period_name, value_of, value_text
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS, current_scheme

_SWATCH = 10.0


def paint_card(
    painter: QPainter, period: Period, measure: Measure, slot: QRectF, bounds: QRectF
) -> None:
    """Paint the figures of a period beside its bar, wherever there is room within the bounds."""
    scheme = current_scheme()
    rows = [
        (fate, fate_name(fate), value_text(value, measure))
        for fate in ResultKind
        if (value := value_of(period.tally, fate, measure))
    ]
    plain, bold = QFontMetricsF(painter.font()), _bold(painter.font())
    title = period_name(period)
    line = plain.height() + SPACE_XS
    names = max((plain.horizontalAdvance(name) for _, name, _ in rows), default=0)
    amounts = max((plain.horizontalAdvance(text) for *_, text in rows), default=0)
    content = _SWATCH + SPACE_S + names + SPACE_L + amounts if rows else 0
    width = max(content, QFontMetricsF(bold).horizontalAdvance(title)) + 2 * SPACE_M
    height = line * (len(rows) + 1) + 2 * SPACE_S
    left = slot.right() + SPACE_XS
    if left + width > bounds.right() - SPACE_XS:
        left = max(slot.left() - SPACE_XS - width, bounds.left() + SPACE_XS)
    card = QRectF(left, slot.top(), width, height)

    outline = QPainterPath()
    outline.addRoundedRect(card, 8, 8)
    painter.fillPath(outline, QColor(scheme.surface))
    painter.strokePath(outline, QPen(QColor(scheme.edge), 1))
    baseline = card.top() + SPACE_S + plain.ascent()
    painter.setPen(QColor(scheme.text))
    kept = painter.font()
    painter.setFont(bold)
    painter.drawText(QPointF(card.left() + SPACE_M, baseline), title)
    painter.setFont(kept)
    for number, (fate, name, text) in enumerate(rows, start=1):
        y = baseline + number * line
        swatch = QPainterPath()
        top = y - plain.ascent() / 2 - _SWATCH / 2 + 1
        swatch.addRoundedRect(QRectF(card.left() + SPACE_M, top, _SWATCH, _SWATCH), 2, 2)
        fill(painter, swatch, fate, scheme)
        painter.setPen(QColor(scheme.muted))
        painter.drawText(QPointF(card.left() + SPACE_M + _SWATCH + SPACE_S, y), name)
        painter.setPen(QColor(scheme.text))
        x = card.right() - SPACE_M - plain.horizontalAdvance(text)
        painter.drawText(QPointF(x, y), text)


def _bold(font: QFont) -> QFont:
    result = QFont(font)
    result.setBold(True)
    return result
