"""Prints on A4 as PDF: paragraphs, tables and pictures upright, and rows of short texts across.

All is given as plain values; all text goes in as plain text: nothing is markup. Touches no widget.
Each prints a step at a time, as Qt's text is for one thread.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QIODevice,
    QLineF,
    QMarginsF,
    QRectF,
    QSizeF,
    Qt,
    QUrl,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextOption,
    QTextTableCellFormat,
    QTextTableFormat,
)

from app.domain.text import one_line
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.messages import formatting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from app.domain.history.history import HistoryRow

translate = QCoreApplication.translate

INK, MUTED, RULE, SHADE = "#1A1F26", "#4A5360", "#C3CAD2", "#F1F4F6"
NOTHING = "–"
_RESOLUTION = 600
_MARGINS_MM = QMarginsF(18, 16, 18, 16)
_FOOT_MM = 12.0
_FACT_WIDTHS_MM = (34, 140)
_MM_PER_INCH = 25.4
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TABLE_RESOLUTION = 300
_TABLE_MARGINS_MM = QMarginsF(12, 12, 12, 12)
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


def printable(text: str) -> str:
    """Text that can be printed: a control character becomes its picture, so that it is seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x7f", "\u2421")
    return _CONTROLS.sub(lambda match: chr(0x2400 + ord(match.group())), text)


class _Pdf:
    """Pages of A4 with so many dots an inch, kept in memory."""

    def __init__(
        self,
        title: str,
        orientation: QPageLayout.Orientation,
        margins_mm: QMarginsF,
        resolution: int,
        *,
        is_practice: bool,
    ) -> None:
        if is_practice:
            title = translate("CaseFile", "Practice – {title}").format(title=title)
        self.title = printable(title)
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(resolution)
        page, unit = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Unit.Millimeter
        self._writer.setPageLayout(QPageLayout(page, orientation, margins_mm, unit))
        self._writer.setTitle(self.title)
        self._writer.setCreator("Dispute Desk")

    @property
    def pdf(self) -> bytes:
        """The whole file, once all pages are painted."""
        return bytes(self._buffer.data().data())


def font(size: float, *, bold: bool = False) -> QFont:
    """The font of what is printed, in points."""
    made = QFont()
    made.setPointSizeF(size)
    made.setBold(bold)
    # A ligature is one character to whoever searches or copies: "file" would not be found.
    made.setFeature(QFont.Tag("liga"), 0)
    return made


class Paper(_Pdf):
    """Upright: what is to be printed, top to bottom, and then its pages: one line below each."""

    def __init__(self, title: str, *, is_practice: bool) -> None:
        upright = QPageLayout.Orientation.Portrait
        super().__init__(title, upright, _MARGINS_MM, _RESOLUTION, is_practice=is_practice)
        writer = self._writer
        # Qt takes margins and paddings for dots of the screen, and scales them to the paper.
        screen = QGuiApplication.primaryScreen()
        self._dots_per_mm = screen.logicalDotsPerInchY() / _MM_PER_INCH
        self._foot = _FOOT_MM * writer.logicalDpiY() / _MM_PER_INCH
        self._document = QTextDocument()
        self._document.documentLayout().setPaintDevice(writer)
        self._document.setPageSize(QSizeF(writer.width(), writer.height() - self._foot))
        self._document.setUndoRedoEnabled(False)
        self._document.setDocumentMargin(0)
        option = QTextOption()
        # A link or an id without a space must not run off the page.
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._document.setDefaultTextOption(option)
        self._document.setDefaultFont(font(9.5))
        self._cursor = QTextCursor(self._document)
        self._picture_places: list[int] = []

    def pages(self, made: str) -> Iterator[None]:
        """Paint all pages; `made` says at the foot of each when that was.

        A step at a time: a page down to its next picture, as none takes longer than that.
        """
        document, layout = self._document, self._document.documentLayout()
        page, count = document.pageSize(), document.pageCount()
        tops = [number * page.height() for number in range(count + 1)]
        pictures = [
            layout.blockBoundingRect(document.findBlock(place)).top()
            for place in self._picture_places
        ]
        context = QAbstractTextDocumentLayout.PaintContext()
        # Paper is white whatever the screen is.
        context.palette = QPalette(Qt.GlobalColor.black)
        context.palette.setColor(QPalette.ColorRole.Text, QColor(INK))
        painter = QPainter(self._writer)
        try:
            for top, bottom in pairwise(sorted({*tops, *pictures})):
                number = bisect_right(tops, top) - 1
                if number and top == tops[number]:
                    self._writer.newPage()
                painter.save()
                painter.translate(0, -tops[number])
                painter.setClipRect(QRectF(0, tops[number], page.width(), page.height()))
                # A dot less: a line that only touches the next area is not written in both.
                context.clip = QRectF(0, top + 1, page.width(), bottom - top - 2)
                layout.draw(painter, context)
                painter.restore()
                if bottom in tops:
                    said = translate("CaseFile", "Page {number} of {count}").format(
                        number=number + 1, count=count
                    )
                    self._paint_foot(painter, made, said)
                yield
        finally:
            painter.end()

    def _paint_foot(self, painter: QPainter, made: str, page: str) -> None:
        painter.setFont(font(8))
        size = self._document.pageSize()
        top = size.height() + self._foot - 1.6 * painter.fontMetrics().height()
        painter.setPen(QPen(QColor(RULE), self._foot / 60))
        painter.drawLine(QLineF(0, top, size.width(), top))
        painter.setPen(QColor(MUTED))
        below = QRectF(0, top, size.width(), size.height() + self._foot - top)
        bottom = Qt.AlignmentFlag.AlignBottom
        said = painter.fontMetrics().elidedText(
            f"{self.title} · {made}", Qt.TextElideMode.ElideMiddle, round(size.width() * 0.75)
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | bottom, said)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | bottom, page)

    def heading(self, text: str) -> None:
        """A line that begins a part."""
        self.text(text, size=12, bold=True, above=5, below=1.5)

    def picture(self, image: QImage, width_mm: float, caption: str) -> None:
        """A picture as wide as that, and below it, so that they stay together, what it is."""
        block = QTextBlockFormat()
        block.setTopMargin(5 * self._dots_per_mm)
        self._cursor.insertBlock(block)
        self._picture_places.append(self._cursor.position())
        name = f"picture-{self._cursor.position()}"
        look = QTextImageFormat()
        look.setName(name)
        look.setWidth(width_mm * self._dots_per_mm)
        look.setHeight(width_mm * self._dots_per_mm * image.height() / image.width())
        self._document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
        self._cursor.insertImage(look)
        self.text(caption, size=9, colour=MUTED, above=1)

    def text(
        self,
        text: str,
        *,
        size: float = 9.5,
        bold: bool = False,
        colour: str = INK,
        above: float = 0,
        below: float = 0,
    ) -> None:
        """A paragraph; lengths in millimetres."""
        block = QTextBlockFormat()
        block.setTopMargin(above * self._dots_per_mm)
        block.setBottomMargin(below * self._dots_per_mm)
        block.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._cursor.block().text() or self._cursor.position():
            self._cursor.insertBlock(block)
        else:
            self._cursor.setBlockFormat(block)
        self._cursor.insertText(printable(text), _characters(size, colour, bold=bold))

    def table(
        self, header: Sequence[str], rows: Iterable[Sequence[str]], widths_mm: Sequence[float]
    ) -> None:
        """Rows of texts below what they are."""
        self._rows([header, *rows], widths_mm, has_header=True)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Names with their values, but for those that have none."""
        self._rows([fact for fact in facts if fact[1]], _FACT_WIDTHS_MM, has_header=False)

    def _rows(
        self, rows: Sequence[Sequence[str]], widths_mm: Sequence[float], *, has_header: bool
    ) -> None:
        """Without a header the first column has the names."""
        look = QTextTableFormat()
        look.setBorder(0)
        look.setBorderCollapse(True)
        look.setCellSpacing(0)
        look.setCellPadding(1.1 * self._dots_per_mm)
        look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        look.setBorderBrush(QBrush(QColor(RULE)))
        look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        whole = sum(widths_mm)
        look.setColumnWidthConstraints(
            [
                QTextLength(QTextLength.Type.PercentageLength, 100 * width / whole)
                for width in widths_mm
            ]
        )
        look.setHeaderRowCount(int(has_header))
        below = QTextTableCellFormat()
        below.setBottomBorder(0.5)
        below.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        below.setBottomBorderBrush(QBrush(QColor(RULE)))
        above = QTextTableCellFormat(below)
        above.setBackground(QBrush(QColor(SHADE)))
        self._cursor.beginEditBlock()  # laid out once, not with every cell
        table = self._cursor.insertTable(len(rows), len(widths_mm), look)
        for number, row in enumerate(rows):
            is_header = has_header and number == 0
            for column, text in enumerate(row):
                is_name = is_header or (not has_header and column == 0)
                cell = table.cellAt(number, column)
                cell.setFormat(above if is_header else below)
                characters = _characters(9, MUTED if is_name else INK, bold=is_header)
                cell.firstCursorPosition().insertText(printable(text) or NOTHING, characters)
        self._cursor.endEditBlock()
        self._cursor.movePosition(QTextCursor.MoveOperation.End)


def _characters(size: float, colour: str, *, bold: bool = False) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFont(font(size, bold=bold))
    look.setForeground(QBrush(QColor(colour)))
    return look


class TablePrinting(_Pdf):
    """Across: a heading for each column, and rows; those of numbers stand to the right."""

    def __init__(
        self,
        title: str,
        below_title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        numbers: frozenset[int],
        *,
        is_practice: bool,
    ) -> None:
        across, resolution = QPageLayout.Orientation.Landscape, _TABLE_RESOLUTION
        super().__init__(title, across, _TABLE_MARGINS_MM, resolution, is_practice=is_practice)
        self._below_title = below_title
        self._headings, self._rows, self._numbers = headings, rows, numbers
        writer = self._writer
        self._font = font(_POINTS)
        metrics = QFontMetricsF(self._font, writer)
        self._line = metrics.height() * (1 + 2 * _PADDING)
        self._widths = self._share(metrics)
        left = writer.width() - sum(self._widths)
        self._gap = left / max(len(self._widths) - 1, 1)

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
        painter.drawText(QRectF(0, 0, width, line), Qt.AlignmentFlag.AlignLeft, self.title)
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
    return TablePrinting(
        translate("CaseFile", "Disputes"),
        made,
        [each.heading() for each in specs],
        [[each.text(row, now) for each in specs] for row in rows],
        frozenset(place for place, each in enumerate(specs) if each.is_number),
        is_practice=is_practice,
    )


def _cell(text: str) -> str:
    return printable(one_line(text, 120))
