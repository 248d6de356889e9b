"""Which draft a dialog opens with, and a second one for the same order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner, Lane
from app.domain.disputes.reasons import ReasonFamily
from app.domain.errors import StorageCause, StorageFailed
from app.domain.filing.events import On
from app.domain.filing.filing import (
    MY_CJ,
    REASON,
    Attempt,
    AttemptKind,
    DisputeDraft,
    Door,
    DraftLine,
    Filing,
    FilingState,
)
from app.domain.history.attachments import Attachment
from app.domain.ids import OrderId
from app.domain.orders.claims import ClaimRule, Confidence, Judgement, Verdict
from app.domain.orders.orders import DisputableOrder
from app.services.account_services import AccountServices
from app.ui.filing.opener import FilingOpener
from app.ui.messages.my_cj import ORDERS
from app.ui.widgets.file_choice import FileChoice
from app.ui.widgets.pictures import PictureLoader
from tests.builders import LATE, NOON, draft, order, order_line
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.fakes.shop_orders import OrdersAtCj, ShopOrder, order_service
from tests.ui.filing.stage import FakeDesk, FakeDrafts

TWO = order(order_line(), order_line("L2", name="Mug"))


@dataclass
class Drafts(FakeDrafts):
    """Has one draft of the order, or none."""

    first: Filing | None = None
    begun: list[DisputeDraft] = field(default_factory=list)

    def for_order(self, order_id: OrderId) -> Filing | None:
        return self.first

    def begin(self, order: DisputableOrder, *, takes_all: bool = False) -> DisputeDraft:
        taken = self.first.draft.line_ids if self.first else ()
        self.begun.append(DisputeDraft.begin(order, taken, takes_all=takes_all))
        return self.begun[-1]


@dataclass
class Orders:
    """One order, whatever is asked for."""

    def kept(self, order_id: OrderId) -> DisputableOrder | None:
        return TWO

    def look_up_id(self, order_id: OrderId) -> SimpleNamespace:
        return SimpleNamespace(order=TWO)


@dataclass
class AccountDesk(FakeDesk):
    """With its orders."""

    orders: Orders = field(default_factory=Orders)


@pytest.fixture
def opener(qtbot: QtBot, tmp_path: Path) -> Iterator[FilingOpener]:
    window = QWidget()
    qtbot.addWidget(window)
    runner: BackgroundRunner = inline_runner()
    opener = FilingOpener(
        runner,
        FileChoice(QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)),
        window,
    )
    desk = AccountDesk(drafts=Drafts())
    opener.open_desk(cast("AccountServices", desk), PictureLoader(runner, lambda _url: b"", runner))
    yield opener
    if opener.dialog is not None:
        opener.dialog.done(0)
    runner.deleteLater()


def _drafts(opener: FilingOpener) -> Drafts:
    return cast("Drafts", cast("FakeDesk", opener._desk).drafts)


def _has_draft(opener: FilingOpener) -> DisputeDraft:
    kept = replace(draft(DraftLine.of(order_line(), 2)), step=REASON)
    _drafts(opener).first = Filing(kept, FilingState.DRAFT, NOON, NOON)
    return kept


def test_an_order_without_a_draft_gets_a_new_one(opener: FilingOpener) -> None:
    opener.begin(TWO)
    assert opener.dialog is not None
    assert opener.dialog.draft.reference == _drafts(opener).begun[0].reference
    assert opener.dialog._notices.bar.text == ""


@pytest.mark.parametrize("name", ["case_requested", "cancel_requested", "dispute_requested"])
def test_what_is_done_with_a_dispute_is_left_to_the_window(opener: FilingOpener, name: str) -> None:
    asked: list[tuple[str, bool]] = []
    getattr(opener, name).connect(lambda id_: asked.append((id_, opener.dialog is None)))
    opener.begin(TWO)
    assert opener.dialog is not None
    getattr(opener.dialog, name).emit("SH1")
    assert asked == [("SH1", True)]


@pytest.mark.parametrize("is_saved", [True, False])
def test_a_dispute_is_shown_once_the_draft_is_saved(
    qtbot: QtBot, tmp_path: Path, *, is_saved: bool
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    held = HeldExecutor()
    runner = inline_runner({Lane.STORAGE: held})
    settings = QSettings(str(tmp_path / "windows.ini"), QSettings.Format.IniFormat)
    opener = FilingOpener(runner, FileChoice(settings), window)
    asked: list[tuple[str, bool]] = []
    opener.dispute_requested.connect(lambda id_: asked.append((id_, opener.dialog is None)))
    drafts = Drafts()
    desk = cast("AccountServices", AccountDesk(drafts=drafts))
    opener.open_desk(desk, PictureLoader(runner, lambda _url: b"", runner))
    opener.begin(TWO)
    while held.held:
        held.release()
    dialog = opener.dialog
    assert dialog is not None
    dialog.send(On.EDITED, replace(dialog.draft, message="Broken", message_is_own=True))
    drafts.errors = [] if is_saved else [StorageFailed(StorageCause.DISK_FULL)] * 2

    dialog.dispute_requested.emit("SH1")
    assert asked == [], "the dialog is still there"
    while held.held:
        held.release()
    assert asked == ([("SH1", True)] if is_saved else [])
    assert (opener.dialog is None) is is_saved
    if not is_saved:
        drafts.errors = []
        dialog.reject()
        while held.held:
            held.release()
        assert opener.dialog is None
        assert asked == [], "what was wanted before the trouble is past"
    runner.deleteLater()


def test_an_order_with_a_draft_goes_on_with_it_and_another_can_be_started(
    opener: FilingOpener, qtbot: QtBot
) -> None:
    kept = _has_draft(opener)
    opener.begin(TWO)
    first = opener.dialog
    assert first is not None
    assert first.draft.reference == kept.reference
    first._notices.bar.buttons[0].click()
    qtbot.waitUntil(lambda: opener.dialog is not None and opener.dialog is not first)
    second = opener.dialog
    assert second is not None
    assert second.draft.reference != kept.reference
    assert second.draft.line_ids == {"L2"}


def test_a_kept_draft_goes_on_by_the_door_that_is_asked_for_and_so_does_another(
    opener: FilingOpener, qtbot: QtBot
) -> None:
    kept = _has_draft(opener)
    opener.prepare(TWO)
    first = opener.dialog
    assert first is not None
    assert (first.draft.reference, first.draft.message) == (kept.reference, kept.message)
    assert (first.draft.door, first.draft.step) == (Door.MY_CJ, REASON)
    qtbot.waitUntil(lambda: bool(_drafts(opener).saved))
    assert _drafts(opener).saved[-1].door is Door.MY_CJ
    first.another_requested.emit()
    qtbot.waitUntil(lambda: opener.dialog is not None and opener.dialog is not first)
    assert opener.dialog is not None
    assert opener.dialog.draft.door is Door.MY_CJ


def test_a_kept_draft_is_not_opened_with_another_order_that_has_its_id_as_number(
    opener: FilingOpener, tmp_path: Path
) -> None:
    kept = _has_draft(opener)
    cj = OrdersAtCj(
        [
            ShopOrder("SD2611120830000001", kept.order_id, detail_ids=(kept.order_id,)),
            ShopOrder("SD2611150830000002", kept.order_id),
        ]
    )
    failed: list[object] = []
    opener.failed.connect(failed.append)
    with order_service(cj, tmp_path) as orders:
        cast("Any", opener._desk).orders = orders
        opener.resume(Filing(kept, FilingState.DRAFT, NOON, NOON))
    assert opener.dialog is None
    assert len(failed) == 1


def test_closing_a_dialog_opens_no_other(opener: FilingOpener) -> None:
    _has_draft(opener)
    opener.begin(TWO)
    dialog = opener.dialog
    assert dialog is not None
    dialog.close()
    assert opener.dialog is None
    assert _drafts(opener).begun == []


def _open_filing(*looks: Attempt) -> Filing:
    sent = Attempt(AttemptKind.CREATE, NOON, NOON, "TimedOut")
    return Filing(draft(), FilingState.UNKNOWN, NOON, NOON, attempts=(sent, *looks))


def _shown(opener: FilingOpener, name: str) -> list[QPushButton]:
    assert opener.dialog is not None
    buttons = opener.dialog.findChildren(QPushButton)
    return [each for each in buttons if each.isVisible() and each.text() == name]


def _says(opener: FilingOpener) -> str:
    assert opener.dialog is not None
    return opener.dialog._pages.outcome._looks.text()


def test_a_filing_that_has_left_is_shown_as_the_ledger_has_it_by_now(
    opener: FilingOpener,
) -> None:
    listed = _open_filing()
    look = Attempt(AttemptKind.READ_BACK, NOON, NOON, "not found")
    filings = cast("FakeDesk", opener._desk).filing
    filings.rows[listed.reference] = _open_filing(look)
    opener.resume(listed)
    assert _says(opener).startswith("Checks at CJ so far: 1")
    opener.follow(_open_filing(look, look))
    assert _says(opener).startswith("Checks at CJ so far: 2")


def test_what_is_in_doubt_and_for_my_cj_is_prepared_there_as_a_copy(
    opener: FilingOpener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pages.append(url.toString()))
    desk = cast("FakeDesk", opener._desk)
    desk.attachments.files = [Attachment("lamp.jpg", Path("lamp.jpg"), 1_000, NOON)]
    no = Attempt(AttemptKind.CREATE, NOON, NOON, "Refused", 9009, "Order cannot be disputed")
    filing = _open_filing(replace(no, not_processed=True))
    desk.filing.rows[filing.reference] = filing
    opener.resume(filing)
    first = opener.dialog
    found = [len(_shown(opener, name)) for name in ("Open My CJ", "Prepare for My CJ")]
    assert found == [1, 1]
    (open_it,), (prepare,) = _shown(opener, "Open My CJ"), _shown(opener, "Prepare for My CJ")
    open_it.click()
    assert pages == [ORDERS]
    assert "in My CJ only, as it answered" in prepare.accessibleDescription()

    prepare.click()
    qtbot.waitUntil(lambda: opener.dialog is not None and opener.dialog is not first)
    second = opener.dialog
    assert second is not None
    copy = second.draft
    assert (copy.door, copy.step) == (Door.MY_CJ, MY_CJ)
    kept = replace(filing.draft, reference=copy.reference, door=copy.door, step=copy.step)
    assert replace(copy, seen_total=None, place=None) == replace(kept, seen_total=None, place=None)
    assert copy.reference != filing.reference
    assert desk.filing.rows[filing.reference] == filing
    assert [each.name for each in desk.attachments.files] == ["lamp.jpg"] * 2


def test_what_is_in_doubt_for_another_reason_has_no_way_to_my_cj(opener: FilingOpener) -> None:
    opener.resume(_open_filing())
    assert len(_shown(opener, "Check again")) == 1
    assert _shown(opener, "Open My CJ") == _shown(opener, "Prepare for My CJ") == []


def test_a_ledger_that_cannot_be_read_does_not_keep_a_filing_shut(opener: FilingOpener) -> None:
    listed = _open_filing()
    filings = cast("FakeDesk", opener._desk).filing
    filings.errors = {"look up": [StorageFailed(StorageCause.LOCKED)]}
    opener.resume(listed)
    assert _says(opener) == "CJ's lists have not been read since."


def test_what_was_found_out_with_no_dialog_open_is_nobodys_here(opener: FilingOpener) -> None:
    opener.follow(_open_filing())
    assert opener.dialog is None


def _claim(family: ReasonFamily, *, is_part: bool = False) -> Judgement:
    rule, sure = ClaimRule.OVER_THE_LIMIT, Confidence.MEDIUM
    return Judgement(Verdict.CLAIM_NOW, rule, sure, family=family, is_part=is_part)


def _draft_of(opener: FilingOpener, claim: Judgement) -> DisputeDraft:
    opener.begin(TWO, claim)
    assert opener.dialog is not None
    return opener.dialog.draft


def test_a_claim_comes_with_all_lines_the_reason_and_its_message(opener: FilingOpener) -> None:
    made = _draft_of(opener, _claim(ReasonFamily.NOT_RECEIVED))
    assert made.line_ids == {"L1", "L2"}
    assert made.reason == LATE
    assert made.message.startswith("The buyer of order 1001 has not received the parcel")
    assert not made.message_is_own


def test_where_cj_offers_only_the_wider_reason_a_claim_takes_that(opener: FilingOpener) -> None:
    assert _draft_of(opener, _claim(ReasonFamily.FROZEN)).reason == LATE


def test_a_reason_that_cj_does_not_offer_is_left_to_the_person(opener: FilingOpener) -> None:
    made = _draft_of(opener, _claim(ReasonFamily.QUALITY))
    assert made.reason is None
    assert made.message == ""


def test_of_an_order_in_several_parcels_a_person_says_which_lines_are_meant(
    opener: FilingOpener,
) -> None:
    assert _draft_of(opener, _claim(ReasonFamily.NOT_RECEIVED, is_part=True)).lines == ()


def test_a_claim_goes_on_with_the_draft_that_is_there(opener: FilingOpener) -> None:
    kept = _has_draft(opener)
    made = _draft_of(opener, _claim(ReasonFamily.NOT_RECEIVED))
    assert made.reference == kept.reference
    assert made.reason == kept.reason
    assert made.message == kept.message


def test_the_reason_of_a_claim_is_chosen_once(opener: FilingOpener) -> None:
    _draft_of(opener, _claim(ReasonFamily.NOT_RECEIVED))
    dialog = opener.dialog
    assert dialog is not None
    dialog.send(On.EDITED, replace(dialog.draft, reason=None))
    dialog.send(On.EDITED, replace(dialog.draft, lines=dialog.draft.lines[:1]))
    assert dialog.draft.reason is None
