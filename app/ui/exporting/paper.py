"""Prints on A4 as PDF: paragraphs, tables and pictures, each given as plain values.

Touches no widget. All text goes in as plain text: nothing is markup.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QIODevice, QLineF, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QBrush,
    QColor,
    QFont,
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
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

translate = QCoreApplication.translate

INK, MUTED, RULE, SHADE = "#1A1F26", "#4A5360", "#C3CAD2", "#F1F4F6"
NOTHING = "–"
_RESOLUTION = 600
_MARGINS_MM = QMarginsF(18, 16, 18, 16)
_FOOT_MM = 12.0
_FACT_WIDTHS_MM = (34, 140)
_MM_PER_INCH = 25.4
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def printable(text: str) -> str:
    """Text that can be printed: a control character becomes its picture, so that it is seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x7f", "\u2421")
    return _CONTROLS.sub(lambda match: chr(0x2400 + ord(match.group())), text)


def pdf_writer(
    device: QIODevice,
    title: str,
    orientation: QPageLayout.Orientation,
    margins_mm: QMarginsF,
    resolution: int,
) -> QPdfWriter:
    """Writes pages of A4, with so many dots an inch."""
    writer = QPdfWriter(device)
    writer.setResolution(resolution)
    page = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(page, orientation, margins_mm, QPageLayout.Unit.Millimeter))
    writer.setTitle(title)
    writer.setCreator("Dispute Desk")
    return writer


def font(size: float, *, bold: bool = False) -> QFont:
    """The font of what is printed, in points."""
    made = QFont()
    made.setPointSizeF(size)
    made.setBold(bold)
    # A ligature is one character to whoever searches or copies: "file" would not be found.
    made.setFeature(QFont.Tag("liga"), 0)
    return made


class Paper:
    """What is to be printed, top to bottom, and then its pages: one line below each."""

    def __init__(self, title: str, device: QIODevice) -> None:
        self._title = printable(title)
        upright = QPageLayout.Orientation.Portrait
        self._writer = writer = pdf_writer(device, self._title, upright, _MARGINS_MM, _RESOLUTION)
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
            f"{self._title} · {made}", Qt.TextElideMode.ElideMiddle, round(size.width() * 0.75)
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
        self._rows([header, *rows], widths_mm, headers=1)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Names with their values, but for those that have none."""
        self._rows([fact for fact in facts if fact[1]], _FACT_WIDTHS_MM, headers=0)

    def _rows(
        self, rows: Sequence[Sequence[str]], widths_mm: Sequence[float], *, headers: int
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
        look.setHeaderRowCount(headers)
        self._cursor.beginEditBlock()  # laid out once, not with every cell
        table = self._cursor.insertTable(len(rows), len(widths_mm), look)
        for number, row in enumerate(rows):
            is_header = number < headers
            for column, text in enumerate(row):
                is_muted = is_header or (not headers and column == 0)
                self._cell(table, (number, column), text, is_muted=is_muted, is_header=is_header)
        self._cursor.endEditBlock()
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _cell(
        self,
        table: QTextTable,
        place: tuple[int, int],
        text: str,
        *,
        is_muted: bool,
        is_header: bool,
    ) -> None:
        cell = table.cellAt(*place)
        look = QTextTableCellFormat()
        look.setBottomBorder(0.5)
        look.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        look.setBottomBorderBrush(QBrush(QColor(RULE)))
        if is_header:
            look.setBackground(QBrush(QColor(SHADE)))
        cell.setFormat(look)
        characters = _characters(9, MUTED if is_muted else INK, bold=is_header)
        cell.firstCursorPosition().insertText(printable(text) or NOTHING, characters)


def _characters(size: float, colour: str, *, bold: bool = False) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFont(font(size, bold=bold))
    look.setForeground(QBrush(QColor(colour)))
    return look
