"""Nothing is filed that nobody pressed for: each key on each widget of each page and state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
)
from shiboken6 import delete, isValid

from app.domain.errors import Offline, OfflineCause, Refused, RequestInfo, SignInRequired
from app.domain.filing.filing import ITEMS, REASON, REVIEW, FilingState, Step
from app.ui.filing.evidence.editor import LinkEdit
from app.ui.filing.versions import VersionsDialog
from app.ui.messages.notices import Notice
from tests.builders import NOON, dispute, draft, order, order_line
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage
from tests.ui.pressing import Key, Presses, focus_of, focusable, hold, name_of, press

LINES = order(*(order_line(f"L{n}", name=f"Lamp {n}") for n in range(2)))
REFUSAL = Refused(RequestInfo("disputes/create", 1601000, "Too late", "req-1"))
OFFLINE = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)
LINK = "https://example.com/a.jpg"

Make = Callable[[MakeStage], Stage]


def _at(make: MakeStage, step: Step, desk: FakeDesk | None = None) -> Stage:
    """A draft that is complete, open at this page."""
    stage = make(draft=replace(draft(), step=step), desk=desk)
    assert stage.page == step
    if step is REVIEW:
        stage.await_review()
    return stage


def _failing(call: str, *errors: BaseException) -> FakeDesk:
    desk = FakeDesk()
    desk.filing.errors = {call: list(errors)}
    return desk


def items(make: MakeStage) -> Stage:
    return make(LINES)


def nothing_chosen(make: MakeStage) -> Stage:
    stage = make(LINES)
    stage.press("Next")
    assert stage.notice == "Choose at least one item to dispute."
    return stage


def waiting_for_terms(make: MakeStage) -> Stage:
    stage = make(held=True)
    stage.press("Next")
    assert stage.find(QPushButton, "Next").text() == "Waiting for CJ…"
    return stage


def terms_failed(make: MakeStage) -> Stage:
    stage = make(desk=_failing("terms", OFFLINE))
    stage.find(QPushButton, "Try again")
    return stage


def reason(make: MakeStage) -> Stage:
    stage = _at(make, REASON)
    assert stage.has(QPushButton, "Add link")
    return stage


def no_reason(make: MakeStage) -> Stage:
    stage = make()
    stage.to_reason()
    stage.press("Next")
    assert stage.notice == "Choose a reason."
    return stage


def evidence(make: MakeStage) -> Stage:
    stage = _at(make, REASON)
    field = stage.find(QLineEdit, "Evidence link")
    for number in range(3):
        field.insert(f"{LINK}?{number}")  # pasted
        stage.press("Add link")
    stage.press("Remove link")
    stage.find(QPushButton, "Undo")
    field.insert(f"{LINK}?4")
    return stage


def template_over_own_text(make: MakeStage) -> Stage:
    stage = _at(make, REASON)
    box = stage.reason_page.templates.box
    box.setCurrentIndex(0)
    box.activated.emit(0)
    stage.find(QPushButton, "Replace")
    return stage


def attachments(make: MakeStage) -> Stage:
    stage = _at(make, REASON)
    stage.reason_page.attachments.attach((Path("a.jpg"), Path("b.jpg")))
    stage.press("Remove file")
    stage.find(QListWidget, "Attached files")
    return stage


def review(make: MakeStage) -> Stage:
    return _at(make, REVIEW)


def versions(make: MakeStage) -> Stage:
    desk = FakeDesk()
    kept = replace(draft(), step=REVIEW)
    desk.drafts.saved = [replace(kept, message="It came in two pieces."), kept]
    stage = _at(make, REVIEW, desk)
    stage.find(QPushButton, "Earlier versions…")
    return stage


def refused(make: MakeStage) -> Stage:
    stage = _at(make, REVIEW, _failing("submit", REFUSAL))
    stage.press(stage.commit.text())
    assert stage.notice.startswith("CJ refused the dispute.")
    stage.press("Details")
    return stage


def signed_out(make: MakeStage) -> Stage:
    stage = _at(make, REVIEW, _failing("submit", SignInRequired()))
    stage.press(stage.commit.text())
    stage.find(QPushButton, "Sign in…")
    return stage


def resumed(make: MakeStage) -> Stage:
    stage = make(LINES, replace(draft(), step=REVIEW))
    stage.await_review()
    stage.dialog.offer_another(NOON)
    stage.find(QPushButton, "Start another")
    return stage


def another_account(make: MakeStage) -> Stage:
    stage = review(make)
    stage.dialog.tell_of_account(Notice("Sign in first.", details="more"))
    return stage


def sending(make: MakeStage) -> Stage:
    stage = make(draft=replace(draft(), step=REVIEW), held=True)
    stage.cj.release()
    stage.cj.release()
    stage.await_review()
    stage.press(stage.commit.text())
    stage.dialog.close()
    assert "on its way" in stage.notice
    return stage


def _outcome(make: MakeStage, state: FilingState, *, nothing_found: bool = False) -> Stage:
    stage = review(make)
    stage.desk.filing.outcome, stage.desk.filing.nothing_found = state, nothing_found
    stage.press(stage.commit.text())
    stage.press("Details")
    return stage


def filed(make: MakeStage) -> Stage:
    return _outcome(make, FilingState.FILED)


def not_confirmed(make: MakeStage) -> Stage:
    return _outcome(make, FilingState.UNKNOWN)


def nothing_found(make: MakeStage) -> Stage:
    return _outcome(make, FilingState.UNKNOWN, nothing_found=True)


def check_failed(make: MakeStage) -> Stage:
    stage = nothing_found(make)
    stage.desk.filing.errors = {"read back": [OFFLINE]}
    stage.press("Check again")
    assert "could not be reached" in stage.notice
    return stage


def asked_to_send_again(make: MakeStage) -> Stage:
    stage = nothing_found(make)
    stage.press("Send again with the same reference")
    return stage


def candidates(make: MakeStage) -> Stage:
    stage = not_confirmed(make)
    stage.desk.filing.candidates = (dispute("SH-a"),)
    stage.press("Check again")
    return stage


def another_is_there(make: MakeStage) -> Stage:
    stage = review(make)
    stage.desk.filing.others = (dispute("SH-a"), dispute("SH-b"))
    stage.press(stage.commit.text())
    return stage


def confirmed(make: MakeStage) -> Stage:
    return _outcome(make, FilingState.CONFIRMED)


STATES: dict[str, tuple[Make, ...]] = {
    "items": (items, nothing_chosen, waiting_for_terms, terms_failed),
    "reason": (reason, no_reason, evidence, template_over_own_text, attachments),
    "review": (review, versions, refused, signed_out, resumed, another_account, sending),
    "outcome": (
        filed,
        not_confirmed,
        nothing_found,
        check_failed,
        asked_to_send_again,
        candidates,
        another_is_there,
        confirmed,
    ),
}
"""By page."""


@pytest.fixture(autouse=True)
def closed_afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a button opens beside the dialog is opened for nobody here."""
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    monkeypatch.setattr(QFileDialog, "open", lambda _dialog: None)
    yield
    for window in QApplication.topLevelWidgets():
        window.hide()


def _pressed_by_enter(stage: Stage) -> list[str]:
    """Which button Enter presses, by what has the focus."""
    focus = focus_of(stage.dialog)
    if isinstance(focus, (QPushButton, QToolButton)):
        return [name_of(focus)]
    is_message = isinstance(focus, QPlainTextEdit) and not focus.isReadOnly()
    adds_link = isinstance(focus, LinkEdit) and bool(focus.text())
    if is_message or adds_link or stage.page not in (ITEMS, REASON):
        return []
    return [name_of(stage.find(QPushButton, "Next"))]


def _pressed_by_space(stage: Stage) -> list[str]:
    focus = focus_of(stage.dialog)
    return [name_of(focus)] if isinstance(focus, QAbstractButton) else []


def _count(stage: Stage) -> dict[str, int]:
    return {each: stage.desk.filing.calls.count(each) for each in ("submit", "send again")}


class Record:
    """What was pressed in one dialog, beside what was sent to CJ."""

    def __init__(self, stage: Stage, label: str) -> None:
        self.stage = stage
        self.label = label
        self.presses = Presses(stage.dialog)
        self.due = _count(stage)
        self.commit = stage.dialog._footer.commit_button

    def act(self, do: Callable[[], None], expected: list[str]) -> None:
        """Do it: these buttons are pressed and no other, and only what they are for is sent."""
        stage = self.stage
        is_commit = expected == [name_of(self.commit)] and stage.page == REVIEW
        self.presses.begin()
        do()
        self.due["submit"] += is_commit or any("“File another”" in each for each in expected)
        self.due["send again"] += any("“Send again now”" in each for each in expected)
        assert _count(stage) == self.due, self.label
        assert self.presses.names == expected, self.label


def _hide_popups() -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.hide()


def _try_each(
    make: MakeStage,
    states: Collection[Make],
    pressed_by: Callable[[Stage], list[str]],
    act: Callable[[Stage, Record], list[str]],
) -> None:
    """Act on each widget of a page once, and in each of its states where the focus is by itself.

    What a key presses there depends on no other widget: one that is to press something else than
    in another state is acted on in both. What has pressed nothing has left all as it was.
    """
    tried = set[tuple[str, ...]]()
    for state in states:
        stage = state(make)
        focused, widgets = focus_of(stage.dialog), focusable(stage.dialog)
        places = []
        for place, widget in enumerate(widgets):
            widget.setFocus()
            assert stage.dialog.focusWidget() is widget
            kind = (name_of(widget), *pressed_by(stage))
            if kind not in tried or widget is focused:
                places.append(place)
                tried.add(kind)
        for place in places:
            if not isValid(stage.dialog):
                stage = state(make)
                widgets = focusable(stage.dialog)
            widgets[place].setFocus()
            page = stage.page
            pressed = act(stage, Record(stage, f"{state.__name__}: {name_of(widgets[place])}"))
            _hide_popups()
            if pressed or stage.page != page or focusable(stage.dialog) != widgets:
                _put_away(stage)
        if isValid(stage.dialog):
            _put_away(stage)
    assert tried


def _put_away(stage: Stage) -> None:
    stage.dialog.done(0)
    delete(stage.dialog)  # with its timers


def _hold_enter_and_press_it(stage: Stage, record: Record) -> list[str]:
    pressed = _pressed_by_enter(stage)
    record.act(partial(hold, stage.dialog, Key.Key_Enter), pressed)
    _hide_popups()
    if QApplication.activeModalWidget() is not stage.dialog:  # another one has the keys now
        return pressed
    again = _pressed_by_enter(stage)
    record.act(partial(press, stage.dialog, Key.Key_Return), again)
    return pressed + again


def _hold_space(stage: Stage, record: Record) -> list[str]:
    pressed = _pressed_by_space(stage)
    record.act(partial(hold, stage.dialog, Key.Key_Space), pressed)
    return pressed


@pytest.mark.parametrize("page", STATES)
def test_enter_presses_the_button_with_the_focus_or_next_and_sends_nothing_else(
    make_stage: MakeStage, page: str
) -> None:
    _try_each(make_stage, STATES[page], _pressed_by_enter, _hold_enter_and_press_it)


@pytest.mark.parametrize("page", STATES)
def test_space_presses_the_button_with_the_focus_and_sends_nothing_else(
    make_stage: MakeStage, page: str
) -> None:
    _try_each(make_stage, STATES[page], _pressed_by_space, _hold_space)


def test_enter_on_earlier_versions_opens_them_and_files_nothing(make_stage: MakeStage) -> None:
    stage = versions(make_stage)
    stage.find(QPushButton, "Earlier versions…").setFocus()
    press(stage.dialog, Key.Key_Return)
    assert "submit" not in stage.desk.filing.calls
    assert len(stage.dialog.findChildren(VersionsDialog)) == 1


def test_enter_on_dismiss_after_a_refusal_sends_nothing(make_stage: MakeStage) -> None:
    stage = refused(make_stage)
    stage.find(QToolButton, "Dismiss").setFocus()
    press(stage.dialog, Key.Key_Return)
    assert stage.desk.filing.calls.count("submit") == 1
    assert stage.notice == ""


def test_two_enters_on_add_link_without_a_link_file_nothing(make_stage: MakeStage) -> None:
    stage = reason(make_stage)
    stage.find(QPushButton, "Add link").setFocus()
    press(stage.dialog, Key.Key_Return)
    assert stage.page == REASON
    assert stage.focus is stage.find(QLineEdit, "Evidence link")
    press(stage.dialog, Key.Key_Return)
    assert stage.page == REVIEW
    assert "submit" not in stage.desk.filing.calls


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_held_ctrl_enter_passes_one_page_and_files_nothing(make_stage: MakeStage, key: Key) -> None:
    stage = reason(make_stage)
    hold(stage.dialog, key, Qt.KeyboardModifier.ControlModifier)
    assert stage.page == REVIEW
    stage.await_review()
    assert "submit" not in stage.desk.filing.calls


def test_a_review_that_an_earlier_version_changed_can_still_be_filed(
    make_stage: MakeStage,
) -> None:
    stage = versions(make_stage)
    stage.press("Earlier versions…")
    stage.find(QPushButton, "Restore this version").click()
    assert stage.page == REVIEW
    assert stage.says("It came in two pieces.")
    stage.await_review()
    stage.press(stage.commit.text())
    assert stage.says("Filed: SH2611220001")
