"""What a backup knows less than CJ does leads to no second dispute. CJ's record is the judge."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from app.domain.errors import AlreadyBeingFiled, NotAllowedNow
from app.domain.filing.filing import FilingState, OtherDisputesFound
from app.services.account.backups import BackupService, is_due, last_backup
from app.storage.preferences import Preferences
from app.support.paths import DataFolder
from tests.services.scripted_cj import (
    CREATE,
    LIST,
    ORDER_DETAIL,
    Json,
    Merchant,
    Reply,
    ScriptedCj,
    a_draft,
    ok,
    page,
)


@dataclass
class Desk:
    """A merchant on one computer, who saves backups and goes on with them on another."""

    cj: ScriptedCj
    root: Path

    def __post_init__(self) -> None:
        self.merchant = self.at("first")
        self.file = self.root / "Backup.ddbackup"

    def at(self, computer: str) -> Merchant:
        return Merchant(self.cj, self.root / computer / "accounts")

    def save(self) -> None:
        self.service("first").save(self.file)

    def restored(self) -> Merchant:
        service = self.service("second")
        service.put_in_place(service.prepare(self.file))
        return self.at("second")

    def service(self, computer: str) -> BackupService:
        folder = DataFolder(self.root / computer)
        return BackupService(folder, Preferences(folder.preferences), lambda: self.cj.now)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(ScriptedCj(), tmp_path)


@pytest.mark.parametrize("is_answered", [True, False])
def test_a_backup_between_press_and_answer_leads_to_no_second_dispute(
    desk: Desk, *, is_answered: bool
) -> None:
    cj = desk.cj

    def create(_: Json) -> Reply:
        desk.save()
        cj.list_one()
        return ok(data=True) if is_answered else httpx.ReadTimeout("no answer")

    cj.script[CREATE] = create
    desk.merchant.filing.submit(a_draft(), None)
    asked = len(cj.requests)
    second = desk.restored()
    assert len(cj.requests) == asked  # a restore asks for nothing and sends nothing
    assert [each.state for each in second.filing.recover()] == [FilingState.UNKNOWN]
    with pytest.raises(NotAllowedNow):
        second.filing.submit(a_draft(), None)
    with pytest.raises(AlreadyBeingFiled):
        second.filing.submit(a_draft("DD-2"), None, besides=[])
    with pytest.raises(NotAllowedNow):
        second.filing.send_again(a_draft().reference)
    looked = second.filing.read_back(a_draft().reference)
    assert (looked.state, looked.dispute_id) == (FilingState.CONFIRMED, cj.rows[0]["id"])
    assert cj.count(CREATE) == len(cj.rows) == 1


@pytest.mark.parametrize("tells", ["the list of all", "the order"])
def test_a_draft_that_was_sent_after_its_backup_is_guarded_like_one_that_was_sent(
    desk: Desk, tells: str
) -> None:
    cj = desk.cj
    desk.merchant.ledger.save_draft(a_draft(), cj.now)
    desk.save()
    cj.pass_time(60)
    desk.merchant.filing.submit(a_draft(), None)
    number = str(cj.rows[0]["id"])
    # CJ's list of the order lags behind what it has.
    rows = list(cj.rows) if tells == "the list of all" else []
    cj.script[LIST] = lambda given: page(*([] if given.get("orderId") else rows))
    if tells == "the order":
        cj.script[ORDER_DETAIL] = lambda _: ok(
            {"orderId": "SD2611200001234567", "disputeId": number}
        )
    second = desk.restored()
    with pytest.raises(OtherDisputesFound):
        second.filing.submit(a_draft(), None)
    assert cj.count(CREATE) == 1


def test_what_was_proven_before_the_backup_has_to_be_proven_again(desk: Desk) -> None:
    cj = desk.cj

    def lost(_: Json) -> Reply:
        return httpx.ReadTimeout("no answer")

    cj.script[CREATE] = lost
    desk.merchant.filing.submit(a_draft(), None)
    assert desk.merchant.look(times=6).nothing_found
    desk.save()
    second = desk.restored()
    with pytest.raises(NotAllowedNow):
        second.filing.send_again(a_draft().reference)


def test_the_last_backup_is_remembered_and_told_without_changing_anything(desk: Desk) -> None:
    desk.merchant.ledger.save_draft(a_draft(), desk.cj.now)
    desk.save()
    service = desk.service("first")
    facts = service.check(desk.file)
    assert (facts.made, facts.filings, facts.files) == (desk.cj.now, 1, 0)
    folder = DataFolder(desk.root / "first")
    values = Preferences(folder.preferences).load()
    assert last_backup(values) == desk.cj.now
    month = timedelta(days=30)
    reminded = values._replace(reminds_of_backup=True)
    assert not is_due(reminded, desk.cj.now + month - timedelta(seconds=1))
    assert is_due(reminded, desk.cj.now + month)
    assert not is_due(values, desk.cj.now + month)
    assert is_due(reminded, desk.cj.now - 12 * month)  # dated by a clock that was ahead
    shutil.rmtree(folder.root)
    assert desk.restored().stored().state is FilingState.DRAFT
    assert Preferences(DataFolder(desk.root / "second").preferences).load().last_backup
