"""Gathers the case file of a dispute and writes it where the user wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.case_files import CaseFile
from app.domain.errors import NotFound
from app.storage.files import replacing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.domain.ids import DisputeId
    from app.storage.attachments import AttachmentStore
    from app.storage.history.cache import DisputeCache
    from app.storage.history.query import ExportReader
    from app.storage.ledger.ledger import FilingLedger


class CaseFileService:
    """Works from this computer's copy alone, so that it also works offline."""

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
        )

    def save(self, content: bytes, path: Path) -> None:
        """Write a case file as it was laid out. Raises `ExportFailed`."""
        with replacing(path) as file:
            file.write(content)
