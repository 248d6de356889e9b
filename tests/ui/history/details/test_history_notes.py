"""The note about a dispute: saved while typing, never lost, never on the wrong dispute."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.account.accounts import Account, AccountId
from app.domain.errors import StorageCause, StorageFailed
from app.domain.history.notes import Note
from app.domain.ids import DisputeId
from app.ui.history.details import autosaved
from app.ui.history.pane import HistoryPane
from tests.builders import NOON
from tests.ui.history.fake_desk import FakeDesk

FIRST, SECOND = DisputeId("SH26112000000001"), DisputeId("SH26112000000002")


def test_what_is_typed_is_saved_by_itself(pane: HistoryPane, desk: FakeDesk, qtbot: QtBot) -> None:
    pane._table.choose(FIRST)
    note = pane._details.panel.note
    assert "never sent" in note._state.text()

    QTest.keyClicks(note.box, "Amy promised")
    assert note._state.text() == "Saving…"
    qtbot.waitUntil(lambda: desk.history.notes == {FIRST: Note("Amy promised", NOON)}, timeout=3000)

    assert note._state.text().startswith("Saved 22 Nov 2026")


def test_another_dispute_saves_the_one_before_first(pane: HistoryPane, desk: FakeDesk) -> None:
    desk.history.notes[SECOND] = Note("About the second", NOON)
    pane._table.choose(FIRST)
    QTest.keyClicks(pane._details.panel.note.box, "About the first")

    pane._table.choose(SECOND)

    assert desk.history.notes[FIRST].text == "About the first"
    assert pane._details.panel.note.box.toPlainText() == "About the second"
    pane._table.choose(FIRST)
    assert pane._details.panel.note.box.toPlainText() == "About the first"


def test_a_refresh_while_typing_changes_nothing(pane: HistoryPane, desk: FakeDesk) -> None:
    pane._table.choose(FIRST)
    QTest.keyClicks(pane._details.panel.note.box, "half a sen")
    pane.refresh()
    QTest.keyClicks(pane._details.panel.note.box, "tence")

    assert pane._details.panel.note.box.toPlainText() == "half a sentence"
    pane.end_visit()
    assert desk.history.notes[FIRST].text == "half a sentence"


def test_what_could_not_be_saved_stays_and_is_said(
    pane: HistoryPane, desk: FakeDesk, qtbot: QtBot
) -> None:
    desk.history.save_error = StorageFailed(StorageCause.LOCKED)
    pane._table.choose(FIRST)
    QTest.keyClicks(pane._details.panel.note.box, "important")
    pane._details.panel.note.save_now()

    assert pane._notice.text
    pane.reload()
    assert pane._details.panel.note.box.toPlainText() == "important"
    desk.history.save_error = None
    pane._details.panel.note.save_now()
    assert desk.history.notes[FIRST].text == "important"


def test_what_could_not_be_saved_stands_there_again_when_one_comes_back(
    pane: HistoryPane, desk: FakeDesk
) -> None:
    desk.history.save_error = StorageFailed(StorageCause.LOCKED)
    pane._table.choose(FIRST)
    QTest.keyClicks(pane._details.panel.note.box, "important")
    pane._table.choose(SECOND)
    assert pane._details.panel.note.box.toPlainText() == ""
    desk.history.save_error = None
    pane._table.choose(FIRST)
    assert pane._details.panel.note.box.toPlainText() == "important"
    assert desk.history.notes[FIRST].text == "important"


def test_what_could_not_be_saved_is_tried_again_by_itself_wherever_one_is(
    pane: HistoryPane, desk: FakeDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosaved, "SAVE_AGAIN_S", (0, 0.05))
    desk.history.save_error = desk.buyer_refunds.error = StorageFailed(StorageCause.LOCKED)
    pane._table.choose(FIRST)
    panel = pane._details.panel
    QTest.keyClicks(panel.note.box, "important")
    QTest.keyClicks(panel.buyer_refund.amount, "12.50")
    pane._table.choose(SECOND)
    assert pane.has_unsaved
    assert pane._notice.text
    QTest.keyClicks(panel.buyer_refund.amount, "x")
    panel.buyer_refund.save_now()
    complaint = panel.buyer_refund._state.text()
    assert "Not saved" in complaint

    desk.history.save_error = desk.buyer_refunds.error = None
    qtbot.waitUntil(lambda: not pane.has_unsaved, timeout=3000)
    assert desk.history.notes[FIRST].text == "important"
    assert desk.buyer_refunds.kept[FIRST].amount == Decimal("12.50")
    assert panel.buyer_refund._state.text() == complaint
    assert not pane._notice.text
    assert not panel.note._again.isActive()


def test_another_account_takes_no_note_over(
    pane: HistoryPane,
    desk: FakeDesk,
) -> None:
    pane._table.choose(SECOND)
    desk.history.save_error = StorageFailed(StorageCause.LOCKED)
    QTest.keyClicks(pane._details.panel.note.box, "not saved")
    pane._table.choose(FIRST)
    desk.history.save_error = None
    QTest.keyClicks(pane._details.panel.note.box, "mine")
    other = FakeDesk(account=Account(AccountId("a2"), "Other"))

    assert pane._details._pictures is not None
    pane.open_desk(other.as_desk, pane._details._pictures)
    pane._details.panel.note.show_dispute(SECOND)
    assert pane._details.panel.note.box.toPlainText() == ""

    assert desk.history.notes[FIRST].text == "mine"
    assert other.history.notes == {}


def test_what_could_not_be_saved_goes_to_no_other_account(
    pane: HistoryPane, desk: FakeDesk
) -> None:
    pane._table.choose(SECOND)
    desk.history.save_error = StorageFailed(StorageCause.LOCKED)
    desk.buyer_refunds.error = StorageFailed(StorageCause.LOCKED)
    panel = pane._details.panel
    QTest.keyClicks(panel.note.box, "not saved")
    QTest.keyClicks(panel.buyer_refund.amount, "12.50")
    other = FakeDesk(account=Account(AccountId("a2"), "Other"))

    assert pane._details._pictures is not None
    pane.open_desk(other.as_desk, pane._details._pictures)

    assert other.history.notes == {}
    assert other.buyer_refunds.kept == {}
