"""Several order numbers in one paste: chosen from a list, and worked off one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidgetItem, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.errors import NotFound, Offline, OfflineCause
from app.services.orders.orders import LookUp
from app.ui.widgets.pictures import PictureLoader
from tests import builders
from tests.domain.test_ids import SIX_KINDS
from tests.ui.claims.kept_orders import a_full_desk, order_id
from tests.ui.orders.test_order_pane import found
from tests.ui.orders.test_recent_orders import Stage

A, B, C = "SD2611200001234567", "SD2611060000333001", order_id(2)
DOWN, UP, ENTER, ESCAPE = (
    *(Qt.Key.Key_Down, Qt.Key.Key_Up),
    *(Qt.Key.Key_Return, Qt.Key.Key_Escape),
)


class Merchant(Stage):
    """Pastes and goes by the keys."""

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.box.selectAll()
        self.box.paste()

    def rows(self) -> list[str]:
        if self.popup.isHidden():
            return []
        items = map(self.popup.item, range(self.popup.count()))
        return [each.text() for each in items if each.flags() & Qt.ItemFlag.ItemIsEnabled]

    @property
    def heading(self) -> str:
        return self.popup.item(0).text()

    @property
    def current(self) -> str:
        item: QListWidgetItem | None = self.popup.currentItem()
        return item.text() if item and self.popup.currentRow() >= 0 else ""

    @property
    def more(self) -> str:
        buttons = self.pane.findChildren(QPushButton)
        return next((b.text() for b in buttons if b.text().endswith("more") and b.isVisible()), "")

    def answer_each_with_its_own(self) -> None:
        self.orders.answer = lambda text: found(text, builders.order(order_id=text))


@pytest.fixture
def merchant(qtbot: QtBot, tmp_path: Path) -> Iterator[Merchant]:
    merchant = Merchant(qtbot, a_full_desk(tmp_path))
    merchant.answer_each_with_its_own()
    yield merchant
    merchant.window.close()
    merchant.runner.deleteLater()


def test_pasted_numbers_are_offered_with_what_is_known_of_them(merchant: Merchant) -> None:
    merchant.paste(f"{A}\n{B}\n{C}")
    assert merchant.heading == "Order numbers in what was pasted: 3"
    known = f"{C}  ·  Mug, blue  ·  Finch  ·  21 Aug 2026  ·  YT00000002"
    assert merchant.rows() == [A, B, known]
    assert merchant.current == A
    assert merchant.orders.asked == []
    assert merchant.box.hasFocus()


def test_all_are_worked_off_by_the_keys_alone(merchant: Merchant) -> None:
    merchant.paste(f"{A}, {B}, {C}")
    merchant.key(DOWN, ENTER)
    assert merchant.orders.asked == [B]
    assert merchant.box.text() == B
    assert merchant.more == "2 more"
    merchant.pane.begin_next()
    assert merchant.heading == "Order numbers left of what was pasted: 2"
    assert merchant.current == A
    merchant.key(ENTER)
    merchant.pane.begin_next()
    merchant.key(ENTER)
    assert merchant.orders.asked == [B, A, C]
    assert merchant.more == ""
    merchant.pane.begin_next()
    assert merchant.rows() == []


def test_what_is_left_stays_while_other_orders_are_looked_up(merchant: Merchant) -> None:
    merchant.paste(f"{A} {B}")
    merchant.key(ENTER)
    merchant.pane.focus_box()
    merchant.type("77")
    merchant.key(ENTER)
    assert merchant.orders.asked == [A, "77"]
    assert merchant.more == "1 more"
    merchant.pane.focus_box()
    merchant.key(DOWN)
    assert merchant.rows()[:2] == [B, "Skip these numbers"]
    merchant.key(ESCAPE)
    assert merchant.more == "1 more"
    merchant.type(B)  # without the list
    merchant.key(ENTER)
    assert merchant.more == ""


def test_a_second_paste_takes_nothing_away_from_what_is_left(merchant: Merchant) -> None:
    merchant.paste(f"{A} {B}")
    merchant.key(ENTER)
    merchant.paste(f"{C} {B.lower()}")
    assert merchant.heading == "Order numbers in what was pasted: 2"
    merchant.key(ENTER)
    assert merchant.more == "1 more"
    merchant.paste(f"#1001 {A}")
    merchant.key(ENTER)
    merchant.pane.begin_next()
    assert merchant.rows() == [A, B.lower(), "Skip these numbers"]


def test_recent_orders_come_below_what_is_left(merchant: Merchant) -> None:
    merchant.paste(f"{A} {B}")
    merchant.key(ENTER)
    merchant.pane.focus_box()
    merchant.box.clear()
    merchant.key(DOWN)
    assert [each.split(" ")[0] for each in merchant.rows()] == [
        *(B, "Skip"),
        *("N4", "N5", "N6", "N3", "N1", "N2"),
    ]


def test_the_rest_can_be_left_alone(merchant: Merchant) -> None:
    merchant.paste(f"{A} {B} #1003")
    merchant.key(ENTER)
    merchant.pane.begin_next()
    merchant.key(DOWN, DOWN, DOWN)
    assert merchant.current == "Skip these numbers"
    merchant.key(ENTER)
    assert merchant.more == ""
    merchant.pane.begin_next()
    assert merchant.rows() == []
    assert merchant.orders.asked == [A]


def test_escape_asks_nothing_and_enter_offers_the_list_again(merchant: Merchant) -> None:
    merchant.paste(f"{A}\n{B}")
    merchant.key(ESCAPE)
    assert merchant.rows() == []
    assert merchant.more == ""
    merchant.key(ENTER)
    assert merchant.rows() == [A, B]
    merchant.key(UP)
    assert merchant.current == ""
    merchant.key(ENTER)
    assert merchant.current == A
    assert merchant.orders.asked == []


def test_a_text_that_is_dropped_offers_the_same(merchant: Merchant) -> None:
    merchant.box.clearFocus()
    merchant.pane.look_up(f"Please look after {A} and {B}.")
    assert merchant.rows() == [A, B]
    assert merchant.orders.asked == []


def test_an_order_is_done_by_any_of_its_numbers(merchant: Merchant) -> None:
    merchant.orders.answer = lambda text: found(text, builders.order(order_id=A))
    merchant.paste(f"#1001\n{A}\n{B}")  # the shop's number of A
    merchant.key(ENTER)
    assert merchant.more == "1 more"


def test_what_cj_does_not_know_is_done_and_what_cannot_be_asked_is_not(merchant: Merchant) -> None:
    def unknown(_text: str) -> LookUp:
        raise NotFound

    def offline(_text: str) -> LookUp:
        raise Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)

    merchant.paste(f"{A}\n{B}")
    merchant.orders.answer = offline
    merchant.key(ENTER)
    assert merchant.more == "2 more"
    merchant.orders.answer = unknown
    merchant.pane._repeat()
    assert merchant.more == "1 more"


def test_of_many_fifty_are_shown_and_none_is_lost(merchant: Merchant) -> None:
    numbers = [f"SD26112000012{number:05}" for number in range(80)]
    merchant.paste("\n".join(numbers))
    assert merchant.heading == "Order numbers in what was pasted: 80, of which 50 are shown"
    assert merchant.rows() == numbers[:50]
    assert merchant.popup.geometry().bottom() <= merchant.window.height()
    merchant.key(ENTER)
    merchant.pane.begin_next()
    assert merchant.rows() == [*numbers[1:51], "Skip these numbers"]


def test_that_not_all_of_a_long_text_was_read_is_said(merchant: Merchant) -> None:
    merchant.paste("\n".join(f"SD26112000012{number:05}" for number in range(1100)))
    assert merchant.heading.endswith("its end is not read")
    merchant.paste(f"{A} {B}")
    assert merchant.heading == "Order numbers in what was pasted: 2"


def test_the_button_shows_what_is_left_and_a_click_takes_one(merchant: Merchant) -> None:
    merchant.paste(f"{A} {B}")
    merchant.key(ENTER)
    next(b for b in merchant.pane.findChildren(QPushButton) if b.text() == "1 more").click()
    assert merchant.rows() == [B, "Skip these numbers"]
    place = merchant.popup.visualItemRect(merchant.popup.item(1)).center()
    QTest.mouseClick(merchant.popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert merchant.orders.asked == [A, B]


def test_a_mail_with_numbers_of_several_kinds_is_looked_up_as_before(merchant: Merchant) -> None:
    merchant.paste(SIX_KINDS)
    assert merchant.rows() == []
    merchant.key(ENTER)
    assert merchant.orders.asked == [SIX_KINDS]


def test_another_account_has_nothing_left(merchant: Merchant) -> None:
    merchant.paste(f"{A} {B}")
    merchant.key(ENTER)
    pictures = PictureLoader(merchant.runner, lambda _url: b"", merchant.pane)
    merchant.pane.open_desk(merchant.services, pictures)
    assert merchant.more == ""


def test_what_is_copied_is_not_offered_over_what_is_left(merchant: Merchant) -> None:
    merchant.paste(f"{A} {B}")
    merchant.key(ENTER)
    merchant.box.clear()
    usual = merchant.box.placeholderText()
    merchant.pane.offer("SD2611200001234999")
    assert merchant.box.placeholderText() == usual


def test_hostile_text_is_plain(merchant: Merchant) -> None:
    desk = merchant.services.claims
    kept = replace(desk.recent("N2")[0].facts, shop_name="<i>Shop</i>")
    desk._orders.save_details([kept], builders.NOON)
    merchant.paste(f"{C}, #1001")
    assert "<i>Shop</i>" in merchant.rows()[0]
    assert "<i>" not in merchant.popup.item(1).toolTip()
