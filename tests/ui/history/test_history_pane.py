"""The pane as a whole: opening, refreshing, searching, and what it says when there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateEdit, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner, Lane
from app.domain.disputes.disputes import Outcome
from app.domain.errors import (
    ApiDisabled,
    Offline,
    OfflineCause,
    SignInRequired,
    StorageCause,
    StorageFailed,
)
from app.domain.history.history import Change, Show
from app.domain.history.spans import Days, Span
from app.domain.ids import DisputeId
from app.services.history.syncing import Progress
from app.storage.preferences import Preferences, PreferenceValues
from app.ui.history.bar import FreshnessLabel, HistoryBar, SyncProgress
from app.ui.history.pane import HistoryPane
from app.ui.history.table.columns import Column
from app.ui.history.table.empty_state import EmptyReason
from app.ui.history.updates.notice import HistoryNotice
from app.ui.settings.choices import Choices
from app.ui.widgets.pictures import PictureLoader
from tests.builders import NOON
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.ui.history.fake_desk import FakeDesk, FakeHistory, make_filing, make_row
from tests.ui.pages import dressed

OpenPane = Callable[[FakeDesk], HistoryPane]
OFFLINE = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)


def test_kept_rows_come_before_cjs(qtbot: QtBot, desk: FakeDesk) -> None:
    held = HeldExecutor()
    runner = inline_runner({Lane.CJ: held})
    pane = HistoryPane(runner, now=lambda: NOON)
    qtbot.addWidget(pane)
    desk.history.at_cj = [make_row(0)]
    pane.open_desk(desk.as_desk, PictureLoader(runner, lambda _url: b"", pane))
    assert pane._model.rowCount() == 5
    assert pane._bar.is_busy()
    pane.refresh()

    held.release()
    held.release()

    assert pane._model.rowCount() == 6
    assert desk.history.refreshes == 1
    assert not pane._bar.is_busy()
    assert held.held == []
    runner.close()


def test_search_shows_what_holds_every_word(pane: HistoryPane, desk: FakeDesk) -> None:
    desk.history.kept.append(make_row(9, product="Mug, blue"))
    pane.reload()

    QTest.keyClicks(pane._bar.search, "blue mug")
    assert pane._model.rowCount() == 1
    assert pane._area.count.text() == "Disputes: 1 of 6"

    QTest.keyClick(pane._bar.search, Qt.Key.Key_Escape)
    assert pane._model.rowCount() == 6
    assert pane._area.count.text() == "Disputes: 6"


def test_show_narrows(pane: HistoryPane, desk: FakeDesk) -> None:
    choice = pane._bar.show_choice
    names = [choice.itemText(place) for place in range(choice.count())]
    assert names == [
        "All",
        "Open",
        "Waiting for you",
        "Refunded",
        "Reissued",
        "Rejected",
        "Buyer refunded, CJ undecided",
        "Changed since last visit",
    ]

    for show in Show:
        choice.setCurrentIndex(choice.findData(show))
        assert pane._model.query.show is show


def test_created_narrows_to_days_and_is_cleared_with_the_filter(
    open_pane: OpenPane, desk: FakeDesk
) -> None:
    desk.history.kept.append(make_row(9, age=timedelta(days=30)))
    pane = open_pane(desk)
    choice = pane._bar.created_choice
    names = [choice.itemText(place) for place in range(choice.count())]
    assert names == ["Any time", "This month", "Last month", "This year", "12 months", "From – to"]
    assert choice.accessibleName() == "Created"

    choice.setCurrentIndex(names.index("Last month"))
    assert pane._model.query.created == Days(date(2026, 10, 1), date(2026, 10, 31))
    assert pane._area.count.text() == "Disputes: 1 of 6"
    choice.setCurrentIndex(names.index("This month"))
    assert pane._area.count.text() == "Disputes: 5 of 6"

    choice.setCurrentIndex(names.index("From – to"))
    start, end = choice.boxes
    assert isinstance(start, QDateEdit)
    assert isinstance(end, QDateEdit)
    assert (start.date(), end.date()) == (QDate(2026, 11, 1), QDate(2026, 11, 22))
    start.setFocus()
    QTest.keyClicks(start, "20261201")
    QTest.keyClick(start, Qt.Key.Key_Tab)
    assert end.date() == QDate(2026, 12, 1)
    assert pane._area.empty.reason is EmptyReason.NO_MATCH
    pane._area.empty.button.click()
    assert choice.currentText() == "Any time"
    assert choice.dates.isHidden()
    assert pane._area.count.text() == "Disputes: 6"


def test_days_that_were_kept_narrow_the_first_rows_of_an_account_opened_later(
    qtbot: QtBot, desk: FakeDesk, tmp_path: Path
) -> None:
    held = HeldExecutor()
    runner = inline_runner({Lane.CJ: held})
    choices = Choices(Preferences(tmp_path / "preferences.json"), runner)
    choices.change(disputes_created="last month")
    desk.history.kept.append(make_row(9, age=timedelta(days=30)))
    pane = HistoryPane(runner, now=lambda: NOON, choices=choices)
    qtbot.addWidget(pane)
    pane.show()

    pane.open_desk(desk.as_desk, PictureLoader(runner, lambda _url: b"", pane))
    assert pane._bar.created_choice.currentText() == "Last month"
    assert pane._area.count.text() == "Disputes: 1 of 6", "CJ has not answered yet"
    runner.close()


def test_this_month_is_the_next_one_after_midnight(
    qtbot: QtBot, runner: BackgroundRunner, pictures: PictureLoader, desk: FakeDesk
) -> None:
    now = [NOON]
    pane = HistoryPane(runner, now=lambda: now[0])
    qtbot.addWidget(pane)
    pane.show()
    pane.open_desk(desk.as_desk, pictures)
    pane._bar.created_choice.choose(Span.THIS_MONTH)
    assert pane._model.rowCount() == 5

    now[0] = NOON + timedelta(days=30)
    pane.refresh()

    assert pane._model.query.created == Days(date(2026, 12, 1))
    assert pane._model.rowCount() == 0


def test_what_waits_for_the_merchant_says_so_and_is_a_choice(
    pane: HistoryPane, desk: FakeDesk
) -> None:
    waiting = make_row(9, status="Awaiting your response", outcome=Outcome.REFUND, refund="12.50")
    desk.history.kept.append(waiting)
    choice = pane._bar.show_choice
    choice.setCurrentIndex(choice.findData(Show.WAITING))
    assert pane._model.rowCount() == 1
    shown = [pane._model.index(0, column).data() for column in range(pane._model.columnCount())]
    assert "Your turn" in shown
    pane._table.choose(waiting.dispute.dispute_id)
    details = pane._details.panel
    assert "pays only once you have agreed in My CJ" in details._verdict.text()
    told = [each.text() for each in details._facts.values()]
    assert "Your turn" in told
    assert "Refund" not in told
    assert details._my_cj.property("primary") is True
    assert "AS service center" in details._my_cj_hint.text()
    choice.setCurrentIndex(choice.findData(Show.ALL))
    pane._table.choose(make_row(1).dispute.dispute_id)
    assert details._my_cj.property("primary") is False


def test_what_cj_rejected_says_how_to_ask_why(pane: HistoryPane, desk: FakeDesk) -> None:
    rejected = make_row(9, status="Finished", outcome=Outcome.REJECT, refund="0.00")
    desk.history.kept.append(rejected)
    pane._bar.show_choice.setCurrentIndex(pane._bar.show_choice.findData(Show.REJECTED))
    pane._table.choose(rejected.dispute.dispute_id)
    details = pane._details.panel
    assert "To ask CJ why" in details._my_cj_hint.text()
    assert details._my_cj.accessibleDescription() == details._my_cj_hint.text()


def test_search_from_outside_looks_among_all(pane: HistoryPane) -> None:
    choice = pane._bar.show_choice
    choice.setCurrentIndex(choice.findData(Show.REJECTED))

    pane.search("SH26112000000002")

    assert pane._bar.text == "SH26112000000002"
    assert pane._model.rowCount() == 1


def test_focus_search_selects_its_text(pane: HistoryPane) -> None:
    pane.search("lamp")
    pane._table.setFocus()

    pane.focus_search()

    assert pane.focusWidget() is pane._bar.search
    assert pane._bar.search.selectedText() == "lamp"
    QTest.keyClick(pane._bar.search, Qt.Key.Key_Down)
    assert pane.focusWidget() is pane._table
    assert pane._table.currentIndex().row() == 0


@pytest.mark.parametrize("number", [3, 437])
def test_show_dispute_finds_it_wherever_it_is(open_pane: OpenPane, number: int) -> None:
    desk = FakeDesk(FakeHistory([make_row(each) for each in range(1, 451)]))
    pane = open_pane(desk)
    pane.search("nothing like it")

    pane.show_dispute(DisputeId(f"SH26112000000{number:03}"))

    assert pane._details.dispute_id == f"SH26112000000{number:03}"
    assert pane._bar.text == ""
    assert pane._table.visualRect(pane._table.currentIndex()).height() > 0


def test_show_dispute_leaves_a_filter_that_does_not_hide_it(pane: HistoryPane) -> None:
    pane.search("lamp")

    pane.show_dispute(DisputeId("SH26112000000004"))

    assert pane._bar.text == "lamp"
    assert pane._details.dispute_id == "SH26112000000004"


def test_show_dispute_asks_cj_for_one_it_does_not_have(pane: HistoryPane, desk: FakeDesk) -> None:
    desk.history.at_cj = [make_row(77)]

    pane.show_dispute(DisputeId("SH26112000000077"))

    assert pane._details.dispute_id == "SH26112000000077"


@pytest.mark.parametrize(("percent", "width"), [(100, 768), (200, 1248)], ids="{0}".format)
def test_the_bar_fits_while_disputes_are_loaded(
    qtbot: QtBot, qapp: QApplication, percent: int, width: int
) -> None:
    bar = HistoryBar(lambda: NOON)
    qtbot.addWidget(bar)
    bar.build_deferred()
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        bar.show()
        bar.progress.show_progress(Progress(14, 14, is_first=True), is_resting=False)
        bar.freshness.set_checked(NOON)
        assert bar.minimumSizeHint().width() <= width


@pytest.mark.parametrize("percent", [80, 100, 110, 125, 150, 200])
def test_a_picture_alone_refreshes_where_the_word_has_no_room(
    qtbot: QtBot, qapp: QApplication, percent: int
) -> None:
    window = QWidget()  # its own layout would not let it be narrower than its parts
    qtbot.addWidget(window)
    bar = HistoryBar(lambda: NOON, window)
    bar.build_deferred()
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        bar.freshness.set_checked(NOON)
        window.show()
        for _ in range(5):  # a larger text comes with events
            QApplication.processEvents()
        button = bar.refresh_button
        least = bar.minimumSizeHint().width()
        for room, text in ((10, ""), (300, "Refresh"), (10, "")):
            bar.resize(least + room, bar.sizeHint().height())
            QApplication.processEvents()
            assert button.text() == text
            assert button.width() >= button.sizeHint().width()
            assert button.accessibleName() == "Refresh"
        assert bar.minimumSizeHint().width() == least


def test_what_is_searched_for_can_be_read(qtbot: QtBot, qapp: QApplication) -> None:
    bar = HistoryBar(lambda: NOON)
    qtbot.addWidget(bar)
    bar.build_deferred()
    with dressed(qapp):
        bar.freshness.set_checked(NOON)
        bar.search.setText("SH2699960000005432100")
        bar.resize(1248, bar.sizeHint().height())
        bar.show()
        QApplication.processEvents()
        usual = bar.search.width()
        bar.progress.show_progress(Progress(14, 14, is_first=True), is_resting=False)
        QApplication.processEvents()
        given = usual - bar.search.width()
        assert given < bar.progress.sizeHint().width() + 20, "what a sync has to say, and no more"
        bar.progress.show_progress(None, is_resting=False)
        bar.resize(992, bar.sizeHint().height())
        QApplication.processEvents()
        needed = bar.search.fontMetrics().horizontalAdvance(bar.search.text())
        margins = bar.search.textMargins()
        assert bar.search.width() - margins.left() - margins.right() > needed + 20


def test_when_cj_was_asked_is_read_whole_or_not_shown(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    bar = HistoryBar(lambda: NOON, window)
    bar.build_deferred()
    with dressed(qapp):
        bar.freshness.set_checked(NOON)
        window.show()
        QApplication.processEvents()
        least = bar.minimumSizeHint().width()
        for width, is_whole in ((866, True), (least, False)):
            bar.resize(width, bar.sizeHint().height())
            for _ in range(3):
                QApplication.processEvents()
            room = bar.freshness.sizeHint().width()
            assert (bar.freshness.width() >= room) is is_whole
            assert bar.search.width() >= bar.search.minimumWidth()
        assert bar.minimumSizeHint().width() == least
        bar.progress.show_progress(Progress(900, 2_014, is_first=True), is_resting=False)
        bar.resize(992, bar.sizeHint().height())
        for _ in range(3):
            QApplication.processEvents()
        assert bar.progress.width() >= bar.progress.sizeHint().width()


def test_neither_table_nor_details_are_drawn_out_of_sight(
    pane: HistoryPane, qapp: QApplication
) -> None:
    pane.resize(1248, 560)
    pane._table.choose_first()
    for sizes in ([5_000, 1], [1, 5_000]):
        pane._splitter.setSizes(sizes)
        qapp.processEvents()
        assert min(pane._splitter.sizes()) >= 200
    assert pane._splitter.minimumSizeHint().width() < 608, "the inside of the least window"


def test_freshness_in_words_and_colour(qtbot: QtBot) -> None:
    now = NOON
    label = FreshnessLabel(lambda: now)
    qtbot.addWidget(label)
    assert label.text() == ""
    label.set_checked(None)
    assert label.text() == "Never checked"

    label.set_checked(NOON - timedelta(minutes=3))
    assert label.text().startswith("Checked ")
    assert label.text().endswith(", 3 min ago")
    assert label.property("tone") == ""

    now = NOON - timedelta(days=300)  # the clock was ahead
    label.update_text()
    assert label.text().startswith("May be out of date. Checked 22 Nov 2026")

    now = NOON + timedelta(hours=2)
    label.update_text()
    assert label.text().startswith("May be out of date. Checked ")
    assert label.property("tone") == "warn"

    now = NOON + timedelta(days=3)
    label.update_text()
    assert "22 Nov 2026" in label.text()


def test_what_cj_counts_and_does_not_list_is_said(pane: HistoryPane, desk: FakeDesk) -> None:
    assert "counts" not in pane._bar.freshness.text()
    desk.history.unlisted = 115
    pane.refresh()
    assert pane._bar.freshness.text().startswith("CJ counts 120, lists 5. Checked ")
    assert pane._bar.freshness.toolTip() == pane._bar.freshness.text()
    assert pane._bar.freshness.property("tone") == "warn"
    desk.history.unlisted = 0
    pane.refresh()
    assert pane._bar.freshness.property("tone") == ""


def test_a_list_without_the_disputes_that_cj_counts_is_not_said_to_be_empty(
    open_pane: OpenPane,
) -> None:
    pane = open_pane(FakeDesk(FakeHistory(unlisted=3)))
    assert pane._area.empty.reason is EmptyReason.UNLISTED
    assert pane._area.empty.heading.text() == "No dispute listed"


def test_a_walk_without_a_count_says_how_far_it_is(qtbot: QtBot) -> None:
    progress = SyncProgress()
    qtbot.addWidget(progress)
    progress.show_progress(Progress(1200, None, is_first=True), is_resting=False)
    assert progress.text == "1,200 loaded"
    progress.show_progress(Progress(1200, None, is_first=False), is_resting=False)
    assert progress.text == "1,200 compared"
    progress.show_progress(Progress(1, 999_999_999, is_first=False), is_resting=True)
    assert progress.text == "1 of 999,999,999 compared with CJ"


def test_failed_refresh_keeps_the_rows_and_says_so(pane: HistoryPane, desk: FakeDesk) -> None:
    desk.history.refresh_error = OFFLINE
    pane.refresh()
    assert pane._model.rowCount() == 5
    assert pane._notice.text.startswith("CJ could not be reached.")
    assert pane._bar.freshness.property("tone") == "warn"

    desk.history.refresh_error = None
    pane._notice.buttons[0].click()
    assert pane._notice.text == ""
    assert pane._bar.freshness.property("tone") == ""


def test_sign_in_is_asked_for_where_it_helps(
    pane: HistoryPane, desk: FakeDesk, qtbot: QtBot
) -> None:
    desk.history.refresh_error = SignInRequired()
    pane.refresh()

    with qtbot.waitSignal(pane.sign_in_requested, timeout=1000):
        pane._notice.buttons[0].click()


def test_unreadable_copy_is_said(pane: HistoryPane, desk: FakeDesk) -> None:
    desk.history.rows_error = StorageFailed(StorageCause.CORRUPT)

    pane.reload()

    assert pane._notice.text.startswith("The data file is damaged.")
    assert pane._model.rowCount() == 5


def test_without_an_account_it_says_to_sign_in(qtbot: QtBot, runner: BackgroundRunner) -> None:
    pane = HistoryPane(runner)
    qtbot.addWidget(pane)
    pane.build_deferred()
    pane.show()
    pane.refresh()
    pane.reload()
    pane.show_dispute(DisputeId("SH1"))

    assert pane._area.empty.reason.name == "READING"
    pane.stop_expecting()
    assert pane._area.empty.reason is EmptyReason.SIGNED_OUT
    with qtbot.waitSignal(pane.sign_in_requested, timeout=1000):
        pane._area.empty.button.click()


def test_without_disputes_it_says_how_to_begin(open_pane: OpenPane) -> None:
    pane = open_pane(FakeDesk())

    assert pane._area.empty.isVisible()
    assert pane._area.empty.reason is EmptyReason.NO_DISPUTES
    assert pane._area.empty.heading.text() == "No disputes yet"
    assert not pane._details.isVisible()


def test_without_a_match_the_filter_can_be_cleared(pane: HistoryPane) -> None:
    pane.search("nothing like it")
    assert pane._area.empty.reason is EmptyReason.NO_MATCH

    pane._area.empty.button.click()

    assert pane._bar.text == ""
    assert pane._table.isVisible()


def test_never_loaded_is_not_said_to_be_empty(open_pane: OpenPane) -> None:
    desk = FakeDesk(FakeHistory(checked=None, refresh_error=OFFLINE))
    pane = open_pane(desk)
    assert pane._area.empty.reason is EmptyReason.NEVER_ASKED

    desk.history.refresh_error = None
    pane._area.empty.button.click()
    assert pane._area.empty.heading.text() == "No disputes yet"


def test_what_a_search_or_choice_leaves_is_heard_once_it_is_made(
    heard: list[str], pane: HistoryPane, qtbot: QtBot
) -> None:
    QTest.keyClicks(pane._bar.search, "blue")
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["No dispute matches. Search and filter hide all of them."]

    heard.clear()
    pane._bar.search.clear()
    qtbot.waitUntil(lambda: bool(heard))
    pane._bar.show_choice.setCurrentIndex(pane._bar.show_choice.findData(Show.OPEN))
    qtbot.waitUntil(lambda: len(heard) > 1)
    assert heard == ["Disputes: 5", "Disputes: 5 of 5"]


def test_long_first_load_shows_what_is_there(qtbot: QtBot) -> None:
    held = HeldExecutor()
    runner = inline_runner({Lane.CJ: held})
    pane = HistoryPane(runner, now=lambda: NOON)
    qtbot.addWidget(pane)
    pane.show()
    history = FakeHistory(checked=None, at_cj=[make_row(1)], changes=(_new(1),))
    history.walk = [Progress(100, 312, is_first=True), Progress(150, 312, is_first=True)]
    pane.open_desk(FakeDesk(history).as_desk, PictureLoader(runner, lambda _url: b"", pane))
    assert pane._area.empty.reason is EmptyReason.ASKING

    held.release()
    assert pane._model.rowCount() == 1
    held.release()
    assert pane._bar.progress.text == "100 of 312 loaded"
    assert not pane._bar.is_busy()

    # What the walk brings comes onto the screen now and then, not with every page.
    history.kept.append(make_row(2))
    pane.updates.show_soon.setInterval(0)
    held.release()
    qtbot.waitUntil(lambda: pane._model.rowCount() == 2, timeout=3000)

    while held.held:
        held.release()
    assert pane._bar.progress.text == ""
    runner.close()


def test_a_walk_is_stopped_and_gone_on_with(qtbot: QtBot) -> None:
    held = HeldExecutor()
    runner = inline_runner({Lane.CJ: held})
    pane = HistoryPane(runner, now=lambda: NOON)
    qtbot.addWidget(pane)
    pane.show()
    history = FakeHistory([make_row(1)], checked=None)
    history.walk = [Progress(done, 312, is_first=True) for done in (100, 150, 200)]
    pane.open_desk(FakeDesk(history).as_desk, PictureLoader(runner, lambda _url: b"", pane))
    held.release()
    held.release()
    stop = pane._bar.progress.button
    assert stop.text() == "Stop"

    stop.click()
    while held.held:  # the call under way ends, and no other begins
        held.release()
    assert pane._bar.progress.text == "100 of 312 loaded"
    assert stop.text() == "Load the rest"
    pane.updates.look_for_news()
    pane.refresh()
    assert history.begun[1:] == [(True, False)]  # news only, as long as it rests
    while held.held:
        held.release()

    stop.click()
    assert history.begun[-1] == (True, True)
    runner.close()


def test_a_refresh_keeps_the_focus_and_is_heard_until_its_end(
    heard: list[str], pane: HistoryPane, desk: FakeDesk, qtbot: QtBot
) -> None:
    assert heard == []  # nobody has asked for the one at the start
    button = pane._bar.refresh_button
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert button.hasFocus()
    qtbot.waitUntil(lambda: heard == ["Asking CJ", "The disputes are up to date."])

    heard.clear()
    desk.history.refresh_error = OFFLINE
    button.click()
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[0] == "Asking CJ"
    assert heard[1] != "The disputes are up to date."
    assert button.hasFocus()


def test_looking_for_news_is_quiet(qtbot: QtBot) -> None:
    held = HeldExecutor()
    runner = inline_runner({Lane.CJ: held})
    pane = HistoryPane(runner, now=lambda: NOON)
    qtbot.addWidget(pane)
    desk = FakeDesk(FakeHistory([make_row(1)]))
    pane.open_desk(desk.as_desk, PictureLoader(runner, lambda _url: b"", pane))
    while held.held:
        held.release()

    pane.updates.look_for_news()
    assert not pane._bar.is_busy()
    pane.refresh()  # a user who asks meanwhile waits for the same answer
    assert pane._bar.is_busy()

    assert desk.history.begun == [(False, True), (True, True)]
    while held.held:
        held.release()
    runner.close()


def test_nothing_is_polled_while_cj_has_switched_off_access(
    pane: HistoryPane, desk: FakeDesk
) -> None:
    begun = len(desk.history.begun)
    desk.link.is_disabled = True
    desk.history.refresh_error = ApiDisabled()
    pane.updates.look_for_news()
    assert len(desk.history.begun) == begun
    pane.refresh()
    bar = pane.findChild(HistoryNotice)
    assert bar is not None
    assert "after 30 days without an order" in bar.text
    assert [each.text() for each in bar.buttons] == ["Try again", "Open My CJ"]


def test_changes_are_said_and_shown(pane: HistoryPane, desk: FakeDesk, qtbot: QtBot) -> None:
    desk.history.kept[2] = replace(desk.history.kept[2], is_unseen_change=True)
    desk.history.changes = (_news(3), _new(99))

    with qtbot.waitSignal(pane.updates.news, timeout=1000) as told:
        pane.refresh()
    assert told.args == [(_news(3),)]
    pane.tell_changes("1 dispute changed")

    _press(pane, "Show changes")
    assert pane._model.rowCount() == 1
    assert pane._table.current_row == desk.history.kept[2]
    _press(pane, "Mark all as seen")
    assert desk.history.seen == [None]
    assert pane._area.empty.reason is EmptyReason.NO_MATCH


def test_details_are_shown_while_something_is_selected(pane: HistoryPane) -> None:
    assert not pane._details.isVisible()
    pane._table.choose_first()
    assert pane._details.isVisible()
    pane._table.setFocus()
    QTest.keyClick(pane._table, Qt.Key.Key_Escape)
    assert not pane._details.isVisible()
    assert pane._table.current_row is None


@pytest.mark.parametrize("is_selected", [False, True])
def test_nothing_scrolls_sideways_in_a_usual_window(
    qapp: QApplication,
    desk: FakeDesk,
    open_pane: Callable[[FakeDesk], HistoryPane],
    *,
    is_selected: bool,
) -> None:
    longest = replace(
        desk.history.kept[0],
        dispute=replace(desk.history.kept[0].dispute, dispute_id=DisputeId("SH" + 19 * "8")),
        is_unseen_change=True,
    )
    desk.history.kept[0] = longest
    with dressed(qapp):
        pane = open_pane(desk)
        pane.resize(1248, 560)
        if is_selected:
            pane._table.choose_first()
        for _ in range(5):
            QApplication.processEvents()
        table, header = pane._table, pane._table.horizontalHeader()
        assert table.horizontalScrollBar().maximum() == 0
        assert header.sectionSize(Column.PRODUCT) >= 80
        assert table.sizeHintForColumn(Column.DISPUTE) <= header.sectionSize(Column.DISPUTE)
        pane.close()


def test_a_notice_pushes_nothing_away(pane: HistoryPane) -> None:
    parts = (pane._bar.search, pane._bar.refresh_button, pane._table, pane._details)

    def places() -> list[QPoint]:
        QApplication.processEvents()
        return [each.mapTo(pane, QPoint(0, 0)) for each in parts]

    before = places()
    pane.tell_changes("1 dispute changed")
    assert places() == before
    assert pane._notice.isVisible()


def test_marking_all_as_seen_leaves_the_focus_in_the_table(pane: HistoryPane) -> None:
    pane.tell_changes("1 dispute changed")
    QApplication.processEvents()
    button = next(each for each in pane._notice.buttons if "seen" in each.text())
    button.setFocus()
    button.click()
    QApplication.processEvents()
    assert pane.focusWidget() is pane._table


def test_a_change_in_view_counts_as_seen_when_the_visit_ends(
    pane: HistoryPane, desk: FakeDesk, qtbot: QtBot
) -> None:
    desk.history.kept[2] = replace(desk.history.kept[2], is_unseen_change=True)
    pane._seeing._look.setInterval(0)
    pane.window().activateWindow()
    qtbot.waitUntil(pane.window().isActiveWindow, timeout=3000)

    with qtbot.waitSignal(pane.seen, timeout=3000):
        pane.reload()
    row = pane._model.row_at(2)
    assert row is not None
    assert row.is_unseen_change  # it does not disappear under the eyes
    assert desk.history.seen == []

    desk.history.changes = (_news(3),)
    pane.refresh()
    assert pane._seeing.seen == frozenset()  # it changed again
    qtbot.waitUntil(lambda: pane._seeing.seen == {row.dispute.dispute_id}, timeout=3000)
    pane.end_visit()
    assert desk.history.seen == [frozenset({row.dispute.dispute_id})]


def test_another_account_takes_everything_over(pane: HistoryPane, pictures: PictureLoader) -> None:
    pane._table.choose(DisputeId("SH26112000000001"))
    other = FakeDesk(FakeHistory([make_row(50)]))

    pane.open_desk(other.as_desk, pictures)

    assert pane._model.rowCount() == 1
    assert pane._details.dispute_id is None


def test_ten_thousand_rows_are_found_at_once(open_pane: OpenPane) -> None:
    desk = FakeDesk(FakeHistory([make_row(number) for number in range(1, 10_001)]))
    pane = open_pane(desk)
    assert pane._area.count.text() == "Disputes: 10,000"
    assert pane._model.rowCount() == 10_000

    pane.show_dispute(DisputeId("SH26112000009999"))

    assert pane._details.dispute_id == "SH26112000009999"


def test_names_that_the_interface_promises(
    open_pane: OpenPane,
) -> None:
    desk = FakeDesk(FakeHistory([make_row(1)]))
    desk.drafts.filings = [make_filing(1)]
    pane = open_pane(desk)
    pane._table.choose(DisputeId("SH26112000000001"))
    promised = {
        ("Search disputes", QAccessible.Role.EditableText),
        ("Disputes", QAccessible.Role.Table),
        ("Refresh", QAccessible.Role.PushButton),
        ("Cancel dispute…", QAccessible.Role.PushButton),
        ("Dispute details", QAccessible.Role.Grouping),
        ("Drafts", QAccessible.Role.List),
        ("Show", QAccessible.Role.StaticText),
    }

    assert promised <= _names(pane)
    show = next(each for each in pane._bar.findChildren(QLabel) if each.text() == "Show")
    assert show.buddy() is pane._bar.show_choice


def _news(number: int) -> Change:
    return Change(make_row(number, status="Opened").dispute, make_row(number).dispute)


def _new(number: int) -> Change:
    return Change(None, make_row(number).dispute)


def _press(pane: HistoryPane, text: str) -> None:
    next(each for each in pane._notice.buttons if each.text() == text).click()


def _names(pane: QWidget) -> set[tuple[str, QAccessible.Role]]:
    found = set()
    for widget in pane.findChildren(QWidget):
        if widget.isVisible():
            reader = QAccessible.queryAccessibleInterface(widget)
            found.add((reader.text(QAccessible.Text.Name), reader.role()))
    return found


def test_whoever_makes_figures_of_the_rows_hears_that_they_were_read(
    qtbot: QtBot, pane: HistoryPane
) -> None:
    with qtbot.waitSignal(pane.rows_read):
        pane.reload()
