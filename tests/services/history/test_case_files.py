from __future__ import annotations

from pathlib import Path

from app.services.history.reports import Reports
from app.storage.attachments import AttachmentStore
from app.storage.database.database import Database
from app.support.clock import utc_now
from tests.refreshing import refresh
from tests.services.conftest import Stack
from tests.services.filing.test_filing_service import prepared


def test_the_files_beside_a_filing_are_in_its_case_file(stack: Stack, tmp_path: Path) -> None:
    filing = stack.filing.submit(prepared(stack), None)
    assert filing.dispute_id is not None
    refresh(stack.history)
    database = Database(tmp_path / "a1.sqlite3")
    source = tmp_path / "lamp.jpg"
    source.write_bytes(b"picture")
    kept = AttachmentStore.beside(database).add(filing.reference, source)

    cases = Reports.over(database, utc_now).cases

    assert cases.case_of(filing.dispute_id).attachments == (kept,)
    assert (kept.name, kept.size) == ("lamp.jpg", 7)
    assert abs((utc_now() - kept.added).total_seconds()) < 60
