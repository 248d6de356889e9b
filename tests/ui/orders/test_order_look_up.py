"""The order shown is the order asked for; of two with one number, a person says which."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import NotFound
from app.domain.orders.orders import DisputableOrder
from app.services.orders.orders import OrderService
from app.ui.orders.pane import OrderPane
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.pictures import PictureLoader
from tests.fakes.inline_executor import HeldExecutor, InlineExecutor, inline_runner
from tests.fakes.shop_orders import OrdersAtCj, ShopOrder, order_service
from tests.ui.orders.test_order_pane import NoClaims

FIRST = ShopOrder("SD2611120830000001", "1002", "Bramble & Finch", product="Moon lamp")
SECOND = ShopOrder(
    "SD2611150830000002",
    "1002",
    "Kite & Co",
    "2026-11-15 09:00:00",
    "Paper kite, red",
    23.5,
)
ONLY = ShopOrder("SD2611100830000003", "77", product="Teapot")


class NoHistory:
    """No dispute is known, neither here nor at CJ."""

    def find(self, _dispute_id: str) -> str:
        raise NotFound


class Stage(NamedTuple):
    """The pane with the real service behind it, before a CJ whose answers can be held back."""

    pane: OrderPane
    cj: OrdersAtCj
    answers: HeldExecutor
    filed: list[DisputableOrder]

    def ask(self, text: str) -> None:
        """Press Enter on a text; CJ's answer is not there yet."""
        self.pane.look_up(text)

    def look_up(self, text: str) -> None:
        self.ask(text)
        self.answers.release()

    @property
    def file_button(self) -> QPushButton:
        return self.button("File dispute…")

    def button(self, text: str) -> QPushButton:
        buttons = self.pane.findChildren(QPushButton)
        return next(each for each in buttons if each.text() == text)

    @property
    def box(self) -> QLineEdit:
        return self.pane.findChildren(QLineEdit)[0]

    @property
    def table(self) -> QTableView:
        return self.pane.findChildren(QTableView)[0]

    @property
    def words(self) -> str:
        labels = self.pane.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    @property
    def which(self) -> QListWidget | None:
        """The list of orders to choose from, while it is shown."""
        lists = self.pane.findChildren(QListWidget)
        shown = [
            each for each in lists if each.accessibleName() == "Which order?" and each.isVisible()
        ]
        return shown[0] if shown else None

    def rows(self) -> list[str]:
        which = self.which
        assert which is not None, "no order is offered"
        return [which.item(row).text() for row in range(which.count())]

    def try_to_file(self) -> None:
        """Every way that files an order."""
        self.file_button.click()
        self.pane.request_filing()
        self.table.activated.emit(self.table.model().index(0, 0))


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    held = HeldExecutor()
    runner = inline_runner({Lane.CJ: held, Lane.PICTURES: InlineExecutor()})
    pane = OrderPane(runner)
    qtbot.addWidget(pane)
    cj = OrdersAtCj([ONLY])
    filed: list[DisputableOrder] = []
    pane.file_requested.connect(filed.append)
    with order_service(cj, tmp_path) as orders:
        desk: Any = SimpleNamespace(orders=orders, claims=NoClaims(), history=NoHistory())
        pane.open_desk(desk, PictureLoader(runner, lambda _url: b"", pane))
        pane.resize(900, 500)
        with qtbot.waitExposed(pane):
            pane.show()
        yield Stage(pane, cj, held, filed)


def test_while_cj_is_asked_the_order_before_is_dimmed_and_cannot_be_filed(stage: Stage) -> None:
    stage.look_up(ONLY.code)
    stage.ask("SD404")
    stage.try_to_file()
    assert stage.filed == []
    assert not stage.table.isEnabled()
    assert ONLY.code in stage.words


@pytest.mark.parametrize("text", ["SD2611199999999999", "SH2611199999999999", "nothing in here"])
def test_an_order_that_failed_leaves_none_behind(stage: Stage, text: str) -> None:
    stage.look_up(ONLY.code)
    stage.look_up(text)
    while stage.answers.held:
        stage.answers.release()
    stage.try_to_file()
    assert stage.filed == []
    assert ONLY.code not in stage.words
    assert not stage.table.isVisible()


def test_a_bug_in_a_look_up_leaves_no_order_behind(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.look_up(ONLY.code)

    def fail(_self: OrderService, _text: str) -> None:
        raise LookupError

    monkeypatch.setattr(OrderService, "look_up", fail)
    stage.look_up("SD404")
    stage.try_to_file()
    assert stage.filed == []
    assert not stage.table.isVisible()


def test_offline_another_order_is_not_left_to_be_filed(stage: Stage) -> None:
    stage.look_up(ONLY.code)
    stage.cj.is_offline = True
    stage.look_up(FIRST.code)
    stage.try_to_file()
    assert stage.filed == []
    assert ONLY.code not in stage.words
    assert stage.pane.findChildren(NoticeBar)[0].text


@pytest.mark.parametrize("text", [ONLY.code, ONLY.code.lower(), ONLY.number, f"#{ONLY.number}"])
def test_offline_the_kept_order_asked_for_is_shown_with_its_date_and_filing_off(
    stage: Stage, text: str
) -> None:
    stage.look_up(ONLY.code)
    stage.cj.is_offline = True
    stage.look_up(text)
    stage.try_to_file()
    assert stage.filed == []
    assert f"Order {ONLY.code}" in stage.words
    assert "As of 22 Nov 2026" in stage.words
    assert stage.table.model().index(0, 0).data() == "Teapot"
    assert not stage.file_button.isVisible()
    assert stage.pane.findChildren(NoticeBar)[0].text


def test_with_api_access_off_the_kept_order_is_shown_likewise_until_it_is_on_again(
    stage: Stage,
) -> None:
    stage.look_up(ONLY.code)
    stage.cj.is_disabled = True
    stage.look_up(ONLY.number)
    stage.try_to_file()
    assert stage.filed == []
    assert f"Order {ONLY.code}" in stage.words
    assert "As of 22 Nov 2026" in stage.words
    assert "only once API access is on again" in stage.words
    assert stage.table.model().index(0, 0).data() == "Teapot"
    bar = stage.pane.findChildren(NoticeBar)[0]
    assert bar.text.startswith("CJ has switched off API access")
    assert [each.text() for each in bar.buttons] == ["Try again", "Open My CJ"]

    stage.cj.is_disabled = False
    stage.pane.retry_if_offline()
    stage.answers.release()
    assert stage.file_button.isVisible()
    assert "As of" not in stage.words
    assert not bar.text


def test_offline_no_kept_order_is_guessed_where_two_have_the_number(stage: Stage) -> None:
    stage.cj.orders = [FIRST, SECOND]
    stage.look_up(FIRST.code)
    stage.look_up(SECOND.code)
    stage.cj.is_offline = True
    stage.look_up("1002")
    assert "As of" not in stage.words
    assert not stage.table.isVisible()


def test_back_online_what_was_asked_for_is_asked_again(stage: Stage) -> None:
    stage.look_up(ONLY.code)
    stage.cj.is_offline = True
    stage.look_up(ONLY.code)
    stage.cj.is_offline = False
    stage.box.setText("half a nu")
    stage.pane.retry_if_offline()
    stage.answers.release()
    stage.try_to_file()
    assert [each.order_id for each in stage.filed] == [ONLY.code] * 3


def test_once_access_is_on_again_what_was_asked_for_is_asked_again(stage: Stage) -> None:
    stage.cj.is_disabled = True
    stage.look_up(ONLY.code)
    (bar,) = stage.pane.findChildren(NoticeBar)
    assert "Switch it on again in My CJ" in bar.text
    stage.cj.is_disabled = False
    stage.pane.retry_if_offline()
    stage.answers.release()
    stage.try_to_file()
    assert stage.filed


def test_an_answer_takes_no_key_from_somebody_who_types_on(stage: Stage, qtbot: QtBot) -> None:
    stage.ask(ONLY.code)
    stage.box.setText("another")
    stage.box.setFocus()
    stage.answers.release()
    qtbot.keyClick(stage.box, Qt.Key.Key_A)
    assert stage.box.hasFocus()
    assert stage.filed == []


@pytest.mark.parametrize(
    ("other", "filters"),
    [
        ("1002", "any"),
        ("1002", "first"),
        ("1002", "ignored"),
        ("#1002", "any"),
        ("#1002", "ignored"),
        ("# 1002", "ignored"),
    ],
)
def test_two_orders_with_one_number_are_both_offered_and_none_is_chosen(
    stage: Stage, other: str, filters: str
) -> None:
    stage.cj.filters = filters
    stage.cj.orders = [FIRST, replace(SECOND, number=other)]
    stage.look_up("1002")
    stage.try_to_file()
    assert stage.filed == []
    later, earlier = stage.rows()
    for part in ("Bramble & Finch", "12 Nov 2026", "USD 46.68", "Moon lamp", FIRST.code):
        assert part in earlier
    for part in ("Kite & Co", "15 Nov 2026", "USD 23.50", "Paper kite, red", SECOND.code):
        assert part in later
    assert "2 orders have the number 1002. Which one is it?" in stage.words
    assert len(stage.cj.asked) <= 6


def test_of_six_kinds_of_numbers_in_a_mail_the_order_is_shown_whose_number_is_among_them(
    stage: Stage,
) -> None:
    stage.cj.orders = [replace(ONLY, number="SHOP_AB12345678")]
    stage.look_up(
        "Hello, it is about ORD-20241130123456789 or TT-576461413038785792, perhaps "
        "SHOP_AB12345678.\nParcel 12345678901234567890, call +49 151 12345678, "
        "paid on 2026-11-02, item 2001234567890."
    )
    assert "Teapot" in str(stage.table.model().index(0, 0).data())
    assert "SHOP_AB12345678" in stage.words
    assert len(stage.cj.asked) <= 6
    stage.try_to_file()
    assert {each.order_id for each in stage.filed} == {ONLY.code}


def test_two_orders_are_offered_where_the_detail_would_pick_one(stage: Stage) -> None:
    number = "576461413038785792"
    stage.cj.orders = [
        replace(FIRST, number=number, detail_ids=(number,)),
        replace(SECOND, number=number),
    ]
    stage.look_up(number)
    assert len(stage.rows()) == 2
    assert len(stage.cj.asked) <= 6


def test_two_orders_are_offered_where_the_dispute_call_would_pick_one(stage: Stage) -> None:
    number = "576461413038785792"
    first = replace(FIRST, number=number, product_ids=(FIRST.code, number))
    stage.cj.orders = [first, replace(SECOND, number=number)]
    stage.look_up(number)
    assert len(stage.rows()) == 2


def test_one_order_listed_twice_is_one(stage: Stage) -> None:
    stage.cj.orders = [FIRST, FIRST]
    stage.look_up("1002")
    assert stage.which is None
    assert f"Order {FIRST.code}" in stage.words


def test_of_a_list_that_is_not_whole_nothing_is_chosen_and_it_is_said(stage: Stage) -> None:
    others = [replace(ONLY, code=f"SD26111000000{n:05}", number=f"x{n}") for n in range(500)]
    stage.cj.filters = "ignored"
    stage.cj.orders = [FIRST, *others, SECOND]
    stage.look_up("1002")
    assert len(stage.rows()) == 1
    assert "CJ listed only some of your orders" in stage.words
    assert len(stage.cj.asked) <= 6


def test_an_order_is_chosen_by_arrow_and_enter(stage: Stage, qtbot: QtBot) -> None:
    stage.cj.orders = [FIRST, SECOND]
    stage.look_up("1002")
    which = stage.which
    assert which is not None
    assert which.hasFocus()
    qtbot.keyClick(which, Qt.Key.Key_Return)  # a second Enter meant for the box
    assert which.isVisible()
    qtbot.keyClick(which, Qt.Key.Key_Down)
    qtbot.keyClick(which, Qt.Key.Key_Return)
    assert not which.isVisible()
    assert f"Order {SECOND.code}" in stage.words
    assert stage.file_button.hasFocus()
    stage.file_button.click()
    assert [each.order_id for each in stage.filed] == [SECOND.code]


def test_an_order_is_chosen_by_a_click(stage: Stage, qtbot: QtBot) -> None:
    stage.cj.orders = [FIRST, SECOND]
    stage.look_up("1002")
    which = stage.which
    assert which is not None
    place = which.visualItemRect(which.item(1)).center()
    qtbot.mouseClick(which.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert stage.which is None
    assert f"Order {FIRST.code}" in stage.words


def test_escape_leads_back_to_the_box(stage: Stage, qtbot: QtBot) -> None:
    stage.cj.orders = [FIRST, SECOND]
    stage.look_up("1002")
    which = stage.which
    assert which is not None
    qtbot.keyClick(which, Qt.Key.Key_Escape)
    assert stage.box.hasFocus()
    assert stage.box.selectedText() == "1002"


def test_an_order_that_cj_would_not_open_is_offered_and_asked_for_once_chosen(
    stage: Stage, qtbot: QtBot
) -> None:
    unpaid = replace(SECOND, status="UNPAID", product_ids=(), shop=None, created=None, amount=None)
    stage.cj.orders = [FIRST, unpaid]
    stage.look_up("1002")
    assert "No shop named" in stage.rows()[1]
    which = stage.which
    assert which is not None
    which.setCurrentRow(1)
    qtbot.keyClick(which, Qt.Key.Key_Return)
    stage.answers.release()
    assert f"Order {SECOND.code}" in stage.words
    assert "not paid yet" in stage.words
    assert not stage.file_button.isVisible()


def test_a_choice_is_dimmed_while_cj_is_asked_and_gone_when_it_failed(stage: Stage) -> None:
    stage.cj.orders = [FIRST, SECOND]
    stage.look_up("1002")
    which = stage.which
    assert which is not None
    stage.ask("1003")
    assert not which.isEnabled()
    stage.answers.release()
    assert stage.which is None


def test_a_piece_of_what_was_pasted_is_not_opened_without_saying_so(stage: Stage) -> None:
    stage.cj.orders = [ShopOrder("SD2609010002")]
    stage.look_up("SD2609010002-1")
    assert "CJ knows no order “SD2609010002-1”." in stage.words
    assert "Order SD2609010002" in stage.words
    assert not stage.file_button.hasFocus()
    stage.look_up("SD2609010002")
    assert "CJ knows no order" not in stage.words


@pytest.mark.parametrize(
    "text", ["SD2609010002", "sd2609010002", "Order: SD2609010002", "It is SD2609010002, thanks"]
)
def test_nothing_is_said_of_pieces_where_the_number_is_whole(stage: Stage, text: str) -> None:
    stage.cj.orders = [ShopOrder("SD2609010002")]
    stage.look_up(text)
    assert "Order SD2609010002" in stage.words
    assert "CJ knows no order" not in stage.words


HOSTILE = '<b>bold</b> & <img src="x"> \u202e evil \x07' + "very long " * 30


def test_hostile_and_long_names_are_plain_text_in_the_choice(stage: Stage) -> None:
    stage.cj.orders = [
        replace(FIRST, shop=HOSTILE, product=HOSTILE),
        replace(SECOND, shop=HOSTILE, product=HOSTILE),
    ]
    stage.look_up("1002")
    assert all("<b>bold</b>" in row and row.count("\n") == 1 for row in stage.rows())
    which = stage.which
    assert which is not None
    assert which.horizontalScrollBar().maximum() == 0


def test_a_look_up_that_was_replaced_asks_cj_nothing_more(qtbot: QtBot, tmp_path: Path) -> None:
    runner = BackgroundRunner()
    is_asked, may_answer = threading.Event(), threading.Event()

    class SlowCj(OrdersAtCj):
        def handle(self, request: httpx.Request) -> httpx.Response:
            is_asked.set()
            may_answer.wait(5)
            return super().handle(request)

    cj, pane = SlowCj([ONLY]), OrderPane(runner)
    qtbot.addWidget(pane)
    with order_service(cj, tmp_path) as orders:
        desk: Any = SimpleNamespace(orders=orders, claims=NoClaims())
        pane.open_desk(desk, PictureLoader(runner, lambda _url: b"", pane))
        pane.look_up("SHOP-1001 or wc1002 or order 1003")  # six calls, one a second
        assert is_asked.wait(5)
        with qtbot.waitSignal(pane.order_shown):
            pane.look_up(ONLY.code)
            may_answer.set()
        runner.close()
    assert [ONLY.code in names for _, names in cj.asked] == [False, True]
