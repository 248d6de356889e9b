"""The list of drafts above the disputes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import StorageCause, StorageFailed
from app.domain.filing.doubt import NOT_FOUND
from app.domain.filing.filing import Attempt, AttemptKind, FilingState
from app.ui.history.drafts_list import DraftsList, filing_text
from app.ui.history.pane import HistoryPane
from tests.builders import NOON
from tests.ui.history.fake_desk import FakeDesk, FakeDrafts, make_filing

HOUR = timedelta(hours=1)


@pytest.fixture
def desk() -> FakeDesk:
    filings = [make_filing(1), make_filing(2, FilingState.UNKNOWN)]
    return FakeDesk(drafts=FakeDrafts(filings))


@pytest.fixture
def rows(pane: HistoryPane) -> QListWidget:
    return pane._drafts._list


def test_list_is_hidden_while_there_is_nothing(
    open_pane: Callable[[FakeDesk], HistoryPane],
) -> None:
    assert open_pane(FakeDesk())._drafts.isHidden()


def test_that_there_are_more_than_are_seen_is_said(qtbot: QtBot) -> None:
    drafts = DraftsList()
    qtbot.addWidget(drafts)
    drafts.show()
    for count, heading in ((3, "Drafts"), (9, "Drafts (9)"), (2, "Drafts")):
        drafts.set_filings(tuple(make_filing(number) for number in range(count)), NOON)
        shown = [each.text() for each in drafts.findChildren(QLabel) if each.isVisible()]
        assert heading in shown
        assert drafts.findChildren(QListWidget)[0].accessibleName() == "Drafts"


def test_entries_in_words() -> None:
    assert filing_text(make_filing(1), NOON).startswith(
        "Draft · SD2611200001234501 · Product Damaged · up to USD 42.48 · saved "
    )
    words = {
        FilingState.REFUSED: "CJ refused",
        FilingState.UNKNOWN: "Not confirmed yet",
        FilingState.FILED: "Filed, number not listed yet",
        FilingState.SENDING: "Being sent",
        FilingState.HANDED_OVER: "Opened in My CJ ·",
    }
    for state, word in words.items():
        assert filing_text(make_filing(1, state), NOON).startswith(word)


def test_what_nobody_sees_for_14_days_after_it_was_handed_over_is_asked_for() -> None:
    opened = Attempt(AttemptKind.HAND_OVER, NOON, NOON, "handed over")
    later = NOON + timedelta(days=14)
    early, late = (Attempt(AttemptKind.READ_BACK, at, at, NOT_FOUND) for at in (NOON + HOUR, later))
    answered = Attempt(AttemptKind.KEEP_WAITING, later, later)

    def text(*attempts: Attempt) -> str:
        handed_over = make_filing(1, FilingState.HANDED_OVER)
        return filing_text(replace(handed_over, attempts=(opened, *attempts)), later + HOUR)

    assert text(early).startswith("Opened in My CJ · "), "nobody has looked since"
    assert text(early, late).startswith("Did you open it in My CJ? · ")
    assert text(early, late, answered, late).startswith("Opened in My CJ · ")


def test_the_question_is_put_once_and_leads_to_what_can_be_done(
    open_pane: Callable[[FakeDesk], HistoryPane], qtbot: QtBot
) -> None:
    long_ago = NOON - timedelta(days=14)
    opened = Attempt(AttemptKind.HAND_OVER, long_ago, long_ago, "handed over")
    look = Attempt(AttemptKind.READ_BACK, NOON, NOON, NOT_FOUND)
    filing = replace(make_filing(1, FilingState.HANDED_OVER), attempts=(opened, look))
    other = replace(filing, attempts=(replace(opened, ended=NOON), look))
    assert open_pane(FakeDesk(drafts=FakeDrafts([other])))._notice.text == ""
    desk = FakeDesk(drafts=FakeDrafts([filing]))
    pane = open_pane(desk)
    assert pane._notice.text == (
        "Did you open the dispute about order SD2611200001234501 in My CJ? CJ has not listed it "
        "for 14 days."
    )
    with qtbot.waitSignal(pane.filing_requested) as heard:
        pane._notice.buttons[0].click()
    assert heard.args == [filing]
    pane.reload()
    assert pane._notice.text, "until it is answered"
    desk.drafts.filings = [other]
    pane.reload()
    assert pane._notice.text == ""
    desk.drafts.filings = [filing]
    pane.reload()
    assert pane._notice.text == "", "once"


def test_what_is_in_doubt_names_when_it_was_sent_and_what_there_is_to_decide() -> None:
    sent = Attempt(AttemptKind.CREATE, NOON - timedelta(days=3), None, "filed")
    looks = [
        Attempt(AttemptKind.READ_BACK, NOON + timedelta(minutes=9 * number), None, NOT_FOUND)
        for number in range(5)
    ]

    def text(state: FilingState, **facts: object) -> str:
        filing = replace(make_filing(1, state), attempts=(sent,))
        return filing_text(replace(filing, **facts), NOON)  # type: ignore[arg-type]  # of a filing

    assert "sent 19 Nov 2026" in text(FilingState.UNKNOWN)
    assert text(FilingState.UNKNOWN, candidates=("SH1",)).startswith(
        "Not confirmed yet: CJ lists what may be it ·"
    )
    assert text(FilingState.UNKNOWN, nothing_found=True).startswith(
        "Not confirmed yet: CJ lists nothing of it ·"
    )
    never = text(FilingState.FILED, attempts=(sent, *looks))
    assert never.startswith("Filed, but CJ does not list it ·")


def test_all_that_is_not_settled_is_told_whenever_it_is_read(
    pane: HistoryPane, desk: FakeDesk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(pane.filings_read, timeout=1000) as told:
        pane.reload()

    assert list(told.args[0]) == desk.drafts.filings


def test_old_drafts_name_their_day() -> None:
    old = make_filing(changed=NOON - timedelta(days=3))

    assert "saved 19 Nov 2026" in filing_text(old, NOON)


def test_bare_draft_has_no_empty_parts() -> None:
    filing = make_filing(ceiling=None)
    filing = replace(filing, draft=replace(filing.draft, reason=None))

    assert filing_text(filing, NOON).count("·") == 2


@pytest.mark.parametrize("count", [1, 3, 9])
def test_list_grows_to_three_rows_and_scrolls_then(
    open_pane: Callable[[FakeDesk], HistoryPane], count: int
) -> None:
    pane = open_pane(FakeDesk(drafts=FakeDrafts([make_filing(n) for n in range(count)])))
    rows = pane._drafts._list

    fits = rows.verticalScrollBar().maximum() == 0
    assert fits == (count <= 3)
    assert rows.height() < 4 * rows.sizeHintForRow(0)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_goes_on_with_a_draft(
    pane: HistoryPane, rows: QListWidget, desk: FakeDesk, qtbot: QtBot, key: Qt.Key
) -> None:
    rows.setCurrentRow(1)

    with qtbot.waitSignal(pane.filing_requested, timeout=1000) as requested:
        QTest.keyClick(rows, key)

    assert requested.args == [desk.drafts.filings[1]]


def test_double_click_goes_on_with_a_draft(
    pane: HistoryPane, rows: QListWidget, desk: FakeDesk, qtbot: QtBot
) -> None:
    spot = rows.visualItemRect(rows.item(0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    with qtbot.waitSignal(pane.filing_requested, timeout=1000) as requested:
        QTest.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseRelease(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    assert requested.args == [desk.drafts.filings[0]]


def test_discarding_can_be_undone(pane: HistoryPane, rows: QListWidget, desk: FakeDesk) -> None:
    rows.setCurrentRow(0)
    QTest.keyClick(rows, Qt.Key.Key_Delete)

    assert [each.reference for each in desk.drafts.filings] == ["DD-2"]
    assert rows.count() == 1
    assert pane._drafts._said.text() == "The draft for SD2611200001234501 was discarded."

    pane._drafts._undo.click()
    assert {each.reference for each in desk.drafts.filings} == {"DD-1", "DD-2"}
    assert rows.count() == 2
    assert not pane._drafts._undo.isVisible()


def test_undo_stays_when_the_last_draft_went(open_pane: Callable[[FakeDesk], HistoryPane]) -> None:
    pane = open_pane(FakeDesk(drafts=FakeDrafts([make_filing(1)])))
    rows = pane._drafts._list
    rows.setCurrentRow(0)

    QTest.keyClick(rows, Qt.Key.Key_Delete)

    assert not rows.isVisible()
    assert pane._drafts._undo.isVisible()
    pane._drafts._dismiss.click()
    assert pane._drafts.isHidden()


def test_what_was_sent_is_not_discarded(
    pane: HistoryPane, rows: QListWidget, desk: FakeDesk
) -> None:
    rows.setCurrentRow(1)

    QTest.keyClick(rows, Qt.Key.Key_Delete)

    assert len(desk.drafts.filings) == 2
    assert "only drafts can be discarded" in pane._drafts._said.text()
    menu = pane._drafts.build_menu(desk.drafts.filings[1])
    assert [each.isEnabled() for each in menu.actions()] == [True, False]


def test_context_menu_of_a_draft(
    pane: HistoryPane, rows: QListWidget, desk: FakeDesk, qtbot: QtBot
) -> None:
    menu = pane._drafts.build_menu(desk.drafts.filings[0])
    go_on, discard = menu.actions()
    assert menu.activeAction() is go_on
    with qtbot.waitSignal(pane.filing_requested, timeout=1000):
        go_on.trigger()
    discard.trigger()
    assert rows.count() == 1

    rows.setCurrentRow(0)
    pane._drafts._show_menu(QPoint(2, 2))
    shown = [each for each in pane._drafts.children() if each.inherits("QMenu")]
    for each in shown:
        each.close()  # type: ignore[attr-defined]  # a QMenu, as asked above


def test_failure_to_discard_is_said(pane: HistoryPane, rows: QListWidget, desk: FakeDesk) -> None:
    desk.drafts.error = StorageFailed(StorageCause.DISK_FULL)
    rows.setCurrentRow(0)

    QTest.keyClick(rows, Qt.Key.Key_Delete)

    assert pane._notice.text.startswith("The disk is full")
    assert rows.count() == 2


def test_current_draft_stays_current(pane: HistoryPane, rows: QListWidget, desk: FakeDesk) -> None:
    rows.setCurrentRow(1)
    desk.drafts.filings.insert(0, make_filing(3))

    pane.reload()

    assert rows.currentRow() == 2


def test_other_account_forgets_the_undo(qtbot: QtBot) -> None:
    drafts = DraftsList()
    qtbot.addWidget(drafts)
    drafts._request_discard(make_filing(1))

    drafts.forget()

    assert drafts.isHidden()
