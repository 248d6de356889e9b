"""Exports disputes to a file: what is shown or everything, as CSV or XLSX. Has no words itself."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, islice
from time import sleep
from typing import TYPE_CHECKING, BinaryIO

from app.domain.disputes.disputes import Outcome
from app.domain.disputes.state import decision, received
from app.domain.errors import Interrupted
from app.domain.history.buyer_refunds import net_loss
from app.domain.history.exports import (
    Cell,
    CsvGuards,
    CsvLayout,
    ExportCause,
    ExportColumn,
    ExportFailed,
    ExportFormat,
    ExportRecord,
)
from app.services.history.spreadsheets import MOST_ROWS, write_csv, write_xlsx
from app.storage.files import replacing

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from decimal import Decimal
    from pathlib import Path

    from app.domain.history.history import HistoryQuery, HistoryRow
    from app.storage.history.export_reader import ExportReader

_SEPARATOR = "; "
# A thread that writes all the time takes Python's lock back before the one that draws has woken
# up, for 50 ms on end. So it steps aside for a moment, about every 10 ms.
_ROWS_AT_A_STRETCH = 50
_GIVE_WAY_S = 0.0005


@dataclass(frozen=True, slots=True)
class ExportWords:
    """The words that an export needs, in the user's language."""

    headings: Mapping[ExportColumn, str]
    outcomes: Mapping[Outcome | None, str]
    sheet: str
    """The name of the sheet: at most 31 characters."""
    total: str = "Total"
    """What the last row of a workbook is called."""


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to export, and where to."""

    path: Path
    format: ExportFormat
    query: HistoryQuery
    """Which disputes, in which order. Limit and offset do not count."""
    guards: CsvGuards = field(default_factory=CsvGuards)
    layout: CsvLayout = CsvLayout.COMMA


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written."""

    path: Path
    rows: int


@dataclass(slots=True)
class ExportProgress:
    """How far an export has come, to be read from any thread, and the way to stop it."""

    done: int = 0
    total: int = 0
    """Rows in all; 0 until they are counted."""
    is_stopped: bool = False
    """Whether it is to stop; what is unfinished is thrown away."""

    def go_on(self) -> None:
        """Raise `Interrupted` if it is to stop."""
        if self.is_stopped:
            raise Interrupted


class ExportService:
    """Writes disputes from this computer's copy. Touches no network; call it off the UI thread."""

    def __init__(self, reader: ExportReader) -> None:
        self._reader = reader

    def count(self, query: HistoryQuery) -> int:
        """How many disputes an export of the query would have."""
        return self._reader.count(query)

    def first_rows(self, query: HistoryQuery, most: int) -> tuple[tuple[HistoryRow, ...], int]:
        """The first disputes that answer a query, and how many do in all."""
        with closing(self._reader.batches(query)) as batches:
            records = islice(chain.from_iterable(batches), most)
            rows = tuple(record.row for record in records)
        return rows, self._reader.count(query)

    def export(
        self, order: ExportOrder, words: ExportWords, progress: ExportProgress
    ) -> Exported | None:
        """Write the file; None where it was stopped, and then nothing is written.

        Raises `ExportFailed` and `StorageFailed`; then whatever was at the path is as it was.
        """
        progress.total = self._reader.count(order.query)
        if order.format is ExportFormat.XLSX and progress.total > MOST_ROWS:
            raise ExportFailed(ExportCause.TOO_MANY_ROWS, path=str(order.path))
        try:
            with replacing(order.path) as file:
                self._write(file, order, words, progress)
                progress.go_on()
        except Interrupted:
            return None
        return Exported(order.path, progress.done)

    def _write(
        self, file: BinaryIO, order: ExportOrder, words: ExportWords, progress: ExportProgress
    ) -> None:
        headings = [words.headings[column] for column in ExportColumn]
        kinds = [column.kind for column in ExportColumn]
        with closing(self._rows(order.query, words, progress)) as rows:
            if order.format is ExportFormat.CSV:
                write_csv(file, headings, kinds, rows, order.guards, order.layout)
            else:
                write_xlsx(file, headings, kinds, rows, sheet=words.sheet, total=words.total)

    def _rows(
        self, query: HistoryQuery, words: ExportWords, progress: ExportProgress
    ) -> Generator[tuple[Cell, ...], None, None]:
        with closing(self._reader.batches(query)) as batches:
            for batch in batches:
                progress.go_on()
                for number, record in enumerate(batch):
                    if number % _ROWS_AT_A_STRETCH == 0:
                        sleep(_GIVE_WAY_S)
                    yield cells(record, words)
                progress.done += len(batch)


def cells(record: ExportRecord, words: ExportWords) -> tuple[Cell, ...]:
    """A dispute as a row, in the order of `ExportColumn`."""
    row, dispute, refund = record.row, record.row.dispute, record.buyer_refund
    values: dict[ExportColumn, Cell] = {
        ExportColumn.DISPUTE: dispute.dispute_id,
        ExportColumn.ORDER: dispute.order_number or "",
        ExportColumn.ORDER_ID: dispute.order_id or "",
        ExportColumn.CREATED: dispute.created,
        ExportColumn.REASON: dispute.reason,
        ExportColumn.STATUS: dispute.status,
        ExportColumn.OUTCOME: words.outcomes[decision(dispute)],
        ExportColumn.REFUND: received(dispute),
        ExportColumn.ASKED: row.asked,
        ExportColumn.VARIANCE: _variance(record),
        ExportColumn.REISSUE_ORDER: dispute.reissue_order_id,
        ExportColumn.PRODUCTS: _joined(line.product_name for line in dispute.lines),
        ExportColumn.SKUS: _joined(iter(record.skus)),
        ExportColumn.SUPPLIERS: _joined(line.supplier for line in dispute.lines),
        ExportColumn.CHANGED: row.last_changed,
        ExportColumn.REFERENCE: record.reference,
        ExportColumn.NOTE: record.note,
        ExportColumn.REISSUED: dispute.reissue_amount,
        ExportColumn.BUYER_REFUND: refund.amount if refund else None,
        ExportColumn.BUYER_REFUND_DAY: refund.day if refund else None,
        ExportColumn.BUYER_REFUND_ORIGINAL: refund.original if refund else "",
        ExportColumn.NET_LOSS: net_loss(dispute, refund.amount if refund else None),
    }
    return tuple(values[column] for column in ExportColumn)


def _variance(record: ExportRecord) -> Decimal | None:
    """What came less what was asked for; None while undecided, and where goods come instead."""
    asked, dispute = record.row.asked, record.row.dispute
    came, is_money = received(dispute), decision(dispute) in (Outcome.REFUND, Outcome.REJECT)
    return None if asked is None or came is None or not is_money else came - asked


def _joined(texts: Iterator[str]) -> str:
    return _SEPARATOR.join(dict.fromkeys(text for text in texts if text))
