from __future__ import annotations

from typing import NoReturn

import pytest

from app.domain.errors import NoOrderInText, NotFound, StorageCause, StorageFailed
from app.domain.ids import OrderId
from app.domain.orders.eligibility import Obstacle, Verdict
from app.practice.world.sample_data import (
    CANCELLED_ORDER,
    CLOSED_ORDER,
    MANY_LINES_ORDER,
    PARTLY_ORDER,
    SHOP_MADE_ORDER,
    TUTORIAL_ORDER,
    UNPAID_ORDER,
)
from app.services.orders.orders import LookUp
from app.storage.database.database import Database
from tests.services.conftest import Stack


def look_up(stack: Stack, text: str) -> LookUp:
    found = stack.orders.look_up(text)
    assert isinstance(found, LookUp)
    return found


def test_a_cj_number_costs_one_call(stack: Stack) -> None:
    found = look_up(stack, TUTORIAL_ORDER)
    assert found.verdict is Verdict.ALL
    assert found.obstacle is None
    assert stack.server.record.endpoints() == ["disputes/disputeProducts"]
    assert stack.orders.kept(found.order_id) == found.order


def test_an_order_is_shown_that_cannot_be_kept(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_database: Database) -> NoReturn:
        raise StorageFailed(StorageCause.DISK_FULL)

    monkeypatch.setattr(Database, "write", full)
    assert look_up(stack, TUTORIAL_ORDER).verdict is Verdict.ALL
    assert look_up(stack, CANCELLED_ORDER).obstacle is Obstacle.CANCELLED
    assert stack.orders.kept(OrderId(TUTORIAL_ORDER)) is None


def test_a_whole_mail_will_do(stack: Stack) -> None:
    mail = f"Hello,\n\nmy order {TUTORIAL_ORDER} came broken!\nTel. +49 151 12345678\n"
    assert look_up(stack, mail).order_id == TUTORIAL_ORDER


@pytest.mark.parametrize("prefix", ["", "#", "Order no. "])
def test_the_shops_own_number_is_resolved(stack: Stack, prefix: str) -> None:
    number = stack.server.world.order(TUTORIAL_ORDER).number
    found = look_up(stack, f"{prefix}{number}")
    assert found.order is not None
    assert found.order.lines[0].quantity == 3


def test_every_shape_of_cjs_ids_finds_the_order(stack: Stack) -> None:
    order = stack.server.world.order(TUTORIAL_ORDER)
    for shape in (order.code, order.cj_order_id, order.order_id):
        found = look_up(stack, shape)
        assert found.order is not None, shape
        assert found.order.lines[0].line_item_id == order.lines[0].line_id


@pytest.mark.parametrize(
    ("order", "obstacle"),
    [
        (CLOSED_ORDER, Obstacle.HELD_OR_CLOSED),
        (CANCELLED_ORDER, Obstacle.CANCELLED),
        (UNPAID_ORDER, Obstacle.NOT_PAID),
        (SHOP_MADE_ORDER, Obstacle.REFUSED),
    ],
)
def test_each_obstacle_is_told_before_anything_is_typed(
    stack: Stack, order: str, obstacle: Obstacle
) -> None:
    assert look_up(stack, order).obstacle is obstacle


def test_partly_and_many(stack: Stack) -> None:
    assert look_up(stack, PARTLY_ORDER).verdict is Verdict.SOME
    many = look_up(stack, MANY_LINES_ORDER).order
    assert many is not None
    assert len(many.lines) == 40


@pytest.mark.parametrize("text", ["SD9999999999999999", "no-such-1", "99999999999999999999"])
def test_an_unknown_order_is_not_found(stack: Stack, text: str) -> None:
    with pytest.raises(NotFound):
        look_up(stack, text)


@pytest.mark.parametrize("text", ["", "hello there", "🙂" * 10_000, "\x00\x01"])
def test_text_without_an_order_costs_no_call(stack: Stack, text: str) -> None:
    with pytest.raises(NoOrderInText):
        look_up(stack, text)
    assert stack.server.record.endpoints() == []


def test_a_dispute_number_is_told_apart(stack: Stack) -> None:
    with pytest.raises(NoOrderInText) as caught:
        look_up(stack, "SH1623673863466725376")
    assert caught.value.dispute_id == "SH1623673863466725376"
