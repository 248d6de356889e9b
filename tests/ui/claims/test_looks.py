"""Looks through orders: asked for once, a step at a time, stopped, gone on with, and failing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import (
    ApiDisabled,
    AppError,
    Offline,
    OfflineCause,
    RequestInfo,
    ServerFailed,
    StorageCause,
    StorageFailed,
)
from app.services.orders.looks import Stage
from app.ui.claims.columns import Column
from app.ui.claims.pane import ClaimsPane
from app.ui.claims.watch import ClaimsWatch
from tests.builders import NOON
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.ui.claims.conftest import OpenPane
from tests.ui.claims.kept_orders import ClaimsDesk, a_full_desk, facts, step, told
from tests.ui.claims.test_claims_table import button, column


@pytest.fixture
def new_desk(tmp_path: Path) -> ClaimsDesk:
    """Of an account whose orders were never looked through."""
    return ClaimsDesk(tmp_path, "new")


def found_by(desk: ClaimsDesk) -> None:
    desk.keep(facts(1))
    desk.track(told(1))


def test_a_person_is_asked_once_in_one_sentence(
    open_pane: OpenPane, new_desk: ClaimsDesk, watch: ClaimsWatch
) -> None:
    pane = open_pane(new_desk)
    assert pane._empty.heading.text() == "Look through your orders for parcels to claim?"
    assert new_desk.claims.begun == []
    button(pane, "Not now").click()
    assert pane._empty.heading.text() == "Your orders are not looked through"
    watch.reload()
    assert pane._empty.heading.text() == "Your orders are not looked through"
    new_desk.now = NOON + timedelta(days=8)
    watch.reload()
    assert pane._empty.heading.text() == "Look through your orders for parcels to claim?"
    assert new_desk.claims.begun == []


def test_a_yes_begins_the_look_and_shows_what_it_finds(
    open_pane: OpenPane, new_desk: ClaimsDesk
) -> None:
    new_desk.claims.script = [step(1, 1), lambda: found_by(new_desk), step(1, 1, Stage.TRACKING)]
    pane = open_pane(new_desk)
    pane._empty.button.click()
    assert new_desk.claims.status().is_on
    assert [each.is_asked_for for each in new_desk.claims.begun] == [False]
    assert column(pane, Column.ORDER) == ["N1"]
    assert pane._bar.freshness.text() == "Orders looked at: 1, as of 12:00, just now"


def test_the_keys_stay_with_the_look_and_go_on_to_what_it_finds(
    qtbot: QtBot, new_desk: ClaimsDesk
) -> None:
    new_desk.claims.script = [step(1, 1), lambda: found_by(new_desk), step(1, 1, Stage.TRACKING)]
    held = Held(qtbot, new_desk)
    with qtbot.waitActive(held.pane):
        held.pane.activateWindow()
    held.pane.show_claims()
    assert QApplication.focusWidget() is held.pane._empty.button
    held.pane._empty.button.click()
    assert QApplication.focusWidget() is button(held.pane, "Stop")
    while held.cj.held:
        held.cj.release()
    assert QApplication.focusWidget() is held.pane._table
    assert held.pane._table.chosen
    held.runner.close()


def test_what_was_looked_at_and_when_is_said_where_nothing_can_be_claimed(
    open_pane: OpenPane, new_desk: ClaimsDesk
) -> None:
    new_desk.keep(facts(5, sent=20))
    new_desk.track(told(5))
    pane = open_pane(new_desk)
    assert pane._empty.heading.text() == "Nothing to claim now"
    assert "Orders looked at: 1, as of 12:00" in pane._empty.accessibleName()
    pane._empty.button.click()
    assert column(pane, Column.ORDER) == ["N5"]


class Held:
    """A window whose calls to CJ wait until the test lets them go on."""

    def __init__(self, qtbot: QtBot, desk: ClaimsDesk) -> None:
        self.cj = HeldExecutor()
        self.runner: BackgroundRunner = inline_runner({Lane.CJ: self.cj})
        self.watch = ClaimsWatch(self.runner, self.runner, now=lambda: NOON)
        self.pane = ClaimsPane(self.watch, now=lambda: NOON)
        qtbot.addWidget(self.pane)
        self.watch.open_desk(desk.as_desk)
        self.pane.show()
        QApplication.processEvents()


def test_no_order_stays_in_memory_until_the_tab_is_opened(qtbot: QtBot, desk: ClaimsDesk) -> None:
    reports = HeldExecutor()
    runner = inline_runner({Lane.REPORTS: reports})
    watch = ClaimsWatch(runner, runner, now=lambda: NOON)
    watch.open_desk(desk.as_desk)
    watch._start.timeout.emit()
    reports.release()
    assert [each.name for each in watch.claims.to_claim] == ["N2", "N3", "N1"]
    assert watch.claims.rows is None
    assert desk.kept._kept == {}
    pane = ClaimsPane(watch, now=lambda: NOON)
    qtbot.addWidget(pane)
    for _ in range(2):  # to come back to it does not read them a second time
        pane.show()
        QApplication.processEvents()
        assert pane._empty.heading.text() == "One moment…"
        pane.hide()
    assert len(reports.held) == 1
    reports.release()
    assert pane._model.rowCount() == 3
    assert len(desk.kept._kept) == 6
    runner.close()


def test_rows_that_are_still_to_come_are_not_said_to_be_unread(
    qtbot: QtBot, desk: ClaimsDesk, watch: ClaimsWatch
) -> None:
    pane = ClaimsPane(watch, now=lambda: NOON)
    qtbot.addWidget(pane)
    pane.show()
    QApplication.processEvents()  # it is looked at before there is an account
    for _ in range(2):
        watch.open_desk(desk.as_desk)
        assert pane._empty.heading.text() == "One moment…"
    watch.reload()
    assert pane._model.rowCount() == 3


def test_rows_that_could_not_be_read_are_read_when_the_tab_is_looked_at_again(
    qtbot: QtBot, desk: ClaimsDesk, watch: ClaimsWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise StorageFailed(StorageCause.LOCKED)

    watch.open_desk(desk.as_desk)
    watch.reload()  # as by the clock, before the tab is shown
    pane = ClaimsPane(watch, now=lambda: NOON)
    qtbot.addWidget(pane)
    with monkeypatch.context() as broken:
        broken.setattr(desk.claims, "judged", fail)
        pane.show()
        QApplication.processEvents()
        assert pane._notice.text
        assert pane._empty.heading.text() == "The orders could not be read"
        pane._empty.button.click()
        assert pane._empty.heading.text() == "The orders could not be read"
    pane.hide()
    pane.show()
    QApplication.processEvents()
    assert column(pane, Column.ORDER) == ["N2", "N3", "N1"]
    assert pane._notice.text == ""


def test_who_comes_from_the_desktop_s_message_goes_through_the_claims_with_the_keys(
    qtbot: QtBot, desk: ClaimsDesk
) -> None:
    reports = HeldExecutor()
    runner = inline_runner({Lane.REPORTS: reports})
    watch = ClaimsWatch(runner, runner, now=lambda: NOON)
    watch.open_desk(desk.as_desk)
    window = QMainWindow()
    qtbot.addWidget(window)
    box = QLineEdit()
    pane = ClaimsPane(watch, now=lambda: NOON)
    window.setCentralWidget(pane)
    window.addToolBar("").addWidget(box)
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.show()  # other programs have the keys as yet
    box.setFocus()
    pane.show_claims()
    QApplication.processEvents()
    reports.release()
    with qtbot.waitActive(window):
        window.activateWindow()
    assert QApplication.focusWidget() is pane._table
    assert pane._table.chosen
    runner.close()


def test_each_step_is_a_task_of_its_own_and_its_progress_is_shown(
    qtbot: QtBot, new_desk: ClaimsDesk
) -> None:
    new_desk.claims.script = [step(100, 230), step(20, 40, Stage.TRACKING)]
    held = Held(qtbot, new_desk)
    held.pane._empty.button.click()
    assert len(held.cj.held) == 1
    assert held.pane._bar.progress.text == "Asking CJ…"
    held.cj.release()
    assert len(held.cj.held) == 1
    assert held.pane._bar.progress.text == "Orders listed: 100 of 230"
    assert not button(held.pane, "Look through orders").isVisible()
    held.cj.release()
    assert held.pane._bar.progress.text == "Parcels looked up: 20 of 40"
    held.cj.release()
    assert held.cj.held == []
    assert held.pane._bar.progress.text == ""
    held.runner.close()


def test_a_look_that_is_stopped_takes_no_further_step_and_is_gone_on_with(
    qtbot: QtBot, new_desk: ClaimsDesk
) -> None:
    new_desk.claims.script = [step(100, 230), step(200, 230), step(230, 230)]
    held = Held(qtbot, new_desk)
    held.pane._empty.button.click()
    held.cj.release()
    button(held.pane, "Stop").click()
    held.cj.release()  # it was under way already; nothing comes of it
    held.watch.reload()  # as by the clock
    assert held.cj.held == []
    assert not held.watch.is_looking
    held.watch.look()
    assert [each.is_asked_for for each in new_desk.claims.begun] == [False, False]
    held.cj.release()
    held.cj.release()
    assert held.cj.held == []
    held.runner.close()


def test_another_account_ends_the_look_and_shows_none_of_the_orders_of_before(
    qtbot: QtBot, new_desk: ClaimsDesk, tmp_path: Path
) -> None:
    first = a_full_desk(tmp_path)
    first.claims.script = [step(100, 230), step(230, 230)]
    held = Held(qtbot, first)
    assert held.pane._model.rowCount() == 3
    held.watch.look()
    held.watch.open_desk(new_desk.as_desk)
    assert held.watch.claims.rows is None
    assert held.pane._model.rowCount() == 0
    held.cj.release()
    assert held.cj.held == []
    assert first.claims.script != [], "nobody asked for the next step"
    held.watch.reload()
    assert held.pane._empty.heading.text() == "Look through your orders for parcels to claim?"
    held.runner.close()


def test_what_could_not_be_kept_of_one_account_is_not_told_in_the_next(
    desk: ClaimsDesk, new_desk: ClaimsDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = HeldExecutor()
    runner = inline_runner({Lane.STORAGE: disk})
    watch = ClaimsWatch(runner, runner, now=lambda: NOON)
    failed: list[AppError] = []
    watch.failed.connect(failed.append)

    def refuse(_ids: object, _until: object) -> None:
        raise StorageFailed(StorageCause.DISK_FULL)

    monkeypatch.setattr(desk.claims, "mute", refuse)
    watch.open_desk(desk.as_desk)
    watch.mute((facts(1).order_id,), None)
    disk.release()
    assert [type(each) for each in failed] == [StorageFailed]
    watch.mute((facts(1).order_id,), None)
    watch.open_desk(new_desk.as_desk)
    disk.release()
    assert len(failed) == 1
    runner.close()


def test_a_look_is_taken_by_itself_once_a_day(desk: ClaimsDesk, watch: ClaimsWatch) -> None:
    watch.open_desk(desk.as_desk)
    watch._start.timeout.emit()
    assert desk.claims.begun == []
    desk.now = NOON + timedelta(hours=21)
    watch._check.timeout.emit()
    assert [each.is_asked_for for each in desk.claims.begun] == [False]


def test_who_asks_for_a_look_after_that_of_the_day_has_all_read_again(
    pane: ClaimsPane, desk: ClaimsDesk
) -> None:
    look = button(pane, "Look through orders")
    look.setFocus()
    look.click()
    assert [each.is_asked_for for each in desk.claims.begun] == [True]
    assert pane._table.hasFocus(), "not whatever comes next in the window"


def test_a_failure_is_said_in_a_sentence_and_what_was_known_stays(
    pane: ClaimsPane, desk: ClaimsDesk
) -> None:
    error = ServerFailed(RequestInfo(endpoint="shopping/order/list", code=1600000))
    desk.claims.script = [step(100, 230), error]
    button(pane, "Look through orders").click()
    assert pane._notice.text == "CJ's system is busy. Try again in a minute or two."
    assert pane._bar.freshness.text().startswith("The last look failed. Orders looked at: 6, as of")
    assert column(pane, Column.ORDER) == ["N2", "N3", "N1"]
    pane._notice.buttons[0].click()
    assert pane._notice.text == ""
    assert "failed" not in pane._bar.freshness.text()


def test_looks_that_are_switched_off_end_and_come_no_more(
    desk: ClaimsDesk, watch: ClaimsWatch
) -> None:
    watch.open_desk(desk.as_desk)
    watch.reload()
    watch.choose(is_on=False)
    desk.now = NOON + timedelta(days=3)
    watch._check.timeout.emit()
    assert desk.claims.begun == []
    assert not watch.is_on


def test_while_api_access_is_off_only_a_person_has_cj_asked(
    qtbot: QtBot, new_desk: ClaimsDesk
) -> None:
    asked: list[str] = []

    def probe() -> None:
        asked.append("probe")
        if new_desk.link.is_disabled:
            raise ApiDisabled

    new_desk.link = SimpleNamespace(is_disabled=True, probe=probe)
    new_desk.keep(facts(1))
    new_desk.claims.script = [ApiDisabled()]
    new_desk.now = NOON + timedelta(days=2)
    runner = inline_runner()
    watch = ClaimsWatch(runner, runner, now=lambda: new_desk.now)
    watch.open_desk(new_desk.as_desk)
    watch.reload()  # the look of the day is due
    errors = [watch.error]
    assert asked == []
    watch.look()
    errors.append(watch.error)
    assert asked == ["probe"]
    new_desk.link.is_disabled = False
    new_desk.claims.script = []
    watch.look()
    errors.append(watch.error)
    assert [type(each) for each in errors] == [ApiDisabled, ApiDisabled, type(None)]
    assert watch.status is not None
    assert watch.status.failed is None


def test_the_newest_order_is_known_as_long_as_looks_come_to_their_end(
    new_desk: ClaimsDesk,
) -> None:
    runner = inline_runner()
    watch = ClaimsWatch(runner, runner, now=lambda: new_desk.now)
    watch.open_desk(new_desk.as_desk)
    watch.reload()
    assert watch.newest_order is None
    unpaid = replace(facts(3, sent=None, status="UNPAID"), paid=None, created=NOON)
    new_desk.keep(facts(1, sent=20), facts(2, sent=70), unpaid)
    watch.reload()
    assert watch.newest_order == facts(1, sent=20).paid
    new_desk.now = NOON + timedelta(days=3)
    new_desk.claims.script = [Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)]
    watch.reload()
    assert watch.newest_order is None


@pytest.mark.usefixtures("qapp")
def test_a_look_whose_failure_cannot_be_written_down_is_not_begun_again_at_once(
    new_desk: ClaimsDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_desk.keep(facts(1))
    new_desk.now = NOON + timedelta(days=2)
    full = StorageFailed(StorageCause.DISK_FULL)
    new_desk.claims.script = [full] * 20

    def refuse(_now: datetime) -> None:
        raise full

    monkeypatch.setattr(new_desk.kept.looks, "note_failed", refuse)
    runner = inline_runner()
    watch = ClaimsWatch(runner, runner, now=lambda: new_desk.now)
    watch.open_desk(new_desk.as_desk)
    watch.reload()
    watch.reload()
    assert len(new_desk.claims.begun) == 1
    errors = [watch.error]
    new_desk.now += timedelta(hours=2)
    watch.reload()
    assert len(new_desk.claims.begun) == 2
    new_desk.claims.script = []
    watch.look()
    errors.append(watch.error)
    assert errors == [full, None]
    runner.close()
