"""Prints rows of short texts on A4, across: a page at a time, as Qt's text is for one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QIODevice,
    QLineF,
    QMarginsF,
    QRectF,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPageLayout,
    QPainter,
)

from app.domain.text import one_line
from app.ui.exporting.paper import INK, MUTED, RULE, SHADE, font, pdf_writer, printable
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.messages import formatting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from app.domain.history.history import HistoryRow

translate = QCoreApplication.translate

_RESOLUTION = 300
_MARGINS_MM = QMarginsF(12, 12, 12, 12)
_POINTS, _TITLE_POINTS = 8.0, 13.0
MOST_PRINTED = 1_000
"""Rows: some thirty pages."""
_COLUMNS = (
    Column.DISPUTE,
    Column.ORDER,
    Column.CREATED,
    Column.PRODUCT,
    Column.REASON,
    Column.STATUS,
    Column.OUTCOME,
    Column.ASKED,
    Column.REFUND,
)
_PADDING = 0.4
"""Above and below a text, in heights of a line; between columns there is a whole one at least."""


class TablePrinting:
    """A heading for each column, and rows; those of numbers stand to the right."""

    def __init__(
        self,
        title: str,
        below_title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        numbers: frozenset[int],
    ) -> None:
        self._title, self._below_title = printable(title), below_title
        self._headings, self._rows, self._numbers = headings, rows, numbers
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        across = QPageLayout.Orientation.Landscape
        self._writer = writer = pdf_writer(
            self._buffer, self._title, across, _MARGINS_MM, _RESOLUTION
        )
        self._font = font(_POINTS)
        metrics = QFontMetricsF(self._font, writer)
        self._line = metrics.height() * (1 + 2 * _PADDING)
        self._widths = self._share(metrics)
        left = writer.width() - sum(self._widths)
        self._gap = left / max(len(self._widths) - 1, 1)

    @property
    def pdf(self) -> bytes:
        """The whole file, once all steps are done."""
        return bytes(self._buffer.data().data())

    def steps(self) -> Iterator[None]:
        """Print it, a page with each step."""
        painter = QPainter(self._writer)
        height, left = float(self._writer.height()), list(self._rows)
        head = self._draw_title(painter)
        per_page = max(1, int((height - head) / self._line) - 2)
        pages = max(1, -(-len(left) // per_page))
        for number in range(pages):
            if number:
                self._writer.newPage()
            top = head if number == 0 else 0.0
            self._draw_row(painter, top, self._headings, is_heading=True)
            for row in left[number * per_page : (number + 1) * per_page]:
                top += self._line
                self._draw_row(painter, top, row)
            self._draw_foot(painter, height, number + 1, pages)
            yield
        painter.end()

    def _share(self, metrics: QFontMetricsF) -> list[float]:
        """Each column as wide as its texts; where that is too much, the widest give way."""
        room = self._writer.width() - metrics.height() * (len(self._headings) - 1)
        bold = QFontMetricsF(font(_POINTS, bold=True), self._writer)
        wanted = [bold.horizontalAdvance(each) + 1 for each in self._headings]
        for row in self._rows:
            for place, text in enumerate(row):
                wanted[place] = max(wanted[place], metrics.horizontalAdvance(_cell(text)) + 1)
        most = max(wanted)
        while sum(min(each, most) for each in wanted) > room:
            most *= 0.95
        return [min(each, most) for each in wanted]

    def _draw_title(self, painter: QPainter) -> float:
        painter.setFont(font(_TITLE_POINTS, bold=True))
        line = QFontMetricsF(painter.font(), self._writer).height()
        painter.setPen(QColor(INK))
        width = float(self._writer.width())
        painter.drawText(QRectF(0, 0, width, line), Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setFont(self._font)
        painter.setPen(QColor(MUTED))
        area = QRectF(0, line, width, self._line)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._below_title)
        return line + 1.5 * self._line

    def _draw_row(
        self, painter: QPainter, top: float, row: Sequence[str], *, is_heading: bool = False
    ) -> None:
        painter.setFont(font(_POINTS, bold=is_heading))
        metrics = QFontMetricsF(painter.font(), self._writer)
        width = float(self._writer.width())
        if is_heading:
            painter.fillRect(QRectF(0, top, width, self._line), QColor(SHADE))
        left = 0.0
        painter.setPen(QColor(MUTED if is_heading else INK))
        for place, (text, room) in enumerate(zip(row, self._widths, strict=True)):
            side = (
                Qt.AlignmentFlag.AlignRight
                if place in self._numbers
                else Qt.AlignmentFlag.AlignLeft
            )
            shown = metrics.elidedText(_cell(text), Qt.TextElideMode.ElideRight, room)
            area = QRectF(left, top, room, self._line)
            painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
            left += room + self._gap
        painter.setPen(QColor(RULE))
        painter.drawLine(QLineF(0, top + self._line, width, top + self._line))

    def _draw_foot(self, painter: QPainter, height: float, number: int, pages: int) -> None:
        painter.setFont(self._font)
        painter.setPen(QColor(MUTED))
        text = translate("CaseFile", "Page {number} of {count}").format(number=number, count=pages)
        area = QRectF(0, height - self._line, float(self._writer.width()), self._line)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def table_printing(
    rows: Sequence[HistoryRow], total: int, now: datetime, *, is_practice: bool = False
) -> TablePrinting:
    """The table of disputes: the first of them, as it shows them, of so many in all."""
    specs = [COLUMNS[each] for each in _COLUMNS]
    made = translate("CaseFile", "Made {time} with Dispute Desk. Disputes: {count}").format(
        time=formatting.moment(now), count=f"{total:,}"
    )
    if len(rows) < total:
        first = translate("CaseFile", "Only the first {count} are printed; export them for all.")
        made = formatting.sentences(made + ".", first.format(count=f"{len(rows):,}"))
    title = translate("CaseFile", "Disputes")
    if is_practice:
        title = translate("CaseFile", "Practice – {title}").format(title=title)
    return TablePrinting(
        title,
        made,
        [each.heading() for each in specs],
        [[each.text(row, now) for each in specs] for row in rows],
        frozenset(place for place, each in enumerate(specs) if each.is_number),
    )


def _cell(text: str) -> str:
    return printable(one_line(text, 120))
