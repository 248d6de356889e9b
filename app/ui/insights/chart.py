"""The chart of the insights: stacked bars by month, a card beside the one that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.history.insights import Grain, Period, ResultKind, TotalsByResult
from app.ui.insights.messages import (
    Measure,
    fate_name,
    period_label,
    period_name,
    period_sentence,
    value_of,
    value_text,
)
from app.ui.theme import (
    DARK,
    SMALL_SCALE,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XS,
    Scheme,
    current_scheme,
)
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WIDEST_BAR = 44.0
_BAR_OF_SLOT = 0.64
_CORNER = 4.0
_GAP = 2.0
_SWATCH = 12.0
_CARD_SWATCH = 10.0
_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_WANTED_MARKS = 4
_SPACING = 6.0
"""Between the lines of a pattern."""


class Pattern(Enum):
    """What lies over a colour, for whoever cannot tell colours apart."""

    SOLID = "solid"
    STRIPES = "stripes"
    HOLLOW = "hollow"
    GRID = "grid"
    DOTS = "dots"


class Look(NamedTuple):
    """How a fate is drawn. Each colour stands out 3:1 or more against the card below it."""

    light: str
    dark: str
    pattern: Pattern


LOOKS: Mapping[ResultKind, Look] = {
    ResultKind.REFUNDED: Look("#0A6661", "#63D2C6", Pattern.SOLID),
    ResultKind.REISSUED: Look("#2F6FC4", "#8AB4F8", Pattern.STRIPES),
    ResultKind.OPEN: Look("#B26A00", "#FFC878", Pattern.HOLLOW),
    ResultKind.REFUSED: Look("#B3403C", "#FF9C92", Pattern.GRID),
    ResultKind.CLOSED: Look("#7A838F", "#8B95A1", Pattern.DOTS),
}


@dataclass(frozen=True, slots=True)
class Axis:
    """Marks at round values, evenly apart, from the lowest (0, unless values are negative) up."""

    marks: tuple[Decimal, ...]

    def place(self, value: Decimal) -> float:
        """How far up the axis a value stands, 0 to 1. For drawing only: money is never a float."""
        low, high = self.marks[0], self.marks[-1]
        return float((value - low) / (high - low))


def axis_for(low: Decimal, high: Decimal, *, least_step: Decimal) -> Axis:
    """An axis from zero, or below it, to a mark that is not below `high`.

    `least_step` keeps marks whole where values are: no half disputes, no tenth of a cent.
    """
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    rough = max((high - low) / _WANTED_MARKS, least_step)
    power = Decimal(1).scaleb(rough.adjusted())
    step = max(next(each * power for each in _STEPS if each * power >= rough), least_step)
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR")
    last = max((high / step).to_integral_value(rounding="ROUND_CEILING"), first + 1)
    return Axis(tuple((first + place) * step for place in range(int(last - first) + 1)))


def mark_texts(axis: Axis) -> tuple[str, ...]:
    """The marks as short as they can be said, all in the same unit: `25,000`, `250k`, `1.5M`."""
    largest = max(map(abs, axis.marks))
    step = axis.marks[1] - axis.marks[0]
    for size, letter in ((10**9, "bn"), (10**6, "M"), (10**3, "k")):
        if largest >= max(size, 100_000):
            return tuple(f"{mark / size:,f}{letter}" if mark else "0" for mark in axis.marks)
    places = 0 if step == step.to_integral_value() else 2
    return tuple(f"{mark:,.{places}f}" for mark in axis.marks)


class PeriodChart(QWidget):
    """Draws periods; says which one is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._periods: tuple[Period, ...] = ()
        self._measure = Measure.MONEY
        self._axis = Axis((Decimal(0), Decimal(1)))
        self._hovered = -1
        self._focused = -1
        self.fates: tuple[ResultKind, ...] = ()
        """The fates that occur, in the order in which they are stacked."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._name())

    def show_periods(self, periods: tuple[Period, ...], measure: Measure) -> None:
        """Draw these."""
        self._periods, self._measure = periods, measure
        self.setAccessibleName(self._name())
        self.fates = tuple(
            fate
            for fate in ResultKind
            if any(value_of(each.tally, fate, measure) for each in periods)
        )
        self._hovered = -1
        self._focused = min(self._focused, len(periods) - 1)
        none = Decimal(0)
        ends = [self._height(each.tally, sign) for each in periods for sign in (+1, -1)]
        least = Decimal(1) if measure is Measure.DISPUTES else Decimal("0.01")
        self._axis = axis_for(
            min(ends, default=none), max(ends, default=none) or Decimal(1), least_step=least
        )
        self._describe()
        self.update()

    @property
    def chosen(self) -> int:
        """The period that is looked at; -1 for none."""
        if self._hovered >= 0:
            return self._hovered
        return self._focused if self.hasFocus() else -1

    def sizeHint(self) -> QSize:
        return QSize(640, 17 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.sizeHint().height())

    def bar_area(self, place: int) -> QRectF:
        """The slot of a period, from the top of the plot to its bottom."""
        plot = self._plot()
        width = plot.width() / max(len(self._periods), 1)
        return QRectF(plot.left() + place * width, plot.top(), width, plot.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = current_scheme()
        painter.setFont(self._small())
        self._paint_legend(painter, scheme)
        self._paint_axis(painter, scheme)
        if self.chosen >= 0:
            self._paint_band(painter, scheme)
        for place, period in enumerate(self._periods):
            self._paint_bar(painter, scheme, place, period)
        self._paint_labels(painter, scheme)
        if self.hasFocus():
            painter.setPen(QPen(QColor(scheme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        if 0 <= self.chosen < len(self._periods):
            _paint_card(
                painter,
                self._periods[self.chosen],
                self._measure,
                self.bar_area(self.chosen),
                QRectF(self.rect()),
            )
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place >= 0:
            self._focus_on(place)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._periods) - 1
        place = {
            Qt.Key.Key_Left: max(self._focused - 1, 0),
            Qt.Key.Key_Right: min(self._focused + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()), -1)
        if place < 0 or not self._periods:
            super().keyPressEvent(event)
            return
        self._hovered = -1
        self._focus_on(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._focused < 0 and self._periods:
            self._focused = len(self._periods) - 1  # the present one
        self._describe()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def _height(self, tally: TotalsByResult, sign: int) -> Decimal:
        values = (value_of(tally, fate, self._measure) for fate in ResultKind)
        return sum((value for value in values if value * sign > 0), Decimal(0))

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()

    def _focus_on(self, place: int) -> None:
        self._focused = place
        self._describe()
        announce(self, period_sentence(self._periods[place], self._measure))
        self.update()

    def _name(self) -> str:
        if self._measure is Measure.LOSS:
            return self.tr("Chart of net losses by month")
        return self.tr("Chart of recovered, open and rejected by month")

    def _describe(self) -> None:
        place = self._focused
        said = self.tr("Left and right arrow keys go from month to month.")
        if 0 <= place < len(self._periods):
            said = f"{period_sentence(self._periods[place], self._measure)}. {said}"
        self.setAccessibleDescription(said)

    def _at(self, point: QPointF) -> int:
        plot = self._plot()
        if not self._periods or not plot.left() <= point.x() < plot.right():
            return -1
        return int((point.x() - plot.left()) / plot.width() * len(self._periods))

    def _small(self) -> QFont:
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * SMALL_SCALE)
        return font

    def _plot(self) -> QRectF:
        metrics = QFontMetricsF(self._small())
        widest = max(metrics.horizontalAdvance(text) for text in mark_texts(self._axis))
        left = widest + SPACE_M + SPACE_S
        top = SPACE_S + metrics.height() + SPACE_M + SPACE_S
        bottom = self.height() - 2 * metrics.height() - SPACE_M
        return QRectF(left, top, max(self.width() - left - SPACE_M, 1), max(bottom - top, 1))

    def _y(self, value: Decimal, within: QRectF) -> float:
        """How high a value stands in something as high as the plot."""
        return within.bottom() - self._axis.place(value) * within.height()

    def _paint_legend(self, painter: QPainter, scheme: Scheme) -> None:
        metrics = QFontMetricsF(painter.font())
        unit = self.tr("Disputes") if self._measure is Measure.DISPUTES else "USD"
        painter.setPen(QColor(scheme.muted))
        painter.drawText(QPointF(SPACE_S, SPACE_S + metrics.ascent()), unit)
        x = float(self.width() - SPACE_M)
        for fate in reversed(self.fates):
            name = fate_name(fate, self._measure)
            x -= metrics.horizontalAdvance(name)
            painter.setPen(QColor(scheme.text))
            painter.drawText(QPointF(x, SPACE_S + metrics.ascent()), name)
            x -= _SWATCH + SPACE_S
            _paint_swatch(painter, fate, QPointF(x, SPACE_S + metrics.height() / 2), _SWATCH, 3)
            x -= SPACE_M + SPACE_XS

    def _paint_axis(self, painter: QPainter, scheme: Scheme) -> None:
        plot, metrics = self._plot(), QFontMetricsF(painter.font())
        for mark, text in zip(self._axis.marks, mark_texts(self._axis), strict=True):
            y = round(self._y(mark, plot)) + 0.5
            painter.setPen(QPen(QColor(scheme.edge if not mark else scheme.line), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(scheme.muted))
            x = plot.left() - SPACE_S - metrics.horizontalAdvance(text)
            painter.drawText(QPointF(x, y + metrics.ascent() / 2 - 1), text)

    def _paint_band(self, painter: QPainter, scheme: Scheme) -> None:
        band = QPainterPath()
        below = QFontMetricsF(painter.font()).height() + SPACE_S
        area = self.bar_area(self.chosen).adjusted(0, -SPACE_XS, 0, below)
        band.addRoundedRect(area, 6, 6)
        painter.fillPath(band, QColor(scheme.sunken))

    def _paint_bar(self, painter: QPainter, scheme: Scheme, place: int, period: Period) -> None:
        slot = self.bar_area(place)
        width = min(slot.width() * _BAR_OF_SLOT, _WIDEST_BAR)
        left = slot.center().x() - width / 2
        values = [(fate, value_of(period.tally, fate, self._measure)) for fate in self.fates]
        for sign in (+1, -1):
            base = Decimal(0)
            pieces = [(fate, value) for fate, value in values if value * sign > 0]
            for number, (fate, value) in enumerate(pieces, start=1):
                ends = sorted((self._y(base, slot), self._y(base + value, slot)))
                base += value
                self._paint_piece(
                    painter,
                    scheme,
                    QRectF(left, ends[0], width, max(ends[1] - ends[0], 1.5)),
                    fate,
                    sign if number == len(pieces) else 0,
                )

    def _paint_piece(
        self, painter: QPainter, scheme: Scheme, area: QRectF, fate: ResultKind, outer: int
    ) -> None:
        """A piece of a bar. The outer end is round, the others leave a gap to the next."""
        if area.height() > 2 * _GAP and not outer:
            area.setTop(area.top() + _GAP)
        path = QPainterPath()
        corner = min(_CORNER, area.height(), area.width() / 2)
        if outer:
            path.setFillRule(Qt.FillRule.WindingFill)
            path.addRoundedRect(area, corner, corner)
            square = QRectF(area)
            square.setHeight(area.height() - corner)
            if outer > 0:
                square.moveBottom(area.bottom())
            path.addRect(square)
            path = path.simplified()
        else:
            path.addRect(area)
        fill(painter, path, fate, scheme)

    def _paint_labels(self, painter: QPainter, scheme: Scheme) -> None:
        metrics = QFontMetricsF(painter.font())
        first_line = self._plot().bottom() + SPACE_XS + metrics.ascent() + 2
        end = self._plot().left() - SPACE_S
        for place, text in _with_room(
            [period_label(period) for period in self._periods],
            self._plot().width() / max(len(self._periods), 1),
            metrics,
        ):
            slot = self.bar_area(place)
            painter.setPen(QColor(scheme.text if place == self.chosen else scheme.muted))
            x = slot.center().x() - metrics.horizontalAdvance(text) / 2
            painter.drawText(QPointF(x, first_line), text)
        painter.setPen(QColor(scheme.muted))
        for place, period in enumerate(self._periods):
            if period.grain is Grain.YEAR or (place and period.first_day.month != 1):
                continue
            year = str(period.first_day.year)
            x = self.bar_area(place).center().x() - metrics.horizontalAdvance(year) / 2
            if x > end:
                painter.drawText(QPointF(x, first_line + metrics.height()), year)
                end = x + metrics.horizontalAdvance(year) + SPACE_S


def _with_room(texts: list[str], slot: float, metrics: QFontMetricsF) -> Iterable[tuple[int, str]]:
    """The labels that fit beside each other: every one, or every second, third…"""
    widest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + SPACE_S
    every = max(int(-(-widest // max(slot, 1))), 1)
    return [(place, text) for place, text in enumerate(texts) if place % every == 0]


def _paint_card(
    painter: QPainter, period: Period, measure: Measure, slot: QRectF, bounds: QRectF
) -> None:
    """Paint the figures of a period beside its bar, wherever there is room within the bounds."""
    scheme = current_scheme()
    rows = [
        (fate, fate_name(fate, measure), value_text(value, measure))
        for fate in ResultKind
        if (value := value_of(period.tally, fate, measure))
    ]
    plain, bold = QFontMetricsF(painter.font()), QFont(painter.font())
    bold.setBold(True)
    title = period_name(period)
    line = plain.height() + SPACE_XS
    names = max((plain.horizontalAdvance(name) for _, name, _ in rows), default=0)
    amounts = max((plain.horizontalAdvance(text) for *_, text in rows), default=0)
    content = _CARD_SWATCH + SPACE_S + names + SPACE_L + amounts if rows else 0
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
        middle = QPointF(card.left() + SPACE_M, y - plain.ascent() / 2 + 1)
        _paint_swatch(painter, fate, middle, _CARD_SWATCH, 2)
        painter.setPen(QColor(scheme.muted))
        painter.drawText(QPointF(card.left() + SPACE_M + _CARD_SWATCH + SPACE_S, y), name)
        painter.setPen(QColor(scheme.text))
        x = card.right() - SPACE_M - plain.horizontalAdvance(text)
        painter.drawText(QPointF(x, y), text)


def _paint_swatch(
    painter: QPainter, fate: ResultKind, left_middle: QPointF, side: float, corner: float
) -> None:
    swatch = QPainterPath()
    area = QRectF(left_middle.x(), left_middle.y() - side / 2, side, side)
    swatch.addRoundedRect(area, corner, corner)
    fill(painter, swatch, fate, current_scheme())


def colour_of(fate: ResultKind, scheme: Scheme) -> QColor:
    """The colour of a fate."""
    return QColor(LOOKS[fate].dark if scheme is DARK else LOOKS[fate].light)


def fill(painter: QPainter, path: QPainterPath, fate: ResultKind, scheme: Scheme) -> None:
    """Fill a shape with the colour and pattern of a fate."""
    colour, pattern = colour_of(fate, scheme), LOOKS[fate].pattern
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
    left, right, top, bottom = area.left(), area.right(), area.top(), area.bottom()
    if pattern is Pattern.STRIPES:
        painter.setPen(QPen(colour, 1.4))
        rise = area.height()
        xs = _steps(left - rise, right)
        painter.drawLines([QLineF(x, bottom, x + rise, top) for x in xs])
    elif pattern is Pattern.GRID:
        painter.setPen(QPen(colour, 1.0))
        ys = _steps(top, bottom, _SPACING - 2)
        painter.drawLines([QLineF(left, y, right, y) for y in ys])
    elif pattern is Pattern.DOTS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for x in _steps(left, right):
            for y in _steps(top, bottom):
                painter.drawEllipse(QPointF(x, y), 1.0, 1.0)


def _steps(start: float, end: float, spacing: float = _SPACING) -> list[float]:
    first = int(start // spacing)
    return [(first + place) * spacing for place in range(int((end - start) // spacing) + 3)]
