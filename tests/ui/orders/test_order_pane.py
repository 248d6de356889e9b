from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import (
    AppError,
    NoOrderInText,
    NotFound,
    Offline,
    OfflineCause,
    Refused,
    RequestInfo,
    SignInRequired,
    TimedOut,
    UnexpectedResponse,
)
from app.domain.filing.filing import Door
from app.domain.filing.templates import context_of
from app.domain.ids import DisputeId, OrderId, OrderNumber
from app.domain.orders.claims import TrackedOrder
from app.domain.orders.eligibility import Obstacle, obstacle_of
from app.domain.orders.orders import (
    DisputableOrder,
    LineDispute,
    LineObstacle,
    OrderFacts,
    OrderLine,
)
from app.services.account_services import PracticeCase, PracticeOrder
from app.services.orders.orders import LookUp
from app.services.orders.parcels import Parcel
from app.storage.preferences import PreferenceValues
from app.ui.messages.notices import Severity
from app.ui.orders.items_model import Column
from app.ui.orders.messages import obstacle_sentence, obstacle_tone
from app.ui.orders.pane import OrderPane
from app.ui.widgets.fields.clear_button import ClearButton
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.pictures import PictureLoader
from tests import builders
from tests.fakes.inline_executor import inline_runner
from tests.ui.pages import dressed

W = TypeVar("W", bound=QWidget)
HOSTILE = '<b>bold</b> & <img src="x"> \u202e evil \x07'


def a_parcel(days: int, **more: Any) -> Parcel:
    """A parcel to the USA that left so many days ago, as CJ told just now."""
    now = datetime.now(UTC)
    sent = OrderFacts(
        *(OrderId("SD1"), (), OrderNumber("1"), "SHIPPED"),
        paid=now - timedelta(days=days + 2),
        dispatched=now - timedelta(days=days),
        country="US",
        tracking_number="YT1",
    )
    return Parcel(sent, known=context_of(sent, now), looked=now, **more)


class NoClaims:
    """No order was ever looked through."""

    def recent(self, text: str) -> tuple[TrackedOrder, ...]:
        return ()


class FakeOrders:
    """Answers what the test put in; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Callable[[str], LookUp] = found
        self.known: DisputableOrder | None = None
        """The order as this computer knows it by now."""

    def kept(self, _order_id: OrderId) -> DisputableOrder | None:
        return self.known

    def look_up(self, text: str) -> LookUp:
        self.asked.append(text)
        return self.answer(text)

    def open_order(self, facts: OrderFacts) -> LookUp:
        self.asked.append(facts.order_id)
        return self.answer(facts.order_id)


def found(
    asked: str,
    order: DisputableOrder | None = None,
    facts: OrderFacts | None = None,
    refusal: RequestInfo | None = None,
) -> LookUp:
    order = order or (None if facts else builders.order())
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return LookUp(asked, order, facts, obstacle_of(order, facts), refusal, now)


@pytest.fixture
def orders() -> FakeOrders:
    return FakeOrders()


@pytest.fixture
def pane(qtbot: QtBot, orders: FakeOrders) -> OrderPane:
    runner = inline_runner()
    made = OrderPane(runner)
    qtbot.addWidget(made)
    desk: Any = SimpleNamespace(orders=orders, claims=NoClaims(), parcels=None)
    made.open_desk(desk, PictureLoader(runner, lambda _url: b"", made))
    made.show()
    return made


def child(parent: QWidget, kind: type[W]) -> W:
    """The first widget of a kind."""
    found = parent.findChild(kind)
    assert found is not None
    return found


def box(pane: OrderPane) -> QLineEdit:
    return child(pane, QLineEdit)


def file_button(pane: OrderPane) -> QPushButton:
    return next(each for each in pane.findChildren(QPushButton) if each.text() == "File dispute…")


def notice(pane: OrderPane) -> str:
    return child(pane, NoticeBar).text


def words(pane: OrderPane) -> str:
    return "\n".join(each.text() for each in pane.findChildren(QLabel) if each.isVisible())


def test_contract_names(pane: OrderPane) -> None:
    assert box(pane).accessibleName() == "Order number"
    assert child(pane, QTableView).accessibleName() == "Order items"
    assert {"Look up", "File dispute…"} <= {b.text() for b in pane.findChildren(QPushButton)}


def test_an_order_is_shown_and_the_next_step_has_the_focus(
    qtbot: QtBot, pane: OrderPane, orders: FakeOrders
) -> None:
    pane.look_up("SD2611200001234567")
    assert orders.asked == ["SD2611200001234567"]
    assert "This item can be disputed. Goods: USD 42.48." in words(pane)
    model = child(pane, QTableView).model()
    row = [model.index(0, column).data() for column in range(6)]
    assert row == [
        "Desk lamp, brass",
        "CJSJ0000001-A",
        "Hengtai",
        "USD 14.16",
        "3",
        "Can be disputed",
    ]
    assert file_button(pane).isVisible()
    with qtbot.waitSignal(pane.file_requested) as heard:
        file_button(pane).click()
    assert heard.args == [builders.order()]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("L1", "L2"), "All 2 items can be disputed. Goods: USD 84.96."),
        (("L1", "-L2"), "1 of 2 items can be disputed. Goods: USD 42.48."),
    ],
)
def test_the_verdict_counts(
    pane: OrderPane, orders: FakeOrders, lines: tuple[str, ...], sentence: str
) -> None:
    made = [builders.order_line(each.strip("-"), can_dispute=each[0] != "-") for each in lines]
    orders.answer = lambda text: found(text, builders.order(*made))
    pane.look_up("x1")
    assert sentence in words(pane)


def facts(status: str, shop: str = "") -> OrderFacts:
    return OrderFacts(OrderId("SD1"), (), OrderNumber("1001"), status, shop_name=shop)


CLOSED = builders.order(builders.order_line(can_dispute=False))


@pytest.mark.parametrize(
    ("answer", "words_in_it"),
    [
        (lambda text: found(text, CLOSED), "No item of this order can be disputed now"),
        (lambda text: found(text, facts=facts("UNPAID")), "not paid yet"),
        (lambda text: found(text, facts=facts("CANCELLED")), "was cancelled"),
        (lambda text: found(text, facts=facts("CLOSED")), "CJ has closed this order"),
        (lambda text: found(text, facts=facts("TRASH")), "was deleted at CJ"),
        (lambda text: found(text, replace(CLOSED, lines=())), "That is no refusal"),
        # An order made through the API carries a shop's name as well.
        (lambda text: found(text, facts=facts("SHIPPED", "My shop")), "will not open it"),
        (
            lambda text: found(
                text, facts=facts("SHIPPED"), refusal=RequestInfo("x", 1607006, HOSTILE)
            ),
            "CJ says",
        ),
    ],
)
def test_an_obstacle_is_told_with_a_next_step(
    pane: OrderPane, orders: FakeOrders, answer: Callable[[str], LookUp], words_in_it: str
) -> None:
    orders.answer = answer
    pane.look_up("x1")
    assert words_in_it in notice(pane)
    assert not file_button(pane).isVisible()
    assert child(pane, NoticeBar).buttons


def test_what_the_rules_say_is_told_as_an_estimate(pane: OrderPane, orders: FakeOrders) -> None:
    late = a_parcel(days=50)
    orders.answer = lambda text: replace(found(text), parcel=late)
    pane.look_up("SD2611200001234567")
    assert "Not delivered 50 days after dispatch." in words(pane)
    assert "Estimate (fairly sure). Source: CJ's article 120" in words(pane)
    orders.answer = found
    pane.look_up("SD2611200001234567")
    assert "Estimate" not in words(pane)
    unpaid = OrderFacts(OrderId("SD1"), (), OrderNumber("1"), "UNPAID")
    orders.answer = lambda text: replace(found(text, facts=unpaid), parcel=late)
    pane.look_up("SD2611200001234567")
    assert "Estimate" not in words(pane)  # CJ says itself what stands in the way


def test_a_line_that_cannot_be_named_says_why(pane: OrderPane, orders: FakeOrders) -> None:
    bare = replace(
        builders.order_line("", can_dispute=False), obstacle=LineObstacle.NO_ID, unit_price=None
    )
    orders.answer = lambda asked: found(asked, builders.order(bare))
    pane.look_up("x1")
    model = child(pane, QTableView).model()
    row = [model.index(0, column).data() for column in range(model.columnCount())]
    assert row[3:] == ["", "0", "CJ told no line item number"]
    assert "cannot be named in a request" in notice(pane)
    assert not file_button(pane).isVisible()


def test_an_order_held_by_several_disputes_leads_to_them(
    qtbot: QtBot, pane: OrderPane, orders: FakeOrders
) -> None:
    holders = [LineDispute(DisputeId(f"SH{number}"), True) for number in range(2)]
    lines = [replace(CLOSED.lines[0], dispute=each) for each in holders]
    orders.answer = lambda text: found(text, builders.order(*lines))
    pane.look_up("x1")
    shown = child(pane, NoticeBar).buttons[1]
    assert shown.text() == "Show disputes of this order"
    with qtbot.waitSignal(pane.disputes_requested) as heard:
        shown.click()
    assert heard.args == ["1001"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NoOrderInText(), "There is no order number in this text"),
        (NotFound(RequestInfo("x", 1600300)), "CJ knows no such order"),
        (Refused(RequestInfo("x", 1, HOSTILE)), "CJ says"),
        (Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False), "could not be reached"),
        (TimedOut(request_left=True), "did not answer in time"),
        (UnexpectedResponse(), "could not be read"),
    ],
)
def test_a_failure_is_a_notice_and_nothing_typed_is_lost(
    pane: OrderPane, orders: FakeOrders, error: AppError, sentence: str
) -> None:
    def fail(_text: str) -> LookUp:
        raise error

    orders.answer = fail
    pane.look_up("what I typed")
    assert sentence in notice(pane)
    assert box(pane).text() == "what I typed"
    orders.answer = found
    again = [each for each in child(pane, NoticeBar).buttons if each.text() == "Try again"]
    # What was typed is no order, and stays none.
    assert bool(again) is not isinstance(error, (NoOrderInText, NotFound))
    for button in again:
        button.click()
        assert notice(pane) == ""


def test_a_dead_token_asks_for_signing_in(
    qtbot: QtBot, pane: OrderPane, orders: FakeOrders
) -> None:
    def fail(_text: str) -> LookUp:
        raise SignInRequired

    orders.answer = fail
    pane.look_up("x1")
    with qtbot.waitSignal(pane.sign_in_requested):
        child(pane, NoticeBar).buttons[0].click()


@pytest.mark.parametrize("text", ["", " " * 5000, "🙂" * 5000, HOSTILE, "9" * 150_000])
def test_any_text_is_taken(pane: OrderPane, orders: FakeOrders, text: str) -> None:
    pane.look_up(text)
    assert len(orders.asked) == 1


def test_text_from_the_server_is_plain(pane: OrderPane, orders: FakeOrders) -> None:
    line = builders.order_line(name=HOSTILE)
    orders.answer = lambda text: found(text, builders.order(line, order_id=HOSTILE[:90]))
    pane.look_up("x1")
    for label in pane.findChildren(QLabel):
        if label.text():
            assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
    assert "<b>bold</b>" in words(pane)
    first = child(pane, QTableView).model().index(0, 0)
    assert "<b>bold</b>" in first.data()
    assert "&lt;b&gt;bold" in first.data(Qt.ItemDataRole.ToolTipRole)


def test_a_name_that_is_cut_is_told_in_whole(pane: OrderPane, orders: FakeOrders) -> None:
    name = "Nordic Brass Adjustable Bedside Reading Lamp With Remote Control, EU Plug"
    orders.answer = lambda text: found(text, builders.order(builders.order_line(name=name)))
    pane.look_up("x1")
    first = child(pane, QTableView).model().index(0, 0)
    assert first.data(Qt.ItemDataRole.ToolTipRole) == name


def test_columns_have_what_their_cells_need_in_any_size_of_text_and_window(
    pane: OrderPane, orders: FakeOrders, qapp: QApplication
) -> None:
    table = child(pane, QTableView)
    with dressed(qapp):
        pane.resize(1400, 500)
        pane.look_up("SD1")
        QApplication.processEvents()
        before = table.columnWidth(Column.STATE)
        with dressed(qapp, PreferenceValues(text_percent=200)):
            QApplication.processEvents()
            shown = [each for each in Column if not table.isColumnHidden(each)]
            needed = {each: table.sizeHintForColumn(each) for each in shown}
            cut = [each for each in shown if table.columnWidth(each) < needed[each]]
            assert cut in ([], [Column.PRODUCT])
            assert table.columnWidth(Column.STATE) >= 1.6 * before
            pane.resize(500, 500)
            QApplication.processEvents()
            assert table.isColumnHidden(Column.SKU)
            pane.look_up("SD2")  # measured while it is hidden
            pane.resize(3000, 500)
            QApplication.processEvents()
            assert table.columnWidth(Column.SKU) >= table.sizeHintForColumn(Column.SKU)


def _png() -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub has bytes, Qt text
    return bytes(buffer.data().data())


@pytest.mark.usefixtures("painted")
def test_pictures_are_fetched_for_the_rows_that_are_seen(
    qtbot: QtBot, pane: OrderPane, orders: FakeOrders
) -> None:
    def line(number: int) -> OrderLine:
        # Each third one cannot be had just now.
        url = f"https://cf.example/{number}.{'png' if number % 3 else 'late'}"
        return replace(builders.order_line(f"L{number}"), image_url=url)

    def fetch(url: str) -> bytes:
        fetched.append(url)
        if url.endswith("late"):
            raise Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)
        return _png()

    fetched: list[str] = []
    order = builders.order(*map(line, range(40)))
    orders.answer = lambda asked: found(asked, order)
    desk: Any = SimpleNamespace(orders=orders, claims=NoClaims())
    pane.open_desk(desk, PictureLoader(inline_runner(), fetch, pane))
    table = child(pane, QTableView)
    pane.resize(1000, 600)
    pane.look_up("SD1")
    qtbot.waitUntil(lambda: len(fetched) > 0)
    assert len(fetched) < 12
    table.scrollToBottom()
    qtbot.waitUntil(lambda: any("/39." in each for each in fetched))
    last = table.model().index(38, Column.PRODUCT)
    qtbot.waitUntil(lambda: last.data(Qt.ItemDataRole.DecorationRole) is not None)
    assert len(fetched) == len(set(fetched)) < 24, "each once, and none that was not seen"
    pane.look_up("SD1")
    qtbot.waitUntil(lambda: len(fetched) > len(set(fetched)))
    again = [each for each in set(fetched) if fetched.count(each) > 1]
    assert all(each.endswith("late") for each in again)


def test_before_an_account_is_open_a_look_up_waits_for_it(qtbot: QtBot) -> None:
    runner, orders = inline_runner(), FakeOrders()
    pane = OrderPane(runner)
    qtbot.addWidget(pane)
    with qtbot.waitSignal(pane.desk_wanted):
        pane.look_up("SD2611200001234567")
    desk: Any = SimpleNamespace(orders=orders, claims=NoClaims())
    pane.open_desk(desk, PictureLoader(runner, lambda _url: b"", pane))
    assert orders.asked == ["SD2611200001234567"]


def test_obstacles_all_have_words(pane: OrderPane) -> None:
    for obstacle in Obstacle:
        assert obstacle_sentence(found("x1"), obstacle)
        assert obstacle_tone(obstacle) in Severity


def test_items_model(pane: OrderPane, qtmodeltester: Any) -> None:
    pane.look_up("x1")
    qtmodeltester.check(child(pane, QTableView).model())


def ways(pane: OrderPane) -> list[str]:
    """The buttons that begin a dispute."""
    names = ("Prepare for My CJ", "File here all the same", "File dispute…")
    return [
        each.text()
        for each in pane.findChildren(QPushButton)
        if each.isVisible() and each.text() in names
    ]


def pressed(pane: OrderPane, name: str) -> None:
    next(b for b in pane.findChildren(QPushButton) if b.isVisible() and b.text() == name).click()


MY_CJ_ONLY = "CJ takes disputes for this order in My CJ only, as far as we know."


def test_an_order_for_my_cj_is_warned_of_with_both_ways_open(
    qtbot: QtBot, pane: OrderPane, orders: FakeOrders
) -> None:
    orders.answer = lambda text: replace(found(text), door=Door.MY_CJ)
    pane.look_up("DP2611200001234567")
    assert MY_CJ_ONLY in words(pane)
    assert ways(pane) == ["Prepare for My CJ", "File here all the same"]
    focused = pane.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Prepare for My CJ"
    with (
        qtbot.waitSignal(pane.prepare_requested) as prepared,
        qtbot.assertNotEmitted(pane.file_requested),
    ):
        pressed(pane, "Prepare for My CJ")
    assert prepared.args == [builders.order(), None]
    with qtbot.waitSignal(pane.file_requested) as filed:
        pressed(pane, "File here all the same")
    assert filed.args == [builders.order()]
    with qtbot.waitSignal(pane.prepare_requested), qtbot.assertNotEmitted(pane.file_requested):
        pane.request_filing()


@pytest.mark.parametrize("way", ["Prepare for My CJ", "File here all the same"])
def test_what_is_to_be_claimed_waits_for_the_way_that_is_chosen(
    qtbot: QtBot, pane: OrderPane, orders: FakeOrders, way: str
) -> None:
    claim: Any = object()
    orders.answer = lambda text: replace(found(text), door=Door.MY_CJ)
    with (
        qtbot.assertNotEmitted(pane.claim_requested),
        qtbot.assertNotEmitted(pane.prepare_requested),
    ):
        pane.claim(facts("SHIPPED"), claim)
    heard = pane.prepare_requested if way.startswith("Prepare") else pane.claim_requested
    with qtbot.waitSignal(heard) as told:
        pressed(pane, way)
    assert told.args == [builders.order(), claim]


def test_what_is_to_be_claimed_is_begun_at_once_where_cj_takes_it(
    qtbot: QtBot, pane: OrderPane
) -> None:
    claim: Any = object()
    with qtbot.waitSignal(pane.claim_requested) as told:
        pane.claim(facts("SHIPPED"), claim)
    assert told.args == [builders.order(), claim]


def test_the_next_order_is_not_warned_of(pane: OrderPane, orders: FakeOrders) -> None:
    orders.answer = lambda text: replace(found(text), door=Door.MY_CJ)
    pane.look_up("DP2611200001234567")
    orders.answer = found
    pane.look_up("SD2611200001234567")
    assert ways(pane) == ["File dispute…"]
    assert MY_CJ_ONLY not in words(pane)


def test_an_order_whose_items_cj_will_not_list_can_be_prepared_too(
    qtbot: QtBot, pane: OrderPane, orders: FakeOrders
) -> None:
    refusal = RequestInfo("x", 1607006, "No")
    orders.answer = lambda text: found(text, facts=facts("SHIPPED"), refusal=refusal)
    pane.look_up("SD1")
    assert ways(pane) == ["Prepare for My CJ"]
    with qtbot.waitSignal(pane.prepare_requested) as heard:
        pressed(pane, "Prepare for My CJ")
    assert heard.args == [DisputableOrder(OrderId("SD1"), OrderNumber("1001"), ()), None]


@pytest.mark.parametrize("status", ["UNPAID", "CANCELLED"])
def test_an_order_that_nobody_can_dispute_is_not_prepared(
    pane: OrderPane, orders: FakeOrders, status: str
) -> None:
    orders.answer = lambda text: found(text, facts=facts(status))
    pane.look_up("SD1")
    assert ways(pane) == []


def test_practice_orders_are_offered_again_once_nothing_else_is_shown(
    qtbot: QtBot, orders: FakeOrders
) -> None:
    runner = inline_runner()
    pane = OrderPane(runner)
    qtbot.addWidget(pane)
    desk: Any = SimpleNamespace(orders=orders, claims=NoClaims())
    examples = (PracticeOrder(PracticeCase.ONE_LINE, OrderId("SD1")),)
    pane.open_desk(desk, PictureLoader(runner, lambda _url: b"", pane), examples)
    pane.show()
    (offer,) = (each for each in pane.findChildren(QPushButton) if each.text() == "SD1")
    offer.click()
    assert not offer.isVisible()
    pane.begin_next()
    assert offer.isVisible()


def test_to_file_without_an_order_says_what_is_missing(pane: OrderPane, orders: FakeOrders) -> None:
    def fail(_text: str) -> LookUp:
        raise NoOrderInText

    orders.answer = fail
    pane.request_filing()
    assert "There is no order number" in notice(pane)
    assert box(pane).hasFocus()


def test_the_button_that_empties_the_box_puts_the_order_away(
    pane: OrderPane, orders: FakeOrders
) -> None:
    pane.look_up("1001")
    assert file_button(pane).isVisible()
    child(box(pane), ClearButton).click()
    assert not file_button(pane).isVisible()
    assert box(pane).hasFocus()
