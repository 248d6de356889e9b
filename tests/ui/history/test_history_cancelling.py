"""Withdrawing a dispute: asked, sent once, never repeated without looking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.background.runner import Lane
from app.domain.errors import Refused, RequestInfo, SignInRequired, TimedOut
from app.domain.ids import DisputeId, OrderId
from app.services.history.history import CancelResult
from app.ui.history.cancel import CancelDialog
from app.ui.history.pane import HistoryPane
from app.ui.widgets.pictures import PictureLoader
from tests.builders import NOON
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.ui.history.fake_desk import FakeDesk

FIRST = DisputeId("SH26112000000001")
ORDER = "SD2611200001234567"


@pytest.fixture
def desk(desk: FakeDesk) -> FakeDesk:
    desk.history.orders[FIRST] = ORDER
    return desk


def _ask(pane: HistoryPane) -> CancelDialog:
    pane._table.choose(FIRST)
    pane._details.panel._cancel.click()
    dialog = pane._cancelling.dialog
    assert dialog is not None
    return dialog


def test_known_order_needs_one_confirmation(pane: HistoryPane, desk: FakeDesk) -> None:
    dialog = _ask(pane)
    assert dialog.windowTitle() == "Cancel dispute"
    assert not dialog._order.isVisible()
    assert dialog._cancel.text() == f"Cancel dispute {FIRST}"
    assert desk.history.cancelled == []

    dialog._cancel.click()

    assert desk.history.cancelled == [(FIRST, ORDER)]
    assert pane._notice.text.startswith(f"{FIRST} is cancelled.")
    assert pane._table.current_row is not None
    assert pane._table.current_row.dispute.status == "Closed"


def test_keeping_it_sends_nothing(pane: HistoryPane, desk: FakeDesk) -> None:
    _ask(pane)._keep.click()

    assert desk.history.cancelled == []
    assert pane._cancelling.dialog is None
    assert pane._details.panel._cancel.isEnabled()


def test_enter_alone_keeps_it(pane: HistoryPane, desk: FakeDesk) -> None:
    dialog = _ask(pane)

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert desk.history.cancelled == []
    assert pane._cancelling.dialog is None


def test_unknown_order_is_asked_for(pane: HistoryPane, desk: FakeDesk) -> None:
    desk.history.orders.clear()
    dialog = _ask(pane)
    assert dialog._order.isVisible()
    assert dialog._order.accessibleName() == "CJ order number"

    dialog._cancel.click()
    assert dialog.isVisible()
    assert dialog._problem.isVisible()
    QTest.keyClicks(dialog._order, "1001")
    assert not dialog._problem.isVisible()
    dialog._cancel.click()
    assert desk.history.cancelled == []
    dialog._order.clear()
    QTest.keyClicks(dialog._order, f" {ORDER.lower()} ")
    QTest.keyClick(dialog._order, Qt.Key.Key_Return)

    assert desk.history.cancelled == [(FIRST, ORDER)]


def test_refusal_is_said_with_cjs_words(pane: HistoryPane, desk: FakeDesk) -> None:
    exchange = RequestInfo("disputes/cancel", 1600100, "already <b>settled</b>", "req-9")
    desk.history.cancel_answer = Refused(exchange)

    _ask(pane)._cancel.click()

    assert pane._notice.text.startswith("CJ did not cancel the dispute.")
    assert "already <b>settled</b>" in pane._notice.text
    assert pane._details.panel._cancel.isEnabled()


def test_unknown_result_is_looked_at_before_anything_else(
    pane: HistoryPane, desk: FakeDesk
) -> None:
    desk.history.cancel_answer = CancelResult.UNKNOWN
    _ask(pane)._cancel.click()
    assert pane._notice.text.startswith("Not confirmed yet")
    pane._notice.clear()

    pane._details.panel._cancel.click()
    assert pane._cancelling.dialog is None
    assert pane._notice.text.startswith("Not confirmed yet")
    assert len(desk.history.cancelled) == 1

    desk.history.detail_error = TimedOut(request_left=True)
    _press(pane, "Check again")
    assert pane._notice.text.startswith("Not confirmed yet")
    assert "did not answer in time" in pane._notice.text

    desk.history.detail_error = None
    asked = len(desk.history.queries)
    _press(pane, "Check again")
    assert pane._notice.text.startswith(f"CJ now lists {FIRST} as “Processing”")
    assert len(desk.history.queries) > asked, "the rows are read anew"
    _ask(pane).reject()


def test_sign_in_is_offered_while_unconfirmed(
    pane: HistoryPane, desk: FakeDesk, qtbot: QtBot
) -> None:
    desk.history.cancel_answer = CancelResult.UNKNOWN
    _ask(pane)._cancel.click()
    desk.history.detail_error = SignInRequired()
    _press(pane, "Check again")

    with qtbot.waitSignal(pane.sign_in_requested, timeout=1000):
        _press(pane, "Sign in…")


@pytest.fixture
def held() -> HeldExecutor:
    return HeldExecutor()


@pytest.fixture
def slow_pane(qtbot: QtBot, desk: FakeDesk, held: HeldExecutor) -> Iterator[HistoryPane]:
    """A pane whose calls to CJ wait until the test lets them go."""
    runner = inline_runner({Lane.CJ: held})
    pane = HistoryPane(runner, now=lambda: NOON)
    qtbot.addWidget(pane)
    pane.show()
    pane.open_desk(desk.as_desk, PictureLoader(runner, lambda _url: b"", pane))
    pane._details.panel.clear()
    while held.held:
        held.release()
    yield pane
    runner.close()


def test_double_click_sends_one(slow_pane: HistoryPane, desk: FakeDesk, held: HeldExecutor) -> None:
    dialog = _ask(slow_pane)
    dialog._cancel.click()
    dialog._cancel.click()
    slow_pane._details.panel._cancel.click()
    slow_pane._cancelling.start(FIRST)

    assert slow_pane._notice.text == f"Asking CJ to cancel {FIRST}…"
    while held.held:
        held.release()
    assert len(desk.history.cancelled) == 1
    assert not slow_pane._details.panel._cancel.isEnabled()  # it is closed now


def test_the_focus_falls_to_no_other_button(
    slow_pane: HistoryPane, held: HeldExecutor, qtbot: QtBot
) -> None:
    panel = slow_pane._details.panel
    slow_pane._table.choose(FIRST)
    panel._cancel.setFocus()
    qtbot.waitUntil(panel._cancel.hasFocus)
    dialog = _ask(slow_pane)
    dialog._cancel.click()
    qtbot.waitUntil(panel._cancel.hasFocus)

    while held.held:
        held.release()
    assert not panel._cancel.isEnabled()
    assert panel._scroll.hasFocus()


def test_other_account_withdraws_the_question(
    pane: HistoryPane, desk: FakeDesk, pictures: PictureLoader
) -> None:
    _ask(pane)

    pane.open_desk(FakeDesk().as_desk, pictures)

    assert pane._cancelling.dialog is None
    assert desk.history.cancelled == []


def test_dialog_gives_back_the_order(qtbot: QtBot) -> None:
    known = CancelDialog(FIRST, OrderId(ORDER))
    unknown = CancelDialog(FIRST, None)
    qtbot.addWidget(known)
    qtbot.addWidget(unknown)
    unknown._order.setText(f"Order: {ORDER}")

    assert known.order_id == ORDER
    assert unknown.order_id == ORDER


def _press(pane: HistoryPane, text: str) -> None:
    next(each for each in pane._notice.buttons if each.text() == text).click()


def test_the_question_is_heard_in_a_language_without_spaces_too(
    heard: list[str], qtbot: QtBot
) -> None:
    dialog = CancelDialog(FIRST, OrderId(ORDER))
    qtbot.addWidget(dialog)
    (effect,) = (each for each in dialog.findChildren(QLabel) if "stops looking" in each.text())
    dialog.show()
    assert dialog.accessibleDescription() == ""  # Orca reads the label itself
    dialog.hide()
    effect.setText("CJ 将停止审理。")
    dialog.show()
    assert dialog.accessibleDescription() == effect.text()
