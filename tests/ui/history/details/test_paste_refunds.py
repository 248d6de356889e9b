"""Refunds to buyers, pasted: nothing is saved before it was seen what is taken and what is not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from app.background.runner import Lane
from app.domain.errors import StorageCause, StorageFailed
from app.domain.history.buyer_refunds import BuyerRefund, PastedLine
from app.ui.history.details.buyer_refunds import PasteRefundsDialog
from app.ui.history.pane import HistoryPane
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.ui.history.fake_desk import FakeDesk, make_row


def opened(pane: HistoryPane, text: str) -> PasteRefundsDialog:
    pane._details.panel.buyer_refund.paste_button.click()
    dialog = pane.findChildren(PasteRefundsDialog)[-1]
    dialog.box.setPlainText(text)
    assert not dialog.save_button.isEnabled()  # not before it was looked at
    dialog.read_now()
    return dialog


def test_what_is_taken_is_seen_heard_and_then_saved(
    heard: list[str], open_pane: Callable[[FakeDesk], HistoryPane], desk: FakeDesk, qtbot: QtBot
) -> None:
    desk.history.kept = [make_row(number, order_number=f"100{number}") for number in (1, 2, 3)]
    first, second = (row.dispute.dispute_id for row in desk.history.kept[:2])
    pane = open_pane(desk)
    pane._table.choose(first)
    dialog = opened(pane, "1001;12,50\n1002;6.00\n1003;1,250")
    assert dialog._summary.text() == "Taken: 2 of 3 lines."
    assert dialog.problems.toPlainText().startswith("Line 3 (1003): This may be thousands")
    qtbot.waitUntil(lambda: "Taken: 2 of 3 lines." in heard)
    assert dialog.box.accessibleDescription().startswith("One line for each order")
    assert desk.buyer_refunds.kept == {}

    dialog.save_button.click()
    assert desk.buyer_refunds.kept == {
        first: BuyerRefund(Decimal("12.50")),
        second: BuyerRefund(Decimal("6.00")),
    }
    assert not dialog.isVisible()
    assert pane._details.panel.buyer_refund.amount.text() == "12.50"


def test_nothing_readable_cannot_be_saved(pane: HistoryPane, desk: FakeDesk) -> None:
    pane._table.choose_first()
    dialog = opened(pane, "Hello\n1001,12,50")
    assert dialog._summary.text() == "Taken: 0 of 1 lines."
    assert "may have a comma in it" in dialog.problems.toPlainText()
    assert not dialog.save_button.isEnabled()
    dialog.reject()
    assert desk.buyer_refunds.kept == {}


def test_what_could_not_be_saved_stays_to_be_saved_again(pane: HistoryPane, desk: FakeDesk) -> None:
    pane._table.choose_first()
    dialog = opened(pane, "1001;5")
    desk.buyer_refunds.error = StorageFailed(StorageCause.LOCKED)
    dialog.save_button.click()
    assert dialog.isVisible()
    assert dialog._summary.text()
    desk.buyer_refunds.error = None
    dialog.save_button.click()
    assert not dialog.isVisible()
    assert [each.amount for each in desk.buyer_refunds.kept.values()] == [Decimal("5.00")]


def test_lines_of_an_earlier_text_are_not_saved_where_the_next_cannot_be_read(
    pane: HistoryPane, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_text: str) -> tuple[PastedLine, ...]:
        raise StorageFailed(StorageCause.LOCKED)

    pane._table.choose_first()
    dialog = opened(pane, "1001;5\n1001,12,50")
    assert dialog.save_button.isEnabled()
    assert dialog.problems.isVisible()
    monkeypatch.setattr(desk.buyer_refunds, "read_pasted", fail)
    dialog.box.setPlainText("1001;7")
    dialog.read_now()
    assert dialog._summary.text()
    assert not dialog.problems.isVisible()
    assert not dialog.save_button.isEnabled()
    dialog.save_button.click()
    assert desk.buyer_refunds.kept == {}
    dialog.reject()


def test_what_is_being_saved_is_not_typed_over_and_the_table_hears_of_it(
    qtbot: QtBot, desk: FakeDesk
) -> None:
    disk = HeldExecutor()
    runner = inline_runner({Lane.STORAGE: disk})
    dialog = PasteRefundsDialog(runner, desk.as_desk.buyer_refunds)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.box.setPlainText("1001;5")
    dialog.read_now()
    disk.release()
    dialog.save_button.click()
    qtbot.keyClicks(dialog.box, "x")
    dialog.reject()
    assert dialog.isVisible()
    while disk.held:
        disk.release()
    assert len(desk.buyer_refunds.kept) == 1
    assert dialog.result() == dialog.DialogCode.Accepted
    assert not dialog.isVisible()
    runner.close()
