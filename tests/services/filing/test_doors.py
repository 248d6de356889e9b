"""By which door CJ takes disputes is learnt from what it answers to those that are sent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.errors import Refused
from app.domain.filing.filing import Door, FilingState
from app.domain.ids import DisputeId, OrderId
from app.practice.world.sample_data import MANY_LINES_ORDER, PARTLY_ORDER, TUTORIAL_ORDER
from app.services.orders.orders import LookUp
from tests.refreshing import refresh
from tests.services.conftest import Stack
from tests.services.filing.test_filing_service import prepared

CREATE = "disputes/create"


def refuse_next(stack: Stack, code: int = 9009) -> None:
    stack.server.scenarios.arm("refuse", CREATE, code=code, message="Order cannot be disputed")


def door(stack: Stack, order: str) -> Door:
    return stack.orders.look_up_id(OrderId(order)).door


def shop_order(stack: Stack) -> str:
    """One of the account's orders that came by a shop's connection and can be disputed."""
    codes = (each.code for each in stack.server.world.orders() if each.code.startswith("DP"))
    return next(each for each in codes if stack.orders.look_up_id(OrderId(each)).obstacle is None)


def test_an_order_from_a_shop_is_known_by_its_code_before_anything_is_sent(stack: Stack) -> None:
    assert door(stack, shop_order(stack)) is Door.MY_CJ
    assert door(stack, TUTORIAL_ORDER) is Door.API


def test_a_shops_name_says_nothing_of_how_an_order_was_made(stack: Stack) -> None:
    """Those made through the API carry one, too."""
    world = stack.server.world
    for of_api in (True, False):
        order = next(
            each
            for each in world.orders()
            if each.shop is not None
            and each.code.startswith("SD" if of_api else "DP")
            and any(world.can_choose(each).values())
        )
        found = stack.orders.look_up(order.number)
        assert isinstance(found, LookUp)
        assert found.facts is not None
        assert found.facts.shop_name
        assert found.obstacle is None
        assert found.door is (Door.API if of_api else Door.MY_CJ)


def test_a_refusal_warns_of_all_orders_of_its_kind_until_one_is_taken(stack: Stack) -> None:
    refuse_next(stack)
    refused = prepared(stack, TUTORIAL_ORDER)
    with pytest.raises(Refused):
        stack.filing.submit(refused, Decimal("28.32"))
    assert door(stack, TUTORIAL_ORDER) is Door.MY_CJ
    assert door(stack, PARTLY_ORDER) is Door.MY_CJ

    stack.pass_time(60)
    stack.filing.submit(prepared(stack, PARTLY_ORDER), Decimal("28.32"))
    assert door(stack, MANY_LINES_ORDER) is Door.API
    assert door(stack, TUTORIAL_ORDER) is Door.MY_CJ, "CJ's word about this very order"


def test_what_was_found_in_the_list_after_no_answer_was_taken_too(stack: Stack) -> None:
    refuse_next(stack)
    with pytest.raises(Refused):
        stack.filing.submit(prepared(stack, TUTORIAL_ORDER), Decimal("28.32"))
    stack.pass_time(60)
    stack.server.scenarios.arm("reset_after", CREATE)
    filing = stack.filing.submit(prepared(stack, PARTLY_ORDER), Decimal("28.32"))
    assert filing.state is FilingState.CONFIRMED
    assert filing.attempts[0].result != "filed"
    assert door(stack, MANY_LINES_ORDER) is Door.API


def test_a_refusal_for_another_reason_warns_of_nothing(stack: Stack) -> None:
    refuse_next(stack, 1607008)
    draft = prepared(stack, TUTORIAL_ORDER)
    with pytest.raises(Refused):
        stack.filing.submit(draft, Decimal("28.32"))
    assert door(stack, TUTORIAL_ORDER) is Door.API
    found = stack.server.world.file_elsewhere(TUTORIAL_ORDER)
    refresh(stack.history)
    stack.filing.adopt(draft.reference, DisputeId(found.dispute_id))
    assert stack.ledger.answers() == (), "a person's word is not CJ's answer"
