"""A case file as a PDF: A4, page numbers, and text that can be selected and searched.

Touches no widget: it runs on a background thread. This module is imported on the main thread, and
with it all classes of Qt's that the other would be the first to meet (see `app.ui.deferred`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QIODevice,
    QLine,
    QLineF,
    QMarginsF,
    QRect,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetrics,
    QGradient,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QPixmap,
    QRgba64,
    QScreen,
    QTextBlock,
    QTextFrame,
    QTextTableCell,
)
from PySide6.QtWidgets import QPlainTextDocumentLayout

from app.ui.exporting.attached_pictures import attached_pictures
from app.ui.exporting.case_document import CaseDocument
from app.ui.exporting.paper_document import INK, MUTED, RULE, printable
from app.ui.messages import formatting

if TYPE_CHECKING:
    from app.domain.case_files import CaseFile

translate = QCoreApplication.translate

_RESOLUTION = 600
_MARGINS_MM = QMarginsF(18, 16, 18, 16)
_FOOT_MM = 12.0
_QT_ANSWERS_WITH = (
    QFontMetrics,
    QGradient,
    QLine,
    QPixmap,
    QPlainTextDocumentLayout,
    QRect,
    QRgba64,
    QScreen,
    QTextBlock,
    QTextFrame,
    QTextTableCell,
)
"""Made here already, though nothing below names them. A test tells if one is missing."""


def case_pdf(case: CaseFile) -> bytes:
    """The PDF's bytes."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            _MARGINS_MM,
            QPageLayout.Unit.Millimeter,
        )
    )
    title = translate("CaseFile", "Dispute {dispute}").format(dispute=case.dispute.dispute_id)
    writer.setTitle(printable(title))
    writer.setCreator("Dispute Desk")
    laid_out = CaseDocument(case, attached_pictures(case.attachments), writer)
    _paint(writer, laid_out, printable(title), formatting.moment(case.made))
    buffer.close()
    return bytes(content.data())


def _paint(writer: QPdfWriter, laid_out: CaseDocument, title: str, made: str) -> None:
    document = laid_out.document
    foot = _FOOT_MM * writer.logicalDpiY() / 25.4
    page = QSizeF(writer.width(), writer.height() - foot)
    document.setPageSize(page)
    context = QAbstractTextDocumentLayout.PaintContext()
    # Paper is white whatever the screen is.
    context.palette = QPalette(Qt.GlobalColor.black)
    context.palette.setColor(QPalette.ColorRole.Text, QColor(INK))
    pages = document.pageCount()
    painter = QPainter(writer)
    for number in range(pages):
        if number:
            writer.newPage()
        painter.save()
        area = QRectF(0, number * page.height(), page.width(), page.height())
        painter.translate(0, -area.top())
        painter.setClipRect(area)
        # A dot less: a line that only touches the next page is not written on both.
        context.clip = area.adjusted(0, 1, 0, -1)
        document.documentLayout().draw(painter, context)
        painter.restore()
        said = translate("CaseFile", "Page {number} of {count}").format(
            number=number + 1, count=pages
        )
        _paint_foot(painter, QRectF(0, page.height(), page.width(), foot), title, made, said)
    painter.end()


def _paint_foot(painter: QPainter, area: QRectF, title: str, made: str, page: str) -> None:
    font = QFont()
    font.setPointSizeF(8)
    painter.setFont(font)
    line = painter.fontMetrics().height()
    top = area.bottom() - 1.6 * line
    painter.setPen(QPen(QColor(RULE), area.height() / 60))
    painter.drawLine(QLineF(area.left(), top, area.right(), top))
    painter.setPen(QColor(MUTED))
    below = QRectF(area.left(), top, area.width(), area.bottom() - top)
    bottom = Qt.AlignmentFlag.AlignBottom
    third = painter.fontMetrics().elidedText(
        f"{title} · {made}", Qt.TextElideMode.ElideMiddle, round(area.width() * 0.75)
    )
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | bottom, third)
    painter.drawText(below, Qt.AlignmentFlag.AlignRight | bottom, page)
