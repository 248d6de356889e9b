"""What the buyer got back, typed into the details: saved by itself, never guessed, never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.domain.disputes.disputes import Outcome
from app.domain.errors import StorageCause, StorageFailed
from app.domain.history.buyer_refunds import BuyerRefund
from app.domain.ids import DisputeId
from app.ui.history.pane import HistoryPane
from app.ui.messages.buyer_refunds import loss_sentence
from tests.ui.history.fake_desk import FakeDesk, make_row

FIRST, SECOND = DisputeId("SH26112000000001"), DisputeId("SH26112000000002")
TODAY = date(2026, 11, 22)


def field(pane: HistoryPane, name: str = "Refunded to buyer (USD)") -> QLineEdit:
    fields = pane._details.findChildren(QLineEdit)
    (found,) = (each for each in fields if each.accessibleName() == name)
    return found


def type_into(pane: HistoryPane, text: str, name: str = "Refunded to buyer (USD)") -> None:
    field(pane, name).selectAll()
    QTest.keyClicks(field(pane, name), text)
    pane._details.panel.buyer_refund.save_now()


def test_an_amount_is_kept_for_its_dispute_with_the_day(pane: HistoryPane, desk: FakeDesk) -> None:
    pane._table.choose(FIRST)
    asked = len(desk.history.queries)
    type_into(pane, "12,50")
    assert desk.buyer_refunds.kept == {FIRST: BuyerRefund(Decimal("12.50"), TODAY)}
    assert len(desk.history.queries) > asked, "its row says so, too"
    type_into(pane, "EUR 11,50", "Paid as")
    type_into(pane, "2026-11-20", "Refunded on")
    kept = BuyerRefund(Decimal("12.50"), date(2026, 11, 20), "EUR 11,50")
    assert desk.buyer_refunds.kept == {FIRST: kept}

    pane._table.choose(SECOND)
    assert field(pane).text() == ""
    pane._table.choose(FIRST)
    shown = [field(pane).text(), *(field(pane, each).text() for each in ("Refunded on", "Paid as"))]
    assert shown == ["12.50", "2026-11-20", "EUR 11,50"]
    field(pane).clear()
    type_into(pane, " ")
    assert desk.buyer_refunds.kept == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1,250", "thousands or decimals"),
        ("EUR 12.50", "Not an amount in USD"),
        ("0", "leave the amount empty"),
    ],
)
def test_what_is_not_clear_is_said_and_what_was_kept_stays(
    pane: HistoryPane, desk: FakeDesk, text: str, why: str
) -> None:
    desk.buyer_refunds.save(FIRST, BuyerRefund(Decimal("9.00")))
    pane._table.choose(FIRST)
    type_into(pane, text)
    assert why in pane._details.panel.buyer_refund._state.text()
    assert "Not saved" in pane._details.panel.buyer_refund._state.text()
    pane.reload()
    assert field(pane).text() == text
    assert desk.buyer_refunds.kept == {FIRST: BuyerRefund(Decimal("9.00"))}


def test_an_amount_that_is_typed_anew_keeps_its_day(pane: HistoryPane, desk: FakeDesk) -> None:
    before = BuyerRefund(Decimal("9.00"), date(2026, 11, 3), "EUR 8.00")
    desk.buyer_refunds.save(FIRST, before)
    pane._table.choose(FIRST)
    field(pane).selectAll()
    QTest.keyClick(field(pane), Qt.Key.Key_Backspace)
    QTest.keyClicks(field(pane), "9.50")
    pane._details.panel.buyer_refund.save_now()
    assert desk.buyer_refunds.kept == {FIRST: replace(before, amount=Decimal("9.50"))}


def test_what_cannot_be_kept_without_an_amount_is_not_shown_as_kept(
    pane: HistoryPane, desk: FakeDesk
) -> None:
    pane._table.choose(FIRST)
    type_into(pane, "EUR 8.00", "Paid as")
    assert "Not saved" in pane._details.panel.buyer_refund._state.text()
    assert desk.buyer_refunds.kept == {}
    type_into(pane, "9")
    assert desk.buyer_refunds.kept[FIRST].original == "EUR 8.00"
    field(pane).selectAll()
    QTest.keyClick(field(pane), Qt.Key.Key_Backspace)
    pane._details.panel.buyer_refund.save_now()
    assert desk.buyer_refunds.kept == {}
    assert field(pane, "Paid as").text() == ""


def test_what_was_typed_is_saved_before_another_dispute_is_shown(
    pane: HistoryPane, desk: FakeDesk
) -> None:
    pane._table.choose(FIRST)
    QTest.keyClicks(field(pane), "7")
    pane._table.choose(SECOND)
    assert desk.buyer_refunds.kept[FIRST].amount == Decimal("7.00")
    assert SECOND not in desk.buyer_refunds.kept


def test_what_could_not_be_saved_stays_and_is_said(pane: HistoryPane, desk: FakeDesk) -> None:
    desk.buyer_refunds.error = StorageFailed(StorageCause.LOCKED)
    pane._table.choose(FIRST)
    type_into(pane, "7.50")
    assert pane._notice.text
    assert pane._details.panel.buyer_refund._state.text() == "Not saved yet."
    desk.buyer_refunds.error = None
    pane._details.panel.buyer_refund.save_now()
    assert desk.buyer_refunds.kept[FIRST].amount == Decimal("7.50")


def test_what_could_not_be_read_stands_there_again_when_one_comes_back(
    pane: HistoryPane, desk: FakeDesk
) -> None:
    desk.buyer_refunds.save(FIRST, BuyerRefund(Decimal("9.00")))
    pane._table.choose(FIRST)
    type_into(pane, "1,250")
    pane._table.choose(SECOND)
    assert field(pane).text() == ""
    pane._table.choose(FIRST)
    assert field(pane).text() == "1,250"
    assert "thousands or decimals" in pane._details.panel.buyer_refund._state.text()
    assert desk.buyer_refunds.kept == {FIRST: BuyerRefund(Decimal("9.00"))}
    type_into(pane, "1250.00")
    assert desk.buyer_refunds.kept[FIRST].amount == Decimal("1250.00")
    pane._table.choose(SECOND)
    pane._table.choose(FIRST)
    assert field(pane).text() == "1250.00"


def test_what_could_not_be_saved_is_saved_when_one_comes_back(
    pane: HistoryPane, desk: FakeDesk
) -> None:
    desk.buyer_refunds.error = StorageFailed(StorageCause.LOCKED)
    pane._table.choose(FIRST)
    type_into(pane, "7.50")
    pane._table.choose(SECOND)
    desk.buyer_refunds.error = None
    pane._table.choose(FIRST)
    assert desk.buyer_refunds.kept[FIRST].amount == Decimal("7.50")
    assert field(pane).text() == "7.50"


def test_a_refund_that_could_not_be_taken_away_is_as_soon_as_that_works(
    pane: HistoryPane, desk: FakeDesk
) -> None:
    desk.buyer_refunds.save(FIRST, BuyerRefund(Decimal("9.00"), None, "EUR 8.00"))
    pane._table.choose(FIRST)
    desk.buyer_refunds.error = StorageFailed(StorageCause.LOCKED)
    field(pane).clear()
    type_into(pane, " ")
    pane._table.choose(SECOND)  # of which no refund is kept
    desk.buyer_refunds.error = None
    pane.end_visit()
    assert desk.buyer_refunds.kept == {}
    assert not pane.has_unsaved


def test_the_loss_is_told_as_soon_as_cj_decides(
    open_pane: Callable[[FakeDesk], HistoryPane], desk: FakeDesk
) -> None:
    desk.buyer_refunds.save(FIRST, BuyerRefund(Decimal("12.50")))
    pane = open_pane(desk)
    pane._table.choose(FIRST)
    box = pane._details.panel.buyer_refund
    assert box._state.text() == "Net loss not known yet: CJ has not decided."
    desk.history.change(FIRST, outcome=Outcome.REFUND, refund=Decimal("4.00"), status="Finished")
    pane.reload()
    assert box._state.text() == "Net loss USD 8.50: USD 12.50 to the buyer, USD 4.00 from CJ."


def test_goods_are_told_apart_and_what_is_not_known_is_no_zero() -> None:
    reissue = make_row(outcome=Outcome.REISSUE, refund="0.00", status="Finished").dispute
    text = loss_sentence(replace(reissue, reissue_amount=Decimal("9.99")), Decimal("12.50"))
    assert text.startswith("Net loss USD 12.50: ")
    assert "goods worth USD 9.99" in text
    for row, why in (
        (make_row(outcome=Outcome.REFUND, status="Finished"), "CJ has not told what it refunds."),
        (make_row(outcome=Outcome.REFUND, refund="4", status="Awaiting your response"), "My CJ."),
        (make_row(status="Closed"), "closed without a decision."),
    ):
        text = loss_sentence(row.dispute, Decimal("12.50"))
        assert text.startswith("Net loss not known yet: ")
        assert text.endswith(why)
