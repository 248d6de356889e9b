"""The merchant's own orders under the order box, while it is typed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import Offline, OfflineCause
from app.ui.orders.pane import OrderPane
from app.ui.widgets.pictures import PictureLoader
from tests.fakes.inline_executor import inline_runner
from tests.fakes.shop_orders import OrdersAtCj, ShopOrder, order_service
from tests.ui.claims.kept_orders import ClaimsDesk, a_full_desk, facts, order_id
from tests.ui.orders.test_order_pane import FakeOrders


class Stage:
    """A window with the order pane, over an account with six orders."""

    def __init__(self, qtbot: QtBot, desk: ClaimsDesk) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(900, 500)
        runner = inline_runner()
        self.pane = OrderPane(runner)
        column = QVBoxLayout(self.window)
        column.addWidget(self.pane)
        column.addStretch(1)
        self.orders = FakeOrders()
        services: Any = SimpleNamespace(orders=self.orders, claims=desk.claims)
        self.services = services
        self.pane.open_desk(services, PictureLoader(runner, lambda _url: b"", self.pane))
        with qtbot.waitActive(self.window):
            self.window.show()
        self.box.setFocus()
        self.runner = runner

    @property
    def box(self) -> QLineEdit:
        return self.pane._box

    @property
    def popup(self) -> QListWidget:
        (found,) = [
            each
            for each in self.window.findChildren(QListWidget)
            if each.accessibleName() == "Recent orders"
        ]
        return found

    def type(self, text: str) -> None:
        self.box.clear()
        QTest.keyClicks(self.box, text)

    def key(self, *keys: Qt.Key) -> None:
        for each in keys:
            QTest.keyClick(self.box, each)

    @property
    def offered(self) -> list[str]:
        if self.popup.isHidden():
            return []
        return [self.popup.item(row).text().split(" ")[0] for row in range(self.popup.count())]


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(qtbot, a_full_desk(tmp_path))
    yield stage
    stage.window.close()
    stage.runner.deleteLater()


@pytest.mark.parametrize("text", ["n2", "mug", "YT00000002", "Finch", "000000000002", "blue finch"])
def test_orders_are_offered_by_all_that_is_shown_of_them(stage: Stage, text: str) -> None:
    stage.type(text)
    assert stage.offered == ["N2"]
    text = stage.popup.item(0).text()
    assert text == "N2  ·  Mug, blue  ·  Finch  ·  21 Aug 2026  ·  YT00000002"


def test_the_newest_come_first_and_down_alone_offers_them(stage: Stage) -> None:
    stage.key(Qt.Key.Key_Down)
    assert stage.offered == ["N4", "N5", "N6", "N3", "N1", "N2"]


def test_the_list_lies_under_the_box_and_takes_no_focus(stage: Stage) -> None:
    stage.type("N")
    box = stage.box.mapTo(stage.window, stage.box.rect().bottomLeft())
    assert stage.popup.geometry().top() >= box.y()
    assert stage.popup.geometry().left() == box.x()
    assert stage.popup.width() == stage.box.width()
    assert stage.box.hasFocus()
    assert stage.popup.currentRow() == -1


def test_an_order_is_taken_by_the_keys_alone(stage: Stage) -> None:
    stage.type("lamp")
    stage.key(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down)
    row = stage.popup.currentRow()
    assert row == 1
    stage.key(Qt.Key.Key_Return)
    assert stage.offered == []
    assert stage.orders.asked == [order_id(5)]
    assert stage.box.text() == "N5"


def test_a_click_takes_an_order_too(stage: Stage) -> None:
    stage.type("mug")
    place = stage.popup.visualItemRect(stage.popup.item(0)).center()
    QTest.mouseClick(stage.popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert stage.orders.asked == [order_id(2)]
    assert stage.offered == []


def test_enter_without_a_choice_looks_up_what_was_typed(stage: Stage) -> None:
    stage.type("N2")
    stage.key(Qt.Key.Key_Return)
    assert stage.orders.asked == ["N2"]
    assert stage.offered == []


def test_escape_puts_the_list_away_and_keeps_the_text(stage: Stage) -> None:
    stage.type("lamp")
    stage.key(Qt.Key.Key_Escape)
    assert stage.offered == []
    assert stage.box.text() == "lamp"
    stage.key(Qt.Key.Key_Down)
    assert stage.offered == ["N4", "N5", "N6", "N3", "N1"]


def test_up_from_the_first_order_goes_back_to_what_was_typed(stage: Stage) -> None:
    stage.type("mug")
    stage.key(Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert stage.orders.asked == ["mug"]


def test_a_pasted_mail_works_as_before(stage: Stage) -> None:
    mail = "Dear merchant, where is my parcel? It was ordered weeks ago as SD2611200001234567."
    QGuiApplication.clipboard().setText(mail)
    stage.box.paste()
    assert stage.offered == []
    stage.key(Qt.Key.Key_Return)
    assert stage.orders.asked == [mail]


def test_nothing_is_offered_where_the_focus_is_elsewhere(stage: Stage) -> None:
    stage.type("lamp")
    stage.box.clearFocus()
    assert stage.offered == []


def test_another_account_offers_its_own_orders(stage: Stage, tmp_path: Path) -> None:
    other = ClaimsDesk(tmp_path, "other")
    other.keep(facts(77, name="Kite"))
    stage.services.claims = other.claims
    stage.pane.open_desk(stage.services, PictureLoader(stage.runner, lambda _url: b"", stage.pane))
    stage.type("N")
    assert stage.offered == ["N77"]


def test_an_order_is_offered_and_shown_offline_as_last_seen(stage: Stage, tmp_path: Path) -> None:
    cj = OrdersAtCj([ShopOrder(order_id(2), "N2", product="Mug, blue")])
    with order_service(cj, tmp_path / "cj") as orders:
        orders.look_up("N2")
        cj.is_offline = True
        stage.services.orders = orders
        stage.type("mug")
        stage.key(Qt.Key.Key_Down, Qt.Key.Key_Return)
        assert stage.pane._state.is_offline
        assert stage.pane._state.answer is not None
        with pytest.raises(Offline) as failed:
            orders.open_order(facts(9))
    assert failed.value.cause in OfflineCause
