"""What stands in the way of a dispute is named by its number, and shown with one press."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, NoOrderInText, NotFound, TimedOut
from app.domain.filing.filing import Door
from app.domain.ids import DisputeId
from app.domain.orders.orders import LineDispute
from app.services.orders.orders import LookUp
from app.storage.preferences import PreferenceValues
from app.ui.orders.items_model import Column
from app.ui.orders.pane import OrderPane
from app.ui.widgets.labels import LineLabel
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.pictures import PictureLoader
from tests import builders
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.ui.crowding import crowded
from tests.ui.orders.test_order_pane import FakeOrders, NoClaims, facts, found
from tests.ui.pages import dressed

NUMBER = DisputeId("SH1623673863466725376")


@dataclass
class History:
    """The disputes that are known here or at CJ."""

    known: set[str] = field(default_factory=set)
    error: AppError = field(default_factory=NotFound)
    asked: list[str] = field(default_factory=list)

    def find(self, dispute_id: DisputeId) -> DisputeId:
        self.asked.append(dispute_id)
        if dispute_id not in self.known:
            raise self.error
        return dispute_id


class Stage:
    def __init__(self, qtbot: QtBot, runner: BackgroundRunner | None = None) -> None:
        runner = runner or inline_runner()
        self.pane, self.orders, self.history = OrderPane(runner), FakeOrders(), History()
        qtbot.addWidget(self.pane)
        desk: Any = SimpleNamespace(orders=self.orders, claims=NoClaims(), history=self.history)
        self.pane.open_desk(desk, PictureLoader(runner, lambda _url: b"", self.pane))
        self.shown: list[str] = []
        self.pane.dispute_requested.connect(self.shown.append)
        self.pane.resize(1000, 600)
        self.pane.show()

    @property
    def bar(self) -> NoticeBar:
        return self.pane.findChildren(NoticeBar)[0]

    @property
    def ways(self) -> list[str]:
        return [each.text() for each in self.bar.buttons]

    def button(self, text: str) -> QPushButton:
        buttons = self.pane.findChildren(QPushButton)
        return next(each for each in buttons if each.text() == text and each.isVisible())

    @property
    def words(self) -> str:
        return "\n".join(each.text() for each in self.pane.findChildren(QLabel) if each.isVisible())

    def states(self) -> list[str]:
        (table,) = self.pane.findChildren(QTableView)
        model = table.model()
        return [model.index(row, Column.STATE).data() for row in range(model.rowCount())]


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def held(*disputes: LineDispute | None, is_open: bool = False) -> LookUp:
    lines = [
        replace(builders.order_line(f"L{number}", can_dispute=False), dispute=each)
        for number, each in enumerate(disputes)
    ]
    if is_open:
        lines.append(builders.order_line("L9"))
    return found("x1", builders.order(*lines))


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        (LineDispute(NUMBER, True), f"CJ has not decided {NUMBER} about it."),
        (LineDispute(NUMBER, False), f"CJ has decided {NUMBER} about it."),
        (LineDispute(NUMBER, None), f"CJ says that it is in dispute {NUMBER}."),
    ],
)
def test_the_dispute_that_holds_an_order_is_named_and_shown(
    stage: Stage, holder: LineDispute, said: str
) -> None:
    stage.orders.answer = lambda _text: held(holder)
    stage.history.known = {NUMBER}
    stage.pane.look_up("x1")
    assert said in stage.bar.text
    assert "CJ does not say which" not in stage.bar.text
    assert NUMBER in stage.states()[0]
    assert stage.ways == ["Show it", "Open My CJ"]
    stage.bar.buttons[0].click()
    assert stage.shown == [NUMBER]
    assert "Order SD" in stage.words  # the order stays


def test_several_disputes_are_named_and_can_all_be_shown(stage: Stage) -> None:
    numbers = [DisputeId(f"SH{number}") for number in range(5)]
    stage.orders.answer = lambda _text: held(*(LineDispute(each, True) for each in numbers))
    stage.pane.look_up("x1")
    assert "SH0, SH1, SH2 and 2 more" in stage.bar.text
    assert stage.ways == ["Show it", "Show disputes of this order", "Open My CJ"]


def test_where_no_dispute_is_known_it_is_said_what_is_known_and_where_to_look(stage: Stage) -> None:
    stage.orders.answer = lambda _text: held(None)
    stage.pane.look_up("x1")
    assert stage.bar.text == (
        "No item of this order can be disputed now, and CJ gives no reason. No dispute about it is "
        "known here, so the time to claim is most likely over. To be sure, look in My CJ."
    )
    assert stage.states() == ["In a dispute already, or too late"]
    assert stage.ways == ["Open My CJ"]


def test_a_dispute_that_gets_known_afterwards_is_named_without_another_look_up(
    stage: Stage,
) -> None:
    answer = held(None, LineDispute(NUMBER, None))
    stage.orders.answer = lambda _text: answer
    stage.pane.look_up("x1")
    stage.orders.known = held(LineDispute(NUMBER, True), None).order
    stage.pane.read_holders()
    assert stage.states() == [f"in dispute {NUMBER}", f"{NUMBER} is about it"], "what CJ told stays"
    assert stage.ways == ["Show it", "Open My CJ"]
    assert stage.orders.asked == ["x1"]

    stage.orders.known = None
    stage.pane.read_holders()
    assert stage.states()[0] == f"in dispute {NUMBER}"


def test_the_keys_stay_with_the_order_when_its_holder_gets_known(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.orders.answer = lambda _text: held(None)
    stage.pane.look_up("x1")
    with qtbot.waitActive(stage.pane):
        stage.pane.activateWindow()
    stage.bar.buttons[0].setFocus()
    stage.orders.known = held(LineDispute(NUMBER, True)).order
    stage.pane.read_holders()
    assert QApplication.focusWidget() is stage.pane._box


def test_a_row_that_is_read_stays_current_when_a_holder_gets_known(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.orders.answer = lambda _text: held(None, None)
    stage.pane.look_up("x1")
    with qtbot.waitActive(stage.pane):
        stage.pane.activateWindow()
    (table,) = stage.pane.findChildren(QTableView)
    table.setFocus()
    table.selectRow(1)
    stage.orders.known = held(LineDispute(NUMBER, True), None).order
    stage.pane.read_holders()
    assert QApplication.focusWidget() is table
    assert table.currentIndex().row() == 1


def test_what_holds_the_order_before_is_not_told_of_the_next(qtbot: QtBot) -> None:
    disk = HeldExecutor()
    stage = Stage(qtbot, inline_runner({Lane.STORAGE: disk}))
    stage.orders.answer = lambda _text: held(None)
    stage.pane.look_up("x1")
    stage.orders.known = held(LineDispute(NUMBER, True)).order
    stage.pane.read_holders()
    stage.pane.look_up("x2")
    disk.release()
    assert stage.states() == ["In a dispute already, or too late"]


def test_a_closed_order_tells_where_its_refund_may_be(stage: Stage) -> None:
    order = builders.order(builders.order_line(can_dispute=False))
    stage.orders.answer = lambda text: found(text, order, facts("CLOSED"))
    stage.pane.look_up("x1")
    assert stage.bar.text == (
        "CJ has closed this order, so it cannot be disputed any more. If it was closed without "
        "being shipped, look for the refund in your wallet in My CJ."
    )
    assert stage.ways == ["Open My CJ"]


def test_what_holds_a_part_of_an_order_is_named_beside_what_can_be_disputed(stage: Stage) -> None:
    stage.orders.answer = lambda _text: held(LineDispute(NUMBER, True), is_open=True)
    stage.history.known = {NUMBER}
    stage.pane.look_up("x1")
    assert f"1 of 2 items can be disputed. Goods: USD 42.48. The rest: {NUMBER}." in stage.words
    assert stage.states() == [f"in dispute {NUMBER}", "Can be disputed"]
    stage.button("Show it").click()
    assert stage.shown == [NUMBER]


def test_a_holder_that_cj_does_not_tell_of_leaves_the_order_where_it_is(stage: Stage) -> None:
    stage.orders.answer = lambda _text: held(LineDispute(NUMBER, True), is_open=True)
    stage.pane.look_up("x1")
    stage.button("Show it").click()
    assert stage.shown == []
    assert "CJ tells of no such dispute" in stage.bar.text
    assert stage.button("File dispute…").isEnabled()


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("CANCELLED", "Order cancelled"),
        ("UNPAID", "Order not paid"),
        ("CLOSED", "Order closed by CJ"),
        ("TRASH", "Order deleted"),
    ],
)
def test_the_lines_of_an_order_that_is_over_say_so(stage: Stage, status: str, state: str) -> None:
    order = builders.order(builders.order_line(can_dispute=False))
    stage.orders.answer = lambda text: found(text, order, facts(status))
    stage.pane.look_up("x1")
    assert stage.states() == [state]


def names_a_dispute(_text: str) -> LookUp:
    raise NoOrderInText(NUMBER)


def test_a_pasted_dispute_number_shows_the_dispute(stage: Stage) -> None:
    stage.orders.answer = names_a_dispute
    stage.history.known = {NUMBER}
    stage.pane.look_up(NUMBER)
    assert stage.shown == [NUMBER]
    assert stage.bar.text == ""
    assert not stage.pane._look_up.is_running


def test_a_dispute_that_cj_does_not_know_is_said_to_be_unknown(stage: Stage) -> None:
    stage.orders.answer = names_a_dispute
    stage.pane.look_up(NUMBER)
    assert stage.history.asked == [NUMBER]
    assert stage.shown == []
    assert f"{NUMBER} is the number of a dispute, and CJ tells of no such" in stage.bar.text
    assert stage.ways == []


def test_where_cj_cannot_be_asked_for_a_dispute_it_may_be_tried_again(stage: Stage) -> None:
    stage.orders.answer = names_a_dispute
    stage.history.error = TimedOut(request_left=True)
    stage.pane.look_up(NUMBER)
    assert stage.ways == ["Try again"]
    stage.history.known = {NUMBER}
    stage.bar.buttons[0].click()
    assert stage.shown == [NUMBER]


def test_garbage_is_not_offered_to_be_tried_again(stage: Stage) -> None:
    def nothing(_text: str) -> LookUp:
        raise NoOrderInText

    stage.orders.answer = nothing
    stage.pane.look_up("hello there")
    assert stage.bar.text
    assert stage.ways == []


@pytest.mark.parametrize(("percent", "width"), [(100, 760), (200, 1230)], ids=["100 %", "200 %"])
def test_what_can_be_done_with_an_order_has_its_room_in_large_text_and_narrow_windows(
    qtbot: QtBot, qapp: QApplication, percent: int, width: int
) -> None:
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        stage = Stage(qtbot)
        stage.orders.answer = lambda _text: replace(
            held(LineDispute(NUMBER, True), is_open=True), door=Door.MY_CJ
        )
        stage.pane.resize(width, 1300)
        stage.pane.look_up("x1")
        qapp.processEvents()
        assert stage.pane.minimumSizeHint().width() <= width
        verdict = next(
            each for each in stage.pane.findChildren(LineLabel) if "Goods" in each.text()
        )
        assert verdict.width() >= verdict.fontMetrics().horizontalAdvance("1 of 2 items can be")
        assert list(crowded(stage.pane)) == []
        stage.pane.resize(width * 2, 1300)
        qapp.processEvents()
        last = stage.button("File here all the same")
        assert last.mapTo(stage.pane, last.rect().center()).x() > width, "beside the words"
