"""The words of exports: headings, and sentences for what came of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.disputes.disputes import Outcome
from app.domain.history.exports import ExportCause, ExportColumn, ExportFailed
from app.domain.text import one_line
from app.services.history.exporting import ExportWords
from app.ui.messages import formatting
from app.ui.messages.notices import Notice, Operation, Severity, notice_for

if TYPE_CHECKING:
    from app.domain.errors import AppError

translate = QCoreApplication.translate


def export_words(*, is_practice: bool = False) -> ExportWords:
    """Headings and outcomes in the user's language, with a mark on what is from practice mode."""
    headings = {
        ExportColumn.DISPUTE: translate("Export", "Dispute"),
        ExportColumn.ORDER: translate("Export", "Order"),
        ExportColumn.ORDER_ID: translate("Export", "CJ's order id"),
        ExportColumn.CREATED: translate("Export", "Created (UTC)"),
        ExportColumn.REASON: translate("Export", "Reason"),
        ExportColumn.STATUS: translate("Export", "Status"),
        ExportColumn.OUTCOME: translate("Export", "Outcome"),
        ExportColumn.REFUND: translate("Export", "Refund (USD)"),
        ExportColumn.ASKED: translate("Export", "Asked, up to (USD)"),
        ExportColumn.VARIANCE: translate("Export", "Refund less asked (USD)"),
        ExportColumn.REISSUE_ORDER: translate("Export", "Reissue order"),
        ExportColumn.PRODUCTS: translate("Export", "Products"),
        ExportColumn.SKUS: translate("Export", "SKUs"),
        ExportColumn.SUPPLIERS: translate("Export", "Suppliers"),
        ExportColumn.CHANGED: translate("Export", "Last change seen (UTC)"),
        ExportColumn.REFERENCE: translate("Export", "Own reference"),
        ExportColumn.NOTE: translate("Export", "Note"),
        ExportColumn.REISSUED: translate("Export", "Goods sent again, worth (USD)"),
        ExportColumn.BUYER_REFUND: translate("Export", "Refunded to buyer (USD)"),
        ExportColumn.BUYER_REFUND_DAY: translate("Export", "Refunded to buyer on"),
        ExportColumn.BUYER_REFUND_ORIGINAL: translate("Export", "Refunded to buyer as"),
        ExportColumn.NET_LOSS: translate("Export", "Net loss (USD)"),
    }
    sheet = translate("Export", "Disputes")
    if is_practice:
        headings[ExportColumn.DISPUTE] = translate("Export", "Dispute (practice)")
        sheet = translate("Export", "Practice disputes")
    outcomes = {each: formatting.outcome(each) for each in (None, *Outcome)}
    return ExportWords(headings, outcomes, sheet, translate("Export", "Total"))


def failure_notice(error: AppError) -> Notice:
    """Why nothing was written, and what to do."""
    if not isinstance(error, ExportFailed):
        return notice_for(error, Operation.SAVE)
    name = one_line(Path(error.path).name, 80)
    table = {
        ExportCause.DISK_FULL: translate(
            "Export",
            "The disk is full, so {name} was not written. Free some space, or choose "
            "another place.",
        ),
        ExportCause.FOLDER_GONE: translate(
            "Export", "The folder for {name} is not there any more. Choose another place."
        ),
        ExportCause.READ_ONLY: translate(
            "Export", "You may not write {name} in that folder. Choose another place."
        ),
        ExportCause.IN_USE: translate(
            "Export",
            "{name} is open in another program. Close it there and export again, or "
            "choose another name.",
        ),
        ExportCause.BAD_NAME: translate(
            "Export", "A file cannot be called {name} there. Choose another name."
        ),
        ExportCause.TOO_MANY_ROWS: translate(
            "Export",
            "That is more than a workbook can hold (1,048,575 rows). Export CSV, or "
            "search for fewer disputes.",
        ),
        ExportCause.OTHER: translate(
            "Export", "{name} could not be written. Choose another place."
        ),
    }
    text = table[error.cause].format(name=name)
    untouched = translate("Export", "A file that was there before is unchanged.")
    return Notice(formatting.sentences(text, untouched), Severity.BAD)


def done_notice(rows: int, path: Path) -> Notice:
    """What was written, and where."""
    text = translate("Export", "Exported to {name}. Disputes: {count}.")
    name = one_line(path.name, 80)
    return Notice(text.format(name=name, count=f"{rows:,}"), Severity.GOOD)


def case_saved_notice(path: Path) -> Notice:
    """A case file was written."""
    text = translate("Export", "The case file was saved as {name}.")
    return Notice(text.format(name=one_line(path.name, 80)), Severity.GOOD)


def print_notice(path: Path) -> Notice:
    """What was laid out is open elsewhere."""
    text = translate("Export", "{name} opens in your PDF viewer: print it there.")
    return Notice(text.format(name=one_line(path.name, 80)), Severity.GOOD)


def stopped_notice() -> Notice:
    """Nothing was written, as was wished."""
    return Notice(
        translate("Export", "The export was stopped. Nothing was written."), Severity.INFO
    )
