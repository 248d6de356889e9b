"""The last page for a dispute that a person opens in My CJ: all to be copied, none to be sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.domain.filing.filing import (
    MY_CJ,
    REVIEW,
    Attempt,
    AttemptKind,
    DisputeDraft,
    Door,
    Evidence,
    EvidenceKind,
    Filing,
    FilingState,
)
from app.domain.history.attachments import Attachment
from app.domain.history.exports import ExportCause, ExportFailed
from app.domain.ids import OrderId, OrderNumber
from app.domain.orders.orders import DisputableOrder
from app.ui.messages.my_cj import ORDERS
from tests.builders import NOON, draft
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage

OPENED = "I opened it in My CJ"
LINKS = (
    Evidence("https://example.com/a.jpg"),
    Evidence("https://example.com/b.mp4", EvidenceKind.VIDEO),
)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """What was opened in other programs."""
    urls: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", urls.append)
    return urls


def at_my_cj(make: MakeStage, desk: FakeDesk | None = None, **fields: object) -> Stage:
    prepared = replace(draft(), step=MY_CJ, door=Door.MY_CJ, evidence=LINKS)
    stage = make(draft=replace(prepared, **fields), desk=desk)  # type: ignore[arg-type]  # of a draft
    assert stage.page == MY_CJ
    stage.await_review()
    return stage


def copied(stage: Stage, name: str) -> str:
    stage.find(QPushButton, name).click()
    return QGuiApplication.clipboard().text()


def test_each_thing_is_copied_as_my_cj_takes_it(make_stage: MakeStage, opened: list[QUrl]) -> None:
    stage = at_my_cj(make_stage, message="Line one <b>\n\nLine two 🙂")
    told = {
        "Copy order number": "1001",
        "Copy CJ's order id": "SD2611200001234567",
        "Copy items": "2 × Desk lamp, brass (CJSJ0000001-A)",
        "Copy message": "Line one <b>\n\nLine two 🙂",
        "Copy link 1": LINKS[0].url,
        "Copy link 2": LINKS[1].url,
    }
    assert {name: copied(stage, name) for name in told} == told
    assert stage.find(QPushButton, "Copy link 2").text() == "Copied"
    for name in ("Product Damaged", "Refund", "CJ wallet balance"):
        assert stage.says(name)  # chosen there, not typed
    stage.press("Open My CJ")
    assert opened == [QUrl(ORDERS)]


def test_enter_opens_my_cj_and_never_says_that_it_was_done(
    make_stage: MakeStage, opened: list[QUrl]
) -> None:
    stage = at_my_cj(make_stage)
    stage.key(Qt.Key.Key_Return)
    assert opened == [QUrl(ORDERS)]
    assert stage.page == MY_CJ


def test_what_was_opened_is_handed_over_and_never_submitted(make_stage: MakeStage) -> None:
    stage = at_my_cj(make_stage)
    stage.press(OPENED)
    assert stage.says("Opened in My CJ")
    assert stage.says("Nothing was sent from here, and nothing will be.")
    (filing,) = stage.settled
    assert (filing.state, filing.draft.message) == (FilingState.HANDED_OVER, "It arrived broken.")
    assert "submit" not in stage.desk.filing.calls
    assert not stage.has(QPushButton, "Send again with the same reference")
    stage.press("Back to draft")
    assert stage.page == MY_CJ


def test_the_other_way_is_open_from_here_and_back(make_stage: MakeStage) -> None:
    stage = at_my_cj(make_stage)
    stage.press("File here all the same")
    assert stage.page == REVIEW
    stage.await_review()
    assert stage.dialog.draft.message == "It arrived broken."
    stage.press(stage.commit.text())
    assert stage.says("Filed: SH2611220001")
    assert "hand over" not in stage.desk.filing.calls


def test_a_refusal_of_another_day_offers_it_with_all_that_was_typed(make_stage: MakeStage) -> None:
    refused = replace(draft(), step=REVIEW)
    answer = Attempt(AttemptKind.CREATE, NOON, NOON, "Refused", 9009, "Order cannot be disputed")
    stage = make_stage(draft=refused)
    stage.dialog.show_filing(Filing(refused, FilingState.REFUSED, NOON, NOON, attempts=(answer,)))
    assert stage.notice.startswith("CJ refused the dispute.")
    assert stage.has(QPushButton, "Prepare for My CJ")
    stage.press("Prepare for My CJ")
    assert (stage.page, stage.notice) == (MY_CJ, "")
    assert copied(stage, "Copy message") == "It arrived broken."


def test_an_order_whose_items_cj_does_not_list_is_prepared_without_them(
    make_stage: MakeStage,
) -> None:
    order = DisputableOrder(OrderId("DP2611200001234567"), OrderNumber(""), ())
    stage = make_stage(order, replace(DisputeDraft.begin(order), door=Door.MY_CJ))
    stage.to_reason()
    stage.message.setPlainText("It never came.")
    stage.press("Next")
    assert stage.page == MY_CJ
    stage.await_review()
    assert copied(stage, "Copy order number") == "DP2611200001234567"
    assert copied(stage, "Copy message") == "It never came."
    stage.press(OPENED)
    assert stage.says("Opened in My CJ")


def test_the_pictures_kept_with_the_case_are_in_one_folder(
    make_stage: MakeStage, opened: list[QUrl]
) -> None:
    desk = FakeDesk()
    desk.attachments.files = [Attachment("lamp <1>.jpg", Path("lamp.jpg"), 1_000, NOON)]
    stage = at_my_cj(make_stage, desk)
    assert stage.says("lamp <1>.jpg")
    stage.press("Open folder")
    assert opened == [QUrl.fromLocalFile(f"/kept/{draft().reference}")]


def test_a_picture_that_was_attached_meanwhile_is_among_them(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    stage = at_my_cj(make_stage, desk)
    assert stage.says("None. Pictures that you attach")
    stage.press("Back")
    desk.attachments.files = [Attachment("lamp.jpg", Path("lamp.jpg"), 1_000, NOON)]
    stage.press("Next")
    assert stage.page == MY_CJ
    stage.qtbot.waitUntil(lambda: stage.says("lamp.jpg"))
    assert stage.find(QPushButton, "Open folder").isVisible()


def test_the_case_file_is_saved_as_pdf_and_a_full_disk_is_told(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    written: list[bytes] = []
    full = [ExportFailed(ExportCause.DISK_FULL, path="case.pdf")]

    def save(content: bytes, _path: Path) -> None:
        if full:
            raise full.pop()
        written.append(content)

    desk = FakeDesk(reports=SimpleNamespace(cases=SimpleNamespace(save=save)))
    stage = at_my_cj(make_stage, desk)
    for told in ("The disk is full", "The case file was saved."):
        stage.press("Save case file…")
        chooser = stage.dialog.findChildren(QFileDialog)[-1]
        chooser.fileSelected.emit(str(tmp_path / "case.pdf"))
        chooser.close()
        stage.qtbot.waitUntil(lambda told=told: stage.says(told))
    assert [each[:5] for each in written] == [b"%PDF-"]
