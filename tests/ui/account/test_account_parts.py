"""The status of the account, the probing of a lost line, bugs that are told, and diagnostics."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.api.http.rate_limiter import RateLimiter
from app.background.runner import BackgroundRunner
from app.domain.account.pace import Points
from app.domain.errors import ApiDisabled, Interrupted, Offline, OfflineCause, RequestInfo
from app.services.account.account_connection import AccountConnection
from app.services.account.session import Session
from app.storage.preferences import Preferences
from app.support.log_setup import hide, start_logging
from app.support.paths import DataFolder
from app.ui.account.connection import PROBE_SECONDS, AccountStatus, ConnectionMonitor
from app.ui.settings.choices import AppContext, Choices
from app.ui.window.crash import CrashReporter, tell_folder_unusable, tell_start_failed
from app.ui.window.diagnostics import diagnostics, without_home
from app.ui.window.help_dialogs import CrashDialog
from tests.builders import NOON
from tests.fakes.inline_executor import inline_runner


class FakeSession:
    """Notes that it was asked to renew."""

    def __init__(self) -> None:
        self.looks = 0

    def renew_early(self) -> bool:
        self.looks += 1
        return False


class LineLink(AccountConnection):
    """A link whose line is down or up as a test says."""

    def __init__(self, pace: RateLimiter | None = None) -> None:
        self.fake = FakeSession()
        super().__init__(
            cast(Session, self.fake), lambda: pytest.fail("asked"), pace or RateLimiter()
        )
        self.is_down = False

    def probe(self) -> None:
        if self.is_down:
            error = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)
            self.note(RequestInfo(), error)
            raise error
        self.note(RequestInfo(), None)

    def go_down(self) -> None:
        self.is_down = True
        self.note(RequestInfo(), Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False))


@pytest.fixture
def status(qtbot: QtBot) -> AccountStatus:
    made = AccountStatus()
    qtbot.addWidget(made)
    made.show()
    return made


def test_waiting_for_the_limit_is_said_and_counted_down(
    qtbot: QtBot, status: AccountStatus
) -> None:
    pace = RateLimiter()
    status.use(LineLink(pace))
    assert not status._timer.isActive()
    pace.mark_sent()
    thread = threading.Thread(target=lambda: pace.acquire().__enter__())
    thread.start()
    qtbot.waitUntil(lambda: "1 request per second" in status._wait.text(), timeout=2000)
    assert status._wait.text().startswith("Waiting for CJ's limit")
    qtbot.waitUntil(status._wait.isHidden, timeout=3000)
    assert not status._timer.isActive()  # no timer runs for nothing
    thread.join(5)


def test_a_pause_of_cjs_own_is_called_so(qtbot: QtBot, status: AccountStatus) -> None:
    pace, is_over = RateLimiter(math.inf), threading.Event()
    status.use(LineLink(pace))
    pace.pause_for(20)

    def wait() -> None:
        with suppress(Interrupted), pace.acquire(is_over.is_set):
            pass

    thread = threading.Thread(target=wait)
    thread.start()
    qtbot.waitUntil(lambda: status._wait.text() == "CJ asked for a pause – 20 s", timeout=2000)
    is_over.set()
    pace.wake()
    thread.join(5)


def test_points_are_shown_once_cj_names_them(qtbot: QtBot, status: AccountStatus) -> None:
    link = LineLink()
    status.use(link)
    shown = [each for each in status.findChildren(QLabel) if each.isVisible()]
    assert shown == []
    with qtbot.waitSignal(status.reach_changed):
        link.note(RequestInfo(points=Points(49990, 50000)), None)
    texts = [each.text() for each in status.findChildren(QLabel) if each.isVisible()]
    assert texts == ["API points: 49,990 of 50,000 left today"]


def seconds_to_probe(monitor: ConnectionMonitor) -> float | None:
    """When CJ is tried next; None while it can be reached."""
    return monitor._probe.interval() / 1000 if monitor._probe.isActive() else None


def fire(monitor: ConnectionMonitor) -> None:
    """The pause is over."""
    timer = monitor._probe
    assert isinstance(timer, QTimer)
    timer.stop()
    timer.timeout.emit()


def test_a_lost_line_is_probed_ever_more_slowly_until_it_is_back(qtbot: QtBot) -> None:
    monitor, link = ConnectionMonitor(inline_runner()), LineLink()
    link.watch(on_wait=lambda: None, on_news=monitor.look)
    monitor.use(link)
    assert link.fake.looks == 1  # whether the token nears its end
    assert seconds_to_probe(monitor) is None
    link.go_down()
    waits: list[float | None] = []
    for _ in range(len(PROBE_SECONDS) + 2):
        waits.append(seconds_to_probe(monitor))
        fire(monitor)
    assert waits == [*PROBE_SECONDS, 300, 300]
    link.is_down = False
    with qtbot.waitSignal(monitor.back_online):
        fire(monitor)
    assert seconds_to_probe(monitor) is None
    link.go_down()
    assert seconds_to_probe(monitor) == PROBE_SECONDS[0]


def test_any_answer_ends_the_probing(qtbot: QtBot) -> None:
    monitor, link = ConnectionMonitor(inline_runner()), LineLink()
    link.watch(on_wait=lambda: None, on_news=monitor.look)
    monitor.use(link)
    link.go_down()
    with qtbot.waitSignal(monitor.back_online):
        link.note(RequestInfo(), None)
    assert seconds_to_probe(monitor) is None


def shown(status: AccountStatus) -> list[str]:
    return [each.text() for each in status.findChildren(QLabel) if each.isVisible()]


def test_switched_off_access_is_shown_until_cj_answers(qtbot: QtBot, status: AccountStatus) -> None:
    link = LineLink()
    status.use(link)
    with qtbot.waitSignal(status.reach_changed):
        link.note(RequestInfo("disputes/getDisputeList"), ApiDisabled())
    assert shown(status) == ["API access is off"]
    with qtbot.waitSignal(status.reach_changed):
        link.note(RequestInfo("disputes/getDisputeList"), None)
    assert shown(status) == []


def test_weeks_without_an_order_are_told_with_the_rule(status: AccountStatus) -> None:
    status.use(LineLink())
    status.tell_of_orders(NOON - timedelta(days=3), NOON)
    assert shown(status) == []
    status.tell_of_orders(NOON - timedelta(days=23), NOON)
    assert shown(status) == ["No order for 23 days"]
    status.use(LineLink())
    assert shown(status) == []  # it was another account's


def test_only_a_person_who_comes_back_has_switched_off_access_asked_for(
    qtbot: QtBot, qapp: QApplication
) -> None:
    monitor, link = ConnectionMonitor(inline_runner()), LineLink()
    link.watch(on_wait=lambda: None, on_news=monitor.look)
    monitor.use(link)
    link.note(RequestInfo("disputes/getDisputeList"), ApiDisabled())
    assert seconds_to_probe(monitor) is None
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert link.is_disabled
    with qtbot.waitSignal(monitor.back_online):
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert not link.is_disabled


@pytest.fixture
def reporter(qtbot: QtBot) -> CrashReporter:
    window = QWidget()
    qtbot.addWidget(window)
    runner = inline_runner()
    made = CrashReporter(runner, lambda: window, window)
    made.runner = runner  # type: ignore[attr-defined]  # so that the tests can use it
    return made


def dialogs(reporter: CrashReporter) -> list[CrashDialog]:
    window = reporter._window()
    assert window is not None
    return [each for each in window.findChildren(CrashDialog) if each.isVisible()]


def fail() -> None:
    typed = "Jane Doe, 1 Main Street"
    raise ValueError(typed)


@pytest.mark.logs_warnings
def test_a_bug_in_background_work_is_told_once_and_counted_after(
    qtbot: QtBot, reporter: CrashReporter
) -> None:
    runner = cast(BackgroundRunner, reporter.runner)  # type: ignore[attr-defined]  # set above
    for _ in range(50):
        runner.run(fail, owner=reporter)
    (dialog,) = dialogs(reporter)
    assert any("49" in each.text() for each in dialog.findChildren(QLabel))
    dialog.close()
    runner.run(fail, owner=reporter)
    (again,) = dialogs(reporter)
    again.close()


@pytest.mark.logs_warnings
def test_details_hold_the_place_and_nothing_typed(qtbot: QtBot, reporter: CrashReporter) -> None:
    runner = cast(BackgroundRunner, reporter.runner)  # type: ignore[attr-defined]  # set above
    runner.run(fail, owner=reporter)
    (dialog,) = dialogs(reporter)
    (report,) = dialog.findChildren(QPlainTextEdit)
    details = report.toPlainText()
    assert "ValueError" in details
    assert "in fail" in details or "fail (" in details
    assert "Jane" not in details
    dialog.close()


@pytest.mark.logs_warnings
@pytest.mark.parametrize("where", ["slot", "thread"])
def test_a_bug_in_a_slot_or_a_thread_of_ours_is_told(
    qtbot: QtBot, reporter: CrashReporter, where: str
) -> None:
    # pytest-qt and pytest put hooks of their own in: called as Python and PySide6 call them.
    error = ValueError("x")

    def slot() -> None:
        reporter._take_uncaught(ValueError, error, None)

    def in_thread() -> None:
        reporter._take_of_thread(threading.ExceptHookArgs((ValueError, error, None, None)))

    act: Callable[[], None] = slot
    if where == "thread":
        thread = threading.Thread(target=in_thread)
        act = thread.start
    act()
    qtbot.waitUntil(lambda: len(dialogs(reporter)) == 1)
    dialogs(reporter)[0].close()


def test_diagnostics_hold_no_secret_no_home_and_nothing_typed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "jane.doe")
    folder = DataFolder(tmp_path / "jane.doe" / "data")
    folder.create()
    handler = start_logging(folder.logs)
    log = logging.getLogger("app.test")
    key = "CJ4012345@api@0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    log.info("signing in with %s from %s", key, folder.root)
    log.info("CJ-Access-Token: %s", "t" * 40)
    log.info("for %s", "buyer@shop.example")
    log.info("GET https://x.test/?sign=s1gnature")
    hide("refresh-value-9")
    log.info("with %s", "refresh-value-9")
    try:
        fail()
    except ValueError:
        log.info("failed", exc_info=True)
    logging.getLogger().removeHandler(handler)
    handler.close()
    choices = Choices(Preferences(folder.preferences), inline_runner())
    choices.change(proxy="http://proxy.jane.example:3128")
    text = diagnostics(AppContext(choices, folder))
    secrets = ("Jane", "jane", "0a1b2c", "t" * 40, "proxy.", key)
    for secret in (*secrets, "buyer", "s1gnature", "refresh-value-9"):
        assert secret not in text
    for part in ("Dispute Desk", "PySide6", "Data folder: ~/data", "signing in", "in fail"):
        assert part in text
    assert "Proxy: an address" in text


def test_a_folder_elsewhere_gives_only_its_last_part(tmp_path: Path) -> None:
    assert without_home(Path("/srv/jane/dispute-desk")) == "(elsewhere)/dispute-desk"


def close_when_shown(kind: type[QDialog], seen: list[str]) -> None:
    """Read and close the dialog that is about to wait for somebody."""

    def look() -> None:
        dialog = next(
            (each for each in QApplication.topLevelWidgets() if isinstance(each, kind)), None
        )
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(10, look)
            return
        seen.append(dialog.windowTitle())
        seen.extend(each.text() for each in dialog.findChildren(QLabel))
        dialog.reject()

    QTimer.singleShot(0, look)


@pytest.mark.logs_warnings
def test_a_bug_at_the_start_is_told_without_a_window(qtbot: QtBot) -> None:
    seen: list[str] = []
    close_when_shown(CrashDialog, seen)
    try:
        fail()
    except ValueError as error:
        tell_start_failed(error)
    assert seen[0] == "Dispute Desk could not start"
    assert not any("Jane" in each for each in seen)


def test_a_data_folder_that_cannot_be_made_is_no_bug(qtbot: QtBot, tmp_path: Path) -> None:
    seen: list[str] = []
    close_when_shown(QMessageBox, seen)
    tell_folder_unusable(tmp_path / "<b>data", PermissionError(13, "no"))
    assert any("cannot make its data folder" in each and "<b>data" in each for each in seen)


def test_a_wait_that_begins_after_the_window_has_gone_tells_nobody(qtbot: QtBot) -> None:
    """The pace outlives the window: a language switch makes the window anew.

    It used to emit through the old window's status, which ended the call in a crash.
    """
    watched: dict[str, Callable[[], object]] = {}
    link: Any = SimpleNamespace(
        points=None, is_disabled=False, watch=lambda **callers: watched.update(callers)
    )
    status = AccountStatus()
    status.use(link)
    delete(status)
    watched["on_wait"]()
    watched["on_news"]()
