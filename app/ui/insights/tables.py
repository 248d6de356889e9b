"""The tables of the insights: what rows they have; read-only, to be read out and copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.domain.history.insights import Group, Overview, ResultKind, TotalsByResult
from app.domain.text import one_line
from app.ui.insights.messages import Measure, fate_name, percent, period_name, value_of
from app.ui.theme import SMALL_SCALE, SPACE_S, current_scheme
from app.ui.widgets.column_table import tabbed
from app.ui.widgets.labels import plain_tooltip, scale
from app.ui.widgets.spoken_rows import SpokenTable, spoken
from app.ui.widgets.table_model import ROOT, AnyIndex, HeadedModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


translate = QCoreApplication.translate

BAR_ROLE = int(Qt.ItemDataRole.UserRole)
"""Gives how long a bar to draw under a cell: 0 to 1, or None for none."""

_LEAST_NAME = 110
_MOST_ROWS = 14
_MOST_GROUPS = 8
_MONEY_FATES = (ResultKind.REFUNDED, ResultKind.REISSUED, ResultKind.OPEN, ResultKind.REFUSED)


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell: its text, its value for the clipboard, and a bar under it."""

    text: str
    raw: str
    bar: float | None = None


class NumbersModel(HeadedModel):
    """Rows of figures under headings; all columns but the first hold numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[Figure, ...], ...] = ()

    def set_rows(self, headings: tuple[str, ...], rows: tuple[tuple[Figure, ...], ...]) -> None:
        """Show these in place of the ones before."""
        self.beginResetModel()
        self.put_headings((name, place > 0) for place, name in enumerate(headings))
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        figure = self._rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return figure.text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(figure.text)
            case Qt.ItemDataRole.AccessibleTextRole:
                heading = self.headings[index.column()]
                return spoken(heading, figure.text, is_number=index.column() > 0)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.sides[index.column()]
            case _ if role == BAR_ROLE:
                return figure.bar
        return None

    def as_text(self, places: Sequence[int] = ()) -> str:
        """The rows at these places, tabs between cells; without any, all of them and headings."""
        rows = [self._rows[place] for place in places] or self._rows
        cells = [[cell.raw for cell in row] for row in rows]
        if not places:
            cells.insert(0, list(self.headings))
        return "\n".join(
            tabbed((text, column > 0) for column, text in enumerate(line)) for line in cells
        )


class NumbersTable(SpokenTable):
    """Shows a `NumbersModel`, as tall as it is long; Ctrl+C copies the rows selected, or all."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.numbers = NumbersModel()
        self._width_of_names = 0
        self.setModel(self.numbers)
        self.setItemDelegateForColumn(0, BarDelegate(self))
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scale(self, SMALL_SCALE)
        header = self.horizontalHeader()
        scale(header, SMALL_SCALE)
        header.setMinimumSectionSize(44)
        header.setSectionResizeMode(header.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 2 * SPACE_S)
        self.horizontalScrollBar().rangeChanged.connect(self.updateGeometry)

    def show_rows(self, headings: tuple[str, ...], rows: tuple[tuple[Figure, ...], ...]) -> None:
        """Show these rows."""
        self.numbers.set_rows(headings, rows)
        self._fit_columns()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = min(self.numbers.rowCount(), _MOST_ROWS)
        height = rows * self.verticalHeader().defaultSectionSize()
        around = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        bar = self.horizontalScrollBar()
        if bar.maximum() > 0:  # it would lie on the last row
            around += bar.sizeHint().height()
        return QSize(240, height + around)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_columns()

    def _fit_columns(self) -> None:
        """All cells are measured here and only here, not whenever the window is another size."""
        self.resizeColumnsToContents()
        self._width_of_names = self.columnWidth(0)
        self._share_width()

    def _share_width(self) -> None:
        """The names get what the figures leave, but never less than can be read."""
        header = self.horizontalHeader()
        left = self.viewport().width() - sum(map(self.columnWidth, range(1, header.count())))
        self.setColumnWidth(0, left if left >= _LEAST_NAME else self._width_of_names)

    def copy(self) -> None:
        """Put the rows selected on the clipboard; without a selection all of them and headings."""
        selected = sorted(index.row() for index in self.selectionModel().selectedRows())
        QGuiApplication.clipboard().setText(self.numbers.as_text(selected))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


class BarDelegate(QStyledItemDelegate):
    """Draws a thin bar at the bottom of a cell that has one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        length = index.data(BAR_ROLE)
        if length is None:
            return
        area = option.rect.adjusted(SPACE_S, 0, -SPACE_S, 0)
        area.setTop(area.bottom() - 3)
        scheme = current_scheme()
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.sunken))
        painter.drawRoundedRect(area, 1.5, 1.5)
        area.setWidth(max(round(area.width() * length), 2))
        painter.setBrush(QColor(scheme.accent))
        painter.drawRoundedRect(area, 1.5, 1.5)
        painter.restore()


def period_headings(overview: Overview) -> tuple[str, ...]:
    """The headings of the table behind the chart; those of losses once a refund was entered."""
    losses = (translate("Insights", "USD to buyers"), translate("Insights", "USD net loss"))
    return (
        translate("Insights", "Period"),
        translate("Insights", "Disputes"),
        *(fate_name(fate) for fate in ResultKind),
        translate("Insights", "USD recovered"),
        translate("Insights", "USD reissued"),
        translate("Insights", "USD open"),
        translate("Insights", "USD rejected"),
        *(losses if overview.total.losses.buyers_known else ()),
    )


def period_rows(overview: Overview) -> tuple[tuple[Figure, ...], ...]:
    """The latest period first, and the sum of all below."""
    tallies = [(period_name(period), period.tally) for period in reversed(overview.periods)]
    tallies.append((translate("Insights", "Total"), overview.total))
    if not overview.total.losses.buyers_known:
        return tuple(_period_row(*each) for each in tallies)
    return tuple(
        (
            *_period_row(name, tally),
            _known(tally.losses.to_buyers, tally.losses.buyers_known),
            _loss(tally),
        )
        for name, tally in tallies
    )


def group_headings(name: str, groups: tuple[Group, ...]) -> tuple[str, ...]:
    """The headings of a ranking by something; that of losses once a refund was entered."""
    return (
        name,
        translate("Insights", "Disputes"),
        translate("Insights", "USD recovered"),
        translate("Insights", "Won"),
        *((translate("Insights", "Net loss"),) if _have_losses(groups) else ()),
    )


def group_rows(groups: tuple[Group, ...]) -> tuple[tuple[Figure, ...], ...]:
    """The largest groups, and all others in one row."""
    has_losses = _have_losses(groups)
    named = [group for group in groups if group.name]
    shown, rest = named[:_MOST_GROUPS], named[_MOST_GROUPS:]
    longest = max((group.tally.count for group in shown), default=1)
    rows: list[tuple[str, TotalsByResult, float | None]] = [
        (one_line(group.name, 120), group.tally, group.tally.count / longest) for group in shown
    ]
    others = translate("Insights", "Others: {count}").format(count=f"{len(rest):,}")
    unnamed = [group for group in groups if not group.name]
    for name, summed in ((others, rest), (translate("Insights", "Not known"), unnamed)):
        if summed:
            rows.append((name, _sum(summed), None))
    return tuple(_group_row(*row, has_losses=has_losses) for row in rows)


def _sum(groups: list[Group]) -> TotalsByResult:
    return TotalsByResult.of(part for group in groups for part in group.tally.totals.items())


def _period_row(name: str, tally: TotalsByResult) -> tuple[Figure, ...]:
    return (
        Figure(name, name),
        _count(tally.count),
        *(_count(tally[fate].count) for fate in ResultKind),
        *(_amount(value_of(tally, fate, Measure.MONEY)) for fate in _MONEY_FATES),
    )


def _group_row(
    name: str, tally: TotalsByResult, bar: float | None, *, has_losses: bool
) -> tuple[Figure, ...]:
    rate = tally.win_rate
    return (
        Figure(name, name, bar),
        _count(tally.count),
        _amount(tally.recovered),
        Figure("–", "") if rate is None else Figure(percent(rate), percent(rate)),
        *((_loss(tally),) if has_losses else ()),
    )


def _have_losses(groups: tuple[Group, ...]) -> bool:
    return any(group.tally.losses.buyers_known for group in groups)


def _loss(tally: TotalsByResult) -> Figure:
    return _known(tally.losses.net_loss, tally.losses.loss_known)


def _known(amount: Decimal, known: int) -> Figure:
    """An amount that may be zero; a dash where none is known."""
    return Figure(f"{amount:,.2f}", f"{amount:.2f}") if known else Figure("–", "")


def _count(number: int) -> Figure:
    return Figure(f"{number:,}" if number else "–", str(number))


def _amount(amount: Decimal) -> Figure:
    return Figure(f"{amount:,.2f}" if amount else "–", f"{amount:.2f}")
