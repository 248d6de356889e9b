"""The card of an order tells of its parcels without a press, and keeps what was told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.background.runner import Lane
from app.domain.errors import TimedOut
from app.domain.ids import OrderId
from app.domain.orders.orders import Tracking
from app.services.orders.orders import KeptOrder
from app.services.orders.parcels import Parcel
from app.ui.messages.formatting import day
from app.ui.orders.pane import OrderPane
from app.ui.widgets.pictures import PictureLoader
from tests import builders
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.ui.orders.test_order_pane import FakeOrders, NoClaims, a_parcel, facts, found

ORDER = "SD2611200001234567"
ASKING = "Asking CJ where it is…"


@dataclass
class Parcels:
    """What is known here, and what CJ would tell."""

    here: Parcel = field(default_factory=Parcel)
    answer: Callable[[], Parcel] = Parcel
    asked: list[str] = field(default_factory=list)

    def known(self, _order_id: OrderId) -> Parcel:
        return self.here

    def renew(self, order_id: OrderId) -> Parcel:
        self.asked.append(order_id)
        return self.answer()


class Stage:
    """The pane; what CJ is asked is held back until a test lets it run."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.cj = HeldExecutor()
        runner = inline_runner({Lane.CJ: self.cj})
        self.pane, self.orders, self.parcels = OrderPane(runner), FakeOrders(), Parcels()
        qtbot.addWidget(self.pane)
        self.orders.answer = lambda text: replace(found(text), parcel=self.parcels.here)
        desk: Any = SimpleNamespace(orders=self.orders, claims=NoClaims(), parcels=self.parcels)
        self.pane.open_desk(desk, PictureLoader(runner, lambda _url: b"", self.pane))
        self.pane.resize(1000, 600)
        with qtbot.waitExposed(self.pane):
            self.pane.show()

    def look_up(self, text: str = ORDER) -> None:
        self.pane.look_up(text)
        self.cj.release()

    def be_told(self) -> None:
        """Let CJ answer where the parcel is."""
        self.wait_for_question()
        self.cj.release()

    def wait_for_question(self) -> None:
        """Run the event loop until CJ is asked where the parcel is."""
        self.qtbot.waitUntil(lambda: bool(self.cj.held))

    @property
    def words(self) -> str:
        shown = (each for each in self.pane.findChildren(QLabel) if each.isVisible())
        return "\n".join(each.text() for each in shown)

    @property
    def file_button(self) -> QPushButton:
        buttons = self.pane.findChildren(QPushButton)
        return next(each for each in buttons if each.text() == "File dispute…")


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def told(parcel: Parcel, status: str, delivered: datetime | None = None) -> Parcel:
    row = Tracking("YT1", "Yun", status, delivered)
    return replace(parcel, tracking=(row,), tracking_looked=parcel.looked, is_due=False)


def test_nothing_known_is_asked_by_itself_and_shown(stage: Stage) -> None:
    stage.parcels.here = Parcel(is_due=True)
    stage.parcels.answer = lambda: told(a_parcel(20), "In transit")
    stage.look_up()
    assert ASKING in stage.words
    place = stage.file_button.mapTo(stage.pane, stage.file_button.rect().topLeft())
    stage.be_told()
    sent = day((datetime.now(UTC) - timedelta(days=20)).date())
    assert f"Dispatched {sent}, 20 days ago. Not delivered, as far as CJ says." in stage.words
    assert "Tracking YT1: In transit. As of " in stage.words
    assert "it can be claimed from" in stage.words
    assert ASKING not in stage.words
    assert stage.parcels.asked == [ORDER]
    # What comes by itself moves no button away.
    assert stage.file_button.mapTo(stage.pane, stage.file_button.rect().topLeft()) == place


def test_what_earlier_looks_told_is_shown_at_once_with_its_date(stage: Stage) -> None:
    looked = datetime.now(UTC) - timedelta(days=1)
    stage.parcels.here = replace(a_parcel(20), looked=looked, is_due=True)
    stage.look_up()
    assert f"As of {day(looked.astimezone().date())}" in stage.words
    assert "20 days ago" in stage.words
    assert ASKING in stage.words


def test_what_is_fresh_is_not_asked_again(stage: Stage) -> None:
    stage.parcels.here = told(a_parcel(20), "In transit")
    stage.look_up()
    assert stage.cj.held == []
    assert ASKING not in stage.words
    assert "Tracking YT1: In transit." in stage.words


@pytest.mark.usefixtures("painted")
def test_what_was_found_is_drawn_before_cj_is_asked_for_more(stage: Stage) -> None:
    stage.parcels.here = Parcel(is_due=True)
    drawn_before_asked = []

    class Watcher(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                drawn_before_asked.append(not stage.cj.held)
            return False

    watcher = Watcher()
    stage.look_up()
    stage.file_button.installEventFilter(watcher)
    stage.wait_for_question()
    stage.file_button.removeEventFilter(watcher)
    assert any(drawn_before_asked)


def test_an_order_that_is_left_again_at_once_is_not_asked_about(stage: Stage) -> None:
    stage.parcels.here = Parcel(is_due=True)
    stage.look_up()
    stage.look_up("SD2")
    stage.be_told()
    assert len(stage.parcels.asked) == 1


def test_a_failure_leaves_what_is_known_and_says_so(stage: Stage) -> None:
    stage.parcels.here = replace(a_parcel(20), is_due=True)

    def fail() -> Parcel:
        raise TimedOut(request_left=True)

    stage.parcels.answer = fail
    stage.look_up()
    stage.be_told()
    assert "CJ could not be asked where it is now." in stage.words
    assert "20 days ago" in stage.words
    assert stage.file_button.isVisible()


def test_another_order_is_not_told_of_by_the_answer_about_the_one_before(stage: Stage) -> None:
    stage.parcels.here = Parcel(is_due=True)
    stage.parcels.answer = lambda: a_parcel(20)
    stage.look_up()
    stage.wait_for_question()
    stage.pane.look_up("SD2")
    stage.cj.release()  # about the first order, whose answer nobody waits for any more
    stage.parcels.here = Parcel(is_due=False)
    stage.cj.release()
    assert "20 days ago" not in stage.words
    assert ASKING not in stage.words


@pytest.mark.parametrize("status", ["UNPAID", "CANCELLED", "TRASH"])
def test_of_an_order_that_is_over_nothing_is_asked(stage: Stage, status: str) -> None:
    parcel = Parcel(is_due=True)
    stage.orders.answer = lambda text: replace(found(text, facts=facts(status)), parcel=parcel)
    stage.look_up()
    assert stage.cj.held == []
    assert ASKING not in stage.words
    assert "Dispatched" not in stage.words


def test_offline_the_kept_order_tells_what_is_known_of_its_parcels(stage: Stage) -> None:
    error = TimedOut(request_left=False)
    kept: Any = KeptOrder(builders.order(), builders.NOON, error, a_parcel(50))  # type: ignore[arg-type]
    stage.orders.answer = lambda _text: kept
    stage.look_up()
    assert stage.cj.held == []
    assert ASKING not in stage.words
    assert "50 days ago" in stage.words
    assert "Not delivered 50 days after dispatch." in stage.words


def test_what_the_filing_was_told_stays_after_it_is_closed(stage: Stage) -> None:
    stage.parcels.here = a_parcel(20)
    stage.look_up()
    assert "it can be claimed from" in stage.words
    arrived = datetime.now(UTC) - timedelta(days=5)
    stage.parcels.here = told(a_parcel(20), "Delivered", arrived)
    stage.pane.parcel.read()
    assert f"Delivered {day(arrived.date())}." in stage.words
    assert f"until {day((arrived + timedelta(days=45)).date())}" in stage.words
