"""Page 1: what is ticked is claimed whole, until a person says otherwise."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.domain.filing.filing import DraftLine
from app.domain.ids import DisputeId
from app.domain.orders.orders import LineDispute
from tests.builders import draft, order, order_line
from tests.ui.filing.stage import MakeStage, Stage

MANY = order(*(order_line(f"L{n}", name=f"Lamp {n}", quantity=n) for n in range(1, 6)))


def _claimed(stage: Stage) -> dict[str, int]:
    return {each.line_item_id: each.quantity for each in stage.dialog.draft.lines}


def test_a_line_that_is_ticked_is_claimed_with_all_its_pieces(make_stage: MakeStage) -> None:
    stage = make_stage(MANY)
    stage.items_page.rows[2].check_box.click()
    assert _claimed(stage) == {"L3": 3}
    stage.items_page.choose(4)
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


HOLDER = LineDispute(DisputeId("SH1623673863466725376"), True)
HELD = order(
    replace(order_line("L1", can_dispute=False), dispute=HOLDER),
    order_line("L2", name="Mug, blue"),
)


def test_the_dispute_that_holds_a_line_is_shown_from_its_row(make_stage: MakeStage) -> None:
    stage = make_stage(HELD)
    assert stage.says(f"Cannot be disputed: in dispute {HOLDER.dispute_id}.")
    assert stage.has(QPushButton, "Show it")
    shown: list[str] = []
    stage.dialog.dispute_requested.connect(shown.append)
    stage.press("Show it")
    assert shown == [HOLDER.dispute_id]


def test_a_chosen_line_that_is_held_by_now_names_its_dispute(make_stage: MakeStage) -> None:
    stage = make_stage(HELD, draft())
    bar = stage.dialog._notices.bar
    said = f"“Desk lamp, brass” can no longer be disputed: in dispute {HOLDER.dispute_id}."
    assert said in stage.notice
    assert bar.buttons[0].text() == "Show it"
    shown: list[str] = []
    stage.dialog.dispute_requested.connect(shown.append)
    bar.buttons[0].click()
    stage.press("Next")
    assert f"cannot be disputed any more: in dispute {HOLDER.dispute_id}. Take it" in stage.notice
    bar.buttons[0].click()
    assert shown == [HOLDER.dispute_id, HOLDER.dispute_id]


def test_a_chosen_line_of_which_no_holder_is_known_is_only_to_be_taken_out(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(order(order_line(can_dispute=False), order_line("L2")), draft())
    assert "“Desk lamp, brass” can no longer be disputed." in stage.notice
    assert not stage.has(QPushButton, "Show it")


def test_no_dispute_is_named_for_a_line_where_it_may_be_that_of_another_variant(
    make_stage: MakeStage,
) -> None:
    other = LineDispute(DisputeId("SH1999999999999999999"), True)
    variants = order(
        replace(order_line("L1", can_dispute=False), dispute=HOLDER),
        replace(order_line("L2", can_dispute=False), dispute=other),
        order_line("L3", name="Mug, blue"),
    )
    stage = make_stage(variants, draft(DraftLine.of(order_line("L2"), 1)))
    assert "“Desk lamp, brass” can no longer be disputed." in stage.notice
    assert stage.dialog._notices.bar.buttons == []
    stage.press("Next")
    assert HOLDER.dispute_id not in stage.notice
    assert stage.dialog._notices.bar.buttons == []
