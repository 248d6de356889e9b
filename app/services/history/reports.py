"""What looks over many disputes or takes them out of the program, from this computer's copy.

So all of it also works offline. Call it off the UI thread.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import NotFound
from app.domain.history.case_files import CaseFile
from app.domain.history.insights import Overview, Rankings, periods
from app.services.history.exporting import ExportService
from app.storage.attachments import AttachmentStore
from app.storage.files import export_failures, replacing
from app.storage.history.cache import DisputeCache
from app.storage.history.export_reader import ExportReader
from app.storage.history.insights_query import InsightsReader
from app.storage.ledger.ledger import FilingLedger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from app.domain.history.spans import Days, Span
    from app.domain.ids import DisputeId
    from app.storage.database.database import Database


class CaseFileService:
    """Gathers the case file of a dispute and writes it where the user wants it."""

    def __init__(
        self,
        disputes: DisputeCache,
        ledger: FilingLedger,
        reader: ExportReader,
        files: AttachmentStore,
        now: Callable[[], datetime],
    ) -> None:
        self._disputes = disputes
        self._ledger = ledger
        self._reader = reader
        self._files = files
        self._now = now

    def case_of(self, dispute_id: DisputeId) -> CaseFile:
        """Everything kept of a dispute. Raises `NotFound` where nothing is."""
        record = self._reader.record(dispute_id)
        if record is None:
            raise NotFound
        detail = self._disputes.detail(dispute_id)
        filing = self._ledger.with_dispute(dispute_id)
        return CaseFile(
            row=record.row,
            dispute=detail.dispute if detail else record.row.dispute,
            refund_parts=detail.refund_parts if detail else (),
            filing=filing,
            made=self._now(),
            skus=record.skus,
            note=record.note,
            attachments=self._files.all(filing.reference) if filing else (),
            buyer_refund=record.buyer_refund,
        )

    def save(self, content: bytes, path: Path) -> None:
        """Write a case file as it was laid out. Raises `ExportFailed`."""
        with replacing(path) as file:
            file.write(content)

    def make_print_folder(self, name: str) -> Path:
        """A new folder among the system's temporary ones, for a file of this name to be printed.

        Only its owner may look into it. Raises `ExportFailed`.
        """
        with export_failures(Path(name)):
            return Path(tempfile.mkdtemp(prefix="dispute-desk-"))


class InsightsService:
    """What the disputes brought in: counted and added up."""

    def __init__(self, reader: InsightsReader, now: Callable[[], datetime]) -> None:
        self._reader = reader
        self._now = now

    def overview(self, span: Span | Days) -> Overview:
        """Disputes by period and reason."""
        days = span.on(self._today)
        sums = self._reader.sums(days)
        dated = {month: tally for month, tally in sums.months.items() if month is not None}
        found, left = periods(dated, days, self._today)
        undated = sums.months[None].count if None in sums.months else 0
        return Overview(sums.total, found, sums.reasons, sums.times, undated + left, sums.overall)

    def rankings(self, span: Span | Days) -> Rankings:
        """The same disputes by supplier and SKU."""
        return self._reader.rankings(span.on(self._today))

    @property
    def _today(self) -> date:
        return self._now().astimezone().date()


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of one account."""

    exports: ExportService
    cases: CaseFileService
    insights: InsightsService

    @classmethod
    def over(cls, database: Database, now: Callable[[], datetime]) -> Reports:
        """The reports over a data file."""
        reader, files = ExportReader(database), AttachmentStore.beside(database)
        return cls(
            ExportService(reader),
            CaseFileService(DisputeCache(database), FilingLedger(database), reader, files, now),
            InsightsService(InsightsReader(database), now),
        )
