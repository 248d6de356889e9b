"""Everything that looks over many disputes or takes them out of the program, bundled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.case_files import CaseFileService
from app.services.exporting import ExportService
from app.services.insights import InsightsService
from app.storage.attachments import AttachmentStore
from app.storage.history.cache import DisputeCache
from app.storage.history.insights_query import InsightsReader
from app.storage.history.query import ExportReader
from app.storage.ledger.ledger import FilingLedger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.storage.database.database import Database


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
