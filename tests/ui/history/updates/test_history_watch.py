"""The watch over open disputes: on real threads against the practice server, and by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.background.runner import BackgroundRunner
from app.domain.account.accounts import Account, AccountId
from app.domain.disputes.disputes import Outcome
from app.domain.history.history import Change
from app.domain.ids import DisputeId
from app.services.account_services import AccountServices
from app.storage.preferences import Preferences
from app.ui.history.pane import HistoryPane
from app.ui.history.updates.watch import HistoryWatch, headline, in_full, summary
from app.ui.settings.choices import Choices
from app.ui.widgets.pictures import PictureLoader
from app.ui.window.tray import Tray
from tests import builders
from tests.builders import NOON
from tests.cj.server import FaultyServer
from tests.fakes.inline_executor import inline_runner
from tests.services.conftest import Stack, signed_in
from tests.services.filing.test_filing_service import prepared
from tests.ui.history.fake_desk import make_row

PATIENCE = 10_000


class TellingTray(Tray):
    """Notes what is told on the desktop."""

    def __init__(self, window: QMainWindow, choices: Choices) -> None:
        super().__init__(window, choices)
        self.told: list[tuple[str, str]] = []

    def show_message(self, title: str, text: str, about: str = "") -> None:
        self.told.append((title, text))
        super().show_message(title, text, about)


class Window(QMainWindow):
    """A main window with a history that is watched, on real threads."""

    def __init__(self, runner: BackgroundRunner, choices: Choices) -> None:
        super().__init__()
        self.pane = HistoryPane(runner)
        self.pane.build_deferred()
        self.setCentralWidget(self.pane)
        self.tray = TellingTray(self, choices)
        self.watch = HistoryWatch(self.pane, choices, self.tray)
        self.told = self.tray.told


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    with FaultyServer(pace=0, life=False) as server, signed_in(server, tmp_path) as stack:
        yield stack


@pytest.fixture
def window(qtbot: QtBot, stack: Stack, tmp_path: Path) -> Iterator[Window]:
    runner = BackgroundRunner()
    window = Window(runner, Choices(Preferences(tmp_path / "preferences.json"), runner))
    desk = SimpleNamespace(
        account=Account(AccountId("a1"), "me"),
        history=stack.history,
        drafts=stack.drafts,
        filing=stack.filing,
        link=SimpleNamespace(is_disabled=False),
    )
    window.resize(1200, 700)
    window.show()
    window.pane.open_desk(
        cast("AccountServices", desk), PictureLoader(runner, lambda _url: b"", window.pane)
    )
    window.watch.open_desk(cast("AccountServices", desk))
    yield window
    window.close()
    runner.close()
    delete(window)


def is_marked(window: Window, dispute_id: DisputeId) -> bool:
    model = window.pane._model
    place = model.row_of(dispute_id)
    row = None if place is None else model.row_at(place)
    return row is not None and row.is_unseen_change


def test_a_change_at_cj_leads_to_the_mark_and_one_notification_without_a_click(
    qtbot: QtBot, stack: Stack, window: Window
) -> None:
    filing = stack.filing.submit(prepared(stack), None)
    first = filing.dispute_id
    assert first is not None
    others = [
        each.dispute_id
        for each in stack.server.world.disputes()
        if each.is_open and each.dispute_id != first
    ]
    assert len(others) >= 2
    window.pane.updates.poll.start(50)
    qtbot.waitUntil(lambda: window.pane._model.row_of(first) is not None, timeout=PATIENCE)
    window.showMinimized()

    stack.server.world.advance(first, to="refunded")
    qtbot.waitUntil(lambda: is_marked(window, first), timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(window.told), timeout=PATIENCE)
    assert window.told == [("A dispute changed", "Refunded: 1")]
    assert first in window.pane._notice.text
    assert "USD" in window.pane._notice.text

    # What follows soon waits, and is then told together.
    for each in map(DisputeId, others[:2]):
        stack.server.world.advance(each, to="rejected")
        qtbot.waitUntil(partial(is_marked, window, each), timeout=PATIENCE)
    assert len(window.told) == 1
    announce_soon = window.watch._announce_soon
    assert 0 < announce_soon.remainingTime() <= 20_000
    window.watch._now = lambda: NOON + timedelta(days=9999)
    announce_soon.start(0)
    qtbot.waitUntil(lambda: len(window.told) == 2, timeout=PATIENCE)
    assert window.told[1] == ("2 disputes changed", "Rejected: 2")


def test_a_poll_costs_one_call_when_nothing_is_new(
    qtbot: QtBot, stack: Stack, window: Window
) -> None:
    qtbot.waitUntil(lambda: not window.pane.updates.is_running, timeout=PATIENCE)
    stack.server.record.clear()
    for _ in range(3):
        window.pane.updates.look_for_news()
        qtbot.waitUntil(lambda: not window.pane.updates.is_running, timeout=PATIENCE)
    assert stack.server.record.endpoints() == ["disputes/getDisputeList"] * 3


@pytest.fixture
def choices(qapp: QApplication, tmp_path: Path) -> Iterator[Choices]:
    runner = inline_runner()
    yield Choices(Preferences(tmp_path / "preferences.json"), runner)
    runner.close()


@pytest.fixture
def quiet(qtbot: QtBot, choices: Choices) -> Iterator[Window]:
    """A window without an account, whose clock stands still."""
    window = Window(inline_runner(), choices)
    qtbot.addWidget(window)
    window.watch._now = lambda: NOON
    yield window
    window.hide()


def refunded(dispute_id: str, amount: str = "12.50") -> Change:
    before = builders.dispute(dispute_id)
    after = replace(before, outcome=Outcome.REFUND, refund=Decimal(amount), status="Finished")
    return Change(before, after)


def test_the_interval_is_the_users(quiet: Window, choices: Choices) -> None:
    account = SimpleNamespace(account=Account(AccountId("a1"), "me"))
    quiet.watch.open_desk(cast("AccountServices", account))
    assert quiet.pane.updates.poll.interval() == 600_000
    choices.change(check_minutes=30)
    assert quiet.pane.updates.poll.interval() == 1_800_000
    choices.change(check_minutes=0)
    assert not quiet.pane.updates.poll.isActive()
    practice = SimpleNamespace(account=Account(AccountId("practice"), "Practice"))
    quiet.watch.open_desk(cast("AccountServices", practice))
    assert quiet.pane.updates.poll.interval() == 15_000


def test_amounts_and_ids_only_where_they_are_switched_on(
    quiet: Window, choices: Choices, qtbot: QtBot
) -> None:
    quiet.pane.updates.news.emit((refunded("SH1"),))
    qtbot.waitUntil(lambda: len(quiet.told) == 1, timeout=PATIENCE)
    assert not any(word in quiet.told[0][1] for word in ("SH1", "USD", "12"))

    choices.change(show_amounts=True)
    quiet.watch._now = lambda: NOON + timedelta(minutes=1)
    quiet.pane.updates.news.emit((refunded("SH2"),))
    qtbot.waitUntil(lambda: len(quiet.told) == 2, timeout=PATIENCE)
    assert quiet.told[1] == ("A dispute changed", "SH2: CJ refunds USD 12.50")


def test_the_desktop_is_told_nothing_where_that_is_switched_off(
    quiet: Window, choices: Choices, qtbot: QtBot
) -> None:
    choices.change(announce_changes=False)
    quiet.show()
    quiet.pane.updates.news.emit((refunded("SH1"),))
    qtbot.waitUntil(lambda: "SH1" in quiet.pane._notice.text, timeout=PATIENCE)
    assert quiet.told == []


def test_what_was_seen_meanwhile_is_not_announced(quiet: Window, qtbot: QtBot) -> None:
    quiet.pane.updates.news.emit((refunded("SH1"),))
    qtbot.waitUntil(lambda: len(quiet.told) == 1, timeout=PATIENCE)
    quiet.pane.updates.news.emit((refunded("SH2"), refunded("SH3")))
    quiet.pane.seen.emit(frozenset({DisputeId("SH2")}))
    quiet.watch._now = lambda: NOON + timedelta(minutes=1)
    quiet.watch._announce()
    assert [title for title, _ in quiet.told] == ["A dispute changed", "A dispute changed"]
    quiet.pane.updates.news.emit((refunded("SH4"),))
    quiet.pane.seen.emit(None)
    quiet.watch._announce()
    assert len(quiet.told) == 2


def test_changes_in_words() -> None:
    rejected = refunded("SH2")._replace(after=builders.dispute("SH2", outcome=Outcome.REJECT))
    resent = refunded("SH3")._replace(
        after=replace(
            builders.dispute("SH3", outcome=Outcome.REISSUE), reissue_order_id="<b>SD9</b>"
        ),
    )
    moved = refunded("SH4")._replace(after=builders.dispute("SH4", status="Dispute reviewing"))
    many = [refunded("SH1"), rejected, resent, moved, refunded("SH5")]
    assert headline(many) == "5 disputes changed"
    assert summary(many) == ("Refunded: 2 · Reissued: 1 · Rejected: 1 · Other changes: 1")
    assert in_full(many).split("\n") == [
        "SH1: CJ refunds USD 12.50",
        "SH2: CJ rejected it",
        "SH3: CJ sends the goods again with order <b>SD9</b>",
        "SH4: now “Dispute reviewing”",
        "and 1 more",
    ]


# Closing


class OfferedTray(Tray):
    """A tray on a desktop that has a place for it."""

    def is_available(self) -> bool:
        return True


@pytest.fixture
def tray(quiet: Window, choices: Choices) -> Tray:
    quiet.show()
    return OfferedTray(quiet, choices)


def test_closing_quits_where_there_is_no_tray(
    quiet: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet.tray.is_worth_asking = True
    monkeypatch.setattr(Tray, "is_available", lambda _tray: False)
    assert not quiet.tray.takes_close()


def test_closing_asks_once(tray: Tray, choices: Choices, quiet: Window) -> None:
    assert not tray.takes_close()  # nothing would go unseen
    tray.is_worth_asking = True
    assert tray.takes_close()
    assert tray.takes_close()
    question = tray._question
    assert question is not None
    question.quit.click()
    assert choices.values.keep_in_tray is False
    assert not quiet.isVisible()
    assert not tray.takes_close()


# The offscreen platform has no tray; what closing does is the matter.
@pytest.mark.qt_log_ignore("systemTrayWindowChanged")
def test_who_chose_the_tray_closes_only_the_window(
    tray: Tray, choices: Choices, quiet: Window
) -> None:
    choices.change(keep_in_tray=True)
    assert tray._icon is not None
    assert [tray.takes_close(), quiet.isVisible()] == [True, False]
    assert not QApplication.quitOnLastWindowClosed()

    tray.show_window()
    assert [quiet.isVisible(), tray._icon is not None] == [True, True]
    choices.change(keep_in_tray=False)
    assert [tray.takes_close(), tray._icon is not None] == [False, False]
    assert QApplication.quitOnLastWindowClosed()


def test_a_dispute_that_waits_for_the_merchant_is_told_first(quiet: Window, qtbot: QtBot) -> None:
    before = make_row(1).dispute
    waiting = replace(before, status="Awaiting your response", outcome=Outcome.REFUND)
    changes = (refunded("SH1"), Change(before, waiting))
    assert summary(changes) == "Waiting for your answer: 1 · Refunded: 1"
    assert "CJ waits for your answer in My CJ (“Awaiting your response”)" in in_full(changes)
    quiet.pane.updates.news.emit(changes)
    qtbot.waitUntil(lambda: bool(quiet.told), timeout=PATIENCE)
    assert "Waiting for your answer: 1" in quiet.told[0][1]
    more = replace(waiting, refund=Decimal("12.50"))  # another offer, and nothing is decided
    assert in_full((Change(waiting, more),)).endswith(": CJ proposes USD 12.50 now")
    paid = Change(more, replace(more, status="Finished"))
    assert in_full((paid,)).endswith(": CJ refunds USD 12.50")
    assert summary((paid,)) == "Refunded: 1"
