from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.filing.doors import FilingAnswer, door_of
from app.domain.filing.filing import Door
from app.domain.ids import OrderId
from tests.builders import NOON

DP, OTHER_DP = OrderId("DP2610290000123001"), OrderId("DP2611010000123002")
SD, OTHER_SD = OrderId("SD2611200001234567"), OrderId("SD2611210001234568")
NUMBER, OTHER_NUMBER = OrderId("1993577231420866560"), OrderId("1993577231420866561")


def refused(order_id: OrderId, hours: int = 0) -> FilingAnswer:
    return FilingAnswer(order_id, True, NOON + timedelta(hours=hours))


def taken(order_id: OrderId, hours: int = 0) -> FilingAnswer:
    return FilingAnswer(order_id, False, NOON + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("order_id", "door"),
    [
        (DP, Door.MY_CJ),
        (OrderId("dp2610290000123001"), Door.MY_CJ),
        (SD, Door.API),
        (NUMBER, Door.API),
        (OrderId("CJPKL7160102171YQ"), Door.API),
        (OrderId("DPX2610290000123001"), Door.API),
        (OrderId("#DP-17"), Door.API),
    ],
)
def test_without_an_answer_the_code_tells(order_id: OrderId, door: Door) -> None:
    assert door_of([order_id], []) is door


def test_one_of_several_ids_may_be_the_code() -> None:
    assert door_of([NUMBER, DP], []) is Door.MY_CJ


@pytest.mark.parametrize(
    ("order_id", "other"), [(SD, OTHER_SD), (NUMBER, OTHER_NUMBER), (DP, OTHER_DP)]
)
def test_a_refusal_is_taken_for_all_of_its_kind_until_one_succeeds(
    order_id: OrderId, other: OrderId
) -> None:
    assert door_of([other], [refused(order_id)]) is Door.MY_CJ
    assert door_of([other], [refused(order_id), taken(order_id, 1)]) is Door.API
    assert door_of([other], [taken(order_id), refused(order_id, 1)]) is Door.MY_CJ


def test_another_kind_learns_nothing_from_it() -> None:
    told = [refused(OTHER_SD), taken(NUMBER, 1)]
    assert door_of([OrderId("CJPKL7160102171YQ")], told) is Door.API
    assert door_of([DP], [taken(SD)]) is Door.MY_CJ


def test_the_answer_about_the_order_itself_weighs_more() -> None:
    assert door_of([SD], [refused(SD), taken(OTHER_SD, 5)]) is Door.MY_CJ
    assert door_of([NUMBER, DP], [taken(NUMBER), refused(OTHER_DP, 5)]) is Door.API
