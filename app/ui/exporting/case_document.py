"""Lays out a case file as a text document. All text goes in as plain text: nothing is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QGuiApplication,
    QPagedPaintDevice,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)

from app.domain.filing import Attempt, AttemptKind, Filing
from app.ui import formatting
from app.ui.history.refund_words import cost_lines, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from app.domain.case_files import CaseFile

translate = QCoreApplication.translate

INK, MUTED, RULE, SHADE = "#1A1F26", "#4A5360", "#C3CAD2", "#F1F4F6"
_NOTHING = "–"
_MM_PER_INCH = 25.4
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def printable(text: str) -> str:
    """Text that can be printed: a control character becomes its picture, so that it is seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x7f", "\u2421")
    return _CONTROLS.sub(lambda match: chr(0x2400 + ord(match.group())), text)


class CaseDocument:
    """Fills a `QTextDocument` for a paper device, whose resolution decides every length."""

    def __init__(self, case: CaseFile, device: QPagedPaintDevice) -> None:
        self._case = case
        # Qt takes margins and paddings for dots of the screen, and scales them to the paper.
        screen = QGuiApplication.primaryScreen()
        self._dots_per_mm = screen.logicalDotsPerInchY() / _MM_PER_INCH
        self.document = QTextDocument()
        self.document.documentLayout().setPaintDevice(device)
        self.document.setUndoRedoEnabled(False)
        self.document.setDocumentMargin(0)
        option = QTextOption()
        # A link or an id without a space must not run off the page.
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document.setDefaultTextOption(option)
        self.document.setDefaultFont(_font(9.5))
        self._cursor = QTextCursor(self.document)
        self._fill()

    def _fill(self) -> None:
        case, filing = self._case, self._case.filing
        title = translate("CaseFile", "Dispute {dispute}").format(dispute=case.dispute.dispute_id)
        self._text(title, size=17, bold=True, below=1)
        self._text(
            translate("CaseFile", "Case file made {time} with Dispute Desk").format(
                time=formatting.moment(case.made)
            ),
            colour=MUTED,
            below=3,
        )
        self._text(verdict(case.dispute, case.asked), size=11, bold=True, below=3)
        self._table(self._facts(), (34, 140), is_fact_list=True)
        self._money()
        self._products()
        if filing is None:
            self._text(
                translate(
                    "CaseFile",
                    "This dispute was not filed with Dispute Desk on this computer. What was asked "
                    "for, the message and the evidence are not known here.",
                ),
                colour=MUTED,
                above=4,
            )
        else:
            self._filed(filing)
        if case.note.strip():
            self._heading(translate("CaseFile", "Own note"))
            self._text(case.note)

    def _facts(self) -> list[Sequence[str]]:
        case, dispute, row = self._case, self._case.dispute, self._case.row
        created = formatting.moment(dispute.created) if dispute.created else ""
        if created and not dispute.created_is_exact:
            created = translate("CaseFile", "about {time}").format(time=created)
        facts = (
            (translate("CaseFile", "CJ's number"), dispute.dispute_id),
            (
                translate("CaseFile", "Order"),
                row.dispute.order_number or dispute.order_number or "",
            ),
            (
                translate("CaseFile", "CJ's order id"),
                row.dispute.order_id or dispute.order_id or "",
            ),
            (translate("CaseFile", "Reason"), dispute.reason or row.dispute.reason),
            (translate("CaseFile", "Created"), created),
            (translate("CaseFile", "Status"), dispute.status),
            (translate("CaseFile", "Outcome"), formatting.outcome(dispute.outcome)),
            (translate("CaseFile", "Reissue order"), dispute.reissue_order_id),
            (translate("CaseFile", "SKUs"), ", ".join(case.skus)),
            (
                translate("CaseFile", "Last change seen"),
                formatting.moment(row.last_changed) if row.last_changed else "",
            ),
            (
                translate("CaseFile", "Own reference"),
                case.filing.reference if case.filing else "",
            ),
        )
        return [fact for fact in facts if fact[1]]

    def _money(self) -> None:
        case = self._case
        lines = cost_lines(case.dispute, case.refund_parts, case.asked, case.filing)
        if not lines:
            return
        self._heading(translate("CaseFile", "Money"))
        header = (
            translate("CaseFile", "Cost"),
            translate("CaseFile", "Asked (up to)"),
            translate("CaseFile", "Received"),
            translate("CaseFile", "Remark"),
        )
        rows = [
            (
                line.name,
                formatting.money(line.asked) if line.asked is not None else _NOTHING,
                formatting.money(line.received) if line.received is not None else _NOTHING,
                line.note,
            )
            for line in lines
        ]
        self._table([header, *rows], (46, 34, 34, 60))

    def _products(self) -> None:
        lines = self._case.lines
        if not lines:
            return
        self._heading(translate("CaseFile", "Products"))
        header = (
            translate("CaseFile", "Product"),
            translate("CaseFile", "Supplier"),
            translate("CaseFile", "Code"),
            translate("CaseFile", "Unit price"),
        )
        rows = [
            (
                line.product_name,
                line.supplier,
                line.product_code or line.variant_id or line.line_item_id or "",
                formatting.money(line.unit_price) if line.unit_price is not None else _NOTHING,
            )
            for line in lines
        ]
        self._table([header, *rows], (72, 40, 36, 26))

    def _filed(self, filing: Filing) -> None:
        draft = filing.draft
        self._heading(translate("CaseFile", "Filed with Dispute Desk"))
        asked = [formatting.expected(draft.expected)] if draft.expected else []
        asked.append(formatting.refund_target(draft.refund_target))
        self._text(
            translate("CaseFile", "Asked for: {what}").format(what=" · ".join(asked)), below=2
        )
        header = (
            translate("CaseFile", "Item"),
            translate("CaseFile", "SKU"),
            translate("CaseFile", "Pieces"),
            translate("CaseFile", "Unit price"),
        )
        rows = [
            (
                line.product_name or line.line_item_id,
                line.sku,
                str(line.quantity),
                formatting.money(line.unit_price),
            )
            for line in draft.lines
        ]
        self._table([header, *rows], (84, 42, 18, 30))
        if draft.message:
            self._heading(translate("CaseFile", "Message to CJ"))
            self._text(draft.message)
        if draft.evidence:
            self._heading(translate("CaseFile", "Evidence"))
            for number, evidence in enumerate(draft.evidence, start=1):
                self._text(f"{number}. {evidence.url}")
        if filing.attempts:
            self._heading(translate("CaseFile", "Requests to CJ"))
            for attempt in filing.attempts:
                self._text(_attempt_title(attempt), bold=True, above=1.5)
                for fact in _attempt_facts(attempt):
                    self._text(fact, colour=MUTED)

    def _heading(self, text: str) -> None:
        self._text(text, size=12, bold=True, above=5, below=1.5)

    def _text(
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

    def _table(
        self,
        rows: Sequence[Sequence[str]],
        widths_mm: Sequence[float],
        *,
        is_fact_list: bool = False,
    ) -> None:
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
        if not is_fact_list:
            look.setHeaderRowCount(1)
        table = self._cursor.insertTable(len(rows), len(widths_mm), look)
        for number, row in enumerate(rows):
            is_header = not is_fact_list and number == 0
            for column, text in enumerate(row):
                is_muted = is_header or (is_fact_list and column == 0)
                self._cell(table, (number, column), text, is_muted=is_muted, is_header=is_header)
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
        cell.firstCursorPosition().insertText(printable(text) or _NOTHING, characters)


def _characters(size: float, colour: str, *, bold: bool = False) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFont(_font(size, bold=bold))
    look.setForeground(QBrush(QColor(colour)))
    return look


def _font(size: float, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPointSizeF(size)
    font.setBold(bold)
    # A ligature is one character to whoever searches or copies: "file" would not be found.
    font.setFeature(QFont.Tag("liga"), 0)
    return font


def _attempt_title(attempt: Attempt) -> str:
    kinds = {
        AttemptKind.CREATE: translate("CaseFile", "Sent to CJ"),
        AttemptKind.READ_BACK: translate("CaseFile", "Looked for in CJ's list"),
        AttemptKind.CANCEL: translate("CaseFile", "Cancelled"),
    }
    return f"{kinds.get(attempt.kind, attempt.kind.value)} · {_to_the_second(attempt.started)}"


def _attempt_facts(attempt: Attempt) -> list[str]:
    ended = _to_the_second(attempt.ended) if attempt.ended else ""
    code = "" if attempt.code is None else str(attempt.code)
    facts = (
        (translate("CaseFile", "Answered"), ended),
        (translate("CaseFile", "Result"), _result_word(attempt.result)),
        (translate("CaseFile", "Code"), code),
        (translate("CaseFile", "CJ's text"), attempt.text),
        (translate("CaseFile", "Request id"), attempt.request_id),
    )
    return [f"{name}: {value}" for name, value in facts if value]


def _result_word(word: str) -> str:
    words: dict[str, Callable[[], str]] = {
        "filed": lambda: translate("CaseFile", "accepted"),
        "confirmed": lambda: translate("CaseFile", "found"),
        "refused": lambda: translate("CaseFile", "refused"),
        "unknown": lambda: translate("CaseFile", "no clear answer"),
        "not found": lambda: translate("CaseFile", "not found"),
        "interrupted": lambda: translate("CaseFile", "interrupted"),
    }
    return words[word]() if word in words else word


def _to_the_second(time: datetime) -> str:
    """With its zone: CJ's support looks requests up by it."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M:%S %Z (UTC%z)")
