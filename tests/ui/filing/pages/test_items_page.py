"""Page 1: what is ticked is claimed whole, until a person says otherwise."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from tests.builders import order, order_line
from tests.ui.filing.stage import MakeStage, Stage

MANY = order(*(order_line(f"L{n}", name=f"Lamp {n}", quantity=n) for n in range(1, 6)))


def _claimed(stage: Stage) -> dict[str, int]:
    return {each.line_item_id: each.quantity for each in stage.dialog.draft.lines}


def test_a_line_that_is_ticked_is_claimed_with_all_its_pieces(make_stage: MakeStage) -> None:
    stage = make_stage(MANY)
    stage.items_page.rows[2].check_box.click()
    assert _claimed(stage) == {"L3": 3}
    stage.dialog._pages.page(stage.items_page.step).choose(4)
    assert _claimed(stage) == {"L3": 3, "L5": 5}


def test_all_lines_are_claimed_with_all_their_pieces(make_stage: MakeStage) -> None:
    stage = make_stage(MANY)
    stage.press("Select all")
    assert _claimed(stage) == {f"L{n}": n for n in range(1, 6)}


def test_a_quantity_that_was_lowered_comes_back_with_the_tick(make_stage: MakeStage) -> None:
    stage = make_stage(MANY)
    row = stage.items_page.rows[4]
    row.check_box.click()
    row.quantity_box.setValue(2)
    row.check_box.click()
    row.check_box.click()
    assert _claimed(stage) == {"L5": 2}


def test_nothing_chosen_is_no_amount(make_stage: MakeStage) -> None:
    stage = make_stage(MANY)
    assert stage.has(QLabel, "Choose items")
    assert not stage.says("0.00")
    stage.items_page.rows[0].check_box.click()
    stage.find(QLabel, "Up to USD 45.48")
    stage.items_page.rows[0].check_box.click()
    assert stage.has(QLabel, "Choose items")
    assert not stage.says("45.48")
    assert stage.find(QPushButton, "Next").isEnabled()
    stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.notice
