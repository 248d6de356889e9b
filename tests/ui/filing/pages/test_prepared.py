"""Items that were opened in My CJ before: shown where they are chosen, and where they are sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton

from app.domain.filing.filing import (
    Attempt,
    AttemptKind,
    DisputeDraft,
    DraftLine,
    Filing,
    FilingState,
)
from app.domain.ids import BusinessDisputeId, OrderId
from tests.builders import NOON, draft, order, order_line
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage

OTHER = BusinessDisputeId("DD-OTHER")
SAID = "Prepared for My CJ on 22 Nov 2026: 2 × Crescent Glow Bedside Lamp."
SHOW = "Show the other one"


def handed_over(given: DisputeDraft) -> Filing:
    opened = NOON - timedelta(minutes=5)
    record = Attempt(AttemptKind.HAND_OVER, opened - timedelta(days=3), opened)
    return Filing(given, FilingState.HANDED_OVER, opened, NOON, attempts=(record,))


@pytest.fixture
def desk() -> FakeDesk:
    line = replace(draft().lines[0], quantity=2, product_name="Crescent Glow Bedside Lamp")
    filing = handed_over(replace(draft(), reference=OTHER, lines=(line,)))
    made = FakeDesk()
    made.drafts.opened_in_my_cj = (filing,)
    made.filing.prepared = (filing,)
    return made


def shown_others(stage: Stage) -> list[BusinessDisputeId]:
    others: list[BusinessDisputeId] = []
    stage.dialog.other_filing_requested.connect(others.append)
    return others


def test_it_is_said_where_items_are_chosen_and_where_they_are_sent(
    make_stage: MakeStage, desk: FakeDesk
) -> None:
    stage = make_stage(desk=desk)
    assert stage.says(SAID)
    others = shown_others(stage)
    stage.press(SHOW)
    assert others == [OTHER]
    stage.to_reason()
    assert not stage.says(SAID)
    stage.press("Back")
    stage.to_review()
    assert stage.says(SAID)
    assert stage.commit.isEnabled()


def test_while_it_is_sent_it_leads_nowhere(make_stage: MakeStage, desk: FakeDesk) -> None:
    stage = make_stage(desk=desk, held=True)
    stage.cj.release()  # terms
    stage.cj.release()  # known disputes
    stage.to_review()
    assert stage.find(QPushButton, SHOW).isEnabled()
    stage.press(stage.commit.text())
    assert not stage.find(QPushButton, SHOW).isEnabled()


def test_it_goes_with_the_items_that_it_is_about(make_stage: MakeStage, desk: FakeDesk) -> None:
    two = order(order_line("L1"), order_line("L2"))
    stage = make_stage(two, DisputeDraft.begin(two), desk=desk)
    assert stage.says(SAID)  # nothing is chosen yet
    second = next(each for each in two.lines if each.line_item_id == "L2")
    stage.dialog._edit(replace(stage.dialog.draft, lines=(DraftLine.of(second, 1),)))
    assert not stage.says(SAID)
    stage.dialog._edit(stage.dialog.draft.with_line(two.lines[0], 1))
    assert stage.says(SAID)


def test_of_one_without_items_the_order_decides(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    bare = replace(draft(), reference=OTHER, lines=())
    elsewhere = replace(bare, order_id=OrderId("SD-OTHER"))
    desk.drafts.opened_in_my_cj = (handed_over(elsewhere),)
    assert not make_stage(desk=desk).has(QPushButton, SHOW)
    desk.drafts.opened_in_my_cj = (handed_over(bare),)
    assert make_stage(desk=desk).says(f"on 22 Nov 2026: {bare.order_id}.")


def test_sending_stops_once_and_goes_on_where_a_person_wants_another(
    make_stage: MakeStage, desk: FakeDesk
) -> None:
    stage = make_stage(desk=desk)
    stage.to_review()
    stage.press(stage.commit.text())
    assert stage.says("These items were opened in My CJ already")
    assert stage.says("Nothing was sent.")
    assert stage.says(SAID)
    assert stage.focus is stage.find(QPushButton, SHOW)
    others = shown_others(stage)
    stage.press(SHOW)
    assert others == [OTHER]
    stage.press("File another")
    assert stage.says("Filed: SH2611220001")
    assert stage.desk.filing.besides == [None, (OTHER,)]
