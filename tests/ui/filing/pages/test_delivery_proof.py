"""Whether CJ has a photo of the delivery is told before a claim says that nothing arrived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from app.domain.disputes.disputes import Reason
from app.domain.errors import Offline, OfflineCause, TokenRejected
from app.domain.filing.events import On
from app.domain.filing.filing import REASON
from app.domain.ids import OrderId, OrderNumber
from app.domain.orders.orders import OrderFacts, Tracking, TrackingEvent, TrackingEventKind
from app.services.orders.parcels import Parcel
from tests.builders import DAMAGED, LATE, NOON, draft
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage

PHOTO = "https://proof.test/door.jpg"
FACTS = OrderFacts(OrderId("SD2611200001234567"), (), OrderNumber("1001"), "SHIPPED")
HAS_PHOTO = "CJ has a delivery photo: a claim that nothing arrived is normally refused."


def parcel(*kinds: TrackingEventKind, status: str = "") -> Parcel:
    day = (NOON - timedelta(days=4)).date()
    events = tuple(TrackingEvent(day, kind) for kind in kinds)
    return Parcel(FACTS, (Tracking("YT1", "YunExpress", status, None, events=events),))


DELIVERED = parcel(TrackingEventKind.DELIVERED)
UNDER_WAY = parcel(TrackingEventKind.MOVING)


@pytest.fixture
def open_page(make_stage: MakeStage) -> Callable[[Parcel, Reason | None], Stage]:
    def open_it(known: Parcel, reason: Reason | None) -> Stage:
        desk = FakeDesk()
        desk.parcels.here = desk.parcels.at_cj = known
        desk.parcels.photos = [(PHOTO,)]
        return make_stage(draft=replace(draft(reason=reason), step=REASON), desk=desk)

    return open_it


Open = Callable[[Parcel, Reason | None], Stage]


def test_a_photo_is_told_as_what_refutes_the_claim_and_can_be_looked_at(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    stage = open_page(DELIVERED, LATE)
    assert stage.says(HAS_PHOTO)
    stage.press("Open photo 1")
    assert [each.toString() for each in opened] == [PHOTO]
    assert PHOTO not in "".join(stage.labels())


@pytest.mark.parametrize(
    ("known", "reason"),
    [(UNDER_WAY, LATE), (Parcel(), LATE), (DELIVERED, DAMAGED), (DELIVERED, None)],
)
def test_nothing_is_asked_where_no_photo_would_matter(
    open_page: Open, known: Parcel, reason: Reason | None
) -> None:
    stage = open_page(known, reason)
    assert stage.desk.parcels.proofs == 0
    assert not stage.says("Proof of delivery")


def test_it_is_asked_once_when_the_reason_is_chosen(open_page: Open) -> None:
    stage = open_page(DELIVERED, DAMAGED)
    for reason in (LATE, DAMAGED, LATE):
        stage.dialog.send(On.EDITED, replace(stage.dialog.draft, reason=reason))
    assert stage.desk.parcels.proofs == 1
    assert stage.says(HAS_PHOTO)
    stage.dialog.send(On.EDITED, replace(stage.dialog.draft, reason=DAMAGED))
    assert not stage.says(HAS_PHOTO)


def test_it_does_not_keep_the_dialog_from_going_on(open_page: Open) -> None:
    stage = open_page(DELIVERED, LATE)
    stage.press("Next")
    assert stage.dialog.flow.is_last_step


def test_that_there_is_no_photo_is_said_without_a_warning(open_page: Open) -> None:
    stage = open_page(DELIVERED, DAMAGED)
    stage.desk.parcels.photos = [()]
    stage.dialog.send(On.EDITED, replace(stage.dialog.draft, reason=LATE))
    assert stage.says("CJ shows no delivery photo.")
    assert not stage.has(QPushButton, "Open photo 1")


def test_a_failure_claims_nothing_and_is_made_up_for_after_signing_in(open_page: Open) -> None:
    stage = open_page(DELIVERED, DAMAGED)
    stage.desk.parcels.photos = [TokenRejected(), (PHOTO,)]
    stage.dialog.send(On.EDITED, replace(stage.dialog.draft, reason=LATE))
    assert stage.says("Whether CJ has a delivery photo is not known.")
    stage.dialog.resume_after_sign_in()
    assert stage.says(HAS_PHOTO)


def test_offline_is_said(open_page: Open) -> None:
    stage = open_page(DELIVERED, DAMAGED)
    stage.desk.parcels.photos = [Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)]
    stage.dialog.send(On.EDITED, replace(stage.dialog.draft, reason=LATE))
    assert stage.says("Whether CJ has a delivery photo is not known.")


def test_a_bug_in_asking_is_told_and_it_can_be_asked_again(open_page: Open) -> None:
    stage = open_page(DELIVERED, DAMAGED)
    stage.desk.parcels.photos = [ValueError(), (PHOTO,)]
    stage.dialog.send(On.EDITED, replace(stage.dialog.draft, reason=LATE))
    assert [type(each) for each in stage.crashes] == [ValueError]
    assert stage.says("Whether CJ has a delivery photo is not known.")
    stage.crashes.clear()
    stage.dialog.send(On.ASIDE_DUE)
    assert stage.says(HAS_PHOTO)
