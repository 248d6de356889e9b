"""From a notification to a filed claim: the whole program, by the keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.filing.filing import FilingState
from app.domain.filing.flow import Phase, TermsState
from app.domain.ids import OrderId
from app.domain.orders.orders import Tracking, TrackingEvent, TrackingEventKind
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.program import Program
from app.ui.claims.news import ABOUT
from app.ui.claims.table import ClaimTable
from app.ui.filing.dialog import FilingDialog
from app.ui.window.main_window import MainWindow
from tests.ui.claims.kept_orders import facts

PATIENCE = 15_000
MOST_KEYS = 6


@pytest.fixture
def program(practice: Program) -> Program:
    """Practice mode without waits, with one of its orders known to be long under way."""
    desk: Any = practice.window.desk
    now = datetime.now(UTC)
    order = replace(
        facts(1),
        order_id=OrderId(TUTORIAL_ORDER),
        dispatched=now - timedelta(days=75),
        paid=now - timedelta(days=78),
        created=now - timedelta(days=78),
    )
    desk.claims._orders.save_details([order], now)
    event = TrackingEvent(now.date() - timedelta(days=40), TrackingEventKind.MOVING)
    parcel = Tracking(order.tracking_number, "YunExpress", "In transit", None, events=(event,))
    desk.claims._orders.save_tracking([parcel], [order.tracking_number], now)
    desk.claims._orders.looks.finish(now)
    desk.claims.set_on(is_on=True)
    return practice


def test_from_a_notification_to_a_filed_claim_in_six_keys(program: Program, qtbot: QtBot) -> None:
    window: MainWindow = program.window
    keys: list[str] = ["the notification"]

    def key(name: str, *what: Any) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        keys.append(name)
        QTest.keyClick(focused, *what)

    def dialog() -> FilingDialog | None:
        return window.accounts._filing.dialog

    window.accounts._tray.show_message("3 parcels can be claimed", "", ABOUT)
    window.accounts._tray.take_message_click()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), ClaimTable), timeout=PATIENCE)
    key("Enter", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog() is not None, timeout=PATIENCE)
    shown = dialog()
    assert shown is not None
    qtbot.waitActive(shown)
    qtbot.waitUntil(lambda: shown.flow.terms_state is TermsState.KNOWN, timeout=PATIENCE)
    while shown.flow.phase is not Phase.OUTCOME and len(keys) <= MOST_KEYS:
        step = shown.flow.step
        key("Ctrl+Enter", Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        if shown.flow.phase not in (Phase.EDITING, Phase.REVIEWED):
            qtbot.waitUntil(lambda: shown.flow.phase is Phase.OUTCOME, timeout=PATIENCE)
            break
        qtbot.waitUntil(lambda step=step: shown.flow.step != step, timeout=PATIENCE)  # type: ignore[misc]  # a default
        if shown.flow.is_last_step:
            qtbot.waitUntil(lambda: shown.flow.phase is Phase.REVIEWED, timeout=PATIENCE)
    filing = shown.flow.filing
    assert filing is not None
    assert filing.state in (FilingState.FILED, FilingState.CONFIRMED)
    assert filing.draft.order_id == TUTORIAL_ORDER
    assert len(keys) <= MOST_KEYS, keys
    shown.close()
